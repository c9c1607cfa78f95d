//! The answer of an exchange.

use super::{Header, Provenance, Sourced};
use crate::text::{Span, Text};

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
    /// What the shell says that could not run the command, or not all of it.
    pub shell: Option<Text<'s>>,
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
