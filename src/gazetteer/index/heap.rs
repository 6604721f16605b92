//! Strings of any length: a varint with the length, then the bytes; reached by their offset.

use rustc_hash::FxHashMap;

/// Writes a heap. Offset 0 is the empty string.
pub(crate) struct HeapWriter {
    bytes: Vec<u8>,
    shared: FxHashMap<Box<str>, u32>,
}

impl Default for HeapWriter {
    fn default() -> Self {
        Self { bytes: vec![0], shared: FxHashMap::default() }
    }
}

impl HeapWriter {
    /// Where the next string goes; `None` beyond 4 GB.
    pub fn offset(&self) -> Option<u32> {
        u32::try_from(self.bytes.len()).ok()
    }

    /// Appends a string of its own.
    pub fn push(&mut self, string: &str) -> Option<u32> {
        if string.is_empty() {
            return Some(0);
        }
        let offset = self.offset()?;
        self.append(string.as_bytes());
        Some(offset)
    }

    /// Offset of a string that many records share.
    pub fn share(&mut self, string: &str) -> Option<u32> {
        if let Some(&offset) = self.shared.get(string) {
            return Some(offset);
        }
        let offset = self.push(string)?;
        self.shared.insert(string.into(), offset);
        Some(offset)
    }

    /// Appends length and bytes.
    pub fn append(&mut self, string: &[u8]) {
        self.append_number(string.len() as u64);
        self.bytes.extend(string);
    }

    pub fn append_byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// Appends a varint.
    pub fn append_number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

/// Reads on from an offset of a heap; past the end or in damage everything is empty.
#[derive(Clone, Copy)]
pub(crate) struct HeapReader<'h> {
    rest: &'h [u8],
}

impl<'h> HeapReader<'h> {
    #[inline]
    pub fn at(heap: &'h [u8], offset: u32) -> Self {
        Self { rest: heap.get(offset as usize..).unwrap_or(&[]) }
    }

    #[inline]
    pub fn byte(&mut self) -> u8 {
        match self.rest.split_first() {
            Some((&byte, rest)) => {
                self.rest = rest;
                byte
            }
            None => 0,
        }
    }

    #[inline]
    pub fn number(&mut self) -> u64 {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let byte = self.byte();
            number |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        number
    }

    #[inline]
    pub fn bytes(&mut self) -> &'h [u8] {
        let len = usize::try_from(self.number()).unwrap_or(usize::MAX);
        match self.rest.split_at_checked(len) {
            Some((bytes, rest)) => {
                self.rest = rest;
                bytes
            }
            None => {
                self.rest = &[];
                &[]
            }
        }
    }

    #[inline]
    pub fn string(&mut self) -> &'h str {
        std::str::from_utf8(self.bytes()).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_come_back_and_equal_ones_are_shared() {
        let mut writer = HeapWriter::default();
        let long = "a".repeat(300);
        let offsets: Vec<u32> =
            ["", "IR", &long].iter().map(|string| writer.push(string).unwrap()).collect();
        let (first, second) = (writer.share("city").unwrap(), writer.share("city").unwrap());
        assert_eq!(first, second);
        let heap = writer.finish();
        let read = |offset| HeapReader::at(&heap, offset).string();
        assert_eq!([read(offsets[0]), read(offsets[1]), read(offsets[2])], ["", "IR", &long]);
        assert_eq!(read(first), "city");
    }

    #[test]
    fn nonsense_reads_as_nothing() {
        for heap in [&[][..], &[200], &[255; 20], &[3, b'a'], &[1, 0xFF]] {
            assert_eq!(HeapReader::at(heap, 0).string(), "");
            assert_eq!(HeapReader::at(heap, 99).string(), "");
        }
    }
}
