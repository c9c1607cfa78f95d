//! A source that is read chunk by chunk, as a recording or a stream of tickets: entries and tickets can be read apart from
//! each other, on any core, but are judged in their order.

use std::sync::Arc;

use super::Examined;
use super::run::{Next, Piece, Reading, Run};
use crate::read::har::{self, Ending, Entry};
use crate::read::{Environments, Exchanges};
use crate::report::{Collector, Judged, Keep, Sheet, SourceReport};
use crate::text::{LineIndex, Position, Source, Span, Text};

/// A longer ticket is read while it is judged: all that it holds is never in memory at once.
const LONG: usize = 1 << 20;

/// The check of a recording or of a stream of tickets.
#[derive(Debug)]
pub struct Series<'r, 'c> {
    run: &'r mut Run<'c>,
    collector: Collector,
    path: Arc<str>,
}

/// Entries or tickets that follow each other, as text.
#[derive(Debug)]
pub struct Sheaf<'b>(Vec<(Source<'b>, Position, Reading)>);

/// An entry or ticket that was read and waits to be judged.
pub struct Read<'b> {
    piece: Piece<'b>,
    exchanges: Exchanges<'b>,
}

impl<'b> Sheaf<'b> {
    /// The text of these entries.
    pub fn entries(entries: impl IntoIterator<Item = Entry<'b>>) -> Self {
        let text = |entry: Entry<'b>| (Source::new(entry.bytes), entry.start, Reading::Entry(entry.recorder));
        Self(entries.into_iter().map(text).collect())
    }

    /// The text of these tickets.
    #[cfg(feature = "cli")]
    pub fn tickets(lines: &'b [crate::read::ticket::Line]) -> Self {
        Self(lines.iter().map(|line| (Source::new(&line.bytes), line.start, Reading::Ticket)).collect())
    }

    /// Reads each of them.
    #[must_use]
    pub fn read(&self) -> Vec<Read<'_>> {
        let mut all = Vec::with_capacity(self.0.len());
        for (source, start, reading) in &self.0 {
            let piece = Piece { source, start: *start, reading: *reading };
            let exchanges = piece.read(&Environments::default());
            let ahead = matches!(reading, Reading::Ticket) && source.text().len() < LONG;
            let exchanges = if ahead { Box::new(exchanges.collect::<Vec<_>>().into_iter()) } else { exchanges };
            all.push(Read { piece, exchanges });
        }
        all
    }
}

impl<'r, 'c> Series<'r, 'c> {
    /// Checks the recording, or the stream of tickets, called `path` as the next source of a run.
    pub fn new(run: &'r mut Run<'c>, path: &str, keep: &Keep) -> Self {
        Self { run, collector: Collector::new(path, keep.clone()), path: Arc::from(path) }
    }

    /// Judges the next entries or tickets.
    pub fn judge(&mut self, chunks: Vec<Read<'_>>) {
        for Read { piece, exchanges } in chunks {
            self.run.judge(&mut self.collector, &self.path, piece, exchanges, Next::More);
        }
    }

    /// What is said of the recording, which ended like this, entries being passed over that were too long.
    #[must_use]
    pub fn end_of_recording(mut self, skipped: usize, ending: Ending) -> SourceReport {
        self.collector.pass_over(skipped);
        match ending {
            Ending::Whole => {}
            Ending::CutOff(at) => self.stop(at, None),
            Ending::Broken(at, expected) => self.stop(at, Some(expected)),
        }
        self.collector.finish()
    }

    /// What is said of the tickets, some being passed over that were too long.
    #[cfg(feature = "cli")]
    #[must_use]
    pub fn end_of_tickets(mut self, skipped: usize) -> SourceReport {
        self.collector.pass_over(skipped);
        SourceReport { understood: true, ..self.collector.finish() }
    }

    /// Says where the recording stopped before its end, and why.
    fn stop(&mut self, start: Position, expected: Option<&'static str>) {
        let source = Source::new(b"");
        let exchange = har::stop(&Text::verbatim("", Span::at(0)), 0, 0, expected);
        let Examined { exchange, judgement, flow, corrected, linked } = self.run.one(exchange, source.text());
        let lines = LineIndex::new(source.text());
        let sheet = Sheet { source: &source, lines: &lines, start, chunk: self.run.chunk };
        let mut section = self.collector.section(sheet);
        section.add(Judged {
            exchange: &exchange,
            judgement: &judgement,
            flow,
            corrected: corrected.as_ref(),
            linked: &linked,
        });
        section.close();
    }
}
