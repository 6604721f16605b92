//! Everything, for programs.

use super::Report;
use crate::diagnostic::{Diagnostic, Severity};
use crate::evaluate::bootstrap::{Interval, RateIntervals};
use crate::evaluate::compare::Difference;
use crate::evaluate::counts::{Counts, Match, Rates};
use crate::evaluate::links::{NEAR_KM, Scheme};
use crate::evaluate::mistakes::{Mistake, Side};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// As many diagnostics are listed; the others are counted.
const LISTED: usize = 1000;

#[derive(Serialize)]
struct Page<'a> {
    dateline: &'static str,
    gold: &'a str,
    predicted: &'a str,
    documents: Value,
    settings: Value,
    micro: Scores,
    r#macro: Value,
    types: BTreeMap<&'a str, Scores>,
    confusion: Vec<Value>,
    rules: Vec<Value>,
    links: Value,
    coordinates: Value,
    errors: Value,
    compare: Value,
    diagnostics: Value,
}

#[derive(Serialize)]
struct Scores {
    gold: u64,
    predicted: u64,
    correct: u64,
    wrong_type: u64,
    wrong_boundary: u64,
    wrong_both: u64,
    missing: u64,
    spurious: u64,
    strict: Value,
    exact: Value,
    partial: Value,
    r#type: Value,
    overlap: Value,
}

pub fn render(report: &Report) -> String {
    let evaluation = report.evaluation;
    let documents = &evaluation.documents;
    let scores = |counts, intervals| Scores::new(counts, intervals, report.settings.by);
    let by_type = evaluation.types.iter().zip(&evaluation.by_type).zip(&report.intervals.by_type);
    let means =
        Match::ALL.map(|by| (by.as_str().to_owned(), rates(evaluation.macro_rates(by), None)));
    let confusion = evaluation.confusion.iter().map(
        |((gold, predicted), count)| json!({"gold": gold, "predicted": predicted, "count": count}),
    );
    let rules = evaluation.rules.iter().map(|(rule, counts)| {
        json!({"rule": rule, "predicted": counts.predicted, "correct": counts.correct,
               "precision": counts.precision()})
    });
    let page = Page {
        dateline: env!("CARGO_PKG_VERSION"),
        gold: report.gold,
        predicted: report.predicted,
        documents: json!({
            "gold": documents.gold,
            "predicted": documents.predicted,
            "scored": documents.scored,
            "without_prediction": documents.without_prediction,
            "without_gold": documents.without_gold,
            "with_other_text": documents.with_other_text,
        }),
        settings: settings(report),
        micro: scores(&evaluation.total, &report.intervals.total),
        r#macro: Value::Object(means.into_iter().collect()),
        types: by_type.map(|((kind, c), i)| (kind.as_str(), scores(c, i))).collect(),
        confusion: confusion.collect(),
        rules: rules.collect(),
        links: links(report),
        coordinates: coordinates(report),
        errors: errors(report),
        compare: compare(report),
        diagnostics: diagnostics(&evaluation.faults),
    };
    // A number that is none cannot be in it.
    serde_json::to_string_pretty(&page).unwrap_or_default() + "\n"
}

impl Scores {
    fn new(counts: &Counts, intervals: &RateIntervals, main: Match) -> Self {
        let of = |by: Match| rates(counts.rates(by), Some(intervals).filter(|_| by == main));
        Self {
            gold: counts.gold,
            predicted: counts.predicted,
            correct: counts.correct,
            wrong_type: counts.wrong_type,
            wrong_boundary: counts.wrong_boundary,
            wrong_both: counts.wrong_both,
            missing: counts.missing,
            spurious: counts.spurious,
            strict: of(Match::Strict),
            exact: of(Match::Exact),
            partial: of(Match::Partial),
            r#type: of(Match::Type),
            overlap: of(Match::Overlap),
        }
    }
}

fn rates(rates: Rates, intervals: Option<&RateIntervals>) -> Value {
    let mut value = json!({"precision": rates.precision, "recall": rates.recall, "f1": rates.f1});
    let spread = |interval: Option<Interval>| interval.map(|i| [i.low, i.high]);
    if let (Some(of), Value::Object(map)) = (intervals, &mut value) {
        map.insert("precision_95".to_owned(), json!(spread(of.precision)));
        map.insert("recall_95".to_owned(), json!(spread(of.recall)));
        map.insert("f1_95".to_owned(), json!(spread(of.f1)));
    }
    value
}

fn settings(report: &Report) -> Value {
    let settings = &report.settings;
    json!({
        "conventions": settings.flags(),
        "match": settings.by.as_str(),
        "resamples": settings.resampling.resamples,
        "seed": settings.resampling.seed,
    })
}

fn links(report: &Report) -> Value {
    let links = &report.evaluation.links;
    let asked = Scheme::ALL.into_iter().zip(&links.ids).filter(|(_, counts)| counts.gold > 0);
    let of_scheme = asked.map(|(scheme, c)| {
        let value = json!({
            "gold": c.gold, "found": c.found, "answered": c.answered, "right": c.right,
            "nil": c.nil, "right_nil": c.right_nil, "precision": c.precision(), "recall": c.recall(),
            "f1": c.f1(), "accuracy": c.accuracy(), "overall": c.overall(),
        });
        (scheme.as_str().to_owned(), value)
    });
    Value::Object(of_scheme.collect::<Map<_, _>>())
}

fn coordinates(report: &Report) -> Value {
    let places = &report.evaluation.links.places;
    if places.gold == 0 {
        return Value::Null;
    }
    json!({
        "gold": places.gold, "found": places.found, "answered": places.distances.len(),
        "near_km": NEAR_KM, "near": places.near(), "near_of_answered": places.near_of_answered(),
        "median_km": places.median(),
    })
}

fn errors(report: &Report) -> Value {
    let mut errors: Map<String, Value> = Map::new();
    for mistake in &report.evaluation.mistakes {
        let name = mistake.sort.as_str().replace(' ', "_");
        let list = errors.entry(name).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(list) = list
            && list.len() < report.settings.errors
        {
            list.push(error(mistake));
        }
    }
    Value::Object(errors)
}

fn error(mistake: &Mistake) -> Value {
    let side = |side: &Option<Side>| {
        side.as_ref().map(|side| json!({"type": side.kind, "text": side.text}))
    };
    let example = &mistake.example;
    json!({
        "count": mistake.count,
        "gold": side(&mistake.gold),
        "predicted": side(&mistake.predicted),
        "rules": mistake.rules,
        "document": example.document, "start": example.start, "end": example.end,
        "context": example.context,
    })
}

fn compare(report: &Report) -> Value {
    let Some((name, comparison)) = report.comparison else { return Value::Null };
    let row = |d: &Difference| json!({"gold": d.gold, "f1": d.f1, "other_f1": d.other_f1, "difference": d.difference, "p": d.p});
    let types = comparison.by_type.iter().map(|(kind, d)| (kind.clone(), row(d)));
    json!({
        "other": name,
        "method": "paired approximate randomization over documents",
        "documents": comparison.documents,
        "micro": row(&comparison.total),
        "types": types.collect::<Map<_, _>>(),
    })
}

fn diagnostics(faults: &[Diagnostic]) -> Value {
    let name = |severity: Severity| match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    let mut by_severity: BTreeMap<&str, u64> = BTreeMap::new();
    let mut by_code: BTreeMap<&str, u64> = BTreeMap::new();
    for fault in faults {
        *by_severity.entry(name(fault.severity)).or_default() += 1;
        *by_code.entry(fault.code).or_default() += 1;
    }
    let listed: Vec<Value> = faults
        .iter()
        .take(LISTED)
        .map(|fault| {
            json!({
                "code": fault.code, "severity": name(fault.severity),
                "path": fault.path.as_deref().map(|path| path.display().to_string()),
                "line": fault.line, "message": fault.message,
            })
        })
        .collect();
    json!({
        "total": faults.len(), "by_severity": by_severity, "by_code": by_code, "listed": listed,
        "not_listed": faults.len().saturating_sub(LISTED),
    })
}
