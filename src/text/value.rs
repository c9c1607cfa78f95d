//! A decoded value that knows where each of its bytes came from.

use std::borrow::Cow;
use std::ops::Range;

use super::{OffsetMap, Span};

/// What a stretch of a value is, beyond its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Something is put here that the source does not show: `$NAME`, `${NAME}`, `$(command)` and backticks by a shell,
    /// `{{ name }}` or the address of a secret by whoever reads a configuration.
    Expansion,
    /// curl would put the content of a file here: `@name`.
    File,
    /// Only a repair makes this part of the value: what was really sent did not hold it.
    Repaired,
    /// Here stands a name; the value itself stands elsewhere in the source.
    Elsewhere,
}

/// A marked stretch, in decoded bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// The decoded bytes.
    pub range: Range<usize>,
    /// What they are.
    pub mark: Mark,
}

/// A decoded value and the way back to the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text<'s> {
    value: Cow<'s, str>,
    map: OffsetMap,
    /// Nearly every value has none.
    marks: Option<Box<Marks>>,
}

/// Marked stretches.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Marks {
    /// In the order of their beginnings.
    all: Vec<Marked>,
    /// Whether that is the order of their ends, too: then those that touch a stretch are found without looking at all.
    apart: bool,
}

impl Marks {
    fn new(mut all: Vec<Marked>) -> Option<Box<Self>> {
        if all.is_empty() {
            return None;
        }
        all.sort_by_key(|marked| marked.range.start);
        let apart = all.is_sorted_by_key(|marked| marked.range.end);
        Some(Box::new(Self { all, apart }))
    }

    /// Those that touch `start..end`, moved so that `start` is zero.
    fn within(&self, start: usize, end: usize) -> Vec<Marked> {
        let from = if self.apart { self.all.partition_point(|marked| marked.range.end <= start) } else { 0 };
        let begun = self.all[from..].iter().take_while(|marked| marked.range.start < end);
        let touching = begun.filter(|marked| marked.range.end > start);
        let moved =
            |m: &Marked| Marked { range: m.range.start.max(start) - start..m.range.end.min(end) - start, mark: m.mark };
        touching.map(moved).collect()
    }
}

impl<'s> Text<'s> {
    /// A value that stands in the source as it is, at `span`.
    #[must_use]
    pub fn verbatim(source: &'s str, span: Span) -> Self {
        Self { value: Cow::Borrowed(&source[span.range()]), map: OffsetMap::verbatim(span), marks: None }
    }

    /// A value that the source implies at `span` without spelling it out, as `-b` implies the name `Cookie`.
    #[must_use]
    pub fn implied(value: &'static str, span: Span) -> Self {
        let mut map = super::MapBuilder::new();
        map.encoded(span, value.len());
        Self { value: Cow::Borrowed(value), map: map.finish(span.start), marks: None }
    }

    /// A decoded value with its map and marks.
    #[must_use]
    pub fn new(value: impl Into<Cow<'s, str>>, map: OffsetMap, marks: Vec<Marked>) -> Self {
        let value = value.into();
        debug_assert_eq!(value.len(), map.decoded_len(), "a map covers the value it belongs to");
        Self { value, map, marks: Marks::new(marks) }
    }

    /// The same value with these marks instead of its own.
    #[must_use]
    pub fn with_marks(mut self, marks: Vec<Marked>) -> Self {
        self.marks = Marks::new(marks);
        self
    }

    /// The same value with this mark on all of it, besides those it has.
    #[must_use]
    pub fn marked(mut self, mark: Mark) -> Self {
        let whole = Marked { range: 0..self.value.len(), mark };
        self.marks = Marks::new([&[whole], self.marks()].concat());
        self
    }

    /// The decoded value.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.value
    }

    /// The way back to the source.
    #[must_use]
    pub const fn map(&self) -> &OffsetMap {
        &self.map
    }

    /// The marked stretches, in the order of their beginnings.
    #[must_use]
    pub fn marks(&self) -> &[Marked] {
        self.marks.as_ref().map_or(&[], |marks| &marks.all)
    }

    /// Whether any part carries this mark.
    #[must_use]
    pub fn has(&self, mark: Mark) -> bool {
        self.marks().iter().any(|m| m.mark == mark)
    }

    /// Whether the text is not the value that was sent: the shell or curl puts something else in its place.
    #[must_use]
    pub fn is_symbolic(&self) -> bool {
        self.marks().iter().any(|m| matches!(m.mark, Mark::Expansion | Mark::File))
    }

    /// What stands outside of the stretches with these marks, in order.
    pub fn outside(&self, marks: &[Mark]) -> impl Iterator<Item = &str> {
        let mut from = 0;
        let covered = self.marks().iter().filter(|marked| marks.contains(&marked.mark)).map(|marked| &marked.range);
        covered.map(|range| (range.start, range.end)).chain([(self.value.len(), self.value.len())]).map(
            move |(start, end)| {
                let stretch = self.value.get(from..start).unwrap_or_default();
                from = from.max(end);
                stretch
            },
        )
    }

    /// The source bytes of the whole value.
    #[must_use]
    pub fn span(&self) -> Span {
        self.map.whole()
    }

    /// The source bytes of the decoded bytes `start..end`.
    #[must_use]
    pub fn span_of(&self, start: usize, end: usize) -> Span {
        self.map.span(start, end)
    }

    /// The decoded bytes `start..end` as a value of their own. Both ends must be character boundaries.
    #[must_use]
    pub fn slice(&self, start: usize, end: usize) -> Self {
        let value = match &self.value {
            Cow::Borrowed(text) => Cow::Borrowed(&text[start..end]),
            Cow::Owned(text) => Cow::Owned(text[start..end].to_owned()),
        };
        let marks = self.marks.as_ref().and_then(|marks| Marks::new(marks.within(start, end)));
        Self { value, map: self.map.slice(start, end), marks }
    }

    /// The value without white space at either end.
    #[must_use]
    pub fn trim(&self) -> Self {
        self.trimmed(0, self.value.len())
    }

    /// The value without white space at either end, nearly always as it is.
    #[must_use]
    pub fn into_trimmed(self) -> Self {
        if self.value.trim().len() == self.value.len() { self } else { self.trim() }
    }

    /// The decoded bytes `start..end` without white space at either end.
    #[must_use]
    pub fn trimmed(&self, start: usize, end: usize) -> Self {
        let text = &self.value[start..end];
        let from = end - text.trim_start().len();
        self.slice(from, from + text.trim().len())
    }

    /// Marks that touch `start..end`, moved so that `start` is zero.
    pub(super) fn marks_in(&self, start: usize, end: usize) -> Vec<Marked> {
        self.marks.as_ref().map(|marks| marks.within(start, end)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(marks: &[(Range<usize>, Mark)]) -> Text<'static> {
        let marks = marks.iter().map(|(range, mark)| Marked { range: range.clone(), mark: *mark }).collect();
        Text::verbatim("a$b-c$d", Span::new(0, 7)).with_marks(marks)
    }

    #[test]
    fn what_no_mark_covers_is_told_in_order() {
        let text = with(&[(1..3, Mark::Expansion), (3..4, Mark::Repaired), (5..7, Mark::Expansion)]);
        assert_eq!(text.outside(&[Mark::Expansion]).collect::<String>(), "a-c");
        assert_eq!(text.outside(&[Mark::File]).collect::<String>(), "a$b-c$d");
        let nested = with(&[(0..5, Mark::Expansion), (1..3, Mark::Expansion)]);
        assert_eq!(nested.outside(&[Mark::Expansion]).collect::<String>(), "$d");
        assert_eq!(nested.marked(Mark::File).outside(&[Mark::File]).collect::<String>(), "");
    }
}
