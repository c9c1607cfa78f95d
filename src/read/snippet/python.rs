//! Calls of Python's requests and httpx (requests.readthedocs.io, Quickstart, as it is remembered on
//! 2026-11-22).

use super::fields::Fields;
use super::program::{self, Called, Sends};
use super::{Around, Sign, Snip, Snippet};
use crate::exchange::{Form, Part};
use crate::read::answer::Line;
use crate::read::asked::{Asked, Content, Media, Row, implied};
use crate::read::code::{Call, Language, Value};
use crate::text::{Mark, Text};

/// The form of calls of requests.
#[derive(Debug)]
pub(super) struct Requests;

impl Snippet for Requests {
    fn marks(&self) -> &'static [&'static str] {
        &["requests.", "httpx.", "session.", "Session().", "client.", "s.post(", "s.get("]
    }

    fn sign(&self) -> Sign {
        Sign::Call
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
    let mut asked = Asked::default();
    program::locate(given(usize::from(by_name), "url")?, &mut asked);
    let (module, fields) = match called.call.function.as_str().rsplit_once('.') {
        Some(("requests", _)) => (true, Fields::Requests),
        Some(("httpx", _)) => (true, Fields::Httpx),
        _ => (false, Fields::Requests),
    };
    asked.method = match given(0, "method").filter(|_| by_name) {
        Some(method) => program::method(method),
        None => Some(implied(&function.to_ascii_uppercase(), call.function.span())),
    };
    let takes_data = matches!(function, "post" | "put" | "patch");
    let session = called.object.as_ref().and_then(session);
    if let Some(session) = session {
        program::based(session.named("base_url"), &mut asked);
        for (name, add) in [("headers", headers as Add<'s>), ("auth", authorize), ("params", query)] {
            if let Some(value) = session.named(name) {
                add(value, &mut asked);
            }
        }
    } else if !module {
        // A session may add headers of its own.
        program::hide_headers(&mut asked);
    }
    if let Some(params) = call.named("params").or_else(|| call.positional(1).filter(|_| function == "get")) {
        if fields == Fields::Httpx {
            asked.address = asked.address.map(without_query);
        }
        fields.query(params, &mut asked);
    }
    if let Some(own) = call.named("headers") {
        headers(own, &mut asked);
    }
    if let Some(auth) = call.named("auth") {
        authorize(auth, &mut asked);
    }
    let data = call.named("data").or_else(|| call.named("content"));
    let data = data.or_else(|| call.positional(1).filter(|_| takes_data));
    let json = call.named("json").or_else(|| call.positional(2).filter(|_| function == "post"));
    let is_something = |value: &&Value<'s>| !matches!(value, Value::Word(_));
    if call.named("files").is_some_and(|files| is_something(&files) && files.members().is_none_or(|m| !m.is_empty())) {
        let parts = data.map(|data| program::content(data, Sends::Parts, Media::Unnamed, &mut asked));
        let mut rows = match parts {
            Some(Content::Parts(rows)) => rows,
            _ => Vec::new(),
        };
        let files = call.named("files").and_then(Value::members).unwrap_or_default().iter();
        rows.extend(
            files.filter_map(|file| Some(Row::stated(file.name.clone()?, file.value.text().marked(Mark::File)))),
        );
        asked.content = Content::Parts(rows);
    } else if let Some(data) = data.filter(is_something) {
        asked.content = program::content(data, Sends::Form(fields), Media::Unnamed, &mut asked);
    } else if let Some(json) = json.filter(is_something) {
        asked.content = match json {
            Value::Members(..) => program::content(json, Sends::Json, Media::Json, &mut asked),
            _ => program::content(&Value::Computed(json.text()), Sends::Words, Media::Json, &mut asked),
        };
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
        Some((user, password)) => program::log_in(user, password, asked),
        None => asked.unseen = asked.unseen.and(Part::Credentials, true),
    }
}

/// What a setting adds to a request.
type Add<'s> = fn(&Value<'s>, &mut Asked<'s>);

/// The session or client that a name stands for.
fn session<'m, 's>(object: &'m Value<'s>) -> Option<&'m Call<'s>> {
    match object {
        Value::Call(call) if matches!(call.name(), "Session" | "Client" | "AsyncClient") => Some(call),
        _ => None,
    }
}

/// Headers; one of the same name that the session has gives way.
fn headers<'s>(value: &Value<'s>, asked: &mut Asked<'s>) {
    let before = asked.headers.len();
    program::headers(value, asked);
    let own = asked.headers.split_off(before);
    let replaced = |name: &Text<'s>| own.iter().any(|header| header.name.as_str().eq_ignore_ascii_case(name.as_str()));
    asked.headers.retain(|header| !replaced(&header.name));
    asked.headers.extend(own);
}

fn query<'s>(value: &Value<'s>, asked: &mut Asked<'s>) {
    Fields::Requests.query(value, asked);
}

/// An address without its query: httpx puts its `params` in the place of it.
fn without_query(address: Text<'_>) -> Text<'_> {
    let end = address.as_str().find('?').unwrap_or(address.as_str().len());
    address.slice(0, end)
}
