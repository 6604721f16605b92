//! What has a fixed form: dates, roles, outlets' domains, facilities named by a place.

mod acronyms;
mod dates;
mod facilities;
mod listed;
mod outlets;
mod persons;
mod roads;
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
    patterns.extend(roads::find(view, names));
    patterns.extend(persons::find(view, names));
    patterns
}

/// Patterns that stand where no name was found.
pub fn besides_names(view: &View, names: &[Named]) -> Vec<Pattern> {
    let mut patterns = listed::find(view, names);
    patterns.extend(dates::find(view));
    patterns.extend(roles::find(view));
    patterns.extend(outlets::find_coalitions(view));
    patterns
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::{Gazetteer, Sources};
    use crate::model::Document;
    use crate::segment::Segmenter;
    use crate::tag::{LABELS, label_of};
    use std::sync::OnceLock;

    /// What a pattern found in a text: surface form, type, rule.
    pub type Seen = (String, EntityKind, &'static str);

    fn shipped() -> &'static Gazetteer {
        static SHIPPED: OnceLock<Gazetteer> = OnceLock::new();
        SHIPPED.get_or_init(|| Gazetteer::open(&Sources::default(), None, &mut Vec::new()).unwrap())
    }

    /// What `find` finds in a text, where `names` are already found.
    pub fn seen(
        text: &str,
        names: &[(&str, EntityKind)],
        find: impl Fn(&View, &[Named]) -> Vec<Pattern>,
    ) -> Vec<Seen> {
        let doc = Document::new("a", text);
        let segments = Segmenter::new(shipped()).segment(&doc);
        let view = View::new(&doc, &segments, shipped());
        let name = |(surface, kind): &(&str, EntityKind)| {
            let start = text.find(surface).unwrap() as u32;
            let end = start + surface.len() as u32;
            let label = label_of(*kind).unwrap();
            let mut probabilities = [0.0; LABELS];
            probabilities[label] = 1.0;
            let tokens = segments.token_at(start)..segments.token_at(end - 1) + 1;
            Named { tokens, label, probabilities }
        };
        let names: Vec<Named> = names.iter().map(name).collect();
        let patterns = find(&view, &names).into_iter();
        let surface = |tokens: Range<usize>| doc.slice(segments.span(tokens)).to_owned();
        patterns.map(|one| (surface(one.tokens), one.kind, one.rule)).collect()
    }

    /// The surface forms that `find` finds in a text without names.
    pub fn surfaces(text: &str, find: impl Fn(&View) -> Vec<Pattern>) -> Vec<String> {
        seen(text, &[], |view, _| find(view)).into_iter().map(|(surface, ..)| surface).collect()
    }
}
