//! Facilities that are named by their place, looked up as the gazetteers call them.

use crate::gazetteer::Gazetteer;
use crate::model::{Document, EntityIx, EntityKind, Mention};

/// Gives candidates to facilities that have none: `Baghdad's international airport` as `Baghdad
/// international airport`, `US embassy` beside `Baghdad` as `US embassy in Baghdad`.
pub fn look_up(gazetteer: &Gazetteer, doc: &Document, mentions: &mut [Mention]) {
    for ix in 0..mentions.len() {
        let mention = &mentions[ix];
        if mention.kind() != EntityKind::Facility || !mention.candidates.is_empty() {
            continue;
        }
        let plain = doc.slice(mention.span).replace("'s ", " ").replace("’s ", " ");
        let mut found = facilities(gazetteer, &plain);
        if found.is_empty() {
            let places = places_near(mentions, ix);
            let names = places.map(|place| format!("{plain} in {}", doc.slice(place.span)));
            found = names.map(|name| facilities(gazetteer, &name)).find(|list| !list.is_empty()).unwrap_or_default();
        }
        mentions[ix].candidates = found;
    }
}

/// Places of the same sentence, those behind the mention first, nearer ones first.
fn places_near(mentions: &[Mention], ix: usize) -> impl Iterator<Item = &Mention> {
    let sentence = mentions[ix].sentence;
    let is_near = move |mention: &&Mention| {
        mention.sentence == sentence && mention.kind() == EntityKind::Place
    };
    let behind = mentions[ix + 1..].iter().take_while(move |mention| mention.sentence == sentence);
    let before = mentions[..ix].iter().rev().take_while(move |mention| mention.sentence == sentence);
    behind.chain(before).filter(is_near)
}

fn facilities(gazetteer: &Gazetteer, name: &str) -> Vec<EntityIx> {
    let senses = gazetteer.lookup(name).into_iter();
    senses.filter(|sense| sense.kind == EntityKind::Facility).map(|sense| sense.entity).collect()
}
