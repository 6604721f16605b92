//! Words and punctuation, and the folded form under which words are equal.
//!
//! Names of the gazetteers and words of the articles go through the same code, so that they meet:
//! `Sana'a` and `SANAA`, `Téhéran` and `Teheran`, `U.S.` and `US` fold to the same hash.

mod fold;
mod tokenizer;

pub(crate) use fold::fold_ascii;
pub use fold::{FoldHash, fold, fold_hash, fold_into};
pub use tokenizer::{fold_mark, tokenize, tokenize_into};
