//! Promise: a command is found wherever people keep one: in documentation, in the files of a build, in scripts.
//!
//! The twins that must stay silent stand in `fixtures/right/documents.txt`.

#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::fs;

use grantlint::Checker;
use grantlint::facts::Date;
use grantlint::finding::Severity;

#[test]
fn mistakes_are_found_in_documents() {
    let mut files: Vec<_> = fs::read_dir("fixtures/documents").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut out = String::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let _ = writeln!(out, "{}", file.file_name().unwrap().to_string_lossy());
        for examined in Checker::new(Date::new(2026, 11, 22)).examine(&text) {
            let verdict = examined.judgement.verdict.map(|verdict| verdict.finding);
            for (at, finding) in examined.judgement.findings.iter().enumerate() {
                if finding.severity == Severity::Note {
                    continue;
                }
                let line = text[..finding.span.start].lines().count().max(1);
                let place = text[finding.span.range()].lines().next().unwrap_or("");
                let lead = if verdict == Some(at) { " (verdict)" } else { "" };
                let _ = writeln!(out, "  {line}: {} {:?}{lead}: {place}", finding.rule, finding.severity);
            }
        }
    }
    insta::assert_snapshot!(out);
}
