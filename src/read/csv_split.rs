//! Where a CSV record ends, and its fields.

use super::bytes::Bytes;

/// What was seen while looking for the end of a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// Bytes of the record, its line break included.
    pub length: usize,
    /// Line breaks before the quote that was opened last.
    pub lines_before_quote: u64,
    /// Bytes up to and with the end of the line on which that quote was opened.
    pub end_of_quote_line: Option<usize>,
    pub ending: Ending,
    /// Something other than a delimiter stands behind a closing quote.
    pub is_sloppy: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Ending {
    /// A line break, or the end of the file.
    #[default]
    Regular,
    /// The file ends within quotes.
    OpenQuote,
    /// The quotes close lines below, amid a field: more likely an opening quote of another field.
    DoubtfulQuote,
    /// Neither the record nor its quotes end within the limit.
    TooLong { in_quotes: bool },
    /// No record is left.
    Nothing,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    FieldStart,
    Plain,
    Quoted,
    /// Behind a quote within quotes: a doubled one, or the closing one.
    AfterQuote,
}

/// Looks for the end of the record that the window begins with, which stays in the window.
///
/// Quotes count at the beginning of a field only, as in RFC 4180 and the `csv` crate.
pub(super) fn find_record(bytes: &mut Bytes, delimiter: u8, limit: usize) -> Seen {
    let mut seen = Seen::default();
    let mut at = At::FieldStart;
    let mut newlines = 0;
    let mut ix = 0;
    let mut opened = 0;
    loop {
        while let Some(&byte) = bytes.window().get(ix) {
            ix += 1;
            if byte == b'\n' {
                newlines += 1;
                if seen.end_of_quote_line.is_none() && opened > 0 {
                    seen.end_of_quote_line = Some(ix);
                }
            }
            at = match (at, byte) {
                (At::Quoted, b'"') => At::AfterQuote,
                (At::AfterQuote, b'"') => At::Quoted,
                (At::Quoted, _) => At::Quoted,
                (At::FieldStart, b'"') => {
                    opened = ix;
                    seen.end_of_quote_line = None;
                    seen.lines_before_quote = newlines;
                    At::Quoted
                }
                (_, b'\n') => {
                    seen.length = ix;
                    return seen;
                }
                (_, byte) if byte == delimiter => At::FieldStart,
                (At::AfterQuote, b'\r') => At::AfterQuote,
                (At::AfterQuote, _) => {
                    seen.is_sloppy = true;
                    if newlines > seen.lines_before_quote {
                        seen.ending = Ending::DoubtfulQuote;
                        seen.length = ix;
                        return seen;
                    }
                    At::Plain
                }
                (_, _) => At::Plain,
            };
        }
        seen.length = ix;
        if ix > limit {
            seen.ending = Ending::TooLong { in_quotes: at == At::Quoted };
            return seen;
        }
        if !bytes.more() {
            seen.ending = match at {
                _ if ix == 0 => Ending::Nothing,
                At::Quoted => Ending::OpenQuote,
                _ => Ending::Regular,
            };
            return seen;
        }
    }
}

/// The fields of one record without its quotes, in one buffer that is used again.
#[derive(Debug, Default)]
pub(super) struct Fields {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Fields {
    /// Takes a record apart. Without `quoting`, quotes are characters like others.
    pub(super) fn split(&mut self, record: &[u8], delimiter: u8, quoting: bool) {
        self.bytes.clear();
        self.ends.clear();
        let record = record.strip_suffix(b"\n").unwrap_or(record);
        let record = record.strip_suffix(b"\r").unwrap_or(record);
        let mut at = At::FieldStart;
        for &byte in record {
            at = match (at, byte) {
                (At::Quoted, b'"') => At::AfterQuote,
                (At::FieldStart, b'"') if quoting => At::Quoted,
                (At::AfterQuote, b'"') => {
                    self.bytes.push(b'"');
                    At::Quoted
                }
                (At::FieldStart | At::Plain | At::AfterQuote, byte) if byte == delimiter => {
                    self.ends.push(self.bytes.len());
                    At::FieldStart
                }
                (at, byte) => {
                    self.bytes.push(byte);
                    if at == At::Quoted { At::Quoted } else { At::Plain }
                }
            };
        }
        self.ends.push(self.bytes.len());
    }

    pub(super) fn count(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn get(&self, ix: usize) -> Option<&[u8]> {
        let end = *self.ends.get(ix)?;
        let start = ix.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(&self.bytes[start..end])
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.count()).filter_map(|ix| self.get(ix))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Cursor;

    fn window(text: &str) -> Bytes {
        Bytes::new(Box::new(Cursor::new(text.to_owned())))
    }

    /// The records of a text whose quotes are in order; `None` if one is not.
    fn records(text: &str) -> Option<Vec<Vec<Vec<u8>>>> {
        let mut bytes = window(text);
        let mut fields = Fields::default();
        let mut records = Vec::new();
        loop {
            let seen = find_record(&mut bytes, b',', usize::MAX);
            match seen.ending {
                Ending::Nothing => return Some(records),
                Ending::Regular => {}
                _ => return None,
            }
            let record = &bytes.window()[..seen.length];
            if !record.trim_ascii().is_empty() {
                fields.split(record, b',', true);
                records.push(fields.iter().map(<[u8]>::to_vec).collect());
            }
            bytes.consume(seen.length);
        }
    }

    proptest! {
        #[test]
        fn records_are_those_of_the_csv_crate(text in "([ab,\"]|\"\"|\r\n|\n|\"a,\nb\"){0,30}") {
            let Some(ours) = records(&text) else { return Ok(()) };
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(text.as_bytes());
            let theirs: Vec<Vec<Vec<u8>>> = reader
                .byte_records()
                .map(|record| record.unwrap().iter().map(<[u8]>::to_vec).collect())
                .collect();
            prop_assert_eq!(ours, theirs);
        }
    }

    #[test]
    fn an_open_quote_is_told_with_its_line() {
        let seen = find_record(&mut window("1,\"a\nb\",\"c\nd\ne"), b',', 1000);
        assert_eq!(seen.ending, Ending::OpenQuote);
        assert_eq!((seen.lines_before_quote, seen.end_of_quote_line), (1, Some(11)));
    }

    #[test]
    fn quotes_that_close_below_amid_a_field_are_doubtful() {
        let seen = find_record(&mut window("1,\"a\n2,b\n3,\"Iran, said\"\n"), b',', 1000);
        assert_eq!(seen.ending, Ending::DoubtfulQuote);
        assert_eq!((seen.lines_before_quote, seen.end_of_quote_line), (0, Some(5)));
    }

    #[test]
    fn the_limit_is_kept() {
        let seen = find_record(&mut window(&format!("1,\"{}", "a".repeat(300_000))), b',', 1000);
        assert_eq!(seen.ending, Ending::TooLong { in_quotes: true });
        assert!(seen.length < 140_000);
    }
}
