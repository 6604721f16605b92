//! The tables that are part of the program, put in by the build script.

use super::Table;

include!(concat!(env!("OUT_DIR"), "/shipped.rs"));

/// Hash over names and bytes of all shipped tables, computed when the program was built.
pub(crate) const CONTENT: u128 = CONTENT_HASH;

/// Hash over the code that makes an index out of tables: an index made by other code is not used.
pub(crate) const CODE: u128 = CODE_HASH;

/// The shipped tables, sorted by name.
pub(crate) fn tables() -> impl Iterator<Item = Table> {
    TABLES.iter().filter_map(|&(path, bytes)| {
        Table::shipped(path, format!("gazetteers/{path}"), bytes.into())
    })
}
