//! `entities.csv`: one row an entity, with counts over all documents.

use super::mentions_csv::failed;
use super::record::known;
use super::sorter::Sorter;
use super::{DocumentRecord, cell};
use crate::error::Result;
use crate::gazetteer::Gazetteer;
use crate::model::{EntityIx, EntityKind, Target};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::path::Path;

/// Name of the file in the output folder.
pub const ENTITIES_FILE: &str = "entities.csv";

pub const ENTITY_COLUMNS: [&str; 11] = [
    "entity",
    "name",
    "type",
    "subtype",
    "country",
    "wikidata",
    "geonames",
    "latitude",
    "longitude",
    "mentions",
    "documents",
];

/// About how many bytes of names that no gazetteer knows are kept in memory.
const NIL_BYTES: usize = 64 << 20;

/// What is counted of an entity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub mentions: u64,
    pub documents: u64,
}

impl Tally {
    fn add(&mut self, other: Tally) {
        self.mentions += other.mentions;
        self.documents += other.documents;
    }
}

/// Counts over some documents. What no gazetteer knows is the same over documents if name and type are.
#[derive(Debug, Default)]
pub struct EntityCounts {
    known: FxHashMap<EntityIx, Tally>,
    nil: FxHashMap<(EntityKind, Box<str>), Tally>,
}

impl EntityCounts {
    pub fn count(&mut self, record: &DocumentRecord<'_>) {
        let mut here = EntityCounts::default();
        for mention in &record.mentions {
            let tally = match mention.target {
                Target::Entity(ix) => here.known.entry(ix).or_default(),
                Target::Nil { .. } => {
                    here.nil.entry((mention.kind, mention.name.as_ref().into())).or_default()
                }
            };
            tally.mentions += 1;
            tally.documents = 1;
        }
        self.merge(here);
    }

    fn merge(&mut self, other: EntityCounts) {
        for (ix, tally) in other.known {
            self.known.entry(ix).or_default().add(tally);
        }
        for (key, tally) in other.nil {
            self.nil.entry(key).or_default().add(tally);
        }
    }
}

/// The rows of `entities.csv` in the making, in bounded memory: entities by the size of the gazetteer,
/// other names by sorting them on the disk when there are many.
pub struct EntityTable {
    counts: EntityCounts,
    nil_bytes: usize,
    limit: usize,
    nils: Sorter<NilRow>,
}

/// Kind, name, mentions, documents.
type NilRow = (u8, Box<str>, u64, u64);

/// In the order of the file: most mentions first, then most documents, kind, name, number of the entity.
type EntityRow = (Reverse<u64>, Reverse<u64>, u8, Box<str>, Option<u32>);

impl EntityTable {
    /// `work` is a folder for rows that do not fit into memory.
    pub fn new(work: &Path) -> Self {
        Self::with_limit(work, NIL_BYTES)
    }

    fn with_limit(work: &Path, limit: usize) -> Self {
        let nils = Sorter::new(work, limit);
        Self { counts: EntityCounts::default(), nil_bytes: 0, limit, nils }
    }

    pub fn add(&mut self, counts: EntityCounts) -> Result<()> {
        let before = self.counts.nil.len();
        let bytes: usize = counts.nil.keys().map(|(_, name)| row_bytes(name)).sum();
        self.counts.merge(counts);
        if self.counts.nil.len() > before {
            self.nil_bytes += bytes;
        }
        if self.nil_bytes > self.limit { self.set_aside() } else { Ok(()) }
    }

    fn set_aside(&mut self) -> Result<()> {
        self.nil_bytes = 0;
        for ((kind, name), tally) in std::mem::take(&mut self.counts.nil) {
            let bytes = row_bytes(&name);
            self.nils.push((kind as u8, name, tally.mentions, tally.documents), bytes)?;
        }
        Ok(())
    }

    /// The whole file, piece by piece.
    pub fn write(
        mut self,
        gazetteer: &Gazetteer,
        work: &Path,
        put: &mut dyn FnMut(&[u8]) -> Result<()>,
    ) -> Result<()> {
        self.set_aside()?;
        let mut by_count: Sorter<EntityRow> = Sorter::new(work, self.limit);
        let mut push = |kind: u8, name: Box<str>, ix: Option<u32>, tally: Tally| {
            let bytes = row_bytes(&name);
            by_count
                .push((Reverse(tally.mentions), Reverse(tally.documents), kind, name, ix), bytes)
        };
        for (ix, tally) in self.counts.known {
            let entity = gazetteer.entity(ix);
            push(entity.kind as u8, entity.name.into(), Some(ix.0), tally)?;
        }
        let mut nils = self.nils.sorted()?.peekable();
        while let Some(row) = nils.next() {
            let (kind, name, mentions, documents) = row?;
            let mut tally = Tally { mentions, documents };
            let is_same = |next: &Result<NilRow>| {
                next.as_ref().is_ok_and(|next| next.0 == kind && next.1 == name)
            };
            while let Some(same) = nils.next_if(is_same) {
                let (_, _, mentions, documents) = same?;
                tally.add(Tally { mentions, documents });
            }
            push(kind, name, None, tally)?;
        }

        let mut rows = csv::Writer::from_writer(Vec::new());
        rows.write_record(ENTITY_COLUMNS).map_err(failed)?;
        for row in by_count.sorted()? {
            write_row(&row?, gazetteer, &mut rows).map_err(failed)?;
            if rows.get_ref().len() > 1 << 16 {
                rows.flush()?;
                put(rows.get_ref())?;
                rows = csv::Writer::from_writer(Vec::new());
            }
        }
        rows.flush()?;
        put(rows.get_ref())
    }
}

/// About what a row takes in a map or a list.
fn row_bytes(name: &str) -> usize {
    name.len() + 80
}

fn write_row(
    row: &EntityRow,
    gazetteer: &Gazetteer,
    rows: &mut csv::Writer<Vec<u8>>,
) -> csv::Result<()> {
    let (Reverse(mentions), Reverse(documents), kind, name, ix) = row;
    let kind = EntityKind::from_index(*kind as usize).map_or("", EntityKind::as_str);
    let entity = ix.map(|ix| gazetteer.entity(EntityIx(ix)));
    let entity = entity.as_ref();
    let text = |text: Option<&str>| cell(text.unwrap_or_default()).into_owned();
    let number = |number: Option<f32>| number.map(|number| number.to_string()).unwrap_or_default();
    rows.write_record([
        text(entity.map(|entity| entity.id)),
        cell(name).into_owned(),
        kind.to_owned(),
        text(entity.and_then(|entity| known(entity.subtype))),
        text(entity.and_then(|entity| known(entity.country))),
        text(entity.and_then(|entity| known(entity.wikidata))),
        text(entity.and_then(|entity| known(entity.geonames))),
        number(entity.and_then(|entity| entity.lat)),
        number(entity.and_then(|entity| entity.lon)),
        mentions.to_string(),
        documents.to_string(),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Row;

    /// The file over some names that no gazetteer knows and an entity, in as many batches.
    fn file(limit: usize) -> String {
        let gazetteer = Gazetteer::from_rows([Row::new("x", EntityKind::Place, "Iran")]).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let mut table = EntityTable::with_limit(folder.path(), limit);
        let names = ["Émile Dupont", "=cmd", "Qaani", "Émile Dupont", "Qaani", "Émile Dupont"];
        for (ix, name) in names.into_iter().enumerate() {
            let mut counts = EntityCounts::default();
            let tally = Tally { mentions: 2, documents: 1 };
            counts.nil.insert((EntityKind::Person, name.into()), tally);
            if ix < 3 {
                counts.known.insert(EntityIx(0), Tally { mentions: 1, documents: 1 });
            }
            table.add(counts).unwrap();
        }
        let mut bytes = Vec::new();
        let mut put = |piece: &[u8]| {
            bytes.extend_from_slice(piece);
            Ok(())
        };
        table.write(&gazetteer, folder.path(), &mut put).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn counts_are_right_however_little_memory_there_is() {
        let expected = [
            "entity,name,type,subtype,country,wikidata,geonames,latitude,longitude,mentions,documents",
            ",Émile Dupont,PERSON,,,,,,,6,3",
            ",Qaani,PERSON,,,,,,,4,2",
            "x,Iran,PLACE,,,,,,,3,3",
            ",'=cmd,PERSON,,,,,,,2,1",
            "",
        ];
        for limit in [0, 100, 200, NIL_BYTES] {
            assert_eq!(file(limit), expected.join("\n"), "limit {limit}");
        }
    }
}
