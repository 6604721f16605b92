//! Quality on the sample articles of `input/` with their labels in `tests/gold/`: floors that a commit
//! may raise and must not fall below.

mod common;

use common::labels::{Label, Quote, folder};
use common::{annotate_all, found, labelled, labels, percent, read_all, root, table};
use dateline::evaluate::{Conventions, evaluate};
use dateline::model::{Document, EntityIx, Span};
use dateline::read::ReadConfig;
use std::collections::HashSet;

/// Strict F1 in percent that is reached at least, by type.
const FLOORS: [(&str, f64); 7] = [
    ("DATE", 95.0),
    ("FACILITY", 62.0),
    ("NORP", 93.0),
    ("ORG", 89.5),
    ("OUTLET", 95.0),
    ("PERSON", 96.5),
    ("PLACE", 93.5),
];
const FLOOR_OF_ALL: f64 = 93.5;
/// Percent of the labelled names, found with span and type, that are linked to the entity of that name.
const FLOOR_OF_LINKS: f64 = 77.5;

/// A document and its labels, in its bytes.
struct Article {
    doc: Document,
    labels: Vec<Label>,
    /// What the labels were made for: the quoted paragraphs.
    zones: Vec<Span>,
}

/// The sample articles. A file of gold has the name of its input; where that holds several documents,
/// each has a section with its id.
fn articles() -> Vec<Article> {
    let docs = read_all(&[root().join("input")], &ReadConfig::default());
    let mut articles = Vec::new();
    let mut quotes = 0;
    let gold = folder("tests/gold");
    for doc in docs {
        let path = doc.meta.path.as_ref().unwrap();
        let name = path.file_name().unwrap().to_string_lossy();
        let stem = name.split('.').next().unwrap();
        let file = gold.iter().find(|(file, _)| file == stem);
        let (_, file) = file.unwrap_or_else(|| panic!("no labels for {name}"));
        let has_sections = file.iter().any(|quote| quote.headings.len() > 1);
        let of_doc: Vec<&Quote> =
            file.iter().filter(|quote| !has_sections || quote.headings[1] == doc.id).collect();
        assert!(!of_doc.is_empty(), "no labels for {} of {name}", doc.id);
        quotes += of_doc.len();
        articles.push(placed(doc, &of_doc));
    }
    let all: usize = gold.iter().map(|(_, quotes)| quotes.len()).sum();
    assert_eq!(quotes, all, "some labels belong to no document");
    articles
}

/// Brings the labels of paragraphs to their places in the document.
fn placed(doc: Document, quotes: &[&Quote]) -> Article {
    let (mut labels, mut zones) = (Vec::new(), Vec::new());
    let mut from = 0;
    for quote in quotes {
        let place = place_of(&doc.text()[from..], &quote.text);
        let place = place.unwrap_or_else(|| {
            panic!("{}: the text of line {} is not in the article", doc.id, quote.line)
        });
        let byte = |at: u32| (from + place[at as usize]) as u32;
        for label in &quote.labels {
            let span = Span::new(byte(label.span.start()), byte(label.span.end() - 1) + 1);
            let end = (span.end()..).find(|end| doc.text().is_char_boundary(*end as usize));
            labels.push(Label { span: Span::new(span.start(), end.unwrap()), ..label.clone() });
        }
        let end = from + place[quote.text.len()];
        zones.push(Span::new(byte(0), end as u32));
        from = end;
    }
    Article { doc, labels, zones }
}

/// For each byte of `part` (and its end) the byte of `text` where it stands; lines may be wrapped
/// otherwise.
fn place_of(text: &str, part: &str) -> Option<Vec<usize>> {
    let first = part.split_whitespace().next()?;
    let starts = text.match_indices(first).map(|(start, _)| start);
    starts.into_iter().find_map(|start| {
        let mut place = vec![0; part.len() + 1];
        let mut at = start;
        let mut last = start;
        for (byte, letter) in part.char_indices() {
            if letter.is_whitespace() {
                place[byte] = at;
                continue;
            }
            at += text[at..].len() - text[at..].trim_start().len();
            if !text[at..].starts_with(letter) {
                return None;
            }
            for inner in 0..letter.len_utf8() {
                place[byte + inner] = at + inner;
            }
            at += letter.len_utf8();
            last = at;
        }
        place[part.len()] = last;
        Some(place)
    })
}

#[test]
fn names_in_the_sample_articles_are_found_and_linked() {
    let articles = articles();
    let docs: Vec<Document> = articles.iter().map(|article| article.doc.clone()).collect();
    let types = FLOORS.map(|(kind, _)| kind.to_owned()).into();
    let conventions = Conventions { types, ..Conventions::default() };
    let known = known_names();
    let (mut gold, mut predicted) = (Vec::new(), Vec::new());
    let (mut linked, mut named) = (0, 0);
    let mut mistakes = Vec::new();
    for (article, annotations) in articles.iter().zip(annotate_all(&docs)) {
        let text = article.doc.text();
        let mut found = found(&annotations);
        // What is not quoted (the headline of a page, a caption) has no labels.
        found.retain(|one| article.zones.iter().any(|zone| zone.contains(one.span)));
        let named_by_people = article.labels.iter().map(|one| (one.span, one.kind.as_str()));
        gold.push(labelled(&article.doc, named_by_people));
        predicted.push(labelled(&article.doc, found.iter().map(|one| (one.span, one.kind))));
        for label in &article.labels {
            let surface = &text[label.span.range()];
            let kind = label.kind.as_str();
            let one = found.iter().find(|one| one.span == label.span && one.kind == kind);
            if kind == "ROLE" {
                continue;
            }
            let Some(one) = one else {
                let near = found.iter().filter(|one| one.span.overlaps(label.span));
                let near: Vec<_> =
                    near.map(|one| format!("{} {}", one.kind, &text[one.span.range()])).collect();
                let near = near.join(", ");
                mistakes.push(format!("{}: missing {kind} `{surface}`; {near}", article.doc.id));
                continue;
            };
            let Some(name) = label.name.as_ref().filter(|_| kind != "DATE") else { continue };
            // What is not in the gazetteers is linked to nothing.
            let is_known = known.contains(&(kind, name.as_str()));
            let is_right = one.name.as_ref() == Some(name).filter(|_| is_known);
            named += 1;
            linked += usize::from(is_right);
            if !is_right {
                let instead = one.name.as_deref().unwrap_or("nothing");
                let name = if is_known { name.clone() } else { format!("{name} (unknown)") };
                mistakes.push(format!(
                    "{}: `{surface}` is {name}, linked to {instead}",
                    article.doc.id
                ));
            }
        }
        for one in found.iter().filter(|one| one.kind != "ROLE") {
            if !article.labels.iter().any(|label| label.span.overlaps(one.span)) {
                let surface = &text[one.span.range()];
                mistakes.push(format!("{}: spurious {} `{surface}`", article.doc.id, one.kind));
            }
        }
    }
    let accuracy = 100.0 * linked as f64 / named as f64;
    let scores = evaluate(&labels(gold), &labels(predicted), &conventions, false);
    println!("{}", table("input, tests/gold", &scores, &conventions));
    println!("  linked as labelled: {accuracy:.1} % of {named}\n\n{}", mistakes.join("\n"));
    for (kind, floor) in FLOORS {
        let reached = percent(scores.of(kind));
        assert!(reached >= floor, "{kind}: strict F1 {reached:.1}, expected {floor} or more");
    }
    let reached = percent(scores.total);
    assert!(reached >= FLOOR_OF_ALL, "strict F1 {reached:.1}, expected {FLOOR_OF_ALL} or more");
    assert!(
        accuracy >= FLOOR_OF_LINKS,
        "{accuracy:.1} % linked as labelled, expected {FLOOR_OF_LINKS}"
    );
}

/// Types and names of all entities of the gazetteers.
fn known_names() -> HashSet<(&'static str, &'static str)> {
    let gazetteer = common::gazetteer();
    let entities = (0..gazetteer.len() as u32).map(|ix| gazetteer.entity(EntityIx(ix)));
    entities.map(|entity| (entity.kind.as_str(), entity.name)).collect()
}
