//! Annotates a text with the shipped gazetteers and prints what it mentions.
//!
//! ```sh
//! cargo run --release --example annotate_text
//! cargo run --release --example annotate_text "Hundreds marched in Tbilisi on Friday, Rustavi 2 reported."
//! ```

use dateline::config::Config;
use dateline::error::Result;
use dateline::gazetteer::{Gazetteer, Sources, cache};
use dateline::model::{CharOffsets, Document, Target};
use dateline::pipeline::Pipeline;
use dateline::read::find_zones;

const ARTICLE: &str = "TEHRAN, Jan. 3 – Iran’s top leader, Ayatollah Ali Khamenei, promised revenge for \
    the death of General Qasem Soleimani in Baghdad, the Iranian agency IRNA reported on Friday.";

fn main() -> Result<()> {
    let text = std::env::args().nth(1).unwrap_or_else(|| ARTICLE.to_owned());

    // Opened once and shared: compiling takes a second, and only the first time.
    let cache = cache::default_dir();
    let gazetteer = Gazetteer::open(&Sources::default(), cache.as_deref(), &mut Vec::new())?;
    let pipeline = Pipeline::new(&gazetteer, &Config::default())?;

    let mut doc = Document::new("example", text);
    // Finds a headline, a byline and a dateline, and the day that the dateline gives.
    find_zones(&mut doc);
    let annotations = pipeline.annotate(&doc);

    // Spans count bytes; files and most other programs count code points.
    let offsets = CharOffsets::new(doc.text());
    for (mention, link) in annotations.mentions.iter().zip(&annotations.links) {
        let (start, end) = offsets.chars_of(mention.span);
        let entity = match link.target {
            Target::Entity(ix) => gazetteer.entity(ix).id.to_owned(),
            Target::Nil { cluster } => format!("(NIL {cluster})"),
        };
        let text = doc.slice(mention.span);
        println!(
            "{start:>4} {end:>4}  {:<8}  {text:<16}  {entity:<26}  {:.2}",
            link.kind.as_str(),
            link.score
        );
    }
    Ok(())
}
