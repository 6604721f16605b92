//! Cities and towns: GeoNames, with Wikidata ids and English names from Natural Earth.

use rustc_hash::FxHashMap;

use super::Kit;
use super::city_map::{take_map, take_regions, take_well_known};
use super::city_names::{drop_reason, english_form, name_drop_reason, saint_forms};
use super::filters::{self, PlaceSize, city_flag};
use super::names::{CONTEXT, add_surface, flag_name, surface_key, tidy};
use super::prominence::{self, CityRank};
use super::reviewed::without_flag;
use crate::error::Result;
use crate::gazetteer::{Alias, AliasFlags, Row};
use crate::model::EntityKind;

pub const CITIES: &str = "geonames_cities15000";

pub const TOWNS: &str = "geonames_cities5000x";

/// So many spellings of a name are kept at most.
const MOST_SPELLINGS: usize = 4;

/// A city with more names than this has an English one, and its other spellings are those of the
/// world's Wikipedias: they need to be met in an English list.
const FEW_NAMES: usize = 60;

/// A city of GeoNames as far as later steps need it.
pub struct City {
    pub row: Row,
    pub inhabitants: f64,
    /// Number of names it has in all languages.
    pub names: usize,
    pub rank: CityRank,
    pub is_well_known: bool,
    pub from_map: Option<String>,
    pub spellings: Vec<String>,
}

/// The rows of `compiled/cities.tsv`.
pub fn compile(kit: &mut Kit) -> Result<Vec<Row>> {
    let mut cities = read_cities(kit)?;
    take_regions(kit, &mut cities)?;
    take_map(kit, &mut cities)?;
    take_well_known(kit, &mut cities)?;
    for city in cities.iter_mut().filter(|city| city.names > FEW_NAMES) {
        let before = city.spellings.len();
        city.spellings.retain(|spelling| kit.english.contains(&surface_key(spelling)));
        for _ in city.spellings.len()..before {
            kit.report.dropped(CITIES, "spelling of a great city that no English list has");
        }
    }
    let mut largest: FxHashMap<String, f64> = FxHashMap::default();
    for city in &cities {
        for name in [Some(&city.row.name), city.from_map.as_ref()].into_iter().flatten() {
            let size = largest.entry(surface_key(name)).or_default();
            *size = size.max(city.inhabitants);
        }
    }
    let mut rows = Vec::new();
    for city in cities {
        let row = finish(kit, city, &largest);
        kit.report.kept(&row.source);
        rows.push(row);
    }
    for row in &rows {
        for (surface, _) in row.surfaces() {
            kit.places.entry(surface_key(surface)).or_default();
        }
    }
    kit.places.extend(largest);
    Ok(kit.without_reviewed(rows))
}

fn read_cities(kit: &mut Kit) -> Result<Vec<City>> {
    let mut cities = Vec::new();
    for list in [CITIES, TOWNS] {
        let (report, words) = (&mut kit.report, &kit.words);
        kit.lists.each_row(list, |raw| {
            report.read(list);
            let Some(inhabitants) = raw.prominence() else {
                return report.dropped(list, "without inhabitants");
            };
            let name = english_form(raw.name(), raw.country());
            if let Some(reason) = name_drop_reason(words, &name, raw.country(), list) {
                return report.dropped(list, reason);
            }
            let mut row = Row::new(format!("gn.{}", raw.geonames()), EntityKind::Place, name);
            row.subtype = "city".into();
            row.country = raw.country().into();
            row.geonames = raw.geonames().into();
            row.source = list.into();
            if let Some((lat, lon)) = raw.coordinates() {
                (row.lat, row.lon) = (Some(rounded(lat)), Some(rounded(lon)));
            }
            let mut names = 0;
            let mut spellings = Vec::new();
            for alias in raw.aliases() {
                names += 1;
                match drop_reason(raw.country(), &row.name, alias, list) {
                    Some(reason) => report.dropped(list, reason),
                    None => spellings.push(tidy(alias)),
                }
            }
            cities.push(City {
                row,
                inhabitants,
                names,
                rank: CityRank::Other,
                is_well_known: false,
                from_map: None,
                spellings,
            });
        })?;
    }
    Ok(cities)
}

/// Flags, prominence and aliases, when all that is known of the city has been gathered.
fn finish(kit: &mut Kit, city: City, largest: &FxHashMap<String, f64>) -> Row {
    let City { mut row, inhabitants, names, rank, is_well_known, from_map, spellings } = city;
    // The news is about a capital whatever its size.
    let is_well_known = is_well_known || rank == CityRank::Capital;
    let size = PlaceSize { inhabitants, is_well_known };
    row.prominence = prominence::of_city(inhabitants, names, rank);
    let flag = |kit: &Kit, surface: &str, is_name: bool| {
        let key = surface_key(surface);
        let is_largest = largest.get(&key).is_none_or(|most| *most <= inhabitants);
        match kit.judged.get(&key) {
            Some(flags) if flags.context || is_largest => return *flags,
            _ => {}
        }
        let outshone = largest.get(&key).is_some_and(|most| *most > 5.0 * inhabitants)
            || kit.countries.is_country_name(&key);
        if outshone && inhabitants < filters::GREAT_CITY {
            return CONTEXT;
        }
        if kit.reviewed.is_actor(&key) && inhabitants < 2.0 * filters::GREAT_CITY {
            return CONTEXT;
        }
        city_flag(&kit.words, surface, is_name, size)
    };
    let name_flag = flag(kit, &row.name, true);
    if let Some(name) = from_map {
        // The map's name is the English one where GeoNames has the local one.
        let map_flag = flag(kit, &name, true);
        add_surface(&mut row, &name, map_flag);
    }
    for form in saint_forms(&row.name) {
        add_surface(&mut row, &form, name_flag);
    }
    for alias in kit.reviewed.city_aliases(&row.geonames).to_vec() {
        if let Ok(alias) = Alias::parse(&alias) {
            add_surface(&mut row, &alias.surface, alias.flags);
        }
    }
    add_spellings(kit, &mut row, spellings, inhabitants, &flag);
    flag_name(&mut row, name_flag);
    row
}

/// Adds other English spellings of a transcribed name, those of English lists first.
fn add_spellings(
    kit: &mut Kit,
    row: &mut Row,
    mut spellings: Vec<String>,
    inhabitants: f64,
    flag: &impl Fn(&Kit, &str, bool) -> AliasFlags,
) {
    let length = row.name.len();
    spellings.sort_by_key(|spelling| {
        let is_english = kit.english.contains(&surface_key(spelling));
        (!is_english, spelling.len().abs_diff(length), spelling.clone())
    });
    let most = row.aliases.len() + MOST_SPELLINGS;
    for spelling in spellings {
        let key = surface_key(&spelling);
        let is_english = kit.english.contains(&key);
        let is_word = kit.words.is_common(&key)
            || kit.words.is_given_name(&key)
            || kit.words.is_surname(&key);
        let flags = flag(kit, &spelling, is_english);
        let reason = if is_word && !is_english {
            "spelling that is a word, a given name or a surname"
        } else if row.aliases.len() >= most {
            "fifth and later spellings of one city"
        } else if flags == CONTEXT && !is_english && inhabitants < filters::CITY_BY_NAME {
            "spelling that needs context, of a small city"
        } else {
            add_surface(row, without_flag(&spelling), flags);
            continue;
        };
        kit.report.dropped(&row.source, reason);
    }
}

/// Four decimals are 11 metres, which is more than the middle of a town deserves.
pub fn rounded(degrees: f64) -> f32 {
    ((degrees * 1e4).round() / 1e4) as f32
}
