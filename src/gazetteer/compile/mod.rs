//! Turns the raw name lists into the tables that are shipped.
//!
//! In come lists of one schema (`geonames_cities15000.tsv`, `ofac_sdn.tsv` …), out go
//! `compiled/*.tsv`, `lexicon/*.tsv` and `SOURCES.toml`, sorted by id, the same bytes
//! every time. On the way each list passes the rules of [`filters`]: most of the work is leaving
//! out, and the [`Report`] counts what was left out and why.
//!
//! ```text
//! gn:98182  Baghdad  PLACE  city  BGW|Bagda|Bagdad|…|Багдад  IQ  33.34058  44.40088  7216000
//! gn.98182  PLACE  city  Baghdad  Bagdad  IQ  Baghdad  33.3406  44.4009  90  Q1530  98182
//! ```

mod admin;
mod cities;
mod countries;
pub mod filters;
mod lands;
mod names;
mod person_names;
mod person_words;
mod prominence;
mod raw;
mod report;
mod reviewed;
mod table;
mod words;

pub use names::slug;
pub use report::{Report, TableSize, Tally};

use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::error::Result;
use countries::Countries;
use names::surface_key;
use raw::RawLists;
use reviewed::Reviewed;
use words::Words;

/// What is compiled and how much of it.
#[derive(Clone, Debug)]
pub struct CompileOptions {
    /// Legislators whose last term ended before this year are left out.
    pub legislators_since: i16,
}

impl Default for CompileOptions {
    fn default() -> Self {
        Self { legislators_since: 2000 }
    }
}

/// Compiles the raw lists of the folder `sources` into the tables of the folder `out`.
///
/// Reads `out/reviewed/*.tsv` where they are, so that no compiled table repeats an entity that
/// people have reviewed. Lists that are not there are left out; one with other columns than
/// expected stops the run. `out/sources` is a second folder of raw lists, searched after the first. Files appear under their names when they are whole.
pub fn compile(sources: &Path, out: &Path, options: &CompileOptions) -> Result<Report> {
    let mut kit = Kit::read(sources, out, options)?;
    let common: String = kit.words.common_sorted().iter().map(|word| format!("{word}\n")).collect();
    table::write_whole(&out.join("lexicon/common_words.tsv"), &format!("word\n{common}"))?;

    let cities = cities::compile(&mut kit)?;
    table::write_table(&out.join("compiled/cities.tsv"), cities, &mut kit.report)?;
    let regions = admin::compile(&mut kit)?;
    table::write_table(&out.join("compiled/admin.tsv"), regions, &mut kit.report)?;
    let names = person_names::compile(&kit)?;
    table::write_whole(&out.join("lexicon/given_names.tsv"), &names.given)?;
    table::write_whole(&out.join("lexicon/surnames.tsv"), &names.surnames)?;
    Ok(kit.report)
}

/// What every part of the compilation looks things up in.
struct Kit {
    lists: RawLists,
    options: CompileOptions,
    words: Words,
    countries: Countries,
    reviewed: Reviewed,
    report: Report,
    /// Folded names of places with the inhabitants of the largest bearer, filled as tables are made.
    places: FxHashMap<String, f64>,
    /// Folded names of places in lists that were written in English, for English readers.
    english: FxHashSet<String>,
}

impl Kit {
    fn read(sources: &Path, out: &Path, options: &CompileOptions) -> Result<Self> {
        let folders = [sources.to_owned(), out.join("sources")];
        let lists = RawLists::new(folders);
        Ok(Self {
            words: Words::read(&lists)?,
            countries: Countries::read(&lists)?,
            reviewed: Reviewed::read(&out.join("reviewed"))?,
            report: Report::default(),
            places: FxHashMap::default(),
            english: english_places(&lists)?,
            options: options.clone(),
            lists,
        })
    }
}

/// Keys of the names of places in lists that were written in English.
fn english_places(lists: &RawLists) -> Result<FxHashSet<String>> {
    let mut names = FxHashSet::default();
    for list in ["wordnet_instances", "petrarch_countries", "compromise"] {
        lists.each_row(list, |raw| {
            if raw.kind() == "PLACE" {
                names.extend(std::iter::once(raw.name()).chain(raw.aliases()).map(surface_key));
            }
        })?;
    }
    Ok(names)
}
