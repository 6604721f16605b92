//! Labels in Markdown: in a quoted line, `[Jo Cox](PERSON)` or `[Cox](PERSON Jo Cox)` labels a name,
//! the second with the name of the entity it stands for.

use dateline::model::{EntityKind, Span};
use std::fs;
use std::path::Path;

/// A labelled stretch of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    pub span: Span,
    pub kind: EntityKind,
    /// The name of the entity, if it is given.
    pub name: Option<String>,
}

/// A quoted text with its labels.
#[derive(Clone, Debug)]
pub struct Quote {
    /// Line of the file, from 1.
    pub line: usize,
    /// The headings above it, outermost first.
    pub headings: Vec<String>,
    pub text: String,
    pub labels: Vec<Label>,
}

/// The Markdown files of a folder below the root, sorted, with their quotes.
pub fn folder(path: &str) -> Vec<(String, Vec<Quote>)> {
    let folder = super::root().join(path);
    let entries = fs::read_dir(&folder).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "md"));
    files.sort();
    let name = |file: &Path| file.file_stem().unwrap().to_string_lossy().into_owned();
    files.iter().map(|file| (name(file), read(&fs::read_to_string(file).unwrap()))).collect()
}

/// The quotes of a Markdown text; neighbouring quoted lines are one text.
pub fn read(markdown: &str) -> Vec<Quote> {
    let mut quotes: Vec<Quote> = Vec::new();
    let mut headings: Vec<String> = Vec::new();
    let mut goes_on = false;
    for (number, line) in (1..).zip(markdown.lines()) {
        let level = line.bytes().take_while(|byte| *byte == b'#').count();
        if level > 0 {
            headings.truncate(level - 1);
            headings.push(line[level..].trim().to_owned());
        }
        let Some(quoted) = line.strip_prefix('>') else {
            goes_on = false;
            continue;
        };
        let (text, labels) = unmark(quoted.strip_prefix(' ').unwrap_or(quoted))
            .unwrap_or_else(|fault| panic!("line {number}: {fault}"));
        match quotes.last_mut().filter(|_| goes_on) {
            Some(quote) => {
                let shift = quote.text.len() as u32 + 1;
                quote.text.push('\n');
                quote.text.push_str(&text);
                quote.labels.extend(labels.into_iter().map(|label| moved(label, shift)));
            }
            None => quotes.push(Quote { line: number, headings: headings.clone(), text, labels }),
        }
        goes_on = true;
    }
    quotes
}

fn moved(label: Label, shift: u32) -> Label {
    let span = Span::new(label.span.start() + shift, label.span.end() + shift);
    Label { span, ..label }
}

/// The text without its marks, and what they say. The surface and the name may hold round brackets
/// that close.
fn unmark(marked: &str) -> Result<(String, Vec<Label>), String> {
    let (mut text, mut labels) = (String::new(), Vec::new());
    let mut rest = marked;
    while let Some(open) = rest.find('[') {
        text.push_str(&rest[..open]);
        rest = &rest[open..];
        let Some((surface, inside, behind)) = label_at(rest) else {
            text.push('[');
            rest = &rest[1..];
            continue;
        };
        let (kind, name) = inside.split_once(' ').unwrap_or((inside, ""));
        let kind: EntityKind = kind.parse().map_err(|fault| format!("{fault}"))?;
        let start = text.len() as u32;
        text.push_str(surface);
        let span = Span::new(start, text.len() as u32);
        let name = Some(name.to_owned()).filter(|name| !name.is_empty());
        labels.push(Label { span, kind, name });
        rest = behind;
    }
    text.push_str(rest);
    Ok((text, labels))
}

/// `[surface](inside)` at the beginning of `rest`, and what stands behind it.
fn label_at(rest: &str) -> Option<(&str, &str, &str)> {
    let close = rest.find("](")?;
    let inside = &rest[close + 2..];
    let mut depth = 1;
    for (at, letter) in inside.char_indices() {
        depth += match letter {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        if depth == 0 {
            return Some((&rest[1..close], &inside[..at], &inside[at + 1..]));
        }
    }
    None
}
