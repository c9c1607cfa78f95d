//! Which finding explains the refusal.

use std::cmp::Reverse;

use crate::facts::Evidence;
use crate::finding::{Confidence, Finding, Phrase, RuledOut, Severity, Verdict};
use crate::fix::operation::Operation;
use crate::provider::answer::{Answer, Outcome};
use crate::provider::code::{Code, Weight};
use crate::provider::saying::Saying;
use crate::rule::model::Stage;
use crate::rule::{Rule, State, Truth};
use crate::text::Span;

/// A finding and the rule that made it.
pub struct Heard<'r> {
    /// The rule; `None` for a last resort that no rule speaks for.
    pub rule: Option<&'r Rule>,
    /// How often it is behind this answer.
    pub weight: Weight,
    /// What it says.
    pub finding: Finding,
    /// What its fix does to the request.
    pub operations: Vec<Operation>,
}

/// A rule of this answer's code, and how it came out.
pub struct Checked<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// How often it is behind this answer.
    pub weight: Weight,
    /// How it came out.
    pub state: State,
}

/// What speaks for a rule that found nothing.
pub trait Voice {
    /// What a rule says that could not be checked.
    fn suspect(&self, rule: &Rule) -> Finding;

    /// What was seen where a rule is ruled out; `None` where it does not say.
    fn ruled_out(&self, rule: &Rule) -> Option<Phrase>;

    /// What the answer's own words say, where they name a rule; the others are those that they can mean as well.
    fn told(&self, rule: &Rule, others: &[&Rule], saying: &Saying, at: Span) -> Finding;

    /// The same where the source shows that it is otherwise with all of them.
    fn contradicted(&self, rule: &Rule, others: &[&Rule], at: Span) -> Finding;

    /// That nothing shows the cause, where no rule says so.
    fn nothing_known(&self) -> Finding;
}

/// The weight of `rule` for this answer: the provider's word, else the rule's own.
#[must_use]
pub fn weight(rule: &Rule, answer: &Answer) -> Weight {
    let provider = answer.causes.iter().find(|(name, _)| *name == &*rule.name).map(|(_, weight)| *weight);
    let of = |code| rule.cause.as_ref().map_or(Weight::Unlisted, |cause| cause.weight(code));
    let possible = answer.possible.iter().map(|code| of(Some(*code))).max();
    provider.or(possible).unwrap_or_else(|| of(answer.code))
}

/// Chooses the finding that explains the refusal. Candidates become findings; rules that speak last are dropped from
/// `findings` unless one is chosen.
pub fn decide<'r>(
    answer: &Answer,
    refused: bool,
    findings: &mut Vec<Heard<'r>>,
    checked: &[Checked<'r>],
    voice: &impl Voice,
) -> Option<Verdict> {
    let silent = !answer.possible.is_empty();
    let mut rest: Vec<Heard<'r>> = findings.extract_if(.., |heard| speaks_last(heard)).collect();
    if answer.outcome == Outcome::Ok {
        return None;
    }
    let mut proved: Vec<usize> = (0..findings.len()).filter(|at| proves(&findings[*at], answer)).collect();
    if proved.is_empty() {
        proved = (0..findings.len()).filter(|at| would_prove(&findings[*at])).collect();
    }
    let mut suspects: Vec<&Checked<'r>> = checked.iter().filter(|checked| is_suspect(checked)).collect();
    suspects.sort_by_key(|suspect| (Reverse(suspect.weight.value()), suspect.rule.stage, &suspect.rule.name));

    let likely_enough = |suspect: &&Checked<'r>| is_candidate(suspect) || silent && suspect.weight == Weight::Rest;
    let best_of = |of: &mut dyn Iterator<Item = usize>| of.min_by_key(|at| rank(&findings[*at], answer));
    let best = best_of(&mut proved.iter().copied());
    // What keeps a server from reading the request hides all that would come later.
    let before = best
        .filter(|_| answer.code.is_some())
        .and_then(|best| best_of(&mut proved.iter().copied().filter(|at| hides(&findings[*at], &findings[best]))));
    let best = before.or(best);
    let named = if refused { named(answer, checked) } else { Vec::new() };
    // A rule that has the last word for this code says all that a few loose words do, and more.
    let is_last_word = |first: &&Checked<'r>| first.weight == Weight::Rest && named.len() == 1;
    let told = answer.told.zip(named.first().copied());
    let told = told.filter(|((saying, _), first)| !(saying.is_loose() && is_last_word(first)));
    let believed = best.filter(|at| told.is_none_or(|((saying, _), _)| outweighs(&findings[*at], saying, answer)));
    let chosen = if let Some(believed) = believed {
        let finding = &mut findings[believed].finding;
        if let Some(((saying, _), _)) = told.filter(|(_, first)| *first.rule.name == *finding.rule) {
            finding.confidence = finding.confidence.max(trusted(saying, &named));
        }
        believed
    } else if let Some(((saying, at), first)) = told {
        // What the rule found by itself, as a mere guess, says less than the words do.
        findings.retain(|heard| *heard.finding.rule != *first.rule.name);
        let confidence = trusted(saying, &named);
        let others: Vec<&Rule> = match confidence {
            Confidence::Possible => named.iter().skip(1).map(|other| other.rule).collect(),
            Confidence::Likely | Confidence::Certain => Vec::new(),
        };
        let said = if first.state.evidence == Truth::False && saying.means.is_none() {
            voice.contradicted(first.rule, &others, at)
        } else {
            voice.told(first.rule, &others, saying, at)
        };
        let finding = Finding { confidence, ..said };
        findings.push(Heard { rule: Some(first.rule), weight: first.weight, finding, operations: Vec::new() });
        findings.len() - 1
    } else if let Some(best) = best {
        best
    } else if refused {
        let spoken = if let Some(of_code) = answer.code.and_then(|code| last_word(&mut rest, Some(code))) {
            of_code
        } else if let Some(suspect) = suspects.first().filter(|suspect| suspect.weight >= Weight::Often && !silent) {
            let next = suspects.get(1).map_or(0, |next| next.weight.value());
            let clear = suspect.weight.value() >= 2 * next;
            suspected(suspect, if clear { Confidence::Likely } else { Confidence::Possible }, voice)
        } else {
            last_word(&mut rest, None).unwrap_or_else(|| unexplained(voice))
        };
        findings.push(spoken);
        findings.len() - 1
    } else {
        // A server that broke has refused nothing; what it may have broken over is worth a note.
        let broke = silent && answer.status.is_some_and(|status| status >= 500);
        let worth_a_note = suspects.into_iter().filter(|suspect| broke && likely_enough(suspect));
        findings.extend(worth_a_note.map(|suspect| suspected(suspect, Confidence::Possible, voice)));
        return None;
    };
    findings[chosen].finding.severity = Severity::Error;

    let rule = findings[chosen].finding.rule.clone();
    let mut candidates: Vec<usize> = Vec::new();
    let proved = (0..findings.len()).filter(|at| *at != chosen && proves(&findings[*at], answer)).collect::<Vec<_>>();
    for at in proved {
        let named = |other: &usize| findings[*other].finding.rule == findings[at].finding.rule;
        if findings[at].finding.rule != rule && !candidates.iter().any(named) {
            candidates.push(at);
        }
    }
    // Of two rules that say the last word of one code, the second is worth a look.
    let second = answer.code.filter(|_| findings[chosen].weight == Weight::Rest);
    let second = second.and_then(|code| last_word(&mut rest, Some(code)));
    if let Some(mut heard) = second.filter(|heard| heard.finding.rule != rule) {
        heard.finding.severity = Severity::Note;
        heard.finding.confidence = Confidence::Possible;
        candidates.push(findings.len());
        findings.push(heard);
    }
    for suspect in suspects.into_iter().filter(likely_enough).filter(|suspect| *suspect.rule.name != rule) {
        candidates.push(findings.len());
        findings.push(suspected(suspect, Confidence::Possible, voice));
    }
    // Words that fit several causes: each of them that can be is worth a look.
    let can_be = named.iter().filter(|other| other.state.evidence != Truth::False);
    for other in can_be.skip(usize::from(told.is_some())) {
        if !findings.iter().any(|heard| heard.finding.rule == *other.rule.name) {
            candidates.push(findings.len());
            findings.push(suspected(other, Confidence::Possible, voice));
        }
    }
    candidates.sort_by_key(|at| (Reverse(findings[*at].weight.value()), stage(&findings[*at])));

    let (ruled_out, unchecked) = set_aside(checked, &rule, voice);
    Some(Verdict { finding: chosen, confidence: findings[chosen].finding.confidence, candidates, ruled_out, unchecked })
}

/// The rules that the answer's own words name and that can be meant here, likeliest first; what the source contradicts
/// only where nothing else is left of a known server's sentence.
fn named<'c, 'r>(answer: &Answer, checked: &'c [Checked<'r>]) -> Vec<&'c Checked<'r>> {
    let names = answer.told.iter().flat_map(|(saying, _)| &saying.names);
    let of = |name: &str| checked.iter().find(|checked| *checked.rule.name == *name);
    let mut named: Vec<_> = names.filter_map(|name| of(name)).collect();
    named.retain(|checked| checked.state.on != Truth::False && checked.weight != Weight::Never);
    let loose = answer.told.is_some_and(|(saying, _)| saying.is_loose());
    // What is seen there comes before what merely can be.
    named.sort_by_key(|checked| checked.state.evidence != Truth::True || checked.weight == Weight::Rest);
    if loose || named.iter().any(|checked| checked.state.evidence != Truth::False) {
        named.retain(|checked| checked.state.evidence != Truth::False);
    }
    named
}

/// How far the words go: certain where they can mean one thing and nothing that was seen speaks against it. What is left
/// of several, the others being ruled out, need not be all that the server can mean.
fn trusted(saying: &Saying, named: &[&Checked<'_>]) -> Confidence {
    let seen = |checked: &&Checked<'_>| checked.state.evidence == Truth::True && checked.weight != Weight::Rest;
    let shown = || named.first().is_some_and(seen);
    let uncontradicted = named.iter().all(|checked| checked.state.evidence != Truth::False);
    match (saying.sure, named.len()) {
        (true, 1) if uncontradicted && saying.mark == Evidence::Documented => Confidence::Certain,
        (true, _) => Confidence::Likely,
        (false, 1) if saying.names.len() == 1 => Confidence::Likely,
        (false, _) if shown() => Confidence::Likely,
        _ => Confidence::Possible,
    }
}

/// Whether what is visible beats the server's words: it can give this answer, and is more than a guess.
fn outweighs(heard: &Heard<'_>, saying: &Saying, answer: &Answer) -> bool {
    let named = saying.names.iter().any(|name| **name == *heard.finding.rule);
    let listed = answer.code.is_none() || heard.weight != Weight::Unlisted;
    let usual = answer.code.is_none() || heard.weight >= Weight::Often;
    match heard.finding.confidence {
        Confidence::Certain => listed || named,
        Confidence::Likely => named || listed && (usual || !saying.sure),
        Confidence::Possible => {
            let can = answer.code.is_none() || heard.weight >= Weight::Sometimes;
            saying.is_loose() && saying.names.len() > 1 && listed && can
        }
    }
}

/// The rules of this code that were found fine, and those that could not be checked; heaviest first.
fn set_aside(
    checked: &[Checked<'_>],
    chosen: &str,
    voice: &impl Voice,
) -> (Vec<RuledOut>, Vec<std::borrow::Cow<'static, str>>) {
    let mut about: Vec<&Checked<'_>> = checked.iter().filter(|checked| checked.state.on == Truth::True).collect();
    about.retain(|checked| !matches!(checked.weight, Weight::Rest | Weight::Never | Weight::Unlisted));
    about.retain(|checked| *checked.rule.name != *chosen);
    about.sort_by_key(|checked| (Reverse(checked.weight.value()), checked.rule.stage, &checked.rule.name));
    let mut ruled_out = Vec::new();
    let mut unchecked = Vec::new();
    for checked in about {
        let rule = checked.rule.name.to_cow();
        match checked.state.evidence {
            Truth::False => ruled_out.extend(voice.ruled_out(checked.rule).map(|because| RuledOut { rule, because })),
            Truth::Unknown if !(is_suspect(checked) && is_candidate(checked)) => unchecked.push(rule),
            Truth::Unknown | Truth::True => {}
        }
    }
    (ruled_out, unchecked)
}

/// Whether a finding can explain the answer.
fn proves(heard: &Heard<'_>, answer: &Answer) -> bool {
    heard.finding.severity == Severity::Error
        && stage(heard) != Stage::Hygiene
        && (answer.outcome == Outcome::None || !heard.finding.repaired)
        && heard.weight != Weight::Never
}

/// Whether a finding could explain the answer, had the request been sent as it was meant: the damage that was repaired may
/// have come in with the copy.
fn would_prove(heard: &Heard<'_>) -> bool {
    heard.finding.repaired
        && heard.finding.severity == Severity::Error
        && stage(heard) != Stage::Hygiene
        && heard.weight >= Weight::Often
}

/// The order among findings that can explain the answer, best first.
fn rank(heard: &Heard<'_>, answer: &Answer) -> impl Ord {
    let (stage, confidence) = (stage(heard), Reverse(heard.finding.confidence));
    let weight = Reverse(heard.weight.value());
    if answer.code.is_none() {
        // Nothing is said: what comes first in the life of a request hides all that would come later.
        return (false, Reverse(Confidence::Certain), Reverse(0), stage, confidence, weight);
    }
    (heard.weight == Weight::Unlisted, confidence, weight, stage, confidence, weight)
}

/// Whether the server never heard of `later` for `first`, which gives this answer more often.
fn hides(first: &Heard<'_>, later: &Heard<'_>) -> bool {
    stage(first) <= Stage::Read
        && stage(first) < stage(later)
        && first.weight >= Weight::Often
        && first.weight > later.weight
        && first.finding.confidence >= Confidence::Likely
}

fn stage(heard: &Heard<'_>) -> Stage {
    heard.rule.map_or(Stage::Hygiene, |rule| rule.stage)
}

/// Whether a finding only says that nothing shows the cause.
fn speaks_last(heard: &Heard<'_>) -> bool {
    heard.weight == Weight::Rest
        || (heard.weight == Weight::Unlisted
            && heard.rule.and_then(|rule| rule.cause.as_ref()).is_some_and(|cause| {
                cause.of_any == Some(Weight::Rest) || cause.of.iter().any(|(_, weight)| *weight == Weight::Rest)
            }))
}

/// Takes what speaks last out of `rest`: for this code, or (`None`) for any answer.
fn last_word<'r>(rest: &mut Vec<Heard<'r>>, code: Option<Code>) -> Option<Heard<'r>> {
    let of_code = |heard: &Heard<'_>| {
        let cause = heard.rule.and_then(|rule| rule.cause.as_ref());
        code.is_none()
            || cause.is_some_and(|cause| cause.of.iter().any(|row| Some(row.0) == code && row.1 == Weight::Rest))
    };
    let speakers = (0..rest.len()).filter(|at| of_code(&rest[*at]));
    let confidence = |at: &usize| Reverse(rest[*at].finding.confidence);
    let first = speakers.min_by_key(|at| (confidence(at), stage(&rest[*at]), &rest[*at].finding.rule))?;
    Some(rest.swap_remove(first))
}

/// Whether a rule could be the cause, for all that can be seen, and says so.
fn is_suspect(checked: &Checked<'_>) -> bool {
    let says_so = checked.rule.cause.as_ref().is_some_and(|cause| cause.suspect.is_some());
    says_so && checked.state == State { on: Truth::True, evidence: Truth::Unknown }
}

fn is_candidate(suspect: &Checked<'_>) -> bool {
    suspect.weight >= Weight::Sometimes
}

fn suspected<'r>(suspect: &Checked<'r>, confidence: Confidence, voice: &impl Voice) -> Heard<'r> {
    let finding = Finding { severity: Severity::Note, confidence, ..voice.suspect(suspect.rule) };
    Heard { rule: Some(suspect.rule), weight: suspect.weight, finding, operations: Vec::new() }
}

fn unexplained<'r>(voice: &impl Voice) -> Heard<'r> {
    Heard { rule: None, weight: Weight::Rest, finding: voice.nothing_known(), operations: Vec::new() }
}
