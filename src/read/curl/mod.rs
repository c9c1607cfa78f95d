//! curl commands to requests.

pub mod config;
pub mod glob;
pub mod options;
pub mod request;
mod stray;
pub mod wire;

use crate::text::near;
use std::sync::Arc;

use crate::exchange::{Command, GlobEffect, Part, Repair, Request, Shell, Variable};
use crate::read::shell::{self, Lexed, Reading, Setting, cmd, folded, powershell, string};
use crate::text::{Mark, Marked, Span, Text};

/// The requests of one command that are read: each holds all of the command.
const MOST_REQUESTS: usize = 32;
/// The variables of one command that are looked at.
const MOST_VARIABLES: usize = 400;

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
    let shell = match doc.as_str() {
        text if cmd::is_cmd(text, start) => Shell::Cmd,
        text if powershell::is_powershell(text, start) => Shell::Pwsh,
        _ => Shell::Posix,
    };
    let mut lexed = match shell {
        Shell::Posix | Shell::Pwsh => shell::lex(doc, start, Reading::Intent, setting),
        Shell::Cmd => cmd::lex(doc, start),
    };
    if lexed.words.last().is_some_and(|word| word.text.as_str() == ";") {
        // What ends `find -exec`.
        lexed.words.pop();
    }
    let parsed = config::parse(&lexed, Reading::Intent);
    let span = doc.span_of(start, lexed.last);
    if shell == Shell::Pwsh {
        lexed.repairs.extend(powershell::misread(doc, start, &lexed));
    }
    let mut repairs = lexed.repairs;
    repairs.extend(parsed.repairs);
    if parsed.asks_about_curl {
        return Read { requests: Vec::new(), span, repairs, end: lexed.end };
    }
    let mut variables: Vec<Variable<'s>> = Vec::new();
    lexed.words.into_iter().for_each(|word| variables.extend(word.variables));
    variables.truncate(MOST_VARIABLES);
    let name = doc.span_of(start, name_end);
    let command = Arc::new(Command { shell, span, name, arguments: parsed.arguments });
    let around = request::Around { command: &command, stdin: lexed.stdin.as_ref(), variables: &variables };
    let mut requests = Vec::new();
    for config in &parsed.configs {
        request::requests(config, &around, MOST_REQUESTS, &mut requests);
    }
    if requests.iter().any(|request| request.url.is_none()) && is_fed(doc.as_str(), start) {
        for request in requests.iter_mut().filter(|request| request.url.is_none()) {
            request.unseen = request.unseen.and(Part::Address, true);
        }
    }
    Read { requests, span, repairs, end: lexed.end }
}

/// Whether `xargs` adds words to the command that starts at `start`.
fn is_fed(text: &str, start: usize) -> bool {
    near::before(text, start).split_whitespace().any(|word| word == "xargs")
}

/// What curl would really send for the command whose `curl` word starts at `start` of the text: read as the shell reads
/// it, without any repair.
///
/// # Errors
/// Why curl sends nothing.
pub fn on_the_wire(text: &str, start: usize) -> Result<Vec<wire::WireRequest>, wire::Refusal> {
    let doc = Text::verbatim(text, Span::new(0, text.len()));
    let lexed = lexed(&doc, start, Reading::Wire);
    wire::command(&config::parse(&lexed, Reading::Wire), lexed.stdin.as_ref())
}

/// What curl would send if the command were what it was meant to be: damage repaired, braces of placeholders kept.
///
/// # Errors
/// Why curl sends nothing even then.
pub fn as_meant(text: &str, start: usize) -> Result<Vec<wire::WireRequest>, wire::Refusal> {
    let doc = Text::verbatim(text, Span::new(0, text.len()));
    let lexed = lexed(&doc, start, Reading::Intent);
    let mut parsed = config::parse(&lexed, Reading::Intent);
    parsed.stops = None;
    for config in &mut parsed.configs {
        let urls = config.urls.iter().filter_map(|argument| argument.value.as_ref());
        let globs: Vec<_> = urls.flat_map(|url| glob::patterns(url, config.globoff)).collect();
        config.globoff |= globs.iter().any(|glob| !matches!(glob.effect, GlobEffect::SeveralRequests(_)));
        for argument in &mut config.urls {
            argument.value = argument.value.take().map(with_placeholders_held);
        }
    }
    wire::command(&parsed, lexed.stdin.as_ref())
}

/// An address whose placeholders (`{sub}`, `<sub>`) stay as written, wherever they stand, as variables do.
fn with_placeholders_held(address: Text<'_>) -> Text<'_> {
    let text = address.as_str();
    let mut marks = address.marks().to_vec();
    let mut from = 0;
    while let Some(open) = text[from..].find(['{', '<']).map(|at| from + at) {
        let close = if text[open..].starts_with('{') { '}' } else { '>' };
        let Some(end) = text[open..].find(close).map(|at| open + at + 1) else { break };
        marks.push(Marked { range: open..end, mark: Mark::Expansion });
        from = end;
    }
    address.with_marks(marks)
}

/// The words of the command whose `curl` word starts at `start`.
fn lexed<'s>(doc: &Text<'s>, start: usize, reading: Reading) -> Lexed<'s> {
    let setting = setting_at(doc.as_str(), start);
    match string::unescaped(doc, start, setting.closer) {
        Some(string) => shell::lex(&string, 0, reading, Setting::default()),
        None => shell::lex(doc, start, reading, setting),
    }
}

/// What a command stands in, by what stands before it on its line.
fn setting_at(text: &str, start: usize) -> Setting {
    let before = text[..start].bytes().next_back();
    let closer = before
        .filter(|byte| matches!(byte, b'`' | b'"' | b'\''))
        .or_else(|| string::open_quote(near::before(text, start)));
    Setting { closer, folded: folded::folded(text, start), ..Setting::default() }
}
