//! The frame of an index file: a header, a table of sections, and a checksum over all of it.
//!
//! ```text
//! 0    magic                  8 bytes
//! 8    checksum               of everything behind it; see `blocks`
//! 16   version, byte order    u32 each
//! 24   stamp                  16 bytes: what the index was made from, and by which program
//! 40   length of the file     u64
//! 48   sections               start and length in bytes, u64 each
//! ...  the sections, each at a multiple of 8
//! ```
//! All numbers are little-endian.

use super::blocks::checksum;
use std::ops::Range;

/// Goes up with every change of what the bytes mean.
pub(crate) const VERSION: u32 = 2;
const MAGIC: [u8; 8] = *b"DATELINX";
const BYTE_ORDER: u32 = 0x0102_0304;
const SECTION_TABLE: usize = 48;
const HEADER_BYTES: usize = SECTION_TABLE + 16 * Section::COUNT;

/// What an index was made from: a hash of the tables and of the program's rules.
pub(crate) type Stamp = [u8; 16];

/// The parts of an index file, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Section {
    /// One number: the bits of a key's hash that count.
    HashMask,
    /// Open-addressing table of prefixes.
    Nodes,
    /// Names with their senses.
    Names,
    Entities,
    /// Entity numbers in the order of their ids.
    Ids,
    /// Bits for the first words of names, where the class of a word lets it begin one.
    Firsts,
    /// Bits for the first words of names that begin with any other word.
    HiddenFirsts,
    /// Bits for the prefixes of two words and more.
    Longer,
    /// Open-addressing table of the lexicon's words.
    Words,
    /// The sets of cue classes that words have.
    ClassSets,
    /// Cues of several words.
    Cues,
    /// Names of the tables.
    Files,
    /// Strings and entity details.
    Heap,
}

impl Section {
    pub const COUNT: usize = Section::Heap as usize + 1;

    /// Bytes of one record, by section.
    const RECORDS: [usize; Section::COUNT] =
        [8, 8, 8, super::entities::RECORD_BYTES, 4, 8, 8, 8, 16, 8, 8, 4, 1];
}

/// Where the sections of a file are.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    sections: [Range<usize>; Section::COUNT],
}

/// Why a file is not used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Damage {
    #[error("it is cut off")]
    CutOff,
    #[error("it is no index file")]
    Foreign,
    #[error("it is of version {0}, not {VERSION}")]
    Version(u32),
    #[error("it was made from other tables")]
    Stamp,
    #[error("its checksum is wrong")]
    Checksum,
    #[error("its sections make no sense")]
    Sections,
}

impl Layout {
    /// Tests magic, version, stamp, length, checksum and sections.
    pub fn parse(file: &[u8], stamp: &Stamp) -> Result<Self, Damage> {
        let header = file.get(..HEADER_BYTES).ok_or(Damage::CutOff)?;
        if header[..8] != MAGIC || u32_at(header, 20) != Some(BYTE_ORDER) {
            return Err(Damage::Foreign);
        }
        match u32_at(header, 16) {
            Some(VERSION) => {}
            other => return Err(Damage::Version(other.unwrap_or(0))),
        }
        if header[24..40] != *stamp {
            return Err(Damage::Stamp);
        }
        if u64_at(header, 40) != Some(file.len() as u64) {
            return Err(Damage::CutOff);
        }
        if u64_at(header, 8) != Some(checksum(&file[16..])) {
            return Err(Damage::Checksum);
        }
        Self::sections(file, header).ok_or(Damage::Sections)
    }

    fn sections(file: &[u8], header: &[u8]) -> Option<Self> {
        let mut sections = [const { 0..0 }; Section::COUNT];
        let mut end_of_last = HEADER_BYTES;
        for (ix, section) in sections.iter_mut().enumerate() {
            let start = usize::try_from(u64_at(header, SECTION_TABLE + 16 * ix)?).ok()?;
            let len = usize::try_from(u64_at(header, SECTION_TABLE + 16 * ix + 8)?).ok()?;
            let end = start.checked_add(len)?;
            let fits = start >= end_of_last && end <= file.len() && start.is_multiple_of(8);
            if !fits || !len.is_multiple_of(Section::RECORDS[ix]) {
                return None;
            }
            *section = start..end;
            end_of_last = end;
        }
        Some(Self { sections })
    }

    /// The file with these sections.
    pub fn assemble(stamp: &Stamp, sections: &[Vec<u8>; Section::COUNT]) -> Vec<u8> {
        let body: usize = sections.iter().map(|section| section.len() + 8).sum();
        let mut file = Vec::with_capacity(HEADER_BYTES + body);
        file.extend(MAGIC);
        file.extend(0u64.to_le_bytes());
        file.extend(VERSION.to_le_bytes());
        file.extend(BYTE_ORDER.to_le_bytes());
        file.extend(stamp);
        file.resize(HEADER_BYTES, 0);
        for (ix, section) in sections.iter().enumerate() {
            let (start, len) = (file.len() as u64, section.len() as u64);
            let entry = SECTION_TABLE + 16 * ix;
            file[entry..entry + 8].copy_from_slice(&start.to_le_bytes());
            file[entry + 8..entry + 16].copy_from_slice(&len.to_le_bytes());
            file.extend(section);
            file.resize(file.len().next_multiple_of(8), 0);
        }
        let len = file.len() as u64;
        file[40..48].copy_from_slice(&len.to_le_bytes());
        let sum = checksum(&file[16..]);
        file[8..16].copy_from_slice(&sum.to_le_bytes());
        file
    }

    /// The bytes of a section of `file`, the file that was parsed.
    #[inline]
    pub fn bytes<'f>(&self, file: &'f [u8], section: Section) -> &'f [u8] {
        file.get(self.sections[section as usize].clone()).unwrap_or(&[])
    }

    /// The records of a section of `file`, `N` bytes each.
    #[inline]
    pub fn records<'f, const N: usize>(&self, file: &'f [u8], section: Section) -> &'f [[u8; N]] {
        self.bytes(file, section).as_chunks().0
    }
}

/// The little-endian number at byte `at`, if there is one.
#[inline]
pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// The little-endian number at byte `at`, if there is one.
#[inline]
pub(crate) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> Vec<u8> {
        let mut sections = [const { Vec::new() }; Section::COUNT];
        sections[Section::HashMask as usize] = vec![7; 8];
        sections[Section::Heap as usize] = b"Baghdad".to_vec();
        Layout::assemble(&[3; 16], &sections)
    }

    #[test]
    fn sections_come_back_as_they_went_in() {
        let file = file();
        let layout = Layout::parse(&file, &[3; 16]).unwrap();
        assert_eq!(layout.bytes(&file, Section::Heap), b"Baghdad");
        assert_eq!(layout.records(&file, Section::HashMask), [[7; 8]]);
        assert!(layout.bytes(&file, Section::Nodes).is_empty());
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_noticed() {
        let whole = file();
        for ix in 0..whole.len() {
            let mut flipped = whole.clone();
            flipped[ix] ^= 1 << (ix % 8);
            assert!(Layout::parse(&flipped, &[3; 16]).is_err(), "byte {ix}");
            assert!(Layout::parse(&whole[..ix], &[3; 16]).is_err(), "cut at {ix}");
        }
    }

    #[test]
    fn an_index_of_other_tables_is_refused() {
        assert_eq!(Layout::parse(&file(), &[4; 16]).unwrap_err(), Damage::Stamp);
    }

    #[test]
    fn sections_that_leave_the_file_are_refused_even_with_a_right_checksum() {
        for (at, value) in [(0, 1u64), (0, 1 << 40), (8, u64::MAX), (8, 9), (16, 0)] {
            let mut file = file();
            let at = SECTION_TABLE + at;
            file[at..at + 8].copy_from_slice(&value.to_le_bytes());
            let sum = checksum(&file[16..]);
            file[8..16].copy_from_slice(&sum.to_le_bytes());
            assert_eq!(Layout::parse(&file, &[3; 16]).unwrap_err(), Damage::Sections);
        }
    }
}
