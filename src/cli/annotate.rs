//! `dateline annotate`: articles in, annotation files out.

use super::configuration::Configuration;
use super::interrupt::Interrupt;
use super::options::{GazetteerArgs, ReadArgs, kind, misused, share};
use super::progress::Meter;
use super::visible::visible_line;
use super::{Outcome, say, summary};
use clap::{Args, ValueEnum};
use dateline::config::Config;
use dateline::diagnostic::Severity;
use dateline::error::Result;
use dateline::model::EntityKind;
use dateline::pipeline::{Pipeline, RunOptions};
use dateline::read::Inputs;
use dateline::write::{AnnotationSink, AnnotationsJsonl, Formats, MentionsCsv, Output};
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Read articles and write down who, where and which outlet is in them
///
/// Writes mentions.csv, entities.csv, annotations.jsonl and run.json, all at once when the run is over.
/// Exit codes: 0 all went well, 1 some articles could not be used, 2 the run could not be made.
#[derive(Args)]
pub struct Annotate {
    /// Files, folders with all that is in them, or - for stdin
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Folder for the files, or - for stdout
    #[arg(short, long, value_name = "DIR", default_value = "output")]
    output: PathBuf,
    /// What to write [default: csv,jsonl; to stdout: jsonl]
    #[arg(long, value_name = "FORMAT", value_delimiter = ',')]
    format: Vec<Format>,
    /// Keep only mentions of these types, as PERSON,ORG; names within longer ones of other types, as
    /// Baghdad in Baghdad University, then count by themselves
    #[arg(long, value_name = "TYPE", value_delimiter = ',', value_parser = kind)]
    types: Vec<EntityKind>,
    /// Keep only mentions that are at least as sure, 0 to 1
    #[arg(
        long,
        value_name = "SCORE",
        default_value = "0",
        allow_negative_numbers = true,
        value_parser = share
    )]
    min_score: f32,
    /// Weights of the tagger in place of the shipped ones, as `dateline train` makes them
    #[arg(long, value_name = "FILE")]
    weights: Option<PathBuf>,
    /// Put the text of each article into annotations.jsonl
    #[arg(long)]
    include_text: bool,
    /// Threads that annotate [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Say nothing but why the run could not be made
    #[arg(short, long)]
    quiet: bool,
    /// Show no progress
    #[arg(long)]
    no_progress: bool,
    #[command(flatten)]
    read: ReadArgs,
    #[command(flatten)]
    gazetteer: GazetteerArgs,
}

/// All that is ever written into the output folder.
const FILES: [&str; 4] = ["mentions.csv", "entities.csv", "annotations.jsonl", "run.json"];

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// mentions.csv and entities.csv
    Csv,
    /// annotations.jsonl
    Jsonl,
}

impl Format {
    fn name(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Jsonl => "jsonl",
        }
    }

    fn sink(self) -> Box<dyn AnnotationSink> {
        match self {
            Format::Csv => Box::new(MentionsCsv),
            Format::Jsonl => Box::new(AnnotationsJsonl),
        }
    }
}

impl Annotate {
    pub fn run(&self) -> Result<Outcome> {
        let interrupt = Interrupt::new();
        let formats = self.formats()?;
        let config = self.config();
        self.refuse_output_among_inputs()?;
        self.refuse_inputs_among_output()?;
        let mut inputs = Inputs::open(&self.paths, &self.read.config())?;
        let gazetteer = self.gazetteer.open(self.quiet)?;
        let pipeline = Pipeline::new(&gazetteer, &config)?;
        let mut output = self.open_output(&formats, &interrupt)?;

        let start = Instant::now();
        let meter = Meter::new(!self.quiet && !self.no_progress && !self.to_stdout());
        let defaults = RunOptions::default();
        let options = RunOptions {
            threads: self.threads.map_or(defaults.threads, usize::from),
            stop: interrupt.stop.clone(),
            on_progress: Box::new(|counts| meter.show(counts)),
        };
        pipeline.run(&mut inputs, &mut output, options)?;
        let configuration = Configuration::new(
            &self.paths,
            &self.read,
            &self.gazetteer,
            &config,
            formats.iter().map(|format| format.name()).collect(),
            self.include_text,
        );
        let whole = output.finish(&configuration, &gazetteer)?;
        interrupt.stop.no_more()?;
        let summary = whole.commit()?;
        let time = start.elapsed();
        meter.clear();
        if !self.quiet {
            summary::tell(&summary, time);
            if !self.to_stdout() {
                say(&visible_line(&format!("written to {}", self.output.display())));
            }
        }
        Ok(match summary.log.count(Severity::Error) {
            0 => Outcome::Fine,
            _ => Outcome::SomeFailed,
        })
    }

    fn to_stdout(&self) -> bool {
        self.output.as_os_str() == "-"
    }

    fn config(&self) -> Config {
        let mut config = Config {
            min_score: self.min_score,
            weights: self.weights.clone(),
            ..Config::default()
        };
        if !self.types.is_empty() {
            config.kinds.retain(|kind| self.types.contains(kind));
        }
        config
    }

    /// Every format that is asked for, once.
    fn formats(&self) -> Result<Vec<Format>> {
        let mut formats = self.format.clone();
        if formats.is_empty() {
            formats.push(Format::Jsonl);
            if !self.to_stdout() {
                formats.push(Format::Csv);
            }
        }
        let asked = formats.clone();
        let formats: Vec<_> = Format::value_variants()
            .iter()
            .copied()
            .filter(|format| asked.contains(format))
            .collect();
        if self.to_stdout() && formats.len() > 1 {
            return Err(misused("--output - takes one format; choose it with --format".to_owned()));
        }
        Ok(formats)
    }

    fn open_output(&self, formats: &[Format], interrupt: &Interrupt) -> Result<Output> {
        let sinks = formats.iter().map(|format| format.sink()).collect();
        let mut all = Formats::new(sinks, formats.contains(&Format::Csv));
        all.has_text = self.include_text;
        if self.to_stdout() {
            let stdout = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
            return Output::to_stream(Box::new(stdout), all);
        }
        let output = Output::to_folder(&self.output, all)?;
        interrupt.owns(&self.output);
        Ok(output)
    }

    /// An article must not be replaced by its annotations.
    fn refuse_inputs_among_output(&self) -> Result<()> {
        if self.to_stdout() {
            return Ok(());
        }
        let Some(output) = real_path(&self.output) else { return Ok(()) };
        for input in self.paths.iter().filter(|input| input.is_file()) {
            let is_replaced = real_path(input).is_some_and(|real| {
                let name = real.file_name().unwrap_or_default();
                real.parent() == Some(&output) && FILES.iter().any(|file| name == *file)
            });
            if is_replaced {
                return Err(misused(format!(
                    "the input `{}` would be replaced by a file of the output folder; choose \
                     another --output",
                    input.display()
                )));
            }
        }
        Ok(())
    }

    /// Annotation files must not be read as articles by the next run.
    fn refuse_output_among_inputs(&self) -> Result<()> {
        if self.to_stdout() {
            return Ok(());
        }
        let Some(output) = real_path(&self.output) else { return Ok(()) };
        for input in &self.paths {
            let is_around =
                input.is_dir() && real_path(input).is_some_and(|input| output.starts_with(input));
            if is_around {
                return Err(misused(format!(
                    "the output folder `{}` lies in the input folder `{}`, where the next run would \
                     read it as articles; choose another --output",
                    self.output.display(),
                    input.display()
                )));
            }
        }
        Ok(())
    }
}

/// `path` without links and dots; what does not exist yet is taken as it is written.
fn real_path(path: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(path).ok()?;
    let existing = absolute.ancestors().find(|part| part.exists())?;
    let rest = absolute.strip_prefix(existing).ok()?;
    Some(existing.canonicalize().ok()?.join(rest))
}
