//! The lexicon: single words by the hash of their folded form, and cues of several words.

use super::layout::u64_at;
use crate::gazetteer::lexicon::{Cue, Lexicon, WordInfo};
use rustc_hash::FxHashMap;

pub(super) const RECORD_BYTES: usize = 16;

const COMMON: u8 = 1;
const BEGINS_CUE: u8 = 1 << 1;

/// The sections `Words` and `ClassSets` of a lexicon.
pub(super) fn write(lexicon: &Lexicon) -> (Vec<u8>, Vec<u8>) {
    let mut words: Vec<(u64, WordInfo)> = lexicon.words().filter(|(hash, _)| *hash != 0).collect();
    words.sort_unstable_by_key(|(hash, _)| *hash);
    let slots = super::table::slots_for(words.len());
    let mut table = vec![[0; RECORD_BYTES]; slots];
    let mut sets = vec![0];
    for (hash, info) in words {
        let set = sets.iter().position(|&set| set == info.classes).unwrap_or_else(|| {
            sets.push(info.classes);
            sets.len() - 1
        });
        let mut slot = super::table::home(hash, slots);
        while table[slot] != [0; RECORD_BYTES] {
            slot = (slot + 1) % slots;
        }
        table[slot] = encode(hash, &info, set as u32);
    }
    (table.concat(), sets.iter().flat_map(|set| set.to_le_bytes()).collect())
}

fn encode(hash: u64, info: &WordInfo, set: u32) -> [u8; RECORD_BYTES] {
    let mut record = [0; RECORD_BYTES];
    record[..8].copy_from_slice(&hash.to_le_bytes());
    record[8..12].copy_from_slice(&set.to_le_bytes());
    record[12] = info.given;
    record[13] = info.surname;
    record[14] =
        if info.is_common { COMMON } else { 0 } | if info.begins_cue { BEGINS_CUE } else { 0 };
    record
}

/// What is known of the word whose folded form has this hash.
#[inline]
pub(super) fn read(table: &[[u8; RECORD_BYTES]], sets: &[[u8; 8]], hash: u64) -> WordInfo {
    let mut slot = super::table::home(hash, table.len());
    for _ in 0..table.len() {
        let [h0, h1, h2, h3, h4, h5, h6, h7, s0, s1, s2, s3, given, surname, flags, _] =
            table[slot];
        let found = u64::from_le_bytes([h0, h1, h2, h3, h4, h5, h6, h7]);
        if found == hash && hash != 0 {
            let set = u32::from_le_bytes([s0, s1, s2, s3]) as usize;
            return WordInfo {
                classes: sets.get(set).map_or(0, |set| u64::from_le_bytes(*set)),
                given,
                surname,
                is_common: flags & COMMON != 0,
                begins_cue: flags & BEGINS_CUE != 0,
            };
        }
        if found == 0 {
            break;
        }
        slot += 1;
        if slot == table.len() {
            slot = 0;
        }
    }
    WordInfo::default()
}

/// The section `Cues`: of each cue the number of its words, its classes, and its words.
pub(super) fn write_cues(lexicon: &Lexicon) -> Vec<u8> {
    let mut numbers = Vec::new();
    for cue in lexicon.cues() {
        numbers.extend([cue.folds.len() as u64, cue.classes]);
        numbers.extend(&*cue.folds);
    }
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// The cues of several words, by the hash of their first one, longer ones first.
pub(super) fn read_cues(section: &[u8]) -> FxHashMap<u64, Vec<Cue>> {
    let mut cues: FxHashMap<u64, Vec<Cue>> = FxHashMap::default();
    let mut numbers = section.as_chunks::<8>().0.iter().map(|number| u64::from_le_bytes(*number));
    while let (Some(len), Some(classes)) = (numbers.next(), numbers.next()) {
        let folds: Box<[u64]> = numbers.by_ref().take(usize::try_from(len).unwrap_or(0)).collect();
        if let Some(&first) = folds.first() {
            cues.entry(first).or_default().push(Cue { folds, classes });
        }
    }
    for same_first in cues.values_mut() {
        same_first.sort_by_key(|cue| std::cmp::Reverse(cue.folds.len()));
    }
    cues
}

/// The number of the hash mask section.
pub(super) fn read_mask(section: &[u8]) -> u64 {
    u64_at(section, 0).unwrap_or(u64::MAX)
}
