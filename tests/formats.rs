//! Every format is read back with structs of its own, on text in which bytes, code points and UTF-16
//! units all differ.

use dateline::diagnostic::{Diagnostic, Severity};
use dateline::gazetteer::{Gazetteer, Row};
use dateline::model::{
    Annotations, Document, EntityIx, EntityKind, Evidence, Link, Mention, Reading, Rule, RunnerUp,
    Span, Target,
};
use dateline::write::{AnnotationsJsonl, Formats, MentionsCsv, Output};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const TEXT: &str = "📰 DW: Qasem Soleimani, “İran’s e\u{301}lite” general, met\nthe @IRNA chief in Téhéran. \
                    Soleimani left.";

fn gazetteer() -> Gazetteer {
    let person = Row {
        wikidata: "Q310767".into(),
        country: "IR".into(),
        ..Row::new("person.qasem-soleimani", EntityKind::Person, "Qasem Soleimani")
    };
    let tehran = Row {
        geonames: "112931".into(),
        country: "IR".into(),
        subtype: "city".into(),
        lat: Some(-35.6944),
        lon: Some(51.4215),
        ..Row::new("gn.112931", EntityKind::Place, "Tehran, \"capital\"")
    };
    Gazetteer::from_rows([person, tehran]).unwrap()
}

fn entity(gazetteer: &Gazetteer, id: &str) -> EntityIx {
    gazetteer.by_id(id).unwrap().ix
}

fn span(words: &str, nth: usize) -> Span {
    let (start, _) = TEXT.match_indices(words).nth(nth).unwrap();
    Span::new(start as u32, (start + words.len()) as u32)
}

/// What is said about `TEXT`, made by hand.
fn annotations(gazetteer: &Gazetteer) -> Annotations {
    let person = Target::Entity(entity(gazetteer, "person.qasem-soleimani"));
    let place = entity(gazetteer, "gn.112931");
    let nil = |cluster| Target::Nil { cluster };
    let rows = [
        (span("DW", 0), EntityKind::Outlet, nil(0), "gazetteer"),
        (span("Qasem Soleimani", 0), EntityKind::Person, person, "gazetteer"),
        (span("met\nthe", 0), EntityKind::Org, nil(1), "context"),
        (span("@IRNA", 0), EntityKind::Outlet, nil(2), "context"),
        (span("Téhéran", 0), EntityKind::Place, Target::Entity(place), "gazetteer"),
        (span("Soleimani", 1), EntityKind::Person, person, "person-surname"),
    ];
    let mut annotations = Annotations::default();
    for (ix, (span, kind, target, rule)) in rows.into_iter().enumerate() {
        annotations.mentions.push(Mention {
            span,
            sentence: usize::from(ix > 4),
            readings: vec![Reading { kind, score: 0.9 }],
            found_by: Rule(rule),
            evidence: vec![Evidence::new("sign", 1.25).at(span)],
            candidates: vec![],
            inner: vec![],
        });
        let is_place = kind == EntityKind::Place;
        annotations.links.push(Link {
            mention: ix,
            kind,
            target,
            score: 0.87654,
            runner_up: is_place.then_some(RunnerUp {
                kind: EntityKind::Person,
                entity: None,
                score: 0.1,
            }),
            evidence: vec![Evidence::new("prominence", -0.5).from_entity(place).saying("city")],
        });
    }
    annotations.diagnostics.push(Diagnostic::new("T009", Severity::Note, "a note of tagging"));
    annotations
}

/// The files of a run over two documents, the first of which has no mention.
fn write(folder: &Path) {
    let gazetteer = gazetteer();
    let mut formats = Formats::new(vec![Box::new(MentionsCsv), Box::new(AnnotationsJsonl)], true);
    formats.has_text = true;
    let mut output = Output::to_folder(folder, formats).unwrap();
    let formats = output.formats();
    let mut block = formats.block();
    let empty = Document::new("empty", "");
    block.add(&empty, &[], &Annotations::default(), &gazetteer, &formats).unwrap();
    output.put(block).unwrap();
    let mut block = formats.block();
    let mut doc = Document::new("=seed,\"7\"", TEXT);
    doc.meta.title = Some("İran “vows”".into());
    doc.meta.path = Some("in/news.jsonl".into());
    doc.meta.line = Some(7);
    doc.meta.published = Some(jiff::civil::date(2020, 1, 3));
    let found = [Diagnostic::new("R015", Severity::Note, "windows-1254").at("in/news.jsonl")];
    block.add(&doc, &found, &annotations(&gazetteer), &gazetteer, &formats).unwrap();
    block
        .fault(Diagnostic::new("R004", Severity::Error, "broken JSON").at("in/a.jsonl").on_line(3));
    output.put(block).unwrap();
    output.finish(&BTreeMap::from([("min_score", 0.5)]), &gazetteer).unwrap().commit().unwrap();
}

/// As Python's `text[start:end]` does.
fn characters(text: &str, start: usize, end: usize) -> String {
    text.chars().skip(start).take(end - start).collect()
}

/// As `docs/annotation-format.md` says: one apostrophe less where a formula would begin behind it.
fn unguarded(cell: &str) -> &str {
    let is_guarded = cell.starts_with('\'')
        && cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if is_guarded { &cell[1..] } else { cell }
}

#[derive(Deserialize)]
struct MentionRow {
    document: String,
    sentence: usize,
    start: usize,
    end: usize,
    text: String,
    #[serde(rename = "type")]
    kind: String,
    entity: Option<String>,
    name: String,
    wikidata: Option<String>,
    geonames: Option<u64>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    country: Option<String>,
    score: f64,
    rule: String,
}

#[test]
fn mentions_csv_reads_back() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let mut reader = csv::Reader::from_path(folder.path().join("mentions.csv")).unwrap();
    assert_eq!(reader.headers().unwrap().len(), 15);
    let rows: Vec<MentionRow> = reader.deserialize().map(|row| row.unwrap()).collect();
    assert_eq!(rows.len(), 6);
    for row in &rows {
        assert_eq!(unguarded(&row.document), "=seed,\"7\"");
        assert_eq!(characters(TEXT, row.start, row.end), unguarded(&row.text));
        assert!((row.score - 0.8765).abs() < 1e-9, "{}", row.score);
    }
    assert_eq!(rows[0].entity, None);
    assert_eq!((rows[0].name.as_str(), rows[0].kind.as_str()), ("DW", "OUTLET"));
    assert_eq!(rows[1].entity.as_deref(), Some("person.qasem-soleimani"));
    assert_eq!(rows[1].wikidata.as_deref(), Some("Q310767"));
    assert_eq!((rows[1].geonames, rows[1].latitude), (None, None));
    assert_eq!((rows[2].text.as_str(), rows[2].name.as_str()), ("met\nthe", "met the"));
    assert_eq!((rows[3].text.as_str(), rows[3].name.as_str()), ("'@IRNA", "'@IRNA"));
    assert_eq!(rows[4].name, "Tehran, \"capital\"");
    assert_eq!(rows[4].geonames, Some(112931));
    assert_eq!(rows[4].country.as_deref(), Some("IR"));
    // A number below zero is no formula and gets no apostrophe.
    assert_eq!(rows[4].latitude.zip(rows[4].longitude), Some((-35.6944, 51.4215)));
    assert_eq!((rows[5].sentence, rows[5].rule.as_str()), (1, "person-surname"));
}

#[derive(Deserialize)]
struct EntityLine {
    entity: Option<String>,
    name: String,
    #[serde(rename = "type")]
    kind: String,
    subtype: Option<String>,
    mentions: u64,
    documents: u64,
}

#[test]
fn entities_csv_has_one_row_an_entity_the_most_mentioned_first() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let mut reader = csv::Reader::from_path(folder.path().join("entities.csv")).unwrap();
    let rows: Vec<EntityLine> = reader.deserialize().map(|row| row.unwrap()).collect();
    let first = &rows[0];
    assert_eq!(first.entity.as_deref(), Some("person.qasem-soleimani"));
    assert_eq!((first.mentions, first.documents), (2, 1));
    let others: Vec<_> =
        rows[1..].iter().map(|row| (row.kind.as_str(), row.name.as_str(), row.mentions)).collect();
    assert_eq!(
        others,
        [
            ("ORG", "met the", 1),
            ("PLACE", "Tehran, \"capital\"", 1),
            ("OUTLET", "'@IRNA", 1),
            ("OUTLET", "DW", 1),
        ]
    );
    assert_eq!(rows[2].subtype.as_deref(), Some("city"));
    assert_eq!(rows[1].entity, None);
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentLine {
    id: String,
    text_xxh3: String,
    characters: usize,
    path: Option<String>,
    line: Option<u64>,
    title: Option<String>,
    published: Option<String>,
    text: String,
    mentions: Vec<MentionObject>,
    events: Vec<serde_json::Value>,
    diagnostics: Vec<DiagnosticObject>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MentionObject {
    sentence: usize,
    start: usize,
    end: usize,
    text: String,
    #[serde(rename = "type")]
    kind: String,
    entity: Option<String>,
    nil: Option<u32>,
    name: String,
    wikidata: Option<String>,
    geonames: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    country: Option<String>,
    score: f64,
    rule: String,
    evidence: Vec<EvidenceObject>,
    runner_up: Option<RunnerUpObject>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EvidenceObject {
    what: String,
    weight: f64,
    detail: Option<String>,
    start: Option<usize>,
    end: Option<usize>,
    text: Option<String>,
    entity: Option<String>,
}

#[derive(Deserialize)]
struct RunnerUpObject {
    #[serde(rename = "type")]
    kind: String,
    entity: Option<String>,
    score: f64,
}

#[derive(Deserialize)]
struct DiagnosticObject {
    code: String,
    severity: String,
    path: Option<String>,
    line: Option<u64>,
    message: String,
}

#[test]
fn annotations_jsonl_reads_back() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let text = fs::read_to_string(folder.path().join("annotations.jsonl")).unwrap();
    assert_eq!(text.lines().count(), 2);
    let lines: Vec<DocumentLine> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((lines[0].id.as_str(), lines[0].mentions.len()), ("empty", 0));

    let line = &lines[1];
    assert_eq!((line.id.as_str(), line.text.as_str()), ("=seed,\"7\"", TEXT));
    assert_eq!(line.characters, TEXT.chars().count());
    assert_eq!(line.text_xxh3, format!("{:016x}", xxhash_rust::xxh3::xxh3_64(TEXT.as_bytes())));
    assert_eq!(line.path.as_deref().zip(line.line), Some(("in/news.jsonl", 7)));
    assert_eq!(line.title.as_deref(), Some("İran “vows”"));
    assert_eq!(line.published.as_deref(), Some("2020-01-03"));
    assert!(line.events.is_empty());
    let codes: Vec<_> = line.diagnostics.iter().map(|fault| fault.code.as_str()).collect();
    assert_eq!(codes, ["R015", "T009"]);
    assert_eq!(line.diagnostics[0].path.as_deref(), Some("in/news.jsonl"));
    assert_eq!((line.diagnostics[0].severity.as_str(), line.diagnostics[0].line), ("note", None));
    assert_eq!(line.diagnostics[1].message, "a note of tagging");

    for mention in &line.mentions {
        assert_eq!(characters(TEXT, mention.start, mention.end), mention.text);
        assert!(mention.entity.is_some() != mention.nil.is_some());
        assert_eq!(mention.score, 0.8765);
        let [sign, prominence] = &mention.evidence[..] else { panic!("two signs") };
        assert_eq!((sign.what.as_str(), sign.weight), ("sign", 1.25));
        assert_eq!((sign.start, sign.end), (Some(mention.start), Some(mention.end)));
        assert_eq!(sign.text.as_ref(), Some(&mention.text));
        assert_eq!((prominence.what.as_str(), prominence.weight), ("prominence", -0.5));
        assert_eq!(prominence.entity.as_deref(), Some("gn.112931"));
        assert_eq!(prominence.detail.as_deref(), Some("city"));
        assert_eq!(prominence.start, None);
    }
    let place = &line.mentions[4];
    assert_eq!((place.text.as_str(), place.kind.as_str()), ("Téhéran", "PLACE"));
    assert_eq!(place.name, "Tehran, \"capital\"");
    assert_eq!(place.latitude.zip(place.longitude), Some((-35.6944, 51.4215)));
    assert_eq!(place.geonames.as_deref().zip(place.country.as_deref()), Some(("112931", "IR")));
    let other = place.runner_up.as_ref().unwrap();
    assert_eq!((other.kind.as_str(), other.entity.as_deref(), other.score), ("PERSON", None, 0.1));
    assert_eq!(line.mentions[3].text, "@IRNA", "only cells are guarded");
    assert_eq!(line.mentions[1].wikidata.as_deref(), Some("Q310767"));
    assert_eq!((line.mentions[5].sentence, line.mentions[5].rule.as_str()), (1, "person-surname"));
}

#[derive(Deserialize)]
struct Run {
    dateline: String,
    configuration: BTreeMap<String, f64>,
    gazetteer: RunGazetteer,
    counts: RunCounts,
    diagnostics: RunDiagnostics,
    files: Vec<RunFile>,
}

#[derive(Deserialize)]
struct RunGazetteer {
    hash: String,
    entities: usize,
}

#[derive(Deserialize)]
struct RunCounts {
    documents: u64,
    text_bytes: usize,
    mentions: u64,
    mentions_by_type: BTreeMap<String, u64>,
    linked: u64,
    nil: u64,
}

#[derive(Deserialize)]
struct RunDiagnostics {
    total: u64,
    by_code: BTreeMap<String, u64>,
    listed: Vec<DiagnosticObject>,
    not_listed: u64,
}

#[derive(Deserialize)]
struct RunFile {
    name: String,
    bytes: usize,
    xxh3: String,
}

#[test]
fn run_json_counts_and_proves_the_other_files() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let run = fs::read(folder.path().join("run.json")).unwrap();
    let run: Run = serde_json::from_slice(&run).unwrap();
    assert_eq!(run.dateline, env!("CARGO_PKG_VERSION"));
    assert_eq!(run.configuration["min_score"], 0.5);
    assert_eq!((run.gazetteer.entities, run.gazetteer.hash), (2, gazetteer().hash().to_owned()));
    let counts = run.counts;
    assert_eq!((counts.documents, counts.text_bytes), (2, TEXT.len()));
    assert_eq!((counts.mentions, counts.linked, counts.nil), (6, 3, 3));
    assert_eq!(counts.mentions_by_type["OUTLET"], 2);
    assert_eq!(counts.mentions_by_type["DATE"], 0);
    let faults = run.diagnostics;
    assert_eq!((faults.total, faults.not_listed), (3, 0));
    assert_eq!(faults.by_code.into_iter().collect::<Vec<_>>().len(), 3);
    let last = &faults.listed[2];
    assert_eq!((last.code.as_str(), last.severity.as_str(), last.line), ("R004", "error", Some(3)));

    let names: Vec<_> = run.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["mentions.csv", "annotations.jsonl", "entities.csv"]);
    for file in &run.files {
        let bytes = fs::read(folder.path().join(&file.name)).unwrap();
        assert_eq!(bytes.len(), file.bytes, "{}", file.name);
        assert_eq!(format!("{:016x}", xxhash_rust::xxh3::xxh3_64(&bytes)), file.xxh3);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4, "and nothing else");
}

#[test]
fn a_run_with_fewer_files_takes_the_others_of_the_last_run_away() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    fs::write(folder.path().join("mine.csv"), "notes").unwrap();
    let gazetteer = gazetteer();
    let formats = Formats::new(vec![Box::new(AnnotationsJsonl)], false);
    let output = Output::to_folder(folder.path(), formats).unwrap();
    output.finish(&(), &gazetteer).unwrap().commit().unwrap();
    let mut names: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["annotations.jsonl", "mine.csv", "run.json"]);
}
