//! Exchanges with the places of their parts.

use serde_json::{Value, json};

use super::Door;
use super::message::{Message, Sent};
use crate::exchange::Place;
use crate::text::{Position, Span};

pub(super) fn write(
    path: &str,
    messages: &[Message<'_>],
    position: &dyn Fn(usize) -> Position,
    door: &mut Door<'_>,
) -> String {
    let at = |span: Span| {
        let place =
            |position: Position| json!({ "line": position.line, "column": position.column, "offset": position.offset });
        json!({ "start": place(position(span.start)), "end": place(position(span.end)) })
    };
    let exchanges: Vec<Value> = messages.iter().map(|message| exchange(message, &at, door)).collect();
    let all = json!({ "schema": "grantlint-show/1", "path": path, "exchanges": exchanges });
    format!("{all:#}\n")
}

fn exchange(message: &Message<'_>, at: &dyn Fn(Span) -> Value, door: &mut Door<'_>) -> Value {
    let exchange = &message.exchange;
    let params: Vec<Value> = exchange
        .request
        .params
        .iter()
        .map(|param| {
            let place = match param.place {
                Place::Query => "query",
                Place::Fragment => "fragment",
                Place::Body => "body",
            };
            let pair = door.pass(&format!("{}={}", param.name.as_str(), param.value.as_str()));
            let (name, value) = pair.split_once('=').unwrap_or((&pair, ""));
            json!({ "name": name, "value": value, "place": place, "at": at(param.value.span()) })
        })
        .collect();
    let repairs: Vec<Value> =
        exchange.repairs.iter().map(|repair| json!({ "kind": repair.kind.name(), "at": at(repair.span) })).collect();
    let sent: Vec<Value> = message
        .sent
        .iter()
        .map(|sent| match sent {
            Sent::Request(sent) => {
                let headers: Vec<Value> = sent
                    .headers
                    .iter()
                    .map(|(name, value)| {
                        let line = door.pass(&format!("{name}: {value}"));
                        let (name, value) = line.split_once(": ").unwrap_or((&line, ""));
                        json!([name, value])
                    })
                    .collect();
                json!({
                    "method": door.pass(&sent.method),
                    "url": door.pass(&sent.url),
                    "headers": headers,
                    "body": door.pass(&sent.body.text()),
                })
            }
            Sent::Nothing(refusal) => json!({ "nothing": refusal.to_string() }),
        })
        .collect();
    let status = exchange.response.as_ref().and_then(|response| response.status.as_ref()).map(|status| status.value);
    json!({
        "id": exchange.id,
        "form": exchange.form.name(),
        "at": at(exchange.span),
        "sent": sent,
        "params": params,
        "repairs": repairs,
        "response": exchange.response.as_ref().map(|response| json!({ "status": status, "at": at(response.span) })),
    })
}
