//! The words at the beginning of a story that say where, when and by whom: `BAGHDAD (Reuters) -`.

use super::dates::{in_words, month, parse_date};
use jiff::civil::Date;

/// How many bytes of a line may be dateline.
const LONGEST: usize = 120;

/// How many words the first name of a dateline may have.
const MOST_WORDS: usize = 4;

/// Agencies that sign datelines; with them, the place need not be in capitals.
const AGENCIES: &[&str] = &[
    "AAP",
    "AFP",
    "AGI",
    "ANI",
    "ANSA",
    "AP",
    "Al Jazeera",
    "Anadolu",
    "Agence France-Presse",
    "Associated Press",
    "BBC",
    "Bernama",
    "Bloomberg",
    "Bloomberg News",
    "CNN",
    "DPA",
    "DW",
    "EFE",
    "Fars",
    "IANS",
    "IRNA",
    "ISNA",
    "ITAR-TASS",
    "Interfax",
    "JTA",
    "KCNA",
    "KUNA",
    "Kyodo",
    "Kyodo News",
    "MENA",
    "NPR",
    "PTI",
    "RFE/RL",
    "RIA",
    "RIA Novosti",
    "Reuter",
    "Reuters",
    "SANA",
    "Sputnik",
    "TASS",
    "Tasnim",
    "The Associated Press",
    "UNB",
    "UPI",
    "VOA",
    "WAFA",
    "Xinhua",
    "Yonhap",
];

/// Words in capitals before a dash that are not places.
const LABELS: &[&str] = &[
    "ADVISORY",
    "ANALYSIS",
    "BREAKING",
    "CORRECTED",
    "CORRECTION",
    "EXCLUSIVE",
    "EXPLAINER",
    "FACTBOX",
    "INTERVIEW",
    "LIVE",
    "NEWS",
    "OPINION",
    "OUTLOOK",
    "PHOTO",
    "PHOTOS",
    "PREVIEW",
    "REPORT",
    "ROUNDUP",
    "SPOTLIGHT",
    "SUMMARY",
    "REFILE",
    "TIMELINE",
    "UPDATE",
    "UPDATED",
    "VIDEO",
    "WATCH",
    "WRAPUP",
];

/// Small words within names of places: `RIO DE JANEIRO`, `Stoke-on-Trent`.
const PARTICLES: &[&str] = &[
    "al", "am", "an", "and", "da", "das", "de", "del", "der", "di", "do", "dos", "du", "el", "en",
    "la", "las", "le", "les", "los", "near", "of", "on", "sur", "the", "upon",
];

/// Length in bytes of the dateline that `line` begins with: place, date and agency, up to and
/// including the dash.
///
/// A place in capitals is enough with a dash; otherwise a date or the name of an agency is needed.
pub(super) fn length(line: &str) -> Option<usize> {
    let head = first_bytes(line, LONGEST);
    whole_line(line).or_else(|| with_dash(line, head)).or_else(|| with_agency_only(line, head))
}

/// The day in the text of a dateline, if year and all are there.
pub(super) fn date(dateline: &str) -> Option<Date> {
    let words = dateline.split([' ', ',', '(', ')', '\u{a0}']).filter(|word| word.len() >= 8);
    words.into_iter().find_map(parse_date).or_else(|| in_words(dateline))
}

/// `LONDON 1996-08-30`, and nothing else on the line.
fn whole_line(line: &str) -> Option<usize> {
    let (place, day) = line.trim_end().rsplit_once(' ').filter(|_| line.len() <= LONGEST)?;
    let is_day = day.len() == 10 && day.as_bytes()[4] == b'-' && parse_date(day).is_some();
    let place = Place::read(place)?;
    (is_day && place.is_capitals && !place.has_date).then_some(line.trim_end().len())
}

/// `BAGHDAD, Jan 3 (Reuters) -`
fn with_dash(line: &str, head: &str) -> Option<usize> {
    let (start, end) = dash(head)?;
    let rest = line[end..].trim_start();
    let (before, signature) = signature(head[..start].trim_end());
    let is_known = signature.is_some_and(is_agency);
    if before.is_empty() {
        return (is_known && begins_sentence(rest)).then_some(end);
    }
    let place = Place::read(before)?;
    let accepted = match signature {
        Some(_) if is_known => true,
        Some(words) => place.is_capitals && looks_like_agency(words),
        None => (place.is_capitals || place.has_date) && is_prose(rest),
    };
    accepted.then_some(end)
}

/// `(CNN)The United States …`, `BAGHDAD (AP) Iraqi …`
fn with_agency_only(line: &str, head: &str) -> Option<usize> {
    let end = head.find(')')? + 1;
    let (before, signature) = signature(&head[..end]);
    let place_fits = before.is_empty() || Place::read(before).is_some_and(|p| p.is_capitals);
    let fits = is_agency(signature?) && place_fits && is_prose(line[end..].trim_start());
    fits.then_some(end)
}

fn first_bytes(line: &str, most: usize) -> &str {
    let mut end = most.min(line.len());
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    &line[..end]
}

/// Where the first dash of a dateline stands: a long one anywhere, a short one between spaces or
/// behind a bracket.
fn dash(head: &str) -> Option<(usize, usize)> {
    let mut before = ' ';
    for (start, found) in head.char_indices() {
        let after = &head[start + found.len_utf8()..];
        let width = match found {
            '—' | '―' => found.len_utf8(),
            '-' if after.starts_with('-') => 1 + after.bytes().take_while(|&b| b == b'-').count(),
            '-' | '–' | '_' => {
                let spaced = before.is_whitespace() || before == ')';
                let ends = after.is_empty() || after.starts_with(char::is_whitespace);
                if !spaced || !(ends || before == ')') {
                    before = found;
                    continue;
                }
                found.len_utf8()
            }
            _ => {
                before = found;
                continue;
            }
        };
        return Some((start, start + width));
    }
    None
}

/// Splits `BAGHDAD (Reuters)` into the place and what the brackets hold.
fn signature(head: &str) -> (&str, Option<&str>) {
    let inner = head.strip_suffix(')').and_then(|open| open.rsplit_once('('));
    match inner {
        Some((before, inner)) => (before.trim_end(), Some(inner.trim())),
        None => (head, None),
    }
}

/// Whether the words name one of the agencies that sign stories, or several of them.
pub(super) fn is_agency(words: &str) -> bool {
    // Two agencies may share a story: `AP/Reuters`, `Reuters, AFP`.
    let known = |name: &str| AGENCIES.iter().any(|agency| agency.eq_ignore_ascii_case(name));
    known(words) || words.split(['/', ',', '&']).all(|name| known(name.trim()))
}

/// One to five capitalised words.
fn looks_like_agency(words: &str) -> bool {
    let mut count = 0;
    let capitalised = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c == '&');
    words.len() <= 40
        && words.split_whitespace().inspect(|_| count += 1).all(capitalised)
        && count <= 5
}

fn begins_sentence(rest: &str) -> bool {
    let first =
        rest.trim_start_matches(['"', '\'', '“', '‘', '«', '„', '(', '[', '*']).chars().next();
    first.is_some_and(|c| {
        !c.is_lowercase() && (c.is_alphanumeric() || c == '$' || c == '€' || c == '£')
    })
}

/// Whether a sentence begins here, and not the rest of a headline.
fn is_prose(rest: &str) -> bool {
    let shouts = |word: &str| !word.chars().any(char::is_lowercase);
    let has_letters = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let mut words = rest.split_whitespace().filter(has_letters);
    let (first, second) = (words.next(), words.next());
    let whispers =
        first.is_some_and(|word| !shouts(word)) || second.is_some_and(|word| !shouts(word));
    begins_sentence(rest) && whispers && words.next().is_some()
}

/// What stands before the brackets and the dash.
struct Place {
    /// The first name is in capitals.
    is_capitals: bool,
    has_date: bool,
}

impl Place {
    /// `None` if the words cannot be names of places with a date.
    fn read(words: &str) -> Option<Place> {
        let mut parts = words.split(',').map(str::trim);
        let first = parts.next()?;
        // `BAGHDAD Jan 3`, `LONDON 1996-08-30`: the date may follow without a comma.
        let all: Vec<&str> = first.split_whitespace().collect();
        let dated = all.iter().position(|word| is_date_word(word)).unwrap_or(all.len());
        if dated == 0 || dated > MOST_WORDS || !all[dated..].iter().all(|word| is_date_word(word)) {
            return None;
        }
        let name = all[..dated].join(" ");
        if !is_place_name(&name)
            || name.starts_with("By ")
            || all.iter().any(|word| LABELS.contains(word))
        {
            return None;
        }
        let mut has_date = all[dated..].iter().any(|word| names_day(word));
        for (ix, part) in parts.enumerate() {
            if part.split_whitespace().all(is_date_word) && !part.is_empty() {
                has_date |= part.split_whitespace().any(names_day);
            } else if ix > 2 || !is_place_name(part) || part.split_whitespace().count() > 4 {
                return None;
            }
        }
        let letters = name.chars().filter(|c| c.is_alphabetic()).count();
        let is_capitals = letters >= 2 && !name.chars().any(char::is_lowercase);
        Some(Place { is_capitals, has_date })
    }
}

/// A month, a weekday, or a whole date in figures: what no name holds.
fn names_day(word: &str) -> bool {
    const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let bare = word.trim_end_matches(['.', ',']).to_lowercase();
    let begins = WEEKDAYS.iter().any(|day| bare.starts_with(day));
    let is_weekday = WEEKDAYS.contains(&bare.as_str()) || (begins && bare.ends_with("day"));
    is_weekday || month(&bare).is_some() || (bare.len() >= 8 && parse_date(&bare).is_some())
}

/// What a date is made of: also `3`, `3rd`, `2020`.
fn is_date_word(word: &str) -> bool {
    let bare = word.trim_end_matches(['.', ',']);
    let is_number = bare.starts_with(|c: char| c.is_ascii_digit())
        && bare.len() <= 10
        && bare.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '.'));
    is_number || names_day(word)
}

/// Capitalised words, with small ones between them; a full stop only behind abbreviations.
fn is_place_name(name: &str) -> bool {
    let mut words = name.split_whitespace().peekable();
    let is_first_capital = words.peek().is_some_and(|word| word.starts_with(char::is_uppercase));
    is_first_capital
        && words.all(|word| {
            let of_letters = word
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | '/' | '`'));
            let is_whole = !word.ends_with('.') || word.len() <= 6 || word.matches('.').count() > 1;
            of_letters
                && is_whole
                && (word.starts_with(char::is_uppercase) || PARTICLES.contains(&word))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_dateline(line: &str, dateline: &str) {
        assert_eq!(length(line).map(|end| &line[..end]), Some(dateline));
    }

    #[test]
    fn place_date_and_agency_are_found_up_to_the_dash() {
        for (dateline, rest) in [
            ("BAGHDAD (Reuters) -", " Iran's Qasem Soleimani was killed on Friday."),
            ("BAGHDAD, Jan 3 (Reuters) -", " Iran's Qasem Soleimani was killed."),
            ("BAGHDAD, Jan. 3, 2020 (Xinhua) --", " Iran vowed revenge."),
            ("OSLO, Norway (AP) _", " The Nobel committee said so."),
            ("(CNN) --", " The United States said so."),
            ("(CNN)", "The United States said so."),
            ("(Reuters) -", " Apple said so."),
            ("WASHINGTON —", " President Trump said so."),
            ("WASHINGTON—", "President Trump said so."),
            ("WASHINGTON --", " “We do not seek war,” Trump said."),
            ("MOSCOW/KIEV (Reuters) -", " Russia said so."),
            ("RIO DE JANEIRO, Brazil (AP) —", " The government said so."),
            ("ST. PETERSBURG, Fla. (AP) —", " The governor said so."),
            ("UNITED NATIONS, Jan 3 (IPS) -", " The council met."),
            ("Baghdad (AFP) –", " Iraqi lawmakers voted."),
            ("Tehran, Jan 5, IRNA -", " The minister said so."),
            ("LONDON, 30 August (Itar-Tass/AFP) -", " Britain said so."),
            ("TEHRAN (Tasnim) –", " The commander said so."),
            ("ISTANBUL (Hurriyet Daily News) -", " Turkey said so."),
            ("L'AQUILA, Italy (AP) -", " The quake struck."),
            ("ÎLE-DE-FRANCE (AFP) -", " Police said so."),
        ] {
            assert_dateline(&format!("{dateline}{rest}"), dateline);
        }
    }

    #[test]
    fn a_place_and_a_day_alone_on_a_line_are_a_dateline() {
        assert_dateline("LONDON 1996-08-30", "LONDON 1996-08-30");
        assert_dateline("BUENOS AIRES 1996-08-22 ", "BUENOS AIRES 1996-08-22");
        assert_eq!(length("Opinion 1996-08-30"), None);
        assert_eq!(length("1996-08-30"), None);
    }

    #[test]
    fn sentences_and_headlines_are_no_datelines() {
        for line in [
            "Iran vowed revenge - and meant it.",
            "Trump — The Art of the Deal",
            "NATO — the alliance — said so.",
            "BAGHDAD-based officials said so.",
            "IRAN - TEHRAN VOWS REVENGE",
            "UPDATE 1-Iran vows revenge",
            "EXCLUSIVE - Iran vows revenge",
            "John Smith (D-Texas) - The senator said so.",
            "Baghdad (population 7 million) — The capital said so.",
            "The ministry (MoD) - Officials said so.",
            "Soleimani, 62, was killed — Iran said so.",
            "“We will not go” — Trump",
            "",
            "—",
            "() -",
            "(",
        ] {
            assert_eq!(length(line), None, "{line}");
        }
    }

    #[test]
    fn only_a_full_date_is_a_date() {
        let third_of_january = Some(jiff::civil::date(2020, 1, 3));
        assert_eq!(date("BAGHDAD, Jan. 3, 2020 (Xinhua) --"), third_of_january);
        assert_eq!(date("LONDON 2020-01-03"), third_of_january);
        assert_eq!(date("BAGHDAD, Jan 3 (Reuters) -"), None);
        assert_eq!(date("BAGHDAD (Reuters) -"), None);
    }
}
