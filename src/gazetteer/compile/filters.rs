//! The rules that decide which surface forms are kept, and which need context.
//!
//! Filters matter more than volume: a bare surface that is also a word, a given name or a surname
//! costs more than it brings. A surface that fails a rule is flagged, so that it is still found
//! where the text gives a cue, or dropped where no English-language article could mean it.

pub use super::names::word_count;
use super::names::{CONTEXT, PLAIN, surface_key};
use super::words::Words;
use crate::gazetteer::AliasFlags;

/// A city of so many inhabitants is meant even by a word or a surname.
pub const GREAT_CITY: f64 = 500_000.0;

/// A one-word main name stands alone from here.
pub const CITY_BY_NAME: f64 = 50_000.0;

/// So does the main name of a city that short lists of well-known places have.
pub const KNOWN_CITY: f64 = 20_000.0;

/// A one-word alias stands alone from here.
pub const CITY_BY_ALIAS: f64 = 300_000.0;

/// Smaller places need a cue whatever they are called.
pub const SMALL_TOWN: f64 = 15_000.0;

/// Great cities whose names are words first: never without a cue.
const WORDS_FIRST: &str = "\
    bath erode hims honcho hue male man meshed mobile nice of orange perm pest queens reading van";

/// Whether `word` is one of the words of a list that is written as one text.
pub fn is_one_of(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|own| own == word)
}

/// What is known of a place for the rules on its names.
#[derive(Clone, Copy, Debug)]
pub struct PlaceSize {
    pub inhabitants: f64,
    /// Whether a short list of places that everybody knows has it.
    pub is_well_known: bool,
}

/// The flag of a surface form of a city.
///
/// A word of English, a given name or a surname needs context unless the city is great (and even
/// then for [`WORDS_FIRST`]); a well-known city bears up against surnames from 100,000. Other
/// one-word names stand alone from 50,000 (well-known ones from 20,000, those of three letters from
/// 500,000), one-word aliases from 300,000. Longer names stand alone
/// from 15,000 unless they read like a person, or from 100,000 if they are made of words.
pub fn city_flag(words: &Words, surface: &str, is_name: bool, size: PlaceSize) -> AliasFlags {
    let key = surface_key(surface);
    if size.inhabitants < SMALL_TOWN {
        return CONTEXT;
    }
    if key.contains(' ') {
        let is_words = key.split(' ').all(|word| words.is_common(word));
        let stands = if is_words {
            size.is_well_known || size.inhabitants >= 100_000.0
        } else {
            !reads_like_a_person(words, &key) || size.inhabitants >= 2.0 * GREAT_CITY
        };
        return plain_if(stands);
    }
    let is_short = key.chars().count() <= 3 && size.inhabitants < GREAT_CITY;
    let is_tiny = key.chars().count() < 3;
    if is_tiny || is_short && !size.is_well_known || is_one_of(WORDS_FIRST, &key) {
        return CONTEXT;
    }
    if size.inhabitants >= GREAT_CITY {
        return PLAIN;
    }
    let smallest = match (is_name, size.is_well_known) {
        (true, true) => KNOWN_CITY,
        (true, false) => CITY_BY_NAME,
        (false, _) => CITY_BY_ALIAS,
    };
    let borne = words.is_given_name(&key)
        || (words.is_surname(&key) && !(size.is_well_known && size.inhabitants >= 100_000.0));
    plain_if(size.inhabitants >= smallest && !borne && !words.is_common(&key))
}

/// The flag of a surface form of a region, a water, a mountain or an island.
///
/// One-word forms of places that are not well known need context, as do words and given names;
/// well-known ones bear up against surnames, and from five million inhabitants against given names.
pub fn region_flag(words: &Words, surface: &str, size: PlaceSize) -> AliasFlags {
    let key = surface_key(surface);
    if is_generic_region(&key) {
        return CONTEXT;
    }
    if key.contains(' ') {
        return plain_if(!reads_like_a_person(words, &key) || size.is_well_known);
    }
    let large = size.inhabitants >= 5_000_000.0;
    let borne = words.is_given_name(&key) && !(size.is_well_known && large);
    let surname = words.is_surname(&key) && !size.is_well_known;
    let known = size.is_well_known || size.inhabitants >= GREAT_CITY;
    plain_if(key.len() >= 4 && known && !borne && !surname && !words.is_common(&key))
}

/// Whether a name is made of points of the compass and words for regions only: `Northern Province`.
pub fn is_generic_region(key: &str) -> bool {
    const GENERIC: &str = "\
        and area autonomous capital center central centre city coast coastal county \
        department district east eastern federal greater governorate highlands islands \
        littoral lower metropolitan middle municipality north northern of parish \
        province region south southern state territory the upper west";
    key.split(' ').all(|word| is_one_of(GENERIC, word) || word == "western" || word == "plateau")
}

/// Whether a name of several words is made like the name of a person: `Lázaro Cárdenas`,
/// `Prince George`.
pub fn reads_like_a_person(words: &Words, key: &str) -> bool {
    const TITLES: [&str; 6] = ["prince", "princess", "king", "queen", "general", "president"];
    const PLACE_WORDS: [&str; 8] = ["san", "santa", "saint", "st", "fort", "port", "los", "la"];
    let mut parts = key.split(' ');
    let (Some(first), Some(last)) = (parts.next(), parts.next_back()) else { return false };
    let begins =
        TITLES.contains(&first) || (words.is_given_name(first) && !PLACE_WORDS.contains(&first));
    let ends = (words.is_surname(last) || words.is_given_name(last)) && !words.is_common(last);
    begins && ends
}

/// The flag of a one-word name of an organisation or an outlet.
///
/// Words, given names, surnames and places need context; so does whatever has fewer than four
/// letters, save for acronyms that the caller has already judged.
pub fn one_word_org_flag(
    words: &Words,
    is_place: impl Fn(&str) -> bool,
    surface: &str,
) -> AliasFlags {
    let key = surface_key(surface);
    if key.contains(' ') {
        return PLAIN;
    }
    let ambiguous = words.is_common(&key)
        || words.is_given_name(&key)
        || words.is_surname(&key)
        || is_place(&key);
    plain_if(key.chars().count() >= 4 && !ambiguous)
}

fn plain_if(stands_alone: bool) -> AliasFlags {
    if stands_alone { PLAIN } else { CONTEXT }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        Words::of(
            &["reading", "perm", "moss", "city", "little", "rock"],
            &["george", "victoria", "lazaro", "florence"],
            &["cardenas", "houston", "oxford", "washington"],
        )
    }

    fn size(inhabitants: f64, is_well_known: bool) -> PlaceSize {
        PlaceSize { inhabitants, is_well_known }
    }

    #[test]
    fn a_city_that_is_a_word_needs_context() {
        let flag = |name, inhabitants| city_flag(&words(), name, true, size(inhabitants, true));
        assert_eq!(flag("Reading", 318_000.0), CONTEXT);
        assert_eq!(flag("Perm", 982_000.0), CONTEXT);
        assert_eq!(flag("Little Rock", 202_000.0), PLAIN);
    }

    #[test]
    fn names_stand_alone_from_fifty_thousand_and_aliases_from_three_hundred_thousand() {
        let flag = |is_name, inhabitants| {
            city_flag(&words(), "Falluja", is_name, size(inhabitants, false))
        };
        assert_eq!(flag(true, 60_000.0), PLAIN);
        assert_eq!(flag(true, 40_000.0), CONTEXT);
        assert_eq!(flag(false, 250_000.0), CONTEXT);
        assert_eq!(flag(false, 300_000.0), PLAIN);
    }

    #[test]
    fn well_known_cities_bear_up_against_surnames_but_not_against_given_names() {
        assert_eq!(city_flag(&words(), "Oxford", true, size(154_000.0, true)), PLAIN);
        assert_eq!(city_flag(&words(), "Oxford", true, size(154_000.0, false)), CONTEXT);
        assert_eq!(city_flag(&words(), "Florence", true, size(349_000.0, true)), CONTEXT);
        assert_eq!(city_flag(&words(), "Houston", true, size(2_300_000.0, true)), PLAIN);
    }

    #[test]
    fn towns_named_like_a_person_need_context() {
        for name in ["Lázaro Cárdenas", "Prince George"] {
            assert_eq!(city_flag(&words(), name, true, size(80_000.0, true)), CONTEXT);
        }
    }

    #[test]
    fn points_of_the_compass_are_no_names_of_regions() {
        for name in ["Central", "Northern Province", "Upper East Region"] {
            let flag = region_flag(&words(), name, size(3_000_000.0, true));
            assert_eq!(flag, CONTEXT, "{name}");
        }
        assert_eq!(region_flag(&words(), "Khuzestan", size(4_000_000.0, false)), PLAIN);
        assert_eq!(region_flag(&words(), "Victoria", size(4_000_000.0, true)), CONTEXT);
    }
}
