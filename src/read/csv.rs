//! CSV and TSV: a header, then a document a record.

use super::bytes::Bytes;
use super::codes;
use super::config::{Field, FieldNames};
use super::csv_split::{Ending, Fields, Seen, find_record};
use super::draft::{Draft, Next};
use super::encoding::{self, Position};
use super::json_split::skip_line;
use super::jsonl::list;
use super::plain;
use crate::diagnostic::{Diagnostic, Severity};

/// Reads a table, one record at a time.
pub(super) struct CsvReader {
    pub(super) bytes: Bytes,
    names: FieldNames,
    /// Longest record, in bytes.
    limit: usize,
    delimiter: u8,
    /// Of the next byte.
    line: u64,
    /// Where the record that was split last begins.
    record_line: u64,
    header: Header,
    fields: Fields,
    /// Bytes that were looked at in vain because of open quotes.
    wasted: u64,
}

enum Header {
    Unread,
    Read {
        columns: usize,
        /// Column of each field.
        places: [Option<usize>; Field::COUNT],
    },
    /// Nothing more can be read.
    Unusable,
}

impl CsvReader {
    pub(super) fn new(bytes: Bytes, names: FieldNames, limit: usize, delimiter: u8) -> Self {
        Self {
            bytes,
            names,
            limit,
            delimiter,
            line: 1,
            record_line: 1,
            header: Header::Unread,
            fields: Fields::default(),
            wasted: 0,
        }
    }

    pub(super) fn next(&mut self) -> Option<Next> {
        loop {
            if let Header::Unusable = self.header {
                return None;
            }
            if let Err(fault) = self.split_record()? {
                return Some(Next::Fault(fault));
            }
            match self.header {
                Header::Unread => {
                    if let Err(fault) = self.read_header() {
                        self.header = Header::Unusable;
                        return Some(Next::Fault(fault));
                    }
                }
                Header::Read { columns, places } => return Some(self.record(columns, places)),
                Header::Unusable => return None,
            }
        }
    }

    /// Takes the next record that is not blank apart; `None` at the end of the file.
    fn split_record(&mut self) -> Option<Result<(), Diagnostic>> {
        loop {
            if matches!(self.header, Header::Unread) && self.line == 1 {
                self.choose_delimiter();
            }
            self.record_line = self.line;
            let seen = find_record(&mut self.bytes, self.delimiter, self.limit);
            match seen.ending {
                Ending::Nothing if matches!(self.header, Header::Unread) => {
                    self.header = Header::Unusable;
                    return Some(Err(plain::nothing_within()));
                }
                Ending::Nothing => return None,
                Ending::Regular if self.is_literal(&seen) => return Some(self.split_line()),
                Ending::Regular => {}
                Ending::TooLong { in_quotes: false } => return Some(Err(self.skip_long())),
                _ => return Some(self.mend_quote(&seen)),
            }
            let record = &self.bytes.window()[..seen.length];
            let is_blank = record.iter().all(|byte| matches!(byte, b'\r' | b'\n'));
            self.fields.split(record, self.delimiter, true);
            self.line += encoding::newlines(record);
            self.bytes.consume(seen.length);
            if !is_blank {
                return Some(Ok(()));
            }
        }
    }

    /// Tab-separated files often hold quotes that are nothing but quotes.
    fn is_literal(&self, seen: &Seen) -> bool {
        self.delimiter == b'\t' && seen.is_sloppy
    }

    /// Takes the first line apart as if quotes were letters.
    fn split_line(&mut self) -> Result<(), Diagnostic> {
        let window = self.bytes.window();
        let end = window.iter().position(|&byte| byte == b'\n');
        let length = end.map_or(window.len(), |ix| ix + 1);
        self.fields.split(&window[..length], self.delimiter, false);
        self.line += 1;
        self.bytes.consume(length);
        Ok(())
    }

    /// What to do about a quote that does not close, or not where it should: its line is lost (or,
    /// with tabs, read as it is), and what it would have swallowed is read as records again.
    fn mend_quote(&mut self, seen: &Seen) -> Result<(), Diagnostic> {
        self.wasted += seen.length as u64;
        let line = self.line + seen.lines_before_quote;
        let patience = 4 * self.limit as u64 + self.bytes.offset();
        if self.wasted > patience {
            self.header = Header::Unusable;
            let message = "too many quotes that do not close; the rest of the file is not read";
            return Err(open_quote(message, line));
        }
        let has_line = seen.end_of_quote_line.is_some() || seen.ending == Ending::OpenQuote;
        if self.delimiter == b'\t' && seen.lines_before_quote == 0 && has_line {
            return self.split_line();
        }
        match seen.end_of_quote_line {
            Some(end) => self.bytes.consume(end),
            None => skip_line(&mut self.bytes),
        }
        self.line = line + 1;
        let message = match seen.ending {
            Ending::OpenQuote => {
                "the quote opened here is not closed; the record is not read".to_owned()
            }
            Ending::TooLong { .. } => format!(
                "the quote opened here is not closed within {} bytes; the record is not read",
                self.limit
            ),
            _ => "the quote opened here is not closed properly; the record is not read".to_owned(),
        };
        Err(open_quote(message, line))
    }

    fn skip_long(&mut self) -> Diagnostic {
        let message = format!("record longer than {} bytes; not read", self.limit);
        let fault =
            Diagnostic::new(codes::LONG_RECORD, Severity::Error, message).on_line(self.line);
        skip_line(&mut self.bytes);
        self.line += 1;
        fault
    }

    /// The delimiter that makes the text column appear in the first line, if another one does.
    fn choose_delimiter(&mut self) {
        let window = self.bytes.look_ahead(4096);
        let end = window.iter().position(|&byte| byte == b'\n').unwrap_or(window.len());
        let first = window[..end].to_vec();
        let others = [b',', b';', b'\t', b'|'];
        let mut candidates = std::iter::once(self.delimiter).chain(others);
        let has_text = |&delimiter: &u8| {
            self.fields.split(&first, delimiter, true);
            column(&self.fields, &self.names.text).is_some()
        };
        if let Some(delimiter) = candidates.find(has_text) {
            self.delimiter = delimiter;
        }
    }

    fn read_header(&mut self) -> Result<(), Diagnostic> {
        let places = Field::ALL.map(|field| column(&self.fields, self.names.name(field)));
        if places[Field::Text as usize].is_none() {
            let columns: Vec<_> = self.fields.iter().map(String::from_utf8_lossy).collect();
            let message = format!("no column `{}`; found {}", self.names.text, list(&columns));
            let fault = Diagnostic::new(codes::NO_TEXT_FIELD, Severity::Error, message);
            return Err(fault.on_line(self.record_line));
        }
        self.header = Header::Read { columns: self.fields.count(), places };
        Ok(())
    }

    fn record(&self, columns: usize, places: [Option<usize>; Field::COUNT]) -> Next {
        let line = self.record_line;
        if self.fields.count() != columns {
            let found = self.fields.count();
            let s = if found == 1 { "" } else { "s" };
            let message = format!("{found} column{s}; expected {columns}, as in the header");
            let fault = Diagnostic::new(codes::COLUMN_COUNT, Severity::Error, message);
            return Next::Fault(fault.on_line(line));
        }
        let mut draft = Draft { line: Some(line), ..Draft::default() };
        for field in Field::ALL {
            let Some(raw) = places[field as usize].and_then(|ix| self.fields.get(ix)) else {
                continue;
            };
            let at = Position { offset: 0, line };
            let (text, note) = encoding::decode(raw, at);
            if let Some(mut note) = note {
                note.message = format!("column `{}`: {}", self.names.name(field), note.message);
                draft.diagnostics.push(note.on_line(line));
            }
            draft.set(field, text.into_owned());
        }
        Next::Draft(Box::new(draft))
    }
}

fn open_quote(message: impl Into<String>, line: u64) -> Diagnostic {
    Diagnostic::new(codes::OPEN_QUOTE, Severity::Error, message).on_line(line)
}

/// The column of that name; if there is none, the one that differs in case only.
fn column(header: &Fields, name: &str) -> Option<usize> {
    let trimmed = |column: &&[u8]| String::from_utf8_lossy(column).trim().to_owned();
    let columns: Vec<String> = header.iter().map(|column| trimmed(&column)).collect();
    let exact = columns.iter().position(|column| column == name);
    exact.or_else(|| columns.iter().position(|column| column.eq_ignore_ascii_case(name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Read};

    fn read_from(
        source: impl Read + Send + 'static,
        delimiter: u8,
        limit: usize,
    ) -> (Vec<Draft>, Vec<Diagnostic>) {
        let bytes = Bytes::new(Box::new(source));
        let mut reader = CsvReader::new(bytes, FieldNames::default(), limit, delimiter);
        let (mut drafts, mut faults) = (Vec::new(), Vec::new());
        while let Some(next) = reader.next() {
            match next {
                Next::Draft(draft) => drafts.push(*draft),
                Next::Fault(fault) => faults.push(fault),
            }
        }
        (drafts, faults)
    }

    fn csv(raw: &str) -> (Vec<Draft>, Vec<Diagnostic>) {
        read_from(Cursor::new(raw.to_owned()), b',', 1000)
    }

    fn tsv(raw: &str) -> (Vec<Draft>, Vec<Diagnostic>) {
        read_from(Cursor::new(raw.to_owned()), b'\t', 1000)
    }

    fn texts(drafts: &[Draft]) -> Vec<(u64, &str)> {
        drafts.iter().map(|draft| (draft.line.unwrap(), draft.text.as_str())).collect()
    }

    #[test]
    fn a_record_is_a_document_and_may_hold_line_breaks() {
        let (drafts, faults) =
            csv("id,Title,text\r\n7,Iran,\"He said \"\"no\"\"\r\nand left\"\r\n\r\n8,,b\r\n");
        assert_eq!(faults, []);
        assert_eq!(texts(&drafts), [(2, "He said \"no\"\r\nand left"), (5, "b")]);
        assert_eq!(drafts[0].id.as_deref(), Some("7"));
        assert_eq!(drafts[0].title.as_deref(), Some("Iran"));
        assert_eq!(drafts[1].title, None);
    }

    #[test]
    fn a_quote_that_swallows_the_file_is_told_and_the_rest_is_read() {
        let (drafts, faults) = csv("id,text\n1,a\n2,\"Iran said\n3,c\n4,d\n");
        assert_eq!(texts(&drafts), [(2, "a"), (4, "c"), (5, "d")]);
        assert_eq!(faults.len(), 1);
        assert_eq!((faults[0].code, faults[0].line), (codes::OPEN_QUOTE, Some(3)));
    }

    #[test]
    fn a_quote_that_swallows_some_lines_is_told_and_they_are_read() {
        let (drafts, faults) = csv("id,text\n1,\"Iran said\n2,b\n3,\"Iraq, too\"\n4,d\n");
        assert_eq!(texts(&drafts), [(3, "b"), (4, "Iraq, too"), (5, "d")]);
        assert_eq!((faults[0].code, faults[0].line), (codes::OPEN_QUOTE, Some(2)));
    }

    #[test]
    fn a_line_with_a_wrong_number_of_columns_is_left_out() {
        let (drafts, faults) = csv("id,text\n1,a\n2,b,c\n3\n4,d\n");
        assert_eq!(texts(&drafts), [(2, "a"), (5, "d")]);
        let said: Vec<_> =
            faults.iter().map(|fault| (fault.line.unwrap(), fault.message.as_str())).collect();
        assert_eq!(
            said,
            [
                (3, "3 columns; expected 2, as in the header"),
                (4, "1 column; expected 2, as in the header"),
            ]
        );
    }

    #[test]
    fn semicolons_and_tabs_are_noticed_by_the_header() {
        assert_eq!(texts(&csv("id;text\n1;Iran, Iraq\n").0), [(2, "Iran, Iraq")]);
        assert_eq!(texts(&csv("id\ttext\n1\tIran, Iraq\n").0), [(2, "Iran, Iraq")]);
    }

    #[test]
    fn quotes_in_tab_separated_files_may_be_mere_quotes() {
        let (drafts, faults) =
            tsv("id\ttext\n1\t\"No,\" Iran said\n2\t\"Never\n3\tc\n4\t\"a\tb\"\n");
        assert_eq!(faults, []);
        assert_eq!(
            texts(&drafts),
            [(2, "\"No,\" Iran said"), (3, "\"Never"), (4, "c"), (5, "a\tb")]
        );
    }

    #[test]
    fn a_missing_column_is_named_together_with_those_found() {
        let (drafts, faults) = csv("id,body\n1,a\n");
        assert!(drafts.is_empty());
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].message, "no column `text`; found `id`, `body`");
        assert_eq!(faults[0].line, Some(1));
    }

    #[test]
    fn an_empty_file_is_told() {
        assert_eq!(csv("").1[0].code, codes::EMPTY);
        assert!(csv("id,text\n").1.is_empty());
        assert!(csv("id,text").1.is_empty());
    }

    #[test]
    fn long_records_are_left_out_in_little_memory() {
        let long = std::io::repeat(b'a').take(100 << 20);
        let quoted = std::io::repeat(b'b').take(100 << 20);
        let source =
            Cursor::new("id,text\n1,").chain(long).chain(Cursor::new("\n2,\"")).chain(quoted);
        let source = source.chain(Cursor::new("\"\n3,c\n"));
        let (drafts, faults) = read_from(source, b',', 1 << 20);
        assert_eq!(texts(&drafts), [(4, "c")]);
        let places: Vec<_> = faults.iter().map(|fault| (fault.code, fault.line)).collect();
        assert_eq!(places, [(codes::LONG_RECORD, Some(2)), (codes::OPEN_QUOTE, Some(3))]);
    }

    #[test]
    fn a_file_of_open_quotes_takes_linear_time() {
        let raw = "id,text\n".to_owned() + &"1,\"a\n2,b \"c\n".repeat(100_000);
        let (_, faults) = csv(&raw);
        assert!(!faults.is_empty());
    }
}
