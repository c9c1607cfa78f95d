//! Requests that stand in a document among other things, each in a form of its own.

mod curl;
mod http;
mod trace;

use std::fmt;

use memchr::memmem;

use super::answer::Line;
use crate::exchange::{Form, Repair, Request, Response};
use crate::text::{Span, Text};

/// A form in which a request stands in a document. A new one is a file here and a line in [`SNIPPETS`].
pub(super) trait Snippet: fmt::Debug + Sync {
    /// What stands in every document that holds one, so that others pay nothing for this form.
    fn mark(&self) -> &'static str;

    /// Reads what begins on this line. `open` is the form of the exchange before it, which may still get its answer.
    fn read<'s>(&self, doc: &Text<'s>, line: Line, open: Option<Form>) -> Option<Snip<'s>>;
}

/// Every form; the first that reads a line has it.
const SNIPPETS: &[&dyn Snippet] = &[&curl::Curl, &http::Http, &trace::Trace];

/// What a form read.
#[derive(Debug)]
pub(super) struct Snip<'s> {
    /// The form of its exchanges.
    pub(super) form: Form,
    /// Where it begins on its line.
    pub(super) start: usize,
    /// Everything that belongs to its requests.
    pub(super) span: Span,
    /// The requests, each with its answer where that is part of the form.
    pub(super) requests: Vec<(Request<'s>, Option<Response<'s>>)>,
    /// An answer to the exchange before it.
    pub(super) answer: Option<Response<'s>>,
    /// What had to be repaired.
    pub(super) repairs: Vec<Repair>,
    /// Where reading goes on.
    pub(super) end: usize,
}

/// The forms that can stand in a document.
pub(super) fn present(document: &str) -> Vec<&'static dyn Snippet> {
    let stands = |snippet: &&&dyn Snippet| memmem::find(document.as_bytes(), snippet.mark().as_bytes()).is_some();
    SNIPPETS.iter().filter(stands).copied().collect()
}
