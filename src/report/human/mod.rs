//! The report for people: the verdict first, what to do about it, then the rest.

mod fit;
mod snippet;
mod wrap;

use std::collections::HashMap;
use std::fmt::Write as _;

use self::wrap::{paragraph, width_of};
use super::model::{Cause, Found, Insert, Listed, Report, SourceReport};
use crate::finding::{Confidence, Safety, Severity};
use crate::redact::{Redacted, visible};

/// How the report looks. Decided by the caller: nothing is read from the environment here.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Whether escape sequences for colour are written.
    pub color: bool,
    /// Whether frames are drawn with characters beyond ASCII.
    pub unicode: bool,
    /// The width in columns.
    pub width: usize,
    /// Whether the line of numbers at the end is left out.
    pub quiet: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self { color: false, unicode: true, width: 100, quiet: false }
    }
}

/// Steps of a flow that are shown before the refused one, and as many from it on.
const STEPS_AROUND: usize = 12;

/// The report for people.
#[must_use]
pub fn human(report: &Report, look: Look) -> String {
    let mut out = String::new();
    for source in &report.sources {
        let mut flows: HashMap<usize, Vec<usize>> = HashMap::new();
        for (n, listed) in source.exchanges.iter().enumerate() {
            if let Some(flow) = listed.flow {
                flows.entry(flow).or_default().push(n);
            }
        }
        let mut page = Page { source, flows, path: visible(&source.path), look, out: &mut out };
        page.source();
    }
    if !look.quiet {
        let _ = writeln!(out, "{}", numbers(report));
    }
    out
}

/// The report of one source in the making. Writing to a string cannot fail, so results are dropped.
struct Page<'r, 'o> {
    source: &'r SourceReport,
    /// The exchanges of every flow, in order.
    flows: HashMap<usize, Vec<usize>>,
    path: String,
    look: Look,
    out: &'o mut String,
}

/// Escape sequences.
#[derive(Clone, Copy)]
enum Ink {
    Severity(Severity),
    Bold,
}

impl Page<'_, '_> {
    fn source(&mut self) {
        let source = self.source;
        for (n, listed) in source.exchanges.iter().enumerate() {
            if let Some(cause) = &listed.cause {
                self.verdict(n, listed, cause);
            }
        }
        let spoken = |found: &&Found| source.exchanges.get(found.exchange).is_none_or(|listed| listed.cause.is_none());
        for found in source.findings.iter().filter(spoken) {
            self.finding(found);
            if found.severity > Severity::Note {
                self.fix(found, true);
            }
            self.out.push('\n');
        }
        if source.truncated {
            self.text("There were too many findings: the least important ones are left out.");
            self.out.push('\n');
        }
    }

    fn verdict(&mut self, exchange: usize, listed: &Listed, cause: &Cause) {
        let source = self.source;
        let Some(lead) = source.findings.get(cause.finding) else { return };
        self.finding(lead);
        self.fix(lead, listed.corrected.is_none());
        self.out.push('\n');
        self.flow(exchange, listed);

        let candidates: Vec<&Found> = cause.candidates.iter().filter_map(|c| source.findings.get(c.finding)).collect();
        let is_candidate = |found: &Found| candidates.iter().any(|c| std::ptr::eq(*c, found));
        let others =
            source.findings.iter().filter(|f| f.exchange == exchange && !std::ptr::eq(*f, lead) && !is_candidate(f));
        self.list("Also found", others);
        if let Some(corrected) = &listed.corrected {
            self.heading("Corrected request");
            let text = source.tags.text(corrected);
            for line in text.trim_end().lines() {
                let _ = writeln!(self.out, "{line}");
            }
            self.out.push('\n');
        }
        self.list("It could also be", candidates.iter().copied());
        let fine = cause.ruled_out.iter().map(|out| source.tags.text(&out.because));
        self.line("Ruled out", &the_first(fine, "; "));
        let unchecked = cause.unchecked.iter().map(ToString::to_string);
        self.line("Not checked, for the source does not show what it takes", &the_first(unchecked, ", "));
        if !cause.ruled_out.is_empty() || !cause.unchecked.is_empty() {
            self.out.push('\n');
        }
    }

    /// The steps of the flow that the refused request belongs to, where there are others; of many, those around it.
    fn flow(&mut self, exchange: usize, listed: &Listed) {
        let Some(steps) = listed.flow.and_then(|flow| self.flows.get(&flow)).filter(|steps| steps.len() > 1) else {
            return;
        };
        let own = steps.partition_point(|step| *step < exchange);
        let around = own.saturating_sub(STEPS_AROUND)..(own + STEPS_AROUND).min(steps.len());
        let shown: Vec<(usize, usize)> = around.map(|at| (at, steps[at])).collect();
        self.heading("Flow");
        for (number, n) in shown {
            let step = &self.source.exchanges[n];
            let method = step.method.as_ref().map_or_else(String::new, |method| format!("{} ", self.text_of(method)));
            let url = step.url.as_ref().map_or_else(|| step.form.name().to_owned(), |url| self.text_of(url));
            let answer = step.response.as_ref().map_or_else(String::new, |(status, error)| {
                let status = status.map(|status| status.to_string());
                let words: Vec<String> = status.into_iter().chain(error.as_ref().map(|e| self.text_of(e))).collect();
                if words.is_empty() { String::new() } else { format!(", {}", words.join(" ")) }
            });
            let line = format!("{method}{}{answer} (line {})", shortened(&url), step.start.line);
            let mark = if n == exchange { "refused: " } else { "" };
            let text = paragraph(&format!("{mark}{line}"), self.look.width, 5, 5);
            let _ = writeln!(self.out, "  {}. {text}", number + 1);
        }
        self.out.push('\n');
    }

    /// What, where, why, and what to do.
    fn finding(&mut self, found: &Found) {
        let name = found.severity.name();
        let indent = name.len() + 2;
        let message = paragraph(&self.text_of(&found.message), self.look.width, indent, indent);
        let _ = writeln!(self.out, "{}: {message}", self.ink(Ink::Severity(found.severity), name));
        let sure = match found.confidence {
            Confidence::Certain => "certain: the source proves it",
            Confidence::Likely => "likely, but not proved",
            Confidence::Possible => "possible: nothing in the source proves it",
        };
        let (line, column) = (found.start.line, found.start.column);
        let brief = found.severity == Severity::Note && !found.verdict;
        let place = if brief { format!(", {}:{line}:{column}", self.path) } else { String::new() };
        let _ = writeln!(self.out, "  {} ({sure}{place}{})", found.rule, self.ticket(found));
        if !brief {
            for window in &found.windows {
                let drawn = window.draw(&self.source.tags);
                self.out.push_str(&snippet::draw(&self.path, drawn, found.severity, self.look));
            }
            for related in found.related.iter().filter(|related| !related.here) {
                let path = related.path.as_deref().map_or_else(|| self.path.clone(), visible);
                let at = format!("{path}:{}:{}: ", related.start.line, related.start.column);
                self.labelled("see", &format!("{at}{}", self.text_of(&related.message)));
            }
            self.part("why", &found.why);
        }
        self.part("help", &found.help);
    }

    /// The ticket and comment that a finding stands in.
    fn ticket(&self, found: &Found) -> String {
        let listed = self.source.exchanges.get(found.exchange);
        let Some((id, comment)) = listed.and_then(|listed| listed.ticket.as_ref()) else { return String::new() };
        let ticket = id.as_ref().map_or_else(|| "the ticket".to_owned(), |id| format!("ticket {}", self.text_of(id)));
        if *comment == 0 { format!(", {ticket}") } else { format!(", {ticket}, comment {comment}") }
    }

    fn fix(&mut self, found: &Found, with_edits: bool) {
        let Some(fix) = &found.fix else { return };
        let how = match fix.safety {
            Safety::Safe => "safe",
            Safety::Unsafe => "look at it before you apply it",
            Safety::Manual => "by hand",
        };
        let title = self.text_of(&fix.title);
        self.labelled("fix", &format!("{title} ({how})"));
        for edit in fix.edits.iter().filter(|edit| with_edits && !edit.insert.is_empty()).take(4) {
            let new: String = edit.insert.iter().map(|piece| self.insert(piece)).collect();
            if !new.trim().is_empty() {
                self.labelled("write", new.trim());
            }
        }
    }

    fn insert(&self, piece: &Insert) -> String {
        match piece {
            Insert::Text(text) => visible(text),
            Insert::Copy { shown, .. } => self.text_of(shown),
        }
    }

    /// Findings in brief: what, which rule, where, what to do.
    fn list<'f>(&mut self, title: &str, findings: impl Iterator<Item = &'f Found>) {
        let mut any = false;
        for found in findings {
            if !any {
                self.heading(title);
                any = true;
            }
            let name = found.severity.name();
            let (line, column) = (found.start.line, found.start.column);
            let said = format!(
                "{} ({}, {}, {line}:{column})",
                self.text_of(&found.message),
                found.rule,
                found.confidence.name()
            );
            let said = paragraph(&said, self.look.width, name.len() + 4, 4);
            let _ = writeln!(self.out, "  {}: {said}", self.ink(Ink::Severity(found.severity), name));
            if found.severity > Severity::Note {
                let help = paragraph(&self.text_of(&found.help), self.look.width, 4, 4);
                let _ = writeln!(self.out, "    {help}");
            }
        }
        if any {
            self.out.push('\n');
        }
    }

    fn heading(&mut self, title: &str) {
        let _ = writeln!(self.out, "{}", self.ink(Ink::Bold, &format!("{title}:")));
    }

    /// `title: text`, wrapped; nothing where there is no text.
    fn line(&mut self, title: &str, text: &str) {
        if !text.is_empty() {
            let text = paragraph(text, self.look.width, width_of(title) + 2, 2);
            let _ = writeln!(self.out, "{} {text}", self.ink(Ink::Bold, &format!("{title}:")));
        }
    }

    fn part(&mut self, label: &str, text: &Redacted) {
        if !text.is_empty() {
            self.labelled(label, &self.text_of(text));
        }
    }

    fn labelled(&mut self, label: &str, text: &str) {
        const INDENT: usize = 8;
        let text = paragraph(text, self.look.width, INDENT, INDENT);
        let pad = " ".repeat(INDENT.saturating_sub(label.len() + 3));
        let _ = writeln!(self.out, "  {}{pad} {text}", self.ink(Ink::Bold, label));
    }

    fn text(&mut self, text: &str) {
        let _ = writeln!(self.out, "{}", paragraph(text, self.look.width, 0, 0));
    }

    fn text_of(&self, redacted: &Redacted) -> String {
        self.source.tags.text(redacted)
    }

    fn ink(&self, ink: Ink, text: &str) -> String {
        let code = match ink {
            _ if !self.look.color => return text.to_owned(),
            Ink::Severity(Severity::Error) => "1;31",
            Ink::Severity(Severity::Warning) => "1;33",
            Ink::Severity(Severity::Note) => "1;36",
            Ink::Bold => "1",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

/// An address without its query, which the windows show.
fn shortened(url: &str) -> &str {
    url.find(['?', '#']).map_or(url, |end| &url[..end])
}

/// `1 error, 2 warnings in 3 requests of 1 file.`
fn numbers(report: &Report) -> String {
    let summary = report.summary();
    let count = |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
    let found: Vec<String> = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.notes, "note")]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, one)| count(n, one))
        .collect();
    let found = if found.is_empty() { "Nothing to report".to_owned() } else { found.join(", ") };
    let mut line = format!("{found} in {} of {}", count(summary.exchanges, "request"), count(summary.files, "file"));
    for (n, what) in [(summary.skipped, "skipped"), (summary.failed, "could not be read")] {
        if n > 0 {
            let _ = write!(line, ", {n} {what}");
        }
    }
    line.push('.');
    line
}

/// The first of a list, weightiest first as they are, and how many more there are; JSON has them all.
fn the_first(items: impl ExactSizeIterator<Item = String>, divider: &str) -> String {
    const SHOWN: usize = 5;
    let more = items.len().saturating_sub(SHOWN);
    let first = items.take(SHOWN).collect::<Vec<_>>().join(divider);
    if more == 0 { first } else { format!("{first}{divider}and {more} more") }
}
