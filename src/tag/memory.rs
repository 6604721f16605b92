//! What the article has said so far about its names: the second pass knows the first one's answers.

use super::features::{Look, surface_key};
use super::label::LABELS;
use super::view::View;
use crate::model::TokenClass;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// A name that the first pass found.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    pub tokens: Range<usize>,
    pub label: usize,
}

/// How often each label was given.
type Counts = [u16; LABELS];

/// The names of a document as the first pass found them, by surface and by word.
#[derive(Debug, Default)]
pub struct Memory {
    known: FxHashMap<Range<usize>, usize>,
    surfaces: FxHashMap<u64, Counts>,
    /// Words as last, and as first or inner words of longer names.
    lasts: FxHashMap<u64, Counts>,
    firsts: FxHashMap<u64, Counts>,
    /// Initials of longer names, folded.
    acronyms: FxHashMap<u64, Counts>,
    /// For each token of a longer name, that name and its label.
    covered: FxHashMap<usize, (Range<usize>, usize)>,
}

impl Memory {
    pub fn new(view: &View, known: &[Known]) -> Self {
        let mut memory = Self::default();
        for name in known {
            memory.known.insert(name.tokens.clone(), name.label);
            memory.change(view, name, |count| *count = count.saturating_add(1));
        }
        memory
    }

    fn change(&mut self, view: &View, name: &Known, change: impl Fn(&mut u16)) {
        let label = name.label;
        change(&mut self.surfaces.entry(surface_key(view, &name.tokens)).or_default()[label]);
        if name.tokens.len() == 1 {
            return;
        }
        for ix in name.tokens.clone() {
            self.covered.insert(ix, (name.tokens.clone(), label));
        }
        let last = name.tokens.end - 1;
        change(&mut self.lasts.entry(view.segments.tokens[last].fold).or_default()[label]);
        for ix in name.tokens.start..last {
            if view.is(ix, TokenClass::CAPITAL) {
                change(&mut self.firsts.entry(view.segments.tokens[ix].fold).or_default()[label]);
            }
        }
        if let Some(acronym) = acronym_key(view, &name.tokens) {
            change(&mut self.acronyms.entry(acronym).or_default()[label]);
        }
    }

    /// What other mentions say about the word of token `ix`.
    pub fn token_signs(&self, ix: usize, view: &View, mut see: impl FnMut(u64)) {
        for (part, label) in self.parts(ix, view) {
            see(part << 8 | label as u64);
        }
        let own = self.known.get(&(ix..ix + 1)).copied();
        let single = surface_key(view, &(ix..ix + 1));
        if let Some(label) = self.surfaces.get(&single).and_then(|counts| majority(counts, own)) {
            see(3 << 8 | label as u64);
        }
    }

    /// What other mentions say about the tokens `name` as one name.
    pub fn name_signs(&self, name: &Range<usize>, view: &View, mut see: impl FnMut(Look, u64)) {
        let own = self.known.get(name).copied();
        let multi = u64::from(name.len() > 1);
        if let Some(counts) = self.surfaces.get(&surface_key(view, name)) {
            let total: u64 = counts.iter().map(|count| u64::from(*count)).sum();
            if let Some(label) = majority(counts, own) {
                let often = total.min(4) / 2;
                see(Look::NameSeen, label as u64 | often << 8 | multi << 16);
                let is_unanimous = counts.iter().filter(|count| **count > 0).count() == 1;
                see(Look::NameSeen, 1 << 20 | label as u64 | u64::from(is_unanimous) << 8);
            }
        }
        if name.len() == 1 {
            let fold = view.segments.tokens[name.start].fold;
            for (part, label) in self.parts(name.start, view) {
                see(Look::PartSeen, part << 8 | label as u64);
            }
            if view.is(name.start, TokenClass::ALL_CAPS)
                && let Some(label) =
                    self.acronyms.get(&fold).and_then(|counts| majority(counts, None))
            {
                see(Look::AcronymSeen, label as u64);
            }
        }
    }
}

impl Memory {
    /// Labels of the other, longer names that end with the word of token `ix` (1), or hold it further
    /// to the front (2).
    fn parts(&self, ix: usize, view: &View) -> impl Iterator<Item = (u64, usize)> {
        let fold = view.segments.tokens[ix].fold;
        let own = self.covered.get(&ix);
        let (own_last, own_first) = match own {
            Some((tokens, label)) if tokens.end == ix + 1 => (Some(*label), None),
            Some((_, label)) if view.is(ix, TokenClass::CAPITAL) => (None, Some(*label)),
            _ => (None, None),
        };
        [(1, self.lasts.get(&fold), own_last), (2, self.firsts.get(&fold), own_first)]
            .into_iter()
            .filter_map(|(part, counts, own)| Some((part, majority(counts?, own)?)))
    }
}

/// The label most often given, not counting one mention with the label `own`.
fn majority(counts: &Counts, own: Option<usize>) -> Option<usize> {
    let count = |label: usize| counts[label].saturating_sub(u16::from(own == Some(label)));
    (0..LABELS).rev().max_by_key(|&label| count(label)).filter(|&label| count(label) > 0)
}

/// The folded hash of a name's initials: `nato` for North Atlantic Treaty Organization.
fn acronym_key(view: &View, name: &Range<usize>) -> Option<u64> {
    let mut initials = String::new();
    for ix in name.clone() {
        if view.is(ix, TokenClass::CAPITAL) {
            initials.extend(view.surface(ix).chars().next());
        }
    }
    (initials.len() >= 2).then(|| crate::token::fold_hash(&initials))
}
