//! An answer that stands before the request it belongs to: `I get this error: .. This is my code: ..`.

use crate::exchange::{Form, Json, Request, Response};
use crate::text::{Span, Text};

/// An answer that waits for its request.
#[derive(Debug)]
pub(super) struct Early<'s> {
    pub(super) span: Span,
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
        if OF_THE_AUTHORIZATION_SERVER.contains(&error.as_str()) {
            return of_oauth;
        }
        if OF_AN_API.contains(&error.as_str()) {
            return !of_tokens;
        }
        of_oauth || self.response.told_error.is_none() && self.response.json.is_none()
    }
    /// Whether the answer of the next request, shown whole, is the one that was told: an exception quotes it first.
    pub(super) fn says_the_same(&self, shown: &Response<'_>) -> bool {
        let told = word(&self.response);
        self.response.status.is_none() && !told.is_empty() && told.eq_ignore_ascii_case(word(shown))
    }
}

/// The word for what is wrong.
fn word<'r>(response: &'r Response<'_>) -> &'r str {
    let error = response.json.as_ref().and_then(Json::error_word);
    error.or(response.told_error.as_ref()).map_or("", Text::as_str)
}
