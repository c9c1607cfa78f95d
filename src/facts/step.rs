//! What a request tries to be.

use crate::exchange::{Exchange, Form, Json, Place, Provenance, Purpose, Request, Response};
use crate::provider::words::Role;

/// A step of an OAuth flow, or a call with its result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// The authorization request (RFC 6749 4.1.1).
    Authorize,
    /// The browser comes back (RFC 6749 4.1.2, 4.2.2).
    Callback,
    /// The token request (RFC 6749 4.1.3, 6).
    Token,
    /// RFC 7009.
    Revoke,
    /// RFC 7662.
    Introspect,
    /// RFC 8628 3.1.
    Device,
    /// A call with an access token.
    Api,
}

impl Step {
    /// The name in rules.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Authorize => "authorize",
            Self::Callback => "callback",
            Self::Token => "token",
            Self::Revoke => "revoke",
            Self::Introspect => "introspect",
            Self::Device => "device",
            Self::Api => "api",
        }
    }

    /// The role of the address where this step belongs.
    #[must_use]
    pub const fn role(self) -> Option<Role> {
        Some(match self {
            Self::Authorize => Role::Authorize,
            Self::Token => Role::Token,
            Self::Revoke => Role::Revoke,
            Self::Introspect => Role::Introspect,
            Self::Device => Role::Device,
            Self::Api => Role::Api,
            Self::Callback => return None,
        })
    }

    /// Whether the client proves itself in it (RFC 6749 2.3, RFC 7009 2.1, RFC 7662 2.1, RFC 8628 3.1).
    #[must_use]
    pub const fn has_client(self) -> bool {
        matches!(self, Self::Token | Self::Revoke | Self::Introspect | Self::Device)
    }

    const fn of_role(role: Role) -> Self {
        match role {
            Role::Authorize => Self::Authorize,
            Role::Token => Self::Token,
            Role::Revoke => Self::Revoke,
            Role::Introspect => Self::Introspect,
            Role::Device => Self::Device,
            Role::Api => Self::Api,
        }
    }
}

/// What a setting names the address for.
#[must_use]
pub const fn declared(purpose: Option<Purpose>) -> Option<(Step, Provenance)> {
    match purpose {
        Some(Purpose::Authorization) => Some((Step::Authorize, Provenance::Stated)),
        Some(Purpose::Token) => Some((Step::Token, Provenance::Stated)),
        Some(Purpose::Api) => Some((Step::Api, Provenance::Stated)),
        None => None,
    }
}

/// What the request's own parameters say it is, else what its address is for, else what its answer speaks of.
#[must_use]
pub fn of(x: &Exchange<'_>, role: Option<(Role, Provenance)>) -> Option<(Step, Provenance)> {
    let (request, response) = (&x.request, x.response.as_ref());
    let told = request.params.iter().map(|p| p.provenance).max().unwrap_or_default();
    if let Some(step) = by_parameters(x, role.map(|(role, _)| role)) {
        let provenance = if told == Provenance::Repaired { Provenance::Stated } else { told };
        return Some((step, provenance));
    }
    let other = |role: &(Role, Provenance)| {
        is_resource_named_token(request, *role) && !response.is_some_and(refuses_client) || is_login(request, *role)
    };
    if let Some((role, provenance)) = role.filter(|role| !other(role)) {
        return Some((Step::of_role(role), provenance));
    }
    // An address beside what only an authorization server says may be anybody's.
    let told = x.form == Form::Prose && role.is_none() && response.is_some_and(is_of_authorization_server);
    if !told && (request.url.is_some() || request.command.is_some()) {
        return Some((Step::Api, Provenance::Implied));
    }
    // Prose is an exchange for a status alone only where it talks of a token; then a 405 is the token endpoint's.
    let told_405 = |r: &Response<'_>| {
        r.provenance == Provenance::Told && r.status.as_ref().is_some_and(|status| status.value == 405)
    };
    let response = response?;
    let of_tokens = x.passage.as_ref().is_some_and(|passage| tells_of_token_request(passage.as_str()));
    if let Some(step) = by_answer(response, of_tokens) {
        return Some((step, Provenance::Guessed));
    }
    let told_status = of_tokens && response.status.is_some();
    let speaks_of_token = response.told_error.is_some() || response.json.is_some() || told_405(response) || told_status;
    speaks_of_token.then_some((Step::Token, Provenance::Guessed))
}

/// What an answer alone can only be said of: the authorization request, or a call with a token (RFC 6750 3.1).
fn by_answer(response: &Response<'_>, of_tokens: bool) -> Option<Step> {
    if response.json.as_ref().is_some_and(is_of_graphql) {
        return Some(Step::Api);
    }
    let member = |name: &str| response.json.as_ref().and_then(|json| json.member(name)?.text());
    let word = response.json.as_ref().and_then(Json::error_word);
    let error = response.told_error.as_ref().or(word).map_or("", |error| error.as_str()).to_ascii_lowercase();
    match error.as_str() {
        "invalid_token" | "insufficient_scope" | "missing_scope" => Some(Step::Api),
        // The section that it cites is the token request's.
        "redirect_uri_mismatch" if member("error_uri").is_some_and(|uri| uri.as_str().ends_with("4.1.3")) => {
            Some(Step::Token)
        }
        "redirect_uri_mismatch" | "invalid_redirect_uri" | "mismatching_redirect_uri" | "unsupported_response_type" => {
            Some(Step::Authorize)
        }
        "invalid_grant" => None,
        _ => {
            let said = member("error_description").or_else(|| member("message")).map_or("", |said| said.as_str());
            let said = format!("{error} {said}").to_ascii_lowercase();
            const OF_A_CALL: [&str; 5] =
                ["authenticate you", "credentials", "unauthorized", "have access to", "permission to"];
            let of_a_call = OF_A_CALL.iter().any(|word| said.contains(word));
            if said.contains("grant") || said.contains("client") {
                None
            } else if said.contains("redirect") && !said.contains("missing") {
                Some(Step::Authorize)
            } else {
                (of_a_call && !of_tokens && error != "unauthorized_client").then_some(Step::Api)
            }
        }
    }
}

/// Whether a text tells of a request for a token, as libraries call it.
fn tells_of_token_request(text: &str) -> bool {
    const WORDS: [&str; 12] = [
        "cannot fetch token",
        "exchange the code",
        "exchanging the code",
        "exchange the authorization code",
        "exchanging the authorization code",
        "get an access token",
        "getting an access token",
        "retrieve access token",
        "token endpoint",
        "token request",
        "grant_type",
        "fetch_token",
    ];
    let text = text.to_ascii_lowercase();
    WORDS.iter().any(|words| text.contains(words))
}

/// Whether an answer has the form of GraphQL's (<https://spec.graphql.org/October2021/#sec-Response-Format>), which no
/// authorization server uses.
fn is_of_graphql(json: &Json<'_>) -> bool {
    let Some(Json::Array(errors)) = json.member("errors") else { return false };
    let placed = |error: &Json<'_>| error.member("path").or_else(|| error.member("locations")).is_some();
    errors
        .first()
        .is_some_and(|error| error.member("message").is_some() && (placed(error) || json.member("data").is_some()))
}

fn by_parameters(x: &Exchange<'_>, role: Option<Role>) -> Option<Step> {
    let request = &x.request;
    let has = |name: &str| request.params.iter().any(|p| p.name.as_str() == name);
    let in_address = |name: &str| {
        let outside = |p: &crate::exchange::Param<'_>| p.place != Place::Body && p.name.as_str() == name;
        request.params.iter().any(outside)
    };
    let body_free = request.body.is_none();
    if role == Some(Role::Api) {
        return None;
    }
    if has("grant_type") {
        return Some(Step::Token);
    }
    if has("response_type") && !has("code") {
        return Some(Step::Authorize);
    }
    let in_fragment = |name: &str| request.params.iter().any(|p| p.place == Place::Fragment && p.name.as_str() == name);
    // A token in a query is how some calls present it; a callback says what else was granted.
    let token_comes =
        in_fragment("access_token") || in_address("access_token") && (has("token_type") || has("expires_in"));
    let comes_back = in_address("code") || in_address("error") || token_comes;
    let asks = has("client_id") || has("client_secret") || has("redirect_uri");
    let is_no_endpoint = role.is_none() || role == Some(Role::Authorize) && in_address("error");
    if body_free && comes_back && !asks && is_no_endpoint && !x.form.is_composed() {
        return Some(Step::Callback);
    }
    let is_token = |name: &str| request.params.iter().any(|p| plain(p.name.as_str()) == name);
    let proves = ["client_id", "client_secret", "client_assertion", "token_type_hint"].into_iter().any(has);
    if role == Some(Role::Token) && has("token") && proves && !is_token("granttype") && !has("code") {
        // Some servers take back tokens where they give them.
        return Some(Step::Revoke);
    }
    if role.is_none() && is_token("granttype") {
        return Some(Step::Token);
    }
    let exchanges = has("client_id") && (has("code") || has("client_secret") || has("refresh_token"));
    (role.is_none() && exchanges).then_some(Step::Token)
}

/// A path that only looks like a token endpoint (`/users/7/token`), called with parameters none of which is OAuth's.
fn is_resource_named_token(request: &Request<'_>, (role, provenance): (Role, Provenance)) -> bool {
    let names = ["grant", "client", "code", "refresh", "user", "pass", "assertion", "redirect", "secret"];
    let asks = |text: &str| names.iter().any(|name| text.to_ascii_lowercase().contains(name));
    let params = &request.params;
    let guessed = role == Role::Token && provenance == Provenance::Guessed;
    guessed
        && !params.is_empty()
        && !params.iter().any(|p| {
            asks(p.name.as_str()) || p.name.is_symbolic() || p.place == Place::Body && p.name.as_str() == "scope"
        })
}

/// Whether an answer has the word of a token endpoint about the client (RFC 6749 5.2).
fn refuses_client(response: &Response<'_>) -> bool {
    let word = response.json.as_ref().and_then(Json::error_word);
    word.is_some_and(|word| matches!(word.as_str(), "invalid_client" | "unauthorized_client"))
}

/// Whether an answer has a word that only an authorization server says (RFC 6749 4.1.2.1, 5.2).
fn is_of_authorization_server(response: &Response<'_>) -> bool {
    const WORDS: [&str; 8] = [
        "invalid_client",
        "invalid_grant",
        "unauthorized_client",
        "unsupported_grant_type",
        "unsupported_response_type",
        "redirect_uri_mismatch",
        "invalid_redirect_uri",
        "mismatching_redirect_uri",
    ];
    let word = response.told_error.as_ref().or_else(|| response.json.as_ref()?.error_word());
    word.is_some_and(|word| WORDS.iter().any(|known| known.eq_ignore_ascii_case(word.as_str())))
}

/// A path that only looks like an authorization endpoint (`/auth`), to which user and password are posted.
fn is_login(request: &Request<'_>, (role, provenance): (Role, Provenance)) -> bool {
    const OF_AUTHORIZATION: [&str; 5] = ["response_type", "client_id", "redirect_uri", "scope", "state"];
    let params = &request.params;
    (role, provenance) == (Role::Authorize, Provenance::Guessed)
        && params.iter().any(|p| p.name.as_str().starts_with("user") && p.place == Place::Body)
        && !params.iter().any(|p| OF_AUTHORIZATION.contains(&p.name.as_str()))
}

/// Letters only, in lower case: `grantType`, `grant-type` and `grant_type` are one.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}
