//! brat: a text, and beside it a file with its labels.

use super::codes;
use super::draft::{Draft, DraftLabel, Faults};
use super::link;
use crate::diagnostic::Severity;
use crate::evaluate::label::{Label, Link};
use std::collections::HashMap;
use std::path::Path;

/// The document of an `.ann` file, or of the `.txt` file beside one.
pub fn read(path: &Path, bytes: &[u8], faults: &mut Faults) -> Vec<Draft> {
    let id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let is_text = path.extension().is_some_and(|extension| extension == "txt");
    let other = path.with_extension(if is_text { "ann" } else { "txt" });
    let beside = match std::fs::read(&other) {
        Ok(bytes) => Some(faults.text(&bytes).into_owned()),
        Err(error) => {
            let message = format!("document `{id}`: `{}` cannot be read: {error}", other.display());
            let severity = if is_text { Severity::Error } else { Severity::Warning };
            faults.add(codes::LONELY_FILE, severity, None, message);
            None
        }
    };
    let here = faults.text(bytes).into_owned();
    let (text, labels) = if is_text { (Some(here), beside) } else { (beside, Some(here)) };
    let labels = labels.map(|lines| labels_of(&lines, &id, faults));
    let is_labelled = labels.is_some();
    let labels = labels.unwrap_or_default();
    vec![Draft { id: Some(id), text, labels, is_labelled, ..Draft::default() }]
}

fn labels_of(lines: &str, id: &str, faults: &mut Faults) -> Vec<DraftLabel> {
    let mut labels = Vec::new();
    let mut numbers: HashMap<String, usize> = HashMap::new();
    for (number, line) in (1..).zip(lines.lines()) {
        match line.chars().next() {
            Some('T') => match text_bound(line, number, id, faults) {
                Ok((name, label)) => {
                    numbers.insert(name, labels.len());
                    labels.push(label);
                }
                Err(why) => {
                    let message = format!("document `{id}`: {why}; left out");
                    faults.error(codes::BROKEN_ANN, Some(number), message);
                }
            },
            // N1  Reference T1 Wikidata:Q794  Iran
            Some('N') => {
                let mut words = line.split_whitespace().skip(2);
                if let (Some(name), Some(kb)) = (words.next(), words.next())
                    && let Some(ix) = numbers.get(name)
                {
                    let mut link = Link::default();
                    link::read_id(kb, &mut link);
                    labels[*ix].label.link = Some(Box::new(link));
                }
            }
            // Relations, events, attributes and notes are no names.
            None | Some('R' | 'E' | 'A' | 'M' | '#' | '*') => {}
            Some(_) => {
                let message = format!("document `{id}`: a line of an unknown sort; left out");
                faults.error(codes::BROKEN_ANN, Some(number), message);
            }
        }
    }
    labels
}

/// `T1<tab>PLACE 0 4<tab>Iran`, with fragments as `0 4;9 12`.
fn text_bound(
    line: &str,
    number: u64,
    id: &str,
    faults: &mut Faults,
) -> Result<(String, DraftLabel), String> {
    let mut cells = line.splitn(3, '\t');
    let (Some(name), Some(middle)) = (cells.next(), cells.next()) else {
        return Err("expected three columns, `T1`, `TYPE START END` and the text".to_owned());
    };
    let (kind, places) =
        middle.split_once(' ').ok_or("expected `TYPE START END` in the second column")?;
    let mut fragments = Vec::new();
    for place in places.split(';') {
        let numbers: Vec<Option<u32>> =
            place.split_whitespace().map(|number| number.parse().ok()).collect();
        match numbers[..] {
            [Some(start), Some(end)] => fragments.push((start, end)),
            _ => return Err(format!("`{place}` are no two counts of characters")),
        }
    }
    let (Some(first), Some(last)) = (fragments.first(), fragments.last()) else {
        return Err("a label without a place".to_owned());
    };
    let mut surface = cells.next().map(str::to_owned);
    if fragments.len() > 1 {
        let message = format!(
            "document `{id}`: {name} is in {} pieces; taken as one stretch, {} to {}",
            fragments.len(),
            first.0,
            last.1
        );
        faults.add(codes::FRAGMENTS, Severity::Warning, Some(number), message);
        surface = None;
    }
    let label = Label::new(first.0, last.1, Some(kind));
    Ok((name.to_owned(), DraftLabel { label, surface, line: Some(number) }))
}

#[cfg(test)]
mod tests {
    use crate::evaluate::gold;
    use std::fs;

    #[test]
    fn a_folder_of_texts_and_labels_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        put("a.txt", "Téhéran vows");
        put(
            "a.ann",
            "T1\tPLACE 0 7\tTéhéran\nN1\tReference T1 Wikidata:Q3616\tTehran\n#1\tNote T1\tx\n",
        );
        put("b.txt", "Iran and its ally Iraq");
        put("b.ann", "T1\tPLACE 0 4;18 22\tIran Iraq\nT2\tPLACE x 4\tIran\nT3\nhello\n");
        put("c.ann", "T1\tORG 0 3\tCNN\n");
        let read = gold::read(&[folder.path().to_owned()], None).unwrap();
        let ids: Vec<_> = read.documents.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, ["a", "b", "c"]);
        let label = &read.documents[0].labels[0];
        assert_eq!(label.link.as_ref().unwrap().wikidata.as_deref(), Some("Q3616"));
        let joined = &read.documents[1].labels[0];
        assert_eq!((joined.start, joined.end), (0, 22));
        let told: Vec<_> = read.faults.iter().map(|fault| (fault.code, fault.line)).collect();
        let expected = [
            ("E018", Some(1)),
            ("E017", Some(2)),
            ("E017", Some(3)),
            ("E017", Some(4)),
            ("E019", None),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn another_surface_than_the_text_has_is_told() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.txt"), "Iraq").unwrap();
        fs::write(folder.path().join("a.ann"), "T1\tPLACE 0 4\tIran\n").unwrap();
        let read = gold::read(&[folder.path().join("a.txt")], None).unwrap();
        assert_eq!((read.faults[0].code, read.faults[0].line), ("E007", Some(1)));
    }
}
