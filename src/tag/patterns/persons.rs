//! Lone surnames that were taken for nothing: `King` after `Martin Luther King`.

use super::Pattern;
use crate::gazetteer::CueClass;
use crate::model::{EntityKind, TokenClass};
use crate::tag::decode::Named;
use crate::tag::view::View;
use rustc_hash::FxHashSet;

/// A full name this sure lends its last word.
const SURE: f32 = 0.8;

/// Words with a capital that end the full name of a person of the article, where no name was found.
pub fn find(view: &View, names: &[Named]) -> Vec<Pattern> {
    let person = EntityKind::Person as usize;
    let full = names.iter().filter(|name| {
        name.label == person && name.tokens.len() > 1 && name.probabilities[person] >= SURE
    });
    let folds = full.map(|name| view.segments.tokens[name.tokens.end - 1].fold);
    let surnames: FxHashSet<u64> = folds.collect();
    if surnames.is_empty() {
        return Vec::new();
    }
    let mut named = vec![false; view.segments.tokens.len()];
    names.iter().for_each(|name| named[name.tokens.clone()].fill(true));
    let mut patterns = Vec::new();
    for sentence in view.segments.sentences.iter().filter(|sentence| !sentence.is_title_case) {
        for ix in sentence.tokens.clone().filter(|ix| !named[*ix]) {
            let token = &view.segments.tokens[ix];
            let is_free = token.is(TokenClass::CAPITAL) && surnames.contains(&token.fold);
            if is_free && says_name(view, ix, sentence.tokens.start) {
                let (kind, rule) = (EntityKind::Person, "person-surname");
                patterns.push(Pattern { tokens: ix..ix + 1, kind, rule, score: 0.7 });
            }
        }
    }
    patterns
}

/// Whether the capital of token `ix` says that it is a name: not where a sentence begins with a
/// common word, nor where a title stands before a name.
fn says_name(view: &View, ix: usize, start: usize) -> bool {
    let word = view.words[ix];
    let begins = ix == start || view.is(ix - 1, TokenClass::QUOTE);
    let next = ix + 1;
    let before_name = next < view.segments.tokens.len()
        && view.is(next, TokenClass::CAPITAL)
        && !view.is(next, TokenClass::HYPHEN);
    let (lower, _) = view.case_counts(ix);
    !(begins && word.is_common) && !before_name && !word.has(CueClass::FunctionWord) && lower == 0
}
