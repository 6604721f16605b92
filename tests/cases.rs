//! The cases of `tests/cases/`: quoted lines whose links are the labels that the program must give, and
//! no others.
//!
//! A line under the heading `Not yet` shows what should work and does not; once it works, it must be
//! moved. Roles are looked at only in texts that label one.

mod common;

use common::labels::{Label, Quote, folder};
use common::{Found, annotate_all, found, read_text};
use dateline::model::{Document, EntityKind};
use dateline::read::ReadConfig;

/// What is wrong with a case, a line each; nothing if all is right.
fn faults(quote: &Quote, found: &[Found]) -> Vec<String> {
    let surface = |label: &Label| &quote.text[label.span.range()];
    let mut faults = Vec::new();
    for label in &quote.labels {
        let kind = label.kind.as_str();
        let Some(one) = found.iter().find(|one| one.span == label.span && one.kind == kind) else {
            faults.push(format!("missing  [{}]({kind})", surface(label)));
            continue;
        };
        if label.name.is_some() && label.name != one.name {
            let name = one.name.as_deref().unwrap_or("nothing");
            let wanted = label.name.as_deref().unwrap_or_default();
            faults.push(format!(
                "linked   [{}]({kind}) to {name} and not to {wanted}",
                surface(label)
            ));
        }
    }
    let has_roles = quote.labels.iter().any(|label| label.kind == EntityKind::Role);
    for one in found.iter().filter(|one| has_roles || one.kind != "ROLE") {
        let is_label = |label: &Label| label.span == one.span && label.kind.as_str() == one.kind;
        if !quote.labels.iter().any(is_label) {
            faults.push(format!("spurious [{}]({})", &quote.text[one.span.range()], one.kind));
        }
    }
    faults
}

fn is_not_yet(quote: &Quote) -> bool {
    quote.headings.iter().any(|heading| heading == "Not yet")
}

#[test]
fn cases_are_annotated_as_labelled() {
    let cases: Vec<(String, Quote)> = folder("tests/cases")
        .into_iter()
        .flat_map(|(file, quotes)| quotes.into_iter().map(move |quote| (file.clone(), quote)))
        .collect();
    assert!(cases.len() > 50, "only {} cases", cases.len());
    let docs: Vec<Document> = cases
        .iter()
        .map(|(file, quote)| {
            let doc = read_text(file, &quote.text, &ReadConfig::default());
            assert_eq!(doc.text(), quote.text, "reading changes the case");
            doc
        })
        .collect();
    let (mut wrong, mut right) = (Vec::new(), Vec::new());
    for ((file, quote), annotations) in cases.iter().zip(annotate_all(&docs)) {
        let faults = faults(quote, &found(&annotations));
        let place = format!("tests/cases/{file}.md:{}: {}", quote.line, quote.text);
        match (faults.is_empty(), is_not_yet(quote)) {
            (false, false) => wrong.push(format!("{place}\n    {}", faults.join("\n    "))),
            (true, true) => right.push(place),
            (false, true) => println!("not yet: {place}\n    {}", faults.join("\n    ")),
            (true, false) => {}
        }
    }
    assert!(wrong.is_empty(), "\n{} cases are wrong:\n\n{}\n", wrong.len(), wrong.join("\n"));
    assert!(
        right.is_empty(),
        "\n{} cases under `Not yet` are right now; move them up:\n\n{}\n",
        right.len(),
        right.join("\n")
    );
}
