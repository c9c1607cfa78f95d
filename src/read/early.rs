//! An answer that stands before the request it belongs to: `I get this error: .. This is my code: ..`.

use crate::exchange::{Form, Json, Param, Request, Response, complaint};
use crate::read::json;
use crate::text::{Span, Text};

/// An answer that waits for its request.
#[derive(Debug)]
pub(super) struct Early<'s> {
    pub(super) span: Span,
    /// What was told of the request: its grant at most.
    pub(super) request: Request<'s>,
    pub(super) response: Response<'s>,
}

/// What only the authorization server says (RFC 6749 4.1.2.1, 5.2).
const OF_THE_AUTHORIZATION_SERVER: [&str; 6] = [
    "invalid_grant",
    "invalid_client",
    "unauthorized_client",
    "unsupported_grant_type",
    "unsupported_response_type",
    "invalid_scope",
];

/// What only an API says (RFC 6750 3.1).
const OF_AN_API: [&str; 3] = ["invalid_token", "insufficient_scope", "forbidden"];

impl Early<'_> {
    /// Whether the answer can be one to this request, the first behind it.
    pub(super) fn answers(&self, form: Form, request: &Request<'_>) -> bool {
        if self.response.cors.is_some() {
            return form == Form::JavaScript;
        }
        let error = word(&self.response).to_ascii_lowercase();
        let named = |name: &str| request.params.iter().any(|param| param.name.as_str() == name);
        let address = request.url.as_ref().map_or("", |url| url.text.as_str());
        let of_tokens = named("grant_type") || named("code") || named("refresh_token") || address.contains("token");
        let of_oauth = of_tokens || named("client_id") || named("response_type") || address.contains("auth");
        let authorizes = || named("response_type") || address.contains("authoriz");
        if matches!(error.as_str(), "invalid_grant" | "unsupported_grant_type") {
            return of_tokens || of_oauth && !authorizes();
        }
        if OF_THE_AUTHORIZATION_SERVER.contains(&error.as_str()) {
            return of_oauth;
        }
        if OF_AN_API.contains(&error.as_str()) {
            return !of_tokens;
        }
        // What is no code of OAuth's may be anybody's word: `Couldn't authenticate you`.
        let is_of_nobody = error.is_empty() && self.response.json.is_none();
        of_oauth || is_of_nobody || !error.contains('_') && (error.contains(' ') || complaint::complains(&error))
    }
}

/// Whether a request was told of: more than the grant by its name.
pub(super) fn asks(request: &Request<'_>) -> bool {
    let is_named = |param: &Param<'_>| param.name.as_str() == "grant_type" && param.name.span() == param.value.span();
    request.command.is_some() || request.url.is_some() || !request.params.iter().all(is_named)
}

/// What an answer comes down to: its status and its word.
#[derive(Debug, Default)]
pub(super) struct Gist {
    status: Option<u16>,
    word: String,
}

impl Gist {
    /// Of this answer.
    pub(super) fn of(response: &Response<'_>) -> Self {
        let status = response.status.as_ref().map(|status| status.value);
        Self { status, word: word(response).to_ascii_lowercase() }
    }

    /// Whether it says nothing that `whole` does not say: people tell what they got and show it, too.
    pub(super) fn repeats(&self, whole: &Self) -> bool {
        let says_something = self.status.is_some() || !self.word.is_empty();
        let same_status = self.status.is_none_or(|status| whole.status == Some(status));
        let same_word = self.word.is_empty() || self.word == whole.word;
        says_something && same_status && same_word
    }
}

/// The word for what is wrong.
fn word<'r>(response: &'r Response<'_>) -> &'r str {
    let error = response.json.as_ref().and_then(Json::error_word);
    error.or(response.told_error.as_ref()).map_or("", Text::as_str)
}

/// Whether a line begins an answer that can stand without its request.
pub(super) fn starts_answer(line: &str) -> bool {
    // What a comma follows is one of many, as tables in programs have them.
    let is_object = line.starts_with('{') && !line.ends_with("},");
    let is_dump = || line.ends_with("Object") && json::begins(line);
    line.starts_with("HTTP/") || line.starts_with("< HTTP/") || is_object && line.contains("error") || is_dump()
}
