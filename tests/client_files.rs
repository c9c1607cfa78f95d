//! Promise: the same request gets the same findings, in whatever client's file it is kept.

#![allow(clippy::unwrap_used)]

#[path = "support/clients.rs"]
mod clients;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use clients::Plain;
use grantlint::Checker;
use grantlint::exchange::Form;
use grantlint::facts::Date;
use grantlint::finding::Severity;
use grantlint::read::read;
use serde_json::{Value, json};

fn checker() -> Checker {
    Checker::new(Date::new(2026, 11, 22))
}

/// The requests of the fixtures that every form can express.
fn requests() -> Vec<Plain> {
    let mut all = Vec::new();
    for folder in ["fixtures/thread", "fixtures/right", "fixtures/curl"] {
        let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            let text = fs::read_to_string(&path).unwrap();
            for input in text.split("\n%% ") {
                all.extend(read(input).filter_map(|exchange| Plain::of(&exchange)));
            }
        }
    }
    all
}

/// What is found, in an order of its own: rule, severity, confidence, the decoded characters that are pointed at, and
/// whether it is the verdict.
fn found(text: &str, form: Form, plain: &Plain) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let mut read = 0;
    for examined in checker().examine(text) {
        assert_eq!(examined.exchange.form, form, "{text}");
        read += 1;
        let verdict = examined.judgement.verdict.map(|verdict| verdict.finding);
        for (index, finding) in examined.judgement.findings.iter().enumerate() {
            let place = &text[finding.span.range()];
            let login = plain.basic.as_ref().is_some_and(|(_, password)| place.contains(password.as_str()));
            let command = place.starts_with("curl") || place.starts_with('-') || place.lines().count() > 1;
            let alone = |name: &str| place.len() <= name.len() + 2 || place.lines().count() > 1;
            let header = plain
                .headers
                .iter()
                .find(|(name, value)| place.contains(name.as_str()) && (place.contains(value.as_str()) || alone(name)));
            let place = match () {
                () if login => "credentials".to_owned(),
                () if header.is_some() => header.unwrap().0.clone(),
                () if place.eq_ignore_ascii_case(&plain.method) => String::new(),
                () if command || plain.body.as_deref() == Some(&decoded(place)) => String::new(),
                () => decoded(place),
            };
            let lead = if verdict == Some(index) { " verdict" } else { "" };
            all.insert(format!("{}{lead} {:?} {:?} {place}", finding.rule, finding.severity, finding.confidence));
        }
    }
    assert_eq!(read, 1, "one request in {text}");
    all
}

/// The characters without the escapes of JSON and the quotes of a shell.
fn decoded(text: &str) -> String {
    text.replace("\\\"", "\"").replace("\\n", "\n").replace("'\\''", "'")
}

#[test]
fn the_same_request_gets_the_same_findings_in_every_form() {
    let requests = requests();
    assert!(requests.len() > 200, "{} requests", requests.len());
    let mut wrong = Vec::new();
    for plain in &requests {
        let curl = found(&plain.curl(false), Form::Curl, plain);
        // A form over several lines is another one for some clients: they join the lines, and take spaces around the
        // equals sign for layout.
        let is_form = plain.body.as_deref().is_some_and(|body| !body.trim_start().starts_with(['{', '[', '<']));
        if is_form
            && plain
                .body
                .as_deref()
                .is_some_and(|body| body.contains('\n') || body.contains(" =") || body.contains("= "))
        {
            continue;
        }
        // What a shell alone can do to a value.
        if curl.iter().any(|found| found.starts_with("paste/variable-")) {
            continue;
        }
        let mut compare = |name: &str, form: Form, text: Option<String>, curl: &BTreeSet<String>| {
            let Some(text) = text else { return };
            let here = found(&text, form, plain);
            if here != *curl {
                let only: Vec<_> = here.difference(curl).collect();
                let missing: Vec<_> = curl.difference(&here).collect();
                wrong.push(format!("{name}: {only:?} instead of {missing:?} in\n{text}\n{}", plain.curl(true)));
            }
        };
        compare("postman", Form::Postman, Some(plain.postman(false)), &curl);
        compare("insomnia json", Form::Insomnia, Some(plain.insomnia_json()), &curl);
        compare("insomnia yaml", Form::Insomnia, Some(plain.insomnia_yaml()), &curl);
        compare("bruno", Form::Bruno, plain.bruno(), &curl);
        compare("hurl", Form::Hurl, plain.hurl(), &curl);
        compare("http file", Form::HttpFile, Some(plain.http_file()), &curl);
        if plain.answer.is_some() {
            let curl = found(&plain.curl(true), Form::CurlTranscript, plain);
            compare("postman", Form::Postman, Some(plain.postman(true)), &curl);
        }
    }
    let shown: Vec<_> = wrong.iter().take(6).cloned().collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), requests.len(), shown.join("\n\n"));
}

#[test]
fn right_files_get_no_error_and_no_verdict() {
    let mut read = 0;
    for path in fs::read_dir("fixtures/clients").unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() || path.extension().is_some_and(|extension| extension == "sh" || extension == "mjs") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for examined in checker().examine(&text) {
            read += 1;
            let findings = &examined.judgement.findings;
            let errors: Vec<_> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
            assert!(errors.is_empty() && examined.judgement.verdict.is_none(), "{}: {errors:#?}", path.display());
        }
    }
    assert!(read > 20, "{read} requests");
    assert!(Path::new("fixtures/clients/make.sh").exists());
}

/// Method, path, parameters and credentials of every request, as Postman's own library resolves them.
#[test]
fn a_collection_is_resolved_as_postmans_own_library_does() {
    let text = fs::read_to_string("fixtures/clients/postman.json").unwrap();
    let resolved = fs::read_to_string("fixtures/clients/oracle/postman.json").unwrap();
    let Value::Array(resolved) = serde_json::from_str(&resolved).unwrap() else { panic!("a list") };
    let all: Vec<_> = read(&text).collect();
    // The requests of an `oauth2` block are Postman's, not its library's.
    let block = |exchange: &&grantlint::exchange::Exchange<'_>| text[exchange.span.range()].contains("\"request\"");
    let requests: Vec<_> = all.iter().filter(block).collect();
    assert_eq!(requests.len(), resolved.len());
    assert_eq!(all.len(), resolved.len() + 2);
    for (exchange, known) in requests.iter().zip(&resolved) {
        let request = &exchange.request;
        let method = request.method.as_ref().unwrap();
        assert_eq!(known["method"], method.value);
        assert_eq!(
            known["url"].as_str().unwrap().replace(":id", "1706.55.ABC"),
            request.url.as_ref().unwrap().text.as_str()
        );
        let headers: Vec<Value> =
            request.headers.iter().map(|header| json!([header.name.as_str(), header.value.as_str()])).collect();
        assert_eq!(known["headers"], Value::Array(headers));
        if let Value::Array(params) = &known["params"] {
            let read: Vec<Value> =
                request.params.iter().map(|param| json!([param.name.as_str(), param.value.as_str()])).collect();
            assert_eq!(params, &read);
        }
        assert_eq!(request.login.is_some(), known["auth"] != "noauth", "{known}");
    }
}

/// What Bruno's own parser reads of the same files.
#[test]
fn bruno_files_are_read_as_brunos_own_parser_does() {
    let parsed = fs::read_to_string("fixtures/clients/oracle/bruno.json").unwrap();
    let Value::Object(parsed) = serde_json::from_str(&parsed).unwrap() else { panic!("an object") };
    assert!(parsed.len() > 3);
    for (name, known) in &parsed {
        let text = fs::read_to_string(Path::new("fixtures/clients").join(name)).unwrap();
        let exchange = read(&text).next().unwrap();
        let request = &exchange.request;
        assert_eq!(known["http"]["method"].as_str().unwrap().to_uppercase(), request.method.as_ref().unwrap().value);
        let filled = |text: &str| text.replace("{{subdomain}}", "acme").replace(":id", "1706.55.ABC");
        assert_eq!(filled(known["http"]["url"].as_str().unwrap()), request.url.as_ref().unwrap().text.as_str());
        let on = |rows: &Value| -> Vec<(String, String)> {
            let rows = rows.as_array().cloned().unwrap_or_default();
            let on = rows.iter().filter(|row| row["enabled"] == true);
            on.map(|row| (row["name"].as_str().unwrap().to_owned(), row["value"].as_str().unwrap().to_owned()))
                .collect()
        };
        let headers: Vec<_> =
            request.headers.iter().map(|h| (h.name.as_str().to_owned(), h.value.as_str().to_owned())).collect();
        assert_eq!(on(&known["headers"]), headers, "{name}");
        if known["http"]["body"] == "formUrlEncoded" {
            let params: Vec<_> =
                request.params.iter().map(|p| (p.name.as_str().to_owned(), p.value.as_str().to_owned())).collect();
            assert_eq!(on(&known["body"]["formUrlEncoded"]), params, "{name}");
        }
        if known["http"]["body"] == "json" {
            let body = request.body.as_ref().unwrap().pieces.first().unwrap().as_str().trim_end();
            assert_eq!(known["body"]["json"].as_str().unwrap().trim_end(), body, "{name}");
        }
        assert_eq!(!exchange.shows(grantlint::exchange::Part::Credentials), known["http"]["auth"] == "inherit");
    }
}
