//! One request, with its answer where the source holds one. Every leaf value keeps its span.

mod command;
pub mod complaint;
mod named;
mod repair;
mod request;
mod response;

pub use command::{Argument, Command, Glob, GlobEffect, Quoting, Shell, Variable};
pub use named::{Named, Origin};
pub use repair::{Repair, RepairKind};
pub use request::{Body, BodyKind, Encoding, Header, HeaderFault, Login, Param, Place, Quotes, Request, Url, line};
pub use response::{CurlError, Json, Redirect, Response};

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
    /// A request of a Postman collection.
    Postman,
    /// A request of an Insomnia export.
    Insomnia,
    /// A Bruno file.
    Bruno,
    /// An entry of a Hurl file.
    Hurl,
    /// A request of an `.http` or `.rest` file.
    HttpFile,
    /// A command of HTTPie.
    Httpie,
    /// A command of wget.
    Wget,
    /// A command of PowerShell.
    PowerShell,
    /// A call in JavaScript.
    JavaScript,
    /// A call in Python.
    Python,
    /// The calls of PHP's curl.
    Php,
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
            Self::Postman => "postman",
            Self::Insomnia => "insomnia",
            Self::Bruno => "bruno",
            Self::Hurl => "hurl",
            Self::HttpFile => "http-file",
            Self::Httpie => "httpie",
            Self::Wget => "wget",
            Self::PowerShell => "powershell",
            Self::JavaScript => "javascript",
            Self::Python => "python",
            Self::Php => "php",
        }
    }

    /// Whether somebody wrote the request to be sent: then it is no browser that comes back.
    #[must_use]
    pub const fn is_composed(self) -> bool {
        match self {
            Self::Curl | Self::CurlTranscript => true,
            Self::Postman | Self::Insomnia | Self::Bruno | Self::Hurl | Self::HttpFile => true,
            Self::Httpie | Self::Wget | Self::PowerShell | Self::JavaScript | Self::Python | Self::Php => true,
            Self::Url | Self::Prose | Self::Console | Self::Har | Self::Http | Self::Config => false,
        }
    }

    /// Whether silence about a part of the request means that the part was not there.
    ///
    /// A command, a recording and a client's file show the whole request; an address shows itself and its query; prose,
    /// a console line and a configuration file show only what they quote.
    #[must_use]
    pub const fn shows(self, part: Part) -> bool {
        match self {
            Self::Curl | Self::CurlTranscript | Self::Har | Self::Http => true,
            Self::Postman | Self::Insomnia | Self::Bruno | Self::Hurl | Self::HttpFile => true,
            Self::Httpie | Self::Wget | Self::PowerShell | Self::JavaScript | Self::Python | Self::Php => true,
            Self::Url => matches!(part, Part::Address | Part::Parameters),
            Self::Config => matches!(part, Part::Address),
            Self::Prose | Self::Console => false,
        }
    }

    /// How a request of this form sends its parameters as a form, for people. `None` for what only records a request.
    #[must_use]
    pub const fn as_form(self) -> Option<&'static str> {
        Some(match self {
            Self::Curl | Self::CurlTranscript => "curl's -d does so by itself",
            Self::JavaScript => "give new URLSearchParams({ .. }) as the body",
            Self::Python => "give the dictionary as data=, not as json=",
            Self::Php => "give http_build_query([..]) to CURLOPT_POSTFIELDS",
            Self::PowerShell => "give a table @{ .. } as -Body, and no -ContentType",
            Self::Httpie => "add the option -f",
            Self::Wget => "write name=value&name=value in --post-data",
            Self::Postman | Self::Insomnia | Self::Bruno => "choose the body type x-www-form-urlencoded",
            Self::Hurl => "list them in a section [Form]",
            Self::HttpFile => "write name=value&name=value as the body",
            Self::Url | Self::Prose | Self::Console | Self::Har | Self::Http | Self::Config => return None,
        })
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

/// Some parts of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Parts(u8);

impl Parts {
    /// None of them.
    pub const NONE: Self = Self(0);

    /// These, and `part` where `also` holds.
    #[must_use]
    pub const fn and(self, part: Part, also: bool) -> Self {
        if also { Self(self.0 | 1 << part as u8) } else { self }
    }

    /// Whether `part` is one of them.
    #[must_use]
    pub const fn holds(self, part: Part) -> bool {
        self.0 & 1 << part as u8 != 0
    }
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
    /// How long its author says that the code lay before it was sent, in seconds.
    pub waited: Option<Sourced<i64>>,
    /// A browser's question whether a page may send this request (CORS preflight): it shows the address and the method.
    pub preflight: bool,
    /// What a configuration file names the address for.
    pub purpose: Option<Purpose>,
    /// What the text is wrapped in from which it was read.
    pub wrapping: Wrapping,
    /// The ticket it was read from.
    pub ticket: Option<Ticket>,
    /// What a configuration file says about a client.
    pub registration: Option<Registration<'s>>,
    /// The names in it that stand for values.
    pub named: Vec<Named>,
    /// What was written around it, where it has no address.
    pub passage: Option<Text<'s>>,
}

impl Exchange<'_> {
    /// Whether silence about a part of the request means that the part was not there.
    #[must_use]
    pub const fn shows(&self, part: Part) -> bool {
        let hidden = match part {
            Part::Address | Part::Method => false,
            Part::Credentials | Part::Parameters | Part::Headers | Part::Body => self.preflight,
        };
        self.form.shows(part) && !hidden && !self.request.unseen.holds(part)
    }
}

/// What a setting says that an address is for, whatever the address itself looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The authorization endpoint.
    Authorization,
    /// The token endpoint.
    Token,
    /// Calls with an access token.
    Api,
}

/// What a pasted text is wrapped in where the source holds it: it has to be undone to read the text, and done again to
/// edit it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Wrapping {
    /// It stands there as it is.
    #[default]
    Bare,
    /// A JSON string.
    Json,
    /// HTML.
    Html,
    /// HTML in a JSON string.
    HtmlInJson,
}

/// Where in a ticket something was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// The ticket's id, where it has one.
    pub id: Option<Arc<str>>,
    /// The number of the comment, from 1; 0 for the ticket's own text.
    pub comment: usize,
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
