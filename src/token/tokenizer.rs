//! One pass over a text: words and punctuation with their classes.

use super::{FoldHash, fold_hash};
use crate::model::{Span, Token, TokenClass};

/// Longer words are cut, so that a line of a million letters does no harm.
const MAX_WORD_BYTES: usize = 256;

/// The tokens of `text`, in order.
///
/// A word is a run of letters and digits with the apostrophes and full stops that belong to it
/// (`O'Brien`, `U.S.`, `J.` before a name, `3.5`). A clitic (`'s`, `'ll`) is a token of its own, and
/// so is every other character that is not white space.
///
/// ```
/// # use dateline::token::tokenize;
/// let text = "Iran's U.S.-backed J. O’Brien.";
/// let tokens: Vec<&str> = tokenize(text).iter().map(|token| &text[token.span().range()]).collect();
/// assert_eq!(tokens, ["Iran", "'s", "U.S.", "-", "backed", "J.", "O’Brien", "."]);
/// ```
pub fn tokenize(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    tokenize_into(text, &mut tokens);
    tokens
}

/// Appends the tokens of `text` to `tokens`.
pub fn tokenize_into(text: &str, tokens: &mut Vec<Token>) {
    let mut at = 0;
    let mut line_start = true;
    let mut end_of_last = usize::MAX;
    while at < text.len() {
        let (first, first_len) = char_at(text, at);
        if first.is_whitespace() || is_invisible(first) {
            line_start |= first == '\n' || first == '\u{2029}';
            at += first_len;
            continue;
        }
        let mut outside = TokenClass::default();
        if line_start {
            outside = outside.with(TokenClass::LINE_START);
            line_start = false;
        }
        if end_of_last == at {
            outside = outside.with(TokenClass::GLUED);
        }
        let (end, class, fold) = if is_word_char(first) {
            word(text, at)
        } else {
            punctuation(text, at, first, first_len, end_of_last == at)
        };
        tokens.push(Token::new(Span::new(at as u32, end as u32), class.with(outside), fold));
        at = end;
        end_of_last = end;
    }
}

fn char_at(text: &str, at: usize) -> (char, usize) {
    let byte = text.as_bytes()[at];
    if byte < 0x80 {
        return (char::from(byte), 1);
    }
    match text[at..].chars().next() {
        Some(found) => (found, found.len_utf8()),
        None => ('\0', 1),
    }
}

fn is_invisible(found: char) -> bool {
    matches!(found, '\0'..='\x1F' | '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

fn is_word_char(found: char) -> bool {
    if found.is_ascii() { found.is_ascii_alphanumeric() } else { found.is_alphanumeric() }
}

fn is_mark(found: char) -> bool {
    !found.is_ascii() && unicode_normalization::char::is_combining_mark(found)
}

fn is_apostrophe(found: char) -> bool {
    matches!(found, '\'' | '’' | 'ʼ' | 'ʻ' | 'ʿ' | 'ʾ' | '‘' | '`')
}

/// The word that begins at `start`: its end, class and folded hash.
fn word(text: &str, start: usize) -> (usize, TokenClass, u64) {
    let mut shape = Shape::default();
    let mut at = start;
    // Letters since the last full stop: one, while this may be `U.S.` or an initial.
    let mut since_stop = 0;
    while at < text.len() && at - start < MAX_WORD_BYTES {
        let (found, len) = char_at(text, at);
        if is_word_char(found) {
            shape.see(found);
            since_stop += 1;
            at += len;
        } else if is_mark(found) {
            at += len;
        } else if is_apostrophe(found) && continues_after_apostrophe(text, at + len) {
            at += len;
        } else if found == '.' && continues_after_stop(text, at + 1, since_stop, &shape) {
            shape.dotted = true;
            since_stop = 0;
            at += 1;
        } else if found == ',' && shape.is_number() && digit_follows(text, at + 1) {
            at += 1;
        } else {
            break;
        }
    }
    if text.as_bytes().get(at) == Some(&b'.') && takes_final_stop(text, at, since_stop, &shape) {
        shape.dotted = true;
        at += 1;
    }
    (at, shape.class(), fold_hash(&text[start..at]))
}

/// Whether the apostrophe before `at` is inside a word (`O'Brien`), not the begin of a clitic or an
/// end of a quotation.
fn continues_after_apostrophe(text: &str, at: usize) -> bool {
    let Some(next) = text[at..].chars().next() else { return false };
    is_word_char(next) && clitic_len(text, at).is_none()
}

/// Length of `s`, `re`, `ve`, `ll`, `d` or `m` at `at`, if a word ends behind it.
fn clitic_len(text: &str, at: usize) -> Option<usize> {
    let rest = text.as_bytes().get(at..)?;
    let len = match rest {
        [b's' | b'S' | b'd' | b'D' | b'm' | b'M', ..] => 1,
        [b'r' | b'R', b'e' | b'E', ..]
        | [b'v' | b'V', b'e' | b'E', ..]
        | [b'l' | b'L', b'l' | b'L', ..] => 2,
        _ => return None,
    };
    let (next, _) = if at + len < text.len() { char_at(text, at + len) } else { (' ', 1) };
    (!is_word_char(next)).then_some(len)
}

/// Whether a full stop before `at` is within `U.S.`, `a.m.` or `3.5`.
fn continues_after_stop(text: &str, at: usize, since_stop: u32, shape: &Shape) -> bool {
    if shape.is_number() {
        return digit_follows(text, at);
    }
    let mut following = text[at..].chars();
    let letter = following.next().is_some_and(char::is_alphabetic);
    let single = !following.next().is_some_and(is_word_char);
    since_stop == 1 && shape.letters >= 1 && letter && single
}

fn digit_follows(text: &str, at: usize) -> bool {
    text.as_bytes().get(at).is_some_and(u8::is_ascii_digit)
}

/// Whether the full stop at `at` belongs to the word: `U.S.`, or `J.` before a capital.
fn takes_final_stop(text: &str, at: usize, since_stop: u32, shape: &Shape) -> bool {
    if since_stop != 1 || shape.letters == 0 || shape.digits > 0 {
        return false;
    }
    if shape.dotted {
        return true;
    }
    let rest = text[at + 1..].trim_start_matches([' ', '\u{A0}']);
    let is_initial = shape.capitals == 1 && shape.letters == 1;
    is_initial && rest.chars().next().is_some_and(char::is_uppercase)
}

/// What has been seen of a word.
#[derive(Default)]
struct Shape {
    letters: u32,
    capitals: u32,
    digits: u32,
    begins_capital: bool,
    caseless: bool,
    mixed: bool,
    dotted: bool,
    non_ascii: bool,
    after_lower: bool,
}

impl Shape {
    fn see(&mut self, found: char) {
        if found.is_numeric() {
            self.digits += 1;
            return;
        }
        let upper = found.is_uppercase();
        let lower = !upper && found.is_lowercase();
        self.begins_capital |= upper && self.letters + self.digits == 0;
        self.mixed |= upper && self.after_lower;
        self.caseless |= !upper && !lower;
        self.non_ascii |= !found.is_ascii();
        self.after_lower = lower;
        self.letters += 1;
        self.capitals += u32::from(upper);
    }

    fn is_number(&self) -> bool {
        self.letters == 0 && self.digits > 0
    }

    fn class(&self) -> TokenClass {
        let bits = [
            (true, TokenClass::WORD),
            (self.begins_capital, TokenClass::CAPITAL),
            (self.letters >= 2 && self.capitals == self.letters, TokenClass::ALL_CAPS),
            (self.digits > 0, TokenClass::DIGIT),
            (self.is_number(), TokenClass::NUMBER),
            (self.caseless, TokenClass::CASELESS),
            (self.mixed, TokenClass::MIXED),
            (self.dotted && self.letters > 0, TokenClass::DOTTED),
            (self.non_ascii, TokenClass::NON_ASCII),
        ];
        let set = bits.into_iter().filter(|(holds, _)| *holds);
        set.fold(TokenClass::default(), |class, (_, bit)| class.with(bit))
    }
}

/// The token that begins with `first`, which is no letter.
fn punctuation(
    text: &str,
    at: usize,
    first: char,
    first_len: usize,
    glued: bool,
) -> (usize, TokenClass, u64) {
    let end = at + first_len;
    if is_apostrophe(first) && glued {
        if let Some(len) = clitic_len(text, end) {
            return (end + len, TokenClass::POSSESSIVE, hash_of("'s"));
        }
        let after_s = text[..at].ends_with(['s', 'S', 'z', 'x']);
        if after_s && !text[end..].starts_with(is_word_char) {
            return (end, TokenClass::POSSESSIVE.with(TokenClass::QUOTE), hash_of("'s"));
        }
    }
    let class = match first {
        '-' | '‐' | '‑' | '–' if glued && text[end..].starts_with(is_word_char) => {
            TokenClass::HYPHEN
        }
        '"' | '\'' | '“' | '”' | '„' | '‟' | '«' | '»' | '‘' | '’' | '`' | '‹' | '›' => {
            TokenClass::QUOTE
        }
        _ => TokenClass::default(),
    };
    (end, class, hash_of(&text[at..end]))
}

/// What makes two marks equal: hyphens and dashes are all alike, and so are apostrophes and quotation
/// marks of one sort.
///
/// ```
/// # use dateline::token::fold_mark;
/// assert_eq!((fold_mark("–"), fold_mark("’"), fold_mark("&")), ("-", "'", "&"));
/// ```
pub fn fold_mark(mark: &str) -> &str {
    match mark {
        "‐" | "‑" | "–" | "—" => "-",
        "’" | "‘" | "`" | "´" => "'",
        "“" | "”" | "„" | "‟" | "«" | "»" => "\"",
        _ => mark,
    }
}

fn hash_of(mark: &str) -> u64 {
    let mut hash = FoldHash::default();
    fold_mark(mark).bytes().for_each(|byte| hash.byte(byte));
    hash.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokenize(text).iter().map(|token| &text[token.span().range()]).collect()
    }

    fn class(text: &str, ix: usize) -> TokenClass {
        tokenize(text)[ix].class
    }

    #[test]
    fn possessives_are_tokens_of_their_own() {
        assert_eq!(words("Iran’s Guards' base"), ["Iran", "’s", "Guards", "'", "base"]);
        assert_eq!(words("OBAMA'S"), ["OBAMA", "'S"]);
    }

    #[test]
    fn apostrophes_inside_names_stay() {
        assert_eq!(words("Sana'a and N’Djamena"), ["Sana'a", "and", "N’Djamena"]);
    }

    #[test]
    fn acronyms_keep_their_full_stops() {
        assert_eq!(words("the U.S. and U.N.-led"), ["the", "U.S.", "and", "U.N.", "-", "led"]);
        assert_eq!(words("in the U.S."), ["in", "the", "U.S."]);
    }

    #[test]
    fn an_initial_keeps_its_full_stop_before_a_name_only() {
        assert_eq!(words("George W. Bush"), ["George", "W.", "Bush"]);
        assert_eq!(words("Malcolm X."), ["Malcolm", "X", "."]);
    }

    #[test]
    fn numbers_hold_together() {
        assert_eq!(
            words("1,200.50 in 2003, not 3."),
            ["1,200.50", "in", "2003", ",", "not", "3", "."]
        );
    }

    #[test]
    fn quotes_end_words() {
        assert_eq!(words("“Time” said ‘yes’"), ["“", "Time", "”", "said", "‘", "yes", "’"]);
    }

    #[test]
    fn classes_tell_shapes_apart() {
        let has = |class: TokenClass, bit: TokenClass| class.0 & bit.0 != 0;
        assert!(has(class("NATO", 0), TokenClass::ALL_CAPS));
        assert!(has(class("McCain", 0), TokenClass::MIXED));
        assert!(has(class("US-led", 1), TokenClass::HYPHEN));
        assert!(!has(class("US - led", 1), TokenClass::HYPHEN));
        assert!(has(class("北京", 0), TokenClass::CASELESS));
        assert!(has(class("F-16", 2), TokenClass::NUMBER));
    }

    #[test]
    fn endless_words_are_cut() {
        let text = "a".repeat(100_000);
        assert!(tokenize(&text).iter().all(|token| token.span().len() <= 260));
    }

    #[test]
    fn bidi_controls_and_nul_are_no_tokens() {
        assert_eq!(words("\u{202E}Iran\u{202C}\0 said"), ["Iran", "said"]);
    }
}
