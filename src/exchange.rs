//! One request, with its answer where the source holds one. Every leaf value keeps its span.

use std::ops::Range;
use std::sync::Arc;

use crate::text::{Span, Text};

/// The input form an exchange was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Form {
    /// A curl command alone.
    #[default]
    Curl,
    /// A curl command with what came back.
    CurlTranscript,
    /// A bare URL: an authorization request, a callback, an API address.
    Url,
    /// Sentences of a ticket.
    Prose,
    /// A message of a browser's console.
    Console,
    /// An entry of a HAR recording.
    Har,
    /// An HTTP message as it travels, in a log or a trace.
    Http,
    /// Client settings in a configuration file.
    Config,
}

impl Form {
    /// The name in reports and rules.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Curl => "curl",
            Self::CurlTranscript => "curl-transcript",
            Self::Url => "url",
            Self::Prose => "prose",
            Self::Console => "console",
            Self::Har => "har",
            Self::Http => "http",
            Self::Config => "config",
        }
    }

    /// Whether silence about a part of the request means that the part was not there.
    ///
    /// A command and a recording show the whole request; an address shows itself and its query; prose, a console line
    /// and a configuration file show only what they quote.
    #[must_use]
    pub const fn shows(self, part: Part) -> bool {
        match self {
            Self::Curl | Self::CurlTranscript | Self::Har | Self::Http => true,
            Self::Url => matches!(part, Part::Address | Part::Parameters),
            Self::Config => matches!(part, Part::Address),
            Self::Prose | Self::Console => false,
        }
    }
}

/// A part of a request that a capture shows or hides as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The URL.
    Address,
    /// OAuth parameters, in the query and in the body.
    Parameters,
    /// Headers, but for credentials.
    Headers,
    /// `Authorization` and cookies.
    Credentials,
    /// The body and its type.
    Body,
    /// The method.
    Method,
}

/// How a value came to be known; what rests on it can be no surer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Provenance {
    /// It stands in the source.
    #[default]
    Stated,
    /// An option implies it: `-d` makes a POST.
    Implied,
    /// Prose tells it, or an answer that is only assumed to belong to this request.
    Told,
    /// A guess, such as a link of two steps that nothing but their order suggests.
    Guessed,
    /// A repair put it back; what was really sent did not hold it.
    Repaired,
}

/// A value with the place that shows it and how it came to be known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// The source bytes that show or imply it.
    pub span: Span,
    /// How it came to be known.
    pub provenance: Provenance,
}

/// One request and its answer.
#[derive(Clone, Debug, Default)]
pub struct Exchange<'s> {
    /// Its number among all exchanges that were read, from 0.
    pub id: usize,
    /// The input form it was read from.
    pub form: Form,
    /// Everything that belongs to it, answer included.
    pub span: Span,
    /// What was asked, as it was meant.
    pub request: Request<'s>,
    /// What came back.
    pub response: Option<Response<'s>>,
    /// What had to be repaired to read it.
    pub repairs: Vec<Repair>,
    /// When it was sent, in milliseconds since 1970.
    pub sent: Option<Sourced<i64>>,
    /// The recorder took `Authorization` and cookies out, as browsers do: that they are missing means nothing.
    pub sanitized: bool,
    /// What a configuration file says about a client.
    pub registration: Option<Registration<'s>>,
}

impl Exchange<'_> {
    /// Whether silence about a part of the request means that the part was not there.
    #[must_use]
    pub const fn shows(&self, part: Part) -> bool {
        self.form.shows(part) && !(self.sanitized && matches!(part, Part::Credentials))
    }
}

/// Whether a client can keep a secret (RFC 6749 2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientType {
    /// It can.
    Confidential,
    /// It cannot: a browser page, an app on a device.
    Public,
}

/// A client as a configuration file or its registration describes it.
#[derive(Clone, Debug, Default)]
pub struct Registration<'s> {
    /// The client.
    pub client_id: Option<Text<'s>>,
    /// Its type.
    pub client_type: Option<Sourced<ClientType>>,
    /// Every redirect URI that is registered.
    pub redirect_uris: Vec<Text<'s>>,
    /// The scopes it may ask for.
    pub scopes: Vec<Text<'s>>,
}

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
}

/// Credentials given by an option rather than by a header.
#[derive(Clone, Debug)]
pub enum Login<'s> {
    /// `-u user:password`.
    Basic(Text<'s>),
    /// `--oauth2-bearer token`.
    Bearer(Text<'s>),
}

/// A curl command as it was pasted.
#[derive(Clone, Debug)]
pub struct Command<'s> {
    /// The whole command, from the `curl` word to its last word.
    pub span: Span,
    /// The `curl` word.
    pub name: Span,
    /// The options and addresses, in order.
    pub arguments: Vec<Argument<'s>>,
}

/// One option with its value, or an address that stands alone.
#[derive(Clone, Debug)]
pub struct Argument<'s> {
    /// The option's long name, without dashes; `None` for a bare address.
    pub option: Option<&'static str>,
    /// Everything the argument covers: option word and value word.
    pub span: Span,
    /// The value, or the bare address.
    pub value: Option<Text<'s>>,
    /// The word that holds the value, with its quotes; equal to `span` when option and value stand in one word.
    pub word: Span,
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
    /// The whole header line.
    pub line: Text<'s>,
    /// What is wrong with its form.
    pub fault: Option<HeaderFault>,
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

/// Something that had to be repaired so that the request could be read as it was meant.
#[derive(Clone, Debug)]
pub struct Repair {
    /// What was wrong.
    pub kind: RepairKind,
    /// The characters that were wrong.
    pub span: Span,
    /// The characters themselves.
    pub characters: String,
    /// What they were taken for.
    pub meant: &'static str,
    /// The word the repair is part of, with its quotes.
    pub word: Span,
    /// The names of the parameters and options that never reached curl because of it.
    pub lost: Option<String>,
}

/// The damage that a repair undid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepairKind {
    /// A typographic quote.
    SmartQuote,
    /// An en dash, em dash or minus sign for a hyphen.
    DashLookalike,
    /// A no-break space, zero-width character or the like where syntax stands.
    InvisibleCharacter,
    /// A space behind the continuing backslash.
    SpaceAfterBackslash,
    /// A line that goes on without a backslash before its end.
    MissingContinuation,
    /// A blank line after a continuing backslash.
    BlankContinuation,
    /// An unquoted `&` inside an address or a body.
    UnquotedAmpersand,
    /// A quote that is opened and never closed.
    UnclosedQuote,
    /// An option curl does not know, taken for the nearest one it knows.
    UnknownOption,
}

impl RepairKind {
    /// The name in rules.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SmartQuote => "smart-quote",
            Self::DashLookalike => "dash-lookalike",
            Self::InvisibleCharacter => "invisible-character",
            Self::SpaceAfterBackslash => "space-after-backslash",
            Self::MissingContinuation => "missing-continuation",
            Self::BlankContinuation => "blank-continuation",
            Self::UnquotedAmpersand => "unquoted-ampersand",
            Self::UnclosedQuote => "unclosed-quote",
            Self::UnknownOption => "unknown-option",
        }
    }
}

/// What curl's URL globbing does with a pair of braces or brackets.
#[derive(Clone, Debug)]
pub struct Glob {
    /// The braces or brackets and what stands between them.
    pub span: Span,
    /// What curl makes of them.
    pub effect: GlobEffect,
}

/// What curl does with a pattern in a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GlobEffect {
    /// `{sub}` is a list of one: the braces vanish.
    BracesVanish,
    /// curl makes this many requests of it.
    SeveralRequests(usize),
    /// curl stops with exit code 3.
    Stops,
}

/// How a shell variable stands in the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quoting {
    /// Between single quotes: sent as it stands.
    Single,
    /// Between double quotes: expanded.
    Double,
    /// Without quotes: expanded and split.
    Bare,
}

/// `$NAME` or `${NAME}` in a word of the command.
#[derive(Clone, Debug)]
pub struct Variable<'s> {
    /// The name.
    pub name: Text<'s>,
    /// Dollar, braces and name.
    pub span: Span,
    /// The quotes around it.
    pub quoting: Quoting,
    /// Whether literal characters of the same value touch it on either side, as in `pa$sword`.
    pub inside: bool,
}

/// What came back.
#[derive(Clone, Debug, Default)]
pub struct Response<'s> {
    /// Everything that belongs to it.
    pub span: Span,
    /// The status of the last answer.
    pub status: Option<Sourced<u16>>,
    /// Headers of the last answer.
    pub headers: Vec<Header<'s>>,
    /// The body of the last answer.
    pub body: Option<Text<'s>>,
    /// The body, read as JSON; a form-encoded body and the query of a callback are read as an object of strings.
    pub json: Option<Json<'s>>,
    /// curl's own error line.
    pub curl: Option<CurlError<'s>>,
    /// Redirects on the way to the last answer.
    pub redirects: Vec<Redirect<'s>>,
    /// The request's own lines in a `-v` trace: what really went over the wire.
    pub sent_headers: Vec<Header<'s>>,
    /// A browser refused to show the answer to the page (CORS), and the words that say so.
    pub cors: Option<Span>,
    /// An error word that prose tells, outside any body.
    pub told_error: Option<Text<'s>>,
    /// How the answer came to be known.
    pub provenance: Provenance,
}

/// curl's own error, as in `curl: (6) Could not resolve host`.
#[derive(Clone, Debug)]
pub struct CurlError<'s> {
    /// The exit code.
    pub exit: u8,
    /// The whole line.
    pub line: Text<'s>,
}

/// A redirect that was followed or shown.
#[derive(Clone, Debug)]
pub struct Redirect<'s> {
    /// Its status: 301, 302, 303, 307 or 308.
    pub status: Sourced<u16>,
    /// Where it leads.
    pub location: Option<Text<'s>>,
}

/// JSON with spans, as far as it could be read.
#[derive(Clone, Debug)]
pub enum Json<'s> {
    /// A string, unescaped.
    String(Text<'s>),
    /// A number, boolean or null, as written.
    Scalar(Text<'s>),
    /// An array.
    Array(Vec<Json<'s>>),
    /// An object, members in order, duplicates kept.
    Object(Vec<(Text<'s>, Json<'s>)>),
}

impl<'s> Json<'s> {
    /// The member of this name, the first where it stands twice.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Json<'s>> {
        match self {
            Self::Object(members) => members.iter().find(|(key, _)| key.as_str() == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text of a string or scalar.
    #[must_use]
    pub const fn text(&self) -> Option<&Text<'s>> {
        match self {
            Self::String(text) | Self::Scalar(text) => Some(text),
            Self::Array(_) | Self::Object(_) => None,
        }
    }
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
