//! What a client has kept of an answer.

use crate::exchange::{Header, Provenance, Redirect, Response, Sourced};
use crate::read::{answer, json};
use crate::text::{Span, Text};

/// The answer of this status, these headers and this body; `None` where no status is given.
pub(in crate::read) fn kept<'s>(
    status: Option<&Text<'s>>,
    headers: Vec<Header<'s>>,
    body: Option<Text<'s>>,
) -> Option<Response<'s>> {
    let text = status?;
    let value = text.as_str().parse().ok().filter(|status| (100..1000).contains(status))?;
    let status = Sourced { value, span: text.span(), provenance: Provenance::Stated };
    let location = headers.iter().find(|header| header.name.as_str().eq_ignore_ascii_case("location"));
    let location = location.map(|header| header.value.clone());
    let redirect = (300..400).contains(&value) && value != 304;
    let redirects = if redirect { vec![Redirect { status: status.clone(), location }] } else { Vec::new() };
    let json = body.as_ref().and_then(|body| json::parse(body).or_else(|| answer::form_body(body)));
    let places = headers.iter().map(|header| header.span()).chain(body.iter().map(Text::span));
    let span = places.fold(status.span, Span::join);
    Some(Response { span, status: Some(status), headers, body, json, redirects, ..Response::default() })
}
