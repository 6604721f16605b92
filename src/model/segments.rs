//! Tokens and sentences.

use super::{Span, ZoneKind};
use std::ops::Range;

/// What a token is made of; see [`TokenClass`] for the bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    start: u32,
    /// Length in bytes; words longer than `u16::MAX` are cut by the tokenizer.
    len: u16,
    pub class: TokenClass,
    /// Hash of the folded token: equal for `Téhéran` and `TEHERAN`, `U.S.` and `us`.
    /// The character itself for punctuation.
    pub fold: u64,
}

impl Token {
    pub fn new(span: Span, class: TokenClass, fold: u64) -> Self {
        let len = u16::try_from(span.len()).expect("tokenizer cuts long words");
        Self { start: span.start(), len, class, fold }
    }

    pub fn span(&self) -> Span {
        Span::new(self.start, self.start + u32::from(self.len))
    }

    pub fn start(&self) -> u32 {
        self.start
    }

    pub fn end(&self) -> u32 {
        self.start + u32::from(self.len)
    }

    pub fn is(&self, class: TokenClass) -> bool {
        self.class.0 & class.0 != 0
    }
}

/// Bits that say what a token looks like. Made once, by the tokenizer, for all stages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct TokenClass(pub u16);

impl TokenClass {
    /// Letters or digits, with whatever apostrophes and full stops belong to them: `O'Brien`, `U.S.`
    pub const WORD: Self = Self(1);
    /// Begins with an upper-case letter.
    pub const CAPITAL: Self = Self(1 << 1);
    /// Two or more letters, all upper-case.
    pub const ALL_CAPS: Self = Self(1 << 2);
    /// Holds a digit.
    pub const DIGIT: Self = Self(1 << 3);
    /// Nothing but digits (and `,` or `.` between them).
    pub const NUMBER: Self = Self(1 << 4);
    /// Holds letters of a script without case.
    pub const CASELESS: Self = Self(1 << 5);
    /// No space between this token and the one before it.
    pub const GLUED: Self = Self(1 << 6);
    /// `'s` or `’s`, or a lone apostrophe after a plural.
    pub const POSSESSIVE: Self = Self(1 << 7);
    /// A hyphen or dash that is glued on both sides.
    pub const HYPHEN: Self = Self(1 << 8);
    /// Has full stops inside or at its end: `U.S.`, `J.`, `Gen.`
    pub const DOTTED: Self = Self(1 << 9);
    /// A capital letter after a lower-case one: `McCain`, `YouTube`.
    pub const MIXED: Self = Self(1 << 10);
    /// An opening or closing quotation mark.
    pub const QUOTE: Self = Self(1 << 11);
    /// Has letters beyond ASCII.
    pub const NON_ASCII: Self = Self(1 << 12);
    /// A line break stands before this token.
    pub const LINE_START: Self = Self(1 << 13);

    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A sentence: neighbouring tokens of one zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Indices into [`Segments::tokens`].
    pub tokens: Range<usize>,
    pub zone: ZoneKind,
    /// Most of the words are capitalised, so that capitals say nothing: a headline, a line in capitals.
    pub is_title_case: bool,
    pub is_all_caps: bool,
}

/// The tokens and sentences of a document.
///
/// Promises: tokens are sorted and disjoint; sentences are in order and every token is in exactly one.
#[derive(Clone, Debug, Default)]
pub struct Segments {
    pub tokens: Vec<Token>,
    pub sentences: Vec<Sentence>,
}

impl Segments {
    /// From the first to the last of the tokens `range`.
    ///
    /// # Panics
    ///
    /// If the range is empty.
    pub fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.tokens[range.start].start(), self.tokens[range.end - 1].end())
    }

    /// From the first to the last token of a sentence.
    pub fn sentence_span(&self, sentence_ix: usize) -> Span {
        self.span(self.sentences[sentence_ix].tokens.clone())
    }

    /// Index of the first token that ends behind `byte`.
    pub fn token_at(&self, byte: u32) -> usize {
        self.tokens.partition_point(|token| token.end() <= byte)
    }

    /// Index of the sentence of token `token_ix`.
    pub fn sentence_of(&self, token_ix: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.tokens.end <= token_ix)
    }
}
