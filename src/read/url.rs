//! Addresses taken apart, placeholders and variables included (RFC 3986 section 3, read leniently).

use memchr::{memchr, memrchr};

use crate::exchange::{Encoding, Param, Place, Provenance, Url};
use crate::text::{MapBuilder, Mark, Span, Text, decode};

/// Takes an address apart. Never fails: what is missing is empty.
#[must_use]
pub fn parse(text: Text<'_>) -> Url<'_> {
    let value = text.as_str();
    let bytes = value.as_bytes();
    let colon = memchr(b':', bytes).filter(|colon| bytes[*colon..].starts_with(b"://"));
    let scheme_len = colon.filter(|&n| is_scheme(&value[..n])).unwrap_or(0);
    let scheme = 0..scheme_len;
    let authority = if scheme_len > 0 { scheme_len + 3 } else { 0 };
    let authority_end = end_of_authority(bytes, authority);
    let userinfo_len = memrchr(b'@', &bytes[authority..authority_end]);
    let userinfo = authority..userinfo_len.map_or(authority, |n| authority + n);
    let host_start = userinfo_len.map_or(authority, |n| authority + n + 1);
    let port_colon = port_colon(&value[host_start..authority_end]);
    let host = host_start..port_colon.map_or(authority_end, |n| host_start + n);
    let port = port_colon.map_or(authority_end, |n| host_start + n + 1)..authority_end;
    let fragment_at = memchr(b'#', &bytes[authority_end..]).map(|n| authority_end + n);
    let before_fragment = fragment_at.unwrap_or(bytes.len());
    let query_at = memchr(b'?', &bytes[authority_end..before_fragment]).map(|n| authority_end + n);
    let path = authority_end..query_at.unwrap_or(before_fragment);
    let query = query_at.map(|at| at + 1..before_fragment);
    let fragment = fragment_at.map(|at| at + 1..bytes.len());
    Url { scheme, userinfo, host, port, path, query, fragment, text }
}

/// The parameters of a query, a fragment or a form body: `name=value` divided by `&`, percent-decoded once.
pub fn pairs<'s>(text: &Text<'s>, place: Place, params: &mut Vec<Param<'s>>) {
    let value = text.as_str();
    let mut start = 0;
    while start <= value.len() && !value.is_empty() {
        let end = memchr(b'&', &value.as_bytes()[start..]).map_or(value.len(), |n| start + n);
        if start < end {
            params.push(pair(text, start, end, place));
        }
        start = end + 1;
    }
}

fn pair<'s>(text: &Text<'s>, start: usize, end: usize, place: Place) -> Param<'s> {
    let piece = &text.as_str()[start..end];
    let equals = memchr(b'=', piece.as_bytes());
    let name_end = equals.map_or(end, |n| start + n);
    let value_start = equals.map_or(end, |n| start + n + 1);
    let raw = text.slice(value_start, end);
    let name = decode::percent(&text.slice(start, name_end), true);
    let value = decode::percent(&raw, true);
    let provenance = provenance(&value, &name);
    Param { name, value, raw, span: text.span_of(start, end), place, encoding: Encoding::Form, provenance }
}

/// A parameter that only a repair put back is `Repaired`; any other is stated.
pub(super) fn provenance(value: &Text<'_>, name: &Text<'_>) -> Provenance {
    if value.has(Mark::Repaired) || name.has(Mark::Repaired) { Provenance::Repaired } else { Provenance::Stated }
}

fn is_scheme(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

/// Where the authority ends: at the first `/`, `?` or `#` outside braces and angle brackets of a placeholder.
fn end_of_authority(bytes: &[u8], start: usize) -> usize {
    let mut closing = None;
    for (at, &byte) in bytes.iter().enumerate().skip(start) {
        match (closing, byte) {
            (Some(expected), byte) if byte == expected => closing = None,
            (None, b'{') => closing = Some(b'}'),
            (None, b'<') => closing = Some(b'>'),
            (None, b'/' | b'?' | b'#') => return at,
            _ => {}
        }
    }
    if closing.is_some() {
        return bytes[start..].iter().position(|b| matches!(b, b'/' | b'?' | b'#')).map_or(bytes.len(), |n| start + n);
    }
    bytes.len()
}

/// The colon before the port, not one of an IPv6 literal or of `${NAME:-default}`.
fn port_colon(authority: &str) -> Option<usize> {
    let colon = memrchr(b':', authority.as_bytes())?;
    let behind = &authority[colon + 1..];
    (!behind.contains([']', '}', '>'])).then_some(colon)
}

/// The parameters of an address.
#[must_use]
pub fn params<'s>(address: &Url<'s>) -> Vec<Param<'s>> {
    let mut params = Vec::new();
    if let Some(query) = &address.query {
        pairs(&address.part(query), Place::Query, &mut params);
    }
    if let Some(fragment) = &address.fragment {
        pairs(&address.part(fragment), Place::Fragment, &mut params);
    }
    params
}

/// An address out of a request line's target and the host that a header names. Without a word about the scheme it is
/// `https`, which nearly all requests with credentials use; port 80 is `http`.
#[must_use]
pub fn assembled<'s>(scheme: Option<&Text<'s>>, host: &Text<'s>, target: &Text<'s>) -> Url<'s> {
    let (host, target) = (host.trim(), target.trim());
    let mut value = String::new();
    let mut map = MapBuilder::new();
    let start = host.span().start;
    match scheme {
        Some(scheme) => {
            value.push_str(scheme.as_str());
            map.copy(scheme.map(), 0, scheme.as_str().len());
        }
        None => {
            value.push_str(if host.as_str().ends_with(":80") { "http" } else { "https" });
            map.encoded(Span::at(start), value.len());
        }
    }
    value.push_str("://");
    map.encoded(Span::at(start), "://".len());
    for part in [&host, &target] {
        value.push_str(part.as_str());
        map.copy(part.map(), 0, part.as_str().len());
    }
    parse(Text::new(value, map.finish(start), Vec::new()))
}
