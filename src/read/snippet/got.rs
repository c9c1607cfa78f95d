//! Calls of got and ky (github.com/sindresorhus/got, github.com/sindresorhus/ky: their READMEs), which share their options.

use super::fields::Fields;
use super::program::{self, Called, Sends};
use super::{Around, Sign, Snip, Snippet};
use crate::exchange::Form;
use crate::read::answer::Line;
use crate::read::asked::{Asked, Content, Media, implied};
use crate::read::code::{Language, Value};
use crate::text::Text;

/// The form of calls of got and ky.
#[derive(Debug)]
pub(super) struct Got;

impl Snippet for Got {
    fn marks(&self) -> &'static [&'static str] {
        &["got", "ky."]
    }

    fn sign(&self) -> Sign {
        Sign::Call
    }

    fn read<'s>(&self, doc: &Text<'s>, line: Line, around: &mut Around<'s>) -> Option<Snip<'s>> {
        let called = program::call(doc, line, around, Language::JavaScript, |name| method(name).is_some())?;
        called.snip(Form::JavaScript, asked(&called)?)
    }
}

/// The method of a function where no option names one.
fn method(function: &str) -> Option<&'static str> {
    let behind = function.strip_prefix("got").or_else(|| function.strip_prefix("ky"))?;
    program::method_of(behind)
}

fn asked<'s>(called: &Called<'s>) -> Option<Asked<'s>> {
    let first = called.call.positional(0)?;
    let (address, settings) = match first.members() {
        Some(_) => (first.member("url")?, Some(first)),
        None => (first, called.call.positional(1)),
    };
    let mut asked = Asked::default();
    program::locate(address, &mut asked);
    asked.method = Some(implied(method(called.call.function.as_str())?, called.call.function.span()));
    let Some(settings) = settings else { return Some(asked) };
    program::hide_what_is_spread(settings, &mut asked);
    program::state_method(settings.member("method"), &mut asked);
    program::based(settings.member("prefixUrl"), &mut asked);
    if let Some(headers) = settings.member("headers") {
        program::headers(headers, &mut asked);
    }
    if let Some(query) = settings.member("searchParams") {
        Fields::SearchParams.query(query, &mut asked);
    }
    if let Some((user, password)) = settings.member("username").zip(settings.member("password")) {
        program::log_in(user, password, &mut asked);
    }
    asked.content = content(settings, &mut asked);
    Some(asked)
}

fn content<'s>(settings: &Value<'s>, asked: &mut Asked<'s>) -> Content<'s> {
    if let Some(json) = settings.member("json") {
        return program::content(json, Sends::Json, Media::Json, asked);
    }
    if let Some(form) = settings.member("form") {
        return program::content(form, Sends::Form(Fields::SearchParams), Media::Form, asked);
    }
    let body = settings.member("body");
    body.map_or(Content::None, |body| program::content(body, Sends::Words, Media::Unnamed, asked))
}
