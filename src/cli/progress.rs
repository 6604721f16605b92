//! How far a run is, for those who watch.

use super::summary::megabytes;
use dateline::write::Counts;
use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::{Duration, Instant};

/// A line on stderr that shows how far a run is; nothing if stderr is no terminal.
pub struct Meter {
    bar: ProgressBar,
    start: Instant,
}

impl Meter {
    pub fn new(is_wanted: bool) -> Self {
        let bar = ProgressBar::no_length();
        // Hides itself where there is no terminal.
        bar.set_draw_target(if is_wanted {
            ProgressDrawTarget::stderr_with_hz(8)
        } else {
            ProgressDrawTarget::hidden()
        });
        if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed} {msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar, start: Instant::now() }
    }

    pub fn show(&self, counts: &Counts) {
        self.bar.set_message(format!(
            "{} documents, {} mentions, {}",
            HumanCount(counts.documents),
            HumanCount(counts.mentions),
            megabytes(counts.text_bytes, self.start.elapsed())
        ));
    }

    pub fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        self.clear();
    }
}
