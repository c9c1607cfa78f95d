//! INI files: sections with `key = value`, as Python's `configparser` and its relatives read them.

use super::properties::is_key;
use super::tree::Node;
use crate::exchange::Quotes;
use crate::read::answer::line_at;
use crate::text::{Text, decode};

/// The file, if every line is a section, a setting, the rest of one, or a comment.
pub(super) fn parse<'s>(doc: &Text<'s>) -> Option<Node<'s>> {
    let text = doc.as_str();
    let mut sections: Vec<(Text<'s>, Node<'s>)> = Vec::new();
    let (mut entries, mut at) = (Vec::new(), 0);
    let mut section = doc.slice(0, 0);
    while at < text.len() {
        let line = line_at(text, at);
        let content = text[line.start..line.end].trim();
        let start = line.start + text[line.start..line.end].find(content).unwrap_or_default();
        at = line.next;
        if content.is_empty() || content.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = content.strip_prefix('[') {
            let end = name.find(']')?;
            sections.push((section, Node::Map(std::mem::take(&mut entries))));
            section = doc.slice(start + 1, start + 1 + end);
            continue;
        }
        let Some(divider) = content.find(['=', ':']).filter(|&n| is_key(content[..n].trim_end())) else {
            // An indented line goes on with the value before it.
            if start > line.start && !entries.is_empty() {
                continue;
            }
            return None;
        };
        let key = content[..divider].trim_end();
        let from = start + content.len() - content[divider + 1..].trim_start().len();
        let (value, quotes) = value(doc, from, start + content.len());
        entries.push((doc.slice(start, start + key.len()), Node::value(value, quotes)));
    }
    sections.push((section, Node::Map(entries)));
    Some(Node::Map(sections))
}

/// A value without a comment behind it, and without quotes around it.
fn value<'s>(doc: &Text<'s>, from: usize, end: usize) -> (Text<'s>, Quotes) {
    let raw = &doc.as_str()[from..end];
    for (quote, quotes) in [('"', Quotes::Double), ('\'', Quotes::Single)] {
        let inner = raw.strip_prefix(quote).and_then(|rest| rest.find(quote));
        if let Some(len) = inner {
            let inner = doc.slice(from + 1, from + 1 + len);
            return (if quote == '"' { decode::json_string(&inner) } else { inner }, quotes);
        }
    }
    let comment = [" ;", " #"].iter().filter_map(|sign| raw.find(sign)).min();
    let raw = raw[..comment.unwrap_or(raw.len())].trim_end();
    (doc.slice(from, from + raw.len()), Quotes::None)
}
