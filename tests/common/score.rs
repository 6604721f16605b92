//! Strict scores: same start, same end, same type. Counts are added over documents and divided once.

use dateline::model::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// A stretch of a text with a type; `None` for gold of which nobody knows the type.
pub type Typed<'t> = (Span, Option<&'t str>);

/// How gold and predictions are made comparable.
#[derive(Clone, Copy, Debug, Default)]
pub struct Measure<'m> {
    /// Only these types count, after merging; empty for all.
    pub types: &'m [&'m str],
    /// Types that count as another.
    pub merge: &'m [(&'m str, &'m str)],
    /// Whether leading determiners and a last `'s` are cut off on both sides.
    pub trim: bool,
    /// Whether predictions that overlap gold without a type are let be.
    pub ignore_untyped: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    pub correct: usize,
    pub predicted: usize,
    pub gold: usize,
}

impl Counts {
    /// Share of the predictions that are right; `None` without predictions.
    pub fn precision(self) -> Option<f64> {
        ratio(self.correct, self.predicted)
    }

    /// Share of the gold that is found; `None` without gold.
    pub fn recall(self) -> Option<f64> {
        ratio(self.correct, self.gold)
    }

    /// Harmonic mean of the two; `None` if there is nothing on either side.
    pub fn f1(self) -> Option<f64> {
        ratio(2 * self.correct, self.predicted + self.gold)
    }

    fn add(&mut self, other: Counts) {
        self.correct += other.correct;
        self.predicted += other.predicted;
        self.gold += other.gold;
    }
}

fn ratio(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Counts by type.
#[derive(Clone, Debug, Default)]
pub struct Scores(pub BTreeMap<String, Counts>);

impl Scores {
    pub fn of(&self, kind: &str) -> Counts {
        self.0.get(kind).copied().unwrap_or_default()
    }

    /// All types together.
    pub fn total(&self) -> Counts {
        let mut total = Counts::default();
        self.0.values().for_each(|counts| total.add(*counts));
        total
    }

    /// Adds one document.
    pub fn add(&mut self, text: &str, gold: &[Typed], predicted: &[Typed], measure: Measure) {
        let gold = tidy(text, gold, measure);
        let ignored = gold.iter().filter(|(_, kind)| kind.is_none() && measure.ignore_untyped);
        let ignored: Vec<Span> = ignored.map(|(span, _)| *span).collect();
        let gold = wanted(gold, measure);
        let mut predicted = wanted(tidy(text, predicted, measure), measure);
        let gold_spans: BTreeSet<Span> = gold.iter().map(|(span, _)| *span).collect();
        predicted.retain(|(span, _)| {
            gold_spans.contains(span) || !ignored.iter().any(|other| other.overlaps(*span))
        });
        for (_, kind) in &gold {
            self.0.entry((*kind).to_owned()).or_default().gold += 1;
        }
        for named in &predicted {
            let counts = self.0.entry(named.1.to_owned()).or_default();
            counts.predicted += 1;
            counts.correct += usize::from(gold.contains(named));
        }
    }

    /// A table for people: percent, and the number of gold labels.
    pub fn table(&self, title: &str) -> String {
        let mut table = format!("{title:<22} strict P      R     F1   gold\n");
        let total = self.total();
        let rows = self.0.iter().map(|(kind, counts)| (kind.as_str(), *counts));
        for (kind, counts) in rows.chain([("all", total)]) {
            let percent = |share: Option<f64>| {
                share.map_or_else(|| "-".to_owned(), |share| format!("{:.1}", 100.0 * share))
            };
            let (p, r, f) = (counts.precision(), counts.recall(), counts.f1());
            let (p, r, f) = (percent(p), percent(r), percent(f));
            let _ = writeln!(table, "  {kind:<20} {p:>8} {r:>6} {f:>6} {:>6}", counts.gold);
        }
        table
    }
}

fn tidy<'t>(text: &str, spans: &[Typed<'t>], measure: Measure<'t>) -> BTreeSet<Typed<'t>> {
    let tidy_one = |(span, kind): &Typed<'t>| {
        let merged = kind.map(|kind| {
            measure.merge.iter().find(|(from, _)| *from == kind).map_or(kind, |(_, to)| *to)
        });
        (if measure.trim { trimmed(text, *span) } else { *span }, merged)
    };
    spans.iter().map(tidy_one).collect()
}

fn wanted<'t>(spans: BTreeSet<Typed<'t>>, measure: Measure) -> BTreeSet<(Span, &'t str)> {
    let typed = spans.into_iter().filter_map(|(span, kind)| Some((span, kind?)));
    typed.filter(|(_, kind)| measure.types.is_empty() || measure.types.contains(kind)).collect()
}

/// Without a leading determiner and a last possessive.
fn trimmed(text: &str, span: Span) -> Span {
    let surface = &text[span.range()];
    let (mut start, mut end) = (span.start(), span.end());
    let determiner = ["the", "an", "a"].into_iter().find_map(|word| {
        let head = surface.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word))?;
        let rest = &surface[head.len()..];
        let space = rest.len() - rest.trim_start().len();
        (space > 0).then_some(head.len() + space)
    });
    if let Some(length) = determiner.filter(|length| *length < surface.len()) {
        start += length as u32;
    }
    let rest = &text[start as usize..end as usize];
    if let Some(ending) = ["'s", "’s"].into_iter().find(|ending| rest.ends_with(ending))
        && rest.chars().count() > 2
    {
        end -= ending.len() as u32;
    }
    Span::new(start, end)
}

#[test]
fn nothing_to_find_is_not_a_zero() {
    let mut scores = Scores::default();
    let span = Span::new(0, 4);
    scores.add("Iran", &[], &[(span, Some("PLACE"))], Measure::default());
    assert_eq!(scores.total().recall(), None);
    assert_eq!(scores.total().precision(), Some(0.0));
}

#[test]
fn determiners_and_possessives_do_not_count() {
    let text = "the Pentagon's men";
    let measure = Measure { trim: true, ..Measure::default() };
    let mut scores = Scores::default();
    let gold = [(Span::new(0, 14), Some("ORG"))];
    scores.add(text, &gold, &[(Span::new(4, 12), Some("ORG"))], measure);
    assert_eq!(scores.total().f1(), Some(1.0));
}
