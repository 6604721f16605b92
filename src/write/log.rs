//! The faults of a run: all counted, the first ones kept.

use super::record::{DiagnosticRecord, severity_name};
use crate::diagnostic::{Diagnostic, Severity};
use serde::ser::{Serialize, SerializeStruct, Serializer};
use std::collections::BTreeMap;

/// As many faults are listed in `run.json`; the others are counted.
pub const LISTED: usize = 1000;

/// The faults of a run: all counted, the first [`LISTED`] kept whole.
#[derive(Clone, Debug, Default)]
pub struct DiagnosticLog {
    listed: Vec<Diagnostic>,
    by_code: BTreeMap<&'static str, u64>,
    by_severity: BTreeMap<Severity, u64>,
}

impl DiagnosticLog {
    pub fn add(&mut self, diagnostic: Diagnostic) {
        *self.by_code.entry(diagnostic.code).or_default() += 1;
        *self.by_severity.entry(diagnostic.severity).or_default() += 1;
        if self.listed.len() < LISTED {
            self.listed.push(diagnostic);
        }
    }

    /// `later` was found behind what is here.
    pub fn append(&mut self, later: DiagnosticLog) {
        let room = LISTED - self.listed.len();
        self.listed.extend(later.listed.into_iter().take(room));
        for (code, count) in later.by_code {
            *self.by_code.entry(code).or_default() += count;
        }
        for (severity, count) in later.by_severity {
            *self.by_severity.entry(severity).or_default() += count;
        }
    }

    /// The first ones, in the order of the input.
    pub fn listed(&self) -> &[Diagnostic] {
        &self.listed
    }

    pub fn by_code(&self) -> &BTreeMap<&'static str, u64> {
        &self.by_code
    }

    pub fn total(&self) -> u64 {
        self.by_code.values().sum()
    }

    pub fn count(&self, severity: Severity) -> u64 {
        self.by_severity.get(&severity).copied().unwrap_or(0)
    }
}

impl Serialize for DiagnosticLog {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let by_severity: BTreeMap<_, _> = [Severity::Note, Severity::Warning, Severity::Error]
            .map(|severity| (severity_name(severity), self.count(severity)))
            .into();
        let listed: Vec<_> = self.listed.iter().map(DiagnosticRecord::new).collect();
        let mut log = to.serialize_struct("DiagnosticLog", 5)?;
        log.serialize_field("total", &self.total())?;
        log.serialize_field("by_severity", &by_severity)?;
        log.serialize_field("by_code", &self.by_code)?;
        log.serialize_field("not_listed", &(self.total() - listed.len() as u64))?;
        log.serialize_field("listed", &listed)?;
        log.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_counted_and_the_first_are_listed() {
        let fault = |line| Diagnostic::new("R004", Severity::Error, "broken").on_line(line);
        let mut log = DiagnosticLog::default();
        log.add(Diagnostic::new("R015", Severity::Note, "windows-1252"));
        let mut later = DiagnosticLog::default();
        (0..LISTED as u64 + 5).for_each(|line| later.add(fault(line)));
        log.append(later);
        assert_eq!(log.total(), LISTED as u64 + 6);
        assert_eq!(log.count(Severity::Error), LISTED as u64 + 5);
        assert_eq!(log.listed().len(), LISTED);
        assert_eq!(log.listed()[1].line, Some(0));
        let json = serde_json::to_value(&log).unwrap();
        assert_eq!(json["not_listed"], 6);
        assert_eq!(json["by_code"]["R015"], 1);
        assert_eq!(json["by_severity"]["warning"], 0);
    }
}
