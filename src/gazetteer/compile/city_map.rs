//! What other lists say of a city: its region, its Wikidata id and rank on the map, its fame.

use rustc_hash::{FxHashMap, FxHashSet};

use super::cities::{CITIES, City};
use super::names::{surface_key, tidy, wikidata_id};
use super::prominence::CityRank;
use super::{Kit, spelling};
use crate::error::Result;
use crate::gazetteer::Row;

/// Two points nearer than this are one city, in degrees of latitude (about 50 km).
const SAME_PLACE_DEGREES: f64 = 0.45;

/// Fills `admin1` with the name of the region, from `geonames_city_admin1.tsv`.
pub fn take_regions(kit: &Kit, cities: &mut [City]) -> Result<()> {
    let names = region_names(kit)?;
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

/// Names of first-level regions by GeoNames id, as the reviewed tables have them if they do.
pub fn region_names(kit: &Kit) -> Result<FxHashMap<String, String>> {
    let mut names: FxHashMap<String, String> = FxHashMap::default();
    kit.lists.each_row("geonames_admin1", |raw| {
        let reviewed = kit.reviewed.name_of_geonames(raw.geonames());
        names.insert(raw.geonames().to_owned(), reviewed.map_or_else(|| tidy(raw.name()), tidy));
    })?;
    Ok(names)
}

/// Wikidata id, rank and English name from the populated places of Natural Earth.
///
/// A place there and a city here are the same if they lie within about 50 km in one country and one
/// has the name of the other; the largest such city is taken.
pub fn take_map(kit: &mut Kit, cities: &mut [City]) -> Result<()> {
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
        if surface_key(&name) != surface_key(&city.row.name) && spelling::is_written_as_name(&name)
        {
            city.from_map = Some(name);
        }
    })?;
    Ok(())
}

/// Folded names of cities in Latin letters, by GeoNames id.
fn all_names(kit: &Kit) -> Result<FxHashMap<String, FxHashSet<String>>> {
    let mut names: FxHashMap<String, FxHashSet<String>> = FxHashMap::default();
    kit.lists.each_row(CITIES, |raw| {
        let latin = raw.aliases().filter(|alias| spelling::is_latin(alias)).map(surface_key);
        names.insert(raw.geonames().to_owned(), latin.collect());
    })?;
    Ok(names)
}

/// Marks the cities that WordNet knows: for each place there the largest city of that name.
pub fn take_well_known(kit: &Kit, cities: &mut [City]) -> Result<()> {
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
    use crate::model::EntityKind;

    #[test]
    fn places_fifty_kilometres_apart_are_near() {
        let mut row = Row::new("gn.98182", EntityKind::Place, "Baghdad");
        (row.lat, row.lon) = (Some(33.34), Some(44.4));
        assert!(is_near(&row, 33.4, 44.5));
        assert!(!is_near(&row, 34.4, 44.5));
    }
}
