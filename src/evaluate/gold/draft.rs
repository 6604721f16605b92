//! A document as a file has it, before anything is checked.

use crate::diagnostic::{Diagnostic, Severity};
use crate::evaluate::codes;
use crate::evaluate::label::Label;
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// A document as a file has it.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub id: Option<String>,
    pub text: Option<String>,
    pub length: Option<u32>,
    pub labels: Vec<DraftLabel>,
    /// Whether the file has a place for labels, even if it is empty.
    pub is_labelled: bool,
    pub path: Option<PathBuf>,
    pub line: Option<u64>,
}

/// A label as a file has it.
#[derive(Clone, Debug, Default)]
pub struct DraftLabel {
    pub label: Label,
    /// What the file says stands there.
    pub surface: Option<String>,
    /// Its own line, where it has one.
    pub line: Option<u64>,
}

impl From<Label> for DraftLabel {
    fn from(label: Label) -> Self {
        Self { label, surface: None, line: None }
    }
}

/// The faults of one file.
pub struct Faults<'a> {
    path: &'a Path,
    list: &'a mut Vec<Diagnostic>,
}

impl<'a> Faults<'a> {
    pub fn new(path: &'a Path, list: &'a mut Vec<Diagnostic>) -> Self {
        Self { path, list }
    }

    /// The text of bytes; what is no UTF-8 in them is replaced and told.
    pub fn text<'b>(&mut self, bytes: &'b [u8]) -> Cow<'b, str> {
        let text = String::from_utf8_lossy(bytes);
        if let Err(error) = std::str::from_utf8(bytes) {
            let before = &bytes[..error.valid_up_to()];
            let line = 1 + before.iter().filter(|byte| **byte == b'\n').count() as u64;
            let message = "bytes that are no UTF-8, from this line on; replaced by U+FFFD";
            self.add(codes::NO_UTF8, Severity::Warning, Some(line), message);
        }
        text
    }

    pub fn error(&mut self, code: &'static str, line: Option<u64>, message: impl Into<String>) {
        self.add(code, Severity::Error, line, message);
    }

    pub fn add(
        &mut self,
        code: &'static str,
        severity: Severity,
        line: Option<u64>,
        message: impl Into<String>,
    ) {
        let mut fault = Diagnostic::new(code, severity, message).at(self.path);
        fault.line = line;
        self.list.push(fault);
    }
}
