//! Figures and mistakes as people and programs read them: one file a format.

mod csv;
mod json;
mod markdown;
mod page;
mod table;

use super::bootstrap::{Intervals, Resampling};
use super::compare::Comparison;
use super::conventions::{Conventions, Flatten};
use super::counts::Match;
use super::score::Evaluation;

/// An evaluation with all that its report tells.
#[derive(Clone, Debug)]
pub struct Report<'a> {
    /// What the gold and the predictions are called.
    pub gold: &'a str,
    pub predicted: &'a str,
    pub settings: Settings<'a>,
    pub evaluation: &'a Evaluation,
    pub intervals: &'a Intervals,
    /// Another system, its name first.
    pub comparison: Option<(&'a str, &'a Comparison)>,
}

/// What an evaluation was told, as far as it can change the figures.
#[derive(Clone, Debug)]
pub struct Settings<'a> {
    pub conventions: &'a Conventions,
    pub only_common: bool,
    /// The match whose intervals, differences and bound are asked for.
    pub by: Match,
    pub resampling: Resampling,
    /// As many mistakes of a sort are listed.
    pub errors: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFormat {
    /// For a terminal.
    Table,
    Json,
    Markdown,
    /// The figures alone.
    Csv,
}

impl Report<'_> {
    pub fn render(&self, format: ReportFormat) -> String {
        match format {
            ReportFormat::Table => table::render(self),
            ReportFormat::Json => json::render(self),
            ReportFormat::Markdown => markdown::render(self),
            ReportFormat::Csv => csv::render(self),
        }
    }
}

impl Settings<'_> {
    /// The flags that were given, as one would write them; empty for none.
    fn flags(&self) -> String {
        let conventions = self.conventions;
        let mut flags = Vec::new();
        let mut list = |name: &str, words: Vec<String>| {
            if !words.is_empty() {
                flags.push(format!("{name} {}", words.join(",")));
            }
        };
        list("--types", conventions.types.iter().cloned().collect());
        let (gold, predicted) = (&conventions.merge_gold, &conventions.merge_predicted);
        let merged = |is_common: bool, of: &std::collections::BTreeMap<String, String>| {
            let is_both = |(from, to): &(&String, &String)| {
                gold.get(*from) == Some(to) && predicted.get(*from) == Some(to)
            };
            let chosen = of.iter().filter(|pair| is_both(pair) == is_common);
            chosen.map(|(from, to)| format!("{from}={to}")).collect::<Vec<_>>()
        };
        list("--merge", merged(true, gold));
        list("--merge-gold", merged(false, gold));
        list("--merge-predicted", merged(false, predicted));
        let untyped = conventions.ignore_untyped.then(|| "null".to_owned());
        list("--ignore", conventions.ignore.iter().cloned().chain(untyped).collect());
        let switches = [
            (conventions.flatten == Flatten::Outer, "--flatten outer"),
            (conventions.flatten == Flatten::Inner, "--flatten inner"),
            (conventions.trim, "--trim"),
            (conventions.strip_titles, "--strip-titles"),
            (conventions.untyped, "--untyped"),
            (conventions.keep_labels, "--keep-labels"),
            (self.only_common, "--only-common"),
        ];
        flags.extend(
            switches.iter().filter(|(is_on, _)| *is_on).map(|(_, flag)| (*flag).to_owned()),
        );
        flags.join(" ")
    }
}
