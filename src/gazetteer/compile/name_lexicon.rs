//! The lexicon of given names and surnames, weighted by how many known persons bear them.
//!
//! ```text
//! Qasem Soleimani  ->  given_names.tsv: Qasem 5    surnames.tsv: Soleimani 4
//! ```

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;

use super::Kit;
use super::names::surface_key;
use super::person_words::{PersonWords, parts};
use crate::error::Result;

const LISTS_OF_PERSONS: [&str; 5] =
    ["eps_holders", "eps_legislators", "ofac_sdn", "pantheon1", "us_congress"];
/// Persons of the reviewed table count so many times: they are the ones in the news.
const TIMES_OF_REVIEWED: u32 = 2;
/// A name on a list of popular ones counts as if so many more persons bore it.
const BEARERS_OF_POPULAR: u32 = 8;
/// A name that is also an English word needs so many persons who bear it.
const BEARERS_OF_WORD: u32 = 5;
/// A name that is also a region or a great city needs so many bearers.
const BEARERS_OF_PLACE: u32 = 4;
/// A name that is also a nationality or a group needs so many bearers.
const BEARERS_OF_GROUP: u32 = 16;
/// Inhabitants from which a city is great enough to be meant rather than a rare name.
const GREAT_CITY: f64 = 300_000.0;
const MOST_GIVEN_NAMES: usize = 25_000;
const MOST_SURNAMES: usize = 120_000;

/// Words that no number of bearers makes a name: they begin sentences, or are titles or dates.
const NEVER: &str = "a al am an and are as at be but by can do did el else even for from go had has have he \
                     her him his how if in is it its me my new no nor not of off on one or our out say \
                     she so than that the their them then there these they this thy those to too two um \
                     up us was we were what when where which who why with yet you your east north south \
                     west monday tuesday wednesday thursday friday saturday sunday january february \
                     march july september october november december mr mrs ms dr sir junior crown \
                     emperor imam jury mufti pastor princess professor";

/// The two tables of the lexicon, as text: `name`, `weight` from 1 to 9, sorted by name.
#[derive(Debug)]
pub struct PersonNames {
    pub given: String,
    pub surnames: String,
}

/// Reads the lists of persons and of names. Needs the places of the kit to know cities.
pub fn compile(kit: &Kit) -> Result<PersonNames> {
    let (mut given, mut surnames) = (Tally::default(), Tally::default());
    let mut person = |names: &mut dyn Iterator<Item = &str>, country: &str, times: u32| {
        let words = PersonWords::read_spellings(names, country);
        words.given.iter().for_each(|word| given.borne(word, times));
        words.surnames.iter().for_each(|word| surnames.borne(word, times));
    };
    for list in LISTS_OF_PERSONS {
        kit.lists.each_row(list, |row| {
            // The sanctions list writes the given name first whatever the country.
            let country = if list == "ofac_sdn" { "" } else { row.country() };
            if row.kind() == "PERSON" {
                person(&mut std::iter::once(row.name()).chain(row.aliases()), country, 1);
            }
        })?;
    }
    for (names, country) in kit.reviewed.persons() {
        person(&mut names.iter().map(String::as_str), country, TIMES_OF_REVIEWED);
    }
    for (tally, popular, listed) in [
        (&mut given, "given_popular", "smashew_given"),
        (&mut surnames, "surname_popular", "smashew_surname"),
    ] {
        for (list, is_popular) in [(popular, true), (listed, false)] {
            kit.lists.each_row(list, |row| {
                parts(row.name()).iter().for_each(|word| tally.listed(word, is_popular));
            })?;
        }
    }
    let never: FxHashSet<&str> = NEVER.split(' ').collect();
    let is_kept = |key: &str, borne: &Borne| {
        let is_great_city = || kit.places.get(key).is_some_and(|most| *most >= GREAT_CITY);
        let is_place = || kit.reviewed.has_place(key) || is_great_city();
        !never.contains(key)
            && (borne.persons >= BEARERS_OF_WORD || !kit.words.is_common(key))
            && (borne.bearers() >= BEARERS_OF_GROUP || !kit.reviewed.has_group(key))
            && (borne.bearers() >= BEARERS_OF_PLACE || !is_place())
    };
    Ok(PersonNames {
        given: given.table(MOST_GIVEN_NAMES, is_kept),
        surnames: surnames.table(MOST_SURNAMES, is_kept),
    })
}

/// How often each name is borne, and how it is written.
#[derive(Default)]
struct Tally {
    names: FxHashMap<String, Borne>,
}

#[derive(Default)]
struct Borne {
    /// Persons of this name in the lists of persons.
    persons: u32,
    is_listed: bool,
    is_popular: bool,
    /// The ways of writing it, with how many persons are written so.
    spellings: FxHashMap<String, u32>,
}

impl Tally {
    /// Counts one more person of this name, so many times.
    fn borne(&mut self, name: &str, times: u32) {
        let borne = self.names.entry(surface_key(name)).or_default();
        borne.persons += times;
        *borne.spellings.entry(capitalised(name)).or_default() += times;
    }

    /// Notes that a list of names has this one.
    fn listed(&mut self, name: &str, is_popular: bool) {
        let borne = self.names.entry(surface_key(name)).or_default();
        borne.is_listed = true;
        borne.is_popular |= is_popular;
        borne.spellings.entry(capitalised(name)).or_default();
    }

    /// The table of at most `most` names that pass `is_kept`: those with most bearers, and among
    /// equals those that are spelt like names that persons bear.
    fn table(&self, most: usize, is_kept: impl Fn(&str, &Borne) -> bool) -> String {
        let persons = self.names.iter().filter(|(_, borne)| borne.persons > 0);
        let sounds = Sounds::of(persons.map(|(key, _)| key.as_str()));
        let kept = self.names.iter().filter(|(key, borne)| is_kept(key, borne) && is_sayable(key));
        let mut ranked: Vec<_> = kept
            .map(|(key, borne)| {
                let rank = (borne.bearers() + u32::from(borne.is_listed), sounds.rarest(key));
                (Reverse(rank), borne.spelling(), borne.bearers())
            })
            .collect();
        ranked.sort_unstable();
        ranked.truncate(most);
        let mut lines: Vec<String> = ranked
            .iter()
            .map(|(_, name, bearers)| format!("{name}\t{}\n", weight(*bearers)))
            .collect();
        lines.sort_unstable();
        std::iter::once("name\tweight\n".to_owned()).chain(lines).collect()
    }
}

impl Borne {
    fn bearers(&self) -> u32 {
        self.persons + if self.is_popular { BEARERS_OF_POPULAR } else { 0 }
    }

    /// The spelling of most persons, the first in byte order among equals.
    fn spelling(&self) -> &str {
        let best = self.spellings.iter().max_by_key(|(name, count)| (**count, Reverse(*name)));
        best.map(|(name, _)| name.as_str()).unwrap_or_default()
    }
}

/// How often three letters follow each other in names.
struct Sounds {
    triples: FxHashMap<[char; 3], u32>,
}

impl Sounds {
    fn of<'names>(names: impl Iterator<Item = &'names str>) -> Self {
        let mut triples = FxHashMap::default();
        for name in names {
            triples_of(name).for_each(|triple| *triples.entry(triple).or_default() += 1);
        }
        Self { triples }
    }

    /// How often the rarest three letters of `name` are met in names.
    fn rarest(&self, name: &str) -> u32 {
        let counts =
            triples_of(name).map(|triple| self.triples.get(&triple).copied().unwrap_or_default());
        counts.min().unwrap_or_default()
    }
}

/// Three letters at a time, with a space before and behind the name.
fn triples_of(name: &str) -> impl Iterator<Item = [char; 3]> {
    let letters: Vec<char> = std::iter::once(' ').chain(name.chars()).chain([' ']).collect();
    let triples = (2..letters.len()).map(move |at| [letters[at - 2], letters[at - 1], letters[at]]);
    triples.collect::<Vec<_>>().into_iter()
}

/// Whether a short name is more than two initials: it has a vowel, or is `Ng`.
fn is_sayable(key: &str) -> bool {
    let has_vowel = || key.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    key.chars().count() > 2 || key == "ng" || !key.is_ascii() || has_vowel()
}

/// 1 without a known bearer, 2 for one, and one more for every doubling up to 9.
fn weight(bearers: u32) -> u32 {
    bearers.checked_ilog2().map_or(1, |log| (log + 2).min(9))
}

/// `KHAN` and `khan` as `Khan`; what has capitals inside keeps them: `McDonald`.
fn capitalised(name: &str) -> String {
    let is_shouted = name.chars().count() > 1 && !name.chars().any(char::is_lowercase);
    let name = if is_shouted { name.to_lowercase() } else { name.to_owned() };
    let mut chars = name.nfc();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(_: &str, _: &Borne) -> bool {
        true
    }

    #[test]
    fn the_weight_grows_by_one_with_every_doubling_of_bearers() {
        let weights: Vec<u32> = [0, 1, 2, 3, 4, 8, 100, 1000].into_iter().map(weight).collect();
        assert_eq!(weights, [1, 2, 3, 3, 4, 5, 8, 9]);
    }

    #[test]
    fn spellings_that_fold_alike_are_one_name_written_as_most_write_it() {
        let mut tally = Tally::default();
        for spelling in ["Hernandez", "Hernández", "HERNÁNDEZ", "Soleimani"] {
            tally.borne(spelling, 1);
        }
        assert_eq!(tally.table(9, all), "name\tweight\nHernández\t3\nSoleimani\t2\n");
    }

    #[test]
    fn of_too_many_names_those_with_most_bearers_stay_then_those_that_sound_like_them() {
        let mut tally = Tally::default();
        for name in ["Soleimani", "Soleimani", "Soleimani", "Salehi"] {
            tally.borne(name, 1);
        }
        for name in ["Aqtzk", "Saleimani", "Salehi"] {
            tally.listed(name, false);
        }
        let table = |most| tally.table(most, all).replace("name\tweight\n", "");
        assert_eq!(table(1), "Soleimani\t3\n");
        assert_eq!(table(2), "Salehi\t2\nSoleimani\t3\n");
        assert_eq!(table(3), "Salehi\t2\nSaleimani\t1\nSoleimani\t3\n");
    }

    #[test]
    fn two_letters_without_a_vowel_are_initials() {
        let mut tally = Tally::default();
        for name in ["Jj", "Ng", "Xi"] {
            tally.borne(name, 1);
        }
        assert_eq!(tally.table(9, all), "name\tweight\nNg\t2\nXi\t2\n");
    }

    #[test]
    fn shouted_names_are_lowered_and_inner_capitals_kept() {
        assert_eq!(capitalised("KHAN"), "Khan");
        assert_eq!(capitalised("McDonald"), "McDonald");
        assert_eq!(capitalised("ángel"), "Ángel");
        assert_eq!(capitalised("O'Brien"), "O'Brien");
    }

    #[test]
    fn words_and_places_are_names_only_when_many_bear_them() {
        let folder = tempfile::tempdir().unwrap();
        let header = "id\tname\ttype\tsubtype\taliases\tlang\tcountry\tlat\tlon\tprom\tfrom\tuntil\twikidata\tgeonames\tsource\n";
        let person = |name: &str| format!("x\t{name}\tPERSON\t\t\t\tUS\t\t\t\t\t\t\t\tx\n");
        let mut persons: String = (0..5).map(|_| person("George Bush")).collect();
        persons += &["Mary Table", "Jane Georgia", "John The"].map(person).concat();
        let write =
            |file: &str, text: &str| std::fs::write(folder.path().join(file), text).unwrap();
        write("pantheon1.tsv", &format!("{header}{persons}"));
        write("wamerican.txt", "bush\ntable\nthe\n");
        std::fs::create_dir(folder.path().join("reviewed")).unwrap();
        let places = "id\ttype\tname\taliases\n\
                      country.GE\tPLACE\tGeorgia\t\n\
                      person.ali-khamenei\tPERSON\tAli Khamenei\tKhamenei|Ali Khamenehi\n";
        write("reviewed/places.tsv", places);
        let kit = Kit::read(folder.path(), folder.path(), &Default::default()).unwrap();
        let names = compile(&kit).unwrap();
        assert_eq!(names.surnames, "name\tweight\nBush\t4\nKhamenehi\t3\nKhamenei\t3\n");
        assert!(names.given.contains("Ali\t3\n"));
    }
}
