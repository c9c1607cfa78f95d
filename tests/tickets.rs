//! Promise: tickets are read one by one, comment by comment, from whatever a help desk exports.

#![allow(clippy::unwrap_used)]

#[path = "support/page.rs"]
mod page;

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use grantlint::read::read;
use serde_json::{Value, json};

const COMMAND: &str = "curl https://acme.zendesk.com/oauth2/chat/token \\\n  -d grant_type=authorisation_code \\\n  -d code=c0de1234 -d client_id=app1 -d 'client_secret=s3cretvalue99' -d redirect_uri=http://localhost:8080";
const ANSWER: &str = "{\"error\":\"unsupported_grant_type\"}";

fn run(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_grantlint"))
        .args(arguments)
        .env_remove("NO_COLOR")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

/// One document a line.
fn documents(output: &Output) -> Vec<Value> {
    String::from_utf8(output.stdout.clone()).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn verdicts(document: &Value) -> Vec<String> {
    let rule = |exchange: &Value| exchange["verdict"]["rule"].as_str().map(str::to_owned);
    document["exchanges"].as_array().unwrap().iter().filter_map(rule).collect()
}

/// The tickets of a small export: with the request, about something else, in HTML, with two people's pastes.
fn export() -> String {
    let tickets = [
        json!({"id": 11, "subject": "token", "description": format!("Hi,\n\n```\n$ {COMMAND}\n{ANSWER}\n```\nThanks"), "status": "open"}),
        json!({"id": 12, "subject": "invoice", "description": "The invoice of last month is missing.", "status": "open"}),
        json!({"id": 13, "subject": "chat", "comments": [
            {"id": 1, "html_body": "<p>Hello,</p><pre>curl https://acme.zendesk.com/api/v2/chats -H &quot;Authorization: Bearer t0kenabcdef&quot;</pre>"},
            {"id": 2, "plain_body": "Please send the answer too."},
            {"id": 3, "plain_body": "{\"error\": \"invalid_grant\"}"},
        ]}),
        json!({"id": 14, "subject": "two of us", "comments": [
            {"body": format!("My request:\n\n$ {}\n{{\"access_token\":\"t0kenabcdef\"}}", COMMAND.replace("authorisation", "authorization"))},
            {"body": format!("Mine:\n\n$ {COMMAND}\n{ANSWER}")},
        ]}),
    ];
    tickets.iter().map(|ticket| format!("{ticket}\n")).collect()
}

#[test]
fn every_ticket_gets_a_document_in_order() {
    let output = run(&["--format", "ndjson"], &export());
    assert_eq!(output.status.code(), Some(1));
    let documents = documents(&output);
    let ids: Vec<&str> = documents.iter().map(|document| document["ticket"].as_str().unwrap()).collect();
    assert_eq!(ids, ["11", "12", "13", "14"]);
    assert!(documents.iter().all(|document| document["schema"] == "grantlint/1"));
    assert_eq!(verdicts(&documents[0]), ["oauth/misspelled-grant-type"]);
    assert_eq!(verdicts(&documents[1]), [""; 0]);
    assert!(documents[2]["findings"].to_string().contains("api/unknown-path"), "{:#}", documents[2]);
    assert_eq!(verdicts(&documents[3]), ["oauth/misspelled-grant-type"]);
    let finding = &documents[3]["findings"][0];
    assert_eq!(finding["ticket"], json!({"id": "14", "comment": 2}), "{finding:#}");
}

#[test]
fn a_long_stream_is_told_in_its_order_whichever_core_reads_it() {
    let (mut stream, few) = (String::new(), documents(&run(&["--format", "ndjson"], &export())));
    for _ in 0..100 {
        stream += &export();
    }
    let mut read = 0;
    for (at, document) in documents(&run(&["--format", "ndjson"], &stream)).iter().enumerate() {
        let alone = &few[at % few.len()];
        assert_eq!(document["ticket"], alone["ticket"]);
        assert_eq!(verdicts(document), verdicts(alone));
        assert_eq!(document["summary"], alone["summary"]);
        for finding in document["findings"].as_array().unwrap() {
            assert_eq!(finding["start"]["line"], at + 1);
        }
        for exchange in document["exchanges"].as_array().unwrap() {
            assert!(exchange["id"].as_u64() >= Some(read), "exchanges are counted on");
        }
        read += document["summary"]["exchanges"].as_u64().unwrap();
    }
    assert_eq!(read, 100 * few.iter().map(|document| document["summary"]["exchanges"].as_u64().unwrap()).sum::<u64>());
}

#[test]
fn a_finding_points_at_the_bytes_of_its_line() {
    let export = export();
    for document in documents(&run(&["--format", "ndjson"], &export)) {
        for finding in document["findings"].as_array().unwrap() {
            let offset = |end: &str| usize::try_from(finding[end]["offset"].as_u64().unwrap()).unwrap();
            let (start, end) = (offset("start"), offset("end"));
            let line = export[..start].matches('\n').count() as u64 + 1;
            assert_eq!(finding["start"]["line"].as_u64(), Some(line));
            if finding["rule"] == "oauth/misspelled-grant-type" {
                assert_eq!(&export[start..end], "authorisation_code");
            }
        }
    }
}

#[test]
fn a_ticket_is_a_flow_of_its_own() {
    let ticket = |id: u32, text: &str| format!("{}\n", json!({"id": id, "subject": "x", "description": text}));
    let used = COMMAND.replace("authorisation", "authorization");
    let one = format!("$ {used}\n{{\"access_token\":\"t0kenabcdef\"}}");
    let two = format!("$ {used}\n{{\"error\":\"invalid_grant\"}}");
    let apart = documents(&run(&["--format", "ndjson"], &(ticket(1, &one) + &ticket(2, &two))));
    assert_ne!(verdicts(&apart[1]), ["oauth/code-reused"], "the code was used in another ticket");
    let together = documents(&run(&["--format", "ndjson"], &ticket(3, &format!("{one}\n\n{two}"))));
    assert_eq!(verdicts(&together[0]), ["oauth/code-reused"]);
}

#[test]
fn one_ticket_as_a_file_and_lists_of_tickets_are_read_too() {
    let ticket = json!({"id": 11, "subject": "token", "comments": [{"plain_body": format!("$ {COMMAND}\n{ANSWER}")}]});
    for value in [json!({"ticket": ticket}), json!({"tickets": [ticket]}), json!([ticket]), ticket.clone()] {
        for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
            let output = run(&["--format", "json"], &text);
            let document: Value = serde_json::from_slice(&output.stdout).unwrap();
            assert_eq!(verdicts(&document), ["oauth/misspelled-grant-type"], "{text}");
            assert_eq!(document["findings"][0]["ticket"], json!({"id": "11", "comment": 1}));
        }
    }
}

#[test]
fn the_corrected_request_reads_as_it_was_pasted() {
    let output = run(&[], &export());
    let page = String::from_utf8(output.stdout).unwrap();
    assert!(page.contains("ticket 11"), "{page}");
    assert!(page.contains("\n  -d grant_type=authorization_code"), "{page}");
    assert!(!page.contains("s3cretvalue99"), "{page}");
}

#[test]
fn a_stream_without_requests_is_understood_and_an_empty_one_is_no_failure() {
    let dull =
        format!("{}\n", json!({"id": 1, "subject": "invoice", "description": "It is missing.", "status": "new"}));
    assert_eq!(run(&["--format", "ndjson"], &dull).status.code(), Some(0));
    assert_eq!(run(&["--format", "json"], &dull.repeat(2)).status.code(), Some(0));
    assert_eq!(run(&["--format", "ndjson"], "").status.code(), Some(0));
    assert_eq!(run(&[], "").status.code(), Some(2), "without tickets nothing is understood");
}

#[test]
fn a_broken_line_is_passed_over_and_the_next_one_read() {
    let text = format!("{}\n{{\"id\": 9, \"subject\": \"cut\n{}", export(), export());
    let documents = documents(&run(&["--format", "ndjson"], &text));
    assert_eq!(documents.len(), 9);
    assert_eq!(verdicts(&documents[5]), ["oauth/misspelled-grant-type"]);
}

/// As GNU parallel and Spark's `pipe` do it: each process gets whole lines, and the outputs are put together in order.
#[test]
fn two_processes_share_a_stream() {
    let export = export().repeat(50);
    let lines: Vec<&str> = export.split_inclusive('\n').collect();
    let (first, second) = lines.split_at(lines.len() / 2);
    let halves = [first.concat(), second.concat()];
    let outputs: Vec<String> = std::thread::scope(|scope| {
        let started: Vec<_> =
            halves.iter().map(|half| scope.spawn(move || run(&["--format", "ndjson", "--exit-zero"], half))).collect();
        started
            .into_iter()
            .map(|thread| {
                let output = thread.join().unwrap();
                assert_eq!(output.status.code(), Some(0));
                String::from_utf8(output.stdout).unwrap()
            })
            .collect()
    });
    let rules = |text: &str| -> Vec<(String, Vec<String>)> {
        text.lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .map(|document| (document["ticket"].as_str().unwrap().to_owned(), verdicts(&document)))
            .collect()
    };
    let whole = run(&["--format", "ndjson", "--exit-zero"], &export);
    assert_eq!(rules(&outputs.concat()), rules(&String::from_utf8(whole.stdout).unwrap()));
    assert_eq!(outputs.concat().lines().count(), lines.len());
}

#[test]
fn the_page_prints_what_it_shows() {
    const PAGE: &str = "docs/tickets.md";
    assert_eq!(page::replay(PAGE, &page::laid_out(PAGE)), [Some(1)]);
}

/// Every text of a folder.
fn texts(folder: &std::path::Path, all: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            texts(&entry.path(), all);
        } else {
            all.extend(std::fs::read_to_string(entry.path()));
        }
    }
}

#[test]
fn a_comment_of_words_alone_holds_what_it_holds_as_a_document() {
    let mut all = Vec::new();
    for folder in ["fixtures", "tests", "docs", "rules", "src/read"] {
        texts(std::path::Path::new(folder), &mut all);
    }
    let mut compared = 0;
    for text in &all {
        let is_plain =
            |part: &&str| !part.trim().is_empty() && !part.contains([':', '=', '_', '"', '`', '/', '{', '<', '&']);
        for part in text.split("\n\n").chain(text.lines()).filter(is_plain) {
            let ticket = json!({"subject": "a question", "body": part}).to_string();
            assert_eq!(read(&ticket).count(), read(part).count(), "{part}");
            compared += 1;
        }
    }
    assert!(compared > 2_000, "{compared}");
}
