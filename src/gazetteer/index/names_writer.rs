//! Building the tables that [`super::names`] searches.

use super::TooLarge;
use super::names::{CONTINUES, HAS_EXACT, MAX_NAME, MORE, bit_of};
use super::senses::Sense;
use super::table::TableWriter;
use crate::gazetteer::key::{self, Key, NO_WORDS, Policy};
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
    hidden_firsts: FxHashSet<u64>,
}

#[derive(Clone, Copy, Default)]
struct Node {
    ends: bool,
    continues: bool,
    is_longer: bool,
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

impl Surface {
    fn case(&self) -> (u8, u64) {
        (self.sense.policy as u8, self.wanted)
    }
}

/// The finished sections.
pub(super) struct NameSections {
    pub nodes: Vec<u8>,
    pub names: Vec<u8>,
    pub firsts: Vec<u8>,
    pub hidden_firsts: Vec<u8>,
    pub longer: Vec<u8>,
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
            hidden_firsts: FxHashSet::default(),
        }
    }

    /// Adds the surface forms of `entity`, but for those that the user does not want.
    pub fn add(&mut self, ix: EntityIx, entity: &LoadedEntity, unwanted: &FxHashSet<String>) {
        let row = &entity.row;
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
            self.firsts.insert(self.key.folds[0]);
            if !self.key.begins_visibly || policy == Policy::Any {
                self.hidden_firsts.insert(self.key.folds[0]);
            }
            self.add_surface(sense, policy.wanted(self.key.case));
        }
    }

    /// Adds the surface form of `self.key`.
    fn add_surface(&mut self, sense: Sense, wanted: u64) {
        let mut hash = NO_WORDS;
        let last = self.key.folds.len() - 1;
        for (ix, &fold) in self.key.folds.iter().enumerate() {
            hash = key::roll(hash, fold) & self.hash_mask;
            let node = self.nodes.entry(hash).or_default();
            node.is_longer |= ix > 0;
            node.continues |= ix < last;
            node.ends |= ix == last;
        }
        let start = self.keys.len();
        self.keys.push_str(&self.key.folded);
        self.surfaces.push(Surface { node: hash, key: start..self.keys.len(), sense, wanted });
    }

    /// The sections.
    pub fn finish(mut self) -> Result<NameSections, TooLarge> {
        let longer = self.nodes.iter().filter(|(_, node)| node.is_longer).map(|(&hash, _)| hash);
        let longer = bit_set(&longer.collect(), 8);
        let firsts = bit_set(&self.firsts, 16);
        let hidden_firsts = bit_set(&self.hidden_firsts, 16);
        let (mut table, continues) = self.reserve_nodes();
        let mut names = Vec::new();
        for of_node in self.surfaces.chunk_by(|left, right| left.node == right.node) {
            let slot = of_node[0].node as usize;
            let at = names.len() / 8;
            if at > MAX_NAME {
                return Err(TooLarge);
            }
            table.set(slot, (at as u32 + 1) << 1 | u32::from(continues.contains(&slot)));
            let key = |surface: &Surface| &self.keys[surface.key.clone()];
            let mut of_keys = of_node.chunk_by(|left, right| key(left) == key(right)).peekable();
            while let Some(of_key) = of_keys.next() {
                let more = if of_keys.peek().is_some() { MORE } else { 0 };
                write_name(key(&of_key[0]), of_key, more, &mut names)?;
            }
        }
        Ok(NameSections { nodes: table.finish(), names, firsts, hidden_firsts, longer })
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
            let by_case = || left.case().cmp(&right.case());
            left.node.cmp(&right.node).then_with(by_key).then_with(by_prior).then_with(by_case)
        });
        (table, continues)
    }
}

/// Appends the record of a name; see [`super::names`].
fn write_name(
    key: &str,
    surfaces: &[Surface],
    more: u32,
    names: &mut Vec<u8>,
) -> Result<(), TooLarge> {
    let mut senses = Vec::with_capacity(surfaces.len());
    let mut entities = FxHashSet::default();
    let mut has_exact = 0;
    for same in surfaces.chunk_by(|l, r| (l.sense, l.wanted) == (r.sense, r.wanted)) {
        let Surface { sense, wanted, .. } = &same[0];
        let mut record = sense.encode(*wanted);
        if !entities.insert(sense.entity) {
            Sense::set_repeated(&mut record);
        }
        if sense.policy == Policy::Exact {
            has_exact = HAS_EXACT;
        }
        senses.push(record);
    }
    let count = u32::try_from(senses.len()).ok().filter(|&count| count < HAS_EXACT);
    let len = u32::try_from(key.len()).map_err(|_| TooLarge)?;
    names.extend((count.ok_or(TooLarge)? | more | has_exact).to_le_bytes());
    names.extend(len.to_le_bytes());
    names.extend(senses.as_flattened());
    names.extend(key.as_bytes());
    names.resize(names.len().next_multiple_of(8), 0);
    Ok(())
}

/// A set of hashes that holds one in `bits` of all others as well.
fn bit_set(hashes: &FxHashSet<u64>, bits: usize) -> Vec<u8> {
    let words = (hashes.len() * bits / 64).max(64);
    let mut set = vec![0u64; words];
    for &hash in hashes {
        let bit = bit_of(words, hash);
        set[bit / 64] |= 1 << (bit % 64);
    }
    set.iter().flat_map(|word| word.to_le_bytes()).collect()
}
