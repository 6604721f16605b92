//! Writing a table: unique ids, sorted rows, only the columns that hold something.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use super::names::slug;
use super::report::{Report, TableSize};
use crate::error::{Error, Result};
use crate::gazetteer::{Column, Header, Row};

/// Writes `rows` to `path`, sorted by id bytewise, under a temporary name until it is whole.
///
/// Entities with the same id, or with one for which `is_taken`, get their country, Wikidata id or a number behind it; the most
/// prominent one keeps it bare. Aliases are in byte order, a repeated name first.
pub fn write_table(
    path: &Path,
    rows: Vec<Row>,
    is_taken: impl Fn(&str) -> bool,
    report: &mut Report,
) -> Result<()> {
    let mut rows = with_unique_ids(rows, is_taken);
    let mut size = TableSize { rows: rows.len() as u64, ..TableSize::default() };
    for row in &mut rows {
        // The reader takes it from the id.
        if row.id.strip_prefix("gn.") == Some(row.geonames.as_str()) {
            row.geonames.clear();
        }
        let Row { aliases, name, .. } = row;
        aliases.sort_by(|left, right| {
            (left.surface != *name, &left.surface).cmp(&(right.surface != *name, &right.surface))
        });
        for (_, flags) in row.surfaces() {
            size.surfaces += 1;
            size.in_context += u64::from(flags.context);
        }
    }
    let header = filled_columns(&rows);
    let mut text = String::new();
    header.write(&mut text);
    for row in &rows {
        row.write(&header, &mut text);
    }
    size.bytes = text.len() as u64;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    report.tables.insert(name.unwrap_or_default(), size);
    write_whole(path, &text)
}

/// The header of the columns that are not empty in all rows.
fn filled_columns(rows: &[Row]) -> Header {
    let all = Header::new(Column::ALL);
    let mut filled = vec![false; all.columns().len()];
    let mut line = String::new();
    for row in rows {
        line.clear();
        row.write(&all, &mut line);
        for (filled, cell) in filled.iter_mut().zip(line.trim_end_matches('\n').split('\t')) {
            *filled |= !cell.is_empty();
        }
    }
    let columns = all.columns().iter().zip(filled).filter(|(_, filled)| *filled);
    Header::new(&columns.map(|(&column, _)| column).collect::<Vec<_>>())
}

/// Writes a file under a temporary name in its folder and renames it when it is whole.
pub fn write_whole(path: &Path, text: &str) -> Result<()> {
    let located = |error: std::io::Error| Error::new(error).at(path);
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    std::fs::create_dir_all(folder).map_err(located)?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(located)?;
    file.write_all(text.as_bytes()).map_err(located)?;
    file.as_file().sync_all().map_err(located)?;
    make_readable(file.as_file()).map_err(located)?;
    file.persist(path).map_err(|error| located(error.error))?;
    Ok(())
}

/// Temporary files are private; a table is for everybody.
#[cfg(unix)]
fn make_readable(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}

fn with_unique_ids(mut rows: Vec<Row>, is_taken: impl Fn(&str) -> bool) -> Vec<Row> {
    // Most prominent first within an id; the rest of the key makes the order certain.
    rows.sort_by(|left, right| {
        let rest = |row: &Row| {
            [&row.country, &row.wikidata, &row.from, &row.source, &row.name].map(String::clone)
        };
        left.id
            .cmp(&right.id)
            .then(right.prominence.cmp(&left.prominence))
            .then_with(|| rest(left).cmp(&rest(right)))
    });
    let mut taken: BTreeMap<String, Row> = BTreeMap::new();
    for mut row in rows {
        if let Some(id) = candidate_ids(&row).find(|id| !taken.contains_key(id) && !is_taken(id)) {
            row.id = id.clone();
            taken.insert(id, row);
        }
    }
    taken.into_values().collect()
}

/// The id, the id with what tells its bearer from others, the id with a number.
fn candidate_ids(row: &Row) -> impl Iterator<Item = String> + use<> {
    let extras = [&row.country, &row.wikidata, &row.subtype].map(|extra| slug(extra));
    let named = extras.into_iter().filter(|extra| !extra.is_empty());
    let numbered = (2..).map(|number: u32| number.to_string());
    let id = row.id.clone();
    let with_extra = named.chain(numbered).map(move |extra| format!("{id}-{extra}"));
    std::iter::once(row.id.clone()).chain(with_extra)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EntityKind;

    fn party(country: &str, prominence: u8) -> Row {
        let mut row = Row::new("org.labour-party", EntityKind::Org, "Labour Party");
        row.country = country.into();
        row.prominence = prominence;
        row.source = "partyfacts_wp".into();
        row
    }

    #[test]
    fn the_most_prominent_of_equal_ids_keeps_it() {
        let rows =
            with_unique_ids(vec![party("NZ", 40), party("GB", 70), party("IE", 40)], |_| false);
        let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(ids, ["org.labour-party", "org.labour-party-ie", "org.labour-party-nz"]);
        assert_eq!(rows[0].country, "GB");
    }

    #[test]
    fn an_id_of_a_reviewed_table_is_not_taken_again() {
        let rows = with_unique_ids(vec![party("NZ", 40)], |id| id == "org.labour-party");
        assert_eq!(rows[0].id, "org.labour-party-nz");
    }

    #[test]
    fn a_table_has_only_columns_that_hold_something() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("organisations.tsv");
        let mut report = Report::default();
        write_table(&path, vec![party("NZ", 40)], |_| false, &mut report).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "id\ttype\tname\tcountry\tprominence\tsource");
        assert_eq!(lines[1], "org.labour-party\tORG\tLabour Party\tNZ\t40\tpartyfacts_wp");
        assert_eq!(report.tables["organisations.tsv"].rows, 1);
    }
}
