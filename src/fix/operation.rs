//! What a fix does to a request, once its names are resolved to places and values.

use crate::text::Span;

/// One operation on the request. An input form translates it into edits of the source, or declines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// The value at a place becomes another one, encoded and quoted as that place demands.
    Replace {
        /// The value's place.
        at: Span,
        /// The new decoded value. May hold `$NAME` to be filled in, which makes the fix manual.
        with: String,
    },
    /// The parameter, header or option at a place goes away.
    Remove {
        /// A place inside it.
        at: Span,
    },
    /// A word gets quotes, so that the shell passes it on whole.
    Quote {
        /// The word.
        word: Span,
    },
    /// The Authorization header becomes `Bearer` and the token that stands in it now.
    RewriteAsBearer {
        /// The header's value, or the credentials of `-u`.
        at: Span,
    },
    /// A parameter is added where the others are.
    AddParam {
        /// Its name.
        name: String,
        /// Its decoded value, or `$NAME`.
        value: String,
    },
    /// A header is added.
    AddHeader {
        /// Its name.
        name: String,
        /// Its value, which may hold `$NAME`.
        value: String,
    },
    /// The method becomes this one; where the other options imply it, the option that says otherwise goes away.
    SetMethod(String),
    /// The address becomes this one. The query that stands there stays. May hold `{name}` to be filled in.
    SetUrl(String),
    /// The OAuth parameters move to a form body or to the query.
    MoveParams(Destination),
    /// An option without a value is added to the curl command.
    AddOption(String),
}

/// Where parameters move to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A form-encoded body.
    Form,
    /// The query.
    Query,
}
