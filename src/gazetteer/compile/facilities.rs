//! Airports that news names.

use super::cities::rounded;
use super::filters;
use super::merge::Pool;
use super::names::{CONTEXT, PLAIN, add_surface, flag_name, slug, surface_key, tidy};
use super::{Kit, spelling};
use crate::error::Result;
use crate::gazetteer::Row;
use crate::model::EntityKind;

/// A small field is in the news if its city has so many inhabitants.
const LARGE_CITY: f64 = 100_000.0;

/// The rows of `compiled/facilities.tsv`: international airports, and those of large cities.
pub fn compile(kit: &mut Kit) -> Result<Vec<Row>> {
    let mut pool = Pool::default();
    for list in ["airports_iata", "natural_earth"] {
        read(kit, &mut pool, list)?;
    }
    Ok(kit.without_reviewed(pool.into_rows()))
}

fn read(kit: &mut Kit, pool: &mut Pool, list: &'static str) -> Result<()> {
    let lists = kit.lists.clone();
    lists.each_row(list, |raw| {
        let sort = raw.subtype();
        if raw.kind() != "FACILITY" || !(sort == "airport" || sort.starts_with("airports:")) {
            return;
        }
        kit.report.read(list);
        let Some(name) = airport_name(raw.name()) else {
            return kit.report.dropped(list, "name that is not written as one");
        };
        let stem = name.trim_end_matches(" Airport").trim_end_matches(" International");
        let is_international = name.contains("International");
        let city = kit.places.get(&surface_key(stem)).copied().unwrap_or_default();
        let first_words = surface_key(stem);
        let near_large = city >= LARGE_CITY
            || first_words.split(' ').next().is_some_and(|first| {
                first.len() >= 5
                    && kit.places.get(first).is_some_and(|size| *size >= 3.0 * LARGE_CITY)
            });
        if !is_international && !near_large {
            return kit.report.dropped(list, "airfield of a smaller place");
        }
        let mut row =
            Row::new(format!("facility.{}", slug(&name)), EntityKind::Facility, name.clone());
        row.subtype = "airport".into();
        row.source = list.into();
        row.country = kit.countries.code(raw.country()).unwrap_or_default();
        row.prominence = if is_international { 34 } else { 20 };
        if let Some((lat, lon)) = raw.coordinates() {
            (row.lat, row.lon) = (Some(rounded(lat)), Some(rounded(lon)));
        }
        if is_international {
            add_surface(&mut row, &format!("{stem} Airport"), PLAIN);
        }
        let flags = if surface_key(&name).contains(' ') { PLAIN } else { CONTEXT };
        flag_name(&mut row, flags);
        kit.report.kept(list);
        pool.add(row);
    })?;
    Ok(())
}

/// `Zaporozhye International Airport` of `Zaporozhye Int'l`; nothing for strips, bases and codes.
fn airport_name(name: &str) -> Option<String> {
    let name = tidy(name.split([',', '(']).next().unwrap_or(name))
        .replace("Int'l", "International")
        .replace("Intl", "International")
        .replace(" / ", "/");
    let name = name.split('/').next().unwrap_or_default().trim().to_owned();
    let last = name.rsplit(' ').next().unwrap_or_default();
    let name = match last {
        _ if name.contains("Airport") => name.clone(),
        "Airfield" | "Airstrip" | "Heliport" | "Base" | "Field" | "Station" | "Seaplane"
        | "AFB" => return None,
        _ => format!("{name} Airport"),
    };
    let is_name = spelling::is_latin(&name)
        && filters::word_count(&name) >= 2
        && !name.chars().any(|found| found.is_ascii_digit() || found == '\u{FFFD}')
        && name.chars().next().is_some_and(char::is_uppercase);
    is_name.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn airports_are_called_airports() {
        for (raw, name) in [
            ("Zaporozhye Int'l", Some("Zaporozhye International Airport")),
            ("Baghdad International Airport", Some("Baghdad International Airport")),
            ("Paris Orly", Some("Paris Orly Airport")),
            ("Gogebic/Iron County Airport", Some("Gogebic Airport")),
            ("Ramstein Air Base", None),
        ] {
            assert_eq!(airport_name(raw).as_deref(), name, "{raw}");
        }
    }
}
