//! Names of persons: tidied, without titles, with the spellings that English-language news uses.

use super::filters::is_one_of;
use super::names::{CONTEXT, PLAIN, surface_key, tidy};
use super::spelling;
use super::words::Words;
use crate::gazetteer::AliasFlags;

/// Titles before a name that are no part of it.
const TITLES: &str = "\
    Admiral Air Archbishop Ayatollah Baron Baroness Bishop Brigadier Captain Chief Col. \
    Colonel Cpt. Dame Dr Dr. Gen. General Hajj Haji Hon. Lord Lt. Maj. Major Marshal \
    Maulana Mr Mr. Mrs. Mullah Prof. Professor Ratu Rev. Sayyid Sheikh Shaykh Sir \
    Vice-Marshal";

/// A name of a person as it is written in the middle of a sentence; nothing for what is no such name.
///
/// Titles and what stands in brackets go, Arabic articles become small so that both ways of writing
/// them match, `SURNAME` in capitals becomes `Surname`.
///
/// ```text
/// Dr. Musa Abu-Marzuq -> Musa Abu-Marzuq     Fuad Al-Shakhan -> Fuad al-Shakhan
/// PAK Yong SIK        -> Pak Yong Sik
/// ```
pub fn clean(name: &str) -> Option<String> {
    let name = tidy(name.split(" (").next().unwrap_or(name)).replace("Md.", "Md. ");
    let name = tidy(&name);
    let name = match name.split_once(", ") {
        Some((rest, suffix @ ("Jr." | "Jr" | "Sr." | "II" | "III"))) => format!("{rest} {suffix}"),
        Some(_) => return None,
        None => name,
    };
    let mut words: Vec<&str> = name.split(' ').collect();
    while words.len() > 2 && is_one_of(TITLES, words[0]) {
        words.remove(0);
    }
    let words: Vec<String> =
        words.iter().enumerate().map(|(position, word)| clean_word(word, position)).collect();
    let name = words.join(" ");
    let letters = words.iter().map(|word| word.chars().filter(|c| c.is_alphabetic()).count());
    let is_name = spelling::is_latin(&name)
        && letters.max().unwrap_or(0) >= 2
        && !name.contains(['?', '\u{FFFD}', ':', '/', '"', '(', ')', '&', '@', ','])
        && !name.chars().any(|found| found.is_ascii_digit())
        && !words.iter().any(|word| word.ends_with('-') || word.starts_with('-'))
        && words
            .last()
            .is_some_and(|last| last.starts_with(|c: char| c.is_uppercase() || "ae".contains(c)));
    is_name.then_some(name)
}

/// `Bilal Kirkuki` of `Kirkuki, Bilal`, as sanctions lists write bynames.
pub fn turned(name: &str) -> String {
    match name.split_once(", ") {
        Some((last, first)) if !first.contains(',') => format!("{first} {last}"),
        _ => name.to_owned(),
    }
}

fn clean_word(word: &str, position: usize) -> String {
    const SMALL: [&str; 7] = ["Al", "Bin", "Bint", "El", "Ibn", "Ul", "Ur"];
    const SHOUTED: [&str; 7] = ["DA", "DE", "DI", "DO", "DU", "LA", "LE"];
    if position > 0 && (SMALL.contains(&word) || SHOUTED.contains(&word)) {
        return word.to_lowercase();
    }
    let parts: Vec<String> = word
        .split('-')
        .enumerate()
        .map(|(at, part)| {
            const ARTICLES: [&str; 12] =
                ["Ad", "Al", "An", "Ar", "As", "Ash", "At", "Az", "El", "Ul", "Ur", "E"];
            let followed = word.split('-').count() > at + 1;
            if ARTICLES.iter().any(|article| article.eq_ignore_ascii_case(part))
                && (followed || at > 0)
                && word.contains('-')
            {
                part.to_lowercase()
            } else if at > 0 && part.starts_with(char::is_lowercase) && part.chars().count() >= 4 {
                capitalised(part)
            } else {
                part.to_owned()
            }
        })
        .collect();
    let word = parts.join("-");
    let word = word.trim_start_matches('\'').to_owned();
    let letters = word.chars().filter(|found| found.is_alphabetic()).count();
    let shouted =
        letters >= 2 && word.chars().all(|found| !found.is_lowercase()) && !word.contains('.');
    if shouted && !is_roman(&word) && letters >= 3 {
        capitalised(&word.to_lowercase())
    } else {
        roman(&word)
    }
}

/// `Charles Iii` was `Charles III` once.
fn roman(word: &str) -> String {
    match word {
        "Ii" | "Iii" | "Iv" | "Vi" | "Vii" | "Viii" | "Xiv" | "Xvi" => word.to_uppercase(),
        _ => word.to_owned(),
    }
}

fn is_roman(word: &str) -> bool {
    word.chars().all(|found| "IVX".contains(found))
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The name without initials in the middle and without `Jr.`, where that leaves two words.
pub fn shorter(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split(' ').collect();
    if words[0].trim_end_matches('.').chars().count() == 1 {
        return None;
    }
    let is_extra = |position: usize, word: &str| {
        let is_inside = position > 0 && position + 1 < words.len();
        let initial = is_inside && word.trim_end_matches('.').chars().count() == 1;
        initial || matches!(word, "Jr." | "Jr" | "Sr." | "Sr")
    };
    let kept: Vec<&str> = words
        .iter()
        .enumerate()
        .filter(|(position, word)| !is_extra(*position, word))
        .map(|(_, word)| *word)
        .collect();
    (kept.len() >= 2 && kept.len() < words.len()).then(|| kept.join(" "))
}

/// The flag of a name of a person.
///
/// A single name needs context always: persons are two words or more, a lone surname enters through
/// the article. So do names that a place bears, and those made of words only without a given name.
pub fn flag(words: &Words, is_place: bool, name: &str) -> AliasFlags {
    let key = surface_key(name);
    let parts: Vec<&str> = key.split(' ').collect();
    let is_words = parts.iter().all(|part| words.is_common(part)) && !words.is_given_name(parts[0]);
    if parts.len() < 2 || is_place || is_words { CONTEXT } else { PLAIN }
}

/// Whether an alias is another spelling of a name, or a byname long enough to be of one person:
/// `Esmail Ghaani` for `Esmail Qaani`, `Abu Muhammad al-Julani`, but not `Abu Faris`.
pub fn is_spelling_of(name: &str, alias: &str) -> bool {
    let bones = |text: &str| -> Vec<String> {
        surface_key(text).split(' ').map(spelling::skeleton).filter(|part| part.len() > 1).collect()
    };
    let own = bones(name);
    let other = bones(alias);
    let shared = other.iter().filter(|part| own.contains(part)).count();
    let key = surface_key(alias);
    let byname =
        (key.starts_with("abu ") || key.starts_with("abou ")) && key.split(' ').count() >= 4;
    let close =
        other.len() >= 2 && (shared == other.len() || (shared >= 2 && shared + 1 >= other.len()));
    close || byname
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_articles_and_capitals_are_set_right() {
        for (raw, expected) in [
            ("Dr. Musa Abu-Marzuq", "Musa Abu-Marzuq"),
            ("Fuad Al-Shakhan", "Fuad al-Shakhan"),
            ("PAK Yong SIK", "Pak Yong Sik"),
            ("Abdel Fattah EL-Sisi", "Abdel Fattah el-Sisi"),
            ("Bart DE Wever", "Bart de Wever"),
            ("Charles Iii", "Charles III"),
            ("James Stewart, Jr.", "James Stewart Jr."),
            ("Mehdi Hasan (politician)", "Mehdi Hasan"),
            ("Fereidoun Abbasi-davani", "Fereidoun Abbasi-Davani"),
        ] {
            assert_eq!(clean(raw).as_deref(), Some(expected), "{raw}");
        }
    }

    #[test]
    fn broken_names_and_names_in_other_scripts_are_none() {
        for raw in
            ["Abu-", "Алег Качан", "Ertu?rul Gazi", "ted by the governor", "Val\u{FFFD}ry Giscard"]
        {
            assert_eq!(clean(raw), None, "{raw}");
        }
    }

    #[test]
    fn initials_in_the_middle_may_be_left_out() {
        assert_eq!(shorter("Wesley W. Simina").as_deref(), Some("Wesley Simina"));
        assert_eq!(shorter("J. K. Rowling"), None);
        assert_eq!(shorter("Rogelio Ramírez de la O"), None);
        assert_eq!(shorter("John Kerry"), None);
    }

    #[test]
    fn a_single_name_or_a_name_of_words_needs_context() {
        let words = Words::of(&["grant", "park", "field"], &["grant", "mark"], &[]);
        assert_eq!(flag(&words, false, "Naruhito"), CONTEXT);
        assert_eq!(flag(&words, false, "Park Field"), CONTEXT);
        assert_eq!(flag(&words, false, "Mark Field"), PLAIN);
        assert_eq!(flag(&words, true, "San Juan"), CONTEXT);
    }

    #[test]
    fn spellings_and_long_bynames_are_kept_short_bynames_are_not() {
        assert!(is_spelling_of("Mousa Mohammed Abu Marzook", "Musa Abu Marzouk"));
        assert!(is_spelling_of("Ahmed al-Sharaa", "Abu Muhammad al-Julani"));
        assert!(!is_spelling_of("Tahir Nasuf", "Abu Rida"));
        assert!(!is_spelling_of("Joseph Gilboa", "Joseph Gilbert"));
    }
}
