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
            found = names
                .map(|name| facilities(gazetteer, &name))
                .find(|list| !list.is_empty())
                .unwrap_or_default();
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
    let before =
        mentions[..ix].iter().rev().take_while(move |mention| mention.sentence == sentence);
    behind.chain(before).filter(is_near)
}

fn facilities(gazetteer: &Gazetteer, name: &str) -> Vec<EntityIx> {
    let senses = gazetteer.lookup(name).into_iter();
    senses.filter(|sense| sense.kind == EntityKind::Facility).map(|sense| sense.entity).collect()
}

#[cfg(test)]
mod tests {
    use crate::gazetteer::{Alias, Gazetteer, Row};
    use crate::model::EntityKind::{Facility, Place};
    use crate::resolve::tests::resolved;

    fn alias(surface: &str) -> Vec<Alias> {
        vec![Alias::parse(surface).unwrap()]
    }

    #[test]
    fn a_facility_is_looked_up_by_its_place() {
        let airport = Row::new("facility.bgw", Facility, "Baghdad International Airport");
        let embassy = Row {
            aliases: alias("US embassy in Baghdad"),
            ..Row::new("facility.us-iq", Facility, "Embassy of the United States, Baghdad")
        };
        let city = Row::new("gn.baghdad", Place, "Baghdad");
        let gazetteer = Gazetteer::from_rows([airport, embassy, city]).unwrap();
        let names = [("Baghdad’s international airport", Facility)];
        assert_eq!(
            resolved(&gazetteer, "near Baghdad’s international airport", &names),
            ["facility.bgw"]
        );
        let names = [("US embassy", Facility), ("Baghdad", Place)];
        let text = "the US embassy attack in Baghdad";
        assert_eq!(resolved(&gazetteer, text, &names), ["facility.us-iq", "gn.baghdad"]);
    }
}
