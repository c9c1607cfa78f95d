//! One block between dividers.

use std::ops::Range;

use super::{definition, form, is_comment};
use crate::exchange::{BodyKind, Header, Login, Provenance, Request, Response, Sourced};
use crate::read::answer::{Answer, Taken, line_at};
use crate::read::asked::{Asked, Content, Media, implied, join};
use crate::read::client::lines::{Line, lines, stitched};
use crate::read::client::template::Variables;
use crate::read::{header, url};
use crate::text::{Mark, Text};

/// `[METHOD] address [HTTP/1.1]`, and whether the version stands there.
pub(super) fn line<'t>(line: &Line<'t>) -> Option<(Option<Line<'t>>, Line<'t>, bool)> {
    let line = line.trimmed();
    let mut end = line.text.len();
    let version = line.text.rfind(" HTTP/").filter(|at| !line.text[at + 6..].contains(' '));
    if let Some(version) = version {
        end = version;
    }
    let head = &line.text[..end];
    let word = head.split([' ', '\t']).next().unwrap_or("");
    let named = word.len() < head.len() && word.len() > 2 && word.bytes().all(|b| b.is_ascii_uppercase());
    if matches!(word, "WEBSOCKET" | "GRPC" | "RSOCKET") {
        return None;
    }
    let start = if named { word.len() } else { 0 };
    let target = Line { start: line.start + start, text: &head[start..] }.trimmed();
    let method = named.then_some(Line { start: line.start, text: word });
    is_address(target.text, named).then_some((method, target, version.is_some()))
}

/// Whether this is an address rather than the beginning of a sentence. Without a method before it, it begins with its
/// scheme or a name, and no words follow.
fn is_address(target: &str, named: bool) -> bool {
    let behind_names = target.rfind("}}").map_or(target, |at| &target[at..]);
    let one_word = !behind_names.contains([' ', '\t']);
    let begins = ["http://", "https://", "{{"].iter().any(|start| target.starts_with(start));
    if named { !target.is_empty() && (begins || target.starts_with('/') || one_word) } else { begins && one_word }
}

/// The request of a block and, where somebody put it there, what came back. `None` for a block that asks nothing.
pub(super) fn read<'s>(
    doc: &Text<'s>,
    block: Range<usize>,
    variables: &Variables,
) -> Option<(Request<'s>, Option<Response<'s>>)> {
    let text = doc.as_str();
    let mut rest = lines(&text[block.clone()]).map(|line| Line { start: line.start + block.start, ..line }).peekable();
    let mut in_script = false;
    let first = rest.by_ref().find(|line| {
        let content = line.text.trim_start_matches('\u{feff}').trim();
        if in_script || content.starts_with("< {%") {
            in_script = !content.ends_with("%}");
            return false;
        }
        !content.is_empty() && !is_comment(content) && !content.starts_with("< ") && definition(line).is_none()
    })?;
    let (method, target, _) = self::line(&first)?;
    let mut address = vec![target.range()];
    while let Some(line) = rest.peek() {
        let content = line.trimmed();
        let goes_on = content.text.starts_with(['?', '&'])
            || (line.text.starts_with([' ', '\t']) && content.text.starts_with('/') && !is_comment(content.text));
        if !goes_on {
            break;
        }
        address.push(content.range());
        rest.next();
    }
    let mut headers: Vec<Header<'s>> = Vec::new();
    for line in rest.by_ref() {
        let content = line.trimmed();
        if content.text.is_empty() {
            break;
        }
        if !is_comment(content.text) {
            headers.push(header::parse(&variables.fill(&content.of(doc))));
        }
    }
    let target = variables.fill(&stitched(doc, address));
    let place = target.span();
    let method = match method {
        Some(line) => {
            Sourced { value: line.text.to_owned(), span: line.of(doc).span(), provenance: Provenance::Stated }
        }
        None => implied("GET", place),
    };
    let mut asked = Asked { method: Some(method), headers, ..Asked::default() };
    asked.login = login(&mut asked.headers);
    let body: Vec<Line<'_>> = rest.collect();
    let answered = body.iter().position(|line| line.text.starts_with("HTTP/") && line.text.contains(' '));
    let response = answered.and_then(|at| response(doc, body.get(at)?.start, block.end));
    asked.content = content(doc, body.get(..answered.unwrap_or(body.len()))?, &asked.headers, variables);
    let host = asked.headers.iter().find(|header| header.name.as_str().eq_ignore_ascii_case("host"));
    asked.address = match host {
        Some(host) if target.as_str().starts_with('/') => Some(url::assembled(None, &host.value, &target).text),
        _ => Some(target),
    };
    Some((asked.request(place), response))
}

/// `Authorization: Basic name password` and `Basic name:password`, which the clients encode themselves.
fn login<'s>(headers: &mut Vec<Header<'s>>) -> Option<Login<'s>> {
    let at = headers.iter().position(|header| header.name.as_str().eq_ignore_ascii_case("authorization"))?;
    let value = headers.get(at)?.value.clone();
    let scheme = value.as_str().split([' ', '\t']).next().filter(|scheme| scheme.eq_ignore_ascii_case("basic"))?;
    let credentials = value.slice(scheme.len(), value.as_str().len()).trim();
    let text = credentials.as_str();
    let pair = match text.find([' ', '\t']) {
        Some(blank) => join(&credentials.slice(0, blank), ":", &credentials.slice(blank, text.len()).trim()),
        None if text.contains(':') => credentials.clone(),
        None => return None,
    };
    headers.remove(at);
    Some(Login::Basic(pair))
}

/// The body: up to what handles the answer.
fn content<'s>(doc: &Text<'s>, lines: &[Line<'_>], headers: &[Header<'s>], variables: &Variables) -> Content<'s> {
    let handles = |line: &Line<'_>| {
        let text = line.text;
        text.starts_with("> ") || text.starts_with(">> ") || text.starts_with(">>! ") || text.starts_with("<> ")
    };
    let end = lines.iter().position(handles).unwrap_or(lines.len());
    let lines = lines.get(..end).unwrap_or_default();
    let says = |line: &&Line<'_>| !line.text.trim().is_empty() && !line.text.starts_with("###");
    let (Some(first), Some(last)) = (lines.iter().find(says), lines.iter().rev().find(says)) else {
        return Content::None;
    };
    let file = first.text.strip_prefix("<@").or_else(|| first.text.strip_prefix("< "));
    if let Some(name) = file.filter(|name| !name.trim().is_empty()) {
        let start = first.end() - name.len();
        return Content::Opaque(doc.slice(start, first.end()).trim().marked(Mark::File), BodyKind::Recorded);
    }
    let typed = headers.iter().find(|header| header.name.as_str().eq_ignore_ascii_case("content-type"));
    let is_form = typed.is_some_and(|header| Media::of(header.value.as_str()) == Media::Form);
    let shown = lines.iter().filter(|line| line.start >= first.start && line.start <= last.start);
    let text = if is_form { form::stitched(doc, shown) } else { doc.slice(first.start, last.end()) };
    Content::Text(variables.fill(&text), Media::Unnamed)
}

/// What somebody pasted behind the request.
fn response<'s>(doc: &Text<'s>, start: usize, end: usize) -> Option<Response<'s>> {
    let mut answer = Answer::default();
    let mut at = start;
    while at < end {
        let line = line_at(doc.as_str(), at);
        at = match answer.take(doc, line) {
            Taken::Until(next) => next.max(at + 1),
            Taken::No => line.next.max(at + 1),
        };
    }
    answer.finish()
}
