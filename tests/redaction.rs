//! Promise: no secret of the input is in any byte of any output.

#![cfg(feature = "cli")]

#[path = "support/secrets.rs"]
mod secrets;

use std::io::Write as _;
use std::process::{Command, Stdio};

use grantlint::Checker;
use grantlint::exchange::{Exchange, Form, Request};
use grantlint::facts::Date;
use grantlint::finding::{Confidence, Finding, Judgement, Part, Phrase, Severity};
use grantlint::report::{Collector, Judged, Keep, Look, Report, Sheet, SourceReport, human, json, short};
use grantlint::text::{Chunk, LineIndex, Position, Source, Span};

use secrets::{Lot, TEMPLATES, TORN, forms, planted};

/// Every output of a report.
fn outputs(source: SourceReport) -> Vec<(&'static str, String)> {
    let report = Report { sources: vec![source], ..Report::default() };
    let narrow = Look { width: 60, unicode: false, ..Look::default() };
    vec![
        ("human", human(&report, Look::default())),
        ("human, narrow", human(&report, narrow)),
        ("human, colour", human(&report, Look { color: true, ..Look::default() })),
        ("short", short(&report)),
        ("json", json(&report)),
        ("debug", format!("{report:?}")),
    ]
}

fn assert_silent(what: &str, secret: &str, input: &str, outputs: &[(&'static str, String)]) {
    for (format, output) in outputs {
        for form in forms(secret).iter().filter(|form| form.len() >= 8) {
            assert!(
                !output.contains(form.as_str()),
                "{what}: {format} shows {form}\n--- input\n{input}\n--- output\n{output}"
            );
        }
        let acts = |c: char| c < ' ' && c != '\n' && !(format.contains("colour") && c == '\u{1b}');
        assert!(!output.contains(acts), "{what}: {format} has a control character\n{output}");
    }
}

/// The library's own check.
#[test]
fn checked_inputs_keep_their_secrets() {
    let mut lot = Lot(20_261_122);
    for (what, template) in TEMPLATES.iter().chain([&TORN]) {
        for _ in 0..8 {
            let secret = lot.secret();
            let input = planted(template, &secret);
            let source = Checker::new(Date::new(2026, 11, 22)).check("pasted.sh", input.as_bytes(), &Keep::default());
            assert_silent(what, &secret, &input, &outputs(source));
        }
    }
}

/// The binary, both of its streams, in every format.
#[test]
fn the_binary_keeps_its_secrets() {
    let mut lot = Lot(7);
    for (what, template) in TEMPLATES {
        let secret = lot.secret();
        let input = planted(template, &secret);
        for format in ["human", "short", "json"] {
            let mut child = Command::new(env!("CARGO_BIN_EXE_grantlint"))
                .args(["check", "--color", "never", "--format", format, "-"])
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .expect("the binary starts");
            child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("it reads");
            let output = child.wait_with_output().expect("it ends");
            assert!(output.status.code().is_some_and(|code| code <= 2), "{what}: {:?}", output.status);
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            assert_silent(what, &secret, &input, &[(format, text(&output.stdout)), ("stderr", text(&output.stderr))]);
        }
    }
}

/// Even with a reader that understands nothing, a finding at any place shows no secret that the text gives away.
#[test]
fn every_window_keeps_its_secrets() {
    let mut lot = Lot(42);
    for (what, template) in TEMPLATES {
        for _ in 0..6 {
            let secret = lot.secret();
            let input = planted(template, &secret);
            assert_silent(what, &secret, &input, &outputs(point_everywhere(&input)));
        }
    }
}

/// A report whose findings point at stretches all over the source and quote them.
fn point_everywhere(input: &str) -> SourceReport {
    let source = Source::new(input.as_bytes());
    let lines = LineIndex::new(source.text());
    let text = source.text();
    let exchange = Exchange {
        id: 0,
        form: Form::Curl,
        span: Span::new(0, text.len()),
        request: Request::default(),
        response: None,
        repairs: Vec::new(),
        ..Exchange::default()
    };
    let finding = |start: usize| {
        let boundary = |at: usize| (at..=text.len()).find(|n| text.is_char_boundary(*n)).unwrap_or(text.len());
        let (start, end) = (boundary(start), boundary(start + 13));
        let whole_line = text[..start].rfind('\n').map_or(0, |at| at + 1)
            ..text[start..].find('\n').map_or(text.len(), |n| start + n);
        Finding {
            rule: "oauth/refused".into(),
            severity: Severity::Error,
            confidence: Confidence::Certain,
            message: Phrase(vec![Part::Words("seen: ".into()), Part::Value(text[whole_line].to_owned())]),
            why: Phrase::default(),
            help: Phrase::default(),
            span: Span::new(start, end),
            remark: Phrase::words("here"),
            related: Vec::new(),
            fix: None,
            repaired: false,
        }
    };
    let judgement = Judgement { findings: (0..text.len()).step_by(11).map(finding).collect(), ..Judgement::default() };
    let mut collector = Collector::new("pasted.sh", Keep::default());
    let sheet = Sheet { source: &source, lines: &lines, start: Position::START, chunk: Chunk::default() };
    let mut section = collector.section(sheet);
    section.learn(&exchange);
    section.add(Judged { exchange: &exchange, judgement: &judgement, flow: None, corrected: None, linked: &[] });
    section.close();
    collector.finish()
}
