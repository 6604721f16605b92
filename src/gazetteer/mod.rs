//! The name lists and their compiled form.

pub mod compile;
mod header;
mod row;
mod surface;

pub use header::{Column, Header};
pub use row::{Row, RowFault};
pub use surface::{Alias, AliasFlags};
