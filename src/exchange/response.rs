//! The answer of an exchange.

use super::complaint::complains;
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

    /// Whether it is an error that has no member of that name: a text beside a status from 400 on (RFC 9457 3.1.2), or a
    /// message beside a word, of which one complains.
    #[must_use]
    pub fn reports_failure(&self) -> bool {
        const WORDS: [&str; 5] = ["error", "invalid", "exception", "unsupported", "failed"];
        let text = |name: &str| self.member(name).and_then(Self::text).map(Text::as_str);
        let is_of_a_place = |said: &Self| said.member("loc").is_some() && said.member("msg").is_some();
        let codes = || ["status", "statusCode", "status_code", "code"].into_iter().filter_map(text);
        let is_status = |code: &str| code.parse().is_ok_and(|status: u16| (400..600).contains(&status));
        let tells = |code: &str| !matches!(code, "" | "0" | "null");
        if ["errcode", "ErrorCode"].into_iter().filter_map(text).any(tells)
            || matches!(self.member("fault"), Some(Self::Object(_)))
            || matches!(self.member("detail"), Some(Self::Array(said)) if said.iter().any(is_of_a_place))
        {
            return true;
        }
        let problem = text("detail").or_else(|| text("title").filter(|_| text("type").is_some()));
        if text("message").or(problem).is_some() && codes().any(is_status) {
            return true;
        }
        let Some(message) = text("message") else { return false };
        let is_error = |code: &str| {
            let code = code.to_ascii_lowercase();
            WORDS.iter().any(|word| code.contains(word))
        };
        let is_word = |code: &&str| code.starts_with(|c: char| c.is_ascii_alphabetic());
        codes().filter(is_word).any(|code| complains(message) || is_error(code))
    }

    /// Whether it can only be an answer: it has a member `error`, or speaks of an error and of nothing that a request for
    /// a token sends.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        const SENT: [&str; 8] =
            ["grant_type", "client_id", "client_secret", "code", "token", "refresh_token", "username", "response_type"];
        let has = |name: &&str| self.member(name).is_some();
        let names_error = ["error", "errors", "error_description", "errorCode"].iter().any(has);
        (names_error || self.reports_failure()) && (self.member("error").is_some() || !SENT.iter().any(has))
    }

    /// The word by which an answer names its error: the member `error`, else what a failure calls itself.
    #[must_use]
    pub fn error_word(&self) -> Option<&Text<'s>> {
        let is_word = |text: &&Text<'s>| text.as_str().parse::<u16>().is_err() && !text.as_str().contains([':', '/']);
        let word = |name: &&str| self.member(name)?.text().filter(is_word);
        let own = self.member("error").and_then(Self::text);
        own.or_else(|| {
            ["code", "ErrorCode", "errorCode", "name", "type", "title"]
                .iter()
                .find_map(word)
                .filter(|_| self.reports_failure())
        })
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
