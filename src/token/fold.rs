//! What makes two words equal: case, accents, apostrophes and full stops do not count.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The folded form of a word: lower case, without accents, apostrophes and full stops.
///
/// ```
/// # use dateline::token::fold;
/// assert_eq!(fold("Téhéran"), "teheran");
/// assert_eq!(fold("Sana’a"), "sanaa");
/// assert_eq!(fold("U.S."), "us");
/// assert_eq!(fold("İstanbul"), "istanbul");
/// ```
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_into(word, &mut folded);
    folded
}

/// Appends the folded form of `word` to `folded`.
pub fn fold_into(word: &str, folded: &mut String) {
    if word.is_ascii() {
        folded.extend(word.bytes().filter_map(fold_ascii).map(char::from));
    } else {
        fold_chars(word, |folded_char| folded.push(folded_char));
    }
}

/// Hash of the folded form; costs no allocation for ASCII.
pub fn fold_hash(word: &str) -> u64 {
    let mut hash = FoldHash::default();
    if word.is_ascii() {
        for byte in word.bytes() {
            if let Some(folded) = fold_ascii(byte) {
                hash.byte(folded);
            }
        }
    } else {
        let mut buffer = [0; 4];
        fold_chars(word, |folded_char| {
            for byte in folded_char.encode_utf8(&mut buffer).bytes() {
                hash.byte(byte);
            }
        });
    }
    hash.finish()
}

/// The folded form of an ASCII byte; `None` for what does not count.
#[inline]
pub(crate) fn fold_ascii(byte: u8) -> Option<u8> {
    match byte {
        b'\'' | b'`' | b'.' => None,
        _ => Some(byte.to_ascii_lowercase()),
    }
}

fn fold_chars(word: &str, mut push: impl FnMut(char)) {
    for decomposed in word.nfkd() {
        match decomposed {
            mark if is_combining_mark(mark) => {}
            '\'' | '`' | '.' | '’' | '‘' | 'ʼ' | 'ʻ' | 'ʿ' | 'ʾ' | '´' | '′' => {}
            'ø' | 'Ø' => push('o'),
            'ł' | 'Ł' => push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => push('d'),
            'ı' => push('i'),
            'ə' | 'Ə' => push('a'),
            'æ' | 'Æ' => ['a', 'e'].into_iter().for_each(&mut push),
            'œ' | 'Œ' => ['o', 'e'].into_iter().for_each(&mut push),
            'ß' | 'ẞ' => ['s', 's'].into_iter().for_each(&mut push),
            'þ' | 'Þ' => ['t', 'h'].into_iter().for_each(&mut push),
            other => {
                let lower = other.to_lowercase().filter(|&lower| !is_combining_mark(lower));
                lower.for_each(&mut push);
            }
        }
    }
}

/// A hash over folded bytes, eight at a time; stable over runs and machines, as index files need.
#[derive(Clone, Copy, Debug)]
pub struct FoldHash {
    state: u64,
    chunk: u64,
    len: u32,
}

const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;

impl Default for FoldHash {
    fn default() -> Self {
        Self { state: 0x243F_6A88_85A3_08D3, chunk: 0, len: 0 }
    }
}

impl FoldHash {
    #[inline]
    pub fn byte(&mut self, byte: u8) {
        self.chunk = self.chunk << 8 | u64::from(byte);
        self.len += 1;
        if self.len.is_multiple_of(8) {
            self.state = mix(self.state ^ self.chunk);
            self.chunk = 0;
        }
    }

    #[inline]
    pub fn finish(self) -> u64 {
        mix(mix(self.state ^ self.chunk) ^ u64::from(self.len))
    }
}

#[inline]
fn mix(value: u64) -> u64 {
    let wide = u128::from(value) * u128::from(MULTIPLIER);
    (wide as u64) ^ ((wide >> 64) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_folded_forms_have_equal_hashes() {
        for (left, right) in
            [("Téhéran", "TEHERAN"), ("Sana'a", "Sanaa"), ("U.S.", "us"), ("Łódź", "lodz")]
        {
            assert_eq!(fold(left), fold(right));
            assert_eq!(fold_hash(left), fold_hash(right));
        }
    }

    #[test]
    fn different_words_have_different_hashes() {
        let words = ["iran", "iraq", "irana", "", "a", "aaaaaaaa", "aaaaaaaaa", "\0", "\0\0"];
        let mut hashes: Vec<u64> = words.iter().map(|word| fold_hash(word)).collect();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), words.len());
    }

    #[test]
    fn other_scripts_stay_as_they_are() {
        assert_eq!(fold("Тегеран"), "тегеран");
        assert_eq!(fold("北京"), "北京");
    }
}
