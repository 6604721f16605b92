//! From documents to output: the stages joined, and run over many documents on many threads.
//!
//! ```text
//! source ──> batches of about 256 KB ──> segment, tag, resolve, format ──> output
//!  one thread, waits for credit          on every thread                   one thread, in order
//! ```

mod batches;
mod credits;
mod run;
mod stop;
mod wanted;

pub use run::{Progress, RunOptions};
pub use stop::Stop;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::{Error, Result};
use crate::gazetteer::Gazetteer;
use crate::model::{Annotations, Document};
use crate::resolve::{ResolveConfig, Resolver};
use crate::segment::Segmenter;
use crate::tag::{TagConfig, Tagger, Weights};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Code of the diagnostic for a document that this program fails on.
pub const INTERNAL_FAULT: &str = "T001";

/// One document through all stages. Built once from a gazetteer, then shared by all threads.
pub struct Pipeline<'g> {
    gazetteer: &'g Gazetteer,
    segmenter: Segmenter<'g>,
    tagger: Tagger<'g>,
    resolver: Resolver<'g>,
    config: Config,
}

impl<'g> Pipeline<'g> {
    pub fn new(gazetteer: &'g Gazetteer, config: &Config) -> Result<Self> {
        Ok(Self {
            gazetteer,
            segmenter: Segmenter::new(gazetteer),
            tagger: tagger(gazetteer, config)?,
            resolver: Resolver::new(gazetteer, &ResolveConfig::default()),
            config: config.clone(),
        })
    }

    pub fn gazetteer(&self) -> &'g Gazetteer {
        self.gazetteer
    }

    /// All that is said about `doc`, whatever its text says.
    ///
    /// A fault of this program in one document (a panic, a broken promise) is a diagnostic of that
    /// document, which then has no annotations.
    pub fn annotate(&self, doc: &Document) -> Annotations {
        let annotated = catch_unwind(AssertUnwindSafe(|| self.annotate_or_panic(doc)));
        annotated.unwrap_or_else(|panic| only_a_fault(doc, &*panic))
    }

    fn annotate_or_panic(&self, doc: &Document) -> Annotations {
        let segments = self.segmenter.segment(doc);
        let mut mentions = self.tagger.tag(doc, &segments);
        if self.config.filters() {
            mentions = wanted::bring_forward(self.gazetteer, &self.config, doc, mentions);
        }
        let mut annotations = self.resolver.resolve(doc, &segments, mentions);
        if let Err(broken) = annotations.check(doc, &segments) {
            panic!("{broken}");
        }
        if self.config.filters() {
            wanted::keep_wanted(&mut annotations, &self.config);
        }
        annotations
    }
}

fn tagger<'g>(gazetteer: &'g Gazetteer, config: &Config) -> Result<Tagger<'g>> {
    let Some(path) = &config.weights else {
        return Tagger::new(gazetteer, &TagConfig::default());
    };
    let bytes = std::fs::read(path).map_err(|error| Error::new(error).at(path))?;
    let weights = Weights::from_bytes(bytes).map_err(|error| error.at(path))?;
    Ok(Tagger::with_weights(gazetteer, &TagConfig::default(), weights))
}

/// What is said about a document that this program fails on.
fn only_a_fault(doc: &Document, panic: &(dyn Any + Send)) -> Annotations {
    let what = message_of(panic);
    let mut diagnostic = Diagnostic::new(
        INTERNAL_FAULT,
        Severity::Error,
        format!("a fault of this program kept it from annotating document `{}`: {what}", doc.id),
    );
    diagnostic.path = doc.meta.path.clone();
    diagnostic.line = doc.meta.line;
    Annotations { diagnostics: vec![diagnostic], ..Annotations::default() }
}

/// What a panic says.
fn message_of(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("unknown")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_diagnostic_with_the_place_of_the_document() {
        let mut doc = Document::new("reuters-7", "Iran");
        doc.meta.path = Some("news.jsonl".into());
        doc.meta.line = Some(7);
        let panic = catch_unwind(|| panic!("index {} out of bounds", 3)).unwrap_err();
        let diagnostic = &only_a_fault(&doc, &*panic).diagnostics[0];
        assert_eq!(diagnostic.severity, Severity::Error);
        let shown = diagnostic.to_string();
        assert!(shown.starts_with("news.jsonl:7: [T001]"), "{shown}");
        assert!(shown.contains("`reuters-7`: index 3 out of bounds"), "{shown}");
    }
}
