//! What a batch of documents adds to the output.

use super::{AnnotationSink, Counts, DiagnosticLog, DocumentRecord, EntityCounts};
use crate::diagnostic::Diagnostic;
use crate::error::Result;
use crate::gazetteer::Gazetteer;
use crate::model::{Annotations, Document};

/// The formats of a run: what every thread needs to turn documents into bytes.
pub struct Formats {
    pub(super) sinks: Vec<Box<dyn AnnotationSink>>,
    pub(super) has_entities: bool,
    /// Whether records hold the text of their document.
    pub has_text: bool,
}

/// What a batch of documents adds to the output, made on any thread.
#[derive(Debug)]
pub struct Block {
    /// One a format.
    pub(super) parts: Vec<Vec<u8>>,
    /// Length of each part behind the last whole document.
    whole: Vec<usize>,
    pub(super) entities: EntityCounts,
    pub(super) counts: Counts,
    pub(super) log: DiagnosticLog,
}

impl Formats {
    /// `has_entities` asks for the table of entities as well.
    pub fn new(sinks: Vec<Box<dyn AnnotationSink>>, has_entities: bool) -> Self {
        Self { sinks, has_entities, has_text: false }
    }

    pub fn block(&self) -> Block {
        Block {
            parts: vec![Vec::new(); self.sinks.len()],
            whole: vec![0; self.sinks.len()],
            entities: EntityCounts::default(),
            counts: Counts::default(),
            log: DiagnosticLog::default(),
        }
    }
}

impl Block {
    /// Adds a document; those of a block are added in the order of the input.
    ///
    /// What a call has begun that did not come to its end (a panic) is taken back by the next one.
    pub fn add(
        &mut self,
        doc: &Document,
        found_while_reading: &[Diagnostic],
        annotations: &Annotations,
        gazetteer: &Gazetteer,
        formats: &Formats,
    ) -> Result<()> {
        let mut record = DocumentRecord::new(doc, found_while_reading, annotations, gazetteer);
        record.text = formats.has_text.then(|| doc.text());
        for ((sink, part), whole) in formats.sinks.iter().zip(&mut self.parts).zip(&self.whole) {
            part.truncate(*whole);
            sink.document(&record, part)?;
        }
        self.whole.clear();
        self.whole.extend(self.parts.iter().map(Vec::len));
        self.counts.count(&record, doc.text().len());
        if formats.has_entities {
            self.entities.count(&record);
        }
        let diagnostics = found_while_reading.iter().chain(&annotations.diagnostics);
        diagnostics.for_each(|diagnostic| self.log.add(diagnostic.clone()));
        Ok(())
    }

    /// Adds a fault in the input that is no part of a document.
    pub fn fault(&mut self, diagnostic: Diagnostic) {
        self.log.add(diagnostic);
    }
}
