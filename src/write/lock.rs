//! One run at a time in one folder.

use crate::error::{Error, Result};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

const LOCK_FILE: &str = ".dateline.lock";

/// The right to write to a folder, held until dropped. The operating system takes it back when the
/// process dies, however it dies.
#[derive(Debug)]
pub struct FolderLock {
    path: PathBuf,
    _file: File,
}

impl FolderLock {
    /// Refuses, and does not wait, while another run writes to `folder`.
    ///
    /// On file systems without locks it is given to everybody.
    pub fn acquire(folder: &Path) -> Result<Self> {
        let path = folder.join(LOCK_FILE);
        loop {
            let opened = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
            let file = opened.map_err(|error| Error::new(error).at(&path))?;
            match file.try_lock() {
                // The run before us may have removed the file between our opening and locking it.
                Ok(()) if !is_at(&file, &path) => continue,
                Ok(()) => return Ok(Self { path, _file: file }),
                Err(TryLockError::WouldBlock) => {
                    return Err(Error::usage(
                        "another run is writing to this folder; wait for it to end or choose \
                         another --output",
                    )
                    .at(folder));
                }
                // Unsupported, or a network share without a lock service.
                Err(TryLockError::Error(_)) => return Ok(Self { path, _file: file }),
            }
        }
    }
}

impl FolderLock {
    /// For the holder of the lock alone, before its process ends.
    pub fn remove_file(folder: &Path) {
        remove(&folder.join(LOCK_FILE));
    }
}

impl Drop for FolderLock {
    fn drop(&mut self) {
        remove(&self.path);
    }
}

/// Only where `acquire` notices that its file is gone; elsewhere the empty file stays.
fn remove(path: &Path) {
    if cfg!(unix) {
        let _ = fs::remove_file(path);
    }
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(ours), Ok(there)) => ours.dev() == there.dev() && ours.ino() == there.ino(),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_run_in_a_folder_is_refused_until_the_first_has_ended() {
        let folder = tempfile::tempdir().unwrap();
        let first = FolderLock::acquire(folder.path()).unwrap();
        let refused = FolderLock::acquire(folder.path()).unwrap_err();
        assert!(refused.to_string().contains("another run is writing"), "{refused}");
        drop(first);
        drop(FolderLock::acquire(folder.path()).unwrap());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
