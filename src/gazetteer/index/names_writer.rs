//! Building the tables that [`super::names`] searches.

use super::TooLarge;
use super::heap::HeapWriter;
use super::names::{CONTINUES, HAS_EXACT, MORE, SENSES, bit_of};
use super::senses::Sense;
use super::table::TableWriter;
use crate::gazetteer::key::{self, Key, NO_WORDS};
use crate::gazetteer::{LoadedEntity, Tier};
use crate::model::EntityIx;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// Collects the surface forms of all entities.
pub(super) struct NamesWriter {
    hash_mask: u64,
    key: Key,
    /// Every prefix of every key: whether it ends a name, whether it goes on.
    nodes: FxHashMap<u64, Node>,
    surfaces: Vec<Surface>,
    keys: String,
    firsts: FxHashSet<u64>,
}

#[derive(Clone, Copy, Default)]
struct Node {
    ends: bool,
    continues: bool,
}

/// A surface form of one entity.
struct Surface {
    /// Hash of the key, later the slot of its node.
    node: u64,
    /// Where in `keys` the key is.
    key: Range<usize>,
    sense: Sense,
    wanted: u64,
}

/// The finished sections.
pub(super) struct NameSections {
    pub nodes: Vec<u8>,
    pub aliases: Vec<u8>,
    pub senses: Vec<u8>,
    pub firsts: Vec<u8>,
}

impl NamesWriter {
    pub fn new(hash_mask: u64) -> Self {
        Self {
            hash_mask,
            key: Key::default(),
            nodes: FxHashMap::default(),
            surfaces: Vec::new(),
            keys: String::new(),
            firsts: FxHashSet::default(),
        }
    }

    /// Adds the surface forms of `entity`, but for those that the user does not want.
    pub fn add(&mut self, ix: EntityIx, entity: &LoadedEntity, unwanted: &FxHashSet<String>) {
        let row = &entity.row;
        let own = self.surfaces.len();
        for (surface, flags) in row.surfaces() {
            if !self.key.set(surface) {
                continue;
            }
            if entity.tier != Tier::User && unwanted.contains(&self.key.folded) {
                continue;
            }
            let policy = self.key.policy(surface, flags);
            let sense = Sense {
                entity: ix,
                kind: row.kind,
                tier: entity.tier,
                prominence: row.prominence,
                is_bare: !flags.context,
                policy,
            };
            let wanted = policy.wanted(self.key.case);
            let same = |known: &Surface| {
                self.keys[known.key.clone()] == self.key.folded
                    && (known.sense, known.wanted) == (sense, wanted)
            };
            if !self.surfaces[own..].iter().any(same) {
                if !self.key.begins_visibly || policy == key::Policy::Any {
                    self.firsts.insert(self.key.folds[0]);
                }
                self.add_surface(sense, wanted);
            }
        }
    }

    /// Adds the surface form of `self.key`.
    fn add_surface(&mut self, sense: Sense, wanted: u64) {
        let mut hash = NO_WORDS;
        let (last, before) = self.key.folds.split_last().unwrap_or((&0, &[]));
        for &fold in before {
            hash = key::roll(hash, fold) & self.hash_mask;
            self.nodes.entry(hash).or_default().continues = true;
        }
        hash = key::roll(hash, *last) & self.hash_mask;
        self.nodes.entry(hash).or_default().ends = true;
        let start = self.keys.len();
        self.keys.push_str(&self.key.folded);
        self.surfaces.push(Surface { node: hash, key: start..self.keys.len(), sense, wanted });
    }

    /// The sections; keys go to `heap`.
    pub fn finish(mut self, heap: &mut HeapWriter) -> Result<NameSections, TooLarge> {
        let (mut table, continues) = self.reserve_nodes();
        let mut aliases = Vec::new();
        let mut senses = Vec::new();
        let mut alias_count = 0u32;
        for of_node in self.surfaces.chunk_by(|left, right| left.node == right.node) {
            let slot = of_node[0].node as usize;
            let first_alias = alias_count;
            if first_alias + 1 >= 1 << 28 {
                return Err(TooLarge);
            }
            let keys = of_node.chunk_by(|left, right| {
                self.keys[left.key.clone()] == self.keys[right.key.clone()]
            });
            let mut left = keys.clone().count();
            for of_key in keys {
                left -= 1;
                let mut word = u32::try_from(senses.len() / 16).map_err(|_| TooLarge)?;
                if word >= SENSES {
                    return Err(TooLarge);
                }
                if left > 0 {
                    word |= MORE;
                }
                if of_key.iter().any(|surface| surface.sense.policy.looks_at_letters()) {
                    word |= HAS_EXACT;
                }
                let key = heap.push(&self.keys[of_key[0].key.clone()]).ok_or(TooLarge)?;
                aliases.extend(key.to_le_bytes());
                aliases.extend(word.to_le_bytes());
                alias_count += 1;
                for surface in of_key {
                    senses.extend(surface.sense.encode(surface.wanted));
                }
            }
            table.set(slot, (first_alias + 1) << 1 | u32::from(continues.contains(&slot)));
        }
        let end = u32::try_from(senses.len() / 16).map_err(|_| TooLarge)?;
        aliases.extend(0u32.to_le_bytes());
        aliases.extend(end.to_le_bytes());
        Ok(NameSections { nodes: table.finish(), aliases, senses, firsts: self.firsts() })
    }

    /// Gives every node a slot, sorts the surfaces by slot, key and prior, and tells which slots
    /// continue.
    fn reserve_nodes(&mut self) -> (TableWriter, FxHashSet<usize>) {
        let mut nodes: Vec<(u64, Node)> = std::mem::take(&mut self.nodes).into_iter().collect();
        nodes.sort_unstable_by_key(|(hash, _)| *hash);
        let mut table = TableWriter::new(nodes.len());
        let mut continues = FxHashSet::default();
        let mut slots = FxHashMap::default();
        for (hash, node) in nodes {
            let slot = table.reserve(hash);
            if node.continues {
                table.set(slot, CONTINUES);
                continues.insert(slot);
            }
            if node.ends {
                slots.insert(hash, slot as u64);
            }
        }
        for surface in &mut self.surfaces {
            surface.node = slots.get(&surface.node).copied().unwrap_or_default();
        }
        let keys = &self.keys;
        self.surfaces.sort_by(|left, right| {
            let by_key = || keys[left.key.clone()].cmp(&keys[right.key.clone()]);
            let by_prior = || left.sense.prior().cmp(&right.sense.prior());
            left.node.cmp(&right.node).then_with(by_key).then_with(by_prior)
        });
        (table, continues)
    }

    /// A bit set of the first words that do not begin visibly, one bit in 16 taken or fewer.
    fn firsts(&self) -> Vec<u8> {
        let words = (self.firsts.len() / 4).next_power_of_two().max(64);
        let mut bits = vec![0u64; words];
        for &fold in &self.firsts {
            let bit = bit_of(words, fold);
            bits[bit / 64] |= 1 << (bit % 64);
        }
        bits.iter().flat_map(|word| word.to_le_bytes()).collect()
    }
}
