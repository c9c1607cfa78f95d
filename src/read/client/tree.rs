//! The JSON of exports: members as texts, and the places of objects.

use crate::exchange::Json;
use crate::text::{Span, Text};

/// The text of a string, number or boolean; an empty one is none.
pub(super) fn text<'s>(json: &Json<'s>) -> Option<Text<'s>> {
    let text = match json {
        Json::String(text) => text,
        Json::Scalar(text) if text.as_str() != "null" => text,
        _ => return None,
    };
    (!text.as_str().is_empty()).then(|| text.clone())
}

/// The text of a member.
pub(super) fn member<'s>(json: &Json<'s>, name: &str) -> Option<Text<'s>> {
    json.member(name).and_then(text)
}

/// Whether a member is `true`.
pub(super) fn is_on(json: &Json<'_>, name: &str) -> bool {
    json.member(name).and_then(Json::text).is_some_and(|text| text.as_str() == "true")
}

/// The elements of a member that is an array.
pub(super) fn elements<'j, 's>(json: &'j Json<'s>, name: &str) -> &'j [Json<'s>] {
    match json.member(name) {
        Some(Json::Array(elements)) => elements,
        _ => &[],
    }
}

/// Where an object stands in its file, with its braces. `None` for an empty one, and for what is none.
pub(super) fn place<'s>(doc: &Text<'s>, object: &Json<'s>) -> Option<Span> {
    let Json::Object(members) = object else { return None };
    let first = members.first()?.0.span().start;
    let start = doc.as_str().get(..first)?.rfind('{')?;
    Some(Span::new(start, end(doc.as_str(), start)))
}

/// Everything from the first to the last of the texts in a value.
pub(super) fn bounds(json: &Json<'_>) -> Option<Span> {
    match json {
        Json::String(text) | Json::Scalar(text) => Some(text.span()),
        Json::Array(elements) => elements.iter().filter_map(bounds).reduce(Span::join),
        Json::Object(members) => {
            let ends = members.iter().flat_map(|(key, value)| [Some(key.span()), bounds(value)]);
            ends.flatten().reduce(Span::join)
        }
    }
}

/// The end of the object that starts at `start`.
fn end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_usize, start);
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
            b'"' => at = string_end(bytes, at),
            _ => {}
        }
    }
    text.len()
}

/// Behind the quote that ends a string.
fn string_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        at += found + 1;
        match bytes[at - 1] {
            b'"' => return at,
            _ => at += 1,
        }
    }
    bytes.len()
}
