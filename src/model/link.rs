//! What a mention stands for.

use super::{EntityKind, Evidence};

/// Number of an entity in the gazetteer it was looked up in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityIx(pub u32);

/// What a mention stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    Entity(EntityIx),
    /// Something real that the gazetteer lacks; equal numbers, same thing.
    Nil {
        cluster: u32,
    },
}

/// The decision about one mention; exactly one a mention.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Index into [`super::Annotations::mentions`].
    pub mention: usize,
    pub kind: EntityKind,
    pub target: Target,
    /// How sure the decision is, 0 to 1.
    pub score: f32,
    /// What it would have been otherwise.
    pub runner_up: Option<RunnerUp>,
    pub evidence: Vec<Evidence>,
}

/// The second-best reading of a mention.
#[derive(Clone, Debug, PartialEq)]
pub struct RunnerUp {
    pub kind: EntityKind,
    pub entity: Option<EntityIx>,
    pub score: f32,
}
