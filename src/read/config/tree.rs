//! What every syntax gives: keys that lead to values, each with its place.

use crate::exchange::{Json, Quotes};
use crate::text::{MapBuilder, Span, Text, decode};

/// Deeper values are passed over, so that hostile nesting costs nothing.
pub(super) const DEPTH: usize = 64;

/// A file, or a part of it.
#[derive(Clone, Debug)]
pub(super) enum Node<'s> {
    Value(Leaf<'s>),
    List(Vec<Node<'s>>),
    /// Keys in order, duplicates kept.
    Map(Vec<(Text<'s>, Node<'s>)>),
}

/// A value, unescaped.
#[derive(Clone, Debug)]
pub(super) struct Leaf<'s> {
    pub(super) text: Text<'s>,
    pub(super) quotes: Quotes,
}

impl<'s> Node<'s> {
    pub(super) const fn value(text: Text<'s>, quotes: Quotes) -> Self {
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
}

/// Where a parser's value stands in the stretch `at` of the document, which holds its quotes and escapes.
///
/// Escapes are followed one by one where they are JSON's; folded lines and other escapes make the stretch one unit.
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
    let mut map = MapBuilder::new();
    let at = doc.span_of(at.start, at.end);
    map.encoded(at, value.len());
    Text::new(value.to_owned(), map.finish(at.start), Vec::new())
}
