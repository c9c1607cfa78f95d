//! The request of an exchange.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::{Command, Glob, Parts, Provenance, Sourced, Variable};
use crate::text::{MapBuilder, Span, Text};

/// A request as it was meant: repairs applied, placeholders and variables kept.
#[derive(Clone, Debug, Default)]
pub struct Request<'s> {
    /// The command it comes from.
    pub command: Option<Arc<Command<'s>>>,
    /// The method.
    pub method: Option<Sourced<String>>,
    /// The address.
    pub url: Option<Url<'s>>,
    /// Headers that were asked for; what curl adds by itself is not among them.
    pub headers: Vec<Header<'s>>,
    /// User and password of `-u`, or the token of `--oauth2-bearer`.
    pub login: Option<Login<'s>>,
    /// The body.
    pub body: Option<Body<'s>>,
    /// Every parameter: query, then body, then fragment, in order.
    pub params: Vec<Param<'s>>,
    /// What curl's URL globbing does to the address.
    pub globs: Vec<Glob>,
    /// Shell variables in the command.
    pub variables: Vec<Variable<'s>>,
    /// Whether redirects are followed (`-L`), and the option that says so.
    pub follows_redirects: Option<Span>,
    /// Parts that hold something which the source does not show: a recorder takes `Authorization` and cookies out, a
    /// program computes the headers. That something is missing there means nothing.
    pub unseen: Parts,
}

/// Credentials given by an option rather than by a header.
#[derive(Clone, Debug)]
pub enum Login<'s> {
    /// `-u user:password`.
    Basic(Text<'s>),
    /// `--oauth2-bearer token`.
    Bearer(Text<'s>),
}

/// An address taken apart. Ranges are in bytes of `text`'s decoded value.
#[derive(Clone, Debug)]
pub struct Url<'s> {
    /// The address as it was meant.
    pub text: Text<'s>,
    /// `https` of `https://a.example/`; empty when the address names none.
    pub scheme: Range<usize>,
    /// `user:password` before the `@`; empty when there is none.
    pub userinfo: Range<usize>,
    /// The host, without port.
    pub host: Range<usize>,
    /// The port; empty when there is none.
    pub port: Range<usize>,
    /// The path, from its first slash.
    pub path: Range<usize>,
    /// What stands behind `?`.
    pub query: Option<Range<usize>>,
    /// What stands behind `#`.
    pub fragment: Option<Range<usize>>,
}

/// One header that was asked for.
#[derive(Clone, Debug)]
pub struct Header<'s> {
    /// The name as it was written.
    pub name: Text<'s>,
    /// The value, trimmed.
    pub value: Text<'s>,
    /// The whole header line, where there is one: a recording holds name and value apart.
    pub whole: Option<Text<'s>>,
    /// What is wrong with its form.
    pub fault: Option<HeaderFault>,
}

impl<'s> Header<'s> {
    /// The header line: as it was written, else as it was sent.
    #[must_use]
    pub fn line(&self) -> Cow<'_, Text<'s>> {
        match &self.whole {
            Some(line) => Cow::Borrowed(line),
            None => Cow::Owned(line(&self.name, &self.value)),
        }
    }

    /// Where the line stands.
    #[must_use]
    pub fn span(&self) -> Span {
        let (name, value) = (self.name.span(), self.value.span());
        match &self.whole {
            Some(line) => line.span(),
            None if name.end <= value.start => name.join(value),
            None => value,
        }
    }
}

/// Name and value as a header line: what stands between them in a recording is the colon.
#[must_use]
pub fn line<'s>(name: &Text<'s>, value: &Text<'s>) -> Text<'s> {
    let (from, to) = (name.span().end, value.span().start);
    if from > to {
        return value.clone();
    }
    let mut map = MapBuilder::new();
    map.copy(name.map(), 0, name.as_str().len());
    map.encoded(Span::new(from, to), 2);
    map.copy(value.map(), 0, value.as_str().len());
    let text = format!("{}: {}", name.as_str(), value.as_str());
    Text::new(text, map.finish(name.span().start), Vec::new())
}

/// A header line that is no `Name: value`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderFault {
    /// No colon at all: curl drops the line.
    NoColon,
    /// `=` where the colon should stand.
    EqualsSign,
    /// A space before the colon.
    SpaceBeforeColon,
}

/// How a body was made; without a `Content-Type` header it decides the type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyKind {
    /// `-d` and its kin: `application/x-www-form-urlencoded` unless a header says otherwise.
    Data,
    /// Fields that a library encodes by the header, or else, in its older versions, sends as JSON under that header.
    Object,
    /// `--json`.
    Json,
    /// `-F`: `multipart/form-data`.
    Multipart,
    /// `-T`: a file, without a type.
    Upload,
    /// As recorded: only a header tells its type.
    Recorded,
}

/// The body of a request.
#[derive(Clone, Debug)]
pub struct Body<'s> {
    /// How it was made.
    pub kind: BodyKind,
    /// Its pieces, in order; curl joins those of `-d` by `&`.
    pub pieces: Vec<Text<'s>>,
    /// The source bytes of all pieces.
    pub span: Span,
}

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the URL, behind `?`.
    Query,
    /// In the URL, behind `#`.
    Fragment,
    /// In the body.
    Body,
}

/// How a parameter's value is written where it stands, and so how a fix has to write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// As it is: curl encodes it (`--data-urlencode`), or it needs no encoding (`-F`, prose).
    Verbatim,
    /// Percent-encoded, with `+` for a space.
    Form,
    /// The inside of a JSON string.
    Json,
    /// A JSON number, boolean or null, without quotes.
    JsonScalar,
    /// A setting of a configuration file, between these quotes.
    Setting(Quotes),
}

/// The quotes around a setting, and so what it can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quotes {
    /// None; blanks are part of the value (YAML, INI, properties).
    None,
    /// None, and a value with blanks needs some (`.env`).
    Words,
    /// Single ones: everything stands for itself.
    Single,
    /// Double ones, with escapes as in JSON.
    Double,
}

/// One parameter of the request.
#[derive(Clone, Debug)]
pub struct Param<'s> {
    /// The decoded name.
    pub name: Text<'s>,
    /// The decoded value.
    pub value: Text<'s>,
    /// The value as it travels, before percent-decoding.
    pub raw: Text<'s>,
    /// Name and value together, as they stand.
    pub span: Span,
    /// Where it travels.
    pub place: Place,
    /// How the value is written.
    pub encoding: Encoding,
    /// How the parameter came to be known.
    pub provenance: Provenance,
}

impl<'s> Url<'s> {
    /// One component as a value with its span.
    #[must_use]
    pub fn part(&self, range: &Range<usize>) -> Text<'s> {
        self.text.slice(range.start, range.end)
    }

    /// The text of one component.
    #[must_use]
    pub fn str(&self, range: &Range<usize>) -> &str {
        &self.text.as_str()[range.clone()]
    }

    /// Whether both name one resource: host, path and query are the same.
    #[must_use]
    pub fn asks_for_the_same(&self, other: &Self) -> bool {
        let query = |url: &Self| url.query.clone().map(|range| url.str(&range).to_owned());
        self.host().eq_ignore_ascii_case(other.host()) && self.path() == other.path() && query(self) == query(other)
    }

    /// The host as written.
    #[must_use]
    pub fn host(&self) -> &str {
        self.str(&self.host)
    }

    /// The path as written, `""` when the address ends with its host.
    #[must_use]
    pub fn path(&self) -> &str {
        self.str(&self.path)
    }

    /// The scheme as written; curl takes `http` for an address without one.
    #[must_use]
    pub fn scheme(&self) -> &str {
        if self.scheme.is_empty() { "http" } else { self.str(&self.scheme) }
    }
}
