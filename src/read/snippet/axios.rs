//! Calls of axios (axios-http.com, Request Config of axios 1, as it is remembered on 2026-11-22).

use super::fields::Fields;
use super::program::{self, Called, Sends};
use super::{Around, Sign, Snip, Snippet};
use crate::exchange::Form;
use crate::read::answer::Line;
use crate::read::asked::{Asked, Content, Media, Row, implied};
use crate::read::code::{Language, Value};
use crate::text::Text;

/// The form of calls of axios.
#[derive(Debug)]
pub(super) struct Axios;

impl Snippet for Axios {
    fn marks(&self) -> &'static [&'static str] {
        &["axios"]
    }

    fn sign(&self) -> Sign {
        Sign::Call
    }

    fn read<'s>(&self, doc: &Text<'s>, line: Line, around: &mut Around<'s>) -> Option<Snip<'s>> {
        let own = |name: &str| kind(name).is_some();
        if let Some(called) = program::call(doc, line, around, Language::JavaScript, own) {
            return called.snip(Form::JavaScript, asked(&called)?);
        }
        // `api.get(..)`, where `api` was made by `axios.create`.
        let called = program::call(doc, line, around, Language::JavaScript, |name| of_instance(name).is_some())?;
        instance(&called)?;
        called.snip(Form::JavaScript, asked(&called)?)
    }
}

/// What the arguments of a function are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// `(settings)` or `(address, settings)`.
    Any,
    /// `(address, settings)`.
    Bare(&'static str),
    /// `(address, data, settings)`.
    WithData(&'static str),
    /// `(address, data, settings)`, sent as parts.
    WithParts(&'static str),
}

fn kind(name: &str) -> Option<Kind> {
    method(name.strip_prefix("axios").or_else(|| name.strip_prefix("Axios"))?)
}

/// What a function of an instance takes.
fn of_instance(name: &str) -> Option<Kind> {
    method(&name[name.rfind('.')?..])
}

/// What an instance was made with.
fn instance<'m, 's>(called: &'m Called<'s>) -> Option<&'m Value<'s>> {
    match &called.object {
        Some(Value::Call(call)) if call.function.as_str() == "axios.create" => call.positional(0),
        _ => None,
    }
}

fn method(name: &str) -> Option<Kind> {
    Some(match name {
        "" | ".request" | ".default" => Kind::Any,
        ".get" => Kind::Bare("GET"),
        ".delete" => Kind::Bare("DELETE"),
        ".head" => Kind::Bare("HEAD"),
        ".options" => Kind::Bare("OPTIONS"),
        ".post" => Kind::WithData("POST"),
        ".put" => Kind::WithData("PUT"),
        ".patch" => Kind::WithData("PATCH"),
        ".postForm" => Kind::WithParts("POST"),
        _ => return None,
    })
}

fn asked<'s>(called: &Called<'s>) -> Option<Asked<'s>> {
    let name = called.call.function.as_str();
    let kind = kind(name).or_else(|| of_instance(name))?;
    let first = called.call.positional(0)?;
    let (address, data, settings) = match kind {
        Kind::Any if first.members().is_some() => (first.member("url"), None, Some(first)),
        Kind::Any | Kind::Bare(_) => (Some(first), None, called.call.positional(1)),
        Kind::WithData(_) | Kind::WithParts(_) => (Some(first), called.call.positional(1), called.call.positional(2)),
    };
    let mut asked = Asked::default();
    if let Some(address) = address {
        program::locate(address, &mut asked);
    }
    if let Some(made_with) = instance(called) {
        configure(made_with, &mut asked);
    }
    if let Kind::Bare(method) | Kind::WithData(method) | Kind::WithParts(method) = kind {
        asked.method = Some(implied(method, called.call.function.span()));
    }
    let data = data.or_else(|| settings.and_then(|settings| settings.member("data")));
    if let Some(settings) = settings {
        configure(settings, &mut asked);
    }
    if let Some(data) = data.filter(|data| matches!(data, Value::Word(word) if word.as_str() == "null")) {
        let form = Row::implied("Content-Type", "application/x-www-form-urlencoded", data.span());
        asked.headers.push(form.header());
    } else if let Some(data) = data.filter(|data| !matches!(data, Value::Word(_))) {
        let is_form = asked.headers.iter().any(|header| {
            header.name.as_str().eq_ignore_ascii_case("content-type") && Media::of(header.value.as_str()) == Media::Form
        });
        let sends = match kind {
            Kind::WithParts(_) => Sends::Parts,
            _ if is_form => Sends::Form(Fields::Axios),
            _ => Sends::Json,
        };
        asked.content = match program::content(data, sends, Media::Form, &mut asked) {
            Content::Fields(rows) if is_form && data.members().is_some() => Content::Object(rows),
            content => content,
        };
    }
    Some(asked)
}

fn configure<'s>(settings: &Value<'s>, asked: &mut Asked<'s>) {
    program::hide_what_is_spread(settings, asked);
    program::state_method(settings.member("method"), asked);
    program::based(settings.member("baseURL"), asked);
    if let Some(headers) = settings.member("headers") {
        program::headers(headers, asked);
    }
    if let Some(params) = settings.member("params") {
        Fields::Axios.query(params, asked);
    }
    if let Some((user, password)) =
        settings.member("auth").and_then(|auth| auth.member("username").zip(auth.member("password")))
    {
        program::log_in(user, password, asked);
    }
}
