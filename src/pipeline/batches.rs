//! Documents in handfuls.

use super::{Stop, message_of};
use crate::diagnostic::{Diagnostic, Severity};
use crate::read::{ArticleSource, Item};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Bytes of text that go to a thread at once.
pub(super) const BATCH_BYTES: usize = 256 << 10;

/// Code of the diagnostic for an input that this program fails to read.
const READING_FAULT: &str = "T002";

/// Some items of the input, in order.
pub(super) struct Batch {
    pub items: Vec<Item>,
    /// About how many bytes they take.
    pub bytes: usize,
}

/// The items of a source in batches of [`BATCH_BYTES`] or one longer document.
pub(super) struct Batches<'s> {
    source: &'s mut dyn ArticleSource,
    stop: Stop,
    has_ended: bool,
}

impl<'s> Batches<'s> {
    pub fn new(source: &'s mut dyn ArticleSource, stop: Stop) -> Self {
        Self { source, stop, has_ended: false }
    }

    fn next_item(&mut self) -> Option<Item> {
        if self.has_ended || self.stop.is_requested() {
            return None;
        }
        let item = catch_unwind(AssertUnwindSafe(|| self.source.next_item()));
        let item = item.unwrap_or_else(|panic| {
            // A source that broke down in the middle of something is not asked again.
            self.has_ended = true;
            let message = format!(
                "a fault of this program ended the reading here; what comes behind was not read: {}",
                message_of(&*panic)
            );
            Some(Item::Fault(Diagnostic::new(READING_FAULT, Severity::Error, message)))
        });
        self.has_ended |= item.is_none();
        item
    }
}

impl Iterator for Batches<'_> {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        let mut batch = Batch { items: Vec::new(), bytes: 0 };
        while batch.bytes < BATCH_BYTES
            && let Some(item) = self.next_item()
        {
            batch.bytes += bytes_of(&item);
            batch.items.push(item);
        }
        Some(batch).filter(|batch| !batch.items.is_empty())
    }
}

fn bytes_of(item: &Item) -> usize {
    let of_diagnostic = |diagnostic: &Diagnostic| diagnostic.message.len() + 128;
    match item {
        Item::Document(doc, diagnostics) => {
            doc.text().len() + 256 + diagnostics.iter().map(of_diagnostic).sum::<usize>()
        }
        Item::Fault(diagnostic) => of_diagnostic(diagnostic),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Document;

    /// Documents of these lengths; a length of zero is a fault of the program.
    struct Lengths(Vec<usize>);

    impl ArticleSource for Lengths {
        fn next_item(&mut self) -> Option<Item> {
            let length = self.0.pop()?;
            assert!(length > 0, "no text");
            Some(Item::Document(Document::new("a", "x".repeat(length)), vec![]))
        }
    }

    fn sizes(lengths: Vec<usize>) -> Vec<usize> {
        let mut source = Lengths(lengths);
        Batches::new(&mut source, Stop::default()).map(|batch| batch.items.len()).collect()
    }

    #[test]
    fn a_batch_is_many_short_documents_or_one_long_one() {
        assert_eq!(sizes(vec![10 << 20, 200_000, 100_000, 10 << 20]), [1, 2, 1]);
        assert_eq!(sizes(vec![]), [0usize; 0]);
        let many = sizes(vec![1; 3000]);
        assert!(many.len() > 1 && many[0] > 500, "{many:?}");
    }

    #[test]
    fn a_source_that_panics_ends_with_a_fault() {
        let mut source = Lengths(vec![5, 0, 5]);
        let items: Vec<_> =
            Batches::new(&mut source, Stop::default()).flat_map(|batch| batch.items).collect();
        assert!(
            matches!(&items[..], [Item::Document(..), Item::Fault(fault)] if fault.code == "T002")
        );
    }
}
