//! Cities and towns: GeoNames, with Wikidata ids and English names from Natural Earth.

use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Kit;
use super::filters::{self, PlaceSize, city_flag, is_one_of};
use super::names::{CONTEXT, add_surface, flag_name, surface_key, tidy, wikidata_id};
use super::prominence::{self, CityRank};
use super::reviewed::without_flag;
use super::words::Words;
use crate::error::Result;
use crate::gazetteer::{Alias, AliasFlags, Row};
use crate::model::EntityKind;

const CITIES: &str = "geonames_cities15000";
const TOWNS: &str = "geonames_cities5000x";

/// So many spellings of a name are kept at most.
const MOST_SPELLINGS: usize = 4;
/// A city with more names than this has an English one, and its other spellings are those of the
/// world's Wikipedias: they need to be met in an English list.
const FEW_NAMES: usize = 60;
/// Two points nearer than this are one city, in degrees of latitude (about 50 km).
const SAME_PLACE_DEGREES: f64 = 0.45;

/// Countries whose names reach English through a transcription, so that spellings vary.
const TRANSCRIBED: &str = "AE AF AM AZ BD BG BH BT BY CY DJ DZ EG EH ER ET GE GR IL IN IQ IR JO KG KH \
                           KM KW KZ LA LB LK LY MA MD ME MK MM MN MR NP OM PK PS QA RS RU SA SD SO \
                           SS SY TD TJ TM TN UA UZ XK YE";

/// Countries whose towns of 5,000 to 15,000 are taken: English-speaking ones, whose news names small
/// towns, and those of the wars and disasters that the world's news is about.
const WITH_TOWNS: &str = "AF AM AU AZ BA BF CA CF CM CU CY ER ET GB GE HT IE IL IQ IR JO KE LB LK LR LY MD \
                          ML MM MZ NE NG NP NZ PH PK PS RW SD SL SO SS SY TD TJ TN UA UG US XK YE ZA ZW";

/// A city of GeoNames as far as later steps need it.
struct City {
    row: Row,
    inhabitants: f64,
    /// Number of names it has in all languages.
    names: usize,
    rank: CityRank,
    is_well_known: bool,
    from_map: Option<String>,
    spellings: Vec<String>,
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

/// The name without what is in brackets, and for transcribed languages without the dots and bars of
/// scholars: `Kandahār`, `Ma'arratmişrīn`.
fn english_form(name: &str, country: &str) -> String {
    let name = tidy(name.split(" (").next().unwrap_or(name));
    if is_one_of(TRANSCRIBED, country) {
        name.nfd().filter(|found| !is_combining_mark(*found)).collect()
    } else {
        name
    }
}

/// Why a city's name is of no use, if so.
fn name_drop_reason(words: &Words, name: &str, country: &str, list: &str) -> Option<&'static str> {
    const PARTS_OF_TOWNS: &str = "\
        arrondissement avenue campus center central centre downtown park quarter road \
        square street university ward";
    let key = surface_key(name);
    let mut last_words = key.split(' ').rev();
    let last = last_words.next().unwrap_or_default();
    let is_part =
        key.contains(' ') && is_one_of(PARTS_OF_TOWNS, last) || key.starts_with("university of ");
    let is_town = list == TOWNS;
    if key.chars().count() < 2 || !filters::is_latin(name) {
        Some("name of one letter or in another script")
    } else if is_part && (is_town || last == "arrondissement" || key.contains("university")) {
        Some("part of a town, a street or a campus")
    } else if is_town && !is_one_of(WITH_TOWNS, country) {
        Some("town below 15,000 outside the chosen countries")
    } else if is_town && words.is_common(&key) {
        Some("town below 15,000 that is a word")
    } else if is_town && key.chars().count() < 4 {
        Some("town below 15,000 of three letters")
    } else {
        None
    }
}

/// Why an alias is of no use in English-language articles, if so.
fn drop_reason(country: &str, name: &str, alias: &str, list: &str) -> Option<&'static str> {
    if !filters::is_latin(alias) {
        return Some("alias in another script");
    }
    if surface_key(alias) == surface_key(name) {
        return Some("alias equal to the name when folded");
    }
    if !filters::is_written_as_name(alias) {
        return Some("alias not written as an English name");
    }
    if list == TOWNS {
        return Some("alias of a town below 15,000");
    }
    if !is_one_of(TRANSCRIBED, country) || !filters::is_spelling_of(name, alias) {
        return Some("alias that is a form in a third language");
    }
    None
}

/// Fills `admin1` with the name of the region, from `geonames_city_admin1.tsv`.
fn take_regions(kit: &Kit, cities: &mut [City]) -> Result<()> {
    let mut names: FxHashMap<String, String> = FxHashMap::default();
    kit.lists.each_row("geonames_admin1", |raw| {
        let reviewed = kit.reviewed.name_of_geonames(raw.geonames());
        names.insert(raw.geonames().to_owned(), reviewed.map_or_else(|| tidy(raw.name()), tidy));
    })?;
    let mut regions: FxHashMap<String, String> = FxHashMap::default();
    kit.lists.each_word("geonames_city_admin1.tsv", |line| {
        if let Some((city, region)) = line.split_once('\t') {
            regions.insert(city.to_owned(), region.to_owned());
        }
    })?;
    for city in cities {
        let region = regions.get(&city.row.geonames).and_then(|region| names.get(region));
        city.row.admin1 = region.cloned().unwrap_or_default();
    }
    Ok(())
}

/// Wikidata id, rank and English name from the populated places of Natural Earth.
///
/// A place there and a city here are the same if they lie within about 50 km in one country and one
/// has the name of the other; the largest such city is taken.
fn take_map(kit: &mut Kit, cities: &mut [City]) -> Result<()> {
    let mut by_cell: FxHashMap<(i32, i32), Vec<usize>> = FxHashMap::default();
    for (ix, city) in cities.iter().enumerate() {
        if let (Some(lat), Some(lon)) = (city.row.lat, city.row.lon) {
            by_cell.entry(cell(f64::from(lat), f64::from(lon))).or_default().push(ix);
        }
    }
    let all_names = all_names(kit)?;
    let report = &mut kit.report;
    let list = "natural_earth";
    let mut taken: FxHashSet<usize> = FxHashSet::default();
    kit.lists.each_row(list, |raw| {
        let Some(class) = raw.subtype().strip_prefix("populated_places:") else { return };
        report.read(list);
        let Some((lat, lon)) = raw.coordinates() else { return };
        // `Washington, D.C.`
        let name = tidy(raw.name().split(',').next().unwrap_or_default());
        let key = surface_key(&name);
        let found = neighbours(cell(lat, lon))
            .filter_map(|cell| by_cell.get(&cell))
            .flatten()
            .copied()
            .filter(|&ix| {
                let city = &cities[ix];
                let near = is_near(&city.row, lat, lon);
                let named = surface_key(&city.row.name) == key
                    || all_names.get(&city.row.geonames).is_some_and(|names| names.contains(&key));
                near && named && city.row.country == raw.country() && !taken.contains(&ix)
            })
            .max_by(|&left, &right| {
                cities[left]
                    .inhabitants
                    .total_cmp(&cities[right].inhabitants)
                    .then(right.cmp(&left))
            });
        let Some(ix) = found else {
            report.dropped(list, "populated place without a city of that name there");
            return;
        };
        taken.insert(ix);
        report.kept(list);
        let city = &mut cities[ix];
        city.row.wikidata = wikidata_id(raw.wikidata());
        city.rank = match class {
            "Admin-0 capital" | "Admin-0 capital alt" => CityRank::Capital,
            _ => CityRank::OnTheMap,
        };
        if surface_key(&name) != surface_key(&city.row.name) && filters::is_written_as_name(&name) {
            city.from_map = Some(name);
        }
    })?;
    Ok(())
}

/// Folded names of cities in Latin letters, by GeoNames id.
fn all_names(kit: &Kit) -> Result<FxHashMap<String, FxHashSet<String>>> {
    let mut names: FxHashMap<String, FxHashSet<String>> = FxHashMap::default();
    kit.lists.each_row(CITIES, |raw| {
        let latin = raw.aliases().filter(|alias| filters::is_latin(alias)).map(surface_key);
        names.insert(raw.geonames().to_owned(), latin.collect());
    })?;
    Ok(names)
}

/// Marks the cities that WordNet knows: for each place there the largest city of that name.
fn take_well_known(kit: &Kit, cities: &mut [City]) -> Result<()> {
    let mut known: FxHashSet<String> = FxHashSet::default();
    kit.lists.each_row("wordnet_instances", |raw| {
        if raw.kind() == "PLACE" {
            known.insert(surface_key(raw.name()));
        }
    })?;
    let mut largest: FxHashMap<String, usize> = FxHashMap::default();
    for (ix, city) in cities.iter().enumerate() {
        let names = [Some(&city.row.name), city.from_map.as_ref()];
        for key in names.into_iter().flatten().map(|name| surface_key(name)) {
            if known.contains(&key) {
                let best = largest.entry(key).or_insert(ix);
                if cities[*best].inhabitants < city.inhabitants {
                    *best = ix;
                }
            }
        }
    }
    for ix in largest.into_values() {
        cities[ix].is_well_known = true;
    }
    Ok(())
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

fn cell(lat: f64, lon: f64) -> (i32, i32) {
    (lat.floor() as i32, lon.floor() as i32)
}

fn neighbours((lat, lon): (i32, i32)) -> impl Iterator<Item = (i32, i32)> {
    (-1..=1).flat_map(move |north| (-1..=1).map(move |east| (lat + north, lon + east)))
}

fn is_near(row: &Row, lat: f64, lon: f64) -> bool {
    let (Some(own_lat), Some(own_lon)) = (row.lat, row.lon) else { return false };
    let north = f64::from(own_lat) - lat;
    let east = (f64::from(own_lon) - lon) * lat.to_radians().cos();
    north.hypot(east) < SAME_PLACE_DEGREES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transcribed_spellings_stay_and_exonyms_of_latin_countries_go() {
        assert_eq!(drop_reason("IQ", "Fallujah", "Falluja", CITIES), None);
        assert!(drop_reason("GB", "London", "Londra", CITIES).is_some());
        assert!(drop_reason("UA", "Kyiv", "Kijev", CITIES).is_some());
        assert!(drop_reason("IQ", "Baghdad", "Багдад", CITIES).is_some());
        assert!(drop_reason("RU", "Kursk", "URS", CITIES).is_some());
    }

    #[test]
    fn places_fifty_kilometres_apart_are_near() {
        let mut row = Row::new("gn.98182", EntityKind::Place, "Baghdad");
        (row.lat, row.lon) = (Some(33.34), Some(44.4));
        assert!(is_near(&row, 33.4, 44.5));
        assert!(!is_near(&row, 34.4, 44.5));
    }
}
