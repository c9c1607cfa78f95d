//! Lines and columns of byte offsets.

use memchr::memchr_iter;

use super::Position;

/// Where each line of a source begins; built only when something is to be reported.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// The index of `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let starts = std::iter::once(0).chain(memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
        Self { starts }
    }

    /// The number of the line that holds `offset`, from 1.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset)
    }

    /// Where line `line` (from 1) begins.
    #[must_use]
    pub fn line_start(&self, line: usize) -> usize {
        self.starts[line - 1]
    }

    /// Line and column of `offset` in `text`, the text this index was built from; `original` is its offset in the file.
    ///
    /// Counting columns costs time linear in the line, so a caller with many places on one long line asks in order
    /// and remembers.
    #[must_use]
    pub fn position(&self, text: &str, offset: usize, original: usize) -> Position {
        let line = self.line(offset);
        let start = self.line_start(line);
        let column = text[start..offset].chars().count() + 1;
        Position { line, column, offset: original }
    }
}
