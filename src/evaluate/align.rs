//! Which prediction is meant by which gold name.

use super::conventions::Name;

/// A gold name and the prediction that is set against it, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aligned {
    Both { gold: usize, predicted: usize },
    Missing(usize),
    Spurious(usize),
}

/// Sets each gold name against one prediction at most: first those of the same span and type, then of
/// the same span, then those that overlap with the same type, then those that overlap. Of several
/// gold names a prediction takes the one with which it shares most, the first of equal ones.
///
/// Both lists are in the order of the text.
pub fn align(gold: &[Name], predicted: &[Name]) -> Vec<Aligned> {
    let mut aligned = Vec::new();
    let (mut free_gold, mut free_predicted) = (vec![true; gold.len()], vec![true; predicted.len()]);
    let passes: [fn(&Name, &Name) -> bool; 4] = [
        |a, b| a.is_same_span(b) && a.kind == b.kind,
        |a, b| a.is_same_span(b),
        |a, b| a.overlaps(b) && a.kind == b.kind,
        |a, b| a.overlaps(b),
    ];
    let nearby = Nearby::new(gold);
    for fits in passes {
        for (predicted_ix, one) in predicted.iter().enumerate() {
            if !free_predicted[predicted_ix] {
                continue;
            }
            let mut best: Option<(u32, usize)> = None;
            for (gold_ix, other) in nearby.overlapping(one) {
                if free_gold[gold_ix] && fits(other, one) {
                    let shared = other.end.min(one.end).saturating_sub(other.start.max(one.start));
                    if best.is_none_or(|(most, _)| shared > most) {
                        best = Some((shared, gold_ix));
                    }
                }
            }
            if let Some((_, gold_ix)) = best {
                free_gold[gold_ix] = false;
                free_predicted[predicted_ix] = false;
                aligned.push(Aligned::Both { gold: gold_ix, predicted: predicted_ix });
            }
        }
    }
    let left =
        |free: Vec<bool>| free.into_iter().enumerate().filter(|(_, is)| *is).map(|(ix, _)| ix);
    aligned.extend(left(free_gold).map(Aligned::Missing));
    aligned.extend(left(free_predicted).map(Aligned::Spurious));
    aligned
}

/// Names in the order of the text, in which those that overlap another are found at once.
pub struct Nearby<'a> {
    names: &'a [Name<'a>],
    /// Bounds how far before a name one can begin that overlaps it.
    longest: u32,
}

impl<'a> Nearby<'a> {
    pub fn new(names: &'a [Name<'a>]) -> Self {
        let longest = names.iter().map(|name| name.end - name.start).max().unwrap_or(0);
        Self { names, longest }
    }

    /// The names that share a character with `one`, with their numbers.
    pub fn overlapping(&self, one: &Name) -> impl Iterator<Item = (usize, &'a Name<'a>)> {
        let first = one.start.saturating_sub(self.longest);
        let from = self.names.partition_point(|other| other.start < first);
        let (start, end) = (one.start, one.end);
        let nearby = self.names[from..].iter().take_while(move |other| other.start < end);
        (from..).zip(nearby).filter(move |(_, other)| start < other.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::label::Label;
    use proptest::prelude::*;

    type Key = (u32, u32, &'static str);

    fn aligned(gold: &[Key], predicted: &[Key]) -> Vec<Aligned> {
        let label = Label::default();
        let names = |keys: &[Key]| -> Vec<Name> {
            let name =
                |&(start, end, kind): &Key| Name { start, end, kind: kind.into(), label: &label };
            keys.iter().map(name).collect()
        };
        align(&names(gold), &names(predicted))
    }

    fn both(gold: usize, predicted: usize) -> Aligned {
        Aligned::Both { gold, predicted }
    }

    #[test]
    fn the_same_span_and_type_comes_before_an_overlap() {
        let gold = [(0, 10, "ORG"), (4, 10, "PLACE")];
        assert_eq!(aligned(&gold, &[(4, 10, "PLACE")]), [both(1, 0), Aligned::Missing(0)]);
    }

    #[test]
    fn a_gold_name_is_found_once() {
        let found = aligned(&[(0, 10, "ORG")], &[(0, 4, "ORG"), (5, 10, "ORG")]);
        assert_eq!(found, [both(0, 0), Aligned::Spurious(1)]);
    }

    #[test]
    fn neighbours_are_not_set_against_each_other() {
        let found = aligned(&[(0, 4, "ORG")], &[(4, 8, "ORG")]);
        assert_eq!(found, [Aligned::Missing(0), Aligned::Spurious(0)]);
    }

    /// The same, looking at every pair.
    fn slowly(gold: &[Key], predicted: &[Key]) -> Vec<Aligned> {
        let overlaps = |a: &Key, b: &Key| a.0 < b.1 && b.0 < a.1;
        let (mut of_gold, mut of_predicted) = (vec![None; gold.len()], vec![None; predicted.len()]);
        let mut aligned = Vec::new();
        for pass in 0..4 {
            for (p, one) in predicted.iter().enumerate() {
                let fits = |g: &usize| {
                    let other = &gold[*g];
                    let is_same = (other.0, other.1) == (one.0, one.1);
                    let is_typed = other.2 == one.2;
                    of_gold[*g].is_none()
                        && [
                            is_same && is_typed,
                            is_same,
                            overlaps(other, one) && is_typed,
                            overlaps(other, one),
                        ][pass]
                };
                if of_predicted[p].is_some() {
                    continue;
                }
                let shared = |g: usize| gold[g].1.min(one.1) - gold[g].0.max(one.0);
                let fitting: Vec<usize> = (0..gold.len()).filter(fits).collect();
                let most = fitting.iter().map(|g| shared(*g)).max();
                if let Some(g) = fitting.into_iter().find(|g| Some(shared(*g)) == most) {
                    (of_gold[g], of_predicted[p]) = (Some(p), Some(g));
                    aligned.push(both(g, p));
                }
            }
        }
        let none = |list: &[Option<usize>]| -> Vec<usize> {
            (0..list.len()).filter(|ix| list[*ix].is_none()).collect()
        };
        aligned.extend(none(&of_gold).into_iter().map(Aligned::Missing));
        aligned.extend(none(&of_predicted).into_iter().map(Aligned::Spurious));
        aligned
    }

    fn keys() -> impl Strategy<Value = Vec<Key>> {
        let key = (0u32..30, 1u32..8, prop::sample::select(vec!["ORG", "PERSON", "PLACE"]));
        prop::collection::btree_set(key, 0..14).prop_map(|keys| {
            let mut keys: Vec<Key> =
                keys.into_iter().map(|(at, long, kind)| (at, at + long, kind)).collect();
            keys.sort_unstable();
            keys
        })
    }

    proptest! {
        #[test]
        fn every_name_is_aligned_as_the_slow_way_does(gold in keys(), predicted in keys()) {
            prop_assert_eq!(aligned(&gold, &predicted), slowly(&gold, &predicted));
        }
    }
}
