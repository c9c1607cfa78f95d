//! The way back from a decoded byte to the source bytes that made it.

use super::{Rare, Span};

/// A stretch of decoded text and the source bytes it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    /// First decoded byte of the run.
    decoded: usize,
    /// The source bytes that were decoded to it.
    source: Span,
    /// Source and decoded bytes agree one by one; otherwise the run is one unit (`%3A`, `\x5f`, `&amp;`).
    verbatim: bool,
}

/// Maps every decoded byte of a value to the source, through any number of decodes.
///
/// A value that stands in the source as it is needs no runs and no allocation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OffsetMap {
    /// Where the first byte comes from.
    start: usize,
    decoded_len: usize,
    /// In order; none where the value stands verbatim in one piece.
    runs: Rare<Run>,
}

impl OffsetMap {
    /// The map of a value that stands verbatim at `span`.
    #[must_use]
    pub const fn verbatim(span: Span) -> Self {
        Self { start: span.start, decoded_len: span.len(), runs: Rare::none() }
    }

    /// The map of an empty value that would stand at `at`.
    #[must_use]
    pub const fn empty(at: usize) -> Self {
        Self::verbatim(Span::at(at))
    }

    /// Length of the decoded value in bytes.
    #[must_use]
    pub const fn decoded_len(&self) -> usize {
        self.decoded_len
    }

    /// Whether the whole value stands in the source as it is, in one piece.
    #[must_use]
    pub fn is_verbatim(&self) -> bool {
        self.runs.is_empty()
    }

    /// The source bytes that made the decoded bytes `start..end`. A part of an encoded unit covers the whole unit.
    #[must_use]
    pub fn span(&self, start: usize, end: usize) -> Span {
        if self.is_verbatim() && start < end {
            return Span::new(self.start + start, self.start + end);
        }
        if start >= end {
            return Span::at(self.point(start));
        }
        let (first, last) = (self.run_at(start), self.run_at(end - 1));
        let from = if first.verbatim { first.source.start + (start - first.decoded) } else { first.source.start };
        let to = if last.verbatim { last.source.start + (end - last.decoded) } else { last.source.end };
        if from <= to {
            return Span::new(from, to);
        }
        // A value that was put together out of order: from its first byte in the source to its last.
        let mut stretches = Vec::new();
        self.stretches(start, end, &mut stretches);
        stretches.into_iter().reduce(Span::join).unwrap_or_else(|| Span::at(from))
    }

    /// The source bytes of the whole value.
    #[must_use]
    pub fn whole(&self) -> Span {
        self.span(0, self.decoded_len)
    }

    /// Appends the source stretches of `start..end` to `out`, so that neighbours which touch become one.
    pub fn stretches(&self, start: usize, end: usize, out: &mut Vec<Span>) {
        let mut at = start;
        while at < end {
            let index = self.index_at(at);
            let until = self.run_end(index).min(end);
            let span = self.span(at, until);
            match out.last_mut() {
                Some(last) if last.end == span.start => last.end = span.end,
                _ => out.push(span),
            }
            at = until.max(at + 1);
        }
    }

    /// The map of the decoded bytes `start..end` alone.
    #[must_use]
    pub fn slice(&self, start: usize, end: usize) -> Self {
        if self.is_verbatim() {
            return Self { start: self.start + start, decoded_len: end.saturating_sub(start), runs: Rare::none() };
        }
        let mut builder = MapBuilder::new();
        builder.copy(self, start, end);
        builder.finish(self.point(start))
    }

    /// Where decoded offset `at` lies between bytes of the source.
    fn point(&self, at: usize) -> usize {
        if at >= self.decoded_len && at > 0 {
            return self.last().source.end;
        }
        let run = self.run_at(at);
        if run.verbatim { run.source.start + (at - run.decoded) } else { run.source.start }
    }

    fn last(&self) -> Run {
        self.runs.last().copied().unwrap_or_else(|| self.whole_run())
    }

    /// The only run of a verbatim value.
    const fn whole_run(&self) -> Run {
        let source = Span::new(self.start, self.start + self.decoded_len);
        Run { decoded: 0, source, verbatim: true }
    }

    fn run(&self, index: usize) -> Run {
        self.runs.get(index).copied().unwrap_or_else(|| self.whole_run())
    }

    fn run_end(&self, index: usize) -> usize {
        self.runs.get(index + 1).map_or(self.decoded_len, |next| next.decoded)
    }

    fn index_at(&self, at: usize) -> usize {
        self.runs.partition_point(|run| run.decoded <= at).saturating_sub(1)
    }

    fn run_at(&self, at: usize) -> Run {
        self.run(self.index_at(at))
    }
}

/// Builds a map run by run while a value is decoded.
#[derive(Debug, Default)]
pub struct MapBuilder {
    runs: Vec<Run>,
    decoded_len: usize,
}

impl MapBuilder {
    /// A builder of the empty map.
    #[must_use]
    pub const fn new() -> Self {
        Self { runs: Vec::new(), decoded_len: 0 }
    }

    /// Source bytes that were taken over as they are.
    pub fn verbatim(&mut self, source: Span) {
        if source.is_empty() {
            return;
        }
        self.push(source, source.len(), true);
    }

    /// Source bytes that were decoded as one unit to `decoded_len` bytes.
    pub fn encoded(&mut self, source: Span, decoded_len: usize) {
        if decoded_len > 0 {
            self.push(source, decoded_len, false);
        }
    }

    /// The decoded bytes `start..end` of a value whose own map is `parent`, taken over as they are.
    pub fn copy(&mut self, parent: &OffsetMap, start: usize, end: usize) {
        if parent.is_verbatim() && start < end {
            return self.verbatim(parent.span(start, end));
        }
        let mut at = start;
        while at < end {
            let index = parent.index_at(at);
            let run = parent.run(index);
            let until = parent.run_end(index).min(end);
            if run.verbatim {
                let from = run.source.start + (at - run.decoded);
                self.verbatim(Span::new(from, from + (until - at)));
            } else {
                self.encoded(run.source, until - at);
            }
            at = until;
        }
    }

    /// The decoded bytes `start..end` of `parent`, decoded once more, as one unit, to `decoded_len` bytes.
    pub fn copy_encoded(&mut self, parent: &OffsetMap, start: usize, end: usize, decoded_len: usize) {
        self.encoded(parent.span(start, end), decoded_len);
    }

    /// The finished map; `at` is where an empty value stands.
    #[must_use]
    pub fn finish(self, at: usize) -> OffsetMap {
        let Self { runs, decoded_len } = self;
        match *runs {
            [] => OffsetMap::empty(at),
            [Run { source, verbatim: true, .. }] => OffsetMap::verbatim(source),
            [first, ..] => OffsetMap { start: first.source.start, decoded_len, runs: runs.into() },
        }
    }

    fn push(&mut self, source: Span, decoded_len: usize, verbatim: bool) {
        let decoded = self.decoded_len;
        self.decoded_len += decoded_len;
        if let Some(last) = self.runs.last_mut()
            && verbatim
            && last.verbatim
            && last.source.end == source.start
        {
            last.source.end = source.end;
            return;
        }
        self.runs.push(Run { decoded, source, verbatim });
    }
}
