//! The name lists and their compiled form.
//!
//! In come tables: the shipped ones, which are part of the program, and the user's own. Out comes a
//! [`Gazetteer`], which knows every name that begins at a word of a text:
//!
//! ```
//! # use dateline::gazetteer::{Gazetteer, Row};
//! # use dateline::model::EntityKind;
//! # use dateline::token::tokenize;
//! let rows = [
//!     Row::new("country.IR", EntityKind::Place, "Iran"),
//!     Row::new("org.iran-air", EntityKind::Org, "Iran Air"),
//! ];
//! let gazetteer = Gazetteer::from_rows(rows).unwrap();
//! let text = "IRAN Air’s flights to Iran";
//! let tokens = tokenize(text);
//! let mut hits = Vec::new();
//! gazetteer.find(text, &tokens, &mut hits);
//! let names: Vec<&str> = hits
//!     .iter()
//!     .flat_map(|hit| gazetteer.senses(hit))
//!     .map(|sense| gazetteer.entity(sense.entity).id)
//!     .collect();
//! assert_eq!(names, ["org.iran-air", "country.IR", "country.IR"]);
//! ```

pub mod cache;
mod check;
mod codes;
pub mod compile;
mod header;
mod index;
mod key;
#[cfg(test)]
mod laws;
mod lexicon;
mod load;
mod row;
mod shipped;
mod sources;
mod surface;
mod table;
#[cfg(test)]
mod tests;
mod user;

pub use check::check;
pub use header::{Column, Header};
pub use index::{Entity, Hit, Sense};
pub use key::Policy;
pub use lexicon::{CueClass, WordInfo};
pub use row::{Row, RowFault};
pub use sources::Sources;
pub use surface::{Alias, AliasFlags};
pub use table::Tier;
pub use user::{ListContent, UserList};

pub(crate) use load::{Loaded, LoadedEntity};
pub(crate) use table::{Table, TableRole};

use crate::diagnostic::Diagnostic;
use crate::error::{Error, Result};
use crate::model::{EntityIx, Token};
use index::{Index, Stamp, TooLarge};
use rustc_hash::FxHashSet;
use std::path::Path;
use xxhash_rust::xxh3::xxh3_128;

/// All names, what they stand for, and what is known of single words. Shared by all threads.
pub struct Gazetteer {
    index: Index,
    hash: String,
}

impl Gazetteer {
    /// Opens the compiled form of `sources` in `cache_dir` (see [`cache::default_dir`]), or compiles
    /// it, which takes a second or two, and keeps it there. Without a folder it stays in memory.
    ///
    /// Trouble with the cache is a diagnostic; a broken table is an error with file and line.
    pub fn open(
        sources: &Sources,
        cache_dir: Option<&Path>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<Self> {
        let read = sources.read()?;
        let mut of = read.hash.to_le_bytes().to_vec();
        of.extend(shipped::CODE.to_le_bytes());
        let stamp = xxh3_128(&of).to_be_bytes();
        let index = cache::open_or_build(cache_dir, &stamp, diagnostics, || {
            build(&Loaded::read(&read)?, &stamp)
        })?;
        Ok(Self { index, hash: format!("{:032x}", read.hash) })
    }

    /// A gazetteer of nothing but these rows, in memory.
    pub fn from_rows(rows: impl IntoIterator<Item = Row>) -> Result<Self> {
        let mut loaded = Loaded { files: vec!["(rows)".into()], ..Loaded::default() };
        let rows = (1..).zip(rows);
        loaded.entities = rows
            .map(|(line, row)| LoadedEntity { row, tier: Tier::Reviewed, file: 0, line })
            .collect();
        Self::from_loaded(&loaded)
    }

    fn from_loaded(loaded: &Loaded) -> Result<Self> {
        let stamp = Stamp::default();
        let bytes = build(loaded, &stamp)?;
        let hash = format!("{:032x}", xxh3_128(&bytes));
        let index = Index::open(bytes, &stamp);
        let index = index.map_err(|damage| Error::gazetteer(damage.to_string()))?;
        Ok(Self { index, hash })
    }

    /// Hash of the tables: equal if and only if all of them are.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Number of entities.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// # Panics
    ///
    /// If `ix` is not from this gazetteer.
    pub fn entity(&self, ix: EntityIx) -> Entity<'_> {
        self.index.entity(ix).unwrap_or_else(|| panic!("no entity {} in this gazetteer", ix.0))
    }

    /// The entity with this id.
    pub fn by_id(&self, id: &str) -> Option<Entity<'_>> {
        self.index.entity(self.index.by_id(id)?)
    }

    /// Appends every name that begins and ends on `tokens`, those of one sentence, in a case that
    /// one of its senses accepts: by start, the longer ones of a start first. They overlap.
    ///
    /// Costs little for words in lower case, and allocates nothing but room for the hits.
    pub fn find(&self, text: &str, tokens: &[Token], hits: &mut Vec<Hit>) {
        self.index.find(text, tokens, hits);
    }

    /// What `hit` can stand for in this case, best prior first; every entity once.
    pub fn senses(&self, hit: &Hit) -> impl Iterator<Item = Sense> + use<'_> {
        self.index.senses(hit)
    }

    /// All that the name `name` can stand for, whatever its case, best prior first; and the entity
    /// with the id `name`.
    pub fn lookup(&self, name: &str) -> Vec<Sense> {
        let by_id = self.by_id(name).map(|entity| Sense {
            entity: entity.ix,
            kind: entity.kind,
            tier: entity.tier,
            prominence: entity.prominence,
            is_bare: true,
            policy: Policy::Exact,
        });
        let mut senses: Vec<Sense> = by_id.into_iter().collect();
        let mut known: FxHashSet<EntityIx> = senses.iter().map(|sense| sense.entity).collect();
        senses.extend(self.index.senses_of(name).filter(|sense| known.insert(sense.entity)));
        senses
    }

    /// What is known of the word with this [`Token::fold`].
    #[inline]
    pub fn word(&self, fold: u64) -> WordInfo {
        self.index.word(fold)
    }

    /// The cues of several words that begin at token `at`, longest first: index behind the last
    /// token, and classes. Ask where [`WordInfo::begins_cue`].
    pub fn cues_at<'g>(
        &'g self,
        tokens: &'g [Token],
        at: usize,
    ) -> impl Iterator<Item = (usize, u64)> + use<'g> {
        let cues = tokens.get(at).map_or(&[][..], |token| self.index.cues_from(token.fold));
        let skips = key::Skips::default();
        cues.iter().filter_map(move |cue| {
            let mut ix = at;
            for (nth, &fold) in cue.folds.iter().enumerate() {
                while nth > 0 && ix < tokens.len() && skips.is_skipped(tokens, ix) {
                    ix += 1;
                }
                if tokens.get(ix)?.fold != fold {
                    return None;
                }
                ix += 1;
            }
            Some((ix, cue.classes))
        })
    }
}

fn build(loaded: &Loaded, stamp: &Stamp) -> Result<Vec<u8>> {
    Index::build(loaded, stamp).map_err(|error: TooLarge| Error::gazetteer(error.to_string()))
}
