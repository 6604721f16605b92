//! Weights by stochastic gradient descent on the likelihood of the labels.
//!
//! AdaGrad (Duchi, Hazan and Singer, 2011) over the semi-Markov lattice of `tag::lattice`. Each
//! document is seen twice in an epoch: as in the first pass, and, with the names that the present
//! weights find in it as its memory, as in the second.

use super::examples::{Example, RegionSigns};
use crate::tag::{
    Arc, Chosen, Feature, Features, Known, LABELS, Lattice, Marginals, Memory, OUTSIDE,
    OUTSIDE_TAG, Rows, TAGS, Transitions, Weights, short, tag_of, weights_to_bytes,
};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// How fast weights move, and how strongly they are drawn to zero.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    pub step: f32,
    pub decay: f32,
}

/// Weights while they are learned, with the sums of squared gradients of each.
pub struct Learner {
    rates: Rates,
    words: Slots<TAGS>,
    names: Slots<LABELS>,
    transitions: Transitions,
    transition_squares: Transitions,
    transition_totals: Transitions,
    /// How many moments the totals are sums of.
    moments: usize,
}

#[derive(Default)]
struct Slots<const N: usize> {
    index: FxHashMap<u32, u32>,
    weights: Vec<[f32; N]>,
    squares: Vec<[f32; N]>,
    /// Sums of the weights as they were at some moments.
    totals: Vec<[f32; N]>,
}

impl<const N: usize> Slots<N> {
    fn slot(&mut self, hash: u32) -> u32 {
        let next = self.weights.len() as u32;
        let slot = *self.index.entry(hash).or_insert(next);
        if slot == next {
            self.weights.push([0.0; N]);
            self.squares.push([0.0; N]);
        }
        slot
    }

    fn sum(&self, slots: &[u32]) -> [f32; N] {
        let mut sum = [0.0; N];
        for &slot in slots {
            for (total, weight) in sum.iter_mut().zip(&self.weights[slot as usize]) {
                *total += weight;
            }
        }
        sum
    }

    fn update(&mut self, slots: &[u32], gradient: &[f32; N], rates: Rates) {
        if gradient.iter().all(|part| part.abs() < 2e-3) {
            return;
        }
        for &slot in slots {
            let weights = &mut self.weights[slot as usize];
            let squares = &mut self.squares[slot as usize];
            for ((weight, square), part) in weights.iter_mut().zip(squares).zip(gradient) {
                let part = part - rates.decay * *weight;
                *square += part * part;
                *weight += rates.step * part / (1e-4 + *square).sqrt();
            }
        }
    }

    fn restart(&mut self) {
        self.weights.fill([0.0; N]);
        self.squares.fill([0.0; N]);
    }

    fn remember(&mut self) {
        self.totals.resize(self.weights.len(), [0.0; N]);
        for (totals, weights) in self.totals.iter_mut().zip(&self.weights) {
            totals.iter_mut().zip(weights).for_each(|(total, weight)| *total += weight);
        }
    }

    /// Mean weights of `moments` as whole steps, without those below `least` steps.
    fn rows(&self, least: i8, moments: usize) -> Rows<N> {
        let quantized = self.index.iter().map(|(&hash, &slot)| {
            let row = self.totals[slot as usize].map(|total| {
                let steps =
                    (total / moments as f32 / Weights::STEP).round().clamp(-127.0, 127.0) as i8;
                if steps.unsigned_abs() < least.unsigned_abs() { 0 } else { steps }
            });
            (hash, row)
        });
        quantized.filter(|(_, row)| row.iter().any(|weight| *weight != 0)).collect()
    }
}

impl Learner {
    pub fn new(rates: Rates) -> Self {
        Self {
            rates,
            words: Slots::default(),
            names: Slots::default(),
            transitions: Transitions::default(),
            transition_squares: Transitions::default(),
            transition_totals: Transitions::default(),
            moments: 0,
        }
    }

    /// Makes room for signs that were seen at least `least` times.
    pub fn make_room(
        &mut self,
        words: &FxHashMap<u32, u32>,
        names: &FxHashMap<u32, u32>,
        least: u32,
    ) {
        let often = |counts: &FxHashMap<u32, u32>| {
            let mut often: Vec<u32> = counts
                .iter()
                .filter(|(_, count)| **count >= least)
                .map(|(hash, _)| *hash)
                .collect();
            often.sort_unstable();
            often
        };
        often(words).into_iter().for_each(|hash| _ = self.words.slot(hash));
        often(names).into_iter().for_each(|hash| _ = self.names.slot(hash));
    }

    /// Turns hashes into numbers of weights; those without room fall away.
    pub fn resolve(&self, signs: &mut RegionSigns) {
        let known = |index: &FxHashMap<u32, u32>, list: &mut Vec<u32>| {
            *list = list.iter().filter_map(|hash| index.get(hash).copied()).collect();
            list.shrink_to_fit();
        };
        signs.tokens.iter_mut().for_each(|list| known(&self.words.index, list));
        signs.names.iter_mut().for_each(|name| known(&self.names.index, &mut name.signs));
    }

    /// One document: both passes. Returns the log-likelihood lost and the regions learned from.
    pub fn learn(&mut self, example: &Example, features: &Features) -> (f64, usize) {
        let mut known = Vec::new();
        let mut loss = 0.0;
        for region in &example.regions {
            let (lattice, best) = self.lattice(region);
            for chosen in best {
                let tokens = region.start + chosen.tokens.start..region.start + chosen.tokens.end;
                known.push(Known { tokens, label: chosen.label });
            }
            if let Some(gold) = &region.gold {
                self.step(region, &lattice, gold);
            }
        }
        let memory = Memory::new(features.view, &known);
        let mut regions = 0;
        for region in &example.regions {
            let Some(gold) = &region.gold else { continue };
            let with_memory = self.remember(region, features, &memory);
            let (lattice, _) = self.lattice(&with_memory);
            loss += f64::from(self.step(&with_memory, &lattice, gold));
            regions += 1;
        }
        (loss, regions)
    }

    fn remember(
        &mut self,
        region: &RegionSigns,
        features: &Features,
        memory: &Memory,
    ) -> RegionSigns {
        let mut region = region.clone();
        let mut seen: Vec<Feature> = Vec::new();
        for (at, list) in region.tokens.iter_mut().enumerate() {
            features.token_seen(region.start + at, memory, &mut seen);
            list.extend(seen.drain(..).map(|feature| self.words.slot(short(feature))));
        }
        for name in &mut region.names {
            let tokens = region.start + name.tokens.start..region.start + name.tokens.end;
            features.name_seen(&tokens, memory, &mut seen);
            name.signs.extend(seen.drain(..).map(|feature| self.names.slot(short(feature))));
        }
        region
    }

    fn lattice(&self, region: &RegionSigns) -> (Lattice, Vec<Chosen>) {
        let tokens: Vec<_> = region.tokens.iter().map(|list| self.words.sum(list)).collect();
        let arcs = region.names.iter().map(|name| {
            let mut scores = self.names.sum(&name.signs);
            scores.iter_mut().zip(name.prior).for_each(|(score, prior)| *score += prior);
            Arc { start: name.tokens.start, end: name.tokens.end, scores }
        });
        let lattice = Lattice::new(&tokens, arcs.collect());
        let best = lattice.best(&self.transitions);
        (lattice, best)
    }

    /// Moves the weights towards the gold cut; returns minus its log-likelihood.
    fn step(&mut self, region: &RegionSigns, lattice: &Lattice, gold: &[Chosen]) -> f32 {
        let marginals = lattice.marginals(&self.transitions);
        let mut words = vec![[0.0f32; TAGS]; lattice.len];
        let mut names: FxHashMap<(usize, usize), [f32; LABELS]> = FxHashMap::default();
        for (word, probability) in words.iter_mut().zip(&marginals.outside) {
            word[OUTSIDE_TAG] = 1.0 - probability;
        }
        for (arc, probabilities) in lattice.arcs.iter().zip(&marginals.arcs) {
            let gradient = probabilities.map(|probability| -probability);
            add_name(&mut words, arc.start..arc.end, &gradient);
            names.insert((arc.start, arc.end), gradient);
        }
        for chosen in gold {
            let mut one = [0.0; LABELS];
            one[chosen.label] = 1.0;
            for word in &mut words[chosen.tokens.clone()] {
                word[OUTSIDE_TAG] -= 1.0;
            }
            add_name(&mut words, chosen.tokens.clone(), &one);
            if let Some(gradient) = names.get_mut(&(chosen.tokens.start, chosen.tokens.end)) {
                gradient[chosen.label] += 1.0;
            }
        }
        for (list, gradient) in region.tokens.iter().zip(&words) {
            self.words.update(list, gradient, self.rates);
        }
        for name in &region.names {
            if let Some(gradient) = names.get(&(name.tokens.start, name.tokens.end)) {
                self.names.update(&name.signs, gradient, self.rates);
            }
        }
        self.step_transitions(lattice, &marginals, gold);
        gold_loss(lattice, &marginals, gold)
    }

    /// Transitions between names that touch, by the gold cut against the best one.
    fn step_transitions(&mut self, lattice: &Lattice, _: &Marginals, gold: &[Chosen]) {
        let best = lattice.best(&self.transitions);
        if best == gold {
            return;
        }
        let mut gradient = Transitions::default();
        for (chosen, sign) in [(gold, 1.0), (&best[..], -1.0)] {
            let mut before = OUTSIDE;
            let mut end = 0;
            for name in chosen {
                let left = if name.tokens.start == end { before } else { OUTSIDE };
                gradient[left][name.label] += sign;
                (before, end) = (name.label, name.tokens.end);
            }
        }
        for (row, (squares, weights)) in
            gradient.iter().zip(self.transition_squares.iter_mut().zip(&mut self.transitions))
        {
            for ((part, square), weight) in row.iter().zip(squares).zip(weights) {
                *square += part * part;
                *weight += 0.3 * self.rates.step * part / (1.0 + *square).sqrt();
            }
        }
    }

    /// Forgets the present weights, but not what was taken into the mean.
    pub fn restart(&mut self) {
        self.words.restart();
        self.names.restart();
        self.transitions = Transitions::default();
        self.transition_squares = Transitions::default();
    }

    /// Takes the present weights into the mean that [`Learner::to_bytes`] gives: averaged weights
    /// do better on new text than the last ones (Collins 2002; Polyak and Juditsky 1992).
    pub fn take_into_mean(&mut self) {
        self.words.remember();
        self.names.remember();
        for (totals, weights) in self.transition_totals.iter_mut().zip(&self.transitions) {
            totals.iter_mut().zip(weights).for_each(|(total, weight)| *total += weight);
        }
        self.moments += 1;
    }

    /// The weights file, with the smallest weights left out until it fits into `max_bytes`.
    pub fn to_bytes(&self, max_bytes: usize) -> Vec<u8> {
        let moments = self.moments;
        let transitions = self.transition_totals.map(|row| row.map(|sum| sum / moments as f32));
        let mut least = 2;
        loop {
            let (words, names) = (self.words.rows(least, moments), self.names.rows(least, moments));
            let bytes = weights_to_bytes(&transitions, words, names);
            if bytes.len() <= max_bytes || least == i8::MAX {
                return bytes;
            }
            least += 1;
        }
    }
}

fn add_name(words: &mut [[f32; TAGS]], tokens: Range<usize>, gradient: &[f32; LABELS]) {
    let len = tokens.len();
    for (at, word) in words[tokens].iter_mut().enumerate() {
        for (label, part) in gradient.iter().enumerate() {
            word[tag_of(label, at, len)] += part;
        }
    }
}

/// Minus the sum of the log-probabilities of the gold names.
fn gold_loss(lattice: &Lattice, marginals: &Marginals, gold: &[Chosen]) -> f32 {
    let lost = |chosen: &Chosen| {
        let arc = lattice.arcs.iter().position(|arc| (arc.start..arc.end) == chosen.tokens);
        arc.map_or(0.0, |ix| -marginals.arcs[ix][chosen.label].max(1e-6).ln())
    };
    gold.iter().map(lost).sum()
}
