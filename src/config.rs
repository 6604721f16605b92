//! What a user may say about the annotations.

use crate::model::EntityKind;
use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};
use std::path::PathBuf;

/// What a user may say about the annotations; the default asks for everything.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Only mentions of these types are kept.
    pub kinds: Vec<EntityKind>,
    /// Only mentions that are at least as sure are kept, 0 to 1.
    pub min_score: f32,
    /// Weights of the tagger in place of the shipped ones.
    pub weights: Option<PathBuf>,
}

impl Default for Config {
    fn default() -> Self {
        Self { kinds: EntityKind::ALL.to_vec(), min_score: 0.0, weights: None }
    }
}

impl Config {
    /// Whether a mention of `kind` with `score` is wanted.
    pub fn wants(&self, kind: EntityKind, score: f32) -> bool {
        score >= self.min_score && self.kinds.contains(&kind)
    }

    /// Whether there is anything that is not wanted.
    pub fn filters(&self) -> bool {
        self.min_score > 0.0 || EntityKind::ALL.iter().any(|kind| !self.kinds.contains(kind))
    }
}

impl Serialize for Config {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let kinds: Vec<_> = self.kinds.iter().map(|kind| kind.as_str()).collect();
        let mut config = to.serialize_struct("Config", 3)?;
        config.serialize_field("types", &kinds)?;
        config.serialize_field("min_score", &self.min_score)?;
        config.serialize_field("weights", &self.weights)?;
        config.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_wants_everything() {
        let config = Config::default();
        assert!(!config.filters());
        assert!(EntityKind::ALL.iter().all(|kind| config.wants(*kind, 0.0)));
    }

    #[test]
    fn types_and_scores_can_be_asked_for() {
        let config =
            Config { kinds: vec![EntityKind::Person], min_score: 0.5, ..Config::default() };
        assert!(config.filters());
        assert!(config.wants(EntityKind::Person, 0.5));
        assert!(!config.wants(EntityKind::Person, 0.4));
        assert!(!config.wants(EntityKind::Org, 0.9));
    }
}
