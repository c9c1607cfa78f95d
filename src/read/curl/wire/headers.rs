//! The headers: curl's own, those of `-H`, and what a body brings, in curl's order.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::address::Address;
use super::content::{Content, Stdin};
use super::holes::{Holes, is_hole};
use super::{WireBody, body, date};
use crate::exchange::Argument;
use crate::read::curl::config::{Config, DataKind};

/// The lines of `-H`, those of `-H @-` among them; `-H @file` stays as it is written.
pub(super) fn custom(config: &Config<'_>, stdin: &mut Stdin, holes: &mut Holes) -> Vec<String> {
    let mut lines = Vec::new();
    for value in config.headers.iter().filter_map(|argument| argument.value.as_ref()) {
        let text = holes.cut(value);
        match text.strip_prefix('@') {
            Some(file) => {
                let content = body::content(file, stdin, holes);
                lines.extend(content.lines().map(str::to_owned));
            }
            None => lines.push(text),
        }
    }
    lines
}

/// The value of the first `-H` of this name, trimmed; empty for one that takes the header away.
pub(super) fn value(custom: &[String], name: &str) -> Option<String> {
    let behind = custom.iter().find_map(|line| behind_name(line, name))?;
    Some(behind.strip_prefix(':').unwrap_or("").trim().to_owned())
}

/// What stands behind a header's name: its colon, or the semicolon of an empty header, and more.
fn behind_name<'l>(line: &'l str, name: &str) -> Option<&'l str> {
    let (start, behind) = line.split_at_checked(name.len())?;
    (start.eq_ignore_ascii_case(name) && behind.starts_with([':', ';'])).then_some(behind)
}

/// The credentials of a transfer.
pub(super) struct Login {
    /// The `Authorization` of the first request.
    pub(super) first: Option<String>,
    /// curl knows that it will be asked, and keeps the body back at first.
    pub(super) waits_for_challenge: bool,
}

impl Login {
    /// NTLM's first message, the same for everybody.
    const NTLM: &'static str = "NTLM TlRMTVNTUAABAAAABoIIAAAAAAAAAAAAAAAAAAAAAAA=";

    pub(super) fn new(config: &Config<'_>, address: &Address, holes: &mut Holes) -> Self {
        let none = Self { first: None, waits_for_challenge: false };
        let methods = ["basic", "digest", "ntlm", "ntlm-wb", "negotiate"];
        let asked: Vec<&str> = methods.into_iter().filter(|method| config.is_on(method)).collect();
        let option =
            |argument: &Option<_>| argument.as_ref().and_then(|argument: &Argument<'_>| argument.value.clone());
        if let Some(token) = option(&config.bearer) {
            let first = asked.is_empty().then(|| format!("Bearer {}", holes.cut(&token)));
            return Self { first, ..none };
        }
        let user = option(&config.user).map(|user| holes.cut(&user)).map(|user| with_colon(&user));
        let from_address = || address.login.as_ref().map(|(user, password)| format!("{user}:{password}"));
        let Some(login) = user.or_else(from_address) else { return none };
        if config.is_on("anyauth") || config.other("aws-sigv4").is_some() {
            return none;
        }
        match asked[..] {
            [] | ["basic"] => Self { first: Some(format!("Basic {}", encoded(&login, holes))), ..none },
            ["digest"] => Self { waits_for_challenge: true, ..none },
            ["ntlm"] => Self { first: Some(Self::NTLM.to_owned()), waits_for_challenge: true },
            _ => none,
        }
    }
}

/// A user without a password: curl asks for it, and nobody knows the answer.
fn with_colon(user: &str) -> String {
    if user.contains(':') || user.contains(is_hole) { user.to_owned() } else { format!("{user}:") }
}

fn encoded(login: &str, holes: &mut Holes) -> String {
    if holes.is_in(login) { holes.dig(format!("base64({login})")) } else { STANDARD.encode(login) }
}

/// The headers of one request in the making.
pub(super) struct Headers<'h, 'c, 's> {
    config: &'c Config<'s>,
    custom: &'h [String],
    holes: &'h mut Holes,
    list: Vec<(String, String)>,
}

impl<'h, 'c, 's> Headers<'h, 'c, 's> {
    pub(super) const fn new(config: &'c Config<'s>, custom: &'h [String], holes: &'h mut Holes) -> Self {
        Self { config, custom, holes, list: Vec::new() }
    }

    pub(super) fn finish(self) -> Vec<(String, String)> {
        self.list
    }

    fn push(&mut self, name: &str, value: impl Into<String>) {
        self.list.push((name.to_owned(), value.into()));
    }

    /// Adds a header of curl's own unless a `-H` speaks of it.
    fn default(&mut self, name: &str, value: Option<impl Into<String>>) {
        if let Some(value) = value
            && !self.is_custom(name)
        {
            self.push(name, value);
        }
    }

    fn is_custom(&self, name: &str) -> bool {
        self.custom.iter().any(|line| behind_name(line, name).is_some())
    }

    fn option(&mut self, argument: Option<&Argument<'_>>) -> Option<String> {
        argument.and_then(|argument| argument.value.as_ref()).map(|text| self.holes.cut(text))
    }

    /// What curl says by itself or by an option other than `-H`.
    pub(super) fn defaults(&mut self, address: &Address, authorization: Option<&str>, content: Option<&Content>) {
        let config = self.config;
        self.host(address);
        self.default("Authorization", authorization);
        self.range(content);
        let agent = self.option(config.user_agent.as_deref()).unwrap_or_else(|| "curl".to_owned());
        self.default("User-Agent", Some(agent).filter(|agent| !agent.is_empty()));
        let json_accept = config.data.iter().any(|data| data.kind == DataKind::Json);
        self.default("Accept", (!json_accept).then_some("*/*"));
        if config.is_on("tr-encoding") {
            let own = value(self.custom, "Connection").filter(|own| !own.is_empty());
            self.push("Connection", own.map_or_else(|| "TE".to_owned(), |own| format!("{own}, TE")));
            self.push("TE", "gzip");
        }
        self.default("Accept-Encoding", config.compressed.then_some("deflate, gzip, br, zstd"));
        let referer = self.option(config.referer.as_deref()).map(|from| from.replacen(";auto", "", 1));
        self.default("Referer", referer.filter(|referer| !referer.is_empty()));
        if config.http_version() == Some("http2") && address.is_plain_http() {
            self.push("Connection", "Upgrade, HTTP2-Settings");
            self.push("Upgrade", "h2c");
            self.push("HTTP2-Settings", "AAMAAABkAAQCAAAAAAIAAAAA");
        }
        let cookies: Vec<String> = config.cookies.iter().filter_map(|cookie| self.option(Some(cookie))).collect();
        let cookies: Vec<String> = cookies.into_iter().filter(|cookie| cookie.contains('=')).collect();
        self.default("Cookie", Some(cookies.join(";")).filter(|cookies| !cookies.is_empty()));
        if let Some((name, date)) = config.other("time-cond").and_then(date::condition) {
            self.default(name, Some(date));
        }
    }

    /// `Host` stands first even where a `-H` replaces it.
    fn host(&mut self, address: &Address) {
        let custom = self.custom;
        match custom.iter().find_map(|line| behind_name(line, "Host")) {
            None => self.push("Host", address.authority()),
            Some(":") => {}
            Some(behind) => self.push("Host", behind[1..].trim()),
        }
    }

    fn range(&mut self, content: Option<&Content>) {
        let config = self.config;
        let range = self.option(config.range.as_deref());
        let range = range.map(|range| if range.contains('-') { range } else { format!("{range}-") });
        let offset = config.other("continue-at").filter(|offset| offset.bytes().all(|b| b.is_ascii_digit()));
        let range = range.or_else(|| offset.filter(|offset| *offset != "0").map(|offset| format!("{offset}-")));
        match content {
            None => self.default("Range", range.map(|range| format!("bytes={range}"))),
            Some(content) => {
                let length = content.length.map_or_else(|| "*".to_owned(), |length| length.to_string());
                self.default("Content-Range", range.map(|range| format!("bytes {range}/{length}")));
            }
        }
    }

    /// The lines of `-H`, then what `--json` adds.
    pub(super) fn custom(&mut self, json: bool, content: Option<&Content>) {
        let multipart = content.is_some_and(|content| matches!(content.body, WireBody::Multipart(_)));
        let sent_otherwise =
            [("Host", true), ("Connection", self.config.is_on("tr-encoding")), ("Content-Type", multipart)];
        for line in self.custom {
            let skipped = sent_otherwise.iter().any(|(name, sent)| *sent && behind_name(line, name).is_some());
            if !skipped {
                self.line(line);
            }
        }
        if let Some(tag) = self.config.other("etag-compare") {
            let content = self.holes.dig(format!("@{tag}"));
            self.push("If-None-Match", content);
        }
        if json {
            self.default("Content-Type", Some("application/json"));
            self.default("Accept", Some("application/json"));
        }
    }

    /// One `-H`: `X: a` as it stands, `X:` not at all, `X;` as an empty header, anything without a colon not at all.
    fn line(&mut self, line: &str) {
        if line.chars().count() == 1 && line.contains(is_hole) {
            return self.push(line, "");
        }
        match line.split_once(':') {
            Some(("", _)) => {}
            Some((_, value)) if value.trim_matches(|c: char| c.is_ascii_whitespace() || c == '\u{b}').is_empty() => {}
            Some(_) => {
                for line in line.split('\n').filter(|line| !line.trim_end_matches('\r').is_empty()) {
                    let line = line.strip_suffix('\r').unwrap_or(line);
                    let (name, value) = line.split_once(':').unwrap_or((line, ""));
                    self.push(name, value.strip_prefix(' ').unwrap_or(value));
                }
            }
            None => {
                if let Some(name) = line.strip_suffix(';').filter(|name| !name.contains(';')) {
                    self.push(name, "");
                }
            }
        }
    }

    /// Length, type and coding of the body.
    pub(super) fn content(&mut self, content: Option<&Content>) {
        let Some(content) = content else { return };
        if content.chunked {
            self.default("Transfer-Encoding", Some("chunked"));
        }
        self.default("Content-Length", content.length.map(|length| length.to_string()));
        match (&content.body, &content.content_type) {
            (WireBody::Multipart(_), Some(of_parts)) => self.push("Content-Type", of_parts.clone()),
            (_, own) if self.list.iter().all(|(name, _)| !name.eq_ignore_ascii_case("content-type")) => {
                self.default("Content-Type", own.clone());
            }
            _ => {}
        }
        if content.expects && self.config.http_version() != Some("http1.0") {
            self.default("Expect", Some("100-continue"));
        }
    }
}
