//! What the model can say of a stretch of tokens.

use crate::model::EntityKind;

/// Kinds of name that the model tells apart.
pub const LABELS: usize = 7;
/// Index of "no name" where labels are numbered.
pub const OUTSIDE: usize = LABELS;
/// Index of names of none of our kinds: events, works, products, laws.
pub const OTHER: usize = 6;

/// A token's place in a name: first, inner, last, or the whole of it; four a label, and outside.
pub const TAGS: usize = LABELS * 4 + 1;
pub const OUTSIDE_TAG: usize = LABELS * 4;

/// The label for a kind; `None` for roles and dates, which rules find.
pub fn label_of(kind: EntityKind) -> Option<usize> {
    let label = kind as usize;
    (label < OTHER).then_some(label)
}

/// The kind for a label; `None` for names of none of our kinds.
pub fn kind_of(label: usize) -> Option<EntityKind> {
    if label < OTHER { EntityKind::from_index(label) } else { None }
}

/// The tag of token `at` of `len` in a name with this label.
pub fn tag_of(label: usize, at: usize, len: usize) -> usize {
    let place = match (at == 0, at + 1 == len) {
        (true, true) => 3,
        (true, false) => 0,
        (false, true) => 2,
        (false, false) => 1,
    };
    label * 4 + place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_with_a_label_come_back_from_it() {
        for kind in EntityKind::ALL {
            if let Some(label) = label_of(kind) {
                assert_eq!(kind_of(label), Some(kind));
            }
        }
        assert_eq!(kind_of(OTHER), None);
    }
}
