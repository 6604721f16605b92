//! How much may be under way at once.

use std::sync::{Condvar, Mutex, PoisonError};

/// Bounds the bytes of text that are read and not yet written, so that memory does not grow with the input.
pub(super) struct Credits {
    limit: usize,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    taken: usize,
    is_closed: bool,
}

impl Credits {
    pub fn new(limit: usize) -> Self {
        Self { limit, state: Mutex::default(), changed: Condvar::new() }
    }

    /// Waits until there is room for `bytes`; more than the limit gets room alone. `false` once closed.
    pub fn take(&self, bytes: usize) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while !state.is_closed && state.taken > 0 && state.taken + bytes > self.limit {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.taken += bytes;
        !state.is_closed
    }

    pub fn give_back(&self, bytes: usize) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).taken -= bytes;
        self.changed.notify_all();
    }

    /// Nobody gets or waits for room any more.
    pub fn close(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).is_closed = true;
        self.changed.notify_all();
    }

    /// Closes when it is dropped by a panic, so that no other thread waits for ever.
    pub fn close_on_panic(&self) -> CloseOnPanic<'_> {
        CloseOnPanic(self)
    }

    pub fn is_closed(&self) -> bool {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).is_closed
    }
}

pub(super) struct CloseOnPanic<'c>(&'c Credits);

impl Drop for CloseOnPanic<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.close();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    #[test]
    fn what_is_larger_than_the_limit_waits_until_it_is_alone() {
        let credits = Credits::new(10);
        assert!(credits.take(8));
        thread::scope(|scope| {
            let large = scope.spawn(|| credits.take(100));
            credits.give_back(8);
            assert!(large.join().unwrap());
        });
    }

    #[test]
    fn closing_ends_all_waiting() {
        let credits = Credits::new(10);
        assert!(credits.take(10));
        thread::scope(|scope| {
            let waiting = scope.spawn(|| credits.take(1));
            credits.close();
            assert!(!waiting.join().unwrap());
        });
    }
}
