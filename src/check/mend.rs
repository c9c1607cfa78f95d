//! Fixes: translated into edits, verified by checking the edited request again, and put together in one to copy.

use std::borrow::Cow;
use std::cmp::Reverse;

use super::Checker;
use crate::exchange::{Exchange, Form, Wrapping};
use crate::facts::View;
use crate::facts::flow::Flow;
use crate::finding::{Confidence, Edit, Finding, Fix, Insert, Judgement, Part, Phrase, Safety, Severity};
use crate::fix::{self, Operation};
use crate::lint::Mending;
use crate::read;
use crate::redact;

/// Bytes of an exchange that are gone through to translate and verify its fixes, however long it is.
const EVERY_FIX: usize = 1 << 17;
/// How often more a long exchange is gone through for that; the fixes left over then are to be made by hand.
const FIXES: usize = 12;
/// What it takes to verify a fix, in passes over its exchange.
const RELINT: usize = 4;

/// What is looked at once a request was mended. Its answer was given to the request as it was before, and says nothing
/// about the mended one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Heed {
    /// The request without its answer.
    RequestAlone,
    /// The request with the old answer, as it stands in the source.
    Everything,
}

/// How many bytes may still be gone through to mend what one command holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room(usize);

impl Room {
    /// The room of an exchange of this length.
    pub(super) const fn of(exchange: usize) -> Self {
        Self(EVERY_FIX + exchange * FIXES)
    }

    /// Takes what so many bytes cost; whether there was enough.
    fn affords(&mut self, bytes: usize) -> bool {
        let left = self.0.checked_sub(bytes);
        self.0 = left.unwrap_or_default();
        left.is_some()
    }
}

impl Checker {
    /// Gives the fixes of a judgement their edits. `flow` is what was known when it was judged.
    pub(super) fn mend_all(
        &self,
        mending: &[Mending],
        judgement: &mut Judgement,
        exchange: &Exchange<'_>,
        text: &str,
        flow: &Flow,
        room: &mut Room,
    ) {
        for mending in mending {
            self.mend(mending, judgement, exchange, text, flow, room);
        }
        if room.0 > 0 {
            self.part(judgement, exchange, text, flow);
        }
    }

    /// Translates a finding's fix into edits, and makes sure that a safe one does what it promises.
    fn mend<'s>(
        &self,
        mending: &Mending,
        judgement: &mut Judgement,
        exchange: &Exchange<'s>,
        text: &'s str,
        flow: &Flow,
        room: &mut Room,
    ) {
        let mut affords = |passes: usize| room.affords(passes * exchange.span.len());
        let edits = if affords(1) { translate(&mending.operations, exchange, text) } else { None };
        let manual = edits.as_ref().is_none_or(|edits| fix::is_manual(&mending.operations, edits));
        let Some(finding) = judgement.findings.get(mending.finding) else { return };
        let Some(Fix { safety, .. }) = &finding.fix else { return };
        let edits = edits.unwrap_or_default();
        let safety = match *safety {
            _ if manual => Safety::Manual,
            Safety::Safe => {
                let others = self.others(exchange, &judgement.findings, text, flow);
                let relint =
                    |edited: &str| without(self.relint(edited, exchange.wrapping, flow, Heed::RequestAlone), &others);
                let kept = affords(RELINT)
                    && fix::verify(text, exchange.span, &edits, &finding.rule, &judgement.findings, relint)
                    && self.silences(&edits, &finding.rule, exchange, text, flow);
                if kept { Safety::Safe } else { Safety::Unsafe }
            }
            other => other,
        };
        if let Some(fix) = judgement.findings.get_mut(mending.finding).and_then(|finding| finding.fix.as_mut()) {
            fix.safety = safety;
            fix.edits = edits;
        }
    }

    /// Safe fixes are also safe together; where they are not, only the one that is listed first stays safe.
    fn part<'s>(&self, judgement: &mut Judgement, exchange: &Exchange<'s>, text: &'s str, flow: &Flow) {
        let lead = judgement.verdict.as_ref().map(|verdict| verdict.finding);
        let is_safe = |finding: &Finding| finding.fix.as_ref().is_some_and(|fix| fix.safety == Safety::Safe);
        let numbered = judgement.findings.iter().enumerate().filter(|(_, finding)| is_safe(finding));
        let mut safe: Vec<(usize, &Finding)> = numbered.collect();
        if safe.len() < 2 {
            return;
        }
        safe.sort_by_key(|(n, finding)| (Some(*n) != lead, Reverse(finding.severity), finding.span));
        let mut edits: Vec<Edit> = Vec::new();
        for fix in safe.iter().filter_map(|(_, finding)| finding.fix.as_ref()) {
            if fix.edits.iter().all(|edit| !edits.iter().any(|other| touches(other, edit))) {
                edits.extend(fix.edits.iter().cloned());
            }
        }
        edits.sort_by_key(|edit| edit.span);
        let others = self.others(exchange, &judgement.findings, text, flow);
        let mended = fix::apply_within(text, exchange.span, &edits)
            .map(|edited| without(self.relint(&edited, exchange.wrapping, flow, Heed::RequestAlone), &others));
        let stays = |rule: &str| mended.as_ref().is_none_or(|after| after.iter().any(|found| found.rule == rule));
        if safe.iter().any(|(_, finding)| stays(&finding.rule)) {
            let later: Vec<usize> = safe.iter().skip(1).map(|(n, _)| *n).collect();
            for n in later {
                if let Some(fix) = judgement.findings.get_mut(n).and_then(|finding| finding.fix.as_mut()) {
                    fix.safety = Safety::Unsafe;
                }
            }
        }
    }

    /// Whether the edits silence their rule even where the old answer still stands behind the mended request.
    fn silences(&self, edits: &[Edit], rule: &str, exchange: &Exchange<'_>, text: &str, flow: &Flow) -> bool {
        if exchange.response.is_none() {
            return true;
        }
        let Some(edited) = fix::apply_within(text, exchange.span, edits) else { return false };
        self.relint(&edited, exchange.wrapping, flow, Heed::Everything).iter().all(|finding| finding.rule != rule)
    }

    /// What is found in the bytes of an exchange beside what is said of it: a file of settings holds several.
    fn others(&self, exchange: &Exchange<'_>, own: &[Finding], text: &str, flow: &Flow) -> Vec<Finding> {
        if exchange.form != Form::Config {
            return Vec::new();
        }
        let all =
            text.get(exchange.span.range()).map(|file| self.relint(file, exchange.wrapping, flow, Heed::RequestAlone));
        without(all.unwrap_or_default(), own)
    }

    /// What is found in the edited bytes of one exchange, with the memory of the same flow.
    fn relint(&self, edited: &str, wrapping: Wrapping, flow: &Flow, heed: Heed) -> Vec<Finding> {
        let mut findings = Vec::new();
        for mut exchange in read::again(edited, wrapping) {
            if heed == Heed::RequestAlone {
                exchange.response = None;
            }
            let view = View::new(&exchange, self.registry, flow, self.today);
            findings.extend(self.judge(&exchange, &view).judgement.findings);
        }
        findings
    }

    /// The request with the verdict's fix, every safe fix and those of all other errors, which would be met next, to copy. Secrets are shell variables in it.
    pub(super) fn corrected(
        &self,
        judgement: &Judgement,
        exchange: &Exchange<'_>,
        text: &str,
        flow: &Flow,
    ) -> Option<Phrase> {
        // What has no fix where it stands has none as it reads either.
        let mends = judgement.findings.iter().any(|finding| finding.fix.is_some());
        if mends && exchange.wrapping != Wrapping::Bare && judgement.verdict.is_some() {
            self.corrected_unwrapped(exchange, text, flow)
        } else {
            self.corrected_in_place(judgement, exchange, text)
        }
    }

    /// The same for what is wrapped in something: the text is taken out and checked as it reads.
    fn corrected_unwrapped(&self, exchange: &Exchange<'_>, text: &str, flow: &Flow) -> Option<Phrase> {
        let bare = read::unwrap(text.get(exchange.span.range())?, exchange.wrapping);
        let again = read::read(bare.as_str()).next()?;
        let view = View::new(&again, self.registry, flow, self.today);
        let judged = self.judge(&again, &view);
        let mut judgement = judged.judgement;
        let mut room = Room::of(again.span.len());
        self.mend_all(&judged.mending, &mut judgement, &again, bare.as_str(), flow, &mut room);
        self.corrected_in_place(&judgement, &again, bare.as_str())
    }

    fn corrected_in_place(&self, judgement: &Judgement, exchange: &Exchange<'_>, text: &str) -> Option<Phrase> {
        let lead = judgement.verdict.as_ref().map(|verdict| verdict.finding);
        let mut edits: Vec<Edit> = Vec::new();
        let lead_fix = lead.and_then(|lead| judgement.findings.get(lead)?.fix.as_ref());
        let fixes = |wanted: fn(&Finding, &Fix) -> bool| {
            judgement.findings.iter().filter_map(move |f| f.fix.as_ref().filter(|fix| wanted(f, fix)))
        };
        let safe = fixes(|_, fix| fix.safety == Safety::Safe);
        let met_next = fixes(|f, _| f.severity == Severity::Error && f.confidence >= Confidence::Likely);
        for fix in lead_fix.into_iter().chain(safe).chain(met_next) {
            let free = |edit: &Edit| !edits.iter().any(|other| touches(other, edit));
            if fix.edits.iter().all(free) {
                edits.extend(fix.edits.iter().cloned());
            }
        }
        if edits.is_empty() {
            return None;
        }
        edits.sort_by_key(|edit| edit.span);
        let edited = fix::apply_within(text, exchange.span, &edits)?;
        let again = read::read(&edited).next()?;
        let secrets: Vec<fix::Secret> =
            redact::secret_places(&again).into_iter().map(|(at, kind)| fix::Secret { at, kind }).collect();
        let mut phrase = fix::corrected(&again, &edited, &secrets)?;
        for part in &mut phrase.0 {
            if let Part::Secret { kind, .. } = part {
                *part = Part::Words(Cow::Owned(format!("${}", kind.variable())));
            }
        }
        Some(phrase)
    }
}

/// The edits of a fix. Within a wrapping only what stands there as it reads can be edited, and new text is wrapped too.
fn translate(operations: &[Operation], exchange: &Exchange<'_>, text: &str) -> Option<Vec<Edit>> {
    if exchange.wrapping == Wrapping::Bare {
        return fix::translate(operations, exchange, text);
    }
    let stretch = text.get(exchange.span.range())?;
    if stretch.contains(['\\', '&', '<']) {
        return None;
    }
    let edits = fix::translate(operations, exchange, text)?;
    let plain = |insert: &Insert| !matches!(insert, Insert::Text(text) if text.contains(['"', '\\', '&', '<', '\n']));
    edits.iter().flat_map(|edit| &edit.insert).all(plain).then_some(edits)
}

fn touches(a: &Edit, b: &Edit) -> bool {
    a.span.overlaps(b.span) || a.span.start == b.span.start || (a.span.contains(b.span) || b.span.contains(a.span))
}

/// The findings that are left when each of `gone` takes one of the same words away.
fn without(mut findings: Vec<Finding>, gone: &[Finding]) -> Vec<Finding> {
    for other in gone {
        let same = |found: &Finding| found.rule == other.rule && found.message == other.message;
        if let Some(at) = findings.iter().position(same) {
            findings.swap_remove(at);
        }
    }
    findings
}
