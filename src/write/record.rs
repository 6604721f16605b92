//! A document and its annotations as files show them.

use crate::diagnostic::{Diagnostic, Severity};
use crate::gazetteer::Gazetteer;
use crate::model::{
    Annotations, CharOffsets, Document, EntityKind, Evidence, InnerName, Link, Mention, Target,
};
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::path::Path;
use xxhash_rust::xxh3::xxh3_64;

/// One document as files show it: offsets in Unicode code points, numbers of entities turned into what
/// the gazetteer knows of them. Its JSON is one line of `annotations.jsonl`.
#[derive(Debug, Serialize)]
pub struct DocumentRecord<'a> {
    pub id: &'a str,
    /// XXH3 (64 bits) of the text in UTF-8, 16 hexadecimal digits.
    pub text_xxh3: String,
    /// Length of the text in code points.
    pub characters: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outlet: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<&'a str>,
    /// Only where asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<&'a str>,
    pub mentions: Vec<MentionRecord<'a>>,
    pub events: [(); 0],
    pub diagnostics: Vec<DiagnosticRecord<'a>>,
}

/// One mention as files show it.
#[derive(Debug, Serialize)]
pub struct MentionRecord<'a> {
    /// Number of its sentence in the document, from 0.
    pub sentence: usize,
    pub start: u32,
    pub end: u32,
    pub text: &'a str,
    #[serde(rename = "type", serialize_with = "kind_name")]
    pub kind: EntityKind,
    /// Id in the gazetteer.
    pub entity: Option<&'a str>,
    /// For what is not in the gazetteer: equal numbers in one document, same thing.
    pub nil: Option<u32>,
    /// Canonical name of the entity; for a NIL its longest form in the document.
    pub name: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wikidata: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub geonames: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latitude: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longitude: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<&'a str>,
    #[serde(serialize_with = "rounded")]
    pub score: f32,
    pub rule: &'static str,
    pub evidence: Vec<EvidenceRecord<'a>>,
    pub runner_up: Option<RunnerUpRecord<'a>>,
    /// Names within this one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inner: Vec<InnerRecord<'a>>,
    /// For tables that count by entity.
    #[serde(skip)]
    pub target: Target,
}

/// A sign that spoke for or against a mention's type or entity.
#[derive(Debug, Serialize)]
pub struct EvidenceRecord<'a> {
    pub what: &'static str,
    #[serde(serialize_with = "rounded")]
    pub weight: f32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<&'a str>,
    /// Id of the gazetteer entry that it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<&'a str>,
}

/// A name within a longer name.
#[derive(Debug, Serialize)]
pub struct InnerRecord<'a> {
    pub start: u32,
    pub end: u32,
    pub text: &'a str,
    #[serde(rename = "type", serialize_with = "kind_name")]
    pub kind: EntityKind,
    pub entity: &'a str,
    pub name: &'a str,
}

/// What a mention would have been otherwise.
#[derive(Debug, Serialize)]
pub struct RunnerUpRecord<'a> {
    #[serde(rename = "type", serialize_with = "kind_name")]
    pub kind: EntityKind,
    pub entity: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'a str>,
    #[serde(serialize_with = "rounded")]
    pub score: f32,
}

/// A fault as files show it.
#[derive(Debug, Serialize)]
pub struct DiagnosticRecord<'a> {
    pub code: &'static str,
    pub severity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    pub message: &'a str,
}

impl<'a> DocumentRecord<'a> {
    /// `found_while_reading` comes before the diagnostics of the annotations.
    pub fn new(
        doc: &'a Document,
        found_while_reading: &'a [Diagnostic],
        annotations: &'a Annotations,
        gazetteer: &'a Gazetteer,
    ) -> Self {
        let scribe = Scribe { doc, gazetteer, offsets: CharOffsets::new(doc.text()) };
        let nil_names = nil_names(doc, annotations);
        let links = annotations.mentions.iter().zip(&annotations.links);
        let diagnostics = found_while_reading.iter().chain(&annotations.diagnostics);
        Self {
            id: &doc.id,
            text_xxh3: format!("{:016x}", xxh3_64(doc.text().as_bytes())),
            characters: scribe.offsets.char_of(u32::MAX),
            path: doc.meta.path.as_deref().map(Path::to_string_lossy),
            line: doc.meta.line,
            title: doc.meta.title.as_deref(),
            outlet: doc.meta.outlet.as_deref(),
            url: doc.meta.url.as_deref(),
            published: doc.meta.published.map(|date| date.to_string()),
            language: doc.meta.language.as_deref(),
            text: None,
            mentions: links
                .map(|(mention, link)| scribe.mention(mention, link, &nil_names))
                .collect(),
            events: [],
            diagnostics: diagnostics.map(DiagnosticRecord::new).collect(),
        }
    }
}

impl<'a> DiagnosticRecord<'a> {
    pub fn new(diagnostic: &'a Diagnostic) -> Self {
        Self {
            code: diagnostic.code,
            severity: severity_name(diagnostic.severity),
            path: diagnostic.path.as_deref().map(Path::to_string_lossy),
            line: diagnostic.line,
            message: &diagnostic.message,
        }
    }
}

pub fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// Turns what the stages say about a document into what files say.
struct Scribe<'a> {
    doc: &'a Document,
    gazetteer: &'a Gazetteer,
    offsets: CharOffsets<'a>,
}

impl<'a> Scribe<'a> {
    fn mention(
        &self,
        mention: &'a Mention,
        link: &'a Link,
        nil_names: &[Cow<'a, str>],
    ) -> MentionRecord<'a> {
        let (start, end) = self.offsets.chars_of(mention.span);
        let text = self.doc.slice(mention.span);
        let (entity, nil) = match link.target {
            Target::Entity(ix) => (Some(self.gazetteer.entity(ix)), None),
            Target::Nil { cluster } => (None, Some(cluster)),
        };
        let name = match (&entity, nil) {
            (Some(entity), _) => Cow::Borrowed(entity.name),
            (None, Some(cluster)) => nil_names[cluster as usize].clone(),
            (None, None) => Cow::Borrowed(text),
        };
        let entity = entity.as_ref();
        MentionRecord {
            sentence: mention.sentence,
            start,
            end,
            text,
            kind: link.kind,
            entity: entity.map(|entity| entity.id),
            nil,
            name,
            wikidata: entity.and_then(|entity| known(entity.wikidata)),
            geonames: entity.and_then(|entity| known(entity.geonames)),
            latitude: entity.and_then(|entity| entity.lat),
            longitude: entity.and_then(|entity| entity.lon),
            country: entity.and_then(|entity| known(entity.country)),
            score: link.score,
            rule: mention.found_by.0,
            evidence: mention
                .evidence
                .iter()
                .chain(&link.evidence)
                .map(|e| self.evidence(e))
                .collect(),
            runner_up: link.runner_up.as_ref().map(|other| {
                let entity = other.entity.map(|ix| self.gazetteer.entity(ix));
                RunnerUpRecord {
                    kind: other.kind,
                    entity: entity.as_ref().map(|entity| entity.id),
                    name: entity.as_ref().map(|entity| entity.name),
                    score: other.score,
                }
            }),
            inner: mention.inner.iter().map(|inner| self.inner(inner)).collect(),
            target: link.target,
        }
    }

    fn inner(&self, inner: &InnerName) -> InnerRecord<'a> {
        let (start, end) = self.offsets.chars_of(inner.span);
        let entity = self.gazetteer.entity(inner.entity);
        let text = self.doc.slice(inner.span);
        InnerRecord { start, end, text, kind: inner.kind, entity: entity.id, name: entity.name }
    }

    fn evidence(&self, evidence: &'a Evidence) -> EvidenceRecord<'a> {
        let chars = evidence.span.map(|span| self.offsets.chars_of(span));
        EvidenceRecord {
            what: evidence.what,
            weight: evidence.weight,
            detail: evidence.detail.as_deref(),
            start: chars.map(|(start, _)| start),
            end: chars.map(|(_, end)| end),
            text: evidence.span.map(|span| self.doc.slice(span)),
            entity: evidence.entity.map(|ix| self.gazetteer.entity(ix).id),
        }
    }
}

/// The name of each NIL cluster: its longest form, the first of equal ones, on one line.
fn nil_names<'a>(doc: &'a Document, annotations: &Annotations) -> Vec<Cow<'a, str>> {
    let mut names = vec![""; annotations.nil_clusters()];
    for link in &annotations.links {
        if let Target::Nil { cluster } = link.target {
            let text = doc.slice(annotations.mentions[link.mention].span);
            let name = &mut names[cluster as usize];
            if text.chars().count() > name.chars().count() {
                *name = text;
            }
        }
    }
    names.into_iter().map(on_one_line).collect()
}

/// `text` with every run of blanks, line breaks among them, as one space.
fn on_one_line(text: &str) -> Cow<'_, str> {
    let is_plain = !text.contains("  ") && text.chars().all(|c| c == ' ' || !c.is_whitespace());
    if is_plain {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// What a gazetteer leaves empty is not known.
pub fn known(cell: &str) -> Option<&str> {
    Some(cell).filter(|cell| !cell.is_empty())
}

fn kind_name<S: Serializer>(kind: &EntityKind, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(kind.as_str())
}

/// Scores and weights have four decimals.
fn rounded<S: Serializer>(score: &f32, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_f64((f64::from(*score) * 1e4).round() / 1e4)
}
