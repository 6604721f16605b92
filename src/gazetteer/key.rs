//! What makes two names equal, and whether the case of the text will do.
//!
//! A key is the folded words of a name with one space between them. Hyphens, and full stops after a
//! word, are skipped: `al-Shabaab` = `al Shabaab`, `St. Petersburg` = `St Petersburg`. Other marks
//! and possessives are words of the key: `Yahoo!`, `AT&T`, `Moody's` match only with them.

use super::AliasFlags;
use crate::model::{Token, TokenClass};
use crate::token::{FoldHash, fold_ascii, fold_into, fold_mark, tokenize_into};

/// The hash of no words at all.
pub(crate) const NO_WORDS: u64 = 0x13198A2E_03707344;

/// The hash of a key whose words before the last have the hash `prefix`.
#[inline]
pub(crate) fn roll(prefix: u64, fold: u64) -> u64 {
    let wide = u128::from(prefix ^ fold.rotate_left(29)) * 0xD6E8_FEB8_6659_FD93;
    ((wide >> 64) as u64) ^ (wide as u64).wrapping_add(fold)
}

/// Tells the tokens that are no part of a key.
#[derive(Clone, Copy)]
pub(crate) struct Skips {
    full_stop: u64,
}

impl Default for Skips {
    fn default() -> Self {
        let mut hash = FoldHash::default();
        hash.byte(b'.');
        Self { full_stop: hash.finish() }
    }
}

impl Skips {
    /// Whether token `ix` is a hyphen, or a full stop glued to the word before it.
    #[inline]
    pub fn is_skipped(self, tokens: &[Token], ix: usize) -> bool {
        let token = tokens[ix];
        if token.is(TokenClass::WORD) {
            return false;
        }
        token.is(TokenClass::HYPHEN)
            || token.fold == self.full_stop
                && token.is(TokenClass::GLUED)
                && ix > 0
                && tokens[ix - 1].is(TokenClass::WORD)
    }
}

/// A surface form made ready for the index.
#[derive(Clone, Debug, Default)]
pub(crate) struct Key {
    /// Folded words with one space between them.
    pub folded: String,
    /// Hash of every word.
    pub folds: Vec<u64>,
    pub case: Case,
    /// The first word can be told from ordinary words by its class alone.
    pub begins_visibly: bool,
    tokens: Vec<Token>,
}

/// Which words begin with a capital, and which letters are capitals; the first 64 of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Case {
    pub words: u64,
    pub letters: u64,
}

/// Tokens of these classes may begin a name; all others only if some name begins with the same word.
pub(crate) const VISIBLE: u16 =
    TokenClass::CAPITAL.0 | TokenClass::DIGIT.0 | TokenClass::CASELESS.0;

impl Key {
    /// Makes this the key of `surface`; `false` if there is not a letter or digit in it.
    pub fn set(&mut self, surface: &str) -> bool {
        let mut tokens = std::mem::take(&mut self.tokens);
        tokens.clear();
        tokenize_into(surface, &mut tokens);
        self.folded.clear();
        self.folds.clear();
        self.case = Case::default();
        let skips = Skips::default();
        for (ix, token) in
            tokens.iter().enumerate().filter(|&(ix, _)| !skips.is_skipped(&tokens, ix))
        {
            if self.folds.is_empty() {
                self.begins_visibly = tokens[ix].class.0 & VISIBLE != 0;
            } else {
                self.folded.push(' ');
            }
            fold_token(surface, token, &mut self.folded);
            self.case.see_word(self.folds.len(), token);
            self.folds.push(token.fold);
        }
        self.case.letters = capital_letters(surface, &tokens, skips);
        let has_word = tokens.iter().any(|token| token.is(TokenClass::WORD));
        self.tokens = tokens;
        has_word && self.folded.bytes().any(|byte| byte != b' ')
    }

    /// Whether these are up to five letters, all capitals: `US`, `AT&T`, `G20`, but not `UNICEF`.
    pub fn is_short_acronym(&self, surface: &str) -> bool {
        let letters = surface.chars().filter(|found| found.is_alphabetic());
        let (count, capitals) = letters.fold((0, true), |(count, capitals), letter| {
            (count + 1, capitals && letter.is_uppercase())
        });
        capitals && (1..=5).contains(&count)
    }

    /// The policy for `surface`, of which this is the key.
    pub fn policy(&self, surface: &str, flags: AliasFlags) -> Policy {
        match flags {
            AliasFlags { any: true, .. } => Policy::Any,
            AliasFlags { exact: true, .. } => Policy::Exact,
            _ if self.is_short_acronym(surface) => Policy::Exact,
            _ => Policy::Initial,
        }
    }
}

impl Case {
    /// Notes the case of word `ix` of a name.
    #[inline]
    pub fn see_word(&mut self, ix: usize, token: &Token) {
        if ix < 64 && token.is(TokenClass::CAPITAL) {
            self.words |= 1 << ix;
        }
    }
}

/// What the case of the text must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Policy {
    /// Every word that begins with a capital in the list begins with one in the text.
    Initial,
    /// All letters as in the list.
    Exact,
    Any,
}

impl Policy {
    /// What of the case of a listed name has to be kept for [`Policy::accepts`].
    pub(crate) fn wanted(self, case: Case) -> u64 {
        match self {
            Policy::Initial => case.words,
            Policy::Exact => case.letters,
            Policy::Any => 0,
        }
    }

    /// Whether a text in this case satisfies a name that wants `wanted`.
    #[inline]
    pub(crate) fn accepts(self, wanted: u64, text: Case) -> bool {
        match self {
            Policy::Initial => wanted & !text.words == 0,
            Policy::Exact => wanted == text.letters,
            Policy::Any => true,
        }
    }
}

/// Appends what `token` is in a key.
pub(crate) fn fold_token(text: &str, token: &Token, folded: &mut String) {
    let piece = &text[token.span().range()];
    if token.is(TokenClass::POSSESSIVE) {
        folded.push_str("'s");
    } else if token.is(TokenClass::WORD) {
        fold_into(piece, folded);
    } else {
        folded.push_str(fold_mark(piece));
    }
}

/// Whether the key of `tokens` is `key`; `buffer` is for words beyond ASCII.
pub(crate) fn has_key(
    text: &str,
    tokens: &[Token],
    skips: Skips,
    key: &[u8],
    buffer: &mut String,
) -> bool {
    let mut rest = key;
    for (ix, token) in tokens.iter().enumerate() {
        if skips.is_skipped(tokens, ix) {
            continue;
        }
        if ix > 0 {
            let Some((b' ', behind)) = rest.split_first() else { return false };
            rest = behind;
        }
        let piece = text[token.span().range()].as_bytes();
        if token.is(TokenClass::WORD) && piece.is_ascii() {
            for folded in piece.iter().filter_map(|&byte| fold_ascii(byte)) {
                match rest.split_first() {
                    Some((&first, behind)) if first == folded => rest = behind,
                    _ => return false,
                }
            }
        } else {
            buffer.clear();
            fold_token(text, token, buffer);
            let Some(behind) = rest.strip_prefix(buffer.as_bytes()) else { return false };
            rest = behind;
        }
    }
    rest.is_empty()
}

/// A bit for each of the first 64 folded letters of the words, set for capitals.
pub(crate) fn capital_letters(text: &str, tokens: &[Token], skips: Skips) -> u64 {
    let mut letters = 0;
    let mut at = 0;
    let mut buffer = String::new();
    for (ix, token) in tokens.iter().enumerate() {
        let is_word = token.is(TokenClass::WORD) || token.is(TokenClass::POSSESSIVE);
        if !is_word || skips.is_skipped(tokens, ix) {
            continue;
        }
        let mut see = |is_capital: bool, count: usize| {
            for _ in 0..count.min(64) {
                if at < 64 {
                    letters |= u64::from(is_capital) << at;
                    at += 1;
                }
            }
        };
        for found in text[token.span().range()].chars() {
            if found.is_ascii() {
                see(found.is_ascii_uppercase(), usize::from(fold_ascii(found as u8).is_some()));
            } else {
                buffer.clear();
                fold_into(found.encode_utf8(&mut [0; 4]), &mut buffer);
                see(found.is_uppercase(), buffer.chars().count());
            }
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::tokenize;

    fn key(surface: &str) -> Key {
        let mut key = Key::default();
        assert!(key.set(surface), "{surface}");
        key
    }

    #[test]
    fn accents_apostrophes_hyphens_and_stops_make_no_difference() {
        for (left, right) in [
            ("Sana'a", "Sanaa"),
            ("Téhéran", "Teheran"),
            ("al-Shabaab", "al Shabaab"),
            ("St. Petersburg", "St Petersburg"),
            ("St.-Denis", "St Denis"),
            ("U.S. Department of State", "US Department of State"),
            ("Apple Inc.", "Apple Inc"),
            ("Guns N’ Roses", "Guns N' Roses"),
            ("United States\nof America", "United States\u{A0}of America"),
        ] {
            assert_eq!(key(left).folded, key(right).folded);
            assert_eq!(key(left).folds, key(right).folds);
        }
    }

    #[test]
    fn marks_and_possessives_are_part_of_the_key() {
        assert_eq!(key("Yahoo!").folded, "yahoo !");
        assert_eq!(key("AT&T").folded, "at & t");
        assert_eq!(key("Moody’s").folded, "moody 's");
        assert_ne!(key("Moodys").folded, key("Moody's").folded);
    }

    #[test]
    fn nothing_but_marks_is_no_key() {
        assert!(!Key::default().set(" - . "));
        assert!(!Key::default().set(""));
    }

    #[test]
    fn a_text_has_the_key_of_its_own_tokens_only() {
        let mut buffer = String::new();
        for text in ["St. Petersburg", "AT&T", "Sana’a", "Łódź", "al-Shabaab"] {
            let (tokens, folded) = (tokenize(text), key(text).folded);
            let skips = Skips::default();
            assert!(has_key(text, &tokens, skips, folded.as_bytes(), &mut buffer));
            for other in ["", "st", "st petersburg x", "at & tt", "sana"] {
                assert!(!has_key(text, &tokens, skips, other.as_bytes(), &mut buffer), "{other}");
            }
        }
    }

    #[test]
    fn capitals_are_counted_in_folded_letters() {
        assert_eq!(key("U.S.").case.letters, key("US").case.letters);
        assert_eq!(key("Ægir").case.letters, 0b11);
        assert_eq!(key("eBay").case.letters, 0b10);
        assert_eq!(key("van Gogh").case.words, 0b10);
    }

    #[test]
    fn short_acronyms_ask_for_their_case() {
        let policy = |surface| key(surface).policy(surface, AliasFlags::NONE);
        for surface in ["US", "U.S.", "WHO", "AT&T", "G20", "X"] {
            assert_eq!(policy(surface), Policy::Exact, "{surface}");
        }
        for surface in ["UNICEF", "Iran", "20", "北京"] {
            assert_eq!(policy(surface), Policy::Initial, "{surface}");
        }
        assert_eq!(key("US").policy("US", AliasFlags::ANY), Policy::Any);
    }
}
