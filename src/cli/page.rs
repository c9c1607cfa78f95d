//! The page of a rule, and the list of all rules.

use std::fmt::Write as _;

use serde_json::json;

use crate::redact::visible;
use crate::rule::model::{Example, Piece, Text};
use crate::rule::near;
use crate::rule::{Rule, RuleSet};

/// Everything a reader may want to know of a rule.
pub fn page(rule: &Rule) -> String {
    let mut out = format!("{}: {}\n\n", rule.name, rule.title);
    let _ =
        writeln!(out, "  {} ({}), unless the case is graded otherwise", rule.severity.name(), rule.confidence.name());
    for (word, text) in [("what", &rule.say.message), ("why", &rule.say.why), ("help", &rule.say.help)] {
        let _ = writeln!(out, "  {word:<5} {}", said(text));
    }
    if let Some(fix) = &rule.fix {
        let _ = writeln!(out, "  fix   {} ({})", said(&fix.title), fix.safety.name());
    }
    if let Some(cause) = &rule.cause {
        let of = cause.of.iter().map(|(code, _)| code.name()).collect::<Vec<_>>();
        if !of.is_empty() {
            let _ = writeln!(out, "  explains {}", of.join(", "));
        }
    }
    let _ = writeln!(out, "  sources {}", rule.sources.iter().map(|source| &**source).collect::<Vec<_>>().join("; "));
    for example in &rule.examples {
        out.push_str(&shown(example));
    }
    out
}

fn shown(example: &Example) -> String {
    let heading =
        if example.silent() { "Nothing is found here".to_owned() } else { format!("Found: {}", found(example)) };
    let mut out = format!("\n{heading}\n");
    for (path, text) in &example.files {
        if example.files.len() > 1 {
            let _ = writeln!(out, "    {path}:");
        }
        for line in text.trim_matches('\n').lines() {
            let _ = writeln!(out, "    {}", visible(line));
        }
    }
    out
}

fn found(example: &Example) -> String {
    example.finds.iter().map(|text| visible(text)).collect::<Vec<_>>().join(", ")
}

/// A text without its values.
fn said(text: &Text) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Words(words) => words.to_string(),
        Piece::Value { otherwise: Some(words), .. } => words.to_string(),
        Piece::Value { .. } => "…".to_owned(),
    };
    text.iter().map(piece).collect()
}

/// One line a rule.
pub fn list(rules: &RuleSet) -> String {
    let line = |rule: &Rule| format!("{:<34} {:<8} {}\n", &*rule.name, rule.severity.name(), &*rule.title);
    rules.iter().map(line).collect()
}

/// The list for programs.
pub fn list_json(rules: &RuleSet) -> String {
    let rows: Vec<serde_json::Value> = rules
        .iter()
        .map(|rule| {
            let codes: Vec<&str> = rule.cause.iter().flat_map(|cause| &cause.of).map(|(code, _)| code.name()).collect();
            json!({
                "name": &*rule.name,
                "title": &*rule.title,
                "severity": rule.severity.name(),
                "confidence": rule.confidence.name(),
                "explains": codes,
                "fix": rule.fix.as_ref().map(|fix| fix.safety.name()),
                "sources": rule.sources.iter().map(|source| &**source).collect::<Vec<&str>>(),
                "examples": rule.examples.len(),
            })
        })
        .collect();
    format!("{:#}\n", json!(rows))
}

/// Rules that may be meant by a name nobody has.
pub fn near(rules: &RuleSet, name: &str) -> Vec<String> {
    let names: Vec<&str> = rules.iter().map(|rule| &*rule.name).collect();
    let short = name.rsplit('/').next().unwrap_or(name);
    let same = names.iter().filter(|known| known.rsplit('/').next() == Some(short)).map(|known| (*known).to_owned());
    let meant: Vec<String> = same.collect();
    if !meant.is_empty() {
        return meant;
    }
    near::suggestion(name, names.iter().copied()).map(str::to_owned).into_iter().collect()
}
