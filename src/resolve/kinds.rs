//! One name, one type in an article, unless the context speaks against it.

use crate::model::{Document, EntityKind, Mention};
use crate::token::fold;
use std::collections::BTreeMap;

/// A mention this sure of its kind keeps it, whatever the others say.
const SURE: f32 = 0.9;
/// How far the others must agree.
const AGREED: f32 = 0.75;

/// The kind of each mention, after all mentions of the same surface form have been heard.
pub fn settle(doc: &Document, mentions: &[Mention]) -> Vec<EntityKind> {
    let mut votes: BTreeMap<String, BTreeMap<EntityKind, f32>> = BTreeMap::new();
    for mention in mentions {
        let votes = votes.entry(fold(doc.slice(mention.span))).or_default();
        for reading in &mention.readings {
            *votes.entry(reading.kind).or_default() += reading.score;
        }
    }
    let settle_one = |mention: &Mention| {
        let own = mention.kind();
        if mention.score_of(own) >= SURE {
            return own;
        }
        let votes = &votes[&fold(doc.slice(mention.span))];
        let total: f32 = votes.values().sum();
        let best = votes.iter().max_by(|left, right| left.1.total_cmp(right.1));
        match best {
            Some((kind, vote)) if *vote >= AGREED * total && mention.score_of(*kind) > 0.0 => *kind,
            _ => own,
        }
    };
    mentions.iter().map(settle_one).collect()
}
