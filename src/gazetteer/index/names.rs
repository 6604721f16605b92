//! Finding all names that begin at a token, and telling a lying hash from a name.

use super::Index;
use super::layout::Section;
use super::senses::Sense;
use super::table;
use crate::gazetteer::key::{self, Case, NO_WORDS, Skips, VISIBLE};
use crate::model::Token;
use std::ops::Range;

/// In a node's value: the key goes on.
pub(super) const CONTINUES: u32 = 1;

/// Names are records of whole words of 8 bytes, at an 8th of what a node's value says, less 1:
/// the number of senses and flags, the length of the key (`u32` each), the senses, the key.
pub(super) const MAX_NAME: usize = (1 << (table::VALUE_BITS - 1)) - 2;
/// With the number of senses: the next name has the same node.
pub(super) const MORE: u32 = 1 << 31;
/// With the number of senses: the letters of the text must be looked at.
pub(super) const HAS_EXACT: u32 = 1 << 30;

/// A listed surface form in a text, with at least one sense that the case of the text satisfies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Index of its first token, in the slice of tokens that was searched.
    pub first: u32,
    /// Index behind its last token.
    pub end: u32,
    senses: SenseRange,
    case: Case,
}

/// First word in the section of names, and number of senses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct SenseRange {
    start: u32,
    count: u32,
}

/// A record of the section of names.
struct Name<'i> {
    key: &'i [u8],
    senses: SenseRange,
    has_exact: bool,
    /// The next name of the same node.
    next: Option<u32>,
}

/// What is searched.
struct Search<'t> {
    text: &'t str,
    tokens: &'t [Token],
    skips: Skips,
    /// For words beyond ASCII.
    buffer: String,
}

/// A token where a name may begin.
#[derive(Clone, Copy, Default)]
struct Start {
    first: u32,
    hash: u64,
    /// Where the search for `hash` begins.
    entry: u64,
}

/// So many starts are looked up at a time.
const STARTS: usize = 32;

/// The sections that matching needs.
#[derive(Clone, Copy)]
pub(super) struct Names<'i> {
    hash_mask: u64,
    nodes: &'i [[u8; 8]],
    names: &'i [[u8; 8]],
    firsts: &'i [[u8; 8]],
    hidden_firsts: &'i [[u8; 8]],
    longer: &'i [[u8; 8]],
}

impl<'i> Names<'i> {
    pub fn new(index: &'i Index) -> Self {
        Self {
            hash_mask: index.hash_mask,
            nodes: index.records(Section::Nodes),
            names: index.records(Section::Names),
            firsts: index.records(Section::Firsts),
            hidden_firsts: index.records(Section::HiddenFirsts),
            longer: index.records(Section::Longer),
        }
    }

    /// Appends every name in `tokens`, by start, the longer ones of a start first.
    pub fn find(&self, text: &str, tokens: &[Token], hits: &mut Vec<Hit>) {
        let mut search = Search { text, tokens, skips: Skips::default(), buffer: String::new() };
        let mut starts = [Start::default(); STARTS];
        let mut count = 0;
        for first in 0..tokens.len() {
            if self.may_begin(&tokens[first]) && !search.skips.is_skipped(tokens, first) {
                starts[count].first = first as u32;
                count += 1;
                if count == STARTS {
                    self.find_from_all(&mut starts, &mut search, hits);
                    count = 0;
                }
            }
        }
        self.find_from_all(&mut starts[..count], &mut search, hits);
    }

    #[inline]
    fn may_begin(&self, token: &Token) -> bool {
        let is_visible = token.class.0 & VISIBLE != 0;
        is_in(if is_visible { self.firsts } else { self.hidden_firsts }, token.fold)
    }

    fn find_from_all(&self, starts: &mut [Start], search: &mut Search, hits: &mut Vec<Hit>) {
        for start in &mut *starts {
            let fold = search.tokens[start.first as usize].fold;
            start.hash = key::roll(NO_WORDS, fold) & self.hash_mask;
            start.entry = table::first_entry(self.nodes, start.hash);
        }
        for start in starts {
            let before = hits.len();
            self.find_from(start, search, hits);
            hits[before..].reverse();
        }
    }

    fn find_from(&self, start: &Start, search: &mut Search, hits: &mut Vec<Hit>) {
        let &mut Search { tokens, skips, .. } = search;
        let first = start.first as usize;
        let mut hash = start.hash;
        let mut node = table::value_after(self.nodes, hash, start.entry);
        let mut case = Case::default();
        let mut at = first;
        for word_ix in 0.. {
            if node == 0 {
                return;
            }
            case.see_word(word_ix, &tokens[at]);
            at += 1;
            if let Some((senses, case)) = self.settle(node, first..at, case, search) {
                hits.push(Hit { first: start.first, end: at as u32, senses, case });
            }
            while at < tokens.len() && skips.is_skipped(tokens, at) {
                at += 1;
            }
            if node & CONTINUES == 0 || at == tokens.len() {
                return;
            }
            hash = key::roll(hash, tokens[at].fold) & self.hash_mask;
            // Most words behind a name's first one do not go on with it, and this set is small enough
            // to stay near the processor.
            if !is_in(self.longer, hash) {
                return;
            }
            node = table::value(self.nodes, hash);
        }
    }

    /// The senses of the name of this node whose key the text really has, if the case allows one.
    fn settle(
        &self,
        node: u32,
        range: Range<usize>,
        mut case: Case,
        search: &mut Search,
    ) -> Option<(SenseRange, Case)> {
        let Search { text, tokens, skips, buffer } = search;
        let tokens = &tokens[range];
        let is_it = |name: &Name| key::has_key(text, tokens, *skips, name.key, buffer);
        let name = self.names_of(node).find(is_it)?;
        if name.has_exact {
            case.letters = key::capital_letters(text, tokens, *skips);
        }
        self.accepted(name.senses, case).next().map(|_| (name.senses, case))
    }

    /// The names that end at a node: one, if no hash lies.
    fn names_of(&self, node: u32) -> impl Iterator<Item = Name<'i>> {
        let mut at = (node >> 1).checked_sub(1);
        std::iter::from_fn(move || {
            let name = self.name(at?)?;
            at = name.next;
            Some(name)
        })
    }

    fn name(&self, at: u32) -> Option<Name<'i>> {
        let rest = self.names.get(at as usize..)?;
        let (&[c0, c1, c2, c3, k0, k1, k2, k3], rest) = rest.split_first()?;
        let head = u32::from_le_bytes([c0, c1, c2, c3]);
        let count = head & !(MORE | HAS_EXACT);
        let key_bytes = u32::from_le_bytes([k0, k1, k2, k3]);
        let key_words = key_bytes.div_ceil(8);
        let rest = rest.get(2 * count as usize..)?.get(..key_words as usize)?;
        let key = rest.as_flattened().get(..key_bytes as usize)?;
        let next = (head & MORE != 0).then_some(at + 1 + 2 * count + key_words);
        let senses = SenseRange { start: at + 1, count };
        Some(Name { key, senses, has_exact: head & HAS_EXACT != 0, next })
    }

    fn accepted(&self, senses: SenseRange, case: Case) -> impl Iterator<Item = Sense> + use<'i> {
        let accepts = move |record: &[u8; 16]| {
            let (sense, wanted) = Sense::decode(record);
            sense.policy.accepts(wanted, case).then_some(sense)
        };
        let records = self.sense_records(senses);
        // An entity with two spellings of one key (`eBay{exact}`, `Ebay{context}`) counts once.
        records.iter().enumerate().filter_map(move |(ix, record)| {
            let sense = accepts(record)?;
            let is_same = |earlier: &&[u8; 16]| earlier[..4] == record[..4];
            let is_known = || records[..ix].iter().filter(is_same).any(|r| accepts(r).is_some());
            (!Sense::is_repeated(record) || !is_known()).then_some(sense)
        })
    }

    fn sense_records(&self, senses: SenseRange) -> &'i [[u8; 16]] {
        let words = self.names.get(senses.start as usize..).unwrap_or(&[]);
        let words = words.get(..2 * senses.count as usize).unwrap_or(&[]);
        words.as_flattened().as_chunks().0
    }

    /// The senses of `hit` that the case of the text satisfies, best prior first.
    pub fn senses(&self, hit: &Hit) -> impl Iterator<Item = Sense> + use<'i> {
        self.accepted(hit.senses, hit.case)
    }

    /// The senses of the surface form `surface`, whatever its case.
    pub fn senses_of(&self, surface: &str) -> impl Iterator<Item = Sense> + use<'i> {
        let mut key = key::Key::default();
        let mut senses = SenseRange::default();
        if key.set(surface) {
            let roll = |hash, &fold: &u64| key::roll(hash, fold) & self.hash_mask;
            let node = table::value(self.nodes, key.folds.iter().fold(NO_WORDS, roll));
            let name = self.names_of(node).find(|name| name.key == key.folded.as_bytes());
            senses = name.map(|name| name.senses).unwrap_or_default();
        }
        self.sense_records(senses).iter().map(|record| Sense::decode(record).0)
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
