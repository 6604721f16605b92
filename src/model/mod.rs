//! The nouns that all stages share: what a document, a mention and a link are.
//!
//! Offsets are **bytes** here and Unicode code points in files; [`CharOffsets`] turns the one into
//! the other.

mod annotations;
mod document;
mod kind;
mod link;
mod mention;
mod offsets;
mod segments;
mod span;

pub use annotations::{Annotations, Broken};
pub use document::{Document, MAX_TEXT_BYTES, Meta, Zone, ZoneKind};
pub use kind::{EntityKind, UnknownKind};
pub use link::{EntityIx, Link, RunnerUp, Target};
pub use mention::{Evidence, InnerName, Mention, Reading, Rule};
pub use offsets::CharOffsets;
pub use segments::{Segments, Sentence, Token, TokenClass};
pub use span::Span;
