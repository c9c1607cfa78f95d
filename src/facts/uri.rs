//! Redirect URIs: what they are, and where two differ (RFC 6749 3.1.2, RFC 8252 7.3).

/// The scheme, in lower case; `None` for a relative reference.
#[must_use]
pub fn scheme(uri: &str) -> Option<String> {
    let (scheme, _) = uri.split_once(':')?;
    let well_formed = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    let is_port = uri[scheme.len() + 1..].starts_with(|c: char| c.is_ascii_digit());
    (well_formed && !is_port).then(|| scheme.to_ascii_lowercase())
}

/// The host without port, as written.
#[must_use]
pub fn host(uri: &str) -> &str {
    let authority = uri.split_once("://").map_or("", |(_, rest)| rest);
    let authority = authority.split(['/', '?', '#']).next().unwrap_or("");
    let authority = authority.rsplit('@').next().unwrap_or("");
    match authority.rfind(':') {
        Some(colon) if !authority[colon..].contains(']') => &authority[..colon],
        _ => authority,
    }
}

/// The last two labels of a host, which a company's hosts share, in lower case.
#[must_use]
pub fn site(host: &str) -> String {
    let bare = host.split(':').next().unwrap_or(host).to_ascii_lowercase();
    let start = bare.rmatch_indices('.').nth(1).map_or(0, |(at, _)| at + 1);
    bare.get(start..).unwrap_or(&bare).to_owned()
}

/// Whether a host is this machine.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let quad =
        host.starts_with("127.") && host.split('.').count() == 4 && host.split('.').all(|p| p.parse::<u8>().is_ok());
    quad || host == "localhost" || host.ends_with(".localhost") || matches!(host.as_str(), "[::1]" | "::1")
}

/// The first component in which two URIs differ, in words; `None` for equal ones.
#[must_use]
pub fn difference(a: &str, b: &str) -> Option<&'static str> {
    if a == b {
        return None;
    }
    let port = |uri: &str| {
        let authority = uri.split_once("://").map_or("", |(_, rest)| rest).split(['/', '?', '#']).next().unwrap_or("");
        authority[host(uri).len().min(authority.len())..].to_owned()
    };
    let path = |uri: &str| {
        let rest = uri.split_once("://").map_or(uri, |(_, rest)| rest);
        let path = rest.find('/').map_or("", |n| &rest[n..]);
        path.split(['?', '#']).next().unwrap_or("").to_owned()
    };
    let (host_a, host_b) = (host(a), host(b));
    Some(if scheme(a) != scheme(b) {
        "scheme"
    } else if host_a != host_b && host_a.eq_ignore_ascii_case(host_b) {
        "case"
    } else if host_a != host_b && is_loopback(host_a) && is_loopback(host_b) {
        "localhost or 127.0.0.1"
    } else if host_a != host_b {
        "host"
    } else if port(a) != port(b) {
        "port"
    } else if a.trim_end_matches('/') == b.trim_end_matches('/') {
        "trailing slash"
    } else if path(a) != path(b) {
        if path(a).eq_ignore_ascii_case(&path(b)) { "case" } else { "path" }
    } else if a.contains('%') || b.contains('%') {
        "encoding"
    } else {
        "query"
    })
}
