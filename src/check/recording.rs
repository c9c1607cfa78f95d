//! A recording: its entries can be read apart from each other, on any core, but are judged in their order.

use std::sync::Arc;

use super::Examined;
use super::run::{Next, Piece, Reading, Run};
use crate::exchange::Exchange;
use crate::read::har::{self, Ending, Entry, Recorder};
use crate::report::{Collector, Judged, Keep, Sheet, SourceReport};
use crate::text::{LineIndex, Position, Source, Span, Text};

/// The check of a recording.
#[derive(Debug)]
pub struct Recording<'r, 'c> {
    run: &'r mut Run<'c>,
    collector: Collector,
    path: Arc<str>,
}

/// Entries that follow each other, as text.
#[derive(Debug)]
pub struct Sheaf<'b>(Vec<(Source<'b>, Position, Recorder)>);

/// An entry that was read and waits to be judged.
#[derive(Debug)]
pub struct Read<'b> {
    piece: Piece<'b>,
    exchange: Option<Exchange<'b>>,
}

impl<'b> Sheaf<'b> {
    /// The text of these entries.
    pub fn new(entries: impl IntoIterator<Item = Entry<'b>>) -> Self {
        let text = |entry: Entry<'b>| (Source::new(entry.bytes), entry.start, entry.recorder);
        Self(entries.into_iter().map(text).collect())
    }

    /// Reads each of them.
    #[must_use]
    pub fn read(&self) -> Vec<Read<'_>> {
        let mut all = Vec::with_capacity(self.0.len());
        for (source, start, recorder) in &self.0 {
            let text = source.text();
            let exchange = har::exchange(&Text::verbatim(text, Span::new(0, text.len())), *recorder);
            all.push(Read { piece: Piece { source, start: *start, reading: Reading::Entry(*recorder) }, exchange });
        }
        all
    }
}

impl<'r, 'c> Recording<'r, 'c> {
    /// Checks the recording called `path` as the next source of a run.
    pub fn new(run: &'r mut Run<'c>, path: &str, keep: &Keep) -> Self {
        Self { run, collector: Collector::new(path, keep.clone()), path: Arc::from(path) }
    }

    /// Judges the next entries.
    pub fn judge(&mut self, entries: Vec<Read<'_>>) {
        for Read { piece, exchange } in entries {
            self.run.judge(&mut self.collector, &self.path, piece, exchange.into_iter(), Next::More);
        }
    }

    /// What is said of the recording, which ended like this, entries being passed over that were too long.
    #[must_use]
    pub fn finish(mut self, skipped: usize, ending: Ending) -> SourceReport {
        self.collector.pass_over(skipped);
        match ending {
            Ending::Whole => {}
            Ending::CutOff(at) => self.stop(at, None),
            Ending::Broken(at, expected) => self.stop(at, Some(expected)),
        }
        self.collector.finish()
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
