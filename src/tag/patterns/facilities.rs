//! Facilities that are named by their place: `Baghdad's international airport`, `the US embassy`.

use super::Pattern;
use crate::model::{EntityKind, TokenClass};
use crate::tag::decode::Named;
use crate::tag::label::kind_of;
use crate::tag::view::View;

/// Nouns that make a facility of a place or a nationality before them.
const HEADS: [&str; 6] = ["airport", "embassy", "consulate", "embassies", "consulates", "airfield"];
/// Words that may stand between the two.
const BETWEEN: [&str; 7] =
    ["international", "main", "central", "military", "domestic", "civilian", "general"];

pub fn find(view: &View, names: &[Named]) -> Vec<Pattern> {
    let tokens = view.segments.tokens.len();
    let mut patterns = Vec::new();
    for name in names {
        let kind = kind_of(name.label);
        if !matches!(kind, Some(EntityKind::Place | EntityKind::Norp)) {
            continue;
        }
        let mut ix = name.tokens.end;
        let is_possessive = ix < tokens && view.is(ix, TokenClass::POSSESSIVE);
        if is_possessive {
            ix += 1;
        }
        let mut adjectives = 0;
        while ix < tokens && BETWEEN.contains(&view.surface(ix)) && adjectives < 2 {
            ix += 1;
            adjectives += 1;
        }
        if ix >= tokens || !HEADS.contains(&view.surface(ix)) {
            continue;
        }
        let same_sentence =
            view.segments.sentence_of(ix) == view.segments.sentence_of(name.tokens.start);
        // `Britain's embassy` is an embassy of that place, not its name.
        let names_it = !is_possessive || adjectives > 0;
        if same_sentence && names_it && kind == Some(EntityKind::Place) {
            patterns.push(Pattern {
                tokens: name.tokens.start..ix + 1,
                kind: EntityKind::Facility,
                rule: "facility-of-place",
                score: 0.8,
            });
        }
    }
    patterns
}

#[cfg(test)]
mod tests {
    use crate::model::EntityKind::{Norp, Place};
    use crate::tag::patterns::tests::seen;

    fn facilities(text: &str, names: &[(&str, crate::model::EntityKind)]) -> Vec<String> {
        seen(text, names, super::find).into_iter().map(|(surface, ..)| surface).collect()
    }

    #[test]
    fn an_airport_is_named_by_its_city() {
        let text = "He died near Baghdad's international airport.";
        assert_eq!(facilities(text, &[("Baghdad", Place)]), ["Baghdad's international airport"]);
    }

    #[test]
    fn an_embassy_is_named_by_its_country() {
        assert_eq!(facilities("the US embassy attack", &[("US", Place)]), ["US embassy"]);
    }

    #[test]
    fn what_only_belongs_to_a_country_is_not_named_by_it() {
        assert!(facilities("Britain's embassy was stormed", &[("Britain", Place)]).is_empty());
        assert!(facilities("the Iranian embassy", &[("Iranian", Norp)]).is_empty());
    }

    #[test]
    fn a_facility_stays_in_its_sentence() {
        assert!(
            facilities("He left Baghdad. Airport staff fled.", &[("Baghdad", Place)]).is_empty()
        );
    }
}
