//! What a user may say about the input.

use encoding_rs::Encoding;
use jiff::civil::Date;
use std::path::Path;
use std::str::FromStr;

/// What a user may say about the input; the default asks for nothing special.
#[derive(Clone, Debug)]
pub struct ReadConfig {
    /// Read every file in this format, whatever its name ends in.
    pub format: Option<InputFormat>,
    /// Names of JSON fields and CSV columns.
    pub fields: FieldNames,
    /// Date of the documents that do not say theirs.
    pub date: Option<Date>,
    /// A longer text is cut at a character border, with a diagnostic. Bytes of UTF-8.
    pub max_document_bytes: usize,
    /// How many bytes may come out of one compressed byte. Looked at from 16 MiB of output on.
    pub max_ratio: u64,
    /// Encoding of every file; `None` finds out per file.
    pub encoding: Option<&'static Encoding>,
}

impl Default for ReadConfig {
    fn default() -> Self {
        Self {
            format: None,
            fields: FieldNames::default(),
            date: None,
            max_document_bytes: 64 << 20,
            max_ratio: 1000,
            encoding: None,
        }
    }
}

impl ReadConfig {
    /// The longest record (a JSON object, a CSV row) that is looked at, in bytes: room for a text
    /// of the greatest length with its escapes, and for the other fields.
    pub(super) fn max_record_bytes(&self) -> usize {
        self.max_document_bytes.saturating_mul(2).saturating_add(1 << 20)
    }
}

/// Names of JSON fields and CSV columns. In JSON `a.b` is the field `b` in the object `a`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldNames {
    pub id: String,
    pub text: String,
    pub title: String,
    pub published: String,
    pub outlet: String,
    pub url: String,
    pub language: String,
}

impl Default for FieldNames {
    fn default() -> Self {
        Self {
            id: "id".to_owned(),
            text: "text".to_owned(),
            title: "title".to_owned(),
            published: "published".to_owned(),
            outlet: "outlet".to_owned(),
            url: "url".to_owned(),
            language: "language".to_owned(),
        }
    }
}

/// One of the fields that are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub(super) enum Field {
    Id,
    Text,
    Title,
    Published,
    Outlet,
    Url,
    Language,
}

impl Field {
    pub(super) const COUNT: usize = 7;
    pub(super) const ALL: [Field; Field::COUNT] = [
        Field::Id,
        Field::Text,
        Field::Title,
        Field::Published,
        Field::Outlet,
        Field::Url,
        Field::Language,
    ];
}

impl FieldNames {
    pub(super) fn name(&self, field: Field) -> &str {
        match field {
            Field::Id => &self.id,
            Field::Text => &self.text,
            Field::Title => &self.title,
            Field::Published => &self.published,
            Field::Outlet => &self.outlet,
            Field::Url => &self.url,
            Field::Language => &self.language,
        }
    }
}

/// How articles lie in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InputFormat {
    /// The file is the text.
    Text,
    /// One JSON object a line.
    Jsonl,
    /// A JSON object, an array of objects, or objects one after the other.
    Json,
    /// Comma-separated with a header; semicolons and tabs are noticed.
    Csv,
    /// Tab-separated with a header.
    Tsv,
    /// A web page: its main text and metadata.
    Html,
}

impl InputFormat {
    pub const ALL: [InputFormat; 6] = [
        InputFormat::Text,
        InputFormat::Jsonl,
        InputFormat::Json,
        InputFormat::Csv,
        InputFormat::Tsv,
        InputFormat::Html,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            InputFormat::Text => "text",
            InputFormat::Jsonl => "jsonl",
            InputFormat::Json => "json",
            InputFormat::Csv => "csv",
            InputFormat::Tsv => "tsv",
            InputFormat::Html => "html",
        }
    }

    /// By the end of a file's name, behind which `.gz` or `.zst` may stand.
    ///
    /// ```
    /// # use dateline::read::InputFormat;
    /// assert_eq!(InputFormat::of_path("news/2020.jsonl.gz".as_ref()), Some(InputFormat::Jsonl));
    /// assert_eq!(InputFormat::of_path("news/README".as_ref()), None);
    /// ```
    pub fn of_path(path: &Path) -> Option<InputFormat> {
        let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
        let name = ["gz", "zst"]
            .iter()
            .find_map(|end| name.strip_suffix(end)?.strip_suffix('.'))
            .unwrap_or(&name);
        match name.rsplit_once('.')?.1 {
            "txt" | "text" => Some(InputFormat::Text),
            "jsonl" | "ndjson" => Some(InputFormat::Jsonl),
            "json" => Some(InputFormat::Json),
            "csv" => Some(InputFormat::Csv),
            "tsv" => Some(InputFormat::Tsv),
            "html" | "htm" => Some(InputFormat::Html),
            _ => None,
        }
    }
}

/// What stands where a format should.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown format `{0}`; expected text, jsonl, json, csv, tsv or html")]
pub struct UnknownFormat(pub String);

impl FromStr for InputFormat {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        match name {
            "txt" => Ok(InputFormat::Text),
            "ndjson" => Ok(InputFormat::Jsonl),
            "htm" => Ok(InputFormat::Html),
            _ => Self::ALL
                .into_iter()
                .find(|format| format.as_str() == name)
                .ok_or_else(|| UnknownFormat(name.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_reads_back_from_its_name() {
        for format in InputFormat::ALL {
            assert_eq!(format.as_str().parse(), Ok(format));
        }
        assert!("pdf".parse::<InputFormat>().unwrap_err().to_string().contains("`pdf`"));
    }

    #[test]
    fn the_ending_decides_whatever_its_case_and_compression() {
        let of = |path: &str| InputFormat::of_path(Path::new(path));
        assert_eq!(of("in/Reuters.TXT.GZ"), Some(InputFormat::Text));
        assert_eq!(of("in/page.htm.zst"), Some(InputFormat::Html));
        assert_eq!(of("in/all.json"), Some(InputFormat::Json));
        assert_eq!(of("in/report.pdf"), None);
        assert_eq!(of("in/gz"), None);
    }
}
