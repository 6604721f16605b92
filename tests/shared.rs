//! Quality on the development material beside the project, where it is there: nothing of it may be
//! part of the project itself.

mod common;

use common::{Found, annotate_all, found, labelled, labels, percent, read_text, shared, table};
use dateline::evaluate::{Conventions, Counts, Evaluation, Labels, Match, evaluate, read};
use dateline::model::{Document, Span};
use dateline::read::{ReadConfig, find_zones};
use serde::Deserialize;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::process::Command;

/// Where each character begins, and the end.
fn byte_offsets(text: &str) -> Vec<u32> {
    let starts = text.char_indices().map(|(byte, _)| byte as u32);
    starts.chain([text.len() as u32]).collect()
}

/// The labelled documents of `gold/<set>/dev.jsonl`.
fn read_gold(set: &str) -> Option<Labels> {
    Some(read(&[shared(&format!("gold/{set}/dev.jsonl"))?], None).unwrap())
}

/// Scores of the program on `gold/<set>/dev.jsonl`, but for what the weights have learned from.
fn scores(set: &str, conventions: &Conventions) -> Option<Evaluation> {
    let mut gold = read_gold(set)?;
    if set == "re3d_core" {
        let learned = read_gold("re3d_open")?;
        gold.documents.retain(|one| learned.documents.iter().all(|other| other.id != one.id));
    }
    let docs = gold.documents.iter().map(|one| {
        let mut doc = Document::new(one.id.clone(), one.text.clone().unwrap());
        find_zones(&mut doc);
        doc
    });
    let docs: Vec<Document> = docs.collect();
    let predicted = docs.iter().zip(annotate_all(&docs)).map(|(doc, annotations)| {
        labelled(doc, found(&annotations).iter().map(|one| (one.span, one.kind)))
    });
    Some(evaluate(&gold, &labels(predicted.collect()), conventions, false))
}

/// Asserts that strict F1, in percent, does not fall below a floor.
fn stays_above(set: &str, conventions: &Conventions, floor: f64) {
    let Some(scores) = scores(set, conventions) else { return };
    println!("{}", table(set, &scores, conventions));
    let reached = percent(scores.total);
    assert!(reached >= floor, "{set}: strict F1 {reached:.2}, expected {floor} or more");
}

/// These types; determiners trimmed, gold without a type neither required nor held against us.
fn of_types(types: &[&str]) -> Conventions {
    Conventions {
        types: types.iter().map(|kind| (*kind).to_owned()).collect(),
        trim: true,
        ignore_untyped: true,
        ..Conventions::default()
    }
}

/// Outlets count as organisations, facilities as places.
fn merged(conventions: Conventions) -> Conventions {
    let merge = [("OUTLET", "ORG"), ("FACILITY", "PLACE")];
    let merge = merge.map(|(from, to)| (from.to_owned(), to.to_owned()));
    Conventions { merge_gold: merge.clone().into(), merge_predicted: merge.into(), ..conventions }
}

/// The three great types.
fn three() -> Conventions {
    merged(of_types(&["PERSON", "ORG", "PLACE"]))
}

#[test]
fn names_in_deutsche_welle_articles() {
    stays_above("dwie", &three(), 88.5);
}

#[test]
fn outlets_in_deutsche_welle_articles() {
    stays_above("dwie", &of_types(&["OUTLET"]), 87.0);
}

#[test]
fn nationalities_in_deutsche_welle_articles() {
    stays_above("dwie", &of_types(&["NORP"]), 92.0);
}

#[test]
fn names_in_american_news_of_1998() {
    stays_above("ieer_outlets", &three(), 85.5);
}

#[test]
fn names_in_documents_on_a_war() {
    stays_above("re3d_core", &three(), 82.0);
}

#[test]
fn places_in_local_and_world_news() {
    stays_above("trnews", &merged(of_types(&["PLACE"])), 82.0);
    stays_above("geowebnews", &merged(of_types(&["PLACE"])), 85.5);
    stays_above("lgl", &merged(of_types(&["PLACE"])), 72.5);
}

#[test]
fn names_in_wire_news_of_1996() {
    stays_above("cleanconll_outlets", &three(), 84.0);
}

/// The gold with mistakes in it: labels that are missing, shifted, of another type.
fn with_mistakes(gold: &Labels) -> Labels {
    let mut wrong = gold.clone();
    for document in &mut wrong.documents {
        let length = document.text.as_deref().unwrap().chars().count() as u32;
        let mut number = 0;
        document.labels.retain_mut(|label| {
            number += 1;
            if number % 7 == 0 {
                label.end = (label.end + 3).min(length);
            }
            if number % 11 == 0 {
                label.kind = Some("PERSON".to_owned());
            }
            number % 5 != 0
        });
    }
    wrong
}

/// Asserts that the reference scorer has the figures of `counts`, to four decimals.
fn agree(counts: &Counts, reference: &serde_json::Value, what: &str) {
    let names = ["strict", "exact", "partial", "ent_type", "overlap"];
    for (by, name) in Match::ALL.into_iter().zip(names) {
        let rates = counts.rates(by);
        for (ix, rate) in [rates.precision, rates.recall, rates.f1].into_iter().enumerate() {
            let there = reference[name][ix].as_f64().unwrap();
            // It calls 0 what is undefined here.
            let here = rate.unwrap_or(0.0);
            assert!((here - there).abs() < 0.00005, "{what} {name} {ix}: {here}, there {there}");
        }
    }
}

#[test]
fn the_reference_scorer_has_the_same_figures() {
    let Some(scorer) = shared("gold/score.py") else { return };
    if !Command::new("python3").arg("--version").output().is_ok_and(|run| run.status.success()) {
        let _ = writeln!(io::stderr(), "SKIPPED: no python3, the reference scorer was not asked");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("predicted.jsonl");
    let flags = "--types PERSON,ORG,PLACE --merge OUTLET=ORG,FACILITY=PLACE --trim --ignore null";
    let titles = Conventions { strip_titles: true, ..Conventions::default() };
    let all = [(Conventions::default(), ""), (three(), flags), (titles, "--strip-titles")];
    for set in ["dwie", "gum_news_named", "geowebnews"] {
        let Some(gold) = read_gold(set) else { continue };
        let predicted = with_mistakes(&gold);
        let mut lines = String::new();
        for document in &predicted.documents {
            let spans = document.labels.iter().map(|label| {
                serde_json::json!({"start": label.start, "end": label.end, "type": label.kind})
            });
            let line = serde_json::json!({"id": document.id, "spans": spans.collect::<Vec<_>>()});
            let _ = writeln!(lines, "{line}");
        }
        fs::write(&file, lines).unwrap();
        for (conventions, flags) in &all {
            let ours = evaluate(&gold, &predicted, conventions, false);
            let mut command = Command::new("python3");
            command.arg(&scorer).arg(shared(&format!("gold/{set}/dev.jsonl")).unwrap()).arg(&file);
            let run = command.arg("--json").args(flags.split_whitespace()).output().unwrap();
            let reference: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
            agree(&ours.total, &reference["types"]["*"], &format!("{set} {flags}"));
            for (kind, counts) in ours.types.iter().zip(&ours.by_type) {
                agree(counts, &reference["types"][kind], &format!("{set} {flags} {kind}"));
            }
        }
    }
}

#[derive(Deserialize)]
struct Seed {
    entities: Vec<SeedEntity>,
}

#[derive(Deserialize)]
struct SeedEntity {
    start: usize,
    end: usize,
    text: String,
    #[serde(rename = "type")]
    kind: String,
    canonical: Option<String>,
}

/// What is not as the seed's labels say, a line each: first what is missing, then what is spurious.
fn seed_faults(text: &str, gold: &[SeedEntity], found: &[Found]) -> (Vec<String>, Vec<String>) {
    let bytes = byte_offsets(text);
    let span = |entity: &SeedEntity| Span::new(bytes[entity.start], bytes[entity.end]);
    let mut missing = Vec::new();
    for entity in gold {
        let at = span(entity);
        // Of nested labels the outer one is asked for, since mentions never overlap.
        let is_nested = gold.iter().any(|other| span(other) != at && span(other).contains(at));
        if is_nested || entity.kind == "ROLE" {
            continue;
        }
        let overlapping: Vec<&Found> = found.iter().filter(|one| one.span.overlaps(at)).collect();
        let is_right = overlapping.iter().any(|one| {
            let is_named = entity.kind == "DATE" || one.name == entity.canonical;
            one.span == at && one.kind == entity.kind && is_named
        });
        if !is_right {
            let instead: Vec<String> = overlapping
                .iter()
                .map(|one| format!("`{}` {} {:?}", &text[one.span.range()], one.kind, one.name))
                .collect();
            missing.push(format!(
                "{}..{} `{}` {} {:?}; found: {}",
                entity.start,
                entity.end,
                entity.text,
                entity.kind,
                entity.canonical,
                if instead.is_empty() { "nothing".to_owned() } else { instead.join(", ") }
            ));
        }
    }
    let is_spurious = |one: &&Found| !gold.iter().any(|entity| span(entity).overlaps(one.span));
    let spurious = found.iter().filter(is_spurious);
    let spurious = spurious.map(|one| format!("`{}` {}", &text[one.span.range()], one.kind));
    (missing, spurious.collect())
}

#[test]
fn the_seed_article_is_annotated_as_people_did() {
    let (Some(text), Some(gold)) = (shared("events/seed.txt"), shared("events/seed.gold.json"))
    else {
        return;
    };
    let text = fs::read_to_string(text).unwrap();
    let gold: Seed = serde_json::from_str(&fs::read_to_string(gold).unwrap()).unwrap();
    let config = ReadConfig { date: Some("2020-01-04".parse().unwrap()), ..ReadConfig::default() };
    let doc = read_text("seed", &text, &config);
    assert_eq!(doc.text(), text);
    let annotations = annotate_all(&[doc]);
    let (missing, spurious) = seed_faults(&text, &gold.entities, &found(&annotations[0]));
    assert!(
        missing.is_empty() && spurious.len() <= 5,
        "{} entities are not as they should be:\n{}\n{} spurious, at most 5 allowed:\n{}",
        missing.len(),
        missing.join("\n"),
        spurious.len(),
        spurious.join("\n")
    );
}
