//! Later, shorter names: `Soleimani` after `Qasem Soleimani`, `the Guards` after the full name.

use crate::model::{Document, EntityKind, Mention};
use crate::token::fold;
use rustc_hash::FxHashMap;

/// Names of several words, by the words that a shorter form of them can begin or end with.
pub struct LongForms<'m> {
    words: &'m [Vec<String>],
    kinds: &'m [EntityKind],
    /// In text order.
    by_word: FxHashMap<(EntityKind, &'m str), Vec<usize>>,
}

/// So many names that share a word are tried for a short form; more would cost the square of their number.
const MOST_TRIED: usize = 64;

impl<'m> LongForms<'m> {
    pub fn new(kinds: &'m [EntityKind], words: &'m [Vec<String>]) -> Self {
        let mut by_word: FxHashMap<(EntityKind, &str), Vec<usize>> = FxHashMap::default();
        for (ix, words) in words.iter().enumerate().filter(|(_, words)| words.len() > 1) {
            let last = words.len() - 1;
            for (at, word) in words.iter().enumerate() {
                let is_handle = at == 0 || at == last || kinds[ix] == EntityKind::Person;
                let list = by_word.entry((kinds[ix], word)).or_default();
                if is_handle && list.last() != Some(&ix) {
                    list.push(ix);
                }
            }
        }
        Self { words, kinds, by_word }
    }

    /// The earlier (or, in its absence, first later) mention that mention `ix`, `surface` in the text,
    /// shortens.
    ///
    /// A surname that two persons of the article share goes to the one named last before it.
    pub fn full_form(&self, ix: usize, surface: &str) -> Option<usize> {
        let kind = self.kinds[ix];
        let short = &self.words[ix];
        let fits = |other: &&usize| {
            let long = &self.words[**other];
            long.len() > short.len()
                && match kind {
                    EntityKind::Person => shortens_person(short, long),
                    EntityKind::Org | EntityKind::Outlet | EntityKind::Facility => {
                        shortens_body(short, long, surface)
                    }
                    _ => false,
                }
        };
        for handle in [short.last()?, short.first()?] {
            let Some(list) = self.by_word.get(&(kind, handle.as_str())) else { continue };
            let (before, behind) = list.split_at(list.partition_point(|other| *other < ix));
            let nearest = before.iter().rev().take(MOST_TRIED).find(fits);
            if let Some(full) = nearest.or_else(|| behind.iter().take(MOST_TRIED).find(fits)) {
                return Some(*full);
            }
        }
        None
    }
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
        return short[0].chars().count() > 1
            && (is_last || long[..long.len() - 1].contains(&short[0]));
    }
    let mut rest = long.iter();
    short.last() == long.last() && short.iter().all(|word| rest.any(|other| other == word))
}

/// The first or last words of a longer name, if they are more than a common noun.
fn shortens_body(short: &[String], long: &[String], surface: &str) -> bool {
    const HEADS: [&str; 24] = [
        "ministry",
        "party",
        "university",
        "army",
        "bank",
        "council",
        "committee",
        "government",
        "court",
        "group",
        "agency",
        "department",
        "union",
        "front",
        "police",
        "parliament",
        "company",
        "commission",
        "club",
        "united",
        "national",
        "international",
        "state",
        "new",
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
