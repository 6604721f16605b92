//! Stopping a run from outside.

use crate::error::{Error, ErrorKind, Result};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

const RUNNING: u8 = 0;
const STOPPING: u8 = 1;
const COMMITTING: u8 = 2;

/// Lets a run be stopped from outside, until its files get their names: from then on it ends whole.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicU8>);

impl Stop {
    /// Asks the run to stop. Whether it will: too late once files get their names.
    pub fn request(&self) -> bool {
        let swapped =
            self.0.compare_exchange(RUNNING, STOPPING, Ordering::SeqCst, Ordering::SeqCst);
        swapped != Err(COMMITTING)
    }

    pub fn is_requested(&self) -> bool {
        self.0.load(Ordering::Relaxed) == STOPPING
    }

    pub(super) fn check(&self) -> Result<()> {
        if self.is_requested() { Err(Error::new(ErrorKind::Interrupted)) } else { Ok(()) }
    }

    /// From here on the run cannot be stopped any more; an error if it was before.
    pub fn no_more(&self) -> Result<()> {
        let swapped =
            self.0.compare_exchange(RUNNING, COMMITTING, Ordering::SeqCst, Ordering::SeqCst);
        swapped.map(|_| ()).map_err(|_| Error::new(ErrorKind::Interrupted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_stops_before_its_files_get_their_names_or_not_at_all() {
        let stop = Stop::default();
        assert!(stop.check().is_ok());
        assert!(stop.request() && stop.request());
        assert!(stop.check().is_err() && stop.no_more().is_err());

        let stop = Stop::default();
        stop.no_more().unwrap();
        assert!(!stop.request());
        assert!(stop.check().is_ok());
    }
}
