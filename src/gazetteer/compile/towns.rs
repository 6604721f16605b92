//! Towns below 5,000 inhabitants, where news names them: the United States, and countries at war.

use super::Kit;
use super::cities::{TOWNS, rounded};
use super::city_map::region_names;
use super::city_names::{english_form, name_drop_reason, saint_forms};
use super::names::{CONTEXT, add_surface, flag_name};
use super::prominence::{self, CityRank};
use crate::error::Result;
use crate::gazetteer::Row;
use crate::model::EntityKind;

const LIST: &str = "geonames_towns";

/// The rows of `compiled/towns.tsv`. A line of the list has the GeoNames id, the name, the country, the
/// GeoNames id of the region, latitude, longitude and inhabitants.
///
/// All names need context: at this size there is a town for nearly every surname. They are no
/// places to the rules on other names, or every company called after its founder would ask for
/// context, too.
pub fn compile(kit: &mut Kit) -> Result<Vec<Row>> {
    let regions = region_names(kit)?;
    let mut rows = Vec::new();
    let (report, words) = (&mut kit.report, &kit.words);
    kit.lists.each_word("geonames_towns.tsv", |line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [geonames, name, country, region, lat, lon, inhabitants] = cells[..] else { return };
        let (Ok(lat), Ok(lon)) = (lat.parse(), lon.parse()) else { return };
        report.read(LIST);
        let name = english_form(name, country);
        if let Some(reason) = name_drop_reason(words, &name, country, TOWNS) {
            return report.dropped(LIST, reason);
        }
        let mut row = Row::new(format!("gn.{geonames}"), EntityKind::Place, name);
        row.subtype = "city".into();
        row.country = country.into();
        row.admin1 = regions.get(region).cloned().unwrap_or_default();
        row.geonames = geonames.into();
        (row.lat, row.lon) = (Some(rounded(lat)), Some(rounded(lon)));
        let inhabitants = inhabitants.parse().unwrap_or(0.0);
        row.prominence = prominence::of_city(inhabitants, 0, CityRank::Other);
        row.source = LIST.into();
        for form in saint_forms(&row.name) {
            add_surface(&mut row, &form, CONTEXT);
        }
        flag_name(&mut row, CONTEXT);
        rows.push(row);
    })?;
    let rows = kit.without_reviewed(rows);
    for _ in &rows {
        kit.report.kept(LIST);
    }
    Ok(rows)
}
