//! Words that are not only names: English words, given names, surnames.

use rustc_hash::{FxHashMap, FxHashSet};

use super::raw::RawLists;
use crate::error::Result;
use crate::token::fold;

/// Lists of persons whose first and last words show which names people really bear.
const LISTS_OF_PERSONS: [&str; 4] = ["eps_holders", "eps_legislators", "us_congress", "pantheon1"];
/// So many bearers make a listed given name or surname a common one.
const COMMON_FROM_BEARERS: u32 = 4;

/// The folded words that a one-word name may be confused with.
#[derive(Default)]
pub struct Words {
    common: FxHashSet<String>,
    given: FxHashSet<String>,
    surnames: FxHashSet<String>,
}

impl Words {
    /// Reads the word and name lists.
    ///
    /// A given name or surname counts when it is on a list of popular ones, or when it is on a
    /// long list and at least four office holders, legislators or famous persons bear it: the
    /// long lists alone hold `Baghdad` and `Oxford`.
    pub fn read(lists: &RawLists) -> Result<Self> {
        let mut words = Self::default();
        lists.each_word("wamerican.txt", |word| {
            if is_common_word(word) {
                words.common.insert(word.to_owned());
            }
        })?;
        let mut first: FxHashMap<String, u32> = FxHashMap::default();
        let mut last: FxHashMap<String, u32> = FxHashMap::default();
        for list in LISTS_OF_PERSONS {
            lists.each_row(list, |row| {
                let mut parts = row.name().split_whitespace();
                if let (Some(given), Some(surname)) = (parts.next(), parts.next_back()) {
                    *first.entry(fold(given)).or_default() += 1;
                    *last.entry(fold(surname)).or_default() += 1;
                }
            })?;
        }
        let borne = |names: &FxHashMap<String, u32>, name: &str| {
            names.get(name).is_some_and(|bearers| *bearers >= COMMON_FROM_BEARERS)
        };
        lists.each_row("smashew_given", |row| {
            let name = fold(row.name());
            if borne(&first, &name) {
                words.given.insert(name);
            }
        })?;
        lists.each_row("smashew_surname", |row| {
            let name = fold(row.name());
            if borne(&last, &name) {
                words.surnames.insert(name);
            }
        })?;
        lists.each_row("given_popular", |row| {
            words.given.insert(fold(row.name()));
        })?;
        lists.each_row("surname_popular", |row| {
            words.surnames.insert(fold(row.name()));
        })?;
        Ok(words)
    }

    /// Whether the folded word is also written in lower case in English texts.
    pub fn is_common(&self, folded: &str) -> bool {
        self.common.contains(folded)
    }

    /// Whether the folded word is a given name that is met often.
    pub fn is_given_name(&self, folded: &str) -> bool {
        self.given.contains(folded)
    }

    /// Whether the folded word is a surname that is met often.
    pub fn is_surname(&self, folded: &str) -> bool {
        self.surnames.contains(folded)
    }

    /// The common words in byte order.
    pub fn common_sorted(&self) -> Vec<&str> {
        let mut sorted: Vec<&str> = self.common.iter().map(String::as_str).collect();
        sorted.sort_unstable();
        sorted
    }

    #[cfg(test)]
    pub fn of(common: &[&str], given: &[&str], surnames: &[&str]) -> Self {
        let set = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        Self { common: set(common), given: set(given), surnames: set(surnames) }
    }
}

/// Whether a line of a word list is a word in lower case: ASCII letters, at least two.
fn is_common_word(word: &str) -> bool {
    word.len() >= 2 && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lower_case_words_of_two_letters_or_more_are_common() {
        assert!(is_common_word("reading"));
        for word in ["Reading", "reading's", "a", "café"] {
            assert!(!is_common_word(word), "{word}");
        }
    }
}
