//! The bytes of an index: a mapped file, or memory.

use memmap2::Mmap;
use std::fs::File;
use std::ops::Deref;
use std::path::Path;

/// The bytes of an index. Nothing about them is trusted: see [`super::layout`].
pub(crate) enum Bytes {
    Mapped(Mmap),
    Owned(Vec<u8>),
}

impl Bytes {
    /// Maps the file at `path`.
    pub fn map(path: &Path) -> std::io::Result<Self> {
        // Opening a pipe would wait for a writer.
        if !path.metadata()?.is_file() {
            return Err(std::io::Error::other("it is no regular file"));
        }
        let file = File::open(path)?;
        // SAFETY: a mapping is sound as long as nobody changes the file under it. Index files are
        // never changed: they are written under another name and renamed, so that a new version is
        // a new file and this one lives on until it is unmapped. They lie in a cache folder of the
        // user's own. All reading goes through bounds-checked slices.
        #[allow(unsafe_code)]
        let mapped = unsafe { Mmap::map(&file)? };
        Ok(Self::Mapped(mapped))
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Bytes::Mapped(mapped) => mapped,
            Bytes::Owned(owned) => owned,
        }
    }
}
