//! What speaks for an entity: how well known it is, the countries of the article, what is named near
//! it, its time.

use super::country_context::{CountryContext, is_country, is_first_level};
use super::neighbours::Neighbours;
use super::surroundings::Votes;
use crate::gazetteer::{Entity, Gazetteer};
use crate::model::{EntityIx, EntityKind, Evidence};
use rustc_hash::FxHashSet;

/// The candidates of a group of mentions, weighed.
#[derive(Clone, Debug, Default)]
pub struct Decision {
    /// The heaviest one.
    pub best: Option<EntityIx>,
    /// Its share among all, by softmax of their weights; 1 without any.
    pub share: f32,
    pub second: Option<(EntityIx, f32)>,
    /// What speaks for the best.
    pub evidence: Vec<Evidence>,
}

/// What is asked: which of the candidates of a kind is meant.
pub struct Question<'q, 'g> {
    pub candidates: &'q [EntityIx],
    pub kind: EntityKind,
    pub neighbours: &'q Neighbours<'g>,
    /// What the name itself has voted.
    pub own: &'q Votes<'g>,
    /// The country that it spoke for, and how much.
    pub said: (&'g str, f32),
}

/// What is known when an entity is weighed.
pub struct Scales<'s, 'g> {
    pub gazetteer: &'g Gazetteer,
    pub countries: &'s CountryContext<'g>,
    /// The votes of all names of places in the article.
    pub votes: &'s Votes<'g>,
    /// Country in which the article was published, if its metadata tell.
    pub published_in: Option<&'s str>,
    /// Year of the article, if its date is known.
    pub year: Option<i32>,
}

impl<'g> Scales<'_, 'g> {
    /// The candidates of the right kind with their weights, heaviest first; of equals the better prior
    /// first.
    pub fn weigh(&self, question: &Question<'_, 'g>) -> Vec<(EntityIx, f32)> {
        let mut seen = FxHashSet::default();
        let mut weighed: Vec<(EntityIx, f32)> = Vec::new();
        for &ix in question.candidates {
            let entity = self.gazetteer.entity(ix);
            if entity.kind == question.kind && seen.insert(ix) {
                let mut weight = 0.0;
                self.weigh_one(&entity, question, |_, part, _| weight += part);
                weighed.push((ix, weight));
            }
        }
        weighed.sort_by(|left, right| right.1.total_cmp(&left.1));
        weighed
    }

    pub fn decide(&self, question: &Question<'_, 'g>) -> Decision {
        let weighed = self.weigh(question);
        let Some(&(best, _)) = weighed.first() else {
            return Decision { share: 1.0, ..Decision::default() };
        };
        let mut evidence = Vec::new();
        self.weigh_one(&self.gazetteer.entity(best), question, |what, part, from| {
            let sign = Evidence::new(what, part);
            evidence.push(match from {
                Some(entity) => sign.from_entity(entity),
                None => sign,
            });
        });
        let shares = shares(&weighed);
        let second = weighed.get(1).map(|(entity, _)| (*entity, shares[1]));
        Decision { best: Some(best), share: shares[0], second, evidence }
    }

    /// The vote of a name for where the article plays.
    pub fn vote(&self, question: &Question<'_, 'g>) -> Votes<'g> {
        let weighed = self.weigh(question);
        let shares = shares(&weighed);
        let entities = weighed.iter().map(|(ix, _)| self.gazetteer.entity(*ix));
        Votes::of_name(&entities.zip(shares).collect::<Vec<_>>())
    }

    /// Tells each thing that speaks for or against an entity, with the entity that says so, if one does.
    fn weigh_one(
        &self,
        entity: &Entity<'g>,
        question: &Question<'_, 'g>,
        mut add: impl FnMut(&'static str, f32, Option<EntityIx>),
    ) {
        add("prominence", f32::from(entity.prominence) / 11.0, Some(entity.ix));
        let in_country = self.countries.of_country(entity, question.said);
        if in_country > 0.0 {
            add("country context", 0.5 + 3.0 * in_country, None);
        }
        if self.published_in.is_some_and(|country| country == entity.country) {
            add("published in", 1.5, None);
        }
        if !is_country(entity) {
            let in_region = self.votes.in_region(question.own, entity);
            if in_region > 0.02 {
                // A region is named after a country often enough: Mexico, Luxembourg.
                let worth = if is_first_level(entity) { REGION / 2.0 } else { REGION };
                add("region context", worth * in_region, None);
            }
            let near = self.votes.near(question.own, entity);
            if near > 0.02 {
                add("places nearby", NEAR * near / (near + HALF_NEAR), None);
            }
        }
        let around = self.votes.in_this_part(question.own, entity);
        if around > 0.02 {
            add("part of the world", AROUND * around / (around + HALF_AROUND), None);
        }
        if let Some(beside) = question.neighbours.holder_of(entity) {
            add("named beside", 6.0, Some(beside));
        }
        if let Some((part, beside)) = question.neighbours.held_by(entity) {
            add("named behind", 6.0 * part, Some(beside));
        }
        if let Some(part) = self.in_office(entity) {
            add("time of office", part, None);
        }
    }

    /// Whether the article falls into the entity's time; nothing where either is unknown.
    fn in_office(&self, entity: &Entity<'_>) -> Option<f32> {
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

/// What the only region of an article is worth to the places in it.
const REGION: f32 = 4.0;

/// What many names nearby are worth, and how many are worth half of that.
const NEAR: f32 = 4.0;
const HALF_NEAR: f32 = 0.5;

/// The same for names in the same part of the world.
const AROUND: f32 = 1.5;
const HALF_AROUND: f32 = 1.0;

/// The share of each entity among all, by softmax of their weights.
fn shares(weighed: &[(EntityIx, f32)]) -> Vec<f32> {
    let Some(&(_, most)) = weighed.first() else { return Vec::new() };
    let mut shares: Vec<f32> = weighed.iter().map(|(_, weight)| (weight - most).exp()).collect();
    let total: f32 = shares.iter().sum();
    shares.iter_mut().for_each(|share| *share /= total);
    shares
}
