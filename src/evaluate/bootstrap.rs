//! How far the figures would spread over other documents of the same sort.
//!
//! A percentile bootstrap (Efron and Tibshirani 1993, chapter 13) over documents, since the names of
//! one document are not independent of each other.

use super::Random;
use super::counts::{Counts, Match, Rates};
use super::score::Evaluation;

/// How often documents are drawn, and from which seed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resampling {
    pub resamples: usize,
    pub seed: u64,
}

impl Default for Resampling {
    fn default() -> Self {
        Self { resamples: 1000, seed: 42 }
    }
}

/// A 95 % interval: from the 2.5th to the 97.5th percentile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
}

/// The intervals of three rates; `None` where a rate is undefined in all that was drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RateIntervals {
    pub precision: Option<Interval>,
    pub recall: Option<Interval>,
    pub f1: Option<Interval>,
}

/// The intervals of all types together, and of each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Intervals {
    pub total: RateIntervals,
    /// In the order of [`Evaluation::types`].
    pub by_type: Vec<RateIntervals>,
}

/// Draws as many documents as there are, with replacement, again and again, and looks at how the rates
/// spread. Nothing without documents or resamples.
pub fn intervals(evaluation: &Evaluation, by: Match, resampling: Resampling) -> Intervals {
    let documents = &evaluation.by_document;
    let kinds = evaluation.types.len();
    if documents.is_empty() || resampling.resamples == 0 {
        return Intervals {
            total: RateIntervals::default(),
            by_type: vec![RateIntervals::default(); kinds],
        };
    }
    let mut random = Random::new(resampling.seed);
    // The last row is that of all types.
    let mut rates: Vec<Vec<Rates>> = vec![Vec::with_capacity(resampling.resamples); kinds + 1];
    for _ in 0..resampling.resamples {
        let mut sums = vec![Counts::default(); kinds + 1];
        for _ in 0..documents.len() {
            let drawn = &documents[random.below(documents.len())];
            sums.iter_mut().zip(&drawn.by_type).for_each(|(sum, counts)| *sum += counts);
        }
        let mut total = Counts::default();
        sums.iter().for_each(|counts| total += counts);
        sums[kinds] = total;
        rates.iter_mut().zip(&sums).for_each(|(rates, sum)| rates.push(sum.rates(by)));
    }
    let mut by_type: Vec<RateIntervals> = rates.iter().map(|rates| of(rates)).collect();
    let total = by_type.pop().unwrap_or_default();
    Intervals { total, by_type }
}

fn of(rates: &[Rates]) -> RateIntervals {
    let interval = |rate: fn(&Rates) -> Option<f64>| {
        let mut values: Vec<f64> = rates.iter().filter_map(rate).collect();
        values.sort_by(f64::total_cmp);
        let low = percentile(&values, 0.025)?;
        Some(Interval { low, high: percentile(&values, 0.975)? })
    };
    RateIntervals {
        precision: interval(|rates| rates.precision),
        recall: interval(|rates| rates.recall),
        f1: interval(|rates| rates.f1),
    }
}

/// The value below which a share of the sorted values lies, on a straight line between two of them.
fn percentile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let at = share * last as f64;
    let (low, high) = (at.floor() as usize, at.ceil() as usize);
    Some(sorted[low] + (at - low as f64) * (sorted[high] - sorted[low]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::score::DocumentScore;

    fn evaluation(correct: &[u64]) -> Evaluation {
        let document = |correct: &u64| DocumentScore {
            id: String::new(),
            by_type: vec![Counts {
                gold: 10,
                predicted: 10,
                correct: *correct,
                ..Counts::default()
            }],
        };
        let by_document = correct.iter().map(document).collect();
        Evaluation { types: vec!["PLACE".to_owned()], by_document, ..Evaluation::default() }
    }

    #[test]
    fn the_same_seed_gives_the_same_interval_and_it_holds_the_mean() {
        let evaluation = evaluation(&[2, 4, 6, 8, 10, 5, 7, 3]);
        let once = intervals(&evaluation, Match::Strict, Resampling::default());
        assert_eq!(once, intervals(&evaluation, Match::Strict, Resampling::default()));
        let f1 = once.total.f1.unwrap();
        assert!(f1.low < 0.5625 && 0.5625 < f1.high, "{f1:?}");
        // The standard error of the mean of these eight is 0.089.
        assert!((f1.high - f1.low - 2.0 * 1.96 * 0.089).abs() < 0.06, "{f1:?}");
        assert_eq!(once.by_type[0], once.total);
    }

    #[test]
    fn documents_that_are_alike_leave_no_doubt() {
        let f1 = intervals(&evaluation(&[5, 5, 5]), Match::Strict, Resampling::default()).total.f1;
        assert_eq!(f1, Some(Interval { low: 0.5, high: 0.5 }));
    }

    #[test]
    fn nothing_drawn_gives_no_interval() {
        let none = intervals(&evaluation(&[]), Match::Strict, Resampling::default());
        assert_eq!(none.total, RateIntervals::default());
    }

    #[test]
    fn percentiles_lie_between_values() {
        assert_eq!(percentile(&[1.0, 2.0, 3.0], 0.75), Some(2.5));
        assert_eq!(percentile(&[], 0.5), None);
    }
}
