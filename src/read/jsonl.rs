//! JSON: an object a line, an array of objects, or objects one after the other.

use super::bytes::Bytes;
use super::codes;
use super::config::{Field, FieldNames};
use super::draft::{Draft, Next};
use super::encoding::{self, Position};
use super::json_fields::{Found, Value, find_fields};
use super::json_mend::mend;
use super::json_split::{ValueLength, line_length, skip_line, value_length};
use super::plain;
use crate::diagnostic::{Diagnostic, Severity};

/// Reads a file of JSON objects, one record at a time.
pub(super) struct JsonReader {
    pub(super) bytes: Bytes,
    names: FieldNames,
    /// Longest record, in bytes.
    limit: usize,
    shape: Shape,
    /// Of the next byte.
    line: u64,
    records: u64,
}

enum Shape {
    /// A line is a record, so that a broken one does no harm to its neighbours.
    Lines,
    /// Brackets tell where a record ends.
    Values { in_array: bool },
}

impl JsonReader {
    pub(super) fn lines(bytes: Bytes, names: FieldNames, limit: usize) -> Self {
        Self { bytes, names, limit, shape: Shape::Lines, line: 1, records: 0 }
    }

    pub(super) fn values(bytes: Bytes, names: FieldNames, limit: usize) -> Self {
        let shape = Shape::Values { in_array: false };
        Self { bytes, names, limit, shape, line: 1, records: 0 }
    }

    pub(super) fn next(&mut self) -> Option<Next> {
        let next = match self.shape {
            Shape::Lines => self.next_line(),
            Shape::Values { in_array } => self.next_value(in_array),
        };
        self.records += 1;
        match next {
            None if self.records == 1 => Some(Next::Fault(plain::nothing_within())),
            next => next,
        }
    }

    fn next_line(&mut self) -> Option<Next> {
        loop {
            let line = self.line;
            self.line += 1;
            let Some(length) = line_length(&mut self.bytes, self.limit) else {
                skip_line(&mut self.bytes);
                return Some(Next::Fault(self.too_long(line)));
            };
            if length == 0 {
                return None;
            }
            if !self.bytes.window()[..length].trim_ascii().is_empty() {
                let next = self.record(length, line);
                self.bytes.consume(length);
                return Some(next);
            }
            self.bytes.consume(length);
        }
    }

    fn next_value(&mut self, mut in_array: bool) -> Option<Next> {
        let first = loop {
            self.skip_between_values();
            match self.bytes.window().first() {
                Some(b'[') if self.records == 0 && !in_array => in_array = true,
                Some(b']') if in_array => in_array = false,
                first => break first.copied(),
            }
            self.bytes.consume(1);
        };
        self.shape = Shape::Values { in_array };
        first?;
        let line = self.line;
        let length = match value_length(&mut self.bytes, self.limit) {
            ValueLength::Whole(length) => length,
            ValueLength::Open(length) => {
                let message = "broken JSON: the file ends within the record that begins here";
                self.bytes.consume(length);
                return Some(Next::Fault(broken(message.to_owned(), line)));
            }
            ValueLength::TooLong { newlines } => {
                self.line += newlines;
                return Some(Next::Fault(self.too_long(line)));
            }
        };
        let next = self.record(length, line);
        self.line += encoding::newlines(&self.bytes.window()[..length]);
        self.bytes.consume(length);
        Some(next)
    }

    fn skip_between_values(&mut self) {
        loop {
            let between = |byte: &u8| byte.is_ascii_whitespace() || *byte == b',';
            let window = self.bytes.window();
            let length = window.iter().position(|byte| !between(byte)).unwrap_or(window.len());
            self.line += encoding::newlines(&window[..length]);
            self.bytes.consume(length);
            if !self.bytes.window().is_empty() || !self.bytes.more() {
                return;
            }
        }
    }

    fn too_long(&self, line: u64) -> Diagnostic {
        let message = format!("record longer than {} bytes; not read", self.limit);
        Diagnostic::new(codes::LONG_RECORD, Severity::Error, message).on_line(line)
    }

    /// The document of the window's first `length` bytes.
    fn record(&self, length: usize, line: u64) -> Next {
        let at = Position { offset: self.bytes.offset(), line };
        let (json, note) = encoding::decode(&self.bytes.window()[..length], at);
        let json = json.trim();
        let mut draft = Draft { line: Some(line), ..Draft::default() };
        draft.diagnostics.extend(note.map(|note| note.on_line(line)));
        let mended;
        let found = match find_fields(json, &self.names) {
            Ok(found) => found,
            Err(error) => {
                let (text, what) = mend(json);
                let Some(message) = what.message() else {
                    return Next::Fault(broken_at(&error, line));
                };
                mended = text;
                draft.note(codes::MENDED_JSON, Severity::Note, message);
                match find_fields(&mended, &self.names) {
                    Ok(found) => found,
                    Err(error) => return Next::Fault(broken_at(&error, line)),
                }
            }
        };
        match fill(&mut draft, found, &self.names) {
            Ok(()) => Next::Draft(Box::new(draft)),
            Err(fault) => Next::Fault(fault.on_line(line)),
        }
    }
}

/// Moves the found values into the draft.
fn fill(draft: &mut Draft, mut found: Found<'_>, names: &FieldNames) -> Result<(), Diagnostic> {
    for &field in &found.repeated {
        let message = format!("field `{}` occurs twice; the last one is used", names.name(field));
        draft.note(codes::ODD_FIELD, Severity::Warning, message);
    }
    for field in Field::ALL {
        let name = names.name(field);
        let value = found.values[field as usize].take();
        match (field, value) {
            (_, Some(Value::Text(text))) => draft.set(field, text.into_owned()),
            (Field::Id | Field::Published, Some(Value::Number(number))) => draft.set(field, number),
            (Field::Text, None) => {
                let message = format!("no field `{name}`; found {}", list(&found.names));
                return Err(Diagnostic::new(codes::NO_TEXT_FIELD, Severity::Error, message));
            }
            (_, None | Some(Value::Null)) if field != Field::Text => {}
            (_, value) => {
                let kind = value.as_ref().map_or("missing", Value::kind);
                let message = format!("field `{name}` is {kind}; expected a string");
                if field == Field::Text {
                    return Err(Diagnostic::new(codes::NO_TEXT_FIELD, Severity::Error, message));
                }
                draft.note(codes::ODD_FIELD, Severity::Warning, message);
            }
        }
    }
    Ok(())
}

/// The first of the names that a record has, for messages.
pub(super) fn list<S: AsRef<str>>(names: &[S]) -> String {
    let quoted = |name: &S| format!("`{}`", super::draft::shortened(name.as_ref()));
    match names {
        [] => "none".to_owned(),
        names if names.len() > 8 => {
            let first: Vec<_> = names[..8].iter().map(quoted).collect();
            format!("{} and others", first.join(", "))
        }
        names => names.iter().map(quoted).collect::<Vec<_>>().join(", "),
    }
}

fn broken_at(error: &serde_json::Error, line: u64) -> Diagnostic {
    let message = error.to_string();
    let what = message.rsplit_once(" at line ").map_or(message.as_str(), |(what, _)| what);
    let line = line + (error.line().max(1) - 1) as u64;
    // A value that is whole but of the wrong type has no column.
    let column = match error.column() {
        0 => String::new(),
        column => format!(" (column {column})"),
    };
    broken(format!("broken JSON: {what}{column}"), line)
}

fn broken(message: String, line: u64) -> Diagnostic {
    Diagnostic::new(codes::BROKEN_JSON, Severity::Error, message).on_line(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Read};

    fn bytes(raw: impl Into<Vec<u8>>) -> Bytes {
        Bytes::new(Box::new(Cursor::new(raw.into())))
    }

    fn read(mut reader: JsonReader) -> (Vec<Draft>, Vec<Diagnostic>) {
        let (mut drafts, mut faults) = (Vec::new(), Vec::new());
        while let Some(next) = reader.next() {
            match next {
                Next::Draft(draft) => drafts.push(*draft),
                Next::Fault(fault) => faults.push(fault),
            }
        }
        (drafts, faults)
    }

    fn lines(raw: impl Into<Vec<u8>>) -> (Vec<Draft>, Vec<Diagnostic>) {
        read(JsonReader::lines(bytes(raw), FieldNames::default(), 1000))
    }

    fn values(raw: impl Into<Vec<u8>>) -> (Vec<Draft>, Vec<Diagnostic>) {
        read(JsonReader::values(bytes(raw), FieldNames::default(), 1000))
    }

    fn texts(drafts: &[Draft]) -> Vec<(Option<u64>, &str)> {
        drafts.iter().map(|draft| (draft.line, draft.text.as_str())).collect()
    }

    #[test]
    fn all_fields_of_a_record_are_read() {
        let (drafts, faults) = lines(
            r#"{"id": 17, "title": " Tehran vows ", "text": " Iran\r\n", "published": 1578045600, "outlet": "DW", "url": "https://dw.com/a", "language": "en", "n": [1]}"#,
        );
        assert_eq!(faults, []);
        let draft = &drafts[0];
        assert_eq!(draft.text, " Iran\r\n");
        assert_eq!(draft.id.as_deref(), Some("17"));
        assert_eq!(draft.title.as_deref(), Some("Tehran vows"));
        assert_eq!(draft.published.as_deref(), Some("1578045600"));
        assert_eq!(draft.outlet.as_deref(), Some("DW"));
        assert_eq!(draft.url.as_deref(), Some("https://dw.com/a"));
        assert_eq!(draft.language.as_deref(), Some("en"));
        assert!(draft.diagnostics.is_empty());
    }

    #[test]
    fn a_broken_line_does_no_harm_to_its_neighbours() {
        let (drafts, faults) = lines("{\"text\": \"a\"}\n\n{\"text\": \"b\"\n{\"text\": \"c\"}");
        assert_eq!(texts(&drafts), [(Some(1), "a"), (Some(4), "c")]);
        assert_eq!(faults.len(), 1);
        assert_eq!((faults[0].code, faults[0].line), (codes::BROKEN_JSON, Some(3)));
        assert!(
            faults[0].message.contains("EOF while parsing an object (column 12)"),
            "{}",
            faults[0]
        );
    }

    #[test]
    fn a_record_without_text_names_what_it_has() {
        let (drafts, faults) =
            lines("{\"body\": \"a\", \"id\": 1}\n{\"text\": null}\n{\"text\": [\"a\"]}\n");
        assert!(drafts.is_empty());
        let messages: Vec<_> = faults.iter().map(|fault| fault.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "no field `text`; found `body`, `id`",
                "field `text` is null; expected a string",
                "field `text` is an array; expected a string",
            ]
        );
    }

    #[test]
    fn an_odd_field_is_told_and_the_text_used() {
        let (drafts, _) = lines(r#"{"text": "a", "text": "b", "title": ["c"], "outlet": null}"#);
        assert_eq!(drafts[0].text, "b");
        let messages: Vec<_> = drafts[0].diagnostics.iter().map(|d| d.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "field `text` occurs twice; the last one is used",
                "field `title` is an array; expected a string",
            ]
        );
    }

    #[test]
    fn lone_surrogates_and_raw_nuls_do_not_lose_the_document() {
        let (drafts, faults) = lines("{\"text\": \"Iran \\ud83d said\0\", \"score\": NaN}\n");
        assert_eq!(faults, []);
        assert_eq!(drafts[0].text, "Iran \u{FFFD} said\0");
        assert_eq!(drafts[0].diagnostics[0].code, codes::MENDED_JSON);
    }

    #[test]
    fn a_line_in_another_encoding_is_decoded_with_a_note() {
        let (raw, _, _) =
            encoding_rs::WINDOWS_1252.encode("{\"text\": \"Le président était à Téhéran\"}\n");
        let (drafts, _) = lines(raw.into_owned());
        assert_eq!(drafts[0].text, "Le président était à Téhéran");
        assert_eq!(drafts[0].diagnostics[0].code, codes::ENCODING);
    }

    #[test]
    fn an_array_is_read_object_by_object() {
        let (drafts, faults) = values(
            "[\n  {\"text\": \"a\",\n \"id\": 1},\n  {\"text\": b},\n 12, [],\n {\"text\": \"]c\"}\n]\n",
        );
        assert_eq!(texts(&drafts), [(Some(2), "a"), (Some(6), "]c")]);
        let places: Vec<_> = faults.iter().map(|fault| (fault.code, fault.line)).collect();
        assert_eq!(
            places,
            [
                (codes::BROKEN_JSON, Some(4)),
                (codes::BROKEN_JSON, Some(5)),
                (codes::BROKEN_JSON, Some(5))
            ]
        );
    }

    #[test]
    fn one_object_or_several_in_a_json_file_are_read() {
        assert_eq!(texts(&values("{\n\"text\": \"a\"\n}").0), [(Some(1), "a")]);
        assert_eq!(
            texts(&values("{\"text\": \"a\"}\n{\"text\": \"b\"}").0),
            [(Some(1), "a"), (Some(2), "b")]
        );
        let (drafts, faults) = values("[{\"text\": \"a\"}, {\"text\": \"b");
        assert_eq!(texts(&drafts), [(Some(1), "a")]);
        assert!(faults[0].message.contains("the file ends within"));
    }

    #[test]
    fn a_file_without_records_is_not_silent() {
        for raw in ["", "\n\n", "[]"] {
            assert_eq!(values(raw).1[0].code, codes::EMPTY, "{raw:?}");
        }
        assert_eq!(lines("").1[0].code, codes::EMPTY);
    }

    #[test]
    fn a_record_over_the_limit_is_left_out_alone() {
        let long = std::io::repeat(b'a').take(200 << 20);
        let source =
            Cursor::new("{\"text\": \"").chain(long).chain(Cursor::new("\"}\n{\"text\": \"b\"}\n"));
        let bytes = Bytes::new(Box::new(source));
        let (drafts, faults) = read(JsonReader::lines(bytes, FieldNames::default(), 1 << 20));
        assert_eq!(texts(&drafts), [(Some(2), "b")]);
        assert_eq!((faults[0].code, faults[0].line), (codes::LONG_RECORD, Some(1)));
    }

    #[test]
    fn deep_nesting_is_an_error_and_no_crash() {
        let deep = format!("{{\"x\": {}, \"text\": \"a\"}}", "[".repeat(400));
        let (_, faults) = lines(deep);
        assert_eq!(faults[0].code, codes::BROKEN_JSON);
    }
}
