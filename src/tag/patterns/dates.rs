//! Expressions of time: `January 2`, `3 March 2011`, `last Tuesday`, `the 1990s`, `recent months`.

use super::Pattern;
use crate::gazetteer::CueClass;
use crate::model::{EntityKind, TokenClass};
use crate::tag::view::View;
use std::ops::Range;

const UNITS: [&str; 18] = [
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "year",
    "years",
    "decade",
    "decades",
    "century",
    "centuries",
    "weekend",
    "weekends",
    "quarter",
    "morning",
    "evening",
    "night",
];
const RELATIVE: [&str; 9] =
    ["last", "next", "past", "this", "recent", "coming", "previous", "following", "earlier"];
const PARTS: [&str; 9] =
    ["early", "late", "mid", "spring", "summer", "autumn", "fall", "winter", "beginning"];
const SEASONS: [&str; 5] = ["spring", "summer", "autumn", "fall", "winter"];
const ALONE: [&str; 4] = ["today", "yesterday", "tomorrow", "tonight"];
const NUMBERS: [&str; 22] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "several", "few", "many", "a", "an", "couple", "twenty", "thirty", "forty", "fifty",
];
const QUARTERS: [&str; 5] = ["first", "second", "third", "fourth", "final"];
const BEFORE_YEAR: [&str; 21] = [
    "in", "since", "of", "by", "until", "from", "to", "during", "before", "after", "early", "late",
    "mid", "and", "between", "for", "the", "year", "years", "through", "till",
];

/// Expressions of time, from left to right.
pub fn find(view: &View) -> Vec<Pattern> {
    let mut patterns = Vec::new();
    for sentence in &view.segments.sentences {
        let range = sentence.tokens.clone();
        let mut ix = range.start;
        while ix < range.end {
            let reader = Reader { view, end: range.end };
            match reader.date_at(ix) {
                Some((end, rule)) => {
                    let tokens = ix..end;
                    patterns.push(Pattern { tokens, kind: EntityKind::Date, rule, score: 0.9 });
                    ix = end;
                }
                None => ix += 1,
            }
        }
    }
    patterns
}

/// The end of an expression that begins at a token, if one does.
type Read<R> = fn(&R, usize) -> Option<usize>;

/// Reads expressions of time within one sentence.
struct Reader<'v, 'a> {
    view: &'v View<'a>,
    end: usize,
}

impl Reader<'_, '_> {
    /// The end of the expression that begins at `ix`, and the rule that read it.
    fn date_at(&self, ix: usize) -> Option<(usize, &'static str)> {
        let rules: [(Read<Self>, &'static str); 10] = [
            (Self::iso, "date-iso"),
            (Self::day_month, "date-day-month"),
            (Self::month_day, "date-month-day"),
            (Self::weekday, "date-weekday"),
            (Self::relative, "date-relative"),
            (Self::ago, "date-ago"),
            (Self::decade, "date-decade"),
            (Self::century, "date-century"),
            (Self::quarter, "date-quarter"),
            (Self::year, "date-year"),
        ];
        let read = |(rule, name): (Read<Self>, &'static str)| rule(self, ix).map(|end| (end, name));
        rules.into_iter().filter_map(read).max_by_key(|(end, _)| *end)
    }

    fn word(&self, ix: usize) -> &str {
        if ix < self.end { self.view.surface(ix) } else { "" }
    }

    fn lower_is(&self, ix: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.word(ix).eq_ignore_ascii_case(word))
    }

    fn has(&self, ix: usize, class: CueClass) -> bool {
        ix < self.end && self.view.has(ix, class)
    }

    /// A month, by full name or abbreviation; `may` and `march` only with a capital.
    fn month(&self, ix: usize) -> Option<usize> {
        let is_month = self.has(ix, CueClass::Month) && self.view.is(ix, TokenClass::CAPITAL);
        let stop = self.word(ix + 1) == "." && self.view.is(ix + 1, TokenClass::GLUED);
        let short = is_month && self.word(ix).len() <= 4;
        is_month.then_some(if stop && short && ix + 2 < self.end { ix + 2 } else { ix + 1 })
    }

    fn number(&self, ix: usize, range: Range<u32>) -> bool {
        ix < self.end
            && self.view.is(ix, TokenClass::NUMBER)
            && self.word(ix).parse().is_ok_and(|number| range.contains(&number))
    }

    fn day(&self, ix: usize) -> bool {
        if self.number(ix, 1..32) {
            return true;
        }
        let word = self.word(ix);
        let digits =
            ["st", "nd", "rd", "th"].into_iter().find_map(|ending| word.strip_suffix(ending));
        digits.and_then(|digits| digits.parse().ok()).is_some_and(|day: u32| (1..32).contains(&day))
    }

    fn is_year(&self, ix: usize) -> bool {
        self.word(ix).len() == 4 && self.number(ix, 1700..2100)
    }

    /// Behind a comma or not: `, 2020`, `2020`.
    fn year_behind(&self, ix: usize) -> Option<usize> {
        if self.is_year(ix) {
            return Some(ix + 1);
        }
        (self.word(ix) == "," && self.is_year(ix + 1)).then_some(ix + 2)
    }

    /// `2020-01-03`
    fn iso(&self, ix: usize) -> Option<usize> {
        let hyphen = |ix: usize| ix < self.end && self.view.is(ix, TokenClass::HYPHEN);
        let fits = self.is_year(ix)
            && hyphen(ix + 1)
            && self.number(ix + 2, 1..13)
            && hyphen(ix + 3)
            && self.number(ix + 4, 1..32);
        fits.then_some(ix + 5)
    }

    /// `3 January`, `3rd of January 2020`
    fn day_month(&self, ix: usize) -> Option<usize> {
        if !self.day(ix) {
            return None;
        }
        let month = if self.word(ix + 1) == "of" { ix + 2 } else { ix + 1 };
        let end = self.month(month)?;
        Some(self.year_behind(end).unwrap_or(end))
    }

    /// `January`, `January 2`, `Jan. 2, 2020`, `January 2020`, `January 2-5`
    fn month_day(&self, ix: usize) -> Option<usize> {
        let end = self.month(ix)?;
        if self.is_year(end) {
            return Some(end + 1);
        }
        if !self.day(end) {
            // `March` and `May` alone are too often something else.
            let alone = self.word(ix).len() > 3 && !matches!(self.word(ix), "March" | "Mars");
            let led = ix > 0
                && self.lower_is(
                    ix - 1,
                    &["in", "since", "of", "until", "last", "next", "by", "this", "early", "late"],
                );
            return (alone || led).then_some(self.year_behind(end).unwrap_or(end));
        }
        let mut end = end + 1;
        let is_hyphen = end < self.end && self.view.is(end, TokenClass::HYPHEN);
        if is_hyphen && self.day(end + 1) {
            end += 2;
        }
        Some(self.year_behind(end).unwrap_or(end))
    }

    /// `Tuesday`, `last Tuesday night`, `Friday, January 3, 2020`
    fn weekday(&self, ix: usize) -> Option<usize> {
        let day = if self.lower_is(ix, &RELATIVE[..4]) { ix + 1 } else { ix };
        if !self.has(day, CueClass::Weekday) || !self.view.is(day, TokenClass::CAPITAL) {
            return None;
        }
        let mut end = day + 1;
        if self.word(end) == "," {
            let date = self.month_day(end + 1).or_else(|| self.day_month(end + 1));
            if let Some(date) = date.filter(|date| *date > end + 2) {
                return Some(date);
            }
        }
        if self.lower_is(end, &["morning", "evening", "night", "afternoon"]) {
            end += 1;
        }
        Some(end)
    }

    /// `today`, `last year`, `recent months`, `the past two weeks`, `this summer`
    fn relative(&self, ix: usize) -> Option<usize> {
        if self.lower_is(ix, &ALONE) {
            return Some(ix + 1);
        }
        if !self.lower_is(ix, &RELATIVE) {
            return None;
        }
        let counted = self.lower_is(ix + 1, &NUMBERS) || self.number(ix + 1, 1..1000);
        let unit = if counted { ix + 2 } else { ix + 1 };
        if let Some(end) = self.month(unit) {
            return Some(end);
        }
        (self.lower_is(unit, &UNITS) || self.lower_is(unit, &SEASONS)).then_some(unit + 1)
    }

    /// `three days ago`, `two weeks later`
    fn ago(&self, ix: usize) -> Option<usize> {
        if !self.lower_is(ix, &NUMBERS) && !self.number(ix, 1..1000) {
            return None;
        }
        let unit = if self.lower_is(ix + 1, &["few", "couple"]) { ix + 2 } else { ix + 1 };
        let unit = if self.word(unit) == "of" { unit + 1 } else { unit };
        let counts = self.lower_is(unit, &UNITS) && self.lower_is(unit + 1, &["ago"]);
        counts.then_some(unit + 2)
    }

    /// `1990s`, `the late 1990s`
    fn decade(&self, ix: usize) -> Option<usize> {
        let is_decade = |ix: usize| {
            let digits = self.word(ix).strip_suffix('s').unwrap_or("");
            digits.len() == 4
                && digits.ends_with('0')
                && digits.bytes().all(|byte| byte.is_ascii_digit())
        };
        if is_decade(ix) {
            return Some(ix + 1);
        }
        (self.lower_is(ix, &PARTS[..3]) && is_decade(ix + 1)).then_some(ix + 2)
    }

    /// `19th century`, `early 21st century`
    fn century(&self, ix: usize) -> Option<usize> {
        let at = if self.lower_is(ix, &PARTS[..3]) { ix + 1 } else { ix };
        let is_ordinal = self.word(at).starts_with(|c: char| c.is_ascii_digit()) && self.day(at);
        let is_plain = self.number(at, 1..32);
        let unit = if self.view_is_hyphen(at + 1) { at + 2 } else { at + 1 };
        (is_ordinal && !is_plain && self.lower_is(unit, &["century", "centuries"]))
            .then_some(unit + 1)
    }

    /// `first quarter of 2014`, `second quarter`
    fn quarter(&self, ix: usize) -> Option<usize> {
        if !self.lower_is(ix, &QUARTERS) || !self.lower_is(ix + 1, &["quarter", "half"]) {
            return None;
        }
        let of_year = self.word(ix + 2) == "of" && self.is_year(ix + 3);
        let is_half = self.lower_is(ix + 1, &["half"]);
        if of_year { Some(ix + 4) } else { (!is_half).then_some(ix + 2) }
    }

    fn view_is_hyphen(&self, ix: usize) -> bool {
        ix < self.end && self.view.is(ix, TokenClass::HYPHEN)
    }

    /// `2003` behind a word that years stand behind; `early 2003`, `spring of 2003`; `a 2003 report`
    fn year(&self, ix: usize) -> Option<usize> {
        if self.lower_is(ix, &PARTS) {
            let of = usize::from(self.word(ix + 1) == "of");
            if self.is_year(ix + 1 + of) {
                return Some(ix + 2 + of);
            }
        }
        if ix == 0 || self.word(ix).len() != 4 || !self.number(ix, 1100..2100) {
            return None;
        }
        let is_modern = self.number(ix, 1800..2100);
        let led = if is_modern {
            self.lower_is(ix - 1, &BEFORE_YEAR)
        } else {
            self.lower_is(ix - 1, &["in", "since", "until", "around"])
        };
        let bracketed = self.word(ix - 1) == "(" && matches!(self.word(ix + 1), ")" | "-" | "–");
        let is_word = ix + 1 < self.end && self.view.is(ix + 1, TokenClass::WORD);
        let has_unit = is_word
            && self.word(ix + 1).ends_with('s')
            && !self.has(ix + 1, CueClass::FunctionWord);
        let determined = self.lower_is(ix - 1, &["a", "the", "its", "his", "her", "their"])
            || self.view.is(ix - 1, TokenClass::POSSESSIVE);
        let describes = determined && is_word && self.number(ix, 1900..2000);
        (led && !has_unit || bracketed || describes && !has_unit).then_some(ix + 1)
    }
}

#[cfg(test)]
mod tests {
    use crate::tag::patterns::tests::{seen, surfaces};

    fn dates(text: &str) -> Vec<String> {
        surfaces(text, super::find)
    }

    #[test]
    fn days_and_months_are_dates_with_and_without_a_year() {
        assert_eq!(
            dates("It fell on January 2 and on Jan. 3, 2020."),
            ["January 2", "Jan. 3, 2020"]
        );
        assert_eq!(dates("Born on 3rd of March 1999, died 4 May."), ["3rd of March 1999", "4 May"]);
        assert_eq!(dates("From April 5-9 and in June 2021."), ["April 5-9", "June 2021"]);
    }

    #[test]
    fn every_date_names_its_rule() {
        let rules = |text: &str| seen(text, &[], |view, _| super::find(view))[0].2;
        assert_eq!(rules("dated 2020-01-03"), "date-iso");
        assert_eq!(rules("in recent months"), "date-relative");
        assert_eq!(rules("since 1979"), "date-year");
    }

    #[test]
    fn weekdays_take_their_date_and_hour() {
        assert_eq!(dates("He left on Friday, January 3, 2020."), ["Friday, January 3, 2020"]);
        assert_eq!(dates("He came last Tuesday."), ["last Tuesday"]);
    }

    #[test]
    fn stretches_of_time_are_dates() {
        assert_eq!(
            dates("Attacks rose in recent months, last year and in the late 1990s."),
            ["recent months", "last year", "late 1990s"]
        );
        assert_eq!(dates("It ended three days ago."), ["three days ago"]);
        assert_eq!(dates("Yesterday it rained; tomorrow it may snow."), ["Yesterday", "tomorrow"]);
    }

    #[test]
    fn years_centuries_and_quarters_are_dates() {
        assert_eq!(dates("It was founded in 1846 as a workshop."), ["1846"]);
        assert_eq!(dates("A vote in 2019 is unclear since the 1994 deal."), ["2019", "1994"]);
        assert_eq!(dates("Built in the early 19th century."), ["early 19th century"]);
        assert_eq!(dates("Sales rose in the first quarter of 2014."), ["first quarter of 2014"]);
    }

    #[test]
    fn numbers_and_verbs_are_no_dates() {
        assert!(dates("They may march against 2000 men for 1900 dollars.").is_empty());
        assert!(dates("In 2003 cases nothing was found.").is_empty());
        assert!(dates("May I ask 30 of you?").is_empty());
    }

    #[test]
    fn no_date_leaves_its_sentence() {
        assert_eq!(dates("He came in January. 2 men fell."), ["January"]);
    }
}
