//! Where names can stand: runs of words that look like names, with the small words that join them.

use super::view::View;
use crate::gazetteer::CueClass;
use crate::model::{EntityKind, TokenClass};
use std::ops::Range;

/// Longer runs are cut, so that a page of capitals costs no more than its length.
const MAX_REGION: usize = 48;
/// Longest name in tokens, unless a gazetteer has a longer one.
pub const MAX_NAME: usize = 9;

/// Stretches of tokens in which names are looked for; in order, disjoint, each within a sentence.
pub struct Regions {
    pub ranges: Vec<Range<usize>>,
    /// Whether a name may begin or end at a token.
    edge: Vec<bool>,
}

impl Regions {
    pub fn new(view: &View) -> Self {
        let tokens = view.segments.tokens.len();
        let mut edge: Vec<bool> = (0..tokens)
            .map(|ix| looks_like_name(view, ix) || leads_name(view, ix) || ends_name(view, ix))
            .collect();
        let mut inside = vec![false; tokens];
        for found in &view.found {
            if is_only_role(view, found) {
                continue;
            }
            let range = found.tokens();
            edge[range.start] = true;
            edge[range.end - 1] = true;
            inside[range].fill(true);
        }
        let mut ranges = Vec::new();
        for sentence in &view.segments.sentences {
            runs_in(view, sentence.tokens.clone(), &edge, &inside, &mut ranges);
        }
        Self { ranges, edge }
    }

    /// Whether the tokens `range` can be one name.
    pub fn can_be_name(&self, view: &View, range: &Range<usize>) -> bool {
        self.edge[range.start]
            && self.edge[range.end - 1]
            && (range.len() <= MAX_NAME || view.found_exactly(range).is_some())
    }

    pub fn is_edge(&self, ix: usize) -> bool {
        self.edge[ix]
    }
}

fn is_only_role(view: &View, found: &super::view::Found) -> bool {
    let kinds = found.kinds().0;
    let lower = !view.is(found.hit.first as usize, TokenClass::CAPITAL);
    kinds & !(1 << EntityKind::Role as u8 | 1 << EntityKind::Date as u8) == 0
        || lower && found.plain.is_empty() && found.user.is_empty()
}

fn looks_like_name(view: &View, ix: usize) -> bool {
    let token = &view.segments.tokens[ix];
    let shaped = TokenClass::CAPITAL.with(TokenClass::MIXED).with(TokenClass::CASELESS);
    token.is(TokenClass::WORD) && token.is(shaped) && !token.is(TokenClass::NUMBER)
}

/// Whether the token is a particle right before a name: `del Ponte`, `al-Momani`.
fn leads_name(view: &View, ix: usize) -> bool {
    if !view.has(ix, CueClass::Particle) || view.is(ix, TokenClass::CAPITAL) {
        return false;
    }
    let tokens = view.segments.tokens.len();
    let next = if ix + 1 < tokens && view.is(ix + 1, TokenClass::HYPHEN) { ix + 2 } else { ix + 1 };
    next < tokens && looks_like_name(view, next)
}

/// Whether the token is the small second half of a name: `Duck-soo`. Ordinary words are not:
/// `US-backed`.
fn ends_name(view: &View, ix: usize) -> bool {
    let is_word =
        view.is(ix, TokenClass::WORD) && !view.is(ix, TokenClass::CAPITAL.with(TokenClass::DIGIT));
    is_word
        && ix >= 2
        && view.is(ix - 1, TokenClass::HYPHEN)
        && looks_like_name(view, ix - 2)
        && !view.words[ix].is_common
}

fn runs_in(
    view: &View,
    sentence: Range<usize>,
    edge: &[bool],
    inside: &[bool],
    ranges: &mut Vec<Range<usize>>,
) {
    let mut ix = sentence.start;
    while ix < sentence.end {
        if !edge[ix] {
            ix += 1;
            continue;
        }
        let start = ix;
        let mut end = ix + 1;
        while end < sentence.end && end - start < MAX_REGION {
            let joined = (0..=MAX_JOINERS)
                .take_while(|&extra| (0..extra).all(|skip| may_join(view, end + skip, inside)))
                .find(|&extra| end + extra < sentence.end && edge[end + extra]);
            let Some(extra) = joined else { break };
            end += extra + 1;
        }
        // A number right behind a name may belong to it: `Channel 4`, `Airbus A 380`.
        if end < sentence.end && view.is(end, TokenClass::NUMBER) && view.surface(end).len() <= 4 {
            end += 1;
        }
        ranges.push(start..end);
        ix = end;
    }
}

const MAX_JOINERS: usize = 3;

/// Whether the token may stand inside a name though it does not look like one.
fn may_join(view: &View, ix: usize, inside: &[bool]) -> bool {
    let tokens = &view.segments.tokens;
    if ix >= tokens.len() {
        return false;
    }
    let token = &tokens[ix];
    if inside[ix] || token.is(TokenClass::HYPHEN) || token.is(TokenClass::POSSESSIVE) {
        return true;
    }
    if token.is(TokenClass::WORD) {
        let surface = view.surface(ix);
        return view.has(ix, CueClass::Particle)
            || matches!(
                surface,
                "of" | "the" | "and" | "for" | "on" | "in" | "to" | "at" | "y" | "et" | "und" | "e"
            )
            || token.is(TokenClass::NUMBER) && surface.len() <= 4;
    }
    match view.surface(ix) {
        "&" => true,
        "." => token.is(TokenClass::GLUED) && tokens[ix - 1].span().len() <= 5,
        _ => false,
    }
}
