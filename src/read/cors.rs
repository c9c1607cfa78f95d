//! Messages of a browser's console about CORS.

use memchr::memmem;

use super::{address, answer, talk};
use crate::exchange::{Header, Json, Response};
use crate::text::{Span, Text, near};

/// A browser's message that it kept an answer from a page.
#[derive(Debug)]
pub(super) struct Cors<'s> {
    /// The words that say so.
    pub(super) sign: Span,
    /// The whole message, which tells what the browser missed.
    message: Text<'s>,
    /// Where the line behind it begins.
    pub(super) next: usize,
    /// The address that was called.
    pub(super) url: Option<Text<'s>>,
    /// The page's origin.
    pub(super) origin: Option<Text<'s>>,
}

impl<'s> Cors<'s> {
    /// The answer that the page got instead.
    pub(super) fn response(&self) -> Response<'s> {
        let said = (Text::implied("message", self.message.span()), Json::String(self.message.clone()));
        let json = Some(Json::Object(vec![said]));
        Response { span: self.message.span(), cors: Some(self.sign), json, ..Response::default() }
    }
}

/// Reads a console line about CORS (Chrome, Firefox and Safari each say it their own way).
pub(super) fn read<'s>(doc: &Text<'s>, line: answer::Line) -> Option<Cors<'s>> {
    const SIGNS: [&str; 8] = [
        "no 'access-control-allow-origin' header is present",
        "blocked by cors policy",
        "cross-origin request blocked",
        "due to access control checks",
        "not allowed by access-control-allow-origin",
        "doesn't pass access control check",
        "cors header ‘access-control-allow-origin’ missing",
        "is not allowed by access-control-allow-headers",
    ];
    let text = &doc.as_str()[line.start..line.end];
    // Every sign holds one of these.
    if !["rigin", "CORS", "cors", "ccess"].iter().any(|part| memmem::find(text.as_bytes(), part.as_bytes()).is_some()) {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let (at, sign) = SIGNS.iter().find_map(|sign| lower.find(sign).map(|at| (at, *sign)))?;
    // A program makes the message.
    let is_made = ["error('", "error(\"", "error(`"].iter().any(|call| lower[..at].contains(call));
    if is_made {
        return None;
    }
    let mut url = None;
    let mut origin = None;
    let mut from = 0;
    while let Some(found) = text[from..].find("http").map(|n| from + n) {
        let is_address = text[found..].starts_with("http://") || text[found..].starts_with("https://");
        if !is_address {
            from = found + 4;
            continue;
        }
        let end = address::end(text, found);
        let address = doc.slice(line.start + found, line.start + end);
        let of_page = lower[..found].trim_end_matches(['\'', '"', '‘', ' ']).ends_with("origin");
        if of_page {
            origin.get_or_insert(address);
        } else {
            url.get_or_insert(address);
        }
        from = end.max(found + 4);
    }
    let start = line.start + at;
    let last = last_line(doc.as_str(), line);
    let message = doc.trimmed(line.start, last.end);
    Some(Cors { sign: doc.span_of(start, start + sign.len()), message, next: last.next, url, origin })
}

/// The last line of a message, which may go on behind colons at the ends of its lines.
fn last_line(text: &str, first: answer::Line) -> answer::Line {
    const MOST_LINES: usize = 3;
    let mut line = first;
    for _ in 1..MOST_LINES {
        if !text[line.start..line.end].trim_end().ends_with(':') || line.next >= text.len() {
            break;
        }
        line = answer::line_at(text, line.next);
    }
    line
}

/// Where somebody's words about trouble with CORS end, that begin with the word at `start..end`: `I get a CORS error`.
pub(super) fn spoken(text: &str, start: usize, end: usize) -> Option<usize> {
    const TROUBLES: [&str; 9] =
        ["errors", "error", "issues", "issue", "problems", "problem", "policy", "blocked", "failure"];
    const CAUSES: [&str; 4] = ["due to", "because of", "blocked by", "refused by"];
    const OTHERWISE: [&str; 12] =
        ["not", "no", "t", "without", "fix", "fixed", "solve", "solved", "avoid", "disable", "enable", "if"];
    if !text[start..end].eq_ignore_ascii_case("cors") {
        return None;
    }
    let (before, behind) = (near::before(text, start), near::behind(text, end));
    let sentence = before.rsplit(". ").next().unwrap_or("");
    let mut words = sentence.split(|c: char| !c.is_alphanumeric());
    let otherwise = words.any(|word| OTHERWISE.iter().any(|other| other.eq_ignore_ascii_case(word)));
    if otherwise || !talk::is_report(before) && !talk::is_report(behind) {
        return None;
    }
    let lower = behind.get(..24).unwrap_or(behind).to_ascii_lowercase();
    let trouble = TROUBLES.iter().find(|trouble| lower.trim_start().starts_with(**trouble));
    let length = trouble.map(|trouble| lower.len() - lower.trim_start().len() + trouble.len());
    let caused = || CAUSES.iter().any(|cause| sentence.trim_end().to_ascii_lowercase().ends_with(cause));
    length.or_else(|| caused().then_some(0)).map(|length| end + length)
}

/// The header that a page's call carries.
pub(super) fn origin_header(origin: Text<'_>, sign: Span) -> Header<'_> {
    let name = Text::implied("Origin", sign);
    Header { name, whole: Some(origin.clone()), value: origin, fault: None }
}
