//! One table, as bytes, and what is to be made of it.

use super::RowFault;
use crate::error::{Error, Result};
use std::borrow::Cow;

/// Which lists a row comes from; later ones are worth more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Tier {
    /// `gazetteers/compiled/`: made from sources by rules.
    Compiled,
    /// `gazetteers/reviewed/`: written and read by people.
    Reviewed,
    /// `--gazetteer`.
    User,
}

impl Tier {
    pub(crate) fn from_byte(byte: u8) -> Self {
        match byte {
            0 => Tier::Compiled,
            1 => Tier::Reviewed,
            _ => Tier::User,
        }
    }
}

/// What a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TableRole {
    Entities,
    GivenNames,
    Surnames,
    Cues,
    CommonWords,
}

/// A table and its place.
pub(crate) struct Table {
    /// Path, as messages show it.
    pub name: String,
    pub tier: Tier,
    pub role: TableRole,
    pub bytes: Cow<'static, [u8]>,
}

impl Table {
    /// The shipped table at `path` below `gazetteers/`; `None` for a table of no use here.
    pub fn shipped(path: &str, name: String, bytes: Cow<'static, [u8]>) -> Option<Self> {
        let (folder, file) = path.split_once('/')?;
        let (tier, role) = match (folder, file) {
            // Compiled into the cities.
            ("reviewed", "city_aliases.tsv") => return None,
            ("reviewed", _) => (Tier::Reviewed, TableRole::Entities),
            ("compiled", _) => (Tier::Compiled, TableRole::Entities),
            ("lexicon", "given_names.tsv") => (Tier::Reviewed, TableRole::GivenNames),
            ("lexicon", "surnames.tsv") => (Tier::Reviewed, TableRole::Surnames),
            ("lexicon", "cues.tsv") => (Tier::Reviewed, TableRole::Cues),
            ("lexicon", "common_words.tsv") => (Tier::Reviewed, TableRole::CommonWords),
            _ => return None,
        };
        Some(Self { name, tier, role, bytes })
    }

    /// The text, without its byte-order mark.
    pub fn text(&self) -> Result<&str> {
        let text = std::str::from_utf8(&self.bytes).map_err(|error| {
            let before = &self.bytes[..error.valid_up_to()];
            let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
            let message = "bytes that are no UTF-8; expected a table in UTF-8";
            Error::gazetteer(message).at(&self.name).on_line(line as u64)
        })?;
        Ok(text.strip_prefix('\u{FEFF}').unwrap_or(text))
    }

    /// The lines that are neither empty nor comments (`#`), with their numbers from 1.
    pub fn lines(&self) -> Result<impl Iterator<Item = (u32, &str)>> {
        let lines = (1..).zip(self.text()?.lines());
        Ok(lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#')))
    }

    pub fn error(&self, line: u32, fault: &RowFault) -> Error {
        Error::gazetteer(fault.to_string()).at(&self.name).on_line(line.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_empty_lines_count_but_are_not_read() {
        let bytes = "\u{FEFF}type\tname\r\n\n# companies\nORG\tAcme\n".as_bytes();
        let table = Table::shipped("reviewed/a.tsv", "a.tsv".into(), bytes.into()).unwrap();
        let lines: Vec<_> = table.lines().unwrap().collect();
        assert_eq!(lines, [(1, "type\tname"), (4, "ORG\tAcme")]);
    }

    #[test]
    fn the_line_of_a_byte_that_is_no_utf_8_is_named() {
        let bytes = b"type\tname\nORG\tCaf\xE9\n".as_slice();
        let table = Table::shipped("reviewed/a.tsv", "a.tsv".into(), bytes.into()).unwrap();
        assert!(table.text().unwrap_err().to_string().starts_with("a.tsv:2: "));
    }
}
