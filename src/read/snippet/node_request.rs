//! Calls of `request` for Node.js (github.com/request/request, its README; deprecated in 2020, and still in many programs).

use super::fields::Fields;
use super::program::{self, Called, Sends};
use super::{Around, Sign, Snip, Snippet};
use crate::exchange::{Form, Login};
use crate::read::answer::Line;
use crate::read::asked::{Asked, Content, Media, implied};
use crate::read::code::{Language, Value};
use crate::text::Text;

/// The form of calls of request.
#[derive(Debug)]
pub(super) struct NodeRequest;

impl Snippet for NodeRequest {
    fn marks(&self) -> &'static [&'static str] {
        &["request"]
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
    program::method_of(function.strip_prefix("request")?)
}

fn asked<'s>(called: &Called<'s>) -> Option<Asked<'s>> {
    let first = called.call.positional(0)?;
    let (address, settings) = match first.members() {
        Some(_) => (first.member("url").or_else(|| first.member("uri")), first),
        None => (Some(first), called.call.positional(1).filter(|second| second.members().is_some())?),
    };
    let mut asked = Asked::default();
    program::locate(address?, &mut asked);
    program::hide_what_is_spread(settings, &mut asked);
    asked.method = Some(implied(method(called.call.function.as_str())?, called.call.function.span()));
    program::state_method(settings.member("method"), &mut asked);
    program::based(settings.member("baseUrl"), &mut asked);
    if let Some(headers) = settings.member("headers") {
        program::headers(headers, &mut asked);
    }
    if let Some(query) = settings.member("qs") {
        Fields::SearchParams.query(query, &mut asked);
    }
    if let Some(auth) = settings.member("auth") {
        log_in(auth, &mut asked);
    }
    asked.content = content(settings, &mut asked);
    Some(asked)
}

fn log_in<'s>(auth: &Value<'s>, asked: &mut Asked<'s>) {
    let user = auth.member("user").or_else(|| auth.member("username"));
    let password = auth.member("pass").or_else(|| auth.member("password"));
    if let Some((user, password)) = user.zip(password) {
        program::log_in(user, password, asked);
    } else if let Some(token) = auth.member("bearer") {
        asked.login = Some(Login::Bearer(token.text()));
    }
}

/// What is sent: `form` comes before `formData`, then `json`, then `body`.
fn content<'s>(settings: &Value<'s>, asked: &mut Asked<'s>) -> Content<'s> {
    if let Some(form) = settings.member("form") {
        return program::content(form, Sends::Form(Fields::SearchParams), Media::Form, asked);
    }
    if let Some(parts) = settings.member("formData") {
        return program::content(parts, Sends::Parts, Media::Unnamed, asked);
    }
    let json = settings.member("json").filter(|json| !matches!(json, Value::Word(word) if word.as_str() == "false"));
    match (json, settings.member("body")) {
        (Some(json), _) if json.members().is_some() => program::content(json, Sends::Json, Media::Json, asked),
        (Some(_), Some(body)) => program::content(body, Sends::Json, Media::Json, asked),
        (None, Some(body)) => program::content(body, Sends::Words, Media::Unnamed, asked),
        (_, None) => Content::None,
    }
}
