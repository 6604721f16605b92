//! How names are written: scripts, capitals, acronyms, and the spellings of transcribed names.

use super::names::surface_key;

/// Whether every letter is Latin.
pub fn is_latin(text: &str) -> bool {
    text.chars().filter(|found| found.is_alphabetic()).all(
        |found| matches!(found, '\0'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | 'ʼ' | 'ʻ' | 'ʿ' | 'ʾ'),
    )
}

/// Whether `text` is written as a name in English: words in capitals save for particles, no digits,
/// no signs but hyphens, apostrophes and full stops, not a code such as `LON`.
pub fn is_written_as_name(text: &str) -> bool {
    const PARTICLES: [&str; 32] = [
        "a", "al", "am", "an", "and", "as", "at", "bin", "da", "das", "de", "del", "della", "der",
        "di", "do", "dos", "du", "e", "el", "for", "in", "la", "le", "les", "los", "of", "on",
        "the", "und", "upon", "y",
    ];
    let letters = text.chars().filter(|found| found.is_alphabetic()).count();
    let code = letters <= 4 && text.chars().all(|found| found.is_ascii_uppercase());
    let signs = text
        .chars()
        .all(|found| found.is_alphabetic() || found.is_whitespace() || "-'’.ʻʼ".contains(found));
    let capitals = text.split([' ', '-']).enumerate().all(|(position, word)| {
        let starts_high =
            word.chars().find(|found| found.is_alphabetic()).is_none_or(char::is_uppercase);
        starts_high || (PARTICLES.contains(&word) && (position > 0 || word == "al" || word == "el"))
    });
    letters >= 3 && !code && signs && capitals
}

/// The consonants of a romanised name, so that spellings of one name are equal.
///
/// ```text
/// Tehran, Teheran -> trn      Kharkiv, Kharkov -> krkv      Ar Raqqah, Raqqa -> rk
/// ```
pub fn skeleton(text: &str) -> String {
    let mut skeleton = String::new();
    for found in without_article(&surface_key(text)).chars() {
        let consonant = match found {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | ' ' => continue,
            'q' => 'k',
            'w' => 'v',
            other => other,
        };
        if !skeleton.ends_with(consonant) {
            skeleton.push(consonant);
        }
    }
    skeleton
}

/// A folded name without the Arabic article before it.
fn without_article(key: &str) -> &str {
    const ARTICLES: [&str; 12] =
        ["ad", "al", "an", "ar", "as", "ash", "at", "az", "edh", "el", "esh", "ed"];
    match key.split_once(' ') {
        Some((first, rest)) if ARTICLES.contains(&first) => rest,
        _ => key,
    }
}

/// Whether `alias` is another English spelling of a romanised `name`, not its form in a third
/// language.
///
/// Equal consonants, equal kind of first letter, and none of the marks of other transcriptions:
/// `Kijev`, `Teherana`, `Tschernihiw`.
pub fn is_spelling_of(name: &str, alias: &str) -> bool {
    let (name_key, alias_key) = (surface_key(name), surface_key(alias));
    let bones = skeleton(name);
    if bones.is_empty() || bones != skeleton(alias) {
        return false;
    }
    let foreign_marks = ["j", "cz", "sz", "sch", "tsch", "kx", "x", "c", "w"].iter().any(|&mark| {
        let arabic_w = mark == "w" && !name_key.contains('v');
        alias_key.contains(mark) && !name_key.contains(mark) && !arabic_w
    });
    let ends_in_vowel = |key: &str| key.trim_end_matches('h').ends_with(['a', 'e', 'i', 'o', 'u']);
    let ending = ends_in_vowel(&alias_key) && !ends_in_vowel(&name_key);
    let plural = alias_key.ends_with('s') && !name_key.ends_with('s');
    let first = |key: &str| without_article(key).chars().next().map(first_letter_class);
    let lengths = without_article(&name_key).len().abs_diff(without_article(&alias_key).len());
    let close = lengths <= if bones.len() <= 2 { 2 } else { 4 };
    first(&name_key) == first(&alias_key) && !foreign_marks && !ending && !plural && close
}

fn first_letter_class(letter: char) -> char {
    match letter {
        'a' | 'e' | 'i' | 'o' | 'u' | 'y' => 'a',
        'q' => 'k',
        'w' => 'v',
        other => other,
    }
}

/// Whether a surface form is an acronym: capitals, with digits, hyphens or a small letter inside.
pub fn is_acronym(text: &str) -> bool {
    let capitals = text.chars().filter(|found| found.is_uppercase()).count();
    let small = text.chars().filter(|found| found.is_lowercase()).count();
    !text.contains(' ') && capitals >= 2 && small <= 1 && text.chars().count() <= 10
}

/// Letters of an acronym; acronyms of two letters are only taken from reviewed lists.
pub fn acronym_letters(text: &str) -> usize {
    text.chars().filter(|found| found.is_alphanumeric()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn romanised_spellings_are_kept_and_forms_of_other_languages_are_not() {
        for (name, alias) in [
            ("Tehran", "Teheran"),
            ("Kharkiv", "Kharkov"),
            ("Ar Raqqah", "Raqqa"),
            ("Homs", "Hims"),
        ] {
            assert!(is_spelling_of(name, alias), "{name} {alias}");
        }
        for (name, alias) in [
            ("Tehran", "Tegeran"),
            ("Tehran", "Teherana"),
            ("Kyiv", "Kijev"),
            ("Homs", "Emesa"),
            ("Baghdad", "Bagdadas"),
        ] {
            assert!(!is_spelling_of(name, alias), "{name} {alias}");
        }
    }

    #[test]
    fn codes_small_letters_and_signs_are_not_written_as_names() {
        assert!(is_written_as_name("Newcastle upon Tyne"));
        for text in ["LON", "khrkiv", "Kanon:no", "Kharkiv (city)", "Jo", "capital of Iran"] {
            assert!(!is_written_as_name(text), "{text}");
        }
        assert!(is_latin("Łódź") && !is_latin("Лондон"));
    }

    #[test]
    fn acronyms_are_told_from_names() {
        for text in ["NATO", "IRGC-QF", "NSi", "M23"] {
            assert!(is_acronym(text) == (text != "M23"), "{text}");
        }
        assert!(!is_acronym("Fatah"));
    }
}
