//! Bodies of several parts (RFC 7578, RFC 2046 5.1.1).

use crate::exchange::{Encoding, Param, Place, Provenance};
use crate::text::{Mark, Text};

/// Whether a body begins with the line that divides parts.
pub(super) fn begins(body: &str) -> bool {
    let line = body.split(['\r', '\n']).next().unwrap_or("");
    let named = || body.get(line.len()..).is_some_and(|rest| rest.trim_start().len() >= NAME.len());
    line.len() > 2
        && line.starts_with("--")
        && named()
        && body[line.len()..].trim_start()[..NAME.len()].eq_ignore_ascii_case(NAME)
}

const NAME: &str = "content-disposition:";

/// The fields of the body; the content of a file is not looked at.
pub(super) fn params<'s>(body: &Text<'s>, params: &mut Vec<Param<'s>>) {
    let text = body.as_str();
    let divider = text.split(['\r', '\n']).next().unwrap_or("");
    let mut at = divider.len();
    while let Some(len) = text[at..].find(divider) {
        part(body, at, at + len, params);
        at += len + divider.len();
        if text[at..].starts_with("--") {
            return;
        }
    }
    part(body, at, text.len(), params);
}

fn part<'s>(body: &Text<'s>, start: usize, end: usize, params: &mut Vec<Param<'s>>) {
    let text = &body.as_str()[start..end];
    let Some((head, gap)) =
        ["\r\n\r\n", "\n\n"].iter().filter_map(|gap| Some((text.find(gap)?, gap.len()))).min_by_key(|found| found.0)
    else {
        return;
    };
    let content = &text[head + gap..];
    let content = content.strip_suffix("\r\n").or_else(|| content.strip_suffix('\n')).unwrap_or(content);
    let Some((name_start, name_end)) = attribute(&text[..head], "name=") else { return };
    let name = body.slice(start + name_start, start + name_end);
    let from = start + head + gap;
    let value = body.slice(from, from + content.len());
    let is_file = attribute(&text[..head], "filename=").is_some();
    let value = if is_file { value.marked(Mark::File) } else { value };
    let span = name.span().join(value.span());
    params.push(Param {
        name,
        raw: value.clone(),
        value,
        span,
        place: Place::Body,
        encoding: Encoding::Verbatim,
        provenance: Provenance::Stated,
    });
}

/// Where the quoted value of an attribute stands.
fn attribute(head: &str, name: &str) -> Option<(usize, usize)> {
    let found = head.match_indices(name).find(|(at, _)| head[..*at].ends_with([' ', ';']))?.0 + name.len();
    let start = found + usize::from(head[found..].starts_with('"'));
    let len = head[start..].find(['"', ';', '\r', '\n']).unwrap_or(head.len() - start);
    Some((start, start + len))
}
