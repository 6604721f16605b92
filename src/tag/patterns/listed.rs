//! Reviewed names that the model took for nothing: the gazetteers are not overruled in silence.

use super::Pattern;
use crate::gazetteer::CueClass;
use crate::model::{EntityKind, TokenClass};
use crate::tag::decode::Named;
use crate::tag::label::{kind_of, label_of};
use crate::tag::view::{Found, View};

/// Names of several words with capitals that a reviewed table has as one kind only, where no name was
/// found, or one of none of our kinds that is no longer.
pub fn find(view: &View, names: &[Named]) -> Vec<Pattern> {
    let mut taken = vec![false; view.segments.tokens.len()];
    for name in names {
        let is_listed =
            view.found_exactly(&name.tokens).is_some_and(|found| clear_kind(found).is_some());
        let is_other = kind_of(name.label).is_none();
        if !(is_other && is_listed) {
            taken[name.tokens.clone()].fill(true);
        }
    }
    let mut patterns: Vec<Pattern> = Vec::new();
    for found in &view.found {
        let tokens = found.tokens();
        let Some(kind) = clear_kind(found) else { continue };
        let is_free = !taken[tokens.clone()].contains(&true);
        let is_capital = |ix: usize| view.is(ix, TokenClass::CAPITAL);
        let words =
            tokens.clone().filter(|ix| is_capital(*ix) && !view.has(*ix, CueClass::FunctionWord));
        let looks_like_name =
            is_capital(tokens.start) && is_capital(tokens.end - 1) && words.count() > 1;
        if is_free && looks_like_name {
            taken[tokens.clone()].fill(true);
            patterns.push(Pattern { tokens, kind, rule: "gazetteer-alone", score: 0.6 });
        }
    }
    patterns
}

/// The one kind that a reviewed name has.
fn clear_kind(found: &Found) -> Option<EntityKind> {
    let kinds = found.kinds().0;
    let kind = EntityKind::from_index(kinds.trailing_zeros() as usize)?;
    let is_clear = kinds.count_ones() == 1 && found.plain.0 == kinds && found.reviewed.0 == kinds;
    (is_clear && found.tokens().len() > 1 && label_of(kind).is_some()).then_some(kind)
}

#[cfg(test)]
mod tests {
    use crate::model::EntityKind::{Org, Person};
    use crate::tag::patterns::tests::seen;

    #[test]
    fn a_reviewed_name_that_was_taken_for_nothing_is_found() {
        let text = "Yesterday Martin Luther King Jr. was shot in Memphis, officials have said.";
        let found = seen(text, &[], super::find);
        assert!(found.contains(&("Martin Luther King Jr".to_owned(), Person, "gazetteer-alone")));
    }

    #[test]
    fn names_within_found_names_are_not_found_again() {
        let text = "The Martin Luther King Jr. Foundation was opened by officials yesterday.";
        let names = [("Martin Luther King Jr. Foundation", Org)];
        assert!(seen(text, &names, super::find).is_empty());
    }
}
