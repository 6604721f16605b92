//! One JSON object a line: the form of our gold sets and of `annotations.jsonl`.

use super::codes;
use super::draft::{Draft, Faults};
use super::{json, record::Record};

/// The documents of a file of lines; a broken line is told and the next one read.
pub fn read(bytes: &[u8], faults: &mut Faults) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (number, line) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
        let line = line.trim_ascii();
        match line.first() {
            None => {}
            Some(b'[') => match serde_json::from_slice(line) {
                Ok(value) => drafts.extend(json::element(value, Some(number), "", faults)),
                Err(error) => broken(number, &error, faults),
            },
            Some(_) => match serde_json::from_slice::<Record>(line) {
                Ok(record) => drafts.extend(record.draft(Some(number), faults)),
                Err(error) => broken(number, &error, faults),
            },
        }
    }
    drafts
}

fn broken(line: u64, error: &serde_json::Error, faults: &mut Faults) {
    let code = if error.is_data() { codes::NO_DOCUMENT } else { codes::BROKEN_JSON };
    // The place in the line is of use, the line, always 1, is not.
    let message = error.to_string().replace("at line 1 column", "at column");
    faults.error(code, Some(line), format!("no labelled document: {message}; left out"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostic;
    use std::path::Path;

    fn drafts(lines: &str) -> (Vec<Draft>, Vec<Diagnostic>) {
        let mut list = Vec::new();
        let drafts = read(lines.as_bytes(), &mut Faults::new(Path::new("dev.jsonl"), &mut list));
        (drafts, list)
    }

    #[test]
    fn labels_are_records_or_lists_under_any_of_their_names() {
        let (drafts, faults) = drafts(
            r#"{"id":"a","text":"Iran","spans":[{"start":0,"end":4,"type":"PLACE"}]}
               {"id":7,"text":"Iran","entities":[{"start":0,"end":4,"label":"GPE"}]}

               {"id":"c","mentions":[[0,4,"PLACE"]],"events":[]}
               {"id":"d","ents":[[0,4]]}"#,
        );
        assert!(faults.is_empty(), "{faults:?}");
        let kinds: Vec<_> = drafts.iter().map(|one| one.labels[0].label.kind.as_deref()).collect();
        assert_eq!(kinds, [Some("PLACE"), Some("GPE"), Some("PLACE"), None]);
        assert_eq!(drafts[1].id.as_deref(), Some("7"));
        assert_eq!(drafts[3].line, Some(5));
    }

    #[test]
    fn a_type_of_null_is_no_type_whatever_the_label_says() {
        let (drafts, _) =
            drafts(r#"{"id":"a","spans":[{"start":0,"end":4,"type":null,"label":"x"}]}"#);
        assert_eq!(drafts[0].labels[0].label.kind, None);
    }

    #[test]
    fn broken_lines_and_labels_are_told_and_the_rest_is_read() {
        let (drafts, faults) = drafts(
            "{\"id\":\"a\",\"spans\":[\n{\"id\":[1]}\n7\n{\"id\":\"b\",\"text\":5}\n\
             {\"id\":\"c\",\"spans\":[{\"start\":-1,\"end\":4,\"type\":\"ORG\"},[0.5,2,\"ORG\"],[0,1,7],\"x\",{\"end\":1},null]}\n\
             {\"id\":\"d\",\"spans\":7}\n",
        );
        assert_eq!(drafts.len(), 1);
        assert!(drafts[0].labels.is_empty());
        let told: Vec<_> = faults.iter().map(|fault| (fault.line.unwrap(), fault.code)).collect();
        let of_labels = [(5, "E004"); 6];
        assert_eq!(told[..4], [(1, "E002"), (2, "E003"), (3, "E003"), (4, "E003")]);
        assert_eq!(told[4..10], of_labels);
        assert_eq!(told[10..], [(6, "E003")]);
    }

    #[test]
    fn links_and_rules_are_read() {
        let (drafts, _) = drafts(
            r#"{"id":"a","mentions":[{"start":0,"end":4,"text":"Iran","type":"PLACE","entity":"country.IR","nil":null,"name":"Iran","wikidata":"Q794","latitude":32.4,"longitude":53.7,"country":"IR","rule":"gazetteer","evidence":[{"what":"x"}]}]}"#,
        );
        let label = &drafts[0].labels[0].label;
        let link = label.link.as_ref().unwrap();
        assert_eq!((link.wikidata.as_deref(), link.place), (Some("Q794"), Some((32.4, 53.7))));
        assert_eq!(
            (label.rule.as_deref(), link.entity.as_deref()),
            (Some("gazetteer"), Some("country.IR"))
        );
    }
}
