//! Which tables a gazetteer is made from.

use super::user::UserList;
use super::{Table, Tier, shipped};
use crate::error::{Error, Result};
use std::fs;
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::Xxh3Default;

/// Which tables a gazetteer is made from.
///
/// ```
/// # use dateline::gazetteer::Sources;
/// let own = Sources { user: vec!["ORG=companies.txt".parse().unwrap()], ..Sources::default() };
/// assert!(own.shipped);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sources {
    /// Whether the shipped names take part. The lexicon (cues, given names) always does.
    pub shipped: bool,
    /// A folder with `reviewed/`, `compiled/` and `lexicon/` in place of what is in the program.
    pub directory: Option<PathBuf>,
    /// The user's own lists.
    pub user: Vec<UserList>,
}

impl Default for Sources {
    fn default() -> Self {
        Self { shipped: true, directory: None, user: Vec::new() }
    }
}

/// The tables of some sources, and a hash of all that is in them.
pub(crate) struct Read {
    pub tables: Vec<Table>,
    pub user: Vec<(UserList, Table)>,
    pub hash: u128,
}

impl Sources {
    /// Reads whatever is not part of the program.
    pub(crate) fn read(&self) -> Result<Read> {
        let mut hash = Xxh3Default::new();
        hash.update(&[u8::from(self.shipped)]);
        let mut tables: Vec<Table> = match &self.directory {
            None => {
                hash.update(&shipped::CONTENT.to_le_bytes());
                shipped::tables().collect()
            }
            Some(folder) => {
                let tables = read_folder(folder)?;
                tables.iter().for_each(|table| update(&mut hash, table));
                tables
            }
        };
        if !self.shipped {
            tables.retain(|table| table.role != super::TableRole::Entities);
        }
        let mut user = Vec::new();
        for list in &self.user {
            let bytes = read_list(&list.path)?;
            let name = list.path.display().to_string();
            let role = super::TableRole::Entities;
            let table = Table { name, tier: Tier::User, role, bytes: bytes.into() };
            hash.update(format!("{:?}", list.content).as_bytes());
            update(&mut hash, &table);
            user.push((list.clone(), table));
        }
        Ok(Read { tables, user, hash: hash.digest128() })
    }
}

fn update(hash: &mut Xxh3Default, table: &Table) {
    for part in [table.name.as_bytes(), &table.bytes] {
        hash.update(&(part.len() as u64).to_le_bytes());
        hash.update(part);
    }
}

/// A file or a pipe. A device may never end.
fn read_list(path: &Path) -> Result<Vec<u8>> {
    let at_path = |error| Error::new(error).at(path);
    let kind = path.metadata().map_err(at_path)?.file_type();
    if !(kind.is_file() || is_pipe(kind)) {
        return Err(Error::gazetteer("is no file; expected a list of names").at(path));
    }
    fs::read(path).map_err(at_path)
}

#[cfg(unix)]
fn is_pipe(kind: fs::FileType) -> bool {
    use std::os::unix::fs::FileTypeExt;
    kind.is_fifo()
}

#[cfg(not(unix))]
fn is_pipe(_: fs::FileType) -> bool {
    false
}

fn read_folder(folder: &Path) -> Result<Vec<Table>> {
    let mut tables = Vec::new();
    let mut found = false;
    for part in ["compiled", "lexicon", "reviewed"] {
        let part_folder = folder.join(part);
        if !part_folder.is_dir() {
            continue;
        }
        found = true;
        let walk = walkdir::WalkDir::new(&part_folder).max_depth(1).sort_by_file_name();
        for entry in walk {
            let entry =
                entry.map_err(|error| Error::new(std::io::Error::from(error)).at(folder))?;
            let path = entry.path();
            if entry.file_type().is_dir() || path.extension().is_none_or(|own| own != "tsv") {
                continue;
            }
            let bytes = fs::read(path).map_err(|error| Error::from(error).at(path))?;
            let short = format!("{part}/{}", entry.file_name().to_string_lossy());
            tables.extend(Table::shipped(&short, path.display().to_string(), bytes.into()));
        }
    }
    if !found {
        let message = "no gazetteers here; expected folders `reviewed`, `compiled` or `lexicon`";
        return Err(Error::gazetteer(message).at(folder));
    }
    Ok(tables)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(folder: &Path, user: &[&str]) -> u128 {
        let user = user.iter().map(|list| list.parse().unwrap()).collect();
        let directory = Some(folder.to_owned());
        Sources { shipped: true, directory, user }.read().unwrap().hash
    }

    #[test]
    fn the_hash_follows_every_table() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("reviewed")).unwrap();
        let list = folder.path().join("mine.txt");
        fs::write(&list, "Acme\n").unwrap();
        let (org, place) = (format!("ORG={}", list.display()), format!("PLACE={}", list.display()));
        let mut hashes = vec![hash(folder.path(), &[])];
        hashes.push(hash(folder.path(), &[&org]));
        hashes.push(hash(folder.path(), &[&place]));
        fs::write(&list, "Acme Inc\n").unwrap();
        hashes.push(hash(folder.path(), &[&org]));
        fs::write(folder.path().join("reviewed/a.tsv"), "type\tname\n").unwrap();
        hashes.push(hash(folder.path(), &[&org]));
        assert_eq!(hash(folder.path(), &[&org]), hashes[4]);
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), 5);
    }

    #[test]
    fn a_list_that_is_a_folder_or_a_device_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let mut paths = vec![folder.path()];
        if cfg!(unix) {
            paths.push(Path::new("/dev/zero"));
        }
        for path in paths {
            let error = read_list(path).unwrap_err().to_string();
            assert!(error.contains("is no file"), "{error}");
        }
    }

    #[test]
    fn a_folder_without_gazetteers_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let sources = Sources { directory: Some(folder.path().to_owned()), ..Sources::default() };
        assert!(sources.read().is_err());
    }
}
