//! Every refusal gets one verdict, and the right one.

#[path = "support/fake.rs"]
mod fake;

use fake::{Fake, exchange, rule, shown};
use grantlint::facts::catalogue::Fact;
use grantlint::finding::Severity;
use grantlint::lint::{Case, Judged, judge};
use grantlint::provider::answer::{Answer, Outcome};
use grantlint::provider::code::{Code, Weight};
use grantlint::rule::{RuleSet, Seen};

/// Judges by the rules given as name, stage and what matters of them.
fn judged(facts: &Fake, answer: &Answer, rules: &[(&str, &str, &str)]) -> Judged {
    let rules = RuleSet::only(rules.iter().map(|(name, stage, part)| rule(name, stage, part)).collect());
    let (exchange, seen) = (exchange(), Seen::everything());
    judge(&Case { exchange: &exchange, facts, seen: &seen, answer, advice: &|_| None }, &rules)
}

/// The verdict in one line: rule, confidence; other candidates; ruled out; unchecked.
fn line(judged: &Judged) -> String {
    let Some(verdict) = &judged.judgement.verdict else { return "no verdict".to_owned() };
    let findings = &judged.judgement.findings;
    let candidates: Vec<&str> = verdict.candidates.iter().map(|at| &*findings[*at].rule).collect();
    let ruled_out: Vec<&str> = verdict.ruled_out.iter().map(|out| &*out.rule).collect();
    let chosen = &findings[verdict.finding];
    assert_eq!(chosen.severity, Severity::Error, "the verdict's own finding is an error");
    assert_eq!(chosen.confidence, verdict.confidence);
    format!(
        "{} {}; also {}; not {}; open {}",
        chosen.rule,
        verdict.confidence.name(),
        candidates.join(" "),
        ruled_out.join(" "),
        verdict.unchecked.join(" ")
    )
}

fn refused(code: Code) -> Answer {
    Answer { outcome: Outcome::Refused, code: Some(code), ..Answer::default() }
}

const URL: &str = "[when]\nurl = { present = true }\n";
const BODY: &str = "[when]\nbody = { present = true }\n";
const GRANT: &str = "[cause]\nof = { invalid_grant = \"often\" }\n";
const REST: &str = "[when]\nurl = { present = true }\n[cause]\nof = { invalid_grant = \"rest\" }\n";
const LAST: &str = "[when]\nurl = { present = true }\n[cause]\nof = { \"*\" = \"rest\" }\n";

fn of(when: &str, weight: &str) -> String {
    format!("{when}[cause]\nof = {{ invalid_grant = \"{weight}\" }}\nruled_out = \"it is fine\"\n")
}

fn suspect(weight: &str) -> String {
    let cause = format!("of = {{ invalid_grant = \"{weight}\" }}\nsuspect = \"it may be so\"");
    format!("[when]\nbody = {{ present = true }}\n[cause]\n{cause}\n")
}

fn here() -> Fake {
    Fake::new().is(Fact::Url, "https://a.example/").is(Fact::EndpointRole, "token").is(Fact::Step, "token")
}

/// What is shown, facts, answer, rules, and the verdict in one line.
type Branch<'b> = (&'b str, &'b Fake, &'b Answer, &'b [(&'b str, &'b str, &'b str)], &'b str);

#[test]
fn each_branch() {
    let none = Answer::default();
    let grant = refused(Code::InvalidGrant);
    let bare = Answer { outcome: Outcome::Refused, status: Some(500), ..Answer::default() };
    let ok = Answer { outcome: Outcome::Ok, ..Answer::default() };
    let unclear = Answer { outcome: Outcome::Unclear, ..Answer::default() };
    let sure = of(URL, "rarely");
    let likely = format!("confidence = \"likely\"\n{}", of(URL, "always"));
    let unlisted = format!("{URL}[cause]\nof = {{ invalid_client = \"always\" }}\n");
    let never = of(URL, "never");
    let note = format!("severity = \"note\"\n{}", of(URL, "always"));
    let absent = of(BODY, "often");
    let (often, sometimes, rarely, always) =
        (suspect("often"), suspect("sometimes"), suspect("rarely"), suspect("always"));
    let open = of(BODY, "often");
    let unseen = here().unseen(Fact::Body);

    let cases: &[Branch<'_>] = &[
        ("nothing found, no answer", &here(), &none, &[("a/x", "read", BODY)], "no verdict"),
        (
            "no answer: the earliest stage",
            &here(),
            &none,
            &[("a/late", "grant", URL), ("a/early", "shell", URL)],
            "a/early certain; also a/late; not ; open ",
        ),
        (
            "no answer, one stage: the surest",
            &here(),
            &none,
            &[("a/likely", "read", &likely), ("a/sure", "read", &sure)],
            "a/sure certain; also a/likely; not ; open ",
        ),
        ("a note proves nothing", &here(), &none, &[("a/note", "read", &note)], "no verdict"),
        (
            "hygiene explains nothing",
            &here(),
            &none,
            &[("a/h", "hygiene", &format!("severity = \"warning\"\n{URL}"))],
            "no verdict",
        ),
        ("success refutes", &here(), &ok, &[("a/x", "read", URL)], "no verdict"),
        ("a redirect does not refute", &here(), &unclear, &[("a/x", "read", URL)], "a/x certain; also ; not ; open "),
        (
            "an error that asks for no verdict, nothing proved",
            &here(),
            &refused(Code::ServerError),
            &[("a/x", "read", BODY)],
            "no verdict",
        ),
        (
            "the same, something proved",
            &here(),
            &refused(Code::ServerError),
            &[("a/x", "read", URL)],
            "a/x certain; also ; not ; open ",
        ),
        (
            "listed before unlisted",
            &here(),
            &grant,
            &[("a/unlisted", "shell", &unlisted), ("a/likely", "token", &likely)],
            "a/likely likely; also a/unlisted; not ; open ",
        ),
        (
            "then the surer",
            &here(),
            &grant,
            &[("a/likely", "read", &likely), ("a/sure", "read", &sure)],
            "a/sure certain; also a/likely; not ; open ",
        ),
        (
            "then the heavier",
            &here(),
            &grant,
            &[("a/rarely", "read", &sure), ("a/often", "token", &of(URL, "often"))],
            "a/often certain; also a/rarely; not ; open ",
        ),
        (
            "then the earlier",
            &here(),
            &grant,
            &[("a/late", "token", &sure), ("a/early", "read", &sure)],
            "a/early certain; also a/late; not ; open ",
        ),
        (
            "what keeps from reading, and is heavier, before what is surer",
            &here(),
            &grant,
            &[("a/likely", "read", &likely), ("a/sure", "grant", &sure)],
            "a/likely likely; also a/sure; not ; open ",
        ),
        (
            "but nothing that comes after the reading",
            &here(),
            &grant,
            &[("a/likely", "client", &likely), ("a/sure", "grant", &sure)],
            "a/sure certain; also a/likely; not ; open ",
        ),
        (
            "never is never",
            &here(),
            &grant,
            &[("a/never", "read", &never)],
            "oauth/refused possible; also ; not ; open ",
        ),
        (
            "a code none lists: the proved all the same",
            &here(),
            &grant,
            &[("a/unlisted", "read", &unlisted)],
            "a/unlisted certain; also ; not ; open ",
        ),
        (
            "no code: the earliest stage",
            &here(),
            &Answer { outcome: Outcome::Refused, code: None, status: Some(401), ..Answer::default() },
            &[("a/late", "grant", &likely), ("a/early", "read", &sure)],
            "a/early certain; also a/late; not ; open ",
        ),
        (
            "rest speaks where nothing is proved",
            &here(),
            &grant,
            &[("a/rest", "client", REST)],
            "a/rest certain; also ; not ; open ",
        ),
        (
            "of two that speak last, the surer",
            &here(),
            &grant,
            &[("a/likely", "shell", &format!("confidence = \"likely\"\n{REST}")), ("a/rest", "client", REST)],
            "a/rest certain; also a/likely; not ; open ",
        ),
        (
            "rest is silent beside a proof",
            &here(),
            &grant,
            &[("a/rest", "shell", REST), ("a/x", "token", &sure)],
            "a/x certain; also ; not ; open ",
        ),
        (
            "rest comes before a suspect",
            &unseen,
            &grant,
            &[("a/rest", "client", REST), ("a/open", "grant", &often)],
            "a/rest certain; also a/open; not ; open ",
        ),
        ("one suspect is likely", &unseen, &grant, &[("a/open", "grant", &often)], "a/open likely; also ; not ; open "),
        (
            "twice the next is likely",
            &unseen,
            &grant,
            &[("a/often", "read", &often), ("a/always", "grant", &always)],
            "a/always likely; also a/often; not ; open ",
        ),
        (
            "two alike are possible, the earlier first",
            &unseen,
            &grant,
            &[("a/late", "token", &often), ("a/early", "grant", &often)],
            "a/early possible; also a/late; not ; open ",
        ),
        (
            "a light suspect is a candidate only",
            &unseen,
            &grant,
            &[("a/light", "grant", &sometimes)],
            "oauth/refused possible; also a/light; not ; open ",
        ),
        (
            "a lighter one is only unchecked",
            &unseen,
            &grant,
            &[("a/lighter", "grant", &rarely)],
            "oauth/refused possible; also ; not ; open a/lighter",
        ),
        (
            "a suspect stands beside a proof",
            &unseen,
            &grant,
            &[("a/open", "grant", &often), ("a/x", "token", &sure)],
            "a/x certain; also a/open; not ; open ",
        ),
        (
            "checked and fine",
            &here(),
            &grant,
            &[("a/fine", "read", &absent)],
            "oauth/refused possible; also ; not a/fine; open ",
        ),
        (
            "not to be checked",
            &unseen,
            &grant,
            &[("a/unseen", "read", &open)],
            "oauth/refused possible; also ; not ; open a/unseen",
        ),
        ("a rule for last", &here(), &grant, &[("a/last", "client", LAST)], "a/last certain; also ; not ; open "),
        (
            "a suspect before the last resort",
            &unseen,
            &grant,
            &[("a/last", "client", LAST), ("a/open", "grant", &often)],
            "a/open likely; also ; not ; open ",
        ),
        (
            "the last resort without a rule, at an OAuth endpoint",
            &here(),
            &refused(Code::BadRequest),
            &[],
            "oauth/refused possible; also ; not ; open ",
        ),
        (
            "a 400 of an unknown server",
            &Fake::new().is(Fact::Url, "https://a.example/").is(Fact::Step, "api"),
            &refused(Code::BadRequest),
            &[],
            "no verdict",
        ),
        (
            "a 401 of an unknown server",
            &Fake::new().is(Fact::Step, "api"),
            &refused(Code::Unauthorized),
            &[],
            "api/refused possible; also ; not ; open ",
        ),
        ("a 500 with nothing said", &here(), &bare, &[("a/x", "read", BODY)], "no verdict"),
    ];
    for (what, facts, answer, rules, wanted) in cases {
        assert_eq!(line(&judged(facts, answer, rules)), *wanted, "{what}");
    }
}

#[test]
fn what_a_repair_put_back_explains_no_answer() {
    let facts = Fake::new().is(Fact::Step, "token").is(Fact::Url, "https://a.example/").repaired();
    let rules = [("a/x", "shell", URL)];
    assert_eq!(line(&judged(&facts, &Answer::default(), &rules)), "a/x certain; also ; not ; open ");
    let answered = judged(&facts, &refused(Code::InvalidGrant), &rules);
    assert_eq!(line(&answered), "oauth/refused possible; also ; not ; open ");
    assert!(answered.judgement.findings[0].repaired, "it is found all the same");
}

#[test]
fn what_a_server_may_have_broken_over_is_a_note_without_a_verdict() {
    const POSSIBLE: &[Code] = &[Code::InvalidGrant];
    let broken = Answer { outcome: Outcome::Refused, status: Some(500), possible: POSSIBLE, ..Answer::default() };
    let facts = here().unseen(Fact::Body);
    let open = judged(&facts, &broken, &[("a/open", "grant", &suspect("often"))]);
    assert_eq!(line(&open), "no verdict");
    let said: Vec<_> = open.judgement.findings.iter().map(|finding| (&*finding.rule, finding.severity)).collect();
    assert_eq!(said, [("a/open", Severity::Note)]);
}

#[test]
fn the_provider_has_the_last_word_on_weights() {
    let (first, second) = (of(URL, "often"), of(URL, "rarely"));
    let rules = [("a/first", "read", &*first), ("a/second", "read", &*second)];
    let mut answer = refused(Code::InvalidGrant);
    assert_eq!(line(&judged(&here(), &answer, &rules)), "a/first certain; also a/second; not ; open ");
    answer.causes = vec![("a/second", Weight::Always)];
    assert_eq!(line(&judged(&here(), &answer, &rules)), "a/second certain; also a/first; not ; open ");
    answer.causes = vec![("a/first", Weight::Never)];
    assert_eq!(line(&judged(&here(), &answer, &rules)), "a/second certain; also ; not ; open ");
}

#[test]
fn a_candidate_is_a_finding_and_a_suspect_says_so() {
    let facts = here().unseen(Fact::Body);
    let judged = judged(
        &facts,
        &refused(Code::InvalidGrant),
        &[("a/open", "grant", &suspect("often")), ("a/x", "read", &of(URL, "often"))],
    );
    let verdict = judged.judgement.verdict.as_ref().expect("a refusal");
    let candidate = &judged.judgement.findings[verdict.candidates[0]];
    assert_eq!((candidate.severity, candidate.confidence.name()), (Severity::Note, "possible"));
    assert_eq!(shown(&candidate.message), "it may be so");
}

#[test]
fn what_is_ruled_out_says_why_and_only_where_the_rule_is_about_it() {
    let about = format!("[on]\nstep = \"token\"\n{}", of(BODY, "often"));
    let other = format!("[on]\nstep = \"api\"\n{}", of(BODY, "often"));
    let silenced = format!("[[unless]]\nurl = {{ present = true }}\n{}", of(BODY, "often"));
    let judged = judged(
        &here(),
        &refused(Code::InvalidGrant),
        &[("a/about", "read", &about), ("a/other", "read", &other), ("a/silenced", "read", &silenced)],
    );
    let ruled_out = &judged.judgement.verdict.as_ref().expect("a refusal").ruled_out;
    assert_eq!(ruled_out.len(), 1);
    assert_eq!((&*ruled_out[0].rule, shown(&ruled_out[0].because)), ("a/about", "it is fine".to_owned()));
}

#[test]
fn a_cause_counts_once_however_often_it_is_found() {
    let facts = here().is(Fact::Scope, "a").is(Fact::Scope, "b");
    let each = format!("[each]\nscope = {{ is = [\"a\", \"b\"], bind = \"it\" }}\n{GRANT}");
    let judged = judged(&facts, &refused(Code::InvalidGrant), &[("a/each", "scope", &each)]);
    assert_eq!(judged.judgement.findings.len(), 2);
    assert_eq!(line(&judged), "a/each certain; also ; not ; open ");
}
