//! From exchanges and judgements, one at a time, to the report of a source.

use std::collections::{HashMap, HashSet};

use super::keep::Keep;
use super::model::{Candidate, Cause, Edit, Fix, Found, Insert, Listed, Related, RuledOut, SourceReport};
use super::order;
use super::places::Places;
use crate::exchange::Exchange;
use crate::finding::{self, Finding, Judgement, Phrase, Safety, Verdict};
use crate::redact::{Pointer, Redacted, Redactor, Tags};
use crate::text::{LineIndex, Source, Span};

/// The most steps of one flow that are listed for their own sake.
const STEPS: usize = 32;

/// One exchange and what is said about it.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'j, 's> {
    /// The exchange.
    pub exchange: &'j Exchange<'s>,
    /// What is said about it.
    pub judgement: &'j Judgement,
    /// The flow it is a step of, by number; `None` for API calls and for what belongs to no flow.
    pub flow: Option<usize>,
    /// The corrected request, to copy, if there is one.
    pub corrected: Option<&'j Phrase>,
}

/// Collects what is said about one source.
#[derive(Debug)]
pub struct Collector<'s> {
    path: String,
    places: Places<'s>,
    redactor: Redactor<'s>,
    keep: Keep,
    read: usize,
    truncated: bool,
    listed: Vec<Kept>,
    flows: HashMap<usize, usize>,
    findings: Vec<Pending>,
}

/// An exchange that may be listed, before it is known which findings stay.
#[derive(Debug)]
struct Kept {
    listed: Listed,
    span: Span,
    flow: Option<usize>,
    verdict: Option<PendingVerdict>,
}

/// A verdict whose findings are named by their place in the judgement.
#[derive(Debug)]
struct PendingVerdict {
    verdict: Verdict,
    ruled_out: Vec<RuledOut>,
}

/// A finding that may be listed.
#[derive(Debug)]
struct Pending {
    found: Found,
    /// Exchange and index in its judgement.
    key: (usize, usize),
    /// The places it points at beside its own.
    elsewhere: Vec<Span>,
}

impl<'s> Collector<'s> {
    /// A collector for the source called `path`.
    #[must_use]
    pub fn new(path: &str, source: &'s Source<'s>, lines: &'s LineIndex, keep: Keep) -> Self {
        Self {
            path: path.to_owned(),
            places: Places::new(source, lines),
            redactor: Redactor::new(source.text()),
            keep,
            read: 0,
            truncated: false,
            listed: Vec::new(),
            flows: HashMap::new(),
            findings: Vec::new(),
        }
    }

    /// Remembers the secrets of an exchange. Call it for every exchange of the source that is at hand before the
    /// first [`add`](Self::add), whether or not anything is said about it.
    pub fn learn(&mut self, exchange: &Exchange<'_>) {
        self.redactor.learn(exchange);
    }

    /// Counts exchanges that were read and about which nothing is said.
    pub fn skip(&mut self, exchanges: usize) {
        self.read += exchanges;
    }

    /// Takes an exchange that [`learn`](Self::learn) has seen, and what is said about it.
    pub fn add(&mut self, judged: Judged<'_, '_>) {
        self.read += 1;
        self.redactor.learn_rest();
        let Judged { exchange, judgement, flow, .. } = judged;
        let verdict = judgement.verdict.as_ref().filter(|verdict| self.keeps_verdict(verdict, judgement));
        let lead = verdict.map(|verdict| verdict.finding);
        let before = self.findings.len();
        for (index, finding) in judgement.findings.iter().enumerate() {
            if self.keeps(finding) {
                let pending = self.pending(exchange, finding, index, lead == Some(index));
                self.findings.push(pending);
            }
        }
        let is_step = flow.is_some_and(|flow| {
            let steps = self.flows.entry(flow).or_default();
            *steps += 1;
            *steps <= STEPS
        });
        if self.findings.len() > before || is_step {
            let kept = self.kept(judged, verdict);
            self.listed.push(kept);
        }
        if self.findings.len() > 2 * order::MOST {
            self.drop_least();
        }
    }

    /// The finished report: secrets that were learnt late are put right, tags are numbered, places in lists are known.
    #[must_use]
    pub fn finish(mut self) -> SourceReport {
        self.drop_least();
        self.list_what_is_named();
        order::part_overlapping_fixes(self.findings.iter_mut().map(|pending| &mut pending.found));
        let at: HashMap<(usize, usize), usize> = self.findings.iter().enumerate().map(|(n, p)| (p.key, n)).collect();
        let exchange_at: HashMap<usize, usize> =
            self.listed.iter().enumerate().map(|(n, k)| (k.listed.id, n)).collect();
        for pending in &mut self.findings {
            pending.found.exchange = exchange_at.get(&pending.key.0).copied().unwrap_or_default();
        }
        let findings: Vec<Found> = self.findings.into_iter().map(|pending| pending.found).collect();
        let mut exchanges = Vec::with_capacity(self.listed.len());
        for Kept { mut listed, verdict, .. } in self.listed {
            listed.cause = verdict.and_then(|pending| cause(listed.id, pending, &at, &findings));
            exchanges.push(listed);
        }
        let (read, truncated) = (self.read, self.truncated);
        let mut report = SourceReport { path: self.path, read, exchanges, findings, truncated, tags: Tags::default() };
        report.seal(&self.redactor);
        report
    }

    fn keeps(&self, finding: &Finding) -> bool {
        finding.confidence >= self.keep.min_confidence && self.keep.rule(&finding.rule)
    }

    fn keeps_verdict(&self, verdict: &Verdict, judgement: &Judgement) -> bool {
        verdict.confidence >= self.keep.min_confidence
            && judgement.findings.get(verdict.finding).is_some_and(|finding| self.keeps(finding))
    }

    fn kept(&mut self, judged: Judged<'_, '_>, verdict: Option<&Verdict>) -> Kept {
        let Judged { exchange, judgement, flow, corrected } = judged;
        let redactor = &mut self.redactor;
        let status = exchange.response.as_ref().and_then(|response| response.status.as_ref()).map(|s| s.value);
        let error = judgement.error.as_deref().map(|error| redactor.value(error));
        let (start, end) = self.places.both(exchange.span);
        let listed = Listed {
            id: exchange.id,
            form: exchange.form,
            provider: judgement.provider.clone(),
            endpoint: judgement.endpoint.clone(),
            method: exchange.request.method.as_ref().map(|method| redactor.value(&method.value)),
            url: exchange.request.url.as_ref().map(|url| redactor.value(url.text.as_str())),
            response: (exchange.response.is_some() || error.is_some()).then_some((status, error)),
            start,
            end,
            cause: None,
            corrected: corrected.map(|phrase| redactor.block(phrase)),
        };
        let verdict = verdict.map(|verdict| {
            let fine =
                |out: &finding::RuledOut| RuledOut { rule: out.rule.clone(), because: redactor.phrase(&out.because) };
            PendingVerdict { ruled_out: verdict.ruled_out.iter().map(fine).collect(), verdict: verdict.clone() }
        });
        Kept { listed, span: exchange.span, flow, verdict }
    }

    fn pending(&mut self, exchange: &Exchange<'_>, finding: &Finding, index: usize, verdict: bool) -> Pending {
        let (start, end) = self.places.both(finding.span);
        let mut pointers = vec![Pointer { span: finding.span, at: start, remark: &finding.remark, primary: true }];
        pointers.extend(finding.related.iter().map(|label| {
            let at = self.places.position(label.span.start);
            Pointer { span: label.span, at, remark: &label.text, primary: false }
        }));
        let windows = self.redactor.windows(self.places.lines(), exchange.span, &pointers);
        let redactor = &mut self.redactor;
        let related = finding.related.iter().map(|label| {
            let (start, end) = self.places.both(label.span);
            Related { start, end, message: redactor.phrase(&label.text) }
        });
        let related = related.collect();
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
        let elsewhere = finding.related.iter().map(|label| label.span).collect();
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

    fn original(&self, span: Span) -> Span {
        Span::new(self.places.position(span.start).offset, self.places.position(span.end).offset)
    }

    /// Sorts the findings and drops the least important ones beyond the limit.
    fn drop_least(&mut self) {
        order::sort(&mut self.findings, |pending| &pending.found);
        if self.findings.len() > order::MOST {
            self.findings.truncate(order::MOST);
            self.truncated = true;
        }
    }

    /// Keeps the exchanges that have a finding, that a finding points into, or that are steps of a flow with either.
    fn list_what_is_named(&mut self) {
        let mut named: HashSet<usize> = self.findings.iter().map(|pending| pending.key.0).collect();
        let flows: HashSet<usize> =
            self.listed.iter().filter(|kept| named.contains(&kept.listed.id)).filter_map(|kept| kept.flow).collect();
        self.listed.sort_by_key(|kept| kept.span.start);
        for place in self.findings.iter().flat_map(|pending| &pending.elsewhere) {
            let behind = self.listed.partition_point(|kept| kept.span.start <= place.start);
            let holder = behind.checked_sub(1).and_then(|n| self.listed.get(n));
            named.extend(holder.filter(|kept| kept.span.contains(*place)).map(|kept| kept.listed.id));
        }
        self.listed
            .retain(|kept| named.contains(&kept.listed.id) || kept.flow.is_some_and(|flow| flows.contains(&flow)));
        self.listed.sort_by_key(|kept| kept.listed.id);
    }
}

/// A verdict with the places of its findings in the report; `None` where its own finding is not listed.
fn cause(id: usize, pending: PendingVerdict, at: &HashMap<(usize, usize), usize>, findings: &[Found]) -> Option<Cause> {
    let PendingVerdict { verdict, ruled_out } = pending;
    let finding = *at.get(&(id, verdict.finding))?;
    let candidate = |index: &usize| {
        let finding = *at.get(&(id, *index))?;
        let found = findings.get(finding)?;
        Some(Candidate { rule: found.rule.clone(), confidence: found.confidence, finding })
    };
    Some(Cause {
        rule: findings.get(finding)?.rule.clone(),
        confidence: verdict.confidence,
        finding,
        candidates: verdict.candidates.iter().filter_map(candidate).collect(),
        ruled_out,
        unchecked: verdict.unchecked,
    })
}

impl SourceReport {
    /// Looks once more at every text with all that was learnt, then numbers the tags of what is shown.
    fn seal(&mut self, redactor: &Redactor<'_>) {
        self.texts(|text| {
            redactor.again(text);
        });
        for window in self.findings.iter_mut().flat_map(|found| &mut found.windows) {
            window.again(redactor);
        }
        let mut shown = Vec::new();
        self.texts(|text| shown.extend(text.secrets()));
        for window in self.findings.iter().flat_map(|found| &found.windows) {
            shown.extend(window.shown().flat_map(Redacted::secrets));
        }
        self.tags = Tags::number(shown);
    }

    /// Every text that is shown, but for the windows.
    fn texts(&mut self, mut look: impl FnMut(&mut Redacted)) {
        for listed in &mut self.exchanges {
            listed.method.iter_mut().chain(&mut listed.url).chain(&mut listed.corrected).for_each(&mut look);
            listed.response.iter_mut().filter_map(|(_, error)| error.as_mut()).for_each(&mut look);
            let ruled_out = listed.cause.iter_mut().flat_map(|cause| &mut cause.ruled_out);
            ruled_out.for_each(|out| look(&mut out.because));
        }
        for found in &mut self.findings {
            [&mut found.message, &mut found.why, &mut found.help].into_iter().for_each(&mut look);
            found.related.iter_mut().for_each(|related| look(&mut related.message));
            if let Some(fix) = &mut found.fix {
                look(&mut fix.title);
                for piece in fix.edits.iter_mut().flat_map(|edit| &mut edit.insert) {
                    if let Insert::Copy { shown, .. } = piece {
                        look(shown);
                    }
                }
            }
        }
    }
}
