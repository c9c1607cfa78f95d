//! From the chunks of one source to its report.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::keep::Keep;
use super::model::{Candidate, Cause, Found, Listed, RuledOut, SourceReport};
use super::order::{self, Rank};
use super::section::{Section, Sheet};
use crate::finding::{Confidence, Severity};
use crate::redact::{Known, Redacted, Tags};

/// The most steps of one flow that are listed for their own sake.
const STEPS: usize = 32;
/// Steps of flows in which nothing was found that are kept, for a later step may be refused.
const WAITING: usize = 1024;

/// Collects what is said about one source, chunk by chunk.
#[derive(Debug)]
pub struct Collector {
    pub(super) path: String,
    pub(super) keep: Keep,
    /// The secrets of the chunks before.
    pub(super) known: Known,
    /// The rank from which on findings are left out, because there are too many before it.
    full: Option<Rank>,
    read: usize,
    skipped: usize,
    listed: Vec<Kept>,
    flows: HashMap<usize, usize>,
    /// Exchanges that later ones made up for.
    made_up_for: HashSet<usize>,
    findings: Vec<Pending>,
}

/// An exchange that may be listed, before it is known which findings stay.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) listed: Listed,
    pub(super) verdict: Option<PendingVerdict>,
}

/// A verdict whose findings are named by their place in the judgement.
#[derive(Debug)]
pub(super) struct PendingVerdict {
    pub(super) finding: usize,
    pub(super) confidence: Confidence,
    pub(super) candidates: Vec<usize>,
    pub(super) ruled_out: Vec<RuledOut>,
    pub(super) unchecked: Vec<Cow<'static, str>>,
}

/// A finding that may be listed.
#[derive(Debug)]
pub(super) struct Pending {
    pub(super) found: Found,
    /// Exchange and index in its judgement.
    pub(super) key: (usize, usize),
    /// The exchanges it points into beside its own.
    pub(super) elsewhere: Vec<usize>,
}

impl Collector {
    /// A collector for the source called `path`.
    #[must_use]
    pub fn new(path: &str, keep: Keep) -> Self {
        Self {
            path: path.to_owned(),
            keep,
            known: Known::default(),
            full: None,
            read: 0,
            skipped: 0,
            listed: Vec::new(),
            flows: HashMap::new(),
            made_up_for: HashSet::new(),
            findings: Vec::new(),
        }
    }

    /// The next chunk of the source.
    pub fn section<'c, 's>(&'c mut self, sheet: Sheet<'s>) -> Section<'c, 's> {
        Section::new(self, sheet)
    }

    /// Counts exchanges that were read and about which nothing is said.
    pub const fn skip(&mut self, exchanges: usize) {
        self.read += exchanges;
    }

    /// Counts exchanges that were too long to be read.
    pub const fn pass_over(&mut self, exchanges: usize) {
        self.skipped += exchanges;
    }

    /// What was refused in these exchanges was granted later: what is said of them explains no failure.
    pub fn make_up_for(&mut self, exchanges: Vec<usize>) {
        self.made_up_for.extend(exchanges);
    }

    /// Whether one more step of this flow is listed for its own sake.
    pub(super) fn takes_step(&mut self, flow: usize) -> bool {
        let steps = self.flows.entry(flow).or_default();
        *steps += 1;
        *steps <= STEPS
    }

    /// Whether a finding of this rank can still be listed.
    pub(super) fn has_room(&self, rank: Rank) -> bool {
        self.full.is_none_or(|full| rank < full)
    }

    /// Leaves out findings from this rank on.
    pub(super) fn leave_out(&mut self, from: Option<Rank>) {
        self.full = self.full.into_iter().chain(from).min();
    }

    /// Takes what a section has collected.
    pub(super) fn take(&mut self, listed: Vec<Kept>, findings: Vec<Pending>, known: Known) {
        self.known = known;
        self.listed.extend(listed);
        self.findings.extend(findings);
        if self.findings.len() > order::WAITING {
            let dropped = order::drop_least(&mut self.findings);
            self.leave_out(dropped);
        }
        if self.listed.len() > 2 * WAITING + self.findings.len() {
            let latest = self.listed.len() - WAITING;
            self.list_what_is_named(latest);
        }
    }

    /// The finished report: tags are numbered, places in lists are known.
    #[must_use]
    pub fn finish(mut self) -> SourceReport {
        if !self.made_up_for.is_empty() {
            self.settle();
        }
        let dropped = order::drop_least(&mut self.findings);
        self.leave_out(dropped);
        self.list_what_is_named(usize::MAX);
        order::part_overlapping_fixes(self.findings.iter_mut().map(|pending| &mut pending.found));
        let at: HashMap<(usize, usize), usize> = self.findings.iter().enumerate().map(|(n, p)| (p.key, n)).collect();
        let exchange_at: HashMap<usize, usize> =
            self.listed.iter().enumerate().map(|(n, k)| (k.listed.id, n)).collect();
        for pending in &mut self.findings {
            pending.found.exchange = exchange_at.get(&pending.key.0).copied().unwrap_or_default();
        }
        let findings: Vec<Found> = self.findings.into_iter().map(|pending| pending.found).collect();
        let caused = |Kept { listed, verdict }: Kept| {
            let cause = verdict.and_then(|pending| cause(listed.id, pending, &at, &findings));
            Listed { cause, ..listed }
        };
        let exchanges = self.listed.into_iter().map(caused).collect();
        let mut report = SourceReport {
            path: self.path,
            ticket: None,
            understood: self.read + self.skipped > 0,
            read: self.read,
            skipped: self.skipped,
            exchanges,
            findings,
            truncated: self.full.is_some(),
            tags: Tags::default(),
        };
        report.number();
        report
    }

    /// Lowers what is said of exchanges that later ones made up for.
    fn settle(&mut self) {
        let settled = |id: &usize| self.made_up_for.contains(id);
        for Pending { found, .. } in self.findings.iter_mut().filter(|pending| settled(&pending.key.0)) {
            found.severity = Severity::Note;
            found.verdict = false;
            found.why.push_words(" It was made up for: a later request for the same address was granted.");
        }
        for kept in self.listed.iter_mut().filter(|kept| settled(&kept.listed.id)) {
            kept.verdict = None;
            kept.listed.corrected = None;
        }
    }

    /// Keeps the exchanges that have a finding, that a finding points into, or that are steps of a flow with either,
    /// and those from place `latest` on.
    fn list_what_is_named(&mut self, latest: usize) {
        let mut named: HashSet<usize> = self.findings.iter().map(|pending| pending.key.0).collect();
        let flows: HashSet<usize> = self
            .listed
            .iter()
            .filter(|kept| named.contains(&kept.listed.id))
            .filter_map(|kept| kept.listed.flow)
            .collect();
        named.extend(self.findings.iter().flat_map(|pending| &pending.elsewhere));
        let mut place = 0;
        self.listed.retain(|kept| {
            place += 1;
            let in_flow = kept.listed.flow.is_some_and(|flow| flows.contains(&flow));
            place > latest || in_flow || named.contains(&kept.listed.id)
        });
        self.listed.sort_unstable_by_key(|kept| kept.listed.id);
    }
}

impl Kept {
    /// Every text that is shown.
    pub(super) fn texts(&mut self, mut look: impl FnMut(&mut Redacted)) {
        self.listed.texts(&mut look);
        self.verdict.iter_mut().flat_map(|verdict| &mut verdict.ruled_out).for_each(|out| look(&mut out.because));
    }
}

/// A verdict with the places of its findings in the report; `None` where its own finding is not listed.
fn cause(id: usize, pending: PendingVerdict, at: &HashMap<(usize, usize), usize>, findings: &[Found]) -> Option<Cause> {
    let finding = *at.get(&(id, pending.finding))?;
    let candidate = |index: &usize| {
        let finding = *at.get(&(id, *index))?;
        let found = findings.get(finding)?;
        Some(Candidate { rule: found.rule.clone(), confidence: found.confidence, finding })
    };
    Some(Cause {
        rule: findings.get(finding)?.rule.clone(),
        confidence: pending.confidence,
        finding,
        candidates: pending.candidates.iter().filter_map(candidate).collect(),
        ruled_out: pending.ruled_out,
        unchecked: pending.unchecked,
    })
}

impl SourceReport {
    /// Numbers the tags of what is shown.
    fn number(&mut self) {
        let mut shown = Vec::new();
        for listed in &mut self.exchanges {
            listed.texts(|text| shown.extend(text.secrets()));
            let ruled_out = listed.cause.iter_mut().flat_map(|cause| &mut cause.ruled_out);
            ruled_out.for_each(|out| shown.extend(out.because.secrets()));
        }
        for found in &mut self.findings {
            found.texts(|text| shown.extend(text.secrets()));
        }
        for window in self.findings.iter().flat_map(|found| &found.windows) {
            shown.extend(window.shown().flat_map(Redacted::secrets));
        }
        self.tags = Tags::number(shown);
    }
}
