//! Sorting more rows than fit into memory.

use crate::error::{Error, Result};
use serde::{Serialize, de::DeserializeOwned};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

/// Sorts any number of rows, in memory up to a limit and beyond it with the help of files that nobody sees.
pub struct Sorter<R> {
    rows: Vec<R>,
    bytes: usize,
    /// About how many bytes of rows are kept in memory.
    limit: usize,
    folder: PathBuf,
    runs: Vec<File>,
}

impl<R: Ord + Serialize + DeserializeOwned> Sorter<R> {
    /// Files go to `folder`, without a name, so that they vanish with the process.
    pub fn new(folder: &Path, limit: usize) -> Self {
        Self { rows: Vec::new(), bytes: 0, limit, folder: folder.to_owned(), runs: Vec::new() }
    }

    /// `bytes` is about what the row takes in memory.
    pub fn push(&mut self, row: R, bytes: usize) -> Result<()> {
        self.rows.push(row);
        self.bytes += bytes;
        if self.bytes > self.limit { self.spill() } else { Ok(()) }
    }

    fn spill(&mut self) -> Result<()> {
        let file = self.write_run().map_err(|error| Error::new(error).at(&self.folder))?;
        self.runs.push(file);
        self.rows.clear();
        self.bytes = 0;
        Ok(())
    }

    fn write_run(&mut self) -> std::io::Result<File> {
        self.rows.sort_unstable();
        let mut out = BufWriter::new(tempfile::tempfile_in(&self.folder)?);
        for row in &self.rows {
            serde_json::to_writer(&mut out, row)?;
            out.write_all(b"\n")?;
        }
        let mut file = out.into_inner().map_err(|error| error.into_error())?;
        file.rewind()?;
        Ok(file)
    }

    /// All rows in order.
    pub fn sorted(mut self) -> Result<Sorted<R>> {
        self.rows.sort_unstable();
        let mut sorted = Sorted {
            memory: std::mem::take(&mut self.rows).into_iter(),
            files: self.runs.drain(..).map(BufReader::new).collect(),
            folder: self.folder,
            next: BinaryHeap::new(),
        };
        for run in 0..=sorted.files.len() {
            sorted.refill(run)?;
        }
        Ok(sorted)
    }
}

/// The rows of a [`Sorter`], in order.
pub struct Sorted<R> {
    memory: std::vec::IntoIter<R>,
    files: Vec<BufReader<File>>,
    folder: PathBuf,
    /// The first row of each run that has one left; the last number is the run in memory.
    next: BinaryHeap<Reverse<(R, usize)>>,
}

impl<R: Ord + DeserializeOwned> Sorted<R> {
    fn refill(&mut self, run: usize) -> Result<()> {
        let row = match self.files.get_mut(run) {
            Some(file) => read_row(file).map_err(|error| Error::new(error).at(&self.folder))?,
            None => self.memory.next(),
        };
        self.next.extend(row.map(|row| Reverse((row, run))));
        Ok(())
    }
}

fn read_row<R: DeserializeOwned>(file: &mut BufReader<File>) -> std::io::Result<Option<R>> {
    let mut line = Vec::new();
    if file.read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    Ok(Some(serde_json::from_slice(&line)?))
}

impl<R: Ord + DeserializeOwned> Iterator for Sorted<R> {
    type Item = Result<R>;

    fn next(&mut self) -> Option<Self::Item> {
        let Reverse((row, run)) = self.next.pop()?;
        Some(self.refill(run).map(|()| row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rows_come_in_order_however_little_memory_there_is(
            rows in prop::collection::vec((0u8..9, ".{0,6}"), 0..60),
            limit in 0usize..40,
        ) {
            let folder = tempfile::tempdir().unwrap();
            let mut sorter = Sorter::new(folder.path(), limit);
            for row in &rows {
                sorter.push(row.clone(), 1).unwrap();
            }
            let sorted: Vec<_> = sorter.sorted().unwrap().map(|row| row.unwrap()).collect();
            let mut expected = rows;
            expected.sort();
            prop_assert_eq!(sorted, expected);
        }
    }
}
