//! Counties of the United States, with their middles: what local news says where things are.

use super::Kit;
use super::city_map::region_names;
use super::names::tidy;
use super::prominence;
use crate::error::Result;
use crate::gazetteer::Row;
use crate::model::EntityKind;

const LIST: &str = "us_counties";

/// The rows of `compiled/counties.tsv`. A line of the list has the FIPS code, the name with what sort
/// it is (`Walker County`, `Orleans Parish`), the GeoNames id of the state, the middle of the largest
/// part of the county, and the inhabitants of its towns.
///
/// The names stand alone: what ends in "County" is no word and no person. They have no short forms,
/// since "Walker" alone is anything but the county.
pub fn compile(kit: &mut Kit) -> Result<Vec<Row>> {
    let states = region_names(kit)?;
    let mut rows = Vec::new();
    let report = &mut kit.report;
    kit.lists.each_word("us_counties.tsv", |line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [fips, name, state, lat, lon, inhabitants] = cells[..] else { return };
        let (Ok(lat), Ok(lon)) = (lat.parse(), lon.parse()) else { return };
        report.read(LIST);
        let mut row = Row::new(format!("county.us.{fips}"), EntityKind::Place, tidy(name));
        row.subtype = "county".into();
        row.country = "US".into();
        row.admin1 = states.get(state).cloned().unwrap_or_default();
        (row.lat, row.lon) = (Some(lat), Some(lon));
        row.prominence = prominence::of_region(inhabitants.parse().unwrap_or(0.0), false);
        row.source = LIST.into();
        rows.push(row);
    })?;
    let rows = kit.without_reviewed(rows);
    for _ in &rows {
        kit.report.kept(LIST);
    }
    Ok(rows)
}
