//! Labelled documents from files, whoever made them.
//!
//! ```text
//! dev.jsonl  ┐
//! dev.conll  ├─> drafts ─> ids, offsets and surfaces checked ─> Labelled
//! brat/*.ann │
//! spacy.json ┘
//! ```
//!
//! What cannot be used is a [`Diagnostic`] with file, line and document, and the rest is read.

mod brat;
mod check;
mod conll;
mod draft;
mod format;
mod json;
mod jsonl;
mod link;
mod record;

pub use format::{Format, UnknownFormat};

use super::codes;
use super::label::Labelled;
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::{Error, Result};
pub(super) use check::unknown_kinds;
use draft::{Draft, Faults};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Labelled documents and what was wrong with their files.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    pub documents: Vec<Labelled>,
    /// Whether ids are only numbers in the order of the files, which name none.
    pub is_numbered: bool,
    /// Whether any document has a field, a column or a file for labels; articles have not.
    pub is_labelled: bool,
    pub faults: Vec<Diagnostic>,
}

/// The labelled documents of files and folders; for `-`, of standard input.
///
/// The format of each is found by its name and content, unless `format` says it.
///
/// # Errors
///
/// If a path cannot be opened at all. What is wrong inside is among the faults.
pub fn read(paths: &[PathBuf], format: Option<Format>) -> Result<Labels> {
    let mut drafts = Vec::new();
    let mut faults = Vec::new();
    for path in paths {
        if path.is_dir() {
            read_folder(path, format, &mut drafts, &mut faults)?;
        } else {
            let bytes = bytes_of(path).map_err(|error| Error::new(error).at(path))?;
            read_file(path, bytes, format, &mut drafts, &mut faults);
        }
    }
    Ok(check::finish(drafts, faults))
}

/// The labelled documents of bytes that are no file; `name` is what messages call them.
pub fn read_bytes(name: &Path, bytes: Vec<u8>, format: Option<Format>) -> Labels {
    let (mut drafts, mut faults) = (Vec::new(), Vec::new());
    read_file(name, bytes, format, &mut drafts, &mut faults);
    check::finish(drafts, faults)
}

fn bytes_of(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        io::stdin().read_to_end(&mut bytes)?;
    } else {
        bytes = std::fs::read(path)?;
    }
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
    Ok(bytes)
}

fn read_folder(
    folder: &Path,
    format: Option<Format>,
    drafts: &mut Vec<Draft>,
    faults: &mut Vec<Diagnostic>,
) -> Result<()> {
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_owned();
                faults.push(unreadable(&error).at(path));
                continue;
            }
        };
        let path = entry.path();
        let is_hidden = entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
        if is_hidden || !entry.file_type().is_file() || !format::is_read_in_folders(path) {
            continue;
        }
        match bytes_of(path) {
            Ok(bytes) => read_file(path, bytes, format, drafts, faults),
            Err(error) => faults.push(unreadable(&error).at(path)),
        }
    }
    Ok(())
}

fn unreadable(error: &dyn std::fmt::Display) -> Diagnostic {
    Diagnostic::new(codes::CANNOT_READ, Severity::Error, format!("cannot be read: {error}"))
}

fn read_file(
    path: &Path,
    bytes: Vec<u8>,
    format: Option<Format>,
    drafts: &mut Vec<Draft>,
    faults: &mut Vec<Diagnostic>,
) {
    let mut faults = Faults::new(path, faults);
    let read = match format.or_else(|| Format::of(path, &bytes)) {
        Some(Format::Jsonl) => jsonl::read(&bytes, &mut faults),
        Some(Format::Json) => json::read(&bytes, &mut faults),
        Some(Format::Conll) => conll::read(&bytes, &mut faults),
        Some(Format::Brat) => brat::read(path, &bytes, &mut faults),
        None => {
            faults.error(
                codes::CANNOT_READ,
                None,
                "no labels in a known format; the format option settles it",
            );
            return;
        }
    };
    drafts.extend(read.into_iter().map(|draft| Draft { path: Some(path.to_owned()), ..draft }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// What is read of one file of that name and content.
    fn labels(name: &str, content: &[u8]) -> Labels {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        read(&[path], None).unwrap()
    }

    #[test]
    fn a_file_that_is_not_there_is_an_error() {
        let error = read(&["no-such.jsonl".into()], None).unwrap_err();
        assert!(error.to_string().contains("no-such.jsonl"), "{error}");
    }

    #[test]
    fn bytes_that_are_no_text_are_a_fault_of_their_line() {
        let mut content = b"{\"id\":\"a\",\"text\":\"x\xff\"}\n".to_vec();
        content
            .extend_from_slice(b"{\"id\":\"b\",\"text\":\"Iran\",\"spans\":[[0,4,\"PLACE\"]]}\n");
        let read = labels("dev.jsonl", &content);
        assert_eq!(read.documents.len(), 1);
        assert_eq!((read.faults[0].code, read.faults[0].line), ("E002", Some(1)));
    }

    #[test]
    fn an_output_folder_of_ours_is_read_by_its_annotations() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("run.json"), "{\"dateline\":\"0.1.0\"}").unwrap();
        fs::write(folder.path().join("mentions.csv"), "document,start\n").unwrap();
        let line = r#"{"id":"a","characters":4,"mentions":[{"start":0,"end":4,"text":"Iran","type":"PLACE","rule":"gazetteer"}]}"#;
        fs::write(folder.path().join("annotations.jsonl"), line).unwrap();
        let read = read(&[folder.path().to_owned()], None).unwrap();
        assert_eq!((read.documents.len(), read.faults.len()), (1, 0));
        assert_eq!(read.documents[0].labels[0].rule.as_deref(), Some("gazetteer"));
    }

    #[test]
    fn a_byte_order_mark_and_line_ends_of_windows_do_not_matter() {
        let read = labels("dev.conll", b"\xEF\xBB\xBFTehran B-LOC\r\nvows O\r\n");
        assert_eq!(read.documents[0].text.as_deref(), Some("Tehran vows"));
        assert!(read.faults.is_empty());
    }
}
