//! The head of an HTTP request (RFC 9112 3, RFC 9110 5).

use super::{body, header, multipart, url};
use crate::exchange::{Body, BodyKind, Header, Place, Provenance, Request, Sourced};
use crate::text::Text;

/// The methods of requests that people show (RFC 9110 9.3, RFC 5789).
pub(super) const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// `POST /path HTTP/1.1`.
pub(super) fn is_request_line(line: &str) -> bool {
    begins_request_line(line) && ends_request_line(line)
}

/// `POST /path`, or more.
pub(super) fn begins_request_line(line: &str) -> bool {
    let Some((method, rest)) = line.split_once(' ') else { return false };
    let target = rest.trim_start();
    let named = (3..=12).contains(&method.len()) && method.bytes().all(|b| b.is_ascii_uppercase());
    let addressed = target.starts_with('/') || target.starts_with("http://") || target.starts_with("https://");
    named && addressed && rest.split(' ').filter(|word| !word.is_empty()).count() <= 2
}

/// ` HTTP/1.1` at the end.
pub(super) fn ends_request_line(line: &str) -> bool {
    let version = line.trim_end().rsplit_once(" HTTP/").map(|(_, version)| version);
    version.is_some_and(|version| matches!(version, "1.0" | "1.1" | "2" | "2.0" | "3"))
}

/// `Name: value`, or a header of credentials that lost its colon.
pub(super) fn is_header(line: &str) -> bool {
    let name = line.split([':', ' ', '\t', '=']).next().unwrap_or("");
    let behind = line[name.len()..].trim_start();
    let token =
        !name.is_empty() && name.len() < 60 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    let known = ["authorization", "content-type"].iter().any(|known| name.eq_ignore_ascii_case(known));
    token && (line[name.len()..].starts_with(':') || known && !behind.is_empty())
}

/// Whether a header is one that nearly every client sends.
pub(super) fn is_common(name: &str) -> bool {
    const NAMES: [&str; 16] = [
        "accept",
        "accept-charset",
        "accept-encoding",
        "accept-language",
        "authorization",
        "cache-control",
        "connection",
        "content-length",
        "content-type",
        "cookie",
        "expect",
        "host",
        "origin",
        "referer",
        "user-agent",
        "x-requested-with",
    ];
    NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether headers tell of a body, so that a source without one does not show it.
pub(super) fn announces_body(headers: &[Header<'_>]) -> bool {
    headers.iter().any(|header| match header.name.as_str() {
        name if name.eq_ignore_ascii_case("content-length") => header.value.as_str() != "0",
        name => name.eq_ignore_ascii_case("transfer-encoding"),
    })
}

/// The request of these lines, the request line first. `None` where that is none.
pub(super) fn request<'s>(lines: &[Text<'s>], sent: Option<Text<'s>>) -> Option<Request<'s>> {
    let (first, rest) = lines.split_first()?;
    let line = first.as_str();
    let method_end = line.find(' ')?;
    let target_end = line.rfind(" HTTP/")?;
    let method = first.slice(0, method_end);
    let target = first.slice(method_end, target_end).trim();
    let headers: Vec<Header<'s>> = rest.iter().map(header::parse).collect();
    let host = headers.iter().find(|header| header.name.as_str().eq_ignore_ascii_case("host"));
    let url = match host.filter(|host| target.as_str().starts_with('/') && !host.value.as_str().is_empty()) {
        Some(host) => url::assembled(None, &host.value, &target),
        None => url::parse(target),
    };
    let mut params = Vec::new();
    if let Some(query) = &url.query {
        url::pairs(&url.part(query), Place::Query, &mut params);
    }
    let sent = sent.filter(|sent| !sent.as_str().trim().is_empty()).map(|sent| {
        body::params(&sent, &headers, &mut params);
        let multipart = multipart::begins(sent.as_str());
        let kind = if multipart { BodyKind::Multipart } else { BodyKind::Recorded };
        Body { kind, span: sent.span(), pieces: vec![sent] }
    });
    if let Some(fragment) = &url.fragment {
        url::pairs(&url.part(fragment), Place::Fragment, &mut params);
    }
    let method = Sourced { value: method.as_str().to_owned(), span: method.span(), provenance: Provenance::Stated };
    Some(Request { method: Some(method), url: Some(url), headers, body: sent, params, ..Request::default() })
}
