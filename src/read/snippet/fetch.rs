//! `fetch(address, { .. })`: in a page, in Node.js, and as a browser copies a request (Fetch Standard 5.4).

use super::program::{self, Called, Sends};
use super::{Around, Sign, Snip, Snippet};
use crate::exchange::{Form, Sourced};
use crate::read::answer::Line;
use crate::read::asked::{Asked, Media};
use crate::read::code::{Language, Value};
use crate::text::Text;

/// The form of calls of `fetch`.
#[derive(Debug)]
pub(super) struct Fetch;

impl Snippet for Fetch {
    fn marks(&self) -> &'static [&'static str] {
        &["etch("]
    }

    fn sign(&self) -> Sign {
        Sign::Call
    }

    fn read<'s>(&self, doc: &Text<'s>, line: Line, around: &mut Around<'s>) -> Option<Snip<'s>> {
        let is = |name: &str| matches!(name, "fetch" | "window.fetch" | "globalThis.fetch" | "nodeFetch");
        let called = program::call(doc, line, around, Language::JavaScript, is)?;
        called.snip(Form::JavaScript, asked(&called)?)
    }
}

fn asked<'s>(called: &Called<'s>) -> Option<Asked<'s>> {
    let mut asked = Asked::default();
    let (address, settings) = match called.call.positional(0)? {
        Value::Call(request) if request.name() == "Request" => (request.positional(0)?, request.positional(1)),
        address => (address, called.call.positional(1)),
    };
    program::locate(address, &mut asked);
    let Some(settings) = settings else { return Some(asked) };
    program::hide_what_is_spread(settings, &mut asked);
    program::state_method(settings.member("method"), &mut asked);
    asked.method = settings.member("method").and_then(method);
    if let Some(headers) = settings.member("headers") {
        program::headers(headers, &mut asked);
    }
    if let Some(body) = settings.member("body").filter(|body| !is_nothing(body)) {
        asked.content = program::content(body, Sends::Words, Media::Other("text/plain"), &mut asked);
    }
    Some(asked)
}

/// A method; only these are written in capitals by themselves (Fetch Standard 2.2.1).
fn method(value: &Value<'_>) -> Option<Sourced<String>> {
    let mut method = program::method(value)?;
    if !matches!(method.value.as_str(), "DELETE" | "GET" | "HEAD" | "OPTIONS" | "POST" | "PUT") {
        method.value = value.as_text()?.as_str().to_owned();
    }
    Some(method)
}

fn is_nothing(value: &Value<'_>) -> bool {
    matches!(value, Value::Word(word) if matches!(word.as_str(), "null" | "undefined"))
}
