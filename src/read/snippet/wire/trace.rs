//! What `curl --trace-ascii` writes: blocks of what was sent and received, each line with its offset.

use super::{answer, request};
use crate::exchange::{Form, Request, Response};
use crate::read::answer::{Line, line_at};
use crate::read::http;
use crate::read::snippet::{Around, Sign, Snip, Snippet};
use crate::text::{MapBuilder, Span, Text};

/// The form of curl's traces.
#[derive(Debug)]
pub(in crate::read::snippet) struct Trace;

impl Snippet for Trace {
    fn marks(&self) -> &'static [&'static str] {
        &["=> Send header"]
    }

    fn sign(&self) -> Sign {
        Sign::Arrow
    }

    fn read<'s>(&self, doc: &Text<'s>, line: Line, around: &mut Around<'s>) -> Option<Snip<'s>> {
        let text = doc.as_str();
        heading(&text[line.start..line.end]).filter(|heading| *heading == (Way::Sent, "header"))?;
        let mut steps: Vec<Step<'s>> = Vec::new();
        let mut next = line.start;
        let mut end = line.end;
        while next < text.len() {
            let line = line_at(text, next);
            let Some((way, part)) = heading(&text[line.start..line.end]) else {
                if text[line.start..line.end].trim_start().starts_with("== Info") {
                    next = line.next;
                    continue;
                }
                break;
            };
            let begins =
                way == Way::Sent && part == "header" && steps.last().is_none_or(|step| !step.received.is_empty());
            if begins {
                steps.push(Step::default());
            }
            let block = block(doc, line.next, part);
            (next, end) = (block.next, block.end.unwrap_or(line.end));
            if let Some(step) = steps.last_mut()
                && matches!(part, "header" | "data")
            {
                match way {
                    Way::Sent if part == "header" => step.head.add(doc, &block.lines),
                    Way::Sent => step.body.add(doc, &block.lines),
                    Way::Received => step.received.add(doc, &block.lines),
                }
            }
        }
        let span = doc.span_of(line.start, line.start).join(doc.span_of(end, end));
        let snip = |requests, answer| {
            Some(Snip { form: Form::Http, start: line.start, span, requests, answer, repairs: Vec::new(), end: next })
        };
        if matches!(around.open, Some(Form::Curl | Form::CurlTranscript)) {
            return snip(Vec::new(), answer_of_all(steps));
        }
        snip(steps.into_iter().filter_map(Step::exchange).collect(), None)
    }
}

/// Whether a block was sent or received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Sent,
    Received,
}

/// `=> Send header, 162 bytes (0xa2)`: the way and the word.
fn heading(line: &str) -> Option<(Way, &str)> {
    let line = line.trim_start();
    let (way, rest) = match line.strip_prefix("=> Send ") {
        Some(rest) => (Way::Sent, rest),
        None => (Way::Received, line.strip_prefix("<= Recv ")?),
    };
    Some((way, rest.split_once(',')?.0))
}

/// The lines of one block.
struct Block {
    /// What stands behind each offset, and whether the line before it was broken there.
    lines: Vec<(usize, usize, bool)>,
    next: usize,
    end: Option<usize>,
}

/// Bytes that curl writes on one line.
const WIDTH: usize = 64;

/// `0000: POST /token HTTP/1.1` and what follows. An offset that leaves a byte or two out stands for a line break; in a
/// head, so does a line that is not full.
fn block(doc: &Text<'_>, mut next: usize, part: &str) -> Block {
    let text = doc.as_str();
    let mut block = Block { lines: Vec::new(), next, end: None };
    let (mut expected, mut full) = (0, true);
    while next < text.len() {
        let line = line_at(text, next);
        let content = text[line.start..line.end].trim_start();
        let Some((digits, rest)) = content.split_once(':') else { break };
        let Some(offset) = usize::from_str_radix(digits, 16).ok().filter(|_| digits.len() >= 4) else { break };
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        let left_out = offset.checked_sub(expected).is_some_and(|bytes| matches!(bytes, 1 | 2));
        block.lines.push((line.end - rest.len(), line.end, left_out || part == "header" && !full));
        (expected, full) = (offset + rest.len(), rest.len() == WIDTH);
        (next, block.end) = (line.next, Some(line.end));
    }
    block.next = next;
    block
}

/// One request with its answer.
#[derive(Default)]
struct Step<'s> {
    head: Stream<'s>,
    body: Stream<'s>,
    received: Stream<'s>,
}

impl<'s> Step<'s> {
    fn exchange(self) -> Option<(Request<'s>, Option<Response<'s>>)> {
        let request = request(&self.head.finish()?, self.body.finish())?;
        Some((request, self.received.finish().and_then(|received| answer(&received))))
    }
}

/// What came back for a command: the last answer, with the redirects before it and what really went over the wire.
fn answer_of_all(steps: Vec<Step<'_>>) -> Option<Response<'_>> {
    let mut all: Option<Response<'_>> = None;
    for (request, response) in steps.into_iter().filter_map(Step::exchange) {
        let Some(mut response) = response else { continue };
        response.sent_headers = request.headers;
        if let Some(before) = all.take() {
            response.span = response.span.join(before.span);
            response.redirects.splice(0..0, before.redirects);
        }
        all = Some(response);
    }
    all
}

/// Text that is put together from lines.
#[derive(Default)]
struct Stream<'s> {
    value: String,
    map: MapBuilder,
    start: Option<usize>,
    of: std::marker::PhantomData<Text<'s>>,
}

impl<'s> Stream<'s> {
    const fn is_empty(&self) -> bool {
        self.start.is_none()
    }

    fn add(&mut self, doc: &Text<'s>, lines: &[(usize, usize, bool)]) {
        for &(from, to, broken) in lines {
            let place = doc.span_of(from, to).start;
            if broken {
                self.line_break(place);
            }
            self.start.get_or_insert(place);
            self.value.push_str(&doc.as_str()[from..to]);
            self.map.copy(doc.map(), from, to);
        }
        // A block of headers ends with a line break that has no line of its own.
        if let Some(&(_, to, _)) = lines.last().filter(|_| self.is_head()) {
            self.line_break(doc.span_of(to, to).start);
        }
    }

    /// Whether the lines so far are those of a head.
    fn is_head(&self) -> bool {
        !self.value.contains("\n\n")
            && (self.value.starts_with("HTTP/")
                || http::begins_request_line(self.value.lines().next().unwrap_or("").trim_end()))
    }

    fn line_break(&mut self, at: usize) {
        self.value.push('\n');
        self.map.encoded(Span::at(at), 1);
    }

    fn finish(self) -> Option<Text<'s>> {
        let start = self.start?;
        Some(Text::new(self.value, self.map.finish(start), Vec::new()))
    }
}
