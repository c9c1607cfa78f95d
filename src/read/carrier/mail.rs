//! Lines that a mail program quotes: `> curl ..`, `> > curl ..`.

use super::without;
use crate::read::answer::{self, Line};
use crate::read::http;
use crate::text::Text;

/// Quotes in quotes that are undone.
const DEEPEST: usize = 4;

/// A text whose quoted lines have lost their marks.
pub(super) fn unquoted(mut text: Text<'_>) -> Text<'_> {
    for _ in 0..DEEPEST {
        let before = text.as_str().len();
        text = without(text, marks);
        if text.as_str().len() == before {
            break;
        }
    }
    text
}

/// The marks of the outermost quotes.
fn marks(text: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    if !text.starts_with('>') && memchr::memmem::find(text.as_bytes(), b"\n>").is_none() {
        return out;
    }
    let mut above = "";
    let mut at = 0;
    while at < text.len() {
        let line = answer::line_at(text, at);
        at = line.next;
        if mark(text, line).is_none() {
            above = &text[line.start..line.end];
            continue;
        }
        let mut lines = vec![line];
        while at < text.len() {
            let next = answer::line_at(text, at);
            if mark(text, next).is_none() {
                break;
            }
            lines.push(next);
            at = next.next;
        }
        if is_quote(text, &lines, above) {
            out.extend(lines.iter().filter_map(|line| mark(text, *line)));
        }
    }
    out
}

/// The mark of a quoted line, with the blank behind it.
fn mark(text: &str, line: Line) -> Option<(usize, usize)> {
    let content = &text[line.start..line.end];
    let behind = content.strip_prefix('>')?;
    let behind = behind.strip_prefix([' ', '\t', '\u{a0}']).unwrap_or(behind);
    Some((line.start, line.end - behind.len()))
}

/// Whether these lines are quoted by mail, rather than shown by `curl -v` or prompted for by a shell. `above` stands over them.
fn is_quote(text: &str, lines: &[Line], above: &str) -> bool {
    let above = above.trim_end();
    let leads_over = above.is_empty() || above.ends_with([':', '-']);
    let content = |line: &Line| &text[line.start..line.end];
    let sent = lines.first().is_some_and(|line| http::is_request_line(content(line).trim_start_matches(['>', ' '])));
    let prompts = lines.iter().any(|line| content(line).starts_with(">>>"));
    lines.len() > 1 && leads_over && !sent && !prompts
}
