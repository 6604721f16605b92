//! What a compilation took, and what it left out and why.

use std::collections::BTreeMap;
use std::fmt;

/// Counts of a compilation; prints as a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Rows and bytes of each table that was written.
    pub tables: BTreeMap<String, TableSize>,
    /// For each raw list, rows read and kept and what was dropped, by reason.
    pub lists: BTreeMap<String, Tally>,
    /// Surface forms of a reviewed entity that only a raw list has: `(id, surface, raw list)`.
    pub lacking: Vec<(String, String, String)>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TableSize {
    pub rows: u64,
    pub bytes: u64,
    /// Surface forms, names included.
    pub surfaces: u64,
    /// Those of them that need context.
    pub in_context: u64,
}

/// What became of the rows of one raw list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub read: u64,
    pub kept: u64,
    pub dropped: BTreeMap<&'static str, u64>,
}

impl Report {
    pub fn read(&mut self, list: &str) {
        self.tally(list).read += 1;
    }

    pub fn kept(&mut self, list: &str) {
        self.tally(list).kept += 1;
    }

    pub fn dropped(&mut self, list: &str, reason: &'static str) {
        *self.tally(list).dropped.entry(reason).or_default() += 1;
    }

    fn tally(&mut self, list: &str) -> &mut Tally {
        if !self.lists.contains_key(list) {
            self.lists.insert(list.to_owned(), Tally::default());
        }
        self.lists.entry(list.to_owned()).or_default()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<28}{:>9}{:>12}{:>10}{:>12}",
            "table", "rows", "bytes", "surfaces", "in context"
        )?;
        for (name, size) in &self.tables {
            let TableSize { rows, bytes, surfaces, in_context } = size;
            writeln!(f, "{name:<28}{rows:>9}{bytes:>12}{surfaces:>10}{in_context:>12}")?;
        }
        for (list, tally) in &self.lists {
            writeln!(f, "{list}: {} rows read, {} kept", tally.read, tally.kept)?;
            for (reason, count) in &tally.dropped {
                writeln!(f, "    {count:>7}  {reason}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dropped_row_has_its_reason() {
        let mut report = Report::default();
        report.read("ofac_sdn");
        report.dropped("ofac_sdn", "name of one word");
        assert!(report.to_string().contains("1  name of one word"));
    }
}
