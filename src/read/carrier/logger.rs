//! What a logger writes before every line: `D/OkHttp: Host: a.example`, `09:12:44 [main] DEBUG Api - Host: a.example`.

use memchr::memmem;

use super::without;
use crate::read::answer::{self, Line};
use crate::read::{http, stamp};
use crate::text::Text;
use crate::text::boundary::floor;

/// A text in which the lines of messages as they travel have lost what a logger wrote before them.
pub(super) fn plain(text: Text<'_>) -> Text<'_> {
    without(text, marks)
}

/// What else a message, or the piece of one, begins with.
const BEGINNINGS: [&str; 4] = ["REQUEST: ", "RESPONSE: ", "<- \"", "send: "];

/// How far a logger's words reach into a line, in bytes.
const LONGEST: usize = 200;

/// How much of a line is looked at to see whether a message begins there, in bytes.
const LONGEST_MESSAGE: usize = 1 << 12;

fn marks(text: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let line = answer::line_at(text, at);
        at = line.next;
        let Some(prefix) = Prefix::of(text, line) else { continue };
        let mut run: Vec<(usize, usize)> = prefix.mark(text, line).into_iter().collect();
        while at < text.len() {
            let line = answer::line_at(text, at);
            let Some(mark) = prefix.mark(text, line) else { break };
            run.push(mark);
            at = line.next;
        }
        if run.len() > 1 {
            out.extend(run);
        }
    }
    out
}

/// What stands before a message: the same before every line of it, but for its digits.
struct Prefix<'t> {
    /// Up to the logger's name.
    before: &'t str,
    /// The name, and what divides it from the message.
    name: &'t str,
}

impl<'t> Prefix<'t> {
    /// What stands before the message that begins in this line.
    fn of(text: &'t str, line: Line) -> Option<Self> {
        const DIVIDERS: [&str; 4] = [": ", "| ", "- ", "] "];
        let content = &text[line.start..line.end];
        let content = &content[..floor(content, LONGEST)];
        let behind =
            |divider: &&str| memmem::find_iter(content.as_bytes(), divider).map(|at| at + 2).collect::<Vec<_>>();
        let ends = DIVIDERS.iter().flat_map(behind);
        let far = floor(text, line.end.min(line.start + LONGEST_MESSAGE));
        let end = ends.filter(|end| begins_message(&text[line.start + end..far])).min()?;
        let whole = &content[..end];
        let words = whole.trim_end().char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, c)| at + c.len_utf8());
        let starts: Vec<usize> = std::iter::once(0).chain(words).collect();
        let named = |at: &&usize| {
            let word = whole[**at..].split(char::is_whitespace).next().unwrap_or("");
            word.contains(char::is_alphabetic)
        };
        let (before, name) = whole.split_at(*starts.iter().rev().find(named)?);
        // What somebody writes before a message is no logger's.
        let logs = stamp::length(whole) > 0 || whole.contains(['/', '|', '[']) || name.contains('.');
        logs.then_some(Self { before, name })
    }

    /// What to take away from a line that the same logger wrote.
    fn mark(&self, text: &str, line: Line) -> Option<(usize, usize)> {
        let content = &text[line.start..line.end];
        let window = &content[..floor(content, LONGEST)];
        let name = self.name.trim_end();
        let at = memmem::find(window.as_bytes(), name.as_bytes())?;
        if !alike(&content[..at], self.before) {
            return None;
        }
        let behind = &content[at + name.len()..];
        let behind = behind.strip_prefix(' ').unwrap_or(behind);
        Some((line.start, line.end - behind.len()))
    }
}

/// Whether two texts differ in their digits alone.
fn alike(one: &str, other: &str) -> bool {
    let shape = |text: &str| {
        let mut shape: Vec<char> = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        shape.dedup_by(|a, b| a == b && matches!(a, '0' | ' '));
        shape
    };
    one == other || shape(one) == shape(other)
}

/// Whether a message begins here: `POST /token HTTP/1.1`, `HTTP/1.1 401`, `--> POST https://..`, `<-- 401 https://..`.
fn begins_message(line: &str) -> bool {
    let shown = line.strip_prefix(['>', '<']).filter(|rest| rest.starts_with(' ')).unwrap_or(line).trim();
    let arrow = ["---> ", "--> ", "<--- ", "<-- "].into_iter().find_map(|arrow| shown.strip_prefix(arrow));
    let head = arrow.map_or(shown, |head| head.strip_prefix("HTTP ").unwrap_or(head));
    let addressed = || {
        head.split_once(' ').is_some_and(|(method, rest)| http::METHODS.contains(&method) && rest.starts_with("http"))
    };
    head.starts_with("HTTP/") && head.contains(' ')
        || BEGINNINGS.iter().any(|title| head.starts_with(title))
        || http::is_request_line(head)
        || arrow.is_some() && (addressed() || head.starts_with(|c: char| c.is_ascii_digit()))
}
