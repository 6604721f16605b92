//! Faults in the data: reported and counted, and the run goes on.

use std::fmt;
use std::path::PathBuf;

/// A fault in one article or one line, with where it is and what was expected.
///
/// Prints as `input/a.jsonl:7: [R004] broken JSON: …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Searchable code, `R…` for reading, `T…` for tagging and later stages, `W…` for writing,
    /// `G…` for gazetteers, `E…` for labels that are evaluated.
    pub code: &'static str,
    pub severity: Severity,
    pub path: Option<PathBuf>,
    pub line: Option<u64>,
    pub message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something was adapted, nothing was lost: a legacy encoding was decoded.
    Note,
    /// A part could not be used: the end of a truncated file, one attribute of a record.
    Warning,
    /// An article could not be used. Makes the exit code 1.
    Error,
}

impl Diagnostic {
    pub fn new(code: &'static str, severity: Severity, message: impl Into<String>) -> Self {
        Self { code, severity, path: None, line: None, message: message.into() }
    }

    pub fn at(mut self, path: impl Into<PathBuf>) -> Self {
        self.path = Some(path.into());
        self
    }

    pub fn on_line(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            write!(f, "{}", path.display())?;
            if let Some(line) = self.line {
                write!(f, ":{line}")?;
            }
            f.write_str(": ")?;
        }
        write!(f, "[{}] {}", self.code, self.message)
    }
}
