//! The user's own lists: full tables, plain lists of names, and names to take away.
//!
//! * A **table** has a header line; only `type` and `name` are required. A row with the id of a shipped
//!   entity replaces it. A row of type `-` takes something away: with an `id` that entity, without
//!   one its name and aliases from all shipped entities.
//! * A **plain list** has one name a line, flags in braces allowed. Its type comes from the argument
//!   (`ORG=companies.txt`) or from the name of the file (`orgs.txt`). `-=names.txt` takes names away.
//!
//! In both, empty lines and lines that begin with `#` are not read.

use super::{Alias, AliasFlags, Column, Header, Row, RowFault, Table};
use crate::error::{Error, Result};
use crate::model::EntityKind;
use crate::token::fold;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// A list that a user adds, as written on the command line: `my.tsv`, `ORG=companies.txt`,
/// `-=unwanted.txt`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserList {
    pub path: PathBuf,
    pub content: ListContent,
}

/// What is in a user's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListContent {
    /// A table with a header, or names whose type is in the name of the file.
    ByFile,
    /// One name a line, all of this type.
    Names(EntityKind),
    /// One name a line, to be taken away.
    Unwanted,
}

/// Type of rows and lists that take something away.
const UNWANTED: &str = "-";

/// Users list what matters to them.
const PROMINENCE: u8 = 80;

impl FromStr for UserList {
    type Err = Error;

    fn from_str(argument: &str) -> Result<Self> {
        let by_file = UserList { path: argument.into(), content: ListContent::ByFile };
        let Some((content, path)) = argument.split_once('=') else { return Ok(by_file) };
        if path.is_empty() {
            return Err(Error::usage(format!(
                "`{argument}`: no file behind the `=`; expected such as ORG=companies.txt"
            )));
        }
        let content = match (content, content.to_uppercase().parse()) {
            (UNWANTED, _) => ListContent::Unwanted,
            (_, Ok(kind)) if kind != EntityKind::Date => ListContent::Names(kind),
            _ if by_file.path.exists() => return Ok(by_file),
            _ => {
                return Err(Error::usage(format!(
                    "`{argument}`: `{content}` is no type; expected a file, or PERSON, ORG, PLACE, OUTLET, NORP, FACILITY, ROLE or - before the `=`"
                )));
            }
        };
        Ok(UserList { path: path.into(), content })
    }
}

/// A line of a user's list.
pub(crate) enum UserRow {
    Entity(Box<Row>),
    /// Take this entity away.
    DropEntity(String),
    /// Take these surface forms away from all shipped entities.
    DropSurfaces(Vec<String>),
}

/// The rows of `list`, with their lines; stops at the first that makes no sense.
pub(crate) fn rows(list: &UserList, table: &Table) -> Result<Vec<(u32, UserRow)>> {
    let mut rows = Vec::new();
    let mut header = None;
    for (line_no, line) in table.lines()? {
        let row = match (list.content, &header) {
            (ListContent::ByFile, None) => {
                match Reader::by_file(&list.path, line)
                    .map_err(|fault| table.error(line_no, &fault))?
                {
                    Reader::Table(found) => {
                        header = Some(Reader::Table(found));
                        continue;
                    }
                    names => header.insert(names).row(line),
                }
            }
            (ListContent::Names(kind), None) => header.insert(Reader::Names(kind)).row(line),
            (ListContent::Unwanted, None) => header.insert(Reader::Unwanted).row(line),
            (_, Some(reader)) => reader.row(line),
        };
        rows.push((line_no, row.map_err(|fault| table.error(line_no, &fault))?));
    }
    if header.is_none() && list.content == ListContent::ByFile {
        // An empty list of names is a list; an empty table is a mistake.
        Reader::by_file(&list.path, "").map_err(|fault| table.error(1, &fault))?;
    }
    Ok(rows)
}

/// How the lines of a list are read.
enum Reader {
    Table(Header),
    Names(EntityKind),
    Unwanted,
}

impl Reader {
    /// Decides by the first line and the name of the file.
    fn by_file(path: &Path, first_line: &str) -> Result<Reader, RowFault> {
        if first_line.contains('\t') {
            return Header::parse(first_line).map(Reader::Table);
        }
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
        let kind = match stem.as_str() {
            "person" | "persons" | "people" => EntityKind::Person,
            "org" | "orgs" | "organisations" | "organizations" => EntityKind::Org,
            "place" | "places" => EntityKind::Place,
            "outlet" | "outlets" => EntityKind::Outlet,
            "norp" | "norps" => EntityKind::Norp,
            "facility" | "facilities" => EntityKind::Facility,
            "role" | "roles" => EntityKind::Role,
            _ => {
                let expected = format!(
                    "a header line with `type` and `name` parted by a tab, or, for a plain list of names, its type before the file: ORG={}",
                    path.display()
                );
                return Err(RowFault::new("type", first_line, expected));
            }
        };
        Ok(Reader::Names(kind))
    }

    fn row(&self, line: &str) -> Result<UserRow, RowFault> {
        match self {
            Reader::Table(header) => {
                if header.cell(Column::Kind, line) == Some(UNWANTED) {
                    return removal(header, line);
                }
                let mut row = Row::parse(header, line)?;
                if row.prominence == 0 {
                    row.prominence = PROMINENCE;
                }
                Ok(UserRow::Entity(Box::new(row)))
            }
            Reader::Names(kind) => {
                let alias = plain(line)?;
                let mut row = Row::new("", *kind, alias.surface.as_str());
                row.prominence = PROMINENCE;
                if alias.flags != AliasFlags::NONE {
                    row.aliases.push(alias);
                }
                Ok(UserRow::Entity(Box::new(row)))
            }
            Reader::Unwanted => Ok(UserRow::DropSurfaces(vec![plain(line)?.surface])),
        }
    }
}

fn plain(line: &str) -> Result<Alias, RowFault> {
    if line.contains('\t') {
        let expected = "one name a line; a table needs a header line and no type before the file";
        return Err(RowFault::new("name", line, expected));
    }
    Alias::parse(line).map_err(|fault| RowFault { column: "name".into(), ..fault })
}

fn removal(header: &Header, line: &str) -> Result<UserRow, RowFault> {
    let cell = |column| header.cell(column, line).unwrap_or_default();
    let id = cell(Column::Id);
    if !id.is_empty() {
        return Ok(UserRow::DropEntity(id.to_owned()));
    }
    let name = cell(Column::Name);
    let mut surfaces = vec![plain(name)?.surface];
    for alias in cell(Column::Aliases).split('|').filter(|alias| !alias.is_empty()) {
        surfaces.push(Alias::parse(alias)?.surface);
    }
    Ok(UserRow::DropSurfaces(surfaces))
}

/// The id of a row that has none: `user.org.acme-corp`.
pub(crate) fn made_up_id(row: &Row) -> String {
    let mut id = format!("user.{}.", row.kind.as_str().to_lowercase());
    let folded = fold(&row.name);
    let words =
        folded.split(|found: char| !found.is_alphanumeric()).filter(|word| !word.is_empty());
    for (ix, word) in words.enumerate() {
        id.push_str(if ix == 0 { "" } else { "-" });
        id.push_str(word);
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::{TableRole, Tier};

    fn read(argument: &str, text: &'static str) -> Result<Vec<(u32, UserRow)>> {
        let list: UserList = argument.parse()?;
        let name = list.path.display().to_string();
        let (tier, role) = (Tier::User, TableRole::Entities);
        rows(&list, &Table { name, tier, role, bytes: text.as_bytes().into() })
    }

    fn only_entity(mut rows: Vec<(u32, UserRow)>) -> (u32, Row) {
        match rows.pop() {
            Some((line, UserRow::Entity(row))) if rows.is_empty() => (line, *row),
            _ => panic!("not one entity"),
        }
    }

    #[test]
    fn a_plain_list_takes_its_type_from_the_argument_or_the_file() {
        for argument in ["ORG=companies.txt", "orgs.txt"] {
            let (line, row) =
                only_entity(read(argument, "# ours\n\nFocus Group{context}\n").unwrap());
            assert_eq!((line, row.kind), (3, EntityKind::Org));
            assert_eq!(row.surfaces().next(), Some(("Focus Group", AliasFlags::CONTEXT)));
            assert_eq!(made_up_id(&row), "user.org.focus-group");
        }
    }

    #[test]
    fn a_plain_list_without_a_type_says_what_to_do() {
        let error = read("companies.txt", "Acme\n").err().unwrap().to_string();
        assert!(error.starts_with("companies.txt:1: "), "{error}");
        assert!(error.contains("ORG=companies.txt"), "{error}");
    }

    #[test]
    fn an_unknown_type_before_the_file_is_an_error() {
        for argument in ["CITY=cities.txt", "=cities.txt", "ORG="] {
            assert!(argument.parse::<UserList>().is_err(), "{argument}");
        }
        assert_eq!("org=a.txt".parse::<UserList>().unwrap(), "ORG=a.txt".parse().unwrap());
    }

    #[test]
    fn a_table_without_a_header_is_an_error_even_if_it_is_empty() {
        let error = read("my.tsv", "").err().unwrap().to_string();
        assert!(error.starts_with("my.tsv:1: ") && error.contains("header"), "{error}");
        assert!(read("orgs.txt", "").unwrap().is_empty());
        assert!(read("ORG=companies.txt", "").unwrap().is_empty());
    }

    #[test]
    fn a_table_needs_type_and_name_only() {
        let (line, row) = only_entity(read("my.tsv", "type\tname\nORG\tAcme\n").unwrap());
        assert_eq!((line, row.name.as_str(), row.prominence), (2, "Acme", PROMINENCE));
        let error = read("my.tsv", "type\tname\nCITY\tParis\n").err().unwrap().to_string();
        assert!(
            error.starts_with("my.tsv:2: column `type`: found `CITY`; expected PERSON"),
            "{error}"
        );
    }

    #[test]
    fn rows_and_lists_of_type_minus_take_away() {
        let rows =
            read("my.tsv", "type\tid\tname\n-\t\tBest\n-\torg.best-buy\tBest Buy\n").unwrap();
        assert!(matches!(&rows[0].1, UserRow::DropSurfaces(names) if *names == ["Best"]));
        assert!(matches!(&rows[1].1, UserRow::DropEntity(id) if id == "org.best-buy"));
        let rows = read("-=unwanted.txt", "Best\n").unwrap();
        assert!(matches!(&rows[0].1, UserRow::DropSurfaces(names) if *names == ["Best"]));
    }
}
