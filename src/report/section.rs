//! One chunk of a source: everything that is said about it becomes redacted text and places of the file.

use std::sync::Arc;

use super::collector::{Collector, Kept, Pending, PendingVerdict};
use super::model::{Edit, Fix, Found, Insert, Listed, Related, RuledOut};
use super::order;
use super::places::Places;
use crate::exchange::Exchange;
use crate::facts::flow::Anchor;
use crate::finding::{self, Finding, Judgement, Label, Phrase, Safety, Verdict};
use crate::redact::{Pointer, Redactor};
use crate::text::{Chunk, LineIndex, Place, Position, Source, Span};

/// The text of a chunk.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'s> {
    /// The text.
    pub source: &'s Source<'s>,
    /// Its lines.
    pub lines: &'s LineIndex,
    /// Where it begins in its file.
    pub start: Position,
    /// Its number.
    pub chunk: Chunk,
}

/// What belongs to a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// The number of the flow: that of its first exchange.
    pub number: usize,
    /// Whether it is a step of the flow's own, rather than a call with its token. Own steps are listed where anything
    /// is found in their flow.
    pub step: bool,
}

/// One exchange and what is said about it.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'j, 's> {
    /// The exchange.
    pub exchange: &'j Exchange<'s>,
    /// What is said about it.
    pub judgement: &'j Judgement,
    /// The flow it belongs to.
    pub flow: Option<Member>,
    /// The corrected request, to copy, if there is one.
    pub corrected: Option<&'j Phrase>,
    /// Where the steps stand that it is linked to.
    pub linked: &'j [Arc<Anchor>],
}

/// Collects what is said about one chunk.
#[derive(Debug)]
pub struct Section<'c, 's> {
    collector: &'c mut Collector,
    sheet: Sheet<'s>,
    places: Places<'s>,
    redactor: Redactor<'s>,
    listed: Vec<Kept>,
    findings: Vec<Pending>,
}

impl<'c, 's> Section<'c, 's> {
    pub(super) fn new(collector: &'c mut Collector, sheet: Sheet<'s>) -> Self {
        let known = std::mem::take(&mut collector.known);
        let redactor = Redactor::resume(known, sheet.source.text(), sheet.start.offset);
        let places = Places::new(sheet.source, sheet.lines);
        Self { collector, sheet, places, redactor, listed: Vec::new(), findings: Vec::new() }
    }

    /// Remembers the secrets of an exchange. Call it for every exchange of the chunk that is at hand before the
    /// first [`add`](Self::add), whether or not anything is said about it.
    pub fn learn(&mut self, exchange: &Exchange<'_>) {
        self.redactor.learn(exchange);
    }

    /// Counts exchanges that were read and about which nothing is said.
    pub fn skip(&mut self, exchanges: usize) {
        self.collector.skip(exchanges);
    }

    /// Takes an exchange that [`learn`](Self::learn) has seen, and what is said about it.
    pub fn add(&mut self, judged: Judged<'_, '_>) {
        self.collector.skip(1);
        self.redactor.learn_rest();
        let Judged { judgement, flow, .. } = judged;
        let keep = self.collector.keep.clone();
        let verdict = judgement.verdict.as_ref().filter(|verdict| keep.verdict(verdict, judgement));
        let lead = verdict.map(|verdict| verdict.finding);
        let (mut said, before) = (false, self.findings.len());
        for (index, finding) in judgement.findings.iter().enumerate().filter(|(_, finding)| keep.finding(finding)) {
            said = true;
            let (verdict, at) = (lead == Some(index), self.original(finding.span));
            if self.collector.has_room(order::rank(verdict, finding.severity, at.start, at.end)) {
                let pending = self.pending(judged, finding, index, verdict);
                self.findings.push(pending);
            }
        }
        let lists = if said {
            // Where its own findings are too many, those of its flow may still point at it.
            self.findings.len() > before || flow.is_some()
        } else {
            flow.is_some_and(|flow| flow.step && self.collector.takes_step(flow.number))
        };
        if lists {
            let kept = self.kept(judged, verdict);
            self.listed.push(kept);
        }
        if self.findings.len() > order::WAITING {
            let dropped = order::drop_least(&mut self.findings);
            self.collector.leave_out(dropped);
        }
    }

    /// Where a span begins and ends in the file.
    #[must_use]
    pub fn place(&self, span: Span) -> (Position, Position) {
        let (start, end) = self.places.both(span);
        (start.behind(self.sheet.start), end.behind(self.sheet.start))
    }

    /// Puts right what was written before every secret of the chunk was known, and hands everything over.
    pub fn close(mut self) {
        for kept in &mut self.listed {
            kept.texts(|text| drop(self.redactor.again(text)));
        }
        for pending in &mut self.findings {
            pending.found.texts(|text| drop(self.redactor.again(text)));
            for window in &mut pending.found.windows {
                window.again(&self.redactor);
            }
        }
        self.collector.take(self.listed, self.findings, self.redactor.known());
    }

    fn kept(&mut self, judged: Judged<'_, '_>, verdict: Option<&Verdict>) -> Kept {
        let Judged { exchange, judgement, flow, corrected, .. } = judged;
        let (start, end) = self.place(exchange.span);
        let redactor = &mut self.redactor;
        let status = exchange.response.as_ref().and_then(|response| response.status.as_ref()).map(|s| s.value);
        let error = judgement.error.as_deref().map(|error| redactor.value(error));
        let listed = Listed {
            id: exchange.id,
            form: exchange.form,
            provider: judgement.provider.clone(),
            endpoint: judgement.endpoint.clone(),
            method: exchange.request.method.as_ref().map(|method| redactor.value(&method.value)),
            url: exchange.request.url.as_ref().map(|url| redactor.value(url.text.as_str())),
            response: (exchange.response.is_some() || error.is_some()).then_some((status, error)),
            ticket: exchange
                .ticket
                .as_ref()
                .map(|ticket| (ticket.id.as_ref().map(|id| redactor.value(id)), ticket.comment)),
            start,
            end,
            cause: None,
            corrected: corrected.map(|phrase| redactor.block(phrase)),
            flow: flow.map(|flow| flow.number),
        };
        let verdict = verdict.map(|verdict| {
            let fine =
                |out: &finding::RuledOut| RuledOut { rule: out.rule.clone(), because: redactor.phrase(&out.because) };
            PendingVerdict {
                finding: verdict.finding,
                confidence: verdict.confidence,
                candidates: verdict.candidates.clone(),
                ruled_out: verdict.ruled_out.iter().map(fine).collect(),
                unchecked: verdict.unchecked.clone(),
            }
        });
        Kept { listed, verdict }
    }

    fn pending(&mut self, judged: Judged<'_, '_>, finding: &Finding, index: usize, verdict: bool) -> Pending {
        let Judged { exchange, linked, .. } = judged;
        let at = self.places.position(finding.span.start);
        let mut pointers = vec![Pointer { span: finding.span, at, remark: &finding.remark, primary: true }];
        pointers.extend(finding.related.iter().filter_map(|label| {
            let span = self.here(label)?;
            let at = self.places.position(span.start);
            Some(Pointer { span, at, remark: &label.text, primary: false })
        }));
        let windows = self.redactor.windows(self.places.lines(), exchange.span, &pointers);
        let windows = windows.into_iter().map(|window| window.behind(self.sheet.start)).collect();
        let (start, end) = self.place(finding.span);
        let related = finding.related.iter().filter_map(|label| self.related(label, linked)).collect();
        let elsewhere = finding.related.iter().filter_map(|label| self.holder(label, linked)).collect();
        let redactor = &mut self.redactor;
        let found = Found {
            rule: finding.rule.clone(),
            severity: finding.severity,
            confidence: finding.confidence,
            exchange: 0,
            verdict,
            message: redactor.phrase(&finding.message),
            why: redactor.phrase(&finding.why),
            help: redactor.phrase(&finding.help),
            start,
            end,
            related,
            fix: finding.fix.as_ref().map(|fix| self.fix(fix)),
            windows,
        };
        Pending { found, key: (exchange.id, index), elsewhere }
    }

    fn fix(&mut self, fix: &finding::Fix) -> Fix {
        let mut safety = fix.safety;
        let title = self.redactor.phrase(&fix.title);
        let mut edits = Vec::with_capacity(fix.edits.len());
        for edit in &fix.edits {
            let span = self.original(edit.span);
            let mut insert = Vec::with_capacity(edit.insert.len());
            for piece in &edit.insert {
                insert.push(match piece {
                    finding::Insert::Text(text) => {
                        let (text, clean) = self.redactor.insert(text);
                        if !clean {
                            safety = Safety::Manual;
                        }
                        Insert::Text(text)
                    }
                    finding::Insert::Copy(from) => {
                        let Span { start, end } = self.original(*from);
                        Insert::Copy { start, end, shown: self.redactor.stretch(*from) }
                    }
                });
            }
            edits.push(Edit { start: span.start, end: span.end, insert });
        }
        Fix { title, safety, edits }
    }

    /// Another place of a finding; `None` where it is not known any more.
    fn related(&mut self, label: &Label, linked: &[Arc<Anchor>]) -> Option<Related> {
        let here = self.here(label);
        let elsewhere = |path: &Arc<str>| (**path != *self.collector.path).then(|| Arc::clone(path));
        let (path, start, end) = match (&label.at, here) {
            (_, Some(span)) => {
                let (start, end) = self.place(span);
                (None, start, end)
            }
            (Place::File(place), None) => (elsewhere(&place.path), place.start, place.end),
            (Place::Earlier(chunk, span), None) => {
                let anchor = linked.iter().find(|anchor| anchor.chunk == *chunk)?;
                let (path, start, end) = anchor.place(*span)?;
                (elsewhere(path), start, end)
            }
            (Place::Here(_), None) => return None,
        };
        Some(Related { path, start, end, here: here.is_some(), message: self.redactor.phrase(&label.text) })
    }

    /// The number of the exchange that holds another place of a finding.
    fn holder(&self, label: &Label, linked: &[Arc<Anchor>]) -> Option<usize> {
        let (chunk, span) = match label.at {
            Place::Here(span) => (self.sheet.chunk, span),
            Place::Earlier(chunk, span) => (chunk, span),
            Place::File(_) => return None,
        };
        let anchor = linked.iter().find(|anchor| anchor.chunk == chunk && anchor.span.contains(span));
        anchor.map(|anchor| anchor.id)
    }

    /// The span of a label that points into this chunk.
    fn here(&self, label: &Label) -> Option<Span> {
        match label.at {
            Place::Here(span) => Some(span),
            Place::Earlier(chunk, span) => (chunk == self.sheet.chunk).then_some(span),
            Place::File(_) => None,
        }
    }

    fn original(&self, span: Span) -> Span {
        let (start, end) = self.place(span);
        Span::new(start.offset, end.offset)
    }
}
