//! From the paths a user gives to the files to read, in order.

use super::codes;
use super::config::InputFormat;
use super::ids::{id_of_file, with_slashes};
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::{Error, Result};
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// The files below the given paths: in the order of the paths, within a folder sorted by the bytes
/// of their names. Looks at one folder at a time.
pub(super) struct Walk {
    roots: VecDeque<PathBuf>,
    folder: Option<Folder>,
    /// Whether files are read whatever their names end in.
    any_extension: bool,
}

pub(super) enum Found {
    File(FoundFile),
    Stdin,
    Fault(Diagnostic),
}

pub(super) struct FoundFile {
    pub path: PathBuf,
    pub id: String,
    /// By its name; `None` if that says nothing.
    pub format: Option<InputFormat>,
}

struct Folder {
    root: PathBuf,
    entries: walkdir::IntoIter,
    files: u64,
}

impl Walk {
    /// # Errors
    ///
    /// If a path does not exist, or standard input is asked for twice.
    pub(super) fn new(paths: &[PathBuf], any_extension: bool) -> Result<Self> {
        if paths.iter().filter(|path| is_stdin(path)).count() > 1 {
            return Err(Error::usage("`-` is given twice; standard input can be read only once"));
        }
        for path in paths.iter().filter(|path| !is_stdin(path)) {
            path.metadata().map_err(|error| Error::from(error).at(path))?;
        }
        Ok(Self { roots: paths.iter().cloned().collect(), folder: None, any_extension })
    }

    /// A walk along no paths.
    pub(super) fn nothing() -> Self {
        Self { roots: VecDeque::new(), folder: None, any_extension: false }
    }

    fn next_in_folder(&mut self) -> Option<Found> {
        let folder = self.folder.as_mut()?;
        while let Some(entry) = folder.entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => return Some(Found::Fault(fault_of(&error))),
            };
            if is_hidden(&entry) {
                if entry.file_type().is_dir() {
                    folder.entries.skip_current_dir();
                }
                let note = Diagnostic::new(codes::HIDDEN, Severity::Note, "hidden; not read");
                return Some(Found::Fault(note.at(entry.path())));
            }
            if entry.file_type().is_dir() {
                continue;
            }
            let format = InputFormat::of_path(entry.path());
            if format.is_none() && !self.any_extension {
                return Some(Found::Fault(unknown_extension(entry.path())));
            }
            folder.files += 1;
            let id = with_slashes(entry.path().strip_prefix(&folder.root).unwrap_or(entry.path()));
            return Some(Found::File(FoundFile { path: entry.into_path(), id, format }));
        }
        let Folder { root, files, .. } = self.folder.take()?;
        (files == 0).then(|| Found::Fault(no_articles(root)))
    }

    /// A root that is not a folder; a folder is opened instead.
    fn next_root(&mut self) -> Option<Found> {
        let root = self.roots.pop_front()?;
        if is_stdin(&root) {
            return Some(Found::Stdin);
        }
        if root.is_dir() {
            let entries = WalkDir::new(&root).follow_links(true).sort_by_file_name().into_iter();
            self.folder = Some(Folder { root, entries, files: 0 });
            return None;
        }
        let (id, format) = (id_of_file(&root), InputFormat::of_path(&root));
        Some(Found::File(FoundFile { path: root, id, format }))
    }
}

impl Iterator for Walk {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        while self.folder.is_some() || !self.roots.is_empty() {
            if let Some(found) = self.next_in_folder().or_else(|| self.next_root()) {
                return Some(found);
            }
        }
        None
    }
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Whether its name begins with a full stop; a folder that was named itself is not hidden.
fn is_hidden(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn unknown_extension(path: &Path) -> Diagnostic {
    let message = "not read, because its name does not say a format; name the file itself, or set \
                   the format";
    Diagnostic::new(codes::UNKNOWN_EXTENSION, Severity::Note, message).at(path)
}

fn no_articles(folder: PathBuf) -> Diagnostic {
    let message = "no article in this folder; expected files that end in .txt, .jsonl, .json, .csv, \
                   .tsv or .html, with or without .gz or .zst";
    Diagnostic::new(codes::NO_ARTICLES, Severity::Warning, message).at(folder)
}

fn fault_of(error: &walkdir::Error) -> Diagnostic {
    let fault = match error.loop_ancestor() {
        Some(ancestor) => {
            let message = format!("link back to {}; not followed", ancestor.display());
            Diagnostic::new(codes::LINK_LOOP, Severity::Warning, message)
        }
        None => {
            let why = error.io_error().map_or_else(|| error.to_string(), |error| error.to_string());
            let message = format!("cannot be read: {why}");
            Diagnostic::new(codes::CANNOT_READ, Severity::Error, message)
        }
    };
    match error.path() {
        Some(path) => fault.at(path),
        None => fault,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "Tehran vows revenge").unwrap();
        }
        folder
    }

    fn walk(paths: &[PathBuf]) -> (Vec<String>, Vec<Diagnostic>) {
        let (mut ids, mut faults) = (Vec::new(), Vec::new());
        for found in Walk::new(paths, false).unwrap() {
            match found {
                Found::File(file) => ids.push(file.id),
                Found::Stdin => ids.push("-".to_owned()),
                Found::Fault(fault) => faults.push(fault),
            }
        }
        (ids, faults)
    }

    #[test]
    fn folders_are_read_in_the_order_of_bytes() {
        let folder = folder(&["b.txt", "a/2.txt", "a/10.txt", "Z.txt", "é.txt", "a.html"]);
        let (ids, faults) = walk(&[folder.path().to_owned()]);
        assert_eq!(ids, ["Z.txt", "a/10.txt", "a/2.txt", "a.html", "b.txt", "é.txt"]);
        assert_eq!(faults, []);
    }

    #[test]
    fn hidden_files_and_unknown_extensions_are_noted_once() {
        let folder = folder(&[".git/a.txt", ".git/b.txt", ".x.txt", "a.txt", "photo.jpg"]);
        let (ids, faults) = walk(&[folder.path().to_owned()]);
        assert_eq!(ids, ["a.txt"]);
        let codes: Vec<_> = faults.iter().map(|fault| fault.code).collect();
        assert_eq!(codes, [codes::HIDDEN, codes::HIDDEN, codes::UNKNOWN_EXTENSION]);
        assert!(faults.iter().all(|fault| fault.severity == Severity::Note));
    }

    #[test]
    fn a_folder_without_articles_is_not_silent() {
        let folder = folder(&["photo.jpg"]);
        let (ids, faults) = walk(&[folder.path().to_owned()]);
        assert!(ids.is_empty());
        assert_eq!(faults.last().unwrap().code, codes::NO_ARTICLES);
    }

    #[test]
    fn a_missing_path_stops_the_run() {
        let error = Walk::new(&[PathBuf::from("no-such-folder")], false).err().unwrap();
        assert!(error.to_string().starts_with("no-such-folder: "));
        let twice = [PathBuf::from("-"), PathBuf::from("-")];
        assert!(Walk::new(&twice, false).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn links_that_lead_back_are_survived() {
        let folder = folder(&["a/1.txt", "b/2.txt"]);
        std::os::unix::fs::symlink(folder.path(), folder.path().join("a/up")).unwrap();
        std::os::unix::fs::symlink("self", folder.path().join("b/self")).unwrap();
        let (ids, faults) = walk(&[folder.path().to_owned()]);
        assert_eq!(ids, ["a/1.txt", "b/2.txt"]);
        let codes: Vec<_> = faults.iter().map(|fault| fault.code).collect();
        assert_eq!(codes, [codes::LINK_LOOP, codes::CANNOT_READ]);
    }
}
