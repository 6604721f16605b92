//! Compiles raw name lists: `cargo run --example compile -- SOURCES OUT [LACKING]`.
//!
//! LACKING gets the surface forms of reviewed entities that only the raw lists have, as a table of
//! id, surface and list.

use dateline::error::{Error, Result};
use dateline::gazetteer::compile::{CompileOptions, compile};
use std::path::PathBuf;

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(sources), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err(Error::usage("expected SOURCES OUT [LACKING]"));
    };
    let report = compile(&sources, &out, &CompileOptions::default())?;
    println!("{report}");
    if let Some(path) = arguments.next() {
        let lines =
            report.lacking.iter().map(|(id, surface, list)| format!("{id}\t{surface}\t{list}\n"));
        std::fs::write(&path, lines.collect::<String>())?;
    }
    Ok(())
}
