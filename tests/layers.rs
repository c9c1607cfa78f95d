//! Promise: nothing points back up the flow, files stay short, the core touches no machine, one folder draws.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

/// The layers, lowest first. A module uses what stands below it and its own; modules of one layer do not know each
/// other. The longest path that fits counts, so `facts` is what is left of it.
const LAYERS: &[&[&str]] = &[
    &["text"],
    &["exchange", "finding"],
    &["read", FACT_WORDS, "fix::operation"],
    &["provider"],
    &["facts"],
    &["rule"],
    &["verdict", "seen"],
    &["lint"],
    &["fix"],
    &["redact"],
    &["report", "show"],
    &["check"],
    &["examples"],
    &["cli"],
];

/// The words in which facts are spoken of: their list, their values and the trait that asks for them.
const FACT_WORDS: &str = "facts: the words";

/// Where an item of the crate stands, where that is not its path: re-exports, and the lower half of a module.
const STANDS_IN: &[(&str, &str)] = &[
    ("Checker", "check"),
    ("Examined", "check"),
    ("Next", "check"),
    ("Run", "check"),
    ("facts::catalogue", FACT_WORDS),
    ("facts::date", FACT_WORDS),
    ("facts::element", FACT_WORDS),
    ("facts::Date", FACT_WORDS),
    ("facts::InvalidDate", FACT_WORDS),
    ("facts::Element", FACT_WORDS),
    ("facts::Elements", FACT_WORDS),
    ("facts::Evidence", FACT_WORDS),
    ("facts::Facts", FACT_WORDS),
    ("facts::FlowStep", FACT_WORDS),
    ("facts::Found", FACT_WORDS),
    ("facts::Item", FACT_WORDS),
    ("facts::Value", FACT_WORDS),
    ("fix::Operation", "fix::operation"),
    ("fix::Destination", "fix::operation"),
];

/// The longest file, in lines.
const LONGEST: usize = 500;

/// Modules that know the machine they run on.
const OUTER: [&str; 2] = ["cli", "main"];

/// What belongs to the machine.
const MACHINE: [&str; 10] = [
    "std::fs",
    "TcpStream",
    "UdpSocket",
    "std::env",
    "std::process",
    "std::thread",
    "std::time::SystemTime",
    "std::time::Instant",
    "println!",
    "stdin()",
];

#[test]
fn nothing_points_back_up_the_flow() {
    let mut wrong = Vec::new();
    for file in sources() {
        if matches!(file.module.as_str(), "" | "main") {
            continue;
        }
        let Some(from) = layer(&file.module) else {
            wrong.push(format!("{}: in no layer", file.path));
            continue;
        };
        for path in file.uses() {
            match layer(&path) {
                Some(to) if to.0 < from.0 || to == from => {}
                Some(to) => wrong.push(format!("{}: {} uses {path}, of {}", file.path, from.1, to.1)),
                None => wrong.push(format!("{}: {path} is in no layer", file.path)),
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn files_are_short() {
    let long: Vec<String> = sources()
        .iter()
        .filter(|file| file.text.lines().count() > LONGEST)
        .map(|file| format!("{}: {} lines", file.path, file.text.lines().count()))
        .collect();
    assert!(long.is_empty(), "\n{}", long.join("\n"));
}

#[test]
fn the_core_touches_no_machine() {
    let mut wrong = Vec::new();
    for file in sources().iter().filter(|file| !OUTER.contains(&top(&file.module))) {
        for (number, line) in file.code() {
            if let Some(word) = MACHINE.iter().find(|word| line.contains(*word)) {
                wrong.push(format!("{}:{number}: {word}", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn one_folder_draws() {
    let drawn = |file: &Source| file.path.starts_with("src/report/human/") || !file.text.contains("miette");
    let wrong: Vec<String> = sources().into_iter().filter(|file| !drawn(file)).map(|file| file.path).collect();
    assert!(wrong.is_empty(), "miette is named in {}", wrong.join(", "));
}

#[test]
fn paths_are_read_from_all_forms_of_use() {
    let uses = |text: &str| {
        let file = Source { path: String::new(), module: "a::b".to_owned(), text: text.to_owned() };
        file.uses().join(" ")
    };
    assert_eq!(uses("use crate::text::Span;"), "text::Span");
    assert_eq!(
        uses("use crate::text::{self, Span, decode::{html, url}};"),
        "text text::Span text::decode::html text::decode::url"
    );
    assert_eq!(uses("use crate::{Checker, fix};"), "Checker fix");
    assert_eq!(uses("use crate::fix as mend;\nlet x: crate::finding::Edit;"), "fix finding::Edit");
    assert_eq!(uses("use super::c::D;\nuse super::super::e;\n// use crate::gone;"), "a::c::D e");
    assert_eq!(layer("fix::operation::Operation").map(|layer| layer.0), layer("fix::Operation").map(|layer| layer.0));
    assert!(layer("facts::View") > layer("facts::Value"));
}

/// A file of the crate.
struct Source {
    path: String,
    /// The path of its module: `facts::view`.
    module: String,
    text: String,
}

impl Source {
    /// The lines that are no comment, with their numbers.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(index, line)| (index + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// Every path of this crate that the file names, from the crate's root. Globs name nothing.
    fn uses(&self) -> Vec<String> {
        let code: String = self.code().map(|(_, line)| format!("{line}\n")).collect();
        let mut found = Vec::new();
        for (at, _) in code.match_indices("crate::") {
            paths("", &code[at + "crate::".len()..], &mut found);
        }
        for (at, _) in code.match_indices("super::").filter(|(at, _)| !code[..*at].ends_with("super::")) {
            let (mut rest, mut module) = (&code[at..], self.module.as_str());
            while let Some(inner) = rest.strip_prefix("super::") {
                (rest, module) = (inner, module.rsplit_once("::").map_or("", |(outer, _)| outer));
            }
            paths(module, rest, &mut found);
        }
        found
    }
}

/// The paths of the tree that `text` begins with; gives what follows it.
fn paths<'t>(prefix: &str, text: &'t str, found: &mut Vec<String>) -> &'t str {
    if let Some(mut rest) = text.strip_prefix('{') {
        loop {
            rest = paths(prefix, rest.trim_start(), found);
            rest = rest[rest.find([',', '}']).unwrap()..].trim_start();
            match rest.strip_prefix(',').map(str::trim_start) {
                Some(next) if !next.starts_with('}') => rest = next,
                Some(next) => return &next[1..],
                None => return &rest[1..],
            }
        }
    }
    let len = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    let (word, rest) = text.split_at(len);
    let path = match (prefix, word) {
        ("", word) => word.to_owned(),
        (prefix, "self") => prefix.to_owned(),
        (prefix, word) => format!("{prefix}::{word}"),
    };
    match rest.strip_prefix("::") {
        Some(inner) => paths(&path, inner, found),
        None => {
            if !word.is_empty() {
                found.push(path);
            }
            rest
        }
    }
}

/// The layer a path belongs to: its height and its name.
fn layer(path: &str) -> Option<(usize, &'static str)> {
    let begins = |part: &str| path == part || path.strip_prefix(part).is_some_and(|rest| rest.starts_with("::"));
    let moved = STANDS_IN.iter().find(|(part, _)| begins(part)).map(|(_, name)| *name);
    let named = |height: usize, name: &'static str| match moved {
        Some(moved) => (name == moved).then_some((height, name)),
        None => begins(name).then_some((height, name)),
    };
    let all =
        LAYERS.iter().enumerate().flat_map(|(height, names)| names.iter().filter_map(move |name| named(height, name)));
    all.max_by_key(|(_, name)| name.len())
}

fn top(module: &str) -> &str {
    module.split("::").next().unwrap_or_default()
}

fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    collect(Path::new("src"), &mut found);
    assert!(found.len() > 100, "the tests run in the folder of the crate");
    found
}

fn collect(folder: &Path, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let inside = path.strip_prefix("src").unwrap().with_extension("");
            let names: Vec<_> = inside.iter().map(|name| name.to_str().unwrap()).collect();
            let names: Vec<_> = names.into_iter().filter(|name| !matches!(*name, "mod" | "lib")).collect();
            found.push(Source {
                path: path.to_str().unwrap().to_owned(),
                module: names.join("::"),
                text: fs::read_to_string(&path).unwrap(),
            });
        }
    }
}
