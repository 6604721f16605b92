//! What holds for any names and any text: the index finds what the slow and obvious way finds, and
//! no damage makes it do worse than find nothing.

use super::index::{Hit, Index, Stamp};
use super::{Alias, AliasFlags, Loaded, LoadedEntity, Row, Tier};
use crate::model::{EntityIx, EntityKind, Token, TokenClass};
use crate::token::{fold, fold_mark, tokenize};
use proptest::prelude::*;

const STAMP: Stamp = [9; 16];

fn loaded(names: &[(String, AliasFlags)]) -> Loaded {
    let mut loaded = Loaded { files: vec!["names.tsv".into()], ..Loaded::default() };
    for (ix, (name, flags)) in names.iter().enumerate() {
        let mut row = Row::new(format!("org.{ix}"), EntityKind::Org, name.as_str());
        row.aliases.push(Alias::new(name.as_str(), *flags));
        loaded.entities.push(LoadedEntity { row, tier: Tier::Reviewed, file: 0, line: 1 });
    }
    loaded
}

fn index(names: &[(String, AliasFlags)], hash_mask: u64) -> Index {
    let bytes = Index::build_with_hash_mask(&loaded(names), &STAMP, hash_mask).unwrap();
    Index::open(bytes, &STAMP).unwrap()
}

/// First token, end, numbers of the names.
type Found = (u32, u32, Vec<u32>);

fn find(index: &Index, text: &str) -> Vec<Found> {
    let mut hits = Vec::new();
    index.find(text, &tokenize(text), &mut hits);
    let names = |hit: &Hit| {
        let mut names: Vec<u32> = index.senses(hit).map(|sense| sense.entity.0).collect();
        names.sort_unstable();
        names
    };
    hits.iter().map(|hit| (hit.first, hit.end, names(hit))).collect()
}

/// Compares every name with every stretch of the text.
fn find_slowly(names: &[(String, AliasFlags)], text: &str) -> Vec<Found> {
    let tokens = tokenize(text);
    let names: Vec<_> = names.iter().map(|(name, flags)| (Words::of_name(name), *flags)).collect();
    let mut found = Vec::new();
    for first in 0..tokens.len() {
        for end in (first + 1..=tokens.len()).rev() {
            if is_skipped(text, &tokens, first) || is_skipped(text, &tokens, end - 1) {
                continue;
            }
            let stretch = Words::of(text, &tokens, first..end);
            let equal = names.iter().enumerate().filter(|(_, (name, flags))| {
                name.has_word && name.folded == stretch.folded && name.accepts(&stretch, *flags)
            });
            let equal: Vec<u32> = equal.map(|(ix, _)| ix as u32).collect();
            if !equal.is_empty() {
                found.push((first as u32, end as u32, equal));
            }
        }
    }
    found
}

/// The words of a name or a stretch of text.
struct Words {
    folded: Vec<String>,
    /// Of each word, whether it begins with a capital.
    initials: Vec<bool>,
    /// Of each letter, whether it is a capital.
    letters: Vec<bool>,
    has_word: bool,
}

impl Words {
    fn of_name(name: &str) -> Self {
        let tokens = tokenize(name);
        Self::of(name, &tokens, 0..tokens.len())
    }

    fn of(text: &str, tokens: &[Token], range: std::ops::Range<usize>) -> Self {
        let kept = range.filter(|&ix| !is_skipped(text, tokens, ix));
        let kept: Vec<&Token> = kept.map(|ix| &tokens[ix]).collect();
        let piece = |token: &&Token| &text[token.span().range()];
        let letters = kept.iter().flat_map(|token| piece(token).chars());
        Self {
            folded: kept.iter().map(|token| folded(piece(token), token)).collect(),
            initials: kept
                .iter()
                .map(|token| piece(token).starts_with(char::is_uppercase))
                .collect(),
            letters: letters.filter(|c| c.is_alphabetic()).map(char::is_uppercase).collect(),
            has_word: kept.iter().any(|token| token.is(TokenClass::WORD)),
        }
    }

    fn accepts(&self, text: &Words, flags: AliasFlags) -> bool {
        let is_acronym = (1..=5).contains(&self.letters.len()) && !self.letters.contains(&false);
        if flags.any {
            true
        } else if flags.exact || is_acronym {
            self.letters == text.letters
        } else {
            self.initials.iter().zip(&text.initials).all(|(wanted, is)| *is || !wanted)
        }
    }
}

fn folded(piece: &str, token: &Token) -> String {
    if token.is(TokenClass::POSSESSIVE) {
        "'s".to_owned()
    } else if token.is(TokenClass::WORD) {
        fold(piece)
    } else {
        fold_mark(piece).to_owned()
    }
}

fn is_skipped(text: &str, tokens: &[Token], ix: usize) -> bool {
    let token = &tokens[ix];
    let is_stop = &text[token.span().range()] == "." && token.is(TokenClass::GLUED);
    token.is(TokenClass::HYPHEN) || is_stop && ix > 0 && tokens[ix - 1].is(TokenClass::WORD)
}

const PIECES: [&str; 44] = [
    "Iran",
    "iran",
    "IRAN",
    "Air",
    "air",
    "al",
    "Al",
    "Qaeda",
    "St",
    "Petersburg",
    "of",
    "Bank",
    "US",
    "us",
    "U.S.",
    "U",
    "S",
    "AT",
    "T",
    "&",
    "!",
    ",",
    ".",
    "-",
    "–",
    "'",
    "’s",
    "'s",
    "“",
    "”",
    "Sana'a",
    "Sanaa",
    "Téhéran",
    "Te\u{301}he\u{301}ran",
    "TEHERAN",
    "O’Brien",
    "eBay",
    "3M",
    "北京",
    "Тегеран",
    "İstanbul",
    "van",
    "WHO",
    "Who",
];

fn pieces(count: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    let gaps = ["", " ", " ", " ", "\n", "\u{A0}", "  "];
    let piece = (prop::sample::select(&PIECES[..]), prop::sample::select(gaps.to_vec()));
    prop::collection::vec(piece, count)
        .prop_map(|pieces| pieces.iter().map(|(piece, gap)| format!("{piece}{gap}")).collect())
}

fn names() -> impl Strategy<Value = Vec<(String, AliasFlags)>> {
    let flags = prop::sample::select(vec![
        AliasFlags::NONE,
        AliasFlags::NONE,
        AliasFlags::CONTEXT,
        AliasFlags::EXACT,
        AliasFlags::ANY,
    ]);
    prop::collection::vec((pieces(1..5), flags), 0..24)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_index_finds_what_the_slow_way_finds(names in names(), text in pieces(0..40)) {
        prop_assert_eq!(find(&index(&names, u64::MAX), &text), find_slowly(&names, &text));
    }

    #[test]
    fn hashes_that_lie_change_nothing(names in names(), text in pieces(0..40), bits in 0..6u32) {
        let mask = (1 << bits) - 1;
        prop_assert_eq!(find(&index(&names, mask), &text), find_slowly(&names, &text));
    }

    #[test]
    fn any_text_can_be_searched(names in names(), text in ".{0,200}") {
        prop_assert_eq!(find(&index(&names, u64::MAX), &text), find_slowly(&names, &text));
    }

    #[test]
    fn nonsense_behind_a_right_checksum_does_no_harm(
        names in names(),
        text in pieces(0..40),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
    ) {
        let mut bytes = Index::build(&loaded(&names), &STAMP).unwrap();
        for (at, value) in flips {
            let at = at.index(bytes.len() - 16) + 16;
            bytes[at] = value;
        }
        let checksum = xxhash_rust::xxh3::xxh3_64(&bytes[16..]);
        bytes[8..16].copy_from_slice(&checksum.to_le_bytes());
        if let Ok(index) = Index::open(bytes, &STAMP) {
            find(&index, &text);
            index.word(1);
            index.by_id("org.1");
            for ix in 0..index.len() {
                if let Some(entity) = index.entity(EntityIx(ix as u32)) {
                    entity.row();
                    let _ = format!("{entity:?} {}", entity.file);
                }
            }
        }
    }
}

#[test]
fn every_flipped_byte_and_every_cut_of_an_index_is_noticed() {
    let names = ["Iran Air", "US", "Bank of Iran"].map(|name| (name.to_owned(), AliasFlags::NONE));
    let whole = Index::build(&loaded(&names), &STAMP).unwrap();
    for ix in 0..whole.len() {
        let mut flipped = whole.clone();
        flipped[ix] ^= 0x10;
        assert!(Index::open(flipped, &STAMP).is_err(), "byte {ix}");
        assert!(Index::open(whole[..ix].to_vec(), &STAMP).is_err(), "cut at {ix}");
    }
}
