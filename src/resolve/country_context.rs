//! Which countries an article is about.

use crate::gazetteer::Gazetteer;
use crate::model::{EntityKind, Mention};
use std::collections::BTreeMap;

/// Shares of the countries (ISO 3166-1 alpha-2) that the article's clear names belong to.
#[derive(Clone, Debug, Default)]
pub struct CountryContext {
    shares: BTreeMap<String, f32>,
}

impl CountryContext {
    /// Countries and nationalities count fully, other places and bodies by how clear they are.
    pub fn new(gazetteer: &Gazetteer, mentions: &[Mention], kinds: &[EntityKind]) -> Self {
        let mut shares: BTreeMap<String, f32> = BTreeMap::new();
        let mut total = 0.0;
        for (mention, kind) in mentions.iter().zip(kinds) {
            let candidates: Vec<_> = mention
                .candidates
                .iter()
                .map(|ix| gazetteer.entity(*ix))
                .filter(|entity| entity.kind == *kind)
                .collect();
            let Some(best) = candidates.first().filter(|best| !best.country.is_empty()) else {
                continue;
            };
            let weight = match (*kind, best.subtype) {
                (EntityKind::Place, "country" | "territory") | (EntityKind::Norp, _) => 1.0,
                (EntityKind::Outlet, _) => continue,
                _ if candidates.len() == 1 => 0.6,
                _ => f32::from(best.prominence) / 250.0,
            };
            *shares.entry(best.country.to_owned()).or_default() += weight;
            total += weight;
        }
        shares.values_mut().for_each(|share| *share /= total.max(1.0));
        Self { shares }
    }

    /// 0 for a country that the article does not name, 1 for the only one it names.
    pub fn share(&self, country: &str) -> f32 {
        self.shares.get(country).copied().unwrap_or(0.0)
    }
}
