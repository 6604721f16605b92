//! Every row names a source that `SOURCES.toml` describes, with licence and attribution.

use std::collections::BTreeSet;
use std::path::Path;

use crate::error::{Error, Result};
use crate::gazetteer::Row;

/// The keys of `SOURCES.toml`, where there is one.
pub struct Sources {
    keys: Option<BTreeSet<String>>,
}

impl Sources {
    pub fn read(path: &Path) -> Result<Self> {
        if !path.is_file() {
            return Ok(Self { keys: None });
        }
        let text = std::fs::read_to_string(path).map_err(|error| Error::new(error).at(path))?;
        let table: toml::Table = text
            .parse()
            .map_err(|error| Error::gazetteer(format!("not TOML: {error}")).at(path))?;
        Ok(Self { keys: Some(table.keys().cloned().collect()) })
    }

    /// An error for the first row whose source is not described.
    pub fn check(&self, table: &Path, rows: &[Row]) -> Result<()> {
        let Some(keys) = &self.keys else { return Ok(()) };
        match rows.iter().find(|row| !keys.contains(&row.source)) {
            None => Ok(()),
            Some(row) => Err(Error::gazetteer(format!(
                "source `{}` of `{}` is not in SOURCES.toml; expected a table [{}] with title, \
                 licence and attribution",
                row.source, row.id, row.source
            ))
            .at(table)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EntityKind;

    #[test]
    fn a_row_without_a_described_source_is_an_error_that_names_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("SOURCES.toml");
        std::fs::write(&path, "[reviewed]\ntitle = \"By hand\"\n").unwrap();
        let sources = Sources::read(&path).unwrap();
        let mut row = Row::new("gn.98182", EntityKind::Place, "Baghdad");
        row.source = "reviewed".into();
        assert!(sources.check(Path::new("cities.tsv"), std::slice::from_ref(&row)).is_ok());
        row.source = "iso3166_2".into();
        let error = sources.check(Path::new("cities.tsv"), &[row]).unwrap_err();
        assert!(error.to_string().contains("`iso3166_2` of `gn.98182`"), "{error}");
    }
}
