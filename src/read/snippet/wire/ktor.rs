//! What Ktor's client logs: `REQUEST: https://..`, `METHOD: HttpMethod(value=POST)`, headers behind `-> `, bodies between
//! `BODY START` and `BODY END`, then the same of the answer below `RESPONSE: 400 Bad Request`.

use super::{answer, request};
use crate::exchange::{Form, Part};
use crate::read::answer::{Line, line_at};
use crate::read::snippet::{Around, Sign, Snip, Snippet};
use crate::text::{Composer, Span, Text};

/// The form of Ktor's logs.
#[derive(Debug)]
pub(in crate::read::snippet) struct Ktor;

/// How long one message is read, in bytes.
const LONGEST: usize = 1 << 14;

impl Snippet for Ktor {
    fn marks(&self) -> &'static [&'static str] {
        &["METHOD: HttpMethod("]
    }

    fn sign(&self) -> Sign {
        Sign::Call
    }

    fn read<'s>(&self, doc: &Text<'s>, line: Line, _: &mut Around<'s>) -> Option<Snip<'s>> {
        let text = doc.as_str();
        let address = behind(doc, line, "REQUEST: ").filter(|address| address.as_str().starts_with("http"))?;
        let start = line.start + text[line.start..line.end].find("REQUEST: ")?;
        let asked = Sections::read(doc, line);
        let mut head = Composer::default();
        head.take(asked.method.as_ref()?);
        head.imply(" ", address.span());
        head.take(&address);
        head.imply(" HTTP/1.1\n", Span::at(address.span().end));
        asked.headers.iter().for_each(|header| take_line(&mut head, header));
        let mut request = request(&head.finish(address.span().start), asked.body.clone())?;
        if asked.body.is_none() && request.method.as_ref().is_some_and(|method| method.value != "GET") {
            request.unseen = request.unseen.and(Part::Body, true).and(Part::Parameters, true);
        }
        let (mut end, mut next) = (asked.end, asked.next);
        let mut response = None;
        if asked.next < text.len() {
            let line = line_at(text, asked.next);
            if let Some(status) = behind(doc, line, "RESPONSE: ") {
                let answered = Sections::read(doc, line);
                let mut whole = Composer::default();
                whole.imply("HTTP/1.1 ", Span::at(status.span().start));
                take_line(&mut whole, &status);
                answered.headers.iter().for_each(|header| take_line(&mut whole, header));
                if let Some(body) = &answered.body {
                    whole.imply("\n", Span::at(body.span().start));
                    whole.take(body);
                }
                response = answer(&whole.finish(status.span().start));
                (end, next) = (answered.end, answered.next);
            }
        }
        let span = doc.span_of(start, end);
        let requests = vec![(request, response)];
        Some(Snip { form: Form::Http, start, span, requests, answer: None, repairs: Vec::new(), end: next })
    }
}

/// What is told of one message.
struct Sections<'s> {
    method: Option<Text<'s>>,
    headers: Vec<Text<'s>>,
    body: Option<Text<'s>>,
    end: usize,
    next: usize,
}

impl<'s> Sections<'s> {
    /// Reads what stands below the line that names the message.
    fn read(doc: &Text<'s>, first: Line) -> Self {
        let text = doc.as_str();
        let mut out = Self { method: None, headers: Vec::new(), body: None, end: first.end, next: first.next };
        let mut body: Option<usize> = None;
        while out.next < text.len() && out.next - first.start < LONGEST {
            let line = line_at(text, out.next);
            let content = text[line.start..line.end].trim();
            match body {
                Some(start) if content == "BODY END" => {
                    out.body = Some(doc.trimmed(start, line.start)).filter(|body| !body.as_str().is_empty());
                    body = None;
                }
                Some(_) => {}
                None if content == "BODY START" => body = Some(line.next),
                None if content.ends_with(" HEADERS") || content.starts_with("BODY ") => {}
                None => {
                    let header = behind(doc, line, "-> ");
                    let method = behind(doc, line, "METHOD: HttpMethod(value=");
                    if header.is_none() && method.is_none() && !content.starts_with("FROM: ") {
                        break;
                    }
                    out.headers.extend(header);
                    out.method = out
                        .method
                        .take()
                        .or_else(|| method.map(|m| m.slice(0, m.as_str().trim_end_matches(')').len())));
                }
            }
            (out.end, out.next) = (line.end, line.next);
        }
        out
    }
}

/// What stands behind this word in a line that begins with it.
fn behind<'s>(doc: &Text<'s>, line: Line, word: &str) -> Option<Text<'s>> {
    let content = doc.as_str()[line.start..line.end].trim_start();
    let rest = content.strip_prefix(word)?;
    Some(doc.trimmed(line.end - rest.len(), line.end))
}

fn take_line(out: &mut Composer, line: &Text<'_>) {
    out.take(line);
    out.imply("\n", Span::at(line.span().end));
}
