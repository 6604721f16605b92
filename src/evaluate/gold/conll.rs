//! A token a line, its tag in the last column: IOB2, IOB1, BIOES and BILOU are read alike.
//!
//! A document begins at `-DOCSTART-` or `# newdoc`. In a file that has neither, blank lines part
//! documents. The text is that of the tokens, with spaces between them and a line break behind each
//! sentence.

use super::codes;
use super::draft::{Draft, DraftLabel, Faults};
use crate::evaluate::label::Label;

/// A token with its place in the text, in code points, and its tag.
struct Tagged<'a> {
    start: u32,
    end: u32,
    tag: &'a str,
    line: u64,
}

pub fn read(bytes: &[u8], faults: &mut Faults) -> Vec<Draft> {
    let text = faults.text(bytes);
    let has_marks = text.lines().any(is_mark);
    let mut drafts = Vec::new();
    let mut page = Page::default();
    let mut columns = None;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim_end();
        if is_mark(line) {
            page.finish(&mut drafts);
            page.begin(number);
            page.id = line.split_once('=').map(|(_, id)| id.trim().to_owned());
        } else if line.trim().is_empty() {
            page.end_sentence();
            if !has_marks {
                page.finish(&mut drafts);
            }
        } else if is_comment(line) {
        } else {
            let cells: Vec<&str> = line.split_whitespace().collect();
            let expected = *columns.get_or_insert(cells.len());
            let mut tag = cells[cells.len() - 1];
            if cells.len() < 2 || cells.len() != expected {
                let message = format!(
                    "{} columns; expected {}, the last of them a tag; the token is kept without a tag if it \
                     has none",
                    cells.len(),
                    expected.max(2)
                );
                faults.error(codes::BROKEN_COLUMNS, Some(number), message);
            }
            if cells.len() < 2 {
                tag = "O";
            } else if !is_tag(tag) {
                let message = format!(
                    "`{tag}` is no tag; expected O, B-TYPE, I-TYPE, E-TYPE or S-TYPE; read as O"
                );
                faults.error(codes::BROKEN_TAG, Some(number), message);
            }
            page.token(cells[0], tag, number);
        }
    }
    page.finish(&mut drafts);
    drafts
}

fn is_mark(line: &str) -> bool {
    line.starts_with("-DOCSTART-") || line.starts_with("# newdoc")
}

fn is_comment(line: &str) -> bool {
    let last = line.split_whitespace().next_back().unwrap_or_default();
    line.starts_with("# ") && !(is_tag(last) && line.split_whitespace().count() == 2)
}

/// The document that is being read.
#[derive(Default)]
struct Page<'a> {
    id: Option<String>,
    line: Option<u64>,
    text: String,
    length: u32,
    /// Sentence by sentence, since no name crosses the border of one.
    sentences: Vec<Vec<Tagged<'a>>>,
    is_in_sentence: bool,
    is_begun: bool,
}

impl<'a> Page<'a> {
    fn begin(&mut self, line: u64) {
        self.is_begun = true;
        self.line.get_or_insert(line);
    }

    fn token(&mut self, word: &str, tag: &'a str, line: u64) {
        self.begin(line);
        if self.length > 0 {
            self.text.push(if self.is_in_sentence { ' ' } else { '\n' });
            self.length += 1;
        }
        if !self.is_in_sentence {
            self.sentences.push(Vec::new());
            self.is_in_sentence = true;
        }
        let start = self.length;
        self.text.push_str(word);
        self.length += word.chars().count() as u32;
        if let Some(sentence) = self.sentences.last_mut() {
            sentence.push(Tagged { start, end: self.length, tag, line });
        }
    }

    fn end_sentence(&mut self) {
        self.is_in_sentence = false;
    }

    fn finish(&mut self, drafts: &mut Vec<Draft>) {
        let page = std::mem::take(self);
        // `-DOCSTART-` at the top of a file ends nothing.
        if !page.is_begun {
            return;
        }
        let mut labels = Vec::new();
        for sentence in &page.sentences {
            let tags: Vec<_> = sentence.iter().map(|one| (one.start, one.end, one.tag)).collect();
            for (start, end, kind) in labels_of(&tags) {
                let ix = sentence.partition_point(|one| one.start < start);
                let line = sentence.get(ix).map(|one| one.line);
                let label = Label::new(start, end, Some(&kind));
                labels.push(DraftLabel { label, surface: None, line });
            }
        }
        drafts.push(Draft {
            id: page.id,
            text: Some(page.text),
            labels,
            is_labelled: true,
            line: page.line,
            ..Draft::default()
        });
    }
}

/// Whether a tag is `O` or has one of the letters of the schemes and a type.
pub fn is_tag(tag: &str) -> bool {
    matches!(tag, "O" | "-") || part(tag).is_some()
}

/// Letter and type: `('B', "PER")` for `B-PER`; `None` outside of names.
fn part(tag: &str) -> Option<(char, &str)> {
    let letter = tag.chars().next().filter(|letter| "BIESLUM".contains(*letter))?;
    let kind = tag[1..].strip_prefix(['-', '_'])?;
    (!kind.is_empty()).then_some((letter, kind))
}

/// The names of tagged tokens, each with start, end and tag.
///
/// A name begins at B, S or U; at any other letter, too, where none of that type is open: behind `O`,
/// behind a name that E, L, S or U has closed, or where the type changes.
pub fn labels_of(tags: &[(u32, u32, &str)]) -> Vec<(u32, u32, String)> {
    let mut labels: Vec<(u32, u32, String)> = Vec::new();
    let mut is_open = false;
    for (start, end, tag) in tags {
        let Some((letter, kind)) = part(tag) else {
            is_open = false;
            continue;
        };
        let goes_on = is_open && !matches!(letter, 'B' | 'S' | 'U');
        match labels.last_mut().filter(|last| goes_on && last.2 == kind) {
            Some(last) => last.1 = *end,
            None => labels.push((*start, *end, kind.to_owned())),
        }
        is_open = !matches!(letter, 'E' | 'L' | 'S' | 'U');
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostic;
    use std::path::Path;

    fn drafts(lines: &str) -> (Vec<Draft>, Vec<Diagnostic>) {
        let mut list = Vec::new();
        let drafts = read(lines.as_bytes(), &mut Faults::new(Path::new("dev.conll"), &mut list));
        (drafts, list)
    }

    fn surfaces(draft: &Draft) -> Vec<(String, String)> {
        let text: Vec<char> = draft.text.as_ref().unwrap().chars().collect();
        let labels = draft.labels.iter().map(|one| &one.label);
        labels
            .map(|one| {
                let surface = text[one.start as usize..one.end as usize].iter().collect();
                (surface, one.kind.clone().unwrap())
            })
            .collect()
    }

    fn owned(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn all_schemes_give_the_same_names() {
        let schemes = [
            ["B-LOC", "I-LOC", "O", "B-PER", "B-PER", "B-LOC"], // IOB2
            ["I-LOC", "I-LOC", "O", "I-PER", "B-PER", "I-LOC"], // IOB1
            ["B-LOC", "E-LOC", "O", "S-PER", "S-PER", "S-LOC"], // BIOES
            ["B-LOC", "L-LOC", "O", "U-PER", "U-PER", "U-LOC"], // BILOU
        ];
        for scheme in schemes {
            let words = ["New", "York", "–", "Cox", "Tusk", "Téhéran"];
            let lines: Vec<_> =
                words.iter().zip(scheme).map(|(w, t)| format!("{w} x {t}\n")).collect();
            let (drafts, faults) = drafts(&lines.concat());
            assert!(faults.is_empty());
            let expected =
                [("New York", "LOC"), ("Cox", "PER"), ("Tusk", "PER"), ("Téhéran", "LOC")];
            assert_eq!(surfaces(&drafts[0]), owned(&expected), "{scheme:?}");
        }
    }

    #[test]
    fn docstart_parts_documents_and_blank_lines_sentences() {
        let (drafts, faults) =
            drafts("-DOCSTART- O\n\nIran B-LOC\n\nIraq I-LOC\n\n-DOCSTART- O\n\nCNN B-ORG\n");
        assert!(faults.is_empty());
        let texts: Vec<_> = drafts.iter().map(|one| one.text.as_deref().unwrap()).collect();
        assert_eq!(texts, ["Iran\nIraq", "CNN"]);
        assert_eq!(drafts[0].labels.len(), 2);
        assert_eq!(drafts[1].labels[0].line, Some(9));
    }

    #[test]
    fn without_marks_blank_lines_part_documents() {
        let (drafts, _) = drafts("Iran B-LOC\nvows O\n\n\nCNN B-ORG\n");
        assert_eq!(drafts.len(), 2);
    }

    #[test]
    fn bytes_that_are_no_utf8_are_told() {
        let mut list = Vec::new();
        let bytes = b"Iran B-LOC\nT\xe9h\xe9ran B-LOC\n";
        let drafts = read(bytes, &mut Faults::new(Path::new("dev.conll"), &mut list));
        assert_eq!(drafts[0].labels.len(), 2);
        assert_eq!((list[0].code, list[0].line), ("E020", Some(2)));
    }

    #[test]
    fn named_documents_keep_their_ids_and_comments_are_no_tokens() {
        let (drafts, faults) =
            drafts("# newdoc id = wiki-7\n# text = Iran vows\nIran B-LOC\n# O\n");
        assert!(faults.is_empty());
        assert_eq!(
            (drafts[0].id.as_deref(), drafts[0].text.as_deref()),
            (Some("wiki-7"), Some("Iran #"))
        );
    }

    #[test]
    fn broken_columns_and_tags_are_told_and_the_token_is_kept() {
        let (drafts, faults) = drafts("Iran B-LOC\nvows\nrevenge X-LOC\non NN O\nUS B-\n");
        assert_eq!(drafts[0].text.as_deref(), Some("Iran vows revenge on US"));
        assert_eq!(surfaces(&drafts[0]), owned(&[("Iran", "LOC")]));
        let told: Vec<_> = faults.iter().map(|fault| (fault.line.unwrap(), fault.code)).collect();
        assert_eq!(told, [(2, "E015"), (3, "E016"), (4, "E015"), (5, "E016")]);
    }
}
