//! One name, one type in an article, unless the context speaks against it.

use super::outlets;
use crate::gazetteer::Gazetteer;
use crate::model::{Document, EntityKind, Mention};
use rustc_hash::{FxHashMap, FxHashSet};

/// A mention this sure of its kind keeps it, whatever the others say.
const SURE: f32 = 0.9;
/// How far the others must agree.
const AGREED: f32 = 0.75;

/// The kind of each mention, after all mentions of the same `words` have been heard.
pub fn settle(
    gazetteer: &Gazetteer,
    doc: &Document,
    words: &[Vec<String>],
    mentions: &[Mention],
) -> Vec<EntityKind> {
    let mut votes: FxHashMap<&[String], [f32; EntityKind::ALL.len()]> = FxHashMap::default();
    for (words, mention) in words.iter().zip(mentions) {
        let votes = votes.entry(words).or_default();
        for reading in &mention.readings {
            votes[reading.kind as usize] += reading.score;
        }
    }
    let settle_one =
        |(words, mention): (&Vec<String>, &Mention)| agreed(mention, &votes[words.as_slice()]);
    let mut kinds: Vec<EntityKind> = words.iter().zip(mentions).map(settle_one).collect();
    follow_persons(words, mentions, &mut kinds);
    outlets::settle(gazetteer, doc, words, mentions, &mut kinds);
    kinds
}

/// A word that no gazetteer knows, and that ends the full name of a person of the article and of
/// nothing else, is that person: `Wierzbicki` after `Tomasz Wierzbicki`.
fn follow_persons(words: &[Vec<String>], mentions: &[Mention], kinds: &mut [EntityKind]) {
    let mut persons: FxHashSet<&str> = FxHashSet::default();
    let mut others: FxHashSet<&str> = FxHashSet::default();
    for (words, kind) in words.iter().zip(kinds.iter()).filter(|(words, _)| words.len() > 1) {
        if *kind == EntityKind::Person {
            persons.extend(words.last().map(String::as_str));
        } else {
            others.extend(words.iter().map(String::as_str));
        }
    }
    for ((words, mention), kind) in words.iter().zip(mentions).zip(kinds) {
        let [word] = words.as_slice() else { continue };
        let may_change = matches!(kind, EntityKind::Org | EntityKind::Place | EntityKind::Facility);
        let is_person = persons.contains(word.as_str()) && !others.contains(word.as_str());
        if may_change && is_person && mention.candidates.is_empty() {
            *kind = EntityKind::Person;
        }
    }
}

fn agreed(mention: &Mention, votes: &[f32; EntityKind::ALL.len()]) -> EntityKind {
    let own = mention.kind();
    if mention.score_of(own) >= SURE {
        return own;
    }
    let total: f32 = votes.iter().sum();
    let best = EntityKind::ALL
        .into_iter()
        .max_by(|left, right| votes[*left as usize].total_cmp(&votes[*right as usize]));
    match best {
        Some(kind) if votes[kind as usize] >= AGREED * total && mention.score_of(kind) > 0.0 => {
            kind
        }
        _ => own,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Reading;
    use crate::resolve::tests::mentions;

    fn settled(readings: &[&[(EntityKind, f32)]]) -> Vec<EntityKind> {
        let gazetteer = Gazetteer::from_rows([]).unwrap();
        let doc = Document::new("a", "Quux ".repeat(readings.len()));
        let names = vec![("Quux", EntityKind::Place); readings.len()];
        let mut mentions = mentions(&doc, &gazetteer, &names);
        for (mention, readings) in mentions.iter_mut().zip(readings) {
            let reading =
                |(kind, score): &(EntityKind, f32)| Reading { kind: *kind, score: *score };
            mention.readings = readings.iter().map(reading).collect();
        }
        let words = vec![vec!["quux".to_owned()]; readings.len()];
        settle(&gazetteer, &doc, &words, &mentions)
    }

    #[test]
    fn a_doubtful_mention_is_what_the_clear_ones_are() {
        use EntityKind::{Org, Person};
        let clear: &[(EntityKind, f32)] = &[(Person, 0.98), (Org, 0.02)];
        let doubtful: &[(EntityKind, f32)] = &[(Org, 0.55), (Person, 0.45)];
        assert_eq!(settled(&[clear, doubtful, clear]), [Person, Person, Person]);
        assert_eq!(settled(&[doubtful]), [Org]);
    }

    #[test]
    fn a_sure_mention_keeps_its_kind() {
        use EntityKind::{Org, Place};
        let place: &[(EntityKind, f32)] = &[(Place, 0.99)];
        let team: &[(EntityKind, f32)] = &[(Org, 0.95), (Place, 0.05)];
        assert_eq!(settled(&[place, place, place, team])[3], Org);
    }
}
