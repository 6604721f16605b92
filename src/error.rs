//! Reasons to stop a run.

use std::fmt;
use std::path::{Path, PathBuf};

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A reason to stop: where, what was found, what was expected.
#[derive(Debug, thiserror::Error)]
#[error("{place}{kind}")]
pub struct Error {
    place: Place,
    kind: ErrorKind,
}

/// A file, and a line of it where one is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub path: Option<PathBuf>,
    pub line: Option<u64>,
}

#[derive(Debug, thiserror::Error)]
pub enum ErrorKind {
    /// A file could not be read or written.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// A gazetteer row or table that cannot be used.
    #[error("{0}")]
    Gazetteer(String),
    /// A setting or an argument that makes no sense.
    #[error("{0}")]
    Usage(String),
    /// The run was stopped from outside (Ctrl-C).
    #[error("interrupted; nothing was written under its final name")]
    Interrupted,
}

impl Error {
    pub fn new(kind: impl Into<ErrorKind>) -> Self {
        Self { place: Place::default(), kind: kind.into() }
    }

    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Usage(message.into()))
    }

    pub fn gazetteer(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Gazetteer(message.into()))
    }

    pub fn at(mut self, path: impl AsRef<Path>) -> Self {
        self.place.path = Some(path.as_ref().to_owned());
        self
    }

    pub fn on_line(mut self, line: u64) -> Self {
        self.place.line = Some(line);
        self
    }

    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Whether the reader of our output has gone away, which is no error for the user.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(&self.kind, ErrorKind::Io(error) if error.kind() == std::io::ErrorKind::BrokenPipe)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::new(error)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(path) = &self.path else { return Ok(()) };
        write!(f, "{}", path.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        f.write_str(": ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_begins_with_file_and_line() {
        let error =
            Error::gazetteer("unknown entity type `CITY`").at("gazetteers/places.tsv").on_line(118);
        assert_eq!(error.to_string(), "gazetteers/places.tsv:118: unknown entity type `CITY`");
    }
}
