//! Which countries and regions an article is about.

use crate::gazetteer::{Entity, Gazetteer};
use crate::model::{EntityKind, Mention};
use std::collections::{BTreeMap, BTreeSet};

/// Shares of the countries (ISO 3166-1 alpha-2), and of their first-level regions, that the article's
/// clear names belong to.
#[derive(Clone, Debug, Default)]
pub struct CountryContext {
    countries: BTreeMap<String, f32>,
    regions: BTreeMap<(String, String), f32>,
}

impl CountryContext {
    /// Every name counts once, however often it stands in the article; countries and nationalities
    /// count fully, other places and bodies by how clear they are. Names that could lie in several
    /// countries say nothing.
    pub fn new(gazetteer: &Gazetteer, mentions: &[Mention], kinds: &[EntityKind]) -> Self {
        let mut context = Self::default();
        let mut seen = BTreeSet::new();
        for (mention, kind) in mentions.iter().zip(kinds) {
            let entities = mention.candidates.iter().map(|ix| gazetteer.entity(*ix));
            let bearers: Vec<Entity> = entities.filter(|entity| entity.kind == *kind).collect();
            let Some(first) = bearers.first().filter(|first| !first.country.is_empty()) else {
                continue;
            };
            if !seen.insert(first.ix) {
                continue;
            }
            let in_one_country = bearers.iter().all(|entity| entity.country == first.country);
            let is_famous =
                bearers[1..].iter().all(|other| other.prominence + 40 < first.prominence);
            if *kind == EntityKind::Outlet || !in_one_country && !is_famous {
                continue;
            }
            let weight = if is_country(first) || *kind == EntityKind::Norp { 1.0 } else { 0.6 };
            *context.countries.entry(first.country.to_owned()).or_default() += weight;
            if let Some(region) = region_of(first).filter(|_| bearers.len() == 1 || is_famous) {
                *context.regions.entry(region).or_default() += 1.0;
            }
        }
        share_out(&mut context.countries);
        share_out(&mut context.regions);
        context
    }

    /// 0 for a country that the article does not name, 1 for the only one it names.
    pub fn of_country(&self, entity: &Entity) -> f32 {
        self.countries.get(entity.country).copied().unwrap_or(0.0)
    }

    /// The same for the region in which a place lies.
    pub fn of_region(&self, entity: &Entity) -> f32 {
        region_of(entity).and_then(|region| self.regions.get(&region)).copied().unwrap_or(0.0)
    }
}

pub fn is_country(entity: &Entity) -> bool {
    matches!(entity.subtype, "country" | "territory")
}

/// Country and name of the region that a place lies in, or is.
pub fn region_of(entity: &Entity) -> Option<(String, String)> {
    if entity.kind != EntityKind::Place || entity.country.is_empty() || is_country(entity) {
        return None;
    }
    let is_region = entity.admin1.is_empty() && is_first_level(entity);
    let region = if is_region { entity.name } else { entity.admin1 };
    (!region.is_empty()).then(|| (entity.country.to_owned(), region.to_owned()))
}

fn share_out<K: Ord>(weights: &mut BTreeMap<K, f32>) {
    let total: f32 = weights.values().sum();
    weights.values_mut().for_each(|weight| *weight /= total.max(1.0));
}

/// Whether a place is a state, a province or another first-level region.
pub fn is_first_level(entity: &Entity) -> bool {
    entity.subtype == "admin1" || entity.id.starts_with("admin1.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Row;
    use crate::model::Document;
    use crate::resolve::tests::{mentions, row};

    #[test]
    fn countries_share_the_article_by_the_things_named_of_each() {
        let country = |code: &str, name: &str| Row {
            subtype: "country".into(),
            ..row(&format!("country.{code}"), EntityKind::Place, name, code, 90)
        };
        let rows = [
            country("IR", "Iran"),
            country("IQ", "Iraq"),
            row("norp.iranian", EntityKind::Norp, "Iranian", "IR", 0),
            row("outlet.cnn", EntityKind::Outlet, "CNN", "US", 90),
        ];
        let gazetteer = Gazetteer::from_rows(rows).unwrap();
        let doc = Document::new("a", "CNN said Iran, Iraq and Iranian militias met in Iran.");
        let (place, norp) = (EntityKind::Place, EntityKind::Norp);
        let names = [
            ("CNN", EntityKind::Outlet),
            ("Iran", place),
            ("Iraq", place),
            ("Iranian", norp),
            ("Iran", place),
        ];
        let mentions = mentions(&doc, &gazetteer, &names);
        let kinds = names.map(|(_, kind)| kind);
        let context = CountryContext::new(&gazetteer, &mentions, &kinds);
        let share = |id: &str| context.of_country(&gazetteer.by_id(id).unwrap());
        assert_eq!(share("norp.iranian"), 2.0 / 3.0);
        assert_eq!(share("country.IQ"), 1.0 / 3.0);
        assert_eq!(share("outlet.cnn"), 0.0, "who reports is not what is reported");
    }
}
