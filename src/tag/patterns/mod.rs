//! What has a fixed form: dates, roles, outlets' domains, facilities named by a place.

mod acronyms;
mod dates;
mod facilities;
mod outlets;
mod roles;

use super::decode::Named;
use super::view::View;
use crate::model::EntityKind;
use std::ops::Range;

/// A stretch of tokens that a pattern found.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    pub tokens: Range<usize>,
    pub kind: EntityKind,
    pub rule: &'static str,
    /// Share of such finds that are right, 0 to 1.
    pub score: f32,
}

/// Patterns that hold names and take their place: `Baghdad's international airport`.
pub fn over_names(view: &View, names: &[Named]) -> Vec<Pattern> {
    let mut patterns = facilities::find(view, names);
    patterns.extend(acronyms::find(view, names));
    patterns.extend(outlets::find(view));
    patterns
}

/// Patterns that stand where no name was found.
pub fn besides_names(view: &View) -> Vec<Pattern> {
    let mut patterns = dates::find(view);
    patterns.extend(roles::find(view));
    patterns.extend(outlets::find_coalitions(view));
    patterns
}
