//! Short forms that the article itself defines: `Islamic State (IS)`, `DW (Deutsche Welle)`.

use super::Pattern;
use crate::model::{EntityKind, TokenClass};
use crate::tag::decode::Named;
use crate::tag::features::initials_fit;
use crate::tag::label::kind_of;
use crate::tag::view::View;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// The defined short forms, where they are defined and wherever they stand as they were defined.
pub fn find(view: &View, names: &[Named]) -> Vec<Pattern> {
    let mut defined: FxHashMap<&str, EntityKind> = FxHashMap::default();
    for name in names {
        let Some(kind) = kind_of(name.label).filter(|kind| may_be_defined(*kind)) else { continue };
        if let Some(short) = short_form_of(view, &name.tokens) {
            defined.entry(view.surface(short)).or_insert(kind);
        }
    }
    if defined.is_empty() {
        return Vec::new();
    }
    let longer =
        |ix: usize| names.iter().any(|name| name.tokens.contains(&ix) && name.tokens.len() > 1);
    let tokens = 0..view.segments.tokens.len();
    let stands = tokens.filter(|ix| view.is(*ix, TokenClass::ALL_CAPS));
    let patterns = stands.filter_map(|ix| {
        let kind = *defined.get(view.surface(ix))?;
        let rule = "acronym-defined";
        (!longer(ix)).then_some(Pattern { tokens: ix..ix + 1, kind, rule, score: 0.95 })
    });
    patterns.collect()
}

fn may_be_defined(kind: EntityKind) -> bool {
    matches!(kind, EntityKind::Org | EntityKind::Outlet | EntityKind::Facility | EntityKind::Place)
}

/// The token of the acronym in brackets behind a long form, or before the brackets around it.
fn short_form_of(view: &View, long: &Range<usize>) -> Option<usize> {
    let tokens = view.segments.tokens.len();
    let is = |ix: usize, mark: &str| ix < tokens && view.surface(ix) == mark;
    let fits = |ix: usize| {
        view.is(ix, TokenClass::ALL_CAPS)
            && long.len() > 1
            && initials_fit(view, long, view.surface(ix))
    };
    let quote = usize::from(long.end < tokens && view.is(long.end, TokenClass::QUOTE));
    let open = long.end + quote;
    if is(open, "(") && is(open + 2, ")") && fits(open + 1) {
        return Some(open + 1);
    }
    let enclosed = long.start >= 2 && is(long.start - 1, "(") && is(long.end, ")");
    (enclosed && fits(long.start - 2)).then(|| long.start - 2)
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::model::EntityKind::{self, Org, Outlet};
    use crate::tag::patterns::tests::seen;

    fn acronyms(text: &str, names: &[(&str, EntityKind)]) -> Vec<(String, EntityKind)> {
        seen(text, names, find).into_iter().map(|(surface, kind, _)| (surface, kind)).collect()
    }

    #[test]
    fn a_defined_acronym_is_found_wherever_it_stands() {
        let text = "The Lake Fishing Union (LFU) met. LFU members left.";
        let found = acronyms(text, &[("Lake Fishing Union", Org)]);
        assert_eq!(found, [("LFU".to_owned(), Org), ("LFU".to_owned(), Org)]);
    }

    #[test]
    fn the_long_form_may_stand_in_the_brackets() {
        let found = acronyms("DW (Deutsche Welle) said", &[("Deutsche Welle", Outlet)]);
        assert_eq!(found, [("DW".to_owned(), Outlet)]);
    }

    #[test]
    fn other_letters_in_brackets_define_nothing() {
        assert!(
            acronyms("The Lake Fishing Union (US) met.", &[("Lake Fishing Union", Org)]).is_empty()
        );
    }
}
