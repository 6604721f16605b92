//! What people or tools say about a text.

use std::path::PathBuf;

/// A document with labels, by people or by a tool.
///
/// Promises: every label is longer than nothing and, where the text is known, lies in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Labelled {
    pub id: String,
    /// `None` where a file has labels alone.
    pub text: Option<String>,
    /// In code points, where a file tells it without the text.
    pub length: Option<u32>,
    pub labels: Vec<Label>,
    /// Where it came from.
    pub path: Option<PathBuf>,
    pub line: Option<u64>,
}

/// A stretch of a text and what it is said to be.
///
/// Unlike all spans inside the program it counts **code points**, as files do: a tool's labels are
/// compared as they are, and their text may not be at hand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Label {
    pub start: u32,
    /// Not included.
    pub end: u32,
    /// `None` where a name is labelled of which nobody knows the type.
    pub kind: Option<String>,
    /// What it is linked to; `None` if the file does not say.
    pub link: Option<Box<Link>>,
    /// What found it, where a tool says so.
    pub rule: Option<String>,
    /// What the file says stands there, where it has no text that would show it.
    pub surface: Option<String>,
}

/// What a name stands for, in as many ways as a file says it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Link {
    /// Whether the file says that it stands for nothing that has an id.
    pub is_nil: bool,
    pub wikidata: Option<String>,
    pub geonames: Option<String>,
    /// Title of an article of Wikipedia, with spaces.
    pub wikipedia: Option<String>,
    /// Id in a list of the tool's own.
    pub entity: Option<String>,
    /// Canonical name.
    pub name: Option<String>,
    /// Latitude and longitude, degrees.
    pub place: Option<(f64, f64)>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
}

impl Label {
    pub fn new(start: u32, end: u32, kind: Option<&str>) -> Self {
        Self { start, end, kind: kind.map(str::to_owned), ..Self::default() }
    }
}

impl Link {
    /// Whether it names anything by an id.
    pub fn has_id(&self) -> bool {
        let ids = [&self.wikidata, &self.geonames, &self.wikipedia, &self.entity];
        ids.iter().any(|id| id.is_some())
    }
}
