//! Which names of a city are of use in English-language articles.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::cities::TOWNS;
use super::filters::is_one_of;
use super::names::{surface_key, tidy};
use super::spelling;
use super::words::Words;

/// Countries whose names reach English through a transcription, so that spellings vary.
const TRANSCRIBED: &str = "AE AF AM AZ BD BG BH BT BY CY DJ DZ EG EH ER ET GE GR IL IN IQ IR JO KG KH \
                           KM KW KZ LA LB LK LY MA MD ME MK MM MN MR NP OM PK PS QA RS RU SA SD SO \
                           SS SY TD TJ TM TN UA UZ XK YE";

/// Countries whose towns of 5,000 to 15,000 are taken: English-speaking ones, whose news names small
/// towns, and those of the wars and disasters that the world's news is about.
const WITH_TOWNS: &str = "AF AM AU AZ BA BF CA CD CF CM CU CY ER ET GB GE HT IE IL IN IQ IR JO KE LB LK LR LY MD \
                          ML MM MZ NE NG NP NZ PH PK PS RW SD SL SO SS SY TD TJ TN UA UG US XK YE ZA ZW";

/// The name without what is in brackets, with a capital, and for transcribed languages without the
/// dots and bars of scholars: `Kandahār`, `Ma'arratmişrīn`, `ad Dawḩah`.
pub fn english_form(name: &str, country: &str) -> String {
    let name = tidy(name.split(" (").next().unwrap_or(name));
    let name: String = if is_one_of(TRANSCRIBED, country) {
        name.nfd().filter(|found| !is_combining_mark(*found)).collect()
    } else {
        name
    };
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Other ways to write a name that begins with a saint: `St. Gallen` of `Sankt Gallen`.
pub fn saint_forms(name: &str) -> Vec<String> {
    let rest = ["Saint ", "Saint-", "Sankt ", "St. ", "St "]
        .iter()
        .find_map(|start| name.strip_prefix(start));
    let Some(rest) = rest else { return Vec::new() };
    ["Saint ", "St. "].iter().map(|start| format!("{start}{rest}")).collect()
}

/// Why a city's name is of no use, if so.
pub fn name_drop_reason(
    words: &Words,
    name: &str,
    country: &str,
    list: &str,
) -> Option<&'static str> {
    const PARTS_OF_TOWNS: &str = "\
        arrondissement avenue campus center central centre downtown park quarter road \
        square street university ward";
    let key = surface_key(name);
    let mut last_words = key.split(' ').rev();
    let last = last_words.next().unwrap_or_default();
    let is_part =
        key.contains(' ') && is_one_of(PARTS_OF_TOWNS, last) || key.starts_with("university of ");
    let is_town = list == TOWNS;
    if key.chars().count() < 2 || !spelling::is_latin(name) {
        Some("name of one letter or in another script")
    } else if is_part && (is_town || last == "arrondissement" || key.contains("university")) {
        Some("part of a town, a street or a campus")
    } else if is_town && !is_one_of(WITH_TOWNS, country) {
        Some("town below 15,000 outside the chosen countries")
    } else if is_town && words.is_common(&key) {
        Some("town below 15,000 that is a word")
    } else if is_town && key.chars().count() < 4 {
        Some("town below 15,000 of three letters")
    } else {
        None
    }
}

/// Why an alias is of no use in English-language articles, if so.
pub fn drop_reason(country: &str, name: &str, alias: &str, list: &str) -> Option<&'static str> {
    if !spelling::is_latin(alias) {
        return Some("alias in another script");
    }
    if surface_key(alias) == surface_key(name) {
        return Some("alias equal to the name when folded");
    }
    if !spelling::is_written_as_name(alias) {
        return Some("alias not written as an English name");
    }
    if list == TOWNS {
        return Some("alias of a town below 15,000");
    }
    if !is_one_of(TRANSCRIBED, country) || !spelling::is_spelling_of(name, alias) {
        return Some("alias that is a form in a third language");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::compile::cities::CITIES;

    #[test]
    fn saints_are_written_out_and_short() {
        assert_eq!(saint_forms("Sankt Gallen"), ["Saint Gallen", "St. Gallen"]);
        assert!(saint_forms("Santiago").is_empty());
    }

    #[test]
    fn transcribed_spellings_stay_and_exonyms_of_latin_countries_go() {
        assert_eq!(drop_reason("IQ", "Fallujah", "Falluja", CITIES), None);
        assert!(drop_reason("GB", "London", "Londra", CITIES).is_some());
        assert!(drop_reason("UA", "Kyiv", "Kijev", CITIES).is_some());
        assert!(drop_reason("IQ", "Baghdad", "Багдад", CITIES).is_some());
        assert!(drop_reason("RU", "Kursk", "URS", CITIES).is_some());
    }
}
