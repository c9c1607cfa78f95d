//! `.env` files: `NAME=value` as a shell would take it, and as the libraries of this name do.

use memchr::memchr;

use super::tree::Node;
use crate::exchange::Quotes;
use crate::read::answer::line_at;
use crate::text::{Text, decode};

/// The file, if every line is an assignment or a comment.
pub(super) fn parse<'s>(doc: &Text<'s>) -> Option<Node<'s>> {
    let text = doc.as_str();
    let (mut entries, mut at) = (Vec::new(), 0);
    while at < text.len() {
        let line = line_at(text, at);
        let content = text[line.start..line.end].trim_start();
        at = line.next;
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let content = content.strip_prefix("export ").unwrap_or(content).trim_start();
        let start = line.end - content.len();
        let equals = memchr(b'=', content.as_bytes())?;
        let name = content[..equals].trim_end();
        if !is_name(name) {
            return None;
        }
        let behind = &content[equals + 1..];
        let from = line.end - behind.trim_start_matches([' ', '\t']).len();
        let (value, quotes, end) = value(doc, from, line.end);
        at = at.max(if end > line.end { line_at(text, end).next } else { line.next });
        entries.push((doc.slice(start, start + name.len()), Node::value(value, quotes)));
    }
    Some(Node::Map(entries))
}

/// A name that an environment can hold.
pub(super) fn is_name(name: &str) -> bool {
    let first = name.bytes().next();
    first.is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// The value that starts at `from`, its quotes, and where it ends. One in quotes may go on over several lines.
fn value<'s>(doc: &Text<'s>, from: usize, line_end: usize) -> (Text<'s>, Quotes, usize) {
    let text = doc.as_str();
    let quote = text.as_bytes().get(from).copied().filter(|byte| from < line_end && b"\"'`".contains(byte));
    if let Some(end) = quote.and_then(|quote| closing(text, from + 1, quote)) {
        let inner = doc.slice(from + 1, end);
        return match quote {
            Some(b'"') => (decode::json_string(&inner), Quotes::Double, end + 1),
            _ => (inner, Quotes::Single, end + 1),
        };
    }
    let bare = &text[from..line_end];
    let comment = if bare.starts_with('#') { Some(0) } else { bare.find(" #") };
    let bare = bare[..comment.unwrap_or(bare.len())].trim_end();
    (doc.slice(from, from + bare.len()), Quotes::Words, from + bare.len())
}

/// Where the quote that opened before `from` closes; one that never does is a character like others.
fn closing(text: &str, from: usize, quote: u8) -> Option<usize> {
    let mut escaped = false;
    text.as_bytes()[from..]
        .iter()
        .position(|&byte| {
            let closes = byte == quote && !escaped;
            escaped = byte == b'\\' && quote == b'"' && !escaped;
            closes
        })
        .map(|len| from + len)
}
