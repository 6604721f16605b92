//! What holds for any text.

mod common;

use common::{gazetteer, pipeline, root};
use dateline::config::Config;
use dateline::gazetteer::{Gazetteer, Sources};
use dateline::model::Document;
use dateline::pipeline::{Pipeline, RunOptions};
use dateline::read::{ArticleSource, Inputs, Item, ReadConfig, find_zones};
use dateline::segment::Segmenter;
use dateline::write::{AnnotationSink, AnnotationsJsonl, Formats, MentionsCsv, Output};
use proptest::prelude::*;
use serde::Deserialize;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};

/// Bits of news, of markup and of nonsense, whose neighbourhood may be anything.
const FRAGMENTS: [&str; 60] = [
    "Gen.",
    "Qasem Soleimani",
    "of",
    "Iran's",
    "Iran’s",
    "Quds Force",
    "(IS)",
    "(",
    ")",
    "the",
    "U.S.",
    "U.S.-led",
    "US",
    "WHO",
    "said",
    "on",
    "January 2",
    "Jan. 3, 2020",
    "2020",
    "last week",
    "\"",
    "“",
    "”",
    "'",
    "’s",
    ".",
    ",",
    ";",
    "!",
    "?",
    "…",
    "\n",
    "\n\n",
    "\u{A0}",
    "\u{2029}",
    "\u{AD}",
    "\u{FEFF}",
    "-",
    "–",
    "Téhéran",
    "Te\u{301}he\u{301}ran",
    "İstanbul",
    "ﬁnance",
    "السلام",
    "北京",
    "👩‍👩‍👧",
    "\0",
    "\r\n",
    "\t",
    "McDonald's",
    "O'Malley",
    "al-Baghdadi",
    "cnn.com",
    "BAGHDAD (Reuters) -",
    "By Jane Doe",
    "Ministry of",
    "University",
    "embassy",
    "Mr.",
    "coalition forces",
];

fn news_like() -> impl Strategy<Value = String> {
    let fragment = proptest::sample::select(&FRAGMENTS[..]);
    let piece = (fragment, prop_oneof![4 => Just(" "), 1 => Just("")]);
    proptest::collection::vec(piece, 0..60)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(word, gap)| [word, gap]).collect())
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => proptest::collection::vec(any::<char>(), 0..200).prop_map(String::from_iter),
        4 => news_like(),
        1 => news_like().prop_map(|text| text.to_uppercase()),
        1 => news_like().prop_map(|text| text.to_lowercase()),
        1 => news_like().prop_map(|text| text.replace(char::is_whitespace, "")),
        1 => "[A-Z][a-z]{0,8}( [A-Z][a-z]{0,8}){0,40}",
    ]
}

/// Annotates and tests every promise; a panic inside of the program shows as a diagnostic.
fn keeps_promises(text: &str) -> Result<(), String> {
    let mut doc = Document::new("any", text);
    find_zones(&mut doc);
    let annotations = pipeline().annotate(&doc);
    if let Some(fault) = annotations.diagnostics.first() {
        return Err(fault.to_string());
    }
    let segments = Segmenter::new(gazetteer()).segment(&doc);
    annotations.check(&doc, &segments).map_err(|broken| broken.to_string())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_annotated_and_all_promises_hold(text in any_text()) {
        keeps_promises(&text).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn code_points_of_files_slice_back_to_the_surface(text in any_text()) {
        let out = run(&mut Texts::new([text.clone()]), Box::new(AnnotationsJsonl), 1);
        let line: Line = serde_json::from_slice(&out).unwrap();
        let letters: Vec<char> = text.chars().collect();
        for mention in line.mentions {
            let surface: String = letters[mention.start..mention.end].iter().collect();
            prop_assert_eq!(surface, mention.text);
        }
    }

    #[test]
    fn every_token_is_in_one_sentence(text in any_text()) {
        let mut doc = Document::new("any", text);
        find_zones(&mut doc);
        let segments = Segmenter::new(gazetteer()).segment(&doc);
        let mut next = 0;
        for sentence in &segments.sentences {
            prop_assert_eq!(sentence.tokens.start, next);
            prop_assert!(!sentence.tokens.is_empty());
            next = sentence.tokens.end;
        }
        prop_assert_eq!(next, segments.tokens.len());
        for pair in segments.tokens.windows(2) {
            prop_assert!(pair[0].end() <= pair[1].start());
        }
    }
}

#[test]
fn texts_of_extreme_shape_are_annotated() {
    let texts = [
        String::new(),
        " ".repeat(100_000),
        "a".repeat(100_000),
        "Iran ".repeat(10_000),
        "Qasem Soleimani and Ali Khamenei met in Baghdad, ".repeat(1_250),
        "QASEM SOLEIMANI ".repeat(5_000),
        "(IS) ".repeat(10_000),
        "\"'“".repeat(10_000),
        "U.S.".repeat(10_000),
        "January 2 ".repeat(5_000),
        "x\n".repeat(20_000),
        "Islamic-".repeat(10_000),
    ];
    for text in &texts {
        let start: String = text.chars().take(30).collect();
        keeps_promises(text).unwrap_or_else(|fault| panic!("{start:?}…: {fault}"));
    }
}

#[derive(Deserialize)]
struct Line {
    mentions: Vec<MentionLine>,
}

#[derive(Deserialize)]
struct MentionLine {
    start: usize,
    end: usize,
    text: String,
    #[serde(rename = "type")]
    kind: String,
    entity: Option<String>,
}

/// Texts as documents `0`, `1` …
struct Texts(std::iter::Enumerate<std::vec::IntoIter<String>>);

impl Texts {
    fn new(texts: impl IntoIterator<Item = String>) -> Self {
        Self(texts.into_iter().collect::<Vec<_>>().into_iter().enumerate())
    }
}

impl ArticleSource for Texts {
    fn next_item(&mut self) -> Option<Item> {
        let (ix, text) = self.0.next()?;
        let mut doc = Document::new(ix.to_string(), text);
        find_zones(&mut doc);
        Some(Item::Document(doc, Vec::new()))
    }
}

/// What is written, to be looked at afterwards.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn run(source: &mut dyn ArticleSource, sink: Box<dyn AnnotationSink>, threads: usize) -> Vec<u8> {
    let paper = Paper::default();
    let formats = Formats::new(vec![sink], false);
    let mut output = Output::to_stream(Box::new(paper.clone()), formats).unwrap();
    let options = RunOptions { threads, ..RunOptions::default() };
    pipeline().run(source, &mut output, options).unwrap();
    output.finish(&(), gazetteer()).unwrap().commit().unwrap();
    let bytes = paper.0.lock().unwrap();
    bytes.clone()
}

#[test]
fn one_thread_and_four_write_the_same_bytes() {
    // Of the length of several batches, so that threads really share the work.
    let mut texts: Vec<String> = Vec::new();
    let mut inputs = Inputs::open(&[root().join("input")], &ReadConfig::default()).unwrap();
    while let Some(item) = inputs.next_item() {
        let Item::Document(doc, _) = item else { panic!("{item:?}") };
        texts.push(doc.text().to_owned());
    }
    let bytes: usize = texts.iter().map(String::len).sum();
    let times = (1 << 20) / bytes + 1;
    let many = || Texts::new(texts.iter().cycle().take(times * texts.len()).cloned());
    let jsonl = |threads| run(&mut many(), Box::new(AnnotationsJsonl), threads);
    let csv = |threads| run(&mut many(), Box::new(MentionsCsv), threads);
    assert!(jsonl(1) == jsonl(4), "annotations.jsonl differs");
    assert!(csv(1) == csv(4), "mentions.csv differs");
}

/// What is found of `name` with a list of names in `folder` beside `shipped` names.
fn with_list(folder: &Path, list: &str, text: &str, shipped: bool) -> Vec<(String, String)> {
    let file = folder.join("names.txt");
    fs::write(&file, list).unwrap();
    let user = vec![format!("ORG={}", file.display()).parse().unwrap()];
    let sources = Sources { shipped, user, ..Sources::default() };
    let gazetteer = Gazetteer::open(&sources, None, &mut Vec::new()).unwrap();
    let pipeline = Pipeline::new(&gazetteer, &Config::default()).unwrap();
    let annotations = pipeline.annotate(&Document::new("a", text));
    let pairs = annotations.mentions.iter().zip(&annotations.links);
    let known = pairs.filter_map(|(mention, link)| match link.target {
        dateline::model::Target::Entity(ix) => {
            let entity = gazetteer.entity(ix);
            Some((text[mention.span.range()].to_owned(), format!("{} {}", link.kind, entity.name)))
        }
        dateline::model::Target::Nil { .. } => None,
    });
    known.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_name_is_found_as_long_as_it_is_in_a_list(name in "[BDGKLMNPRSTVZ](or|ax|um|ilb|ent){2,3}( [BDGKLMNPRSTVZ](or|ax|um|ilb|ent){2,3})?") {
        let folder = tempfile::tempdir().unwrap();
        let text = format!("Officials met members of {name} at the border.");
        let found = with_list(folder.path(), &format!("Zorblat Front\n{name}\n"), &text, false);
        prop_assert_eq!(found, [(name.clone(), format!("ORG {name}"))]);
        let found = with_list(folder.path(), "Zorblat Front\n", &text, false);
        prop_assert_eq!(found, []);
    }
}

#[test]
fn a_line_added_to_a_list_overrules_nothing_but_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let text = "Qasem Soleimani met men of the Zorblat Front in Baghdad.";
    let with = with_list(folder.path(), "Zorblat Front\n", text, true);
    let without = with_list(folder.path(), "Quuxville Union\n", text, true);
    let names: Vec<&str> = with.iter().map(|(surface, _)| surface.as_str()).collect();
    assert_eq!(names, ["Qasem Soleimani", "Zorblat Front", "Baghdad"]);
    let names: Vec<&str> = without.iter().map(|(surface, _)| surface.as_str()).collect();
    assert_eq!(names, ["Qasem Soleimani", "Baghdad"]);
}

#[test]
fn mentions_of_files_name_type_and_entity() {
    let text = "Téhéran: CNN quoted Qasem Soleimani.";
    let out = run(&mut Texts::new([text.to_owned()]), Box::new(AnnotationsJsonl), 1);
    let line: Line = serde_json::from_slice(&out).unwrap();
    let seen: Vec<_> = line
        .mentions
        .iter()
        .map(|mention| (mention.start, &*mention.kind, mention.entity.is_some()))
        .collect();
    assert_eq!(seen, [(0, "PLACE", true), (9, "OUTLET", true), (20, "PERSON", true)]);
}
