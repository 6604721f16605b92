//! One JSON value: spaCy's training data, in its several forms, or our own records in a list.

use super::codes;
use super::conll;
use super::draft::{Draft, DraftLabel, Faults};
use super::record::{LabelForm, Record};
use crate::evaluate::label::Label;
use serde_json::Value;

pub fn read(bytes: &[u8], faults: &mut Faults) -> Vec<Draft> {
    let value: Value = match serde_json::from_slice(bytes) {
        Ok(value) => value,
        Err(error) => {
            faults.error(
                codes::BROKEN_JSON,
                Some(error.line() as u64),
                format!("broken JSON: {error}"),
            );
            return Vec::new();
        }
    };
    let elements = match value {
        Value::Array(elements) if !is_pair(&elements) => elements,
        other => vec![other],
    };
    let mut drafts = Vec::new();
    for (number, one) in (1..).zip(elements) {
        let which = format!("element {number}: ");
        drafts.extend(element(one, None, &which, faults));
    }
    drafts
}

/// The documents of one element: `[text, {"entities": …}]`, `{"text", "ents"}`, `{"paragraphs"}`.
pub fn element(value: Value, line: Option<u64>, which: &str, faults: &mut Faults) -> Vec<Draft> {
    match value {
        Value::Array(list) if is_pair(&list) => {
            pair(list, line, which, faults).into_iter().collect()
        }
        Value::Object(map) if map.contains_key("paragraphs") => {
            paragraphs(&map, line, which, faults)
        }
        value @ Value::Object(_) => match serde_json::from_value::<Record>(value) {
            Ok(record) => record.draft(line, faults).into_iter().collect(),
            Err(error) => {
                let message = format!("{which}no labelled document: {error}; left out");
                faults.error(codes::NO_DOCUMENT, line, message);
                Vec::new()
            }
        },
        _ => {
            let message = format!(
                "{which}no labelled document; expected [text, {{\"entities\"}}], {{\"text\", \"ents\"}} or \
                 {{\"paragraphs\"}}; left out"
            );
            faults.error(codes::NO_DOCUMENT, line, message);
            Vec::new()
        }
    }
}

fn is_pair(list: &[Value]) -> bool {
    matches!(list, [Value::String(_), Value::Object(_)])
}

fn pair(list: Vec<Value>, line: Option<u64>, which: &str, faults: &mut Faults) -> Option<Draft> {
    let mut list = list.into_iter();
    let (Some(Value::String(text)), Some(Value::Object(mut about))) = (list.next(), list.next())
    else {
        return None;
    };
    let forms: Vec<LabelForm> = match about.remove("entities").map(serde_json::from_value) {
        Some(Ok(forms)) => forms,
        None => Vec::new(),
        Some(Err(error)) => {
            let message = format!("{which}the entities are no list of labels: {error}; left out");
            faults.error(codes::NO_DOCUMENT, line, message);
            return None;
        }
    };
    let mut labels = Vec::new();
    for form in forms {
        match form.label() {
            Ok(label) => labels.push(label),
            Err(why) => faults.error(codes::BROKEN_LABEL, line, format!("{which}{why}; left out")),
        }
    }
    Some(Draft { text: Some(text), labels, is_labelled: true, line, ..Draft::default() })
}

/// A document of spaCy's version 2: paragraphs of sentences of tokens with BILUO tags. All paragraphs
/// are one document, joined by line breaks.
fn paragraphs(
    map: &serde_json::Map<String, Value>,
    line: Option<u64>,
    which: &str,
    faults: &mut Faults,
) -> Vec<Draft> {
    let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
    let mut draft = Draft { is_labelled: true, line, ..Draft::default() };
    draft.id = match map.get("id") {
        Some(Value::String(id)) => Some(id.clone()),
        Some(Value::Number(id)) => Some(id.to_string()),
        _ => None,
    };
    let mut text = String::new();
    for paragraph in list(map.get("paragraphs")) {
        if !text.is_empty() {
            text.push('\n');
        }
        let mut tokens = Vec::new();
        for sentence in list(paragraph.get("sentences")) {
            for token in list(sentence.get("tokens")) {
                let word = token.get("orth").and_then(Value::as_str).unwrap_or_default().to_owned();
                let tag = token.get("ner").and_then(Value::as_str).unwrap_or("O").to_owned();
                tokens.push((word, tag));
            }
        }
        let raw = paragraph.get("raw").and_then(Value::as_str).map(str::to_owned);
        let raw = raw.unwrap_or_else(|| {
            tokens.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" ")
        });
        let Some(placed) = placed(&raw, &tokens) else {
            let message =
                format!("{which}the tokens are not in the raw text; the document is left out");
            faults.error(codes::NO_DOCUMENT, line, message);
            return Vec::new();
        };
        let before = text.chars().count() as u32;
        let tags: Vec<_> = placed
            .iter()
            .zip(&tokens)
            .map(|((start, end), (_, tag))| (before + start, before + end, tag.as_str()))
            .collect();
        for (_, _, tag) in &tags {
            if !conll::is_tag(tag) {
                let message = format!("{which}`{tag}` is no BILUO tag; read as O");
                faults.error(codes::BROKEN_TAG, line, message);
            }
        }
        let of_tags = conll::labels_of(&tags).into_iter();
        draft.labels.extend(
            of_tags.map(|(start, end, kind)| DraftLabel::from(Label::new(start, end, Some(&kind)))),
        );
        text.push_str(&raw);
    }
    draft.text = Some(text);
    vec![draft]
}

/// Where each token stands in `raw`, in code points.
fn placed(raw: &str, tokens: &[(String, String)]) -> Option<Vec<(u32, u32)>> {
    let (mut byte, mut at) = (0, 0);
    let mut placed = Vec::new();
    for (word, _) in tokens {
        let gap = raw[byte..].find(word.as_str())?;
        at += raw[byte..byte + gap].chars().count() as u32;
        let length = word.chars().count() as u32;
        placed.push((at, at + length));
        at += length;
        byte += gap + word.len();
    }
    Some(placed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostic;
    use std::path::Path;

    fn drafts(json: &str) -> (Vec<Draft>, Vec<Diagnostic>) {
        let mut list = Vec::new();
        let drafts = read(json.as_bytes(), &mut Faults::new(Path::new("dev.json"), &mut list));
        (drafts, list)
    }

    fn spans(draft: &Draft) -> Vec<(u32, u32, &str)> {
        let labels = draft.labels.iter().map(|one| &one.label);
        labels.map(|label| (label.start, label.end, label.kind.as_deref().unwrap())).collect()
    }

    #[test]
    fn the_three_forms_of_spacy_are_read() {
        let (drafts, faults) = drafts(
            r#"[["Iran vows", {"entities": [[0, 4, "GPE"]]}],
                {"text": "Jo Quux left", "ents": [{"start": 0, "end": 7, "label": "PERSON"}], "tokens": []},
                {"id": 3, "paragraphs": [{"raw": "“Téhéran”  was in New York.", "sentences": [{"tokens": [
                  {"orth": "“", "ner": "O"}, {"orth": "Téhéran", "ner": "U-GPE"}, {"orth": "”", "ner": "O"},
                  {"orth": "was"}, {"orth": "in", "ner": "O"}, {"orth": "New", "ner": "B-GPE"},
                  {"orth": "York", "ner": "L-GPE"}, {"orth": ".", "ner": "O"}]}]},
                  {"sentences": [{"tokens": [{"orth": "DW", "ner": "U-ORG"}]}]}]}]"#,
        );
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(spans(&drafts[0]), [(0, 4, "GPE")]);
        assert_eq!(spans(&drafts[1]), [(0, 7, "PERSON")]);
        assert_eq!(spans(&drafts[2]), [(1, 8, "GPE"), (18, 26, "GPE"), (28, 30, "ORG")]);
        assert_eq!(drafts[2].id.as_deref(), Some("3"));
    }

    #[test]
    fn one_pair_alone_is_a_document() {
        let (drafts, _) = drafts(r#"["Iran vows", {"entities": [[0, 4, "GPE"]]}]"#);
        assert_eq!(drafts.len(), 1);
    }

    #[test]
    fn what_is_no_document_is_told_by_its_number() {
        let (drafts, faults) = drafts(
            r#"[7, ["x", {"entities": 3}], {"paragraphs": [{"raw": "x", "sentences": [{"tokens": [{"orth": "y"}]}]}]},
                {"paragraphs": [{"sentences": [{"tokens": [{"orth": "y", "ner": "Q"}]}]}]}]"#,
        );
        assert_eq!(drafts.len(), 1);
        let codes: Vec<_> = faults.iter().map(|fault| fault.code).collect();
        assert_eq!(codes, ["E003", "E003", "E003", "E016"]);
        assert!(faults[1].message.starts_with("element 2: "), "{}", faults[1]);
        assert_eq!(super::tests::drafts("[{").1[0].code, "E002");
    }
}
