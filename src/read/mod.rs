//! From files to documents.
//!
//! In come the paths that a user gives; out come [`Document`]s in the order of the input, one at a
//! time, so that memory does not depend on the size of the input. Nothing in the data stops the
//! reading: what cannot be used is a [`Diagnostic`] with its place, and the rest goes on.
//!
//! ```text
//! input/2020.jsonl.gz ─> walk ─> decompress ─> encoding ─> jsonl ─> zones, date, id ─> Document
//!
//! {"id": 7, "text": "BAGHDAD (Reuters) - Iran vowed revenge."}
//!   id    7
//!   text  BAGHDAD (Reuters) - Iran vowed revenge.
//!         ^^^^^^^^^^^^^^^^^^^ dateline
//! ```
//!
//! | code | what happened | what was done |
//! |---|---|---|
//! | `R001` | a file or folder cannot be opened, or is an image, a PDF or the like | the others are read |
//! | `R002` | a pipe, a device or another special file | not opened |
//! | `R003` | a link leads back to a folder that holds it | not followed |
//! | `R004` | a record is no well-formed JSON object | the other records are read |
//! | `R005` | a quote in CSV does not close, or not where a field ends | its line is left out, the next ones are read |
//! | `R006` | a CSV record has more or fewer columns than the header | it is left out |
//! | `R007` | the text is missing or no string | the record is left out; for CSV, the file |
//! | `R008` | a field occurs twice, or is no string | the last value is used; the field is left out |
//! | `R009` | JSON with lone surrogates, raw control characters or `NaN` | mended |
//! | `R010` | an id occurs again | `#2`, `#3` … is added |
//! | `R011` | reading stopped amid a file | what was read before is used |
//! | `R012` | compressed data is truncated or damaged | what was read before is used |
//! | `R013` | compressed data expands as a bomb does | what was read before is used |
//! | `R014` | a name says compressed, the data is not | read as it is |
//! | `R015` | the encoding is not UTF-8 | decoded; the message names the encoding. UTF-32 is not read: an error |
//! | `R016` | single bytes do not fit the encoding | replaced by U+FFFD |
//! | `R017` | there are NUL characters in a text | kept |
//! | `R018` | a text is longer than the limit | cut at a character border |
//! | `R019` | a record is longer than the limit | left out |
//! | `R020` | a file or a text is empty | an empty document, where a file is a document |
//! | `R021` | a page has no recognisable main text, or is too long to look for it | all visible text is used; if the parser gives up, nothing |
//! | `R022` | a page is nested more than 512 deep (32, if most of it is deep) | the deeper elements are read as their text |
//! | `R023` | a date is not understood | no date from there |
//! | `R024` | a language is not understood | none |
//! | `R025` | a file or folder is hidden | not read |
//! | `R026` | a file's name does not say a format | not read, if it lies in a folder |
//! | `R027` | a folder holds no article | |
//! | `R028` | the format was known by the content only | read; the format option settles it |

mod byline;
mod bytes;
mod codes;
mod config;
mod csv;
mod csv_split;
mod dateline;
mod dates;
mod decompress;
mod draft;
mod encoding;
mod html;
mod ids;
mod json_fields;
mod json_mend;
mod json_split;
mod jsonl;
mod markup;
mod page_meta;
mod plain;
mod sniff;
mod walk;
mod zones;

pub use config::{FieldNames, InputFormat, ReadConfig, UnknownFormat};
pub use dates::parse_date;
pub use zones::{dateline_date, find_zones};

use crate::diagnostic::{Diagnostic, Severity};
use crate::error::Result;
use crate::model::{Document, MAX_TEXT_BYTES};
use bytes::Bytes;
use csv::CsvReader;
use draft::Next;
use ids::Ids;
use jsonl::JsonReader;
use std::collections::VecDeque;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use walk::{Found, Walk};

/// Something that articles come from.
pub trait ArticleSource: Send {
    /// The next document or fault, in the order of the input; `None` at the end.
    fn next_item(&mut self) -> Option<Item>;
}

/// What comes next in the input.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A document, and what had to be done to read it.
    Document(Document, Vec<Diagnostic>),
    /// Something that gave no document: a broken line, an unreadable file, or, as a note, a file
    /// that was passed over.
    Fault(Diagnostic),
}

/// The documents of files, folders and standard input.
///
/// ```no_run
/// # use dateline::read::{ArticleSource, Inputs, Item, ReadConfig};
/// let mut inputs = Inputs::open(&["input".into()], &ReadConfig::default())?;
/// while let Some(item) = inputs.next_item() {
///     match item {
///         Item::Document(doc, _) => println!("{}: {} bytes", doc.id, doc.text().len()),
///         Item::Fault(fault) => eprintln!("{fault}"),
///     }
/// }
/// # Ok::<(), dateline::error::Error>(())
/// ```
pub struct Inputs {
    config: ReadConfig,
    walk: Walk,
    current: Option<Current>,
    ids: Ids,
    /// Faults to give before anything else.
    faults: VecDeque<Diagnostic>,
}

/// The file that is being read.
struct Current {
    path: PathBuf,
    /// Its id; that of its records adds the line.
    id: String,
    reader: Reader,
}

enum Reader {
    Text(Option<Bytes>),
    Html(Option<Bytes>),
    Json(Box<JsonReader>),
    Csv(Box<CsvReader>),
}

impl Inputs {
    /// Opens files, folders (with all folders in them) and, for `-`, standard input.
    ///
    /// # Errors
    ///
    /// If a path does not exist. Whatever is wrong inside of a folder or a file is a fault, later.
    pub fn open(paths: &[PathBuf], config: &ReadConfig) -> Result<Inputs> {
        Ok(Self::over(Walk::new(paths, config.format.is_some())?, config))
    }

    /// The documents of one stream, which is called `name` in ids and messages.
    ///
    /// ```
    /// # use dateline::read::{ArticleSource, InputFormat, Inputs, Item, ReadConfig};
    /// let config = ReadConfig { format: Some(InputFormat::Jsonl), ..ReadConfig::default() };
    /// let lines = br#"{"text": "Iran vowed revenge."}"#;
    /// let mut inputs = Inputs::from_reader("news", &lines[..], &config);
    /// let Some(Item::Document(doc, _)) = inputs.next_item() else { panic!() };
    /// assert_eq!((doc.id.as_str(), doc.text()), ("news:1", "Iran vowed revenge."));
    /// ```
    pub fn from_reader(
        name: &str,
        reader: impl Read + Send + 'static,
        config: &ReadConfig,
    ) -> Inputs {
        let mut inputs = Self::over(Walk::nothing(), config);
        let format = config.format.or_else(|| InputFormat::of_path(Path::new(name)));
        inputs.read_from(Box::new(reader), PathBuf::from(name), name.to_owned(), format);
        inputs
    }

    fn over(walk: Walk, config: &ReadConfig) -> Inputs {
        let mut config = config.clone();
        config.max_document_bytes = config.max_document_bytes.min(MAX_TEXT_BYTES);
        let (ids, faults) = (Ids::default(), VecDeque::new());
        Self { config, walk, current: None, ids, faults }
    }

    fn open_found(&mut self, found: Found) {
        match found {
            Found::Fault(fault) => self.faults.push_back(fault),
            Found::Stdin => {
                let format = self.config.format;
                let name = "stdin".to_owned();
                self.read_from(Box::new(std::io::stdin()), PathBuf::from("-"), name, format);
            }
            Found::File(file) => match open_regular(&file.path) {
                Err(fault) => self.faults.push_back(fault.at(file.path)),
                Ok(source) => {
                    let format = self.config.format.or(file.format);
                    self.read_from(Box::new(source), file.path, file.id, format);
                }
            },
        }
    }

    /// Makes a stream the current file.
    fn read_from(
        &mut self,
        source: Box<dyn Read + Send>,
        path: PathBuf,
        id: String,
        format: Option<InputFormat>,
    ) {
        let (source, note) = match decompress::open(source, &path, self.config.max_ratio) {
            Ok(opened) => opened,
            Err(error) => {
                self.faults.push_back(cannot_read(&error).at(path));
                return;
            }
        };
        let mut bytes = Bytes::new(source);
        note.into_iter().for_each(|note| bytes.add_fault(note));
        match encoding::settle(&mut bytes, self.config.encoding) {
            Some(fault) if fault.severity == Severity::Error => {
                self.faults.push_back(fault.at(path));
                return;
            }
            note => note.into_iter().for_each(|note| bytes.add_fault(note)),
        }
        let format = match format {
            Some(format) => format,
            None => match sniff::format(&mut bytes) {
                Ok((format, note)) => {
                    note.into_iter().for_each(|note| bytes.add_fault(note));
                    format
                }
                Err(fault) => {
                    self.faults.push_back(fault.at(path));
                    return;
                }
            },
        };
        let reader = Reader::new(bytes, format, &self.config);
        self.current = Some(Current { path, id, reader });
    }

    fn item_of(&mut self, next: Next, faults: Vec<Diagnostic>) -> Option<Item> {
        let current = self.current.as_ref()?;
        let path = &current.path;
        let (mut draft, mut diagnostics) = match next {
            Next::Fault(fault) => {
                self.faults.extend(faults.into_iter().map(|fault| fault.at(path)));
                return Some(Item::Fault(fault.at(path)));
            }
            Next::Draft(draft) => (draft, faults),
        };
        let id = draft.id.take().unwrap_or_else(|| match draft.line {
            Some(line) => format!("{}:{line}", current.id),
            None => current.id.clone(),
        });
        let (id, same) = self.ids.unique(id);
        let line = draft.line;
        let (mut doc, of_draft) = draft.finish(id, &self.config);
        doc.meta.path = Some(path.clone());
        diagnostics.extend(of_draft);
        diagnostics.extend(same.map(|mut same| {
            same.line = line;
            same
        }));
        Some(Item::Document(doc, diagnostics.into_iter().map(|d| d.at(path)).collect()))
    }
}

impl ArticleSource for Inputs {
    fn next_item(&mut self) -> Option<Item> {
        loop {
            if let Some(fault) = self.faults.pop_front() {
                return Some(Item::Fault(fault));
            }
            let Some(current) = &mut self.current else {
                let found = self.walk.next()?;
                self.open_found(found);
                continue;
            };
            let (next, faults) = current.reader.next(&self.config);
            match next {
                Some(next) => return self.item_of(next, faults),
                None => {
                    let path = &current.path;
                    self.faults.extend(faults.into_iter().map(|fault| fault.at(path)));
                    self.current = None;
                }
            }
        }
    }
}

impl Reader {
    fn new(bytes: Bytes, format: InputFormat, config: &ReadConfig) -> Reader {
        let (names, limit) = (config.fields.clone(), config.max_record_bytes());
        match format {
            InputFormat::Text => Reader::Text(Some(bytes)),
            InputFormat::Html => Reader::Html(Some(bytes)),
            InputFormat::Jsonl => Reader::Json(Box::new(JsonReader::lines(bytes, names, limit))),
            InputFormat::Json => Reader::Json(Box::new(JsonReader::values(bytes, names, limit))),
            InputFormat::Csv => Reader::Csv(Box::new(CsvReader::new(bytes, names, limit, b','))),
            InputFormat::Tsv => Reader::Csv(Box::new(CsvReader::new(bytes, names, limit, b'\t'))),
        }
    }

    /// What comes next, and what went wrong below the format since the last call.
    fn next(&mut self, config: &ReadConfig) -> (Option<Next>, Vec<Diagnostic>) {
        let limit = config.max_document_bytes;
        match self {
            Reader::Text(bytes) => {
                once(bytes, |bytes| Next::Draft(Box::new(plain::read(bytes, limit))))
            }
            Reader::Html(bytes) => once(bytes, |bytes| html::read(bytes, limit)),
            Reader::Json(reader) => (reader.next(), reader.bytes.take_faults()),
            Reader::Csv(reader) => (reader.next(), reader.bytes.take_faults()),
        }
    }
}

/// For formats in which a file is a document.
fn once(
    bytes: &mut Option<Bytes>,
    read: impl FnOnce(&mut Bytes) -> Next,
) -> (Option<Next>, Vec<Diagnostic>) {
    match bytes.take() {
        Some(mut bytes) => (Some(read(&mut bytes)), bytes.take_faults()),
        None => (None, Vec::new()),
    }
}

/// Opens a file, but nothing that could block or never end.
fn open_regular(path: &Path) -> std::result::Result<File, Diagnostic> {
    let kind = path.metadata().map_err(|error| cannot_read(&error))?;
    if !kind.is_file() {
        let message = "not a regular file; a pipe can be read as standard input, with `-`";
        return Err(Diagnostic::new(codes::SPECIAL_FILE, Severity::Error, message));
    }
    File::open(path).map_err(|error| cannot_read(&error))
}

fn cannot_read(error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(codes::CANNOT_READ, Severity::Error, format!("cannot be read: {error}"))
}

#[cfg(test)]
mod tests;
