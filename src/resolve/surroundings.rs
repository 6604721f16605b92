//! What lies near what: places of an article are mostly neighbours of each other.
//!
//! Every name of a place votes for where the article plays, for squares of one and of six degrees and for
//! regions, with all its bearers at once: the likelier the bearer, the heavier its vote. `Henry County`
//! votes for ten states, and `Paris` for twenty; together they mean Tennessee. A name is weighed
//! by the votes of the others. (Leidner 2007: minimal distance; here without comparing pairs, so
//! that the cost grows with the number of candidates and not with its square.)

use super::country_context::{is_country, is_first_level, region_of};
use crate::gazetteer::Entity;
use rustc_hash::FxHashMap;

/// South-west corner of a square, in lengths of its side.
type Square = (i16, i16);

/// Sides of the squares, in degrees: for towns, and for whatever has a place on the map.
const SIDES: [f32; 2] = [1.0, 6.0];

/// Country and name of a first-level region.
pub type Region<'g> = (&'g str, &'g str);

/// What all bearers of one name have in the vote together: as much as any name has.
const OF_ALL_BEARERS: f32 = 0.3;

/// Places of these sorts are too large for a square to say where they are.
const LARGE: [&str; 19] = [
    "basin",
    "desert",
    "gulf",
    "krai",
    "mountains",
    "nation",
    "oblast",
    "ocean",
    "peninsula",
    "plain",
    "plateau",
    "province",
    "region",
    "republic",
    "river",
    "sea",
    "space",
    "state",
    "strait",
];

/// The votes of one name, or the sum of all.
#[derive(Clone, Debug, Default)]
pub struct Votes<'g> {
    squares: [FxHashMap<Square, f32>; SIDES.len()],
    regions: FxHashMap<Region<'g>, f32>,
    /// How many names have voted for any region.
    voters: f32,
}

impl<'g> Votes<'g> {
    /// The vote of a name with these bearers; their shares add up to 1.
    pub fn of_name(bearers: &[(Entity<'g>, f32)]) -> Self {
        let mut votes = Self::default();
        let of_each = OF_ALL_BEARERS / bearers.len().max(1) as f32;
        for (entity, share) in bearers {
            let vote = (1.0 - OF_ALL_BEARERS) * share + of_each;
            for (scale, squares) in votes.squares.iter_mut().enumerate() {
                if let Some(square) = square_of(entity, scale) {
                    *squares.entry(square).or_default() += vote;
                }
            }
            if let Some(region) = region_of(entity) {
                *votes.regions.entry(region).or_default() += vote;
                votes.voters += vote;
            }
        }
        votes
    }

    pub fn add(&mut self, votes: &Votes<'g>) {
        for (all, squares) in self.squares.iter_mut().zip(&votes.squares) {
            for (square, vote) in squares {
                *all.entry(*square).or_default() += vote;
            }
        }
        for (region, vote) in &votes.regions {
            *self.regions.entry(*region).or_default() += vote;
        }
        self.voters += votes.voters;
    }

    /// How many of the others' votes lie around a town or the like, within one to two degrees.
    pub fn near(&self, own: &Votes<'_>, entity: &Entity<'_>) -> f32 {
        self.around(own, entity, 0)
    }

    /// How many of the others' votes lie in this part of the world, within six to twelve degrees.
    pub fn in_this_part(&self, own: &Votes<'_>, entity: &Entity<'_>) -> f32 {
        self.around(own, entity, 1)
    }

    fn around(&self, own: &Votes<'_>, entity: &Entity<'_>, scale: usize) -> f32 {
        let Some((lat, lon)) = square_of(entity, scale) else { return 0.0 };
        let squares =
            (-1..=1).flat_map(|north| (-1..=1).map(move |east| (lat + north, lon + east)));
        let vote = |square| {
            let own = own.squares[scale].get(&square).copied().unwrap_or_default();
            self.squares[scale].get(&square).map_or(0.0, |all| (all - own).max(0.0))
        };
        squares.map(vote).sum()
    }

    /// The share of the others' votes for the region in which the entity lies.
    pub fn in_region(&self, own: &Votes<'_>, entity: &Entity<'_>) -> f32 {
        let Some(region) = region_of(entity) else { return 0.0 };
        let Some(all) = self.regions.get(&region) else { return 0.0 };
        let others = all - own.regions.get(&region).copied().unwrap_or_default();
        others.max(0.0) / (self.voters - own.voters).max(1.0)
    }
}

fn square_of(entity: &Entity<'_>, scale: usize) -> Option<Square> {
    let is_large = is_country(entity) || is_first_level(entity) || LARGE.contains(&entity.subtype);
    let (lat, lon) = (entity.lat?, entity.lon?);
    if entity.subtype == "continent" {
        return None;
    }
    let side = SIDES[scale];
    (!is_large || scale > 0).then_some(((lat / side).floor() as i16, (lon / side).floor() as i16))
}

#[cfg(test)]
mod tests {
    use crate::gazetteer::{Gazetteer, Row};
    use crate::model::EntityKind::Place;
    use crate::resolve::tests::{resolved, row};

    fn town(id: &str, name: &str, region: &str, lat: f32, lon: f32, prominence: u8) -> Row {
        Row {
            admin1: region.into(),
            subtype: "city".into(),
            lat: Some(lat),
            lon: Some(lon),
            ..row(id, Place, name, "US", prominence)
        }
    }

    #[test]
    fn neighbours_mean_each_other() {
        let gazetteer = Gazetteer::from_rows([
            town("alexandria-va", "Alexandria", "Virginia", 38.8, -77.1, 50),
            town("alexandria-la", "Alexandria", "Louisiana", 31.3, -92.4, 40),
            town("pineville-nc", "Pineville", "North Carolina", 35.1, -80.9, 20),
            town("pineville-la", "Pineville", "Louisiana", 31.3, -92.4, 20),
        ])
        .unwrap();
        let alone = [("Alexandria", Place)];
        assert_eq!(resolved(&gazetteer, "A fire in Alexandria", &alone), ["alexandria-va"]);
        let both = [("Alexandria", Place), ("Pineville", Place)];
        let text = "From Alexandria to Pineville";
        assert_eq!(resolved(&gazetteer, text, &both), ["alexandria-la", "pineville-la"]);
    }
}
