//! The callback behind an authorization request: what came back shows that the request was granted.

use std::collections::VecDeque;

use crate::exchange::{Exchange, Json, Provenance, Response};

/// Takes the first exchange that nothing further can be told of; `more` may still follow.
pub(super) fn next<'s>(ready: &mut VecDeque<Exchange<'s>>, more: bool) -> Option<Exchange<'s>> {
    let waits = more && ready.len() == 1 && ready.front().is_some_and(waits);
    let mut exchange = if waits { None } else { ready.pop_front() }?;
    if exchange.response.is_none()
        && let Some(callback) = ready.front()
        && brings_what_was_asked_for(callback, &exchange)
        && let Some(Response { span, json, .. }) = &callback.response
    {
        let json = json.clone();
        exchange.response = Some(Response { span: *span, json, provenance: Provenance::Stated, ..Response::default() });
    }
    Some(exchange)
}

/// Whether an authorization request stands without its answer.
fn waits(exchange: &Exchange<'_>) -> bool {
    exchange.response.is_none() && exchange.request.command.is_none() && param(exchange, "response_type").is_some()
}

/// Whether the callback belongs to the request, by its state (RFC 6749 4.1.2), and brings a code or token.
fn brings_what_was_asked_for(callback: &Exchange<'_>, request: &Exchange<'_>) -> bool {
    let json = callback.response.as_ref().and_then(|response| response.json.as_ref());
    let member = |name| json.and_then(|json| json.member(name)).and_then(Json::text).map(|text| text.as_str());
    let granted = member("code").or_else(|| member("access_token")).or_else(|| member("id_token")).is_some();
    let state = param(request, "state").filter(|state| !state.is_empty());
    waits(request) && param(callback, "client_id").is_none() && granted && state.is_some() && member("state") == state
}

fn param<'e>(exchange: &'e Exchange<'_>, name: &str) -> Option<&'e str> {
    let param = exchange.request.params.iter().find(|param| param.name.as_str() == name)?;
    Some(param.value.as_str())
}
