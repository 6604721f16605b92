//! Where something stands in a text.

use std::cmp::Ordering;
use std::fmt;

/// A half-open stretch of a document's text, in **bytes**.
///
/// Promises: `start <= end`. Orders by start, the longer one first, so that an
/// outer span comes before those within it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// # Panics
    ///
    /// If `start > end`: a bug in the caller.
    pub fn new(start: u32, end: u32) -> Self {
        assert!(start <= end, "span {start}..{end} runs backwards");
        Self { start, end }
    }

    pub fn start(self) -> u32 {
        self.start
    }

    pub fn end(self) -> u32 {
        self.end
    }

    pub fn len(self) -> u32 {
        self.end - self.start
    }

    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

impl Ord for Span {
    fn cmp(&self, other: &Self) -> Ordering {
        self.start.cmp(&other.start).then(other.end.cmp(&self.end))
    }
}

impl PartialOrd for Span {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outer_span_sorts_before_the_inner_one() {
        let mut spans = vec![Span::new(4, 6), Span::new(0, 3), Span::new(4, 9)];
        spans.sort();
        assert_eq!(spans, [Span::new(0, 3), Span::new(4, 9), Span::new(4, 6)]);
    }

    #[test]
    fn neighbours_do_not_overlap() {
        assert!(!Span::new(0, 3).overlaps(Span::new(3, 5)));
        assert!(Span::new(0, 4).overlaps(Span::new(3, 5)));
    }

    #[test]
    #[should_panic(expected = "runs backwards")]
    fn a_backward_span_is_a_bug() {
        Span::new(3, 2);
    }
}
