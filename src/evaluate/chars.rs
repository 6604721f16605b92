//! From code points to the text.

/// A text that is reached by code points; costs nothing for ASCII text, else four bytes a character.
pub struct Chars<'t> {
    text: &'t str,
    /// Where each code point begins, and the end; `None` for ASCII text.
    starts: Option<Vec<u32>>,
}

impl<'t> Chars<'t> {
    pub fn new(text: &'t str) -> Self {
        let starts = (!text.is_ascii()).then(|| {
            let starts = text.char_indices().map(|(byte, _)| byte as u32);
            starts.chain([text.len() as u32]).collect()
        });
        Self { text, starts }
    }

    /// Length of the text in code points.
    pub fn length(&self) -> u32 {
        self.starts.as_ref().map_or(self.text.len(), |starts| starts.len() - 1) as u32
    }

    /// The text from `start` to `end`, as far as there is one.
    pub fn slice(&self, start: u32, end: u32) -> &'t str {
        let (start, end) = (self.byte(start), self.byte(end));
        self.text.get(start..end).unwrap_or_default()
    }

    fn byte(&self, at: u32) -> usize {
        let at = at.min(self.length()) as usize;
        self.starts.as_ref().map_or(at, |starts| starts[at] as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_are_counted_in_code_points_and_end_with_the_text() {
        let chars = Chars::new("Téhéran “DW” 📰 vows");
        assert_eq!(
            (chars.slice(9, 11), chars.slice(15, 99), chars.slice(7, 3)),
            ("DW", "vows", "")
        );
        assert_eq!((chars.length(), Chars::new("Iran").length()), (19, 4));
        assert_eq!(Chars::new("Iran").slice(1, 9), "ran");
    }
}
