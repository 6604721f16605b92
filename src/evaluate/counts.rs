//! What is counted, and the shares that follow from it.

use std::ops::AddAssign;

/// Counts of one type, or of all, in one document or in many: they are added, and divided once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub gold: u64,
    pub predicted: u64,
    /// Same span, same type.
    pub correct: u64,
    /// Same span, another type; under the type of the gold.
    pub wrong_type: u64,
    /// Overlap and same type, another span.
    pub wrong_boundary: u64,
    /// Overlap, another span and another type; under the type of the gold.
    pub wrong_both: u64,
    pub missing: u64,
    pub spurious: u64,
    /// Gold names set against a prediction of the same span, whatever its type.
    pub same_span_gold: u64,
    /// The same for predictions; over all types both are equal.
    pub same_span_predicted: u64,
    /// Gold names set against any prediction.
    pub met_gold: u64,
    pub met_predicted: u64,
    /// Gold names that some prediction of their type overlaps, be it set against another.
    pub overlapped_gold: u64,
    pub overlapped_predicted: u64,
}

impl AddAssign<&Counts> for Counts {
    fn add_assign(&mut self, other: &Counts) {
        self.gold += other.gold;
        self.predicted += other.predicted;
        self.correct += other.correct;
        self.wrong_type += other.wrong_type;
        self.wrong_boundary += other.wrong_boundary;
        self.wrong_both += other.wrong_both;
        self.missing += other.missing;
        self.spurious += other.spurious;
        self.same_span_gold += other.same_span_gold;
        self.same_span_predicted += other.same_span_predicted;
        self.met_gold += other.met_gold;
        self.met_predicted += other.met_predicted;
        self.overlapped_gold += other.overlapped_gold;
        self.overlapped_predicted += other.overlapped_predicted;
    }
}

/// What counts as found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// Same span and same type.
    #[default]
    Strict,
    /// Same span.
    Exact,
    /// Any overlap; half, if the span is not the same.
    Partial,
    /// Overlap and same type, each name set against one other.
    Type,
    /// Overlap and same type, with any other.
    Overlap,
}

impl Match {
    pub const ALL: [Match; 5] =
        [Match::Strict, Match::Exact, Match::Partial, Match::Type, Match::Overlap];

    pub fn as_str(self) -> &'static str {
        match self {
            Match::Strict => "strict",
            Match::Exact => "exact",
            Match::Partial => "partial",
            Match::Type => "type",
            Match::Overlap => "overlap",
        }
    }

    /// What was found of the gold, and what is right of the predictions, in halves of a name.
    fn halves(self, counts: &Counts) -> (u64, u64) {
        let both = |count: u64| (2 * count, 2 * count);
        match self {
            Match::Strict => both(counts.correct),
            Match::Exact => (2 * counts.same_span_gold, 2 * counts.same_span_predicted),
            Match::Partial => (
                counts.same_span_gold + counts.met_gold,
                counts.same_span_predicted + counts.met_predicted,
            ),
            Match::Type => both(counts.correct + counts.wrong_boundary),
            Match::Overlap => (2 * counts.overlapped_gold, 2 * counts.overlapped_predicted),
        }
    }
}

/// Precision, recall and F1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rates {
    /// Share of the predictions that are right; `None` without predictions.
    pub precision: Option<f64>,
    /// Share of the gold that is found; `None` without gold.
    pub recall: Option<f64>,
    /// Harmonic mean of the two; `None` if there is nothing on either side.
    pub f1: Option<f64>,
}

impl Counts {
    pub fn rates(&self, by: Match) -> Rates {
        let (found, right) = by.halves(self);
        let share =
            |halves: u64, whole: u64| (whole > 0).then(|| halves as f64 / (2 * whole) as f64);
        let (precision, recall) = (share(right, self.predicted), share(found, self.gold));
        let f1 = match (precision, recall) {
            (None, None) => None,
            // The same, without the rounding of two divisions.
            _ if found == right => share(right, self.predicted + self.gold).map(|half| 2.0 * half),
            (Some(p), Some(r)) if p + r > 0.0 => Some(2.0 * p * r / (p + r)),
            _ => Some(0.0),
        };
        Rates { precision, recall, f1 }
    }
}

impl Rates {
    /// The mean, for each rate of those for which it is defined.
    pub fn mean(of: impl Iterator<Item = Rates> + Clone) -> Rates {
        let mean = |rate: fn(Rates) -> Option<f64>| {
            let rates: Vec<f64> = of.clone().filter_map(rate).collect();
            (!rates.is_empty()).then(|| rates.iter().sum::<f64>() / rates.len() as f64)
        };
        Rates { precision: mean(|r| r.precision), recall: mean(|r| r.recall), f1: mean(|r| r.f1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_to_find_is_not_a_zero() {
        let counts = Counts { predicted: 2, spurious: 2, ..Counts::default() };
        let rates = counts.rates(Match::Strict);
        assert_eq!((rates.precision, rates.recall, rates.f1), (Some(0.0), None, Some(0.0)));
        assert_eq!(Counts::default().rates(Match::Partial), Rates::default());
    }

    #[test]
    fn an_overlap_is_half_a_find_in_the_partial_match() {
        let counts = Counts {
            gold: 2,
            predicted: 2,
            correct: 1,
            wrong_boundary: 1,
            same_span_gold: 1,
            same_span_predicted: 1,
            met_gold: 2,
            met_predicted: 2,
            ..Counts::default()
        };
        assert_eq!(counts.rates(Match::Partial).f1, Some(0.75));
        assert_eq!(counts.rates(Match::Strict).f1, Some(0.5));
        assert_eq!(counts.rates(Match::Type).f1, Some(1.0));
    }

    #[test]
    fn a_mean_leaves_out_what_is_undefined() {
        let one = Counts { gold: 1, predicted: 1, correct: 1, ..Counts::default() };
        let other = Counts { gold: 1, missing: 1, ..Counts::default() };
        let rates = [one.rates(Match::Strict), other.rates(Match::Strict)];
        let mean = Rates::mean(rates.into_iter());
        assert_eq!((mean.precision, mean.recall, mean.f1), (Some(1.0), Some(0.5), Some(0.5)));
    }
}
