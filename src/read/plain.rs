//! A plain text file: one document.

use super::bytes::Bytes;
use super::codes;
use super::draft::Draft;
use super::encoding::{self, Position};
use crate::diagnostic::{Diagnostic, Severity};

/// The document of a plain text file of at most `limit` bytes; what is longer is cut.
pub(super) fn read(bytes: &mut Bytes, limit: usize) -> Draft {
    let mut draft = Draft::default();
    let (raw, cut) = whole(bytes, limit);
    let length = raw.len();
    draft.text = String::from_utf8(bytes.take(length)).unwrap_or_else(|error| {
        let (text, note) = encoding::decode(error.as_bytes(), Position::START);
        draft.diagnostics.extend(note);
        text.into_owned()
    });
    draft.diagnostics.extend(cut);
    draft
}

/// All of a file, or its first `limit` bytes without half a character, and the note that says so.
pub(super) fn whole(bytes: &mut Bytes, limit: usize) -> (&[u8], Option<Diagnostic>) {
    let window = bytes.look_ahead(limit.saturating_add(1));
    match window.get(..limit) {
        Some(first) if window.len() > limit => {
            (encoding::without_half_character(first), Some(encoding::cut_note(limit)))
        }
        _ => (window, None),
    }
}

/// What is said of a file with nothing in it, for formats in which that is no document.
pub(super) fn nothing_within() -> Diagnostic {
    Diagnostic::new(codes::EMPTY, Severity::Note, "the file is empty")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Read};

    fn read_all(raw: &[u8], limit: usize) -> Draft {
        read(&mut Bytes::new(Box::new(Cursor::new(raw.to_vec()))), limit)
    }

    #[test]
    fn the_text_is_what_the_file_says_line_ends_included() {
        let draft = read_all("Tehran vows\r\n\r\n“Téhéran”\r".as_bytes(), 1000);
        assert_eq!(draft.text, "Tehran vows\r\n\r\n“Téhéran”\r");
        assert!(draft.diagnostics.is_empty());
    }

    #[test]
    fn a_long_text_is_cut_at_a_character() {
        let draft = read_all("Téhéran".as_bytes(), 5);
        assert_eq!(draft.text, "Téh");
        assert_eq!(draft.diagnostics[0].code, codes::CUT);
        assert_eq!(draft.diagnostics.len(), 1);
        assert!(read_all(b"Tehran", 6).diagnostics.is_empty());
    }

    #[test]
    fn an_endless_line_takes_no_more_memory_than_the_limit() {
        let mut bytes = Bytes::new(Box::new(std::io::repeat(b'a').take(200 << 20)));
        let draft = read(&mut bytes, 1 << 20);
        assert_eq!(draft.text.len(), 1 << 20);
        assert!(bytes.offset() < 3 << 20, "{} bytes were read", bytes.offset());
    }
}
