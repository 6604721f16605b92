//! Compiles raw name lists: `cargo run --example compile -- SOURCES OUT`.
use dateline::gazetteer::compile::{CompileOptions, compile};
use std::path::PathBuf;

fn main() -> dateline::error::Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(sources), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err(dateline::error::Error::usage("expected SOURCES OUT"));
    };
    let options = CompileOptions::default();
    let report = compile(&sources, &out, &options)?;
    println!("{report}");
    Ok(())
}
