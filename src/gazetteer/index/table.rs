//! An open-addressing table in flat little-endian words, searched by 64-bit hashes.
//!
//! An entry is one `u64`: the low [`VALUE_BITS`] are the value, never 0; the rest are bits of the
//! hash. So an entry may belong to another hash than the one asked for, about once in 10^10
//! questions: what must not happen has to be ruled out by what the value leads to.

/// Bits of an entry that hold the value.
pub(crate) const VALUE_BITS: u32 = 29;
const VALUE_MASK: u64 = (1 << VALUE_BITS) - 1;

/// Slots for `count` hashes: two thirds full.
pub(crate) fn slots_for(count: usize) -> usize {
    count + count / 2 + 1
}

/// The slot where the search for `hash` begins; rises with the hash.
#[inline]
pub(super) fn home(hash: u64, slots: usize) -> usize {
    ((u128::from(hash) * slots as u128) >> 64) as usize
}

/// The value of `hash`; 0 if there is none.
#[inline]
pub(crate) fn value(entries: &[[u8; 8]], hash: u64) -> u32 {
    value_after(entries, hash, first_entry(entries, hash))
}

/// The entry at which the search for `hash` begins. Searches that overlap in time read these first,
/// since waiting for memory is most of a search.
#[inline]
pub(crate) fn first_entry(entries: &[[u8; 8]], hash: u64) -> u64 {
    entries.get(home(hash, entries.len())).map_or(0, |entry| u64::from_le_bytes(*entry))
}

/// The value of `hash`, where the search begins with `entry`.
#[inline]
pub(crate) fn value_after(entries: &[[u8; 8]], hash: u64, mut entry: u64) -> u32 {
    let mut slot = home(hash, entries.len());
    // A damaged table may have no free slot, so that the search has to end by itself.
    for _ in 0..entries.len() {
        if entry == 0 {
            return 0;
        }
        if (entry ^ hash << VALUE_BITS) & !VALUE_MASK == 0 {
            return (entry & VALUE_MASK) as u32;
        }
        slot += 1;
        if slot == entries.len() {
            slot = 0;
        }
        entry = u64::from_le_bytes(entries[slot]);
    }
    0
}

/// A table while it is filled.
pub(crate) struct TableWriter {
    entries: Vec<u64>,
}

impl TableWriter {
    /// Takes up to `count` hashes.
    pub fn new(count: usize) -> Self {
        Self { entries: vec![0; slots_for(count)] }
    }

    /// The slot that a search for `hash` will find, reserved for it if it is free. Two hashes may get
    /// the same slot, and share its value then.
    pub fn reserve(&mut self, hash: u64) -> usize {
        let mut slot = home(hash, self.entries.len());
        loop {
            let entry = self.entries[slot];
            if entry == 0 {
                self.entries[slot] = hash << VALUE_BITS | 1;
                return slot;
            }
            if (entry ^ hash << VALUE_BITS) & !VALUE_MASK == 0 {
                return slot;
            }
            slot = (slot + 1) % self.entries.len();
        }
    }

    /// Sets the value of a reserved slot, between 1 and `VALUE_MASK`.
    pub fn set(&mut self, slot: usize, value: u32) {
        let entry = &mut self.entries[slot];
        *entry = *entry & !VALUE_MASK | u64::from(value);
    }

    pub fn finish(self) -> Vec<u8> {
        self.entries.iter().flat_map(|entry| entry.to_le_bytes()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::fold_hash;

    #[test]
    fn every_hash_gets_its_value_back_and_no_other_has_one() {
        let hashes: Vec<u64> = (0..1000).map(|ix: u32| fold_hash(&ix.to_string())).collect();
        let mut writer = TableWriter::new(hashes.len());
        for (ix, &hash) in hashes.iter().enumerate() {
            let slot = writer.reserve(hash);
            writer.set(slot, ix as u32 + 1);
        }
        let bytes = writer.finish();
        let entries = bytes.as_chunks().0;
        for (ix, &hash) in hashes.iter().enumerate() {
            assert_eq!(value(entries, hash), ix as u32 + 1);
        }
        assert!((1000..2000).all(|ix: u32| value(entries, fold_hash(&ix.to_string())) == 0));
    }

    #[test]
    fn hashes_that_an_entry_cannot_tell_apart_share_a_slot() {
        let mut writer = TableWriter::new(2);
        let slot = writer.reserve(5);
        assert_eq!(writer.reserve(5 | 1 << 40), slot);
        assert_ne!(writer.reserve(6), slot);
    }

    #[test]
    fn a_table_without_a_free_slot_or_without_slots_ends_the_search() {
        assert_eq!(value(&[], 7), 0);
        assert_eq!(value(&[[0xFF; 8]; 3], 7), 0);
    }
}
