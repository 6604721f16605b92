//! What a surface form can stand for.

use crate::gazetteer::{Policy, Tier};
use crate::model::{EntityIx, EntityKind};

/// One thing that a surface form can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sense {
    pub entity: EntityIx,
    pub kind: EntityKind,
    pub tier: Tier,
    /// That of the entity, 0 to 100.
    pub prominence: u8,
    /// The surface form is this entity wherever it stands.
    pub(crate) is_bare: bool,
    pub policy: Policy,
}

pub(crate) const RECORD_BYTES: usize = 16;

const CONTEXT: u8 = 1 << 4;
/// The entity has another sense of the same name before this one.
const REPEATED: u8 = 1 << 5;

impl Sense {
    /// Whether the surface form is this entity only where the text gives a cue.
    pub fn needs_context(&self) -> bool {
        !self.is_bare
    }

    /// The record of this sense; `wanted` is the case it asks for.
    pub(crate) fn encode(self, wanted: u64) -> [u8; RECORD_BYTES] {
        let mut record = [0; RECORD_BYTES];
        record[..4].copy_from_slice(&self.entity.0.to_le_bytes());
        record[4] = self.kind as u8;
        record[5] = self.policy as u8 | if self.is_bare { 0 } else { CONTEXT };
        record[6] = self.tier as u8;
        record[7] = self.prominence;
        record[8..].copy_from_slice(&wanted.to_le_bytes());
        record
    }

    pub(crate) fn set_repeated(record: &mut [u8; RECORD_BYTES]) {
        record[5] |= REPEATED;
    }

    pub(crate) fn is_repeated(record: &[u8; RECORD_BYTES]) -> bool {
        record[5] & REPEATED != 0
    }

    /// The sense of a record, and the case that it asks for.
    #[inline]
    pub(crate) fn decode(record: &[u8; RECORD_BYTES]) -> (Self, u64) {
        let [e0, e1, e2, e3, kind, policy, tier, prominence, wanted @ ..] = *record;
        let sense = Self {
            entity: EntityIx(u32::from_le_bytes([e0, e1, e2, e3])),
            kind: EntityKind::from_index(usize::from(kind)).unwrap_or(EntityKind::Org),
            tier: Tier::from_byte(tier),
            prominence,
            is_bare: policy & CONTEXT == 0,
            policy: match policy & !(CONTEXT | REPEATED) {
                0 => Policy::Initial,
                1 => Policy::Exact,
                _ => Policy::Any,
            },
        };
        (sense, u64::from_le_bytes(wanted))
    }

    /// Sorts the senses of a surface form: the user's own first, those that need no cue before
    /// those that do, then by prominence, then what was reviewed, then as in the tables.
    pub(crate) fn prior(&self) -> impl Ord + use<> {
        let is_shipped = self.tier != Tier::User;
        let unlikely = u8::MAX - self.prominence;
        (is_shipped, !self.is_bare, unlikely, self.tier != Tier::Reviewed, self.entity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sense_reads_back_from_its_record() {
        let sense = Sense {
            entity: EntityIx(70_000),
            kind: EntityKind::Outlet,
            tier: Tier::User,
            prominence: 97,
            is_bare: false,
            policy: Policy::Exact,
        };
        assert_eq!(Sense::decode(&sense.encode(0b101)), (sense, 0b101));
    }
}
