//! All ways to cut a region into names, and the best or the probable ones among them.
//!
//! A semi-Markov conditional random field (Sarawagi and Cohen, 2004): a cut of the region is scored
//! by the signs of its words, of its names as wholes, and of neighbouring labels.

use super::label::{LABELS, OUTSIDE, OUTSIDE_TAG, TAGS, tag_of};
use std::ops::Range;

/// Scores of the tags of one token.
pub type TagScores = [f32; TAGS];
/// Scores of the labels of one stretch of tokens.
pub type LabelScores = [f32; LABELS];
/// Score of a label right behind another; the last row and column are for "no name".
pub type Transitions = [[f32; LABELS + 1]; LABELS + 1];

/// A stretch of tokens that may be one name, with the scores of its labels.
#[derive(Clone, Debug)]
pub struct Arc {
    /// Tokens, counted from the first of the region.
    pub start: usize,
    pub end: usize,
    /// Sum of the signs of the words and of the name.
    pub scores: LabelScores,
}

/// All ways to cut a region of `len` tokens into names.
#[derive(Clone, Debug)]
pub struct Lattice {
    pub len: usize,
    /// Score of each token for being outside of all names.
    pub outside: Vec<f32>,
    /// By end, then by start.
    pub arcs: Vec<Arc>,
}

/// A chosen name: tokens counted from the first of the region.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    pub tokens: Range<usize>,
    pub label: usize,
}

impl Lattice {
    /// `names` are scored by their own signs; those of their words are added here.
    pub fn new(tokens: &[TagScores], mut names: Vec<Arc>) -> Self {
        for arc in &mut names {
            let len = arc.end - arc.start;
            for (at, scores) in tokens[arc.start..arc.end].iter().enumerate() {
                for label in 0..LABELS {
                    arc.scores[label] += scores[tag_of(label, at, len)];
                }
            }
        }
        names.sort_by_key(|arc| (arc.end, arc.start));
        let outside = tokens.iter().map(|scores| scores[OUTSIDE_TAG]).collect();
        Self { len: tokens.len(), outside, arcs: names }
    }

    /// The best cut, by Viterbi's algorithm.
    pub fn best(&self, transitions: &Transitions) -> Vec<Chosen> {
        const NONE: f32 = f32::NEG_INFINITY;
        let mut best = vec![[NONE; LABELS + 1]; self.len + 1];
        // For each end and label: the start of the last piece, and the label before it.
        let mut from = vec![[(0usize, 0usize); LABELS + 1]; self.len + 1];
        best[0][OUTSIDE] = 0.0;
        let mut next = 0;
        for (end, from) in from.iter_mut().enumerate().skip(1) {
            let (done, rest) = best.split_at_mut(end);
            let here = &mut rest[0];
            let mut offer = |start: usize, label: usize, score: f32| {
                for (before, so_far) in done[start].iter().enumerate() {
                    let total = so_far + transitions[before][label] + score;
                    if total > here[label] {
                        here[label] = total;
                        from[label] = (start, before);
                    }
                }
            };
            offer(end - 1, OUTSIDE, self.outside[end - 1]);
            while let Some(arc) = self.arcs.get(next).filter(|arc| arc.end == end) {
                for label in 0..LABELS {
                    offer(arc.start, label, arc.scores[label]);
                }
                next += 1;
            }
        }
        let mut label = highest(&best[self.len]);
        let mut end = self.len;
        let mut chosen = Vec::new();
        while end > 0 {
            let (start, before) = from[end][label];
            if label != OUTSIDE {
                chosen.push(Chosen { tokens: start..end, label });
            }
            (end, label) = (start, before);
        }
        chosen.reverse();
        chosen
    }

    /// How probable each arc is with each label, and each token outside of all names, by the
    /// forward-backward algorithm.
    pub fn marginals(&self, transitions: &Transitions) -> Marginals {
        let forward = self.forward(transitions);
        let backward = self.backward(transitions);
        let total = log_sum(&forward[self.len]);
        let entering = |start: usize, label: usize| {
            let mut terms = [f32::NEG_INFINITY; LABELS + 1];
            for (before, term) in terms.iter_mut().enumerate() {
                *term = forward[start][before] + transitions[before][label];
            }
            log_sum(&terms)
        };
        let outside = (0..self.len)
            .map(|at| {
                let log = entering(at, OUTSIDE) + self.outside[at] + backward[at + 1][OUTSIDE];
                (log - total).exp()
            })
            .collect();
        let arcs = self
            .arcs
            .iter()
            .map(|arc| {
                std::array::from_fn(|label| {
                    let log = entering(arc.start, label) + arc.scores[label];
                    (log + backward[arc.end][label] - total).exp()
                })
            })
            .collect();
        Marginals { outside, arcs }
    }

    fn forward(&self, transitions: &Transitions) -> Vec<[f32; LABELS + 1]> {
        let mut forward = vec![[f32::NEG_INFINITY; LABELS + 1]; self.len + 1];
        forward[0][OUTSIDE] = 0.0;
        let mut next = 0;
        for end in 1..=self.len {
            let enter = |forward: &[[f32; LABELS + 1]], start: usize, label: usize, score: f32| {
                let terms: [f32; LABELS + 1] = std::array::from_fn(|before| {
                    forward[start][before] + transitions[before][label]
                });
                log_sum(&terms) + score
            };
            forward[end][OUTSIDE] = enter(&forward, end - 1, OUTSIDE, self.outside[end - 1]);
            while let Some(arc) = self.arcs.get(next).filter(|arc| arc.end == end) {
                for label in 0..LABELS {
                    let score = enter(&forward, arc.start, label, arc.scores[label]);
                    forward[end][label] = log_add(forward[end][label], score);
                }
                next += 1;
            }
        }
        forward
    }

    fn backward(&self, transitions: &Transitions) -> Vec<[f32; LABELS + 1]> {
        let mut backward = vec![[f32::NEG_INFINITY; LABELS + 1]; self.len + 1];
        backward[self.len] = [0.0; LABELS + 1];
        let mut by_start: Vec<&Arc> = self.arcs.iter().collect();
        by_start.sort_by_key(|arc| std::cmp::Reverse(arc.start));
        let mut arcs = by_start.into_iter().peekable();
        for start in (0..self.len).rev() {
            let mut here = [f32::NEG_INFINITY; LABELS + 1];
            let mut offer = |label: usize, score: f32| {
                for (before, sum) in here.iter_mut().enumerate() {
                    *sum = log_add(*sum, transitions[before][label] + score);
                }
            };
            offer(OUTSIDE, self.outside[start] + backward[start + 1][OUTSIDE]);
            while let Some(arc) = arcs.next_if(|arc| arc.start == start) {
                for (label, score) in arc.scores.iter().enumerate() {
                    offer(label, score + backward[arc.end][label]);
                }
            }
            backward[start] = here;
        }
        backward
    }
}

/// Probabilities of the parts of a lattice.
pub struct Marginals {
    /// For each token, of being outside of all names.
    pub outside: Vec<f32>,
    /// For each arc of the lattice, of each label.
    pub arcs: Vec<LabelScores>,
}

fn highest(scores: &[f32; LABELS + 1]) -> usize {
    (0..=LABELS)
        .rev()
        .max_by(|&left, &right| scores[left].total_cmp(&scores[right]))
        .unwrap_or(OUTSIDE)
}

fn log_sum(terms: &[f32]) -> f32 {
    let highest = terms.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    if highest == f32::NEG_INFINITY {
        return highest;
    }
    highest + terms.iter().map(|term| (term - highest).exp()).sum::<f32>().ln()
}

fn log_add(left: f32, right: f32) -> f32 {
    let (high, low) = if left > right { (left, right) } else { (right, left) };
    if low == f32::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lattice() -> Lattice {
        let mut tokens = [[0.0; TAGS]; 3];
        tokens[0][tag_of(0, 0, 2)] = 2.0;
        tokens[1][tag_of(0, 1, 2)] = 1.5;
        tokens[2][tag_of(2, 0, 1)] = 1.0;
        let all = (0..3).flat_map(|start| (start + 1..=3).map(move |end| (start, end)));
        let arcs = all.map(|(start, end)| Arc { start, end, scores: [0.0; LABELS] }).collect();
        Lattice::new(&tokens, arcs)
    }

    #[test]
    fn the_best_cut_takes_the_highest_sum() {
        let chosen = lattice().best(&Transitions::default());
        let expected = [Chosen { tokens: 0..2, label: 0 }, Chosen { tokens: 2..3, label: 2 }];
        assert_eq!(chosen, expected);
    }

    #[test]
    fn each_token_is_inside_or_outside_with_probability_one() {
        let lattice = lattice();
        let mut transitions = Transitions::default();
        transitions[0][2] = 0.7;
        let marginals = lattice.marginals(&transitions);
        for at in 0..lattice.len {
            let inside: f32 = lattice
                .arcs
                .iter()
                .zip(&marginals.arcs)
                .filter(|(arc, _)| arc.start <= at && at < arc.end)
                .map(|(_, scores)| scores.iter().sum::<f32>())
                .sum();
            assert!((inside + marginals.outside[at] - 1.0).abs() < 1e-4);
        }
    }
}
