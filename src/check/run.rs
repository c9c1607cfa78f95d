//! Sources that are checked together: what one says is known to the next.

use std::borrow::Cow;
use std::io::{self, Read};
use std::sync::Arc;

use super::mend::Room;
use super::named;
use super::series::{Series, Sheaf};
use super::setback::Setbacks;
use super::{Checker, Examined};
use crate::exchange::Exchange;
use crate::facts::View;
use crate::facts::flow::{Anchor, Flow, Registered};
use crate::read::har::{self, Recorder};
use crate::read::ticket;
use crate::read::{self, Environments, Exchanges, environment};
use crate::redact::{Redactor, Tags};
use crate::report::{Collector, Judged, Keep, Member, Sheet, SourceReport};
use crate::text::{Chunk, LineIndex, Position, Source, Span, Text};

/// A check of several sources, or of one that is read chunk by chunk.
#[derive(Debug)]
pub struct Run<'c> {
    checker: &'c Checker,
    flow: Flow,
    /// Exchanges that were read.
    read: usize,
    /// The chunk that is being read.
    pub(super) chunk: Chunk,
    /// The ticket that is being read: every ticket is a flow of its own.
    ticket: Option<Arc<str>>,
    /// What was refused for the moment.
    setbacks: Setbacks,
    /// What was remembered of this chunk, with the spans that later chunks may point at.
    fresh: Vec<(Arc<Anchor>, Vec<Span>)>,
    /// The command of the last exchange.
    command: Option<Told>,
    /// What clients keep beside the sources.
    environments: Arc<Environments>,
}

/// A command, whose requests share its bytes.
#[derive(Debug)]
struct Told {
    /// Where it begins.
    start: usize,
    /// What may still be spent on what begins there.
    room: Room,
    /// What was said of it, and where.
    said: Vec<(Cow<'static, str>, Span)>,
}

/// How a chunk is read.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reading {
    /// In whatever form it is.
    Whole,
    /// As an entry of a recording.
    Entry(Recorder),
    /// As a ticket of a stream, or whatever else stands on its line.
    Ticket,
}

/// A chunk of a source.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'b> {
    pub(super) source: &'b Source<'b>,
    /// Where it begins in its file.
    pub(super) start: Position,
    pub(super) reading: Reading,
}

/// Whether the source is the last one of its run: then nothing can point back at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// More may come.
    More,
    /// Nothing comes.
    Nothing,
}

impl<'c> Run<'c> {
    /// A run of which nothing is read yet.
    #[must_use]
    pub fn new(checker: &'c Checker) -> Self {
        Self {
            checker,
            flow: Flow::default(),
            read: 0,
            chunk: Chunk::default(),
            ticket: None,
            setbacks: Setbacks::default(),
            fresh: Vec::new(),
            command: None,
            environments: Arc::default(),
        }
    }

    /// Lets the run know what clients keep beside the sources, wherever among them these files are read themselves.
    #[must_use]
    pub fn among(self, environments: Arc<Environments>) -> Self {
        Self { environments, ..self }
    }

    /// How many exchanges were read.
    #[must_use]
    pub const fn read(&self) -> usize {
        self.read
    }

    /// Whether anything was said of a client that other sources can ask for.
    #[must_use]
    pub fn tells(&self) -> bool {
        self.flow.knows_clients()
    }

    /// What the run checks with.
    #[must_use]
    pub const fn checker(&self) -> &'c Checker {
        self.checker
    }

    /// Counts the exchanges that follow from this number on.
    pub const fn count_from(&mut self, read: usize) {
        self.read = read;
    }

    /// Begins anew: what follows belongs to no step before it. What was said of clients stays known.
    pub fn begin_anew(&mut self) {
        self.flow.forget_steps();
        self.setbacks = Setbacks::default();
        self.read = 0;
    }

    /// Checks the next source, as a whole, and reports what `keep` lets through.
    #[must_use]
    pub fn check(&mut self, path: &str, bytes: &[u8], keep: &Keep, next: Next) -> SourceReport {
        let mut collector = Collector::new(path, keep.clone());
        let piece = Piece { source: &Source::new(bytes), start: Position::START, reading: Reading::Whole };
        self.chunk(&mut collector, &Arc::from(path), piece, next);
        let report = collector.finish();
        let understood =
            report.understood || std::str::from_utf8(bytes).is_ok_and(|text| environment::is_environment(path, text));
        SourceReport { understood, ..report }
    }

    /// Checks the next source, a recording, entry by entry, in memory that does not grow with it.
    ///
    /// # Errors
    ///
    /// The input cannot be read.
    pub fn check_recording(&mut self, path: &str, input: impl Read, keep: &Keep) -> io::Result<SourceReport> {
        let mut recording = Series::new(self, path, keep);
        let mut entries = har::Entries::new(input);
        while let Some(entry) = entries.next()? {
            recording.judge(Sheaf::entries([entry]).read());
        }
        Ok(recording.end_of_recording(entries.skipped(), entries.ending()))
    }

    /// Examines the exchanges of one text, one by one.
    pub(super) fn examine<'s>(mut self, text: &'s str) -> impl Iterator<Item = Examined<'s>> + use<'c, 's> {
        read::read(text).map(move |exchange| self.one(exchange, text))
    }

    /// Checks the next chunk of a source.
    fn chunk(&mut self, collector: &mut Collector, path: &Arc<str>, piece: Piece<'_>, next: Next) {
        let exchanges = piece.read(&self.environments);
        self.judge(collector, path, piece, exchanges, next);
    }

    /// Judges what was read of the next chunk of a source.
    pub(super) fn judge<'s>(
        &mut self,
        collector: &mut Collector,
        path: &Arc<str>,
        piece: Piece<'s>,
        exchanges: impl Iterator<Item = Exchange<'s>>,
        next: Next,
    ) {
        if matches!(piece.reading, Reading::Ticket) {
            self.flow = Flow::default();
            self.setbacks = Setbacks::default();
        }
        let text = piece.source.text();
        let mut quiet = 0;
        let mut telling = Vec::new();
        for exchange in exchanges {
            let examined = self.one(exchange, text);
            collector.make_up_for(self.setbacks.see(&examined.exchange));
            if examined.judgement.findings.is_empty() && !examined.flow.is_some_and(|flow| flow.step) {
                quiet += 1;
            } else {
                telling.push(examined);
            }
        }
        let silent = telling.iter().all(|examined| examined.judgement.findings.is_empty());
        if silent && next == Next::Nothing || telling.is_empty() && self.fresh.is_empty() {
            collector.skip(quiet + telling.len());
            return;
        }
        let lines = LineIndex::new(text);
        let sheet = Sheet { source: piece.source, lines: &lines, start: piece.start, chunk: self.chunk };
        let mut section = collector.section(sheet);
        if silent || quiet == 0 {
            telling.iter().for_each(|examined| section.learn(&examined.exchange));
        } else {
            piece.read(&self.environments).for_each(|exchange| section.learn(&exchange));
        }
        section.skip(quiet);
        for Examined { exchange, judgement, flow, corrected, linked } in &telling {
            section.add(Judged { exchange, judgement, flow: *flow, corrected: corrected.as_ref(), linked });
        }
        for (anchor, spans) in self.fresh.drain(..) {
            anchor.settle(path, &spans, |span| section.place(span));
        }
        section.close();
        self.chunk = Chunk(self.chunk.0 + 1);
        self.command = None;
    }

    /// Judges the next exchange and remembers what later ones may refer to.
    pub(super) fn one<'s>(&mut self, mut exchange: Exchange<'s>, text: &'s str) -> Examined<'s> {
        exchange.id = self.read;
        self.read += 1;
        let ticket = exchange.ticket.as_ref().and_then(|ticket| ticket.id.clone());
        if ticket != self.ticket {
            self.flow = Flow::default();
            self.setbacks = Setbacks::default();
            self.ticket = ticket;
        }
        let view = View::new(&exchange, self.checker.registry, &self.flow, self.checker.today);
        let judged = self.checker.judge(&exchange, &view);
        let mut judgement = judged.judgement;
        let began = exchange.span.start;
        let mut told = match self.command.take() {
            Some(told) if told.start == began => told,
            _ => Told { start: began, room: Room::of(exchange.span.len()), said: Vec::new() },
        };
        self.checker.mend_all(&judged.mending, &mut judgement, &exchange, text, &self.flow, &mut told.room);
        judgement
            .without(|finding| told.said.iter().any(|(rule, span)| *rule == finding.rule && *span == finding.span));
        if exchange.request.command.is_some() {
            told.said.extend(judgement.findings.iter().map(|finding| (finding.rule.clone(), finding.span)));
        }
        named::point_at_values(&mut judgement, &exchange, text);
        let corrected = self.checker.corrected(&judgement, &exchange, text, &self.flow);
        let linked: Vec<Arc<Anchor>> = view.linked().cloned().collect();
        let number = linked.first().map_or(exchange.id, |anchor| anchor.flow);
        let flow = Member { number, step: view.is_flow_step() };
        let past = view.past(self.chunk, number);
        let registered = Registered::new(&exchange, self.chunk);
        drop(view);
        self.command = Some(told);
        if let Some(past) = past {
            self.fresh.push((Arc::clone(&past.anchor), past.spans().collect()));
            self.flow.remember(past);
        }
        if let Some(registered) = registered {
            self.fresh.push((Arc::clone(&registered.anchor), registered.spans().collect()));
            self.flow.register(registered);
        }
        let flow = (flow.step || !linked.is_empty()).then_some(flow);
        Examined { exchange, judgement, flow, corrected, linked }
    }
}

impl Checker {
    /// Checks one ticket of a stream, which begins at `start` of its file and is a flow of its own.
    #[must_use]
    pub fn ticket(&self, path: &Arc<str>, bytes: &[u8], start: Position, keep: &Keep) -> SourceReport {
        let mut collector = Collector::new(path, keep.clone());
        let piece = Piece { source: &Source::new(bytes), start, reading: Reading::Ticket };
        Run::new(self).chunk(&mut collector, path, piece, Next::Nothing);
        let ticket = ticket::id(bytes).map(|id| redacted(&id));
        SourceReport { ticket, understood: true, ..collector.finish() }
    }
}

impl<'b> Piece<'b> {
    pub(super) fn read(self, environments: &Environments) -> Exchanges<'b> {
        let text = self.source.text();
        match self.reading {
            Reading::Whole => read::read_among(text, environments),
            Reading::Ticket => ticket::line(text).unwrap_or_else(|| read::read(text)),
            Reading::Entry(recorder) => {
                let doc = Text::verbatim(text, Span::new(0, text.len()));
                Box::new(har::exchange(&doc, recorder).into_iter())
            }
        }
    }
}

/// A word that stands alone in a report.
fn redacted(word: &str) -> String {
    let redacted = Redactor::new("").value(word);
    Tags::number(redacted.secrets()).text(&redacted)
}
