//! curl commands to requests.

pub mod config;
pub mod glob;
pub mod options;
pub mod request;
pub mod wire;

use std::sync::Arc;

use crate::exchange::{Command, Repair, Request, Variable};
use crate::read::shell::{self, Reading, Setting};
use crate::text::{Span, Text};

/// A command that was read.
pub(super) struct Read<'s> {
    /// One request an address, or one without.
    pub(super) requests: Vec<Request<'s>>,
    /// Everything from the `curl` word to the last word or here-document.
    pub(super) span: Span,
    /// What had to be repaired.
    pub(super) repairs: Vec<Repair>,
    /// Where reading goes on in the document.
    pub(super) end: usize,
}

/// Reads the command whose `curl` word starts at `start` of the document, as it was meant. A command that asks curl
/// about itself gives no request.
pub(super) fn read<'s>(doc: &Text<'s>, start: usize, setting: Setting) -> Read<'s> {
    let name_end = start + "curl".len();
    let lexed = shell::lex(doc, start, Reading::Intent, setting);
    let parsed = config::parse(&lexed, Reading::Intent);
    let span = doc.span_of(start, lexed.last);
    let mut repairs = lexed.repairs.clone();
    repairs.extend(parsed.repairs.iter().cloned());
    if parsed.asks_about_curl {
        return Read { requests: Vec::new(), span, repairs, end: lexed.end };
    }
    let variables: Vec<Variable<'s>> = lexed.words.iter().flat_map(|word| word.variables.iter().cloned()).collect();
    let name = doc.span_of(start, name_end);
    let command = Arc::new(Command { span, name, arguments: parsed.arguments });
    let around = request::Around { command: &command, stdin: lexed.stdin.as_ref(), variables: &variables };
    let requests = parsed.configs.iter().flat_map(|config| request::requests(config, &around)).collect();
    Read { requests, span, repairs, end: lexed.end }
}


/// What curl would really send for the command whose `curl` word starts at `start` of the text: read as the shell reads
/// it, without any repair.
///
/// # Errors
/// Why curl sends nothing.
pub fn on_the_wire(text: &str, start: usize) -> Result<Vec<wire::WireRequest>, wire::Refusal> {
    let doc = Text::verbatim(text, Span::new(0, text.len()));
    let lexed = shell::lex(&doc, start, Reading::Wire, Setting::default());
    wire::command(&config::parse(&lexed, Reading::Wire), lexed.stdin.as_ref())
}
