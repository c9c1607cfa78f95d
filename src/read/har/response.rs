//! What came back, and what a browser kept from the page (Fetch standard, CORS protocol).

use super::entry::{member, string};
use super::request::{recorded, rows};
use crate::exchange::{Header, Json, Provenance, Redirect, Request, Response, Sourced};
use crate::read::preflight::{header, is_allowed};
use crate::read::{answer, json};
use crate::text::boundary::floor;
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
    text.slice(0, floor(text.as_str(), BODY))
}

/// An answer of which a page sees nothing but that it was blocked.
pub(super) fn withheld<'s>(answer: &Response<'s>, sign: Span) -> Response<'s> {
    Response { span: answer.span, cors: Some(sign), ..Response::default() }
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
    kept.then(|| withheld(answer, place))
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
