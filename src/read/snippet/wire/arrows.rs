//! What interceptors of Java's libraries log (OkHttp, Retrofit, Feign): `--> POST https://..`, its headers and body,
//! `--> END POST`, then `<-- 400 https://.. (12ms)` and what came with it.

use super::{answer, request};
use crate::exchange::{Form, Part, Parts, Request, Response};
use crate::read::answer::{Line, line_at};
use crate::read::http::{self, METHODS};
use crate::read::line::is_fence;
use crate::read::snippet::{Around, Sign, Snip, Snippet};
use crate::read::{json, url};
use crate::text::{Composer, Span, Text};

/// The form of the interceptors' logs.
#[derive(Debug)]
pub(in crate::read::snippet) struct Arrows;

/// How many lines of others may stand between a request and its answer.
const MOST_BETWEEN: usize = 40;
/// How long a message is read, in bytes.
const LONGEST: usize = 1 << 14;
/// What begins or ends a message.
const ARROWS: [&str; 4] = ["--> ", "---> ", "<-- ", "<--- "];

impl Snippet for Arrows {
    fn marks(&self) -> &'static [&'static str] {
        &["--> ", "-- "]
    }

    fn sign(&self) -> Sign {
        Sign::Arrow
    }

    fn read<'s>(&self, doc: &Text<'s>, line: Line, _: &mut Around<'s>) -> Option<Snip<'s>> {
        let text = doc.as_str();
        let start = line.end - text[line.start..line.end].trim_start().len();
        let (asked, received) = match sent(doc, line) {
            Some(asked) => {
                let received = answer_below(doc, asked.next).filter(|received| asked.is_answered_by(received));
                (Some(asked), received)
            }
            None => (None, Some(received(doc, line)?)),
        };
        let ends = [asked.as_ref().map(|asked| (asked.end, asked.next)), received.as_ref().map(|r| (r.end, r.next))];
        let (end, next) = ends.into_iter().flatten().max()?;
        let request = match &asked {
            Some(asked) => asked.request()?,
            None => received.as_ref()?.called()?,
        };
        let response = received.as_ref().and_then(Message::response);
        let span = doc.span_of(start, start).join(doc.span_of(end, end));
        let requests = vec![(request, response)];
        Some(Snip { form: Form::Http, start, span, requests, answer: None, repairs: Vec::new(), end: next })
    }
}

/// A message between its arrows.
struct Message<'s> {
    /// `POST https://a.example/token HTTP/1.1` or `HTTP/1.1 400`, and the headers.
    head: Text<'s>,
    body: Option<Text<'s>>,
    address: Option<Text<'s>>,
    /// A body that was there and is not shown.
    hidden: bool,
    end: usize,
    next: usize,
}

impl<'s> Message<'s> {
    fn request(&self) -> Option<Request<'s>> {
        let mut request = request(&self.head, self.body.clone())?;
        if self.hidden {
            request.unseen = request.unseen.and(Part::Body, true).and(Part::Parameters, true);
        }
        Some(request)
    }

    fn response(&self) -> Option<Response<'s>> {
        let mut whole = Composer::default();
        whole.take(&self.head);
        if let Some(body) = &self.body {
            whole.imply("\n\n", Span::at(body.span().start));
            whole.take(body);
        }
        answer(&whole.finish(self.head.span().start))
    }

    /// The request that an answer names by its address alone.
    fn called(&self) -> Option<Request<'s>> {
        let url = url::parse(self.address.clone()?);
        let hidden = [Part::Method, Part::Headers, Part::Credentials, Part::Body, Part::Parameters];
        let unseen = hidden.into_iter().fold(Parts::NONE, |parts, part| parts.and(part, true));
        Some(Request { params: url::params(&url), url: Some(url), unseen, ..Request::default() })
    }

    fn is_answered_by(&self, received: &Self) -> bool {
        let same = |(asked, answered): (&Text<'_>, &Text<'_>)| asked.as_str() == answered.as_str();
        self.address.as_ref().zip(received.address.as_ref()).is_none_or(same)
    }
}

/// The request that begins in this line.
fn sent<'s>(doc: &Text<'s>, line: Line) -> Option<Message<'s>> {
    let (_, first) = behind_arrow(doc, line, ["--> ", "---> "])?;
    let (method, rest) = first.as_str().split_once(' ')?;
    let known = METHODS.contains(&method) && (rest.starts_with("http://") || rest.starts_with("https://"));
    known.then_some(())?;
    let from = method.len() + 1;
    let address = first.slice(from, from + rest.find(' ').unwrap_or(rest.len()));
    let mut head = Composer::default();
    head.take(&first.slice(0, from));
    head.take(&address);
    head.imply(" HTTP/1.1", Span::at(address.span().end));
    Some(with_rest(doc, line, head, Some(address), is_sized(rest)))
}

/// The answer that begins in this line.
fn received<'s>(doc: &Text<'s>, line: Line) -> Option<Message<'s>> {
    let (arrow, first) = behind_arrow(doc, line, ["<-- ", "<--- "])?;
    let words = first.as_str();
    let begins = if words.starts_with("HTTP/") { words.find(' ')? + 1 } else { 0 };
    let behind = words.get(begins + 3..).filter(|behind| behind.is_empty() || behind.starts_with(' '))?;
    words[begins..begins + 3].bytes().all(|byte| byte.is_ascii_digit()).then_some(())?;
    let named = behind.find(" http").map(|at| begins + 3 + at + 1);
    let address = named.map(|at| first.slice(at, at + words[at..].find(' ').unwrap_or(words.len() - at)));
    let mut head = Composer::default();
    head.imply("HTTP/1.1 ", arrow);
    head.take(&first.slice(begins, begins + 3));
    Some(with_rest(doc, line, head, address, false))
}

/// The answer that comes below, unless another request comes before it.
fn answer_below<'s>(doc: &Text<'s>, from: usize) -> Option<Message<'s>> {
    let text = doc.as_str();
    let mut at = from;
    for _ in 0..MOST_BETWEEN {
        if at >= text.len() {
            return None;
        }
        let line = line_at(text, at);
        if let Some(arrow) = arrow_of(text, line) {
            return if arrow.starts_with('<') { received(doc, line) } else { None };
        }
        at = line.next;
    }
    None
}

/// The message whose first line was read: its headers, its body, and the arrow that ends it.
fn with_rest<'s>(
    doc: &Text<'s>,
    first: Line,
    mut head: Composer,
    address: Option<Text<'s>>,
    mut hidden: bool,
) -> Message<'s> {
    let text = doc.as_str();
    let (mut end, mut next) = (first.end, first.next);
    let mut body: Option<(usize, usize)> = None;
    let mut in_head = true;
    let mut closed = false;
    let mut at = first.next;
    while at < text.len() && at - first.start < LONGEST {
        let line = line_at(text, at);
        let content = text[line.start..line.end].trim();
        if let Some(arrow) = arrow_of(text, line) {
            closed = is_end(content, arrow);
            if closed {
                hidden |= is_sized(content) && body.is_none();
                (end, next) = (line.end, line.next);
            }
            break;
        }
        if is_fence(content) {
            break;
        }
        in_head &= !content.is_empty();
        // Retrofit repeats the status line among the headers.
        let is_status = content.trim_start_matches([':', ' ']).starts_with("HTTP/");
        if in_head && (http::is_header(content) || is_status) {
            if !is_status {
                head.imply("\n", Span::at(doc.span_of(line.start, line.start).start));
                head.take(&doc.slice(line.start, line.end).trim());
            }
            (end, next) = (line.end, line.next);
        } else if !content.is_empty() {
            in_head = false;
            body = Some((body.map_or(line.start, |(start, _)| start), line.end));
        }
        at = line.next;
    }
    // Without the arrow that ends it a body is as long as it shows itself.
    if !closed {
        body = body.map(|(start, _)| {
            let start = start + text[start..].len() - text[start..].trim_start().len();
            let line = line_at(text, start);
            (start, json::prefix(doc, start).map_or(line.end, |(_, end)| end))
        });
        if let Some((_, last)) = body {
            (end, next) = (last, line_at(text, last).next);
        }
    }
    let body = body.map(|(start, end)| doc.trimmed(start, end));
    let head = head.finish(doc.span_of(first.start, first.start).start);
    Message { head, body, address, hidden, end, next }
}

/// The arrow that a line begins with, as far as it names one.
fn arrow_of(text: &str, line: Line) -> Option<&'static str> {
    let content = text[line.start..line.end].trim_start();
    ARROWS.into_iter().find(|arrow| content.starts_with(arrow))
}

/// What stands behind one of these arrows, and the arrow.
fn behind_arrow<'s>(doc: &Text<'s>, line: Line, arrows: [&str; 2]) -> Option<(Span, Text<'s>)> {
    let content = doc.as_str()[line.start..line.end].trim_start();
    let start = line.end - content.len();
    let arrow = arrows.into_iter().find(|arrow| content.starts_with(arrow))?;
    let behind = content[arrow.len()..].strip_prefix("HTTP ").unwrap_or(&content[arrow.len()..]);
    let from = line.end - behind.len();
    Some((doc.span_of(start, start + arrow.len()), doc.trimmed(from, line.end)))
}

/// `--> END POST (66-byte body)`.
fn is_end(content: &str, arrow: &str) -> bool {
    content[arrow.len()..].starts_with("END ")
}

/// Whether it tells of the size of a body.
fn is_sized(words: &str) -> bool {
    words.contains("-byte ") && words.contains("body")
}
