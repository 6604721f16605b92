//! Finding all names that begin at a token, and telling a lying hash from a name.

use super::Index;
use super::heap::HeapReader;
use super::layout::{Section, u32_at};
use super::senses::Sense;
use super::table;
use crate::gazetteer::key::{self, Case, NO_WORDS, Policy, Skips, VISIBLE};
use crate::model::Token;

/// In a node's value: the key goes on.
pub(super) const CONTINUES: u32 = 1;
/// In an alias' second word: the next alias has the same node.
pub(super) const MORE: u32 = 1 << 31;
/// In an alias' second word: the letters of the text must be looked at.
pub(super) const HAS_EXACT: u32 = 1 << 30;
pub(super) const SENSES: u32 = HAS_EXACT - 1;

/// A listed surface form in a text, with at least one sense that the case of the text satisfies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Index of its first token, in the slice of tokens that was searched.
    pub first: u32,
    /// Index behind its last token.
    pub end: u32,
    senses: (u32, u32),
    case: Case,
}

/// The sections that matching needs.
#[derive(Clone, Copy)]
pub(super) struct Names<'i> {
    hash_mask: u64,
    nodes: &'i [[u8; 8]],
    aliases: &'i [[u8; 8]],
    senses: &'i [[u8; 16]],
    firsts: &'i [[u8; 8]],
    heap: &'i [u8],
}

impl<'i> Names<'i> {
    pub fn new(index: &'i Index) -> Self {
        Self {
            hash_mask: index.hash_mask,
            nodes: index.records(Section::Nodes),
            aliases: index.records(Section::Aliases),
            senses: index.records(Section::Senses),
            firsts: index.records(Section::Firsts),
            heap: index.section(Section::Heap),
        }
    }

    /// Appends every name in `tokens`, by start, the longer ones of a start first.
    pub fn find(&self, text: &str, tokens: &[Token], hits: &mut Vec<Hit>) {
        let skips = Skips::default();
        let mut buffer = String::new();
        for first in 0..tokens.len() {
            if self.may_begin(&tokens[first]) && !skips.is_skipped(tokens, first) {
                let before = hits.len();
                self.find_from(first, text, tokens, skips, &mut buffer, hits);
                hits[before..].reverse();
            }
        }
    }

    #[inline]
    fn may_begin(&self, token: &Token) -> bool {
        token.class.0 & VISIBLE != 0 || is_in(self.firsts, token.fold)
    }

    fn find_from(
        &self,
        first: usize,
        text: &str,
        tokens: &[Token],
        skips: Skips,
        buffer: &mut String,
        hits: &mut Vec<Hit>,
    ) {
        let mut hash = NO_WORDS;
        let mut case = Case::default();
        let mut at = first;
        for word_ix in 0.. {
            let token = &tokens[at];
            at += 1;
            case.see_word(word_ix, token);
            hash = key::roll(hash, token.fold) & self.hash_mask;
            let node = table::value(self.nodes, hash);
            if node == 0 {
                return;
            }
            if let Some(alias) = (node >> 1).checked_sub(1) {
                let name = &tokens[first..at];
                if let Some((senses, case)) = self.settle(alias, text, name, case, skips, buffer) {
                    hits.push(Hit { first: first as u32, end: at as u32, senses, case });
                }
            }
            while at < tokens.len() && skips.is_skipped(tokens, at) {
                at += 1;
            }
            if node & CONTINUES == 0 || at == tokens.len() {
                return;
            }
        }
    }

    /// The senses of the alias of this node whose key the text really has, if the case allows one.
    fn settle(
        &self,
        mut alias: u32,
        text: &str,
        name: &[Token],
        mut case: Case,
        skips: Skips,
        buffer: &mut String,
    ) -> Option<((u32, u32), Case)> {
        loop {
            let (key, senses, flags) = self.alias(alias)?;
            if key::has_key(text, name, skips, key, buffer) {
                if flags & HAS_EXACT != 0 {
                    case.letters = key::capital_letters(text, name, skips);
                }
                return self.accepted(senses, case).next().map(|_| (senses, case));
            }
            if flags & MORE == 0 {
                return None;
            }
            alias += 1;
        }
    }

    /// Key, range of senses and flags of an alias.
    fn alias(&self, alias: u32) -> Option<(&'i [u8], (u32, u32), u32)> {
        let record = self.aliases.get(alias as usize)?;
        let next = self.aliases.get(alias as usize + 1)?;
        let (key, senses) = (u32_at(record, 0)?, u32_at(record, 4)?);
        let key = HeapReader::at(self.heap, key).bytes();
        Some((key, (senses & SENSES, u32_at(next, 4)? & SENSES), senses & !SENSES))
    }

    fn accepted(&self, senses: (u32, u32), case: Case) -> impl Iterator<Item = Sense> + use<'i> {
        let accepts = move |record: &[u8; 16]| {
            let (sense, wanted) = Sense::decode(record);
            sense.policy.accepts(wanted, case).then_some(sense)
        };
        let records = self.sense_records(senses);
        // An entity with two spellings of one key (`eBay{exact}`, `Ebay{context}`) counts once.
        records.iter().enumerate().filter_map(move |(ix, record)| {
            let sense = accepts(record)?;
            let is_same = |earlier: &&[u8; 16]| earlier[..4] == record[..4];
            let mut earlier = records[..ix].iter().filter(is_same);
            (!earlier.any(|record| accepts(record).is_some())).then_some(sense)
        })
    }

    fn sense_records(&self, (start, end): (u32, u32)) -> &'i [[u8; 16]] {
        self.senses.get(start as usize..end as usize).unwrap_or(&[])
    }

    /// The senses of `hit` that the case of the text satisfies, best prior first.
    pub fn senses(&self, hit: &Hit) -> impl Iterator<Item = Sense> + use<'i> {
        self.accepted(hit.senses, hit.case)
    }

    /// The senses of the surface form `surface`, whatever its case.
    pub fn senses_of(&self, surface: &str) -> impl Iterator<Item = Sense> + use<'i> {
        let mut wanted = key::Key::default();
        let mut range = (0, 0);
        if wanted.set(surface) {
            let roll = |hash, &fold: &u64| key::roll(hash, fold) & self.hash_mask;
            let node = table::value(self.nodes, wanted.folds.iter().fold(NO_WORDS, roll));
            let mut alias = (node >> 1).checked_sub(1).and_then(|ix| Some((ix, self.alias(ix)?)));
            while let Some((ix, (key, senses, flags))) = alias {
                if key == wanted.folded.as_bytes() {
                    range = senses;
                    break;
                }
                let more = flags & MORE != 0;
                alias = more.then(|| Some((ix + 1, self.alias(ix + 1)?))).flatten();
            }
        }
        self.sense_records(range).iter().map(|record| Sense::decode(record).0)
    }
}

/// Whether the set of hashes `bits` may hold `hash`.
#[inline]
pub(super) fn is_in(bits: &[[u8; 8]], hash: u64) -> bool {
    let bit = bit_of(bits.len(), hash);
    bits.get(bit / 64).is_some_and(|word| u64::from_le_bytes(*word) >> (bit % 64) & 1 != 0)
}

/// The bit of `hash` in a set of `words` times 64.
#[inline]
pub(super) fn bit_of(words: usize, hash: u64) -> usize {
    ((u128::from(hash) * (words as u128 * 64)) >> 64) as usize
}

impl Policy {
    pub(super) fn looks_at_letters(self) -> bool {
        self == Policy::Exact
    }
}
