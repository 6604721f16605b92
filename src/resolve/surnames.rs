//! Lone surnames that the tagger took for a body or a place.

use crate::gazetteer::{CueClass, Gazetteer};
use crate::model::{Document, EntityKind, Mention};
use crate::token::fold_hash;
use rustc_hash::FxHashSet;

/// A word that is the surname of a person of the article, and part of no other name there, is that
/// person: `Wierzbicki` after `Tomasz Wierzbicki`, `Jordan` after `Neil Jordan`.
///
/// What the gazetteers know as something else stays that if the article once says where it lies. A word
/// with an article that they know as one other thing is that: `the Moon`.
pub fn follow_persons(
    gazetteer: &Gazetteer,
    doc: &Document,
    words: &[Vec<String>],
    mentions: &[Mention],
    kinds: &mut [EntityKind],
) {
    let mut persons: FxHashSet<&str> = FxHashSet::default();
    let mut others: FxHashSet<&str> = FxHashSet::default();
    for (words, kind) in words.iter().zip(kinds.iter()).filter(|(words, _)| words.len() > 1) {
        if *kind == EntityKind::Person {
            persons.extend(words.last().map(String::as_str));
            let first = words[0].as_str();
            if is_family_name(gazetteer, first) {
                persons.insert(first);
            }
        } else {
            others.extend(words.iter().map(String::as_str));
        }
    }
    for ((words, mention), kind) in words.iter().zip(mentions).zip(kinds.iter_mut()) {
        let [word] = words.as_slice() else { continue };
        let is_unknown = *kind == EntityKind::Person && !persons.contains(word.as_str());
        if is_unknown && has_article(doc, mention) {
            *kind = only_kind(gazetteer, mention).unwrap_or(*kind);
        }
    }
    let single = |words: &Vec<String>| words.len() == 1;
    let mut somewhere: FxHashSet<&str> = FxHashSet::default();
    for (words, mention) in words.iter().zip(mentions).filter(|(words, _)| single(words)) {
        if persons.contains(words[0].as_str()) && is_where(gazetteer, doc, mention) {
            somewhere.insert(&words[0]);
        }
    }
    for ((words, mention), kind) in words.iter().zip(mentions).zip(kinds) {
        let [word] = words.as_slice() else { continue };
        let word = word.as_str();
        let may_change = matches!(kind, EntityKind::Org | EntityKind::Place | EntityKind::Facility);
        let is_person = persons.contains(word) && !others.contains(word);
        if may_change
            && is_person
            && !has_article(doc, mention)
            && (mention.candidates.is_empty() || !somewhere.contains(word))
        {
            *kind = EntityKind::Person;
        }
    }
}

/// The kind of all that the gazetteers know of a name; towns say nothing, as many have surnames: `the
/// Clinton plan`.
fn only_kind(gazetteer: &Gazetteer, mention: &Mention) -> Option<EntityKind> {
    let mut entities = mention.candidates.iter().map(|ix| gazetteer.entity(*ix)).peekable();
    let first = entities.peek()?.kind;
    let is_alike = entities.all(|entity| entity.kind == first && entity.subtype != "city");
    is_alike.then_some(first)
}

/// Whether an article stands before a mention, as before no person: `the Moon`.
fn has_article(doc: &Document, mention: &Mention) -> bool {
    without_article(doc.text()[..mention.span.start() as usize].trim_end()).is_some()
}

fn without_article(before: &str) -> Option<&str> {
    let rest = before.strip_suffix("the").or_else(|| before.strip_suffix("The"))?;
    (!rest.ends_with(char::is_alphanumeric)).then_some(rest)
}

/// Whether a word that begins a person's name is a surname all the same: `Wang Xizhe`.
fn is_family_name(gazetteer: &Gazetteer, word: &str) -> bool {
    let word = gazetteer.word(fold_hash(word));
    u16::from(word.surname) > 2 * u16::from(word.given)
}

/// Whether the words right beside a mention say that it is a place: `in Jordan`, `Jordan, Minnesota`.
fn is_where(gazetteer: &Gazetteer, doc: &Document, mention: &Mention) -> bool {
    let before = doc.text()[..mention.span.start() as usize].trim_end();
    let before = without_article(before).unwrap_or(before).trim_end();
    let last = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_beside = before.ends_with(|c: char| c.is_alphanumeric());
    is_beside && !last.is_empty() && gazetteer.word(fold_hash(last)).has(CueClass::PlacePrep)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Row;
    use crate::resolve::tests::mentions;
    use EntityKind::{Person, Place};

    fn followed(text: &str, names: &[(&str, EntityKind)]) -> Vec<EntityKind> {
        let gazetteer = Gazetteer::from_rows([Row::new("country.JO", Place, "Jordan")]).unwrap();
        let doc = Document::new("a", text);
        let mentions = mentions(&doc, &gazetteer, names);
        let words: Vec<Vec<String>> = names
            .iter()
            .map(|(name, _)| name.to_lowercase().split(' ').map(str::to_owned).collect())
            .collect();
        let mut kinds: Vec<EntityKind> = names.iter().map(|(_, kind)| *kind).collect();
        follow_persons(&gazetteer, &doc, &words, &mentions, &mut kinds);
        kinds
    }

    #[test]
    fn a_surname_is_the_person_even_if_a_country_has_it() {
        let text = "Neil Jordan came. Jordan spoke.";
        assert_eq!(followed(text, &[("Neil Jordan", Person), ("Jordan", Place)])[1], Person);
    }

    #[test]
    fn a_name_inside_another_one_stays_what_it_is() {
        let text = "Neil Jordan saw the Jordan Valley. Jordan spoke.";
        let names = [("Neil Jordan", Person), ("Jordan Valley", Place), ("Jordan", Place)];
        assert_eq!(followed(text, &names)[2], Place);
    }

    #[test]
    fn what_has_an_article_is_no_person() {
        let text = "Neil Jordan rowed on the Jordan. He saw the Jordan.";
        let names = [("Neil Jordan", Person), ("Jordan", Place), ("Jordan", Place)];
        assert_eq!(followed(text, &names)[1..], [Place, Place]);
        let names = [("Jordan", Person)];
        assert_eq!(followed("He rowed on the Jordan.", &names), [Place]);
        assert_eq!(followed("He met Jordan.", &names), [Person]);
    }

    #[test]
    fn an_unknown_surname_is_the_person() {
        let text = "Tomasz Wierzbicki came. Wierzbicki spoke.";
        let names = [("Tomasz Wierzbicki", Person), ("Wierzbicki", EntityKind::Org)];
        assert_eq!(followed(text, &names)[1], Person);
    }
}
