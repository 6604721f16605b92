//! Entities: a short record each, and the rest of the row on the heap.

use super::heap::{HeapReader, HeapWriter};
use super::layout::{Section, u32_at};
use super::{Index, TooLarge};
use crate::gazetteer::{Alias, AliasFlags, LoadedEntity, Row, Tier};
use crate::model::{EntityIx, EntityKind};

pub(crate) const RECORD_BYTES: usize = 36;

/// Fields of the record, by byte.
const DETAILS: usize = 0;
const COUNTRY: usize = 4;
const SUBTYPE: usize = 8;
const SOURCE: usize = 12;
const LAT: usize = 16;
const LON: usize = 20;
const LINE: usize = 24;
const FILE: usize = 28;
const KIND: usize = 30;
const TIER: usize = 31;
const PROMINENCE: usize = 32;
const HAS_WEIGHT: usize = 33;
const WEIGHT: usize = 34;

/// Texts on the heap behind id and name, those that are not empty, in this order.
const TEXTS: usize = 10;

fn texts(row: &Row) -> [&str; TEXTS] {
    [
        &row.admin1,
        &row.from,
        &row.until,
        &row.wikidata,
        &row.geonames,
        &row.domain,
        &row.language,
        &row.native,
        &row.iso3,
        &row.office,
    ]
}

/// Appends the record of `entity`.
pub(crate) fn write(
    entity: &LoadedEntity,
    records: &mut Vec<u8>,
    heap: &mut HeapWriter,
) -> Result<(), TooLarge> {
    let row = &entity.row;
    let shared = [&row.country, &row.subtype, &row.source].map(|text| heap.share(text));
    let details = heap.offset().ok_or(TooLarge)?;
    for text in [&row.id, &row.name] {
        heap.append(text.as_bytes());
    }
    let texts = texts(row);
    let present = texts.iter().enumerate().filter(|(_, text)| !text.is_empty());
    heap.append_number(present.clone().fold(0, |bits, (ix, _)| bits | 1 << ix));
    present.for_each(|(_, text)| heap.append(text.as_bytes()));
    heap.append_number(row.aliases.len() as u64);
    for alias in &row.aliases {
        heap.append_byte(flags_byte(alias.flags));
        heap.append(alias.surface.as_bytes());
    }
    heap.append_number(row.demonyms.len() as u64);
    row.demonyms.iter().for_each(|demonym| heap.append(demonym.as_bytes()));

    records.extend(details.to_le_bytes());
    for offset in shared {
        records.extend(offset.ok_or(TooLarge)?.to_le_bytes());
    }
    for degrees in [row.lat, row.lon] {
        records.extend(degrees.unwrap_or(f32::NAN).to_le_bytes());
    }
    records.extend(entity.line.to_le_bytes());
    records.extend(u16::try_from(entity.file).map_err(|_| TooLarge)?.to_le_bytes());
    records.extend([row.kind as u8, entity.tier as u8, row.prominence]);
    records.extend([u8::from(row.weight.is_some()), row.weight.unwrap_or(0), 0]);
    Ok(())
}

fn flags_byte(flags: AliasFlags) -> u8 {
    u8::from(flags.context) | u8::from(flags.exact) << 1 | u8::from(flags.any) << 2
}

fn flags_of(byte: u8) -> AliasFlags {
    AliasFlags { context: byte & 1 != 0, exact: byte & 2 != 0, any: byte & 4 != 0 }
}

/// One thing of the gazetteer, as its row has it; what the row leaves empty is empty here.
///
/// A view: the strings are where they lie in the index.
#[derive(Clone, Copy)]
pub struct Entity<'g> {
    pub ix: EntityIx,
    /// Stable over versions: `gn.112931`.
    pub id: &'g str,
    pub kind: EntityKind,
    pub subtype: &'g str,
    /// The canonical English name.
    pub name: &'g str,
    /// ISO 3166-1 alpha-2.
    pub country: &'g str,
    pub admin1: &'g str,
    pub lat: Option<f32>,
    pub lon: Option<f32>,
    /// 0 to 100.
    pub prominence: u8,
    /// ISO dates, months or years.
    pub from: &'g str,
    pub until: &'g str,
    pub wikidata: &'g str,
    pub geonames: &'g str,
    pub domain: &'g str,
    /// ISO 639-1.
    pub language: &'g str,
    /// The name in its own language and script.
    pub native: &'g str,
    /// ISO 3166-1 alpha-3.
    pub iso3: &'g str,
    pub office: &'g str,
    pub weight: Option<u8>,
    /// Key of `SOURCES.toml`.
    pub source: &'g str,
    /// Which lists the row comes from.
    pub tier: Tier,
    /// The table that has the row: `gazetteers/reviewed/places.tsv`.
    pub file: &'g str,
    /// Line of the row, from 1.
    pub line: u32,
    /// Aliases and demonyms.
    lists: HeapReader<'g>,
}

impl<'g> Entity<'g> {
    pub(crate) fn new(index: &'g Index, ix: EntityIx) -> Option<Self> {
        let record: &[u8; RECORD_BYTES] = index.records(Section::Entities).get(ix.0 as usize)?;
        let mut details = index.heap_at(u32_at(record, DETAILS)?);
        let (id, name) = (details.string(), details.string());
        let present = details.number();
        let mut texts = [""; TEXTS];
        for (_, text) in texts.iter_mut().enumerate().filter(|(ix, _)| present & 1 << ix != 0) {
            *text = details.string();
        }
        let [admin1, from, until, wikidata, geonames, domain, language, native, iso3, office] =
            texts;
        let shared = |field| index.heap_at(u32_at(record, field).unwrap_or(0)).string();
        let degrees =
            |field| Some(f32::from_bits(u32_at(record, field)?)).filter(|v| v.is_finite());
        Some(Self {
            ix,
            id,
            kind: EntityKind::from_index(usize::from(record[KIND])).unwrap_or(EntityKind::Org),
            subtype: shared(SUBTYPE),
            name,
            country: shared(COUNTRY),
            admin1,
            lat: degrees(LAT),
            lon: degrees(LON),
            prominence: record[PROMINENCE],
            from,
            until,
            wikidata,
            geonames,
            domain,
            language,
            native,
            iso3,
            office,
            weight: (record[HAS_WEIGHT] != 0).then_some(record[WEIGHT]),
            source: shared(SOURCE),
            tier: Tier::from_byte(record[TIER]),
            file: index.file(usize::from(u16::from_le_bytes([record[FILE], record[FILE + 1]]))),
            line: u32_at(record, LINE)?,
            lists: details,
        })
    }

    /// Nothing but the id.
    pub(crate) fn id_of(index: &'g Index, ix: EntityIx) -> &'g str {
        let records: &[[u8; RECORD_BYTES]] = index.records(Section::Entities);
        let details = records.get(ix.0 as usize).and_then(|record| u32_at(record, DETAILS));
        details.map_or("", |details| index.heap_at(details).string())
    }

    /// The surface forms besides the name; the name again, if it has flags.
    pub fn aliases(&self) -> impl Iterator<Item = (&'g str, AliasFlags)> + use<'g> {
        let mut lists = self.lists;
        let count = lists.number();
        (0..count).map_while(move |_| {
            let flags = flags_of(lists.byte());
            let surface = lists.string();
            (!surface.is_empty()).then_some((surface, flags))
        })
    }

    pub fn demonyms(&self) -> impl Iterator<Item = &'g str> + use<'g> {
        let mut lists = self.lists;
        for _ in 0..lists.number() {
            lists.byte();
            if lists.bytes().is_empty() {
                break;
            }
        }
        let count = lists.number();
        (0..count).map_while(move |_| Some(lists.string()).filter(|demonym| !demonym.is_empty()))
    }

    /// The row, as it was read.
    pub fn row(&self) -> Row {
        Row {
            id: self.id.to_owned(),
            kind: self.kind,
            subtype: self.subtype.to_owned(),
            name: self.name.to_owned(),
            aliases: self.aliases().map(|(text, flags)| Alias::new(text, flags)).collect(),
            country: self.country.to_owned(),
            admin1: self.admin1.to_owned(),
            lat: self.lat,
            lon: self.lon,
            prominence: self.prominence,
            from: self.from.to_owned(),
            until: self.until.to_owned(),
            wikidata: self.wikidata.to_owned(),
            geonames: self.geonames.to_owned(),
            domain: self.domain.to_owned(),
            language: self.language.to_owned(),
            native: self.native.to_owned(),
            demonyms: self.demonyms().map(str::to_owned).collect(),
            iso3: self.iso3.to_owned(),
            office: self.office.to_owned(),
            weight: self.weight,
            source: self.source.to_owned(),
        }
    }
}

impl std::fmt::Debug for Entity<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Entity").field(&self.id).field(&self.name).finish()
    }
}
