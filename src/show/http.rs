//! Requests and answers as HTTP messages, divided as in `.http` files.

use std::fmt::Write as _;

use super::message::{Message, Sent};
use crate::exchange::Response;
use crate::read::curl::wire::WireRequest;

/// Writes every request and every recorded answer.
pub(super) fn write(path: &str, messages: &[Message<'_>], line: &dyn Fn(usize) -> usize) -> String {
    let mut out = String::new();
    for message in messages {
        let place = line(message.exchange.span.start);
        for sent in &message.sent {
            if !out.is_empty() {
                out.push('\n');
            }
            let _ = writeln!(out, "### {path}:{place} ({})", message.exchange.form.name());
            match sent {
                Sent::Request(sent) => request(sent, &mut out),
                Sent::Nothing(refusal) => {
                    let _ = writeln!(out, "# curl sends nothing: {refusal}");
                }
            }
        }
        if let Some(answer) = &message.exchange.response {
            response(answer, &mut out);
        }
    }
    out
}

fn request(sent: &WireRequest, out: &mut String) {
    let scheme = sent.url.split_once("://").map_or("", |(scheme, _)| scheme);
    if !scheme.is_empty() {
        let _ = writeln!(out, "# {scheme}");
    }
    let target = if sent.target.is_empty() { "(no address)" } else { &sent.target };
    let _ = writeln!(out, "{} {target} HTTP/1.1", sent.method);
    for (name, value) in &sent.headers {
        let _ = writeln!(out, "{name}: {value}");
    }
    let body = sent.body.text().replace("\r\n", "\n");
    if !body.is_empty() {
        let _ = writeln!(out, "\n{body}");
    }
}

fn response(answer: &Response<'_>, out: &mut String) {
    out.push('\n');
    if let Some(status) = &answer.status {
        let _ = writeln!(out, "HTTP/1.1 {}", status.value);
    }
    for header in &answer.headers {
        let _ = writeln!(out, "{}: {}", header.name.as_str(), header.value.as_str());
    }
    if let Some(curl) = &answer.curl {
        let _ = writeln!(out, "# {}", curl.line.as_str());
    }
    if let Some(body) = &answer.body {
        let _ = writeln!(out, "\n{}", body.as_str());
    }
}
