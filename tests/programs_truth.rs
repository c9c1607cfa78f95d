//! What grantlint reads in a program, or in a line for HTTPie or wget, is what the real tool sends.
//!
//! `fixtures/programs/make.sh` ran every snippet against a loopback server; `oracle.json` holds what arrived. PowerShell and
//! the command prompt of Windows are not among them: neither runs here, and what is known of them comes from their
//! documentation.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop where something is missing")]
#![allow(clippy::print_stderr, reason = "says what was compared")]

use std::collections::BTreeMap;
use std::fs;

use grantlint::show::{Format, View, show};
use serde_json::Value;

/// Snippets whose requests cannot be told from their text, by file and title, and why.
const UNKNOWABLE: &[(&str, &str, &str)] = &[
    ("httpie.sh", "nested JSON", "names with brackets are taken as they stand"),
    ("jquery.mjs", "a header in beforeSend", "what a function does is not read"),
    ("requests.py", "files make parts", "what a file holds is not read"),
    ("wget.sh", "shortened names of options", "people write them out"),
];

/// A request as it is compared; blanks in its address and in a form are `%20`.
#[derive(Debug, PartialEq)]
struct Sent {
    method: String,
    target: String,
    /// Names in small letters, in order of name; the type of the body without its parameters.
    headers: Vec<(String, String)>,
    body: Vec<String>,
}

#[test]
fn what_is_read_is_what_is_sent() {
    let oracle: BTreeMap<String, BTreeMap<String, Value>> =
        serde_json::from_str(&fs::read_to_string("fixtures/programs/oracle.json").unwrap()).unwrap();
    let (mut agree, mut wrong) = (0, Vec::new());
    for (file, cases) in &oracle {
        let text = fs::read_to_string(format!("fixtures/programs/{file}")).unwrap();
        let snippets: Vec<(&str, &str)> =
            text.split("%% ").skip(1).map(|part| part.split_once('\n').unwrap()).collect();
        assert_eq!(snippets.len(), cases.len(), "{file} and its oracle; make.sh makes it anew");
        for (title, snippet) in snippets {
            let snippet = snippet.trim_end_matches(['#', '/', ' ', '\n']);
            let sent: Vec<Sent> = cases[title].as_array().unwrap().iter().map(arrived).collect();
            let read = read(snippet);
            let known = UNKNOWABLE.iter().any(|(known, named, _)| (*known, *named) == (file.as_str(), title));
            match (read == sent, known) {
                (true, false) => agree += 1,
                (false, true) => {}
                (true, true) => wrong.push(format!("{file}: {title}: agrees again, strike it off")),
                (false, false) => wrong.push(format!("{file}: {title}\n{snippet}\n  read {read:?}\n  sent {sent:?}")),
            }
        }
    }
    eprintln!("{agree} snippets agree, {} cannot be told from their text", UNKNOWABLE.len());
    assert!(wrong.is_empty(), "{} snippets are read as something else\n{}", wrong.len(), wrong.join("\n"));
}

fn arrived(request: &Value) -> Sent {
    let headers = request["headers"].as_array().unwrap();
    let headers = headers.iter().map(|pair| (text(&pair[0]), text(&pair[1])));
    sent(text(&request["method"]), text(&request["target"]), headers, Some(text(&request["body"])))
}

fn read(snippet: &str) -> Vec<Sent> {
    let Some(har) = show("snippet", snippet.as_bytes(), Format::Har, View::Wire, true) else { return Vec::new() };
    let har: Value = serde_json::from_str(&har).unwrap();
    let entries = har["log"]["entries"].as_array().unwrap().iter();
    entries
        .map(|entry| {
            let request = &entry["request"];
            let url = text(&request["url"]);
            let target = url.split_once("//").and_then(|(_, rest)| rest.find('/').map(|at| rest[at..].to_owned()));
            let own = |name: &str| ["host", "user-agent", "accept", "content-length"].contains(&name);
            let headers = request["headers"].as_array().unwrap();
            let headers = headers.iter().map(|header| (text(&header["name"]).to_lowercase(), text(&header["value"])));
            let body = request["postData"]["text"].as_str().map(str::to_owned);
            let mut sent =
                sent(text(&request["method"]), target.unwrap_or(url), headers.filter(|(name, _)| !own(name)), body);
            if let Some(parts) = request["postData"]["params"].as_array() {
                sent.body =
                    parts.iter().map(|part| format!("{}={}", text(&part["name"]), text(&part["value"]))).collect();
            }
            sent
        })
        .collect()
}

fn sent(method: String, target: String, headers: impl Iterator<Item = (String, String)>, body: Option<String>) -> Sent {
    let mut headers: Vec<_> = headers.collect();
    headers.sort();
    let mut body = body.filter(|body| !body.is_empty()).map(|body| vec![laid_out(body)]).unwrap_or_default();
    for (name, value) in &mut headers {
        if name != "content-type" {
            continue;
        }
        if let Some((_, boundary)) = value.split_once("boundary=") {
            body = body.first().map_or(Vec::new(), |whole| parts(whole, boundary.trim_matches('"')));
        }
        // Which character set a library names beside the type is its own affair.
        value.truncate(value.find(';').unwrap_or(value.len()));
        if value == "application/x-www-form-urlencoded" {
            body.iter_mut().for_each(|form| *form = form.replace('+', "%20"));
        }
    }
    Sent { method, target: target.replace('+', "%20"), headers, body }
}

/// A body, JSON without the blanks between its members: libraries differ in those.
fn laid_out(body: String) -> String {
    match serde_json::from_str::<Value>(&body) {
        Ok(value @ (Value::Object(_) | Value::Array(_))) => value.to_string(),
        _ => body,
    }
}

/// The parts of a body as `name=value`.
fn parts(body: &str, boundary: &str) -> Vec<String> {
    let delimiter = format!("--{boundary}");
    let parts = body.split(&delimiter).skip(1).filter(|part| !part.starts_with("--"));
    parts
        .filter_map(|part| {
            let (head, value) = part.split_once("\r\n\r\n")?;
            let name = head.split_once("name=\"")?.1.split('"').next()?;
            Some(format!("{name}={}", value.trim_end_matches("\r\n")))
        })
        .collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
