//! The model's weights: what each sign is worth for each label.

use super::features::Feature;
use super::label::{LABELS, TAGS};
use super::lattice::{LabelScores, TagScores, Transitions};
use crate::error::{Error, Result};
use rustc_hash::FxHashMap;

/// What each sign is worth; of words for tags, of names for labels.
///
/// In the file, and here, a weight is a whole number of [`Weights::STEP`]s between -127 and 127.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    words: Table<TAGS>,
    names: Table<LABELS>,
    pub transitions: Transitions,
}

/// Rows of weights by the short hash of a sign.
#[derive(Clone, Debug, Default)]
struct Table<const N: usize> {
    rows: FxHashMap<u32, [i8; N]>,
}

impl<const N: usize> Table<N> {
    fn row(&self, feature: Feature) -> Option<&[i8; N]> {
        self.rows.get(&short(feature))
    }
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
        if let Some(row) = self.words.row(feature) {
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += i32::from(*weight);
            }
        }
    }

    /// Adds the worth of a sign of a name.
    pub fn add_name(&self, feature: Feature, sums: &mut [i32; LABELS]) {
        if let Some(row) = self.names.row(feature) {
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += i32::from(*weight);
            }
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
        self.words.row(feature).map_or(0.0, |row| f32::from(row[tag]) * Self::STEP)
    }

    /// What a sign of a name is worth for a label.
    pub fn of_name(&self, feature: Feature, label: usize) -> f32 {
        self.names.row(feature).map_or(0.0, |row| f32::from(row[label]) * Self::STEP)
    }

    pub fn len(&self) -> usize {
        self.words.rows.len() + self.names.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

const MAGIC: &[u8; 8] = b"dtlnwgt1";

/// A table of weights on its way to a file.
pub type Rows<const N: usize> = Vec<(u32, [i8; N])>;

/// The bytes of a weights file: magic, transitions as little-endian f32, then the two tables. A table
/// is a count, then rows by ascending hash: the hash, a mask of the weights that are not zero, and
/// those weights.
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
    bytes.extend((rows.len() as u32).to_le_bytes());
    for (hash, row) in rows {
        bytes.extend(hash.to_le_bytes());
        let set = row.iter().enumerate().filter(|(_, weight)| **weight != 0);
        let mask = set.fold(0u32, |mask, (ix, _)| mask | 1 << ix);
        bytes.extend(&mask.to_le_bytes()[..N.div_ceil(8)]);
        bytes.extend(row.iter().filter(|weight| **weight != 0).map(|weight| *weight as u8));
    }
}

impl Weights {
    /// Reads the bytes that [`to_bytes`] made.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let mut input = Input { bytes };
        let broken = || Error::usage("not a weights file of this version, or damaged");
        if input.take(8).ok_or_else(broken)? != MAGIC {
            return Err(broken());
        }
        let mut weights = Self::default();
        for weight in weights.transitions.iter_mut().flatten() {
            *weight = f32::from_le_bytes(input.array().ok_or_else(broken)?);
        }
        weights.words = read_table(&mut input).ok_or_else(broken)?;
        weights.names = read_table(&mut input).ok_or_else(broken)?;
        Ok(weights)
    }
}

struct Input<'b> {
    bytes: &'b [u8],
}

impl<'b> Input<'b> {
    fn take(&mut self, len: usize) -> Option<&'b [u8]> {
        let (head, rest) = self.bytes.split_at_checked(len)?;
        self.bytes = rest;
        Some(head)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }
}

fn read_table<const N: usize>(input: &mut Input) -> Option<Table<N>> {
    let count = u32::from_le_bytes(input.array()?) as usize;
    let mut rows =
        FxHashMap::with_capacity_and_hasher(count.min(input.bytes.len() / 5), Default::default());
    for _ in 0..count {
        let hash = u32::from_le_bytes(input.array()?);
        let mut mask = [0; 4];
        let width = N.div_ceil(8);
        mask[..width].copy_from_slice(input.take(width)?);
        let mut mask = u32::from_le_bytes(mask);
        let mut row = [0; N];
        while mask != 0 {
            *row.get_mut(mask.trailing_zeros() as usize)? = input.take(1)?[0] as i8;
            mask &= mask - 1;
        }
        rows.insert(hash, row);
    }
    Some(Table { rows })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<u8> {
        let mut words = [0; TAGS];
        words[TAGS - 1] = -7;
        let mut names = [0; LABELS];
        names[2] = 100;
        to_bytes(&Transitions::default(), vec![(5, words)], vec![(9, names), (2, names)])
    }

    #[test]
    fn weights_read_back_as_they_were_written() {
        let weights = Weights::from_bytes(&sample()).unwrap();
        assert_eq!(weights.len(), 3);
        let feature = Feature(5 << 32);
        assert_eq!(weights.of_word(feature, TAGS - 1), -7.0 * Weights::STEP);
        assert_eq!(weights.of_name(Feature(9 << 32), 2), 100.0 * Weights::STEP);
        assert_eq!(weights.of_name(feature, 2), 0.0);
    }

    #[test]
    fn a_truncated_file_is_an_error() {
        let bytes = sample();
        for len in 0..bytes.len() {
            assert!(Weights::from_bytes(&bytes[..len]).is_err());
        }
    }
}
