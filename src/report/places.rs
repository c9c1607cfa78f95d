//! Positions for people, at a cost that does not depend on how long a line is.

use crate::text::boundary::floor;
use crate::text::{LineIndex, Position, Source, Span};

/// Bytes of the text between two counts.
const BLOCK: usize = 4096;

/// Turns places of a source into positions of the user's file. Built only when something is to be reported.
#[derive(Debug)]
pub struct Places<'s> {
    source: &'s Source<'s>,
    lines: &'s LineIndex,
    /// Characters that begin before each block.
    counts: Vec<usize>,
    /// Every byte is a character.
    plain: bool,
}

impl<'s> Places<'s> {
    /// The places of `source`, whose lines are `lines`. Takes one pass over the text.
    #[must_use]
    pub fn new(source: &'s Source<'s>, lines: &'s LineIndex) -> Self {
        let mut counts = vec![0];
        let mut sum = 0;
        for block in source.text().as_bytes().chunks(BLOCK) {
            sum += characters(block);
            counts.push(sum);
        }
        let plain = sum == source.text().len();
        Self { source, lines, counts, plain }
    }

    /// The lines.
    #[must_use]
    pub const fn lines(&self) -> &'s LineIndex {
        self.lines
    }

    /// The position of a text offset.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let text = self.source.text();
        let offset = floor(text, offset.min(text.len()));
        let line = self.lines.line(offset);
        let column = self.before(offset) - self.before(self.lines.line_start(line)) + 1;
        Position { line, column, offset: self.source.original(offset) }
    }

    /// Where a span begins and ends.
    #[must_use]
    pub fn both(&self, span: Span) -> (Position, Position) {
        (self.position(span.start), self.position(span.end.max(span.start)))
    }

    /// How many characters begin before `offset`.
    fn before(&self, offset: usize) -> usize {
        if self.plain {
            return offset;
        }
        let block = offset / BLOCK;
        let rest = self.source.text().as_bytes().get(block * BLOCK..offset).unwrap_or_default();
        self.counts.get(block).copied().unwrap_or_default() + characters(rest)
    }
}

/// Characters that begin in these bytes of UTF-8.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_agree_with_counting() {
        let mut bytes = "é".repeat(3000).into_bytes();
        bytes.extend_from_slice(b"\n\xff\xfeab\r\nlast");
        let source = Source::new(&bytes);
        let lines = LineIndex::new(source.text());
        let places = Places::new(&source, &lines);
        for (offset, _) in source.text().char_indices() {
            let expected = lines.position(source.text(), offset, source.original(offset));
            assert_eq!(places.position(offset), expected);
        }
        let end = places.position(source.text().len());
        assert_eq!((end.line, end.column, end.offset), (3, 5, bytes.len()));
    }
}
