//! Labelled text as it comes, brought to our conventions.

use crate::error::{Error, Result};
use crate::evaluate::{self, Format, Label, Labelled, is_broken_document};
use crate::gazetteer::CueClass;
use crate::model::{EntityKind, TokenClass};
use crate::tag::{OTHER, View, label_of};
use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

/// The documents of `labels`; their texts come from `texts` (by id) where the lines have none.
///
/// # Errors
///
/// If a line is no labelled document; labels that do not fit their text are not learned from.
pub fn read(labels: &Path, texts: Option<&Path>) -> Result<Vec<Labelled>> {
    let mut by_id = HashMap::new();
    if let Some(texts) = texts {
        by_id.extend(
            documents(texts)?.into_iter().map(|one| (one.id, one.text.unwrap_or_default())),
        );
    }
    let mut documents = documents(labels)?;
    documents.retain_mut(|one| {
        if one.text.is_none() {
            one.text = by_id.remove(&one.id);
        }
        one.text.is_some()
    });
    Ok(documents)
}

fn documents(path: &Path) -> Result<Vec<Labelled>> {
    let labels = evaluate::read(&[path.to_owned()], Some(Format::Jsonl))?;
    let broken = labels.faults.iter().find(|fault| is_broken_document(fault));
    broken.map_or(Ok(labels.documents), |fault| {
        let error = Error::usage(fault.message.clone()).at(path);
        Err(match fault.line {
            Some(line) => error.on_line(line),
            None => error,
        })
    })
}

/// The names of a document by token, with labels of ours; `None` for spans that must not be learned
/// from (labels without a type).
pub type Names = Vec<(Range<usize>, Option<usize>)>;

/// Brings labels to our conventions: determiners, titles and possessives stay outside; what the
/// gazetteers know as outlets or as nationalities is that, whatever the source calls it.
pub fn names(view: &View, labels: &[Label]) -> Names {
    let bytes = byte_offsets(view.text);
    let mut names: Names = Vec::new();
    for Label { start, end, kind, .. } in labels {
        let (Some(&start), Some(&end)) = (bytes.get(*start as usize), bytes.get(*end as usize))
        else {
            continue;
        };
        if start >= end {
            continue;
        }
        let mut tokens = view.segments.token_at(start)..view.segments.token_at(end - 1) + 1;
        trim(view, &mut tokens, kind.as_deref() == Some("PERSON"));
        if tokens.is_empty() {
            continue;
        }
        let label = match kind.as_deref() {
            None => None,
            Some("DATE" | "ROLE") => continue,
            Some("MISC" | "EVENT") => Some(OTHER),
            Some(kind) => kind.parse::<EntityKind>().ok().and_then(label_of),
        };
        names.push((tokens.clone(), label.map(|label| ours(view, &tokens, label))));
    }
    names.extend(unlabelled_groups(view, &names));
    names.sort_by_key(|(tokens, label)| {
        (tokens.start, std::cmp::Reverse(tokens.end), label.is_none())
    });
    // Of nested spans the outer one counts.
    let mut end = 0;
    names.retain(|(tokens, _)| {
        let is_free = tokens.start >= end;
        if is_free {
            end = tokens.end;
        }
        is_free
    });
    names
}

/// Where a reviewed name of several words, or of an outlet, can be one thing only, a machine's label gives way to it.
pub fn corrected(view: &View, silver: Names) -> Names {
    let mut corrected = silver;
    for found in &view.found {
        let tokens = found.tokens();
        let kinds = found.plain.0;
        let kind = EntityKind::from_index(kinds.trailing_zeros() as usize);
        let Some(label) = kind.and_then(label_of) else { continue };
        let is_capital = view.is(tokens.start, TokenClass::CAPITAL)
            && view.is(tokens.end - 1, TokenClass::CAPITAL);
        let is_outlet = kind == Some(EntityKind::Outlet);
        let is_clear = kinds.count_ones() == 1
            && found.reviewed.0 == kinds
            && (is_outlet || is_capital && tokens.len() > 1);
        if !is_clear {
            continue;
        }
        let overlaps = |name: &&mut (Range<usize>, Option<usize>)| {
            name.0.start < tokens.end && tokens.start < name.0.end
        };
        match corrected.iter_mut().find(overlaps) {
            Some(name) if name.0 == tokens => name.1 = Some(label),
            Some(_) => {}
            None => corrected.push((tokens, Some(label))),
        }
    }
    corrected.sort_by_key(|(tokens, _)| tokens.start);
    corrected
}

fn byte_offsets(text: &str) -> Vec<u32> {
    let mut offsets: Vec<u32> = text.char_indices().map(|(byte, _)| byte as u32).collect();
    offsets.push(text.len() as u32);
    offsets
}

fn trim(view: &View, tokens: &mut Range<usize>, is_person: bool) {
    let determiner =
        |ix| matches!(view.surface(ix), "the" | "The" | "THE" | "a" | "A" | "an" | "An");
    let title = |ix| view.has(ix, CueClass::Title) || view.surface(ix) == ".";
    while tokens.len() > 1 && (determiner(tokens.start) || is_person && title(tokens.start)) {
        tokens.start += 1;
    }
    while tokens.start < tokens.end && !view.is(tokens.end - 1, TokenClass::WORD) {
        tokens.end -= 1;
    }
}

pub fn ours(view: &View, tokens: &Range<usize>, label: usize) -> usize {
    let is = |kind: EntityKind| label_of(kind) == Some(label);
    let body_like = is(EntityKind::Org) || label == OTHER;
    let found = view.found_exactly(tokens);
    let known_otherwise = found.is_some_and(|found| found.plain.has(EntityKind::Org));
    if body_like
        && !known_otherwise
        && (is_called_outlet(view, tokens) || has_outlet_head(view, tokens))
    {
        return EntityKind::Outlet as usize;
    }
    if is(EntityKind::Place) && has_facility_head(view, tokens) {
        return EntityKind::Facility as usize;
    }
    let Some(found) = found else { return label };
    let only_outlet = found.plain.0 == 1 << EntityKind::Outlet as u8;
    if only_outlet && found.reviewed.has(EntityKind::Outlet) {
        return EntityKind::Outlet as usize;
    }
    if body_like && found.plain.has(EntityKind::Outlet) && !found.plain.has(EntityKind::Org) {
        return EntityKind::Outlet as usize;
    }
    if label == OTHER && found.in_context.has(EntityKind::Outlet) {
        return EntityKind::Outlet as usize;
    }
    let group_like = label == OTHER || is(EntityKind::Place) || is(EntityKind::Org);
    let only_group = found.plain.has(EntityKind::Norp)
        && !found.plain.has(EntityKind::Place)
        && !found.plain.has(EntityKind::Org);
    if group_like && only_group {
        return EntityKind::Norp as usize;
    }
    label
}

/// Whether a noun for an outlet stands beside the name: `the newspaper X`, `X news agency`.
fn is_called_outlet(view: &View, tokens: &Range<usize>) -> bool {
    let is_noun = |ix: usize| view.has(ix, CueClass::OutletNoun);
    let sentence = &view.segments.sentences[view.segments.sentence_of(tokens.start)].tokens;
    let quoted = |ix: usize| view.is(ix, TokenClass::QUOTE) || view.surface(ix) == ",";
    let behind = (tokens.end..sentence.end).find(|ix| !quoted(*ix));
    let before = (sentence.start..tokens.start).rev().find(|ix| !quoted(*ix));
    let agency = behind.is_some_and(|ix| {
        ix + 1 < sentence.end
            && view.surface(ix) == "news"
            && view.surface(ix + 1).starts_with("agenc")
    });
    agency || behind.is_some_and(is_noun) || before.is_some_and(is_noun)
}

fn has_outlet_head(view: &View, tokens: &Range<usize>) -> bool {
    const HEADS: [&str; 12] = [
        "Times",
        "Herald",
        "Tribune",
        "Gazette",
        "Chronicle",
        "News",
        "Radio",
        "TV",
        "Television",
        "Magazine",
        "Newspaper",
        "Journal",
    ];
    tokens.len() > 1 && HEADS.contains(&view.surface(tokens.end - 1))
}

fn has_facility_head(view: &View, tokens: &Range<usize>) -> bool {
    const HEADS: [&str; 22] = [
        "Airport",
        "Stadium",
        "Arena",
        "Mosque",
        "Cathedral",
        "Church",
        "Bridge",
        "Tower",
        "Palace",
        "Prison",
        "Hospital",
        "Museum",
        "Hotel",
        "Theatre",
        "Theater",
        "Embassy",
        "Dam",
        "Synagogue",
        "Temple",
        "Castle",
        "Monument",
        "Stadion",
    ];
    tokens.len() > 1 && HEADS.contains(&view.surface(tokens.end - 1))
}

/// Nationalities that a source does not label at all.
fn unlabelled_groups(view: &View, names: &Names) -> Names {
    let taken = |tokens: &Range<usize>| {
        names.iter().any(|(name, _)| name.start < tokens.end && tokens.start < name.end)
    };
    let groups = view.found.iter().filter(|found| {
        found.plain.has(EntityKind::Norp)
            && found.plain.0 == 1 << EntityKind::Norp as u8
            && view.is(found.hit.first as usize, TokenClass::CAPITAL)
    });
    let groups = groups.map(|found| found.tokens()).filter(|tokens| !taken(tokens));
    groups.map(|tokens| (tokens, Some(EntityKind::Norp as usize))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::{Alias, Gazetteer, Row};
    use crate::model::Document;
    use crate::segment::Segmenter;
    use std::fs;

    fn gazetteer() -> Gazetteer {
        let in_context = Row {
            aliases: vec![Alias::parse("Time{context}").unwrap()],
            ..Row::new("outlet.time", EntityKind::Outlet, "Time")
        };
        Gazetteer::from_rows([
            in_context,
            Row::new("outlet.cnn", EntityKind::Outlet, "CNN"),
            Row::new("norp.iranian", EntityKind::Norp, "Iranian"),
            Row::new("org.quds", EntityKind::Org, "Quds Force"),
        ])
        .unwrap()
    }

    /// The names that are learned of a text whose source labels these surface forms.
    fn learned(text: &str, labels: &[(&str, Option<&str>)]) -> Vec<(String, Option<usize>)> {
        let gazetteer = gazetteer();
        let doc = Document::new("a", text);
        let segments = Segmenter::new(&gazetteer).segment(&doc);
        let view = View::new(&doc, &segments, &gazetteer);
        let span = |(surface, kind): &(&str, Option<&str>)| {
            let start = text[..text.find(surface).unwrap()].chars().count() as u32;
            Label::new(start, start + surface.chars().count() as u32, *kind)
        };
        let labels: Vec<Label> = labels.iter().map(span).collect();
        let names = names(&view, &labels).into_iter();
        names.map(|(tokens, label)| (doc.slice(segments.span(tokens)).to_owned(), label)).collect()
    }

    fn name(surface: &str, kind: EntityKind) -> (String, Option<usize>) {
        (surface.to_owned(), label_of(kind))
    }

    #[test]
    fn determiners_and_possessives_stay_outside() {
        let labels = [("the Zorblat Union's", Some("ORG"))];
        assert_eq!(
            learned("Then the Zorblat Union's head left", &labels),
            [name("Zorblat Union", EntityKind::Org)]
        );
    }

    #[test]
    fn spans_are_code_points() {
        let labels = [("Jo Quux", Some("PERSON"))];
        assert_eq!(
            learned("In Téhéran “Jo Quux” left", &labels),
            [name("Jo Quux", EntityKind::Person)]
        );
    }

    #[test]
    fn outlets_and_nationalities_are_what_the_gazetteers_say() {
        let labels = [("CNN", Some("ORG")), ("Iranian", Some("MISC")), ("Quds Force", Some("ORG"))];
        assert_eq!(
            learned("As CNN said, Iranian men of the Quds Force fled", &labels),
            [
                name("CNN", EntityKind::Outlet),
                name("Iranian", EntityKind::Norp),
                name("Quds Force", EntityKind::Org),
            ]
        );
    }

    #[test]
    fn nationalities_that_a_source_leaves_out_are_added() {
        assert_eq!(learned("Some Iranian men fled", &[]), [name("Iranian", EntityKind::Norp)]);
    }

    #[test]
    fn dates_are_not_learned_and_the_untyped_is_not_learned_from() {
        let labels = [("Friday", Some("DATE")), ("Jo Quux", None)];
        assert_eq!(learned("On Friday we met Jo Quux", &labels), [("Jo Quux".to_owned(), None)]);
    }

    #[test]
    fn of_nested_names_the_outer_one_counts() {
        let labels = [("Zorblat", Some("PLACE")), ("Bank of Zorblat", Some("ORG"))];
        assert_eq!(
            learned("Our Bank of Zorblat fell", &labels),
            [name("Bank of Zorblat", EntityKind::Org)]
        );
    }

    #[test]
    fn labels_come_as_records_or_triples_with_texts_beside() {
        let folder = tempfile::tempdir().unwrap();
        let (labels, texts) =
            (folder.path().join("labels.jsonl"), folder.path().join("texts.jsonl"));
        fs::write(
            &labels,
            "{\"id\":\"a\",\"text\":\"Iran\",\"spans\":[{\"start\":0,\"end\":4,\"type\":null}]}\n\n\
             {\"id\":\"b\",\"spans\":[[0,3,\"OUTLET\"]]}\n{\"id\":\"no text\",\"spans\":[]}\n",
        )
        .unwrap();
        fs::write(&texts, "{\"id\":\"b\",\"text\":\"CNN\"}\n").unwrap();
        let read = read(&labels, Some(&texts)).unwrap();
        let seen: Vec<_> = read
            .iter()
            .map(|one| (&*one.id, one.text.as_deref().unwrap(), &one.labels[0]))
            .collect();
        let (iran, cnn) = (Label::new(0, 4, None), Label::new(0, 3, Some("OUTLET")));
        assert_eq!(seen, [("a", "Iran", &iran), ("b", "CNN", &cnn)]);
    }

    #[test]
    fn a_broken_line_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let labels = folder.path().join("labels.jsonl");
        fs::write(&labels, "{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":[7]}\n").unwrap();
        let error = read(&labels, None).unwrap_err().to_string();
        assert!(error.contains("labels.jsonl:2"), "{error}");
    }
}
