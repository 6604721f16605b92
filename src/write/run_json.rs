//! `run.json`: what was run on what, so that any annotation can be made again.

use super::atomic::FileProof;
use super::{DiagnosticLog, DocumentRecord};
use crate::error::Result;
use crate::gazetteer::Gazetteer;
use crate::model::EntityKind;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// Name of the file in the output folder.
pub const RUN_FILE: &str = "run.json";

/// Changes when a reader of the files has to change.
pub const FORMAT: u32 = 1;

/// What was counted in a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub documents: u64,
    /// Bytes of text, as UTF-8.
    pub text_bytes: u64,
    pub mentions: u64,
    #[serde(rename = "mentions_by_type", serialize_with = "by_type")]
    pub by_kind: [u64; EntityKind::ALL.len()],
    /// Mentions of entities that are in the gazetteer.
    pub linked: u64,
    pub nil: u64,
}

impl Counts {
    pub fn count(&mut self, record: &DocumentRecord<'_>, text_bytes: usize) {
        self.documents += 1;
        self.text_bytes += text_bytes as u64;
        for mention in &record.mentions {
            self.mentions += 1;
            self.by_kind[mention.kind as usize] += 1;
            *if mention.entity.is_some() { &mut self.linked } else { &mut self.nil } += 1;
        }
    }

    pub fn add(&mut self, other: &Counts) {
        self.documents += other.documents;
        self.text_bytes += other.text_bytes;
        self.mentions += other.mentions;
        self.linked += other.linked;
        self.nil += other.nil;
        for (count, more) in self.by_kind.iter_mut().zip(other.by_kind) {
            *count += more;
        }
    }
}

fn by_type<S: Serializer>(counts: &[u64; 8], to: S) -> std::result::Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(Some(counts.len()))?;
    for (kind, count) in EntityKind::ALL.iter().zip(counts) {
        map.serialize_entry(kind.as_str(), count)?;
    }
    map.end()
}

#[derive(Serialize)]
struct RunRecord<'a, C> {
    dateline: &'static str,
    format: u32,
    configuration: &'a C,
    gazetteer: GazetteerRecord<'a>,
    counts: &'a Counts,
    diagnostics: &'a DiagnosticLog,
    files: &'a [FileProof],
}

#[derive(Serialize)]
struct GazetteerRecord<'a> {
    hash: &'a str,
    entities: usize,
}

/// The text of `run.json`.
pub(super) fn run_json<C: Serialize>(
    configuration: &C,
    gazetteer: &Gazetteer,
    counts: &Counts,
    diagnostics: &DiagnosticLog,
    files: &[FileProof],
) -> Result<Vec<u8>> {
    let record = RunRecord {
        dateline: env!("CARGO_PKG_VERSION"),
        format: FORMAT,
        configuration,
        gazetteer: GazetteerRecord { hash: gazetteer.hash(), entities: gazetteer.len() },
        counts,
        diagnostics,
        files,
    };
    let mut json = serde_json::to_vec_pretty(&record).map_err(std::io::Error::from)?;
    json.push(b'\n');
    Ok(json)
}
