//! Where the annotations of a run go: a folder of files, or a stream.

use super::atomic::{FileProof, StagedFile, StagedFolder, is_plain_name};
use super::run_json::run_json;
use super::{
    Block, Counts, DiagnosticLog, ENTITIES_FILE, EntityCounts, EntityTable, Formats, RUN_FILE,
};
use crate::error::{Error, Result};
use crate::gazetteer::Gazetteer;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

/// Where the annotations of a run go. Blocks are put one after the other, in the order of the input.
pub struct Output {
    formats: Arc<Formats>,
    to: Destination,
    counts: Counts,
    log: DiagnosticLog,
}

enum Destination {
    Folder(Box<FolderOutput>),
    /// Bytes of the first format, and nothing else.
    Stream(Box<dyn Write>),
}

struct FolderOutput {
    // Before the folder, so that they are closed when it is tidied up.
    files: Vec<StagedFile>,
    entities: Option<EntityTable>,
    folder: StagedFolder,
}

/// What was counted in a run, and what went wrong.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    pub counts: Counts,
    pub log: DiagnosticLog,
}

impl Output {
    /// One file a format, `entities.csv` where the formats ask for it, and `run.json`.
    pub fn to_folder(path: &Path, formats: Formats) -> Result<Self> {
        let mut folder = StagedFolder::open(path)?;
        let mut files = Vec::new();
        for sink in &formats.sinks {
            let mut file = folder.create(sink.file_name())?;
            let mut head = Vec::new();
            sink.begin(&mut head)?;
            file.write(&head)?;
            files.push(file);
        }
        let entities = formats.has_entities.then(|| EntityTable::new(&folder.work()));
        Ok(Self::new(
            formats,
            Destination::Folder(Box::new(FolderOutput { files, entities, folder })),
        ))
    }

    /// Nothing but the bytes of the first of `formats`, as soon as they are there.
    pub fn to_stream(mut stream: Box<dyn Write>, mut formats: Formats) -> Result<Self> {
        formats.has_entities = false;
        formats.sinks.truncate(1);
        for sink in &formats.sinks {
            let mut head = Vec::new();
            sink.begin(&mut head)?;
            stream.write_all(&head).map_err(to_stream)?;
        }
        Ok(Self::new(formats, Destination::Stream(stream)))
    }

    fn new(formats: Formats, to: Destination) -> Self {
        Self {
            formats: Arc::new(formats),
            to,
            counts: Counts::default(),
            log: DiagnosticLog::default(),
        }
    }

    pub fn formats(&self) -> Arc<Formats> {
        Arc::clone(&self.formats)
    }

    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    pub fn put(&mut self, block: Block) -> Result<()> {
        match &mut self.to {
            Destination::Folder(folder) => folder.put(&block.parts, block.entities)?,
            Destination::Stream(stream) => {
                block
                    .parts
                    .iter()
                    .try_for_each(|part| stream.write_all(part))
                    .map_err(to_stream)?;
                stream.flush().map_err(to_stream)?;
            }
        }
        self.counts.add(&block.counts);
        self.log.append(block.log);
        Ok(())
    }

    /// Brings all files to the disk, still under the names of the work folder.
    ///
    /// `configuration` goes into `run.json` as it is.
    pub fn finish<C: Serialize>(
        self,
        configuration: &C,
        gazetteer: &Gazetteer,
    ) -> Result<WholeOutput> {
        let Self { formats, to, counts, log } = self;
        let set = match to {
            Destination::Folder(folder) => {
                let (mut folder, proofs) = folder.finish(&formats, gazetteer)?;
                let mut run = folder.create(RUN_FILE)?;
                run.write(&run_json(configuration, gazetteer, &counts, &log, &proofs)?)?;
                run.finish()?;
                Some((folder, proofs))
            }
            Destination::Stream(mut stream) => {
                for sink in &formats.sinks {
                    let mut foot = Vec::new();
                    sink.end(&mut foot)?;
                    stream.write_all(&foot).map_err(to_stream)?;
                }
                stream.flush().map_err(to_stream)?;
                None
            }
        };
        Ok(WholeOutput { set, summary: Summary { counts, log } })
    }
}

impl FolderOutput {
    fn put(&mut self, parts: &[Vec<u8>], entities: EntityCounts) -> Result<()> {
        for (file, part) in self.files.iter_mut().zip(parts) {
            file.write(part)?;
        }
        match &mut self.entities {
            Some(table) => table.add(entities),
            None => Ok(()),
        }
    }

    /// All files but `run.json`, whole.
    fn finish(
        mut self: Box<Self>,
        formats: &Formats,
        gazetteer: &Gazetteer,
    ) -> Result<(StagedFolder, Vec<FileProof>)> {
        for (file, sink) in self.files.iter_mut().zip(&formats.sinks) {
            let mut foot = Vec::new();
            sink.end(&mut foot)?;
            file.write(&foot)?;
        }
        if let Some(entities) = self.entities.take() {
            let mut file = self.folder.create(ENTITIES_FILE)?;
            entities.write(gazetteer, &self.folder.work(), &mut |bytes| file.write(bytes))?;
            self.files.push(file);
        }
        let proofs = self.files.into_iter().map(StagedFile::finish).collect::<Result<_>>()?;
        Ok((self.folder, proofs))
    }
}

/// Files that are whole and wait for their names. Dropped, they go away.
pub struct WholeOutput {
    set: Option<(StagedFolder, Vec<FileProof>)>,
    summary: Summary,
}

impl WholeOutput {
    /// Gives all files their names at once, and removes those of the run before that are not made anew.
    pub fn commit(self) -> Result<Summary> {
        if let Some((folder, proofs)) = self.set {
            let gone = files_of_last_run(folder.path())
                .into_iter()
                .filter(|old| proofs.iter().all(|new| new.name != *old))
                .collect();
            folder.commit(gone)?;
        }
        Ok(self.summary)
    }
}

fn to_stream(error: io::Error) -> Error {
    Error::new(error).at("standard output")
}

/// The files that the run before has left here: those that its `run.json` names, if they have the size
/// it says. What somebody has put there or changed since is theirs.
fn files_of_last_run(folder: &Path) -> Vec<String> {
    #[derive(Deserialize)]
    struct LastRun {
        files: Vec<FileProof>,
    }
    let last = fs::read(folder.join(RUN_FILE)).unwrap_or_default();
    let files = serde_json::from_slice::<LastRun>(&last).map(|run| run.files).unwrap_or_default();
    let is_ours = |file: &FileProof| {
        is_plain_name(&file.name)
            && file.name != RUN_FILE
            && fs::symlink_metadata(folder.join(&file.name))
                .is_ok_and(|there| there.is_file() && there.len() == file.bytes)
    };
    files.into_iter().filter(is_ours).map(|file| file.name).collect()
}
