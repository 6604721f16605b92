//! Seas, rivers, lakes, mountains, islands and deserts of Natural Earth.

use super::cities::rounded;
use super::filters::{PlaceSize, region_flag};
use super::names::{CONTEXT, PLAIN, add_surface, flag_name, slug, surface_key, tidy, word_count};
use super::prominence;
use super::{Kit, spelling};
use crate::error::Result;
use crate::gazetteer::Row;
use crate::model::EntityKind;

const LIST: &str = "natural_earth";

/// How Natural Earth calls a sort of feature, how we call it, and the worst rank that is taken.
///
/// The rank is the zoom at which a map shows the feature: 0 for oceans, 10 for brooks. What stands
/// below that is in the news by accident only.
const SORTS: [(&str, &str, f64); 39] = [
    ("geography_marine_polys:sea", "sea", 9.0),
    ("geography_marine_polys:gulf", "gulf", 9.0),
    ("geography_marine_polys:bay", "bay", 8.0),
    ("geography_marine_polys:strait", "strait", 9.0),
    ("geography_marine_polys:sound", "sound", 8.0),
    ("geography_marine_polys:channel", "channel", 8.0),
    ("geography_marine_polys:lagoon", "lagoon", 8.0),
    ("geography_marine_polys:ocean", "ocean", 9.0),
    ("geography_marine_polys:fjord", "fjord", 8.0),
    ("geography_marine_polys:reef", "reef", 8.0),
    ("rivers_lake_centerlines:River", "river", 6.0),
    ("lakes:Lake", "lake", 7.0),
    ("lakes:Alkaline Lake", "lake", 7.0),
    ("lakes:Reservoir", "reservoir", 6.0),
    ("geography_regions_polys:Island", "island", 7.0),
    ("geography_regions_polys:Island group", "island", 7.0),
    ("geography_regions_points:island", "island", 6.0),
    ("geography_regions_points:cape", "cape", 6.0),
    ("geography_regions_polys:Range/mtn", "mountains", 7.0),
    ("geography_regions_polys:Foothills", "mountains", 7.0),
    ("geography_regions_polys:Plateau", "plateau", 6.0),
    ("geography_regions_polys:Desert", "desert", 6.0),
    ("geography_regions_polys:Pen/cape", "peninsula", 6.0),
    ("geography_regions_polys:Peninsula", "peninsula", 7.0),
    ("geography_regions_polys:Geoarea", "region", 5.0),
    ("geography_regions_polys:Coast", "coast", 5.0),
    ("geography_regions_polys:Plain", "plain", 6.0),
    ("geography_regions_polys:Basin", "basin", 6.0),
    ("geography_regions_polys:Delta", "delta", 6.0),
    ("geography_regions_polys:Valley", "valley", 6.0),
    ("geography_regions_polys:Gorge", "valley", 6.0),
    ("geography_regions_polys:Lowland", "plain", 6.0),
    ("geography_regions_polys:Isthmus", "isthmus", 6.0),
    ("geography_regions_polys:Wetlands", "wetland", 6.0),
    ("geography_regions_elevation_points:mountain", "mountain", 7.0),
    ("geography_regions_points:waterfall", "waterfall", 6.0),
    ("glaciated_areas:Glaciated areas", "glacier", 5.0),
    ("playas:Playa", "lake", 5.0),
    ("parks_and_protected_lands_area:National Park Service", "park", 5.0),
];

/// Abbreviations on maps and what they stand for.
const ABBREVIATIONS: [(&str, &str); 19] = [
    ("Mtn.", "Mountain"),
    ("Sd.", "Sound"),
    ("Mts.", "Mountains"),
    ("Mtns.", "Mountains"),
    ("Mts", "Mountains"),
    ("Mt.", "Mount"),
    ("Ra.", "Range"),
    ("Is.", "Islands"),
    ("I.", "Island"),
    ("Arch.", "Archipelago"),
    ("Pen.", "Peninsula"),
    ("Plat.", "Plateau"),
    ("L.", "Lake"),
    ("C.", "Cape"),
    ("Res.", "Reservoir"),
    ("Str.", "Strait"),
    ("G.", "Gulf"),
    ("Pk.", "Peak"),
    ("Des.", "Desert"),
];

/// Common words for features, without which many a name is a word or a person.
const HEADS: [&str; 10] = [
    "Archipelago",
    "Cape",
    "Desert",
    "Island",
    "Islands",
    "Lake",
    "Mount",
    "Mountains",
    "Range",
    "River",
];

/// The rows of Natural Earth for `compiled/admin.tsv`, populated places and regions aside.
pub fn compile(kit: &mut Kit) -> Result<Vec<Row>> {
    let mut found = Vec::new();
    let report = &mut kit.report;
    kit.lists.each_row(LIST, |raw| {
        let Some((_, subtype, worst)) = SORTS.iter().find(|(sort, ..)| *sort == raw.subtype())
        else {
            if raw.kind() == "PLACE" && !raw.subtype().starts_with("populated_places") {
                report.read(LIST);
                report.dropped(LIST, "boundaries, labels of regions and other marks on the map");
            }
            return;
        };
        report.read(LIST);
        let rank = raw.prominence().unwrap_or(10.0);
        if rank > *worst {
            return report.dropped(LIST, "feature that only large maps show");
        }
        let name = whole_words(&tidy(
            raw.name().trim_end_matches(" .").trim_start_matches(['\'', '‘', '’']),
        ));
        let is_coded_park =
            subtype == &"park" && name.split(' ').any(|word| word.len() <= 3 || word == "PRES");
        if !spelling::is_written_as_name(&name) || !spelling::is_latin(&name) || is_coded_park {
            return report.dropped(LIST, "feature whose name is damaged or not written as a name");
        }
        let mut row = Row::new("", EntityKind::Place, name);
        row.subtype = (*subtype).into();
        row.source = LIST.into();
        if let Some((lat, lon)) = raw.coordinates() {
            (row.lat, row.lon) = (Some(rounded(lat)), Some(rounded(lon)));
        }
        row.prominence = prominence::whole(64.0 - 6.0 * rank);
        found.push((row, rank));
    })?;
    Ok(found.into_iter().filter_map(|(row, rank)| finish(kit, row, rank)).collect())
}

/// Writes out the abbreviations of maps: `Taurus Mts.`, `Stewart I.`, `Mt. Kilimanjaro`.
fn whole_words(name: &str) -> String {
    let words = name.split(' ').map(|word| {
        let whole = ABBREVIATIONS.iter().find(|(short, _)| *short == word);
        whole.map_or(word, |(_, whole)| whole)
    });
    let words: Vec<&str> = words.collect();
    // The river lists of the map lost letters with accents: `Ro Grande`.
    let joined = match words[..] {
        ["Island", name] => format!("{name} Island"),
        _ => words.join(" "),
    };
    match joined.strip_prefix("Ro ") {
        Some(rest) => format!("Río {rest}"),
        None => joined,
    }
}

fn finish(kit: &mut Kit, mut row: Row, rank: f64) -> Option<Row> {
    let name = row.name.clone();
    let key = surface_key(&name);
    let is_well_known = kit.english.contains(&key);
    let size = PlaceSize { inhabitants: 0.0, is_well_known: is_well_known || rank <= 2.0 };
    if is_well_known {
        row.prominence = (row.prominence + 8).min(80);
    }
    let has_city =
        kit.places.contains_key(&key) || kit.reviewed.has_place(&key) || kit.is_false_friend(&key);
    let flags = if has_city { CONTEXT } else { region_flag(&kit.words, &name, size) };
    if row.subtype == "park" {
        add_surface(&mut row, &format!("{name} National Park"), PLAIN);
    }
    let is_bare_river = !["Branch", "Canal", "Channel", "Creek", "Fork", "River"]
        .iter()
        .any(|word| name.ends_with(word));
    if row.subtype == "river" && is_bare_river && word_count(&name) <= 2 {
        for surface in [format!("{name} River"), format!("River {name}")] {
            add_surface(&mut row, &surface, PLAIN);
        }
    }
    if let Some(rest) = name.strip_prefix("Mount ") {
        add_surface(&mut row, &format!("Mt {rest}"), PLAIN);
        add_surface(&mut row, &format!("Mt. {rest}"), PLAIN);
    }
    let headless = HEADS.iter().find_map(|head| {
        let rest = name.strip_suffix(head).or_else(|| name.strip_prefix(head))?.trim();
        (!rest.is_empty() && !rest.contains(' ')).then(|| rest.to_owned())
    });
    if let Some(bare) = headless.filter(|bare| rank <= 5.0 && spelling::is_written_as_name(bare)) {
        let bare_key = surface_key(&bare);
        let is_other = kit.places.contains_key(&bare_key)
            || kit.reviewed.has_place(&bare_key)
            || kit.words.is_common(&bare_key)
            || kit.words.is_given_name(&bare_key)
            || kit.words.is_surname(&bare_key);
        if !is_other && row.subtype != "lake" && row.subtype != "reservoir" {
            add_surface(&mut row, &bare, CONTEXT);
        }
    }
    if key.chars().count() < 3 {
        kit.report.dropped(LIST, "feature with a name of two letters");
        return None;
    }
    flag_name(&mut row, flags);
    row.id = format!("{}.{}", row.subtype, slug(&name));
    if kit.reviewed.same_as(&row).is_some() || kit.reviewed.has_feature(&key, &row.subtype) {
        kit.report.dropped(LIST, "in a reviewed table");
        return None;
    }
    kit.report.kept(LIST);
    Some(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_of_maps_are_written_out() {
        assert_eq!(whole_words("Taurus Mts."), "Taurus Mountains");
        assert_eq!(whole_words("Mt. Kilimanjaro"), "Mount Kilimanjaro");
        assert_eq!(whole_words("Stewart I."), "Stewart Island");
        assert_eq!(whole_words("Ro Grande de Santiago"), "Río Grande de Santiago");
    }
}
