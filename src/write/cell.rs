//! Text in a CSV cell, made safe for spreadsheets.

use std::borrow::Cow;

/// `text` as it is put into a cell of free text.
///
/// Spreadsheets run a cell that begins with `=`, `+`, `-`, `@`, a tab or a line break (or the full-width
/// forms of these signs) as a formula. Such a text gets an apostrophe in front. A text that begins with
/// apostrophes and then one of these gets one more, so that taking one off gives back the text exactly.
///
/// ```
/// # use dateline::write::cell;
/// assert_eq!(cell("=HYPERLINK(\"http://a.example\")"), "'=HYPERLINK(\"http://a.example\")");
/// assert_eq!(cell("@BBCWorld"), "'@BBCWorld");
/// assert_eq!(cell("'s-Hertogenbosch"), "'s-Hertogenbosch");
/// ```
pub fn cell(text: &str) -> Cow<'_, str> {
    match text.trim_start_matches('\'').chars().next() {
        Some(
            '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\u{FF1D}' | '\u{FF0B}' | '\u{FF0D}'
            | '\u{FF20}',
        ) => Cow::Owned(format!("'{text}")),
        _ => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn taking_one_apostrophe_off_gives_back_the_text() {
        for text in ["=1+1", "+44", "-", "@dw", "\tx", "\r\nx", "'=1", "''@a", "\u{FF1D}SUM(A1)"] {
            assert_eq!(cell(text).strip_prefix('\''), Some(text));
        }
    }

    #[test]
    fn names_are_left_as_they_are() {
        for text in ["", "Téhéran", "'Ndrangheta", "al-Shabaab", "7 January", "“=”"] {
            assert_eq!(cell(text), text);
        }
    }
}
