//! Two systems on the same gold: is the difference more than chance?
//!
//! Paired approximate randomization (Noreen 1989; for this task Chinchor 1992 and Yeh 2000): if the
//! systems were equally good, it would not matter which of them said what of a document. So the
//! answers to each document are exchanged or not, as a coin falls, and p is the share of such
//! exchanges in which the systems differ at least as much as they do, (n + 1) / (exchanges + 1).

use super::Random;
use super::bootstrap::Resampling;
use super::counts::{Counts, Match};
use super::score::{DocumentScore, Evaluation};
use std::collections::{BTreeSet, HashMap};

/// How two systems differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Documents that are compared: those that both evaluations scored.
    pub documents: usize,
    pub total: Difference,
    /// Each type that occurs in either.
    pub by_type: Vec<(String, Difference)>,
}

/// F1 of two systems, and whether they differ by chance.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Difference {
    pub gold: u64,
    pub f1: Option<f64>,
    pub other_f1: Option<f64>,
    /// The first less the other; `None` where one of them is undefined.
    pub difference: Option<f64>,
    /// How often chance makes at least that difference, of two systems that are equally good.
    pub p: Option<f64>,
}

/// Compares `one` with `other`, which must have been made with the same gold and conventions.
pub fn compare(
    one: &Evaluation,
    other: &Evaluation,
    by: Match,
    resampling: Resampling,
) -> Comparison {
    let types: BTreeSet<&String> = one.types.iter().chain(&other.types).collect();
    let types: Vec<&String> = types.into_iter().collect();
    let columns = |evaluation: &Evaluation| -> Vec<Option<usize>> {
        types.iter().map(|kind| evaluation.types.iter().position(|of| of == *kind)).collect()
    };
    let (of_one, of_other) = (columns(one), columns(other));
    let by_id: HashMap<&str, &DocumentScore> =
        other.by_document.iter().map(|document| (document.id.as_str(), document)).collect();
    let none = vec![Counts::default(); types.len() + 1];
    // Of documents on which both say the same, an exchange changes nothing.
    let (mut alike, mut unlike) = (none.clone(), Vec::new());
    let (mut left, mut right) = (none.clone(), none);
    let mut documents = 0;
    for document in &one.by_document {
        let Some(same) = by_id.get(document.id.as_str()) else { continue };
        let (a, b) = (row(document, &of_one), row(same, &of_other));
        documents += 1;
        add(&mut left, &a);
        add(&mut right, &b);
        if a == b {
            add(&mut alike, &a);
        } else {
            unlike.push((a, b));
        }
    }
    let rate = |counts: &Counts| counts.rates(by).f1;
    let gap = |(left, right): (&Counts, &Counts)| Some((rate(left)? - rate(right)?).abs());
    let observed: Vec<Option<f64>> = left.iter().zip(&right).map(gap).collect();
    let mut as_large = vec![0u64; observed.len()];
    let mut random = Random::new(resampling.seed);
    for _ in 0..resampling.resamples {
        let (mut first, mut second) = (alike.clone(), alike.clone());
        for (a, b) in &unlike {
            let (a, b) = if random.number() >> 63 == 1 { (b, a) } else { (a, b) };
            add(&mut first, a);
            add(&mut second, b);
        }
        for (ix, exchanged) in first.iter().zip(&second).map(gap).enumerate() {
            // Sums in another order differ by a hair.
            let is_as_large =
                exchanged.zip(observed[ix]).is_some_and(|(now, then)| now >= then - 1e-12);
            as_large[ix] += u64::from(is_as_large);
        }
    }
    let difference = |ix: usize| {
        let (f1, other_f1) = (rate(&left[ix]), rate(&right[ix]));
        let p = (as_large[ix] + 1) as f64 / (resampling.resamples + 1) as f64;
        Difference {
            gold: left[ix].gold,
            f1,
            other_f1,
            difference: f1.zip(other_f1).map(|(one, other)| one - other),
            p: observed[ix].filter(|_| resampling.resamples > 0).map(|_| p),
        }
    };
    Comparison {
        documents,
        total: difference(types.len()),
        by_type: types
            .iter()
            .enumerate()
            .map(|(ix, kind)| ((*kind).clone(), difference(ix)))
            .collect(),
    }
}

/// The counts of a document type by type, and at the end of all types.
fn row(document: &DocumentScore, columns: &[Option<usize>]) -> Vec<Counts> {
    let of = |column: &Option<usize>| column.map(|ix| document.by_type[ix]).unwrap_or_default();
    let mut row: Vec<Counts> = columns.iter().map(of).collect();
    let mut total = Counts::default();
    row.iter().for_each(|counts| total += counts);
    row.push(total);
    row
}

fn add(sums: &mut [Counts], counts: &[Counts]) {
    sums.iter_mut().zip(counts).for_each(|(sum, counts)| *sum += counts);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A system that finds so many of the ten names of each document.
    fn system(correct: &[u64]) -> Evaluation {
        let document = |(number, correct): (usize, &u64)| DocumentScore {
            id: number.to_string(),
            by_type: vec![Counts {
                gold: 10,
                predicted: 10,
                correct: *correct,
                ..Counts::default()
            }],
        };
        let by_document = correct.iter().enumerate().map(document).collect();
        Evaluation { types: vec!["PLACE".to_owned()], by_document, ..Evaluation::default() }
    }

    fn p(one: &[u64], other: &[u64]) -> f64 {
        let resampling = Resampling { resamples: 4000, seed: 42 };
        compare(&system(one), &system(other), Match::Strict, resampling).total.p.unwrap()
    }

    #[test]
    fn equal_systems_do_not_differ() {
        assert!((p(&[5, 6, 7], &[5, 6, 7]) - 1.0).abs() < 1e-9);
    }

    /// With three documents, all of them in favour of one, two of eight exchanges are as large.
    #[test]
    fn p_is_the_share_of_exchanges_that_are_as_large() {
        let p = p(&[9, 9, 9], &[5, 5, 5]);
        assert!((p - 0.25).abs() < 0.03, "{p}");
    }

    #[test]
    fn a_difference_in_every_one_of_many_documents_is_no_chance() {
        assert!(p(&[8; 20], &[7; 20]) < 0.001);
    }

    #[test]
    fn a_type_that_only_one_system_knows_is_compared_too() {
        let mut other = system(&[5, 5]);
        other.types = vec!["ORG".to_owned()];
        let comparison =
            compare(&system(&[5, 5]), &other, Match::Strict, Resampling { resamples: 10, seed: 1 });
        let kinds: Vec<_> = comparison.by_type.iter().map(|(kind, _)| kind.as_str()).collect();
        assert_eq!((kinds, comparison.documents), (vec!["ORG", "PLACE"], 2));
        assert_eq!(comparison.by_type[1].1.other_f1, None);
        assert_eq!(comparison.by_type[1].1.p, None);
    }
}
