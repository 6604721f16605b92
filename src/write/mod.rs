//! Documents and their annotations in, files out. Nothing is decided here.
//!
//! ```text
//! "Qasem Soleimani", bytes 8..23 of seed.txt, PERSON, EntityIx(4711)
//!   -> mentions.csv        seed.txt,0,8,23,Qasem Soleimani,PERSON,wd.Q310767,Qasem Soleimani,…
//!   -> annotations.jsonl   {"id":"seed.txt",…,"mentions":[{"start":8,"end":23,"text":"Qasem Soleimani",…
//! ```
//!
//! Offsets become **Unicode code points** here. A batch of documents becomes a [`Block`] on any
//! thread; blocks are put into the [`Output`] in the order of the input. `docs/annotation-format.md`
//! says what every column and field means.

mod annotations_jsonl;
mod atomic;
mod block;
mod cell;
mod entities_csv;
mod lock;
mod log;
mod mentions_csv;
mod output;
mod record;
mod run_json;
mod sorter;

pub use annotations_jsonl::AnnotationsJsonl;
pub use atomic::{FileProof, abandon};
pub use block::{Block, Formats};
pub use cell::cell;
pub use entities_csv::{ENTITIES_FILE, ENTITY_COLUMNS, EntityCounts, EntityTable, Tally};
pub use log::{DiagnosticLog, LISTED};
pub use mentions_csv::{MENTION_COLUMNS, MentionsCsv};
pub use output::{Output, Summary, WholeOutput};
pub use record::{DiagnosticRecord, DocumentRecord, EvidenceRecord, MentionRecord, RunnerUpRecord};
pub use run_json::{Counts, FORMAT, RUN_FILE};

use crate::error::Result;

/// A format of annotations: one file, to which each document adds its part.
///
/// What a document adds depends on that document alone, so that parts can be made on all threads.
///
/// ```
/// use dateline::write::{AnnotationSink, DocumentRecord};
///
/// /// The names of each document on a line.
/// struct NameList;
///
/// impl AnnotationSink for NameList {
///     fn file_name(&self) -> &'static str {
///         "names.txt"
///     }
///
///     fn document(&self, record: &DocumentRecord<'_>, out: &mut Vec<u8>) -> dateline::error::Result<()> {
///         let names: Vec<_> = record.mentions.iter().map(|mention| &*mention.name).collect();
///         out.extend_from_slice(names.join("; ").as_bytes());
///         out.push(b'\n');
///         Ok(())
///     }
/// }
/// ```
pub trait AnnotationSink: Send + Sync {
    /// Name of the file in the output folder.
    fn file_name(&self) -> &'static str;

    /// Appends what stands before the first document.
    fn begin(&self, _out: &mut Vec<u8>) -> Result<()> {
        Ok(())
    }

    /// Appends what a document adds.
    fn document(&self, record: &DocumentRecord<'_>, out: &mut Vec<u8>) -> Result<()>;

    /// Appends what stands behind the last document.
    fn end(&self, _out: &mut Vec<u8>) -> Result<()> {
        Ok(())
    }
}
