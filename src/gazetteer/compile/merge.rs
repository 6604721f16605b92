//! One entity from several lists: rows that mean the same are joined.

use rustc_hash::FxHashMap;

use super::names::{add_surface, surface_key};
use crate::gazetteer::Row;

/// Terms of one office holder lie within a working life, in years.
const WORKING_LIFE: i32 = 40;

/// Rows that grow together, in the order in which they came.
///
/// The first row of an entity keeps its name and source; later ones add what it lacks. So the most
/// trusted list is read first.
#[derive(Default)]
pub struct Pool {
    rows: Vec<Row>,
    by_wikidata: FxHashMap<String, usize>,
    by_name: FxHashMap<String, Vec<usize>>,
}

impl Pool {
    /// Adds a row, or joins it to the row that it repeats. Whether it was new.
    ///
    /// Two rows are the same with the same Wikidata id; or with the same name, if countries and
    /// dates allow it and they do not have different Wikidata ids.
    pub fn add(&mut self, row: Row) -> bool {
        let by_id = self.by_wikidata.get(&row.wikidata).filter(|_| !row.wikidata.is_empty());
        let found = by_id.copied().or_else(|| self.by_name(&row));
        match found {
            Some(ix) => {
                join(&mut self.rows[ix], row);
                let wikidata = self.rows[ix].wikidata.clone();
                if !wikidata.is_empty() {
                    self.by_wikidata.entry(wikidata).or_insert(ix);
                }
                false
            }
            None => {
                let ix = self.rows.len();
                if !row.wikidata.is_empty() {
                    self.by_wikidata.insert(row.wikidata.clone(), ix);
                }
                self.by_name.entry(surface_key(&row.name)).or_default().push(ix);
                self.rows.push(row);
                true
            }
        }
    }

    fn by_name(&self, row: &Row) -> Option<usize> {
        let namesakes = self.by_name.get(&surface_key(&row.name))?;
        namesakes.iter().copied().find(|&ix| may_be_same(&self.rows[ix], row))
    }

    pub fn rows_mut(&mut self) -> impl Iterator<Item = &mut Row> {
        self.rows.iter_mut()
    }

    pub fn into_rows(self) -> Vec<Row> {
        self.rows
    }
}

fn may_be_same(left: &Row, right: &Row) -> bool {
    left.kind == right.kind
        && agree(&left.country, &right.country)
        && agree(&left.wikidata, &right.wikidata)
        && may_be_one_life(left, right)
}

/// Equal, or not known.
fn agree(left: &str, right: &str) -> bool {
    left.is_empty() || right.is_empty() || left == right
}

fn may_be_one_life(left: &Row, right: &Row) -> bool {
    let span = |row: &Row| {
        let (from, until) = (year(&row.from), year(&row.until));
        Some((from.or(until)?, until.or(from)?))
    };
    match (span(left), span(right)) {
        (Some(left), Some(right)) => left.1.max(right.1) - left.0.min(right.0) <= WORKING_LIFE + 20,
        _ => true,
    }
}

/// The year of an ISO date.
pub fn year(date: &str) -> Option<i32> {
    date.get(..4)?.parse().ok()
}

fn join(row: &mut Row, other: Row) {
    for (surface, flags) in other.surfaces().map(|(surface, flags)| (surface.to_owned(), flags)) {
        add_surface(row, &surface, flags);
    }
    row.prominence = row.prominence.max(other.prominence);
    let fill = |own: &mut String, other: String| {
        if own.is_empty() {
            *own = other;
        }
    };
    // Dates belong to an office: they come from one list together.
    if row.office.is_empty() && row.from.is_empty() && row.until.is_empty() {
        (row.office, row.from, row.until) = (other.office, other.from, other.until);
    }
    fill(&mut row.country, other.country);
    fill(&mut row.wikidata, other.wikidata);
    fill(&mut row.domain, other.domain);
    fill(&mut row.language, other.language);
    fill(&mut row.native, other.native);
    fill(&mut row.subtype, other.subtype);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EntityKind;

    fn person(name: &str, country: &str, wikidata: &str, from: &str) -> Row {
        let mut row = Row::new("person.x", EntityKind::Person, name);
        row.country = country.into();
        row.wikidata = wikidata.into();
        row.from = from.into();
        row
    }

    #[test]
    fn one_wikidata_id_is_one_person_with_two_names() {
        let mut pool = Pool::default();
        pool.add(person("Mazie K. Hirono", "US", "Q16476", "2007"));
        pool.add(person("Mazie Hirono", "US", "Q16476", ""));
        let rows = pool.into_rows();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].aliases[0].surface, "Mazie Hirono");
    }

    #[test]
    fn namesakes_stay_apart_by_country_wikidata_id_and_time() {
        let mut pool = Pool::default();
        assert!(pool.add(person("John Smith", "US", "Q1", "2001")));
        assert!(pool.add(person("John Smith", "GB", "", "2001")));
        assert!(pool.add(person("John Smith", "US", "Q2", "2001")));
        assert!(pool.add(person("John Smith", "US", "", "1871")));
        assert!(!pool.add(person("John Smith", "US", "", "2003")));
    }

    #[test]
    fn a_later_list_fills_what_the_first_one_lacks() {
        let mut pool = Pool::default();
        pool.add(person("Qasem Soleimani", "", "", ""));
        pool.add(person("Qasem Soleimani", "IR", "Q318182", "1998"));
        let rows = pool.into_rows();
        assert_eq!((rows[0].country.as_str(), rows[0].from.as_str()), ("IR", "1998"));
    }
}
