//! From tables to entities: what a user says beats what is shipped, what was reviewed what was
//! compiled.

use super::key::Key;
use super::lexicon::Lexicon;
use super::sources::Read;
use super::user::{self, UserRow};
use super::{Header, Row, Table, TableRole, Tier};
use crate::error::{Error, Result};
use crate::model::EntityKind;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::hash_map::Entry;

/// All that an index is made from.
#[derive(Default)]
pub(crate) struct Loaded {
    /// Names of the tables.
    pub files: Vec<String>,
    pub entities: Vec<LoadedEntity>,
    /// Keys that no shipped entity is found by.
    pub unwanted: FxHashSet<String>,
    pub lexicon: Lexicon,
}

/// A row, and where it comes from.
pub(crate) struct LoadedEntity {
    pub row: Row,
    pub tier: Tier,
    /// Index into [`Loaded::files`].
    pub file: usize,
    /// From 1.
    pub line: u32,
}

impl Loaded {
    /// Reads all tables; stops at the first line that makes no sense.
    pub fn read(sources: &Read) -> Result<Self> {
        let mut loader = Loader::default();
        for table in &sources.tables {
            match table.role {
                TableRole::Entities => loader.shipped_table(table)?,
                _ => loader.loaded.lexicon.read(table)?,
            }
        }
        for (list, table) in &sources.user {
            loader.user_list(table, user::rows(list, table)?)?;
        }
        Ok(loader.finish())
    }
}

#[derive(Default)]
struct Loader {
    loaded: Loaded,
    by_id: FxHashMap<String, usize>,
    dropped: FxHashSet<String>,
    key: Key,
}

impl Loader {
    fn shipped_table(&mut self, table: &Table) -> Result<()> {
        let file = self.file(table);
        let mut header = None;
        for (line, text) in table.lines()? {
            let Some(header) = &header else {
                header = Some(Header::parse(text).map_err(|fault| table.error(line, &fault))?);
                continue;
            };
            let row = Row::parse(header, text).map_err(|fault| table.error(line, &fault))?;
            if row.id.is_empty() {
                let fault = super::RowFault::new("id", "", "an id");
                return Err(table.error(line, &fault));
            }
            self.add(LoadedEntity { row, tier: table.tier, file, line });
        }
        Ok(())
    }

    fn file(&mut self, table: &Table) -> usize {
        self.loaded.files.push(table.name.clone());
        self.loaded.files.len() - 1
    }

    /// Adds an entity. Of two with one id the one of the higher tier stays, or else the first.
    fn add(&mut self, entity: LoadedEntity) {
        match self.by_id.entry(entity.row.id.clone()) {
            Entry::Vacant(vacant) => {
                vacant.insert(self.loaded.entities.len());
                self.loaded.entities.push(entity);
            }
            Entry::Occupied(occupied) => {
                let known = &mut self.loaded.entities[*occupied.get()];
                if entity.tier > known.tier {
                    *known = entity;
                }
            }
        }
    }

    fn user_list(&mut self, table: &Table, rows: Vec<(u32, UserRow)>) -> Result<()> {
        let file = self.file(table);
        for (line, row) in rows {
            match row {
                UserRow::Entity(row) => self.user_row(table, file, line, *row)?,
                UserRow::DropEntity(id) => {
                    self.dropped.insert(id);
                }
                UserRow::DropSurfaces(surfaces) => {
                    for surface in surfaces {
                        if self.key.set(&surface) {
                            self.loaded.unwanted.insert(self.key.folded.clone());
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn user_row(&mut self, table: &Table, file: usize, line: u32, mut row: Row) -> Result<()> {
        if !self.key.set(&row.name) {
            let fault = super::RowFault::new("name", &row.name, "a name with a letter or a digit");
            return Err(table.error(line, &fault));
        }
        if row.id.is_empty() {
            row.id = user::made_up_id(&row);
            let id = row.id.clone();
            let mut number = 2;
            while let Some(known) = self.user_entity(&row.id) {
                // The same name again, as plain lists have it, is no second thing.
                if row == known.row {
                    return Ok(());
                }
                row.id = format!("{id}-{number}");
                number += 1;
            }
        } else if let Some(known) = self.user_entity(&row.id) {
            let before = format!("{}:{}", self.loaded.files[known.file], known.line);
            let message = format!("id `{}` is already in {before}; expected every id once", row.id);
            return Err(Error::gazetteer(message).at(&table.name).on_line(line.into()));
        }
        self.add(LoadedEntity { row, tier: Tier::User, file, line });
        Ok(())
    }

    fn user_entity(&self, id: &str) -> Option<&LoadedEntity> {
        let known = &self.loaded.entities[*self.by_id.get(id)?];
        (known.tier == Tier::User).then_some(known)
    }

    fn finish(mut self) -> Loaded {
        let dropped = &self.dropped;
        self.loaded
            .entities
            .retain(|entity| entity.tier == Tier::User || !dropped.contains(&entity.row.id));
        let Loaded { entities, lexicon, .. } = &mut self.loaded;
        for row in entities.iter().map(|entity| &entity.row).filter(|row| is_title(row)) {
            let bare = row.surfaces().filter(|(_, flags)| !flags.context);
            bare.for_each(|(surface, _)| lexicon.add_title(surface));
        }
        self.loaded
    }
}

/// Whether the words of a row are titles, as they stand before a name; `activists` and `banker` are
/// not.
fn is_title(row: &Row) -> bool {
    row.kind == EntityKind::Role && !matches!(row.subtype.as_str(), "group" | "business")
}
