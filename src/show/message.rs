//! A request and its answer, ready to be written.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::exchange::{BodyKind, Exchange, Login, Param, Place, Request, Url, Wrapping};
use crate::read::curl::wire::{Part, PartContent, Refusal, WireBody, WireRequest};
use crate::read::{self, curl};

/// Which request is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum View {
    /// What curl would really send.
    Wire,
    /// What was meant: placeholders kept, repairs applied.
    Intent,
}

/// What travels for one exchange.
#[derive(Clone, Debug)]
pub enum Sent {
    /// A request.
    Request(WireRequest),
    /// Nothing, and why.
    Nothing(Refusal),
}

/// An exchange and what travels for it.
#[derive(Debug)]
pub struct Message<'s> {
    /// The exchange.
    pub exchange: Exchange<'s>,
    /// Its requests; several where curl makes several of one address.
    pub sent: Vec<Sent>,
}

/// The messages of a text, in order.
#[must_use]
pub fn messages(text: &str, view: View) -> Vec<Message<'_>> {
    let mut out: Vec<Message<'_>> = Vec::new();
    let plain = read::is_plain(text);
    for exchange in read::read(text) {
        let sent = match (view, &exchange.request.command) {
            (_, Some(command)) if plain && exchange.wrapping == Wrapping::Bare => {
                let same =
                    |m: &Message<'_>| m.exchange.request.command.as_ref().is_some_and(|c| Arc::ptr_eq(c, command));
                if out.last().is_some_and(same) {
                    // A command's requests are written with its first exchange.
                    Vec::new()
                } else {
                    let read = if view == View::Wire { curl::on_the_wire } else { curl::as_meant };
                    match read(text, command.name.start) {
                        Ok(requests) => requests.into_iter().map(Sent::Request).collect(),
                        Err(refusal) if view == View::Wire => vec![Sent::Nothing(refusal)],
                        // What curl would refuse for its placeholders is still understood.
                        Err(_) => vec![Sent::Request(meant(&exchange.request))],
                    }
                }
            }
            _ => vec![Sent::Request(meant(&exchange.request))],
        };
        out.push(Message { exchange, sent });
    }
    out
}

/// A request as it was meant.
fn meant(request: &Request<'_>) -> WireRequest {
    let url = request.url.as_ref();
    let has = |name: &str| request.headers.iter().any(|header| header.name.as_str().eq_ignore_ascii_case(name));
    let host = url.filter(|_| !has("host")).map(|url| ("Host".to_owned(), authority(url).to_owned()));
    let mut headers: Vec<(String, String)> = host.into_iter().collect();
    match &request.login {
        Some(Login::Bearer(token)) => headers.push(("Authorization".to_owned(), format!("Bearer {}", token.as_str()))),
        Some(Login::Basic(pair)) if pair.is_symbolic() => {
            headers.push(("Authorization".to_owned(), format!("Basic base64({})", pair.as_str())));
        }
        Some(Login::Basic(pair)) => {
            headers.push(("Authorization".to_owned(), format!("Basic {}", STANDARD.encode(pair.as_str()))));
        }
        None => {
            let pair = url.map(|url| &url.text.as_str()[url.userinfo.clone()]).filter(|pair| pair.contains(':'));
            headers.extend(pair.map(|pair| ("Authorization".to_owned(), format!("Basic {}", STANDARD.encode(pair)))));
        }
    }
    let asked = request.headers.iter().map(|h| (h.name.as_str().to_owned(), h.value.as_str().to_owned()));
    headers.extend(asked);
    let typed = has("content-type");
    let mut body = WireBody::Empty;
    if let Some(sent) = &request.body {
        let (divider, media) = match sent.kind {
            BodyKind::Data | BodyKind::Object => ("&", Some("application/x-www-form-urlencoded")),
            BodyKind::Json => ("", Some("application/json")),
            BodyKind::Multipart => ("\n", Some("multipart/form-data")),
            BodyKind::Upload | BodyKind::Recorded => ("", None),
        };
        if let Some(media) = media.filter(|_| !typed) {
            headers.push(("Content-Type".to_owned(), media.to_owned()));
        }
        body = match sent.kind {
            BodyKind::Multipart if request.params.iter().any(|param| param.place == Place::Body) => {
                WireBody::Multipart(
                    request.params.iter().filter(|param| param.place == Place::Body).map(part).collect(),
                )
            }
            _ => WireBody::Text(sent.pieces.iter().map(|piece| piece.as_str()).collect::<Vec<_>>().join(divider)),
        };
    }
    let target = url.map_or(Cow::Borrowed(""), |url| {
        let rest =
            &url.text.as_str()[url.path.start..url.fragment.as_ref().map_or(url.text.as_str().len(), |f| f.start - 1)];
        if url.path().is_empty() { Cow::Owned(format!("/{rest}")) } else { Cow::Borrowed(rest) }
    });
    let target = with_listed(request, target.into_owned());
    let whole = |url: &Url<'_>| {
        let text = url.text.as_str();
        let fragment = url.fragment.as_ref().map_or("", |fragment| &text[fragment.start - 1..]);
        let path = if url.path().is_empty() { target.trim_start_matches('/') } else { &target };
        format!("{}{path}{fragment}", &text[..url.path.start])
    };
    WireRequest {
        method: request.method.as_ref().map_or_else(|| "?".to_owned(), |method| method.value.clone()),
        url: url.map(whole).unwrap_or_default(),
        target,
        headers,
        body,
        unseen: Vec::new(),
    }
}

/// Host and port, which is left out where it is the scheme's own.
fn authority<'u>(url: &'u Url<'_>) -> &'u str {
    let text = url.text.as_str();
    let own = match &text[url.scheme.clone()] {
        "https" => "443",
        "http" => "80",
        _ => "",
    };
    if &text[url.port.clone()] == own { url.host() } else { &text[url.host.start..url.port.end] }
}

/// A part of a body that is sent in parts.
fn part(param: &Param<'_>) -> Part {
    let content = PartContent::Text(param.value.as_str().to_owned());
    Part { name: Some(param.name.as_str().to_owned()), headers: Vec::new(), content }
}

/// The target with the parameters that are listed beside the address.
fn with_listed(request: &Request<'_>, mut target: String) -> String {
    let address = request.url.as_ref().map(|url| url.text.span());
    let beside = |param: &&Param<'_>| address.is_some_and(|address| !address.contains(param.span));
    for param in request.params.iter().filter(|param| param.place == Place::Query).filter(beside) {
        let divider = if target.contains('?') { '&' } else { '?' };
        let _ = write!(target, "{divider}{}", read::form_pair(param));
    }
    target
}
