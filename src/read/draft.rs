//! What a format gives: an article on its way to being a document.

use super::codes;
use super::config::{Field, ReadConfig};
use super::dates::parse_date;
use super::encoding::cut;
use super::zones;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Document, MAX_TEXT_BYTES};

/// An article as its file says it, before it has an id of its own, zones and a date.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub id: Option<String>,
    pub text: String,
    pub title: Option<String>,
    pub published: Option<String>,
    pub outlet: Option<String>,
    pub url: Option<String>,
    pub language: Option<String>,
    /// Where the record begins, in formats with several articles a file.
    pub line: Option<u64>,
    pub diagnostics: Vec<Diagnostic>,
}

/// What comes next in a file.
#[derive(Debug)]
pub(super) enum Next {
    Draft(Box<Draft>),
    /// A record that gives no article.
    Fault(Diagnostic),
}

impl Draft {
    pub(super) fn note(
        &mut self,
        code: &'static str,
        severity: Severity,
        message: impl Into<String>,
    ) {
        let mut diagnostic = Diagnostic::new(code, severity, message);
        diagnostic.line = self.line;
        self.diagnostics.push(diagnostic);
    }

    /// Sets a field to what the record says; blank is as good as absent, except for the text.
    pub(super) fn set(&mut self, field: Field, value: String) {
        if field == Field::Text {
            self.text = value;
            return;
        }
        let value = Some(value.trim()).filter(|value| !value.is_empty()).map(str::to_owned);
        match field {
            Field::Id => self.id = value,
            Field::Title => self.title = value,
            Field::Published => self.published = value,
            Field::Outlet => self.outlet = value,
            Field::Url => self.url = value,
            Field::Language => self.language = value,
            Field::Text => {}
        }
    }

    /// The document, with zones, a language and a date, and what is to be said about it.
    pub(super) fn finish(mut self, id: String, config: &ReadConfig) -> (Document, Vec<Diagnostic>) {
        let limit = config.max_document_bytes.min(MAX_TEXT_BYTES);
        if let Some(mut note) = cut(&mut self.text, limit) {
            note.line = self.line;
            self.diagnostics.push(note);
        }
        if self.text.trim().is_empty() {
            self.note(codes::EMPTY, Severity::Note, "the text is empty");
        }
        let nuls = self.text.bytes().filter(|&byte| byte == 0).count();
        if nuls > 0 {
            let s = if nuls == 1 { "" } else { "s" };
            let message = format!("{nuls} NUL character{s} in the text, kept");
            self.note(codes::NULS, Severity::Note, message);
        }
        let language = self.language.take().and_then(|said| self.language_code(&said));
        let published = self.published.take().and_then(|said| self.day(&said));
        let mut doc = Document::new(id, self.text);
        doc.meta.title = self.title;
        doc.meta.outlet = self.outlet;
        doc.meta.url = self.url;
        doc.meta.language = language;
        doc.meta.line = self.line;
        zones::find_zones(&mut doc);
        doc.meta.published = published.or_else(|| zones::dateline_date(&doc)).or(config.date);
        (doc, self.diagnostics)
    }

    fn day(&mut self, said: &str) -> Option<jiff::civil::Date> {
        let day = parse_date(said);
        if day.is_none() {
            let message = format!(
                "`{}` is not understood as a date; expected such as 2020-01-03 or January 3, 2020",
                shortened(said)
            );
            self.note(codes::ODD_DATE, Severity::Warning, message);
        }
        day
    }

    /// `en` of `en`, `EN` and `en-US`.
    fn language_code(&mut self, said: &str) -> Option<String> {
        let code = said.split(['-', '_']).next().unwrap_or(said).to_ascii_lowercase();
        if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Some(code);
        }
        let message = format!(
            "`{}` is not understood as a language; expected an ISO 639-1 code such as en",
            shortened(said)
        );
        self.note(codes::ODD_LANGUAGE, Severity::Note, message);
        None
    }
}

/// The beginning of a value, for messages.
pub(super) fn shortened(value: &str) -> String {
    match value.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn draft(text: &str, published: &str) -> Draft {
        let mut draft = Draft { text: text.to_owned(), line: Some(7), ..Draft::default() };
        draft.set(Field::Published, published.to_owned());
        draft
    }

    #[test]
    fn the_date_comes_from_metadata_then_a_dateline_then_the_run() {
        let config = ReadConfig { date: Some(date(1999, 9, 9)), ..ReadConfig::default() };
        let reuters = "LONDON 1996-08-30\nBritain said on Friday that it would wait.";
        let day = |draft: Draft| draft.finish("a".to_owned(), &config).0.meta.published;
        assert_eq!(day(draft(reuters, "2020-01-03")), Some(date(2020, 1, 3)));
        assert_eq!(day(draft(reuters, "")), Some(date(1996, 8, 30)));
        assert_eq!(day(draft("Britain said so.", "")), Some(date(1999, 9, 9)));
    }

    #[test]
    fn a_date_that_is_not_understood_is_told_and_never_guessed() {
        let (doc, diagnostics) =
            draft("Iran.", "3/4/2020").finish("a".to_owned(), &ReadConfig::default());
        assert_eq!(doc.meta.published, None);
        assert_eq!((diagnostics[0].code, diagnostics[0].line), (codes::ODD_DATE, Some(7)));
        assert!(diagnostics[0].message.contains("`3/4/2020`"));
    }

    #[test]
    fn a_language_is_two_letters_or_none() {
        let mut draft = Draft::default();
        assert_eq!(draft.language_code("en-US").as_deref(), Some("en"));
        assert_eq!(draft.language_code("FA").as_deref(), Some("fa"));
        assert!(draft.diagnostics.is_empty());
        assert_eq!(draft.language_code("English"), None);
        assert_eq!(draft.diagnostics[0].code, codes::ODD_LANGUAGE);
    }

    #[test]
    fn nuls_stay_in_the_text() {
        let (doc, diagnostics) =
            draft("Iran\0 said", "").finish("a".to_owned(), &ReadConfig::default());
        assert_eq!(doc.text(), "Iran\0 said");
        assert_eq!(diagnostics[0].code, codes::NULS);
    }

    #[test]
    fn a_text_over_the_limit_is_cut_between_characters() {
        let config = ReadConfig { max_document_bytes: 9, ..ReadConfig::default() };
        let (doc, diagnostics) = draft("Téhéran vows", "").finish("a".to_owned(), &config);
        assert_eq!(doc.text(), "Téhéran");
        assert_eq!(diagnostics[0].code, codes::CUT);
    }
}
