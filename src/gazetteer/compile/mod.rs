//! Turns the raw name lists into the tables that are shipped.
//!
//! In come lists of one schema (`geonames_cities15000.tsv`, `ofac_sdn.tsv` …), out go
//! `compiled/*.tsv`, `lexicon/*.tsv` and `SOURCES.toml`, sorted by id, the same bytes
//! every time. On the way each list passes the rules of `filters.rs`: most of the work is leaving
//! out, and the [`Report`] counts what was left out and why.
//!
//! ```text
//! gn:98182  Baghdad  PLACE  city  BGW|Bagda|Bagdad|…|Багдад  IQ  33.34058  44.40088  7216000
//! gn.98182  PLACE  city  Baghdad  Bagdad  IQ  Baghdad  33.3406  44.4009  90  Q1530
//! ```

mod admin;
mod cities;
mod city_map;
mod city_names;
mod companies;
mod counties;
mod countries;
mod facilities;
mod famous;
mod filters;
mod institutions;
mod lands;
mod merge;
mod name_lexicon;
mod names;
mod office_holders;
mod offices;
mod organisations;
mod outlets;
mod parties;
mod people;
mod person_names;
mod person_words;
mod prominence;
mod raw;
mod report;
mod reviewed;
mod sanctions;
mod sources;
mod spelling;
mod table;
mod towns;
mod wordnet;
mod words;

pub use names::slug;
pub use report::{Report, TableSize, Tally};

use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::error::{Error, Result};
use crate::gazetteer::{AliasFlags, Row};
use countries::Countries;
use names::surface_key;
use raw::RawLists;
use reviewed::Reviewed;
use sources::Sources;
use words::Words;

/// What is compiled and how much of it.
#[derive(Clone, Debug)]
pub struct CompileOptions {
    /// Legislators whose last term ended before this year are left out.
    pub legislators_since: i16,
}

impl Default for CompileOptions {
    fn default() -> Self {
        Self { legislators_since: 2016 }
    }
}

/// Compiles the raw lists of the folder `sources` into the tables of the folder `out`.
///
/// Reads `out/reviewed/*.tsv` where they are, so that no compiled table repeats an entity that
/// people have reviewed, and `out/SOURCES.toml`, which must describe every source. Lists that are not there are left out; one with other columns than
/// expected stops the run, and so does a folder without any. `out/sources` is a second folder of raw lists, searched after the first. Files appear under their names when they are whole.
pub fn compile(sources: &Path, out: &Path, options: &CompileOptions) -> Result<Report> {
    let mut kit = Kit::read(sources, out, options)?;
    let sources_toml = Sources::read(&out.join("SOURCES.toml"))?;
    if !kit.words.common_sorted().is_empty() {
        write_common_words(&kit, out)?;
    }

    // Places come first: the rules on other names ask whether a place is called so.
    let tables: [(&str, CompileRows); 8] = [
        ("cities", cities::compile),
        ("admin", admin::compile),
        ("counties", counties::compile),
        ("towns", towns::compile),
        ("people", people::compile),
        ("organisations", organisations::compile),
        ("outlets", outlets::compile),
        ("facilities", facilities::compile),
    ];
    for (name, compile_rows) in tables {
        let rows = compile_rows(&mut kit)?;
        if rows.is_empty() {
            // None of its lists is there: what was compiled before stays.
            continue;
        }
        let path = out.join("compiled").join(name).with_extension("tsv");
        sources_toml.check(&path, &rows)?;
        let Kit { reviewed, report, .. } = &mut kit;
        table::write_table(&path, rows, |id| reviewed.has_id(id), report)?;
    }
    if kit.report.tables.is_empty() {
        let message = "no raw list; expected files such as geonames_cities15000.tsv";
        return Err(Error::usage(message).at(sources));
    }
    let names = name_lexicon::compile(&kit)?;
    table::write_whole(&out.join("lexicon/given_names.tsv"), &names.given)?;
    table::write_whole(&out.join("lexicon/surnames.tsv"), &names.surnames)?;
    Ok(kit.report)
}

fn write_common_words(kit: &Kit, out: &Path) -> Result<()> {
    let mut text = String::from("word\n");
    for word in kit.words.common_sorted() {
        text.push_str(word);
        text.push('\n');
    }
    table::write_whole(&out.join("lexicon/common_words.tsv"), &text)
}

/// Makes the rows of one table.
type CompileRows = fn(&mut Kit) -> Result<Vec<Row>>;

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
    region_countries: FxHashMap<String, Vec<String>>,
    /// Flags of names of places that were judged one by one.
    judged: FxHashMap<String, AliasFlags>,
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
            region_countries: region_countries(&lists)?,
            judged: judged_names(),
            options: options.clone(),
            lists,
        })
    }
}

impl Kit {
    /// Whether a place of a compiled or reviewed table is called so.
    fn is_place(&self, name: &str) -> bool {
        let key = surface_key(name);
        self.places.contains_key(&key) || self.reviewed.has_place(&key)
    }

    /// Whether a place, or something reviewed that is no person, is called so.
    fn is_no_person(&self, name: &str) -> bool {
        use crate::model::EntityKind::{Facility, Org, Outlet};
        let key = surface_key(name);
        let is_named = |kind| self.reviewed.has_name(kind, &key);
        self.is_place(name) || [Facility, Org, Outlet].into_iter().any(is_named)
    }

    /// Whether a place of that name needs context because something else is better known by it.
    fn is_false_friend(&self, key: &str) -> bool {
        self.judged.get(key).is_some_and(|flags| flags.context) || self.reviewed.is_actor(key)
    }

    /// The country of a region, if all regions of that name lie in one; for lists that give
    /// `Bayern` or `Antwerpen › Vlaanderen` as a country.
    fn region_country(&self, region: &str) -> String {
        let name = region.rsplit(" › ").next().unwrap_or(region);
        let countries = self.region_countries.get(&surface_key(name));
        match countries.map(Vec::as_slice) {
            Some([country]) => country.clone(),
            _ => String::new(),
        }
    }

    /// Leaves out the rows that repeat a reviewed entity, and notes what names they would add.
    fn without_reviewed(&mut self, rows: Vec<Row>) -> Vec<Row> {
        let (reviewed, report) = (&self.reviewed, &mut self.report);
        rows.into_iter()
            .filter(|row| {
                let Some(id) = reviewed.same_as(row) else { return true };
                report.dropped(&row.source, "in a reviewed table");
                for (surface, flags) in row.surfaces() {
                    if flags == names::PLAIN && !reviewed.has_surface(id, surface) {
                        report.lacking.push((
                            id.to_owned(),
                            surface.to_owned(),
                            row.source.clone(),
                        ));
                    }
                }
                false
            })
            .collect()
    }
}

/// Names of places that were judged one by one, after counting what news means by them: whether
/// they need context.
fn judged_names() -> FxHashMap<String, AliasFlags> {
    let lines = include_str!("judged_names.tsv").lines().skip(1);
    lines
        .filter_map(|line| {
            let (surface, rest) = line.split_once('\t')?;
            let flags = if rest.starts_with("plain\t") { names::PLAIN } else { names::CONTEXT };
            Some((surface_key(surface), flags))
        })
        .collect()
}

/// Countries of first-level regions by name, in local and English languages.
fn region_countries(lists: &RawLists) -> Result<FxHashMap<String, Vec<String>>> {
    let mut countries: FxHashMap<String, Vec<String>> = FxHashMap::default();
    for list in ["geonames_admin1", "natural_earth"] {
        lists.each_row(list, |raw| {
            let is_region = raw.subtype() == "admin1" || raw.subtype().starts_with("admin_1_label");
            if is_region && raw.country().len() == 2 {
                let known = countries.entry(surface_key(raw.name())).or_default();
                if !known.iter().any(|known| known == raw.country()) {
                    known.push(raw.country().to_owned());
                }
            }
        })?;
    }
    Ok(countries)
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const HEADER: &str = "id\tname\ttype\tsubtype\taliases\tlang\tcountry\tlat\tlon\tprom\tfrom\tuntil\t\
                          wikidata\tgeonames\tsource\n";

    /// Raw lists with three cities and an English word, and a reviewed table.
    fn folders() -> (tempfile::TempDir, tempfile::TempDir) {
        let (raw, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let city = |id: u32, name: &str, aliases: &str, country: &str, inhabitants: u32| {
            format!(
                "gn:{id}\t{name}\tPLACE\tcity\t{aliases}\t\t{country}\t33.3\t44.4\t{inhabitants}\t\t\t\t{id}\tx\n"
            )
        };
        let cities = [
            city(98182, "Baghdad", "BGW|Bagdad|Багдад", "IQ", 7_216_000),
            city(2639577, "Reading", "RDG", "GB", 318_000),
            city(112931, "Tehran", "Teheran", "IR", 7_153_309),
        ];
        fs::write(
            raw.path().join("geonames_cities15000.tsv"),
            format!("{HEADER}{}", cities.concat()),
        )
        .unwrap();
        fs::write(raw.path().join("wamerican.txt"), "Reading\nreading\nreading's\n").unwrap();
        fs::create_dir(out.path().join("reviewed")).unwrap();
        let reviewed = "id\ttype\tsubtype\tname\taliases\tcountry\tgeonames\n\
                        gn.112931\tPLACE\tcity\tTehran\t\tIR\t112931\n";
        fs::write(out.path().join("reviewed/places.tsv"), reviewed).unwrap();
        (raw, out)
    }

    #[test]
    fn raw_lists_become_sorted_filtered_tables_that_repeat_nothing_reviewed() {
        let (raw, out) = folders();
        let report = compile(raw.path(), out.path(), &CompileOptions::default()).unwrap();
        let table = fs::read_to_string(out.path().join("compiled/cities.tsv")).unwrap();
        let rows: Vec<&str> = table.lines().skip(1).collect();
        assert_eq!(rows.len(), 2);
        assert!(rows[0].starts_with("gn.2639577\tPLACE\tcity\tReading\tReading{context}\tGB"));
        assert!(rows[1].starts_with("gn.98182\tPLACE\tcity\tBaghdad\tBagdad\tIQ"));
        let tally = &report.lists["geonames_cities15000"];
        assert_eq!(tally.dropped["in a reviewed table"], 1);
        assert_eq!(tally.dropped["alias in another script"], 1);
        assert_eq!(report.lacking[0].1, "Teheran");
        let words = fs::read_to_string(out.path().join("lexicon/common_words.tsv")).unwrap();
        assert_eq!(words, "word\nreading\n");
    }

    #[test]
    fn the_same_lists_give_the_same_bytes() {
        let (raw, out) = folders();
        let path = out.path().join("compiled/cities.tsv");
        compile(raw.path(), out.path(), &CompileOptions::default()).unwrap();
        let first = fs::read(&path).unwrap();
        compile(raw.path(), out.path(), &CompileOptions::default()).unwrap();
        assert_eq!(fs::read(&path).unwrap(), first);
    }

    #[test]
    fn a_folder_without_lists_leaves_the_tables_as_they_are() {
        let (raw, out) = folders();
        compile(raw.path(), out.path(), &CompileOptions::default()).unwrap();
        let path = out.path().join("compiled/cities.tsv");
        let before = fs::read(&path).unwrap();
        let empty = tempfile::tempdir().unwrap();
        assert!(compile(empty.path(), out.path(), &CompileOptions::default()).is_err());
        assert_eq!(fs::read(&path).unwrap(), before);
    }
}
