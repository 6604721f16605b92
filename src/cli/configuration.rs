//! What a run was told, as `run.json` has it.

use super::options::{GazetteerArgs, ReadArgs};
use dateline::config::Config;
use serde::Serialize;
use std::path::PathBuf;

/// What a run was told, as far as it can change the result.
#[derive(Serialize)]
pub struct Configuration<'a> {
    inputs: Vec<String>,
    input_format: Option<&'static str>,
    fields: Fields<'a>,
    date: Option<String>,
    encoding: Option<&'static str>,
    max_article_size_mb: u16,
    shipped_gazetteers: bool,
    gazetteer_dir: Option<String>,
    gazetteers: &'a [String],
    #[serde(flatten)]
    annotations: &'a Config,
    formats: Vec<&'static str>,
    include_text: bool,
}

#[derive(Serialize)]
struct Fields<'a> {
    id: &'a str,
    text: &'a str,
    title: &'a str,
    published: &'a str,
    outlet: &'a str,
    url: &'a str,
    language: &'a str,
}

impl<'a> Configuration<'a> {
    pub fn new(
        inputs: &[PathBuf],
        read: &'a ReadArgs,
        gazetteer: &'a GazetteerArgs,
        annotations: &'a Config,
        formats: Vec<&'static str>,
        include_text: bool,
    ) -> Self {
        Self {
            inputs: inputs.iter().map(|path| path.display().to_string()).collect(),
            input_format: read.input_format.map(|format| format.as_str()),
            fields: Fields {
                id: &read.id_field,
                text: &read.text_field,
                title: &read.title_field,
                published: &read.published_field,
                outlet: &read.outlet_field,
                url: &read.url_field,
                language: &read.language_field,
            },
            date: read.date.map(|date| date.to_string()),
            encoding: read.encoding.map(|encoding| encoding.name()),
            max_article_size_mb: read.max_article_size,
            shipped_gazetteers: !gazetteer.no_shipped_gazetteers,
            gazetteer_dir: gazetteer.gazetteer_dir.as_ref().map(|dir| dir.display().to_string()),
            gazetteers: &gazetteer.gazetteer,
            annotations,
            formats,
            include_text,
        }
    }
}
