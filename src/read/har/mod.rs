//! HAR recordings, whole or cut out: `log.entries`, a lone list of entries, a lone entry.
//!
//! The format is a W3C draft (<https://w3c.github.io/web-performance/specs/HAR/Overview.html>); what Chrome, Firefox,
//! Safari, Charles, Fiddler and mitmproxy write differs from it and from each other, and is read all the same.

mod entries;
mod entry;
mod request;
mod response;
mod scanner;
mod socket;

pub use entries::{Batch, Ending, Entries, Entry, LONGEST};
pub use entry::{Recorder, exchange, stop};

use crate::text::boundary::floor;
use memchr::memmem;

use self::scanner::{Event, Scanner};
use super::{Environments, Exchanges, Reader, json};
use crate::exchange::{Exchange, Json};
use crate::text::{Span, Text};

/// How far one looks for what makes a text a recording.
pub const HEAD: usize = 64 << 10;

/// The form of HAR recordings.
pub(super) struct Har;

impl Reader for Har {
    fn recognizes(&self, text: &str) -> bool {
        is_recording(text) || is_lone_entry(text)
    }

    fn read<'s>(&self, text: Text<'s>, _: &Environments) -> Exchanges<'s> {
        if !is_recording(text.as_str()) {
            return Box::new(exchange(&text.trim(), Recorder::Unknown).into_iter());
        }
        Box::new(Recorded { doc: text, at: 0, scanner: Scanner::default(), recorder: None, read: 0, ended: false })
    }
}

/// Whether a text begins like a recording or a list of its entries. It may be cut off anywhere behind that.
#[must_use]
pub fn is_recording(text: &str) -> bool {
    const LOG: [&str; 6] = ["\"version\"", "\"creator\"", "\"browser\"", "\"pages\"", "\"entries\"", "\"comment\""];
    const ENTRY: [&str; 4] = ["\"startedDateTime\"", "\"request\"", "\"pageref\"", "\"_"];
    let head = head(text);
    let has = |key: &str| memmem::find(head.as_bytes(), key.as_bytes()).is_some();
    let begins = |text: &str, keys: &[&str]| keys.iter().any(|key| behind(text, &[key]).is_some());
    let start = head.trim_start_matches('\u{feff}');
    if let Some(log) = behind(start, &["{", "\"log\"", ":", "{"]) {
        return begins(log, &LOG) && (has("\"entries\"") || has("\"creator\""));
    }
    let entry = behind(start, &["[", "{"]).filter(|entry| begins(entry, &ENTRY));
    entry.is_some() && has("\"request\"") && has("\"url\"") && (has("\"startedDateTime\"") || has("\"headers\""))
}

/// Whether a file that begins with these bytes, the first [`HEAD`] of them, is a recording.
#[must_use]
pub fn begins_recording(head: &[u8]) -> bool {
    let may = head.trim_ascii_start().strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    matches!(may.first(), Some(b'{' | b'[')) && is_recording(&String::from_utf8_lossy(head))
}

/// What follows these tokens at the beginning of a text.
fn behind<'t>(text: &'t str, tokens: &[&str]) -> Option<&'t str> {
    tokens.iter().try_fold(text, |rest, token| rest.trim_start().strip_prefix(token))
}

/// The beginning of a text, as far as it is looked at.
fn head(text: &str) -> &str {
    &text[..floor(text, HEAD)]
}

/// Whether a text is one entry and nothing else.
fn is_lone_entry(text: &str) -> bool {
    let trimmed = text.trim_start_matches('\u{feff}').trim();
    let has = |key: &str| memmem::find(trimmed.as_bytes(), key.as_bytes()).is_some();
    if !trimmed.starts_with('{') || !trimmed.ends_with('}') || !has("\"request\"") || !has("\"url\"") {
        return false;
    }
    let doc = Text::verbatim(trimmed, Span::new(0, trimmed.len()));
    let Some((entry, end)) = json::undecoded(&doc, 0) else { return false };
    let request = entry.member("request");
    let is_text = |name: &str| matches!(request.and_then(|request| request.member(name)), Some(Json::String(_)));
    let headers = request.and_then(|request| request.member("headers"));
    end == trimmed.len()
        && is_text("url")
        && (is_text("method") || headers.is_some())
        && headers.is_none_or(|headers| matches!(headers, Json::Array(_)))
}

/// The exchanges of a recording that is held in memory.
struct Recorded<'s> {
    doc: Text<'s>,
    at: usize,
    scanner: Scanner,
    recorder: Option<Recorder>,
    read: usize,
    ended: bool,
}

impl<'s> Recorded<'s> {
    fn number(&mut self, mut exchange: Exchange<'s>) -> Exchange<'s> {
        exchange.id = self.read;
        self.read += 1;
        exchange
    }
}

impl<'s> Iterator for Recorded<'s> {
    type Item = Exchange<'s>;

    fn next(&mut self) -> Option<Exchange<'s>> {
        let mut start = self.at;
        while !self.ended {
            let (len, event) = self.scanner.next(&self.doc.as_str().as_bytes()[self.at..]);
            self.at += len;
            match event {
                Event::Start => {
                    start = self.at - 1;
                    let head = head(&self.doc.as_str()[..start]);
                    self.recorder.get_or_insert_with(|| Recorder::of_head(head));
                }
                Event::End => {
                    let entry = self.doc.slice(start, self.at);
                    if let Some(exchange) = exchange(&entry, self.recorder.unwrap_or_default()) {
                        return Some(self.number(exchange));
                    }
                }
                Event::More => {
                    self.ended = true;
                    if !self.scanner.is_whole() {
                        return Some(stop(&self.doc, start, self.at, None)).map(|stop| self.number(stop));
                    }
                }
                Event::Broken(expected) => {
                    self.ended = true;
                    return Some(stop(&self.doc, start, self.at, Some(expected))).map(|stop| self.number(stop));
                }
            }
        }
        None
    }
}
