//! Text of articles, made safe for a terminal.

use std::borrow::Cow;

/// `text` with everything made visible that would steer a terminal or turn the reading direction:
/// control characters and ANSI escapes as their pictures (`␛`), marks of direction and invisible
/// characters as their number (`‹U+202E›`). Line breaks stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| c == '\n' || !steers(c)) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' => shown.push(c),
            '\0'..='\x1f' => shown.extend(char::from_u32(0x2400 + c as u32)),
            '\x7f' => shown.push('␡'),
            c if steers(c) => shown.push_str(&format!("‹U+{:04X}›", c as u32)),
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// [`visible`], line breaks as spaces.
pub fn visible_line(text: &str) -> String {
    visible(&text.replace(['\n', '\r'], " ")).into_owned()
}

fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_marks_of_direction_are_shown_and_do_nothing() {
        assert_eq!(visible("\x1b[31mIran\x07"), "␛[31mIran␇");
        assert_eq!(visible("a\u{202E}nari"), "a‹U+202E›nari");
        assert_eq!(visible("x\u{9b}31m"), "x‹U+009B›31m");
        assert_eq!(visible_line("Qasem\r\nSoleimani"), "Qasem  Soleimani");
    }

    #[test]
    fn ordinary_text_is_left_alone() {
        let text = "📰 DW: “İran’s” قاسم سليمانی\n2 January";
        assert!(matches!(visible(text), Cow::Borrowed(same) if same == text));
    }
}
