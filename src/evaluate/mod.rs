//! The output of any tool against gold labels.
//!
//! ```text
//! gold files ──────> Labels ─┐
//!                            ├─> join ─> names ─> align ─> counts ─> rates, intervals, mistakes ─> report
//! predicted files ─> Labels ─┘   by id   brought   one to   added over
//!                                        together  one      documents
//!
//! Reuters quoted the [Revolutionary Guard].     gold       ORG  19..38
//! Reuters quoted [the Revolutionary Guard].     predicted  ORG  15..38
//!                                               aligned: wrong boundary; with `trim`: correct
//! ```
//!
//! Spans are code points here, as in files: a tool's labels are compared as they are, and their text
//! need not be at hand. Counts are added over documents and divided once, at the end; what is
//! undefined is `None` and never zero. `docs/evaluation.md` has the measures.

mod align;
mod bootstrap;
mod chars;
mod codes;
mod compare;
mod conventions;
mod counts;
mod gold;
mod join;
mod kinds;
mod label;
mod links;
mod mistakes;
mod random;
mod report;
mod score;
mod trim;

pub use bootstrap::{Interval, Intervals, RateIntervals, Resampling, intervals};
pub use chars::Chars;
pub use codes::is_broken_document;
pub use compare::{Comparison, Difference, compare};
pub use conventions::{ANY, Conventions, Flatten};
pub use counts::{Counts, Match, Rates};
pub use gold::{Format, Labels, UnknownFormat, read, read_bytes};
pub use kinds::kind_of;
pub use label::{Label, Labelled, Link};
pub use links::{IdCounts, LinkCounts, NEAR_KM, PlaceCounts, Scheme};
pub use mistakes::{Example, Mistake, MistakeSort, Mistakes, Side};
pub use random::Random;
pub use report::{Report, ReportFormat, Settings};
pub use score::{DocumentCounts, DocumentScore, Evaluation, RuleCounts, evaluate};
