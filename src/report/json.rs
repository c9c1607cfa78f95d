//! The report as JSON, schema `grantlint/1`. Field order is the contract's.

use serde::Serialize;

use super::model::{Cause, Edit, Found, Insert, Listed, Report, SourceReport};
use crate::redact::{Redacted, Tags};

/// The report as one JSON document, with a line break at its end.
#[must_use]
pub fn json(report: &Report) -> String {
    written(report, |document| serde_json::to_string_pretty(document))
}

/// The report of one source as a JSON document on a line of its own.
#[must_use]
pub fn ndjson(source: SourceReport) -> String {
    written(&Report { sources: vec![source], ..Report::default() }, |document| serde_json::to_string(document))
}

fn written(report: &Report, write: impl Fn(&Document<'_>) -> serde_json::Result<String>) -> String {
    let order = Order::new(report);
    let numbered = || report.sources.iter().enumerate();
    let exchanges = numbered().flat_map(|(n, source)| source.exchanges.iter().map(move |listed| (n, source, listed)));
    let exchanges = exchanges.map(|(n, source, listed)| Exchange::new(source, listed, |at| order.finding(n, at)));
    let findings =
        order.findings.iter().map(|&(n, source, _, found)| Finding::new(source, found, order.exchange(n, found)));
    let summary = report.summary();
    let document = Document {
        schema: "grantlint/1",
        version: env!("CARGO_PKG_VERSION"),
        ticket: report.sources.first().and_then(|source| source.ticket.as_deref()),
        exchanges: exchanges.collect(),
        findings: findings.collect(),
        summary: Summary {
            files: summary.files,
            skipped: summary.skipped,
            failed: summary.failed,
            exchanges: summary.exchanges,
            errors: summary.errors,
            warnings: summary.warnings,
            notes: summary.notes,
            truncated: summary.truncated,
        },
    };
    let mut out = write(&document).expect("strings, numbers and lists always serialise");
    out.push('\n');
    out
}

/// Where the exchanges and findings of each source stand in the document's lists.
struct Order<'r> {
    /// Source, its number, the finding's number in it, the finding: verdicts first, then the worst, then by place.
    findings: Vec<(usize, &'r SourceReport, usize, &'r Found)>,
    bases: Vec<usize>,
    places: Vec<Vec<usize>>,
}

impl<'r> Order<'r> {
    fn new(report: &'r Report) -> Self {
        let numbered = || report.sources.iter().enumerate();
        let mut findings: Vec<_> = numbered()
            .flat_map(|(n, source)| source.findings.iter().enumerate().map(move |(at, found)| (n, source, at, found)))
            .collect();
        findings.sort_by_key(|(n, _, at, found)| (!found.verdict, std::cmp::Reverse(found.severity), *n, *at));
        let mut next = 0;
        let base = |source: &SourceReport| {
            next += source.exchanges.len();
            next - source.exchanges.len()
        };
        let bases = report.sources.iter().map(base).collect();
        let mut places: Vec<Vec<usize>> = report.sources.iter().map(|source| vec![0; source.findings.len()]).collect();
        for (listed, &(n, _, at, _)) in findings.iter().enumerate() {
            places[n][at] = listed;
        }
        Self { findings, bases, places }
    }

    fn exchange(&self, source: usize, found: &Found) -> usize {
        self.bases[source] + found.exchange
    }

    fn finding(&self, source: usize, at: usize) -> usize {
        self.places[source][at]
    }
}

#[derive(Serialize)]
struct Document<'r> {
    schema: &'static str,
    version: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    ticket: Option<&'r str>,
    exchanges: Vec<Exchange<'r>>,
    findings: Vec<Finding<'r>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    skipped: usize,
    failed: usize,
    exchanges: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    truncated: bool,
}

#[derive(Serialize)]
struct Exchange<'r> {
    id: usize,
    path: &'r str,
    form: &'static str,
    provider: Option<&'r str>,
    endpoint: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ticket: Option<Ticket>,
    request: Request,
    response: Option<Response>,
    start: Position,
    end: Position,
    verdict: Option<Verdict<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    corrected: Option<String>,
}

#[derive(Serialize)]
struct Ticket {
    id: Option<String>,
    comment: usize,
}

#[derive(Serialize)]
struct Request {
    method: Option<String>,
    url: Option<String>,
}

#[derive(Serialize)]
struct Response {
    status: Option<u16>,
    error: Option<String>,
}

#[derive(Serialize)]
struct Verdict<'r> {
    rule: &'r str,
    confidence: &'static str,
    finding: usize,
    candidates: Vec<Candidate<'r>>,
    ruled_out: Vec<RuledOut<'r>>,
    unchecked: Vec<&'r str>,
}

#[derive(Serialize)]
struct Candidate<'r> {
    rule: &'r str,
    confidence: &'static str,
    finding: usize,
}

#[derive(Serialize)]
struct RuledOut<'r> {
    rule: &'r str,
    because: String,
}

#[derive(Serialize)]
struct Finding<'r> {
    rule: &'r str,
    severity: &'static str,
    confidence: &'static str,
    exchange: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    ticket: Option<Ticket>,
    message: String,
    why: String,
    help: String,
    docs: Option<&'r str>,
    path: &'r str,
    start: Position,
    end: Position,
    related: Vec<Related<'r>>,
    fix: Option<Fix<'r>>,
}

#[derive(Serialize)]
struct Related<'r> {
    path: &'r str,
    start: Position,
    end: Position,
    message: String,
}

#[derive(Serialize)]
struct Fix<'r> {
    title: String,
    safety: &'static str,
    edits: Vec<FixEdit<'r>>,
}

#[derive(Serialize)]
struct FixEdit<'r> {
    path: &'r str,
    start: usize,
    end: usize,
    insert: Vec<Piece<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Piece<'r> {
    Text(&'r str),
    Copy { start: usize, end: usize },
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
    offset: usize,
}

impl From<crate::text::Position> for Position {
    fn from(at: crate::text::Position) -> Self {
        Self { line: at.line, column: at.column, offset: at.offset }
    }
}

impl<'r> Exchange<'r> {
    fn new(source: &'r SourceReport, listed: &'r Listed, at: impl Fn(usize) -> usize) -> Self {
        let text = |redacted: &Redacted| source.tags.text(redacted);
        let response = listed.response.as_ref();
        Self {
            id: listed.id,
            path: &source.path,
            form: listed.form.name(),
            provider: listed.provider.as_deref(),
            endpoint: listed.endpoint.as_deref(),
            ticket: Ticket::of(listed, &source.tags),
            request: Request { method: listed.method.as_ref().map(text), url: listed.url.as_ref().map(text) },
            response: response.map(|(status, error)| Response { status: *status, error: error.as_ref().map(text) }),
            start: listed.start.into(),
            end: listed.end.into(),
            verdict: listed.cause.as_ref().map(|cause| Verdict::new(cause, &source.tags, at)),
            corrected: listed.corrected.as_ref().map(text),
        }
    }
}

impl Ticket {
    fn of(listed: &Listed, tags: &Tags) -> Option<Self> {
        let (id, comment) = listed.ticket.as_ref()?;
        Some(Self { id: id.as_ref().map(|id| tags.text(id)), comment: *comment })
    }
}

impl<'r> Verdict<'r> {
    fn new(cause: &'r Cause, tags: &Tags, at: impl Fn(usize) -> usize) -> Self {
        let candidates = cause.candidates.iter().map(|c| Candidate {
            rule: &c.rule,
            confidence: c.confidence.name(),
            finding: at(c.finding),
        });
        Self {
            rule: &cause.rule,
            confidence: cause.confidence.name(),
            finding: at(cause.finding),
            candidates: candidates.collect(),
            ruled_out: cause
                .ruled_out
                .iter()
                .map(|o| RuledOut { rule: &o.rule, because: tags.text(&o.because) })
                .collect(),
            unchecked: cause.unchecked.iter().map(AsRef::as_ref).collect(),
        }
    }
}

impl<'r> Finding<'r> {
    fn new(source: &'r SourceReport, found: &'r Found, exchange: usize) -> Self {
        let text = |redacted: &Redacted| source.tags.text(redacted);
        let path = source.path.as_str();
        let related = found.related.iter().map(|related| Related {
            path: related.path.as_deref().unwrap_or(path),
            start: related.start.into(),
            end: related.end.into(),
            message: text(&related.message),
        });
        let fix = found.fix.as_ref().map(|fix| Fix {
            title: text(&fix.title),
            safety: fix.safety.name(),
            edits: fix.edits.iter().map(|edit| FixEdit::new(path, edit)).collect(),
        });
        Self {
            rule: &found.rule,
            severity: found.severity.name(),
            confidence: found.confidence.name(),
            exchange,
            ticket: source.exchanges.get(found.exchange).and_then(|listed| Ticket::of(listed, &source.tags)),
            message: text(&found.message),
            why: text(&found.why),
            help: text(&found.help),
            docs: None,
            path,
            start: found.start.into(),
            end: found.end.into(),
            related: related.collect(),
            fix,
        }
    }
}

impl<'r> FixEdit<'r> {
    fn new(path: &'r str, edit: &'r Edit) -> Self {
        let piece = |insert: &'r Insert| match insert {
            Insert::Text(text) => Piece::Text(text),
            Insert::Copy { start, end, .. } => Piece::Copy { start: *start, end: *end },
        };
        Self { path, start: edit.start, end: edit.end, insert: edit.insert.iter().map(piece).collect() }
    }
}
