//! The signs that the model weighs, each with a name that people can read.

use super::label::{LABELS, OTHER, label_of};
use super::memory::Memory;
use super::regions::Regions;
use super::teams::Teams;
use super::view::{Found, View};
use crate::gazetteer::CueClass;
use crate::model::{EntityKind, TokenClass, ZoneKind};
use std::ops::Range;

/// A sign: what is looked at, and what was seen there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Feature(pub u64);

macro_rules! looks {
    ($($variant:ident => $name:literal),+ $(,)?) => {
        /// What a sign looks at.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Look { $($variant),+ }

        impl Look {
            /// For people: `word before`, `gazetteer kinds of the name` …
            pub fn name(self) -> &'static str {
                match self { $(Look::$variant => $name),+ }
            }
        }
    };
}

looks! {
    Bias => "any word",
    Word => "word",
    Before => "word before",
    Behind => "word behind",
    Before2 => "second word before",
    Behind2 => "second word behind",
    WithBefore => "word with the one before",
    WithBehind => "word with the one behind",
    Around => "words before and behind",
    Shape => "shape",
    ShapeBefore => "shape with the one before",
    ShapeBehind => "shape with the one behind",
    Prefix => "beginning of the word",
    Suffix2 => "last two letters",
    Suffix3 => "last three letters",
    Suffix4 => "last four letters",
    Lexicon => "name and word lists",
    LexiconBefore => "name and word lists, with the word before",
    LexiconBehind => "name and word lists, with the word behind",
    Cue => "cue",
    CueBefore => "cue before",
    CueBehind => "cue behind",
    CueBefore2 => "cue two words before",
    CueBehind2 => "cue two words behind",
    InGazetteer => "part of a gazetteer name",
    GazetteerKinds => "gazetteer kinds at the word",
    GazetteerBefore => "gazetteer kinds at the word before",
    GazetteerBehind => "gazetteer kinds at the word behind",
    Cases => "capital and small letters in the article",
    Layout => "zone, line and shape",
    Seen => "named elsewhere in the article",
    Name => "name",
    NameKinds => "gazetteer kinds of the name",
    NameKindsCase => "gazetteer kinds of the name, cases in the article",
    NameProminence => "prominence of the gazetteer entry",
    NameKindsBefore => "gazetteer kinds of the name, word before",
    NameKindsBehind => "gazetteer kinds of the name, word behind",
    NameLength => "length of the name",
    NameShape => "shape of the name",
    NameLists => "name and word lists over the name",
    Head => "last word of the name",
    HeadCue => "cue in the last word of the name",
    FirstCue => "cue in the first word of the name",
    InnerCue => "cue inside the name",
    NameBefore => "word before the name",
    NameBehind => "word behind the name",
    NameCueBefore => "cue before the name",
    NameCueBehind => "cue behind the name",
    NameJoiner => "joining word in the name",
    Borders => "marks around the name",
    Brackets => "short form in brackets",
    NameSeen => "same name elsewhere in the article",
    PartSeen => "longer name elsewhere in the article",
    AcronymSeen => "long form elsewhere in the article",
    CommaPlace => "place, place",
    Cut => "cut out of a longer gazetteer name",
    Topic => "subject of the article",
    Team => "team or place",
}

fn key(look: Look, value: u64) -> Feature {
    let seed = (look as u64 + 1).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    let wide = u128::from(value ^ seed) * u128::from(0xA076_1D64_78BD_642Fu64 ^ seed << 1);
    Feature((wide as u64) ^ (wide >> 64) as u64)
}

fn pair(left: u64, right: u64) -> u64 {
    left.rotate_left(23).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ right
}

/// Takes signs one by one; the words they stand on are for explaining.
pub trait Signs {
    fn see(&mut self, look: Look, feature: Feature, at: Range<usize>);
}

impl Signs for Vec<Feature> {
    fn see(&mut self, _: Look, feature: Feature, _: Range<usize>) {
        self.push(feature);
    }
}

/// The signs of one document's tokens and names.
pub struct Features<'v, 'a> {
    pub view: &'v View<'a>,
    /// For each token, a word that stands for its shape.
    shapes: Vec<u64>,
    /// For each token: given-name weight, surname weight and common word, as one number.
    lists: Vec<u64>,
    /// For each token: sets of kinds of the hits over it, plain and in context.
    kinds: Vec<u64>,
    /// For each token: the longest hit over it, as an index into `view.found`.
    longest: Vec<Option<u32>>,
    /// How much the article speaks of sport and of business.
    topic: u64,
    pub teams: Teams,
}

/// Prominence from which an entry is known all over the world: capitals, cities of millions.
const WELL_KNOWN: u8 = 80;

/// Stands for what is before the first and behind the last word of a sentence.
const EDGE: u64 = 1;

impl<'v, 'a> Features<'v, 'a> {
    pub fn new(view: &'v View<'a>) -> Self {
        let tokens = view.segments.tokens.len();
        let shapes = (0..tokens).map(|ix| shape(view, ix)).collect();
        let lists = (0..tokens).map(|ix| lists(view, ix)).collect();
        let mut kinds = vec![0u64; tokens];
        let mut longest: Vec<Option<u32>> = vec![None; tokens];
        for (found_ix, found) in view.found.iter().enumerate() {
            let bits = kind_bits(found);
            for ix in found.tokens() {
                kinds[ix] |= bits;
                let is_longer = longest[ix].is_none_or(|old| {
                    view.found[old as usize].tokens().len() < found.tokens().len()
                });
                if is_longer {
                    longest[ix] = Some(found_ix as u32);
                }
            }
        }
        let teams = Teams::new(view);
        let topic = teams.sport << 2 | view.level_of(CueClass::CompanyCue);
        Self { view, shapes, lists, kinds, longest, topic, teams }
    }

    fn word(&self, sentence: &Range<usize>, ix: isize) -> u64 {
        if ix < sentence.start as isize || ix >= sentence.end as isize {
            return EDGE;
        }
        let token = &self.view.segments.tokens[ix as usize];
        if token.is(TokenClass::NUMBER) {
            2 + u64::from(token.span().len().min(5))
        } else {
            token.fold
        }
    }

    fn of<T: Copy + Default>(list: &[T], sentence: &Range<usize>, ix: isize) -> T {
        if ix < sentence.start as isize || ix >= sentence.end as isize {
            return T::default();
        }
        list[ix as usize]
    }

    /// The signs of token `ix` that do not depend on what was found elsewhere.
    pub fn token(&self, ix: usize, out: &mut impl Signs) {
        let view = self.view;
        let sentence_ix = view.segments.sentence_of(ix);
        let sentence = &view.segments.sentences[sentence_ix];
        let range = &sentence.tokens;
        let at = ix as isize;
        let mut see = |look, value, offset: isize| {
            let place = (at + offset).clamp(range.start as isize, range.end as isize - 1) as usize;
            out.see(look, key(look, value), place..place + 1);
        };
        let word = self.word(range, at);
        let (before, behind) = (self.word(range, at - 1), self.word(range, at + 1));
        see(Look::Bias, 0, 0);
        see(Look::Word, word, 0);
        see(Look::Before, before, -1);
        see(Look::Behind, behind, 1);
        see(Look::Before2, self.word(range, at - 2), -2);
        see(Look::Behind2, self.word(range, at + 2), 2);
        see(Look::WithBefore, pair(before, word), 0);
        see(Look::WithBehind, pair(word, behind), 0);
        let shape = self.shapes[ix];
        let title_case = u64::from(sentence.is_title_case) + u64::from(sentence.is_all_caps);
        see(Look::Around, pair(pair(before, behind), shape), 0);
        see(Look::Shape, pair(shape, title_case), 0);
        see(Look::ShapeBefore, pair(Self::of(&self.shapes, range, at - 1), shape), 0);
        see(Look::ShapeBehind, pair(shape, Self::of(&self.shapes, range, at + 1)), 0);
        if view.is(ix, TokenClass::WORD) && !view.is(ix, TokenClass::NUMBER) {
            let affixes = Affixes::of(view.surface(ix));
            see(Look::Prefix, affixes.prefix3, 0);
            see(Look::Suffix2, affixes.suffix2, 0);
            see(Look::Suffix3, affixes.suffix3, 0);
            see(Look::Suffix4, affixes.suffix4, 0);
        }
        let lists = self.lists[ix];
        see(Look::Lexicon, pair(lists, shape), 0);
        see(Look::LexiconBefore, pair(Self::of(&self.lists, range, at - 1), lists), 0);
        see(Look::LexiconBehind, pair(lists, Self::of(&self.lists, range, at + 1)), 0);
        for (look, offset) in [
            (Look::Cue, 0),
            (Look::CueBefore, -1),
            (Look::CueBehind, 1),
            (Look::CueBefore2, -2),
            (Look::CueBehind2, 2),
        ] {
            let mut classes = Self::of(&view.words, range, at + offset).classes;
            while classes != 0 {
                see(look, u64::from(classes.trailing_zeros()), offset);
                classes &= classes - 1;
            }
        }
        if let Some(found_ix) = self.longest[ix] {
            let found = &view.found[found_ix as usize];
            let tokens = found.tokens();
            let place = u64::from(ix == tokens.start) | u64::from(ix + 1 == tokens.end) << 1;
            see(Look::InGazetteer, pair(kind_bits(found), place), 0);
            for kind in 0..6 {
                if found.plain.0 & 1 << kind != 0 {
                    see(Look::InGazetteer, pair(1 << 40 | kind, place), 0);
                }
            }
        }
        see(Look::GazetteerKinds, self.kinds[ix], 0);
        see(Look::GazetteerBefore, Self::of(&self.kinds, range, at - 1), -1);
        see(Look::GazetteerBehind, Self::of(&self.kinds, range, at + 1), 1);
        let cases = self.cases(ix, range);
        see(Look::Cases, pair(cases, lists & 1), 0);
        see(Look::Layout, pair(pair(zone_number(sentence.zone), title_case), shape), 0);
    }

    /// The signs of token `ix` that come from names found elsewhere in the article.
    pub fn token_seen(&self, ix: usize, memory: &Memory, out: &mut impl Signs) {
        memory.token_signs(ix, self.view, |value| {
            out.see(Look::Seen, key(Look::Seen, value), ix..ix + 1);
        });
    }

    /// How often the word is in small letters and capitals in the article, and whether it begins the
    /// sentence here.
    fn cases(&self, ix: usize, sentence: &Range<usize>) -> u64 {
        let (lower, upper) = self.view.case_counts(ix);
        let ratio = match (lower, upper) {
            (0, 0) => 0,
            (0, 1) => 1,
            (0, _) => 2,
            (_, 0) => 3,
            (lower, upper) if lower > upper => 4,
            _ => 5,
        };
        let first = ix == sentence.start
            || ix == sentence.start + 1 && self.view.is(sentence.start, TokenClass::QUOTE);
        ratio << 1 | u64::from(first)
    }

    /// The signs of the tokens `name` as one name that come from names found elsewhere in the article.
    pub fn name_seen(&self, name: &Range<usize>, memory: &Memory, out: &mut impl Signs) {
        memory.name_signs(name, self.view, |look, value| {
            out.see(look, key(look, value), name.clone());
        });
    }

    /// The signs of the tokens `name` as one name that do not depend on what was found elsewhere.
    pub fn name(&self, name: Range<usize>, regions: &Regions, out: &mut impl Signs) {
        let view = self.view;
        let sentence_ix = view.segments.sentence_of(name.start);
        let sentence = &view.segments.sentences[sentence_ix];
        let range = &sentence.tokens;
        let (first, last) = (name.start, name.end - 1);
        let mut see = |look, value, at: Range<usize>| out.see(look, key(look, value), at);
        let before_at = first.saturating_sub(1).max(range.start);
        let behind_at = name.end.min(range.end - 1);
        let before_at = before_at..before_at + 1;
        let behind_at = behind_at..behind_at + 1;
        let before = self.word(range, first as isize - 1);
        let behind = self.word(range, name.end as isize);
        let surface = surface_key(view, &name);
        let length = name.len().min(6) as u64;
        see(Look::Name, surface, name.clone());
        see(Look::NameLength, length, name.clone());
        let found = view.found_exactly(&name);
        let kinds = found.map_or(0, kind_bits);
        let multi = u64::from(name.len() > 1);
        see(Look::NameKinds, pair(kinds, length.min(3)), name.clone());
        see(Look::NameKindsCase, pair(kinds, self.cases(first, range) | multi << 8), name.clone());
        see(Look::NameKindsBefore, pair(kinds, before), before_at.clone());
        see(Look::NameKindsBehind, pair(kinds, behind), behind_at.clone());
        if let Some(found) = found {
            for kind in EntityKind::ALL {
                let level = found.prominence[kind as usize];
                if found.plain.has(kind) {
                    let value = (kind as u64) << 8 | u64::from(level / 15) | multi << 16;
                    see(Look::NameProminence, value, name.clone());
                }
                if found.user.has(kind) {
                    see(Look::NameProminence, 1 << 20 | kind as u64, name.clone());
                }
            }
        }
        let (shape, lists) = self.outline(&name);
        let title_case = u64::from(sentence.is_title_case) + u64::from(sentence.is_all_caps);
        see(Look::NameShape, pair(shape, title_case), name.clone());
        see(Look::NameLists, pair(lists, pair(kinds, title_case)), name.clone());
        see(Look::NameLists, lists, name.clone());
        see(Look::Head, self.word(range, last as isize), last..name.end);
        see(Look::NameBefore, before, before_at.clone());
        see(Look::NameBehind, behind, behind_at.clone());
        see(Look::NameBefore, pair(before, multi + 1), before_at.clone());
        see(Look::NameBehind, pair(behind, multi + 1), behind_at.clone());
        for (look, ix, at) in [
            (Look::HeadCue, last as isize, last..name.end),
            (Look::FirstCue, first as isize, first..first + 1),
            (Look::NameCueBefore, first as isize - 1, before_at.clone()),
            (Look::NameCueBehind, name.end as isize, behind_at.clone()),
        ] {
            let mut classes = Self::of(&view.words, range, ix).classes;
            while classes != 0 {
                let class = u64::from(classes.trailing_zeros());
                see(look, class << 1 | multi, at.clone());
                if found.is_some() && matches!(look, Look::NameCueBefore | Look::NameCueBehind) {
                    see(look, 1 << 20 | pair(class, kinds), at.clone());
                }
                classes &= classes - 1;
            }
        }
        let mut inner = 0;
        for ix in first..last {
            inner |= view.words[ix].classes;
        }
        while inner != 0 {
            see(Look::InnerCue, u64::from(inner.trailing_zeros()), name.clone());
            inner &= inner - 1;
        }
        for ix in first + 1..last {
            if !regions.is_edge(ix) {
                see(Look::NameJoiner, view.segments.tokens[ix].fold, ix..ix + 1);
            }
        }
        see(Look::Topic, pair(self.topic, pair(kinds, multi)), name.clone());
        if self.teams.sport == 0 {
            see(Look::Team, 1 << 42 | pair(kinds, multi) >> 24, name.clone());
        } else if kinds != 0 {
            let signs = self.teams.signs(view, &name);
            let sport = self.teams.sport;
            let votes = u64::from(signs.votes().min(2));
            see(Look::Team, pair(votes << 2 | sport, kinds), name.clone());
            see(Look::Team, 1 << 40 | pair(u64::from(signs.0), u64::from(sport > 1)), name.clone());
            see(Look::Team, 1 << 41 | votes << 2 | sport, name.clone());
        }
        see(Look::Borders, self.borders(&name, range, kinds), name.clone());
        if let Some(value) = self.brackets(&name, range) {
            see(Look::Brackets, value, name.clone());
        }
        if let Some(value) = self.comma_place(&name, range) {
            see(Look::CommaPlace, pair(value, kinds), name.clone());
        }
        if let Some(longer) = self.longest[first].or(self.longest[last]) {
            let longer = &view.found[longer as usize];
            if longer.tokens().len() > name.len() {
                see(Look::Cut, pair(kind_bits(longer), u64::from(found.is_some())), name.clone());
            }
        }
    }

    /// What a name is worth for each label before anything is learned: the gazetteers have a say of
    /// their own, the more so where an entry was reviewed, or is the user's.
    pub fn prior(&self, name: &Range<usize>) -> [f32; LABELS] {
        let mut prior = [0.0; LABELS];
        let Some(found) = self.view.found_exactly(name) else { return prior };
        let is_only = found.plain.0.count_ones() == 1;
        for kind in EntityKind::ALL {
            let Some(label) = label_of(kind).filter(|_| found.plain.has(kind)) else { continue };
            prior[label] = match (found.user.has(kind), found.reviewed.has(kind)) {
                (true, _) => 8.0,
                (false, true) if name.len() > 1 => 2.5,
                (false, true) => 1.0,
                // A place that everybody knows is worth a review.
                (false, false) if found.prominence[kind as usize] >= WELL_KNOWN => 1.5,
                (false, false) => 0.5,
            };
            if is_only && found.reviewed.has(kind) {
                prior[label] += 1.0;
                // A reviewed name of several words is none of our kinds only on strong grounds.
                prior[OTHER] = if name.len() > 1 { -3.0 } else { 0.0 };
            }
        }
        prior
    }

    /// The shapes and the lists of a name's words, as two numbers.
    fn outline(&self, name: &Range<usize>) -> (u64, u64) {
        let mut shape = name.len().min(5) as u64;
        let mut lists = 0;
        for ix in name.clone().take(4) {
            shape = pair(shape, self.shapes[ix]);
            lists = pair(lists, self.lists[ix]);
        }
        if name.len() > 4 {
            lists = pair(lists, self.lists[name.end - 1]);
        }
        (shape, lists)
    }

    /// The marks right before and behind a name: quotes, brackets, hyphens, a possessive.
    fn borders(&self, name: &Range<usize>, sentence: &Range<usize>, kinds: u64) -> u64 {
        let view = self.view;
        let mark = |ix: usize| -> u64 {
            let token = &view.segments.tokens[ix];
            if token.is(TokenClass::WORD) {
                1 + u64::from(token.is(TokenClass::CAPITAL))
                    + 2 * u64::from(token.is(TokenClass::NUMBER))
            } else if token.is(TokenClass::POSSESSIVE) {
                8
            } else if token.is(TokenClass::QUOTE) {
                9
            } else if token.is(TokenClass::HYPHEN) {
                10
            } else {
                token.fold
            }
        };
        let before = if name.start > sentence.start { mark(name.start - 1) } else { 11 };
        let behind = if name.end < sentence.end { mark(name.end) } else { 11 };
        pair(pair(before, behind), kinds & 0xFF)
    }

    /// Whether a long form and its acronym stand side by side: `Islamic State (IS)`, `DW (Deutsche Welle)`.
    fn brackets(&self, name: &Range<usize>, sentence: &Range<usize>) -> Option<u64> {
        let view = self.view;
        let open = |ix: usize| ix < sentence.end && view.surface(ix) == "(";
        let close = |ix: usize| ix < sentence.end && view.surface(ix) == ")";
        if open(name.end) && close(name.end + 2) {
            let short = view.surface(name.end + 1);
            return initials_fit(view, name, short).then_some(name.len().min(2) as u64);
        }
        let enclosed = name.start > sentence.start + 1 && open(name.start - 1) && close(name.end);
        if enclosed && name.len() == 1 {
            let short = view.surface(name.start);
            let fits = (1..=short.len().min(name.start - 1 - sentence.start))
                .map(|len| name.start - 1 - len..name.start - 1)
                .any(|long| initials_fit(view, &long, short));
            return Some(if fits { 3 } else { 4 });
        }
        enclosed.then_some(5)
    }

    /// Whether the name is one of two places parted by a comma: `Oslo, Norway`.
    fn comma_place(&self, name: &Range<usize>, sentence: &Range<usize>) -> Option<u64> {
        let place = |ix: usize| {
            let bits = self.kinds[ix];
            bits & 1 << EntityKind::Place as u64 | bits & 1 << (8 + EntityKind::Place as u64)
        };
        if name.start >= sentence.start + 2
            && self.view.surface(name.start - 1) == ","
            && place(name.start - 2) != 0
        {
            return Some(1 | place(name.start) << 8);
        }
        if name.end + 1 < sentence.end
            && self.view.surface(name.end) == ","
            && place(name.end + 1) != 0
        {
            return Some(2 | place(name.start) << 8);
        }
        None
    }
}

/// A number for the folded words of a name, equal for equal names.
pub fn surface_key(view: &View, name: &Range<usize>) -> u64 {
    let mut key = 0;
    for ix in name.clone() {
        if view.is(ix, TokenClass::WORD) {
            key = pair(key, view.segments.tokens[ix].fold);
        }
    }
    key
}

/// Whether `short` is made of the initials of the words `long`.
pub fn initials_fit(view: &View, long: &Range<usize>, short: &str) -> bool {
    if short.len() < 2 || !short.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.') {
        return false;
    }
    let mut letters = short.bytes().filter(|byte| *byte != b'.').peekable();
    if !view.is(long.start, TokenClass::CAPITAL) {
        return false;
    }
    for ix in long.clone() {
        let Some(first) = view.surface(ix).bytes().next() else { continue };
        if letters.peek().is_some_and(|letter| letter.eq_ignore_ascii_case(&first)) {
            letters.next();
        } else if ix == long.start || view.is(ix, TokenClass::CAPITAL) {
            return false;
        }
    }
    letters.next().is_none()
}

fn kind_bits(found: &Found) -> u64 {
    const NAMES: u8 = 0b0111_1111;
    u64::from(found.plain.0 & NAMES) | u64::from(found.in_context.0 & NAMES & !found.plain.0) << 8
}

fn zone_number(zone: ZoneKind) -> u64 {
    zone as u64
}

fn shape(view: &View, ix: usize) -> u64 {
    let token = &view.segments.tokens[ix];
    if !token.is(TokenClass::WORD) {
        return if token.is(TokenClass::QUOTE) { 2 } else { 1 };
    }
    let look = TokenClass::CAPITAL
        .with(TokenClass::ALL_CAPS)
        .with(TokenClass::DIGIT)
        .with(TokenClass::NUMBER)
        .with(TokenClass::CASELESS)
        .with(TokenClass::DOTTED)
        .with(TokenClass::MIXED);
    let length = match token.span().len() {
        1 => 0,
        2..=3 => 1,
        4..=5 => 2,
        _ => 3,
    };
    let caps_length = if token.is(TokenClass::ALL_CAPS) { length } else { u64::from(length > 0) };
    u64::from(token.class.0 & look.0) << 4 | caps_length << 1 | 1 << 20
}

fn lists(view: &View, ix: usize) -> u64 {
    let word = &view.words[ix];
    let level = |weight: u8| u64::from(weight.div_ceil(3));
    u64::from(word.is_common) | level(word.given) << 1 | level(word.surname) << 4
}

/// Hashes of a word's first and last letters.
struct Affixes {
    prefix3: u64,
    suffix2: u64,
    suffix3: u64,
    suffix4: u64,
}

impl Affixes {
    fn of(word: &str) -> Self {
        let tail = |count: usize| {
            let letters = word.chars().rev().filter(|letter| letter.is_alphanumeric());
            letters.take(count).fold(count as u64, |key, letter| pair(key, lower(letter)))
        };
        let prefix3 = word.chars().take(3).fold(9, |key, letter| pair(key, lower(letter)));
        Self { prefix3, suffix2: tail(2), suffix3: tail(3), suffix4: tail(4) }
    }
}

fn lower(letter: char) -> u64 {
    letter.to_lowercase().next().unwrap_or(letter) as u64
}
