//! A place in the text that names something.

use super::{EntityIx, EntityKind, Span};

/// A place in the text that names something, before it is decided what.
///
/// Promises: not empty, begins and ends on token borders, lies in one sentence,
/// has at least one reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Bytes of the document's text; `doc.slice(span)` is the surface form.
    pub span: Span,
    /// Index of its sentence.
    pub sentence: usize,
    /// What sorts of thing it may be, most probable first.
    pub readings: Vec<Reading>,
    /// Why it is here: every mention can be explained.
    pub found_by: Rule,
    /// Signs that spoke for the first reading, heaviest first.
    pub evidence: Vec<Evidence>,
    /// Every entity the surface form can stand for, best prior first. Kept
    /// whole, so that `resolve` decides and nothing is lost before it.
    pub candidates: Vec<EntityIx>,
    /// Names within this one, in text order: `Baghdad` in `Baghdad's international airport`.
    pub inner: Vec<InnerName>,
}

/// A name within a longer name, as the gazetteers know it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InnerName {
    pub span: Span,
    pub kind: EntityKind,
    /// The best known bearer of the name.
    pub entity: EntityIx,
}

impl Mention {
    /// The most probable kind.
    pub fn kind(&self) -> EntityKind {
        self.readings[0].kind
    }

    /// How probable it is that this is of `kind`, 0 to 1.
    pub fn score_of(&self, kind: EntityKind) -> f32 {
        self.readings.iter().find(|reading| reading.kind == kind).map_or(0.0, |r| r.score)
    }
}

/// One sort of thing that a mention may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    pub kind: EntityKind,
    /// Probability, 0 to 1.
    pub score: f32,
}

/// The name of what made a mention, as printed in the column `rule`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rule(pub &'static str);

/// A sign that spoke for or against a decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// What sort of sign: `gazetteer`, `cue`, `short form`, `country context` …
    pub what: &'static str,
    /// The words it stands on, if it stands on words.
    pub span: Option<Span>,
    /// The gazetteer entry that it comes from, if any.
    pub entity: Option<EntityIx>,
    /// A name for people: a cue class, a feature of the model.
    pub detail: Option<Box<str>>,
    /// Above zero speaks for the decision, below zero against it.
    pub weight: f32,
}

impl Evidence {
    pub fn new(what: &'static str, weight: f32) -> Self {
        Self { what, span: None, entity: None, detail: None, weight }
    }

    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    pub fn from_entity(mut self, entity: EntityIx) -> Self {
        self.entity = Some(entity);
        self
    }

    pub fn saying(mut self, detail: impl Into<Box<str>>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}
