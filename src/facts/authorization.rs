//! The Authorization header, or what `-u` and `--oauth2-bearer` make it (RFC 9110 11.6.2, RFC 6750 2.1, RFC 7617 2).

use super::{param, placeholder};
use crate::exchange::{Header, Login, Request, Url};
use crate::text::{self, Makeup, Mark, Span, Text, decode, edit_distance};

/// The authentication scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// `Bearer`.
    Bearer,
    /// `Basic`.
    Basic,
    /// `Digest`.
    Digest,
    /// Any other.
    Other,
}

impl Scheme {
    /// The name in rules.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bearer => "bearer",
            Self::Basic => "basic",
            Self::Digest => "digest",
            Self::Other => "other",
        }
    }
}

/// The credentials of a request.
#[derive(Clone, Debug)]
pub struct Authorization<'s> {
    /// The value behind `Authorization:`, or the option's value.
    pub value: Text<'s>,
    /// The whole header line, or the option's value.
    pub span: Span,
    /// The scheme.
    pub scheme: Scheme,
    /// How it deviates from scheme, one space, credentials; `ok` where it does not.
    pub shape: &'static str,
    /// The token of Bearer credentials.
    pub token: Option<Text<'s>>,
    /// User and password of Basic credentials.
    pub basic: Option<(Text<'s>, Text<'s>)>,
    /// They come from `-u` or `--oauth2-bearer`.
    pub from_option: bool,
}

/// The credentials of a request: a header beats `--oauth2-bearer`, which beats `-u`, which beats those in the URL.
#[must_use]
pub fn of<'s>(request: &Request<'s>) -> Option<Authorization<'s>> {
    if let Some(header) = header(&request.headers) {
        return Some(of_header(header));
    }
    match &request.login {
        Some(Login::Bearer(token)) => Some(of_bearer_option(token)),
        Some(Login::Basic(pair)) => Some(of_user_option(pair)),
        None => of_url(request.url.as_ref()?),
    }
}

/// The Authorization header among `headers`.
#[must_use]
pub fn header<'h, 's>(headers: &'h [Header<'s>]) -> Option<&'h Header<'s>> {
    headers.iter().find(|header| header.name.as_str().eq_ignore_ascii_case("authorization"))
}

/// Reads a header's value.
#[must_use]
pub fn of_header<'s>(header: &Header<'s>) -> Authorization<'s> {
    let value = header.value.clone();
    let parsed = parse(&value);
    let Parsed { scheme, shape, token, basic } = parsed;
    Authorization { span: value.span(), value, scheme, shape, token, basic, from_option: false }
}

fn of_bearer_option<'s>(token: &Text<'s>) -> Authorization<'s> {
    let (value, span) = (token.clone(), token.span());
    let shape = bearer_shape(&value);
    Authorization {
        value,
        span,
        scheme: Scheme::Bearer,
        shape,
        token: Some(token.clone()),
        basic: None,
        from_option: true,
    }
}

fn of_user_option<'s>(pair: &Text<'s>) -> Authorization<'s> {
    let (value, span) = (pair.clone(), pair.span());
    let basic = split_pair(pair);
    // Behind `-u :` curl asks the system who signs in (--negotiate).
    let shape = if pair.as_str() == ":" { "ok" } else { pair_shape(&basic) };
    Authorization { value, span, scheme: Scheme::Basic, shape, token: None, basic: Some(basic), from_option: true }
}

/// `https://user:password@host/`: curl sends it as Basic.
fn of_url<'s>(url: &Url<'s>) -> Option<Authorization<'s>> {
    let pair = decode::percent(&url.part(&url.userinfo), false);
    (!pair.as_str().is_empty()).then(|| Authorization { from_option: false, ..of_user_option(&pair) })
}

struct Parsed<'s> {
    scheme: Scheme,
    shape: &'static str,
    token: Option<Text<'s>>,
    basic: Option<(Text<'s>, Text<'s>)>,
}

fn parse<'s>(value: &Text<'s>) -> Parsed<'s> {
    let text = value.as_str();
    let plain = |scheme, shape| Parsed { scheme, shape, token: None, basic: None };
    if text.is_empty() {
        return plain(Scheme::Other, "empty");
    }
    if text.starts_with(['"', '\'', '“']) && !text.contains("auth-scheme") {
        let inside = text.trim_start_matches(['"', '\'', '“']);
        let quoted_bearer = inside.get(.."bearer".len()).is_some_and(|word| word.eq_ignore_ascii_case("bearer"));
        return plain(if quoted_bearer { Scheme::Bearer } else { Scheme::Other }, "quoted");
    }
    let word_end = text.find(char::is_whitespace).unwrap_or(text.len());
    let rest = value.trimmed(word_end, text.len());
    if text[..word_end].eq_ignore_ascii_case("bearer") {
        // A no-break space divides nothing (RFC 6750 2.1: 1*SP).
        let divided = matches!(text.as_bytes().get(word_end), None | Some(b' ' | b'\t'));
        let shape = match bearer_shape(&rest) {
            _ if !divided => "no-space",
            "ok" if text[word_end..].starts_with("  ") => "two-spaces",
            shape => shape,
        };
        let token = (!rest.as_str().is_empty()).then_some(rest);
        return Parsed { scheme: Scheme::Bearer, shape, token, basic: None };
    }
    let word = text[..word_end].to_ascii_lowercase();
    match word.as_str() {
        "bearer:" | "bearer=" | "bearer," => {
            Parsed { scheme: Scheme::Bearer, shape: "colon-after-scheme", token: Some(rest), basic: None }
        }
        "basic" => parse_basic(&rest),
        "basic:" | "basic=" | "basic," => Parsed { shape: "colon-after-scheme", ..parse_basic(&rest) },
        "digest" => plain(Scheme::Digest, "ok"),
        "negotiate" | "ntlm" | "hawk" | "mac" | "dpop" | "gnap" | "scram-sha-256" | "aws4-hmac-sha256"
        | "signature" | "vapid" | "apikey" | "sso-key" | "key" | "goog1" | "sharedkey" | "zoho-oauthtoken" => {
            plain(Scheme::Other, "ok")
        }
        _ if rest.as_str().is_empty() => bare(value, &word),
        _ if is_near_bearer(&word) => {
            Parsed { scheme: Scheme::Other, shape: "misspelled-scheme", token: Some(rest), basic: None }
        }
        _ if placeholder::is_whole(text) => plain(Scheme::Other, "bare-token"),
        _ => plain(Scheme::Other, "unknown-scheme"),
    }
}

/// One word: a token without its scheme, or scheme and token run together.
fn bare<'s>(value: &Text<'s>, word: &str) -> Parsed<'s> {
    let text = value.as_str();
    let run_together = word.strip_prefix("bearer").filter(|rest| !rest.is_empty());
    let (scheme, shape, token) = match run_together {
        Some(rest) if rest.starts_with([':', '=']) && rest.len() > 1 => {
            (Scheme::Bearer, "colon-after-scheme", Some(value.slice(7, text.len())))
        }
        Some(_) => (Scheme::Bearer, "no-space", Some(value.slice(6, text.len()))),
        None if value.is_symbolic() => (Scheme::Other, "ok", None),
        None => (Scheme::Other, "bare-token", Some(value.clone())),
    };
    Parsed { scheme, shape, token, basic: None }
}

/// What is wrong with what stands behind `Bearer`.
fn bearer_shape(value: &Text<'_>) -> &'static str {
    let credentials = value.as_str();
    let spaced = || value.outside(&[Mark::Expansion]).any(|stretch| stretch.contains(char::is_whitespace));
    let quoted = credentials.starts_with(['"', '\'', '“', '‘', '`']);
    let odd = Makeup::of(credentials).has(Makeup::BLANK.or(Makeup::WIDE));
    let begins =
        |word: &str| credentials.get(..word.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(word));
    if credentials.is_empty() {
        "empty"
    } else if param::is_unset(credentials) || credentials.eq_ignore_ascii_case("false") {
        "undefined"
    } else if quoted {
        "quoted"
    } else if is_bytes_literal(credentials) {
        "bytes-literal"
    } else if begins("bearer ") {
        "doubled-scheme"
    } else if begins("bearer:") || credentials.starts_with(": ") {
        "colon-after-scheme"
    } else if odd && spaced() && placeholder::find(credentials, 0).is_none() {
        "inner-space"
    } else if odd && credentials.chars().any(|c| c.is_control() || text::invisible(c).is_some_and(str::is_empty)) {
        "invisible"
    } else {
        "ok"
    }
}

fn parse_basic<'s>(credentials: &Text<'s>) -> Parsed<'s> {
    let text = credentials.as_str();
    let plain = |shape| Parsed { scheme: Scheme::Basic, shape, token: None, basic: None };
    if text.is_empty() {
        return plain("empty");
    }
    if is_bytes_literal(text) {
        return plain("bytes-literal");
    }
    let odd = |stretch: &str| stretch.bytes().any(|b| b == b':' || b == b'@');
    if credentials.is_symbolic() && credentials.outside(&[Mark::Expansion, Mark::File]).any(odd) {
        return plain("not-encoded");
    }
    // `base64(id:secret)` of documentation is no value either.
    let told = placeholder::find(text, 0).is_some() || placeholder::is_hidden(text) || text.contains(['$', '(']);
    if credentials.is_symbolic() || told {
        return plain("ok");
    }
    match decode::base64(credentials) {
        None => plain("not-base64"),
        Some(pair) if !pair.as_str().contains(':') => plain("no-colon"),
        Some(pair) => {
            let basic = split_pair(&pair);
            Parsed { scheme: Scheme::Basic, shape: pair_shape(&basic), token: None, basic: Some(basic) }
        }
    }
}

/// `b'..'`, as Python writes bytes that nobody decoded.
fn is_bytes_literal(text: &str) -> bool {
    ["'", "\""].iter().any(|quote| {
        let inside = text.strip_prefix('b').and_then(|rest| rest.strip_prefix(quote)?.strip_suffix(quote));
        inside.is_some_and(|inside| !inside.is_empty())
    })
}

/// Whether a program had values for user and password. A password alone, or a user alone, is a way that services know.
fn pair_shape((user, password): &(Text<'_>, Text<'_>)) -> &'static str {
    let has = |what: fn(&str) -> bool| [user, password].map(|part| !part.is_symbolic() && what(part.as_str()));
    if has(param::is_unset).contains(&true) {
        "undefined"
    } else if has(str::is_empty) == [true, true] {
        "empty"
    } else {
        "ok"
    }
}

fn split_pair<'s>(pair: &Text<'s>) -> (Text<'s>, Text<'s>) {
    let text = pair.as_str();
    let colon = text.find(':').unwrap_or(text.len());
    (pair.slice(0, colon), pair.slice((colon + 1).min(text.len()), text.len()))
}

fn is_near_bearer(word: &str) -> bool {
    word.len().abs_diff("bearer".len()) <= 2 && edit_distance(word, "bearer") <= 2
}
