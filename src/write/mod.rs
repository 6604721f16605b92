//! Annotations to files.
mod atomic;
mod cell;
mod lock;
mod sorter;
pub use cell::cell;
