//! What services and server libraries answer is read for the cause it names; what is visible comes before their words.
//!
//! An input of `fixtures/refused` begins behind a line `%% rule confidence, who`.

use grantlint::Checker;
use grantlint::facts::Date;
use grantlint::finding::Confidence;
use grantlint::provider::{Outcome, PROVIDERS};

struct Case {
    title: String,
    rule: String,
    confidence: String,
    input: String,
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for file in ["services.txt", "libraries.txt"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/refused").join(file);
        for line in std::fs::read_to_string(path).expect("the file is there").lines() {
            if let Some(title) = line.strip_prefix("%% ") {
                let (verdict, _) = title.split_once(", ").expect("who says it");
                let (rule, confidence) = verdict.split_once(' ').expect("rule and confidence");
                let (rule, confidence) = (rule.to_owned(), confidence.to_owned());
                cases.push(Case { title: title.to_owned(), rule, confidence, input: String::new() });
            } else {
                cases.last_mut().expect("a file begins with a title").input += &format!("{line}\n");
            }
        }
    }
    cases
}

/// The last verdict of an input: its rule, how sure it is, and how sure its finding would be without any words.
fn verdict(input: &str) -> Option<(String, Confidence)> {
    let checker = Checker::new(Date::new(2026, 11, 22));
    let judged: Vec<_> = checker.examine(input).map(|examined| examined.judgement).collect();
    let last = judged.iter().rev().find_map(|judgement| Some((judgement, judgement.verdict.as_ref()?)))?;
    let (judgement, verdict) = last;
    Some((judgement.findings[verdict.finding].rule.to_string(), verdict.confidence))
}

#[test]
fn every_answer_gets_the_verdict_it_names() {
    let cases = cases();
    assert!(cases.len() > 50, "{} cases", cases.len());
    let wrong = cases.iter().filter_map(|case| {
        let found = verdict(&case.input).map(|(rule, confidence)| format!("{rule} {}", confidence.name()));
        let wanted = format!("{} {}", case.rule, case.confidence);
        (found.as_ref() != Some(&wanted)).then(|| format!("{}: {found:?}", case.title))
    });
    let wrong: Vec<_> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The input with every sentence beside an error code taken away.
fn without_words(input: &str) -> String {
    let sentence = regex::Regex::new(
        r#""(error_description|hint|error_hint|error_debug|description|message|detail|errorSummary)"\s*:\s*"(\\.|[^"\\])*",?|,?\s*error_description="[^"]*"|&error_description=[^&\s]*"#,
    );
    sentence.expect("a pattern").replace_all(input, "").into_owned()
}

#[test]
fn without_its_words_a_visible_cause_stays_the_verdict() {
    let mut visible = 0;
    for Case { title, input, .. } in cases() {
        let Some((bare, confidence)) = verdict(&without_words(&input)) else { continue };
        if confidence == Confidence::Certain {
            visible += 1;
            assert_eq!(verdict(&input).map(|(rule, _)| rule), Some(bare), "{title}");
        }
    }
    assert!(visible >= 10, "{visible} causes are visible");
}

#[test]
fn words_are_no_cause_where_nothing_was_refused() {
    let input = "$ curl -i https://api.example/items -H 'Authorization: Bearer t0ken-1'\nHTTP/1.1 200 OK\n\n\
                 {\"items\":[{\"message\":\"The authorization code has expired\"}]}\n";
    assert_eq!(verdict(input), None);
}

#[test]
fn every_saying_names_rules_and_is_found_by_itself() {
    for saying in PROVIDERS.sayings.iter().filter(|saying| !saying.names.is_empty()) {
        let words = saying.words.replace('*', "x").replace('\\', "\\\\").replace('"', "\\\"");
        let input = format!(
            "$ curl https://as.example/token -u a:b -d grant_type=refresh_token -d refresh_token=r\n{{\"error\":\"invalid_grant\",\"error_description\":\"{words}\"}}\n"
        );
        let checker = Checker::new(Date::new(2026, 11, 22));
        let judged = checker.examine(&input).next().expect("an exchange").judgement;
        assert!(judged.verdict.is_some(), "{}: {:?} has {:?}", saying.of, saying.words, Outcome::Refused);
    }
}
