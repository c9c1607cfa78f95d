//! The head of a request as Node.js keeps it and prints it with its errors: `_header: 'POST /token HTTP/1.1\r\n' + ..`.

use super::request;
use crate::exchange::{Form, Part};
use crate::read::answer::{Line, line_at};
use crate::read::code::{self, Language};
use crate::read::snippet::{Around, Snip, Snippet};
use crate::text::{Composer, Text};

/// The form of Node.js's heads.
#[derive(Debug)]
pub(in crate::read::snippet) struct NodeHeader;

const NAME: &str = "_header: ";
/// The most strings that one head is printed in.
const MOST_PIECES: usize = 64;

impl Snippet for NodeHeader {
    fn marks(&self) -> &'static [&'static str] {
        &["_header: "]
    }

    fn read<'s>(&self, doc: &Text<'s>, line: Line, _: &mut Around<'s>) -> Option<Snip<'s>> {
        let text = doc.as_str();
        let content = text[line.start..line.end].trim_start();
        let start = line.end - content.len();
        let mut at = start + content.strip_prefix(NAME).map(|_| NAME.len())?;
        let mut head = Composer::default();
        let mut end = None;
        for _ in 0..MOST_PIECES {
            let Some((piece, behind)) = code::string(doc, at, Language::JavaScript) else { break };
            head.take(&piece);
            end = Some(behind);
            let rest = text[behind..].trim_start();
            let Some(next) = rest.strip_prefix('+').map(str::trim_start) else { break };
            at = text.len() - next.len();
        }
        let end = end?;
        let mut request = request(&head.finish(doc.span_of(start, start).start), None)?;
        request.unseen = request.unseen.and(Part::Body, true).and(Part::Parameters, true);
        let span = doc.span_of(start, end);
        let next = line_at(text, end).next;
        let requests = vec![(request, None)];
        Some(Snip { form: Form::Http, start, span, requests, answer: None, repairs: Vec::new(), end: next })
    }
}
