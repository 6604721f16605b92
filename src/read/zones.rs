//! The parts of an article: headline, byline, dateline; what is none of these is body.

use super::byline::{is_byline, is_name, is_office};
use super::dateline;
use crate::model::{Document, Span, Zone, ZoneKind};
use jiff::civil::Date;

/// How many of the first lines that are not blank may hold zones.
const LINES: usize = 6;

/// A longer headline is none. Bytes.
const LONGEST_HEADLINE: usize = 250;

/// Sets the zones of a document by its title and its first lines.
///
/// ```
/// # use dateline::model::{Document, ZoneKind};
/// # use dateline::read::find_zones;
/// let text = "Iran vows revenge\n\nBy Jane Doe\n\nBAGHDAD (Reuters) - Iran vowed revenge on Friday.";
/// let mut doc = Document::new("a", text);
/// find_zones(&mut doc);
/// let parts: Vec<_> = doc.zones().iter().map(|zone| (zone.kind, doc.slice(zone.span))).collect();
/// assert_eq!(parts, [
///     (ZoneKind::Headline, "Iran vows revenge"),
///     (ZoneKind::Byline, "By Jane Doe"),
///     (ZoneKind::Dateline, "BAGHDAD (Reuters) -"),
/// ]);
/// ```
pub fn find_zones(doc: &mut Document) {
    let zones = zones_of(doc.text(), doc.meta.title.as_deref());
    doc.set_zones(zones);
}

/// The day in the dateline of a document with zones, if year and all are there.
pub fn dateline_date(doc: &Document) -> Option<Date> {
    let dateline = doc.zones().iter().find(|zone| zone.kind == ZoneKind::Dateline)?;
    dateline::date(doc.slice(dateline.span))
}

/// A line that is not blank, without the space around it.
#[derive(Clone, Copy)]
struct Line<'t> {
    start: usize,
    text: &'t str,
    /// The next line is blank.
    stands_alone: bool,
}

impl Line<'_> {
    fn zone(&self, kind: ZoneKind, length: usize) -> Zone {
        Zone { kind, span: span(self.start, self.start + length) }
    }
}

fn zones_of(text: &str, title: Option<&str>) -> Vec<Zone> {
    let titled = title.and_then(|title| title_span(text, title));
    let after_title = titled.map_or(0, |span| span.end() as usize);
    let full_stop = usize::from(titled.is_some() && text[after_title..].starts_with('.'));
    let lines = first_lines(text, after_title + full_stop);
    if let (None, Some(first)) = (titled, lines.first())
        && let Some(zones) = headline_and_dateline(*first)
    {
        return zones.into();
    }
    let mut zones: Vec<Zone> =
        titled.map(|span| Zone { kind: ZoneKind::Headline, span }).into_iter().collect();
    let found = lines.iter().enumerate().find_map(|(ix, line)| {
        dateline::length(line.text).map(|length| (&lines[..ix], line, length))
    });
    // Below a real paragraph a dateline is a quotation or the next story; not so one that has a line
    // of its own, above which headlines end as they like.
    let has_own_line = found.is_some_and(|(_, line, length)| length == line.text.len());
    let (head, dateline) = match found {
        Some((head, line, length)) if head.iter().all(|line| is_head_like(line, has_own_line)) => {
            (head, Some(line.zone(ZoneKind::Dateline, length)))
        }
        _ => (&lines[..], None),
    };
    let mut head = head.iter().copied().peekable();
    let may_have_headline = titled.is_none() && title.is_none();
    if let Some(first) = head.next_if(|_| may_have_headline) {
        let second = lines.get(1).copied();
        let is_headline = match dateline {
            Some(_) => (has_own_line || is_headline_like(first.text)) && !is_byline(first.text),
            None => is_headline(first, second),
        };
        if is_headline {
            zones.push(first.zone(ZoneKind::Headline, first.text.len()));
        } else if is_byline(first.text) {
            zones.push(first.zone(ZoneKind::Byline, first.text.len()));
        }
    }
    let has_headline = zones.iter().any(|zone| zone.kind == ZoneKind::Headline);
    // Bylines stand right below the headline, or between it and the dateline.
    while let Some(line) = head.next() {
        let is_last_before_dateline = dateline.is_some() && head.peek().is_none();
        let is_bare_name = has_headline && is_last_before_dateline && is_name(line.text);
        let is_more =
            zones.last().is_some_and(|zone| zone.kind == ZoneKind::Byline) && is_office(line.text);
        if is_byline(line.text) || is_bare_name || is_more {
            zones.push(line.zone(ZoneKind::Byline, line.text.len()));
        } else if dateline.is_none() {
            break;
        }
    }
    zones.extend(dateline);
    zones
}

/// Both in one line, as where line breaks were lost: `Oil Prices Fall. NEW YORK (Reuters) - …`.
fn headline_and_dateline(first: Line<'_>) -> Option<[Zone; 2]> {
    for (ix, _) in first.text.match_indices([' ', '\t']) {
        let before = first.text[..ix].trim_end();
        if ix > LONGEST_HEADLINE {
            return None;
        }
        let rest = &first.text[ix + 1..];
        let shouts =
            rest.chars().take_while(|c| c.is_uppercase() || matches!(c, '.' | '\'' | '’')).count()
                > 1;
        if !before.ends_with(['.', '?', '!']) || !shouts {
            continue;
        }
        if let Some(length) = dateline::length(rest) {
            let dateline = Line { start: first.start + ix + 1, text: rest, stands_alone: false };
            return Some([
                first.zone(ZoneKind::Headline, before.len()),
                dateline.zone(ZoneKind::Dateline, length),
            ]);
        }
    }
    None
}

fn span(start: usize, end: usize) -> Span {
    // A document's text is addressed by `u32`.
    Span::new(start as u32, end as u32)
}

/// The title at the beginning of the text, whatever the white space between its words. It has to
/// be a line of its own, or a sentence of four words or more.
fn title_span(text: &str, title: &str) -> Option<Span> {
    let start = text.len() - text.trim_start().len();
    let mut end = start;
    let mut count = 0;
    for word in title.split_whitespace() {
        let rest = text[end..].trim_start();
        let begin = text.len() - rest.len();
        if !rest.starts_with(word) || (count > 0 && begin == end) {
            return None;
        }
        end = begin + word.len();
        count += 1;
    }
    let behind = text[end..].trim_start_matches([' ', '\t', '\r', '\u{a0}']);
    let is_line = behind.is_empty() || behind.starts_with('\n');
    let is_sentence =
        count >= 4 && (text[end..].starts_with(". ") || text[..end].ends_with(['.', '?', '!']));
    (count > 0 && (is_line || is_sentence)).then(|| span(start, end))
}

/// The first lines behind byte `from` that are not blank; long ones are not read to their end.
fn first_lines(text: &str, from: usize) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::with_capacity(LINES);
    let mut start = from;
    for raw in text[from..].split_inclusive('\n') {
        let trimmed = raw.trim();
        if trimmed.is_empty() {
            if let Some(last) = lines.last_mut() {
                last.stands_alone = true;
            }
        } else if lines.len() == LINES {
            break;
        } else {
            let indent = raw.len() - raw.trim_start().len();
            lines.push(Line { start: start + indent, text: trimmed, stands_alone: false });
        }
        start += raw.len();
    }
    lines
}

/// Short enough to be a headline or byline, and no sentence.
fn is_head_like(line: &Line<'_>, may_end_sentence: bool) -> bool {
    line.text.len() <= LONGEST_HEADLINE && (may_end_sentence || !ends_sentence(line.text))
}

/// A first line that a blank line or a clearly longer paragraph follows.
fn is_headline(first: Line<'_>, second: Option<Line<'_>>) -> bool {
    let Some(second) = second else { return false };
    let is_apart = first.stands_alone
        || (second.text.len() >= 80 && second.text.len() >= 2 * first.text.len())
        || is_byline(second.text);
    is_apart && is_headline_like(first.text) && !is_byline(first.text)
}

fn is_headline_like(line: &str) -> bool {
    line.len() <= LONGEST_HEADLINE
        && !ends_sentence(line)
        && !line.ends_with([',', ';', ':'])
        && line.chars().any(char::is_alphabetic)
}

/// Whether a line ends with a full stop that is not the one of `U.S.`
pub(super) fn ends_sentence(line: &str) -> bool {
    let bare = line.trim_end_matches(['"', '\'', '”', '’', '»', ')']);
    let Some(before) = bare.strip_suffix(['.', '。', '।', '۔']) else { return false };
    let word = before.rsplit(char::is_whitespace).next().unwrap_or(before);
    let is_abbreviation =
        word.contains('.') && word.split('.').all(|part| part.chars().count() == 1);
    !is_abbreviation
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zones(text: &str, title: Option<&str>) -> Vec<(ZoneKind, String)> {
        let mut doc = Document::new("a", text);
        doc.meta.title = title.map(str::to_owned);
        find_zones(&mut doc);
        doc.zones().iter().map(|zone| (zone.kind, doc.slice(zone.span).to_owned())).collect()
    }

    fn headline(text: &str) -> Option<String> {
        zones(text, None).into_iter().find(|zone| zone.0 == ZoneKind::Headline).map(|zone| zone.1)
    }

    const BODY: &str = "BAGHDAD (Reuters) - Iran’s most prominent military commander, Qasem Soleimani, \
                        was killed on Friday in an air strike at Baghdad airport, officials said.";

    #[test]
    fn headline_byline_and_dateline_of_a_plain_article_are_found() {
        let found = zones(
            &format!(
                "  Iran vows revenge \r\n\r\nBy Ahmed Aboulenein, Maha El Dahan\r\n\r\n{BODY}"
            ),
            None,
        );
        assert_eq!(
            found,
            [
                (ZoneKind::Headline, "Iran vows revenge".to_owned()),
                (ZoneKind::Byline, "By Ahmed Aboulenein, Maha El Dahan".to_owned()),
                (ZoneKind::Dateline, "BAGHDAD (Reuters) -".to_owned()),
            ]
        );
    }

    #[test]
    fn an_article_of_the_reuters_corpus_is_taken_apart() {
        let text = "EU rejects German call to boycott British lamb\nPeter Blackburn\nBRUSSELS 1996-08-22\n\
                    The European Commission said on Thursday it disagreed with German advice.";
        assert_eq!(
            zones(text, None),
            [
                (ZoneKind::Headline, "EU rejects German call to boycott British lamb".to_owned()),
                (ZoneKind::Byline, "Peter Blackburn".to_owned()),
                (ZoneKind::Dateline, "BRUSSELS 1996-08-22".to_owned()),
            ]
        );
    }

    #[test]
    fn above_a_dateline_with_a_line_of_its_own_a_headline_may_end_with_a_full_stop() {
        let text = "SOCCER - SCOTTISH LEAGUE RESULTS.\nGLASGOW 1996-08-31\nResults of Saturday:";
        assert_eq!(
            zones(text, None),
            [
                (ZoneKind::Headline, "SOCCER - SCOTTISH LEAGUE RESULTS.".to_owned()),
                (ZoneKind::Dateline, "GLASGOW 1996-08-31".to_owned()),
            ]
        );
    }

    #[test]
    fn a_headline_and_a_dateline_may_share_a_line() {
        for (headline, dateline, rest) in [
            ("Oil Prices Fall, St. Louis Cheers.", "NEW YORK (Reuters) -", "  Oil fell on Friday."),
            (
                "U.S. Cardinal Bernardin says has terminal cancer.",
                "ST. LOUIS 1996-08-30",
                "\nHe said so.",
            ),
            ("Lebed, Chechens start talks.", "KHASAVYURT, Russia 1996-08-30", "\nThey met."),
            ("Chad closes university.", "N'DJAMENA 1996-08-30", "\nIt said so."),
        ] {
            let found = zones(&format!("{headline}  {dateline}{rest}"), None);
            assert_eq!(
                found,
                [
                    (ZoneKind::Headline, headline.to_owned()),
                    (ZoneKind::Dateline, dateline.to_owned())
                ]
            );
        }
        let title = "Oil prices fall on Friday";
        let found = zones(&format!("{title}. NEW YORK (AP) -- Oil fell."), Some(title));
        assert_eq!(found[1], (ZoneKind::Dateline, "NEW YORK (AP) --".to_owned()));
        assert_eq!(zones("Iran said so. It vowed revenge - The U.S. did not.", None), []);
    }

    #[test]
    fn an_office_below_a_byline_belongs_to_it() {
        let found = zones(
            &format!("Iran vows revenge\n\nBy JANE DOE\nAssociated Press Writer\n\n{BODY}"),
            None,
        );
        let kinds: Vec<_> = found.iter().map(|zone| zone.0).collect();
        assert_eq!(
            kinds,
            [ZoneKind::Headline, ZoneKind::Byline, ZoneKind::Byline, ZoneKind::Dateline]
        );
    }

    #[test]
    fn a_first_line_is_a_headline_only_if_it_looks_and_stands_like_one() {
        assert_eq!(
            headline(&format!("Will Iran strike back?\n{BODY}")).as_deref(),
            Some("Will Iran strike back?")
        );
        assert_eq!(
            headline("Iran and the U.S.\n\nThey met.").as_deref(),
            Some("Iran and the U.S.")
        );
        let long = "The Iranian foreign minister said on Friday that the attack had been an act of state terrorism.";
        assert_eq!(
            headline(&format!("Iran vows revenge\n{long}")).as_deref(),
            Some("Iran vows revenge")
        );
        for text in [
            "Iran vowed revenge on Friday.\n\nIraq did not.",
            "Iran vows revenge",
            "Iran vows revenge\nand means it",
            "The minister said:\n\nNo.",
            "***\n\nIran vowed revenge.",
            BODY,
            "",
            "\n\n",
        ] {
            assert_eq!(headline(text), None, "{text}");
        }
    }

    #[test]
    fn the_title_is_the_headline_where_the_text_begins_with_it() {
        let title = Some("Iran vows  revenge");
        assert_eq!(
            zones("Iran\nvows revenge\nIt said so.", title),
            [(ZoneKind::Headline, "Iran\nvows revenge".to_owned())]
        );
        assert_eq!(zones("Iran vows revenge on America.", title), []);
        assert_eq!(zones("It said so\n\nIran vows revenge.", title), []);
        let sentence = Some("Iran vows revenge on America");
        assert_eq!(
            zones("Iran vows revenge on America. It said so.", sentence)[0].1,
            "Iran vows revenge on America"
        );
    }

    #[test]
    fn a_dateline_below_a_paragraph_is_left_to_it() {
        let text = format!("Iran vowed revenge on Friday.\n\n{BODY}");
        assert_eq!(zones(&text, None), []);
    }

    #[test]
    fn a_dateline_may_begin_the_text() {
        assert_eq!(zones(BODY, None), [(ZoneKind::Dateline, "BAGHDAD (Reuters) -".to_owned())]);
        assert_eq!(
            zones(BODY, Some("Iran vows revenge")),
            [(ZoneKind::Dateline, "BAGHDAD (Reuters) -".to_owned())]
        );
    }
}
