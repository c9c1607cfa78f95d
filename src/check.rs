//! One source from text to report: the flow of the whole crate in one place.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;

use crate::exchange::Exchange;
use crate::facts::catalogue::Fact;
use crate::facts::flow::Flow;
use crate::facts::{Date, Facts, Value, View};
use crate::finding::{Edit, Finding, Fix, Judgement, Part, Phrase, Safety};
use crate::fix;
use crate::lint::{self, Case, Mending};
use crate::provider::{PROVIDERS, Registry, advice};
use crate::read;
use crate::redact;
use crate::report::{Collector, Judged, Keep, SourceReport};
use crate::rule::RuleSet;
use crate::seen::seen;
use crate::text::{LineIndex, Source};

/// What a check depends on besides the source.
#[derive(Clone, Debug)]
pub struct Checker {
    /// The rules in force.
    pub rules: RuleSet,
    /// What is known of services.
    pub registry: &'static Registry,
    /// The day that dated knowledge is judged by.
    pub today: Date,
}

/// Bytes of an exchange that are gone through to translate and verify its fixes, however long it is.
const EVERY_FIX: usize = 1 << 17;
/// How often more a long exchange is gone through for that; the fixes left over then are to be made by hand.
const FIXES: usize = 12;
/// What it takes to verify a fix, in passes over its exchange.
const RELINT: usize = 4;

/// One exchange, and what is said about it.
#[derive(Debug)]
pub struct Examined<'s> {
    /// The exchange.
    pub exchange: Exchange<'s>,
    /// What is said about it; fixes have their edits.
    pub judgement: Judgement,
    /// The flow it is a step of, by number.
    pub flow: Option<usize>,
    /// The corrected request, to copy.
    pub corrected: Option<Phrase>,
}

/// What is looked at once a request was mended. Its answer was given to the request as it was before, and says nothing
/// about the mended one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Heed {
    /// The request without its answer.
    RequestAlone,
    /// The request with the old answer, as it stands in the source.
    Everything,
}

/// The memory of one source: what later exchanges can refer to, and which flow each step belongs to.
#[derive(Debug, Default)]
struct Memory<'s> {
    flow: Flow<'s>,
    numbers: HashMap<usize, usize>,
    /// Where the last exchange began, and how many bytes may still be gone through to mend what begins there.
    command: Option<usize>,
    room: usize,
}

impl Checker {
    /// The built-in rules and providers, as of `today`.
    #[must_use]
    pub fn new(today: Date) -> Self {
        Self { rules: RuleSet::builtin(), registry: &PROVIDERS, today }
    }

    /// Examines the exchanges of a text one by one.
    pub fn examine<'s>(&self, text: &'s str) -> impl Iterator<Item = Examined<'s>> {
        let mut memory = Memory::default();
        read::read(text).map(move |exchange| self.one(exchange, text, &mut memory))
    }

    /// Checks one source and reports what `keep` lets through.
    #[must_use]
    pub fn check(&self, path: &str, bytes: &[u8], keep: &Keep) -> SourceReport {
        let source = Source::new(bytes);
        let text = source.text();
        let mut quiet = 0;
        let mut telling = Vec::new();
        for examined in self.examine(text) {
            if examined.judgement.findings.is_empty() && examined.flow.is_none() {
                quiet += 1;
            } else {
                telling.push(examined);
            }
        }
        let silent = telling.iter().all(|examined| examined.judgement.findings.is_empty());
        let lines = if silent { LineIndex::new("") } else { LineIndex::new(text) };
        let mut collector = Collector::new(path, &source, &lines, keep.clone());
        if silent {
            collector.skip(quiet + telling.len());
            return collector.finish();
        }
        read::read(text).for_each(|exchange| collector.learn(&exchange));
        collector.skip(quiet);
        for Examined { exchange, judgement, flow, corrected } in &telling {
            collector.add(Judged { exchange, judgement, flow: *flow, corrected: corrected.as_ref() });
        }
        collector.finish()
    }

    fn one<'s>(&self, exchange: Exchange<'s>, text: &'s str, memory: &mut Memory<'s>) -> Examined<'s> {
        let view = View::new(&exchange, self.registry, &memory.flow, self.today);
        let judged = self.judge(&exchange, &view);
        let flow = memory.number(&view);
        let past = view.past();
        let mut judgement = judged.judgement;
        // The requests of one command share its bytes, and what may be spent on them.
        if memory.command.replace(exchange.span.start) != Some(exchange.span.start) {
            memory.room = EVERY_FIX + exchange.span.len() * FIXES;
        }
        for mending in &judged.mending {
            self.mend(mending, &mut judgement, &exchange, text, &memory.flow, &mut memory.room);
        }
        if memory.room > 0 {
            self.part(&mut judgement, &exchange, text, &memory.flow);
        }
        let corrected = self.corrected(&judgement, &exchange, text);
        drop(view);
        if let Some(past) = past {
            memory.flow.remember(past);
        }
        Examined { exchange, judgement, flow, corrected }
    }

    fn judge<'a, 's: 'a>(&self, exchange: &'a Exchange<'s>, view: &View<'a, 's>) -> lint::Judged {
        let advise = |rule: &str| advise(view, rule);
        let case = Case { exchange, facts: view, seen: &seen(view), answer: view.answer(), advice: &advise };
        lint::judge(&case, &self.rules)
    }

    /// Translates a finding's fix into edits, and makes sure that a safe one does what it promises.
    fn mend<'s>(
        &self,
        mending: &Mending,
        judgement: &mut Judgement,
        exchange: &Exchange<'s>,
        text: &'s str,
        flow: &Flow<'s>,
        room: &mut usize,
    ) {
        let mut affords = |passes: usize| {
            let left = room.checked_sub(passes * exchange.span.len());
            *room = left.unwrap_or_default();
            left.is_some()
        };
        let edits = if affords(1) { fix::translate(&mending.operations, exchange, text) } else { None };
        let manual = edits.as_ref().is_none_or(|edits| fix::is_manual(&mending.operations, edits));
        let Some(finding) = judgement.findings.get(mending.finding) else { return };
        let Some(Fix { safety, .. }) = &finding.fix else { return };
        let edits = edits.unwrap_or_default();
        let safety = match *safety {
            _ if manual => Safety::Manual,
            Safety::Safe => {
                let relint = |edited: &str| self.relint(edited, flow, Heed::RequestAlone);
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
    fn part<'s>(&self, judgement: &mut Judgement, exchange: &Exchange<'s>, text: &'s str, flow: &Flow<'s>) {
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
        let mended =
            fix::apply_within(text, exchange.span, &edits).map(|edited| self.relint(&edited, flow, Heed::RequestAlone));
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
    fn silences(&self, edits: &[Edit], rule: &str, exchange: &Exchange<'_>, text: &str, flow: &Flow<'_>) -> bool {
        let Some(edited) = fix::apply_within(text, exchange.span, edits).filter(|_| exchange.response.is_some()) else {
            return exchange.response.is_none();
        };
        self.relint(&edited, flow, Heed::Everything).iter().all(|finding| finding.rule != rule)
    }

    /// What is found in the edited bytes of one exchange, with the memory of the same flow.
    fn relint(&self, edited: &str, flow: &Flow<'_>, heed: Heed) -> Vec<Finding> {
        let mut findings = Vec::new();
        for mut exchange in read::read(edited) {
            if heed == Heed::RequestAlone {
                exchange.response = None;
            }
            let view = View::new(&exchange, self.registry, flow, self.today);
            findings.extend(self.judge(&exchange, &view).judgement.findings);
        }
        findings
    }

    /// The request with the verdict's fix and every safe fix beside it, to copy. Secrets are shell variables in it.
    fn corrected(&self, judgement: &Judgement, exchange: &Exchange<'_>, text: &str) -> Option<Phrase> {
        let lead = judgement.verdict.as_ref().map(|verdict| verdict.finding);
        let mut edits: Vec<Edit> = Vec::new();
        let lead_fix = lead.and_then(|lead| judgement.findings.get(lead)?.fix.as_ref());
        let is_safe = |fix: &&Fix| fix.safety == Safety::Safe;
        let safe = judgement.findings.iter().filter_map(|finding| finding.fix.as_ref()).filter(is_safe);
        for fix in lead_fix.into_iter().chain(safe) {
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

impl<'s> Memory<'s> {
    /// The number of the flow this step belongs to: that of a linked step, else its own.
    fn number(&mut self, view: &View<'_, 's>) -> Option<usize> {
        let own = view.id();
        let linked = view.linked().find_map(|past| self.numbers.get(&past.id).copied());
        let is_step = view.is_flow_step();
        let number = linked.or(is_step.then_some(own))?;
        self.numbers.insert(own, number);
        is_step.then_some(number)
    }
}

fn touches(a: &Edit, b: &Edit) -> bool {
    a.span.overlaps(b.span) || a.span.start == b.span.start || (a.span.contains(b.span) || b.span.contains(a.span))
}

/// What the provider adds to the help of a rule.
fn advise(view: &View<'_, '_>, rule: &str) -> Option<Phrase> {
    let word = |fact: Fact| match view.find(None, fact, None).elements.as_slice().first()?.value.clone()? {
        Value::Text(text) => Some(text.into_owned()),
        _ => None,
    };
    let texts: Vec<String> = advice(view.location(), rule, &word).map(|added| view.filled(&added.text)).collect();
    (!texts.is_empty()).then(|| Phrase::words(texts.join(" ")))
}
