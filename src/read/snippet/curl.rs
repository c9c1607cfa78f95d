//! curl commands in a document: behind a prompt, in a sentence, in quotes, in a script.

use std::sync::LazyLock;

use memchr::{memchr, memmem};

use super::prompt::{follows_colon, is_host, is_prompt, is_shell_prefix};
use super::{Around, Snip, Snippet};
use crate::exchange::Form;
use crate::read::answer::Line;
use crate::read::curl;
use crate::read::shell::folded::folded;
use crate::read::shell::{Setting, cmd, string};
use crate::text::{Text, invisible, near};

/// Finds the word that begins a command.
static NAME: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("curl"));
/// As some write it.
static CAPITALS: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("CURL"));

/// The form of curl commands.
#[derive(Debug)]
pub(super) struct Curl;

impl Snippet for Curl {
    fn marks(&self) -> &'static [&'static str] {
        &["curl", "CURL"]
    }

    fn read<'s>(&self, doc: &Text<'s>, line: Line, _around: &mut Around<'s>) -> Option<Snip<'s>> {
        let (start, setting) = command_start(doc.as_str(), line)?;
        let string = string::unescaped(doc, start, setting.closer);
        let read = match &string {
            Some(string) => curl::read(string, 0, Setting::default()),
            None => curl::read(doc, start, setting),
        };
        let end = string.map_or(read.end, |_| line.end);
        let requests = read.requests.into_iter().map(|request| (request, None)).collect();
        Some(Snip {
            form: Form::Curl,
            start,
            span: read.span,
            requests,
            answer: None,
            repairs: read.repairs,
            end: behind_command(doc.as_str(), end.max(start + 1), setting),
        })
    }
}

/// Behind a command: at the next line, or still on this one where another command or a sentence goes on.
fn behind_command(text: &str, end: usize, setting: Setting) -> usize {
    if end >= text.len() || text.as_bytes()[end - 1] == b'\n' {
        return end.min(text.len());
    }
    let rest = near::behind(text, end);
    let line_end = end + rest.len();
    let goes_on = text.as_bytes().get(line_end).is_some_and(|byte| *byte != b'\n');
    let more = goes_on || NAME.find(rest.as_bytes()).is_some();
    if more || setting.closer.is_some() { end } else { (line_end + 1).min(text.len()) }
}

/// Where a line's curl command starts, if it holds one, and what it stands in.
fn command_start(text: &str, line: Line) -> Option<(usize, Setting)> {
    let content = &text[line.start..line.end];
    let mut from = 0;
    while let Some(found) = name(&content.as_bytes()[from..]).map(|n| from + n) {
        if let Some(setting) = begins_command(content, found, text, line) {
            return Some((line.start + found, setting));
        }
        from = found + 4;
    }
    None
}

/// Where the next word stands that may begin a command.
fn name(line: &[u8]) -> Option<usize> {
    let small = NAME.find(line);
    CAPITALS.find(&line[..small.unwrap_or(line.len())]).or(small)
}

/// Whether a string that tells of a command names no more than the address: nobody runs that.
fn only_names(behind: &str, closer: u8) -> bool {
    let close = memchr(closer, behind.as_bytes()).unwrap_or(behind.len());
    let inner = &behind[..close];
    inner.split_whitespace().count() <= 1 && !inner.contains('?')
}

/// Whether the `curl` at `found` is a command rather than a word, and what it stands in.
fn begins_command(line: &str, found: usize, text: &str, place: Line) -> Option<Setting> {
    let before = &line[..found];
    let behind = &line[found + 4..];
    let behind = behind.strip_prefix(".exe").unwrap_or(behind);
    let last = before.chars().next_back();
    let prompt = cmd::is_prompt(before);
    if !prompt
        && !last.is_none_or(|c| {
            c.is_whitespace() || matches!(c, '`' | '(' | ';' | '|' | '&' | '"' | '\'' | '!' | '/' | '@')
        })
        && !is_set_bold(before, behind)
    {
        return None;
    }
    let prefix = before.trim_start_matches([' ', '\t', '\u{a0}']);
    if is_argument(prefix) {
        return None;
    }
    let quoted = prefix.starts_with("> ") || prefix.starts_with(">>");
    let prefix = prefix.trim_start_matches(['>', ' ']);
    if prefix.starts_with('#') || prefix.starts_with("//") || is_quoted_by_powershell(prefix, &text[..place.start]) {
        return None;
    }
    let at_start = prefix.is_empty() || prompt || is_prompt(prefix) || is_shell_prefix(prefix);
    let closer = match last {
        Some('`') => Some(b'`'),
        Some('(') if prefix.ends_with("\"$(") => None,
        Some('"') if !at_start || prefix.ends_with("=\"") => Some(b'"'),
        Some('\'') if !at_start || prefix.ends_with("='") => Some(b'\''),
        Some('*') => Some(b'*'),
        _ => None,
    };
    // A string leads over to the command that it holds.
    let told = if closer.is_some() || !(at_start || follows_colon(prefix)) { None } else { string::open_quote(before) };
    if told.is_some_and(|quote| follows_colon(prefix) && only_names(behind, quote)) {
        return None;
    }
    let says_enough = closer.is_none_or(|closer| is_whole_command(behind, closer, prefix));
    let closer = closer.or(told);
    let prompted = quoted || is_prompt(prefix);
    let goes_on = looks_like_arguments(behind, at_start, text, place);
    (goes_on && says_enough && (at_start || closer.is_some() || follows_colon(prefix))).then(|| Setting {
        closer,
        prompted,
        folded: folded(text, place.start + found),
        starred: prefix.starts_with("* ") && stands_in_comment(&text[..place.start]),
    })
}

/// Whether the word is what an option of another program takes: `--client curl` on a line of its own.
fn is_argument(before: &str) -> bool {
    let last = before.split_whitespace().next_back().unwrap_or("");
    before.starts_with("--") && last.len() > 2 && last.starts_with("--") && !last.contains('=')
}

/// Whether the line above belongs to a comment of several lines.
fn stands_in_comment(before: &str) -> bool {
    before.trim_end().rsplit('\n').next().is_some_and(|line| line.trim_start().starts_with(['*', '/']))
}

/// Whether a line sets the command in bold, as Markdown does: `**curl ..**`.
fn is_set_bold(before: &str, behind: &str) -> bool {
    before.ends_with("**") && behind.trim_end().ends_with("**")
}

/// Whether a line only repeats the command that PowerShell stumbled over: `+ curl ..` below `At line:1 char:1`.
fn is_quoted_by_powershell(prefix: &str, before: &str) -> bool {
    prefix.trim_end() == "+" && before.trim_end().rsplit('\n').next().is_some_and(|line| line.starts_with("At "))
}

/// Whether what stands in quotes is a command to run rather than the name of one (`curl -v`), or its first half
/// (`CURL="curl -s"`).
fn is_whole_command(behind: &str, closer: u8, prefix: &str) -> bool {
    let close = memchr(closer, behind.as_bytes());
    let inner = close.map_or(behind, |end| &behind[..end]);
    if close.is_none() && inner.trim_end().ends_with('\\') {
        return true;
    }
    let assigned = prefix.trim_end_matches(['"', '\'']).ends_with('=');
    inner.contains("://") || inner.contains('\n') || (!assigned && inner.contains(['/', '.']))
}

/// Whether what follows the word can be curl's arguments.
fn looks_like_arguments(behind: &str, at_start: bool, text: &str, place: Line) -> bool {
    let Some(first) = behind.chars().next() else {
        let next = text[place.next..].lines().next().unwrap_or("");
        return at_start && curl::options::starts_with_option(next.trim_start());
    };
    if matches!(first, '{' | '<') || behind.starts_with("[http") {
        return true;
    }
    let spaced = first.is_whitespace() || first == '\\' || invisible(first).is_some();
    if !spaced {
        return false;
    }
    let argument = behind.trim_start_matches(|c: char| c.is_whitespace() || invisible(c).is_some());
    if argument.starts_with(['-', '"', '\'', '\\', '$', '{', '<']) {
        return true;
    }
    let word = first_word(argument);
    let redirected = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '&').starts_with('>');
    if redirected || word.starts_with("&&") || word.starts_with('|') || word == "&" {
        return false;
    }
    match argument.chars().next() {
        None => at_start,
        Some('–' | '—' | '−' | '“' | '”' | '‘' | '’' | '&') => true,
        Some(_) => word.contains("://") || word.contains('/') || word.contains("localhost") || is_host(word),
    }
}

/// What stands before the first white space.
fn first_word(text: &str) -> &str {
    match text.bytes().position(|byte| byte <= b' ' || byte >= 0x80) {
        Some(end) if text.as_bytes()[end] < 0x80 => &text[..end],
        Some(_) => text.split_whitespace().next().unwrap_or(""),
        None => text,
    }
}
