//! What went over a WebSocket: the Conversations and real-time APIs take their token there, and refuse it there.

use memchr::memmem;

use super::entry::{member, string};
use crate::exchange::{Body, BodyKind, Json, Param, Request, Response};
use crate::read::{body, json};
use crate::text::Text;

/// Messages of one socket that are looked at.
const MOST: usize = 256;

/// Adds what `_webSocketMessages` tells: sent messages with a token are the request's body, a received error its answer.
pub(super) fn read<'s>(entry: &Json<'s>, request: &mut Request<'s>, answer: &mut Option<Response<'s>>) {
    let Some(Json::Array(messages)) = entry.member("_webSocketMessages") else { return };
    for message in messages.iter().take(MOST) {
        let kind = member(message, "type");
        let Some(Json::String(raw)) = message.member("data") else { continue };
        let has = |word: &str| memmem::find(raw.as_str().as_bytes(), word.as_bytes()).is_some();
        match kind.as_ref().map(Text::as_str) {
            Some("send") if has("access_token") => {
                if let Some(data) = message.member("data").and_then(string) {
                    sent(data, request);
                }
            }
            Some("receive") if has("error") && answer.as_ref().is_none_or(|answer| answer.json.is_none()) => {
                if let Some(data) = message.member("data").and_then(string) {
                    received(data, answer);
                }
            }
            _ => {}
        }
    }
}

fn sent<'s>(data: Text<'s>, request: &mut Request<'s>) {
    let span = data.span();
    if let Some(json) = json::parse(&data) {
        named(&json, &mut request.params);
    }
    let body = request.body.get_or_insert_with(|| Body { kind: BodyKind::Json, pieces: Vec::new(), span });
    body.span = body.span.join(span);
    body.pieces.push(data);
}

/// The members of a message and of its `payload`.
fn named<'s>(json: &Json<'s>, params: &mut Vec<Param<'s>>) {
    body::json_params(json, params);
    for inner in ["payload", "variables"].iter().filter_map(|name| json.member(name)) {
        named(inner, params);
    }
}

/// An error message; what merely holds the word is none.
fn received<'s>(data: Text<'s>, answer: &mut Option<Response<'s>>) {
    let Some(json) = json::parse(&data) else { return };
    let inner = json.member("payload").filter(|payload| accuses(payload)).cloned();
    let Some(error) = inner.or_else(|| accuses(&json).then_some(json)) else { return };
    let response = answer.get_or_insert_with(|| Response { span: data.span(), ..Response::default() });
    response.span = response.span.join(data.span());
    response.body = Some(data);
    response.json = Some(error);
}

fn accuses(json: &Json<'_>) -> bool {
    ["error", "errors"].iter().any(|name| match json.member(name) {
        Some(Json::Array(errors)) => !errors.is_empty(),
        Some(Json::Object(_) | Json::String(_)) => true,
        _ => false,
    })
}
