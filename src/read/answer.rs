//! What came back, as a terminal shows it: `-i` heads, `-v` traces, bare bodies, curl's own errors.

use memchr::memchr;

use super::snippet::prompt;
use super::{header, json, reported, url};
use crate::exchange::complaint;
use crate::exchange::{CurlError, Json, Place, Provenance, Redirect, Response, Sourced};
use crate::text::{Span, Text, decode, near};

/// A line of the document, without its line break.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Where the next line starts.
    pub(super) next: usize,
}

/// The line that starts at `start`.
pub(super) fn line_at(text: &str, start: usize) -> Line {
    let stop = memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |n| start + n);
    let end = if text[start..stop].ends_with('\r') { stop - 1 } else { stop };
    Line { start, end, next: (stop + 1).min(text.len()).max(stop) }
}

/// An answer in the making.
#[derive(Debug, Default)]
pub(super) struct Answer<'s> {
    response: Response<'s>,
    span: Option<Span>,
    /// Inside the header lines of an answer.
    in_head: bool,
    /// Behind a head, so that whatever comes next is its body.
    expects_body: bool,
}

/// What a line was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// Part of the answer; reading goes on at this offset.
    Until(usize),
    /// Not part of an answer.
    No,
}

/// Where a line stands that a command may have printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Printed {
    /// In a terminal, or in a block that shows one.
    Terminal,
    /// In a text, whose author may go on there.
    Text,
}

impl<'s> Answer<'s> {
    /// Whether anything was read.
    pub(super) const fn is_empty(&self) -> bool {
        self.span.is_none()
    }

    /// Whether a body was read.
    pub(super) const fn has_body(&self) -> bool {
        self.response.body.is_some()
    }

    pub(super) fn finish(mut self) -> Option<Response<'s>> {
        self.response.span = self.span?;
        Some(self.response)
    }

    /// Takes the line, and what follows it, where it can only be part of an answer.
    pub(super) fn take(&mut self, doc: &Text<'s>, line: Line) -> Taken {
        let text = doc.as_str();
        let content = &text[line.start..line.end];
        let trimmed = content.trim_start();
        let indent = line.start + content.len() - trimmed.len();
        if self.in_head {
            return self.head_line(doc, line, trimmed);
        }
        if trimmed.is_empty() {
            return Taken::No;
        }
        let (body_of_line, marker) = trace_marker(trimmed);
        if is_status_line(body_of_line) && marker != Some('>') {
            let start = indent + trimmed.len() - body_of_line.len();
            self.status_line(doc, start, line.end);
            return Taken::Until(line.next);
        }
        match marker {
            Some('>') if looks_like_request_line(body_of_line) || !self.response.sent_headers.is_empty() => {
                self.sent_line(doc, line, body_of_line);
                return Taken::Until(line.next);
            }
            Some('*') => {
                self.note(doc, line);
                return Taken::Until(line.next);
            }
            Some('<') if body_of_line.is_empty() || header_like(body_of_line) => return Taken::Until(line.next),
            Some('{' | '}') => return Taken::Until(line.next),
            _ => {}
        }
        if let Some(error) = curl_error(trimmed) {
            let line_text = doc.slice(indent, line.end);
            self.note(doc, line);
            self.response.curl = Some(CurlError { exit: error, line: line_text });
            return Taken::Until(line.next);
        }
        if let Some(status) = reported::status(trimmed) {
            let value = trimmed[status.clone()].parse().unwrap_or(0);
            let span = doc.span_of(indent + status.start, indent + status.end);
            // What the server itself showed says more.
            self.response.status.get_or_insert(Sourced { value, span, provenance: Provenance::Stated });
            self.note(doc, line);
            return Taken::Until(line.next);
        }
        if reported::by_shell(trimmed) {
            return self.shell(doc, line);
        }
        if is_progress(trimmed) {
            return Taken::Until(line.next);
        }
        // A library's log marks the body as well.
        let (shown, indent) = match marker {
            Some('<') => (body_of_line, indent + trimmed.len() - body_of_line.len()),
            _ => (trimmed, indent),
        };
        if json::begins(shown)
            && let Some((json, end)) = json::prefix(doc, indent)
            && !matches!(&json, Json::Object(members) if members.is_empty() && self.is_empty())
        {
            self.json(doc, indent, end, json);
            let blanks = text[end..].bytes().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
            let ends_line = matches!(text.as_bytes().get(end + blanks), None | Some(b'\n'));
            let next = if ends_line { (end + blanks + 1).min(text.len()) } else { end };
            return Taken::Until(next);
        }
        let body = self.expects_body || self.is_empty() && refuses(trimmed);
        if body {
            return self.text_body(doc, line, indent);
        }
        Taken::No
    }

    /// Takes the line that a command printed, where it refuses without any structure.
    pub(super) fn take_printed(&mut self, doc: &Text<'s>, line: Line, place: Printed) -> Taken {
        let content = doc.as_str()[line.start..line.end].trim();
        let refuses = is_status(content) || place == Printed::Terminal && is_complaint(content);
        if !refuses {
            return Taken::No;
        }
        self.text_body(doc, line, line.start)
    }

    fn head_line(&mut self, doc: &Text<'s>, line: Line, trimmed: &str) -> Taken {
        let (content, _) = trace_marker(trimmed);
        if content.is_empty() {
            self.in_head = false;
            self.expects_body = true;
            return Taken::Until(line.next);
        }
        if !header_like(content) {
            self.in_head = false;
            self.expects_body = true;
            return self.take(doc, line);
        }
        let start = line.end - content.len();
        let parsed = header::parse(&doc.slice(start, line.end));
        self.note(doc, line);
        if parsed.name.as_str().eq_ignore_ascii_case("location")
            && let Some(status) = self.response.status.as_ref().filter(|s| (300..400).contains(&s.value))
        {
            let location = Some(parsed.value.clone());
            let status = status.clone();
            self.response.redirects.push(Redirect { status, location });
        }
        self.response.headers.push(parsed);
        Taken::Until(line.next)
    }

    /// A new head: what an earlier one said was a redirect or an interim answer on the way.
    fn status_line(&mut self, doc: &Text<'s>, start: usize, end: usize) {
        let text = &doc.as_str()[start..end];
        let digits = text.find(' ').map_or(start, |n| start + n + 1);
        let code = text[digits - start..].get(..3).and_then(|d| d.parse().ok()).unwrap_or(0);
        let span = doc.span_of(digits, digits + 3.min(end - digits));
        self.response.status = Some(Sourced { value: code, span, provenance: Provenance::Stated });
        self.response.headers.clear();
        self.response.body = None;
        self.response.json = None;
        self.cover(doc.span_of(start, end));
        self.in_head = true;
        self.expects_body = false;
    }

    fn sent_line(&mut self, doc: &Text<'s>, line: Line, content: &str) {
        self.note(doc, line);
        let start = line.end - content.len();
        self.response.sent_headers.push(header::parse(&doc.slice(start, line.end)));
    }

    fn json(&mut self, doc: &Text<'s>, start: usize, end: usize, json: Json<'s>) {
        self.cover(doc.span_of(start, end));
        if self.response.json.is_none() {
            self.response.body = Some(doc.slice(start, end));
            self.response.json = Some(json);
        }
        self.expects_body = false;
    }

    /// A body that is no JSON: the lines up to a blank one; a form-encoded one is read as an object.
    fn text_body(&mut self, doc: &Text<'s>, line: Line, start: usize) -> Taken {
        let text = doc.as_str();
        let mut end = line.end;
        let mut next = line.next;
        let is_markup = text[start..].starts_with('<');
        let whole = if is_page(&text[start..]) { page_end(text, line) } else { None };
        if let Some(last) = whole {
            (end, next) = (last.end, last.next);
        }
        while next < text.len() && is_markup && whole.is_none() {
            let following = line_at(text, next);
            if text[following.start..following.end].trim().is_empty() || starts_prompt(&text[following.start..]) {
                break;
            }
            (end, next) = (following.end, following.next);
        }
        let body = doc.slice(start, end);
        self.cover(body.span());
        self.response.json = form_body(&body);
        self.response.body = Some(body);
        self.expects_body = false;
        Taken::Until(next)
    }

    /// What a shell says that could not run the line, with what PowerShell adds below.
    fn shell(&mut self, doc: &Text<'s>, line: Line) -> Taken {
        let text = doc.as_str();
        let (mut end, mut next) = (line.end, line.next);
        while next < text.len() {
            let following = line_at(text, next);
            if !reported::by_shell_still(&text[following.start..following.end]) {
                break;
            }
            (end, next) = (following.end, following.next);
        }
        let said = doc.slice(line.start, line.end);
        self.cover(doc.span_of(line.start, end));
        if self.response.shell.is_none() {
            self.response.shell = Some(said);
        }
        Taken::Until(next)
    }

    fn note(&mut self, doc: &Text<'s>, line: Line) {
        self.cover(doc.span_of(line.start, line.end));
    }

    fn cover(&mut self, span: Span) {
        self.span = Some(self.span.map_or(span, |all| all.join(span)));
    }
}

/// Whether a line that follows a command can only be the body of an answer, though no status stands before it.
fn refuses(line: &str) -> bool {
    const REASONS: [&str; 6] =
        ["Bad Request", "Unauthorized", "Forbidden", "Not Found", "Method Not Allowed", "Unsupported Media Type"];
    is_page(line) || REASONS.contains(&line.trim_end())
}

/// Whether a line is a status alone: `401 Unauthorized`, `unauthorized`.
fn is_status(line: &str) -> bool {
    const LONGEST: usize = 40;
    let reason = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_reason = reason.is_empty()
        || reason.len() == line.len()
        || reason.trim_start().starts_with(char::is_uppercase)
        || complaint::complains(reason);
    line.len() <= LONGEST && is_reason && complaint::status_of(line).is_some()
}

/// Whether a line complains in a few words, as an answer without structure does.
fn is_complaint(line: &str) -> bool {
    const LONGEST: usize = 120;
    let lower = line.to_ascii_lowercase();
    let fails =
        || ["failed", "fails", "cannot ", "couldn't", "required", "no route "].iter().any(|word| lower.contains(word));
    line.len() <= LONGEST && line.starts_with(char::is_alphabetic) && (complaint::complains(line) || fails())
}

/// Whether a whole page for people begins here.
fn is_page(text: &str) -> bool {
    let begins = |with: &str| text.get(..with.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(with));
    begins("<!doctype html") || begins("<html")
}

/// The last line of a page that begins in `line`: where its element ends, if that is not far and no other command or
/// answer comes before.
fn page_end(text: &str, mut line: Line) -> Option<Line> {
    const CLOSING: &str = "</html>";
    const FAR: usize = 8192;
    let start = line.start;
    let closes = |content: &str| {
        let end = content.len().checked_sub(CLOSING.len()).and_then(|at| content.get(at..));
        end.is_some_and(|end| end.eq_ignore_ascii_case(CLOSING))
    };
    while !closes(text[line.start..line.end].trim_end()) {
        if line.next >= text.len() || line.next - start > FAR || starts_prompt(&text[line.next..]) {
            return None;
        }
        line = line_at(text, line.next);
    }
    Some(line)
}

/// A form-encoded answer (`error=bad_verification_code&..`) as an object of strings.
pub(super) fn form_body<'s>(body: &Text<'s>) -> Option<Json<'s>> {
    let value = body.as_str().trim();
    let is_form = value.contains('=') && !value.contains(char::is_whitespace) && !value.starts_with('<');
    if !is_form {
        return None;
    }
    let mut params = Vec::new();
    url::pairs(body, Place::Body, &mut params);
    Some(Json::Object(params.into_iter().map(|p| (p.name, Json::String(p.value))).collect()))
}

/// The member texts of a callback's query or fragment, as an object of strings.
pub(super) fn callback_body<'s>(pairs: &Text<'s>) -> Json<'s> {
    let mut params = Vec::new();
    url::pairs(pairs, Place::Query, &mut params);
    Json::Object(params.into_iter().map(|p| (p.name, Json::String(decode::percent(&p.raw, true)))).collect())
}

/// The marker of a `-v` line (`<`, `>`, `*`, `{`, `}`) and what stands behind it.
fn trace_marker(line: &str) -> (&str, Option<char>) {
    let Some(marker) = line.chars().next().filter(|c| matches!(c, '<' | '>' | '*' | '{' | '}')) else {
        return (line, None);
    };
    let rest = &line[1..];
    let marked = rest.is_empty() || rest.starts_with(' ');
    let bytes_line = rest.trim_end().ends_with("bytes data]");
    match marker {
        '{' | '}' if !bytes_line => (line, None),
        _ if marked => (rest.trim_start(), Some(marker)),
        _ => (line, None),
    }
}

/// `HTTP/1.1 401 Unauthorized`, `HTTP/2 400`.
fn is_status_line(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("HTTP/") else { return false };
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let status = rest.trim_start();
    rest.starts_with(' ') && status.len() >= 3 && status.as_bytes()[..3].iter().all(u8::is_ascii_digit)
}

fn looks_like_request_line(line: &str) -> bool {
    line.ends_with("HTTP/1.1") || line.ends_with("HTTP/2") || line.ends_with("HTTP/1.0") || line.ends_with("HTTP/3")
}

/// `Name: value` with a name that a header can have.
fn header_like(line: &str) -> bool {
    line.find(':').is_some_and(|n| {
        n > 0 && n < 60 && line[..n].bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    })
}

/// The exit code of `curl: (6) Could not resolve host: ..`; 2 for the lines that name none.
fn curl_error(line: &str) -> Option<u8> {
    let rest = line.strip_prefix("curl: ")?;
    if let Some(number) = rest.strip_prefix('(') {
        return number.split(')').next()?.parse().ok();
    }
    let usage = ["no URL specified", "option ", "try 'curl --help'"];
    usage.iter().any(|start| rest.starts_with(start)).then_some(2)
}

/// curl's progress meter.
fn is_progress(line: &str) -> bool {
    line.starts_with("% Total") || line.starts_with("Dload  Upload") || line.contains("--:--:--")
}

/// Whether a command, or another answer, begins here.
fn starts_prompt(text: &str) -> bool {
    text.starts_with("HTTP/") || prompt::begins(near::behind(text, 0))
}
