//! Runs the rules over the facts of one exchange.

mod remedy;

use std::borrow::Cow;

use crate::exchange::{Exchange, Form, Json, Provenance};
use crate::facts::catalogue::Fact;
use crate::facts::{Element, Facts, Found, Value};
use crate::finding::{Confidence, Finding, Judgement, Label, Part, Phrase, Severity};
use crate::fix::operation::Operation;
use crate::provider::answer::{Answer, Outcome};
use crate::provider::code::Weight;
use crate::provider::saying::Saying;
use crate::rule::model::{Grade, Mark, Path, Stage, Subject, Text};
use crate::rule::{Rule, RuleSet, Seen, Trial, Truth, applies, run};
use crate::text::{Chunk, Place, Span};
use crate::verdict::{self, Checked, Heard, Voice};

/// One exchange and what is known of it.
pub struct Case<'c, 'a, F> {
    /// The exchange.
    pub exchange: &'c Exchange<'a>,
    /// Its facts.
    pub facts: &'c F,
    /// Which facts there are, or may be.
    pub seen: &'c Seen,
    /// What its answer means.
    pub answer: &'c Answer,
    /// What the provider adds to the help of a rule, by the rule's name.
    pub advice: &'c dyn Fn(&str) -> Option<Phrase>,
}

/// What is said about one exchange, with the fixes still to be translated.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// What is said, but for where it was said to. Its fixes have no edits yet.
    pub judgement: Judgement,
    /// What the fixes do.
    pub mending: Vec<Mending>,
}

/// What a finding's fix does to the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mending {
    /// The index of the finding.
    pub finding: usize,
    /// Its operations, in order.
    pub operations: Vec<Operation>,
}

/// Judges one exchange.
pub fn judge<'a, F: Facts<'a>>(case: &Case<'_, 'a, F>, rules: &RuleSet) -> Judged {
    let refused = case.refused();
    let mut findings = Vec::new();
    let mut checked = Vec::new();
    // A server that broke refused nothing, but may have met a mistake.
    let weighs = refused || !case.answer.possible.is_empty();
    if weighs {
        for rule in rules.iter() {
            let weight = verdict::weight(rule, case.answer);
            // A rule that explains this very answer is also asked whether it is ruled out.
            let named = case.answer.told.is_some_and(|(saying, _)| saying.names.contains(&rule.name));
            let explains = named || !matches!(weight, Weight::Unlisted | Weight::Never);
            if explains || rule.needs.met(case.seen) {
                let state = run(rule, case.facts, explains, |trial| findings.push(case.hear(rule, weight, trial)));
                if explains {
                    checked.push(Checked { rule, weight, state });
                }
            }
        }
    } else {
        for rule in rules.possible(case.seen) {
            let weight = verdict::weight(rule, case.answer);
            run(rule, case.facts, false, |trial| findings.push(case.hear(rule, weight, trial)));
        }
    }
    let verdict = if findings.is_empty() && !weighs {
        None
    } else {
        verdict::decide(case.answer, refused, &mut findings, &checked, case)
    };
    let mut judged = Judged { judgement: case.judgement(), mending: Vec::new() };
    judged.judgement.verdict = verdict;
    for (finding, heard) in findings.into_iter().enumerate() {
        if heard.finding.fix.is_some() {
            judged.mending.push(Mending { finding, operations: heard.operations });
        }
        judged.judgement.findings.push(heard.finding);
    }
    judged
}

impl<'a, F: Facts<'a>> Case<'_, 'a, F> {
    fn judgement(&self) -> Judgement {
        let said = self.answer.said.clone();
        Judgement {
            error: said.or_else(|| self.answer.code.map(|code| code.name().to_owned())),
            ..Judgement::default()
        }
    }

    fn refused(&self) -> bool {
        if self.answer.outcome != Outcome::Refused {
            return false;
        }
        let oauth = self.word(Fact::EndpointRole).is_some_and(|role| role != "api")
            || self.word(Fact::Step).is_some_and(|step| step != "api");
        // JSON in prose that means no code, names no cause, and stands below no status, may be anything.
        let status = self.exchange.response.as_ref().is_some_and(|response| {
            let reports = || response.json.as_ref().is_some_and(Json::reports_failure);
            response.status.is_some() || matches!(self.answer.status, Some(401 | 403)) && reports()
        });
        let named = self.answer.told.is_some_and(|(saying, _)| !saying.names.is_empty());
        // What somebody tells an answer said may be anything as well, where it is no server's known words.
        let told = self.exchange.response.as_ref().is_some_and(|response| response.provenance == Provenance::Told);
        let says = self.exchange.form != Form::Prose && !told || self.answer.code.is_some() || named || status;
        says && self.answer.is_refusal(oauth || self.word(Fact::ProviderId).is_some())
    }

    fn first(&self, fact: Fact) -> Option<Element<'a>> {
        self.facts.find(None, fact, None).elements.as_slice().first().cloned()
    }

    fn word(&self, fact: Fact) -> Option<Cow<'a, str>> {
        match self.first(fact)?.value {
            Some(Value::Text(word)) => Some(word),
            _ => None,
        }
    }

    /// What a rule that holds says.
    fn hear<'r>(&self, rule: &'r Rule, weight: Weight, trial: &mut Trial<'_, 'a, F>) -> Heard<'r> {
        trial.suppose(self.answer.possible);
        let grade = grade(rule, trial);
        trial.suppose(&[]);
        let changed = |pick: fn(&Grade) -> &Option<Text>| grade.and_then(|grade| pick(grade).as_ref());
        let message = trial.say(changed(|grade| &grade.message).unwrap_or(&rule.say.message));
        let why = trial.say(changed(|grade| &grade.why).unwrap_or(&rule.say.why));
        let help = trial.say(changed(|grade| &grade.help).unwrap_or(&rule.say.help));
        let claimed = grade.and_then(|grade| grade.confidence).unwrap_or(rule.confidence);
        let mut finding = Finding {
            severity: grade.and_then(|grade| grade.severity).unwrap_or(rule.severity),
            confidence: claimed.min(trial.ground.confidence),
            why,
            help: self.advised(rule, help),
            repaired: trial.ground.repaired,
            ..self.finding(rule, message, trial)
        };
        if self.answer.outcome == Outcome::Ok && rule.stage != Stage::Hygiene && finding.severity > Severity::Note {
            finding.severity = Severity::Note;
            finding.confidence = Confidence::Possible;
            finding.why.0.push(Part::Words(Cow::Borrowed(" It worked here: the recorded answer is a success.")));
        }
        let remedy = rule.fix.as_ref().and_then(|fix| remedy::resolve(fix, trial));
        let (fix, operations) = remedy.map_or((None, Vec::new()), |(fix, operations)| (Some(fix), operations));
        finding.fix = fix;
        Heard { rule: Some(rule), weight, finding, operations }
    }

    /// A finding with its message and its places; the least that can be said.
    fn finding(&self, rule: &Rule, message: Phrase, trial: &Trial<'_, 'a, F>) -> Finding {
        let mut labels = labels(&rule.say.labels, trial);
        let own = labels.iter().position(|label| label.at.here().is_some());
        let first = own.map(|own| labels.remove(own));
        let span = first.as_ref().and_then(|label| label.at.here());
        Finding {
            rule: rule.name.to_cow(),
            severity: Severity::Note,
            confidence: Confidence::Possible,
            message,
            why: Phrase::default(),
            help: Phrase::default(),
            span: span.unwrap_or_else(|| self.anywhere()),
            remark: first.map(|label| label.text).unwrap_or_default(),
            related: labels,
            fix: None,
            repaired: false,
        }
    }

    /// Where to point when no label has a place: the answer, else the command, else all of it.
    fn anywhere(&self) -> Span {
        let place = |fact| self.first(fact).and_then(|element| element.at);
        place(Fact::Answer).or_else(|| place(Fact::Command)).unwrap_or(self.exchange.span)
    }

    fn advised(&self, rule: &Rule, mut help: Phrase) -> Phrase {
        if let Some(advice) = (self.advice)(&rule.name) {
            help.0.push(Part::Words(Cow::Borrowed(" ")));
            help.0.extend(advice.0);
        }
        help
    }
}

/// What words can mean that fit several causes.
fn choice(first: &Rule, others: &[&Rule]) -> Phrase {
    Phrase::words(format!("The server's words can mean, likeliest first: {}.", titles(first, others)))
}

/// So many causes are named in one sentence; the others follow as candidates.
const NAMED: usize = 3;

fn titles(first: &Rule, others: &[&Rule]) -> String {
    let titles: Vec<&str> = std::iter::once(&first).chain(others).take(NAMED).map(|rule| &*rule.title).collect();
    titles.join("; ")
}

impl<'a, F: Facts<'a>> Voice for Case<'_, 'a, F> {
    fn suspect(&self, rule: &Rule) -> Finding {
        let mut trial = Trial::new(self.facts, false);
        applies(rule, &mut trial);
        let suspicion = rule.cause.as_ref().and_then(|cause| cause.suspect.as_ref()).unwrap_or(&rule.say.message);
        let message = trial.fill(suspicion).unwrap_or_else(|| Phrase::words(format!("{}.", rule.title)));
        let help = trial.fill(&rule.say.help).unwrap_or_else(|| Phrase::words("Look at what the answer names."));
        Finding {
            why: trial.fill(&rule.say.why).unwrap_or_default(),
            help: self.advised(rule, help),
            ..self.finding(rule, message, &trial)
        }
    }

    fn told(&self, rule: &Rule, others: &[&Rule], saying: &Saying, at: Span) -> Finding {
        let mut trial = Trial::new(self.facts, false);
        applies(rule, &mut trial);
        let known = |text: &Text| trial.fill(text);
        let message = || {
            if !others.is_empty() {
                return choice(rule, others);
            }
            let title = || Phrase::words(format!("{}.", rule.title));
            let alone = saying.sure || saying.names.len() == 1;
            let lead =
                if alone { "The server itself names the cause: " } else { "The server's words leave one cause: " };
            let mut phrase = Phrase::words(lead);
            phrase.0.extend(known(&rule.say.message).unwrap_or_else(title).0);
            phrase
        };
        let help = saying.help.as_ref().map(|help| Phrase::words(help.to_cow())).or_else(|| known(&rule.say.help));
        let marks = rule.say.labels.iter().filter(|mark| known(&mark.text).is_some()).cloned().collect::<Vec<_>>();
        let mut places = labels(&marks, &trial);
        if places.iter().all(|label| label.at != Place::Here(at)) {
            places.push(Label { at: Place::Here(at), text: Phrase::words("the server's own words") });
        }
        let own = places.iter().position(|label| label.at.here().is_some()).unwrap_or_default();
        let first = places.remove(own);
        Finding {
            message: saying.means.as_ref().map_or_else(message, |means| Phrase::words(means.to_cow())),
            why: known(&rule.say.why).unwrap_or_else(|| Phrase::words("The answer says so itself.")),
            help: self.advised(rule, help.unwrap_or_else(|| Phrase::words("Look at what the answer names."))),
            span: first.at.here().unwrap_or(at),
            remark: first.text,
            related: places,
            ..self.finding(rule, Phrase::default(), &trial)
        }
    }

    fn contradicted(&self, rule: &Rule, others: &[&Rule], at: Span) -> Finding {
        let seen = std::iter::once(&rule).chain(others).find_map(|rule| self.ruled_out(rule));
        let mut why = Phrase::words("What reached the server was not what is shown here");
        if let Some(seen) = seen {
            why.0.push(Part::Words(Cow::Borrowed(", where ")));
            why.0.extend(seen.0);
        }
        why.0.push(Part::Words(Cow::Borrowed(".")));
        Finding {
            message: Phrase::words(format!(
                "The server's words mean this, though the request as shown here is otherwise: {}.",
                titles(rule, others)
            )),
            why,
            help: Phrase::words(
                "Look at what the server got: a proxy or a redirect may drop the body, a shell or a library may change it, and the answer may belong to an earlier try. curl --trace-ascii - shows what is sent.",
            ),
            span: at,
            remark: Phrase::words("the server's own words"),
            related: Vec::new(),
            ..self.finding(rule, Phrase::default(), &Trial::new(self.facts, false))
        }
    }

    fn ruled_out(&self, rule: &Rule) -> Option<Phrase> {
        let because = rule.cause.as_ref()?.ruled_out.as_ref()?;
        let mut trial = Trial::new(self.facts, false);
        (applies(rule, &mut trial) == Truth::True).then(|| trial.say(because))
    }

    fn nothing_known(&self) -> Finding {
        let api = self.word(Fact::Step).is_none_or(|step| step == "api");
        Finding {
            rule: Cow::Borrowed(if api { "api/refused" } else { "oauth/refused" }),
            severity: Severity::Error,
            confidence: Confidence::Possible,
            message: Phrase::words("The server refused this request, and nothing in the source shows why."),
            why: Phrase::words(
                "Every cause that could be checked was found fine, or leaves no trace in what was recorded.",
            ),
            help: Phrase::words(
                "Look at the whole answer first: its body and its WWW-Authenticate header name the reason.",
            ),
            span: self.anywhere(),
            remark: Phrase::words("refused here"),
            related: Vec::new(),
            fix: None,
            repaired: false,
        }
    }
}

/// The first grade that holds; its names and what it rests on stay.
fn grade<'r, 'a, F: Facts<'a>>(rule: &'r Rule, trial: &mut Trial<'_, 'a, F>) -> Option<&'r Grade> {
    rule.grades.iter().find(|grade| {
        let before = trial.moment();
        let holds = trial.holds(&grade.cond) == Truth::True;
        if !holds {
            trial.back_to(before);
        }
        holds
    })
}

/// The labels that have a place: of each the first of its places, and every element there where that is a list.
fn labels<'a, F: Facts<'a>>(marks: &[Mark], trial: &Trial<'_, 'a, F>) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    for mark in marks {
        let places = mark.at.iter().map(|path| places(path, &trial.find(path))).find(|places| !places.is_empty());
        for (span, chunk) in places.into_iter().flatten() {
            let at = Place::new(span, chunk);
            if !labels.iter().any(|label| label.at == at) {
                labels.push(Label { at, text: trial.say(&mark.text) });
            }
        }
    }
    labels
}

fn places(path: &Path, found: &Found<'_>) -> Vec<(Span, Option<Chunk>)> {
    let places = found.elements.as_slice().iter().filter_map(|element| Some((element.at?, element.chunk)));
    match path.subject {
        Subject::Bound(_) => places.take(1).collect(),
        Subject::Fact { .. } => places.collect(),
    }
}
