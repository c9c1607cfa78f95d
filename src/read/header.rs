//! Header lines.

use memchr::memchr;

use super::http;
use crate::exchange::{Header, HeaderFault};
use crate::text::{Mark, Text};

/// Reads `Name: value`, and what was meant by a line that is not quite that.
#[must_use]
pub fn parse<'s>(line: &Text<'s>) -> Header<'s> {
    let value = line.as_str();
    let colon = memchr(b':', value.as_bytes());
    let equals = memchr(b'=', &value.as_bytes()[..colon.unwrap_or(value.len())]);
    let (divider, fault) = match (colon, equals) {
        (Some(_), Some(equals)) if is_name(value[..equals].trim_end()) && equals > 0 => {
            (Some(equals), Some(HeaderFault::EqualsSign))
        }
        (Some(colon), _) if value[..colon].ends_with([' ', '\t']) && is_name(value[..colon].trim_end()) => {
            (Some(colon), Some(HeaderFault::SpaceBeforeColon))
        }
        (Some(colon), _) if is_name(&value[..colon]) || value[..colon].is_empty() => (Some(colon), None),
        (None, Some(equals)) if is_name(value[..equals].trim_end()) => (Some(equals), Some(HeaderFault::EqualsSign)),
        (None, None) if value.ends_with(';') => return empty_header(line),
        // Some programs put the request line on top of their headers, and the client drops it.
        _ if http::is_request_line(value) => (None, None),
        // A whole line that the shell puts there: `-H "$CRUMB"`. What stands behind a blank is no name any more.
        _ if line.is_symbolic() && !literal(line).contains([' ', '\t']) => (None, None),
        _ => (None, Some(HeaderFault::NoColon)),
    };
    match divider {
        Some(at) => Header {
            name: line.trimmed(0, at),
            value: line.trimmed(at + 1, value.len()),
            whole: Some(line.clone()),
            fault,
        },
        None => {
            let end = value.find([' ', '\t', ':']).unwrap_or(value.len());
            Header { name: line.slice(0, end), value: line.trimmed(end, value.len()), whole: Some(line.clone()), fault }
        }
    }
}

/// What stands before anything that is put in.
fn literal<'t>(line: &'t Text<'_>) -> &'t str {
    let first = line.marks().iter().filter(|marked| matches!(marked.mark, Mark::Expansion | Mark::File));
    let end = first.map(|marked| marked.range.start).min().unwrap_or(line.as_str().len());
    line.as_str()[..end].trim_start()
}

/// curl's `Name;`: a header without a value.
fn empty_header<'s>(line: &Text<'s>) -> Header<'s> {
    let end = line.as_str().len();
    Header { name: line.slice(0, end - 1), value: line.slice(end, end), whole: Some(line.clone()), fault: None }
}

/// Whether a text can be a header's name (RFC 9110 5.6.2).
fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_') || b"!#$%&'*+.^`|~".contains(&b))
}
