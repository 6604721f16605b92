//! JSON as it is written in the wild, made JSON.

/// What had to be mended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Mended {
    /// `\ud83d` without its other half, now U+FFFD.
    pub lone_surrogates: u32,
    /// Control characters that stood in a string unescaped, now escaped.
    pub control_characters: u32,
    /// `NaN`, `Infinity`, `-Infinity`, now `null`.
    pub not_numbers: u32,
}

impl Mended {
    /// What was done, for people; `None` if nothing was.
    pub(super) fn message(self) -> Option<String> {
        let mut parts = Vec::new();
        let mut say = |count: u32, what: &str, done: &str| {
            if count > 0 {
                let s = if count == 1 { "" } else { "s" };
                parts.push(format!("{count} {what}{s} {done}"));
            }
        };
        say(self.lone_surrogates, "lone surrogate", "replaced by U+FFFD");
        say(self.control_characters, "unescaped control character", "in strings kept");
        say(self.not_numbers, "value", "such as NaN taken as null");
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

/// A copy of `json` with the faults mended that JSON writers are known for, and their numbers.
///
/// Linear in time. Text that is broken otherwise stays broken.
pub(super) fn mend(json: &str) -> (String, Mended) {
    let mut out = String::with_capacity(json.len() + 16);
    let mut mended = Mended::default();
    let mut in_string = false;
    let mut rest = json;
    while let Some(next) = rest.chars().next() {
        let taken = match (in_string, next) {
            (_, '"') => {
                in_string = !in_string;
                out.push('"');
                1
            }
            (true, '\\') => escape(rest, &mut out, &mut mended),
            (true, '\0'..='\x1f') => {
                out.push_str(&format!("\\u{:04x}", u32::from(next)));
                mended.control_characters += 1;
                1
            }
            (false, 'N' | 'I' | '-') => not_a_number(rest, &mut out, &mut mended),
            _ => {
                let plain = plain_length(rest, in_string);
                out.push_str(&rest[..plain]);
                plain
            }
        };
        rest = &rest[taken..];
    }
    (out, mended)
}

/// Up to the next character that [`mend`] has to look at; at least one character.
fn plain_length(rest: &str, in_string: bool) -> usize {
    let is_special = |c: char| match in_string {
        true => matches!(c, '"' | '\\' | '\0'..='\x1f'),
        false => matches!(c, '"' | 'N' | 'I' | '-'),
    };
    let first = rest.chars().next().map_or(0, char::len_utf8);
    rest[first..].find(is_special).map_or(rest.len(), |ix| first + ix)
}

/// Copies the escape that `rest` begins with; gives its length.
fn escape(rest: &str, out: &mut String, mended: &mut Mended) -> usize {
    let Some(unit) = unicode_escape(rest) else {
        // The character behind the backslash belongs to it, whatever it is.
        let length = 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
        out.push_str(&rest[..length]);
        return length;
    };
    let is_pair = matches!(unit, 0xD800..=0xDBFF)
        && matches!(rest.get(6..).and_then(unicode_escape), Some(0xDC00..=0xDFFF));
    if is_pair {
        out.push_str(&rest[..12]);
        return 12;
    }
    if matches!(unit, 0xD800..=0xDFFF) {
        out.push_str("\\ufffd");
        mended.lone_surrogates += 1;
    } else {
        out.push_str(&rest[..6]);
    }
    6
}

/// The code unit of a `\uXXXX` at the beginning of `rest`.
fn unicode_escape(rest: &str) -> Option<u32> {
    let digits = rest.strip_prefix("\\u")?.get(..4)?;
    let all_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u32::from_str_radix(digits, 16).ok().filter(|_| all_hex)
}

fn not_a_number(rest: &str, out: &mut String, mended: &mut Mended) -> usize {
    for word in ["NaN", "Infinity", "-Infinity"] {
        if rest.starts_with(word) {
            out.push_str("null");
            mended.not_numbers += 1;
            return word.len();
        }
    }
    out.push_str(&rest[..1]);
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lone_surrogates_are_replaced_and_pairs_kept() {
        let json = r#"{"text": "a \ud83d b \udcf0 c \ud83d\udcf0 \\ud83d \ud83d\ud83d\udcf0"}"#;
        let (text, mended) = mend(json);
        assert_eq!(
            text,
            r#"{"text": "a \ufffd b \ufffd c \ud83d\udcf0 \\ud83d \ufffd\ud83d\udcf0"}"#
        );
        assert_eq!(mended.lone_surrogates, 3);
        assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
    }

    #[test]
    fn control_characters_are_escaped_within_strings_only() {
        let (text, mended) = mend("{\"text\":\t\"Iran\t\0\"}\n");
        assert_eq!(text, "{\"text\":\t\"Iran\\u0009\\u0000\"}\n");
        assert_eq!(mended.control_characters, 2);
    }

    #[test]
    fn not_a_number_is_null() {
        let (text, mended) = mend(r#"{"a": NaN, "b": -Infinity, "c": -1, "text": "NaN \" NaN"}"#);
        assert_eq!(text, r#"{"a": null, "b": null, "c": -1, "text": "NaN \" NaN"}"#);
        assert_eq!(mended.not_numbers, 2);
        assert_eq!(mended.message().unwrap(), "2 values such as NaN taken as null");
    }

    #[test]
    fn good_json_stays_as_it_is_and_bad_json_does_no_harm() {
        for json in [
            r#"{"text": "Téhéran “vows” 📰"}"#,
            "",
            "\"",
            "\"\\",
            "\"\\u",
            "\"\\u12é",
            "\\",
            "N",
            "\"\\é",
        ] {
            assert_eq!(mend(json), (json.to_owned(), Mended::default()));
        }
    }
}
