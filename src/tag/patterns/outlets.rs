//! Outlets by their domain, and coalitions, which are named in small letters.

use super::Pattern;
use crate::model::{EntityKind, TokenClass};
use crate::tag::view::View;

const ENDINGS: [&str; 14] =
    ["com", "org", "net", "info", "tv", "news", "co", "uk", "de", "fr", "ru", "ir", "in", "au"];
const NEWS_WORDS: [&str; 12] = [
    "news",
    "times",
    "post",
    "herald",
    "daily",
    "press",
    "radio",
    "journal",
    "gazette",
    "tribune",
    "chronicle",
    "observer",
];

/// Domains that the gazetteers know as an outlet's, and those with a word for news in them.
pub fn find(view: &View) -> Vec<Pattern> {
    let mut patterns = Vec::new();
    let mut ix = 0;
    while ix + 2 < view.segments.tokens.len() {
        let end = domain_end(view, ix);
        if end == ix {
            ix += 1;
            continue;
        }
        let known = view
            .found_exactly(&(ix..end))
            .is_some_and(|found| found.kinds().has(EntityKind::Outlet));
        let surface = view.surface(ix).to_ascii_lowercase();
        let is_news = NEWS_WORDS.iter().any(|word| surface.contains(word));
        let is_address = ix > 0 && matches!(view.surface(ix - 1), "@" | "/");
        if (known || is_news) && !is_address {
            let score = if known { 0.98 } else { 0.8 };
            let rule = "outlet-domain";
            patterns.push(Pattern { tokens: ix..end, kind: EntityKind::Outlet, rule, score });
        }
        ix = end;
    }
    patterns
}

/// The token behind a domain that begins at `ix`, or `ix` if none does.
fn domain_end(view: &View, ix: usize) -> usize {
    let tokens = &view.segments.tokens;
    let glued_word = |at: usize| {
        at < tokens.len() && tokens[at].is(TokenClass::GLUED) && tokens[at].is(TokenClass::WORD)
    };
    let glued_stop = |at: usize| {
        at < tokens.len() && tokens[at].is(TokenClass::GLUED) && view.surface(at) == "."
    };
    if !tokens[ix].is(TokenClass::WORD) || ix > 0 && glued_stop(ix - 1) {
        return ix;
    }
    let mut end = ix + 1;
    let mut last_is_ending = false;
    while glued_stop(end) && glued_word(end + 1) {
        last_is_ending = ENDINGS.contains(&view.surface(end + 1));
        end += 2;
    }
    if last_is_ending { end } else { ix }
}

/// `coalition` where it stands for an alliance at war: before its forces or behind `US-led`.
pub fn find_coalitions(view: &View) -> Vec<Pattern> {
    const FORCES: [&str; 14] = [
        "forces",
        "troops",
        "bases",
        "base",
        "airstrikes",
        "airstrike",
        "strikes",
        "jets",
        "warplanes",
        "aircraft",
        "planes",
        "soldiers",
        "spokesman",
        "commanders",
    ];
    let tokens = &view.segments.tokens;
    let mut patterns = Vec::new();
    for found in &view.found {
        let at = found.tokens();
        let is_org = found.kinds().has(EntityKind::Org) && at.len() == 1;
        if !is_org || view.surface(at.start) != "coalition" {
            continue;
        }
        let before_forces = at.end < tokens.len() && FORCES.contains(&view.surface(at.end));
        if before_forces {
            let rule = "coalition-forces";
            patterns.push(Pattern { tokens: at, kind: EntityKind::Org, rule, score: 0.7 });
        }
    }
    patterns
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tag::patterns::tests::surfaces;

    #[test]
    fn domains_of_outlets_are_outlets() {
        assert_eq!(surfaces("as bbc.co.uk wrote", find), ["bbc.co.uk"]);
        assert_eq!(surfaces("as dailybanner-news.com wrote", find).len(), 1);
    }

    #[test]
    fn other_domains_and_addresses_are_none() {
        assert!(surfaces("write to jane@bbc.co.uk today", find).is_empty());
        assert!(surfaces("a shop at quux-shoes.com sells them", find).is_empty());
        assert!(surfaces("He left.The rest stayed.", find).is_empty());
    }

    #[test]
    fn a_coalition_with_forces_is_an_alliance() {
        assert_eq!(surfaces("attacks on coalition bases in Iraq", find_coalitions), ["coalition"]);
        assert!(surfaces("talks on a coalition failed", find_coalitions).is_empty());
    }
}
