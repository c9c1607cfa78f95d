//! What came back, and what a browser kept from the page (Fetch standard, CORS protocol).

use super::entry::{member, string};
use super::request::{recorded, rows};
use crate::exchange::{Header, Json, Provenance, Redirect, Request, Response, Sourced};
use crate::read::{answer, json};
use crate::text::{Span, Text, decode};

/// Bytes of a body that are looked at; an answer that explains a refusal is short.
const BODY: usize = 1 << 20;

/// Reads `response`; `None` where no answer was recorded (status 0: blocked, aborted, never sent).
pub(super) fn read<'s>(entry: &Json<'s>) -> Option<Response<'s>> {
    let response = entry.member("response")?;
    let text = member(response, "status")?;
    let value = text.as_str().parse().ok().filter(|status| (100..1000).contains(status))?;
    let status = Sourced { value, span: text.span(), provenance: Provenance::Stated };
    let headers: Vec<Header<'s>> = rows(response.member("headers")).into_iter().map(recorded).collect();
    let redirect = (300..400).contains(&value) && value != 304;
    let location = header(&headers, "location").map(|header| header.value.clone());
    let location = location.or_else(|| member(response, "redirectURL"));
    let redirects = if redirect { vec![Redirect { status: status.clone(), location }] } else { Vec::new() };
    let content = response.member("content");
    let body = content.and_then(|content| body(content, value));
    let json = body.as_ref().and_then(|body| json::parse(body).or_else(|| answer::form_body(body)));
    let ends = headers.iter().map(|header| header.span()).chain(body.iter().map(Text::span));
    let span = ends.fold(status.span, Span::join);
    Some(Response { span, status: Some(status), headers, body, json, redirects, ..Response::default() })
}

/// The body, where it is text that can say something.
fn body<'s>(content: &Json<'s>, status: u16) -> Option<Text<'s>> {
    let media = member(content, "mimeType").map(|media| media.as_str().to_ascii_lowercase()).unwrap_or_default();
    let silent = ["image/", "font/", "video/", "audio/", "text/css", "javascript", "wasm"];
    if status < 400 && silent.iter().any(|kind| media.contains(kind)) {
        return None;
    }
    let Some(Json::String(raw)) = content.member("text") else { return content.member("text").and_then(string) };
    let raw = if raw.as_str().len() > BODY { cut(raw) } else { raw.clone() };
    let text = decode::json_string(&raw);
    let is_base64 = member(content, "encoding").is_some_and(|e| e.as_str().eq_ignore_ascii_case("base64"));
    let text = if is_base64 { decode::base64(&text)? } else { text };
    (!text.as_str().trim().is_empty()).then_some(text)
}

fn cut<'s>(text: &Text<'s>) -> Text<'s> {
    let mut end = BODY;
    while !text.as_str().is_char_boundary(end) {
        end -= 1;
    }
    text.slice(0, end)
}

fn header<'h, 's>(headers: &'h [Header<'s>], name: &str) -> Option<&'h Header<'s>> {
    headers.iter().find(|header| header.name.as_str().eq_ignore_ascii_case(name))
}

/// A browser's question whether a page may send a request.
pub(super) struct Preflight {
    origin: Option<String>,
    method: String,
    headers: Vec<String>,
}

/// Takes a preflight for the request that it asks about: what that one would hold, it does not show.
pub(super) fn preflight(request: &mut Request<'_>) -> Option<Preflight> {
    let method = request.method.as_mut().filter(|method| method.value == "OPTIONS")?;
    let asked = header(&request.headers, "access-control-request-method")?;
    let words = |name: &str| {
        let value = header(&request.headers, name).map(|header| header.value.as_str().to_ascii_lowercase());
        value.unwrap_or_default().split(',').map(|word| word.trim().to_owned()).collect::<Vec<_>>()
    };
    let headers = words("access-control-request-headers").into_iter().filter(|name| !name.is_empty()).collect();
    let origin = header(&request.headers, "origin").map(|origin| origin.value.as_str().to_owned());
    *method =
        Sourced { value: asked.value.as_str().to_owned(), span: asked.value.span(), provenance: Provenance::Implied };
    Some(Preflight { origin, method: method.value.clone(), headers })
}

impl Preflight {
    /// The refusal that the answer is to it; `None` where it allows the request, or where nobody can tell.
    pub(super) fn refusal<'s>(&self, answer: Option<&Response<'s>>) -> Option<Response<'s>> {
        let answer = answer?;
        let status = answer.status.as_ref()?;
        let sign =
            if (200..300).contains(&status.value) { self.missing(&answer.headers, status.span)? } else { status.span };
        Some(Response { span: answer.span, cors: Some(sign), ..Response::default() })
    }

    /// What the answer's headers do not allow; without any header nothing is known of them.
    fn missing(&self, headers: &[Header<'_>], status: Span) -> Option<Span> {
        if headers.is_empty() {
            return None;
        }
        let list = |name: &str| header(headers, name).map(|header| header.value.as_str().to_ascii_lowercase());
        let allows = |list: &Option<String>, word: &str| {
            list.as_ref().is_some_and(|list| list.split(',').any(|one| one.trim() == word.to_ascii_lowercase()))
        };
        let methods = list("access-control-allow-methods");
        let simple = matches!(self.method.as_str(), "GET" | "HEAD" | "POST");
        let method = simple || allows(&methods, &self.method) || allows(&methods, "*");
        let names = list("access-control-allow-headers");
        // The asterisk does not stand for Authorization.
        let every = |name: &String| allows(&names, name) || name != "authorization" && allows(&names, "*");
        if !is_allowed(headers, self.origin.as_deref()) {
            return Some(header(headers, "access-control-allow-origin").map_or(status, |header| header.span()));
        }
        let place = |name: &str| header(headers, name).map_or(status, |header| header.span());
        if !method {
            return Some(place("access-control-allow-methods"));
        }
        (!self.headers.iter().all(every)).then(|| place("access-control-allow-headers"))
    }
}

/// Whether the answer lets pages of this origin see it.
fn is_allowed(headers: &[Header<'_>], origin: Option<&str>) -> bool {
    let allowed = header(headers, "access-control-allow-origin").map(|header| header.value.as_str());
    allowed.is_some_and(|allowed| allowed == "*" || origin.is_none_or(|origin| allowed.eq_ignore_ascii_case(origin)))
}

/// The answer that a page never saw: what came from another origin did not allow it, or the browser gave up on such a
/// request without naming another reason.
pub(super) fn blocked<'s>(
    entry: &Json<'s>,
    request: &Request<'s>,
    answer: Option<&Response<'s>>,
) -> Option<Response<'s>> {
    let url = request.url.as_ref()?.text.as_str();
    let named = |name: &str| header(&request.headers, name).map(|header| header.value.as_str());
    let Some(answer) = answer else {
        // Of a request that was held back, a browser records only the headers that the page asked for.
        let origin = named("origin").or_else(|| origin_of(named("referer")?))?;
        let said = entry.member("response").and_then(failure).or_else(|| failure(entry))?;
        let gave_up =
            said.as_str() == "net::ERR_FAILED" && (is_by_page(entry, request) || named("authorization").is_some());
        let (sign, provenance) = (said.span(), Provenance::Guessed);
        let response = Response { span: sign, cors: Some(sign), provenance, ..Response::default() };
        return (gave_up && origin_of(url) != Some(origin)).then_some(response);
    };
    let origin = named("origin").filter(|origin| origin_of(url) != Some(*origin) && is_by_page(entry, request))?;
    let status = answer.status.as_ref().filter(|status| (200..300).contains(&status.value))?;
    let kept = !answer.headers.is_empty() && answer.body.is_none() && !is_allowed(&answer.headers, Some(origin));
    let place = header(&answer.headers, "access-control-allow-origin").map_or(status.span, |header| header.span());
    kept.then(|| Response { span: answer.span, cors: Some(place), ..Response::default() })
}

/// Why a request failed, in the words of Chromium.
fn failure<'s>(json: &Json<'s>) -> Option<Text<'s>> {
    ["_error", "_failureText"].iter().find_map(|name| member(json, name))
}

/// Whether a script of a page made the request, and may see the answer only with leave.
fn is_by_page(entry: &Json<'_>, request: &Request<'_>) -> bool {
    let mode = header(&request.headers, "sec-fetch-mode").map(|mode| mode.value.as_str());
    let resource = member(entry, "_resourceType");
    mode == Some("cors") || resource.is_some_and(|kind| matches!(kind.as_str(), "xhr" | "fetch"))
}

/// `https://shop.example` of `https://shop.example/cart`.
fn origin_of(address: &str) -> Option<&str> {
    let authority = address.find("://")? + "://".len();
    let end = address[authority..].find(['/', '?', '#']).map_or(address.len(), |n| authority + n);
    Some(&address[..end])
}
