//! Titles and offices, as the gazetteers list them.

use super::Pattern;
use crate::model::EntityKind;
use crate::tag::view::View;

/// The listed roles, longest first where they begin together, from left to right.
pub fn find(view: &View) -> Vec<Pattern> {
    let mut patterns = Vec::new();
    let mut end = 0;
    for found in &view.found {
        let tokens = found.tokens();
        if found.plain.has(EntityKind::Role) && tokens.start >= end {
            end = tokens.end;
            let rule = "role";
            patterns.push(Pattern { tokens, kind: EntityKind::Role, rule, score: 0.9 });
        }
    }
    patterns
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tag::patterns::tests::surfaces;

    #[test]
    fn the_longest_title_counts() {
        assert_eq!(surfaces("the Prime Minister spoke", find), ["Prime Minister"]);
        assert_eq!(surfaces("Brigadier General Ghaani", find), ["Brigadier General"]);
    }
}
