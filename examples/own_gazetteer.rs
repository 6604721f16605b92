//! Annotates one sentence three times: with the shipped gazetteers, with a list of one's own, and
//! with a list that takes a name away.
//!
//! ```sh
//! cargo run --release --example own_gazetteer
//! ```

use dateline::config::Config;
use dateline::error::Result;
use dateline::gazetteer::{Gazetteer, ListContent, Sources, UserList, cache};
use dateline::model::{Document, Target};
use dateline::pipeline::Pipeline;

const SENTENCE: &str = "The Daily Meridian said on Monday that talks in Geneva had failed.";

/// Type, text and entity of each mention of the sentence.
fn annotate(list: Option<UserList>) -> Result<Vec<String>> {
    let sources = Sources { user: list.into_iter().collect(), ..Sources::default() };
    let cache = cache::default_dir();
    let gazetteer = Gazetteer::open(&sources, cache.as_deref(), &mut Vec::new())?;
    let pipeline = Pipeline::new(&gazetteer, &Config::default())?;
    let doc = Document::new("example", SENTENCE);
    let annotations = pipeline.annotate(&doc);
    let lines = annotations.mentions.iter().zip(&annotations.links).map(|(mention, link)| {
        let entity = match link.target {
            Target::Entity(ix) => gazetteer.entity(ix).id.to_owned(),
            Target::Nil { .. } => "not in the gazetteers".to_owned(),
        };
        format!("  {} {}: {entity}", link.kind, doc.slice(mention.span))
    });
    Ok(lines.collect())
}

fn show(what: &str, list: Option<UserList>) -> Result<()> {
    println!("{what}:\n{}\n", annotate(list)?.join("\n"));
    Ok(())
}

fn main() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let write = |name: &str, text: &str, content: ListContent| -> Result<UserList> {
        let path = folder.path().join(name);
        std::fs::write(&path, text)?;
        Ok(UserList { path, content })
    };
    println!("{SENTENCE}\n");
    show("shipped gazetteers", None)?;

    let table = "type\tname\tcountry\tdomain\nOUTLET\tDaily Meridian\tLB\tmeridian.example\n";
    show("with a row for the outlet", Some(write("my.tsv", table, ListContent::ByFile)?))?;

    let unwanted = write("unwanted.txt", "Geneva\n", ListContent::Unwanted)?;
    show("with Geneva taken away", Some(unwanted))
}
