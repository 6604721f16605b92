//! Articles, annotated so that they can be compared with gold.

use super::options::{GazetteerArgs, ReadArgs};
use dateline::config::Config;
use dateline::diagnostic::Diagnostic;
use dateline::error::Result;
use dateline::evaluate::{Format, Labelled, Labels, read_bytes};
use dateline::gazetteer::Gazetteer;
use dateline::model::{Document, EntityKind};
use dateline::pipeline::{Pipeline, RunOptions};
use dateline::read::{ArticleSource, Inputs, Item, find_zones};
use dateline::write::{AnnotationsJsonl, Formats, Output};
use std::cell::{OnceCell, RefCell};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Annotates as `dateline annotate` does; the gazetteers are opened when they are first needed.
pub struct Annotator<'a> {
    gazetteers: &'a GazetteerArgs,
    read: &'a ReadArgs,
    config: Config,
    is_quiet: bool,
    gazetteer: OnceCell<Gazetteer>,
}

impl<'a> Annotator<'a> {
    /// Only mentions of `kinds` are made, as with `annotate --types`.
    pub fn new(
        gazetteers: &'a GazetteerArgs,
        read: &'a ReadArgs,
        kinds: Vec<EntityKind>,
        weights: Option<PathBuf>,
        is_quiet: bool,
    ) -> Self {
        let config = Config { kinds, weights, ..Config::default() };
        Self { gazetteers, read, config, is_quiet, gazetteer: OnceCell::new() }
    }

    /// The annotations of the articles of files and folders.
    pub fn annotate_files(&self, paths: &[PathBuf]) -> Result<Labels> {
        let mut inputs = Inputs::open(paths, &self.read.config())?;
        self.annotate(&mut inputs, "annotations of the articles")
    }

    /// The annotations of the texts of labelled documents, as far as they have one.
    pub fn annotate_texts(&self, documents: &[Labelled]) -> Result<Labels> {
        let date = self.read.date;
        let with_text = documents.iter().filter_map(|one| Some((one, one.text.as_ref()?)));
        let texts = with_text.map(|(one, text)| {
            let mut doc = Document::new(one.id.clone(), text.clone());
            doc.meta.published = date;
            find_zones(&mut doc);
            doc
        });
        let texts: Vec<Document> = texts.collect();
        self.annotate(&mut Texts(texts.into_iter()), "annotations of the gold texts")
    }

    /// What `annotate` would write into `annotations.jsonl`, read back as any file of predictions.
    fn annotate(&self, source: &mut dyn ArticleSource, name: &str) -> Result<Labels> {
        let gazetteer = match self.gazetteer.get() {
            Some(gazetteer) => gazetteer,
            None => {
                let opened = self.gazetteers.open(self.is_quiet)?;
                self.gazetteer.get_or_init(|| opened)
            }
        };
        let pipeline = Pipeline::new(gazetteer, &self.config)?;
        let bytes = Memory::default();
        let formats = Formats::new(vec![Box::new(AnnotationsJsonl)], false);
        let mut output = Output::to_stream(Box::new(bytes.clone()), formats)?;
        pipeline.run(source, &mut output, RunOptions::default())?;
        let summary = output.finish(&(), gazetteer)?.commit()?;
        let mut labels = read_bytes(Path::new(name), bytes.0.take(), Some(Format::Jsonl));
        let faults: Vec<Diagnostic> = summary.log.listed().to_vec();
        labels.faults.splice(..0, faults);
        Ok(labels)
    }
}

/// Documents that are already in memory.
struct Texts(std::vec::IntoIter<Document>);

impl ArticleSource for Texts {
    fn next_item(&mut self) -> Option<Item> {
        self.0.next().map(|doc| Item::Document(doc, Vec::new()))
    }
}

/// Bytes that are written to memory.
#[derive(Clone, Default)]
struct Memory(Rc<RefCell<Vec<u8>>>);

impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
