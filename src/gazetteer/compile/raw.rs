//! The raw lists: one schema for all, read a line at a time.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// The header of every raw list.
const COLUMNS: [&str; 15] = [
    "id", "name", "type", "subtype", "aliases", "lang", "country", "lat", "lon", "prom", "from",
    "until", "wikidata", "geonames", "source",
];

/// One row of a raw list, as it stands in the file; an empty cell is an empty string.
pub struct RawRow<'line> {
    cells: [&'line str; COLUMNS.len()],
}

impl<'line> RawRow<'line> {
    pub fn id(&self) -> &'line str {
        self.cells[0]
    }
    pub fn name(&self) -> &'line str {
        self.cells[1]
    }
    pub fn kind(&self) -> &'line str {
        self.cells[2]
    }
    pub fn subtype(&self) -> &'line str {
        self.cells[3]
    }
    pub fn aliases(&self) -> impl Iterator<Item = &'line str> + use<'line> {
        self.cells[4].split('|').map(str::trim).filter(|alias| !alias.is_empty())
    }
    pub fn country(&self) -> &'line str {
        self.cells[6]
    }
    /// Latitude and longitude in degrees, where both are numbers.
    pub fn coordinates(&self) -> Option<(f64, f64)> {
        Some((self.cells[7].parse().ok()?, self.cells[8].parse().ok()?))
    }
    /// What the list says of size or fame: inhabitants, a rank, an index. Its unit is the list's.
    pub fn prominence(&self) -> Option<f64> {
        self.cells[9].parse().ok()
    }
    pub fn from(&self) -> &'line str {
        self.cells[10]
    }
    pub fn until(&self) -> &'line str {
        self.cells[11]
    }
    pub fn wikidata(&self) -> &'line str {
        self.cells[12]
    }
    pub fn geonames(&self) -> &'line str {
        self.cells[13]
    }
}

/// The folders in which raw lists are looked for, in this order.
#[derive(Clone, Debug)]
pub struct RawLists {
    folders: Vec<PathBuf>,
}

impl RawLists {
    pub fn new(folders: impl IntoIterator<Item = PathBuf>) -> Self {
        Self { folders: folders.into_iter().collect() }
    }

    /// The file of that name in the first folder that has it.
    pub fn path(&self, file: &str) -> Option<PathBuf> {
        self.folders.iter().map(|folder| folder.join(file)).find(|path| path.is_file())
    }

    /// Hands each row of the list `stem` to `take`; a list that is not there has no rows.
    ///
    /// Holds one line at a time. Bytes that are not UTF-8 become replacement characters.
    pub fn each_row(&self, stem: &str, mut take: impl FnMut(&RawRow<'_>)) -> Result<bool> {
        let Some(path) = self.path(&format!("{stem}.tsv")) else { return Ok(false) };
        let mut line_number = 0;
        each_line(&path, |line| {
            line_number += 1;
            let row = parse(line).ok_or_else(|| wrong_columns(line, &path, line_number))?;
            if line_number == 1 {
                if row.cells != COLUMNS {
                    return Err(wrong_columns(line, &path, 1));
                }
            } else {
                take(&row);
            }
            Ok(())
        })?;
        Ok(true)
    }

    /// Hands each line of a plain list to `take`.
    pub fn each_word(&self, file: &str, mut take: impl FnMut(&str)) -> Result<bool> {
        let Some(path) = self.path(file) else { return Ok(false) };
        each_line(&path, |line| {
            take(line.trim());
            Ok(())
        })?;
        Ok(true)
    }
}

/// Hands each line of a file, without its end, to `take`.
pub fn each_line(path: &Path, mut take: impl FnMut(&str) -> Result<()>) -> Result<()> {
    let located = |error: std::io::Error| Error::new(error).at(path);
    let mut reader = BufReader::with_capacity(1 << 18, File::open(path).map_err(located)?);
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        if reader.read_until(b'\n', &mut bytes).map_err(located)? == 0 {
            return Ok(());
        }
        let line = String::from_utf8_lossy(&bytes);
        take(line.trim_end_matches(['\n', '\r']))?;
    }
}

fn parse(line: &str) -> Option<RawRow<'_>> {
    let mut cells = [""; COLUMNS.len()];
    let mut found = 0;
    for cell in line.split('\t') {
        *cells.get_mut(found)? = cell.trim();
        found += 1;
    }
    (found == COLUMNS.len()).then_some(RawRow { cells })
}

fn wrong_columns(line: &str, path: &Path, line_number: u64) -> Error {
    Error::gazetteer(format!(
        "{} columns; expected the {} columns {}",
        line.split('\t').count(),
        COLUMNS.len(),
        COLUMNS.join(" ")
    ))
    .at(path)
    .on_line(line_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_gives_its_cells_by_name() {
        let line = "gn:98182\tBaghdad\tPLACE\tcity\tBagdad|Bagdat\t\tIQ\t33.34\t44.40\t7216000\t\t\t\t98182\tx";
        let row = parse(line).unwrap();
        assert_eq!(row.name(), "Baghdad");
        assert_eq!(row.aliases().collect::<Vec<_>>(), ["Bagdad", "Bagdat"]);
        assert_eq!(row.coordinates(), Some((33.34, 44.40)));
        assert_eq!(row.prominence(), Some(7_216_000.0));
        assert_eq!(row.geonames(), "98182");
    }

    #[test]
    fn a_list_with_other_columns_is_refused_with_file_and_line() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("towns.tsv"), "id\tname\n").unwrap();
        let lists = RawLists::new([folder.path().to_owned()]);
        let message = lists.each_row("towns", |_| {}).unwrap_err().to_string();
        assert!(message.contains("towns.tsv:1: 2 columns; expected the 15"), "{message}");
    }

    #[test]
    fn a_list_that_is_not_there_has_no_rows() {
        let folder = tempfile::tempdir().unwrap();
        let lists = RawLists::new([folder.path().to_owned()]);
        assert!(!lists.each_row("towns", |_| panic!("no rows")).unwrap());
    }
}
