//! What a recorded answer means, once the provider's rows have read it.

use super::code::{Code, Weight};
use super::fixed::Term;
use super::locate::Location;
use super::model::{ErrorRow, Provider};
use super::reply::Reply;
use super::said::{said, weight};
use super::saying::Saying;
use super::words::Role;
use crate::exchange::Response;
use crate::facts::Evidence;
use crate::text::Span;

/// What the recorded answer means to the rules and to the verdict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Whether there is an answer, and whether it is a refusal.
    pub outcome: Outcome,
    /// The code it is mapped to; `None` where no row maps it, or where the row says that it names no cause.
    pub code: Option<Code>,
    /// The codes that may be meant where an endpoint of OAuth refuses without a word that is known here, or breaks over the
    /// request.
    pub possible: &'static [Code],
    /// The error word in the answer's own spelling.
    pub said: Option<String>,
    /// What it says besides: `error_description`, `message` and the like.
    pub description: Option<String>,
    /// The status: recorded, or told by the body's own words.
    pub status: Option<u16>,
    /// Weights the provider gives to single rules for this very answer; they beat the rules' own.
    pub causes: Vec<(&'static str, Weight)>,
    /// The provider whose wording it is.
    pub speaks: Option<&'static str>,
    /// What the answer's own words name, and where they stand.
    pub told: Option<(&'static Saying, Span)>,
    /// How sure the row is that says all this.
    pub mark: Evidence,
    /// The characters that say it.
    pub at: Option<Span>,
}

/// How a request went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    /// The source holds no answer.
    #[default]
    None,
    /// A 2xx without an error in it, or a body with a token or with data.
    Ok,
    /// An error.
    Refused,
    /// A redirect, or a body nobody recognises.
    Unclear,
}

/// What `response` means at this address, for a request in this role: the first row that fits, of the provider, then of
/// its siblings (where no address tells the provider, of anybody) if it knows the wording as its own, then of the
/// standards.
#[must_use]
pub fn answer(response: &Response<'_>, location: &Location<'_>, role: Option<Role>) -> Answer {
    let mut reply = Reply::new(response);
    let page = role.is_some_and(|role| role != Role::Api) && reply.is_page_of_error();
    if page && reply.status.is_some_and(|status| status < 300) {
        reply.status = None;
    }
    // Where a token was asked for, words about something else are no success.
    let asked = matches!(role, Some(Role::Token | Role::Device)) && reply.notice().next().is_some();
    let denied = denies(&mut reply, location, role) || asked;
    let structured = reply.has_one_of(&location.registry().members);
    let row =
        rows(location).filter(|row| structured || row.body.is_none()).find(|row| fits(row, &reply, location, role));
    let success = row.is_some_and(|row| row.success) || row.is_none() && succeeds(&reply, location, role);
    let refused = row.is_some()
        || reply.curl().is_some()
        || reply.is_error()
        || page
        || reply.status.is_some_and(|status| status >= 400)
        || denied;
    let told = if refused && !success { told(&reply, location) } else { None };
    let code = row.and_then(|row| row.code);
    let understood = code.is_some() || told.is_some_and(|(saying, _)| !saying.is_loose());
    let silent = refused && !success && !understood && reply.answers();
    Answer {
        outcome: match (success, refused) {
            (true, _) => Outcome::Ok,
            (_, true) => Outcome::Refused,
            _ => Outcome::Unclear,
        },
        code,
        possible: if silent { possible(role, reply.status) } else { &[] },
        said: reply.said().map(|text| text.as_str().to_owned()),
        description: reply.description().map(|text| text.as_str().to_owned()),
        status: reply.status,
        causes: row.map(|row| row.causes.iter().map(|(rule, weight)| (&**rule, *weight)).collect()).unwrap_or_default(),
        speaks: row.and_then(|row| row.speaks.as_deref()),
        told,
        mark: row.map(|row| row.mark).unwrap_or_default(),
        at: Some(reply.place()),
    }
}

impl Answer {
    /// Whether an endpoint of OAuth refuses without a word that is known here.
    #[must_use]
    pub const fn is_wordless(&self) -> bool {
        !self.possible.is_empty() && self.told.is_none()
    }

    /// Whether a verdict is due: an OAuth error, a 401, 403, 405 or 429, a CORS block, curl's own error, an error under
    /// a status of success, or a 400, 404, 415 or 422 where OAuth or a known provider is spoken to (`familiar`). A device that
    /// is told to go on waiting (RFC 8628 3.5) was not refused.
    #[must_use]
    pub fn is_refusal(&self, familiar: bool) -> bool {
        use Code::{
            AuthorizationPending, BadRequest, NotFound, ServerError, SlowDown, TemporarilyUnavailable,
            UnsupportedMediaType,
        };
        if self.outcome != Outcome::Refused {
            return false;
        }
        let said = |code: Code| self.said.as_deref().is_some_and(|said| said.eq_ignore_ascii_case(code.name()));
        let by_status = match self.status {
            Some(401 | 403 | 405 | 429) => true,
            Some(400 | 404 | 415 | 422) => familiar,
            Some(status) => status < 400,
            None => true,
        };
        match self.code {
            Some(AuthorizationPending | SlowDown) => false,
            Some(code @ (ServerError | TemporarilyUnavailable)) => said(code) || self.status.is_some() && by_status,
            Some(BadRequest | NotFound | UnsupportedMediaType) => familiar,
            Some(_) => true,
            None => by_status,
        }
    }
}

/// What an endpoint may mean by a refusal (RFC 6749 4.1.2.1, 5.2): by a 401 that it does not accept who asks.
const fn possible(role: Option<Role>, status: Option<u16>) -> &'static [Code] {
    use Code::{
        InvalidClient, InvalidGrant, InvalidRequest, InvalidScope, RedirectUriMismatch, UnauthorizedClient,
        UnsupportedGrantType, UnsupportedResponseType,
    };
    match role {
        Some(Role::Token) if matches!(status, Some(401)) => &[InvalidClient, InvalidGrant],
        Some(Role::Token) => {
            &[InvalidRequest, InvalidClient, InvalidGrant, UnauthorizedClient, UnsupportedGrantType, InvalidScope]
        }
        Some(Role::Authorize) => &[
            InvalidRequest,
            InvalidClient,
            UnauthorizedClient,
            RedirectUriMismatch,
            UnsupportedResponseType,
            InvalidScope,
        ],
        Some(Role::Device) => &[InvalidRequest, InvalidClient, UnauthorizedClient, InvalidScope],
        Some(Role::Revoke | Role::Introspect) => &[InvalidRequest, InvalidClient, UnauthorizedClient],
        Some(Role::Api) | None => &[],
    }
}

/// The saying that tells most among the texts of an answer.
fn told(reply: &Reply<'_, '_>, location: &Location<'_>) -> Option<(&'static Saying, Span)> {
    let sayings: &'static [Saying] = &location.registry().sayings;
    let texts = reply.texts().chain(reply.seen_on_page());
    let found = texts.filter_map(|text| Some((said(sayings, text.as_str())?, text.span())));
    let of_members = reply.of_parameters().filter_map(|(text, span)| Some((said(sayings, &text)?, span)));
    found.chain(of_members).fold(None, |best: Option<(&'static Saying, Span)>, found| {
        let better = best.is_none_or(|(best, _)| weight(found.0) > weight(best));
        if better { Some(found) } else { best }
    })
}

/// Whether an answer without a status, and without data, refuses in the words of a server library. What an API says tells
/// its status: of nothing but the token 401, of nothing but what the token may do 403 (RFC 6750 3.1), of the address 404.
fn denies(reply: &mut Reply<'_, '_>, location: &Location<'_>, role: Option<Role>) -> bool {
    let sayings: &'static [Saying] = &location.registry().sayings;
    let saying = reply
        .notice()
        .filter_map(|text| said(sayings, text.as_str()))
        .find(|saying| !saying.names.is_empty() && !saying.is_loose());
    let api = role.is_none_or(|role| role == Role::Api);
    if let Some(saying) = saying.filter(|_| api) {
        reply.status = reply.status.or(status_of(&saying.names));
    }
    saying.is_some()
}

/// The status by which an API refuses for one of these causes and no other.
fn status_of(names: &[Term]) -> Option<u16> {
    let all = |is: fn(&str) -> bool| names.iter().all(|name| is(name));
    if all(|name| name.starts_with("http/") || name.contains("token")) {
        Some(401)
    } else if all(|name| matches!(name, "api/forbidden" | "api/missing-scope")) {
        Some(403)
    } else {
        all(|name| name == "api/unknown-path").then_some(404)
    }
}

/// The rows that can speak here, in order.
fn rows(location: &Location<'_>) -> impl Iterator<Item = &'static ErrorRow> {
    let registry = location.registry();
    let own = location.provider;
    let foreign = move |provider: &&'static Provider| match own {
        Some(own) => provider.id != own.id && own.family.is_some() && provider.family == own.family,
        None => true,
    };
    let wording = |row: &&'static ErrorRow| row.speaks.is_some() && row.base.is_none() && row.endpoint.is_none();
    let siblings =
        registry.providers.iter().filter(foreign).flat_map(move |provider| provider.errors.iter().filter(wording));
    own.into_iter().flat_map(|provider| &provider.errors).chain(siblings).chain(&registry.standards.errors)
}

fn fits(row: &ErrorRow, reply: &Reply<'_, '_>, location: &Location<'_>, role: Option<Role>) -> bool {
    let id =
        |wanted: &Option<_>, id: Option<&super::fixed::Term>| wanted.as_ref().is_none_or(|wanted| id == Some(wanted));
    let here = || {
        id(&row.endpoint, location.endpoint.map(|endpoint| &endpoint.id))
            && id(&row.base, location.base.map(|base| &base.id))
            && (row.at.is_empty() || role.is_some_and(|role| row.at.contains(&role)))
    };
    let worded = || row.body.is_some() || !row.header.is_empty() || !row.text.is_empty() || !row.curl.is_empty();
    let status = match reply.status {
        _ if row.status.is_empty() => true,
        Some(status) => row.status.contains(&status),
        None => worded(),
    };
    status
        && here()
        && (row.curl.is_empty() || reply.curl().is_some_and(|error| row.curl.contains(&error.exit)))
        && (row.text.is_empty() || reply.reads(&row.text, row.code == Some(Code::Cors)))
        && row.header.iter().all(|(name, wanted)| reply.has_header(name, wanted))
        && row.body.as_ref().is_none_or(|body| reply.has_members(body))
}

/// 2xx without an error; without a status, a token or data that this endpoint is known to give; a redirect that brings
/// what an authorization request asks for.
fn succeeds(reply: &Reply<'_, '_>, location: &Location<'_>, role: Option<Role>) -> bool {
    const GRANTED: [&str; 3] = ["code", "access_token", "id_token"];
    if reply.is_error() || reply.curl().is_some() {
        return false;
    }
    let oauth = role.is_some_and(|role| role != Role::Api);
    let redirected = role == Some(Role::Authorize) && reply.has_any(&GRANTED);
    match reply.status {
        Some(200..=299) => !(oauth && reply.is_page()) || redirected,
        Some(300..=399) => redirected,
        Some(_) => false,
        None => {
            let traits = location.traits(true).and_then(|traits| traits.response.as_ref());
            let data = traits.is_some_and(|response| response.value.iter().any(|member| reply.has_data(member)));
            data || redirected || reply.has_any(&["access_token", "refresh_token"])
        }
    }
}
