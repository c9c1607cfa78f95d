//! Promise: the same request gives the same findings, on the same characters, with the same verdict, whether it is
//! pasted as a command, recorded by a browser or copied as it travelled.

#![allow(clippy::unwrap_used)]

#[path = "support/programs.rs"]
mod programs;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use grantlint::exchange::{BodyKind, Exchange, Form, Json, Login};
use grantlint::facts::Date;
use grantlint::read::read;
use grantlint::text::{Mark, Span, Text};
use grantlint::{Checker, Examined};
use serde_json::{Value, json};

/// Rules that a form cannot break, or that say less there, and why. Each is asserted: one that agrees everywhere has
/// no place here.
const EXCEPTIONS: &[(&str, &str)] = &[];

/// A request with its answer, in no form at all.
#[derive(Clone, Debug)]
struct Message {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
    answer: Option<Answer>,
}

#[derive(Clone, Debug)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

/// What is said about an exchange: its verdict's rule, and of each finding the rule, the severity and the characters.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Said {
    verdict: Option<String>,
    findings: BTreeSet<(String, &'static str, String)>,
}

#[test]
fn the_same_request_has_the_same_findings_in_every_form() {
    let checker = Checker::new(Date::new(2026, 11, 22));
    let messages = messages();
    assert!(messages.len() > 300, "only {} messages", messages.len());
    let mut wrong = Vec::new();
    let mut excused = BTreeSet::new();
    let (mut telling, mut compared) = (0, 0);
    for message in &messages {
        let wanted = said(&checker, &transcript(message)).unwrap_or_else(|| panic!("{message:?}"));
        telling += usize::from(!wanted.findings.is_empty());
        for (form, text) in renderings(message) {
            let Some(found) = said(&checker, &text) else {
                wrong.push(format!("{form}: nothing is read\n{text}"));
                continue;
            };
            compared += 1;
            if found == wanted {
                continue;
            }
            let is_excused = |rule: &str| EXCEPTIONS.iter().any(|(name, _)| *name == rule);
            let differing: BTreeSet<&str> =
                found.findings.symmetric_difference(&wanted.findings).map(|(rule, ..)| rule.as_str()).collect();
            let verdicts = [&found.verdict, &wanted.verdict];
            let verdict_differs =
                found.verdict != wanted.verdict && !verdicts.into_iter().flatten().any(|rule| is_excused(rule));
            excused.extend(differing.iter().filter(|rule| is_excused(rule)).map(|rule| (*rule).to_owned()));
            if verdict_differs || differing.iter().any(|rule| !is_excused(rule)) {
                let only = |a: &Said, b: &Said| format!("{:?}", a.findings.difference(&b.findings).collect::<Vec<_>>());
                wrong.push(format!(
                    "{form}: {:?}, not {:?}\n  only there: {}\n  only in curl: {}\n{text}",
                    found.verdict,
                    wanted.verdict,
                    only(&found, &wanted),
                    only(&wanted, &found)
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {compared} differ:\n\n{}",
        wrong.len(),
        wrong[..wrong.len().min(std::env::var("ALL").map_or(12, |_| 9999))].join("\n\n")
    );
    assert!(telling > 150, "only {telling} messages have findings");
    for (rule, why) in EXCEPTIONS {
        assert!(excused.contains(*rule), "{rule} needs no exception: {why}");
    }
}

#[test]
fn of_two_entries_with_the_same_token_each_finding_stands_in_its_own() {
    let checker = Checker::new(Date::new(2026, 11, 22));
    let message = Message {
        method: "GET".into(),
        url: "https://acme.zendesk.com/api/v2/chat/chats".into(),
        headers: vec![("Authorization".into(), "Token an-invented-token-0123456789".into())],
        body: None,
        answer: Some(Answer { status: 401, headers: Vec::new(), body: "{\"error\":\"unauthorized\"}".into() }),
    };
    let one = entry(&message, &FIREFOX);
    let text =
        json!({ "log": { "version": "1.2", "creator": { "name": "Firefox" }, "entries": [one, one] } }).to_string();
    let examined: Vec<Examined<'_>> = checker.examine(&text).collect();
    assert_eq!(examined.len(), 2);
    for one in &examined {
        assert!(one.judgement.verdict.is_some());
        assert!(one.judgement.findings.iter().all(|finding| one.exchange.span.contains(finding.span)));
    }
}

/// The one exchange of a text, and what is said of it.
fn said(checker: &Checker, text: &str) -> Option<Said> {
    let mut examined: Vec<Examined<'_>> = checker.examine(text).collect();
    let one = if examined.len() == 1 { examined.remove(0) } else { return None };
    let finding = |finding: &grantlint::finding::Finding| {
        (
            finding.rule.clone().into(),
            finding.severity.name(),
            decoded(&one.exchange, finding.span).to_ascii_lowercase(),
        )
    };
    let verdict = one.judgement.verdict.as_ref();
    Some(Said {
        verdict: verdict.map(|verdict| one.judgement.findings[verdict.finding].rule.clone().into()),
        findings: one.judgement.findings.iter().map(finding).collect(),
    })
}

/// What a place of the source means: the characters of the smallest value that holds it.
fn decoded(exchange: &Exchange<'_>, span: Span) -> String {
    let mut leaves: Vec<Text<'_>> = Vec::new();
    let request = &exchange.request;
    for param in &request.params {
        leaves.extend([param.name.clone(), param.value.clone(), param.raw.clone()]);
    }
    let response = exchange.response.as_ref();
    let headers = request.headers.iter().chain(response.iter().flat_map(|response| &response.headers));
    for header in headers {
        leaves.extend([header.value.clone(), header.name.clone(), header.line().into_owned()]);
    }
    leaves.extend(request.url.as_ref().map(|url| url.text.clone()));
    leaves.extend(request.body.iter().flat_map(|body| body.pieces.clone()));
    if let Some(response) = response {
        response.json.iter().for_each(|json| texts(json, &mut leaves));
        leaves.extend(response.body.clone());
    }
    let holding = leaves.iter().filter(|leaf| leaf.span().contains(span)).min_by_key(|leaf| leaf.span().len());
    let status = response.and_then(|response| response.status.as_ref()).filter(|status| status.span == span);
    if let Some(status) = status {
        return status.value.to_string();
    }
    if request.method.as_ref().is_some_and(|method| method.span == span) {
        return "the method".to_owned();
    }
    if request.body.as_ref().is_some_and(|body| body.span == span) {
        return "the body".to_owned();
    }
    let Some(leaf) = holding else { return "the request".to_owned() };
    let part = |(at, c): &(usize, char)| span.contains(leaf.span_of(*at, at + c.len_utf8()));
    leaf.as_str().char_indices().filter(part).map(|(_, c)| c).collect()
}

fn texts<'s>(json: &Json<'s>, out: &mut Vec<Text<'s>>) {
    match json {
        Json::String(text) | Json::Scalar(text) => out.push(text.clone()),
        Json::Array(items) => items.iter().for_each(|item| texts(item, out)),
        Json::Object(members) => members.iter().for_each(|(key, value)| {
            out.push(key.clone());
            texts(value, out);
        }),
    }
}

/// The requests of the fixtures that are whole, and requests made of parts that go well together and badly.
fn messages() -> Vec<Message> {
    let mut found = Vec::new();
    for folder in ["fixtures/thread", "fixtures/right"] {
        let mut paths: Vec<_> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))
            .unwrap()
            .map(|e| e.unwrap().path())
            .collect();
        paths.sort();
        for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension != "md")) {
            let text = fs::read_to_string(path).unwrap();
            for part in text.split("\n%% ") {
                found.extend(read(part).filter_map(|exchange| message(&exchange)));
            }
        }
    }
    found.extend(generated());
    found
}

/// What of an exchange can be said in every form.
fn message(exchange: &Exchange<'_>) -> Option<Message> {
    let request = &exchange.request;
    let url = request.url.as_ref()?;
    let is_command = matches!(exchange.form, Form::Curl | Form::CurlTranscript);
    let plain =
        |text: &Text<'_>| !text.has(Mark::Expansion) && !text.has(Mark::File) && !text.as_str().contains(['\n', '\r']);
    let whole =
        url.text.as_str().starts_with("http") && plain(&url.text) && !url.host().is_empty() && url.userinfo.is_empty();
    if !is_command
        || !whole
        || !exchange.repairs.is_empty()
        || !request.globs.is_empty()
        || !request.variables.is_empty()
    {
        return None;
    }
    if !request
        .headers
        .iter()
        .all(|header| plain(&header.value) && header.fault.is_none() && !header.name.as_str().is_empty())
    {
        return None;
    }
    let mut headers: Vec<(String, String)> =
        request.headers.iter().map(|h| (h.name.as_str().to_owned(), h.value.as_str().to_owned())).collect();
    match &request.login {
        Some(Login::Basic(pair) | Login::Bearer(pair)) if !plain(pair) => return None,
        Some(Login::Basic(pair)) => {
            headers.push(("Authorization".into(), format!("Basic {}", STANDARD.encode(pair.as_str()))))
        }
        Some(Login::Bearer(token)) => headers.push(("Authorization".into(), format!("Bearer {}", token.as_str()))),
        None => {}
    }
    let typed = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let body = match &request.body {
        None => None,
        Some(body)
            if body.pieces.iter().any(|piece| !plain(piece))
                || matches!(body.kind, BodyKind::Multipart | BodyKind::Upload) =>
        {
            return None;
        }
        // What curl would encode by itself is not spelt out here.
        Some(_) if request.params.iter().any(|p| p.encoding == grantlint::exchange::Encoding::Verbatim) => return None,
        Some(body) => {
            let media =
                if body.kind == BodyKind::Json { "application/json" } else { "application/x-www-form-urlencoded" };
            if !typed {
                headers.push(("Content-Type".into(), media.into()));
            }
            let joint = if body.kind == BodyKind::Json { "" } else { "&" };
            Some(body.pieces.iter().map(Text::as_str).collect::<Vec<_>>().join(joint))
        }
    };
    let in_options = request
        .params
        .iter()
        .any(|p| p.place == grantlint::exchange::Place::Query && !url.text.span().contains(p.span));
    let method = request.method.as_ref()?.value.clone();
    let answer = exchange.response.as_ref().and_then(|response| {
        Some(Answer {
            status: response.status.as_ref()?.value,
            headers: response
                .headers
                .iter()
                .map(|h| (h.name.as_str().to_owned(), h.value.as_str().to_owned()))
                .collect(),
            body: response.body.as_ref().map(|body| body.as_str().replace('\n', " ")).unwrap_or_default(),
        })
    });
    let spoilt = in_options || method.contains('$') || body.as_deref() == Some("") || url.fragment.is_some();
    (!spoilt).then(|| Message { method, url: url.text.as_str().to_owned(), headers, body, answer })
}

/// Token requests and calls, each part right or wrong in one of the usual ways.
fn generated() -> Vec<Message> {
    let bodies = [
        "grant_type=authorization_code&code=an-invented-code-0123&client_id=acme&client_secret=an-invented-secret-0123&redirect_uri=https%3A%2F%2Fshop.example%2Fcb",
        "grant_type=authorisation_code&code=an-invented-code-0123&client_id=acme&client_secret=an-invented-secret-0123&redirect_uri=https%3A%2F%2Fshop.example%2Fcb",
        "grant_type=client_credentials&client_id=acme&scope=read,write",
        "grant_type=refresh_token&refresh_token=%22an-invented-token-0123%22&client_id=acme&client_secret=an-invented-secret-0123",
        "grant_type=authorization_code&code=an-invented-code%2D0123%26state%3Dx&client_id=acme&redirect_uri=https%253A%252F%252Fshop.example%252Fcb",
        "granttype=authorization_code&code=an-invented-code-0123&clientid=acme",
        "{\"grant_type\":\"authorization_code\",\"code\":\"an-invented-code-0123\",\"client_id\":\"acme\"}",
        "{\"grant_type\":\"password\",\"username\":\"an\\u00e9\",\"password\":\"an \\\"invented\\\" word\",\"client_id\":\"acme\"}",
    ];
    let answers = [
        None,
        Some((200, "{\"access_token\":\"an-invented-token-0123456789\",\"token_type\":\"bearer\"}")),
        Some((400, "{\"error\":\"invalid_grant\",\"error_description\":\"The code is \\u0022old\\u0022\"}")),
        Some((401, "{\"error\":\"invalid_client\"}")),
        Some((400, "{\"error\":\"unsupported_grant_type\"}")),
        Some((500, "<html><title>500 Internal Server Error</title></html>")),
    ];
    let answer = |answer: Option<(u16, &str)>| {
        answer.map(|(status, body)| Answer {
            status,
            headers: vec![(
                "Content-Type".into(),
                if body.starts_with('{') { "application/json" } else { "text/html" }.into(),
            )],
            body: body.into(),
        })
    };
    let mut found = Vec::new();
    for url in [
        "https://acme.zendesk.com/oauth2/chat/token",
        "https://as.example/oauth/token",
        "https://www.zopim.com/oauth2/token?client_id=acme",
    ] {
        for body in bodies {
            for with in answers {
                let media =
                    if body.starts_with('{') { "application/json" } else { "application/x-www-form-urlencoded" };
                let headers = vec![("Content-Type".to_owned(), media.to_owned())];
                found.push(Message {
                    method: "POST".into(),
                    url: url.into(),
                    headers,
                    body: Some(body.into()),
                    answer: answer(with),
                });
            }
        }
    }
    let credentials = [
        "",
        "Bearer an-invented-token-0123456789",
        "Token an-invented-token",
        "Bearer \"an-invented-token\"",
        "Basic YWNtZTphbi1pbnZlbnRlZC1zZWNyZXQ=",
        "Basic acme:secret",
        "Bearer: an-invented-token",
    ];
    let refusals = [
        None,
        Some((200, "{\"chats\":[]}")),
        Some((401, "{\"error\":\"unauthorized\"}")),
        Some((403, "{\"error\":\"forbidden\"}")),
        Some((404, "{\"error\":\"Not Found\"}")),
        Some((405, "Method Not Allowed")),
        Some((429, "")),
    ];
    for url in [
        "https://acme.zendesk.com/api/v2/chat/chats",
        "https://www.zopim.com/api/v2/chats?page=2",
        "https://api.example/items?access_token=an-invented-token-0123456789",
        "https://acme.zendesk.com/api/v2/chats",
    ] {
        for value in credentials {
            for with in refusals {
                let headers =
                    if value.is_empty() { Vec::new() } else { vec![("Authorization".to_owned(), value.to_owned())] };
                found.push(Message {
                    method: "GET".into(),
                    url: url.into(),
                    headers,
                    body: None,
                    answer: answer(with),
                });
            }
        }
    }
    for query in [
        "response_type=code&client_id=acme&scope=read+write&state=x1y2&redirect_uri=https%3A%2F%2Fshop.example%2Fcb",
        "response_type=codes&client_id=acme",
        "response_type=token&client_id=acme&scope=read%2Bwrite&redirect_uri=http%3A%2F%2Fshop.example%2Fcb",
    ] {
        for with in [None, Some((400, "{\"error\":\"invalid_request\"}"))] {
            let url = format!("https://acme.zendesk.com/oauth2/chat/authorizations/new?{query}");
            found.push(Message { method: "GET".into(), url, headers: Vec::new(), body: None, answer: answer(with) });
        }
    }
    found
}

/// As somebody pastes it from a terminal.
fn transcript(message: &Message) -> String {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "'\\''"));
    let mut text = format!("$ curl -i -g -X {} {}", message.method, quoted(&message.url));
    for (name, value) in &message.headers {
        let header = if value.is_empty() { format!("{name};") } else { format!("{name}: {value}") };
        text.push_str(&format!(" -H {}", quoted(&header)));
    }
    if let Some(body) = &message.body {
        text.push_str(&format!(" --data-raw {}", quoted(body)));
    }
    text + "\n" + &answered(message)
}

fn answered(message: &Message) -> String {
    let Some(answer) = &message.answer else { return String::new() };
    let headers: String = answer.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    format!("HTTP/1.1 {}\n{headers}\n{}\n", answer.status, answer.body)
}

fn renderings(message: &Message) -> Vec<(&'static str, String)> {
    let recording = |style: &Style| {
        let text = json!({ "log": { "version": "1.2", "creator": { "name": style.creator }, "entries": [entry(message, style)] } });
        if style.indents { format!("{text:#}") } else { text.to_string() }
    };
    let lone = entry(message, &FIREFOX).to_string();
    let answer = answered(message);
    let (method, url, headers) = (&message.method, &message.url, &message.headers);
    let sent = programs::Sent { method, url, headers, body: message.body.as_deref(), answer: &answer };
    let mut all = sent.renderings();
    all.extend([
        ("Chrome", recording(&CHROME)),
        ("Firefox", recording(&FIREFOX)),
        ("Safari", recording(&SAFARI)),
        ("an entry", lone),
        ("HTTP", raw(message)),
    ]);
    all.extend(console(message).map(|text| ("Postman's console", text)));
    all.extend(described(message));
    all
}

/// As people describe it in a ticket: the method before the address, or a label before every part, in lines or in a table.
fn described(message: &Message) -> Vec<(&'static str, String)> {
    let known = ["GET", "POST", "PUT", "PATCH", "DELETE"].contains(&message.method.as_str());
    let body = message.body.as_deref();
    let plain = |text: &str| !text.is_empty() && !text.contains(['\n', '|', '`']) && text.trim() == text;
    let is_form =
        |body: &str| body.contains('&') && body.split('&').all(|pair| pair.contains('=')) && !body.contains(' ');
    let shown = body.map_or(message.method == "GET", |body| plain(body) && (body.starts_with('{') || is_form(body)));
    let url =
        plain(&message.url) && !message.url.contains([' ', '"', '\'', '\\']) && !message.url.ends_with(['.', ',', ')']);
    let headers = !message.headers.is_empty() && message.headers.iter().all(|(_, value)| plain(value));
    let Some(answer) = message.answer.as_ref().filter(|_| known && shown && url && headers) else { return Vec::new() };
    let row = |(name, value): &(String, String)| format!("  {name}: {value}\n");
    let headers: String = message.headers.iter().map(row).collect();
    let Message { method, url, .. } = message;
    let under = body.map(|body| format!("\n{body}\n")).unwrap_or_default();
    let mut all =
        vec![("a method before the address", format!("{method} {url}\n{headers}{under}\n{}", answered(message)))];
    if answer.headers.is_empty() && answer.body.starts_with('{') && plain(&answer.body) {
        let labelled = body.map(|body| format!("Body: {body}\n")).unwrap_or_default();
        let Answer { status, body: said, .. } = answer;
        all.push((
            "labels",
            format!("URL: {url}\nMethod: {method}\nHeaders:\n{headers}{labelled}Status: {status}\nResponse: {said}\n"),
        ));
        let row = |(name, value): &(String, String)| format!("- **Header:** `{name}: {value}`\n");
        let headers: String = message.headers.iter().map(row).collect();
        let labelled = body.map(|body| format!("- **Request body:** `{body}`\n")).unwrap_or_default();
        all.push((
            "a list",
            format!(
                "1. **Request:** `{method} {url}`\n{headers}{labelled}\n**Response** {status}\n\n```json\n{said}\n```\n"
            ),
        ));
    }
    all
}

/// As Postman's console shows it. `None` for what no row can show as it travels.
fn console(message: &Message) -> Option<String> {
    let plain = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    let rows = |rows: &[(String, String)]| -> Option<String> {
        let row = |(name, value): &(String, String)| plain(name).then(|| format!("{name}: {}\n", json!(value)));
        rows.iter().map(row).collect()
    };
    let body = match &message.body {
        None => String::new(),
        Some(body) if body.starts_with('{') => format!("▼ Request Body\n{body}\n"),
        Some(body) => {
            let pairs = body.split('&').map(|pair| {
                let (name, value) = pair.split_once('=')?;
                let encoded = |b: u8| b.is_ascii_alphanumeric() || b"-_.~%".contains(&b);
                (value.bytes().all(encoded) && !value.contains("%2")).then(|| (name.to_owned(), value.to_owned()))
            });
            format!("▼ Request Body\n{}", rows(&pairs.collect::<Option<Vec<_>>>()?)?)
        }
    };
    let answer = message.answer.as_ref()?;
    let one_line = !answer.body.contains('\n') && !answer.body.is_empty();
    let known = message.url.contains("://") && !message.url.contains(' ');
    let method = ["GET", "POST", "PUT", "PATCH", "DELETE"].contains(&message.method.as_str());
    (one_line && known && method && !message.headers.is_empty()).then_some(())?;
    let (sent, back) = (rows(&message.headers)?, rows(&answer.headers)?);
    Some(format!(
        "▼ {} {}\n{}\n182 ms\n▶ Network\n▼ Request Headers\n{sent}{body}▼ Response Headers\n{back}▼ Response Body\n{}\n",
        message.method, message.url, answer.status, answer.body
    ))
}

/// As it travels.
fn raw(message: &Message) -> String {
    let behind = message.url.split_once("://").unwrap().1;
    let (host, target) = behind.split_at(behind.find(['/', '?']).unwrap_or(behind.len()));
    let slash = if target.starts_with('/') { "" } else { "/" };
    let headers: String = message.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    // The scheme of a message over a plain connection shows in the target alone.
    let target = if message.url.starts_with("https") { format!("{slash}{target}") } else { message.url.clone() };
    let body = message.body.as_ref().map(|body| format!("{body}\n")).unwrap_or_default();
    format!("{} {target} HTTP/1.1\nHost: {host}\n{headers}\n{body}\n{}", message.method, answered(message))
}

/// How a browser writes its recordings.
struct Style {
    creator: &'static str,
    indents: bool,
    /// HTTP/2: names in lower case, pseudo-headers beside them.
    lower: bool,
    /// `params` and `queryString` as they travel, decoded, or not at all.
    rows: Rows,
}

#[derive(PartialEq)]
enum Rows {
    Raw,
    Decoded,
    None,
}

const CHROME: Style = Style { creator: "Playwright", indents: true, lower: true, rows: Rows::Raw };
const FIREFOX: Style = Style { creator: "Firefox", indents: false, lower: false, rows: Rows::None };
const SAFARI: Style = Style { creator: "WebKit Web Inspector", indents: true, lower: false, rows: Rows::Decoded };

fn entry(message: &Message, style: &Style) -> Value {
    let name = |name: &str| if style.lower { name.to_ascii_lowercase() } else { name.to_owned() };
    let rows = |pairs: &[(String, String)]| -> Vec<Value> {
        pairs.iter().map(|(key, value)| json!({ "name": name(key), "value": value })).collect()
    };
    let mut headers = rows(&message.headers);
    if style.lower {
        let host = message.url.split('/').nth(2).unwrap_or("");
        headers.insert(0, json!({ "name": ":authority", "value": host }));
        headers.insert(1, json!({ "name": ":method", "value": message.method }));
    }
    let pairs = |text: &str| -> Vec<Value> {
        let pair = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value =
                if style.rows == Rows::Raw { value.to_owned() } else { value.replace("%3A", ":").replace("%2F", "/") };
            json!({ "name": name, "value": value })
        };
        if style.rows == Rows::None { Vec::new() } else { text.split('&').map(pair).collect() }
    };
    let query = message.url.split_once('?').map(|(_, query)| pairs(query)).unwrap_or_default();
    let mut request = json!({
        "method": message.method, "url": message.url, "httpVersion": "HTTP/2", "headers": headers, "queryString": query,
        "cookies": [], "headersSize": -1, "bodySize": message.body.as_ref().map_or(0, String::len),
    });
    if let Some(body) = &message.body {
        let media = message.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        let params = if body.starts_with(['{', '[']) { Vec::new() } else { pairs(body) };
        request["postData"] =
            json!({ "mimeType": media.map_or("", |(_, value)| value), "params": params, "text": body });
    }
    let response = match &message.answer {
        None => json!({ "status": 0, "headers": [], "content": {} }),
        Some(answer) => json!({
            "status": answer.status, "statusText": "", "headers": rows(&answer.headers), "redirectURL": "",
            "content": { "size": answer.body.len(), "mimeType": "", "text": answer.body },
        }),
    };
    json!({ "startedDateTime": "2026-03-01T10:00:00.000Z", "time": 3, "request": request, "response": response, "cache": {}, "timings": {} })
}
