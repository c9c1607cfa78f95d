//! Promise: what people copy out of Postman's console is read as the request that it shows, with its answer.

#![allow(clippy::unwrap_used)]

use grantlint::exchange::{BodyKind, Exchange, Form, Part};
use grantlint::facts::Date;
use grantlint::read::read;
use grantlint::{Checker, Examined};

const PRETTY: &str = r#"▼ POST https://acme.zendesk.com/oauth2/chat/token
400
182 ms
▶ Network
▼ Request Headers
Content-Type: "application/x-www-form-urlencoded"
User-Agent: "PostmanRuntime/7.43.0"
Accept: "*/*"
Host: "acme.zendesk.com"
▼ Request Body
grant_type: "authorisation_code"
code: "an-invented-code"
redirect_uri: "https://shop.example/cb?a=\"b\""
▼ Response Headers
Content-Type: "application/json"
▼ Response Body
{"error": "unsupported_grant_type"}
"#;

fn only(text: &str) -> Exchange<'_> {
    let mut all: Vec<_> = read(text).collect();
    assert_eq!(all.len(), 1, "{text}");
    all.remove(0)
}

fn params(exchange: &Exchange<'_>) -> Vec<(String, String)> {
    exchange.request.params.iter().map(|p| (p.name.as_str().to_owned(), p.value.as_str().to_owned())).collect()
}

/// The rules of the findings, and the characters that they point at.
fn found(text: &str) -> Vec<(String, String)> {
    let checker = Checker::new(Date::new(2026, 11, 22));
    let all: Vec<Examined<'_>> = checker.examine(text).collect();
    let findings = all.iter().flat_map(|one| &one.judgement.findings);
    findings.map(|finding| (finding.rule.clone().into(), text[finding.span.range()].to_owned())).collect()
}

#[test]
fn the_tree_is_a_request_with_its_answer() {
    let exchange = only(PRETTY);
    assert_eq!(exchange.form, Form::Http);
    let request = &exchange.request;
    assert_eq!(request.method.as_ref().unwrap().value, "POST");
    assert_eq!(request.url.as_ref().unwrap().text.as_str(), "https://acme.zendesk.com/oauth2/chat/token");
    let headers: Vec<_> = request.headers.iter().map(|h| (h.name.as_str(), h.value.as_str())).collect();
    assert_eq!(headers[0], ("Content-Type", "application/x-www-form-urlencoded"));
    assert_eq!(headers.len(), 4);
    assert_eq!(params(&exchange)[2], ("redirect_uri".into(), "https://shop.example/cb?a=\"b\"".into()));
    let response = exchange.response.as_ref().unwrap();
    assert_eq!(response.status.as_ref().unwrap().value, 400);
    assert!(response.json.is_some() && response.headers.len() == 1);
    assert_eq!(PRETTY[exchange.span.range()].trim_end(), PRETTY.trim_start_matches("▼ ").trim_end());
    let found = found(PRETTY);
    assert_eq!(found[0], ("oauth/misspelled-grant-type".to_owned(), "authorisation_code".to_owned()));
}

#[test]
fn signs_colons_and_the_place_of_the_status_do_not_matter() {
    let shape = |exchange: &Exchange<'_>| {
        (params(exchange), exchange.response.as_ref().map(|response| response.status.as_ref().unwrap().value))
    };
    let wanted = shape(&only(PRETTY));
    let variants = [
        PRETTY.replace(['▼', '▶'], ""),
        PRETTY.replace("/token\n400\n182 ms\n▶ Network\n", "/token  400  182 ms\n▶ Network: {…}\n"),
        PRETTY.replace("\n400\n182 ms\n", "\n400 Bad Request\n1.2 s\nShow raw log\n"),
        PRETTY.replace("\n400\n", "\nStatus: 400 Bad Request\n"),
        PRETTY.replace("Headers\n", "Headers:\n").replace("Body\n", "Body:\n").replace(": \"", ":\""),
        PRETTY.replace("▼ ", "  ▾ ").replace("\ngrant_type", "\n      grant_type"),
        PRETTY.replace("▶ Network\n", "▼ Network\nAddresses: {…}\nlocal: {address: \"10.0.0.2\", port: 5}\ntls: {…}\n"),
        PRETTY.replace('\n', "\r\n"),
        PRETTY.replace("{\"error", "\n{\"error"),
        format!("Hi,\n\nthis is what I get:\n\n```\n{PRETTY}```\n\nWhat is wrong?\n"),
    ];
    for variant in &variants {
        assert_eq!(shape(&only(variant)), wanted, "{variant}");
    }
}

#[test]
fn what_is_folded_together_is_not_seen() {
    let (head, rest) = PRETTY.split_once("grant_type").unwrap();
    let folded = format!("{head}{}", rest.split_once("▼ Response Headers").unwrap().1);
    let folded = folded.replace("▼ Request Body\n", "▶ Request Body\n▶ Response Headers");
    let exchange = only(&folded);
    assert!(!exchange.shows(Part::Parameters) && !exchange.shows(Part::Body) && exchange.shows(Part::Headers));
    assert!(found(&folded).iter().all(|(rule, _)| !rule.contains("missing")), "{:?}", found(&folded));
    let headless = PRETTY.replace("▼ Request Headers\n", "▶ Request Headers\n");
    let start = headless.find("Content-Type").unwrap();
    let end = headless.find("▼ Request Body").unwrap();
    let headless = format!("{}{}", &headless[..start], &headless[end..]);
    assert!(!only(&headless).shows(Part::Credentials));
}

#[test]
fn a_body_of_another_type_is_told_apart() {
    let json = PRETTY.replace("application/x-www-form-urlencoded", "application/json");
    let exchange = only(&json);
    assert_eq!(params(&exchange)[0], ("grant_type".into(), "authorisation_code".into()));
    assert!(found(&json).iter().any(|(rule, _)| rule == "oauth/token-request-not-form"), "{:?}", found(&json));
    let parts = PRETTY.replace("application/x-www-form-urlencoded", "multipart/form-data; boundary=x");
    assert_eq!(only(&parts).request.body.as_ref().unwrap().kind, BodyKind::Multipart);
    assert!(found(&parts).iter().any(|(rule, _)| rule == "oauth/token-request-not-form"));
}

#[test]
fn several_requests_of_one_paste_are_told_apart() {
    let call = "▼ GET https://acme.zendesk.com/api/v2/chat/chats 401 90 ms\n▼ Request Headers\n\
                Authorization: \"Token an-invented-token-0123456789\"\n▼ Response Body\n{\"error\": \"unauthorized\"}\n";
    for text in [format!("{PRETTY}{call}"), format!("{PRETTY}\n{call}"), format!("{call}\n\n{PRETTY}")] {
        assert_eq!(read(&text).count(), 2, "{text}");
    }
    assert!(found(call).iter().any(|(rule, _)| rule == "http/malformed-authorization"));
}

#[test]
fn the_raw_log_is_the_message_as_it_travels() {
    let raw = "POST /oauth2/chat/token HTTP/1.1\nContent-Type: application/x-www-form-urlencoded\n\
               User-Agent: PostmanRuntime/7.43.0\nHost: acme.zendesk.com\nContent-Length: 50\n \n\
               grant_type=authorisation_code&code=an-invented-code\n \nHTTP/1.1 400 Bad Request\n\
               Content-Type: application/json\n \n{\"error\":\"unsupported_grant_type\"}\n";
    let exchange = only(raw);
    assert_eq!(params(&exchange).len(), 2);
    assert_eq!(exchange.response.as_ref().unwrap().status.as_ref().unwrap().value, 400);
}

#[test]
fn documentation_with_the_same_headings_is_not_the_console() {
    let page = "POST https://as.example/token\nRequest Headers\nContent-Type: application/x-www-form-urlencoded\n\
                Request Body\ngrant_type: the grant that you use\nResponse Body\nthe token\n";
    assert!(found(page).is_empty(), "{:?}", found(page));
    let talk = "Look at Request Headers and Response Body.\nPOST https://as.example/x is refused: \"why\"\n";
    assert!(found(talk).is_empty(), "{:?}", found(talk));
}
