//! Places inside and outside of the text that is read.

use std::sync::Arc;

use super::{Chunk, Span};

/// A place for people: line and column from 1, the column in characters, the offset in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Byte offset of the original file.
    pub offset: usize,
}

impl Position {
    /// Where every file begins.
    pub const START: Self = Self { line: 1, column: 1, offset: 0 };

    /// This place of a stretch that begins at `start`, as a place of the whole file.
    #[must_use]
    pub const fn behind(self, start: Self) -> Self {
        let column = if self.line == 1 { self.column + start.column - 1 } else { self.column };
        Self { line: self.line + start.line - 1, column, offset: self.offset + start.offset }
    }

    /// The place behind a stretch of text that begins here.
    #[must_use]
    pub fn after(self, stretch: &str) -> Self {
        let lines = stretch.bytes().filter(|byte| *byte == b'\n').count();
        let last = stretch.rfind('\n').map_or(0, |at| at + 1);
        let column = stretch[last..].chars().count() + if lines == 0 { self.column } else { 1 };
        Self { line: self.line + lines, column, offset: self.offset + stretch.len() }
    }
}

/// A place of another file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FilePlace {
    /// The file.
    pub path: Arc<str>,
    /// Where it begins.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
}

/// Where something stands that belongs to what is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the chunk that is read.
    Here(Span),
    /// In an earlier chunk, whose text is gone.
    Earlier(Chunk, Span),
    /// In a file that was read before everything else.
    File(Arc<FilePlace>),
}

impl Place {
    /// A span of a chunk; without a chunk, of the one that is read.
    #[must_use]
    pub const fn new(span: Span, chunk: Option<Chunk>) -> Self {
        match chunk {
            None => Self::Here(span),
            Some(chunk) => Self::Earlier(chunk, span),
        }
    }

    /// The span, if it is one of the chunk that is read.
    #[must_use]
    pub const fn here(&self) -> Option<Span> {
        match self {
            Self::Here(span) => Some(*span),
            Self::Earlier(..) | Self::File(_) => None,
        }
    }
}
