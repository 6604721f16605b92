//! Lists of counties: `Lancaster and Seward counties` are two counties and no towns.

use crate::gazetteer::Gazetteer;
use crate::model::{Document, EntityIx, EntityKind, Mention};

/// What such a list ends in, and how the name of one is made.
const SORTS: [(&str, &str); 4] = [
    ("counties", "County"),
    ("Counties", "County"),
    ("parishes", "Parish"),
    ("provinces", "Province"),
];

/// Gives the mentions of a list the candidates and the words that they would have one by one.
pub fn read_lists(
    gazetteer: &Gazetteer,
    doc: &Document,
    mentions: &mut [Mention],
    words: &mut [Vec<String>],
) {
    // From the right, so that a list is known by its end before its beginning is seen.
    let mut sort: Option<&str> = None;
    for ix in (0..mentions.len()).rev() {
        let end = mentions[ix].span.end() as usize;
        let next = mentions.get(ix + 1).map(|next| next.span.start() as usize);
        let goes_on = next.is_some_and(|next| {
            matches!(&doc.text()[end..next], ", " | " and " | ", and " | " or " | " & ")
        });
        if !goes_on {
            let behind = doc.text()[end..].strip_prefix(' ').unwrap_or_default();
            let found = SORTS.iter().find(|(plural, _)| {
                let rest = behind.strip_prefix(plural);
                rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
            });
            sort = found.map(|(_, singular)| *singular);
        }
        let Some(singular) = sort.filter(|_| mentions[ix].kind() == EntityKind::Place) else {
            continue;
        };
        let name = format!("{} {singular}", doc.slice(mentions[ix].span));
        let senses = gazetteer.lookup(&name).into_iter();
        let places = senses.filter(|sense| sense.kind == EntityKind::Place);
        let candidates: Vec<EntityIx> = places.map(|sense| sense.entity).collect();
        if !candidates.is_empty() {
            mentions[ix].candidates = candidates;
            words[ix].push(singular.to_lowercase());
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::gazetteer::Gazetteer;
    use crate::model::EntityKind::Place;
    use crate::resolve::tests::{resolved, row};

    #[test]
    fn names_before_counties_are_counties() {
        let gazetteer = Gazetteer::from_rows([
            row("lancaster", Place, "Lancaster", "GB", 60),
            row("county.lancaster", Place, "Lancaster County", "US", 20),
            row("county.seward", Place, "Seward County", "US", 20),
        ])
        .unwrap();
        let names = [("Lancaster", Place), ("Seward", Place), ("Lancaster", Place)];
        let text = "Floods hit Lancaster and Seward counties, not Lancaster.";
        let expected = ["county.lancaster", "county.seward", "lancaster"];
        assert_eq!(resolved(&gazetteer, text, &names), expected);
    }
}
