//! Many documents, on many threads, in order.

use super::batches::{BATCH_BYTES, Batch, Batches};
use super::credits::Credits;
use super::{Pipeline, Stop, only_a_fault};
use crate::diagnostic::Diagnostic;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Annotations, Document};
use crate::read::{ArticleSource, Item};
use crate::write::{Block, Counts, Formats, Output};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Room for this many batches a thread, so that none waits for another.
const BATCHES_A_THREAD: usize = 4;

/// Bytes of stack of a thread.
const STACK_BYTES: usize = 16 << 20;

/// Told after each batch what was counted so far.
pub type Progress<'p> = dyn FnMut(&Counts) + 'p;

/// How documents are run through a [`Pipeline`]; nothing here changes the result.
pub struct RunOptions<'p> {
    /// Threads that annotate. With one everything happens on the thread that calls.
    pub threads: usize,
    pub stop: Stop,
    pub on_progress: Box<Progress<'p>>,
}

impl Default for RunOptions<'_> {
    /// As many threads as the machine has cores.
    fn default() -> Self {
        Self {
            threads: thread::available_parallelism().map_or(1, usize::from),
            stop: Stop::default(),
            on_progress: Box::new(|_| ()),
        }
    }
}

impl Pipeline<'_> {
    /// Puts all documents of `source` into `output`, in their order, the same bytes for any number of
    /// threads. Memory is bounded by some megabytes a thread and the longest document.
    ///
    /// # Errors
    ///
    /// If the output cannot be written, or the run was stopped.
    pub fn run(
        &self,
        source: &mut dyn ArticleSource,
        output: &mut Output,
        mut options: RunOptions<'_>,
    ) -> Result<()> {
        let formats = output.formats();
        if options.threads <= 1 {
            for batch in Batches::new(source, options.stop.clone()) {
                output.put(self.block(batch, &formats, &options.stop)?)?;
                (options.on_progress)(output.counts());
            }
        } else {
            self.run_threads(source, output, &formats, &mut options)?;
        }
        options.stop.check()
    }

    fn run_threads(
        &self,
        source: &mut dyn ArticleSource,
        output: &mut Output,
        formats: &Formats,
        options: &mut RunOptions<'_>,
    ) -> Result<()> {
        let credits = Credits::new(options.threads * BATCHES_A_THREAD * BATCH_BYTES);
        let (to_workers, batches) = channel::<(usize, Batch)>();
        let (to_writer, blocks) = channel::<Done>();
        let batches = Mutex::new(batches);
        let stop = &options.stop;
        let (credits, batches) = (&credits, &batches);
        thread::scope(|scope| {
            let spawn =
                |name: &str| thread::Builder::new().name(name.into()).stack_size(STACK_BYTES);
            let reading = Batches::new(source, stop.clone());
            spawn("read").spawn_scoped(scope, move || read(reading, credits, &to_workers))?;
            for _ in 0..options.threads {
                let to_writer = to_writer.clone();
                let started = spawn("annotate").spawn_scoped(scope, move || {
                    self.work(batches, credits, formats, stop, &to_writer);
                });
                if started.is_err() {
                    credits.close();
                }
                started?;
            }
            drop(to_writer);
            let _guard = credits.close_on_panic();
            write_in_order(&blocks, output, credits, &mut options.on_progress)
        })
    }

    fn work(
        &self,
        batches: &Mutex<Receiver<(usize, Batch)>>,
        credits: &Credits,
        formats: &Formats,
        stop: &Stop,
        to_writer: &Sender<Done>,
    ) {
        let _guard = credits.close_on_panic();
        loop {
            let received = batches.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok((number, batch)) = received else { return };
            let bytes = batch.bytes;
            let block = if credits.is_closed() {
                Err(Error::new(ErrorKind::Interrupted))
            } else {
                self.block(batch, formats, stop)
            };
            if to_writer.send(Done { number, bytes, block }).is_err() {
                return;
            }
        }
    }

    fn block(&self, batch: Batch, formats: &Formats, stop: &Stop) -> Result<Block> {
        let mut block = formats.block();
        for item in batch.items {
            stop.check()?;
            match item {
                Item::Document(doc, found_while_reading) => {
                    self.add(&doc, &found_while_reading, &mut block, formats)?;
                }
                Item::Fault(diagnostic) => block.fault(diagnostic),
            }
        }
        Ok(block)
    }

    /// Annotates `doc` and adds it to `block`; without annotations if this program fails on them.
    fn add(
        &self,
        doc: &Document,
        found: &[Diagnostic],
        block: &mut Block,
        formats: &Formats,
    ) -> Result<()> {
        let mut add =
            |annotations: &Annotations| block.add(doc, found, annotations, self.gazetteer, formats);
        let annotations = self.annotate(doc);
        let added = catch_unwind(AssertUnwindSafe(|| add(&annotations)));
        added.unwrap_or_else(|panic| add(&only_a_fault(doc, &*panic)))
    }
}

/// What became of a batch.
struct Done {
    /// Of the batch, from 0.
    number: usize,
    bytes: usize,
    block: Result<Block>,
}

fn read(batches: Batches<'_>, credits: &Credits, to_workers: &Sender<(usize, Batch)>) {
    for (number, batch) in batches.enumerate() {
        if !credits.take(batch.bytes) || to_workers.send((number, batch)).is_err() {
            return;
        }
    }
}

/// Puts blocks into the output in the order of their batches. After the first error nothing more is put
/// and nothing more is read.
fn write_in_order(
    blocks: &Receiver<Done>,
    output: &mut Output,
    credits: &Credits,
    on_progress: &mut Progress<'_>,
) -> Result<()> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    let mut result = Ok(());
    for done in blocks {
        waiting.insert(done.number, done);
        while let Some(done) = waiting.remove(&next) {
            next += 1;
            if result.is_ok() {
                result = done.block.and_then(|block| output.put(block));
                match result {
                    Ok(()) => on_progress(output.counts()),
                    Err(_) => credits.close(),
                }
            }
            credits.give_back(done.bytes);
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::gazetteer::{Gazetteer, Row};
    use crate::model::EntityKind;
    use crate::write::{AnnotationSink, DocumentRecord, Summary};
    use std::io;
    use std::sync::{Arc, Mutex};

    /// Documents `0`, `1` … without end.
    struct Endless(usize);

    impl ArticleSource for Endless {
        fn next_item(&mut self) -> Option<Item> {
            self.0 += 1;
            let id = (self.0 - 1).to_string();
            Some(Item::Document(Document::new(id, "we saw Quuxville. ".repeat(500)), vec![]))
        }
    }

    struct Some300(Endless);

    impl ArticleSource for Some300 {
        fn next_item(&mut self) -> Option<Item> {
            if self.0.0 < 300 { self.0.next_item() } else { None }
        }
    }

    /// The ids of the documents and whether they have mentions; fails on mentions in document 7.
    struct Ids;

    impl AnnotationSink for Ids {
        fn file_name(&self) -> &'static str {
            "ids.txt"
        }

        fn document(&self, record: &DocumentRecord<'_>, out: &mut Vec<u8>) -> Result<()> {
            out.extend_from_slice(format!("{} ", record.id).as_bytes());
            assert!(record.id != "7" || record.mentions.is_empty(), "seven");
            out.push(if record.mentions.is_empty() { b'-' } else { b'+' });
            out.push(b'\n');
            Ok(())
        }
    }

    /// Keeps what is written, up to a limit.
    #[derive(Clone, Default)]
    struct Paper(Arc<Mutex<Vec<u8>>>, Option<usize>);

    impl io::Write for Paper {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let mut paper = self.0.lock().unwrap();
            if self.1.is_some_and(|limit| paper.len() > limit) {
                return Err(io::ErrorKind::StorageFull.into());
            }
            paper.extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn run(
        source: &mut dyn ArticleSource,
        paper: &Paper,
        options: RunOptions<'_>,
    ) -> Result<Summary> {
        let rows = [Row::new("my.quux", EntityKind::Place, "Quuxville")];
        let gazetteer = Gazetteer::from_rows(rows).unwrap();
        let pipeline = Pipeline::new(&gazetteer, &Config::default()).unwrap();
        let formats = Formats::new(vec![Box::new(Ids)], false);
        let mut output = Output::to_stream(Box::new(paper.clone()), formats).unwrap();
        pipeline.run(source, &mut output, options)?;
        output.finish(&(), &gazetteer)?.commit()
    }

    #[test]
    fn documents_come_in_order_and_a_panic_costs_one_of_them() {
        for threads in [1, 2, 5] {
            let paper = Paper::default();
            let options = RunOptions { threads, ..RunOptions::default() };
            let summary = run(&mut Some300(Endless(0)), &paper, options).unwrap();
            let text = String::from_utf8(paper.0.lock().unwrap().clone()).unwrap();
            let lines: Vec<&str> = text.lines().collect();
            assert_eq!(lines.len(), 300, "{threads} threads");
            for (ix, line) in lines.iter().enumerate() {
                let sign = if ix == 7 { "-" } else { "+" };
                assert_eq!(*line, format!("{ix} {sign}"));
            }
            assert_eq!(summary.log.by_code().get("T001"), Some(&1));
            assert!(summary.log.listed()[0].message.contains("`7`: seven"));
        }
    }

    #[test]
    fn an_output_that_fails_ends_the_reading() {
        for threads in [1, 3] {
            let paper = Paper(Arc::default(), Some(2000));
            let options = RunOptions { threads, ..RunOptions::default() };
            let error = run(&mut Endless(0), &paper, options).unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::Io(_)), "{error}");
        }
    }

    #[test]
    fn a_run_that_is_stopped_ends_interrupted() {
        for threads in [1, 3] {
            let stop = Stop::default();
            let asked = stop.clone();
            let options = RunOptions {
                threads,
                stop,
                on_progress: Box::new(move |counts| {
                    if counts.documents > 100 {
                        asked.request();
                    }
                }),
            };
            let error = run(&mut Endless(0), &Paper::default(), options).unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::Interrupted), "{error}");
        }
    }
}
