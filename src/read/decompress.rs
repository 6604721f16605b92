//! Compressed files as streams of plain bytes.

use super::codes;
use crate::diagnostic::{Diagnostic, Severity};
use flate2::read::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Output below this is never called a bomb: it fits into memory anyway.
const HARMLESS: u64 = 16 << 20;

/// The largest zstd window that is accepted, as much as `zstd -d` takes without being told.
const MAX_WINDOW: u64 = 128 << 20;

/// Why a compressed stream ended early.
#[derive(Debug, thiserror::Error)]
pub(super) enum DecompressError {
    #[error("{what} data is truncated or damaged: {why}")]
    Corrupt { what: &'static str, why: String },
    #[error("{what} data expands more than {limit} times, as a decompression bomb does")]
    Expands { what: &'static str, limit: u64 },
}

/// The plain bytes of `source`, which is decompressed if it begins as gzip or zstd data does.
///
/// `path` only tells whether that was to be expected.
pub(super) fn open(
    mut source: Box<dyn Read + Send>,
    path: &Path,
    max_ratio: u64,
) -> io::Result<(Box<dyn Read + Send>, Option<Diagnostic>)> {
    let mut head = Vec::with_capacity(4);
    (&mut source).take(4).read_to_end(&mut head)?;
    let what = match head[..] {
        [0x1f, 0x8b, ..] => Some("gzip"),
        // A frame, or one of the sixteen kinds of skippable frames.
        [0x28, 0xb5, 0x2f, 0xfd] | [0x50..=0x5f, 0x2a, 0x4d, 0x18] => Some("zstd"),
        _ => None,
    };
    let whole = Cursor::new(head).chain(source);
    let Some(what) = what else {
        return Ok((Box::new(whole), misnamed(path)));
    };
    let taken = Arc::new(AtomicU64::new(0));
    let counted = Counted { source: whole, taken: Arc::clone(&taken) };
    let plain: Box<dyn Read + Send> = match what {
        "gzip" => Box::new(MultiGzDecoder::new(counted)),
        _ => Box::new(ZstdFrames::new(counted)),
    };
    Ok((Box::new(Guarded { plain, what, taken, given: 0, max_ratio }), None))
}

fn misnamed(path: &Path) -> Option<Diagnostic> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    let expected = match extension.as_str() {
        "gz" => "gzip",
        "zst" => "zstd",
        _ => return None,
    };
    let message = format!("no {expected} data in spite of its name; read as it is");
    Some(Diagnostic::new(codes::NOT_COMPRESSED, Severity::Note, message))
}

/// Counts the compressed bytes.
struct Counted<R> {
    source: R,
    taken: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(to)?;
        self.taken.fetch_add(count as u64, Relaxed);
        Ok(count)
    }
}

/// Stops bombs, and gives errors their names.
struct Guarded {
    plain: Box<dyn Read + Send>,
    what: &'static str,
    taken: Arc<AtomicU64>,
    given: u64,
    max_ratio: u64,
}

impl Read for Guarded {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let what = self.what;
        let limit = self.max_ratio;
        let allowed = self.taken.load(Relaxed).saturating_mul(limit).max(HARMLESS);
        if self.given > allowed {
            return Err(io::Error::other(DecompressError::Expands { what, limit }));
        }
        let count = self.plain.read(to).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            _ => io::Error::other(DecompressError::Corrupt { what, why: error.to_string() }),
        })?;
        self.given += count as u64;
        Ok(count)
    }
}

/// An empty last block (and room for a checksum): what makes the decoder hand out what it holds.
const LAST_BLOCK: [u8; 7] = [1, 0, 0, 0, 0, 0, 0];

/// All frames of a zstd file, one after the other.
struct ZstdFrames<R> {
    source: BufReader<R>,
    decoder: FrameDecoder,
    state: FrameState,
}

enum FrameState {
    Between,
    Within,
    /// Everything decoded before the fault is still to be handed out.
    Failed(Option<io::Error>),
}

impl<R: Read> ZstdFrames<R> {
    fn new(source: R) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(MAX_WINDOW);
        Self { source: BufReader::new(source), decoder, state: FrameState::Between }
    }

    /// Goes to the next frame; `false` at the end of the file.
    fn next_frame(&mut self) -> io::Result<bool> {
        loop {
            if self.source.fill_buf()?.is_empty() {
                return Ok(false);
            }
            match self.decoder.reset(&mut self.source) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    let mut frame = (&mut self.source).take(u64::from(length));
                    io::copy(&mut frame, &mut io::sink())?;
                }
                Err(error) => return Err(io::Error::other(error)),
            }
        }
    }

    fn checksum_fits(&self) -> bool {
        match (self.decoder.get_checksum_from_data(), self.decoder.get_calculated_checksum()) {
            (Some(said), Some(found)) => said == found,
            _ => true,
        }
    }
}

impl<R: Read> Read for ZstdFrames<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        loop {
            match &mut self.state {
                FrameState::Between => {
                    if !self.next_frame()? {
                        return Ok(0);
                    }
                    self.state = FrameState::Within;
                }
                FrameState::Within => {
                    if self.decoder.can_collect() > 0 {
                        return self.decoder.read(to);
                    }
                    if self.decoder.is_finished() {
                        self.state = FrameState::Between;
                        if !self.checksum_fits() {
                            return Err(io::Error::other("checksum does not fit"));
                        }
                        continue;
                    }
                    let one = BlockDecodingStrategy::UptoBlocks(1);
                    if let Err(error) = self.decoder.decode_blocks(&mut self.source, one) {
                        self.state = FrameState::Failed(Some(io::Error::other(error)));
                        // Cannot fail; and if it did, less would be handed out.
                        let _ =
                            self.decoder.decode_blocks(&LAST_BLOCK[..], BlockDecodingStrategy::All);
                    }
                }
                FrameState::Failed(error) => {
                    if self.decoder.can_collect() > 0 {
                        return self.decoder.read(to);
                    }
                    return match error.take() {
                        Some(error) => Err(error),
                        None => Ok(0),
                    };
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::bytes::Bytes;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};
    use std::io::Write;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(text: &[u8]) -> Vec<u8> {
        compress_to_vec(text, CompressionLevel::Fastest)
    }

    /// Sentences that compress as news does.
    fn article() -> Vec<u8> {
        (0..20_000)
            .flat_map(|n| format!("On day {n} the ministry in Baghdad said so.\n").into_bytes())
            .collect()
    }

    fn plain(data: Vec<u8>) -> (Vec<u8>, Vec<Diagnostic>) {
        let (source, note) = open(Box::new(Cursor::new(data)), Path::new("a.txt"), 1000).unwrap();
        assert_eq!(note, None);
        let mut bytes = Bytes::new(source);
        while bytes.more() {}
        (bytes.window().to_vec(), bytes.take_faults())
    }

    #[test]
    fn all_members_of_a_gzip_file_are_read() {
        let data = [gzip(b"Qasem Soleimani "), gzip(b"died in Baghdad.")].concat();
        assert_eq!(plain(data), (b"Qasem Soleimani died in Baghdad.".to_vec(), vec![]));
    }

    #[test]
    fn all_frames_of_a_zstd_file_are_read_and_skippable_ones_skipped() {
        let skippable = b"\x50\x2a\x4d\x18\x03\x00\x00\x00abc".to_vec();
        let data =
            [skippable.clone(), zstd(b"Qasem Soleimani "), skippable, zstd(b"died.")].concat();
        assert_eq!(plain(data), (b"Qasem Soleimani died.".to_vec(), vec![]));
    }

    #[test]
    fn of_a_truncated_file_everything_whole_is_used() {
        let text = article();
        for whole in [gzip(&text), zstd(&text)] {
            let (read, faults) = plain(whole[..whole.len() / 2].to_vec());
            assert!(read.len() > text.len() / 4, "{} of {}", read.len(), text.len());
            assert!(text.starts_with(&read));
            assert_eq!(faults.len(), 1);
            assert_eq!(faults[0].code, codes::BAD_COMPRESSION);
        }
    }

    #[test]
    fn a_flipped_bit_is_noticed() {
        let text = article();
        for mut data in [gzip(&text), zstd(&text)] {
            let last = data.len() - 6;
            data[last] ^= 0x10;
            let (_, faults) = plain(data);
            assert_eq!(faults.len(), 1, "{faults:?}");
            assert_eq!(faults[0].code, codes::BAD_COMPRESSION);
        }
    }

    #[test]
    fn a_bomb_is_stopped() {
        let zeros = vec![0; 64 << 20];
        for bomb in [gzip(&zeros), zstd(&zeros)] {
            let (read, faults) = plain(bomb);
            assert!(read.len() < 36 << 20, "{}", read.len());
            assert_eq!(faults[0].code, codes::EXPANDS_TOO_MUCH);
        }
    }

    #[test]
    fn a_plain_file_with_a_compressed_name_is_read_as_it_is() {
        let source = Box::new(Cursor::new(b"Tehran vows revenge"));
        let (mut source, note) = open(source, Path::new("a.txt.gz"), 1000).unwrap();
        let mut text = String::new();
        source.read_to_string(&mut text).unwrap();
        assert_eq!(text, "Tehran vows revenge");
        assert_eq!(note.unwrap().code, codes::NOT_COMPRESSED);
    }
}
