//! The tables reviewed by hand, which the compiled ones do not repeat.

use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use super::filters::is_one_of;
use super::names::surface_key;
use super::raw::each_line;
use crate::error::{Error, Result};
use crate::gazetteer::Row;
use crate::model::EntityKind;

/// What the reviewed tables hold.
#[derive(Default)]
pub struct Reviewed {
    ids: FxHashSet<String>,
    /// Reviewed ids by Wikidata id and by GeoNames id.
    wikidata: FxHashMap<String, String>,
    geonames: FxHashMap<String, String>,
    name_of: FxHashMap<String, String>,
    names: FxHashMap<(String, String), Vec<Known>>,
    /// Keys of all surface forms of places, and of those that stand alone.
    places: FxHashSet<String>,
    /// Keys of surface forms that stand alone for something that is no place.
    actors: FxHashSet<String>,
    surfaces_of: FxHashMap<String, FxHashSet<String>>,
    city_aliases: FxHashMap<String, Vec<String>>,
    /// Keys of all surface forms of nationalities and groups.
    groups: FxHashSet<String>,
    /// Names and country of each person.
    persons: Vec<(Vec<String>, String)>,
}

struct Known {
    id: String,
    country: String,
    admin1: String,
    class: PlaceClass,
}

/// Places of one name in one country are the same only within a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PlaceClass {
    Settlement,
    Region,
    Nature,
}

impl PlaceClass {
    fn of(subtype: &str) -> Self {
        const SETTLEMENTS: [&str; 8] =
            ["city", "town", "capital", "village", "settlement", "camp", "estate", "neighbourhood"];
        const REGIONS: &str = "\
            admin1 region country state province territory oblast county district \
            republic krai nation place";
        match subtype {
            subtype if SETTLEMENTS.contains(&subtype) => PlaceClass::Settlement,
            subtype if is_one_of(REGIONS, subtype) || subtype.is_empty() => PlaceClass::Region,
            _ => PlaceClass::Nature,
        }
    }
}

impl Reviewed {
    /// Reads all tables of `folder`; a folder that is not there holds nothing.
    pub fn read(folder: &Path) -> Result<Self> {
        let mut reviewed = Self::default();
        let Ok(entries) = std::fs::read_dir(folder) else { return Ok(reviewed) };
        let mut paths = Vec::new();
        for entry in entries {
            paths.push(entry.map_err(|error| Error::new(error).at(folder))?.path());
        }
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "tsv"));
        paths.sort();
        for path in paths {
            reviewed.read_table(&path)?;
        }
        Ok(reviewed)
    }

    fn read_table(&mut self, path: &Path) -> Result<()> {
        let mut columns: FxHashMap<String, usize> = FxHashMap::default();
        let is_city_aliases = path.file_stem().is_some_and(|stem| stem == "city_aliases");
        each_line(path, |line| {
            let cells: Vec<&str> = line.split('\t').collect();
            if columns.is_empty() {
                columns =
                    cells.iter().enumerate().map(|(at, name)| ((*name).to_owned(), at)).collect();
                return Ok(());
            }
            let cell = |name: &str| {
                columns.get(name).and_then(|&at| cells.get(at)).copied().unwrap_or_default()
            };
            if is_city_aliases {
                let aliases = cell("aliases").split('|').filter(|alias| !alias.is_empty());
                self.city_aliases
                    .entry(cell("geonames").to_owned())
                    .or_default()
                    .extend(aliases.map(str::to_owned));
            } else {
                self.take(&cell);
            }
            Ok(())
        })
    }

    fn take<'cells>(&mut self, cell: &impl Fn(&str) -> &'cells str) {
        let (id, kind) = (cell("id"), cell("type"));
        if id.is_empty() {
            return;
        }
        self.ids.insert(id.to_owned());
        self.name_of.insert(id.to_owned(), cell("name").to_owned());
        if kind == "PERSON" {
            let names = std::iter::once(cell("name")).chain(cell("aliases").split('|'));
            let names = names.map(|name| without_flag(name).to_owned()).collect();
            self.persons.push((names, cell("country").to_owned()));
        }
        if !cell("wikidata").is_empty() {
            self.wikidata.insert(cell("wikidata").to_owned(), id.to_owned());
        }
        let geonames = match id.strip_prefix("gn.") {
            Some(number) => number,
            None => cell("geonames"),
        };
        if !geonames.is_empty() {
            self.geonames.insert(geonames.to_owned(), id.to_owned());
        }
        let surfaces = std::iter::once(cell("name")).chain(cell("aliases").split('|'));
        // A flagged name is repeated among the aliases.
        let repeated = format!("{}{{", cell("name"));
        let repeats_with_flag =
            cell("aliases").split('|').any(|alias| alias.starts_with(&repeated));
        for surface in surfaces {
            let key = surface_key(without_flag(surface));
            if key.is_empty() {
                continue;
            }
            match kind {
                "PLACE" => drop(self.places.insert(key.clone())),
                "NORP" => drop(self.groups.insert(key.clone())),
                _ => {}
            }
            let is_plain = surface == without_flag(surface) && surface.len() > 3;
            let is_actor = ["ORG", "OUTLET", "NORP", "PERSON", "FACILITY"].contains(&kind);
            if is_plain && is_actor && !repeats_with_flag {
                self.actors.insert(key.clone());
            }
            self.surfaces_of.entry(id.to_owned()).or_default().insert(key.clone());
            self.names.entry((kind.to_owned(), key)).or_default().push(Known {
                id: id.to_owned(),
                country: cell("country").to_owned(),
                admin1: cell("admin1").to_owned(),
                class: PlaceClass::of(cell("subtype")),
            });
        }
    }

    /// The reviewed entity that `row` repeats: the same id (of a domain or a GeoNames place), Wikidata
    /// id or GeoNames id, or the same type and name in the same country. Where one of the two has no
    /// country, the name decides.
    pub fn same_as(&self, row: &Row) -> Option<&str> {
        let id_is_thing = row.kind == EntityKind::Outlet || row.id.starts_with("gn.");
        if let Some(id) = self.ids.get(&row.id).filter(|_| id_is_thing) {
            return Some(id);
        }
        if let Some(id) =
            self.wikidata.get(&row.wikidata).or_else(|| self.geonames.get(&row.geonames))
        {
            return Some(id);
        }
        // A person is also found by a shorter form: `Donald Trump` of `Donald J. Trump`.
        let aliases = if row.kind == EntityKind::Person { row.aliases.as_slice() } else { &[] };
        let names = aliases.iter().map(|alias| alias.surface.as_str());
        std::iter::once(row.name.as_str()).chain(names).find_map(|name| self.namesake(row, name))
    }

    /// The reviewed entity of the same type and country with this surface form.
    fn namesake(&self, row: &Row, name: &str) -> Option<&str> {
        let known = self.names.get(&(row.kind.to_string(), surface_key(name)))?;
        let is_place = row.kind == EntityKind::Place;
        let class = PlaceClass::of(&row.subtype);
        let same = known.iter().find(|known| {
            let country =
                known.country == row.country || known.country.is_empty() || row.country.is_empty();
            // Every second state has a Jefferson County.
            let is_county = row.subtype == "county" && known.admin1 != row.admin1;
            country && (!is_place || known.class == class && !is_county)
        });
        same.map(|known| known.id.as_str())
    }

    /// Whether a reviewed entity of the type `kind` has a surface form with this key.
    pub fn has_name(&self, kind: EntityKind, key: &str) -> bool {
        self.names.contains_key(&(kind.to_string(), key.to_owned()))
    }

    /// The reviewed name of the entity with this GeoNames id.
    pub fn name_of_geonames(&self, geonames: &str) -> Option<&str> {
        let id = self.geonames.get(geonames)?;
        self.name_of.get(id).map(String::as_str)
    }

    /// Whether the reviewed entity `id` has the surface form.
    pub fn has_surface(&self, id: &str, surface: &str) -> bool {
        self.surfaces_of.get(id).is_some_and(|keys| keys.contains(&surface_key(surface)))
    }

    /// Whether the key alone means something reviewed that is no place: `Toyota`, `Ajax`, `Kew Gardens`.
    pub fn is_actor(&self, key: &str) -> bool {
        self.actors.contains(key)
    }

    /// Whether a reviewed place has a surface form with this key.
    pub fn has_place(&self, key: &str) -> bool {
        self.places.contains(key)
    }

    /// Whether a reviewed nationality or group has a surface form with this key.
    pub fn has_group(&self, key: &str) -> bool {
        self.groups.contains(key)
    }

    /// Names and country of every reviewed person, in the order of the tables.
    pub fn persons(&self) -> &[(Vec<String>, String)] {
        &self.persons
    }

    /// Whether a reviewed place of this name is a feature of the same sort, in whatever country.
    pub fn has_feature(&self, key: &str, subtype: &str) -> bool {
        let known = self.names.get(&("PLACE".to_owned(), key.to_owned()));
        let class = PlaceClass::of(subtype);
        known.is_some_and(|known| known.iter().any(|known| known.class == class))
    }

    /// The id is taken, by whatever entity.
    pub fn has_id(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// Reviewed surface forms of a city, with their flags as written.
    pub fn city_aliases(&self, geonames: &str) -> &[String] {
        self.city_aliases.get(geonames).map(Vec::as_slice).unwrap_or_default()
    }
}

/// A surface form without `{context}` and other flags at its end.
pub fn without_flag(surface: &str) -> &str {
    surface.split('{').next().unwrap_or_default().trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reviewed() -> Reviewed {
        let folder = tempfile::tempdir().unwrap();
        let places = "id\ttype\tsubtype\tname\taliases\tcountry\n\
                      country.GE\tPLACE\tcountry\tGeorgia\tSakartvelo\tGE\n\
                      region.punjab\tPLACE\tregion\tPunjab\tPanjab{context}\tPK\n";
        std::fs::write(folder.path().join("places.tsv"), places).unwrap();
        let aliases = "geonames\taliases\tsource\n1275339\tBombay\treviewed\n";
        std::fs::write(folder.path().join("city_aliases.tsv"), aliases).unwrap();
        Reviewed::read(folder.path()).unwrap()
    }

    fn place(name: &str, subtype: &str, country: &str) -> Row {
        let mut row = Row::new("gn.1", EntityKind::Place, name);
        row.subtype = subtype.into();
        row.country = country.into();
        row
    }

    #[test]
    fn a_region_of_the_same_name_and_country_is_not_repeated() {
        let reviewed = reviewed();
        assert_eq!(reviewed.same_as(&place("Panjab", "admin1", "PK")), Some("region.punjab"));
        assert_eq!(reviewed.same_as(&place("Punjab", "admin1", "IN")), None);
        assert_eq!(reviewed.same_as(&place("Punjab", "city", "PK")), None);
    }

    #[test]
    fn reviewed_aliases_of_cities_are_found_by_geonames_id() {
        assert_eq!(reviewed().city_aliases("1275339"), ["Bombay"]);
        assert!(reviewed().city_aliases("1").is_empty());
    }
}
