//! Dates as metadata and datelines write them.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::fmt::{rfc2822, temporal::Pieces};
use jiff::tz::Offset;

/// The day that `text` names, as its writer's clock had it; `None` if it is not clear.
///
/// Takes ISO dates and times, RFC 2822, dates with English months, epoch seconds and milliseconds,
/// and of `3/4/2020` and the like those that can only be read in one way.
///
/// ```
/// # use dateline::read::parse_date;
/// let date = jiff::civil::date(2020, 1, 3);
/// assert_eq!(parse_date("2020-01-03T23:30:00-05:00"), Some(date));
/// assert_eq!(parse_date("Fri, 03 Jan 2020 10:00:00 +0000"), Some(date));
/// assert_eq!(parse_date("January 3, 2020"), Some(date));
/// assert_eq!(parse_date("1578045600"), Some(date));
/// assert_eq!(parse_date("3/4/2020"), None); // March or April?
/// ```
pub fn parse_date(text: &str) -> Option<Date> {
    let text = text.trim();
    if text.is_empty() || text.len() > 100 {
        return None;
    }
    epoch(text)
        .or_else(|| Pieces::parse(text).ok().map(|pieces| pieces.date()))
        .or_else(|| year_first(text))
        .or_else(|| rfc2822::parse(text).ok().map(|zoned| zoned.date()))
        .or_else(|| in_words(text))
        .or_else(|| year_last(text))
}

/// Seconds since 1970 with 9 or 10 digits, milliseconds with 12 or 13, a fraction or none.
fn epoch(text: &str) -> Option<Date> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    let timestamp = match whole.len() {
        9 | 10 => Timestamp::from_second(number),
        12 | 13 => Timestamp::from_millisecond(number),
        _ => return None,
    };
    Some(Offset::UTC.to_datetime(timestamp.ok()?).date())
}

/// `2020-01-03`, `2020/1/3`, `2020.01.03`, whatever comes behind.
fn year_first(text: &str) -> Option<Date> {
    let separator = *text.as_bytes().get(4)?;
    if !matches!(separator, b'-' | b'/' | b'.') {
        return None;
    }
    let mut parts = text.splitn(3, char::from(separator));
    let (year, month, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if rest[digits..].starts_with(|next: char| next.is_alphanumeric() && next != 'T') {
        return None;
    }
    date(number(year)?, number(month)?, number(&rest[..digits])?)
}

/// `25/12/2020`, `12/25/2020`, `25.12.2020`: only if one of the first two cannot be a month.
fn year_last(text: &str) -> Option<Date> {
    let separator = text.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(separator, '/' | '.' | '-') {
        return None;
    }
    let text = text.split_whitespace().next()?;
    let parts: Vec<i16> = text.split(separator).map(number).collect::<Option<_>>()?;
    match parts[..] {
        [day, month, year] if year >= 1000 && (day > 12 || day == month) => date(year, month, day),
        [month, day, year] if year >= 1000 && day > 12 => date(year, month, day),
        _ => None,
    }
}

/// A day, an English month and a year among the words: `Jan. 3, 2020`, `3rd January 2020, 10:15`,
/// `Fri Jan 03 10:00:00 +0000 2020`.
pub(super) fn in_words(text: &str) -> Option<Date> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '|'))
        .flat_map(|word| match word.bytes().filter(|&b| b == b'-').count() {
            2 => word.split('-').collect(), // 03-Jan-2020
            _ => vec![word],
        })
        .map(|word| word.trim_matches('.'))
        .filter(|word| !word.is_empty() && !word.eq_ignore_ascii_case("of"))
        .collect();
    let mut months = words.iter().enumerate().filter_map(|(ix, word)| Some((ix, month(word)?)));
    let (month_ix, month) = months.next()?;
    if months.next().is_some() {
        return None;
    }
    let mut years = words.iter().filter(|word| word.len() == 4).filter_map(|word| number(word));
    let year = years.find(|year| (1000..3000).contains(year))?;
    let before = month_ix.checked_sub(1).and_then(|ix| day(words[ix]));
    let day = before.or_else(|| day(words.get(month_ix + 1)?))?;
    date(year, month, day)
}

fn day(word: &str) -> Option<i16> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let is_day = digits <= 2 && matches!(&word[digits..], "" | "st" | "nd" | "rd" | "th");
    number(&word[..digits]).filter(|_| is_day)
}

/// The month that a word names: `January`, `Jan`, `Sept`.
pub(super) fn month(word: &str) -> Option<i16> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.trim_end_matches('.').to_lowercase();
    let is_of = |month: &str| {
        *month == word || (month[..3] == word) || (word == "sept" && month.starts_with("sept"))
    };
    MONTHS.iter().position(|month| is_of(month)).map(|ix| ix as i16 + 1)
}

fn number(digits: &str) -> Option<i16> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_in_which_metadata_write_a_day_are_understood() {
        let third_of_january = jiff::civil::date(2020, 1, 3);
        for text in [
            "2020-01-03",
            "20200103",
            " 2020-01-03T10:00:00Z ",
            "2020-01-03T10:00:00.123+03:00",
            "2020-01-03T10:00:00+0300",
            "2020-01-03 10:00",
            "2020-01-03 10:00:00 UTC",
            "2020/01/03",
            "2020-1-3",
            "2020.01.03 10:00",
            "Fri, 03 Jan 2020 10:00:00 +0000",
            "Fri, 3 Jan 2020 10:00:00 GMT",
            "Fri Jan 03 10:00:00 +0000 2020",
            "3 January 2020",
            "3rd of January 2020",
            "January 3, 2020",
            "Jan. 3, 2020 10:15 AM",
            "JANUARY 3, 2020",
            "03-Jan-2020",
            "Published January 3, 2020",
            "1578045600",
            "1578045600.5",
            "1578045600000",
        ] {
            assert_eq!(parse_date(text), Some(third_of_january), "{text}");
        }
        assert_eq!(parse_date("25/12/2020"), Some(jiff::civil::date(2020, 12, 25)));
        assert_eq!(parse_date("12/25/2020"), Some(jiff::civil::date(2020, 12, 25)));
    }

    #[test]
    fn the_day_is_that_of_the_writers_clock() {
        assert_eq!(parse_date("2020-01-03T00:30:00+03:00"), Some(jiff::civil::date(2020, 1, 3)));
    }

    #[test]
    fn what_is_not_clear_is_no_date() {
        for text in [
            "",
            "yesterday",
            "3 January",
            "January 2020",
            "2020",
            "3/4/2020",
            "2020-13-03",
            "30 February 2020",
            "0000-00-00",
            "12345",
            "Jan 3 or Feb 4, 2020",
            "2020-01-032",
            "é€é",
            "2020-é-03",
            "99999999999999999999",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }
}
