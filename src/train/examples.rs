//! Labelled documents as lists of signs.

use super::labels::Names;
use crate::tag::{Chosen, Feature, Features, LABELS, Regions, arcs_of, short};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// The signs of one region, first as hashes, then as numbers of weights.
#[derive(Clone, Debug)]
pub struct RegionSigns {
    /// First token.
    pub start: usize,
    pub tokens: Vec<Vec<u32>>,
    pub names: Vec<NameSigns>,
    /// `None` where the labels cannot be learned from.
    pub gold: Option<Vec<Chosen>>,
}

/// The signs of a stretch of tokens that may be one name.
#[derive(Clone, Debug)]
pub struct NameSigns {
    /// Counted from the first of the region.
    pub tokens: Range<usize>,
    pub signs: Vec<u32>,
    /// What is not learned.
    pub prior: [f32; LABELS],
}

/// One labelled document.
#[derive(Debug)]
pub struct Example {
    pub regions: Vec<RegionSigns>,
}

/// How often each sign was seen.
#[derive(Debug, Default)]
pub struct SignCounts {
    pub words: FxHashMap<u32, u32>,
    pub names: FxHashMap<u32, u32>,
}

impl Example {
    pub fn new(
        features: &Features,
        regions: &Regions,
        gold: &Names,
        counts: &mut SignCounts,
    ) -> Self {
        let mut signs: Vec<Feature> = Vec::new();
        let take = |signs: &mut Vec<Feature>, counts: &mut FxHashMap<u32, u32>| {
            let hashes: Vec<u32> = signs.drain(..).map(short).collect();
            hashes.iter().for_each(|hash| *counts.entry(*hash).or_default() += 1);
            hashes
        };
        let mut region_signs = Vec::new();
        for range in &regions.ranges {
            let mut tokens = Vec::new();
            for ix in range.clone() {
                features.token(ix, &mut signs);
                tokens.push(take(&mut signs, &mut counts.words));
            }
            let mut names = Vec::new();
            for name in arcs_of(regions, features, range) {
                features.name(name.clone(), regions, &mut signs);
                names.push(NameSigns {
                    tokens: name.start - range.start..name.end - range.start,
                    signs: take(&mut signs, &mut counts.names),
                    prior: features.prior(&name),
                });
            }
            let gold = gold_cut(range, gold, &names);
            region_signs.push(RegionSigns { start: range.start, tokens, names, gold });
        }
        Self { regions: region_signs }
    }
}

/// The gold names of a region; `None` if one of them leaves it, is no arc of it, or has no label.
fn gold_cut(range: &Range<usize>, gold: &Names, arcs: &[NameSigns]) -> Option<Vec<Chosen>> {
    let first = gold.partition_point(|(tokens, _)| tokens.end <= range.start);
    let mut cut = Vec::new();
    for (tokens, label) in gold[first..].iter().take_while(|(tokens, _)| tokens.start < range.end) {
        let start = tokens.start.checked_sub(range.start)?;
        let tokens = start..tokens.end - range.start;
        arcs.iter().find(|arc| arc.tokens == tokens)?;
        cut.push(Chosen { tokens, label: (*label)? });
    }
    Some(cut)
}
