//! The tables of a report, before they are drawn.

use super::Report;
use crate::evaluate::bootstrap::Interval;
use crate::evaluate::compare::Difference;
use crate::evaluate::counts::{Counts, Match, Rates};
use crate::evaluate::links::Scheme;
use crate::evaluate::mistakes::{Mistake, MistakeSort};

/// A table with a heading above and a remark below.
pub struct Sheet {
    pub heading: String,
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// How many columns at the left hold words; the others hold numbers.
    pub words: usize,
    pub remark: Option<String>,
}

/// All sheets of a report that have something to say.
pub fn sheets(report: &Report) -> Vec<Sheet> {
    let mut sheets = vec![scores(report), outcomes(report)];
    sheets.extend(comparison(report));
    sheets.extend(links(report));
    sheets.extend(places(report));
    if report.settings.errors > 0 {
        sheets.extend(confusion(report));
        sheets.extend(rules(report));
        sheets.extend(MistakeSort::ALL.into_iter().filter_map(|sort| mistakes(report, sort)));
    }
    sheets
}

/// What was compared with what, a line each.
pub fn lines(report: &Report) -> Vec<String> {
    let documents = &report.evaluation.documents;
    let mut lines = vec![
        format!("gold: {}", report.gold),
        format!("predicted: {}", report.predicted),
        format!(
            "{} documents, {} gold names, {} predicted",
            documents.scored, report.evaluation.total.gold, report.evaluation.total.predicted
        ),
    ];
    let flags = report.settings.flags();
    if !flags.is_empty() {
        lines.push(format!("conventions: {flags}"));
    }
    let then = if report.settings.only_common { "left out" } else { "counted as predicted empty" };
    let told = [
        (documents.without_prediction, format!("gold documents have no prediction: {then}")),
        (documents.without_gold, "predicted documents are not in the gold: left out".to_owned()),
        (
            documents.with_other_text,
            "documents have texts of different lengths: left out".to_owned(),
        ),
    ];
    lines.extend(told.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")));
    lines
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|word| (*word).to_owned()).collect()
}

/// A share in percent; `-` where it is undefined.
pub fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| format!("{:.1}", 100.0 * share))
}

fn spread(interval: Option<Interval>) -> String {
    interval.map_or_else(
        || "-".to_owned(),
        |i| format!("{}-{}", percent(Some(i.low)), percent(Some(i.high))),
    )
}

fn scores(report: &Report) -> Sheet {
    let (evaluation, by) = (report.evaluation, report.settings.by);
    let others = Match::ALL.into_iter().filter(|other| *other != by);
    let mut head = words(&["type", "gold", "predicted", "P", "R", "F1", "F1 95 %"]);
    head.extend(others.clone().map(|other| format!("{} F1", other.as_str())));
    let row = |name: &str, counts: Option<&Counts>, rates: &dyn Fn(Match) -> Rates, interval| {
        let number = |of: fn(&Counts) -> u64| counts.map_or(String::new(), |c| of(c).to_string());
        let main = rates(by);
        let mut row = vec![name.to_owned(), number(|c| c.gold), number(|c| c.predicted)];
        row.extend([main.precision, main.recall, main.f1].map(percent));
        row.push(interval);
        row.extend(others.clone().map(|other| percent(rates(other).f1)));
        row
    };
    let mut rows = Vec::new();
    for ((kind, counts), interval) in
        evaluation.types.iter().zip(&evaluation.by_type).zip(&report.intervals.by_type)
    {
        rows.push(row(kind, Some(counts), &|by| counts.rates(by), spread(interval.f1)));
    }
    let total = &evaluation.total;
    let interval = spread(report.intervals.total.f1);
    rows.push(row("micro", Some(total), &|by| total.rates(by), interval));
    let mean = |by| evaluation.macro_rates(by);
    rows.push(row("macro", None, &mean, String::new()));
    let remark = format!(
        "Percent; - is undefined. micro: all names alike; macro: mean over the types of the gold. 95 %: percentile \
         bootstrap over documents, {} resamples, seed {}.",
        report.settings.resampling.resamples, report.settings.resampling.seed
    );
    let heading = format!("Scores ({} match)", by.as_str());
    Sheet { heading, head, rows, words: 1, remark: Some(remark) }
}

fn outcomes(report: &Report) -> Sheet {
    let evaluation = report.evaluation;
    let head = words(&[
        "type",
        "gold",
        "correct",
        "wrong type",
        "wrong boundary",
        "wrong both",
        "missing",
        "spurious",
    ]);
    let all = evaluation.types.iter().map(String::as_str).zip(&evaluation.by_type);
    let rows = all.chain([("all", &evaluation.total)]).map(|(kind, c)| {
        let numbers = [
            c.gold,
            c.correct,
            c.wrong_type,
            c.wrong_boundary,
            c.wrong_both,
            c.missing,
            c.spurious,
        ];
        std::iter::once(kind.to_owned()).chain(numbers.map(|n| n.to_string())).collect()
    });
    Sheet { heading: "Outcomes".to_owned(), head, rows: rows.collect(), words: 1, remark: None }
}

fn comparison(report: &Report) -> Option<Sheet> {
    let (name, comparison) = report.comparison?;
    let row = |(kind, d): (&str, &Difference)| {
        let signed = d.difference.map_or_else(|| "-".to_owned(), |d| format!("{:+.1}", 100.0 * d));
        let p = d.p.map_or_else(|| "-".to_owned(), |p| format!("{p:.4}"));
        vec![kind.to_owned(), d.gold.to_string(), percent(d.f1), percent(d.other_f1), signed, p]
    };
    let all = comparison.by_type.iter().map(|(kind, difference)| (kind.as_str(), difference));
    let rows = all.chain([("micro", &comparison.total)]).map(row).collect();
    let remark = format!(
        "{} F1 over {} documents. p: paired approximate randomization over documents, {} exchanges, seed {}.",
        report.settings.by.as_str(),
        comparison.documents,
        report.settings.resampling.resamples,
        report.settings.resampling.seed
    );
    Some(Sheet {
        heading: format!("Compared with {name}"),
        head: words(&["type", "gold", "F1", "other F1", "difference", "p"]),
        rows,
        words: 1,
        remark: Some(remark),
    })
}

fn links(report: &Report) -> Option<Sheet> {
    let all = Scheme::ALL.into_iter().zip(&report.evaluation.links.ids);
    let rows: Vec<Vec<String>> = all
        .filter(|(_, counts)| counts.gold > 0)
        .map(|(scheme, c)| {
            let mut row = vec![scheme.as_str().to_owned()];
            row.extend([c.gold, c.found, c.answered, c.right].map(|n| n.to_string()));
            row.extend([c.precision(), c.recall(), c.f1(), c.accuracy(), c.overall()].map(percent));
            row
        })
        .collect();
    (!rows.is_empty()).then(|| {
        Sheet {
        heading: "Links".to_owned(),
        head: words(&[
            "ids", "gold", "found", "answered", "right", "P", "R", "F1", "accuracy", "overall",
        ]),
        rows,
        words: 1,
        remark: Some(
            "Of gold names with an id: found with their span, answered with an id, right. P of the \
             answered, R of the found, overall of all."
                .to_owned(),
        ),
    }
    })
}

fn places(report: &Report) -> Option<Sheet> {
    let places = &report.evaluation.links.places;
    let median = places.median().map_or_else(|| "-".to_owned(), |km| format!("{km:.1}"));
    let numbers = [places.gold, places.found, places.distances.len() as u64];
    let mut row: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    row.extend([percent(places.near()), percent(places.near_of_answered()), median]);
    (places.gold > 0).then(|| Sheet {
        heading: "Coordinates".to_owned(),
        head: words(&["gold", "found", "answered", "within 161 km", "of answered", "median km"]),
        rows: vec![row],
        words: 0,
        remark: None,
    })
}

fn confusion(report: &Report) -> Option<Sheet> {
    let evaluation = report.evaluation;
    let types: Vec<Option<String>> =
        evaluation.types.iter().cloned().map(Some).chain([None]).collect();
    let name = |kind: &Option<String>| kind.clone().unwrap_or_else(|| "nothing".to_owned());
    let mut head = vec!["gold \\ predicted".to_owned()];
    head.extend(types.iter().map(name));
    let row = |gold: &Option<String>| {
        let cell = |predicted: &Option<String>| {
            let count = evaluation.confusion.get(&(gold.clone(), predicted.clone()));
            count.map_or_else(String::new, ToString::to_string)
        };
        std::iter::once(name(gold)).chain(types.iter().map(cell)).collect()
    };
    let rows = types.iter().map(row).collect();
    let heading = "Confusion".to_owned();
    (types.len() > 2).then_some(Sheet { heading, head, rows, words: 1, remark: None })
}

fn rules(report: &Report) -> Option<Sheet> {
    let rows: Vec<Vec<String>> = report
        .evaluation
        .rules
        .iter()
        .map(|(rule, c)| {
            let numbers = [c.predicted.to_string(), c.correct.to_string(), percent(c.precision())];
            std::iter::once(rule.clone()).chain(numbers).collect()
        })
        .collect();
    (!rows.is_empty()).then(|| Sheet {
        heading: "Rules".to_owned(),
        head: words(&["rule", "predicted", "correct", "P"]),
        rows,
        words: 1,
        remark: None,
    })
}

fn mistakes(report: &Report, sort: MistakeSort) -> Option<Sheet> {
    let all = report.evaluation.mistakes.iter().filter(|mistake| mistake.sort == sort);
    let shown: Vec<&Mistake> = all.clone().take(report.settings.errors).collect();
    let rows: Vec<Vec<String>> = shown.iter().map(|mistake| mistake_row(mistake)).collect();
    let (sorts, count) = (all.clone().count(), all.map(|mistake| mistake.count).sum::<u64>());
    (!rows.is_empty()).then(|| Sheet {
        heading: format!("Mistakes: {} ({count}, {sorts} different)", sort.as_str()),
        head: words(&["times", "type", "name", "rule", "first in", "context"]),
        rows,
        words: usize::MAX,
        remark: None,
    })
}

fn mistake_row(mistake: &Mistake) -> Vec<String> {
    let side = |of: fn(&crate::evaluate::mistakes::Side) -> &String| {
        let sides = [mistake.gold.as_ref().map(of), mistake.predicted.as_ref().map(of)];
        match sides {
            [Some(gold), Some(predicted)] if gold != predicted => format!("{gold} > {predicted}"),
            [Some(one), _] | [None, Some(one)] => one.clone(),
            [None, None] => String::new(),
        }
    };
    // The rule that made most of them.
    let rule = mistake.rules.iter().max_by_key(|(_, count)| **count);
    vec![
        mistake.count.to_string(),
        side(|side| &side.kind),
        side(|side| &side.text),
        rule.map(|(rule, _)| rule.clone()).unwrap_or_default(),
        format!("{}:{}", mistake.example.document, mistake.example.start),
        mistake.example.context.clone(),
    ]
}
