//! What speaks for an entity: how well known it is, the countries of the article, its time.

use super::country_context::{CountryContext, is_country, is_first_level, region_of};
use crate::gazetteer::{Entity, Gazetteer};
use crate::model::{EntityIx, EntityKind, Evidence};

/// An entity weighed for a mention.
#[derive(Clone, Debug)]
pub struct Weighed {
    pub entity: EntityIx,
    pub weight: f32,
    pub evidence: Vec<Evidence>,
}

/// What is known when an entity is weighed.
pub struct Scales<'s> {
    pub gazetteer: &'s Gazetteer,
    pub countries: &'s CountryContext,
    /// Year of the article, if its date is known.
    pub year: Option<i32>,
}

impl Scales<'_> {
    /// The candidates of the right kind, heaviest first; `beside` are names of places that stand right
    /// behind a comma: `Tripoli, Lebanon`.
    pub fn weigh(
        &self,
        candidates: &[EntityIx],
        kind: EntityKind,
        beside: &[EntityIx],
    ) -> Vec<Weighed> {
        let mut weighed: Vec<Weighed> = Vec::new();
        for &ix in candidates {
            let entity = self.gazetteer.entity(ix);
            if entity.kind == kind && !weighed.iter().any(|other| other.entity == ix) {
                weighed.push(self.weigh_one(ix, &entity, beside));
            }
        }
        // Stable, so that of equals the better prior stays first.
        weighed.sort_by(|left, right| right.weight.total_cmp(&left.weight));
        weighed
    }

    fn weigh_one(&self, ix: EntityIx, entity: &Entity, beside: &[EntityIx]) -> Weighed {
        let prior = f32::from(entity.prominence) / 12.0;
        let mut weight = prior;
        let mut evidence = vec![Evidence::new("prominence", prior).from_entity(ix)];
        let mut add = |what, part: f32, from: Option<EntityIx>| {
            weight += part;
            let sign = Evidence::new(what, part);
            evidence.push(match from {
                Some(entity) => sign.from_entity(entity),
                None => sign,
            });
        };
        let in_country = self.countries.of_country(entity);
        if in_country > 0.0 {
            add("country context", 0.5 + 3.5 * in_country, None);
        }
        let in_region = self.countries.of_region(entity);
        if in_region > 0.0 && !is_first_level(entity) {
            add("region context", 0.5 + 3.5 * in_region, None);
        }
        if let Some(beside) = beside.iter().find(|beside| self.lies_in(entity, **beside)) {
            add("named beside", 6.0, Some(*beside));
        }
        if let Some(part) = self.in_office(entity) {
            add("time of office", part, None);
        }
        Weighed { entity: ix, weight, evidence }
    }

    /// Whether a place lies in another: in the country, or in its first-level region.
    fn lies_in(&self, entity: &Entity, beside: EntityIx) -> bool {
        let beside = self.gazetteer.entity(beside);
        if entity.country.is_empty() || entity.country != beside.country || entity.ix == beside.ix {
            return false;
        }
        is_country(&beside) && !is_country(entity)
            || region_of(&beside).is_some() && region_of(&beside) == region_of(entity)
    }

    /// Whether the article falls into the entity's time; nothing where either is unknown.
    fn in_office(&self, entity: &Entity) -> Option<f32> {
        let year = self.year?;
        let number = |date: &str| date.get(..4).and_then(|year| year.parse::<i32>().ok());
        let (from, until) = (number(entity.from), number(entity.until));
        if from.is_none() && until.is_none() {
            return None;
        }
        let before = from.is_some_and(|from| year < from);
        let after = until.is_some_and(|until| year > until);
        Some(if before || after { -0.5 } else { 1.5 })
    }
}
