//! From bytes to code points.

use super::Span;

const STEP: usize = 64;

/// Turns byte offsets into code-point offsets, the unit of the output files.
///
/// Holds one number per 64 bytes of text and nothing at all for ASCII text.
/// Building reads the text once; a look-up reads at most 64 bytes.
///
/// ```
/// # use dateline::model::CharOffsets;
/// let text = "Téhéran vows";
/// let offsets = CharOffsets::new(text);
/// assert_eq!(text.find("vows"), Some(10)); // bytes
/// assert_eq!(offsets.char_of(10), 8); // code points
/// ```
pub struct CharOffsets<'t> {
    text: &'t [u8],
    /// Code points that begin before byte `i * STEP`; empty for ASCII text.
    before: Vec<u32>,
}

impl<'t> CharOffsets<'t> {
    pub fn new(text: &'t str) -> Self {
        let text = text.as_bytes();
        let mut before = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for block in text.chunks(STEP) {
                before.push(count);
                count += count_starts(block);
            }
            before.push(count);
        }
        Self { text, before }
    }

    /// Code points that begin before `byte`; those of the whole text for what lies behind its end.
    pub fn char_of(&self, byte: u32) -> u32 {
        let byte = (byte as usize).min(self.text.len());
        if self.before.is_empty() {
            return byte as u32;
        }
        let block = byte / STEP;
        self.before[block] + count_starts(&self.text[block * STEP..byte])
    }

    /// The start and end of `span` in code points.
    pub fn chars_of(&self, span: Span) -> (u32, u32) {
        (self.char_of(span.start()), self.char_of(span.end()))
    }
}

fn count_starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_border_maps_to_its_code_point() {
        let text = "📰 DW: Qasem Soleimani, “İran’s IRNA” e\u{301} ".repeat(9);
        let offsets = CharOffsets::new(&text);
        for (chars, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(offsets.char_of(byte as u32), chars as u32);
        }
        assert_eq!(offsets.char_of(text.len() as u32), text.chars().count() as u32);
        assert_eq!(offsets.char_of(u32::MAX), text.chars().count() as u32);
    }

    #[test]
    fn ascii_text_needs_no_table() {
        let offsets = CharOffsets::new("Tehran vowed");
        assert!(offsets.before.is_empty());
        assert_eq!(offsets.chars_of(Span::new(7, 12)), (7, 12));
    }
}
