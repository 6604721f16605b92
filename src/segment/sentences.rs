//! Where sentences end.

use crate::gazetteer::{CueClass, Gazetteer};
use crate::model::{Document, Segments, Sentence, Token, TokenClass, ZoneKind};
use crate::token::tokenize_into;

/// Cuts documents into tokens and sentences.
pub struct Segmenter<'g> {
    gazetteer: &'g Gazetteer,
}

impl<'g> Segmenter<'g> {
    /// Abbreviations and function words come from the cues of `gazetteer`.
    pub fn new(gazetteer: &'g Gazetteer) -> Self {
        Self { gazetteer }
    }

    /// The tokens of `doc`, every one in exactly one sentence. Linear in the length of the text.
    pub fn segment(&self, doc: &Document) -> Segments {
        let text = doc.text();
        let mut tokens = Vec::with_capacity(text.len() / 5);
        tokenize_into(text, &mut tokens);
        let wrapped = is_hard_wrapped(text);
        let mut sentences = Vec::new();
        let mut start = 0;
        for ix in 0..tokens.len() {
            let next = ix + 1;
            if next == tokens.len() || self.breaks_between(doc, &tokens, ix, start, wrapped) {
                sentences.push(sentence(doc, &tokens, start..next));
                start = next;
            }
        }
        Segments { tokens, sentences }
    }

    /// Whether a sentence that began at token `start` ends behind token `ix`.
    fn breaks_between(
        &self,
        doc: &Document,
        tokens: &[Token],
        ix: usize,
        start: usize,
        wrapped: bool,
    ) -> bool {
        let text = doc.text();
        let (last, next) = (&tokens[ix], &tokens[ix + 1]);
        if !doc.zones().is_empty() && doc.zone_at(last.start()) != doc.zone_at(next.start()) {
            return true;
        }
        let between = &text[last.end() as usize..next.start() as usize];
        if next.is(TokenClass::LINE_START) {
            let is_blank = between.matches('\n').count() > 1 || between.contains('\u{2029}');
            return is_blank || !wrapped || ends_sentence(text, tokens, ix).is_some();
        }
        if ix + 1 - start >= MAX_SENTENCE_TOKENS {
            return true;
        }
        // A closing quote or bracket goes with the sentence it closes.
        let closes = next.is(TokenClass::GLUED) && is_closing(text, next);
        if closes || between.is_empty() {
            return false;
        }
        match ends_sentence(text, tokens, ix) {
            None => false,
            Some(Stop::Sure) => may_begin(text, next),
            Some(Stop::Full(stop)) => self.full_stop_breaks(text, tokens, stop, next, start),
        }
    }

    /// Whether the full stop at or in token `stop` ends a sentence before `next`.
    fn full_stop_breaks(
        &self,
        text: &str,
        tokens: &[Token],
        stop: usize,
        next: &Token,
        start: usize,
    ) -> bool {
        if !may_begin(text, next) {
            return false;
        }
        let is_dotted = tokens[stop].is(TokenClass::WORD);
        let word =
            if is_dotted { Some(stop) } else { stop.checked_sub(1).filter(|ix| *ix >= start) };
        let Some(word) = word else { return true };
        let is_abbreviation = is_dotted
            || tokens[word].is(TokenClass::WORD)
                && self.gazetteer.word(tokens[word].fold).has(CueClass::Abbreviation);
        if !is_abbreviation {
            return true;
        }
        let next_word = self.gazetteer.word(next.fold);
        let is_title = self.gazetteer.word(tokens[word].fold).has(CueClass::Title);
        let is_initial = is_dotted && tokens[word].span().len() <= 2;
        !is_title
            && !is_initial
            && next.is(TokenClass::CAPITAL)
            && next_word.has(CueClass::FunctionWord)
    }
}

/// So that a text without any full stop is not one sentence.
const MAX_SENTENCE_TOKENS: usize = 400;

enum Stop {
    /// `!`, `?`, `…`
    Sure,
    /// A full stop, or a word that ends with one.
    Full(usize),
}

/// The mark that ends a sentence at token `ix`, over closing quotes and brackets.
fn ends_sentence(text: &str, tokens: &[Token], ix: usize) -> Option<Stop> {
    let mut at = ix;
    for _ in 0..3 {
        let token = &tokens[at];
        let surface = &text[token.span().range()];
        match surface {
            "." => return Some(Stop::Full(at)),
            "!" | "?" | "…" | "。" | "！" | "？" | "؟" | "।" => return Some(Stop::Sure),
            _ if token.is(TokenClass::WORD) => {
                return (token.is(TokenClass::DOTTED) && surface.ends_with('.'))
                    .then_some(Stop::Full(at));
            }
            _ if token.is(TokenClass::QUOTE) || matches!(surface, ")" | "]") => {
                at = at.checked_sub(1)?;
            }
            _ => return None,
        }
    }
    None
}

fn is_closing(text: &str, token: &Token) -> bool {
    token.is(TokenClass::QUOTE)
        || matches!(&text[token.span().range()], ")" | "]" | "." | "!" | "?")
}

/// Whether a sentence can begin with this token: not with a lower-case word or a comma.
fn may_begin(text: &str, token: &Token) -> bool {
    if token.is(TokenClass::WORD) {
        let opens = TokenClass::CAPITAL.with(TokenClass::DIGIT).with(TokenClass::CASELESS);
        return token.is(opens);
    }
    token.is(TokenClass::QUOTE)
        || matches!(
            &text[token.span().range()],
            "(" | "[" | "-" | "–" | "—" | "•" | "*" | "_" | "#" | "@" | "$" | "€" | "£"
        )
}

/// Whether single line breaks are mere wrapping: many lines go on in lower case.
fn is_hard_wrapped(text: &str) -> bool {
    let (mut breaks, mut lower) = (0u32, 0u32);
    let mut rest = text;
    while let Some(at) = rest.find('\n') {
        rest = rest[at + 1..].trim_start_matches([' ', '\t', '\r']);
        breaks += 1;
        lower += u32::from(rest.chars().next().is_some_and(char::is_lowercase));
        if breaks >= 200 {
            break;
        }
    }
    lower * 4 > breaks
}

fn sentence(doc: &Document, tokens: &[Token], range: std::ops::Range<usize>) -> Sentence {
    let zone = doc.zone_at(tokens[range.start].start());
    let (mut words, mut capitals, mut all_caps, mut long) = (0u32, 0u32, 0u32, 0u32);
    for token in &tokens[range.clone()] {
        if !token.is(TokenClass::WORD) || token.is(TokenClass::NUMBER) {
            continue;
        }
        let shouts = token.is(TokenClass::ALL_CAPS);
        words += 1;
        all_caps += u32::from(shouts);
        // Short words stay in lower case even in headlines.
        if token.span().len() > 3 || shouts {
            long += 1;
            capitals += u32::from(token.is(TokenClass::CAPITAL));
        }
    }
    let is_all_caps = words >= 3 && all_caps * 10 >= words * 8;
    let is_title_case = is_all_caps
        || long >= 4 && capitals * 10 >= long * 7 && !matches!(zone, ZoneKind::Dateline);
    Sentence { tokens: range, zone, is_title_case, is_all_caps }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Sources;
    use crate::model::{Span, Zone};
    use std::sync::OnceLock;

    /// The shipped lexicon, without names.
    fn lexicon() -> &'static Gazetteer {
        static LEXICON: OnceLock<Gazetteer> = OnceLock::new();
        LEXICON.get_or_init(|| {
            let sources = Sources { shipped: false, ..Sources::default() };
            Gazetteer::open(&sources, None, &mut Vec::new()).unwrap()
        })
    }

    fn sentences_of(doc: &Document) -> Vec<String> {
        let segments = Segmenter::new(lexicon()).segment(doc);
        let spans = (0..segments.sentences.len()).map(|ix| segments.sentence_span(ix));
        spans.map(|span| doc.slice(span).to_owned()).collect()
    }

    fn sentences(text: &str) -> Vec<String> {
        sentences_of(&Document::new("a", text))
    }

    /// Whether a text is one sentence.
    fn is_one(text: &str) -> bool {
        sentences(text).len() == 1
    }

    #[test]
    fn full_stops_question_and_exclamation_marks_end_sentences() {
        let parts = sentences("He fled. Why? Nobody knows! The army searched on… Then it rained.");
        assert_eq!(
            parts,
            ["He fled.", "Why?", "Nobody knows!", "The army searched on…", "Then it rained."]
        );
    }

    #[test]
    fn titles_and_initials_end_nothing() {
        assert!(is_one("On Friday Gen. Qasem Soleimani and Dr. J. K. Rowling met Mr. Brown."));
        assert!(is_one("George W. Bush Jr. and John F. Kennedy were presidents."));
        assert!(is_one("Police Sgt. Maria Lopez spoke to Lt. Col. Sam Reyes."));
    }

    #[test]
    fn abbreviations_end_nothing_before_a_name() {
        assert!(is_one("Talks between the U.S. Senate and Acme Inc. Chairman Ann Lee failed."));
        assert!(is_one("The fire began at 4 a.m. Berlin time, the firm vs. Brown Co. said."));
        assert!(is_one("On Jan. 3 the missiles fell."));
        assert!(is_one("It rose by 3.5 percent, i.e. more than No. 4 on the list."));
    }

    #[test]
    fn an_abbreviation_ends_a_sentence_before_a_word_that_begins_one() {
        let parts = sentences("Troops left for the U.S. The general stayed.");
        assert_eq!(parts, ["Troops left for the U.S.", "The general stayed."]);
        let parts = sentences("It opened at 9 a.m. But nobody came.");
        assert_eq!(parts, ["It opened at 9 a.m.", "But nobody came."]);
    }

    #[test]
    fn closing_quotes_and_brackets_go_with_their_sentence() {
        let parts = sentences("“It was war.” She left. (Nobody saw her.) 'Why?' he asked.");
        assert_eq!(parts, ["“It was war.”", "She left.", "(Nobody saw her.)", "'Why?' he asked."]);
        let parts = sentences("\"We won.\" \"You did not.\"");
        assert_eq!(parts, ["\"We won.\"", "\"You did not.\""]);
    }

    #[test]
    fn a_lower_case_word_goes_on() {
        assert!(is_one("“Who are you?” asked the guard."));
        assert!(is_one("Yahoo! shares fell."));
    }

    #[test]
    fn lines_of_their_own_are_sentences() {
        let parts = sentences("Iran vows revenge\nTEHRAN - Iran vowed revenge\n\nThe end");
        assert_eq!(parts, ["Iran vows revenge", "TEHRAN - Iran vowed revenge", "The end"]);
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let text = "Thousands of people marched\nthrough the streets of\nthe capital on Sunday. They\n\
                    carried flags and\nphotographs.\n\nPolice\nlooked on.";
        let parts = sentences(text);
        assert_eq!(parts.len(), 3, "{parts:?}");
        assert!(parts[0].ends_with("on Sunday."));
        assert_eq!(parts[2], "Police\nlooked on.");
    }

    #[test]
    fn no_sentence_spans_two_zones() {
        let mut doc = Document::new("a", "BAGHDAD (Reuters) - Iran vowed revenge");
        doc.set_zones(vec![Zone { kind: ZoneKind::Dateline, span: Span::new(0, 19) }]);
        assert_eq!(sentences_of(&doc), ["BAGHDAD (Reuters) -", "Iran vowed revenge"]);
    }

    #[test]
    fn capitals_of_headlines_are_noticed() {
        let segment = |text: &str| {
            let segments = Segmenter::new(lexicon()).segment(&Document::new("a", text));
            (segments.sentences[0].is_title_case, segments.sentences[0].is_all_caps)
        };
        assert_eq!(segment("Iran Vows Severe Revenge After Strike"), (true, false));
        assert_eq!(segment("IRAN VOWS REVENGE"), (true, true));
        assert_eq!(segment("Iran vowed severe revenge after the strike"), (false, false));
    }

    #[test]
    fn a_text_without_full_stops_is_cut_somewhere() {
        let segments =
            Segmenter::new(lexicon()).segment(&Document::new("a", "word ".repeat(1_000)));
        assert!(segments.sentences.iter().all(|one| one.tokens.len() <= MAX_SENTENCE_TOKENS));
        assert_eq!(segments.sentences.last().unwrap().tokens.end, 1_000);
    }

    #[test]
    fn an_article_is_cut_as_people_would() {
        let wanted = [
            "The Pentagon said on Jan. 2 that Gen. Ali Rezaei was killed in a U.S. drone strike.",
            "“He planned attacks on our bases,” Mr. Esper said.",
            "Was it an act of war?",
            "Officials in Tehran, e.g. the foreign minister, said so.",
            "The price of oil rose by 3.6 percent to $68.60 a barrel.",
            "“Severe revenge awaits.”",
            "At 1 a.m. Baghdad time two cars (one of them armoured) were hit near St. Mary's Church.",
            "Sen. J. D. Hart of Ohio left for the U.S.",
            "He had been there since Dec. 31.",
            "“Leave now!” the embassy told its citizens.",
            "No. 2 on the list, Col. Omar H. Aziz Jr., survived.",
            "Lockheed Martin Corp. shares gained.",
            "The U.S.-led coalition paused its work.",
            "“We are safe,” said Lt. Anna Berg, “but the road is closed.”",
        ];
        assert_eq!(sentences(&wanted.join(" ")), wanted);
    }
}
