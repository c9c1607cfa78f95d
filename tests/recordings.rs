//! Promise: a recording is read entry by entry, and says the same as if it had been read at once.

#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;

use grantlint::facts::Date;
use grantlint::report::{Keep, Report, SourceReport, human, json};
use grantlint::{Checker, Next, Run};
use serde_json::Value;

const TODAY: Date = Date::new(2026, 11, 22);

/// A recording of these entries, each on its own line where `lines` says so.
fn recording(entries: &[String], lines: bool) -> String {
    let divider = if lines { ",\n      " } else { "," };
    format!(
        r#"{{"log":{{"version":"1.2","creator":{{"name":"Firefox","version":"140"}},"entries":[{}]}}}}"#,
        entries.join(divider)
    )
}

/// An entry: when, method, address, headers, body, status, the answer's headers and body.
struct Entry<'e> {
    second: usize,
    method: &'e str,
    url: &'e str,
    headers: &'e [(&'e str, &'e str)],
    body: Option<&'e str>,
    status: u16,
    answer: &'e str,
    location: &'e str,
}

impl Entry<'_> {
    fn write(&self) -> String {
        let text = |value: &str| serde_json::to_string(value).unwrap();
        let headers: Vec<String> = self
            .headers
            .iter()
            .map(|(name, value)| format!(r#"{{"name":{},"value":{}}}"#, text(name), text(value)))
            .collect();
        let body = self.body.map_or_else(String::new, |body| {
            format!(r#","postData":{{"mimeType":"application/x-www-form-urlencoded","text":{}}}"#, text(body))
        });
        let location = if self.location.is_empty() {
            String::new()
        } else {
            format!(r#"{{"name":"Location","value":{}}}"#, text(self.location))
        };
        format!(
            r#"{{"startedDateTime":"2026-11-22T{:02}:{:02}:{:02}.500Z","time":20,"request":{{"method":{},"url":{},"headers":[{}]{body}}},"response":{{"status":{},"headers":[{location}],"redirectURL":{},"content":{{"mimeType":"application/json","text":{}}}}}}}"#,
            self.second / 3600,
            self.second / 60 % 60,
            self.second % 60,
            text(self.method),
            text(self.url),
            headers.join(","),
            self.status,
            text(self.location),
            text(self.answer),
        )
    }
}

/// The steps of one code flow, in order. `wait` seconds pass between callback and exchange.
fn flow(number: usize, second: usize, wait: usize, redirect_uri: &str) -> Vec<String> {
    let authorize = format!(
        "https://as.example/authorize?response_type=code&client_id=app{number}&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&state=st{number}x"
    );
    let callback = format!("https://app.example/cb?code=c0de{number}xyz&state=st{number}x");
    let body = format!(
        "grant_type=authorization_code&code=c0de{number}xyz&client_id=app{number}&client_secret=s3cr3t{number}value&redirect_uri={redirect_uri}"
    );
    let refused = wait > 600 || redirect_uri != "https%3A%2F%2Fapp.example%2Fcb";
    let issued = format!(r#"{{"access_token":"t0ken{number}abcdefgh","token_type":"Bearer","expires_in":3600}}"#);
    let bearer = format!("Bearer t0ken{number}abcdefgh");
    let get = |second, url, status, location| Entry {
        second,
        method: "GET",
        url,
        headers: &[],
        body: None,
        status,
        answer: "",
        location,
    };
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let token = Entry {
        second: second + 2 + wait,
        method: "POST",
        url: "https://as.example/token",
        headers: &form,
        body: Some(&body),
        status: if refused { 400 } else { 200 },
        answer: if refused { r#"{"error":"invalid_grant"}"# } else { &issued },
        location: "",
    };
    let authorization = [("authorization", bearer.as_str())];
    let call = Entry {
        second: second + 3 + wait,
        method: "GET",
        url: "https://api.example/v1/me",
        headers: &authorization,
        body: None,
        status: 200,
        answer: r#"{"id":1}"#,
        location: "",
    };
    let mut entries = vec![
        get(second, &authorize, 302, &callback).write(),
        get(second + 1, &callback, 200, "").write(),
        token.write(),
    ];
    if !refused {
        entries.push(call.write());
    }
    entries
}

fn streamed(text: &str) -> SourceReport {
    let checker = Checker::new(TODAY);
    Run::new(&checker).check_recording("flow.har", text.as_bytes(), &Keep::default()).unwrap()
}

fn at_once(text: &str) -> SourceReport {
    Checker::new(TODAY).check("flow.har", text.as_bytes(), &Keep::default())
}

fn document(report: SourceReport) -> Value {
    serde_json::from_str(&json(&Report { sources: vec![report], ..Report::default() })).unwrap()
}

/// What a finding points at.
fn pointed<'t>(text: &'t str, finding: &Value) -> &'t str {
    let offset = |end: &str| usize::try_from(finding[end]["offset"].as_u64().unwrap()).unwrap();
    &text[offset("start")..offset("end")]
}

#[test]
fn entries_one_by_one_say_what_the_whole_says() {
    for lines in [false, true] {
        let mut entries = flow(1, 100, 1, "https%3A%2F%2Fapp.example%2Fcb");
        entries.extend(flow(2, 200, 900, "https%3A%2F%2Fapp.example%2Fcb"));
        entries.extend(flow(3, 2000, 1, "https%3A%2F%2Fapp.example%2Fother"));
        let text = recording(&entries, lines);
        let (mut one, mut other) = (document(streamed(&text)), document(at_once(&text)));
        assert_eq!(one["summary"], other["summary"]);
        // A number of a tag may differ where secrets of other entries are shown; everything else is equal.
        for document in [&mut one, &mut other] {
            document["exchanges"].as_array_mut().unwrap().iter_mut().for_each(|e| e["request"] = Value::Null);
        }
        assert_eq!(one["exchanges"], other["exchanges"], "lines: {lines}");
        assert_eq!(one["findings"], other["findings"], "lines: {lines}");
    }
}

#[test]
fn entries_read_on_all_cores_say_what_they_say_one_by_one() {
    let redirect = |number: usize| {
        if number.is_multiple_of(7) { "https%3A%2F%2Fapp.example%2Fother" } else { "https%3A%2F%2Fapp.example%2Fcb" }
    };
    let entries: Vec<String> =
        (0..600).flat_map(|number| flow(number, 100 + 20 * number, 1, redirect(number))).collect();
    let text = recording(&entries, false);
    let folder = std::env::temp_dir().join(format!("grantlint-cores-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("flow.har"), &text).unwrap();
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_grantlint"))
        .args(["check", "--format", "json", "--as-of", "2026-11-22", "flow.har"])
        .current_dir(&folder)
        .output()
        .unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let found: Value = serde_json::from_slice(&run.stdout).unwrap();
    assert!(found["summary"]["errors"].as_u64() > Some(80), "{}", found["summary"]);
    assert_eq!(found, document(streamed(&text)));
}

#[test]
fn steps_in_entries_of_their_own_are_one_flow() {
    let mut entries = flow(1, 100, 1, "https%3A%2F%2Fapp.example%2Fcb");
    entries.extend(flow(2, 300, 1, "https%3A%2F%2Fapp.example%2Fother"));
    let text = recording(&entries, true);
    let report = streamed(&text);
    let document = document(report.clone());
    let verdicts: Vec<&Value> =
        document["exchanges"].as_array().unwrap().iter().filter(|e| !e["verdict"].is_null()).collect();
    assert_eq!(verdicts.len(), 1, "{document:#}");
    assert_eq!(verdicts[0]["verdict"]["rule"], "oauth/redirect-uri-mismatch");
    let finding = &document["findings"][usize::try_from(verdicts[0]["verdict"]["finding"].as_u64().unwrap()).unwrap()];
    assert_eq!(pointed(&text, finding), "https%3A%2F%2Fapp.example%2Fother");
    let related = &finding["related"][0];
    assert_eq!(pointed(&text, related), "https%3A%2F%2Fapp.example%2Fcb");
    assert!(
        related["start"]["offset"].as_u64() > Some(text.find("app2").unwrap() as u64),
        "it lies in the second flow"
    );
    // The steps of the refused flow are listed, those of the other are not.
    let listed: Vec<u64> =
        document["exchanges"].as_array().unwrap().iter().map(|e| e["id"].as_u64().unwrap()).collect();
    assert_eq!(listed, [4, 5, 6]);
    let page = human(&Report { sources: vec![report], ..Report::default() }, grantlint::report::Look::default());
    assert!(page.contains("3. refused: POST https://as.example/token, 400 invalid_grant"), "{page}");
}

#[test]
fn a_code_that_waited_too_long_is_found_by_the_recorded_times() {
    let chat = |entries: Vec<String>| {
        recording(&entries, false).replace("https://as.example/token", "https://acme.zendesk.com/oauth2/chat/token")
    };
    let text = recording(&flow(7, 100, 900, "https%3A%2F%2Fapp.example%2Fcb"), false);
    let found = document(streamed(&text));
    assert_eq!(found["exchanges"][2]["verdict"]["rule"], "oauth/code-expired", "{found:#}");
    let quick = document(streamed(&chat(flow(8, 100, 1, "https%3A%2F%2Fapp.example%2Fcb"))));
    assert_eq!(quick["findings"], Value::Array(Vec::new()), "{quick:#}");
}

#[test]
fn flows_hold_when_they_are_interleaved_and_far_apart() {
    let mut entries = Vec::new();
    let flows: Vec<Vec<String>> = (0..40)
        .map(|n| {
            let uri = if n == 23 { "https%3A%2F%2Fapp.example%2Fother" } else { "https%3A%2F%2Fapp.example%2Fcb" };
            flow(n, 10 * n, 1, uri)
        })
        .collect();
    for step in 0..4 {
        for (n, flow) in flows.iter().enumerate() {
            entries.extend(flow.get(step).cloned());
            for noise in 0..5 {
                let url = format!("https://cdn.example/asset/{n}/{step}/{noise}.js");
                let entry = Entry {
                    second: n,
                    method: "GET",
                    url: &url,
                    headers: &[],
                    body: None,
                    status: 200,
                    answer: "",
                    location: "",
                };
                entries.push(entry.write());
            }
        }
    }
    let text = recording(&entries, false);
    let found = document(streamed(&text));
    let rules: Vec<&Value> = found["exchanges"]
        .as_array()
        .unwrap()
        .iter()
        .map(|exchange| &exchange["verdict"]["rule"])
        .filter(|rule| !rule.is_null())
        .collect();
    assert_eq!(rules, ["oauth/redirect-uri-mismatch"], "{:#}", found["findings"]);
    assert_eq!(found["summary"]["exchanges"], entries.len());
}

#[test]
fn files_named_together_are_one_flow() {
    let checker = Checker::new(TODAY);
    let mut run = Run::new(&checker);
    let first = "https://as.example/authorize?response_type=code&client_id=app&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&state=xyz1\n";
    let second = "$ curl https://as.example/token -d grant_type=authorization_code -d code=c0de1 -d client_id=app -d client_secret=s3cr3tvalue -d redirect_uri=https://app.example/other\n{\"error\":\"invalid_grant\"}\n";
    let one = run.check("ticket/authorize.txt", first.as_bytes(), &Keep::default(), Next::More);
    let two = run.check("ticket/token.sh", second.as_bytes(), &Keep::default(), Next::Nothing);
    let mut text = String::new();
    write!(text, "{}", json(&Report { sources: vec![one, two], ..Report::default() })).unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    let finding = &document["findings"][0];
    assert_eq!(finding["rule"], "oauth/redirect-uri-mismatch");
    assert_eq!(finding["path"], "ticket/token.sh");
    assert_eq!(finding["related"][0]["path"], "ticket/authorize.txt");
    assert_eq!(pointed(first, &finding["related"][0]), "https%3A%2F%2Fapp.example%2Fcb");
}

#[test]
fn a_recording_that_is_cut_off_yields_what_was_there_and_says_where_it_stops() {
    let text = recording(&flow(3, 100, 1, "https%3A%2F%2Fapp.example%2Fother"), false);
    let cut = &text[..text.len() - 40];
    let found = document(streamed(cut));
    let rules: Vec<&str> = found["findings"].as_array().unwrap().iter().map(|f| f["rule"].as_str().unwrap()).collect();
    assert!(rules.contains(&"paste/cut-off"), "{rules:?}");
    assert_eq!(found["summary"]["exchanges"].as_u64(), Some(3), "{found:#}");
}

#[test]
fn what_a_file_says_of_a_client_is_known_to_the_requests_of_the_same_run() {
    let checker = Checker::new(TODAY);
    let client = r#"{"client":{"id":7,"name":"Shop","client_identifier":"shop_app","client_type":"public","redirect_uris":["http://localhost:8080"],"scopes":["read","write"]}}"#;
    let call = "curl https://acme.zendesk.com/oauth2/chat/token -d grant_type=client_credentials -d client_id=shop_app -d client_secret=an1nventedSecret42 -d scope=read\n";
    let ask = "https://acme.zendesk.com/oauth2/chat/authorizations/new?response_type=code&client_id=shop_app&redirect_uri=https%3A%2F%2Fshop.example%2Fcb&scope=read&state=x1y2\n";
    let rules = |report: &SourceReport| -> Vec<(String, String)> {
        let sure = |f: &grantlint::report::Found| (f.rule.to_string(), format!("{:?}", f.confidence));
        report.findings.iter().map(sure).collect()
    };
    let mut run = Run::new(&checker);
    let first = run.check("client.json", client.as_bytes(), &Keep::default(), Next::More);
    assert_eq!(first.read, 1, "the client was read");
    let second = run.check("call.sh", call.as_bytes(), &Keep::default(), Next::More);
    let third = run.check("ask.txt", ask.as_bytes(), &Keep::default(), Next::Nothing);
    assert!(
        rules(&second).contains(&("oauth/public-client-credentials".to_owned(), "Certain".to_owned())),
        "{:?}",
        rules(&second)
    );
    assert!(
        rules(&third).contains(&("oauth/unregistered-redirect-uri".to_owned(), "Certain".to_owned())),
        "{:?}",
        rules(&third)
    );
    let related = &third.findings.iter().find(|f| f.rule == "oauth/unregistered-redirect-uri").unwrap().related[0];
    assert_eq!(related.path.as_deref(), Some("client.json"));
    let alone = Run::new(&checker).check("ask.txt", ask.as_bytes(), &Keep::default(), Next::Nothing);
    assert!(!rules(&alone).iter().any(|(rule, _)| rule == "oauth/unregistered-redirect-uri"));
}
