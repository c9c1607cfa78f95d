//! What Node.js shows of a call of axios that failed: the settings of the call and, some lines below, the answer.
//! (axios-http.com, Handling Errors; nodejs.org, util.inspect; as they are remembered on 2026-11-22.)

use memchr::memmem;

use super::{Around, Snip, Snippet};
use crate::exchange::{Form, Json, Provenance, Response, Sourced};
use crate::read::answer::Line;
use crate::read::asked::{Asked, Content, Media, Row};
use crate::read::json;
use crate::text::boundary::floor;
use crate::text::{Span, Text};

/// The form of such an error.
#[derive(Debug)]
pub(super) struct AxiosError;

/// How far behind the settings the answer is looked for: the connection is shown between, at length.
const FAR: usize = 1 << 16;

impl Snippet for AxiosError {
    fn marks(&self) -> &'static [&'static str] {
        &["config:", "config\":"]
    }

    fn read<'s>(&self, doc: &Text<'s>, line: Line, around: &mut Around<'s>) -> Option<Snip<'s>> {
        let (start, open) = member(doc.as_str(), line.start, line.end, "config")?;
        let (settings, behind) = json::prefix(doc, open)?;
        settings.member("headers").or_else(|| settings.member("method"))?;
        let asked = asked(&settings)?;
        let answer = answer(doc, behind);
        let end = answer.as_ref().map_or(behind, |(_, end)| *end);
        let answer = answer.map(|(answer, _)| answer);
        let span = doc.span_of(start, behind);
        // Below the call itself, its settings are shown again.
        let again = around.open == Some(Form::JavaScript);
        let (requests, answer) = if again { (Vec::new(), answer) } else { (vec![(asked.request(span), answer)], None) };
        Some(Snip { form: Form::JavaScript, start, span, requests, answer, repairs: Vec::new(), end })
    }
}

/// Where the member of this name begins between `from` and `to`, and where its braces open.
fn member(text: &str, from: usize, to: usize, name: &str) -> Option<(usize, usize)> {
    let start = from + memmem::find(&text.as_bytes()[from..to], name.as_bytes())?;
    let behind = text[start + name.len()..].trim_start_matches(['"', '\'']).strip_prefix(':')?.trim_start();
    behind.starts_with('{').then(|| (start, text.len() - behind.len()))
}

fn asked<'s>(settings: &Json<'s>) -> Option<Asked<'s>> {
    let text = |name: &str| settings.member(name).and_then(Json::text).cloned();
    let method = text("method").filter(|method| !method.as_str().is_empty()).map(|method| Sourced {
        value: method.as_str().to_ascii_uppercase(),
        span: method.span(),
        provenance: Provenance::Stated,
    });
    let mut asked = Asked { method, address: Some(text("url")?), ..Asked::default() };
    if let Some(Json::Object(headers)) = settings.member("headers") {
        let stated = headers.iter().filter_map(|(name, value)| Some((name.clone(), value.text()?.clone())));
        asked.headers = stated.map(|(name, value)| Row::stated(name, value).header()).collect();
    }
    asked.content = text("data").map_or(Content::None, |data| Content::Text(data, Media::Unnamed));
    Some(asked)
}

/// The answer that stands somewhere behind `from`, and where it ends; or its status alone, right behind.
fn answer<'s>(doc: &Text<'s>, from: usize) -> Option<(Response<'s>, usize)> {
    let text = doc.as_str();
    let far = floor(text, from + FAR);
    let next = memmem::find(&text.as_bytes()[from..far], b"AxiosError").map_or(far, |at| from + at);
    let Some((start, open)) = member(text, from, next, "response") else {
        let near = &text[from..floor(text, (from + 200).min(next))];
        let digits = near.find("status\":").map(|at| from + at + "status\":".len())?;
        let status = text.get(digits..digits + 3)?.parse().ok()?;
        let span = doc.span_of(digits, digits + 3);
        return Some((response(status, span, span), digits + 3));
    };
    let (shown, end) = json::prefix(doc, open)?;
    let status = shown.member("status").and_then(Json::text)?;
    let span = doc.span_of(start, end);
    let mut response = response(status.as_str().parse().ok()?, status.span(), span);
    match shown.member("data") {
        Some(Json::String(body)) => response.body = Some(body.clone()),
        body => response.json = body.cloned(),
    }
    Some((response, end))
}

fn response<'s>(status: u16, at: Span, span: Span) -> Response<'s> {
    let status = Sourced { value: status, span: at, provenance: Provenance::Stated };
    Response { span, status: Some(status), ..Response::default() }
}
