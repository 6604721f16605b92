//! Places that only WordNet has: parts of cities, historical regions, capes, parks.

use rustc_hash::FxHashSet;

use super::filters::{PlaceSize, is_one_of, region_flag};
use super::names::{CONTEXT, add_surface, flag_name, slug, surface_key, tidy};
use super::{Kit, spelling};
use crate::error::Result;
use crate::gazetteer::Row;
use crate::model::EntityKind;

const WORDNET: &str = "wordnet_instances";

/// Constellations and inventions among WordNet's places.
const NO_PLACES: &str = "aquarius aquila aries auriga camelot cancer capricorn carina cassiopeia cepheus \
                         cetus columba crater draco dorado eden fornax gemini heaven hell hydra leo lepus \
                         libra lupus lyra norma olympus orion pavo pegasus perseus phoenix pictor pisces \
                         puppis sagitta sagittarius scorpio taurus tucana utopia vela virgo volans vulpecula andromeda sirius algol corvus antares arcturus betelgeuse deneb polaris rigel spica \
                         canopus aldebaran altair capella castor pollux procyon regulus vega lyra";

/// The rows of WordNet for `compiled/admin.tsv`: places whose names are not among `known` and not in
/// another table.
pub fn compile(kit: &mut Kit, known: &FxHashSet<String>) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    let mut found = Vec::new();
    let report = &mut kit.report;
    kit.lists.each_row(WORDNET, |raw| {
        if raw.kind() != "PLACE" {
            return;
        }
        report.read(WORDNET);
        let names: Vec<String> =
            std::iter::once(raw.name()).chain(raw.aliases()).map(tidy).collect();
        found.push(names);
    })?;
    for names in found {
        let name = &names[0];
        let is_known = names.iter().any(|name| {
            let key = surface_key(name);
            kit.is_place(name)
                || kit.reviewed.has_name(EntityKind::Facility, &key)
                || known.contains(&key)
        });
        if is_known {
            kit.report.dropped(WORDNET, "in another table");
            continue;
        }
        let is_invention = is_one_of(NO_PLACES, &surface_key(name));
        if is_invention || !spelling::is_written_as_name(name) {
            kit.report.dropped(WORDNET, "constellation, invention or no name");
            continue;
        }
        let mut row = Row::new(format!("place.{}", slug(name)), EntityKind::Place, name.clone());
        row.subtype = "place".into();
        row.prominence = 30;
        row.source = WORDNET.into();
        let size = PlaceSize { inhabitants: 0.0, is_well_known: true };
        for alias in names[1..].iter().filter(|alias| spelling::is_written_as_name(alias)) {
            let flags = region_flag(&kit.words, alias, PlaceSize { is_well_known: false, ..size });
            add_surface(&mut row, alias, flags);
        }
        let is_other = kit.is_false_friend(&surface_key(name));
        let name_flag = if is_other { CONTEXT } else { region_flag(&kit.words, name, size) };
        flag_name(&mut row, name_flag);
        kit.report.kept(WORDNET);
        rows.push(row);
    }
    Ok(rows)
}
