//! Requests that stand in a document among other things, each in a form of its own.

mod axios;
mod axios_error;
mod curl;
mod described;
mod failed_call;
mod fetch;
mod fields;
mod got;
mod http;
mod httpie;
mod jquery;
mod keycloak_event;
mod logged;
mod network;
mod node_request;
mod oauth_settings;
mod options;
mod php;
mod postman_console;
mod powershell;
mod program;
pub(super) mod prompt;
mod python;
mod run_together;
mod wget;
mod wire;
mod xhr;

use std::fmt;
use std::sync::OnceLock;

use memchr::memmem::Finder;
use memchr::{memchr, memchr2};

use super::answer::Line;
use super::code::{Language, Names};
use crate::exchange::{Form, Repair, Request, Response};
use crate::text::{Span, Text};

/// A form in which a request stands in a document. A new one is a file here and a line in [`SNIPPETS`].
pub(super) trait Snippet: fmt::Debug + Sync {
    /// One of these stands in every document that holds one, so that others pay nothing for this form.
    fn marks(&self) -> &'static [&'static str];

    /// What else stands there, which saves the search for the marks where it does not.
    fn sign(&self) -> Sign {
        Sign::Any
    }

    /// Reads what begins on this line.
    fn read<'s>(&self, doc: &Text<'s>, line: Line, around: &mut Around<'s>) -> Option<Snip<'s>>;
}

/// A character that a form cannot do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// None.
    Any,
    /// The parenthesis of a call.
    Call,
    /// The point of an arrow.
    Arrow,
}

/// What the document holds before a line.
#[derive(Debug, Default)]
pub(super) struct Around<'s> {
    /// The form of the exchange before it, which may still get its answer.
    pub(super) open: Option<Form>,
    /// The names that programs gave values to, by language.
    names: Vec<Names<'s>>,
    /// Where the last object over several lines ends that could be a record of a log.
    records_to: usize,
    /// What a library said of the last call that failed.
    failed: Option<String>,
    /// How many objects turned out to be none where they were read to see what they are.
    broken_objects: u32,
}

/// After so many of them no more are tried: each may cost a look at all that follows.
const MOST_BROKEN: u32 = 16;

impl<'s> Around<'s> {
    /// The names that have a value in this language where `at` stands.
    fn names(&mut self, language: Language, doc: &Text<'s>, at: usize) -> &Names<'s> {
        let known = self.names.iter().position(|names| names.language() == language);
        let place = known.unwrap_or(self.names.len());
        if known.is_none() {
            self.names.push(Names::new(language, doc.as_str().len()));
        }
        let names = &mut self.names[place];
        names.read_to(doc, at);
        names
    }
}

/// Every form; the first that reads a line has it.
const SNIPPETS: &[&dyn Snippet] = &[
    &powershell::PowerShell,
    &php::Php,
    &curl::Curl,
    &postman_console::PostmanConsole,
    &http::Http,
    &wire::trace::Trace,
    &wire::arrows::Arrows,
    &wire::quoted::Quoted,
    &wire::quoted::QuotedByPython,
    &wire::ktor::Ktor,
    &wire::node_header::NodeHeader,
    &network::Network,
    &oauth_settings::OauthSettings,
    &described::Described,
    &wget::Wget,
    &httpie::Httpie,
    &fetch::Fetch,
    &axios_error::AxiosError,
    &axios::Axios,
    &jquery::JQuery,
    &xhr::Xhr,
    &node_request::NodeRequest,
    &got::Got,
    &python::Requests,
    &logged::Logged,
    &failed_call::FailedCall,
    &keycloak_event::KeycloakEvent,
    &options::Options,
];

/// What a form read.
#[derive(Debug)]
pub(super) struct Snip<'s> {
    /// The form of its exchanges.
    pub(super) form: Form,
    /// Where it begins on its line.
    pub(super) start: usize,
    /// Everything that belongs to its requests.
    pub(super) span: Span,
    /// The requests, each with its answer where that is part of the form.
    pub(super) requests: Vec<(Request<'s>, Option<Response<'s>>)>,
    /// An answer to the exchange before it.
    pub(super) answer: Option<Response<'s>>,
    /// What had to be repaired.
    pub(super) repairs: Vec<Repair>,
    /// Where reading goes on.
    pub(super) end: usize,
}

/// The forms that can stand in a document.
pub(super) fn present(document: &str) -> Vec<&'static dyn Snippet> {
    let bytes = document.as_bytes();
    let (calls, points) = (memchr(b'(', bytes).is_some(), memchr2(b'<', b'>', bytes).is_some());
    let stands = |(snippet, marks): &(&&dyn Snippet, &Marks)| {
        let marks = || marks.get_or_init(|| snippet.marks().iter().map(Finder::new).collect());
        let signed = match snippet.sign() {
            Sign::Any => true,
            Sign::Call => calls,
            Sign::Arrow => points,
        };
        signed && marks().iter().any(|mark| mark.find(bytes).is_some())
    };
    SNIPPETS.iter().zip(&MARKS).filter(stands).map(|(snippet, _)| *snippet).collect()
}

/// What finds the marks of a form, made where they are first looked for.
type Marks = OnceLock<Vec<Finder<'static>>>;

/// The marks of every form, in their order.
static MARKS: [Marks; SNIPPETS.len()] = [const { OnceLock::new() }; SNIPPETS.len()];
