//! An address as curl reads it (libcurl's URL parser, 7.88; RFC 3986 5.2.4 for dot segments).

use std::net::{Ipv4Addr, Ipv6Addr};

use super::body::escaped_char;
use super::holes::is_hole;
use super::{AddressFault, Refusal};
use crate::read::curl::config::Config;

/// An address taken apart and made regular.
pub(super) struct Address {
    scheme: String,
    /// User and password before the `@`, percent-decoded.
    pub(super) login: Option<(String, String)>,
    /// The host as it is asked for; IPv6 in brackets.
    host: String,
    /// The port, where it is not the scheme's own.
    port: Option<String>,
    path: String,
    query: Option<String>,
}

impl Address {
    /// Reads an address. `upload` is the file whose name completes a path that ends in a slash; `query` is appended.
    pub(super) fn parse(
        url: &str,
        config: &Config<'_>,
        upload: Option<&str>,
        query: Option<&str>,
    ) -> Result<Self, Refusal> {
        if url.bytes().any(|byte| byte <= b' ' || byte == 0x7f) {
            return Err(Refusal::Address(AddressFault::Blank));
        }
        let (scheme, behind) = match scheme(url) {
            Some((scheme, behind)) => (scheme.to_ascii_lowercase(), past_slashes(behind)?),
            None => (config.other("proto-default").unwrap_or_default().to_ascii_lowercase(), url),
        };
        let (authority, rest) = behind.split_at(behind.find(['/', '?', '#']).unwrap_or(behind.len()));
        let (login, host_and_port) = match authority.split_once('@') {
            Some((login, host)) => (Some(credentials(login)), host),
            None => (None, authority),
        };
        let (host, port) = host_and_port_of(host_and_port)?;
        let scheme = if scheme.is_empty() { guessed_scheme(host).to_owned() } else { scheme };
        if !matches!(scheme.as_str(), "http" | "https" | "") {
            return Err(Refusal::Protocol(scheme));
        }
        let port = port.filter(|port| !matches!((scheme.as_str(), port.as_str()), ("http", "80") | ("https", "443")));
        let (path, query) = path_and_query(rest, upload, query);
        let path = if config.path_as_is { path } else { without_dots(&path) };
        Ok(Self { scheme, login, host: host_name(host)?, port, path: escaped(&path), query })
    }

    /// The whole address.
    pub(super) fn url(&self) -> String {
        let divider = if self.scheme.is_empty() { "" } else { "://" };
        format!("{}{divider}{}{}", self.scheme, self.authority(), self.path_and_query())
    }

    /// The request target; a variable that brings the scheme may bring a part of the path too, and stays in front.
    pub(super) fn target(&self) -> String {
        let brought = if self.scheme.is_empty() { self.authority() } else { String::new() };
        brought + &self.path_and_query()
    }

    fn path_and_query(&self) -> String {
        let query = self.query.iter().flat_map(|query| ["?", query]);
        std::iter::once(self.path.as_str()).chain(query).collect()
    }

    /// The value of the `Host` header.
    pub(super) fn authority(&self) -> String {
        let port = self.port.iter().flat_map(|port| [":", port]);
        std::iter::once(self.host.as_str()).chain(port).collect()
    }

    pub(super) fn is_plain_http(&self) -> bool {
        self.scheme == "http"
    }
}

/// The scheme and what stands behind its colon; without a slash there, a colon belongs to host and port.
fn scheme(url: &str) -> Option<(&str, &str)> {
    let (scheme, behind) = url.split_once(':')?;
    let is_scheme = scheme.len() <= 40
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    (is_scheme && behind.starts_with('/')).then_some((scheme, behind))
}

fn past_slashes(behind: &str) -> Result<&str, Refusal> {
    let rest = behind.trim_start_matches('/');
    if behind.len() - rest.len() > 3 { Err(Refusal::Address(AddressFault::Slashes)) } else { Ok(rest) }
}

/// What curl takes for the scheme of an address without one; none where a variable may bring it.
fn guessed_scheme(host: &str) -> &'static str {
    let begins = |name: &str| host.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    let known = [
        ("ftp.", "ftp"),
        ("dict.", "dict"),
        ("ldap.", "ldap"),
        ("imap.", "imap"),
        ("smtp.", "smtp"),
        ("pop3.", "pop3"),
    ];
    if host.starts_with(is_hole) {
        return "";
    }
    known.iter().find(|(name, _)| begins(name)).map_or("http", |(_, scheme)| scheme)
}

fn credentials(login: &str) -> (String, String) {
    let (user, password) = login.split_once(':').unwrap_or((login, ""));
    (percent_decoded(user), percent_decoded(password))
}

fn percent_decoded(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        let digit = |index: usize| behind.get(index).and_then(|b| char::from(*b).to_digit(16));
        match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                out.push(u8::try_from(high * 16 + low).unwrap_or(0));
                rest = &behind[2..];
            }
            _ => {
                out.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Host and port; a port without digits is none.
fn host_and_port_of(text: &str) -> Result<(&str, Option<String>), Refusal> {
    let host_end = match text.strip_prefix('[') {
        Some(inside) => inside.find(']').map(|n| n + 2).ok_or(Refusal::Address(AddressFault::Host))?,
        None => text.find(':').unwrap_or(text.len()),
    };
    let (host, port) = text.split_at(host_end);
    let Some(port) = port.strip_prefix(':') else {
        return if port.is_empty() { Ok((host, None)) } else { Err(Refusal::Address(AddressFault::Port)) };
    };
    if port.is_empty() || port.contains(is_hole) {
        return Ok((host, Some(port.to_owned()).filter(|port| !port.is_empty())));
    }
    let digits = port.bytes().all(|b| b.is_ascii_digit());
    let number = port.parse::<u16>().ok().filter(|_| digits).ok_or(Refusal::Address(AddressFault::Port))?;
    Ok((host, Some(number.to_string())))
}

/// The host in the form curl sends it in: an IPv4 address in four numbers, else as written.
fn host_name(host: &str) -> Result<String, Refusal> {
    if host.is_empty() {
        return Err(Refusal::Address(AddressFault::NoHost));
    }
    if let Some(inside) = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        let address = inside.split_once('%').map_or(inside, |(address, _zone)| address);
        let is_address = address.parse::<Ipv6Addr>().is_ok();
        return if is_address { Ok(host.to_owned()) } else { Err(Refusal::Address(AddressFault::Host)) };
    }
    let host = if host.contains('%') { percent_decoded(host) } else { host.to_owned() };
    if host.contains(|c: char| c.is_ascii_control() || " /:#?!@{}[]\\$'\"^`*<>=;,".contains(c)) {
        return Err(Refusal::Address(AddressFault::Host));
    }
    Ok(ipv4(&host).map_or(host, |address| address.to_string()))
}

/// `127.1`, `2130706433`, `0x7f000001`: the last number fills the bytes that are left.
fn ipv4(host: &str) -> Option<Ipv4Addr> {
    let number = |text: &str| match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None if text.len() > 1 && text.starts_with('0') => u32::from_str_radix(text, 8).ok(),
        None => text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten(),
    };
    let numbers: Vec<u32> = host.split('.').take(5).map(number).collect::<Option<_>>()?;
    let (last, first) = numbers.split_last().filter(|(_, first)| first.len() < 4)?;
    let room = u64::from(u32::MAX) >> (8 * first.len());
    if u64::from(*last) > room || first.iter().any(|number| *number > 0xff) {
        return None;
    }
    let high = first.iter().fold(0, |address, number| address << 8 | number);
    let high = if first.is_empty() { 0 } else { high << (32 - 8 * first.len()) };
    Some(Ipv4Addr::from(high | last))
}

/// Path and query behind the host: the name of the uploaded file and the appended query put in, the fragment cut off.
fn path_and_query(rest: &str, upload: Option<&str>, appended: Option<&str>) -> (String, Option<String>) {
    let whole = rest.split('#').next().unwrap_or(rest);
    let (path, query) = whole.split_once('?').map_or((whole, None), |(path, query)| (path, Some(query)));
    let mut path = if path.is_empty() { "/".to_owned() } else { path.to_owned() };
    if let Some(file) = upload.filter(|file| !matches!(*file, "-" | ".") && path.ends_with('/') && query.is_none()) {
        let name = file.rsplit('/').next().unwrap_or(file);
        path.extend(name.chars().map(escaped_char));
    }
    let Some(appended) = appended.filter(|appended| !appended.is_empty()) else {
        return (path, query.map(str::to_owned));
    };
    let mut query = query.unwrap_or_default().to_owned();
    if !query.is_empty() && !query.ends_with('&') {
        query.push('&');
    }
    query.push_str(appended);
    if let Some(fragment) = query.find('#') {
        query.truncate(fragment);
    }
    (path, Some(query))
}

/// Dot segments taken out (RFC 3986 5.2.4).
fn without_dots(path: &str) -> String {
    if !path.contains("/.") {
        return path.to_owned();
    }
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        match segment {
            "." | ".." => {
                if segment == ".." {
                    kept.pop();
                }
                if last {
                    kept.push("");
                }
            }
            _ => kept.push(segment),
        }
    }
    kept.iter().flat_map(|segment| ["/", segment]).collect()
}

/// Bytes beyond ASCII in a path are percent-encoded, in small letters.
fn escaped(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for character in path.chars() {
        if character.is_ascii() || is_hole(character) {
            out.push(character);
        } else {
            let bytes =
                character.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("%{byte:02x}")).collect::<String>();
            out.push_str(&bytes);
        }
    }
    out
}
