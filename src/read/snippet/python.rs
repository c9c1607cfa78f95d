//! Calls of Python's requests and httpx (requests.readthedocs.io, Quickstart, as it is remembered on
//! 2026-11-22).

use super::program::{self, Called, Sends};
use super::{Around, Snip, Snippet};
use crate::exchange::{Form, Part};
use crate::read::answer::Line;
use crate::read::asked::{Asked, Media, implied};
use crate::read::code::{Language, Value};
use crate::text::Text;

/// The form of calls of requests.
#[derive(Debug)]
pub(super) struct Requests;

impl Snippet for Requests {
    fn marks(&self) -> &'static [&'static str] {
        &["requests.", "httpx.", "session.", "Session().", "client.", "s.post(", "s.get("]
    }

    fn is_call(&self) -> bool {
        true
    }

    fn read<'s>(&self, doc: &Text<'s>, line: Line, around: &mut Around<'s>) -> Option<Snip<'s>> {
        let called = program::call(doc, line, around, Language::Python, |name| function(name).is_some())?;
        let asked = asked(&called)?;
        // Other libraries have sessions and clients too: only the address tells that this one sends something.
        let known = matches!(called.call.function.as_str().split('.').next(), Some("requests" | "httpx"));
        let addressed = asked.address.as_ref().is_some_and(|address| address.as_str().contains("://"));
        if !known && !addressed {
            return None;
        }
        called.snip(Form::Python, asked)
    }
}

fn function(name: &str) -> Option<&str> {
    let (object, function) = name.rsplit_once('.')?;
    let object = object.trim_start_matches("self.");
    let known = matches!(object, "requests" | "httpx" | "session" | "s" | "client" | "requests.Session");
    let sends = matches!(function, "get" | "post" | "put" | "patch" | "delete" | "head" | "options" | "request");
    (known && sends).then_some(function)
}

fn asked<'s>(called: &Called<'s>) -> Option<Asked<'s>> {
    let call = &called.call;
    let function = function(call.function.as_str())?;
    let by_name = function == "request";
    let given = |place: usize, name: &str| call.named(name).or_else(|| call.positional(place));
    let address = given(usize::from(by_name), "url")?;
    let mut asked = Asked { address: program::address(address), ..Asked::default() };
    asked.method = match given(0, "method").filter(|_| by_name) {
        Some(method) => program::method(method),
        None => Some(implied(&function.to_ascii_uppercase(), call.function.span())),
    };
    let takes_data = matches!(function, "post" | "put" | "patch");
    if let Some(params) = call.named("params").or_else(|| call.positional(1).filter(|_| function == "get")) {
        program::query(params, &mut asked);
    }
    if let Some(headers) = call.named("headers") {
        program::headers(headers, &mut asked);
    }
    if let Some(auth) = call.named("auth") {
        authorize(auth, &mut asked);
    }
    let data = call.named("data").or_else(|| call.named("content"));
    let data = data.or_else(|| call.positional(1).filter(|_| takes_data));
    let json = call.named("json").or_else(|| call.positional(2).filter(|_| function == "post"));
    let is_something = |value: &&Value<'s>| !matches!(value, Value::Word(_));
    if call.named("files").is_some_and(|files| is_something(&files) && files.members().is_none_or(|m| !m.is_empty())) {
        asked.content =
            data.map_or_else(Default::default, |data| program::content(data, Sends::Parts, Media::Unnamed, &mut asked));
    } else if let Some(data) = data.filter(is_something) {
        asked.content = program::content(data, Sends::Form, Media::Unnamed, &mut asked);
    } else if let Some(json) = json.filter(is_something) {
        asked.content = match json {
            Value::Members(..) => program::content(json, Sends::Json, Media::Json, &mut asked),
            _ => program::content(&Value::Computed(json.text()), Sends::Nothing, Media::Json, &mut asked),
        };
    }
    let sent_by = call.function.as_str().rsplit_once('.').map_or("", |(object, _)| object);
    if !matches!(sent_by, "requests" | "httpx") {
        // A session may add headers of its own.
        program::hide_headers(&mut asked);
    }
    if call.named("**").is_some() {
        program::hide_headers(&mut asked);
        asked.unseen = asked.unseen.and(Part::Parameters, true).and(Part::Body, true);
    }
    Some(asked)
}

/// `auth=(user, password)` or `auth=HTTPBasicAuth(user, password)`; whatever else, its header is not seen.
fn authorize<'s>(auth: &Value<'s>, asked: &mut Asked<'s>) {
    let pair = match auth {
        Value::Members(members, _) if members.len() == 2 => {
            members.first().zip(members.get(1)).map(|(user, password)| (&user.value, &password.value))
        }
        Value::Call(call) if matches!(call.name(), "HTTPBasicAuth" | "BasicAuth") => {
            call.positional(0).zip(call.positional(1))
        }
        _ => None,
    };
    match pair {
        Some((user, password)) => asked.login = Some(program::basic(user, password)),
        None => asked.unseen = asked.unseen.and(Part::Credentials, true),
    }
}
