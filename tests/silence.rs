//! Right requests, documentation with its placeholders, and talk about OAuth: no error and no verdict.
//!
//! An input of `fixtures/right` begins behind a line `%% title` and is checked by itself.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use grantlint::Checker;
use grantlint::facts::Date;
use grantlint::finding::Severity;

/// The files of `fixtures/right` by name, with their inputs as title and text.
fn themes() -> Vec<(String, Vec<(String, String)>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/right");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("readable").path()).collect();
    paths.sort();
    paths.iter().map(|path| (name(path), inputs(&std::fs::read_to_string(path).expect("readable")))).collect()
}

fn name(path: &std::path::Path) -> String {
    path.file_name().expect("a file").to_string_lossy().into_owned()
}

fn inputs(text: &str) -> Vec<(String, String)> {
    let mut inputs: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("%% "), inputs.last_mut()) {
            (Some(title), _) => inputs.push((title.to_owned(), String::new())),
            (None, Some((_, input))) => *input += &format!("{line}\n"),
            (None, None) => panic!("a file begins with a title"),
        }
    }
    inputs
}

fn checker() -> Checker {
    Checker::new(Date::new(2026, 11, 22))
}

#[test]
fn right_requests_get_no_error_and_no_verdict() {
    let checker = checker();
    let mut wrong = String::new();
    let mut count = 0;
    for (file, inputs) in themes() {
        for (title, input) in inputs {
            count += 1;
            for examined in checker.examine(&input) {
                let judgement = examined.judgement;
                let errors = judgement.findings.iter().filter(|finding| finding.severity == Severity::Error);
                let rules: Vec<&str> = errors.map(|finding| &*finding.rule).collect();
                if !rules.is_empty() || judgement.verdict.is_some() {
                    let _ = writeln!(wrong, "{file}, {title}: {}", rules.join(" "));
                }
            }
        }
    }
    assert!(count > 400, "{count} inputs");
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_is_said_of_them_changes_only_knowingly() {
    let checker = checker();
    let mut lines = String::new();
    for (file, inputs) in themes() {
        let mut said: BTreeMap<(Severity, String), usize> = BTreeMap::new();
        let mut exchanges = 0;
        for (_, input) in &inputs {
            for examined in checker.examine(input) {
                exchanges += 1;
                for finding in &examined.judgement.findings {
                    *said.entry((finding.severity, finding.rule.to_string())).or_default() += 1;
                }
            }
        }
        let _ = writeln!(lines, "{file}: {} inputs, {exchanges} exchanges", inputs.len());
        for ((severity, rule), count) in said {
            let _ = writeln!(lines, "  {count:>3} {severity:?} {rule}");
        }
    }
    insta::assert_snapshot!(lines);
}
