//! A large file in blocks, so that a few threads read it and sum it up together.
//!
//! Opening the shipped index is little else than these two; on two cores they take half the time.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::thread;
use xxhash_rust::xxh3::xxh3_64;

const BLOCK_BYTES: usize = 1 << 20;
/// More would not be faster: memory is what is waited for.
const MOST_THREADS: usize = 4;

/// The bytes of a regular file.
///
/// Read and not mapped: a mapped file that somebody cuts short while it is in use ends the process.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    // Opening a pipe would wait for a writer.
    let data = path.metadata()?;
    if !data.is_file() {
        return Err(io::Error::other("it is no regular file"));
    }
    let length = usize::try_from(data.len()).map_err(io::Error::other)?;
    let mut bytes = vec![0; length];
    let share = share_of(length);
    thread::scope(|scope| {
        let parts = bytes.chunks_mut(share).enumerate();
        let readers: Vec<_> = parts
            .map(|(ix, part)| {
                scope.spawn(move || {
                    let mut file = File::open(path)?;
                    file.seek(SeekFrom::Start((ix * share) as u64))?;
                    file.read_exact(part)
                })
            })
            .collect();
        readers.into_iter().try_for_each(|reader| reader.join().map_err(io_panic)?)
    })?;
    Ok(bytes)
}

fn io_panic(_: Box<dyn std::any::Any + Send>) -> io::Error {
    io::Error::other("a thread that read it broke down")
}

/// XXH3 (64 bits) of the XXH3s of the blocks of `bytes`.
pub fn checksum(bytes: &[u8]) -> u64 {
    let share = share_of(bytes.len());
    let sums_of = |part: &[u8]| -> Vec<u8> {
        part.chunks(BLOCK_BYTES).flat_map(|block| xxh3_64(block).to_le_bytes()).collect()
    };
    if bytes.len() <= share {
        return xxh3_64(&sums_of(bytes));
    }
    let sums: Vec<Vec<u8>> = thread::scope(|scope| {
        let parts = bytes.chunks(share);
        let summers: Vec<_> =
            parts.map(|part| (part, scope.spawn(move || sums_of(part)))).collect();
        // A thread that broke down is replaced by this one.
        summers
            .into_iter()
            .map(|(part, summer)| summer.join().unwrap_or_else(|_| sums_of(part)))
            .collect()
    });
    xxh3_64(&sums.concat())
}

/// How many bytes each thread takes: whole blocks.
fn share_of(length: usize) -> usize {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
    length.div_ceil(threads).next_multiple_of(BLOCK_BYTES).max(BLOCK_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_does_not_depend_on_the_shares() {
        let bytes: Vec<u8> = (0..3 * BLOCK_BYTES + 77).map(|ix| (ix * 31 % 251) as u8).collect();
        let blocks = bytes.chunks(BLOCK_BYTES).flat_map(|block| xxh3_64(block).to_le_bytes());
        assert_eq!(checksum(&bytes), xxh3_64(&blocks.collect::<Vec<u8>>()));
        assert_ne!(checksum(&bytes), checksum(&bytes[1..]));
    }

    #[test]
    fn a_file_comes_back_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.index");
        for length in [0, 1, BLOCK_BYTES, 2 * BLOCK_BYTES + 5] {
            let bytes: Vec<u8> = (0..length).map(|ix| (ix % 253) as u8).collect();
            std::fs::write(&path, &bytes).unwrap();
            assert!(read(&path).unwrap() == bytes, "{length} bytes");
        }
    }
}
