//! Promise: a refusal that the next request makes up for is part of a conversation that works, and no failure.

use grantlint::Checker;
use grantlint::facts::Date;
use grantlint::finding::Severity;
use grantlint::report::Keep;

/// Whether something is said to have failed.
fn fails(name: &str, text: &str) -> bool {
    let checker = Checker::new(Date::new(2026, 11, 23));
    let report = checker.check(name, text.as_bytes(), &Keep::default());
    let told = report.exchanges.iter().any(|listed| listed.cause.is_some());
    let bad = report.findings.iter().any(|found| found.severity == Severity::Error);
    assert_eq!(told, bad, "a verdict is an error: {text}");
    bad
}

fn wire(exchanges: &[(&str, &str, &str, &str)]) -> String {
    let one = |(address, sent, status, got): &(&str, &str, &str, &str)| {
        format!("> GET {address} HTTP/1.1\n> Host: intra.example\n{sent}>\n< HTTP/1.1 {status}\n{got}<\n")
    };
    exchanges.iter().map(one).collect()
}

const NEGOTIATE: &str = "< WWW-Authenticate: Negotiate\n< WWW-Authenticate: NTLM\n";

#[test]
fn a_challenge_that_is_answered_is_no_refusal() {
    let first = ("/sites", "", "401 Unauthorized", NEGOTIATE);
    let answered = ("/sites", "> Authorization: Negotiate YIIFNwYGKwYBBQUC\n", "200 OK", "");
    assert!(!fails("trace.txt", &wire(&[first, answered])));
    assert!(fails("trace.txt", &wire(&[first])));
}

#[test]
fn a_command_that_authenticates_in_two_steps_works() {
    let trace = wire(&[
        ("/sites", "", "401 Unauthorized", "< WWW-Authenticate: Digest realm=\"x\", nonce=\"n7\"\n"),
        ("/sites", "> Authorization: Digest username=\"ann\", realm=\"x\", nonce=\"n7\"\n", "200 OK", ""),
    ]);
    let text = format!("$ curl -v --digest -u ann:an-invented-word https://intra.example/sites\n{trace}");
    assert!(!fails("trace.txt", &text));
}

#[test]
fn what_is_granted_elsewhere_makes_up_for_nothing() {
    let refused = ("/sites", "> Authorization: Bearer an-invented-token\n", "401 Unauthorized", "");
    let other = ("/people", "> Authorization: Bearer another-invented-token\n", "200 OK", "");
    assert!(fails("trace.txt", &wire(&[refused, other])));
    let before = ("/sites", "> Authorization: Bearer another-invented-token\n", "200 OK", "");
    assert!(fails("trace.txt", &wire(&[before, refused])));
}

#[test]
fn a_recording_in_which_a_token_is_renewed_works() {
    let entry = |method: &str, url: &str, headers: &str, body: &str, status: u16, answer: &str| {
        format!(
            r#"{{"startedDateTime":"2026-11-23T10:00:00.000Z","request":{{"method":"{method}","url":"{url}","headers":[{headers}],"queryString":[],"cookies":[]{body}}},"response":{{"status":{status},"headers":[],"cookies":[],"content":{{"mimeType":"application/json","text":"{answer}"}}}}}}"#
        )
    };
    let bearer = |token: &str| format!(r#"{{"name":"Authorization","value":"Bearer {token}"}}"#);
    let me = "https://api.example/v1/me";
    let old = entry("GET", me, &bearer("an-old-invented-token"), "", 401, r#"{\"error\":\"invalid_token\"}"#);
    let form = r#"{"name":"Content-Type","value":"application/x-www-form-urlencoded"}"#;
    let body = r#","postData":{"mimeType":"application/x-www-form-urlencoded","text":"grant_type=refresh_token&refresh_token=an-invented-one&client_id=a&client_secret=an-invented-secret"}"#;
    let issued = r#"{\"access_token\":\"a-new-invented-token\",\"token_type\":\"Bearer\"}"#;
    let renewal = entry("POST", "https://login.example/oauth/token", form, body, 200, issued);
    let new = entry("GET", me, &bearer("a-new-invented-token"), "", 200, r#"{\"id\":7}"#);
    let log = |entries: &[&str]| {
        format!(
            r#"{{"log":{{"version":"1.2","creator":{{"name":"x","version":"1"}},"entries":[{}]}}}}"#,
            entries.join(",")
        )
    };
    assert!(!fails("a.har", &log(&[&old, &renewal, &new])));
    assert!(fails("a.har", &log(&[&old, &renewal])));
}

#[test]
fn a_client_that_was_refused_was_refused() {
    let token = |secret: &str, answer: &str| {
        format!(
            "$ curl -i https://login.example/oauth/token -d grant_type=client_credentials -d client_id=a -d client_secret={secret}\nHTTP/1.1 {answer}\n\n"
        )
    };
    let text = token("an-invented-secret", "401 Unauthorized\n\n{\"error\":\"invalid_client\"}")
        + &token("another-invented-secret", "200 OK\n\n{\"access_token\":\"an-invented-token\"}");
    assert!(fails("a.txt", &text));
}
