//! A set of files that appears whole or not at all.
//!
//! Everything is written to a work folder inside the output folder. When all files are whole and on
//! the disk, a journal says so; then the old set is set aside, the one that proves it first, and the new
//! set is moved into place, the one that proves it last. A run that is killed before the journal leaves
//! the old set; one that is killed behind it leaves all of the new set, a part of it still in the work
//! folder, and the next run moves it. Files of two sets never stand side by side.

use super::lock::FolderLock;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::Xxh3Default;

/// Where files stand until they are whole; always free to be removed while no run holds the lock.
pub const WORK_FOLDER: &str = ".dateline-tmp";
const JOURNAL: &str = "commit.json";

/// A folder into which a set of files is put at once.
///
/// Dropped without [`StagedFolder::commit`], it leaves the folder as it was.
#[derive(Debug)]
pub struct StagedFolder {
    folder: PathBuf,
    names: Vec<String>,
    was_made: bool,
    is_committed: bool,
    lock: Option<FolderLock>,
}

/// The moves that make a set whole.
#[derive(Debug, Serialize, Deserialize)]
struct Journal {
    /// In the order of moving.
    new: Vec<String>,
    /// Files of the old set that the new one does not have.
    gone: Vec<String>,
}

impl StagedFolder {
    /// Makes `folder` if need be, takes its lock, and finishes or removes what a killed run has left.
    pub fn open(folder: &Path) -> Result<Self> {
        if folder.exists() && !folder.is_dir() {
            return Err(Error::usage("is a file; expected a folder or nothing").at(folder));
        }
        let was_made = !folder.exists();
        fs::create_dir_all(folder).map_err(|error| Error::new(error).at(folder))?;
        let lock = FolderLock::acquire(folder)?;
        let staged = Self {
            folder: folder.to_owned(),
            names: Vec::new(),
            was_made,
            is_committed: false,
            lock: Some(lock),
        };
        staged.recover().map_err(|error| Error::new(error).at(staged.work()))?;
        for part in ["new", "old"] {
            let part = staged.work().join(part);
            fs::create_dir_all(&part).map_err(|error| Error::new(error).at(&part))?;
        }
        Ok(staged)
    }

    /// A file of the set; the last one made is the one that proves the set.
    pub fn create(&mut self, name: &str) -> Result<StagedFile> {
        let target = self.folder.join(name);
        if target.is_dir() {
            return Err(Error::usage("is a folder; expected a file or nothing").at(target));
        }
        let file = File::create(self.work().join("new").join(name))
            .map_err(|error| Error::new(error).at(&target))?;
        self.names.push(name.to_owned());
        Ok(StagedFile {
            target,
            out: BufWriter::with_capacity(1 << 16, file),
            hash: Xxh3Default::new(),
            bytes: 0,
        })
    }

    pub fn path(&self) -> &Path {
        &self.folder
    }

    /// For files that are needed only while the run lasts.
    pub fn work(&self) -> PathBuf {
        self.folder.join(WORK_FOLDER)
    }

    /// Moves all files into place, and the files `gone` of the old set out of it.
    ///
    /// All files must have been finished. If a move fails, the old set is put back.
    pub fn commit(mut self, gone: Vec<String>) -> Result<()> {
        let journal = Journal { new: std::mem::take(&mut self.names), gone };
        self.write_journal(&journal).map_err(|error| Error::new(error).at(self.work()))?;
        if let Err(error) = self.roll_forward(&journal) {
            self.roll_back(&journal);
            return Err(Error::new(error).at(&self.folder));
        }
        self.is_committed = true;
        Ok(())
    }

    fn write_journal(&self, journal: &Journal) -> io::Result<()> {
        let work = self.work();
        sync_folder(&work.join("new"))?;
        let unfinished = work.join("journal");
        let mut file = File::create(&unfinished)?;
        file.write_all(&serde_json::to_vec(journal)?)?;
        file.sync_all()?;
        fs::rename(&unfinished, work.join(JOURNAL))?;
        sync_folder(&work)?;
        sync_folder(&self.folder)
    }

    /// Finishes a set that a killed run had whole; removes everything else it has left.
    fn recover(&self) -> io::Result<()> {
        let work = self.work();
        match fs::read(work.join(JOURNAL)) {
            Ok(bytes) => match serde_json::from_slice::<Journal>(&bytes) {
                Ok(journal) if journal.is_plain() => self.roll_forward(&journal),
                _ => remove_all(&work),
            },
            Err(_) => remove_all(&work),
        }
    }

    fn roll_forward(&self, journal: &Journal) -> io::Result<()> {
        let work = self.work();
        let waiting = |name: &&String| is_there(&work.join("new").join(name));
        fs::create_dir_all(work.join("old"))?;
        for name in journal.new.iter().rev().filter(waiting).chain(&journal.gone) {
            if is_there(&self.folder.join(name)) {
                fs::rename(self.folder.join(name), work.join("old").join(name))?;
            }
        }
        sync_folder(&self.folder)?;
        for name in journal.new.iter().filter(waiting) {
            fs::rename(work.join("new").join(name), self.folder.join(name))?;
        }
        sync_folder(&self.folder)?;
        fs::remove_file(work.join(JOURNAL))?;
        // What is left are old files, which nobody needs.
        let _ = remove_all(&work);
        Ok(())
    }

    fn roll_back(&self, journal: &Journal) {
        let work = self.work();
        let _ = fs::remove_file(work.join(JOURNAL));
        for name in &journal.new {
            if !is_there(&work.join("new").join(name)) {
                let _ = fs::rename(self.folder.join(name), work.join("new").join(name));
            }
        }
        for name in journal.gone.iter().chain(&journal.new) {
            let _ = fs::rename(work.join("old").join(name), self.folder.join(name));
        }
    }
}

impl Drop for StagedFolder {
    fn drop(&mut self) {
        if !self.is_committed {
            let _ = remove_all(&self.work());
        }
        self.lock = None;
        if self.was_made && !self.is_committed {
            let _ = fs::remove_dir(&self.folder); // only if it is empty
        }
    }
}

impl Journal {
    /// Whether every name is a name in the folder and no path out of it.
    fn is_plain(&self) -> bool {
        self.new.iter().chain(&self.gone).all(|name| is_plain_name(name))
    }
}

/// Takes away what a run that is about to end at once has begun in `folder`, which it has locked.
pub fn abandon(folder: &Path) {
    let _ = remove_all(&folder.join(WORK_FOLDER));
    FolderLock::remove_file(folder);
}

/// Whether `name` is that of a file in a folder, and no path that leads elsewhere.
pub fn is_plain_name(name: &str) -> bool {
    Path::new(name).file_name().is_some_and(|last| last == name)
}

/// A file of a set that is being written.
pub struct StagedFile {
    /// Where it will stand.
    target: PathBuf,
    out: BufWriter<File>,
    hash: Xxh3Default,
    bytes: u64,
}

/// What proves that a file is the one that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileProof {
    pub name: String,
    pub bytes: u64,
    /// XXH3 (64 bits) of the bytes, 16 hexadecimal digits.
    pub xxh3: String,
}

impl StagedFile {
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        self.out.write_all(bytes).map_err(|error| Error::new(error).at(&self.target))
    }

    /// Brings everything to the disk.
    pub fn finish(self) -> Result<FileProof> {
        let at_target = |error| Error::new(error).at(&self.target);
        let file = self.out.into_inner().map_err(|error| at_target(error.into_error()))?;
        file.sync_all().map_err(at_target)?;
        Ok(FileProof {
            name: self.target.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            bytes: self.bytes,
            xxh3: format!("{:016x}", self.hash.digest()),
        })
    }
}

fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn remove_all(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Makes renames in a folder survive a power cut.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(folder: &mut StagedFolder, name: &str, text: &str) {
        let mut file = folder.create(name).unwrap();
        file.write(text.as_bytes()).unwrap();
        file.finish().unwrap();
    }

    fn texts(folder: &Path) -> Vec<(String, String)> {
        let mut texts: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_file())
            .map(|path| {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                (name, fs::read_to_string(&path).unwrap())
            })
            .collect();
        texts.sort();
        texts
    }

    fn set(run: &str) -> Vec<(String, String)> {
        ["mentions.csv", "run.json"].map(|name| (name.to_owned(), run.to_owned())).to_vec()
    }

    fn old_set(folder: &Path) {
        let mut staged = StagedFolder::open(folder).unwrap();
        put(&mut staged, "mentions.csv", "old");
        put(&mut staged, "run.json", "old");
        staged.commit(vec![]).unwrap();
    }

    #[test]
    fn a_run_that_is_dropped_leaves_the_old_files_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        old_set(folder.path());
        let mut staged = StagedFolder::open(folder.path()).unwrap();
        put(&mut staged, "mentions.csv", "new");
        drop(staged);
        assert_eq!(texts(folder.path()), set("old"));
        assert!(!folder.path().join(WORK_FOLDER).exists());
    }

    #[test]
    fn a_file_in_place_of_the_folder_is_named_as_what_it_is() {
        let parent = tempfile::tempdir().unwrap();
        let file = parent.path().join("output");
        fs::write(&file, "mine").unwrap();
        let error = StagedFolder::open(&file).unwrap_err();
        assert!(error.to_string().contains("is a file; expected a folder"), "{error}");
        assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    }

    #[test]
    fn a_folder_that_was_made_for_nothing_goes_again() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("output");
        drop(StagedFolder::open(&folder).unwrap());
        assert!(!folder.exists());
    }

    #[test]
    fn files_of_the_old_set_that_are_gone_do_not_stay_beside_the_new() {
        let folder = tempfile::tempdir().unwrap();
        old_set(folder.path());
        fs::write(folder.path().join("notes.txt"), "mine").unwrap();
        let mut staged = StagedFolder::open(folder.path()).unwrap();
        put(&mut staged, "run.json", "new");
        staged.commit(vec!["mentions.csv".into()]).unwrap();
        let expected = [("notes.txt", "mine"), ("run.json", "new")];
        assert_eq!(texts(folder.path()), expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }

    /// Stops, as `kill -9` does, after every number of moves, and looks at the folder after each.
    #[test]
    fn killed_between_any_two_moves_the_sets_do_not_mix_and_the_next_run_makes_one_whole() {
        for moves in 0..=4 {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path();
            old_set(path);
            let mut staged = StagedFolder::open(path).unwrap();
            put(&mut staged, "mentions.csv", "new");
            put(&mut staged, "run.json", "new");
            let new = staged.names.clone();
            staged.write_journal(&Journal { new, gone: vec![] }).unwrap();
            let work = staged.work();
            let all: [(PathBuf, PathBuf); 4] = [
                (path.join("run.json"), work.join("old/run.json")),
                (path.join("mentions.csv"), work.join("old/mentions.csv")),
                (work.join("new/mentions.csv"), path.join("mentions.csv")),
                (work.join("new/run.json"), path.join("run.json")),
            ];
            for (from, to) in &all[..moves] {
                fs::rename(from, to).unwrap();
            }
            staged.is_committed = true; // nothing is tidied up by a dead process
            drop(staged);

            let seen = texts(path);
            assert!(seen.windows(2).all(|pair| pair[0].1 == pair[1].1), "mixed: {seen:?}");
            drop(StagedFolder::open(path).unwrap());
            assert_eq!(texts(path), set("new"), "after {moves} moves");
        }
    }

    #[test]
    fn killed_before_the_journal_the_old_set_stays() {
        let folder = tempfile::tempdir().unwrap();
        old_set(folder.path());
        let mut staged = StagedFolder::open(folder.path()).unwrap();
        put(&mut staged, "mentions.csv", "new");
        staged.is_committed = true;
        drop(staged);
        assert!(folder.path().join(WORK_FOLDER).exists());
        drop(StagedFolder::open(folder.path()).unwrap());
        assert_eq!(texts(folder.path()), set("old"));
        assert!(!folder.path().join(WORK_FOLDER).exists());
    }

    #[test]
    fn a_move_that_fails_puts_the_old_set_back() {
        let folder = tempfile::tempdir().unwrap();
        old_set(folder.path());
        let mut staged = StagedFolder::open(folder.path()).unwrap();
        put(&mut staged, "mentions.csv", "new");
        put(&mut staged, "run.json", "new");
        // A folder in the way of the set-aside old file makes the second move fail.
        fs::create_dir_all(staged.work().join("old/mentions.csv/x")).unwrap();
        staged.commit(vec![]).unwrap_err();
        assert_eq!(texts(folder.path()), set("old"));
    }

    #[test]
    fn a_journal_cannot_lead_out_of_the_folder() {
        assert!(is_plain_name("run.json"));
        for name in ["", "..", "../run.json", "/etc/passwd", "a/b", "a/"] {
            assert!(!is_plain_name(name), "{name}");
        }
    }
}
