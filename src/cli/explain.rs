//! `dateline explain`: a text with its mentions, and why each is there.

use super::options::{GazetteerArgs, ReadArgs, misused, to_stdout};
use super::paint::{ColorChoice, Paint};
use super::visible::{visible, visible_line};
use super::{Outcome, say};
use clap::Args;
use dateline::config::Config;
use dateline::diagnostic::Severity;
use dateline::error::Result;
use dateline::gazetteer::{Entity, Gazetteer};
use dateline::model::{
    Annotations, CharOffsets, Document, EntityIx, Evidence, Link, Mention, Target,
};
use dateline::pipeline::Pipeline;
use dateline::read::{ArticleSource, InputFormat, Inputs, Item};
use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Show a text with its mentions, why each is there and what else it could have been
#[derive(Args)]
pub struct Explain {
    /// A text, a file with articles, or - for stdin
    #[arg(required = true, value_name = "TEXT|FILE")]
    words: Vec<String>,
    /// Explain only the article with this id
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Colours
    #[arg(long, value_enum, default_value = "auto")]
    color: ColorChoice,
    #[command(flatten)]
    read: ReadArgs,
    #[command(flatten)]
    gazetteer: GazetteerArgs,
}

/// As many candidates of a mention are shown; the others are counted.
const SHOWN: usize = 5;

impl Explain {
    pub fn run(&self) -> Result<Outcome> {
        let gazetteer = self.gazetteer.open(false)?;
        let pipeline = Pipeline::new(&gazetteer, &Config::default())?;
        let mut outcome = Outcome::Fine;
        let mut is_first = true;
        let mut explain = |doc: &Document, heading: &str| -> Result<()> {
            let separator = if std::mem::take(&mut is_first) { "" } else { "\n" };
            let annotations = pipeline.annotate(doc);
            let shown = Shown {
                doc,
                annotations: &annotations,
                gazetteer: &gazetteer,
                offsets: CharOffsets::new(doc.text()),
                paint: Paint::new(self.color),
            };
            annotations.diagnostics.iter().for_each(|fault| say(&visible_line(&fault.to_string())));
            write!(std::io::stdout().lock(), "{separator}{heading}{}", shown.page())
                .map_err(to_stdout)
        };
        let Some(paths) = self.files()? else {
            let mut doc = Document::new("text", self.words.join(" "));
            doc.meta.published = self.read.date;
            explain(&doc, "")?;
            return Ok(outcome);
        };
        let mut found = self.id.is_none();
        let mut inputs = Inputs::open(&paths, &self.read.config())?;
        while let Some(item) = inputs.next_item() {
            let faults = match item {
                Item::Document(doc, faults) => {
                    if self.id.as_ref().is_none_or(|id| *id == doc.id) {
                        found = true;
                        explain(&doc, &format!("== {}\n", visible_line(&doc.id)))?;
                    }
                    faults
                }
                Item::Fault(fault) => vec![fault],
            };
            for fault in faults {
                say(&visible_line(&fault.to_string()));
                if fault.severity == Severity::Error {
                    outcome = Outcome::SomeFailed;
                }
            }
        }
        match (&self.id, found) {
            (Some(id), false) => Err(misused(format!("no article has the id `{id}`"))),
            _ => Ok(outcome),
        }
    }

    /// The files to be read, if it is not a text that is to be explained.
    fn files(&self) -> Result<Option<Vec<PathBuf>>> {
        if self.words.iter().all(|word| word == "-" || Path::new(word).exists()) {
            return Ok(Some(self.words.iter().map(PathBuf::from).collect()));
        }
        match &self.words[..] {
            [name] if !name.contains(' ') && InputFormat::of_path(Path::new(name)).is_some() => {
                Err(misused(format!("no file `{name}`; expected a text or a file with articles")))
            }
            _ => Ok(None),
        }
    }
}

/// A document and its annotations as they are shown.
struct Shown<'a> {
    doc: &'a Document,
    annotations: &'a Annotations,
    gazetteer: &'a Gazetteer,
    offsets: CharOffsets<'a>,
    paint: Paint,
}

impl Shown<'_> {
    fn page(&self) -> String {
        let mut page = self.marked_text();
        for (ix, (mention, link)) in
            self.annotations.mentions.iter().zip(&self.annotations.links).enumerate()
        {
            page.push('\n');
            self.explain(ix + 1, mention, link, &mut page);
        }
        if self.annotations.mentions.is_empty() {
            page.push_str("\nno mentions\n");
        }
        page
    }

    /// The text with each mention in brackets: `[Iran PLACE·1]`.
    fn marked_text(&self) -> String {
        let mut page = String::new();
        let text = self.doc.text();
        let mut end = 0;
        for (ix, (mention, link)) in
            self.annotations.mentions.iter().zip(&self.annotations.links).enumerate()
        {
            let range = mention.span.range();
            page.push_str(&visible(&text[end..range.start]));
            let label = self.paint.dim(format!("{}·{}", link.kind, ix + 1));
            let name = self.paint.kind(link.kind, visible(&text[range.clone()]));
            let _ = write!(page, "[{name} {label}]");
            end = range.end;
        }
        page.push_str(&visible(&text[end..]));
        if !page.ends_with('\n') {
            page.push('\n');
        }
        page
    }

    fn explain(&self, number: usize, mention: &Mention, link: &Link, page: &mut String) {
        let (start, end) = self.offsets.chars_of(mention.span);
        let name = self.paint.kind(link.kind, visible_line(self.doc.slice(mention.span)));
        let place = format!("characters {start} to {end}, sentence {}", mention.sentence);
        let _ = writeln!(page, "{number} {name} {} {}", link.kind, self.paint.dim(place));
        let mut row = |label: &str, text: String| {
            let _ = writeln!(page, "  {} {text}", self.paint.dim(format!("{label:<9}")));
        };
        match link.target {
            Target::Entity(ix) => row("is", self.entity(&self.gazetteer.entity(ix))),
            Target::Nil { cluster } => row("is", format!("not in the gazetteers (NIL {cluster})")),
        }
        row("found by", format!("{}, score {:.2}", mention.found_by.0, link.score));
        let evidence = mention.evidence.iter().chain(&link.evidence);
        for (ix, evidence) in evidence.enumerate() {
            row(if ix == 0 { "because" } else { "" }, self.evidence(evidence));
        }
        let readings: Vec<String> =
            mention.readings.iter().map(|r| format!("{} {:.2}", r.kind, r.score)).collect();
        if readings.len() > 1 {
            row("readings", readings.join(", "));
        }
        if let Some(other) = &link.runner_up {
            let entity = other.entity.map(|ix| self.entity(&self.gazetteer.entity(ix)));
            let entity = entity.map(|entity| format!(", {entity}")).unwrap_or_default();
            row("runner-up", format!("{} {:.2}{entity}", other.kind, other.score));
        }
        let taken = |ix: &EntityIx| link.target == Target::Entity(*ix);
        let others: Vec<_> = mention.candidates.iter().filter(|ix| !taken(ix)).collect();
        for (nth, ix) in others.iter().take(SHOWN).enumerate() {
            row(if nth == 0 { "could be" } else { "" }, self.entity(&self.gazetteer.entity(**ix)));
        }
        if others.len() > SHOWN {
            row("", format!("and {} more", others.len() - SHOWN));
        }
    }

    /// `Iran (PLACE country, IR) country.IR, gazetteers/reviewed/countries.tsv:118`
    fn entity(&self, entity: &Entity<'_>) -> String {
        let what = [entity.subtype, entity.country];
        let what: Vec<_> = what.into_iter().filter(|part| !part.is_empty()).collect();
        let mut brackets = entity.kind.to_string();
        if !what.is_empty() {
            let _ = write!(brackets, " {}", what.join(", "));
        }
        let line = format!("{}:{}", entity.file, entity.line);
        let text = format!("{} ({brackets}) {}, {line}", entity.name, entity.id);
        visible_line(&text)
    }

    /// `+1.20 cue “general” (person title), gazetteers/reviewed/roles.tsv:7`
    fn evidence(&self, evidence: &Evidence) -> String {
        let mut text = format!("{:+.2} {}", evidence.weight, evidence.what);
        if let Some(span) = evidence.span {
            let _ = write!(text, " “{}”", self.doc.slice(span));
        }
        if let Some(detail) = &evidence.detail {
            let _ = write!(text, " ({detail})");
        }
        if let Some(ix) = evidence.entity {
            let entity = self.gazetteer.entity(ix);
            let _ = write!(text, ", {}:{}", entity.file, entity.line);
        }
        visible_line(&text)
    }
}
