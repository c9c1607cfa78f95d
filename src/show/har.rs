//! Requests as HAR 1.2 (the W3C draft's format). What the source does not show is left empty or -1, as the format asks.

use serde_json::{Value, json};

use super::Door;
use super::message::{Message, Sent};
use crate::read::curl::wire::{Part, PartContent, WireBody, WireRequest};

pub(super) fn write(messages: &[Message<'_>], door: &mut Door<'_>) -> String {
    let mut entries = Vec::new();
    for message in messages {
        for sent in &message.sent {
            let Sent::Request(sent) = sent else { continue };
            entries.push(json!({
                "request": request(sent, door),
                "response": response(message, door),
                "cache": {},
                "timings": { "send": -1, "wait": -1, "receive": -1 },
            }));
        }
    }
    let creator = json!({ "name": "grantlint", "version": env!("CARGO_PKG_VERSION") });
    let log = json!({ "log": { "version": "1.2", "creator": creator, "entries": entries } });
    format!("{log:#}\n")
}

fn request(sent: &WireRequest, door: &mut Door<'_>) -> Value {
    let query = sent.target.split_once('?').map_or("", |(_, query)| query);
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let query: Vec<Value> =
        pairs.map(|(name, value)| json!({ "name": door.pass(name), "value": secret(name, value, door) })).collect();
    let headers: Vec<Value> =
        sent.headers.iter().map(|(name, value)| json!({ "name": name, "value": secret(name, value, door) })).collect();
    let mut out = json!({
        "method": door.pass(&sent.method),
        "url": door.pass(&sent.url),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": headers,
        "queryString": query,
        "headersSize": -1,
        "bodySize": -1,
    });
    if let (Some(data), Some(out)) = (post_data(sent, door), out.as_object_mut()) {
        out.insert("postData".to_owned(), data);
    }
    out
}

/// A value beside its name, so that the redaction knows what it is.
fn secret(name: &str, value: &str, door: &mut Door<'_>) -> String {
    let lead = format!("{name}: ");
    let passed = door.pass(&format!("{lead}{value}"));
    passed.strip_prefix(&lead).map_or(passed.clone(), str::to_owned)
}

fn post_data(sent: &WireRequest, door: &mut Door<'_>) -> Option<Value> {
    let media = sent
        .headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
        .map(|(_, value)| value.as_str());
    let media = media.unwrap_or("application/octet-stream");
    match &sent.body {
        WireBody::Empty => None,
        WireBody::Text(text) => Some(json!({ "mimeType": media, "text": door.pass(text) })),
        WireBody::Multipart(parts) => {
            let params: Vec<Value> = parts.iter().map(|part| param(part, door)).collect();
            Some(json!({ "mimeType": media, "params": params }))
        }
    }
}

fn param(part: &Part, door: &mut Door<'_>) -> Value {
    let name = part.name.as_deref().unwrap_or_default();
    match &part.content {
        PartContent::Text(text) if text.starts_with('@') => json!({ "name": name, "fileName": door.pass(&text[1..]) }),
        PartContent::Text(text) => json!({ "name": name, "value": secret(name, text, door) }),
        PartContent::Parts(parts) => json!({ "name": name, "value": format!("{} parts", parts.len()) }),
    }
}

fn response(message: &Message<'_>, door: &mut Door<'_>) -> Value {
    let answer = message.exchange.response.as_ref();
    let status = answer.and_then(|answer| answer.status.as_ref()).map_or(0, |status| status.value);
    let headers: Vec<Value> = answer
        .map(|answer| answer.headers.as_slice())
        .unwrap_or_default()
        .iter()
        .map(|h| json!({ "name": h.name.as_str(), "value": secret(h.name.as_str(), h.value.as_str(), door) }))
        .collect();
    let body = answer.and_then(|answer| answer.body.as_ref()).map(|body| door.pass(body.as_str()));
    json!({
        "status": status,
        "statusText": "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": headers,
        "content": { "size": -1, "mimeType": "", "text": body.unwrap_or_default() },
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": -1,
    })
}
