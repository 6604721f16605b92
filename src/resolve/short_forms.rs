//! Later, shorter names: `Soleimani` after `Qasem Soleimani`, `the Guards` after the full name.

use crate::model::{Document, EntityKind, Mention};
use crate::token::fold;

/// For a mention, the earlier (or, in its absence, first later) mention that it shortens.
///
/// A surname that two persons of the article share goes to the one named last before it.
pub fn full_form(
    doc: &Document,
    mentions: &[Mention],
    kinds: &[EntityKind],
    words: &[Vec<String>],
    ix: usize,
) -> Option<usize> {
    let kind = kinds[ix];
    let short = &words[ix];
    let fits = |other: &usize| {
        let long = &words[*other];
        kinds[*other] == kind
            && long.len() > short.len()
            && match kind {
                EntityKind::Person => shortens_person(short, long),
                EntityKind::Org | EntityKind::Outlet | EntityKind::Facility => {
                    shortens_body(short, long, doc.slice(mentions[ix].span))
                }
                _ => false,
            }
    };
    let before = (0..ix).rev().find(fits);
    before.or_else(|| (ix + 1..mentions.len()).find(fits))
}

/// The folded words of a surface form.
pub fn words_of(doc: &Document, mention: &Mention) -> Vec<String> {
    let surface = doc.slice(mention.span);
    let words = surface.split([' ', '-', '\n', '\u{A0}', '‑']).map(fold);
    words.filter(|word| !word.is_empty()).collect()
}

/// A surname, a given name, or the full name without its middle: `Trump`, `Ali Khamenei` of `Seyyed
/// Ali Khamenei`.
fn shortens_person(short: &[String], long: &[String]) -> bool {
    if short.len() == 1 {
        let is_last = long.last() == short.last();
        return short[0].chars().count() > 1 && (is_last || long[..long.len() - 1].contains(&short[0]));
    }
    let mut rest = long.iter();
    short.last() == long.last() && short.iter().all(|word| rest.any(|other| other == word))
}

/// The first or last words of a longer name, if they are more than a common noun.
fn shortens_body(short: &[String], long: &[String], surface: &str) -> bool {
    const HEADS: [&str; 24] = [
        "ministry", "party", "university", "army", "bank", "council", "committee", "government", "court",
        "group", "agency", "department", "union", "front", "police", "parliament", "company", "commission",
        "club", "united", "national", "international", "state", "new",
    ];
    let begins = long.starts_with(short);
    let ends = long.ends_with(short);
    let is_noun = short.len() == 1 && HEADS.contains(&short[0].as_str());
    (begins || ends) && !is_noun && surface.chars().next().is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(name: &str) -> Vec<String> {
        name.split(' ').map(fold).collect()
    }

    #[test]
    fn surnames_and_shorter_full_names_shorten_persons() {
        assert!(shortens_person(&words("Soleimani"), &words("Qasem Soleimani")));
        assert!(shortens_person(&words("Ali Khamenei"), &words("Seyyed Ali Khamenei")));
        assert!(!shortens_person(&words("Hassan Soleimani"), &words("Qasem al Soleimani")));
    }

    #[test]
    fn common_nouns_shorten_nothing() {
        assert!(!shortens_body(&words("Ministry"), &words("Interior Ministry"), "Ministry"));
        assert!(shortens_body(&words("Daimler"), &words("Daimler Benz"), "Daimler"));
    }
}
