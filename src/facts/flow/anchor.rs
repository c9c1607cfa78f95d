//! Where a remembered step is found again, once the text it stood in is gone.

use std::sync::{Arc, OnceLock};

use crate::text::{Chunk, Position, Span};

/// The place of a remembered step.
#[derive(Debug)]
pub struct Anchor {
    /// Its exchange.
    pub id: usize,
    /// The number of its flow: that of the flow's first exchange.
    pub flow: usize,
    /// The chunk of input that its spans count in.
    pub chunk: Chunk,
    /// Everything that belongs to it.
    pub span: Span,
    settled: OnceLock<Settled>,
}

/// Spans of a chunk as positions in a file.
#[derive(Debug)]
struct Settled {
    path: Arc<str>,
    places: Vec<(Span, Position, Position)>,
}

impl Anchor {
    /// The place of an exchange in its chunk.
    #[must_use]
    pub fn new(id: usize, flow: usize, chunk: Chunk, span: Span) -> Arc<Self> {
        Arc::new(Self { id, flow, chunk, span, settled: OnceLock::new() })
    }

    /// Keeps where these spans are in the file at `path`, before the text of the chunk goes away.
    pub fn settle(&self, path: &Arc<str>, spans: &[Span], position: impl Fn(Span) -> (Position, Position)) {
        let place = |span: &Span| {
            let (start, end) = position(*span);
            (*span, start, end)
        };
        let places = std::iter::once(&self.span).chain(spans).map(place).collect();
        let _ = self.settled.set(Settled { path: Arc::clone(path), places });
    }

    /// The file of a span, and where in it the span begins and ends; `None` while the text is still there.
    #[must_use]
    pub fn place(&self, span: Span) -> Option<(&Arc<str>, Position, Position)> {
        let Settled { path, places } = self.settled.get()?;
        let (_, start, end) = places.iter().find(|(known, _, _)| *known == span).or_else(|| places.first())?;
        Some((path, *start, *end))
    }
}
