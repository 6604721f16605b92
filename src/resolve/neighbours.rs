//! Places named next to each other, the wider one behind: `Tripoli, Lebanon`, `Albany, New York`.

use super::country_context::{is_country, is_first_level, region_of};
use super::surroundings::Region;
use crate::gazetteer::{Entity, Gazetteer};
use crate::model::{EntityIx, EntityKind};
use rustc_hash::FxHashMap;

/// What stands next to a name in the article, by country and region.
#[derive(Clone, Debug, Default)]
pub struct Neighbours<'g> {
    /// Countries and regions that stand behind the name.
    countries_behind: FxHashMap<&'g str, EntityIx>,
    regions_behind: FxHashMap<Region<'g>, EntityIx>,
    /// Countries and regions of the places before the name, and how often they stand there, as a share
    /// of all mentions of the name.
    countries_before: FxHashMap<&'g str, (f32, EntityIx)>,
    regions_before: FxHashMap<Region<'g>, (f32, EntityIx)>,
}

impl<'g> Neighbours<'g> {
    /// Notes a name that stands behind.
    pub fn add_behind(&mut self, gazetteer: &'g Gazetteer, candidates: &[EntityIx]) {
        for &ix in candidates {
            let entity = gazetteer.entity(ix);
            if entity.kind != EntityKind::Place || entity.subtype == "city" {
                continue;
            }
            if is_country(&entity) {
                self.countries_behind.entry(entity.country).or_insert(ix);
            }
            if let Some(region) = region_of(&entity) {
                self.regions_behind.entry(region).or_insert(ix);
            }
        }
    }

    /// Notes a name that stands before this share of the mentions.
    pub fn add_before(&mut self, gazetteer: &'g Gazetteer, candidates: &[EntityIx], share: f32) {
        let mut countries: FxHashMap<&str, EntityIx> = FxHashMap::default();
        let mut regions: FxHashMap<Region<'_>, EntityIx> = FxHashMap::default();
        for &ix in candidates {
            let entity = gazetteer.entity(ix);
            if entity.kind != EntityKind::Place || is_country(&entity) || is_first_level(&entity) {
                continue;
            }
            countries.entry(entity.country).or_insert(ix);
            if let Some(region) = region_of(&entity) {
                regions.entry(region).or_insert(ix);
            }
        }
        for (country, ix) in countries {
            self.countries_before.entry(country).or_insert((0.0, ix)).0 += share;
        }
        for (region, ix) in regions {
            self.regions_before.entry(region).or_insert((0.0, ix)).0 += share;
        }
    }

    /// The country or region behind the name in which the entity lies.
    pub fn holder_of(&self, entity: &Entity<'_>) -> Option<EntityIx> {
        if entity.country.is_empty() {
            return None;
        }
        let region = region_of(entity).and_then(|region| self.regions_behind.get(&region));
        let country = self.countries_behind.get(entity.country).filter(|_| !is_country(entity));
        region.into_iter().chain(country).copied().find(|ix| *ix != entity.ix)
    }

    /// If the entity is a country or a region: the place in it that stands before the name, and how
    /// often one does.
    pub fn held_by(&self, entity: &Entity<'_>) -> Option<(f32, EntityIx)> {
        if entity.kind != EntityKind::Place || entity.country.is_empty() {
            return None;
        }
        if is_country(entity) {
            return self.countries_before.get(entity.country).copied();
        }
        let region = region_of(entity).filter(|_| is_first_level(entity))?;
        self.regions_before.get(&region).copied()
    }
}
