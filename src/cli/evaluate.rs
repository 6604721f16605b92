//! `dateline evaluate`: predictions against gold labels.

use super::articles::Annotator;
use super::conventions::ConventionArgs;
use super::options::{GazetteerArgs, ReadArgs, misused, to_stdout};
use super::summary::{number, tell_worst};
use super::visible::{visible, visible_line};
use super::{Outcome, say};
use clap::{Args, ValueEnum};
use dateline::diagnostic::Severity;
use dateline::error::{Error, Result};
use dateline::evaluate::{
    Conventions, Evaluation, Format, Intervals, Labels, Match, Report, ReportFormat, Resampling,
    Settings, compare, evaluate, intervals, is_broken_document, read,
};
use dateline::model::EntityKind;
use std::collections::HashSet;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Compare annotations, by this or any other program, with gold labels
///
/// Reads JSONL ({"id","text","spans":[{"start","end","type"}]} and annotations.jsonl), CoNLL columns, brat
/// folders and spaCy's JSON. Predictions may also be articles, which are annotated first; without
/// --predicted the texts of the gold are. Exit codes: 0 fine, 1 something could not be used or
/// the score is below --fail-under, 2 the run could not be made.
#[derive(Args)]
pub struct Evaluate {
    /// Files or folders with labels by people, or - for stdin
    #[arg(long, required = true, value_name = "PATH", num_args = 1..)]
    gold: Vec<PathBuf>,
    /// Files or folders with predictions, or articles [default: the texts of the gold, annotated]
    #[arg(long, value_name = "PATH", num_args = 1..)]
    predicted: Vec<PathBuf>,
    /// Predictions of another system on the same gold, to compare with
    #[arg(long, value_name = "PATH", num_args = 1..)]
    compare: Vec<PathBuf>,
    /// Format of the gold [default: by name and content]
    #[arg(long, value_enum, value_name = "FORMAT")]
    gold_format: Option<LabelFormat>,
    /// Format of the predictions [default: by name and content]
    #[arg(long, value_enum, value_name = "FORMAT")]
    predicted_format: Option<LabelFormat>,
    /// Format of the other predictions [default: by name and content]
    #[arg(long, value_enum, value_name = "FORMAT")]
    compare_format: Option<LabelFormat>,
    #[command(flatten)]
    conventions: ConventionArgs,
    /// What counts as found, in the main figures
    #[arg(long = "match", value_enum, value_name = "MATCH", default_value = "strict")]
    by: MatchName,
    /// End with exit code 1 if the micro F1 is below this share, 0 to 1
    #[arg(long, value_name = "F1", allow_negative_numbers = true, value_parser = bound)]
    fail_under: Option<f64>,
    /// List so many mistakes of each sort; 0 for figures alone
    #[arg(long, value_name = "N", default_value_t = 5)]
    errors: usize,
    /// Draw documents so often for intervals and for p
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    resamples: u32,
    /// Seed of what is drawn
    #[arg(long, value_name = "N", default_value_t = 42, value_parser = clap::value_parser!(u64).range(1..))]
    seed: u64,
    /// Form of the report
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "table")]
    format: OutputFormat,
    /// File for the report, or - for stdout
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    /// Say nothing on stderr but why the run could not be made
    #[arg(short, long)]
    quiet: bool,
    /// Weights of the tagger in place of the shipped ones, where articles are annotated
    #[arg(long, value_name = "FILE")]
    weights: Option<PathBuf>,
    #[command(flatten)]
    read: ReadArgs,
    #[command(flatten)]
    gazetteer: GazetteerArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LabelFormat {
    /// One JSON object a line
    Jsonl,
    /// One JSON value, as spaCy's training data
    #[value(alias = "spacy")]
    Json,
    /// A token a line, its tag in the last column
    #[value(alias = "iob2")]
    Conll,
    /// Folder of .txt with .ann
    Brat,
    /// Articles, which are annotated first
    Articles,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum OutputFormat {
    Table,
    Json,
    Markdown,
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum MatchName {
    /// Same span and same type
    Strict,
    /// Same span
    Exact,
    /// Overlap; half, if the span is not the same
    Partial,
    /// Overlap and same type, one to one
    Type,
    /// Overlap and same type, with any
    Overlap,
}

impl Evaluate {
    pub fn run(&self) -> Result<Outcome> {
        self.refuse_stdin_twice()?;
        self.refuse_bad_output()?;
        let gold = self.read_gold()?;
        let conventions = self.conventions.conventions();
        let kinds = counted_kinds(&conventions);
        let weights = self.weights.clone();
        let annotator = Annotator::new(&self.gazetteer, &self.read, kinds, weights, self.quiet);
        let (predicted, predicted_name) = match self.predicted.is_empty() {
            true => {
                let name = "the texts of the gold, annotated by dateline".to_owned();
                (annotator.annotate_texts(&gold.documents)?, name)
            }
            false => self.read_predicted(&self.predicted, self.predicted_format, &annotator)?,
        };
        refuse_many_types([&gold, &predicted], &conventions)?;
        let only_common = self.conventions.only_common;
        let evaluation = evaluate(&gold, &predicted, &conventions, only_common);
        let resampling = Resampling { resamples: self.resamples as usize, seed: self.seed };
        let by = self.by.into();
        let spread = intervals(&evaluation, by, resampling);
        let other = match self.compare.is_empty() {
            true => None,
            false => {
                let (other, name) =
                    self.read_predicted(&self.compare, self.compare_format, &annotator)?;
                let other = evaluate(&gold, &other, &conventions, only_common);
                Some((compare(&evaluation, &other, by, resampling), other, name))
            }
        };
        let settings = Settings {
            conventions: &conventions,
            only_common,
            by,
            resampling,
            errors: self.errors,
        };
        let gold_name = names(&self.gold);
        let report = Report {
            gold: &gold_name,
            predicted: &predicted_name,
            settings,
            evaluation: &evaluation,
            intervals: &spread,
            comparison: other.as_ref().map(|(comparison, _, name)| (name.as_str(), comparison)),
        };
        self.put(&report.render(self.format.into()))?;
        let of_other = other.as_ref().map(|(_, evaluation, _)| evaluation);
        self.tell(&evaluation, of_other, &conventions, &spread)
    }

    fn refuse_stdin_twice(&self) -> Result<()> {
        let paths = self.gold.iter().chain(&self.predicted).chain(&self.compare);
        match paths.filter(|path| path.as_os_str() == "-").count() {
            0 | 1 => Ok(()),
            _ => Err(misused("stdin can be read once; `-` is there several times".to_owned())),
        }
    }

    /// The report must not take the place of a device or of what it reports on.
    fn refuse_bad_output(&self) -> Result<()> {
        let path = &self.output;
        if path.as_os_str() == "-" || !path.exists() {
            return Ok(());
        }
        if !path.is_file() {
            let message = "it is there and no regular file; expected a file or `-` for stdout";
            return Err(misused(message.to_owned()).at(path));
        }
        let real = path.canonicalize().ok();
        let inputs = self.gold.iter().chain(&self.predicted).chain(&self.compare);
        match inputs.map(|input| input.canonicalize().ok()).any(|input| input == real) {
            true => Err(misused("the report would overwrite what it reads".to_owned()).at(path)),
            false => Ok(()),
        }
    }

    fn read_gold(&self) -> Result<Labels> {
        let format = self.gold_format.map(|format| match format.labels() {
            Some(format) => Ok(format),
            None => Err(misused("gold has labels; articles have none".to_owned())),
        });
        let gold = read(&self.gold, format.transpose()?)?;
        if gold.documents.is_empty() || !gold.is_labelled {
            tell_worst(&gold.faults);
            return Err(misused(format!("no labelled document in {}", names(&self.gold))));
        }
        Ok(gold)
    }

    /// Predictions, or the annotations of articles; and what they are called in the report.
    fn read_predicted(
        &self,
        paths: &[PathBuf],
        format: Option<LabelFormat>,
        annotator: &Annotator,
    ) -> Result<(Labels, String)> {
        let annotated = || -> Result<(Labels, String)> {
            let name = format!("{}, annotated by dateline", names(paths));
            Ok((annotator.annotate_files(paths)?, name))
        };
        if format == Some(LabelFormat::Articles) {
            return annotated();
        }
        let labels = read(paths, format.and_then(LabelFormat::labels))?;
        let is_unread = |fault| is_broken_document(fault) && !fault.message.starts_with(NOT_LABELS);
        let are_articles = format.is_none()
            && !labels.is_labelled
            && !labels.faults.iter().any(is_unread)
            && paths.iter().all(|path| path.as_os_str() != "-");
        if !are_articles {
            return Ok((labels, names(paths)));
        }
        if !self.quiet {
            let line = format!("{} has no labels: taken as articles and annotated", names(paths));
            say(&visible_line(&line));
        }
        annotated()
    }

    fn put(&self, report: &str) -> Result<()> {
        if self.output.as_os_str() == "-" {
            let is_for_people = matches!(self.format, OutputFormat::Table | OutputFormat::Markdown);
            let report = if is_for_people { visible(report) } else { report.into() };
            return std::io::stdout().lock().write_all(report.as_bytes()).map_err(to_stdout);
        }
        write_whole(&self.output, report).map_err(|error| Error::new(error).at(&self.output))
    }

    /// Tells on stderr what was wrong and how it went.
    fn tell(
        &self,
        evaluation: &Evaluation,
        other: Option<&Evaluation>,
        conventions: &Conventions,
        spread: &Intervals,
    ) -> Result<Outcome> {
        let mut faults = evaluation.faults.clone();
        let told: HashSet<String> = faults.iter().map(ToString::to_string).collect();
        let of_other = other.into_iter().flat_map(|other| &other.faults);
        // Of the gold both tell.
        faults.extend(of_other.filter(|fault| !told.contains(&fault.to_string())).cloned());
        let mut outcome = Outcome::Fine;
        if faults.iter().any(|fault| fault.severity == Severity::Error) {
            outcome = Outcome::SomeFailed;
        }
        let f1 = evaluation.total.rates(self.by.into()).f1;
        let is_below = self.fail_under.is_some_and(|bound| f1.is_none_or(|f1| f1 < bound));
        if is_below {
            outcome = Outcome::SomeFailed;
        }
        if self.quiet {
            return Ok(outcome);
        }
        tell_worst(&faults);
        for kind in conventions.types.iter().filter(|kind| !evaluation.types.contains(kind)) {
            say(&visible_line(&format!("no name of type {kind} on either side")));
        }
        let extra: Vec<(&str, u64)> = evaluation.types_without_gold().collect();
        if !extra.is_empty() && evaluation.total.gold > 0 {
            let kinds: Vec<&str> = extra.iter().map(|(kind, _)| *kind).collect();
            let count = number(extra.iter().map(|(_, count)| count).sum(), "prediction");
            let kinds = visible_line(&kinds.join(", "));
            say(&format!(
                "the gold has no {kinds}: {count} of these types are spurious; --types leaves them out"
            ));
        }
        let interval = spread.total.f1.map(|i| format!(" ({:.4} to {:.4})", i.low, i.high));
        let f1 = f1.map_or_else(|| "undefined".to_owned(), |f1| format!("{f1:.4}"));
        say(&format!(
            "{}, {}, {} F1 {f1}{}; {}",
            number(evaluation.documents.scored as u64, "document"),
            number(evaluation.total.gold, "gold name"),
            Match::from(self.by).as_str(),
            interval.unwrap_or_default(),
            number(faults.len() as u64, "diagnostic"),
        ));
        if let Some(bound) = self.fail_under.filter(|_| is_below) {
            say(&format!("below --fail-under {bound}"));
        }
        Ok(outcome)
    }
}

/// More types than any scheme has: labels are no types, or the column is a wrong one.
const MOST_TYPES: usize = 1000;

/// Types are counted for each document, so very many of them would fill the memory.
fn refuse_many_types(sides: [&Labels; 2], conventions: &Conventions) -> Result<()> {
    if !conventions.types.is_empty() || conventions.untyped {
        return Ok(());
    }
    let documents = sides.into_iter().flat_map(|side| &side.documents);
    let labels = documents.flat_map(|document| &document.labels);
    let kinds: HashSet<&str> = labels.filter_map(|label| label.kind.as_deref()).collect();
    if kinds.len() <= MOST_TYPES {
        return Ok(());
    }
    let message = format!(
        "{} different types of labels; expected {MOST_TYPES} or fewer; --types says which count, --untyped takes \
         them all as one",
        kinds.len()
    );
    Err(misused(message))
}

/// The types that count, under whatever name.
fn counted_kinds(conventions: &Conventions) -> Vec<EntityKind> {
    let counts = |kind: &EntityKind| {
        let name = conventions.kind(Some(kind.as_str()), &conventions.merge_predicted);
        conventions.types.is_empty() || name.is_some_and(|name| conventions.types.contains(&name))
    };
    EntityKind::ALL.into_iter().filter(counts).collect()
}

/// How the message begins for a file that is in no format of labels.
const NOT_LABELS: &str = "no labels in a known format";

fn names(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    names.join(", ")
}

/// Writes a file under a temporary name, which is renamed when it is whole.
fn write_whole(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = tempfile::Builder::new();
    builder.prefix(".dateline-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any new file: the user's mask is taken off.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path).map(|_| ()).map_err(|error| error.error)
}

impl LabelFormat {
    /// `None` for articles, which have no labels.
    fn labels(self) -> Option<Format> {
        match self {
            LabelFormat::Jsonl => Some(Format::Jsonl),
            LabelFormat::Json => Some(Format::Json),
            LabelFormat::Conll => Some(Format::Conll),
            LabelFormat::Brat => Some(Format::Brat),
            LabelFormat::Articles => None,
        }
    }
}

impl From<OutputFormat> for ReportFormat {
    fn from(format: OutputFormat) -> Self {
        match format {
            OutputFormat::Table => ReportFormat::Table,
            OutputFormat::Json => ReportFormat::Json,
            OutputFormat::Markdown => ReportFormat::Markdown,
            OutputFormat::Csv => ReportFormat::Csv,
        }
    }
}

impl From<MatchName> for Match {
    fn from(name: MatchName) -> Self {
        match name {
            MatchName::Strict => Match::Strict,
            MatchName::Exact => Match::Exact,
            MatchName::Partial => Match::Partial,
            MatchName::Type => Match::Type,
            MatchName::Overlap => Match::Overlap,
        }
    }
}

fn bound(text: &str) -> std::result::Result<f64, String> {
    match text.parse() {
        Ok(bound) if (0.0..=1.0).contains(&bound) => Ok(bound),
        _ => Err("expected a number from 0 to 1".to_owned()),
    }
}
