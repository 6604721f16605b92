//! Ctrl-C.

use dateline::pipeline::Stop;
use dateline::write::abandon;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

/// As shells count it: 128 and the number of the signal.
pub const EXIT_CODE: u8 = 130;

/// A run that waits for input that does not come is ended after this time.
const PATIENCE: Duration = Duration::from_millis(700);

/// Stops a run on Ctrl-C (or a request to terminate), and tidies up behind it.
pub struct Interrupt {
    pub stop: Stop,
    /// The output folder, once it is ours.
    folder: Arc<OnceLock<PathBuf>>,
}

impl Interrupt {
    pub fn new() -> Self {
        let stop = Stop::default();
        let folder: Arc<OnceLock<PathBuf>> = Arc::default();
        let (asked, ours) = (stop.clone(), Arc::clone(&folder));
        // Without a handler Ctrl-C ends the process at once, and the next run tidies up.
        let _ = ctrlc::set_handler(move || {
            if asked.request() {
                thread::sleep(PATIENCE);
                if let Some(folder) = ours.get() {
                    abandon(folder);
                }
                std::process::exit(EXIT_CODE.into());
            }
        });
        Self { stop, folder }
    }

    /// From now on this run has the lock of `folder`.
    pub fn owns(&self, folder: &Path) {
        let _ = self.folder.set(folder.to_owned());
    }
}
