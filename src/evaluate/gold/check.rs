//! Ids given, offsets and surfaces checked.

use super::Labels;
use super::codes;
use super::draft::{Draft, DraftLabel, Faults};
use crate::diagnostic::{Diagnostic, Severity};
use crate::evaluate::Chars;
use crate::evaluate::label::{Label, Labelled};
use std::collections::{BTreeMap, HashSet};
use std::path::Path;

/// Documents from drafts: with ids, each once, and labels that lie in their text.
pub fn finish(drafts: Vec<Draft>, mut faults: Vec<Diagnostic>) -> Labels {
    let is_numbered = drafts.iter().all(|draft| draft.id.is_none());
    let is_labelled = drafts.iter().any(|draft| draft.is_labelled);
    let mut documents = Vec::new();
    let mut seen = HashSet::new();
    for (number, draft) in (1..).zip(drafts) {
        let path = draft.path.clone().unwrap_or_default();
        let mut faults = Faults::new(&path, &mut faults);
        let id = match draft.id.clone() {
            Some(id) => id,
            None if is_numbered => format!("{number}"),
            None => {
                let message = "no `id`, which other documents have; left out";
                faults.error(codes::NO_DOCUMENT, draft.line, message);
                continue;
            }
        };
        if !seen.insert(id.clone()) {
            let message = format!("the id `{id}` occurs again; this document is left out");
            faults.error(codes::SAME_ID, draft.line, message);
            continue;
        }
        documents.push(checked(draft, id, &mut faults));
    }
    Labels { documents, is_numbered, is_labelled, faults }
}

fn checked(draft: Draft, id: String, faults: &mut Faults) -> Labelled {
    let chars = draft.text.as_deref().map(Chars::new);
    let length = chars.as_ref().map(Chars::length).or(draft.length);
    let mut labels: Vec<Label> = Vec::new();
    let mut seen = HashSet::new();
    for DraftLabel { mut label, surface, line } in draft.labels {
        let line = line.or(draft.line);
        let (start, end) = (label.start, label.end);
        let kind = label.kind.as_deref().unwrap_or("null");
        let what = format!("document `{id}`: label {start} to {end} ({kind})");
        if start >= end {
            let message = format!("{what} is empty or runs backwards; left out");
            faults.error(codes::EMPTY_LABEL, line, message);
            continue;
        }
        if let Some(length) = length.filter(|length| end > *length) {
            let message = format!("{what} ends behind the text of {length} characters; left out");
            faults.error(codes::OUTSIDE_TEXT, line, message);
            continue;
        }
        let there = chars.as_ref().map(|chars| chars.slice(start, end));
        if let (Some(surface), Some(there)) = (&surface, there)
            && !is_same_text(surface, there)
        {
            let message = format!("{what} says `{surface}`, but `{there}` stands there; used");
            faults.add(codes::OTHER_SURFACE, Severity::Warning, line, message);
        }
        if !seen.insert((start, end, label.kind.clone())) {
            let message = format!("{what} occurs twice; counted once");
            faults.add(codes::SAME_LABEL, Severity::Note, line, message);
            continue;
        }
        label.surface = surface.filter(|_| there.is_none());
        labels.push(label);
    }
    Labelled {
        id,
        text: draft.text,
        length: draft.length,
        labels,
        path: draft.path,
        line: draft.line,
    }
}

/// Whether two texts differ in white space at most.
fn is_same_text(left: &str, right: &str) -> bool {
    left == right || left.split_whitespace().eq(right.split_whitespace())
}

/// Tells, once a type, of labels that are none of our types and mean none.
pub fn unknown_kinds(documents: &[Labelled], is_known: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
    let mut unknown: BTreeMap<&str, (usize, &Labelled)> = BTreeMap::new();
    for document in documents {
        for kind in document.labels.iter().filter_map(|label| label.kind.as_deref()) {
            if !is_known(kind) {
                unknown.entry(kind).or_insert((0, document)).0 += 1;
            }
        }
    }
    let tell = |(kind, (count, first)): (&str, (usize, &Labelled))| {
        let message = format!(
            "document `{}`: `{kind}` is no type of ours; counted as a type of its own ({count} labels)",
            first.id
        );
        let mut fault = Diagnostic::new(codes::UNKNOWN_KIND, Severity::Note, message)
            .at(first.path.as_deref().unwrap_or(Path::new("-")));
        fault.line = first.line;
        fault
    };
    unknown.into_iter().map(tell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(id: Option<&str>, text: &str, labels: &[(u32, u32)]) -> Draft {
        let label = |(start, end): &(u32, u32)| Label::new(*start, *end, Some("PLACE")).into();
        Draft {
            id: id.map(str::to_owned),
            text: Some(text.to_owned()),
            labels: labels.iter().map(label).collect(),
            line: Some(7),
            path: Some("dev.jsonl".into()),
            ..Draft::default()
        }
    }

    fn told(labels: &Labels) -> Vec<&str> {
        labels.faults.iter().map(|fault| fault.code).collect()
    }

    #[test]
    fn labels_outside_the_text_or_without_length_are_told_and_left_out() {
        let drafts = vec![draft(Some("a"), "Téhéran", &[(0, 7), (0, 8), (3, 3), (5, 2)])];
        let labels = finish(drafts, vec![]);
        assert_eq!(labels.documents[0].labels.len(), 1);
        assert_eq!(told(&labels), ["E006", "E005", "E005"]);
        let shown = labels.faults[0].to_string();
        assert!(shown.starts_with("dev.jsonl:7: [E006] document `a`: label 0 to 8"), "{shown}");
    }

    #[test]
    fn an_id_that_occurs_again_is_told_and_the_first_document_stays() {
        let drafts = vec![draft(Some("a"), "Iran", &[(0, 4)]), draft(Some("a"), "Iraq", &[])];
        let labels = finish(drafts, vec![]);
        assert_eq!(labels.documents.len(), 1);
        assert_eq!(labels.documents[0].labels.len(), 1);
        assert_eq!(told(&labels), ["E008"]);
    }

    #[test]
    fn documents_without_ids_are_numbered_unless_others_have_ids() {
        let numbered = finish(vec![draft(None, "a", &[]), draft(None, "b", &[])], vec![]);
        assert!(numbered.is_numbered);
        assert_eq!(numbered.documents[1].id, "2");
        let mixed = finish(vec![draft(Some("a"), "a", &[]), draft(None, "b", &[])], vec![]);
        assert_eq!((mixed.documents.len(), told(&mixed)), (1, vec!["E003"]));
    }

    #[test]
    fn another_surface_than_the_file_says_is_told() {
        let mut one = draft(Some("a"), "Iran vows", &[(0, 4), (5, 9)]);
        one.labels[0].surface = Some("Iraq".to_owned());
        one.labels[1].surface = Some("vows ".to_owned());
        let labels = finish(vec![one], vec![]);
        assert_eq!((labels.documents[0].labels.len(), told(&labels)), (2, vec!["E007"]));
    }

    #[test]
    fn an_unknown_type_is_told_once_with_its_count() {
        let labels = finish(vec![draft(Some("a"), "Iran", &[(0, 4), (0, 3)])], vec![]);
        let told = unknown_kinds(&labels.documents, |kind| kind == "PERSON");
        assert_eq!(told.len(), 1);
        assert!(told[0].message.contains("`PLACE` is no type of ours"), "{}", told[0]);
        assert!(told[0].message.contains("(2 labels)"), "{}", told[0]);
    }
}
