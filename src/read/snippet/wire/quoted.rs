//! Pieces of messages that a library quotes as they go over the wire, with a sign of their way: Ruby's `<- "POST ..\r\n"`,
//! Python's `send: b'POST ..\r\n'`, the `>> "POST ..[\r][\n]"` of Apache's HttpClient.

use super::{answer, request};
use crate::exchange::{Form, Request, Response};
use crate::read::answer::{Line, line_at};
use crate::read::code::{self, Language};
use crate::read::snippet::{Around, Sign, Snip, Snippet};
use crate::text::decode::Decoder;
use crate::text::{Composer, Span, Text};

/// The form of quoted messages.
#[derive(Debug)]
pub(in crate::read::snippet) struct Quoted;

/// The same in Python's words.
#[derive(Debug)]
pub(in crate::read::snippet) struct QuotedByPython;

/// How many lines of others may stand between two pieces.
const MOST_BETWEEN: usize = 8;

impl Snippet for Quoted {
    fn marks(&self) -> &'static [&'static str] {
        &["<- \"", ">> \""]
    }

    fn sign(&self) -> Sign {
        Sign::Arrow
    }

    fn read<'s>(&self, doc: &Text<'s>, line: Line, _: &mut Around<'s>) -> Option<Snip<'s>> {
        messages(doc, line)
    }
}

impl Snippet for QuotedByPython {
    fn marks(&self) -> &'static [&'static str] {
        &["send: "]
    }

    fn read<'s>(&self, doc: &Text<'s>, line: Line, _: &mut Around<'s>) -> Option<Snip<'s>> {
        messages(doc, line)
    }
}

/// The messages that begin in this line.
fn messages<'s>(doc: &Text<'s>, line: Line) -> Option<Snip<'s>> {
    let text = doc.as_str();
    let first = piece(doc, line).filter(|piece| piece.way == Way::Sent && begins_request(piece.text.as_str()))?;
    let start = first.start;
    let mut messages = vec![Messages::default()];
    let (mut end, mut next, mut at, mut between) = (line.end, line.next, line.start, 0);
    while at < text.len() && between <= MOST_BETWEEN {
        let line = line_at(text, at);
        at = line.next;
        let Some(piece) = piece(doc, line) else {
            between += 1;
            continue;
        };
        between = 0;
        (end, next) = (line.end, line.next);
        let answered = messages.last().is_some_and(|last| !last.received.is_empty());
        if piece.way == Way::Sent && answered {
            messages.push(Messages::default());
        }
        if let Some(last) = messages.last_mut() {
            last.take(piece);
        }
    }
    let requests: Vec<_> = messages.into_iter().filter_map(Messages::exchange).collect();
    (!requests.is_empty()).then_some(())?;
    let span = doc.span_of(start, start).join(doc.span_of(end, end));
    Some(Snip { form: Form::Http, start, span, requests, answer: None, repairs: Vec::new(), end: next })
}

/// Whether a piece was sent or received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Sent,
    Received,
}

struct Piece<'s> {
    way: Way,
    text: Text<'s>,
    start: usize,
}

/// The piece that stands in a line.
fn piece<'s>(doc: &Text<'s>, line: Line) -> Option<Piece<'s>> {
    let content = doc.as_str()[line.start..line.end].trim();
    let start = line.start + doc.as_str()[line.start..line.end].find(content)?;
    let signed = |sign: &str, way, language| {
        let rest = content.strip_prefix(sign)?;
        let (text, _) = code::string(doc, start + content.len() - rest.len(), language)?;
        Some(Piece { way, text, start })
    };
    signed("<- ", Way::Sent, Language::JavaScript)
        .or_else(|| signed("-> ", Way::Received, Language::JavaScript))
        .or_else(|| signed("send: ", Way::Sent, Language::Python))
        .or_else(|| signed("reply: ", Way::Received, Language::Python))
        .or_else(|| header(doc, start, content))
        .or_else(|| apache(doc, start, content))
}

/// `header: Content-Type: application/json`, as Python shows what it received.
fn header<'s>(doc: &Text<'s>, start: usize, content: &str) -> Option<Piece<'s>> {
    const SIGN: &str = "header: ";
    let rest = content.strip_prefix(SIGN)?;
    crate::read::http::is_header(rest).then_some(())?;
    let mut line = Composer::default();
    line.take(&doc.slice(start + SIGN.len(), start + content.len()));
    line.imply("\n", Span::at(doc.span_of(start, start + content.len()).end));
    Some(Piece { way: Way::Received, text: line.finish(doc.span_of(start, start).start), start })
}

/// `.. >> "Host: a.example[\r][\n]"`.
fn apache<'s>(doc: &Text<'s>, start: usize, content: &str) -> Option<Piece<'s>> {
    let (way, at) = [(Way::Sent, ">> \""), (Way::Received, "<< \"")]
        .into_iter()
        .find_map(|(way, sign)| Some((way, content.find(sign)? + sign.len())))?;
    let end = content.strip_suffix('"').filter(|quoted| quoted.len() >= at)?.len();
    let quoted = doc.slice(start + at, start + end);
    Some(Piece { way, text: bracketed(&quoted), start })
}

/// Undoes `[\r][\n]`.
fn bracketed<'s>(text: &Text<'s>) -> Text<'s> {
    let value = text.as_str();
    let mut out = Decoder::new(text);
    let mut done = 0;
    for (at, _) in value.match_indices("[\\") {
        let meaning = match value.get(at..at + 4) {
            Some("[\\r]") => "\r",
            Some("[\\n]") => "\n",
            _ => continue,
        };
        out.verbatim(done, at);
        out.unit(at, at + 4, meaning);
        done = at + 4;
    }
    out.verbatim(done, value.len());
    out.finish()
}

fn begins_request(text: &str) -> bool {
    crate::read::http::is_request_line(text.lines().next().unwrap_or(""))
}

/// One request with its answer.
#[derive(Default)]
struct Messages<'s> {
    sent: Vec<Text<'s>>,
    received: Vec<Text<'s>>,
}

impl<'s> Messages<'s> {
    fn take(&mut self, piece: Piece<'s>) {
        match piece.way {
            Way::Sent => self.sent.push(piece.text),
            Way::Received => self.received.push(piece.text),
        }
    }

    fn exchange(self) -> Option<(Request<'s>, Option<Response<'s>>)> {
        let sent = joined(self.sent.iter())?;
        let value = sent.as_str();
        let head = ["\r\n\r\n", "\n\n"].iter().filter_map(|blank| Some((value.find(blank)?, blank.len()))).min();
        let (end, blank) = head.unwrap_or((value.len(), 0));
        let body = sent.slice(end + blank, value.len());
        let request = request(&sent.slice(0, end), Some(body).filter(|body| !body.as_str().is_empty()))?;
        // Behind the head a chunk's size and the break behind it are no part of the body (RFC 9112 7.1).
        let head = self.received.iter().position(|piece| piece.as_str().trim().is_empty()).unwrap_or(usize::MAX);
        let is_frame = |text: &str| text.len() <= 8 && text.trim().bytes().all(|byte| byte.is_ascii_hexdigit());
        let received = self.received.iter().enumerate();
        let kept = received.filter(|(at, piece)| *at <= head || !is_frame(piece.as_str())).map(|(_, piece)| piece);
        Some((request, joined(kept).and_then(|received| answer(&received))))
    }
}

fn joined<'t, 's: 't>(pieces: impl Iterator<Item = &'t Text<'s>>) -> Option<Text<'s>> {
    let mut pieces = pieces.peekable();
    let start = pieces.peek()?.span().start;
    let mut whole = Composer::default();
    pieces.for_each(|piece| whole.take(piece));
    Some(whole.finish(start))
}
