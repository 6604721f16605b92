//! The compiled form of the name lists: one block of bytes, searched where it lies.
//!
//! A file is never trusted. Its checksum is tested when it is opened, and all reading goes through
//! bounds-checked slices, so that the worst a damaged file can do is to find nothing.

mod blocks;
mod entities;
mod heap;
mod layout;
mod names;
mod names_writer;
mod senses;
mod table;
mod words;

pub use entities::Entity;
pub use names::Hit;
pub use senses::Sense;

pub(crate) use blocks::read as read_file;
pub(crate) use layout::{Damage, Stamp, VERSION};

use super::lexicon::{Cue, WordInfo};
use super::{Loaded, LoadedEntity};
use crate::model::{EntityIx, Token};
use heap::{HeapReader, HeapWriter};
use layout::{Layout, Section, u32_at};
use names::Names;
use rustc_hash::FxHashMap;

/// An opened index.
pub(crate) struct Index {
    bytes: Vec<u8>,
    layout: Layout,
    hash_mask: u64,
    cues: FxHashMap<u64, Vec<Cue>>,
}

/// More than an index can hold: 4 GB of strings, 268 million names or 65,535 tables.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the tables hold more than an index can take (4 GB, 268 million names, 65,535 tables)")]
pub(crate) struct TooLarge;

impl Index {
    /// Takes the bytes of a file that was made with this stamp.
    pub fn open(bytes: Vec<u8>, stamp: &Stamp) -> Result<Self, Damage> {
        let layout = Layout::parse(&bytes, stamp)?;
        Ok(Self {
            hash_mask: words::read_mask(layout.bytes(&bytes, Section::HashMask)),
            cues: words::read_cues(layout.bytes(&bytes, Section::Cues)),
            bytes,
            layout,
        })
    }

    /// The bytes of the index file of `loaded`.
    pub fn build(loaded: &Loaded, stamp: &Stamp) -> Result<Vec<u8>, TooLarge> {
        Self::build_with_hash_mask(loaded, stamp, u64::MAX)
    }

    /// With less than all bits of the hashes, which makes them lie, for tests.
    pub fn build_with_hash_mask(
        loaded: &Loaded,
        stamp: &Stamp,
        hash_mask: u64,
    ) -> Result<Vec<u8>, TooLarge> {
        let mut heap = HeapWriter::default();
        let mut entities = Vec::new();
        let mut names = names_writer::NamesWriter::new(hash_mask);
        for (ix, entity) in loaded.entities.iter().enumerate() {
            let ix = EntityIx(u32::try_from(ix).map_err(|_| TooLarge)?);
            entities::write(entity, &mut entities, &mut heap)?;
            names.add(ix, entity, &loaded.unwanted);
        }
        let names = names.finish()?;
        let (words, class_sets) = words::write(&loaded.lexicon);
        let mut sections = [const { Vec::new() }; Section::COUNT];
        for (section, bytes) in [
            (Section::HashMask, hash_mask.to_le_bytes().to_vec()),
            (Section::Nodes, names.nodes),
            (Section::Names, names.names),
            (Section::Entities, entities),
            (Section::Ids, ids(&loaded.entities)),
            (Section::Firsts, names.firsts),
            (Section::HiddenFirsts, names.hidden_firsts),
            (Section::Longer, names.longer),
            (Section::Words, words),
            (Section::ClassSets, class_sets),
            (Section::Cues, words::write_cues(&loaded.lexicon)),
            (Section::Files, offsets(&loaded.files, &mut heap)?),
        ] {
            sections[section as usize] = bytes;
        }
        sections[Section::Heap as usize] = heap.finish();
        Ok(Layout::assemble(stamp, &sections))
    }

    /// Number of entities.
    pub fn len(&self) -> usize {
        self.records::<{ entities::RECORD_BYTES }>(Section::Entities).len()
    }

    pub fn entity(&self, ix: EntityIx) -> Option<Entity<'_>> {
        Entity::new(self, ix)
    }

    pub fn by_id(&self, id: &str) -> Option<EntityIx> {
        let ids: &[[u8; 4]] = self.records(Section::Ids);
        let entity = |ix: &[u8; 4]| EntityIx(u32::from_le_bytes(*ix));
        let id_of = |ix| Entity::id_of(self, ix);
        let found = ids.binary_search_by(|ix| id_of(entity(ix)).cmp(id)).ok()?;
        Some(entity(&ids[found]))
    }

    pub fn find(&self, text: &str, tokens: &[Token], hits: &mut Vec<Hit>) {
        Names::new(self).find(text, tokens, hits);
    }

    pub fn senses(&self, hit: &Hit) -> impl Iterator<Item = Sense> + use<'_> {
        Names::new(self).senses(hit)
    }

    pub fn senses_of(&self, surface: &str) -> impl Iterator<Item = Sense> + use<'_> {
        Names::new(self).senses_of(surface)
    }

    pub fn word(&self, fold: u64) -> WordInfo {
        words::read(self.records(Section::Words), self.records(Section::ClassSets), fold)
    }

    pub fn cues_from(&self, fold: u64) -> &[Cue] {
        self.cues.get(&fold).map_or(&[], Vec::as_slice)
    }

    fn file(&self, ix: usize) -> &str {
        let offset = u32_at(self.section(Section::Files), ix * 4);
        offset.map_or("", |offset| self.heap_at(offset).string())
    }

    fn heap_at(&self, offset: u32) -> HeapReader<'_> {
        HeapReader::at(self.section(Section::Heap), offset)
    }

    #[inline]
    fn section(&self, section: Section) -> &[u8] {
        self.layout.bytes(&self.bytes, section)
    }

    #[inline]
    fn records<const N: usize>(&self, section: Section) -> &[[u8; N]] {
        self.layout.records(&self.bytes, section)
    }
}

/// Entity numbers in the order of their ids.
fn ids(entities: &[LoadedEntity]) -> Vec<u8> {
    let mut order: Vec<u32> = (0..entities.len() as u32).collect();
    order.sort_by_key(|&ix| &entities[ix as usize].row.id);
    order.iter().flat_map(|ix| ix.to_le_bytes()).collect()
}

fn offsets(strings: &[String], heap: &mut HeapWriter) -> Result<Vec<u8>, TooLarge> {
    let mut offsets = Vec::new();
    for string in strings {
        offsets.extend(heap.push(string).ok_or(TooLarge)?.to_le_bytes());
    }
    Ok(offsets)
}
