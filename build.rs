//! Puts the tables of `gazetteers/` into the program, with a hash, so that opening needs none.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};
use xxhash_rust::xxh3::Xxh3Default;

/// Folders below `gazetteers/` whose tables are shipped.
const FOLDERS: [&str; 3] = ["compiled", "lexicon", "reviewed"];

/// Code that decides what an index holds.
const CODE: [&str; 3] = ["src/gazetteer", "src/token", "src/model"];

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut list = String::from("const TABLES: &[(&str, &[u8])] = &[\n");
    let mut content = Xxh3Default::new();
    for folder in FOLDERS {
        let path = root.join("gazetteers").join(folder);
        println!("cargo::rerun-if-changed={}", path.display());
        for file in files(&path, "tsv")? {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            hash_file(&mut content, &format!("{folder}/{name}"), &file)?;
            let table = format!("{folder}/{name}");
            let _ = writeln!(
                list,
                "    ({table:?}, include_bytes!({:?})),",
                file.display().to_string()
            );
        }
    }
    let mut code = Xxh3Default::new();
    for folder in CODE {
        println!("cargo::rerun-if-changed={folder}");
        hash_folder(&mut code, &root.join(folder))?;
    }
    let _ = writeln!(list, "];\nconst CONTENT_HASH: u128 = {:#034x};", content.digest128());
    let _ = writeln!(list, "const CODE_HASH: u128 = {:#034x};", code.digest128());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let out = out.join("shipped.rs");
    // Untouched when nothing changed, so that nothing is compiled again.
    if fs::read_to_string(&out).is_ok_and(|old| old == list) {
        Ok(())
    } else {
        fs::write(out, list)
    }
}

/// The files with this extension in a folder, sorted; none if there is no such folder.
fn files(folder: &Path, extension: &str) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let paths = entries.map(|entry| entry.map(|entry| entry.path()));
    let mut files = paths.collect::<io::Result<Vec<_>>>()?;
    files.retain(|path| path.extension().is_some_and(|own| own == extension));
    files.sort();
    Ok(files)
}

fn hash_folder(hash: &mut Xxh3Default, folder: &Path) -> io::Result<()> {
    for file in files(folder, "rs")? {
        hash_file(hash, &file.file_name().unwrap_or_default().to_string_lossy(), &file)?;
    }
    let mut folders: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            folders.push(path);
        }
    }
    folders.sort();
    folders.iter().try_for_each(|folder| hash_folder(hash, folder))
}

fn hash_file(hash: &mut Xxh3Default, name: &str, file: &Path) -> io::Result<()> {
    let bytes = fs::read(file)?;
    hash.update(name.as_bytes());
    hash.update(&(bytes.len() as u64).to_le_bytes());
    hash.update(&bytes);
    Ok(())
}
