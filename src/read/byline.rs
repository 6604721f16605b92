//! Lines that say by whom: `By Jane Doe and John Roe, Reuters`.

use super::dateline::is_agency;
use super::dates::month;
use super::zones::ends_sentence;

/// Small words of names.
const PARTICLES: &[&str] = &[
    "al", "bin", "da", "de", "del", "der", "di", "dos", "du", "el", "ibn", "la", "le", "ten",
    "van", "von",
];

/// What stands between names, outlets and places.
const LINKS: &[&str] =
    &["and", "in", "for", "with", "of", "the", "at", "to", "&", "|", "/", "-", "–", "—", "•"];

/// What people who write are called.
const OFFICES: &[&str] = &[
    "correspondent",
    "correspondents",
    "editor",
    "editors",
    "reporter",
    "reporters",
    "staff",
    "writer",
    "writers",
];

/// Whether a line begins with `By`, two names or an agency, and holds nothing but names and what
/// links them.
pub(super) fn is_byline(line: &str) -> bool {
    let Some((by, rest)) = line.split_once(char::is_whitespace) else { return false };
    if !by.eq_ignore_ascii_case("by") || line.len() > 150 || ends_sentence(line) {
        return false;
    }
    let words: Vec<&str> = rest.split_whitespace().collect();
    // `By Friday`, `By January`: one word is no author.
    let enough = is_agency(rest.trim())
        || matches!(words[..], [first, second, ..] if is_name_part(first)
            && !is_part_of_date(first) && (is_name_part(second) || PARTICLES.contains(&second)));
    enough && words.len() <= 16 && words.iter().all(|word| fits(word))
}

fn fits(word: &str) -> bool {
    let small = word.trim_end_matches([',', ';', '.', ':']).to_lowercase();
    is_name_part(word)
        || [PARTICLES, LINKS, OFFICES].iter().any(|list| list.contains(&small.as_str()))
}

/// `Doe`, `O’Neill`, `al-Saadi`; no digits.
fn is_name_part(word: &str) -> bool {
    let bare = ["al-", "el-", "d'", "d’"].iter().find_map(|article| word.strip_prefix(article));
    bare.unwrap_or(word).starts_with(char::is_uppercase)
        && !word.contains(|c: char| c.is_ascii_digit())
}

fn is_part_of_date(word: &str) -> bool {
    word.to_lowercase().ends_with("day") || month(word).is_some()
}

/// Two to four capitalised words and nothing else: `Peter Blackburn`.
pub(super) fn is_name(line: &str) -> bool {
    let is_letter = |c: char| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’');
    let is_name_word =
        |word: &str| word.starts_with(char::is_uppercase) && word.chars().all(is_letter);
    (2..=4).contains(&line.split_whitespace().count())
        && line.len() <= 50
        && line.chars().any(char::is_lowercase)
        && line.split_whitespace().all(is_name_word)
}

/// `Associated Press Writer`, as it stands below some bylines.
pub(super) fn is_office(line: &str) -> bool {
    let last = line.rsplit(char::is_whitespace).next().unwrap_or(line);
    line.split_whitespace().count() <= 6
        && (OFFICES.contains(&last.to_lowercase().as_str()) || is_agency(line))
        && line.split_whitespace().all(|word| word.starts_with(char::is_uppercase) || word == "of")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_behind_by_are_a_byline() {
        for line in [
            "By Jane Doe",
            "BY JANE DOE, Associated Press Writer",
            "By Jane Doe and Ali al-Saadi in Baghdad",
            "By Ursula von der Leyen | Reuters",
            "By Jane Doe, The New York Times",
            "By Ahmed Aboulenein, Maha El Dahan",
            "By AFP",
        ] {
            assert!(is_byline(line), "{line}");
        }
    }

    #[test]
    fn a_sentence_that_begins_with_by_is_no_byline() {
        for line in [
            "By Friday",
            "By January 2020 Iran",
            "By Friday Iran",
            "By then Iran had left",
            "By Iran's account, no one died.",
            "By the River",
            "by",
            "By Jane",
        ] {
            assert!(!is_byline(line), "{line}");
        }
    }
}
