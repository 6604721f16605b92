//! `dateline gazetteer`: what is in the name lists, and what is wrong with them.

use super::options::{GazetteerArgs, misused, to_stdout};
use super::summary::number;
use super::visible::visible_line;
use super::{Outcome, say};
use clap::{Args, Subcommand};
use dateline::diagnostic::Severity;
use dateline::error::Result;
use dateline::gazetteer::compile::{CompileOptions, compile};
use dateline::gazetteer::{self, Entity, Gazetteer, Sense};
use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;

/// Look into the name lists, check them, make them anew
#[derive(Subcommand)]
pub enum GazetteerCommand {
    Check(Check),
    Lookup(Lookup),
    Compile(Compile),
}

/// Find broken rows, common words, too short and ambiguous names, with line numbers
///
/// Exit codes: 0 nothing to mend, 1 rows that should be mended, 2 a table that cannot be used.
#[derive(Args)]
pub struct Check {
    #[command(flatten)]
    gazetteer: GazetteerArgs,
}

/// Show all that a name can stand for, and all that is known of it
#[derive(Args)]
pub struct Lookup {
    /// A name in any case, or the id of an entity
    #[arg(required = true, value_name = "NAME")]
    words: Vec<String>,
    #[command(flatten)]
    gazetteer: GazetteerArgs,
}

/// Make the shipped tables anew from raw lists
///
/// Prints what each list gave, and what was left out and why.
#[derive(Args)]
pub struct Compile {
    /// Folder with the raw lists
    #[arg(value_name = "SOURCES")]
    sources: PathBuf,
    /// Folder with reviewed/, to which compiled/ and lexicon/ are written
    #[arg(long, value_name = "DIR", default_value = "gazetteers")]
    out: PathBuf,
    /// Leave out members of parliaments whose last term ended before
    #[arg(long, value_name = "YEAR", default_value_t = CompileOptions::default().legislators_since)]
    legislators_since: i16,
}

impl GazetteerCommand {
    pub fn run(&self) -> Result<Outcome> {
        match self {
            GazetteerCommand::Check(command) => command.run(),
            GazetteerCommand::Lookup(command) => command.run(),
            GazetteerCommand::Compile(command) => command.run(),
        }
    }
}

impl Check {
    fn run(&self) -> Result<Outcome> {
        let findings = gazetteer::check(&self.gazetteer.sources()?)?;
        let mut out = std::io::stdout().lock();
        for finding in &findings {
            writeln!(out, "{}", visible_line(&finding.to_string())).map_err(to_stdout)?;
        }
        let count = |severity| findings.iter().filter(|f| f.severity == severity).count() as u64;
        let errors = count(Severity::Error);
        say(&format!(
            "{}, {}, {}",
            number(errors, "error"),
            number(count(Severity::Warning), "warning"),
            number(count(Severity::Note), "note")
        ));
        Ok(if errors > 0 { Outcome::SomeFailed } else { Outcome::Fine })
    }
}

impl Lookup {
    fn run(&self) -> Result<Outcome> {
        let name = self.words.join(" ");
        let gazetteer = self.gazetteer.open(false)?;
        let senses = gazetteer.lookup(&name);
        let mut out = std::io::stdout().lock();
        for (ix, sense) in senses.iter().enumerate() {
            let separator = if ix == 0 { "" } else { "\n" };
            write!(out, "{separator}{}", card(&gazetteer, sense)).map_err(to_stdout)?;
        }
        if senses.is_empty() {
            say(&format!("no entity has the name or id `{}`", visible_line(&name)));
        }
        Ok(if senses.is_empty() { Outcome::SomeFailed } else { Outcome::Fine })
    }
}

/// All that is known of an entity, a line each.
fn card(gazetteer: &Gazetteer, sense: &Sense) -> String {
    let entity = gazetteer.entity(sense.entity);
    let mut card = format!("{} {}\n", entity.name, entity.kind);
    for (label, value) in facts(&entity, sense) {
        if !value.is_empty() {
            let _ = writeln!(card, "  {label:<11} {value}");
        }
    }
    card.lines().map(|line| visible_line(line) + "\n").collect()
}

fn facts(entity: &Entity<'_>, sense: &Sense) -> Vec<(&'static str, String)> {
    let position = entity.lat.zip(entity.lon).map(|(lat, lon)| format!("{lat}, {lon}"));
    let time = match (entity.from, entity.until) {
        ("", "") => String::new(),
        (from, until) => format!("{from} to {until}"),
    };
    let aliases: Vec<_> =
        entity.aliases().map(|(surface, flags)| flagged(surface, flags)).collect();
    vec![
        ("id", entity.id.to_owned()),
        ("subtype", entity.subtype.to_owned()),
        ("aliases", aliases.join(" | ")),
        ("native", entity.native.to_owned()),
        ("demonyms", entity.demonyms().collect::<Vec<_>>().join(" | ")),
        ("country", entity.country.to_owned()),
        ("admin1", entity.admin1.to_owned()),
        ("position", position.unwrap_or_default()),
        ("prominence", entity.prominence.to_string()),
        ("office", entity.office.to_owned()),
        ("time", time),
        ("domain", entity.domain.to_owned()),
        ("language", entity.language.to_owned()),
        ("wikidata", entity.wikidata.to_owned()),
        ("geonames", entity.geonames.to_owned()),
        ("source", entity.source.to_owned()),
        ("line", format!("{}:{}", entity.file, entity.line)),
        ("as asked", matched(sense)),
    ]
}

fn flagged(surface: &str, flags: gazetteer::AliasFlags) -> String {
    let names = [(flags.context, "context"), (flags.exact, "exact"), (flags.any, "any")];
    let names: Vec<_> =
        names.into_iter().filter(|(is_set, _)| *is_set).map(|(_, name)| name).collect();
    if names.is_empty() { surface.to_owned() } else { format!("{surface}{{{}}}", names.join(",")) }
}

/// How the name that was asked for is matched in texts.
fn matched(sense: &Sense) -> String {
    let case = match sense.policy {
        gazetteer::Policy::Exact => "in exactly this case",
        gazetteer::Policy::Initial => "with capitals",
        gazetteer::Policy::Any => "in any case",
    };
    let context = if sense.needs_context() { ", only where the text gives a cue" } else { "" };
    format!("{case}{context}")
}

impl Compile {
    fn run(&self) -> Result<Outcome> {
        if !self.sources.is_dir() {
            return Err(
                misused("no such folder; expected one with raw lists".to_owned()).at(&self.sources)
            );
        }
        let options = CompileOptions { legislators_since: self.legislators_since };
        let report = compile(&self.sources, &self.out, &options)?;
        Ok(write!(std::io::stdout().lock(), "{report}").map(|()| Outcome::Fine)?)
    }
}
