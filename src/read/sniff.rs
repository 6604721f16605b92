//! The format of a stream whose name does not say it.

use super::bytes::Bytes;
use super::codes;
use super::config::InputFormat;
use crate::diagnostic::{Diagnostic, Severity};

/// Beginnings of files that are no text, and what they are.
const NO_TEXT: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x89PNG", "an image"),
    (b"\xFF\xD8\xFF", "an image"),
    (b"GIF8", "an image"),
    (b"\xD0\xCF\x11\xE0", "an office document"),
    (b"PAR1", "a Parquet file"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7FELF", "a program"),
    (b"BZh", "a bzip2 archive"),
    (b"\xFD7zXZ", "an xz archive"),
];

/// Text, unless the stream begins as JSON or HTML do, which is noted.
///
/// # Errors
///
/// A fault, if it begins as a known format does that is no text.
pub(super) fn format(bytes: &mut Bytes) -> Result<(InputFormat, Option<Diagnostic>), Diagnostic> {
    let head = bytes.look_ahead(4096);
    let head = &head[..head.len().min(4096)];
    if let Some((_, what)) = NO_TEXT.iter().find(|(magic, _)| head.starts_with(magic)) {
        let message = format!("this is {what}; expected text, JSON, CSV, TSV or HTML");
        return Err(Diagnostic::new(codes::CANNOT_READ, Severity::Error, message));
    }
    let head = head.trim_ascii_start();
    let format = match json_shape(head) {
        Some(format) => format,
        None if is_html(head) => InputFormat::Html,
        None => return Ok((InputFormat::Text, None)),
    };
    let message =
        format!("read as {} because of how it begins; set the format otherwise", format.as_str());
    Ok((format, Some(Diagnostic::new(codes::FORMAT_BY_CONTENT, Severity::Note, message))))
}

/// `{"` and `[{` begin no article.
fn json_shape(head: &[u8]) -> Option<InputFormat> {
    let second = head.get(1..)?.trim_ascii_start().first();
    match (head[0], second) {
        (b'[', Some(b'{')) => Some(InputFormat::Json),
        (b'{', Some(b'"')) => {
            let first_line = head.split(|&byte| byte == b'\n').next()?;
            let is_whole =
                first_line.len() == head.len() || first_line.trim_ascii_end().ends_with(b"}");
            Some(if is_whole { InputFormat::Jsonl } else { InputFormat::Json })
        }
        _ => None,
    }
}

fn is_html(head: &[u8]) -> bool {
    let begins =
        |tag: &[u8]| head.get(..tag.len()).is_some_and(|first| first.eq_ignore_ascii_case(tag));
    begins(b"<!doctype html") || begins(b"<html")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn of(text: &str) -> Result<InputFormat, String> {
        let mut bytes = Bytes::new(Box::new(Cursor::new(text.to_owned())));
        format(&mut bytes).map(|(format, _)| format).map_err(|fault| fault.message)
    }

    #[test]
    fn json_and_html_are_known_by_their_beginning() {
        assert_eq!(of("{\"text\": \"a\"}\n{\"text\": \"b\"}\n"), Ok(InputFormat::Jsonl));
        assert_eq!(of("{\n  \"text\": \"a\"\n}"), Ok(InputFormat::Json));
        assert_eq!(of(" [\n {\"text\": \"a\"}]"), Ok(InputFormat::Json));
        assert_eq!(of("<!DOCTYPE HTML><p>a"), Ok(InputFormat::Html));
    }

    #[test]
    fn everything_else_is_text() {
        for text in ["", "[BAGHDAD] Iran", "{Iran}", "<i>Iran", "Iran vowed revenge.", "[", "{"] {
            assert_eq!(of(text), Ok(InputFormat::Text), "{text}");
        }
    }

    #[test]
    fn files_that_are_no_text_are_refused_by_name() {
        assert!(of("%PDF-1.7").unwrap_err().contains("a PDF file"));
    }
}
