//! `mentions.csv`: one row a mention.

use super::{AnnotationSink, DocumentRecord, MentionRecord, cell};
use crate::error::{Error, Result};
use std::fmt::{Display, Write as _};
use std::io;

/// `mentions.csv`: one row a mention, what a spreadsheet or a data frame needs.
pub struct MentionsCsv;

pub const MENTION_COLUMNS: [&str; 15] = [
    "document",
    "sentence",
    "start",
    "end",
    "text",
    "type",
    "entity",
    "name",
    "wikidata",
    "geonames",
    "latitude",
    "longitude",
    "country",
    "score",
    "rule",
];

impl AnnotationSink for MentionsCsv {
    fn file_name(&self) -> &'static str {
        "mentions.csv"
    }

    fn begin(&self, out: &mut Vec<u8>) -> Result<()> {
        let mut rows = csv::Writer::from_writer(out);
        rows.write_record(MENTION_COLUMNS).map_err(failed)?;
        Ok(rows.flush()?)
    }

    fn document(&self, record: &DocumentRecord<'_>, out: &mut Vec<u8>) -> Result<()> {
        let mut rows = csv::Writer::from_writer(out);
        let document = cell(record.id);
        let mut number = String::new();
        for mention in &record.mentions {
            write_row(&document, mention, &mut number, &mut rows).map_err(failed)?;
        }
        Ok(rows.flush()?)
    }
}

fn write_row<W: io::Write>(
    document: &str,
    mention: &MentionRecord<'_>,
    number: &mut String,
    rows: &mut csv::Writer<W>,
) -> csv::Result<()> {
    rows.write_field(document)?;
    rows.write_field(print(number, Some(mention.sentence)))?;
    rows.write_field(print(number, Some(mention.start)))?;
    rows.write_field(print(number, Some(mention.end)))?;
    rows.write_field(&*cell(mention.text))?;
    rows.write_field(mention.kind.as_str())?;
    rows.write_field(&*cell(mention.entity.unwrap_or_default()))?;
    rows.write_field(&*cell(&mention.name))?;
    rows.write_field(&*cell(mention.wikidata.unwrap_or_default()))?;
    rows.write_field(&*cell(mention.geonames.unwrap_or_default()))?;
    rows.write_field(print(number, mention.latitude))?;
    rows.write_field(print(number, mention.longitude))?;
    rows.write_field(&*cell(mention.country.unwrap_or_default()))?;
    rows.write_field(print(number, Some(format_args!("{:.4}", mention.score))))?;
    rows.write_field(mention.rule)?;
    rows.write_record(None::<&[u8]>)
}

/// `number` in figures, nothing if there is none; `buffer` is used again and again.
fn print(buffer: &mut String, number: Option<impl Display>) -> &str {
    buffer.clear();
    if let Some(number) = number {
        write!(buffer, "{number}").expect("a string takes everything");
    }
    buffer
}

pub(super) fn failed(error: csv::Error) -> Error {
    Error::new(io::Error::from(error))
}
