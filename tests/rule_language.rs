//! What a rule file can say, what it means, and what the loader refuses.

#[path = "support/fake.rs"]
mod fake;

use fake::{Fake, exchange, rule, rule_file, shown, word, words};
use grantlint::facts::catalogue::{Attr, Fact};
use grantlint::facts::{Date, Evidence, FlowStep, Value};
use grantlint::finding::{Confidence, Finding, Safety, SecretKind, Severity};
use grantlint::fix::operation::Operation;
use grantlint::lint::{Case, Judged, judge};
use grantlint::provider::answer::{Answer, Outcome};
use grantlint::rule::Truth::{False, True, Unknown};
use grantlint::rule::atoms::{Atom, Misfit, Oddity, Worded};
use grantlint::rule::{RuleSet, Seen, Truth, load, run};

/// How the evidence of a rule with these tables comes out.
fn evidence(facts: &Fake, tables: &str) -> Truth {
    run(&rule("a/x", "read", tables), facts, true, |_| {}).evidence
}

fn when(facts: &Fake, line: &str) -> Truth {
    evidence(facts, &format!("[when]\n{line}\n"))
}

fn judged(facts: &Fake, answer: &Answer, stage: &str, part: &str) -> Judged {
    let (exchange, seen, rules) = (exchange(), Seen::everything(), RuleSet::only(vec![rule("a/x", stage, part)]));
    judge(&Case { exchange: &exchange, facts, seen: &seen, answer, advice: &|_| None }, &rules)
}

fn finding(facts: &Fake, part: &str) -> Finding {
    let mut findings = judged(facts, &Answer::default(), "read", part).judgement.findings;
    assert_eq!(findings.len(), 1, "{part}");
    findings.remove(0)
}

#[test]
fn a_value_test_is_true_or_false_on_what_is_known_and_false_on_what_is_absent() {
    let known = Fake::new().is(Fact::Method, "GET");
    let absent = Fake::new();
    let unseen = Fake::new().unseen(Fact::Method);
    let there = Fake::new().of(None, Fact::Method, None, None);
    for (line, on_known, on_absent) in [
        ("method = \"GET\"", True, False),
        ("method = [\"POST\", \"GET\"]", True, False),
        ("method = \"PUT\"", False, False),
        ("method = { not = \"PUT\" }", True, False),
        ("method = { not = [\"PUT\", \"GET\"] }", False, False),
        ("method = { present = true }", True, False),
        ("method = { present = false }", False, True),
        ("method = { matches = \"^G\" }", True, False),
        ("method = { matches = \"(?i-u)^get\" }", True, False),
        ("none = [{ method = \"PUT\" }]", True, True),
        ("none = [{ method = \"GET\" }]", False, True),
        ("any = [{ method = \"PUT\" }, { method = \"GET\" }]", True, False),
    ] {
        assert_eq!(when(&known, line), on_known, "known: {line}");
        assert_eq!(when(&absent, line), on_absent, "absent: {line}");
        assert_eq!(when(&unseen, line), Unknown, "unseen: {line}");
    }
    assert_eq!(when(&there, "method = \"GET\""), Unknown);
    assert_eq!(when(&there, "method = { present = true }"), True);
    assert_eq!(when(&there, "method = { present = false }"), False);
}

#[test]
fn a_list_that_may_go_on_is_unknown_where_no_element_satisfies() {
    let facts = Fake::new().is(Fact::Scope, "read").unseen(Fact::Scope);
    assert_eq!(when(&facts, "scope = \"read\""), True);
    assert_eq!(when(&facts, "scope = \"write\""), Unknown);
}

#[test]
fn tests_of_one_table_are_about_one_element() {
    let facts = Fake::new()
        .param("code", "a")
        .with(Attr::Place, word("query"))
        .param("code", "b")
        .with(Attr::Place, word("body"));
    assert_eq!(when(&facts, "\"param.code\" = { is = \"b\", place = \"body\" }"), True);
    assert_eq!(when(&facts, "\"param.code\" = { is = \"b\", place = \"query\" }"), False);
    assert_eq!(when(&facts, "\"param.code\" = { place = \"query\" }\n\"param.code.value\" = \"b\""), True);
    assert_eq!(when(&facts, "param = { name = \"code\", is = \"a\" }"), True);
}

#[test]
fn an_attribute_that_is_not_there_is_false_and_unknown_where_only_the_unseen_value_tells() {
    let seen = Fake::new().param("code", "a");
    let hidden = Fake::new().of(None, Fact::Param, Some("code"), None);
    assert_eq!(when(&seen, "param = { encoded = true }"), False);
    assert_eq!(when(&seen, "param = { encoded = { present = false } }"), True);
    assert_eq!(when(&hidden, "param = { encoded = true }"), Unknown);
    assert_eq!(when(&hidden, "param = { encoded = { present = false } }"), Unknown);
    assert_eq!(when(&hidden, "param = { place = \"query\" }"), False);
}

#[test]
fn another_fact_is_an_operand_and_a_list_means_membership() {
    let methods = Fake::new().is(Fact::Method, "GET").has(Fact::EndpointMethods, words(&["POST", "PUT"]));
    assert_eq!(when(&methods, "method = { not = \"@endpoint.methods\" }"), True);
    assert_eq!(when(&methods, "method = \"@endpoint.methods\""), False);
    assert_eq!(when(&methods, "\"endpoint.methods\" = \"PUT\""), True);
    assert_eq!(when(&methods, "\"endpoint.methods\" = { not = \"PUT\" }"), False);
    let nobody_knows = Fake::new().is(Fact::Method, "GET");
    assert_eq!(when(&nobody_knows, "method = { not = \"@endpoint.methods\" }"), Unknown);
    let some = Fake::new().is(Fact::Method, "GET").is(Fact::Scope, "GET").unseen(Fact::Scope);
    assert_eq!(when(&some, "method = { not = \"@scope\" }"), False);
    let others = Fake::new().is(Fact::Method, "PUT").is(Fact::Scope, "GET").unseen(Fact::Scope);
    assert_eq!(when(&others, "method = { not = \"@scope\" }"), Unknown);
    let flow = Fake::new().param("redirect_uri", "b").of(
        Some(FlowStep::Authorize),
        Fact::Param,
        Some("redirect_uri"),
        Some(word("a")),
    );
    assert_eq!(when(&flow, "\"param.redirect_uri\" = { not = \"@flow.authorize.param.redirect_uri\" }"), True);
}

#[test]
fn near_knows_aliases_and_slips_but_not_the_word_itself() {
    for (given, wanted) in [
        ("authorisation_code", Some("authorization_code")),
        ("Authorization-Code", Some("authorization_code")),
        ("auth_code", Some("authorization_code")),
        ("pasword", Some("password")),
        ("authorization_code", None),
        ("magic", None),
        ("***", None),
    ] {
        let facts = Fake::new()
            .param("grant_type", given)
            .has(Fact::KnownGrantTypes, words(&["authorization_code", "password"]));
        let part = "[when]\n\"param.grant_type\" = { near = \"@known.grant_types\", bind = \"given\" }\n[say]\nmessage = \"{given.value}: {given.nearest}\"\nwhy = \"w\"\nhelp = \"h\"\nlabels = [{ at = \"given\", text = \"l\" }]\n";
        match wanted {
            Some(wanted) => assert_eq!(shown(&finding(&facts, part).message), format!("{given}: {wanted}")),
            None => assert_eq!(evidence(&facts, part), False, "{given}"),
        }
    }
}

#[test]
fn lacks_names_what_is_missing() {
    let facts = Fake::new()
        .has(Fact::TokenScope, words(&["read"]))
        .has(Fact::EndpointScopes, words(&["read", "write", "chat"]));
    let part = "[when]\n\"token.scope\" = { lacks = \"@endpoint.scopes\", bind = \"has\" }\n[say]\nmessage = \"{has.missing} of {endpoint.scopes}\"\nwhy = \"w\"\nhelp = \"h\"\nlabels = [{ at = \"has\", text = \"l\" }]\n";
    assert_eq!(shown(&finding(&facts, part).message), "write, chat of read, write, chat");
}

#[test]
fn above_and_below_leave_the_border_to_neither() {
    let facts =
        Fake::new().has(Fact::FlowCodeAge, Value::Number(600)).has(Fact::Today, Value::Date(Date::new(2026, 11, 22)));
    assert_eq!(when(&facts, "\"flow.code_age_s\" = { above = 599 }"), True);
    assert_eq!(when(&facts, "\"flow.code_age_s\" = { above = 600 }"), False);
    assert_eq!(when(&facts, "\"flow.code_age_s\" = { below = 600 }"), False);
    assert_eq!(when(&facts, "today = { above = 2026-11-21 }"), True);
    assert_eq!(when(&facts, "today = { below = 2026-11-22 }"), False);
    assert_eq!(when(&facts, "\"flow.code_age_s\" = { above = \"@provider.code_s\" }"), Unknown);
}

#[test]
fn each_runs_once_per_element_and_unless_silences_only_where_it_is_true() {
    let facts = Fake::new().is(Fact::Scope, "a").is(Fact::Scope, "b").is(Fact::Scope, "c").is(Fact::Step, "token");
    let each = "[each]\nscope = { not = \"b\", bind = \"it\" }\n[when]\nstep = \"token\"\n";
    assert_eq!(judged(&facts, &Answer::default(), "scope", each).judgement.findings.len(), 2);
    let unless = |line: &str| format!("[[unless]]\n{line}\n[when]\nstep = \"token\"\n");
    let silent = |facts: &Fake, line: &str| {
        judged(facts, &Answer::default(), "scope", &unless(line)).judgement.findings.is_empty()
    };
    assert!(silent(&facts, "scope = \"a\""));
    assert!(!silent(&facts, "scope = \"d\""));
    assert!(!silent(&facts.clone().unseen(Fact::Url), "url = \"d\""), "unknown does not silence");
}

#[test]
fn confidence_is_the_least_of_claim_provenance_and_evidence() {
    let line = "[when]\nurl = { present = true }\n";
    let url = || Fake::new().is(Fact::Url, "https://a.example/");
    let sure = |facts: &Fake, part: &str| finding(facts, part).confidence;
    assert_eq!(sure(&url(), line), Confidence::Certain);
    assert_eq!(sure(&url().told(), line), Confidence::Likely);
    assert_eq!(sure(&url().evidence(Evidence::Reported), line), Confidence::Likely);
    assert_eq!(sure(&url().evidence(Evidence::Recalled), line), Confidence::Possible);
    assert_eq!(sure(&url(), &format!("confidence = \"possible\"\n{line}")), Confidence::Possible);
    let operand =
        Fake::new().is(Fact::Method, "GET").has(Fact::EndpointMethods, words(&["POST"])).evidence(Evidence::Inferred);
    assert_eq!(sure(&operand, "[when]\nmethod = { not = \"@endpoint.methods\" }\n"), Confidence::Likely);
    let other_branch = url().told().is(Fact::Method, "GET");
    assert_eq!(
        sure(&other_branch, "[when]\nany = [{ method = \"GET\" }, { url = { present = true } }]\n"),
        Confidence::Certain
    );
    assert!(finding(&url().repaired(), line).repaired);
}

#[test]
fn the_first_grade_that_holds_is_taken() {
    let part = "severity = \"note\"\n[when]\nurl = { present = true }\n[[grade]]\nif = { method = \"PUT\" }\nseverity = \"error\"\n[[grade]]\nif = { method = { present = true, bind = \"verb\" } }\nseverity = \"warning\"\nconfidence = \"likely\"\nmessage = \"{verb}\"\n";
    let url = || Fake::new().is(Fact::Url, "https://a.example/");
    let graded = |facts: &Fake| {
        let finding = finding(facts, part);
        (finding.severity, finding.confidence, shown(&finding.message))
    };
    assert_eq!(graded(&url()), (Severity::Note, Confidence::Certain, "m".to_owned()));
    assert_eq!(graded(&url().is(Fact::Method, "PUT")), (Severity::Error, Confidence::Certain, "m".to_owned()));
    assert_eq!(graded(&url().is(Fact::Method, "GET")), (Severity::Warning, Confidence::Likely, "GET".to_owned()));
}

#[test]
fn success_makes_a_note_of_everything_but_hygiene() {
    let ok = Answer { outcome: Outcome::Ok, ..Answer::default() };
    let facts = Fake::new().is(Fact::Url, "https://a.example/");
    let part = "severity = \"warning\"\n[when]\nurl = { present = true }\n";
    let worked = &judged(&facts, &ok, "read", part).judgement.findings[0];
    assert_eq!((worked.severity, worked.confidence), (Severity::Note, Confidence::Possible));
    assert!(shown(&worked.why).contains("It worked here"));
    assert_eq!(judged(&facts, &ok, "hygiene", part).judgement.findings[0].severity, Severity::Warning);
}

#[test]
fn texts_fill_in_values_and_keep_secrets_apart() {
    let part = "[when]\n\"param.code\" = { present = true, bind = \"it\" }\n[say]\nmessage = \"{it} at {provider.name}, {url.host|somewhere} {{it}} {\\\"a\\\": 1}\"\nwhy = \"w\"\nhelp = \"h\"\nlabels = [{ at = [\"url\", \"it\"], text = \"{it}\" }]\n";
    let facts = Fake::new().param("code", "abc").secret(SecretKind::Code);
    let finding = finding(&facts, part);
    assert_eq!(shown(&finding.message), "<code> at the server, somewhere {it} {\"a\": 1}");
    assert_eq!((finding.span.start, shown(&finding.remark)), (0, "<code>".to_owned()));
}

#[test]
fn a_fix_is_resolved_or_not_offered() {
    let mend = |facts: &Fake, steps: &str| {
        let part = format!(
            "[when]\n\"param.code\" = {{ present = true, bind = \"it\" }}\n[fix]\ntitle = \"t\"\nsafety = \"safe\"\ndo = [{steps}]\n[[example]]\ninput = \"a\"\nfinds = \"a\"\nfixed = \"b\"\n[[example]]\ninput = \"b\"\nsilent = true\n"
        );
        let mut judged = judged(facts, &Answer::default(), "read", &part);
        let safety = judged.judgement.findings[0].fix.as_ref().map(|fix| fix.safety);
        (safety, judged.mending.pop().map(|mending| mending.operations))
    };
    let facts = Fake::new().param("code", "abc").with(Attr::Bare, word("bc"));
    let at = grantlint::text::Span::new(0, 5);
    let bare = "{ replace = \"it\", with = \"{it.bare}\" }";
    let replaced = |with: &str| Some(vec![Operation::Replace { at, with: with.to_owned() }]);
    assert_eq!(mend(&facts, bare), (Some(Safety::Safe), replaced("bc")));
    let secret = facts.clone().secret(SecretKind::Code);
    assert_eq!(mend(&secret, bare), (Some(Safety::Manual), replaced("$CODE")), "a secret is never copied into a value");
    assert_eq!(mend(&facts, "{ set_url = \"{endpoint.successor}\" }"), (None, None));
    let known = facts.is(Fact::EndpointSuccessor, "https://{sub}.example/");
    let moved = Some(vec![Operation::SetUrl("https://{sub}.example/".to_owned())]);
    assert_eq!(mend(&known, "{ set_url = \"{endpoint.successor}\" }"), (Some(Safety::Manual), moved));
}

#[test]
fn a_rule_is_passed_over_where_what_it_needs_is_not_seen() {
    let rule = rule(
        "a/x",
        "read",
        "[on]\nstep = [\"token\", \"authorize\"]\n[when]\n\"param.code\" = { not = \"@flow.authorize.param.code\" }\nbody = { present = false }\n",
    );
    let mut seen = Seen::with(&[]);
    assert!(!rule.needs.met(&seen));
    seen.see(Fact::Step);
    seen.see_word(Worded::Step, "token");
    seen.see_param("code");
    assert!(!rule.needs.met(&seen));
    seen.add(Atom::linked(FlowStep::Authorize));
    assert!(rule.needs.met(&seen));
    seen.take(Atom::missing(Fact::Body));
    assert!(!rule.needs.met(&seen), "what has to be absent is there");
    let any = fake::rule("a/y", "read", "[when]\nany = [{ method = \"GET\" }, { url = { present = true } }]\n");
    assert!(!any.needs.met(&Seen::new()));
    assert!(any.needs.met(&[Atom::fact(Fact::Url)].into_iter().collect()));
}

#[test]
fn a_rule_needs_what_is_odd_about_an_element_and_what_does_not_fit() {
    let of = |when: &str| fake::rule("a/x", "read", when).needs;
    let quoted = of("[when]\nany = [{ param = { quoted = true } }, { \"basic.user\" = { quoted = true } }]\n");
    let shows = |atoms: &[Atom]| {
        let mut seen = Seen::with(&[Fact::Param, Fact::Method, Fact::EndpointMethods]);
        atoms.iter().for_each(|atom| seen.add(*atom));
        seen
    };
    assert!(!quoted.met(&shows(&[])));
    assert!(quoted.met(&shows(&[Atom::oddity(Oddity::Quoted)])));
    let named = of("[each]\nparam = { bind = \"it\" }\n[when]\n\"it.near\" = { present = true }\n");
    assert!(!named.met(&shows(&[])), "an attribute of a bound element is one of its fact");
    assert!(named.met(&shows(&[Atom::oddity(Oddity::MisspeltParam)])));
    let method = of("[when]\nmethod = { not = \"@endpoint.methods\" }\n");
    assert!(!method.met(&shows(&[])));
    assert!(method.met(&shows(&[Atom::misfit(Misfit::Method)])));
}

#[test]
fn rules_are_found_chosen_and_replaced_by_name() {
    let url = "[when]\nurl = { present = true }\n";
    let names = |rules: &RuleSet| rules.iter().map(|rule| rule.name.to_string()).collect::<Vec<_>>();
    let old = rule("b/y", "read", &format!("aliases = [\"b/old\"]\n{url}"));
    let rules = RuleSet::only(vec![rule("a/x", "read", url), old]);
    assert_eq!(rules.get("b/old").map(|rule| rule.name.to_string()).as_deref(), Some("b/y"));
    assert_eq!(names(&rules.clone().select(&["a/"]).expect("known")), ["a/x"]);
    assert_eq!(names(&rules.clone().ignore(&["b/old"]).expect("known")), ["a/x"]);
    assert_eq!(rules.clone().select(&["c/"]).err(), Some("c/"));
    let own = rules.with_rules([("a/x", "my/a/x.toml", rule_file("scope", url))]).expect("a rule");
    assert_eq!(names(&own), ["b/y", "a/x"]);
    assert_eq!(own.get("a/x").map(|rule| rule.stage.name()), Some("scope"));
}

#[test]
fn every_built_in_expression_can_be_compiled() {
    fn check(tests: &grantlint::rule::model::Tests) {
        use grantlint::rule::model::Test;
        for test in &tests.all {
            match test {
                Test::Matches(expression) => assert_eq!(grantlint::rule::pattern_fault(expression), None),
                Test::Has(_, inner) => check(inner),
                _ => {}
            }
        }
    }
    fn table(lines: &[grantlint::rule::model::Line]) {
        use grantlint::rule::model::Line;
        for line in lines {
            match line {
                Line::Some { tests, .. } => check(tests),
                Line::Any(tables) | Line::None(tables) => tables.iter().for_each(|lines| table(lines)),
                Line::Absent { .. } => {}
            }
        }
    }
    for rule in RuleSet::builtin().iter() {
        let conditions = rule.grades.iter().map(|grade| &grade.cond).chain(&rule.unless);
        conditions.chain([&rule.on, &rule.when]).for_each(|lines| table(lines));
        table(rule.each.as_slice());
    }
}

/// A right rule; each refusal below is one change of it.
const RIGHT: &str = r#"title = "A grant type that is almost right"
severity = "error"
confidence = "certain"
stage = "read"
sources = ["RFC 6749 4.1.3"]
[on]
step = "token"
[when]
"param.grant_type" = { near = "@known.grant_types", bind = "given" }
[[grade]]
if = { "response.error" = ["invalid_request", "invalid_grant"] }
confidence = "likely"
[say]
message = "grant_type is {given.value}, but the word is {given.nearest}."
why = "{provider.name} compares letter by letter."
help = "Write {given.nearest}."
labels = [{ at = "given", text = "should be {given.nearest}" }]
[fix]
title = "spell it {given.nearest}"
safety = "safe"
do = [{ replace = "given", with = "{given.nearest}" }]
[cause]
of = { unsupported_grant_type = "always", invalid_request = "often" }
ruled_out = "grant_type is spelt as in the standard"
[[example]]
input = "curl https://a.example/token -d grant_type=authorisation_code"
finds = "authorisation_code"
fixed = "curl https://a.example/token -d grant_type=authorization_code"
[[example]]
input = "curl https://a.example/token -d grant_type=authorization_code"
silent = true
"#;

fn faults(text: &str) -> Vec<String> {
    match load::rule("a/x", "x.toml", text, grantlint::rule::pattern_fault) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.0.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn the_loader_refuses_what_is_wrong_and_says_where() {
    assert_eq!(faults(RIGHT), Vec::<String>::new());
    let mutations: &[(&str, &str, &[&str])] = &[
        (
            "title =",
            "titel =",
            &["x.toml:1:1: \"title\" is missing", "x.toml:1:1: unknown key \"titel\"; did you mean \"title\"?"],
        ),
        (
            "severity = \"error\"",
            "severity = \"eror\"",
            &["x.toml:2:12: unknown word \"eror\"; did you mean \"error\"?"],
        ),
        ("severity = \"error\"", "severity = 3", &["x.toml:2:12: expected a text, found a number"]),
        (
            "stage = \"read\"",
            "stage = \"reading\"",
            &[
                "x.toml:4:9: unknown word \"reading\"; it is one of shell, curl, connect, route, read, client, grant, scope, token, permission, quota, hygiene",
            ],
        ),
        ("stage = \"read\"", "stage = \"hygiene\"", &["x.toml:2:12: hygiene is never above a warning"]),
        (
            "\"param.grant_type\" = { near",
            "\"parm.grant_type\" = { near",
            &["x.toml:9:1: unknown fact or name \"parm.grant_type\"; did you mean \"param.grant_type\"?"],
        ),
        (
            "near = \"@known.grant_types\"",
            "near = \"@known.grant_type\"",
            &["x.toml:9:31: unknown fact or name \"known.grant_type\"; did you mean \"known.grant_types\"?"],
        ),
        (
            "bind = \"given\"",
            "bind = \"given\", plase = \"query\"",
            &["x.toml:9:69: \"plase\" is neither a test nor an attribute of this; did you mean \"place\"?"],
        ),
        (
            "step = \"token\"",
            "step = { is = \"token\", bind = \"step\" }",
            &["x.toml:7:31: \"step\" is the name of a fact"],
        ),
        (
            "step = \"token\"",
            "step = \"tokens\"",
            &["x.toml:7:8: \"step\" is never \"tokens\"; did you mean \"token\"?"],
        ),
        ("step = \"token\"", "step = true", &["x.toml:7:8: true or false where a word is asked about"]),
        (
            "step = \"token\"",
            "step = { above = 1 }",
            &[
                "x.toml:7:10: above compares numbers, dates and times; this is none",
                "x.toml:7:18: a number where a word is asked about",
            ],
        ),
        ("step = \"token\"", "step = { not = \"@today\" }", &["x.toml:7:16: a word cannot be compared with a day"]),
        (
            "step = \"token\"",
            "step = { matches = \"(\" }",
            &["x.toml:7:20: regex parse error:\n    (\n    ^\nerror: unclosed group"],
        ),
        (
            "step = \"token\"",
            "method = { matches = \"(?i)get\" }",
            &[
                "x.toml:7:22: regex parse error:\n    (?i)get\n        ^\nerror: Unicode-aware case insensitivity matching is not available (make sure the unicode-case feature is enabled)",
            ],
        ),
        (
            "step = \"token\"",
            "step = { present = false, bind = \"it\" }",
            &["x.toml:7:10: present = false stands alone: nothing else can be asked of what is absent"],
        ),
        ("step = \"token\"", "", &["x.toml:6:1: a table of tests cannot be empty"]),
        (
            "\"invalid_grant\"]",
            "\"invalid_grand\"]",
            &["x.toml:11:47: \"response.error\" is never \"invalid_grand\"; did you mean \"invalid_grant\"?"],
        ),
        ("confidence = \"likely\"\n", "", &["x.toml:10:1: this grade changes nothing"]),
        (
            "[say]\n",
            "[[grade]]\nif = { \"response.error\" = \"invalid_grant\" }\nseverity = \"note\"\n[say]\n",
            &[
                "x.toml:13:1: this grade is never taken: one above it holds whenever it does; put the most special first",
            ],
        ),
        (
            "{provider.name} compares",
            "{provider.id} compares",
            &[
                "x.toml:15:7: the text has a hole where \"provider.id\" is not known; write {provider.id|words}, or test that it is there",
            ],
        ),
        (
            "Write {given.nearest}.",
            "Write {given.missing}.",
            &[
                "x.toml:16:8: the text has a hole where \"given.missing\" is not known; write {given.missing|words}, or test that it is there",
            ],
        ),
        (
            "Write {given.nearest}.",
            "Write {given.decodd}.",
            &["x.toml:16:8: \"param\" has no attribute \"decodd\"; did you mean \"decoded\"?"],
        ),
        (
            "Write {given.nearest}.",
            "Write {given.nearest.",
            &["x.toml:16:8: a name without its closing brace; write {{ for a brace"],
        ),
        (
            "at = \"given\"",
            "at = \"giben\"",
            &["x.toml:17:18: unknown fact or name \"giben\"; did you mean \"given\"?"],
        ),
        (
            "labels = [{ at = \"given\", text = \"should be {given.nearest}\" }]",
            "labels = []",
            &["x.toml:17:10: a finding needs a place: give it a label"],
        ),
        (
            "ruled_out =",
            "suspect = \"s\"\nruled_out =",
            &[
                "x.toml:16:8: the text has a hole where \"given.nearest\" is not known; write {given.nearest|words}, or test that it is there",
                "x.toml:17:11: a rule with `suspect` cannot point at what only `when` makes sure of; name the fact itself",
                "x.toml:17:34: the text has a hole where \"given.nearest\" is not known; write {given.nearest|words}, or test that it is there",
            ],
        ),
        (
            "replace = \"given\", with",
            "replce = \"given\", with",
            &["x.toml:21:7: this names no operation; did you mean \"replace\"?"],
        ),
        (
            "replace = \"given\", with",
            "replace = \"given\", wiht",
            &["x.toml:21:7: \"with\" is missing", "x.toml:21:28: unknown key \"wiht\"; did you mean \"with\"?"],
        ),
        (
            "do = [{ replace = \"given\", with = \"{given.nearest}\" }]",
            "do = [{ move_params = \"body\" }]",
            &["x.toml:21:23: unknown word \"body\"; it is one of form, query"],
        ),
        (
            "unsupported_grant_type = \"always\"",
            "unsuported_grant_type = \"always\"",
            &["x.toml:23:8: unknown code \"unsuported_grant_type\"; did you mean \"unsupported_grant_type\"?"],
        ),
        (
            "invalid_request = \"often\"",
            "invalid_request = \"oftn\"",
            &["x.toml:23:61: unknown word \"oftn\"; did you mean \"often\"?"],
        ),
        (
            "of = { unsupported_grant_type = \"always\", invalid_request = \"often\" }\nruled_out",
            "[cause.of]\nunsupported_grant_type = \"always\"\nruled_out",
            &[
                "x.toml:25:1: unknown code \"ruled_out\"",
                "x.toml:25:13: unknown word \"grant_type is spelt as in the standard\"; it is one of always, often, sometimes, rarely, rest, never",
            ],
        ),
        (
            "fixed = \"curl https://a.example/token -d grant_type=authorization_code\"\n",
            "",
            &["x.toml:18:1: no example shows what the fix makes: one needs `fixed`"],
        ),
        ("silent = true", "silent = false", &["x.toml:29:1: an example either finds something or is silent"]),
        (
            "finds = \"authorisation_code\"\n",
            "silent = true\n",
            &[
                "x.toml:1:1: no example is found: one needs `finds`",
                "x.toml:25:1: an example that is silent has no finding to describe",
            ],
        ),
        (
            "silent = true",
            "finds = \"a\"",
            &["x.toml:1:1: no example is silent: a near twin that is right needs `silent = true`"],
        ),
        (
            "silent = true",
            "silent = true\nform = \"fax\"",
            &["x.toml:32:8: unknown word \"fax\"; it is one of curl, curl-transcript, url, prose, console"],
        ),
        (
            "silent = true",
            "silent = true\nas_of = \"2026-11-22\"",
            &["x.toml:32:9: a day is written YYYY-MM-DD, without quotes"],
        ),
        ("[when]", "[whne]", &["x.toml:1:1: the rule asks nothing: it needs [when] or [each]"]),
        (
            "[when]",
            "[each]\nstep = { present = true }\n[when]",
            &["x.toml:8:1: [each] asks the elements of one list, in one line"],
        ),
        ("title = ", "title == ", &["x.toml:1:8: "]),
    ];
    let mut wrong = Vec::new();
    for (from, to, wanted) in mutations {
        assert!(RIGHT.contains(from), "{from}");
        let found = faults(&RIGHT.replacen(from, to, 1));
        let first_ones = found.iter().zip(*wanted).all(|(found, wanted)| found.starts_with(wanted));
        let complete = found.len() == wanted.len() || *to == "[whne]";
        if !(first_ones && complete) {
            wrong.push(format!("{from} -> {to}\n{found:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_rule_needs_a_cause_unless_it_is_hygiene() {
    let start = RIGHT.find("[cause]").expect("there");
    let end = RIGHT.find("[[example]]").expect("there");
    let without = format!("{}{}", &RIGHT[..start], &RIGHT[end..]);
    assert_eq!(faults(&without), ["x.toml:1:1: only a rule of hygiene can do without [cause]"]);
    let hygiene = without.replacen("\"read\"", "\"hygiene\"", 1).replacen("\"error\"", "\"warning\"", 1);
    assert_eq!(faults(&hygiene), Vec::<String>::new());
}

#[test]
fn a_name_leaves_any_only_where_every_branch_gives_it() {
    let say = |name: &str| {
        format!(
            "[when]\nany = [\n  {{ method = {{ is = \"PUT\", bind = \"both\" }} }},\n  {{ url = {{ present = true, bind = \"both\" }}, body = {{ present = true, bind = \"one\" }} }},\n]\n[say]\nmessage = \"{name}\"\nwhy = \"w\"\nhelp = \"h\"\nlabels = [{{ at = \"url\", text = \"l\" }}]\n"
        )
    };
    assert_eq!(faults(&rule_file("read", &say("{both}"))), Vec::<String>::new());
    assert_eq!(faults(&rule_file("read", &say("{one}"))).len(), 1);
    assert_eq!(faults(&rule_file("read", &say("{one|no}"))), Vec::<String>::new());
}
