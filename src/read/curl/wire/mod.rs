//! What curl would really send: method, address, headers and body, curl's own defaults included.
//!
//! Read off curl 7.88 and compared with it by `tests/curl_truth.rs`. What the source does not show stays symbolic:
//! `$NAME` and `$(..)` as written, the content of a file as `@name`, standard input from elsewhere as `@-`; such a
//! credential for Basic reads `base64($USER:$PASSWORD)`. Files that add to the request by themselves (`-K`, `.netrc`,
//! a cookie jar) and the signature of `--aws-sigv4` are left out.

mod address;
mod body;
mod content;
mod date;
pub(super) mod field;
mod form;
mod headers;
mod holes;

use std::borrow::Cow;
use std::fmt;

pub use form::{Part, PartContent};

use self::address::Address;
use self::body::Data;
use self::content::{Content, Contents, Stdin};
use self::headers::Headers;
use self::holes::Holes;
use super::config::{Config, Parsed};
use super::glob::{self, GlobError};
use crate::exchange::Argument;
use crate::text::Text;

/// A request as it goes over the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireRequest {
    /// The method, in the case it is sent in.
    pub method: String,
    /// `scheme://host[:port]path?query`, as curl writes it; no credentials, no fragment, no usual port.
    pub url: String,
    /// What stands in the request line: path and query, or what `--request-target` says.
    pub target: String,
    /// The headers in the order they are sent in. A value begins behind the colon and at most one space.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: WireBody,
    /// What the shell or curl would put in and the source does not show, as it is written above: `$TOKEN`, `@a.json`.
    pub unseen: Vec<String>,
}

/// The body of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WireBody {
    /// None, or an empty one.
    Empty,
    /// Text.
    Text(String),
    /// `-F`: parts, divided by [`BOUNDARY`].
    Multipart(Vec<Part>),
}

/// The boundary of multipart bodies, as long as curl's own; curl ends it in random letters.
pub const BOUNDARY: &str = "------------------------boundaryboundary";

impl WireBody {
    /// The body in one piece; line ends between parts are CR LF.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Multipart(parts) => Cow::Owned(form::render(parts, BOUNDARY)),
        }
    }
}

/// Why curl sends nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// An option that curl does not know, or one whose argument is missing.
    Option,
    /// The command asks curl about itself.
    AsksAboutCurl,
    /// The command names no address.
    NoAddress,
    /// Two options ask for different methods or exclude each other.
    Conflict(&'static str, &'static str),
    /// The patterns in an address are wrong.
    Glob(GlobError),
    /// The address cannot be read.
    Address(AddressFault),
    /// The address asks for something that is not HTTP.
    Protocol(String),
    /// A `-F` without `=`, or with a content type that is none.
    Form(String),
}

/// What is wrong with an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressFault {
    /// A space or control character.
    Blank,
    /// No slash behind the scheme, or more than three.
    Slashes,
    /// The host is missing.
    NoHost,
    /// The host holds a character that no host can hold.
    Host,
    /// The port is no number up to 65535.
    Port,
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Option => out.write_str("curl does not know an option, or its argument is missing"),
            Self::AsksAboutCurl => out.write_str("the command asks curl about itself"),
            Self::NoAddress => out.write_str("the command names no address"),
            Self::Conflict(one, other) => write!(out, "{one} and {other} exclude each other"),
            Self::Glob(error) => error.fmt(out),
            Self::Address(AddressFault::Blank) => out.write_str("the address holds a space or control character"),
            Self::Address(AddressFault::Slashes) => out.write_str("the slashes behind the scheme are wrong"),
            Self::Address(AddressFault::NoHost) => out.write_str("the address has no host"),
            Self::Address(AddressFault::Host) => out.write_str("the host holds a character that no host can hold"),
            Self::Address(AddressFault::Port) => out.write_str("the port is no number up to 65535"),
            Self::Protocol(scheme) => write!(out, "{scheme} is not HTTP"),
            Self::Form(field) => write!(out, "-F cannot read {field}"),
        }
    }
}

/// The requests that a whole command sends, its operations in order.
///
/// # Errors
/// Why curl sends nothing at all. Where only some operations or addresses are wrong, the others are sent.
pub fn command(parsed: &Parsed<'_>, stdin: Option<&Text<'_>>) -> Result<Vec<WireRequest>, Refusal> {
    if parsed.stops.is_some() {
        return Err(Refusal::Option);
    }
    if parsed.asks_about_curl {
        return Err(Refusal::AsksAboutCurl);
    }
    let mut sent = Vec::new();
    let mut refusal = Refusal::NoAddress;
    for config in &parsed.configs {
        match requests(config, stdin) {
            Ok(requests) => sent.extend(requests),
            Err(conflict @ Refusal::Conflict(..)) => return Err(conflict),
            Err(other) if refusal == Refusal::NoAddress => refusal = other,
            Err(_) => {}
        }
    }
    if sent.is_empty() { Err(refusal) } else { Ok(sent) }
}

/// The requests that curl sends for one operation, in order; `stdin` is what a here-document or here-string feeds it.
///
/// # Errors
/// Why curl sends nothing at all. Where only some addresses are wrong, the others are sent.
pub fn requests(config: &Config<'_>, stdin: Option<&Text<'_>>) -> Result<Vec<WireRequest>, Refusal> {
    conflicts(config)?;
    let mut holes = Holes::default();
    let mut stdin = Stdin::new(stdin, &mut holes);
    let data = Data::read(config, &mut stdin, &mut holes);
    let query = body::query(config, &data, &mut stdin, &mut holes);
    let custom = headers::custom(config, &mut stdin, &mut holes);
    let custom_len = custom.iter().map(String::len).sum();
    let mut contents = Contents::default();
    let mut sent = Vec::new();
    let mut refusal = Refusal::NoAddress;
    'addresses: for (index, argument) in config.urls.iter().enumerate() {
        let Some(url) = argument.value.as_ref().map(|value| holes.cut(value)) else { continue };
        for upload in uploads(config, index, &mut holes)? {
            let addresses = match unglobbed(&url, config) {
                Ok(addresses) => addresses,
                Err(error) => {
                    refusal = error;
                    break 'addresses;
                }
            };
            for url in addresses {
                match Address::parse(&url, config, upload.as_deref(), query.as_deref()) {
                    Ok(address) => {
                        let make = || Content::new(config, &data, upload.as_deref(), &custom, &mut stdin, &mut holes);
                        let Some(content) = contents.next(upload.is_some(), custom_len, make)? else {
                            break 'addresses;
                        };
                        let transfer = Transfer { config, address: &address, custom: &custom, json: data.json };
                        transfer.send(content, &mut holes, &mut sent);
                    }
                    Err(error) => refusal = error,
                }
            }
        }
    }
    if sent.is_empty() { Err(refusal) } else { Ok(sent) }
}

/// Options that curl refuses to combine.
fn conflicts(config: &Config<'_>) -> Result<(), Refusal> {
    let asked = [
        ("-d", !config.data.is_empty() && config.get.is_none()),
        ("-G with -d", !config.data.is_empty() && config.get.is_some()),
        ("-F", !config.forms.is_empty()),
        ("-T", config.upload.is_some()),
        ("-I", config.head.is_some()),
    ];
    let asked: Vec<_> = asked.iter().filter(|(_, asked)| *asked).map(|(option, _)| *option).collect();
    match asked[..] {
        [one, other, ..] if (one, other) != ("-G with -d", "-I") => return Err(Refusal::Conflict(one, other)),
        _ => {}
    }
    if config.is_on("fail") && config.is_on("fail-with-body") {
        return Err(Refusal::Conflict("-f", "--fail-with-body"));
    }
    Ok(())
}

fn unglobbed(url: &str, config: &Config<'_>) -> Result<Vec<String>, Refusal> {
    if config.globoff { Ok(vec![url.to_owned()]) } else { glob::expand(url).map_err(Refusal::Glob) }
}

/// The files that `-T` sends to the address of this number; no file where nothing is left for it.
fn uploads(config: &Config<'_>, index: usize, holes: &mut Holes) -> Result<Vec<Option<String>>, Refusal> {
    let file: Option<&Argument<'_>> = config.upload.iter().chain(&config.more_uploads).nth(index);
    match file.and_then(|argument| argument.value.as_ref()) {
        None => Ok(vec![None]),
        Some(file) => Ok(unglobbed(&holes.cut(file), config)?.into_iter().map(Some).collect()),
    }
}

/// One transfer: an address with the configuration it is asked with.
struct Transfer<'t, 'c, 's> {
    config: &'c Config<'s>,
    address: &'t Address,
    custom: &'t [String],
    json: bool,
}

impl Transfer<'_, '_, '_> {
    fn send(&self, content: Option<Content>, holes: &mut Holes, sent: &mut Vec<WireRequest>) {
        let login = headers::Login::new(self.config, self.address, holes);
        if let Some(content) = &content
            && login.waits_for_challenge
        {
            let empty = Content {
                body: WireBody::Empty,
                content_type: content.content_type.clone(),
                length: Some(0),
                chunked: false,
                expects: false,
            };
            sent.push(self.request(Some(empty), login.first.as_deref(), holes));
            return sent.push(self.request(Some(content.clone()), None, holes));
        }
        sent.push(self.request(content, login.first.as_deref(), holes));
    }

    fn method(&self, content: Option<&Content>, holes: &mut Holes) -> String {
        if let Some(method) = self.config.request.as_ref().and_then(|argument| argument.value.as_ref()) {
            return holes.cut(method);
        }
        match content {
            _ if self.config.head.is_some() => "HEAD",
            Some(_) if self.config.upload.is_some() => "PUT",
            Some(_) => "POST",
            None => "GET",
        }
        .to_owned()
    }

    fn request(&self, content: Option<Content>, authorization: Option<&str>, holes: &mut Holes) -> WireRequest {
        let method = self.method(content.as_ref(), holes);
        let target = self.config.request_target.as_ref().and_then(|argument| argument.value.as_ref());
        let target = target.map_or_else(|| self.address.target(), |target| holes.cut(target));
        let mut headers = Headers::new(self.config, self.custom, holes);
        headers.defaults(self.address, authorization, content.as_ref());
        headers.custom(self.json, content.as_ref());
        headers.content(content.as_ref());
        let headers = headers.finish();
        let body = content.map_or(WireBody::Empty, |content| content.body);
        let mut request = WireRequest { method, url: self.address.url(), target, headers, body, unseen: Vec::new() };
        holes.fill_request(&mut request);
        request
    }
}
