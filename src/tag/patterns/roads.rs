//! Roads and streets: `Interstate 64`, `County Road 225`, `US-24`, `North Cooper Street`.

use super::Pattern;
use crate::model::{EntityKind, TokenClass};
use crate::tag::decode::Named;
use crate::tag::label::kind_of;
use crate::tag::view::View;
use std::ops::Range;

/// Nouns that make a road of the number behind them, with what may stand before them.
const NUMBERED: [&str; 9] =
    ["highway", "interstate", "route", "road", "hwy", "rte", "autobahn", "motorway", "freeway"];
const KEEPERS: [&str; 8] =
    ["county", "state", "u.s.", "us", "federal", "provincial", "township", "national"];
/// Last words of names of streets.
const STREETS: [&str; 14] = [
    "street",
    "avenue",
    "road",
    "boulevard",
    "lane",
    "drive",
    "parkway",
    "highway",
    "expressway",
    "freeway",
    "turnpike",
    "blvd",
    "ave",
    "rd",
];
/// Most words before the last one of a street.
const MOST_WORDS: usize = 3;

pub fn find(view: &View, names: &[Named]) -> Vec<Pattern> {
    let mut patterns = Vec::new();
    let mut ix = 0;
    while ix < view.segments.tokens.len() {
        let road = numbered(view, ix);
        match road {
            Some(tokens) => {
                ix = tokens.end;
                patterns.push(pattern(tokens, "road-number"));
            }
            None => ix += 1,
        }
    }
    patterns.extend(streets(view, names));
    patterns
}

fn pattern(tokens: Range<usize>, rule: &'static str) -> Pattern {
    Pattern { tokens, kind: EntityKind::Facility, rule, score: 0.8 }
}

/// The road with a number that begins at token `ix`.
fn numbered(view: &View, ix: usize) -> Option<Range<usize>> {
    if !view.is(ix, TokenClass::CAPITAL) || ix > 0 && view.is(ix - 1, TokenClass::HYPHEN) {
        return None;
    }
    let sentence = view.segments.sentence_of(ix);
    let end = view.segments.sentences[sentence].tokens.end;
    let word = |ix: usize| view.surface(ix).to_ascii_lowercase();
    let mut at = ix;
    if KEEPERS.contains(&word(at).as_str()) {
        at += 1;
        let hyphen = at < end && view.is(at, TokenClass::HYPHEN);
        // `US-24`.
        if hyphen && matches!(word(ix).as_str(), "us" | "u.s.") {
            return road_number(view, at + 1, end).map(|end| ix..end);
        }
    }
    if at == ix && word(at) == "i" {
        let hyphen = at + 1 < end && view.is(at + 1, TokenClass::HYPHEN);
        return road_number(view, at + 2, end).filter(|_| hyphen).map(|end| ix..end);
    }
    let is_road = at < end
        && view.is(at, TokenClass::CAPITAL)
        && NUMBERED.contains(&word(at).as_str())
        && (at > ix || word(at) != "road");
    road_number(view, at + 1, end).filter(|_| is_road).map(|end| ix..end)
}

/// The token behind the number of a road: `225`, `95 North` is but the number.
fn road_number(view: &View, ix: usize, end: usize) -> Option<usize> {
    let is_number =
        ix < end && view.is(ix, TokenClass::NUMBER) && view.segments.tokens[ix].span().len() <= 4;
    is_number.then_some(ix + 1)
}

/// Streets that the model took for something else, or for nothing.
fn streets(view: &View, names: &[Named]) -> Vec<Pattern> {
    let is_head = |ix: usize| {
        view.is(ix, TokenClass::CAPITAL)
            && !view.is(ix, TokenClass::ALL_CAPS)
            && STREETS.contains(&view.surface(ix).to_ascii_lowercase().as_str())
    };
    let mut patterns = Vec::new();
    let mut named = vec![false; view.segments.tokens.len()];
    for name in names {
        named[name.tokens.clone()].fill(true);
        let last = name.tokens.end - 1;
        let is_other = matches!(kind_of(name.label), Some(EntityKind::Org | EntityKind::Place));
        let is_known =
            view.found_exactly(&name.tokens).is_some_and(|found| !found.plain.is_empty());
        if is_other && !is_known && name.tokens.len() > 1 && is_head(last) {
            patterns.push(pattern(name.tokens.clone(), "street"));
        }
    }
    for sentence in view.segments.sentences.iter().filter(|sentence| !sentence.is_title_case) {
        let tokens = sentence.tokens.clone();
        for last in tokens.clone().filter(|ix| is_head(*ix) && !named[*ix]) {
            let belongs = |ix: &usize| {
                let is_ordinal =
                    view.is(*ix, TokenClass::DIGIT) && !view.is(*ix, TokenClass::NUMBER);
                !named[*ix] && (view.is(*ix, TokenClass::CAPITAL) || is_ordinal) && !is_head(*ix)
            };
            let floor = last.saturating_sub(MOST_WORDS).max(tokens.start);
            let words = (floor..last).rev().take_while(belongs).count();
            if words > 0 && last - words > tokens.start {
                patterns.push(pattern(last - words..last + 1, "street"));
            }
        }
    }
    patterns
}

#[cfg(test)]
mod tests {
    use crate::model::EntityKind::{self, Org, Person, Place};
    use crate::tag::patterns::tests::seen;

    fn roads(text: &str, names: &[(&str, EntityKind)]) -> Vec<String> {
        seen(text, names, super::find).into_iter().map(|(surface, ..)| surface).collect()
    }

    #[test]
    fn a_number_makes_a_road() {
        let text = "Floods cut Interstate 64, County Road 225 and I-95 near US-24.";
        let expected = ["Interstate 64", "County Road 225", "I-95", "US-24"];
        assert_eq!(roads(text, &[("US", Place)]), expected);
        assert!(roads("He took the road 5 times. Route of the march.", &[]).is_empty());
    }

    #[test]
    fn a_street_is_a_facility_whatever_else_it_was_taken_for() {
        let text = "Shots were fired on North Cooper Street on Monday.";
        assert_eq!(roads(text, &[("North Cooper Street", Org)]), ["North Cooper Street"]);
        assert_eq!(roads(text, &[]), ["North Cooper Street"]);
        assert_eq!(roads("A fire on West 11th Street was put out.", &[]), ["West 11th Street"]);
    }

    #[test]
    fn a_person_named_lane_is_no_street() {
        assert!(roads("We met Diane Lane there.", &[("Diane Lane", Person)]).is_empty());
    }
}
