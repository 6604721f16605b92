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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Row;
    use crate::model::Document;
    use crate::resolve::tests::{mentions, row};

    #[test]
    fn countries_share_the_article_by_how_often_they_are_named() {
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
        let names =
            [("CNN", EntityKind::Outlet), ("Iran", place), ("Iraq", place), ("Iranian", norp), ("Iran", place)];
        let mentions = mentions(&doc, &gazetteer, &names);
        let kinds = names.map(|(_, kind)| kind);
        let context = CountryContext::new(&gazetteer, &mentions, &kinds);
        assert_eq!((context.share("IR"), context.share("IQ")), (0.75, 0.25));
        assert_eq!(context.share("US"), 0.0, "who reports is not what is reported");
    }
}
