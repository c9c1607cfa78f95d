//! Promise: nothing is wrong with what other projects write: the documents of the packages that this one is built from,
//! as cargo keeps them, get no error and no verdict.

#![allow(clippy::unwrap_used)]
#![allow(clippy::print_stderr, reason = "says what was read, or why nothing was")]

use std::fs;
use std::path::{Path, PathBuf};

use grantlint::Checker;
use grantlint::facts::Date;
use grantlint::finding::Severity;

/// The folder of the packages' sources.
fn sources() -> PathBuf {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    home.unwrap_or_default().join("registry/src")
}

/// The packages of `Cargo.lock`, as their folders are called: what else the machine holds is no business of this test.
fn packages() -> Vec<String> {
    let lock = fs::read_to_string("Cargo.lock").unwrap();
    let value = |table: &str, key: &str| {
        let line = table.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "));
        line.map(|value| value.trim_matches('"').to_owned())
    };
    let folder = |table| Some(format!("{}-{}", value(table, "name")?, value(table, "version")?));
    lock.split("[[package]]").filter_map(folder).collect()
}

/// The documents below a folder, in order.
fn documents(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            documents(&path, found);
        } else if path
            .extension()
            .is_some_and(|end| ["md", "rst", "yml", "yaml", "sh"].iter().any(|known| end == *known))
        {
            found.push(path);
        }
    }
}

#[test]
fn the_documents_of_other_projects_get_no_error() {
    let mut found = Vec::new();
    let registries = fs::read_dir(sources()).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    for registry in registries {
        packages().iter().for_each(|package| documents(&registry.join(package), &mut found));
    }
    if found.is_empty() {
        eprintln!("skipped: cargo keeps no sources in {}", sources().display());
        return;
    }
    let checker = Checker::new(Date::new(2026, 11, 22));
    let (mut read, mut wrong) = (0, Vec::new());
    for path in &found {
        let text = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
        for examined in checker.examine(&text) {
            read += 1;
            let judgement = examined.judgement;
            let errors = judgement.findings.iter().filter(|finding| finding.severity == Severity::Error);
            let rules: Vec<&str> = errors.map(|finding| &*finding.rule).collect();
            if !rules.is_empty() || judgement.verdict.is_some() {
                wrong.push(format!("{}: {}", path.display(), rules.join(" ")));
            }
        }
    }
    eprintln!("{} documents, {read} requests", found.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
