//! Where a line or a JSON value ends, in bounded memory.

use super::bytes::Bytes;

/// The first line in the window, with its line break; the end of the file ends it too.
/// `None` if it is longer than `limit` bytes.
pub(super) fn line_length(bytes: &mut Bytes, limit: usize) -> Option<usize> {
    let mut seen = 0;
    loop {
        if let Some(ix) = bytes.window()[seen..].iter().position(|&byte| byte == b'\n') {
            return Some(seen + ix + 1);
        }
        seen = bytes.window().len();
        if seen > limit {
            return None;
        }
        if !bytes.more() {
            return Some(seen);
        }
    }
}

/// Consumes up to and with the next line break.
pub(super) fn skip_line(bytes: &mut Bytes) {
    loop {
        if let Some(ix) = bytes.window().iter().position(|&byte| byte == b'\n') {
            bytes.consume(ix + 1);
            return;
        }
        bytes.consume_all();
        if !bytes.more() {
            return;
        }
    }
}

/// Finds the end of a JSON value by its quotes and brackets, fed piece by piece.
#[derive(Debug, Default)]
pub(super) struct ValueEnd {
    depth: u64,
    in_string: bool,
    is_escaped: bool,
    has_begun: bool,
}

impl ValueEnd {
    /// How many bytes of `piece` belong to the value, if it ends there.
    pub(super) fn find(&mut self, piece: &[u8]) -> Option<usize> {
        for (ix, &byte) in piece.iter().enumerate() {
            if self.in_string {
                match byte {
                    _ if self.is_escaped => self.is_escaped = false,
                    b'\\' => self.is_escaped = true,
                    b'"' => self.in_string = false,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' if self.depth > 1 => self.depth -= 1,
                b'}' | b']' if self.depth == 1 => return Some(ix + 1),
                // A closing bracket that nothing opened ends what it follows, or stands alone.
                b'}' | b']' => return Some(if self.has_begun { ix } else { ix + 1 }),
                b',' | b' ' | b'\t' | b'\r' | b'\n' if self.depth == 0 => return Some(ix),
                _ => {}
            }
            self.has_begun = true;
        }
        None
    }
}

/// The JSON value that the window begins with.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ValueLength {
    Whole(usize),
    /// The file ends within it.
    Open(usize),
    /// It is over the limit; it is consumed, and had so many line breaks.
    TooLong {
        newlines: u64,
    },
}

pub(super) fn value_length(bytes: &mut Bytes, limit: usize) -> ValueLength {
    let mut end = ValueEnd::default();
    let mut seen = 0;
    loop {
        if let Some(length) = end.find(&bytes.window()[seen..]) {
            return ValueLength::Whole(seen + length);
        }
        seen = bytes.window().len();
        if seen > limit {
            return ValueLength::TooLong { newlines: skip_value(bytes, end) };
        }
        if !bytes.more() {
            return ValueLength::Open(seen);
        }
    }
}

fn skip_value(bytes: &mut Bytes, mut end: ValueEnd) -> u64 {
    let mut newlines = super::encoding::newlines(bytes.window());
    bytes.consume_all();
    while bytes.more() {
        let found = end.find(bytes.window());
        let length = found.unwrap_or(bytes.window().len());
        newlines += super::encoding::newlines(&bytes.window()[..length]);
        bytes.consume(length);
        if found.is_some() {
            break;
        }
    }
    newlines
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Read};

    fn bytes(text: &str) -> Bytes {
        Bytes::new(Box::new(Cursor::new(text.to_owned())))
    }

    #[test]
    fn a_value_ends_with_its_bracket_whatever_its_strings_hold() {
        let object = r#"{"a": "}]\"", "b": [{}]}"#;
        for behind in ["", ",{}", "\n{}", "]", "}"] {
            let found = value_length(&mut bytes(&format!("{object}{behind}")), 1000);
            assert_eq!(found, ValueLength::Whole(object.len()));
        }
        assert_eq!(value_length(&mut bytes("12, 13"), 1000), ValueLength::Whole(2));
        assert_eq!(value_length(&mut bytes("12]"), 1000), ValueLength::Whole(2));
        assert_eq!(value_length(&mut bytes("]{}"), 1000), ValueLength::Whole(1));
        assert_eq!(value_length(&mut bytes("{\"a\": \"b"), 1000), ValueLength::Open(8));
    }

    #[test]
    fn a_value_over_the_limit_is_passed_in_little_memory() {
        let long = std::io::repeat(b'\n').take(200 << 20);
        let source = Cursor::new("{\"text\": \"").chain(long).chain(Cursor::new("\"}, {}"));
        let mut bytes = Bytes::new(Box::new(source));
        assert_eq!(value_length(&mut bytes, 1 << 20), ValueLength::TooLong { newlines: 200 << 20 });
        assert_eq!(bytes.look_ahead(10), b", {}");
    }

    #[test]
    fn a_line_over_the_limit_is_passed_in_little_memory() {
        let source = std::io::repeat(b'a').take(200 << 20).chain(Cursor::new("\nIran\n"));
        let mut bytes = Bytes::new(Box::new(source));
        assert_eq!(line_length(&mut bytes, 1 << 20), None);
        skip_line(&mut bytes);
        assert_eq!(line_length(&mut bytes, 1 << 20), Some(5));
    }
}
