//! Short forms in brackets: `Islamic State (IS)`, `DW (Deutsche Welle)`.

use crate::model::{Document, EntityKind, Mention};

/// Pairs of neighbouring mentions, one of which stands in brackets behind the other and has its
/// initials, or is its long form.
pub fn pairs(doc: &Document, mentions: &[Mention], kinds: &[EntityKind]) -> Vec<(usize, usize)> {
    let stands_in_brackets = |left: &Mention, right: &Mention| {
        let between = &doc.text()[left.span.end() as usize..right.span.start() as usize];
        let behind = &doc.text()[right.span.end() as usize..];
        let between = between.strip_prefix('”').or(between.strip_prefix('"')).unwrap_or(between);
        between.trim() == "(" && behind.starts_with(')')
    };
    let fits = |left: &Mention, right: &Mention| {
        let (left, right) = (doc.slice(left.span), doc.slice(right.span));
        is_acronym_of(right, left) || is_acronym_of(left, right)
    };
    let neighbours = mentions.windows(2).enumerate();
    neighbours
        .filter(|(ix, pair)| {
            go_together(kinds[*ix], kinds[*ix + 1])
                && stands_in_brackets(&pair[0], &pair[1])
                && fits(&pair[0], &pair[1])
        })
        .map(|(ix, _)| (ix, ix + 1))
        .collect()
}

/// Whether a long and a short form can have these kinds: an outlet is a body, too.
fn go_together(left: EntityKind, right: EntityKind) -> bool {
    let is_body = |kind| matches!(kind, EntityKind::Org | EntityKind::Outlet);
    left == right || is_body(left) && is_body(right)
}

/// Makes outlets of the bodies that share a definition, or a name, with an outlet.
pub fn unite_outlets(pairs: &[(usize, usize)], words: &[Vec<String>], kinds: &mut [EntityKind]) {
    for &(left, right) in pairs {
        if !(kinds[left] == EntityKind::Outlet || kinds[right] == EntityKind::Outlet) {
            continue;
        }
        for ix in 0..kinds.len() {
            let is_same = words[ix] == words[left] || words[ix] == words[right];
            if is_same && kinds[ix] == EntityKind::Org {
                kinds[ix] = EntityKind::Outlet;
            }
        }
    }
}

/// Whether `short` is made of letters of `long` in order, beginning with its first: `IS`, `DW`, `SDF`.
pub fn is_acronym_of(short: &str, long: &str) -> bool {
    let letters: Vec<char> = short.chars().filter(|letter| letter.is_alphanumeric()).collect();
    let is_short = (2..=8).contains(&letters.len())
        && !short.contains(' ')
        && letters.iter().filter(|letter| letter.is_uppercase()).count() >= 2;
    if !is_short || !long.contains([' ', '-']) {
        return false;
    }
    let initials =
        long.split([' ', '-']).filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let capitals: Vec<char> = initials.clone().filter(|letter| letter.is_uppercase()).collect();
    let all: Vec<char> = initials.flat_map(char::to_uppercase).collect();
    let wanted: Vec<char> = letters.iter().flat_map(|letter| letter.to_uppercase()).collect();
    capitals == wanted || all == wanted || is_subsequence(&wanted, long)
}

/// Whether the letters stand in `long` in order, the first ones of words: `Hezbollah` has no `HB`.
fn is_subsequence(letters: &[char], long: &str) -> bool {
    let mut wanted = letters.iter().peekable();
    let mut words = 0;
    for word in long.split([' ', '-']) {
        let mut is_first = true;
        for letter in word.chars().flat_map(char::to_uppercase) {
            if wanted.peek() == Some(&&letter) {
                wanted.next();
                words += usize::from(is_first);
            }
            is_first = false;
        }
    }
    let starts = long.chars().next().is_some_and(|first| first.to_uppercase().eq([letters[0]]));
    wanted.peek().is_none() && starts && words >= 2 && words + 2 >= letters.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_make_an_acronym() {
        assert!(is_acronym_of("IS", "Islamic State"));
        assert!(is_acronym_of("DW", "Deutsche Welle"));
        assert!(is_acronym_of("OPCW", "Organisation for the Prohibition of Chemical Weapons"));
        assert!(!is_acronym_of("US", "Islamic State"));
        assert!(!is_acronym_of("IS", "Isfahan"));
    }
}
