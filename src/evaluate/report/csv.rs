//! The figures as a table: a row for each type and match.

use super::Report;
use crate::evaluate::bootstrap::RateIntervals;
use crate::evaluate::compare::Difference;
use crate::evaluate::counts::{Counts, Match, Rates};

const HEAD: [&str; 15] = [
    "type",
    "match",
    "gold",
    "predicted",
    "precision",
    "recall",
    "f1",
    "precision_low",
    "precision_high",
    "recall_low",
    "recall_high",
    "f1_low",
    "f1_high",
    "other_f1",
    "p",
];

pub fn render(report: &Report) -> String {
    let evaluation = report.evaluation;
    let mut out = csv::Writer::from_writer(Vec::new());
    let mut write = |row: Vec<String>| {
        // Writing to memory does not fail, and all rows are as long as the head.
        let _ = out.write_record(row);
    };
    write(HEAD.map(str::to_owned).to_vec());
    let intervals = report.intervals;
    let difference = |kind: &str| {
        let by_type = report.comparison.iter().flat_map(|(_, comparison)| &comparison.by_type);
        by_type.into_iter().find(|(other, _)| other == kind).map(|(_, difference)| difference)
    };
    for ((kind, counts), intervals) in
        evaluation.types.iter().zip(&evaluation.by_type).zip(&intervals.by_type)
    {
        for by in Match::ALL {
            let rates = counts.rates(by);
            write(row(report, kind, by, Some(counts), rates, Some(intervals), difference(kind)));
        }
    }
    let total = &evaluation.total;
    let of_total = report.comparison.map(|(_, comparison)| &comparison.total);
    for by in Match::ALL {
        let rates = total.rates(by);
        write(row(report, "micro", by, Some(total), rates, Some(&intervals.total), of_total));
    }
    for by in Match::ALL {
        let mean = evaluation.macro_rates(by);
        write(row(report, "macro", by, None, mean, None, None));
    }
    let bytes = out.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn row(
    report: &Report,
    kind: &str,
    by: Match,
    counts: Option<&Counts>,
    rates: Rates,
    intervals: Option<&RateIntervals>,
    difference: Option<&Difference>,
) -> Vec<String> {
    let cell = |value: Option<f64>| value.map_or_else(String::new, |value| format!("{value:.6}"));
    let count = |of: fn(&Counts) -> u64| counts.map_or_else(String::new, |c| of(c).to_string());
    let mut row = vec![kind.to_owned(), by.as_str().to_owned()];
    row.extend([count(|c| c.gold), count(|c| c.predicted)]);
    row.extend([rates.precision, rates.recall, rates.f1].map(cell));
    // Intervals and differences are those of one match.
    let is_main = by == report.settings.by;
    let intervals = intervals.filter(|_| is_main);
    for interval in
        [intervals.map(|i| i.precision), intervals.map(|i| i.recall), intervals.map(|i| i.f1)]
    {
        let interval = interval.flatten();
        row.extend([cell(interval.map(|i| i.low)), cell(interval.map(|i| i.high))]);
    }
    let difference = difference.filter(|_| is_main);
    row.extend([cell(difference.and_then(|d| d.other_f1)), cell(difference.and_then(|d| d.p))]);
    row
}
