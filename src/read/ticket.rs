//! Tickets as help desks export them: one JSON object, a list of them, or one a line (NDJSON). Every comment is a
//! document of its own, so that what two people pasted is told apart.

use std::io::{self, BufRead};
use std::sync::Arc;

use memchr::memmem;

use super::{Environments, Exchanges, Reader, document, html, is_escaped_html, json, prose, snippet, wrapped};
use crate::exchange::{Exchange, Json, Ticket, Wrapping};
use crate::text::{Position, Text, decode};

/// The longest ticket that is read, in bytes; longer ones are passed over and counted.
pub const LONGEST: u64 = 64 << 20;

/// Names under which a ticket or a comment holds what was written, the plain ones first.
const TEXTS: [&str; 7] = ["plain_body", "body", "text", "comment", "content", "description", "html_body"];
/// Values of a text that are looked at to see whether they are tickets.
const LOOKED_AT: usize = 16;
/// Names under which a document holds its tickets or comments.
const LISTS: [&str; 4] = ["tickets", "results", "comments", "audits"];

/// The form of a ticket, or of several, as one JSON value or one a line.
pub(super) struct Tickets;

impl Reader for Tickets {
    fn recognizes(&self, text: &str) -> bool {
        may_hold(text) && {
            let doc = Text::verbatim(text, crate::text::Span::new(0, text.len()));
            let first: Vec<Json<'_>> = values(&doc).map(|(value, _)| value).take(LOOKED_AT).collect();
            are_tickets(&first)
        }
    }

    fn read<'s>(&self, text: Text<'s>, _: &Environments) -> Exchanges<'s> {
        exchanges(values(&text).map(|(value, _)| value).collect())
    }
}

/// The exchanges of a line of a stream; `None` where it holds no ticket.
#[must_use]
pub fn line(text: &str) -> Option<Exchanges<'_>> {
    if !may_hold(text) {
        return None;
    }
    let line = Text::verbatim(text, crate::text::Span::new(0, text.len()));
    let tickets: Vec<Json<'_>> = values(&line).map(|(value, _)| value).collect();
    are_tickets(&tickets).then(|| exchanges(tickets))
}

fn exchanges<'s>(tickets: Vec<Json<'s>>) -> Exchanges<'s> {
    let mut read = 0;
    let comments = tickets.into_iter().flat_map(|ticket| comments(&ticket));
    Box::new(comments.flat_map(Comment::read).map(move |mut exchange| {
        exchange.id = read;
        read += 1;
        exchange
    }))
}

/// Whether a file whose first line is this, or that begins with these bytes, holds a ticket a line.
#[must_use]
pub fn begins_lines(head: &[u8]) -> bool {
    let head = head.trim_ascii_start();
    let Some(line) = head.split(|byte| *byte == b'\n').next().filter(|line| line.len() < head.len()) else {
        return false;
    };
    let line = String::from_utf8_lossy(line);
    let doc = Text::verbatim(&line, crate::text::Span::new(0, line.len()));
    let whole = json::undecoded(&doc, 0).filter(|(_, end)| line[*end..].trim().is_empty());
    whole.is_some_and(|(value, _)| is_ticket(&value) || is_paste(&value))
}

/// The id of a ticket.
#[must_use]
pub fn id(bytes: &[u8]) -> Option<String> {
    let line = String::from_utf8_lossy(bytes);
    let doc = Text::verbatim(&line, crate::text::Span::new(0, line.len()));
    let (value, _) = json::undecoded(&doc, 0)?;
    let ticket = value.member("ticket").unwrap_or(&value);
    ticket.member("id").and_then(Json::text).map(|id| id.as_str().to_owned())
}

/// Whether a text begins as JSON does, and with a name that tickets have.
fn may_hold(text: &str) -> bool {
    const SIGNS: [&[u8]; 10] = [
        b"\"subject\"",
        b"\"comments\"",
        b"\"description\"",
        b"\"ticket\"",
        b"\"tickets\"",
        b"\"html_body\"",
        b"\"body\"",
        b"\"comment\"",
        b"\"text\"",
        b"\"content\"",
    ];
    let head = &text.as_bytes()[..text.len().min(super::har::HEAD)];
    text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '['])
        && SIGNS.iter().any(|sign| memmem::find(head, sign).is_some())
}

/// The JSON values of a text, one after the other, and where each ends.
fn values<'t, 's>(text: &'t Text<'s>) -> impl Iterator<Item = (Json<'s>, usize)> + use<'t, 's> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let source = text.as_str();
        at +=
            source[at..].len() - source[at..].trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len();
        let (value, end) = json::undecoded(text, at)?;
        at = end;
        Some((value, end))
    })
}

/// Whether a value is a ticket, a list of tickets, or what holds one: it has a subject or comments beside what was
/// written.
fn is_ticket(value: &Json<'_>) -> bool {
    match value {
        Json::Array(items) => items.first().is_some_and(is_ticket),
        Json::Object(_) => {
            let string = |name: &str| matches!(value.member(name), Some(Json::String(_)));
            let list = |name: &str| match value.member(name) {
                Some(Json::Array(items)) => {
                    items.first().is_some_and(|item| text_of(item).is_some() || is_ticket(item))
                }
                _ => false,
            };
            value.member("ticket").is_some_and(|ticket| is_ticket(ticket) || text_of(ticket).is_some())
                || LISTS.iter().any(|name| list(name))
                || (string("subject") && text_of(value).is_some())
                || (string("description")
                    && ["status", "requester_id", "priority"].iter().any(|n| value.member(n).is_some()))
        }
        _ => false,
    }
}

/// Whether these are tickets, or things that somebody wrote, with a paste among them.
fn are_tickets(values: &[Json<'_>]) -> bool {
    values.first().is_some_and(|first| is_ticket(first) || is_note(first))
        && values.iter().any(|value| is_ticket(value) || is_paste(value))
}

/// Whether a value is something that somebody wrote, known by its number or author, and no request, answer or setting.
fn is_note(value: &Json<'_>) -> bool {
    const MARKS: [&str; 8] = ["id", "number", "key", "ticket_id", "author_id", "author", "user", "created_at"];
    const OTHERS: [&str; 22] = [
        "access_token",
        "client_id",
        "clientId",
        "data",
        "error",
        "errors",
        "grant_type",
        "headers",
        "info",
        "item",
        "message",
        "method",
        "openapi",
        "path",
        "paths",
        "query",
        "redirect_uris",
        "request",
        "response",
        "swagger",
        "uri",
        "url",
    ];
    let Json::Object(members) = value else { return false };
    let has = |names: &[&str]| names.iter().any(|name| value.member(name).is_some());
    text_of(value).is_some() && (members.len() == 1 || has(&MARKS)) && !has(&OTHERS)
}

/// Whether a note holds a command or a message over several lines or in quotes, which only its own reading undoes.
fn is_paste(value: &Json<'_>) -> bool {
    let escaped = |text: &str| text.contains("\\n") || text.contains("\\\"");
    let asks = |text: &str| ["curl ", "HTTP/", "://"].iter().any(|sign| text.contains(sign));
    is_note(value) && text_of(value).is_some_and(|text| escaped(text.as_str()) && asks(text.as_str()))
}

/// What was written in one place.
struct Comment<'s> {
    text: Text<'s>,
    wrapping: Wrapping,
    ticket: Ticket,
}

/// Everything that was written in a ticket, in order.
fn comments<'s>(value: &Json<'s>) -> Vec<Comment<'s>> {
    let mut out = Vec::new();
    gather(value, None, &mut 0, &mut out);
    out
}

fn gather<'s>(value: &Json<'s>, id: Option<&Arc<str>>, number: &mut usize, out: &mut Vec<Comment<'s>>) {
    if let Json::Array(items) = value {
        return items.iter().for_each(|item| gather(item, None, &mut 0, out));
    }
    if let Some(ticket) = value.member("ticket").filter(|ticket| matches!(ticket, Json::Object(_))) {
        return gather(ticket, None, number, out);
    }
    for name in ["tickets", "results"] {
        if let Some(Json::Array(tickets)) = value.member(name) {
            return tickets.iter().for_each(|ticket| gather(ticket, None, &mut 0, out));
        }
    }
    let own: Option<Arc<str>> = value.member("id").and_then(Json::text).map(|id| Arc::from(id.as_str()));
    let id = id.or(own.as_ref());
    let replies = ["comments", "audits"].iter().find_map(|name| match value.member(name) {
        Some(Json::Array(comments)) => Some(comments),
        _ => None,
    });
    let first = replies.and_then(|comments| text_of(comments.first()?));
    if let Some(text) = text_of(value).filter(|text| first.is_none_or(|first| first.as_str() != text.as_str())) {
        out.push(Comment::new(text, Ticket { id: id.cloned(), comment: 0 }));
    }
    for reply in replies.into_iter().flatten() {
        *number += 1;
        let events = match reply.member("events") {
            Some(Json::Array(events)) => events.as_slice(),
            _ => std::slice::from_ref(reply),
        };
        for text in events.iter().filter_map(text_of) {
            out.push(Comment::new(text, Ticket { id: id.cloned(), comment: *number }));
        }
    }
}

/// What was written, as it stands between its quotes.
fn text_of<'j, 's>(value: &'j Json<'s>) -> Option<&'j Text<'s>> {
    TEXTS.iter().find_map(|name| match value.member(name) {
        Some(Json::String(text)) if !text.as_str().trim().is_empty() => Some(text),
        _ => None,
    })
}

impl<'s> Comment<'s> {
    fn new(raw: &Text<'s>, ticket: Ticket) -> Self {
        let text = decode::json_string(raw);
        if html::is_markup(text.as_str()) {
            return Self { text: html::visible(&text), wrapping: Wrapping::HtmlInJson, ticket };
        }
        let text = if is_escaped_html(text.as_str()) { decode::html(&text) } else { text };
        Self { text, wrapping: Wrapping::Json, ticket }
    }

    fn read(self) -> impl Iterator<Item = Exchange<'s>> {
        let Self { text, wrapping, ticket } = self;
        let is_silent = prose::is_mere_talk(text.as_str()) && snippet::present(text.as_str()).is_empty();
        let document = (!is_silent).then(|| document(text));
        wrapped(document.into_iter().flatten(), wrapping)
            .map(move |exchange| Exchange { ticket: Some(ticket.clone()), ..exchange })
    }
}

/// A ticket of a stream.
#[derive(Clone, Debug)]
pub struct Line {
    /// The line that holds it.
    pub bytes: Vec<u8>,
    /// Where it begins.
    pub start: Position,
}

/// The lines of a stream of tickets, in memory that does not grow with it.
#[derive(Debug)]
pub struct Lines<R> {
    input: R,
    line: Vec<u8>,
    next: Position,
    skipped: usize,
}

impl<R: BufRead> Lines<R> {
    /// The lines of what `input` gives.
    pub const fn new(input: R) -> Self {
        Self { input, line: Vec::new(), next: Position::START, skipped: 0 }
    }

    /// The next line that is not empty, and where it begins; `None` behind the last.
    ///
    /// # Errors
    ///
    /// The input cannot be read.
    #[allow(clippy::should_implement_trait, reason = "a line borrows from the reader, and reading can fail")]
    pub fn next(&mut self) -> io::Result<Option<(&[u8], Position)>> {
        loop {
            self.line.clear();
            let start = self.next;
            let len = io::Read::take(&mut self.input, LONGEST).read_until(b'\n', &mut self.line)?;
            if len == 0 {
                return Ok(None);
            }
            self.next = Position { line: start.line + 1, column: 1, offset: start.offset + len };
            if len as u64 == LONGEST && !self.line.ends_with(b"\n") {
                self.skipped += 1;
                self.next.offset += self.pass_over()?;
            } else if !self.line.trim_ascii().is_empty() {
                return Ok(Some((&self.line, start)));
            }
        }
    }

    /// Tickets that were too long to be read.
    pub const fn skipped(&self) -> usize {
        self.skipped
    }

    /// Goes on to the end of the line.
    fn pass_over(&mut self) -> io::Result<usize> {
        let mut passed = 0;
        loop {
            let buffer = self.input.fill_buf()?;
            let end = memchr::memchr(b'\n', buffer);
            let len = end.map_or(buffer.len(), |end| end + 1);
            passed += len;
            let over = end.is_some() || len == 0;
            self.input.consume(len);
            if over {
                return Ok(passed);
            }
        }
    }
}

impl<R: io::Read> Lines<io::BufReader<R>> {
    /// The next line, and those behind it that have arrived as well; none behind the last.
    ///
    /// # Errors
    ///
    /// The input cannot be read.
    pub fn arrived(&mut self) -> io::Result<Vec<Line>> {
        let mut lines = Vec::new();
        while lines.is_empty() || memchr::memchr(b'\n', self.input.buffer()).is_some() {
            let Some((bytes, start)) = self.next()? else { break };
            lines.push(Line { bytes: bytes.to_vec(), start });
        }
        Ok(lines)
    }
}
