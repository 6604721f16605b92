//! One line of an entity table.

use super::{Alias, AliasFlags, Column, Header};
use crate::model::EntityKind;
use std::fmt::Write as _;
use std::str::FromStr;

/// One entity as a table has it; what a table leaves empty is empty here.
///
/// ```
/// # use dateline::gazetteer::{Header, Row};
/// let header = Header::parse("id\ttype\tname\taliases\tcountry").unwrap();
/// let row = Row::parse(&header, "outlet.time.com\tOUTLET\tTime\tTime{context}|Time magazine\tUS").unwrap();
/// assert_eq!(row.aliases.len(), 2);
/// let mut line = String::new();
/// row.write(&header, &mut line);
/// assert_eq!(line, "outlet.time.com\tOUTLET\tTime\tTime{context}|Time magazine\tUS\n");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Stable and unique, with a prefix for its sort: `gn.112931`.
    pub id: String,
    pub kind: EntityKind,
    pub subtype: String,
    /// The canonical English name, and a surface form.
    pub name: String,
    /// The other surface forms; the name again, if the name has flags.
    pub aliases: Vec<Alias>,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub admin1: String,
    /// Degrees; present if and only if `lon` is.
    pub lat: Option<f32>,
    pub lon: Option<f32>,
    /// 0 to 100: how likely news that uses the name means this entity.
    pub prominence: u8,
    /// ISO dates, months or years, both included.
    pub from: String,
    pub until: String,
    pub wikidata: String,
    /// Of a row whose table does not say it, what stands behind `gn.` in the id.
    pub geonames: String,
    /// Without `www.`
    pub domain: String,
    /// ISO 639-1.
    pub language: String,
    /// The name in its own language and script.
    pub native: String,
    pub demonyms: Vec<String>,
    /// ISO 3166-1 alpha-3.
    pub iso3: String,
    pub office: String,
    /// How frequent, 0 to 255; `None` where a table says nothing.
    pub weight: Option<u8>,
    /// Key of `SOURCES.toml`.
    pub source: String,
}

/// What is wrong with a cell: for an error or a finding, which add file and line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("column `{column}`: found `{found}`; expected {expected}")]
pub struct RowFault {
    pub column: String,
    pub found: String,
    pub expected: String,
}

/// Longer cells are cut in messages.
const SHOWN_CHARS: usize = 80;

impl RowFault {
    pub fn new(column: &str, found: &str, expected: impl Into<String>) -> Self {
        let mut shown: String = found.chars().take(SHOWN_CHARS).collect();
        if shown.len() < found.len() {
            shown.push('…');
        }
        Self { column: column.to_owned(), found: shown, expected: expected.into() }
    }
}

impl Row {
    /// A row with nothing but these.
    pub fn new(id: impl Into<String>, kind: EntityKind, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            kind,
            name: name.into(),
            subtype: String::new(),
            aliases: Vec::new(),
            country: String::new(),
            admin1: String::new(),
            lat: None,
            lon: None,
            prominence: 0,
            from: String::new(),
            until: String::new(),
            wikidata: String::new(),
            geonames: String::new(),
            domain: String::new(),
            language: String::new(),
            native: String::new(),
            demonyms: Vec::new(),
            iso3: String::new(),
            office: String::new(),
            weight: None,
            source: String::new(),
        }
    }

    /// Reads a line of a table with this header, with or without its line end.
    pub fn parse(header: &Header, line: &str) -> Result<Row, RowFault> {
        let line = line.trim_end_matches(['\n', '\r']);
        let cells = line.split('\t').count();
        if cells != header.columns().len() {
            let expected = format!("{} cells, as in the header", header.columns().len());
            return Err(RowFault::new("(all)", &format!("{cells} cells"), expected));
        }
        let mut row = Row::new("", EntityKind::Place, "");
        for (&column, cell) in header.columns().iter().zip(line.split('\t')) {
            row.set(column, cell.trim())?;
        }
        if row.geonames.is_empty() {
            let number = row.id.strip_prefix("gn.").unwrap_or_default();
            if number.bytes().all(|byte| byte.is_ascii_digit()) {
                row.geonames = number.to_owned();
            }
        }
        if row.lat.is_some() != row.lon.is_some() {
            return Err(RowFault::new("lat", "one of lat and lon", "both or none"));
        }
        Ok(row)
    }

    fn set(&mut self, column: Column, cell: &str) -> Result<(), RowFault> {
        let fault = |expected: &str| RowFault::new(column.name(), cell, expected);
        match column {
            Column::Kind => {
                self.kind =
                    cell.parse().ok().filter(|&kind| kind != EntityKind::Date).ok_or_else(
                        || fault("PERSON, ORG, PLACE, OUTLET, NORP, FACILITY or ROLE"),
                    )?;
            }
            Column::Name => self.name = name(cell)?,
            Column::Aliases => {
                let parts = cell.split('|').filter(|_| !cell.is_empty());
                self.aliases = parts.map(Alias::parse).collect::<Result<_, _>>()?;
            }
            Column::Lat => {
                self.lat = degrees(cell, 90.0).map_err(|()| fault("a number from -90 to 90"))?
            }
            Column::Lon => {
                self.lon = degrees(cell, 180.0).map_err(|()| fault("a number from -180 to 180"))?
            }
            Column::Prominence => {
                let number = number(cell).map_err(|()| fault("a whole number from 0 to 100"))?;
                self.prominence = number.unwrap_or(0);
                if self.prominence > 100 {
                    return Err(fault("a whole number from 0 to 100"));
                }
            }
            Column::Weight => {
                self.weight = number(cell).map_err(|()| fault("a whole number from 0 to 255"))?
            }
            Column::From | Column::Until => {
                if !cell.is_empty() && !is_date(cell) {
                    return Err(fault("a year, a month or a day: 1999, 1999-03 or 1999-03-24"));
                }
                *self.text_mut(column) = cell.to_owned();
            }
            Column::Demonyms => {
                let parts = cell.split('|').map(str::trim).filter(|part| !part.is_empty());
                self.demonyms = parts.map(str::to_owned).collect();
            }
            _ => *self.text_mut(column) = cell.to_owned(),
        }
        Ok(())
    }

    /// The field of a column that holds plain text.
    fn text_mut(&mut self, column: Column) -> &mut String {
        match column {
            Column::Id => &mut self.id,
            Column::Subtype => &mut self.subtype,
            Column::Country => &mut self.country,
            Column::Admin1 => &mut self.admin1,
            Column::From => &mut self.from,
            Column::Until => &mut self.until,
            Column::Wikidata => &mut self.wikidata,
            Column::Geonames => &mut self.geonames,
            Column::Domain => &mut self.domain,
            Column::Language => &mut self.language,
            Column::Native => &mut self.native,
            Column::Iso3 => &mut self.iso3,
            Column::Office => &mut self.office,
            Column::Source => &mut self.source,
            _ => &mut self.name,
        }
    }

    /// Every surface form, the name first; a name that is repeated among the aliases has the flags
    /// it has there.
    pub fn surfaces(&self) -> impl Iterator<Item = (&str, AliasFlags)> {
        let repeated = self.aliases.iter().any(|alias| alias.surface == self.name);
        let name = (!repeated).then_some((self.name.as_str(), AliasFlags::NONE));
        let aliases = self.aliases.iter().map(|alias| (alias.surface.as_str(), alias.flags));
        name.into_iter().chain(aliases)
    }

    /// Appends the line of this row, with its line feed. Columns that the header lacks are left out.
    pub fn write(&self, header: &Header, out: &mut String) {
        for (ix, &column) in header.columns().iter().enumerate() {
            if ix > 0 {
                out.push('\t');
            }
            self.write_cell(column, out);
        }
        out.push('\n');
    }

    fn write_cell(&self, column: Column, out: &mut String) {
        // Writing to a string cannot fail.
        let _ = match column {
            Column::Kind => out.write_str(self.kind.as_str()),
            Column::Name => write_text(&self.name, out),
            Column::Aliases => write_list(&self.aliases, out),
            Column::Demonyms => write_list(&self.demonyms, out),
            Column::Lat => write_list(self.lat.as_slice(), out),
            Column::Lon => write_list(self.lon.as_slice(), out),
            Column::Prominence => write!(out, "{}", self.prominence),
            Column::Weight => write_list(self.weight.as_slice(), out),
            Column::Id => write_text(&self.id, out),
            Column::Subtype => write_text(&self.subtype, out),
            Column::Country => write_text(&self.country, out),
            Column::Admin1 => write_text(&self.admin1, out),
            Column::From => write_text(&self.from, out),
            Column::Until => write_text(&self.until, out),
            Column::Wikidata => write_text(&self.wikidata, out),
            Column::Geonames => write_text(&self.geonames, out),
            Column::Domain => write_text(&self.domain, out),
            Column::Language => write_text(&self.language, out),
            Column::Native => write_text(&self.native, out),
            Column::Iso3 => write_text(&self.iso3, out),
            Column::Office => write_text(&self.office, out),
            Column::Source => write_text(&self.source, out),
        };
    }
}

/// Appends a cell; tabs and line ends become spaces.
fn write_text(cell: &str, out: &mut String) -> std::fmt::Result {
    out.extend(cell.chars().map(|c| if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c }));
    Ok(())
}

fn write_list(parts: &[impl std::fmt::Display], out: &mut String) -> std::fmt::Result {
    let mut cell = String::new();
    for (ix, part) in parts.iter().enumerate() {
        write!(cell, "{}{part}", if ix == 0 { "" } else { "|" })?;
    }
    write_text(&cell, out)
}

fn name(cell: &str) -> Result<String, RowFault> {
    if cell.is_empty() {
        return Err(RowFault::new("name", cell, "a name"));
    }
    if cell.contains(['{', '}', '|']) {
        let expected = "no braces and no `|` in a name; repeat it among the aliases with its flags";
        return Err(RowFault::new("name", cell, expected));
    }
    Ok(cell.to_owned())
}

fn degrees(cell: &str, limit: f32) -> Result<Option<f32>, ()> {
    if cell.is_empty() {
        return Ok(None);
    }
    let value = f32::from_str(cell).map_err(drop)?;
    if value.abs() <= limit { Ok(Some(value)) } else { Err(()) }
}

fn number(cell: &str) -> Result<Option<u8>, ()> {
    if cell.is_empty() { Ok(None) } else { cell.parse().map(Some).map_err(drop) }
}

/// `1999`, `1999-03` or `1999-03-24`; `395` and `-27` for years long past.
fn is_date(cell: &str) -> bool {
    let digits = |part: &str, len: std::ops::RangeInclusive<usize>| {
        let is_plain = len.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<i16>().ok().filter(|_| is_plain)
    };
    let mut parts = cell.strip_prefix('-').unwrap_or(cell).splitn(3, '-');
    let Some(year) = parts.next().and_then(|part| digits(part, 1..=4)) else { return false };
    let Some(month) = parts.next() else { return true };
    let Some(month) = digits(month, 2..=2) else { return false };
    let Some(day) = parts.next() else { return (1..=12).contains(&month) };
    let Some(day) = digits(day, 2..=2) else { return false };
    jiff::civil::Date::new(year, month as i8, day as i8).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> Header {
        Header::new(Column::ALL)
    }

    #[test]
    fn a_row_reads_back_as_written() {
        let mut row = Row::new("country.IR", EntityKind::Place, "Iran");
        row.aliases.push(Alias::new("Islamic Republic of Iran", AliasFlags::NONE));
        row.aliases.push(Alias::new("Persia", AliasFlags::CONTEXT));
        row.demonyms = vec!["Iranian".into(), "Iranians".into()];
        (row.lat, row.lon) = (Some(32.0), Some(53.688));
        row.prominence = 95;
        row.from = "1979-04-01".into();
        let mut line = String::new();
        row.write(&header(), &mut line);
        assert_eq!(Row::parse(&header(), &line).unwrap(), row);
    }

    #[test]
    fn every_fault_names_its_column_what_was_found_and_what_was_expected() {
        let header = Header::parse("type\tname\taliases\tlat\tlon\tfrom\tprominence").unwrap();
        for (line, column, found) in [
            ("CITY\tParis\t\t\t\t\t", "type", "CITY"),
            ("PLACE\t\t\t\t\t\t", "name", ""),
            ("PLACE\tParis{context}\t\t\t\t\t", "name", "Paris{context}"),
            ("PLACE\tParis\tLutetia{\t\t\t\t", "aliases", "Lutetia{"),
            ("PLACE\tParis\ta||b\t\t\t\t", "aliases", ""),
            ("PLACE\tParis\t\t98.2\t2.3\t\t", "lat", "98.2"),
            ("PLACE\tParis\t\tNaN\t2.3\t\t", "lat", "NaN"),
            ("PLACE\tParis\t\t48.8\t\t\t", "lat", "one of lat and lon"),
            ("PLACE\tParis\t\t\t\t2003-02-30\t", "from", "2003-02-30"),
            ("PLACE\tParis\t\t\t\tlong ago\t", "from", "long ago"),
            ("PLACE\tParis\t\t\t\t2003-1025\t", "from", "2003-1025"),
            ("PLACE\tParis\t\t\t\t\t101", "prominence", "101"),
            ("PLACE\tParis", "(all)", "2 cells"),
        ] {
            let fault = Row::parse(&header, line).unwrap_err();
            assert_eq!((fault.column.as_str(), fault.found.as_str()), (column, found), "{line}");
            assert!(fault.to_string().contains("expected"));
        }
    }

    #[test]
    fn dates_are_days_months_or_years() {
        for date in ["2020-01-03", "2020-01", "2020", "395", "-27", "0395-01-17"] {
            assert!(is_date(date), "{date}");
        }
        for other in ["", "-", "20200", "2020-1", "2020-13", "2021-02-29", "+395", "395 AD"] {
            assert!(!is_date(other), "{other}");
        }
    }

    #[test]
    fn a_name_repeated_with_flags_is_one_surface() {
        let header = Header::parse("type\tname\taliases").unwrap();
        let row = Row::parse(&header, "OUTLET\tFocus\tFocus{context}|focus.de").unwrap();
        let surfaces: Vec<_> = row.surfaces().collect();
        assert_eq!(surfaces, [("Focus", AliasFlags::CONTEXT), ("focus.de", AliasFlags::NONE)]);
    }
}
