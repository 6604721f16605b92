//! The header line of a table: which column is where.

use super::RowFault;

macro_rules! columns {
    ($($variant:ident $name:literal,)*) => {
        /// A column of an entity table.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Column {
            $($variant,)*
        }

        impl Column {
            /// All columns, in the order in which tables are written.
            pub const ALL: &[Column] = &[$(Column::$variant,)*];

            pub fn name(self) -> &'static str {
                match self {
                    $(Column::$variant => $name,)*
                }
            }
        }
    };
}

columns! {
    Id "id",
    Kind "type",
    Subtype "subtype",
    Name "name",
    Aliases "aliases",
    Country "country",
    Admin1 "admin1",
    Lat "lat",
    Lon "lon",
    Prominence "prominence",
    From "from",
    Until "until",
    Wikidata "wikidata",
    Geonames "geonames",
    Domain "domain",
    Language "language",
    Native "native",
    Demonyms "demonyms",
    Iso3 "iso3",
    Office "office",
    Weight "weight",
    Source "source",
}

impl Column {
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|column| column.name() == name)
    }
}

/// The columns of a table, in the order of its cells. Always holds `type` and `name`.
///
/// ```
/// # use dateline::gazetteer::{Column, Header};
/// let header = Header::parse("type\tname\tcountry").unwrap();
/// assert_eq!(header.columns(), [Column::Kind, Column::Name, Column::Country]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    columns: Vec<Column>,
}

impl Header {
    /// A header of `columns`; `type` and `name` are added where they are missing.
    pub fn new(columns: &[Column]) -> Self {
        let mut columns = columns.to_vec();
        for required in [Column::Name, Column::Kind] {
            if !columns.contains(&required) {
                columns.insert(0, required);
            }
        }
        Self { columns }
    }

    /// Reads a header line, with or without a byte-order mark and a line end.
    pub fn parse(line: &str) -> Result<Self, RowFault> {
        let line = line.trim_start_matches('\u{FEFF}').trim_end_matches(['\n', '\r']);
        let mut columns = Vec::new();
        for name in line.split('\t').map(str::trim) {
            let Some(column) = Column::from_name(name) else {
                let known: Vec<&str> = Column::ALL.iter().map(|column| column.name()).collect();
                let expected = format!("one of the columns {}", known.join(" "));
                return Err(RowFault::new(name, name, expected));
            };
            if columns.contains(&column) {
                return Err(RowFault::new(name, "the column twice", "every column once"));
            }
            columns.push(column);
        }
        for required in [Column::Kind, Column::Name] {
            if !columns.contains(&required) {
                let expected = "a header line with at least `type` and `name`, parted by a tab";
                return Err(RowFault::new(required.name(), line, expected));
            }
        }
        Ok(Self { columns })
    }

    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    pub fn has(&self, column: Column) -> bool {
        self.columns.contains(&column)
    }

    /// The cell of `column` in `line`, trimmed; `None` if the table or the line has no such cell.
    pub fn cell<'l>(&self, column: Column, line: &'l str) -> Option<&'l str> {
        let at = self.columns.iter().position(|&own| own == column)?;
        line.trim_end_matches(['\n', '\r']).split('\t').nth(at).map(str::trim)
    }

    /// Appends the header line, with its line feed.
    pub fn write(&self, out: &mut String) {
        for (ix, column) in self.columns.iter().enumerate() {
            out.push_str(if ix == 0 { "" } else { "\t" });
            out.push_str(column.name());
        }
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_reads_back_as_written() {
        let mut line = String::new();
        Header::new(Column::ALL).write(&mut line);
        assert_eq!(Header::parse(&line).unwrap().columns(), Column::ALL);
    }

    #[test]
    fn unknown_missing_and_double_columns_are_faults() {
        let fault = |line| Header::parse(line).unwrap_err().to_string();
        assert!(fault("type\tname\tcolour").contains("`colour`"));
        assert!(fault("id\tname").contains("`type`"));
        assert!(fault("type\tname\tname").contains("twice"));
    }
}
