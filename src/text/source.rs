//! The user's bytes, and the text that is read from them.

use std::borrow::Cow;

use super::Span;

/// The user's bytes, never changed, as text.
///
/// Everything inside the crate works on [`Source::text`]; only positions and edits that leave the crate are turned
/// back into offsets of the original bytes, by [`Source::original`].
#[derive(Clone, Debug)]
pub struct Source<'s> {
    bytes: &'s [u8],
    text: Cow<'s, str>,
    /// Text offset behind each replacement character and the original offset there.
    shifts: Vec<(usize, usize)>,
}

impl<'s> Source<'s> {
    /// Reads bytes as UTF-8; each maximal invalid sequence becomes one replacement character.
    #[must_use]
    pub fn new(bytes: &'s [u8]) -> Self {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return Self { bytes, text: Cow::Borrowed(text), shifts: Vec::new() };
        }
        let mut text = String::with_capacity(bytes.len());
        let mut shifts = Vec::new();
        let mut original = 0;
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            original += chunk.valid().len();
            if !chunk.invalid().is_empty() {
                text.push(char::REPLACEMENT_CHARACTER);
                original += chunk.invalid().len();
                shifts.push((text.len(), original));
            }
        }
        Self { bytes, text: Cow::Owned(text), shifts }
    }

    /// The text that is read.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The user's bytes.
    #[must_use]
    pub const fn bytes(&self) -> &'s [u8] {
        self.bytes
    }

    /// The offset in the user's bytes of a text offset on a character boundary.
    #[must_use]
    pub fn original(&self, offset: usize) -> usize {
        let behind = self.shifts.partition_point(|&(text, _)| text <= offset);
        match behind.checked_sub(1) {
            None => offset,
            Some(last) => {
                let (text, original) = self.shifts[last];
                original + (offset - text)
            }
        }
    }

    /// The span in the user's bytes of a text span.
    #[must_use]
    pub fn original_span(&self, span: Span) -> Span {
        Span::new(self.original(span.start), self.original(span.end))
    }
}
