//! A document as a file has it, before anything is checked.

use crate::diagnostic::{Diagnostic, Severity};
use crate::evaluate::label::Label;
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
