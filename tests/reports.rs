//! Promise: reports say the same thing in the order of the contract, and point at the characters that are meant.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used)]

use grantlint::exchange::{Exchange, Form, Request};
use grantlint::finding::{
    Confidence, Edit, Finding, Fix, Insert, Judgement, Label, Part, Phrase, RuledOut, Safety, SecretKind, Severity,
    Verdict,
};
use grantlint::report::{Collector, Judged, Keep, Look, Member, Report, Sheet, human, json, short};
use grantlint::text::{Chunk, LineIndex, Place, Position, Source, Span};
use serde_json::Value;

/// An exchange that covers the first place of `what`.
fn exchange(source: &str, id: usize, what: &str) -> Exchange<'static> {
    Exchange {
        id,
        form: Form::Curl,
        span: place(source, what),
        request: Request::default(),
        response: None,
        repairs: vec![],
        ..Exchange::default()
    }
}

fn place(source: &str, what: &str) -> Span {
    let start = source.find(what).expect("the source holds it");
    Span::new(start, start + what.len())
}

fn finding(rule: &'static str, severity: Severity, span: Span) -> Finding {
    Finding {
        rule: rule.into(),
        severity,
        confidence: Confidence::Certain,
        message: Phrase::words("What is wrong."),
        why: Phrase::words("Why."),
        help: Phrase::words("What to do."),
        span,
        remark: Phrase::words("here"),
        related: vec![],
        fix: None,
        repaired: false,
    }
}

fn fix(span: Span, text: &str) -> Option<Fix> {
    let edits = vec![Edit { span, insert: vec![Insert::Text(text.to_owned())] }];
    Some(Fix { title: Phrase::words("mend it"), safety: Safety::Safe, edits })
}

fn verdict(finding: usize) -> Option<Verdict> {
    Some(Verdict { finding, confidence: Confidence::Likely, candidates: vec![], ruled_out: vec![], unchecked: vec![] })
}

/// The report on exchanges and judgements, each with the number of its flow.
fn report(source: &str, judged: &[(Exchange<'_>, Judgement, Option<usize>)], keep: Keep) -> Report {
    let text = Source::new(source.as_bytes());
    let lines = LineIndex::new(text.text());
    let mut collector = Collector::new("failing.sh", keep);
    let sheet = Sheet { source: &text, lines: &lines, start: Position::START, chunk: Chunk::default() };
    let mut section = collector.section(sheet);
    judged.iter().for_each(|(exchange, ..)| section.learn(exchange));
    for (exchange, judgement, flow) in judged {
        section.add(Judged {
            exchange,
            judgement,
            flow: flow.map(|number| Member { number, step: true }),
            corrected: None,
            linked: &[],
        });
    }
    section.close();
    Report { sources: vec![collector.finish()], ..Report::default() }
}

fn judge(findings: Vec<Finding>, verdict: Option<Verdict>) -> Judgement {
    Judgement { findings, verdict, ..Judgement::default() }
}

fn rules(document: &Value) -> Vec<&str> {
    document["findings"].as_array().unwrap().iter().map(|f| f["rule"].as_str().unwrap()).collect()
}

#[test]
fn verdicts_come_first_then_the_worst_then_by_place() {
    let source = "curl a\ncurl b\n";
    let at = |n| Span::new(n, n + 1);
    let first = judge(vec![finding("a/note", Severity::Note, at(0)), finding("a/error", Severity::Error, at(5))], None);
    let second = judge(
        vec![finding("b/warning", Severity::Warning, at(8)), finding("b/lead", Severity::Error, at(12))],
        verdict(1),
    );
    let judged = [(exchange(source, 0, "curl a"), first, None), (exchange(source, 1, "curl b"), second, None)];
    let document: Value = serde_json::from_str(&json(&report(source, &judged, Keep::default()))).unwrap();
    assert_eq!(rules(&document), ["b/lead", "a/error", "b/warning", "a/note"]);
    assert_eq!(document["exchanges"][1]["verdict"]["finding"], 0);
    assert_eq!(document["findings"][0]["exchange"], 1);
    assert_eq!(document["findings"][0]["start"], serde_json::json!({ "line": 2, "column": 6, "offset": 12 }));
    assert_eq!(document["summary"]["errors"], 2);
}

#[test]
fn what_is_below_the_asked_confidence_neither_shows_nor_counts() {
    let source = "curl a\n";
    let mut weak = finding("a/weak", Severity::Error, Span::new(0, 4));
    weak.confidence = Confidence::Possible;
    let judged = [(exchange(source, 0, "curl a"), judge(vec![weak], verdict(0)), None)];
    let report = report(source, &judged, Keep { min_confidence: Confidence::Likely, ..Keep::default() });
    assert_eq!(report.sources[0].worst(), None);
    assert!(report.sources[0].exchanges.is_empty());
    assert_eq!(report.summary().exchanges, 1);
}

#[test]
fn of_two_safe_fixes_that_overlap_the_later_one_becomes_unsafe() {
    let source = "curl abcdef\n";
    let mut first = finding("a/first", Severity::Error, Span::new(5, 8));
    first.fix = fix(Span::new(5, 8), "x");
    let mut second = finding("a/second", Severity::Error, Span::new(6, 9));
    second.fix = fix(Span::new(7, 9), "y");
    let mut third = finding("a/third", Severity::Error, Span::new(9, 10));
    third.fix = fix(Span::new(9, 10), "z");
    let judged = [(exchange(source, 0, "curl abcdef"), judge(vec![third, second, first], None), None)];
    let document: Value = serde_json::from_str(&json(&report(source, &judged, Keep::default()))).unwrap();
    let safety: Vec<_> = (0..3).map(|n| document["findings"][n]["fix"]["safety"].as_str().unwrap()).collect();
    assert_eq!(safety, ["safe", "unsafe", "safe"]);
}

#[test]
fn steps_of_a_flow_are_listed_and_bystanders_are_not() {
    let source = "authorize\ncurl api\ncurl token\ncurl other\n";
    let mut lead = finding("a/lead", Severity::Error, place(source, "token"));
    lead.related = vec![Label { at: Place::Here(place(source, "api")), text: Phrase::words("seen here") }];
    let judged = [
        (exchange(source, 0, "authorize"), Judgement::default(), Some(0)),
        (
            exchange(source, 1, "curl api"),
            judge(vec![finding("a/note", Severity::Note, place(source, "api"))], None),
            None,
        ),
        (exchange(source, 2, "curl token"), judge(vec![lead], verdict(0)), Some(0)),
        (exchange(source, 3, "curl other"), Judgement::default(), Some(1)),
    ];
    let document: Value = serde_json::from_str(&json(&report(source, &judged, Keep::default()))).unwrap();
    let ids: Vec<_> = document["exchanges"].as_array().unwrap().iter().map(|x| x["id"].as_u64().unwrap()).collect();
    assert_eq!(ids, [0, 1, 2]);
    assert_eq!(document["summary"]["exchanges"], 4);
}

#[test]
fn too_many_findings_lose_their_notes_first() {
    let source = format!("curl {}\n", "x".repeat(12_000));
    let mut findings: Vec<Finding> =
        (5..12_000).map(|n| finding("a/note", Severity::Note, Span::new(n, n + 1))).collect();
    findings.push(finding("a/error", Severity::Error, Span::new(11_999, 12_000)));
    let judged = [(exchange(&source, 0, &source), judge(findings, None), None)];
    let report = report(&source, &judged, Keep::default());
    assert_eq!(report.summary().notes, 9_999);
    assert_eq!(report.summary().errors, 1);
    assert!(report.summary().truncated);
}

#[test]
fn a_label_that_cuts_through_a_secret_covers_its_tag() {
    let source = "curl https://a.example -d 'client_secret=hunter2-of-mine&x=1'\n";
    let inside = place(source, "ter2");
    let mut cutting = finding("a/lead", Severity::Error, inside);
    cutting.message = Phrase(vec![
        Part::Words("the secret ".into()),
        Part::Secret { kind: SecretKind::ClientSecret, value: "hunter2-of-mine".into(), at: Some(inside) },
        Part::Words(" was seen".into()),
    ]);
    let judged = [(exchange(source, 0, source.trim_end()), judge(vec![cutting], verdict(0)), None)];
    let report = report(source, &judged, Keep::default());
    let drawn = report.sources[0].findings[0].windows[0].draw(&report.sources[0].tags);
    assert_eq!(&drawn.text[drawn.labels[0].span.range()], "redacted-client-secret-1");
    assert_eq!(
        short(&report),
        "failing.sh:1:45: error[a/lead] verdict: the secret redacted-client-secret-1 was seen\n"
    );
}

#[test]
fn a_secret_that_is_learnt_late_is_put_right() {
    let source = "curl one # sesame-open-9\ncurl two -d client_secret=sesame-open-9\n";
    let text = Source::new(source.as_bytes());
    let lines = LineIndex::new(text.text());
    let mut collector = Collector::new("failing.sh", Keep::default());
    let sheet = Sheet { source: &text, lines: &lines, start: Position::START, chunk: Chunk::default() };
    let mut section = collector.section(sheet);
    let one = exchange(source, 0, "curl one # sesame-open-9");
    let span = place(source, "same-open-9");
    let judgement = judge(vec![finding("a/lead", Severity::Error, span)], verdict(0));
    section.learn(&one);
    section.add(Judged { exchange: &one, judgement: &judgement, flow: None, corrected: None, linked: &[] });
    section.learn(&exchange(source, 1, "curl two -d client_secret=sesame-open-9"));
    section.close();
    let report = Report { sources: vec![collector.finish()], ..Report::default() };
    let page = human(&report, Look::default());
    assert!(!page.contains("sesame"), "{page}");
    let drawn = report.sources[0].findings[0].windows[0].draw(&report.sources[0].tags);
    assert_eq!(&drawn.text[drawn.labels[0].span.range()], "redacted-client-secret-1");
}

#[test]
fn the_verdict_is_the_first_line_and_keeps_line_and_column_of_the_file() {
    let source = format!("# first\ncurl https://a.example/{} -d grant_type=code\n", "p/".repeat(1_000));
    let mut lead = finding("oauth/unknown-grant-type", Severity::Error, place(&source, "=code"));
    lead.related =
        vec![Label { at: Place::Here(place(&source, "curl")), text: Phrase::words("too far to be seen together") }];
    let mut judgement = judge(vec![lead], verdict(0));
    if let Some(verdict) = &mut judgement.verdict {
        verdict
            .ruled_out
            .push(RuledOut { rule: "oauth/code-expired".into(), because: Phrase::words("it was exchanged in time") });
        verdict.unchecked.push("oauth/code-reused".into());
    }
    let command = source.trim_end().trim_start_matches("# first\n");
    let judged = [(exchange(&source, 0, command), judgement, None)];
    let page = human(&report(&source, &judged, Keep::default()), Look::default());
    assert!(
        page.starts_with("error: What is wrong.\n  oauth/unknown-grant-type (certain: the source proves it)\n"),
        "{page}"
    );
    assert!(page.contains("[failing.sh:2:2038]"), "{page}");
    assert!(page.contains("=code") && page.contains("here"), "{page}");
    assert!(page.contains("\nRuled out: it was exchanged in time\n"), "{page}");
    assert!(page.lines().all(|line| line.chars().count() <= 100), "{page}");
}

#[test]
fn odd_places_are_drawn() {
    let source = "\r\n\tcurl 'é\u{1b}[0m\u{202e}'\r\n\r\n日本語 curl\u{a0}x";
    let text = Source::new(source.as_bytes());
    let lines = LineIndex::new(text.text());
    let whole = Exchange { span: Span::new(0, source.len()), ..exchange(source, 0, "curl") };
    let ends: Vec<usize> = source.char_indices().map(|(at, _)| at).chain([source.len()]).collect();
    for &start in &ends {
        for &end in ends.iter().filter(|end| **end >= start) {
            let judgement = judge(vec![finding("a/lead", Severity::Warning, Span::new(start, end))], verdict(0));
            let mut collector = Collector::new("a\u{1b}b", Keep::default());
            let sheet = Sheet { source: &text, lines: &lines, start: Position::START, chunk: Chunk::default() };
            let mut section = collector.section(sheet);
            section.add(Judged { exchange: &whole, judgement: &judgement, flow: None, corrected: None, linked: &[] });
            section.close();
            let page = human(
                &Report { sources: vec![collector.finish()], ..Report::default() },
                Look { width: 40, ..Look::default() },
            );
            assert!(page.contains("here"), "{start}..{end}\n{page}");
            assert!(!page.contains(|c: char| c.is_control() && c != '\n'), "{start}..{end}\n{page}");
        }
    }
}
