//! What every syntax gives: keys that lead to values, each with its place.

use crate::exchange::{Json, Quotes};
use crate::read::code::{Member, Value};
use crate::text::{MapBuilder, Span, Text, decode};

/// Deeper values are passed over, so that hostile nesting costs nothing.
pub(super) const DEPTH: usize = 64;

/// A file, or a part of it.
#[derive(Clone, Debug)]
pub(in crate::read) enum Node<'s> {
    Value(Leaf<'s>),
    List(Vec<Node<'s>>),
    /// Keys in order, duplicates kept.
    Map(Vec<(Text<'s>, Node<'s>)>),
}

/// A value, unescaped.
#[derive(Clone, Debug)]
pub(in crate::read) struct Leaf<'s> {
    pub(in crate::read) text: Text<'s>,
    pub(in crate::read) quotes: Quotes,
}

impl<'s> Node<'s> {
    pub(in crate::read) const fn value(text: Text<'s>, quotes: Quotes) -> Self {
        Self::Value(Leaf { text, quotes })
    }

    /// JSON as a tree of settings.
    pub(super) fn of_json(json: Json<'s>) -> Self {
        match json {
            Json::String(text) => Self::value(text, Quotes::Double),
            Json::Scalar(text) => Self::value(text, Quotes::None),
            Json::Array(elements) => Self::List(elements.into_iter().map(Self::of_json).collect()),
            Json::Object(members) => {
                Self::Map(members.into_iter().map(|(key, value)| (key, Self::of_json(value))).collect())
            }
        }
    }

    /// What a program says, as far as it is known without running it.
    pub(super) fn of_program(value: &Value<'s>) -> Self {
        let Some(members) = value.members() else { return Self::value(value.text(), Quotes::Double) };
        if members.iter().all(|member| member.name.is_none()) {
            return Self::List(members.iter().map(|member| Self::of_program(&member.value)).collect());
        }
        let entry = |member: &Member<'s>| Some((member.name.clone()?, Self::of_program(&member.value)));
        Self::Map(members.iter().filter_map(entry).collect())
    }
}

/// Where a parser's value stands in the stretch `at` of the document, which holds its quotes and escapes.
///
/// Escapes are followed one by one where they are JSON's, and lines where they are only indented; folded lines and other
/// escapes make the stretch one unit.
pub(super) fn placed<'s>(doc: &Text<'s>, at: Span, value: &str) -> Text<'s> {
    let raw = &doc.as_str()[at.range()];
    if let Some(start) = raw.find(value) {
        return doc.slice(at.start + start, at.start + start + value.len());
    }
    if let Some(inner) = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        let decoded = decode::json_string(&doc.slice(at.start + 1, at.start + 1 + inner.len()));
        if decoded.as_str() == value {
            return decoded;
        }
    }
    if let Some(text) = outdented(doc, at, value) {
        return text;
    }
    let mut map = MapBuilder::new();
    let at = doc.span_of(at.start, at.end);
    map.encoded(at, value.len());
    Text::new(value.to_owned(), map.finish(at.start), Vec::new())
}

/// A value that stands line by line behind the indentation of a block.
fn outdented<'s>(doc: &Text<'s>, at: Span, value: &str) -> Option<Text<'s>> {
    let raw = &doc.as_str()[at.range()];
    let mut map = MapBuilder::new();
    let mut from = 0;
    for line in value.split_inclusive('\n') {
        let content = line.trim_end_matches('\n');
        loop {
            let end = raw[from..].find('\n').map_or(raw.len(), |n| from + n);
            let here = raw[from..end].trim_end_matches('\r');
            let start = from + here.len().checked_sub(content.len()).filter(|_| here.ends_with(content)).unwrap_or(end);
            let fits = start <= end && here.ends_with(content) && raw[from..start].trim().is_empty();
            let begun = from;
            from = (end + 1).min(raw.len());
            if fits {
                map.copy(doc.map(), at.start + start, at.start + start + content.len());
                if content.len() < line.len() {
                    map.copy_encoded(doc.map(), at.start + end, at.start + from.max(end), 1);
                }
                break;
            }
            if begun >= raw.len() {
                return None;
            }
        }
    }
    Some(Text::new(value.to_owned(), map.finish(doc.span_of(at.start, at.end).start), Vec::new()))
}
