//! Files that are read line by line.

use std::ops::Range;

use super::template::Filled;
use crate::text::Text;

/// A line of a file, without its end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    /// Where it starts.
    pub(super) start: usize,
    /// Its characters.
    pub(super) text: &'t str,
}

impl<'t> Line<'t> {
    pub(super) const fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// The line without the blanks around it.
    pub(super) fn trimmed(&self) -> Self {
        let left = self.text.len() - self.text.trim_start().len();
        Self { start: self.start + left, text: self.text.trim() }
    }

    pub(super) const fn range(&self) -> Range<usize> {
        self.start..self.end()
    }

    /// What stands before and behind the first `divider`, trimmed.
    pub(super) fn split(&self, divider: char) -> Option<(Self, Self)> {
        let at = self.text.find(divider)?;
        let name = Self { start: self.start, text: &self.text[..at] };
        let behind = at + divider.len_utf8();
        let value = Self { start: self.start + behind, text: &self.text[behind..] };
        Some((name.trimmed(), value.trimmed()))
    }

    /// The line as a value.
    pub(super) fn of<'s>(&self, doc: &Text<'s>) -> Text<'s> {
        doc.slice(self.start, self.end())
    }
}

/// The lines of a text.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut at = 0;
    text.split('\n').map(move |line| {
        let start = at;
        at += line.len() + 1;
        Line { start, text: line.strip_suffix('\r').unwrap_or(line) }
    })
}

/// Stretches of a file in one piece.
pub(super) fn stitched<'s>(doc: &Text<'s>, ranges: impl IntoIterator<Item = Range<usize>>) -> Text<'s> {
    let mut ranges = ranges.into_iter().filter(|range| !range.is_empty());
    let Some(first) = ranges.next() else { return doc.slice(0, 0) };
    let Some(second) = ranges.next() else { return doc.slice(first.start, first.end) };
    let whole = doc.slice(first.start, doc.as_str().len());
    let mut filled = Filled::default();
    for range in [first, second].into_iter().chain(ranges) {
        filled.copy(doc, range);
    }
    filled.finish(&whole)
}
