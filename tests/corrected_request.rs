//! Promise: the corrected request is right. Whoever copies it meets none of the mistakes that were named, and no new one.

use grantlint::finding::{Confidence, Finding, Part, Phrase, Severity};
use grantlint::provider::PROVIDERS;
use grantlint::{Checker, facts::Date};

fn written(phrase: &Phrase) -> String {
    let part = |part: &Part| match part {
        Part::Words(words) => words.to_string(),
        Part::Value(value) => value.clone(),
        Part::Secret { kind, .. } => panic!("a secret stands in a corrected request: {kind:?}"),
    };
    phrase.0.iter().map(part).collect()
}

fn is_error(finding: &&Finding) -> bool {
    finding.severity == Severity::Error && finding.confidence >= Confidence::Likely
}

/// The errors that are left in the corrected request of `input`, with that request.
fn left(input: &str, day: Date) -> Vec<(String, Vec<String>)> {
    let checker = Checker::new(day);
    let examined = checker.examine(input).filter_map(|examined| Some((examined.corrected?, examined.judgement)));
    examined
        .map(|(corrected, judgement)| {
            let mendable = |rule: &str| judgement.findings.iter().any(|f| f.rule == rule && f.fix.is_some());
            let request = written(&corrected);
            let after = checker.examine(&request).flat_map(|again| again.judgement.findings).collect::<Vec<_>>();
            // A mistake that the first one hid from sight is another matter.
            let counts = |found: &&Finding| mendable(&found.rule) || found.rule.starts_with("paste/");
            let errors = after.iter().filter(is_error).filter(counts).map(|found| found.rule.to_string()).collect();
            (request, errors)
        })
        .collect()
}

#[test]
fn no_mistake_of_an_example_is_left_in_its_corrected_request() {
    let checker = Checker::new(PROVIDERS.checked());
    let mut requests = 0;
    for rule in checker.rules.iter() {
        for example in rule.examples.iter().filter(|example| !example.silent() && example.files.len() == 1) {
            let (_, input) = &example.files[0];
            for (request, errors) in left(input, example.as_of.unwrap_or_else(|| PROVIDERS.checked())) {
                assert!(errors.is_empty(), "{}: {input}\n=> {request}\n{errors:?}", rule.name);
                requests += 1;
            }
        }
    }
    assert!(requests > 100, "only {requests} requests were corrected");
}

#[test]
fn several_mistakes_are_mended_together() {
    let input = "$ curl -i https://www.zopim.com/api/v2/chats -u agent@example.com:pass\nHTTP/1.1 401 Unauthorized\n";
    let corrected = left(input, Date::new(2026, 11, 22)).remove(0).0;
    assert!(corrected.contains("zendesk.com/api/v2/chat/chats"), "{corrected}");
    assert!(corrected.contains("-H \"Authorization: Bearer $ACCESS_TOKEN\""), "{corrected}");
    assert!(!corrected.contains("agent@example.com"), "{corrected}");
}
