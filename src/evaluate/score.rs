//! Gold and predictions to counts.

use super::align::{Aligned, Nearby, align};
use super::conventions::{Conventions, Name};
use super::counts::{Counts, Match, Rates};
use super::gold::{Labels, unknown_kinds};
use super::join::{Pair, join};
use super::links::LinkCounts;
use super::mistakes::{Mistake, Mistakes};
use super::{Chars, kind_of};
use crate::diagnostic::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};

/// How well predictions agree with gold.
#[derive(Clone, Debug, Default)]
pub struct Evaluation {
    pub documents: DocumentCounts,
    /// The types that occur on either side, sorted.
    pub types: Vec<String>,
    /// Counts of each type.
    pub by_type: Vec<Counts>,
    /// Counts of each document, type by type.
    pub by_document: Vec<DocumentScore>,
    /// All types together.
    pub total: Counts,
    /// How often a gold type (`None`: nothing) was set against a predicted one, whatever the span.
    pub confusion: BTreeMap<(Option<String>, Option<String>), u64>,
    pub links: LinkCounts,
    /// What is predicted and correct by each rule, where the tool tells of rules.
    pub rules: BTreeMap<String, RuleCounts>,
    /// Sort by sort, the most frequent first.
    pub mistakes: Vec<Mistake>,
    /// What was wrong with the files and documents.
    pub faults: Vec<Diagnostic>,
}

/// The counts of one document.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentScore {
    pub id: String,
    /// In the order of [`Evaluation::types`].
    pub by_type: Vec<Counts>,
}

/// How many documents were compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DocumentCounts {
    pub gold: usize,
    pub predicted: usize,
    pub scored: usize,
    /// Gold documents that no prediction names; scored as predicted empty, unless only common ones are.
    pub without_prediction: usize,
    /// Predicted documents that no gold names; left out.
    pub without_gold: usize,
    /// Documents with two texts of different lengths; left out.
    pub with_other_text: usize,
}

/// How a rule of a tool did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RuleCounts {
    pub predicted: u64,
    pub correct: u64,
}

impl RuleCounts {
    pub fn precision(self) -> Option<f64> {
        (self.predicted > 0).then(|| self.correct as f64 / self.predicted as f64)
    }
}

/// Compares predictions with gold.
///
/// With `only_common`, gold documents without a prediction are left out; else they count as predicted
/// empty.
///
/// ```
/// use dateline::evaluate::{Conventions, Label, Labelled, Labels, Match, evaluate};
///
/// let document = |labels| Labels {
///     documents: vec![Labelled { id: "a".into(), labels, ..Labelled::default() }],
///     ..Labels::default()
/// };
/// let gold = document(vec![Label::new(0, 4, Some("PLACE")), Label::new(9, 12, Some("OUTLET"))]);
/// let predicted = document(vec![Label::new(0, 4, Some("GPE"))]);
/// let scores = evaluate(&gold, &predicted, &Conventions::default(), false);
/// let rates = scores.total.rates(Match::Strict);
/// assert_eq!((rates.precision, rates.recall), (Some(1.0), Some(0.5)));
/// ```
pub fn evaluate(
    gold: &Labels,
    predicted: &Labels,
    conventions: &Conventions,
    only_common: bool,
) -> Evaluation {
    let joined = join(gold, predicted, only_common);
    let mut tally = Tally::default();
    let mut by_document: Vec<(String, BTreeMap<String, Counts>)> = Vec::new();
    for pair in &joined.pairs {
        by_document.push((pair.gold.id.clone(), tally.add(pair, conventions)));
    }
    let types: BTreeSet<&String> =
        by_document.iter().flat_map(|(_, counts)| counts.keys()).collect();
    let types: Vec<String> = types.into_iter().cloned().collect();
    let by_document: Vec<DocumentScore> = by_document
        .into_iter()
        .map(|(id, counts)| {
            let of = |kind: &String| counts.get(kind).copied().unwrap_or_default();
            DocumentScore { id, by_type: types.iter().map(of).collect() }
        })
        .collect();
    let mut by_type = vec![Counts::default(); types.len()];
    for document in &by_document {
        by_type.iter_mut().zip(&document.by_type).for_each(|(sum, counts)| *sum += counts);
    }
    let mut total = Counts::default();
    by_type.iter().for_each(|counts| total += counts);
    let is_known = |merge: &BTreeMap<String, String>, label: &str| {
        merge.contains_key(label) || conventions.ignore.contains(label) || kind_of(label).is_some()
    };
    let mut faults: Vec<Diagnostic> = [&gold.faults[..], &predicted.faults[..]].concat();
    faults.extend(unknown_kinds(&gold.documents, |l| is_known(&conventions.merge_gold, l)));
    faults
        .extend(unknown_kinds(&predicted.documents, |l| is_known(&conventions.merge_predicted, l)));
    faults.extend(joined.faults);
    Evaluation {
        documents: DocumentCounts {
            gold: gold.documents.len(),
            predicted: predicted.documents.len(),
            scored: joined.pairs.len(),
            without_prediction: joined.without_prediction,
            without_gold: joined.without_gold,
            with_other_text: joined.with_other_text,
        },
        types,
        by_type,
        by_document,
        total,
        confusion: tally.confusion,
        links: tally.links,
        rules: tally.rules,
        mistakes: tally.mistakes.sorted(),
        faults,
    }
}

impl Evaluation {
    /// The counts of one type; those of nothing, if it does not occur.
    pub fn of(&self, kind: &str) -> Counts {
        let ix = self.types.iter().position(|other| other == kind);
        ix.map(|ix| self.by_type[ix]).unwrap_or_default()
    }

    /// The mean over the types that the gold has, each as heavy as the other.
    pub fn macro_rates(&self, by: Match) -> Rates {
        let of_gold = self.by_type.iter().filter(|counts| counts.gold > 0);
        Rates::mean(of_gold.map(|counts| counts.rates(by)))
    }

    /// Types that are predicted and that the gold does not have, with their number of predictions.
    pub fn types_without_gold(&self) -> impl Iterator<Item = (&str, u64)> {
        let all = self.types.iter().zip(&self.by_type).filter(|(_, counts)| counts.gold == 0);
        all.map(|(kind, counts)| (kind.as_str(), counts.predicted))
    }
}

/// What is added up over documents beside the counts.
#[derive(Default)]
struct Tally {
    confusion: BTreeMap<(Option<String>, Option<String>), u64>,
    links: LinkCounts,
    rules: BTreeMap<String, RuleCounts>,
    mistakes: Mistakes,
}

impl Tally {
    /// Compares one document.
    fn add(&mut self, pair: &Pair, conventions: &Conventions) -> BTreeMap<String, Counts> {
        let chars = pair.text().map(Chars::new);
        let chars = chars.as_ref();
        let (gold, predicted) = conventions.names(pair.gold, pair.predicted, chars);
        let mut counts: BTreeMap<String, Counts> = BTreeMap::new();
        gold.iter().for_each(|name| of(&mut counts, name).gold += 1);
        predicted.iter().for_each(|name| of(&mut counts, name).predicted += 1);
        for aligned in align(&gold, &predicted) {
            let (left, right) = match aligned {
                Aligned::Both { gold: left, predicted: right } => {
                    (Some(&gold[left]), Some(&predicted[right]))
                }
                Aligned::Missing(left) => (Some(&gold[left]), None),
                Aligned::Spurious(right) => (None, Some(&predicted[right])),
            };
            count(&mut counts, left, right);
            let kind = |name: Option<&Name>| name.map(|name| name.kind.clone());
            *self.confusion.entry((kind(left), kind(right))).or_default() += 1;
            if let Some(left) = left {
                self.links.add(left, right.filter(|right| right.is_same_span(left)));
            }
            if let Some(rule) = right.and_then(|right| right.label.rule.as_ref()) {
                let is_correct =
                    left.zip(right).is_some_and(|(left, right)| left.key() == right.key());
                let counts = self.rules.entry(rule.clone()).or_default();
                counts.predicted += 1;
                counts.correct += u64::from(is_correct);
            }
            self.mistakes.add(&pair.gold.id, chars, left, right);
        }
        let has_same = |names: &Nearby, one: &Name| {
            names.overlapping(one).any(|(_, other)| other.kind == one.kind)
        };
        let (near_gold, near_predicted) = (Nearby::new(&gold), Nearby::new(&predicted));
        for name in gold.iter().filter(|name| has_same(&near_predicted, name)) {
            of(&mut counts, name).overlapped_gold += 1;
        }
        for name in predicted.iter().filter(|name| has_same(&near_gold, name)) {
            of(&mut counts, name).overlapped_predicted += 1;
        }
        counts
    }
}

fn of<'c>(counts: &'c mut BTreeMap<String, Counts>, name: &Name) -> &'c mut Counts {
    counts.entry(name.kind.clone()).or_default()
}

/// Counts a gold name and what is set against it.
fn count(counts: &mut BTreeMap<String, Counts>, gold: Option<&Name>, predicted: Option<&Name>) {
    match (gold, predicted) {
        (Some(gold), Some(predicted)) => {
            let is_same = gold.is_same_span(predicted);
            let here = of(counts, gold);
            match (is_same, gold.kind == predicted.kind) {
                (true, true) => here.correct += 1,
                (true, false) => here.wrong_type += 1,
                (false, true) => here.wrong_boundary += 1,
                (false, false) => here.wrong_both += 1,
            }
            here.met_gold += 1;
            here.same_span_gold += u64::from(is_same);
            let there = of(counts, predicted);
            there.met_predicted += 1;
            there.same_span_predicted += u64::from(is_same);
        }
        (Some(gold), None) => of(counts, gold).missing += 1,
        (None, Some(predicted)) => of(counts, predicted).spurious += 1,
        (None, None) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::label::{Label, Labelled};

    /// An id and its labels.
    type Said<'a> = (&'a str, &'a [(u32, u32, &'a str)]);

    fn labels(of: &[Said]) -> Labels {
        let document = |(id, labels): &Said| Labelled {
            id: (*id).to_owned(),
            labels: labels.iter().map(|(s, e, kind)| Label::new(*s, *e, Some(kind))).collect(),
            ..Labelled::default()
        };
        Labels { documents: of.iter().map(document).collect(), ..Labels::default() }
    }

    #[test]
    fn each_name_is_one_of_correct_wrong_missing_and_spurious() {
        let gold = labels(&[(
            "a",
            &[
                (0, 4, "PLACE"),
                (10, 14, "ORG"),
                (20, 30, "PERSON"),
                (40, 44, "ORG"),
                (50, 55, "DATE"),
            ],
        )]);
        let predicted = labels(&[(
            "a",
            &[
                (0, 4, "PLACE"),
                (10, 14, "PLACE"),
                (20, 25, "PERSON"),
                (42, 44, "NORP"),
                (60, 65, "DATE"),
            ],
        )]);
        let scores = evaluate(&gold, &predicted, &Conventions::default(), false);
        let total = scores.total;
        let wrong = (total.wrong_type, total.wrong_boundary, total.wrong_both);
        assert_eq!((total.correct, wrong, total.missing, total.spurious), (1, (1, 1, 1), 1, 1));
        assert_eq!(total.rates(Match::Strict).f1, Some(0.2));
        assert_eq!(total.rates(Match::Exact).f1, Some(0.4));
        assert_eq!(total.rates(Match::Partial).f1, Some(0.6));
        assert_eq!(total.rates(Match::Type).f1, Some(0.4));
        assert_eq!(scores.confusion[&(Some("ORG".into()), Some("NORP".into()))], 1);
        assert_eq!(scores.confusion[&(None, Some("DATE".into()))], 1);
        let sorts: Vec<_> = scores.mistakes.iter().map(|one| one.sort.as_str()).collect();
        let expected =
            ["missing", "spurious", "wrong type", "wrong boundary", "wrong type and boundary"];
        assert_eq!(sorts, expected);
    }

    #[test]
    fn counts_are_added_over_documents_and_divided_once() {
        let gold = labels(&[
            ("a", &[(0, 4, "PLACE")]),
            ("b", &[(0, 4, "PLACE"), (5, 9, "PLACE"), (10, 14, "PLACE")]),
        ]);
        let predicted = labels(&[("a", &[(0, 4, "PLACE")])]);
        let scores = evaluate(&gold, &predicted, &Conventions::default(), false);
        assert_eq!(scores.total.rates(Match::Strict).recall, Some(0.25));
        assert_eq!((scores.documents.scored, scores.documents.without_prediction), (2, 1));
        let common = evaluate(&gold, &predicted, &Conventions::default(), true);
        assert_eq!(common.total.rates(Match::Strict).recall, Some(1.0));
    }

    #[test]
    fn a_type_that_the_gold_does_not_have_is_no_part_of_the_mean() {
        let gold = labels(&[("a", &[(0, 4, "PLACE")])]);
        let predicted = labels(&[("a", &[(0, 4, "PLACE"), (5, 9, "ROLE")])]);
        let scores = evaluate(&gold, &predicted, &Conventions::default(), false);
        assert_eq!(scores.macro_rates(Match::Strict).f1, Some(1.0));
        assert_eq!(scores.types_without_gold().collect::<Vec<_>>(), [("ROLE", 1)]);
    }

    #[test]
    fn a_type_that_nobody_merges_or_ignores_is_told() {
        let gold = labels(&[("a", &[(0, 4, "MISC"), (5, 9, "GPE")])]);
        let scores = evaluate(&gold, &gold, &Conventions::default(), false);
        let codes: Vec<_> = scores.faults.iter().map(|fault| fault.code).collect();
        assert_eq!(codes, ["E010", "E010"]);
        let ignoring = Conventions { ignore: ["MISC".to_owned()].into(), ..Conventions::default() };
        let scores = evaluate(&gold, &Labels::default(), &ignoring, false);
        assert!(scores.faults.iter().all(|fault| fault.code != "E010"));
    }
}
