//! What is told at the end of a run.

use super::say;
use super::visible::visible_line;
use dateline::diagnostic::Diagnostic;
use dateline::model::EntityKind;
use dateline::write::{Counts, Summary};
use indicatif::DecimalBytes;
use std::cmp::Reverse;
use std::time::Duration;

/// As many diagnostics are told in full.
const TOLD: usize = 20;

/// Tells what went wrong, the worst first, and then what was done, in one line.
pub fn tell(summary: &Summary, time: Duration) {
    tell_worst_of(summary.log.listed(), summary.log.total());
    say(&line(summary, time));
}

/// Tells the worst of `faults`, and counts the others.
pub fn tell_worst(faults: &[Diagnostic]) {
    tell_worst_of(faults, faults.len() as u64);
}

fn tell_worst_of(listed: &[Diagnostic], total: u64) {
    let mut worst: Vec<&Diagnostic> = listed.iter().collect();
    worst.sort_by_key(|diagnostic| Reverse(diagnostic.severity));
    worst.truncate(TOLD);
    for diagnostic in &worst {
        say(&visible_line(&diagnostic.to_string()));
    }
    let more = total - worst.len() as u64;
    if more > 0 {
        say(&format!("… and {more} more diagnostics"));
    }
}

/// `24 documents, 1203 mentions (PERSON 310, …), 5.00 MB (12.3 MB/s); 2 diagnostics (R004 2)`
fn line(summary: &Summary, time: Duration) -> String {
    let Summary { counts, log } = summary;
    let mut line = format!(
        "{}, {}{}, {}",
        number(counts.documents, "document"),
        number(counts.mentions, "mention"),
        in_brackets(kinds(counts)),
        megabytes(counts.text_bytes, time)
    );
    let codes = log.by_code().iter().map(|(code, count)| format!("{code} {count}"));
    line += &match log.total() {
        0 => "; no diagnostics".to_owned(),
        total => format!("; {}{}", number(total, "diagnostic"), in_brackets(codes)),
    };
    line
}

fn kinds(counts: &Counts) -> impl Iterator<Item = String> {
    let found = EntityKind::ALL.into_iter().zip(counts.by_kind).filter(|(_, count)| *count > 0);
    found.map(|(kind, count)| format!("{kind} {count}"))
}

fn in_brackets(parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<_> = parts.collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
}

pub fn number(count: u64, of_what: &str) -> String {
    format!("{count} {of_what}{}", if count == 1 { "" } else { "s" })
}

/// `12.3 MB (45.6 MB/s)`, bytes of text
pub fn megabytes(bytes: u64, time: Duration) -> String {
    let speed = bytes as f64 / 1e6 / time.as_secs_f64().max(1e-6);
    format!("{} ({speed:.1} MB/s)", DecimalBytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline::diagnostic::Severity;

    #[test]
    fn one_line_says_what_was_done() {
        let mut summary = Summary::default();
        summary.counts.documents = 2;
        summary.counts.mentions = 3;
        summary.counts.by_kind[EntityKind::Place as usize] = 3;
        summary.counts.text_bytes = 5_000_000;
        let time = Duration::from_secs(2);
        assert_eq!(
            line(&summary, time),
            "2 documents, 3 mentions (PLACE 3), 5.00 MB (2.5 MB/s); no diagnostics"
        );
        summary.log.add(Diagnostic::new("R004", Severity::Error, "broken JSON"));
        assert!(line(&summary, time).ends_with("; 1 diagnostic (R004 1)"));
    }
}
