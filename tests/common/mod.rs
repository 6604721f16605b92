//! What the tests of quality share: the shipped gazetteers, documents annotated on all cores, labels
//! in Markdown, names as the evaluation takes them.
#![allow(dead_code, reason = "each test file uses a part of it")]

pub mod labels;

use dateline::config::Config;
use dateline::evaluate::{
    Conventions, Evaluation, Intervals, Label, Labelled, Labels, Match, Report, ReportFormat,
    Resampling, Settings,
};
use dateline::gazetteer::{Gazetteer, Sources};
use dateline::model::{Annotations, CharOffsets, Document, Span, Target};
use dateline::pipeline::Pipeline;
use dateline::read::{ArticleSource, Inputs, Item, ReadConfig};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The root of the project.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file of the development material beside the project; `None`, and a word on stderr, without it.
pub fn shared(path: &str) -> Option<PathBuf> {
    let full = root().join("../shared").join(path);
    if full.exists() {
        return Some(full);
    }
    // Not by `eprintln!`, which is only shown of tests that fail.
    let _ = writeln!(
        io::stderr(),
        "SKIPPED: ../shared/{path} is not there, nothing was measured on it"
    );
    None
}

/// The shipped gazetteers, compiled once for all test files.
pub fn gazetteer() -> &'static Gazetteer {
    static GAZETTEER: OnceLock<Gazetteer> = OnceLock::new();
    GAZETTEER.get_or_init(|| {
        let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache");
        Gazetteer::open(&Sources::default(), Some(&cache), &mut Vec::new()).unwrap()
    })
}

/// The program as it is shipped.
pub fn pipeline() -> &'static Pipeline<'static> {
    static PIPELINE: OnceLock<Pipeline<'static>> = OnceLock::new();
    PIPELINE.get_or_init(|| Pipeline::new(gazetteer(), &Config::default()).unwrap())
}

/// A plain text as a file of that content would be read.
pub fn read_text(id: &str, text: &str, config: &ReadConfig) -> Document {
    let bytes = io::Cursor::new(text.as_bytes().to_vec());
    let mut inputs = Inputs::from_reader(&format!("{id}.txt"), bytes, config);
    match inputs.next_item() {
        Some(Item::Document(doc, _)) => doc,
        other => panic!("{id}: {other:?}"),
    }
}

/// All documents of files and folders; a fault among them is a failure of the test.
pub fn read_all(paths: &[PathBuf], config: &ReadConfig) -> Vec<Document> {
    let mut inputs = Inputs::open(paths, config).unwrap();
    let mut docs = Vec::new();
    while let Some(item) = inputs.next_item() {
        match item {
            Item::Document(doc, _) => docs.push(doc),
            Item::Fault(fault) => panic!("{fault}"),
        }
    }
    docs
}

/// What the program says about each document, made on all cores.
pub fn annotate_all(docs: &[Document]) -> Vec<Annotations> {
    let pipeline = pipeline();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let ix = next.fetch_add(1, Ordering::Relaxed);
            let Some(doc) = docs.get(ix) else { return done };
            let annotations = pipeline.annotate(doc);
            assert!(
                annotations.diagnostics.is_empty(),
                "{}: {:?}",
                doc.id,
                annotations.diagnostics
            );
            done.push((ix, annotations));
        }
    };
    let mut done = thread::scope(|scope| {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect::<Vec<_>>()
    });
    done.sort_by_key(|(ix, _)| *ix);
    done.into_iter().map(|(_, annotations)| annotations).collect()
}

/// A decided mention: where, what, and the name of the entity it is linked to.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub span: Span,
    pub kind: &'static str,
    pub name: Option<String>,
}

/// The decided mentions of a document.
pub fn found(annotations: &Annotations) -> Vec<Found> {
    let pairs = annotations.mentions.iter().zip(&annotations.links);
    pairs
        .map(|(mention, link)| Found {
            span: mention.span,
            kind: link.kind.as_str(),
            name: match link.target {
                Target::Entity(ix) => Some(gazetteer().entity(ix).name.to_owned()),
                Target::Nil { .. } => None,
            },
        })
        .collect()
}

/// The names of a document, given in bytes, as the evaluation takes them.
pub fn labelled<'k>(doc: &Document, names: impl Iterator<Item = (Span, &'k str)>) -> Labelled {
    let offsets = CharOffsets::new(doc.text());
    let label = |(span, kind)| {
        let (start, end) = offsets.chars_of(span);
        Label::new(start, end, Some(kind))
    };
    Labelled {
        id: doc.id.clone(),
        text: Some(doc.text().to_owned()),
        labels: names.map(label).collect(),
        ..Labelled::default()
    }
}

/// Documents as if read from a file.
pub fn labels(documents: Vec<Labelled>) -> Labels {
    Labels { documents, is_labelled: true, ..Labels::default() }
}

/// Strict F1 in percent.
pub fn percent(counts: dateline::evaluate::Counts) -> f64 {
    100.0 * counts.rates(Match::Strict).f1.unwrap()
}

/// Figures and mistakes for people.
pub fn table(title: &str, evaluation: &Evaluation, conventions: &Conventions) -> String {
    let resampling = Resampling { resamples: 0, seed: 1 };
    let by = Match::Strict;
    let settings = Settings { conventions, only_common: false, by, resampling, errors: 5 };
    let intervals: Intervals = dateline::evaluate::intervals(evaluation, by, resampling);
    Report {
        gold: title,
        predicted: "the program",
        settings,
        evaluation,
        intervals: &intervals,
        comparison: None,
    }
    .render(ReportFormat::Table)
}
