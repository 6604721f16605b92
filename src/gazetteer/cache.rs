//! Compiled indexes kept between runs, one file for each state of the tables and the program.

use super::index::{Damage, Index, Stamp, VERSION, read_file};
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::Result;
use std::env;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Index files that stay when a new one is written, the newest.
const KEPT: usize = 4;
const EXTENSION: &str = "index";
/// Prefix of files that are being written.
const UNFINISHED: &str = ".unfinished-";
/// Nobody writes an index for that long.
const ABANDONED: Duration = Duration::from_secs(24 * 60 * 60);

/// Where indexes are kept: `$DATELINE_CACHE`, or `dateline` in the user's cache folder; `None`
/// if the system names no such folder.
pub fn default_dir() -> Option<PathBuf> {
    let variable = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(folder) = variable("DATELINE_CACHE") {
        return Some(folder);
    }
    let folder = if cfg!(windows) {
        variable("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        variable("HOME").map(|home| home.join("Library/Caches"))
    } else {
        let given = variable("XDG_CACHE_HOME").filter(|folder| folder.is_absolute());
        given.or_else(|| variable("HOME").map(|home| home.join(".cache")))
    };
    folder.map(|folder| folder.join("dateline"))
}

/// Opens the index with this stamp from `dir`, or builds it and keeps it there. Trouble with the
/// folder or the file is a diagnostic, since an index in memory does as well.
pub(super) fn open_or_build(
    dir: Option<&Path>,
    stamp: &Stamp,
    diagnostics: &mut Vec<Diagnostic>,
    build: impl FnOnce() -> Result<Vec<u8>>,
) -> Result<Index> {
    let path = dir.map(|dir| dir.join(file_name(stamp)));
    if let Some(path) = &path {
        match open(path, stamp) {
            Ok(index) => return Ok(index),
            Err(NotOpened::Missing) => {}
            Err(NotOpened::Unusable(why)) => diagnostics.push(
                Diagnostic::new(
                    "G101",
                    Severity::Note,
                    format!(
                        "the compiled gazetteers are not used, since {why}; compiling them again"
                    ),
                )
                .at(path),
            ),
        }
    }
    let bytes = build()?;
    if let (Some(dir), Some(path)) = (dir, &path) {
        match save(dir, path, &bytes) {
            Ok(()) => prune(dir, path),
            Err(error) => diagnostics.push(
                Diagnostic::new(
                    "G102",
                    Severity::Warning,
                    format!("the compiled gazetteers cannot be kept here ({error}), so that every run compiles them; DATELINE_CACHE names another folder"),
                )
                .at(dir),
            ),
        }
    }
    Ok(Index::open(bytes, stamp)
        .unwrap_or_else(|damage| unreachable!("an index is as it was built: {damage}")))
}

fn file_name(stamp: &Stamp) -> String {
    format!("{:032x}-v{VERSION}.{EXTENSION}", u128::from_be_bytes(*stamp))
}

enum NotOpened {
    Missing,
    Unusable(String),
}

fn open(path: &Path, stamp: &Stamp) -> Result<Index, NotOpened> {
    let bytes = read_file(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => NotOpened::Missing,
        _ => NotOpened::Unusable(error.to_string()),
    })?;
    Index::open(bytes, stamp).map_err(|damage: Damage| NotOpened::Unusable(damage.to_string()))
}

/// Writes under another name and renames when all is on the disk: a reader sees a whole file or none.
fn save(dir: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(dir)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// Removes the oldest indexes, and what killed processes have left.
fn prune(dir: &Path, newest: &Path) {
    let Ok(entries) = fs::read_dir(dir) else { return };
    let mut old = Vec::new();
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let Ok(modified) = entry.metadata().and_then(|data| data.modified()) else { continue };
        if name.starts_with(UNFINISHED) {
            if SystemTime::now().duration_since(modified).is_ok_and(|age| age > ABANDONED) {
                let _ = fs::remove_file(entry.path());
            }
        } else if is_index(&name) && entry.path() != newest {
            old.push((modified, entry.path()));
        }
    }
    old.sort();
    let excess = (old.len() + 1).saturating_sub(KEPT);
    for (_, path) in old.into_iter().take(excess) {
        let _ = fs::remove_file(path);
    }
}

/// Whether a file name is one of [`file_name`], of any version.
fn is_index(name: &str) -> bool {
    let parts = name.strip_suffix(EXTENSION).and_then(|name| name.split_once("-v"));
    parts.is_some_and(|(hash, _)| hash.len() == 32 && hash.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Loaded;

    const STAMP: Stamp = [5; 16];

    fn build() -> Result<Vec<u8>> {
        Ok(Index::build(&Loaded::default(), &STAMP).unwrap())
    }

    /// Opens from `dir`; whether it had to be built, and the codes of the diagnostics.
    fn open_from(dir: &Path) -> (bool, Vec<&'static str>) {
        let mut built = false;
        let mut diagnostics = Vec::new();
        let index = open_or_build(Some(dir), &STAMP, &mut diagnostics, || {
            built = true;
            build()
        });
        assert_eq!(index.unwrap().len(), 0);
        (built, diagnostics.iter().map(|diagnostic| diagnostic.code).collect())
    }

    #[test]
    fn an_index_is_built_once() {
        let dir = tempfile::tempdir().unwrap();
        let inner = dir.path().join("not/yet/there");
        assert_eq!(open_from(&inner), (true, vec![]));
        assert_eq!(open_from(&inner), (false, vec![]));
    }

    #[test]
    fn damage_of_any_sort_is_mended() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(file_name(&STAMP));
        let whole = build().unwrap();
        for ix in [0, 9, 17, 21, 25, 41, 50, whole.len() - 1] {
            let mut flipped = whole.clone();
            flipped[ix] ^= 1;
            fs::write(&path, flipped).unwrap();
            assert_eq!(open_from(dir.path()), (true, vec!["G101"]), "byte {ix}");
            assert_eq!(fs::read(&path).unwrap(), whole);
        }
        for len in [0, 1, 47, 48, 100, whole.len() - 1] {
            fs::write(&path, &whole[..len]).unwrap();
            assert_eq!(open_from(dir.path()), (true, vec!["G101"]), "cut at {len}");
        }
        assert_eq!(open_from(dir.path()), (false, vec![]));
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_a_warning() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a-file");
        fs::write(&file, "").unwrap();
        let (built, codes) = open_from(&file.join("below"));
        assert!(built && codes.contains(&"G102"), "{codes:?}");
    }

    #[test]
    fn something_else_under_the_name_of_the_index_does_no_harm() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join(file_name(&STAMP))).unwrap();
        assert_eq!(open_from(dir.path()), (true, vec!["G101", "G102"]));
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_under_the_name_of_the_index_is_not_waited_for() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(file_name(&STAMP));
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        assert!(made.is_ok_and(|status| status.success()));
        assert_eq!(open_from(dir.path()), (true, vec!["G101"]));
        assert_eq!(open_from(dir.path()), (false, vec![]));
    }

    #[test]
    fn a_reader_keeps_its_index_while_another_process_replaces_it() {
        let dir = tempfile::tempdir().unwrap();
        open_from(dir.path());
        let path = dir.path().join(file_name(&STAMP));
        let Ok(index) = open(&path, &STAMP) else { panic!("not opened") };
        save(dir.path(), &path, b"of another version").unwrap();
        fs::write(&path, b"cut short").unwrap();
        assert_eq!(index.len(), 0);
        assert_eq!(index.by_id("country.IR"), None);
        assert_eq!(open_from(dir.path()), (true, vec!["G101"]));
    }

    #[test]
    fn old_indexes_go_and_other_files_stay() {
        let dir = tempfile::tempdir().unwrap();
        for ix in 0..9u8 {
            fs::write(dir.path().join(file_name(&[ix + 100; 16])), "old").unwrap();
        }
        fs::write(dir.path().join("notes.index"), "mine").unwrap();
        open_from(dir.path());
        let names = fs::read_dir(dir.path()).unwrap();
        let names: Vec<String> =
            names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        assert_eq!(names.len(), KEPT + 1, "{names:?}");
        assert!(names.contains(&file_name(&STAMP)) && names.contains(&"notes.index".to_owned()));
    }
}
