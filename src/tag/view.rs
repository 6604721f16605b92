//! What is known about each token of a document before anything is decided.

use crate::gazetteer::{CueClass, Gazetteer, Hit, Sense, Tier, WordInfo};
use crate::model::{Document, EntityKind, Segments, TokenClass};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// A set of kinds, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds(pub u8);

impl Kinds {
    pub fn add(&mut self, kind: EntityKind) {
        self.0 |= 1 << kind as u8;
    }

    pub fn has(self, kind: EntityKind) -> bool {
        self.0 & 1 << kind as u8 != 0
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// A gazetteer hit with a summary of its senses.
#[derive(Clone, Debug)]
pub struct Found {
    pub hit: Hit,
    /// Kinds of the senses that may be taken as they stand.
    pub plain: Kinds,
    /// Kinds of the senses that ask for a cue.
    pub in_context: Kinds,
    /// Kinds of the senses that a person has looked at.
    pub reviewed: Kinds,
    /// Kinds that a user's own gazetteer gives.
    pub user: Kinds,
    /// Highest prominence of a sense that may be taken as it stands, by kind.
    pub prominence: [u8; 8],
}

impl Found {
    pub fn tokens(&self) -> Range<usize> {
        self.hit.first as usize..self.hit.end as usize
    }

    pub fn kinds(&self) -> Kinds {
        Kinds(self.plain.0 | self.in_context.0)
    }
}

/// The tokens of a document with all that the gazetteers and the document say about each.
pub struct View<'a> {
    pub text: &'a str,
    pub segments: &'a Segments,
    pub gazetteer: &'a Gazetteer,
    pub words: Vec<WordInfo>,
    /// All hits, by first token, longer first.
    pub found: Vec<Found>,
    /// Index in `found` of the first hit that begins at a token; one more than tokens.
    found_at: Vec<u32>,
    /// For each folded word: how often it stands in lower case, and how often with a capital where a
    /// capital says something.
    counts: FxHashMap<u64, (u16, u16)>,
}

impl<'a> View<'a> {
    pub fn new(doc: &'a Document, segments: &'a Segments, gazetteer: &'a Gazetteer) -> Self {
        let words = segments.tokens.iter().map(|token| word_info(gazetteer, token)).collect();
        let found = find_all(doc, segments, gazetteer);
        let found_at = starts_of(&found, segments.tokens.len());
        let counts = count_cases(segments);
        Self { text: doc.text(), segments, gazetteer, words, found, found_at, counts }
    }

    /// The hits that begin at token `ix`, longest first.
    pub fn found_at(&self, ix: usize) -> &[Found] {
        &self.found[self.found_at[ix] as usize..self.found_at[ix + 1] as usize]
    }

    /// The hit that covers exactly the tokens `range`.
    pub fn found_exactly(&self, range: &Range<usize>) -> Option<&Found> {
        self.found_at(range.start).iter().find(|found| found.hit.end as usize == range.end)
    }

    pub fn senses(&self, found: &Found) -> impl Iterator<Item = Sense> + use<'_> {
        self.gazetteer.senses(&found.hit)
    }

    pub fn surface(&self, ix: usize) -> &'a str {
        &self.text[self.segments.tokens[ix].span().range()]
    }

    pub fn is(&self, ix: usize, class: TokenClass) -> bool {
        self.segments.tokens[ix].is(class)
    }

    pub fn has(&self, ix: usize, class: CueClass) -> bool {
        self.words[ix].has(class)
    }

    /// How much of the article are cues of a class: 0 next to nothing, 3 very much.
    pub fn level_of(&self, class: CueClass) -> u64 {
        let cues = self.words.iter().filter(|word| word.has(class)).count();
        match cues * 1000 / self.words.len().max(50) {
            0..4 => 0,
            4..12 => 1,
            12..25 => 2,
            _ => 3,
        }
    }

    /// How often the word of token `ix` stands in lower case and, mid-sentence, with a capital.
    pub fn case_counts(&self, ix: usize) -> (u16, u16) {
        self.counts.get(&self.segments.tokens[ix].fold).copied().unwrap_or_default()
    }
}

fn word_info(gazetteer: &Gazetteer, token: &crate::model::Token) -> WordInfo {
    if token.is(TokenClass::WORD) { gazetteer.word(token.fold) } else { WordInfo::default() }
}

fn find_all(doc: &Document, segments: &Segments, gazetteer: &Gazetteer) -> Vec<Found> {
    let mut hits: Vec<Hit> = Vec::new();
    let mut all = Vec::new();
    for sentence in &segments.sentences {
        hits.clear();
        gazetteer.find(doc.text(), &segments.tokens[sentence.tokens.clone()], &mut hits);
        let offset = sentence.tokens.start as u32;
        for mut hit in hits.drain(..) {
            hit.first += offset;
            hit.end += offset;
            all.extend(summary(gazetteer, hit));
        }
    }
    all
}

/// `None` where no sense suits the case in the text.
fn summary(gazetteer: &Gazetteer, hit: Hit) -> Option<Found> {
    let mut found = Found {
        plain: Kinds::default(),
        in_context: Kinds::default(),
        reviewed: Kinds::default(),
        user: Kinds::default(),
        prominence: [0; 8],
        hit,
    };
    for sense in gazetteer.senses(&found.hit) {
        if sense.needs_context() {
            found.in_context.add(sense.kind);
        } else {
            found.plain.add(sense.kind);
            let best = &mut found.prominence[sense.kind as usize];
            *best = (*best).max(sense.prominence);
        }
        match sense.tier {
            Tier::Compiled => {}
            Tier::Reviewed => found.reviewed.add(sense.kind),
            Tier::User => found.user.add(sense.kind),
        }
    }
    (!found.kinds().is_empty()).then_some(found)
}

fn starts_of(found: &[Found], tokens: usize) -> Vec<u32> {
    let mut starts = Vec::with_capacity(tokens + 1);
    let mut next = 0;
    for ix in 0..=tokens {
        while next < found.len() && (found[next].hit.first as usize) < ix {
            next += 1;
        }
        starts.push(next as u32);
    }
    starts
}

fn count_cases(segments: &Segments) -> FxHashMap<u64, (u16, u16)> {
    let mut counts: FxHashMap<u64, (u16, u16)> = FxHashMap::default();
    for sentence in &segments.sentences {
        if sentence.is_title_case {
            continue;
        }
        let mut is_first = true;
        for token in &segments.tokens[sentence.tokens.clone()] {
            if !token.is(TokenClass::WORD) {
                is_first |= token.is(TokenClass::QUOTE);
                continue;
            }
            if !token.is(TokenClass::CAPITAL) {
                let (lower, _) = counts.entry(token.fold).or_default();
                *lower = lower.saturating_add(1);
            } else if !is_first {
                let (_, upper) = counts.entry(token.fold).or_default();
                *upper = upper.saturating_add(1);
            }
            is_first = false;
        }
    }
    counts
}
