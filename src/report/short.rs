//! One line for each finding, for editors and `grep`.

use std::fmt::Write as _;

use super::Report;
use crate::redact::visible;

/// `path:line:column: severity[rule] message`, verdicts marked `verdict`.
#[must_use]
pub fn short(report: &Report) -> String {
    let mut out = String::new();
    for source in &report.sources {
        let path = visible(&source.path);
        for found in &source.findings {
            let (line, column) = (found.start.line, found.start.column);
            let (severity, rule) = (found.severity.name(), &found.rule);
            let mark = if found.verdict { " verdict:" } else { "" };
            let message = source.tags.text(&found.message);
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{path}:{line}:{column}: {severity}[{rule}]{mark} {message}");
        }
    }
    out
}
