//! Java properties: `key=value` or `key: value`, with continued lines and `\uXXXX`.
//!
//! As `java.util.Properties.load` reads them, but that a key has to be divided from its value by a sign. Quotes are
//! characters like others, and blanks at the end belong to the value.

use super::tree::Node;
use crate::exchange::Quotes;
use crate::read::answer::line_at;
use crate::text::{MapBuilder, Text, decode};

/// The file, if every line is a property or a comment.
pub(super) fn parse<'s>(doc: &Text<'s>) -> Option<Node<'s>> {
    let text = doc.as_str();
    let (mut entries, mut at) = (Vec::new(), 0);
    while at < text.len() {
        let line = line_at(text, at);
        let content = text[line.start..line.end].trim_start();
        at = line.next;
        if content.is_empty() || content.starts_with(['#', '!']) {
            continue;
        }
        let start = line.end - content.len();
        let mut stretches = vec![(start, line.end)];
        while continues(text, &stretches) && at < text.len() {
            let next = line_at(text, at);
            let content = text[next.start..next.end].trim_start();
            if let Some(last) = stretches.last_mut() {
                last.1 -= 1;
            }
            stretches.push((next.end - content.len(), next.end));
            at = next.next;
        }
        let divider = content.find(['=', ':'])?;
        let key = content[..divider].trim_end();
        if !is_key(key) {
            return None;
        }
        let behind = content[divider + 1..].trim_start();
        if let Some(first) = stretches.first_mut() {
            first.0 = (line.end - behind.len()).min(first.1);
        }
        let value = decode::json_string(&joined(doc, &stretches));
        entries.push((doc.slice(start, start + key.len()), Node::value(value, Quotes::None)));
    }
    Some(Node::Map(entries))
}

/// A key as frameworks write them; anything else is a sentence.
pub(super) fn is_key(key: &str) -> bool {
    let inner = |b: u8| b.is_ascii_alphanumeric() || b"_-.[]$/\\".contains(&b);
    key.bytes().next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_') && key.bytes().all(inner)
}

/// Whether the last stretch ends with a backslash that is not escaped itself.
fn continues(text: &str, stretches: &[(usize, usize)]) -> bool {
    let last = stretches.last().map_or("", |&(start, end)| &text[start..end]);
    last.bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1
}

fn joined<'s>(doc: &Text<'s>, stretches: &[(usize, usize)]) -> Text<'s> {
    if let [(start, end)] = stretches {
        return doc.slice(*start, *end);
    }
    let mut map = MapBuilder::new();
    stretches.iter().for_each(|&(start, end)| map.copy(doc.map(), start, end));
    let value: String = stretches.iter().map(|&(start, end)| &doc.as_str()[start..end]).collect();
    let start = stretches.first().map_or(0, |first| first.0);
    Text::new(value, map.finish(doc.span_of(start, start).start), Vec::new())
}
