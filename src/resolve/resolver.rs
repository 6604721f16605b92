//! The stage itself: from mentions to links.

use super::acronyms;
use super::candidates::{Scales, Weighed};
use super::country_context::CountryContext;
use super::facilities;
use super::groups::Groups;
use super::kinds;
use super::short_forms::{LongForms, words_of};
use crate::gazetteer::Gazetteer;
use crate::model::{
    Annotations, Document, EntityIx, EntityKind, Evidence, Link, Mention, RunnerUp, Segments, Target,
};
use std::collections::BTreeMap;

/// What the resolver is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct ResolveConfig {}

/// Decides what each mention is. Built once, then shared by all threads.
pub struct Resolver<'g> {
    gazetteer: &'g Gazetteer,
}

impl<'g> Resolver<'g> {
    pub fn new(gazetteer: &'g Gazetteer, _: &ResolveConfig) -> Self {
        Self { gazetteer }
    }

    /// One link for each of `mentions`.
    pub fn resolve(&self, doc: &Document, _: &Segments, mut mentions: Vec<Mention>) -> Annotations {
        facilities::look_up(self.gazetteer, doc, &mut mentions);
        let words: Vec<Vec<String>> = mentions.iter().map(|mention| words_of(doc, mention)).collect();
        let kinds = kinds::settle(self.gazetteer, &words, &mentions);
        let mut groups = Groups::new(mentions.len());
        let mut reasons: Vec<Option<Evidence>> = vec![None; mentions.len()];
        join_same_names(&kinds, &words, &mut groups);
        for (left, right) in acronyms::pairs(doc, &mentions, &kinds) {
            groups.join(left, right);
            reasons[right] = Some(Evidence::new("acronym in brackets", 1.0).at(mentions[left].span));
        }
        let long_forms = LongForms::new(&kinds, &words);
        for ix in 0..mentions.len() {
            if self.stands_for_itself(&mentions[ix], kinds[ix], &words[ix]) {
                continue;
            }
            if let Some(full) = long_forms.full_form(ix, doc.slice(mentions[ix].span)) {
                groups.join(full, ix);
                reasons[ix] = Some(Evidence::new("short form", 1.0).at(mentions[full].span));
            }
        }
        let countries = CountryContext::new(self.gazetteer, &mentions, &kinds);
        let year = doc.meta.published.map(|date| i32::from(date.year()));
        let scales = Scales { gazetteer: self.gazetteer, countries: &countries, year };
        let mut decisions: BTreeMap<usize, Vec<Weighed>> = BTreeMap::new();
        for (first, members) in groups.members() {
            let candidates = group_candidates(&mentions, &words, &members);
            let beside = self.places_beside(doc, &mentions, &kinds, &members);
            decisions.insert(first, scales.weigh(&candidates, kinds[first], &beside));
        }
        let mut clusters: BTreeMap<usize, u32> = BTreeMap::new();
        let mut links = Vec::with_capacity(mentions.len());
        for (ix, mention) in mentions.iter().enumerate() {
            let first = groups.first(ix);
            let weighed = &decisions[&first];
            let target = match weighed.first() {
                Some(best) => Target::Entity(best.entity),
                None => {
                    let next = clusters.len() as u32;
                    Target::Nil { cluster: *clusters.entry(first).or_insert(next) }
                }
            };
            links.push(link(ix, mention, kinds[ix], target, weighed, reasons[ix].take()));
        }
        Annotations { mentions, links, diagnostics: Vec::new() }
    }

    /// Whether a one-word name has a well-known bearer of its own in the gazetteers, so that it need not
    /// be short for anything: `Reuters`, `Iran`.
    fn stands_for_itself(&self, mention: &Mention, kind: EntityKind, words: &[String]) -> bool {
        let known = mention.candidates.iter().any(|ix| self.gazetteer.entity(*ix).kind == kind);
        match kind {
            EntityKind::Person => known && words.len() > 1,
            EntityKind::Org | EntityKind::Outlet | EntityKind::Facility => known,
            _ => true,
        }
    }

    /// Places named right behind one of the mentions and a comma: `Tripoli, Lebanon`.
    fn places_beside(
        &self,
        doc: &Document,
        mentions: &[Mention],
        kinds: &[EntityKind],
        members: &[usize],
    ) -> Vec<EntityIx> {
        let mut beside = Vec::new();
        for &ix in members {
            let Some(next) = mentions.get(ix + 1) else { continue };
            if kinds[ix] != EntityKind::Place || kinds[ix + 1] != EntityKind::Place {
                continue;
            }
            let between = &doc.text()[mentions[ix].span.end() as usize..next.span.start() as usize];
            if matches!(between, ", " | " (" | ", in " | " in " | ",\n") {
                let places = next.candidates.iter().filter(|place| {
                    let place = self.gazetteer.entity(**place);
                    place.kind == EntityKind::Place && place.subtype != "city"
                });
                beside.extend(places.copied());
            }
        }
        beside
    }
}

fn join_same_names(kinds: &[EntityKind], words: &[Vec<String>], groups: &mut Groups) {
    let mut firsts: BTreeMap<(EntityKind, &[String]), usize> = BTreeMap::new();
    for (ix, kind) in kinds.iter().enumerate() {
        if matches!(kind, EntityKind::Date | EntityKind::Role) {
            continue;
        }
        let first = *firsts.entry((*kind, &words[ix])).or_insert(ix);
        groups.join(first, ix);
    }
}

/// What the gazetteers offer for the longest names of a group, then for the others.
fn group_candidates(
    mentions: &[Mention],
    words: &[Vec<String>],
    members: &[usize],
) -> Vec<EntityIx> {
    let mut by_length: Vec<usize> = members.to_vec();
    by_length.sort_by_key(|ix| std::cmp::Reverse(words[*ix].len()));
    let first = by_length.iter().find(|ix| !mentions[**ix].candidates.is_empty());
    let Some(&first) = first else { return Vec::new() };
    let longest = words[first].len();
    let mut candidates = mentions[first].candidates.clone();
    for &ix in by_length.iter().filter(|ix| words[**ix].len() == longest) {
        let more = mentions[ix].candidates.iter().filter(|entity| !candidates.contains(entity));
        let more: Vec<EntityIx> = more.copied().collect();
        candidates.extend(more);
    }
    candidates
}

fn link(
    ix: usize,
    mention: &Mention,
    kind: EntityKind,
    target: Target,
    weighed: &[Weighed],
    reason: Option<Evidence>,
) -> Link {
    let of_kind = mention.score_of(kind).clamp(0.0, 1.0);
    let (share, second) = shares(weighed);
    let mut evidence: Vec<Evidence> = reason.into_iter().collect();
    if let Some(best) = weighed.first() {
        evidence.extend(best.evidence.iter().cloned());
    }
    let other_kind = mention.readings.iter().find(|reading| reading.kind != kind);
    let runner_up = match (weighed.get(1), other_kind) {
        (Some(entity), other) if other.is_none_or(|other| other.score <= second * of_kind) => {
            Some(RunnerUp { kind, entity: Some(entity.entity), score: second * of_kind })
        }
        (_, Some(other)) => Some(RunnerUp { kind: other.kind, entity: None, score: other.score }),
        _ => None,
    };
    Link { mention: ix, kind, target, score: of_kind * share, runner_up, evidence }
}

/// The shares of the first and the second entity among all, by softmax of their weights.
fn shares(weighed: &[Weighed]) -> (f32, f32) {
    let Some(best) = weighed.first() else { return (1.0, 0.0) };
    let part = |one: &Weighed| (one.weight - best.weight).exp();
    let total: f32 = weighed.iter().map(part).sum();
    (1.0 / total, weighed.get(1).map_or(0.0, |second| part(second) / total))
}
