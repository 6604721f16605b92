//! From bytes to text: which encoding, and what to say about it.

use super::bytes::Bytes;
use super::codes;
use crate::diagnostic::{Diagnostic, Severity};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// How much of a file is looked at to tell UTF-16 from UTF-8.
const SAMPLE: usize = 4096;

/// Makes `bytes` a stream of UTF-8 without a byte-order mark, as far as its beginning tells how:
/// UTF-16 is decoded, and so is everything if the user said the encoding. Bytes that are not UTF-8
/// may remain; [`decode`] knows what to do with them.
pub(super) fn settle(bytes: &mut Bytes, said: Option<&'static Encoding>) -> Option<Diagnostic> {
    let sample = bytes.look_ahead(SAMPLE);
    let sample = &sample[..sample.len().min(SAMPLE)];
    if is_utf_32(sample) {
        let message = "UTF-32, which this program does not decode; convert the file to UTF-8";
        return Some(Diagnostic::new(codes::ENCODING, Severity::Error, message));
    }
    let marked = Encoding::for_bom(sample);
    if let Some((_, length)) = marked.filter(|(encoding, _)| *encoding == UTF_8) {
        bytes.consume(length);
        return None;
    }
    let (encoding, why) = match (marked, said) {
        (Some((encoding, _)), _) => (encoding, "its byte-order mark"),
        (None, Some(said)) => {
            bytes.transcode(said);
            return None;
        }
        (None, None) => (utf_16_without_mark(sample)?, "its zero bytes"),
    };
    bytes.transcode(encoding);
    let message = format!("decoded as {} because of {why}", encoding.name());
    Some(Diagnostic::new(codes::ENCODING, Severity::Note, message))
}

/// UTF-32 with its byte-order mark; a NUL first in UTF-16 is no text.
fn is_utf_32(sample: &[u8]) -> bool {
    sample.starts_with(b"\xFF\xFE\0\0") || sample.starts_with(b"\0\0\xFE\xFF")
}

/// UTF-16 shows itself by high bytes that are nearly all the same small number (0 in Latin text, 4
/// in Cyrillic, 6 in Arabic), whereas low bytes are letters.
fn utf_16_without_mark(sample: &[u8]) -> Option<&'static Encoding> {
    let units = sample.len() / 2;
    if units < 4 || !sample.contains(&0) {
        return None;
    }
    let small = |parity: usize| {
        let bytes = sample.iter().skip(parity).step_by(2);
        bytes.filter(|&&byte| byte <= 8).count()
    };
    let (even, odd) = (small(0), small(1));
    let most = units * 2 / 5;
    let few = units / 20;
    match (even, odd) {
        (even, odd) if even <= few && odd >= most => Some(UTF_16LE),
        (even, odd) if odd <= few && even >= most => Some(UTF_16BE),
        _ => None,
    }
}

/// Where the bytes to decode stand in their file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Position {
    pub offset: u64,
    /// Counted from 1.
    pub line: u64,
}

impl Position {
    pub(super) const START: Position = Position { offset: 0, line: 1 };
}

/// The text of `bytes`, which are meant to be UTF-8, and what had to be done if they are not.
///
/// A text that holds characters of UTF-8 beyond ASCII is UTF-8 with damage: what is damaged becomes
/// U+FFFD. So does a stray byte in ASCII text. Otherwise the text is in an older encoding,
/// which is found out from its letters.
pub(super) fn decode(bytes: &[u8], at: Position) -> (Cow<'_, str>, Option<Diagnostic>) {
    let Err(error) = std::str::from_utf8(bytes) else {
        // Valid as a whole, so nothing is replaced and nothing copied.
        return (String::from_utf8_lossy(bytes), None);
    };
    if is_damaged_utf_8(bytes) {
        let first = error.valid_up_to();
        let line = at.line + newlines(&bytes[..first]);
        let found = bytes[first];
        let message = format!(
            "invalid UTF-8 replaced by U+FFFD, the first at byte {} (0x{found:02X})",
            at.offset + first as u64,
        );
        let fault = Diagnostic::new(codes::INVALID_BYTES, Severity::Warning, message).on_line(line);
        return (String::from_utf8_lossy(bytes), Some(fault));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    decode_as(bytes, encoding)
}

/// The text of `bytes` in `encoding`, with a note that says so.
pub(super) fn decode_as(
    bytes: &[u8],
    encoding: &'static Encoding,
) -> (Cow<'static, str>, Option<Diagnostic>) {
    let (text, used, replaced) = encoding.decode(bytes);
    let (severity, message) = match replaced {
        false => (Severity::Note, format!("not UTF-8; decoded as {}", used.name())),
        true => (
            Severity::Warning,
            format!("not UTF-8; decoded as {}, bytes that do not fit became U+FFFD", used.name()),
        ),
    };
    let note = Diagnostic::new(codes::ENCODING, severity, message);
    (Cow::Owned(text.into_owned()), Some(note))
}

/// Whether bytes that are not valid UTF-8 are nevertheless meant to be.
fn is_damaged_utf_8(bytes: &[u8]) -> bool {
    let (mut characters, mut damages, mut strays) = (0usize, 0usize, 0usize);
    let mut before = b' ';
    for chunk in bytes.utf8_chunks() {
        characters += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        before = chunk.valid().bytes().last().unwrap_or(before);
        if let Some(&first) = chunk.invalid().first() {
            damages += 1;
            strays += usize::from(!is_plausible_letter(first, before));
            before = first;
        }
    }
    // Two bytes that happen to look like UTF-8 are rare in older encodings.
    characters > 4 * damages || (characters == 0 && strays > 0 && damages * 100 < bytes.len())
}

/// Whether `byte` is likely to be meant, in the single-byte encodings, where it stands: a curly
/// quote or dash, or a letter in a word.
fn is_plausible_letter(byte: u8, before: u8) -> bool {
    match byte {
        0x82
        | 0x84
        | 0x85
        | 0x8B
        | 0x91..=0x97
        | 0x9B
        | 0xA0
        | 0xA3
        | 0xA7
        | 0xAB
        | 0xB0
        | 0xBB => true,
        0x80..=0x9F => before.is_ascii_alphabetic() || before >= 0x80,
        0xC0..=0xFD => before.is_ascii_alphabetic() || before == b' ' || before >= 0x80,
        _ => before >= 0x80,
    }
}

pub(super) fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|&&byte| byte == b'\n').count() as u64
}

/// Cuts `text` to at most `limit` bytes, at a character border.
pub(super) fn cut(text: &mut String, limit: usize) -> Option<Diagnostic> {
    if text.len() <= limit {
        return None;
    }
    let mut end = limit;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    text.shrink_to_fit();
    Some(cut_note(limit))
}

pub(super) fn cut_note(limit: usize) -> Diagnostic {
    let message = format!("text longer than {limit} bytes; what follows is not used");
    Diagnostic::new(codes::CUT, Severity::Warning, message)
}

/// `bytes` without a character of UTF-8 that is cut in two at the end.
pub(super) fn without_half_character(bytes: &[u8]) -> &[u8] {
    let last = bytes.len().saturating_sub(3);
    match std::str::from_utf8(&bytes[last..]) {
        Err(error) if error.error_len().is_none() => &bytes[..last + error.valid_up_to()],
        // The tail may itself begin amid a character.
        Err(_) => match bytes[last..].iter().rposition(|&byte| byte >= 0xC0) {
            Some(ix) if half_from(&bytes[last + ix..]) => &bytes[..last + ix],
            _ => bytes,
        },
        Ok(_) => bytes,
    }
}

fn half_from(tail: &[u8]) -> bool {
    std::str::from_utf8(tail).is_err_and(|error| error.error_len().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn settled(raw: &[u8]) -> (Vec<u8>, Option<Diagnostic>) {
        let mut bytes = Bytes::new(Box::new(Cursor::new(raw.to_vec())));
        let note = settle(&mut bytes, None);
        while bytes.more() {}
        (bytes.window().to_vec(), note)
    }

    fn utf_16le(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    fn utf_16be(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_be_bytes).collect()
    }

    #[test]
    fn a_byte_order_mark_is_no_text() {
        assert_eq!(settled(b"\xEF\xBB\xBFTehran"), (b"Tehran".to_vec(), None));
        for raw in [utf_16le("\u{FEFF}Tehran, Téhéran 📰"), utf_16be("\u{FEFF}Tehran, Téhéran 📰")]
        {
            let (text, note) = settled(&raw);
            assert_eq!(String::from_utf8(text).unwrap(), "Tehran, Téhéran 📰");
            assert!(note.unwrap().message.contains("UTF-16"));
        }
    }

    #[test]
    fn utf_16_is_known_by_its_zero_bytes() {
        for text in [
            "Tehran vows revenge",
            "Правительство России заявило",
            "طهران تتوعد بالانتقام من واشنطن",
        ] {
            for raw in [utf_16le(text), utf_16be(text)] {
                let (read, note) = settled(&raw);
                assert_eq!(String::from_utf8(read).unwrap(), text);
                assert!(note.is_some());
            }
        }
    }

    #[test]
    fn utf_32_is_refused_by_name() {
        for raw in [b"\xFF\xFE\0\0T\0\0\0".as_slice(), b"\0\0\xFE\xFF\0\0\0T"] {
            let (_, note) = settled(raw);
            let note = note.unwrap();
            assert!(note.message.contains("UTF-32") && note.severity == Severity::Error, "{note}");
        }
    }

    #[test]
    fn nul_characters_alone_do_not_make_utf_16() {
        for text in ["Iran\0Iraq\0Syria\0", "Tehran vowed\0 revenge", "\0\0\0\0\0\0\0\0\0\0"] {
            assert_eq!(settled(text.as_bytes()), (text.as_bytes().to_vec(), None));
        }
    }

    #[test]
    fn an_encoding_that_was_said_is_used() {
        let mut bytes = Bytes::new(Box::new(Cursor::new(b"\xD2\xE5\xE3\xE5\xF0\xE0\xED".to_vec())));
        settle(&mut bytes, Encoding::for_label(b"windows-1251"));
        assert_eq!(String::from_utf8_lossy(bytes.look_ahead(100)), "Тегеран");
    }

    #[test]
    fn legacy_encodings_are_found_out_and_named() {
        let french = "Le président français a déclaré à Téhéran que l’accord était menacé.";
        let (raw, _, _) = encoding_rs::WINDOWS_1252.encode(french);
        let (text, note) = decode(&raw, Position::START);
        assert_eq!(text, french);
        assert!(note.unwrap().message.contains("windows-1252"));

        let russian = "Министр иностранных дел прибыл в Москву.";
        let (raw, _, _) = encoding_rs::WINDOWS_1251.encode(russian);
        let (text, note) = decode(&raw, Position::START);
        assert_eq!(text, russian);
        assert!(note.unwrap().message.contains("windows-1251"));

        let english = format!("{}Iran\u{2019}s army said no.", "The army said yes. ".repeat(40));
        let (raw, _, _) = encoding_rs::WINDOWS_1252.encode(&english);
        assert_eq!(decode(&raw, Position::START).0, english);
    }

    #[test]
    fn damage_in_utf_8_is_replaced_and_its_place_is_told() {
        let raw = b"Tehran \xC2\xAB\xC3\xA9t\xC3\xA9\xC2\xBB\nvowed \xFF revenge".to_vec();
        let raw = [raw, "Téhéran ".repeat(40).into_bytes()].concat();
        let (text, note) = decode(&raw, Position { offset: 1000, line: 7 });
        assert!(text.starts_with("Tehran «été»\nvowed \u{FFFD} revenge"));
        let note = note.unwrap();
        assert_eq!((note.code, note.line), (codes::INVALID_BYTES, Some(8)));
        assert!(note.message.contains("byte 1023 (0xFF)"), "{note}");
    }

    #[test]
    fn a_stray_byte_in_ascii_text_is_damage() {
        let raw =
            [b"The ministry in Baghdad said so. ".repeat(40), b"\xFF\xFE and".to_vec()].concat();
        let (text, note) = decode(&raw, Position::START);
        assert!(text.ends_with("\u{FFFD}\u{FFFD} and"));
        assert_eq!(note.unwrap().code, codes::INVALID_BYTES);
    }

    #[test]
    fn a_cut_keeps_characters_whole() {
        let mut text = "Téhéran".to_owned();
        assert_eq!(cut(&mut text, 2).unwrap().code, codes::CUT);
        assert_eq!(text, "T");
        assert_eq!(cut(&mut text, 1), None);
        for text in ["Té", "T📰", "T€", "Téh"] {
            for cut in 0..=text.len() {
                let whole = without_half_character(&text.as_bytes()[..cut]);
                assert!(std::str::from_utf8(whole).is_ok(), "{text} {cut}");
                assert!(cut - whole.len() < 4);
                assert!(!text.is_char_boundary(cut) || whole.len() == cut);
            }
        }
    }
}
