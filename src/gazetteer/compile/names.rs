//! Names on their way into a row: tidied, compared as the matcher compares them, made into ids.

use crate::gazetteer::{Alias, AliasFlags, Row};
use crate::token::fold;

/// Wherever it stands.
pub const PLAIN: AliasFlags = AliasFlags::NONE;
/// Where the text gives a cue, because it is also something else.
pub const CONTEXT: AliasFlags = AliasFlags::CONTEXT;

/// Adds a surface form unless the row has one that is equal in the eyes of the matcher.
pub fn add_surface(row: &mut Row, text: &str, flags: AliasFlags) {
    let text = tidy(text);
    let key = surface_key(&text);
    let known = key == surface_key(&row.name)
        || row.aliases.iter().any(|alias| surface_key(&alias.surface) == key);
    if !known && !key.is_empty() {
        row.aliases.push(Alias::new(text, flags));
    }
}

/// Gives the name its flags: a flagged name is repeated among the aliases, as the format asks.
pub fn flag_name(row: &mut Row, flags: AliasFlags) {
    row.aliases.retain(|alias| alias.surface != row.name);
    if flags != PLAIN {
        row.aliases.insert(0, Alias::new(row.name.clone(), flags));
    }
}

/// What may stand in a cell: single spaces, straight apostrophes, none of the signs of the format.
pub fn tidy(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|found| match found {
            '’' | '‘' | '`' | '´' | 'ʼ' => '\'',
            '|' | '{' | '}' | '\u{A0}' => ' ',
            found if found.is_control() => ' ',
            found => found,
        })
        .filter(|found| !matches!(found, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{FEFF}'))
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Under this key two surface forms are the same for the matcher: folded, hyphens like spaces.
pub fn surface_key(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|found: char| found.is_whitespace() || "-‐‑–".contains(found));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Number of words as the matcher sees them: hyphens part, apostrophes do not.
pub fn word_count(text: &str) -> usize {
    surface_key(text).split(' ').filter(|word| !word.is_empty()).count()
}

/// The part of an id after its prefix: folded ASCII words joined by hyphens.
///
/// ```
/// # use dateline::gazetteer::compile::slug;
/// assert_eq!(slug("São Tomé’s Ministry"), "sao-tomes-ministry");
/// ```
pub fn slug(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|found: char| !found.is_ascii_alphanumeric());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

/// `Q` and digits, or nothing.
pub fn wikidata_id(text: &str) -> String {
    let digits = text.strip_prefix('Q').unwrap_or_default();
    let is_id = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_id { text.to_owned() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EntityKind;

    #[test]
    fn what_the_matcher_takes_as_equal_is_added_once() {
        let mut row = Row::new("gn.1", EntityKind::Place, "Sana'a");
        for alias in ["Sanaa", "Ṣanaa", "SANA’A"] {
            add_surface(&mut row, alias, PLAIN);
        }
        assert!(row.aliases.is_empty());
        add_surface(&mut row, "Al-Bab", PLAIN);
        add_surface(&mut row, "al Bab", PLAIN);
        assert_eq!(row.aliases.len(), 1);
    }

    #[test]
    fn a_flagged_name_is_repeated_among_the_aliases() {
        let mut row = Row::new("gn.2639577", EntityKind::Place, "Reading");
        flag_name(&mut row, CONTEXT);
        flag_name(&mut row, CONTEXT);
        assert_eq!(row.aliases[0].to_string(), "Reading{context}");
        assert_eq!(row.aliases.len(), 1);
    }

    #[test]
    fn a_cell_holds_none_of_the_signs_of_the_format() {
        assert_eq!(tidy(" Le\tMonde |{x}\u{200B} "), "Le Monde x");
    }

    #[test]
    fn only_a_letter_q_and_digits_are_a_wikidata_id() {
        assert_eq!(wikidata_id("Q2001"), "Q2001");
        assert_eq!(wikidata_id("Q"), "");
        assert_eq!(wikidata_id("P31"), "");
    }
}
