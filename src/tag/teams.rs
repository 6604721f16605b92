//! Signs that a name stands for a team: `Chicago 4 Boston 2`, `Argentina beat France`.
//!
//! Teams have the names of their countries and towns. Only what stands around the name tells them
//! apart, and how much the article speaks of sport.

use super::view::View;
use crate::gazetteer::CueClass;
use crate::model::TokenClass;
use std::ops::Range;

/// What around a name speaks for or against a team, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TeamSigns(pub u8);

impl TeamSigns {
    /// A number behind it, in a line with more such: `Chicago 4 Boston 2`.
    pub const RESULT: Self = Self(1);
    /// At the beginning of a row of numbers: `Boston 70 66 .515 6`.
    pub const TABLE: Self = Self(1 << 1);
    /// One of two names that make a line: `BOSTON AT OAKLAND`.
    pub const FIXTURE: Self = Self(1 << 2);
    /// What teams do to each other, right behind: `Argentina beat`.
    pub const CONTEST_BEHIND: Self = Self(1 << 3);
    /// The same right before it: `beat France`, `against France`.
    pub const CONTEST_BEFORE: Self = Self(1 << 4);
    /// What teams have: `Texas manager`, `Boston's third defeat`.
    pub const TEAM_NOUN: Self = Self(1 << 5);
    /// A list of players follows: `England: Mike Atherton`.
    pub const LINE_UP: Self = Self(1 << 6);
    /// Where something is, not who: `in Boston`, `(Italy)`.
    pub const WHERE: Self = Self(1 << 7);

    const FOR: u8 = !Self::WHERE.0;

    pub fn has(self, sign: Self) -> bool {
        self.0 & sign.0 != 0
    }

    fn add(&mut self, sign: Self, is_there: bool) {
        self.0 |= if is_there { sign.0 } else { 0 };
    }

    /// How many signs speak for a team; none where one speaks against it.
    pub fn votes(self) -> u32 {
        if self.has(Self::WHERE) { 0 } else { (self.0 & Self::FOR).count_ones() }
    }
}

/// The lines of an article, read for results.
pub struct Teams {
    /// For each token, its line.
    line_of: Vec<u32>,
    lines: Vec<Line>,
    /// How much the article speaks of sport: 0 not at all, 3 of nothing else.
    pub sport: u64,
}

#[derive(Clone, Debug, Default)]
struct Line {
    tokens: Range<usize>,
    /// Names with a number right behind.
    results: u32,
    is_fixture: bool,
}

impl Teams {
    pub fn new(view: &View) -> Self {
        let tokens = view.segments.tokens.len();
        let mut starts: Vec<usize> =
            (0..tokens).filter(|ix| *ix == 0 || view.is(*ix, TokenClass::LINE_START)).collect();
        starts.push(tokens);
        let mut line_of = vec![0; tokens];
        let mut lines = Vec::new();
        for pair in starts.windows(2) {
            line_of[pair[0]..pair[1]].fill(lines.len() as u32);
            lines.push(line(view, pair[0]..pair[1]));
        }
        Self { line_of, lines, sport: view.level_of(CueClass::TeamCue) }
    }

    /// The signs at the tokens `name`.
    pub fn signs(&self, view: &View, name: &Range<usize>) -> TeamSigns {
        let mut signs = TeamSigns::default();
        let line = &self.lines[self.line_of[name.start] as usize];
        let end = line.tokens.end;
        let number = |ix: usize| ix < end && is_small_number(view, ix);
        let word = |ix: usize| (ix < end).then(|| view.surface(ix));
        signs.add(TeamSigns::RESULT, number(name.end) && line.results > 1);
        let numbers = (name.end..(name.end + 7).min(end)).filter(|ix| number(*ix)).count();
        signs.add(
            TeamSigns::TABLE,
            line.tokens.start == name.start && number(name.end) && numbers > 2,
        );
        signs.add(TeamSigns::FIXTURE, line.is_fixture);
        let has = |ix: usize, class| ix < end && view.has(ix, class);
        let mut behind = name.end;
        if behind < end && view.is(behind, TokenClass::POSSESSIVE) {
            behind += 1;
            signs.add(
                TeamSigns::TEAM_NOUN,
                (behind..behind + 3).any(|ix| has(ix, CueClass::TeamNoun)),
            );
        } else {
            let verb = if matches!(word(behind), Some("have" | "has" | "had" | "will" | "to")) {
                behind + 1
            } else {
                behind
            };
            signs.add(TeamSigns::CONTEST_BEHIND, has(verb, CueClass::ContestVerb));
            signs.add(TeamSigns::TEAM_NOUN, has(behind, CueClass::TeamNoun));
        }
        let opens = line.tokens.start == name.start && matches!(word(name.end), Some(":" | "-"));
        signs.add(
            TeamSigns::LINE_UP,
            opens && name.end + 1 < end && view.is(name.end + 1, TokenClass::CAPITAL),
        );
        let Some(mut before) = name.start.checked_sub(1).filter(|ix| *ix >= line.tokens.start)
        else {
            return signs;
        };
        if matches!(view.surface(before), "the" | "The" | "THE") && before > line.tokens.start {
            before -= 1;
        }
        signs.add(TeamSigns::CONTEST_BEFORE, has(before, CueClass::ContestVerb));
        let is_bracket = view.surface(before) == "(" && word(name.end) == Some(")");
        let where_word = matches!(
            view.surface(before),
            "in" | "In" | "IN" | "near" | "from" | "From" | "to" | "of" | "at" | "At" | "through"
        );
        signs.add(TeamSigns::WHERE, is_bracket || where_word && !line.is_fixture);
        signs
    }

    /// Whether the signs are clear enough to call a place a team.
    pub fn is_team(&self, signs: TeamSigns) -> bool {
        let votes = signs.votes();
        self.sport >= 2 && votes >= 1 || self.sport == 1 && votes >= 2
    }
}

fn line(view: &View, tokens: Range<usize>) -> Line {
    let is_capital = |ix: usize| view.is(ix, TokenClass::CAPITAL);
    let results = tokens
        .clone()
        .skip(1)
        .filter(|ix| is_small_number(view, *ix) && is_capital(ix - 1))
        .count() as u32;
    let mut joiners = 0;
    let mut is_fixture = (3..=9).contains(&tokens.len());
    for ix in tokens.clone() {
        let is_joiner =
            matches!(view.surface(ix), "AT" | "V" | "VS" | "v" | "vs" | "at" | "versus");
        let is_inner = ix > tokens.start && ix + 1 < tokens.end;
        joiners += u32::from(is_joiner && is_inner);
        is_fixture &= is_joiner || is_capital(ix) || view.surface(ix) == ".";
    }
    Line { results, is_fixture: is_fixture && joiners == 1, tokens }
}

fn is_small_number(view: &View, ix: usize) -> bool {
    view.is(ix, TokenClass::NUMBER) && view.segments.tokens[ix].span().len() <= 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::{Gazetteer, Sources};
    use crate::model::Document;
    use crate::segment::Segmenter;
    use std::sync::OnceLock;

    /// The shipped lexicon, without names.
    fn lexicon() -> &'static Gazetteer {
        static LEXICON: OnceLock<Gazetteer> = OnceLock::new();
        LEXICON.get_or_init(|| Gazetteer::open(&Sources::default(), None, &mut Vec::new()).unwrap())
    }

    /// The signs at the first `name` of a text.
    fn signs(text: &str, name: &str) -> TeamSigns {
        let doc = Document::new("a", text);
        let segments = Segmenter::new(lexicon()).segment(&doc);
        let view = View::new(&doc, &segments, lexicon());
        let start = text.find(name).unwrap() as u32;
        let end = start + name.len() as u32;
        let tokens = segments.token_at(start)..segments.token_at(end - 1) + 1;
        Teams::new(&view).signs(&view, &tokens)
    }

    #[test]
    fn results_fixtures_and_contests_speak_for_a_team() {
        assert!(signs("Chicago 4 Boston 2", "Boston").has(TeamSigns::RESULT));
        assert!(signs("KANSAS CITY AT DETROIT", "DETROIT").has(TeamSigns::FIXTURE));
        assert!(signs("Argentina beat France on penalties.", "France").votes() > 0);
        assert!(signs("Texas manager Oates was happy.", "Texas").has(TeamSigns::TEAM_NOUN));
    }

    #[test]
    fn where_something_is_is_no_team() {
        assert_eq!(signs("They won the match in Boston.", "Boston").votes(), 0);
        assert_eq!(signs("1. Mario Rossi (Italy) 10.2", "Italy").votes(), 0);
    }
}
