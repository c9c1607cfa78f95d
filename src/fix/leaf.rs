//! The value at a place of the request, and how it is written there.

use super::encode::{Piece, has_hole, pieces, travelling};
use super::splice::splice;
use crate::exchange::{Encoding, Login, Param, Request, Url};
use crate::text::{Span, Text};

/// Parameters whose values are no secret, so that a fix may write them out (RFC 6749, 7636, 8628, 8693, 8707).
const PUBLIC: [&str; 27] = [
    "access_type",
    "audience",
    "claims",
    "client_assertion_type",
    "client_id",
    "code_challenge",
    "code_challenge_method",
    "display",
    "expires_in",
    "grant_type",
    "issued_token_type",
    "login_hint",
    "max_age",
    "prompt",
    "redirect_uri",
    "requested_token_type",
    "resource",
    "response_mode",
    "response_type",
    "scope",
    "subdomain",
    "subject_token_type",
    "token_type",
    "token_type_hint",
    "tenant",
    "ui_locales",
    "username",
];

/// Whether a fix may write the parameter's value out.
pub(super) fn is_public(param: &Param) -> bool {
    PUBLIC.contains(&param.name.as_str())
}

/// What to change in the source so that the value at a place becomes another one.
pub(super) fn replacement(request: &Request, at: Span, with: &str) -> Option<Vec<(Span, Vec<Piece>)>> {
    let param = request.params.iter().find(|param| param.span.contains(at) || param.value.span().contains(at));
    let (encoding, secret) = match param {
        Some(param) if param.name.span().contains(at) => (param.encoding, None),
        Some(param) => (param.encoding, (!is_public(param)).then_some(&param.raw)),
        None => (Encoding::Verbatim, credentials(request, at)),
    };
    let new = travelling(pieces(with), encoding);
    match secret.filter(|_| !has_hole(with)) {
        None => Some(vec![(at, new)]),
        // A JSON string is kept decoded, so its old and new characters are compared decoded too.
        Some(old) if matches!(encoding, Encoding::Json | Encoding::JsonScalar) => {
            let changes = splice(&within(old, at)?, with, false)?;
            Some(changes.into_iter().map(|(span, to)| (span, travelling(to, Encoding::Json))).collect())
        }
        Some(old) => splice(&within(old, at)?, &joined(&new), encoding == Encoding::Form),
    }
}

/// The credentials that cover a place, without the word that names their scheme.
fn credentials<'a, 's>(request: &'a Request<'s>, at: Span) -> Option<&'a Text<'s>> {
    const SECRET: [&str; 5] = ["authorization", "proxy-authorization", "cookie", "x-api-key", "x-auth-token"];
    let secret = |name: &str| SECRET.iter().any(|known| known.eq_ignore_ascii_case(name));
    let header = request.headers.iter().find(|h| secret(h.name.as_str()) && h.value.span().contains(at));
    if let Some(header) = header {
        let scheme = header.value.as_str().split(' ').next().map_or(0, str::len);
        let named = scheme < header.value.as_str().len() && header.value.span_of(0, scheme).contains(at);
        return (!named).then_some(&header.value);
    }
    let (login, open) = match request.login.as_ref()? {
        Login::Basic(login) => (login, login.as_str().find(':').unwrap_or(0)),
        Login::Bearer(login) => (login, 0),
    };
    // The name of the user is no secret.
    let is_user = open > 0 && login.span_of(0, open).contains(at);
    (login.span().contains(at) && !is_user).then_some(login)
}

/// The part of a value that stands at a place.
fn within<'s>(text: &Text<'s>, at: Span) -> Option<Text<'s>> {
    let starts: Vec<usize> = text.as_str().char_indices().map(|(n, _)| n).chain([text.as_str().len()]).collect();
    let place = |n: usize| text.span_of(n, (n + 1).min(text.as_str().len()));
    let from = starts.partition_point(|&n| n < text.as_str().len() && place(n).end <= at.start);
    let until = starts.partition_point(|&n| n < text.as_str().len() && place(n).start < at.end);
    let (from, until) = (*starts.get(from)?, *starts.get(until)?);
    (from <= until).then(|| text.slice(from, until))
}

fn joined(pieces: &[Piece]) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) | Piece::Hole(text) => text.as_str(),
            Piece::Copy(_) => "",
        })
        .collect()
}

/// The part of an address that another one replaces, and the new characters: all before the query, which stays.
pub(super) fn address(old: &Url, new: &str) -> (Span, String) {
    let end = match (&old.query, &old.fragment) {
        (Some(query), _) if !new.contains('?') => query.start - 1,
        (Some(query), _) => query.start,
        (None, Some(fragment)) => fragment.start - 1,
        (None, None) => old.text.as_str().len(),
    };
    let joint = if old.query.is_some() && new.contains('?') { "&" } else { "" };
    (old.text.span_of(0, end), format!("{new}{joint}"))
}
