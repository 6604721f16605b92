//! From signs and weights to names: two passes, the second of which knows what the first one found.

use super::features::{Feature, Features, Look, Signs};
use super::label::{LABELS, TAGS};
use super::lattice::{Arc, Chosen, LabelScores, Lattice};
use super::memory::{Known, Memory};
use super::regions::Regions;
use super::weights::Weights;
use std::ops::Range;

/// A name that the model chose, with the probability of every label for the same tokens.
#[derive(Clone, Debug)]
pub struct Named {
    pub tokens: Range<usize>,
    pub label: usize,
    pub probabilities: LabelScores,
}

/// Sums of weights of one region, before the article's memory is known.
struct Sums {
    tokens: Vec<[i32; TAGS]>,
    names: Vec<(Range<usize>, [i32; LABELS], LabelScores)>,
}

/// Finds the names of one document.
pub struct Decoder<'d, 'v, 'a> {
    pub weights: &'d Weights,
    pub features: &'d Features<'v, 'a>,
    pub regions: &'d Regions,
}

impl Decoder<'_, '_, '_> {
    /// The names of the document in order, none overlapping another, and what the article remembers.
    pub fn names(&self) -> (Vec<Named>, Memory) {
        let sums: Vec<Sums> = self.regions.ranges.iter().map(|range| self.sums(range)).collect();
        let mut known = Vec::new();
        for (range, sums) in self.regions.ranges.iter().zip(&sums) {
            let best = lattice(range, sums).best(&self.weights.transitions);
            known.extend(best.into_iter().map(|chosen| known_name(range, chosen)));
        }
        let memory = Memory::new(self.features.view, &known);
        let mut names = Vec::new();
        for (range, mut sums) in self.regions.ranges.iter().zip(sums) {
            self.remember(range, &mut sums, &memory);
            let lattice = lattice(range, &sums);
            let best = lattice.best(&self.weights.transitions);
            if best.is_empty() {
                continue;
            }
            let marginals = lattice.marginals(&self.weights.transitions);
            for chosen in best {
                let arc = lattice.arcs.iter().position(|arc| (arc.start..arc.end) == chosen.tokens);
                let probabilities = arc.map_or([0.0; LABELS], |ix| marginals.arcs[ix]);
                let Known { tokens, label } = known_name(range, chosen);
                names.push(Named { tokens, label, probabilities });
            }
        }
        (names, memory)
    }

    fn sums(&self, range: &Range<usize>) -> Sums {
        let mut tokens = Vec::with_capacity(range.len());
        for ix in range.clone() {
            let mut sum = WordSums { weights: self.weights, sums: [0; TAGS] };
            self.features.token(ix, &mut sum);
            tokens.push(sum.sums);
        }
        let names = arcs_of(self.regions, self.features, range)
            .map(|name| {
                let mut sum = NameSums { weights: self.weights, sums: [0; LABELS] };
                self.features.name(name.clone(), self.regions, &mut sum);
                let prior = self.features.prior(&name);
                (name, sum.sums, prior)
            })
            .collect();
        Sums { tokens, names }
    }

    fn remember(&self, range: &Range<usize>, sums: &mut Sums, memory: &Memory) {
        for (ix, token) in range.clone().zip(&mut sums.tokens) {
            let mut sum = WordSums { weights: self.weights, sums: *token };
            self.features.token_seen(ix, memory, &mut sum);
            *token = sum.sums;
        }
        for (name, scores, _) in &mut sums.names {
            let mut sum = NameSums { weights: self.weights, sums: *scores };
            self.features.name_seen(name, memory, &mut sum);
            *scores = sum.sums;
        }
    }
}

/// The stretches of a region that can be names, by start, then by length.
pub fn arcs_of(
    regions: &Regions,
    features: &Features,
    range: &Range<usize>,
) -> impl Iterator<Item = Range<usize>> {
    let range = range.clone();
    let ends = range.clone();
    range.flat_map(move |start| {
        let range = ends.clone();
        (start + 1..=range.end)
            .map(move |end| start..end)
            .filter(|name| regions.can_be_name(features.view, name))
    })
}

fn known_name(region: &Range<usize>, chosen: Chosen) -> Known {
    let tokens = region.start + chosen.tokens.start..region.start + chosen.tokens.end;
    Known { tokens, label: chosen.label }
}

fn lattice(range: &Range<usize>, sums: &Sums) -> Lattice {
    let tokens: Vec<_> = sums.tokens.iter().map(Weights::tag_scores).collect();
    let arcs = sums.names.iter().map(|(name, sums, prior)| {
        let mut scores = Weights::label_scores(sums);
        scores.iter_mut().zip(prior).for_each(|(score, prior)| *score += prior);
        Arc { start: name.start - range.start, end: name.end - range.start, scores }
    });
    Lattice::new(&tokens, arcs.collect())
}

struct WordSums<'w> {
    weights: &'w Weights,
    sums: [i32; TAGS],
}

impl Signs for WordSums<'_> {
    fn see(&mut self, _: Look, feature: Feature, _: Range<usize>) {
        self.weights.add_word(feature, &mut self.sums);
    }
}

struct NameSums<'w> {
    weights: &'w Weights,
    sums: [i32; LABELS],
}

impl Signs for NameSums<'_> {
    fn see(&mut self, _: Look, feature: Feature, _: Range<usize>) {
        self.weights.add_name(feature, &mut self.sums);
    }
}
