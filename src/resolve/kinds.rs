//! One name, one type in an article, unless the context speaks against it.

use crate::gazetteer::Gazetteer;
use crate::model::{EntityKind, Mention};
use rustc_hash::FxHashMap;

/// A mention this sure of its kind keeps it, whatever the others say.
const SURE: f32 = 0.9;
/// How far the others must agree.
const AGREED: f32 = 0.75;

/// How probable an outlet must be for a body that the gazetteers know as an outlet only.
const LEAST_OUTLET: f32 = 0.02;

/// The kind of each mention, after all mentions of the same `words` have been heard.
pub fn settle(
    gazetteer: &Gazetteer,
    words: &[Vec<String>],
    mentions: &[Mention],
) -> Vec<EntityKind> {
    let mut votes: FxHashMap<&[String], [f32; EntityKind::ALL.len()]> = FxHashMap::default();
    for (words, mention) in words.iter().zip(mentions) {
        let votes = votes.entry(words).or_default();
        for reading in &mention.readings {
            votes[reading.kind as usize] += reading.score;
        }
    }
    let settle_one = |(words, mention): (&Vec<String>, &Mention)| {
        let kind = agreed(mention, &votes[words.as_slice()]);
        let may_be_outlet = mention.score_of(EntityKind::Outlet) >= LEAST_OUTLET;
        if kind == EntityKind::Org && may_be_outlet && is_known_outlet_only(gazetteer, mention) {
            return EntityKind::Outlet;
        }
        kind
    };
    words.iter().zip(mentions).map(settle_one).collect()
}

fn agreed(mention: &Mention, votes: &[f32; EntityKind::ALL.len()]) -> EntityKind {
    let own = mention.kind();
    if mention.score_of(own) >= SURE {
        return own;
    }
    let total: f32 = votes.iter().sum();
    let best = EntityKind::ALL.into_iter().max_by(|left, right| {
        votes[*left as usize].total_cmp(&votes[*right as usize])
    });
    match best {
        Some(kind) if votes[kind as usize] >= AGREED * total && mention.score_of(kind) > 0.0 => kind,
        _ => own,
    }
}

/// Whether the gazetteers know an outlet of this name and no other body: then the outlet is meant.
fn is_known_outlet_only(gazetteer: &Gazetteer, mention: &Mention) -> bool {
    let kinds = || mention.candidates.iter().map(|ix| gazetteer.entity(*ix).kind);
    kinds().any(|kind| kind == EntityKind::Outlet) && !kinds().any(|kind| kind == EntityKind::Org)
}
