//! What is wrong or doubtful in the tables, with file and line.

use super::codes;
use super::key::{Key, Policy};
use super::lexicon::{Columns, Lexicon};
use super::sources::Read;
use super::user::{self, UserRow};
use super::{AliasFlags, Header, Row, RowFault, Sources, Table, TableRole, Tier};
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::{Error, Result};
use crate::model::EntityKind;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Tests all tables of `sources`, in their order, and goes on behind what is wrong. Only a file that
/// cannot be read at all is an error.
///
/// | code | severity | meaning |
/// |---|---|---|
/// | `G001` | error | a line that makes no sense; loading would stop here |
/// | `G002` | error | an id for the second time |
/// | `G003` | warning | a table that is not sorted by id |
/// | `G004` | warning | a surface form that is also an ordinary word, without `{context}` |
/// | `G005` | warning | a surface form that is too short to be a name, without `{context}` |
/// | `G006` | note | a surface form of several types, none of which asks for context |
/// | `G007` | warning | an unknown country code |
/// | `G008` | warning | an id of Wikidata or GeoNames, a domain or a language that cannot be one |
/// | `G009` | warning | a surface form without letters or digits, or twice in a row |
pub fn check(sources: &Sources) -> Result<Vec<Diagnostic>> {
    let read = sources.read()?;
    let mut check = Check::default();
    for table in read.tables.iter().filter(|table| table.role != TableRole::Entities) {
        check.lexicon_table(table);
    }
    for table in read.tables.iter().filter(|table| table.role == TableRole::Entities) {
        check.table(table);
    }
    check.user_lists(&read);
    check.surfaces_of_several_types();
    Ok(check.findings)
}

#[derive(Default)]
struct Check {
    findings: Vec<Diagnostic>,
    lexicon: Lexicon,
    key: Key,
    /// Where each id was first.
    ids: FxHashMap<String, Seen>,
    /// The kinds of each surface form that asks for no context, with the first row of each.
    kinds: FxHashMap<String, BTreeMap<EntityKind, Seen>>,
}

#[derive(Clone)]
struct Seen {
    file: String,
    line: u32,
    tier: Tier,
}

/// A row that is looked at.
struct At<'t> {
    table: &'t Table,
    line: u32,
}

impl Check {
    fn find(&mut self, at: &At, code: &'static str, severity: Severity, message: String) {
        let finding = Diagnostic::new(code, severity, message);
        self.findings.push(finding.at(&at.table.name).on_line(at.line.into()));
    }

    fn broken(&mut self, at: &At, what: impl ToString) {
        self.find(at, "G001", Severity::Error, what.to_string());
    }

    fn error(&mut self, error: &Error) {
        let mut finding = Diagnostic::new("G001", Severity::Error, error.kind().to_string());
        finding.path = error.place().path.clone();
        finding.line = error.place().line;
        self.findings.push(finding);
    }

    fn lexicon_table(&mut self, table: &Table) {
        let lines = match table.lines() {
            Ok(lines) => lines,
            Err(error) => return self.error(&error),
        };
        let mut columns = None;
        for (line, text) in lines {
            let done = match &columns {
                None => Columns::parse(table.role, text).map(|found| columns = Some(found)),
                Some(columns) => self.lexicon.line(table.role, columns, text),
            };
            if let Err(fault) = done {
                self.broken(&At { table, line }, fault);
                if columns.is_none() {
                    return;
                }
            }
        }
    }

    fn table(&mut self, table: &Table) {
        let lines = match table.lines() {
            Ok(lines) => lines,
            Err(error) => return self.error(&error),
        };
        let mut header = None;
        let mut last_id = String::new();
        for (line, text) in lines {
            let at = At { table, line };
            let Some(header) = &header else {
                match Header::parse(text) {
                    Ok(found) => header = Some(found),
                    Err(fault) => return self.broken(&at, fault),
                }
                continue;
            };
            match Row::parse(header, text) {
                Err(fault) => self.broken(&at, fault),
                Ok(row) if row.id.is_empty() => {
                    self.broken(&at, "column `id`: found nothing; expected an id")
                }
                Ok(row) => {
                    self.id(&at, &row.id);
                    if row.id < last_id {
                        let message = format!(
                            "`{}` stands behind `{last_id}`; expected rows sorted by id",
                            row.id
                        );
                        self.find(&at, "G003", Severity::Warning, message);
                    }
                    self.row(&at, &row);
                    last_id = row.id;
                }
            }
        }
    }

    fn user_lists(&mut self, read: &Read) {
        for (list, table) in &read.user {
            match user::rows(list, table) {
                Err(error) => self.error(&error),
                Ok(rows) => {
                    for (line, row) in rows {
                        let UserRow::Entity(row) = row else { continue };
                        let at = At { table, line };
                        if !self.key.set(&row.name) {
                            let found = &row.name;
                            let expected = "a name with a letter or a digit";
                            self.broken(&at, RowFault::new("name", found, expected));
                            continue;
                        }
                        if !row.id.is_empty() {
                            self.id(&at, &row.id);
                        }
                        self.row(&at, &row);
                    }
                }
            }
        }
    }

    fn id(&mut self, at: &At, id: &str) {
        let (file, tier) = (at.table.name.clone(), at.table.tier);
        let seen = Seen { file, line: at.line, tier };
        match self.ids.get(id) {
            // A user's row replaces a shipped one, and a reviewed one a compiled one.
            Some(known) if known.tier == tier => {
                let message = format!("id `{id}` is already in {}:{}", known.file, known.line);
                self.find(at, "G002", Severity::Error, message);
            }
            _ => {
                self.ids.insert(id.to_owned(), seen);
            }
        }
    }

    fn row(&mut self, at: &At, row: &Row) {
        let mut own: Vec<(String, Policy, u64)> = Vec::new();
        for (surface, flags) in row.surfaces() {
            if !self.key.set(surface) {
                let message = format!("`{surface}` has no letter or digit, and is never found");
                self.find(at, "G009", Severity::Warning, message);
                continue;
            }
            let policy = self.key.policy(surface, flags);
            let same = (self.key.folded.clone(), policy, policy.wanted(self.key.case));
            if own.contains(&same) {
                let message =
                    format!("`{surface}` is found by another surface form of the row already");
                self.find(at, "G009", Severity::Note, message);
                continue;
            }
            own.push(same);
            if !flags.context {
                self.bare_surface(at, row, surface, flags, policy);
            }
        }
        self.codes(at, row);
    }

    /// Looks at a surface form that counts as a name wherever it stands.
    fn bare_surface(
        &mut self,
        at: &At,
        row: &Row,
        surface: &str,
        flags: AliasFlags,
        policy: Policy,
    ) {
        let seen = Seen { file: at.table.name.clone(), line: at.line, tier: at.table.tier };
        let kinds = self.kinds.entry(self.key.folded.clone()).or_default();
        kinds.entry(row.kind).or_insert(seen);
        let letters = self.key.folded.chars().filter(|found| found.is_alphanumeric()).count();
        let is_acronym = self.key.is_short_acronym(surface) && policy == Policy::Exact;
        let is_ascii = self.key.folded.is_ascii();
        if is_ascii && (letters < 2 || letters == 2 && !is_acronym || letters < 4 && flags.any) {
            let message =
                format!("`{surface}` is too short for a name; expected `{surface}{{context}}`");
            self.find(at, "G005", Severity::Warning, message);
        } else if self.key.folds.len() == 1 && !(is_acronym && letters > 1) && is_wordlike(row.kind)
        {
            // Countries are meant even where a dictionary has them (`china`, `turkey`).
            let is_country = row.subtype == "country";
            if !is_country && self.lexicon.is_common(surface) {
                let message =
                    format!("`{surface}` is an ordinary word too; expected `{surface}{{context}}`");
                self.find(at, "G004", Severity::Warning, message);
            }
        }
    }

    fn codes(&mut self, at: &At, row: &Row) {
        for (code, fault) in codes::faults(row) {
            self.find(at, code, Severity::Warning, fault.to_string());
        }
    }

    fn surfaces_of_several_types(&mut self) {
        let mut findings = Vec::new();
        for (key, kinds) in self.kinds.iter().filter(|(_, kinds)| kinds.len() > 1) {
            let places =
                kinds.iter().map(|(kind, seen)| format!("{kind} ({}:{})", seen.file, seen.line));
            let places: Vec<String> = places.collect();
            let message = format!("`{key}` has several types: {}", places.join(", "));
            let Some(first) = kinds.values().next() else { continue };
            let finding = Diagnostic::new("G006", Severity::Note, message);
            findings.push((key, finding.at(&first.file).on_line(first.line.into())));
        }
        findings.sort_by(|left, right| left.0.cmp(right.0));
        self.findings.extend(findings.into_iter().map(|(_, finding)| finding));
    }
}

/// Roles and groups are ordinary words as a rule.
fn is_wordlike(kind: EntityKind) -> bool {
    !matches!(kind, EntityKind::Role | EntityKind::Norp)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn findings(tables: &[(&str, &str)]) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in tables {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let sources = Sources { directory: Some(folder.path().to_owned()), ..Sources::default() };
        let shorten = |finding: Diagnostic| {
            let path = finding.path.unwrap();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            format!("{name}:{} {} {}", finding.line.unwrap(), finding.code, finding.message)
        };
        check(&sources).unwrap().into_iter().map(shorten).collect()
    }

    fn codes(table: &str) -> Vec<String> {
        let words = "word\nfocus\npeople\n";
        let header = "id\ttype\tsubtype\tname\taliases\tcountry\twikidata\n";
        let table = format!("{header}{table}");
        let tables = [("lexicon/common_words.tsv", words), ("reviewed/a.tsv", &table)];
        let code = |finding: String| finding.split(' ').take(2).collect::<Vec<_>>().join(" ");
        findings(&tables).into_iter().map(code).collect()
    }

    #[test]
    fn a_sound_table_has_no_findings() {
        let table = "country.CN\tPLACE\tcountry\tChina\tPRC\tCN\tQ148\noutlet.focus.de\tOUTLET\t\tFocus\tFocus{context}|focus.de\tDE\t\n";
        assert!(codes(table).is_empty(), "{:?}", codes(table));
    }

    #[test]
    fn every_fault_has_its_line_and_code() {
        for (table, found) in [
            ("a.1\tCITY\t\tParis\t\t\t\n", "a.tsv:2 G001"),
            ("a.1\tORG\t\tAcme\t\t\t\na.1\tORG\t\tZeta\t\t\t\n", "a.tsv:3 G002"),
            ("a.2\tORG\t\tAcme\t\t\t\na.1\tORG\t\tZeta\t\t\t\n", "a.tsv:3 G003"),
            ("a.1\tORG\t\tFocus\t\t\t\n", "a.tsv:2 G004"),
            ("a.1\tORG\t\tAcme\tAc\t\t\n", "a.tsv:2 G005"),
            ("a.1\tORG\t\tAcme\t\t\t\na.2\tPLACE\t\tAcme\t\t\t\n", "a.tsv:2 G006"),
            ("a.1\tORG\t\tAcme\t\tUK\t\n", "a.tsv:2 G007"),
            ("a.1\tORG\t\tAcme\t\t\t148\n", "a.tsv:2 G008"),
            ("a.1\tORG\t\tAcme\t!!\t\t\n", "a.tsv:2 G009"),
            ("a.1\tORG\t\tTéhéran\tTeheran\t\t\n", "a.tsv:2 G009"),
        ] {
            assert_eq!(codes(table), [found], "{table}");
        }
    }

    #[test]
    fn one_table_that_is_broken_does_not_hide_the_others() {
        let found = findings(&[
            ("reviewed/a.tsv", "id\tname\n"),
            ("reviewed/b.tsv", "id\ttype\tname\nx\tORG\tAcme\ny\tORG\n"),
        ]);
        assert_eq!(found.len(), 2);
        assert!(found[0].starts_with("a.tsv:1 G001"));
        assert!(found[1].starts_with("b.tsv:3 G001"));
    }
}
