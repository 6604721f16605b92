//! What several subcommands can be told.

use super::say;
use super::visible::visible_line;
use clap::Args;
use dateline::diagnostic::{Diagnostic, Severity};
use dateline::error::{Error, Result};
use dateline::gazetteer::{Gazetteer, Sources, UserList, cache};
use dateline::model::{EntityKind, UnknownKind};
use dateline::read::{FieldNames, InputFormat, ReadConfig, parse_date};
use std::path::PathBuf;

/// Which names are known.
#[derive(Args)]
#[command(next_help_heading = "Gazetteers")]
pub struct GazetteerArgs {
    /// A list of your own: a table (TSV with a header), or names one a line as TYPE=FILE; several times
    ///
    /// A row with the id of a shipped entity replaces it. `-=FILE` takes names away.
    #[arg(long, value_name = "[TYPE=]FILE", allow_hyphen_values = true)]
    pub gazetteer: Vec<String>,
    /// Use nothing but your own lists
    #[arg(long)]
    pub no_shipped_gazetteers: bool,
    /// Folder with tables in place of the shipped ones
    #[arg(long, value_name = "DIR")]
    pub gazetteer_dir: Option<PathBuf>,
}

impl GazetteerArgs {
    pub fn sources(&self) -> Result<Sources> {
        let user: Result<Vec<UserList>> = self.gazetteer.iter().map(|list| list.parse()).collect();
        Ok(Sources {
            shipped: !self.no_shipped_gazetteers,
            directory: self.gazetteer_dir.clone(),
            user: user?,
        })
    }

    /// The gazetteer; trouble that leaves it usable is told on stderr.
    pub fn open(&self, is_quiet: bool) -> Result<Gazetteer> {
        let mut diagnostics: Vec<Diagnostic> = Vec::new();
        let cache = cache::default_dir();
        let gazetteer = Gazetteer::open(&self.sources()?, cache.as_deref(), &mut diagnostics)?;
        for diagnostic in diagnostics {
            if !is_quiet && diagnostic.severity > Severity::Note {
                say(&visible_line(&diagnostic.to_string()));
            }
        }
        Ok(gazetteer)
    }
}

/// How articles lie in their files.
#[derive(Args)]
#[command(next_help_heading = "Reading")]
pub struct ReadArgs {
    /// Format of all input files: text, jsonl, json, csv, tsv or html [default: by their names]
    #[arg(long, value_name = "FORMAT")]
    pub input_format: Option<InputFormat>,
    /// Field or column with the article; in JSON `a.b` is the field b in the object a
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub text_field: String,
    /// Field or column with its id
    #[arg(long, value_name = "NAME", default_value = "id")]
    pub id_field: String,
    /// Field or column with its headline
    #[arg(long, value_name = "NAME", default_value = "title")]
    pub title_field: String,
    /// Field or column with its day of publication
    #[arg(long, value_name = "NAME", default_value = "published")]
    pub published_field: String,
    /// Field or column with the outlet
    #[arg(long, value_name = "NAME", default_value = "outlet")]
    pub outlet_field: String,
    /// Field or column with its address
    #[arg(long, value_name = "NAME", default_value = "url")]
    pub url_field: String,
    /// Field or column with its language
    #[arg(long, value_name = "NAME", default_value = "language")]
    pub language_field: String,
    /// Day of publication of the articles that do not say theirs, as 2020-01-03
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub date: Option<jiff::civil::Date>,
    /// Encoding of all input files, as windows-1252 [default: found out file by file]
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub encoding: Option<&'static encoding_rs::Encoding>,
    /// Longer articles are cut, with a diagnostic
    #[arg(long, value_name = "MB", default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=4000))]
    pub max_article_size: u16,
}

impl ReadArgs {
    pub fn config(&self) -> ReadConfig {
        ReadConfig {
            format: self.input_format,
            fields: FieldNames {
                id: self.id_field.clone(),
                text: self.text_field.clone(),
                title: self.title_field.clone(),
                published: self.published_field.clone(),
                outlet: self.outlet_field.clone(),
                url: self.url_field.clone(),
                language: self.language_field.clone(),
            },
            date: self.date,
            encoding: self.encoding,
            max_document_bytes: usize::from(self.max_article_size) << 20,
            ..ReadConfig::default()
        }
    }
}

fn date(text: &str) -> std::result::Result<jiff::civil::Date, String> {
    parse_date(text).ok_or_else(|| "expected a day, as 2020-01-03".to_owned())
}

fn encoding(name: &str) -> std::result::Result<&'static encoding_rs::Encoding, String> {
    encoding_rs::Encoding::for_label(name.as_bytes()).ok_or_else(|| {
        "unknown encoding; expected a name as utf-8, windows-1252 or gb18030".to_owned()
    })
}

/// A type in any case.
pub fn kind(name: &str) -> std::result::Result<EntityKind, UnknownKind> {
    name.to_uppercase().parse().map_err(|_| UnknownKind(name.to_owned()))
}

/// Says of a fault in writing where it was written to.
pub fn to_stdout(error: std::io::Error) -> Error {
    Error::new(error).at("standard output")
}

/// A share, 0 to 1.
pub fn share(text: &str) -> std::result::Result<f32, String> {
    match text.parse() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err("expected a number from 0 to 1".to_owned()),
    }
}

/// A usage error about an argument.
pub fn misused(message: String) -> Error {
    Error::usage(message)
}
