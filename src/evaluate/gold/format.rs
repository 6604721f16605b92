//! Which format a file is in.

use std::path::Path;
use std::str::FromStr;

/// How labels lie in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line, as our own files.
    Jsonl,
    /// One JSON value, as spaCy's training data.
    Json,
    /// A token a line with its tag in the last column.
    Conll,
    /// A text and, in a file beside it, its labels.
    Brat,
}

/// What stands where a format should.
#[derive(Debug, thiserror::Error)]
#[error("unknown format `{0}`; expected jsonl, json, conll or brat")]
pub struct UnknownFormat(String);

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "jsonl" => Ok(Format::Jsonl),
            "json" | "spacy" => Ok(Format::Json),
            "conll" | "iob2" => Ok(Format::Conll),
            "brat" => Ok(Format::Brat),
            _ => Err(UnknownFormat(name.to_owned())),
        }
    }
}

impl Format {
    /// By the name of the file, and where that says nothing, by its content.
    pub fn of(path: &Path, content: &[u8]) -> Option<Format> {
        match extension(path).as_str() {
            "jsonl" | "ndjson" => return Some(Format::Jsonl),
            "conll" | "conll03" | "iob" | "iob2" | "bio" | "bioes" | "bilou" => {
                return Some(Format::Conll);
            }
            "ann" => return Some(Format::Brat),
            "txt" if path.with_extension("ann").exists() => return Some(Format::Brat),
            _ => {}
        }
        let text = String::from_utf8_lossy(&content[..content.len().min(1 << 16)]);
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let first = lines.next()?;
        match first.as_bytes()[0] {
            // One object a line, or an object over several lines.
            b'{' if first.ends_with('}') || content.len() > 1 << 16 => Some(Format::Jsonl),
            b'{' | b'[' => Some(Format::Json),
            _ => std::iter::once(first).chain(lines).take(9).all(has_tag).then_some(Format::Conll),
        }
    }
}

/// Whether a file found in a folder may hold labels.
pub fn is_read_in_folders(path: &Path) -> bool {
    match extension(path).as_str() {
        // `run.json` tells of a run.
        "json" => path.file_name().is_some_and(|name| name != "run.json"),
        "jsonl" | "ndjson" | "ann" | "conll" | "conll03" | "iob" | "iob2" | "bio" | "bioes"
        | "bilou" => true,
        _ => false,
    }
}

fn extension(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_lowercase()
}

/// Whether a line has several columns, the last of them a tag.
fn has_tag(line: &str) -> bool {
    let is_comment = line.starts_with("# ") || line.starts_with("-DOCSTART-");
    let mut columns = line.split_whitespace().rev();
    let tag = columns.next().unwrap_or_default();
    let is_tag = tag == "O" || tag.get(1..2) == Some("-");
    is_comment || columns.next().is_some() && is_tag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_the_format_and_where_it_does_not_the_content_does() {
        let of = |name: &str, content: &str| Format::of(Path::new(name), content.as_bytes());
        assert_eq!(of("dev.IOB2", ""), Some(Format::Conll));
        assert_eq!(of("a.ann", ""), Some(Format::Brat));
        assert_eq!(of("-", "{\"id\":1}\n{\"id\":2}\n"), Some(Format::Jsonl));
        assert_eq!(of("spacy.json", "[\n {\"paragraphs\":[]}]"), Some(Format::Json));
        assert_eq!(of("train.txt", "-DOCSTART- O\n\nIran B-LOC\n"), Some(Format::Conll));
        assert_eq!(of("news.txt", "Iran vows revenge.\n"), None);
        assert_eq!(of("empty", ""), None);
    }
}
