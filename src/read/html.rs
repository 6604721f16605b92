//! Web pages: their main text and what they say about themselves.

use super::bytes::Bytes;
use super::codes;
use super::draft::{Draft, Next};
use super::encoding::{self, Position};
use super::markup::clean;
use super::page_meta::{PageMeta, page_meta};
use super::plain::whole;
use crate::diagnostic::{Diagnostic, Severity};
use dom_smoothie::{Config, Readability, ReadabilityError, TextMode};
use encoding_rs::{Encoding, UTF_8};
use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What is longer is cut, whatever the limit of texts: a parsed page takes up to forty times its
/// size. Bytes.
const LONGEST_SOURCE: usize = 16 << 20;

/// Pages that are still longer than this after cleaning are not searched for a main text. Bytes.
const LONGEST_PAGE: usize = 4 << 20;

/// How far into a page its encoding may be declared. Bytes.
const DECLARATION: usize = 4096;

/// The document of a web page of at most `limit` bytes; what is longer is cut.
pub(super) fn read(bytes: &mut Bytes, limit: usize) -> Next {
    let (raw, cut) = whole(bytes, limit.min(LONGEST_SOURCE));
    let (html, note) = decode(raw);
    let mut notes: Vec<Diagnostic> = note.into_iter().chain(cut).collect();
    // A fault of the libraries in one page must not end the run.
    let page = catch_unwind(AssertUnwindSafe(|| page_of(&html)));
    let page = match page {
        Ok(Ok(page)) => page,
        Ok(Err(error)) => return Next::Fault(cannot_parse(&error.to_string())),
        Err(_) => return Next::Fault(cannot_parse("the parser gave up")),
    };
    notes.extend(page.notes);
    bytes.consume_all();
    let PageMeta { title, headline, outlet, published, url, language } = page.meta;
    let text = match &headline {
        Some(headline) if !page.text.trim_start().starts_with(headline.as_str()) => {
            format!("{headline}\n\n{}", page.text)
        }
        _ => page.text,
    };
    Next::Draft(Box::new(Draft {
        text,
        title: headline.or(title),
        outlet,
        published,
        url,
        language,
        diagnostics: notes,
        ..Draft::default()
    }))
}

struct Page {
    text: String,
    meta: PageMeta,
    notes: Vec<Diagnostic>,
}

fn page_of(html: &str) -> Result<Page, ReadabilityError> {
    let mut notes = Vec::new();
    let cleaned = clean(html);
    if cleaned.is_too_deep {
        let message = "elements nested too deeply (512, or 32 in a page of many such elements); \
                       the deeper ones are read as their text";
        notes.push(Diagnostic::new(codes::DEEP_NESTING, Severity::Note, message));
    }
    let config =
        Config { disable_json_ld: true, text_mode: TextMode::Formatted, ..Config::default() };
    let mut page = Readability::new(cleaned.html.as_str(), None, Some(config))?;
    let meta = page_meta(&page, &cleaned.json_ld);
    let visible = text_of(&page);
    if cleaned.html.len() > LONGEST_PAGE || cleaned.is_laborious() {
        notes.push(no_main_text("page too long to look for its main text"));
        return Ok(Page { text: text_without_menus(&page, visible), meta, notes });
    }
    let main = page.parse().map(|article| article.text_content.trim().to_owned());
    let main = main.unwrap_or_default();
    if !shrank_to_nothing(main.len(), visible.len()) {
        return Ok(Page { text: main, meta, notes });
    }
    let (found, all) = (main.len(), visible.len());
    let what = format!("no main text found ({found} of {all} bytes of visible text)");
    notes.push(no_main_text(&what));
    // Looking for the main text has changed the page.
    let page = Readability::new(cleaned.html.as_str(), None, None)?;
    Ok(Page { text: text_without_menus(&page, visible), meta, notes })
}

fn no_main_text(what: &str) -> Diagnostic {
    let message = format!("{what}; all visible text is used");
    Diagnostic::new(codes::NO_MAIN_TEXT, Severity::Warning, message)
}

/// Whether the main text is too little to be that of an article.
fn shrank_to_nothing(main: usize, visible: usize) -> bool {
    visible > 0 && (main == 0 || (main < 500 && main < visible / 10))
}

/// All text of a page.
fn text_of(page: &Readability) -> String {
    page.doc.body().map_or(String::new(), |body| body.formatted_text().trim().to_owned())
}

/// All text of a page but menus, footers and what is hidden; `all` if nothing else is there.
fn text_without_menus(page: &Readability, all: String) -> String {
    let no_text = "nav, footer, form, button, [hidden], [style*='display:none'], \
                   [style*='display: none']";
    page.doc.select(no_text).remove();
    Some(text_of(page)).filter(|text| !text.is_empty()).unwrap_or(all)
}

fn cannot_parse(why: &str) -> Diagnostic {
    Diagnostic::new(codes::NO_MAIN_TEXT, Severity::Error, format!("the page cannot be read: {why}"))
}

/// The page as text: UTF-8 if it is, else in the encoding it declares, else in a likely one.
fn decode(raw: &[u8]) -> (Cow<'_, str>, Option<Diagnostic>) {
    let declared = declared_encoding(raw);
    let is_ascii_in_shape = |encoding: &'static Encoding| !encoding.is_ascii_compatible();
    match declared {
        Some(encoding)
            if encoding != UTF_8
                && (is_ascii_in_shape(encoding) || std::str::from_utf8(raw).is_err()) =>
        {
            encoding::decode_as(raw, encoding)
        }
        _ => encoding::decode(raw, Position::START),
    }
}

/// The `charset=` at the beginning of a page. UTF-16 cannot be declared that way.
fn declared_encoding(raw: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&raw[..raw.len().min(DECLARATION)]).to_ascii_lowercase();
    let behind = head.split("charset=").nth(1)?;
    let label = behind.trim_start_matches(['"', '\'', ' ']);
    let end =
        label.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.')));
    let encoding = Encoding::for_label(&label.as_bytes()[..end.unwrap_or(label.len())])?;
    (encoding.output_encoding() == encoding).then_some(encoding)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;
    use std::time::{Duration, Instant};

    fn draft(html: impl Into<Vec<u8>>) -> Draft {
        let mut bytes = Bytes::new(Box::new(Cursor::new(html.into())));
        match read(&mut bytes, 64 << 20) {
            Next::Draft(draft) => *draft,
            Next::Fault(fault) => panic!("{fault}"),
        }
    }

    const PARAGRAPH: &str = "<p>Iran’s most prominent military commander, <b>Qasem Soleimani</b>, was \
        killed on Friday in an air strike at Baghdad airport, Iraqi state television and officials \
        said, in an attack that the Pentagon said had been ordered by President Donald Trump.</p>";

    fn page(body: &str) -> String {
        format!(
            "<!DOCTYPE html><html lang=en><head><title>Iran vows revenge - Example</title>\
             <meta property='article:published_time' content='2020-01-03T10:00:00Z'>\
             <script>var secret = '<p>tracking</p>';</script></head><body>\
             <nav><a href='/a'>World</a> <a href='/b'>Sport</a></nav>\
             <article><h1>Iran vows revenge</h1>{body}</article>\
             <footer>Copyright Example</footer></body></html>"
        )
    }

    #[test]
    fn the_main_text_is_found_without_menus_footers_and_scripts() {
        let draft = draft(page(&PARAGRAPH.repeat(4)));
        assert!(
            draft.text.starts_with("Iran vows revenge\n\nIran’s most prominent"),
            "{}",
            draft.text
        );
        assert!(draft.text.contains("commander, Qasem Soleimani, was"));
        assert!(draft.text.contains("Trump.\n\nIran’s"));
        for not_main in ["secret", "tracking", "Sport", "Copyright"] {
            assert!(!draft.text.contains(not_main), "{not_main}");
        }
        assert_eq!(draft.title.as_deref(), Some("Iran vows revenge"));
        assert_eq!(draft.published.as_deref(), Some("2020-01-03T10:00:00Z"));
        assert_eq!(draft.language.as_deref(), Some("en"));
        assert_eq!(draft.diagnostics, []);
    }

    #[test]
    fn a_page_that_shrinks_to_nothing_gives_its_visible_text() {
        let items = (0..200)
            .map(|n| format!("<li><a href='/{n}'>Story number {n}</a></li>"))
            .collect::<String>();
        let draft =
            draft(format!("<html><body><ul>{items}</ul><script>hidden()</script></body></html>"));
        assert!(draft.text.contains("Story number 0"));
        assert!(draft.text.contains("Story number 199"));
        assert!(!draft.text.contains("hidden()"));
    }

    #[test]
    fn an_empty_page_is_an_empty_document() {
        assert_eq!(draft("").text, "");
        assert_eq!(draft("<html></html>").text, "");
        assert_eq!(draft("<script>x").text, "");
    }

    #[test]
    fn deep_nesting_takes_no_longer_than_reading() {
        let deep = 100_000;
        let body =
            format!("{}{}{}", "<div>".repeat(deep), PARAGRAPH.repeat(4), "</div>".repeat(deep));
        let begin = Instant::now();
        let draft = draft(page(&body));
        assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
        assert!(draft.text.contains("Qasem Soleimani"), "{}", draft.text);
        assert!(draft.diagnostics.iter().any(|d| d.code == codes::DEEP_NESTING));
    }

    #[test]
    fn a_small_stack_is_enough_for_the_deepest_page() {
        let body = format!("{}{}", "<table><tr><td><div>".repeat(1000), PARAGRAPH.repeat(4));
        let small = std::thread::Builder::new().stack_size(2 << 20);
        let draft = small.spawn(move || draft(page(&body))).unwrap().join().unwrap();
        assert!(draft.text.contains("Qasem Soleimani"));
    }

    #[test]
    fn misnested_formatting_does_not_multiply() {
        let fonts = (0..600).map(|n| format!("<font size={n}><p>")).collect::<String>();
        let body = format!("<p>{fonts}{}", "<p>Iran</p><b>".repeat(20_000));
        let begin = Instant::now();
        draft(page(&body));
        assert!(begin.elapsed() < Duration::from_secs(60), "{:?}", begin.elapsed());
    }

    #[test]
    fn the_declared_encoding_is_used_unless_the_page_is_utf_8() {
        let html =
            page(&PARAGRAPH.repeat(4)).replace("<head>", "<head><meta charset=\"windows-1252\">");
        assert!(draft(html.clone()).text.contains("Iran’s most"));
        let (raw, _, _) = encoding_rs::WINDOWS_1252.encode(&html);
        let draft = draft(raw.into_owned());
        assert!(draft.text.contains("Iran’s most"));
        assert_eq!(draft.diagnostics[0].code, codes::ENCODING);
    }
}
