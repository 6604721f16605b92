//! `annotations.jsonl`: everything, one document a line.

use super::{AnnotationSink, DocumentRecord};
use crate::error::Result;
use std::io;

/// `annotations.jsonl`: everything that is said about a document, with evidence, one document a line.
pub struct AnnotationsJsonl;

impl AnnotationSink for AnnotationsJsonl {
    fn file_name(&self) -> &'static str {
        "annotations.jsonl"
    }

    fn document(&self, record: &DocumentRecord<'_>, out: &mut Vec<u8>) -> Result<()> {
        serde_json::to_writer(&mut *out, record).map_err(io::Error::from)?;
        out.push(b'\n');
        Ok(())
    }
}
