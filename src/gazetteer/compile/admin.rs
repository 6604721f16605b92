//! First-level regions of all countries: GeoNames, with coordinates from Natural Earth and Wikidata
//! ids from the territories of rigour.

use rustc_hash::{FxHashMap, FxHashSet};

use super::cities::rounded;
use super::city_names::english_form;
use super::filters::{PlaceSize, is_generic_region, region_flag};
use super::names::{CONTEXT, PLAIN, add_surface, flag_name, surface_key, tidy, wikidata_id};
use super::{Kit, lands, prominence, spelling, wordnet};
use crate::error::Result;
use crate::gazetteer::Row;
use crate::model::EntityKind;

const REGIONS: &str = "geonames_admin1";

/// Words that tell what sort of region it is and may be left out or added: `Kabul Province`.
const SORTS: [&str; 21] = [
    "Autonomous Oblast",
    "Autonomous Region",
    "Autonomous Republic",
    "City",
    "County",
    "Department",
    "District",
    "Governorate",
    "Krai",
    "Kray",
    "Municipality",
    "Oblast",
    "Prefecture",
    "Province",
    "Raion",
    "Rayon",
    "Region",
    "Republic",
    "State",
    "Territory",
    "Voivodeship",
];

/// Words of other languages before the name of a region.
const FOREIGN_SORTS: [&str; 8] = [
    "Baladīyat ",
    "Departamento de ",
    "Opština ",
    "Provincia de ",
    "Provincia ",
    "Raionul ",
    "Sveti ",
    "Občina ",
];

/// The rows of `compiled/admin.tsv`.
pub fn compile(kit: &mut Kit) -> Result<Vec<Row>> {
    let mut rows = regions(kit)?;
    for row in &rows {
        kit.places.entry(surface_key(&row.name)).or_default();
    }
    rows.extend(lands::compile(kit)?);
    let known: FxHashSet<String> = rows
        .iter()
        .flat_map(|row| row.surfaces().map(|(surface, _)| surface_key(surface)))
        .collect();
    rows.extend(wordnet::compile(kit, &known)?);
    for (surface, _) in rows.iter().flat_map(Row::surfaces) {
        kit.places.entry(surface_key(surface)).or_default();
    }
    Ok(rows)
}

/// Latitude and longitude in degrees.
type Point = (f64, f64);

/// What is gathered of a region before its row is finished.
struct Region {
    row: Row,
    spellings: Vec<String>,
    inhabitants: f64,
}

fn regions(kit: &mut Kit) -> Result<Vec<Row>> {
    let sizes = region_sizes(kit)?;
    let labels = labels(kit)?;
    let territories = territories(kit)?;
    let mut regions: Vec<Region> = Vec::new();
    let report = &mut kit.report;
    kit.lists.each_row(REGIONS, |raw| {
        report.read(REGIONS);
        let name = english_form(&without_foreign_sort(raw.name()), raw.country());
        if surface_key(&name).chars().count() < 2 || !spelling::is_latin(&name) {
            return report.dropped(REGIONS, "name of one letter or in another script");
        }
        let mut row = Row::new(format!("gn.{}", raw.geonames()), EntityKind::Place, name);
        row.subtype = "admin1".into();
        row.country = raw.country().into();
        row.geonames = raw.geonames().into();
        row.source = REGIONS.into();
        let key = (row.country.clone(), region_key(&row.name));
        let (inhabitants, middle) = sizes.get(raw.geonames()).copied().unwrap_or_default();
        let place = labels.get(&key).copied().or(middle);
        if let Some((lat, lon)) = place {
            (row.lat, row.lon) = (Some(rounded(lat)), Some(rounded(lon)));
        }
        row.wikidata = territories.get(&key).cloned().unwrap_or_default();
        let spellings = raw.aliases().map(tidy).filter(|alias| spelling::is_written_as_name(alias));
        regions.push(Region { row, spellings: spellings.collect(), inhabitants });
    })?;
    let mut namesakes: FxHashMap<String, u32> = FxHashMap::default();
    for region in &regions {
        *namesakes.entry(surface_key(&region.row.name)).or_default() += 1;
    }
    Ok(regions.into_iter().filter_map(|region| finish(kit, region, &namesakes)).collect())
}

/// For each region by GeoNames id: the inhabitants of its cities, and their middle.
fn region_sizes(kit: &Kit) -> Result<FxHashMap<String, (f64, Option<Point>)>> {
    let mut cities: FxHashMap<String, (f64, (f64, f64))> = FxHashMap::default();
    kit.lists.each_row("geonames_cities15000", |raw| {
        if let (Some(inhabitants), Some(at)) = (raw.prominence(), raw.coordinates()) {
            cities.insert(raw.geonames().to_owned(), (inhabitants, at));
        }
    })?;
    let mut sums: FxHashMap<String, (f64, f64, f64)> = FxHashMap::default();
    kit.lists.each_word("geonames_city_admin1.tsv", |line| {
        let Some((city, region)) = line.split_once('\t') else { return };
        let Some((inhabitants, (lat, lon))) = cities.get(city) else { return };
        let sum = sums.entry(region.to_owned()).or_default();
        *sum = (sum.0 + inhabitants, sum.1 + inhabitants * lat, sum.2 + inhabitants * lon);
    })?;
    let middles = sums.into_iter().map(|(region, (inhabitants, lat, lon))| {
        let middle = (inhabitants > 0.0).then(|| (lat / inhabitants, lon / inhabitants));
        (region, (inhabitants, middle))
    });
    Ok(middles.collect())
}

/// Where Natural Earth writes the names of regions, by country and name.
fn labels(kit: &Kit) -> Result<FxHashMap<(String, String), Point>> {
    let mut labels = FxHashMap::default();
    kit.lists.each_row("natural_earth", |raw| {
        if let (true, Some(at)) = (raw.subtype().starts_with("admin_1_label"), raw.coordinates()) {
            labels.entry((raw.country().to_owned(), region_key(raw.name()))).or_insert(at);
        }
    })?;
    Ok(labels)
}

/// Wikidata ids of territories, by country and name.
fn territories(kit: &Kit) -> Result<FxHashMap<(String, String), String>> {
    let mut ids = FxHashMap::default();
    kit.lists.each_row("rigour_territories", |raw| {
        let Some((country, _)) = raw.country().split_once('-') else { return };
        for name in std::iter::once(raw.name()).chain(raw.aliases()) {
            let key = (country.to_ascii_uppercase(), region_key(name));
            ids.entry(key).or_insert_with(|| wikidata_id(raw.wikidata()));
        }
    })?;
    Ok(ids)
}

/// The name of a region without what sort of region it is.
fn region_key(name: &str) -> String {
    surface_key(core_of(name).unwrap_or(name))
}

fn without_foreign_sort(name: &str) -> String {
    let name = tidy(name);
    let rest = FOREIGN_SORTS.iter().find_map(|sort| name.strip_prefix(sort)).map(str::to_owned);
    rest.unwrap_or(name)
}

/// `Kabul` of `Kabul Province`; nothing where nothing but points of the compass is left.
fn core_of(name: &str) -> Option<&str> {
    let core = SORTS.iter().find_map(|sort| name.strip_suffix(sort)?.strip_suffix(' '))?;
    (!is_generic_region(&surface_key(core)) && core.chars().count() >= 3).then_some(core)
}

fn finish(kit: &mut Kit, region: Region, namesakes: &FxHashMap<String, u32>) -> Option<Row> {
    let Region { mut row, spellings, inhabitants } = region;
    let name = row.name.clone();
    let key = surface_key(&name);
    let core = core_of(&name).map(str::to_owned);
    let core_key = core.as_deref().map(surface_key).unwrap_or_else(|| key.clone());
    let is_well_known = kit.english.contains(&key) || kit.english.contains(&core_key);
    let size = PlaceSize { inhabitants, is_well_known };
    row.prominence = prominence::of_region(inhabitants, is_well_known);
    let has_many = namesakes.get(&key).is_some_and(|count| *count >= 3);
    let flag = |kit: &Kit, surface: &str| {
        let key = surface_key(surface);
        let outshone = kit.countries.is_country_name(&key)
            || kit.places.get(&key).is_some_and(|most| *most > 5.0 * inhabitants.max(20_000.0));
        if (has_many && inhabitants < 1_000_000.0) || outshone || kit.is_false_friend(&key) {
            CONTEXT
        } else {
            region_flag(&kit.words, surface, size)
        }
    };
    if let Some(core) = &core {
        // A region called after its city gives way to the city.
        let is_city = kit.places.get(&core_key).is_some_and(|inhabitants| *inhabitants > 0.0);
        let flags = if is_city { CONTEXT } else { flag(kit, core) };
        add_surface(&mut row, core, flags);
    } else if !key.contains(' ') && inhabitants > 200_000.0 {
        for sort in common_sorts(&row.country) {
            add_surface(&mut row, &format!("{name} {sort}"), PLAIN);
        }
    }
    for spelling in spellings {
        let flags = flag(kit, &spelling);
        add_surface(&mut row, &spelling, flags);
    }
    let name_flag = flag(kit, &name);
    flag_name(&mut row, name_flag);
    if kit.reviewed.same_as(&row).is_some() {
        kit.report.dropped(REGIONS, "in a reviewed table");
        return None;
    }
    if inhabitants < 15_000.0 && !is_well_known && name_flag == CONTEXT && !key.contains(' ') {
        kit.report.dropped(REGIONS, "region without a city of 15,000, of one word");
        return None;
    }
    kit.report.kept(REGIONS);
    Some(row)
}

/// How English-language news calls the regions of a country, so that `Kirkuk province` is found.
fn common_sorts(country: &str) -> &'static [&'static str] {
    match country {
        "UA" | "RU" | "BY" | "KZ" | "KG" | "BG" => &["Oblast", "Region"],
        "IQ" | "EG" | "SY" | "YE" | "JO" | "TN" | "PS" | "LB" => &["Governorate", "Province"],
        "AF" | "IR" | "TR" | "PK" | "CN" | "ID" | "PH" | "TH" | "LK" | "PG" | "CD" | "SA" => {
            &["Province"]
        }
        "NG" | "IN" | "MX" | "SD" | "SS" | "VE" | "MM" | "MY" => &["State"],
        "CO" | "HN" | "BO" | "UY" | "PY" => &["Department"],
        "KE" | "HR" | "HU" | "RO" | "NO" | "SE" | "EE" => &["County"],
        "JP" => &["Prefecture"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_core_of_a_region_is_a_name() {
        assert_eq!(core_of("Kabul Province"), Some("Kabul"));
        assert_eq!(core_of("Jewish Autonomous Oblast"), Some("Jewish"));
        assert_eq!(core_of("Northern Province"), None);
        assert_eq!(core_of("Bavaria"), None);
    }

    #[test]
    fn words_of_other_languages_before_a_name_are_left_out() {
        assert_eq!(without_foreign_sort("Opština Šavnik"), "Šavnik");
    }
}
