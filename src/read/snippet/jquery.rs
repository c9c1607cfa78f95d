//! `$.ajax`, `$.post` and `$.get` (api.jquery.com, jQuery.ajax; jQuery 3).

use super::fields::Fields;
use super::program::{self, Called, Sends};
use super::{Around, Sign, Snip, Snippet};
use crate::exchange::Form;
use crate::read::answer::Line;
use crate::read::asked::{Asked, Media, Row, implied};
use crate::read::code::{Language, Value};
use crate::text::Text;

/// The form of jQuery's calls.
#[derive(Debug)]
pub(super) struct JQuery;

impl Snippet for JQuery {
    fn marks(&self) -> &'static [&'static str] {
        &["$.ajax", "$.post", "$.get", "jQuery."]
    }

    fn sign(&self) -> Sign {
        Sign::Call
    }

    fn read<'s>(&self, doc: &Text<'s>, line: Line, around: &mut Around<'s>) -> Option<Snip<'s>> {
        let called = program::call(doc, line, around, Language::JavaScript, |name| function(name).is_some())?;
        called.snip(Form::JavaScript, asked(&called)?)
    }
}

fn function(name: &str) -> Option<&str> {
    let function = name.strip_prefix("$.").or_else(|| name.strip_prefix("jQuery."))?;
    matches!(function, "ajax" | "post" | "get" | "getJSON").then_some(function)
}

fn asked<'s>(called: &Called<'s>) -> Option<Asked<'s>> {
    let first = called.call.positional(0)?;
    let function = function(called.call.function.as_str())?;
    let is_ajax = function == "ajax";
    let settings = match (is_ajax, first.members()) {
        (_, Some(_)) => Some(first),
        (true, None) => called.call.positional(1),
        (false, None) => None,
    };
    let address = if first.members().is_some() { first.member("url") } else { Some(first) };
    let mut asked = Asked::default();
    if let Some(address) = address {
        program::locate(address, &mut asked);
    }
    asked.method = Some(implied(if function == "post" { "POST" } else { "GET" }, called.call.function.span()));
    let short = called.call.positional(1).filter(|_| !is_ajax && settings.is_none());
    if let Some(settings) = settings {
        configure(settings, &mut asked);
    }
    let data = short.or_else(|| settings.and_then(|settings| settings.member("data")));
    let Some(data) = data else { return Some(asked) };
    if asked.method.as_ref().is_some_and(|method| matches!(method.value.as_str(), "GET" | "HEAD")) {
        Fields::JQuery.query(data, &mut asked);
    } else {
        asked.content = program::content(data, Sends::Form(Fields::JQuery), Media::Form, &mut asked);
    }
    Some(asked)
}

fn configure<'s>(settings: &Value<'s>, asked: &mut Asked<'s>) {
    program::hide_what_is_spread(settings, asked);
    let method = settings.member("method").or_else(|| settings.member("type"));
    program::state_method(method, asked);
    if let Some(headers) = settings.member("headers") {
        program::headers(headers, asked);
    }
    if let Some(media) = settings.member("contentType").and_then(Value::as_text) {
        asked.headers.push(Row::named("Content-Type", media.clone()).header());
    }
    if let Some((user, password)) = settings.member("username").zip(settings.member("password")) {
        program::log_in(user, password, asked);
    }
    if settings.member("beforeSend").is_some() {
        program::hide_headers(asked);
    }
}
