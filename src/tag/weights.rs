//! The model's weights: what each sign is worth for each label.

use super::features::Feature;
use super::label::{LABELS, TAGS};
use super::lattice::{LabelScores, TagScores, Transitions};
use crate::error::{Error, Result};
use std::borrow::Cow;
use std::ops::Range;

/// What each sign is worth; of words for tags, of names for labels.
///
/// In the file, and here, a weight is a whole number of [`Weights::STEP`]s between -127 and 127. Signs
/// are looked up in the bytes of the file as they lie, so that opening shipped weights costs nothing.
#[derive(Clone, Debug)]
pub struct Weights {
    bytes: Cow<'static, [u8]>,
    words: Table<TAGS>,
    names: Table<LABELS>,
    pub transitions: Transitions,
}

/// The part of a sign's hash that the file holds.
pub fn short(feature: Feature) -> u32 {
    (feature.0 >> 32) as u32
}

impl Weights {
    /// What one unit of a stored weight is worth.
    pub const STEP: f32 = 1.0 / 24.0;

    /// Adds the worth of a sign of a word.
    pub fn add_word(&self, feature: Feature, sums: &mut [i32; TAGS]) {
        if let Some(row) = self.words.row(&self.bytes, short(feature)) {
            row.add_to(sums);
        }
    }

    /// Adds the worth of a sign of a name.
    pub fn add_name(&self, feature: Feature, sums: &mut [i32; LABELS]) {
        if let Some(row) = self.names.row(&self.bytes, short(feature)) {
            row.add_to(sums);
        }
    }

    pub fn tag_scores(sums: &[i32; TAGS]) -> TagScores {
        sums.map(|sum| sum as f32 * Self::STEP)
    }

    pub fn label_scores(sums: &[i32; LABELS]) -> LabelScores {
        sums.map(|sum| sum as f32 * Self::STEP)
    }

    /// What a sign of a word is worth for a tag.
    pub fn of_word(&self, feature: Feature, tag: usize) -> f32 {
        let row = self.words.row(&self.bytes, short(feature));
        row.map_or(0.0, |row| f32::from(row.weight(tag)) * Self::STEP)
    }

    /// What a sign of a name is worth for a label.
    pub fn of_name(&self, feature: Feature, label: usize) -> f32 {
        let row = self.names.row(&self.bytes, short(feature));
        row.map_or(0.0, |row| f32::from(row.weight(label)) * Self::STEP)
    }

    /// Number of signs.
    pub fn len(&self) -> usize {
        self.words.rows + self.names.rows
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The weights of one sign that are not zero, by ascending label, and a mask of which those are.
struct Row<'b> {
    mask: u32,
    weights: &'b [u8],
}

impl Row<'_> {
    #[inline]
    fn add_to<const N: usize>(&self, sums: &mut [i32; N]) {
        let mut mask = self.mask;
        for weight in self.weights {
            if let Some(sum) = sums.get_mut(mask.trailing_zeros() as usize) {
                *sum += i32::from(*weight as i8);
            }
            mask &= mask.wrapping_sub(1);
        }
    }

    fn weight(&self, label: usize) -> i8 {
        if self.mask >> label & 1 == 0 {
            return 0;
        }
        let before = (self.mask & ((1 << label) - 1)).count_ones() as usize;
        self.weights.get(before).map_or(0, |weight| *weight as i8)
    }
}

const MAGIC: &[u8; 8] = b"dtlnwgt2";
/// Rows that share the first bits of their hash, on average.
const ROWS_A_BUCKET: usize = 4;

/// Where a table lies in the bytes of the file. `N` weights a row at most.
#[derive(Clone, Debug)]
struct Table<const N: usize> {
    rows: usize,
    /// How many first bits of a hash number its bucket.
    bits: u32,
    /// For each bucket, and behind the last one, where its rows begin in `data`.
    starts: Range<usize>,
    data: Range<usize>,
}

impl<const N: usize> Table<N> {
    const MASK_BYTES: usize = N.div_ceil(8);

    #[inline]
    fn row<'b>(&self, bytes: &'b [u8], hash: u32) -> Option<Row<'b>> {
        let bucket = bucket_of(hash, self.bits);
        let starts = &bytes[self.starts.clone()];
        let (start, end) = (start_of(starts, bucket)?, start_of(starts, bucket + 1)?);
        let mut rest = bytes[self.data.clone()].get(start..end)?;
        while let Some((found, row, behind)) = Self::read_row(rest) {
            if found >= hash {
                return (found == hash).then_some(row);
            }
            rest = behind;
        }
        None
    }

    /// The first row of `bytes`, its hash, and what is behind it.
    #[inline]
    fn read_row(bytes: &[u8]) -> Option<(u32, Row<'_>, &[u8])> {
        let (hash, rest) = bytes.split_first_chunk()?;
        let (mask_bytes, rest) = rest.split_at_checked(Self::MASK_BYTES)?;
        let mut mask = [0; 4];
        mask[..Self::MASK_BYTES].copy_from_slice(mask_bytes);
        let mask = u32::from_le_bytes(mask);
        let (weights, rest) = rest.split_at_checked(mask.count_ones() as usize)?;
        Some((u32::from_le_bytes(*hash), Row { mask, weights }, rest))
    }

    /// Whether every bucket holds whole rows of its own, by ascending hash, and all rows are there.
    fn is_sound(&self, bytes: &[u8]) -> bool {
        let starts = &bytes[self.starts.clone()];
        let mut rows = 0;
        let mut last = None;
        for bucket in 0..1usize << self.bits {
            let (Some(start), Some(end)) = (start_of(starts, bucket), start_of(starts, bucket + 1))
            else {
                return false;
            };
            let Some(mut rest) = bytes[self.data.clone()].get(start..end) else { return false };
            while !rest.is_empty() {
                let Some((hash, row, behind)) = Self::read_row(rest) else { return false };
                let is_next = last.is_none_or(|last| last < hash);
                if !is_next || bucket_of(hash, self.bits) != bucket || u64::from(row.mask) >> N != 0
                {
                    return false;
                }
                (last, rest) = (Some(hash), behind);
                rows += 1;
            }
        }
        rows == self.rows && start_of(starts, 1 << self.bits) == Some(self.data.len())
    }
}

#[inline]
fn bucket_of(hash: u32, bits: u32) -> usize {
    (u64::from(hash) >> (32 - bits)) as usize
}

#[inline]
fn start_of(starts: &[u8], bucket: usize) -> Option<usize> {
    let bytes = starts.get(4 * bucket..4 * bucket + 4)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?) as usize)
}

/// A table of weights on its way to a file.
pub type Rows<const N: usize> = Vec<(u32, [i8; N])>;

/// The bytes of a weights file: magic, transitions as little-endian f32, then the two tables. A table
/// is the number of rows, the number of first bits of a hash that make a bucket, the length of all
/// rows in bytes, where each bucket begins, and the rows by ascending hash: the hash, a mask of the
/// weights that are not zero, and those weights.
pub fn to_bytes(
    transitions: &Transitions,
    mut words: Rows<TAGS>,
    mut names: Rows<LABELS>,
) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    for weight in transitions.iter().flatten() {
        bytes.extend(weight.to_le_bytes());
    }
    write_table(&mut words, &mut bytes);
    write_table(&mut names, &mut bytes);
    bytes
}

fn write_table<const N: usize>(rows: &mut Rows<N>, bytes: &mut Vec<u8>) {
    rows.sort_unstable_by_key(|(hash, _)| *hash);
    let bits = (rows.len() / ROWS_A_BUCKET).checked_ilog2().unwrap_or(0);
    let mut starts = Vec::with_capacity((1 << bits) + 1);
    let mut data = Vec::new();
    let mut next = 0;
    for bucket in 0..1usize << bits {
        starts.push(data.len() as u32);
        while let Some((hash, row)) = rows.get(next).filter(|row| bucket_of(row.0, bits) == bucket)
        {
            data.extend(hash.to_le_bytes());
            let set = row.iter().enumerate().filter(|(_, weight)| **weight != 0);
            let mask = set.fold(0u32, |mask, (ix, _)| mask | 1 << ix);
            data.extend(&mask.to_le_bytes()[..Table::<N>::MASK_BYTES]);
            data.extend(row.iter().filter(|weight| **weight != 0).map(|weight| *weight as u8));
            next += 1;
        }
    }
    starts.push(data.len() as u32);
    for number in [rows.len() as u32, bits, data.len() as u32].into_iter().chain(starts) {
        bytes.extend(number.to_le_bytes());
    }
    bytes.extend(data);
}

impl Weights {
    /// Reads the bytes that [`to_bytes`] made, and tests that they are whole.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self> {
        let weights = Self::open(Cow::Owned(bytes)).ok_or_else(broken)?;
        let (words, names) = (&weights.words, &weights.names);
        if !words.is_sound(&weights.bytes)
            || !names.is_sound(&weights.bytes)
            || names.data.end != weights.bytes.len()
        {
            return Err(broken());
        }
        Ok(weights)
    }

    /// Takes weights that are part of the program and known to be whole.
    pub fn from_static(bytes: &'static [u8]) -> Result<Self> {
        Self::open(Cow::Borrowed(bytes)).ok_or_else(broken)
    }

    fn open(bytes: Cow<'static, [u8]>) -> Option<Self> {
        let mut input = Input { bytes: &bytes, at: 0 };
        if input.take(8)? != MAGIC {
            return None;
        }
        let mut transitions = Transitions::default();
        for weight in transitions.iter_mut().flatten() {
            *weight = f32::from_le_bytes(input.take(4)?.try_into().ok()?);
        }
        let (words, names) = (input.table()?, input.table()?);
        Some(Self { bytes, words, names, transitions })
    }
}

fn broken() -> Error {
    Error::usage("not a weights file of this version, or damaged")
}

struct Input<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Input<'b> {
    fn take(&mut self, len: usize) -> Option<&'b [u8]> {
        let taken = self.bytes.get(self.at..self.at.checked_add(len)?)?;
        self.at += len;
        Some(taken)
    }

    fn number(&mut self) -> Option<usize> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?) as usize)
    }

    fn table<const N: usize>(&mut self) -> Option<Table<N>> {
        let rows = self.number()?;
        let bits = u32::try_from(self.number()?).ok().filter(|bits| *bits <= 24)?;
        let length = self.number()?;
        let starts = self.at..self.at + 4 * ((1 << bits) + 1);
        self.take(starts.len())?;
        let data = self.at..self.at.checked_add(length)?;
        self.take(length)?;
        Some(Table { rows, bits, starts, data })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feature(hash: u32) -> Feature {
        Feature(u64::from(hash) << 32)
    }

    fn sample() -> Vec<u8> {
        let mut words = [0; TAGS];
        words[TAGS - 1] = -7;
        words[3] = 2;
        let mut names = [0; LABELS];
        names[2] = 100;
        to_bytes(&Transitions::default(), vec![(5, words)], vec![(9, names), (2, names)])
    }

    #[test]
    fn weights_read_back_as_they_were_written() {
        let weights = Weights::from_bytes(sample()).unwrap();
        assert_eq!(weights.len(), 3);
        assert_eq!(weights.of_word(feature(5), TAGS - 1), -7.0 * Weights::STEP);
        assert_eq!(weights.of_name(feature(9), 2), 100.0 * Weights::STEP);
        assert_eq!(weights.of_name(feature(5), 2), 0.0);
        let mut sums = [0; TAGS];
        weights.add_word(feature(5), &mut sums);
        assert_eq!((sums[3], sums[TAGS - 1], sums[0]), (2, -7, 0));
    }

    #[test]
    fn every_sign_of_a_large_table_is_found() {
        let hashes = (0..5000u32).map(|ix| ix.wrapping_mul(2_654_435_761));
        let row = |hash: u32| std::array::from_fn(|ix| (hash >> ix) as i8 % 100);
        let names: Rows<LABELS> = hashes.clone().map(|hash| (hash, row(hash))).collect();
        let weights =
            Weights::from_bytes(to_bytes(&Transitions::default(), vec![], names)).unwrap();
        for hash in hashes {
            for (label, weight) in row(hash).into_iter().enumerate() {
                let expected = f32::from(weight) * Weights::STEP;
                assert_eq!(weights.of_name(feature(hash), label), expected, "{hash} {label}");
            }
            assert_eq!(weights.of_name(feature(hash ^ 1), 0), 0.0);
        }
    }

    #[test]
    fn a_truncated_or_changed_file_is_an_error_or_harmless() {
        let bytes = sample();
        for len in 0..bytes.len() {
            assert!(Weights::from_bytes(bytes[..len].to_vec()).is_err(), "cut at {len}");
        }
        for ix in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[ix] ^= 0x81;
            if let Ok(weights) = Weights::from_bytes(changed) {
                weights.add_word(feature(5), &mut [0; TAGS]);
            }
        }
    }

    #[test]
    fn the_shipped_weights_are_whole() {
        let shipped = include_bytes!("../../weights/tagger.bin").to_vec();
        assert!(Weights::from_bytes(shipped).unwrap().len() > 100_000);
    }
}
