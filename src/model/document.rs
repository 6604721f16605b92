//! An article as read.

use super::Span;
use std::path::PathBuf;

/// One article: a text that never changes after reading, and what is known about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Unique in a run.
    pub id: String,
    text: String,
    /// The parts of the text, in order and disjoint; what no zone covers is body.
    zones: Vec<Zone>,
    pub meta: Meta,
}

/// What the source says about the article; absent is `None`, never guessed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meta {
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub url: Option<String>,
    /// Day of publication, from metadata, from a dateline, or from `--date`.
    pub published: Option<jiff::civil::Date>,
    /// ISO 639-1.
    pub language: Option<String>,
    pub path: Option<PathBuf>,
    /// Line of `path` where the record begins, for formats with several articles a file.
    pub line: Option<u64>,
}

/// A part of the text with a use of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone {
    pub kind: ZoneKind,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ZoneKind {
    Headline,
    /// `By Jane Doe, Reuters`
    Byline,
    /// `BAGHDAD (Reuters) -`
    Dateline,
    Body,
}

/// Texts longer than this cannot be addressed by a [`Span`].
pub const MAX_TEXT_BYTES: usize = u32::MAX as usize;

impl Document {
    /// # Panics
    ///
    /// If the text is longer than [`MAX_TEXT_BYTES`]; readers cut earlier.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        assert!(text.len() <= MAX_TEXT_BYTES, "text of {} bytes", text.len());
        Self { id: id.into(), text, ..Self::default() }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of `span`.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    pub fn zones(&self) -> &[Zone] {
        &self.zones
    }

    /// # Panics
    ///
    /// If zones overlap, are out of order, leave the text or cut a character: a bug in the reader.
    pub fn set_zones(&mut self, zones: Vec<Zone>) {
        let mut end = 0;
        for zone in &zones {
            assert!(zone.span.start() >= end, "zones overlap at {:?}", zone.span);
            assert!(self.text.get(zone.span.range()).is_some(), "no text at {:?}", zone.span);
            end = zone.span.end();
        }
        self.zones = zones;
    }

    /// The zone that holds `byte`; body where none was set.
    pub fn zone_at(&self, byte: u32) -> ZoneKind {
        let after = self.zones.partition_point(|zone| zone.span.start() <= byte);
        match self.zones[..after].last() {
            Some(zone) if byte < zone.span.end() => zone.kind,
            _ => ZoneKind::Body,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_outside_of_all_zones_is_body() {
        let mut doc = Document::new("a", "Tehran vows revenge\nBAGHDAD - Iran");
        doc.set_zones(vec![
            Zone { kind: ZoneKind::Headline, span: Span::new(0, 19) },
            Zone { kind: ZoneKind::Dateline, span: Span::new(20, 29) },
        ]);
        assert_eq!(doc.zone_at(3), ZoneKind::Headline);
        assert_eq!(doc.zone_at(19), ZoneKind::Body);
        assert_eq!(doc.zone_at(20), ZoneKind::Dateline);
        assert_eq!(doc.zone_at(30), ZoneKind::Body);
    }

    #[test]
    #[should_panic(expected = "no text")]
    fn a_zone_outside_the_text_is_a_bug() {
        Document::new("a", "x")
            .set_zones(vec![Zone { kind: ZoneKind::Body, span: Span::new(0, 2) }]);
    }
}
