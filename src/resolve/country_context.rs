//! Which countries an article is about.

use super::surroundings::Region;
use crate::gazetteer::{Entity, Gazetteer};
use crate::model::{EntityIx, EntityKind};
use rustc_hash::{FxHashMap, FxHashSet};

/// Shares of the countries (ISO 3166-1 alpha-2) that the article's clear names belong to.
#[derive(Clone, Debug, Default)]
pub struct CountryContext<'g> {
    countries: FxHashMap<&'g str, f32>,
    total: f32,
    /// What each name has said, by its best known bearer.
    said: FxHashMap<EntityIx, (&'g str, f32)>,
}

impl<'g> CountryContext<'g> {
    /// Every name counts once, however often it stands in the article; countries and nationalities
    /// count fully, other places and bodies by how clear they are. Names that could lie in several
    /// countries say nothing.
    pub fn new<'c>(
        gazetteer: &'g Gazetteer,
        names: impl IntoIterator<Item = (EntityKind, &'c [EntityIx])>,
    ) -> Self {
        let mut context = Self::default();
        let mut seen = FxHashSet::default();
        for (kind, candidates) in names {
            let mut bearers =
                candidates.iter().map(|ix| gazetteer.entity(*ix)).filter(|it| it.kind == kind);
            let Some(first) = bearers.next().filter(|first| !first.country.is_empty()) else {
                continue;
            };
            if kind == EntityKind::Outlet || !seen.insert(first.ix) {
                continue;
            }
            let (mut in_one_country, mut is_famous) = (true, true);
            for other in bearers {
                in_one_country &= other.country == first.country;
                is_famous &= other.prominence + 40 < first.prominence;
            }
            if !in_one_country && !is_famous {
                continue;
            }
            let weight = if is_country(&first) || kind == EntityKind::Norp { 1.0 } else { 0.6 };
            *context.countries.entry(first.country).or_default() += weight;
            context.total += weight;
            if !in_one_country {
                context.said.insert(first.ix, (first.country, weight));
            }
        }
        context
    }

    /// What a name with these candidates has said itself, as far as it could be of another country.
    pub fn said_by(
        &self,
        kind: EntityKind,
        gazetteer: &Gazetteer,
        candidates: &[EntityIx],
    ) -> (&'g str, f32) {
        let first = candidates.iter().find(|ix| gazetteer.entity(**ix).kind == kind);
        first.and_then(|first| self.said.get(first)).copied().unwrap_or_default()
    }

    /// 0 for a country that the article does not name, 1 for the only one it names, `own` left aside:
    /// that Lebanon is named does not make it the country in Asia.
    pub fn of_country(&self, entity: &Entity<'_>, own: (&str, f32)) -> f32 {
        let all = self.countries.get(entity.country).copied().unwrap_or(0.0);
        let others = if own.0 == entity.country { all - own.1 } else { all };
        others.max(0.0) / (self.total - own.1).max(1.0)
    }
}

pub fn is_country(entity: &Entity<'_>) -> bool {
    matches!(entity.subtype, "country" | "territory")
}

/// Country and name of the region that a place lies in, or is.
pub fn region_of<'g>(entity: &Entity<'g>) -> Option<Region<'g>> {
    if entity.kind != EntityKind::Place || entity.country.is_empty() || is_country(entity) {
        return None;
    }
    let is_region = entity.admin1.is_empty() && is_first_level(entity);
    let region = if is_region { entity.name } else { entity.admin1 };
    (!region.is_empty()).then_some((entity.country, region))
}

/// Whether a place is a state, a province or another first-level region.
pub fn is_first_level(entity: &Entity<'_>) -> bool {
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
        let candidates = mentions.iter().map(|mention| mention.candidates.as_slice());
        let context = CountryContext::new(&gazetteer, kinds.into_iter().zip(candidates));
        let share = |id: &str| context.of_country(&gazetteer.by_id(id).unwrap(), ("", 0.0));
        assert_eq!(share("norp.iranian"), 2.0 / 3.0);
        assert_eq!(share("country.IQ"), 1.0 / 3.0);
        assert_eq!(share("outlet.cnn"), 0.0, "who reports is not what is reported");
    }
}
