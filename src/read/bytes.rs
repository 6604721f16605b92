//! A stream of bytes that cannot fail: faults end it and are kept.

use super::codes;
use super::decompress::DecompressError;
use crate::diagnostic::{Diagnostic, Severity};
use encoding_rs::{CoderResult, Decoder, Encoding};
use std::io::{ErrorKind, Read};

/// The first look at a file: most articles are shorter.
const FIRST: usize = 16 << 10;

/// The least buffer for what is longer, and the most that is read at once.
const CHUNK: usize = 256 << 10;

/// A stream of bytes with a window to look ahead.
///
/// Promises: never fails. A read error ends the stream after the last good byte and is kept for
/// [`Bytes::take_faults`]. The window grows only as far as its user asks for more.
pub(super) struct Bytes {
    source: Box<dyn Read + Send>,
    /// Turns what the source gives into UTF-8.
    decoder: Option<Decoder>,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    done: bool,
    /// Bytes of the stream before the window.
    offset: u64,
    faults: Vec<Diagnostic>,
}

impl Bytes {
    pub(super) fn new(source: Box<dyn Read + Send>) -> Self {
        Self {
            source,
            decoder: None,
            buffer: Vec::new(),
            start: 0,
            end: 0,
            done: false,
            offset: 0,
            faults: Vec::new(),
        }
    }

    /// The window: what was read and not consumed.
    pub(super) fn window(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Position in the stream (decompressed, and in UTF-8 if transcoded) where the window begins.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Reads behind the window; `false` at the end of the stream.
    pub(super) fn more(&mut self) -> bool {
        while !self.done {
            self.make_room();
            if self.fill() {
                return true;
            }
        }
        false
    }

    /// Reads until the window holds `count` bytes or the stream ends.
    pub(super) fn look_ahead(&mut self, count: usize) -> &[u8] {
        while self.window().len() < count && self.more() {}
        self.window()
    }

    /// Moves the window's begin by `count` bytes, at most to its end.
    pub(super) fn consume(&mut self, count: usize) {
        let count = count.min(self.end - self.start);
        self.start += count;
        self.offset += count as u64;
    }

    /// Takes the first `count` bytes of the window out, mostly without copying them, and drops the
    /// rest of it.
    pub(super) fn take(&mut self, count: usize) -> Vec<u8> {
        let mut taken = std::mem::take(&mut self.buffer);
        taken.truncate(self.end.min(self.start + count));
        taken.drain(..self.start);
        taken.shrink_to_fit();
        self.offset += (self.end - self.start) as u64;
        (self.start, self.end) = (0, 0);
        taken
    }

    /// Consumes the whole window.
    pub(super) fn consume_all(&mut self) {
        self.consume(self.end - self.start);
    }

    /// Decodes what is in the window, and all that follows, from `encoding` to UTF-8.
    pub(super) fn transcode(&mut self, encoding: &'static Encoding) {
        let raw = self.window().to_vec();
        (self.start, self.end) = (0, 0);
        self.decoder = Some(encoding.new_decoder_with_bom_removal());
        self.decode(&raw, self.done);
    }

    pub(super) fn add_fault(&mut self, fault: Diagnostic) {
        self.faults.push(fault);
    }

    /// What went wrong since the last call.
    pub(super) fn take_faults(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.faults)
    }

    fn make_room(&mut self) {
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
        }
        let length = self.buffer.len();
        if self.start > length / 2 {
            self.buffer.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
        }
        if length == 0 {
            self.buffer.resize(FIRST, 0);
        } else if length - self.end <= length / 4 || (length < CHUNK && self.offset > 0) {
            self.buffer.resize((length * 2).max(CHUNK), 0);
        }
    }

    /// Whether bytes were added.
    fn fill(&mut self) -> bool {
        if self.decoder.is_some() {
            let mut raw = [0; FIRST];
            let count = read(&mut *self.source, &mut raw, &mut self.faults);
            self.done = count == 0;
            return self.decode(&raw[..count], self.done);
        }
        let most = self.buffer.len().min(self.end + CHUNK);
        let count = read(&mut *self.source, &mut self.buffer[self.end..most], &mut self.faults);
        self.done = count == 0;
        self.end += count;
        count > 0
    }

    fn decode(&mut self, mut raw: &[u8], last: bool) -> bool {
        let Some(decoder) = &mut self.decoder else { return false };
        let before = self.end;
        loop {
            if self.buffer.len() - self.end < FIRST {
                self.buffer.resize((self.buffer.len() * 2).max(4 * FIRST), 0);
            }
            let (result, taken, given, replaced) =
                decoder.decode_to_utf8(raw, &mut self.buffer[self.end..], last);
            raw = &raw[taken..];
            self.end += given;
            if replaced && !self.faults.iter().any(|fault| fault.code == codes::INVALID_BYTES) {
                let name = decoder.encoding().name();
                let message = format!("bytes that are not {name} were replaced by U+FFFD");
                let fault = Diagnostic::new(codes::INVALID_BYTES, Severity::Warning, message);
                self.faults.push(fault);
            }
            if result == CoderResult::InputEmpty {
                return self.end > before;
            }
        }
    }
}

/// Reads once; an error is the end of the stream.
fn read(source: &mut dyn Read, to: &mut [u8], faults: &mut Vec<Diagnostic>) -> usize {
    loop {
        match source.read(to) {
            Ok(count) => return count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => {
                faults.push(fault_of(&error));
                return 0;
            }
        }
    }
}

fn fault_of(error: &std::io::Error) -> Diagnostic {
    let cause = error.get_ref().and_then(|cause| cause.downcast_ref::<DecompressError>());
    let code = match cause {
        Some(DecompressError::Corrupt { .. }) => codes::BAD_COMPRESSION,
        Some(DecompressError::Expands { .. }) => codes::EXPANDS_TOO_MUCH,
        None => codes::LOST_REST,
    };
    let message = match cause {
        Some(cause) => format!("{cause}; what was read before is used"),
        None => format!("reading stopped: {error}; what was read before is used"),
    };
    Diagnostic::new(code, Severity::Warning, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives `good`, then fails, as a disk or a network share may.
    struct Failing(&'static [u8]);

    impl Read for Failing {
        fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
            if self.0.is_empty() {
                return Err(std::io::Error::other("the share went away"));
            }
            self.0.read(to)
        }
    }

    #[test]
    fn a_read_error_ends_the_stream_after_the_last_good_byte() {
        let mut bytes = Bytes::new(Box::new(Failing(b"Tehran vowed")));
        assert_eq!(bytes.look_ahead(100), b"Tehran vowed");
        assert!(!bytes.more());
        let faults = bytes.take_faults();
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].code, codes::LOST_REST);
        assert!(faults[0].message.contains("the share went away"));
    }

    #[test]
    fn the_window_moves_through_the_stream() {
        let text = "Baghdad ".repeat(100_000);
        let mut bytes = Bytes::new(Box::new(std::io::Cursor::new(text.clone())));
        let mut seen = Vec::new();
        while bytes.more() {
            let count = bytes.window().len().min(5_000);
            seen.extend_from_slice(&bytes.window()[..count]);
            bytes.consume(count);
        }
        seen.extend_from_slice(bytes.window());
        assert!(seen == text.as_bytes());
        assert_eq!(bytes.offset() as usize + bytes.window().len(), text.len());
    }

    #[test]
    fn utf_16_comes_out_as_utf_8() {
        let raw: Vec<u8> =
            "Téhéran 📰".repeat(50_000).encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut bytes = Bytes::new(Box::new(std::io::Cursor::new(raw)));
        bytes.look_ahead(1001);
        bytes.transcode(encoding_rs::UTF_16LE);
        while bytes.more() {}
        assert!(bytes.window() == "Téhéran 📰".repeat(50_000).as_bytes());
        assert!(bytes.take_faults().is_empty());
    }
}
