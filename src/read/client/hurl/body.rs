//! Values and bodies as Hurl writes them.

use crate::exchange::BodyKind;
use crate::read::asked::{Content, Media};
use crate::read::client::lines::Line;
use crate::read::client::template::Variables;
use crate::read::json;
use crate::text::{MapBuilder, Mark, Text};

/// Whether a line begins a body: JSON, XML, text in backquotes, a file, bytes.
pub(super) fn begins(line: &Line<'_>) -> bool {
    let text = line.text.trim_start();
    let literal = ["file,", "base64,", "hex,"].iter().any(|word| text.starts_with(word) && text.contains(';'));
    let list = text.starts_with('[') && super::section(text).is_none();
    // A key may be a placeholder: `<user>: <password>`.
    let key = text.starts_with('<') && text.split_once('>').is_some_and(|(_, rest)| rest.starts_with(':'));
    literal || list || !key && text.starts_with(['{', '<', '`']) && !text.starts_with("{{") || text.starts_with("{{\"")
}

/// Where the body that begins on a line ends.
pub(super) fn end(doc: &Text<'_>, line: &Line<'_>) -> usize {
    let text = doc.as_str();
    let start = line.trimmed().start;
    let rest = &text[start..];
    if let Some(fenced) = rest.strip_prefix("```") {
        return fenced.find("```").map_or(text.len(), |n| start + n + 6);
    }
    if rest.starts_with(['{', '[']) {
        return json::prefix(doc, start).map_or(line.end(), |(_, end)| end.max(line.end()));
    }
    if rest.starts_with('<') {
        return rest.find("\n\n").or_else(|| rest.find("\nHTTP")).map_or(text.len(), |n| start + n);
    }
    line.end()
}

/// The body that begins on a line.
pub(super) fn content<'s>(doc: &Text<'s>, line: &Line<'_>, variables: &Variables) -> Content<'s> {
    let body = doc.slice(line.trimmed().start, end(doc, line)).trim();
    let text = body.as_str();
    let inside = |from: usize, to: usize| variables.fill(&body.slice(from, to.max(from)));
    if let Some(rest) = text.strip_prefix("```") {
        let first = rest.find('\n').unwrap_or(0);
        let hint = rest[..first].split(',').next().unwrap_or("").trim();
        let to = text.len() - if text.len() > 5 && text.ends_with("```") { 3 } else { 0 };
        let content = inside(if first > 0 { 3 + first + 1 } else { 3 }, to);
        return match hint {
            "graphql" => Content::Opaque(content, BodyKind::Json),
            "json" | "xml" => Content::Text(content.trim(), Media::of(hint)),
            _ => Content::Text(content.trim(), Media::Unnamed),
        };
    }
    match text.as_bytes().first() {
        Some(b'`') => {
            let to = text.len() - usize::from(text.len() > 1 && text.ends_with('`'));
            Content::Text(inside(1, to), Media::Unnamed)
        }
        Some(b'{' | b'[') => Content::Text(variables.fill(&body), Media::Json),
        Some(b'<') => Content::Text(variables.fill(&body), Media::Other("application/xml")),
        _ => Content::Opaque(body.marked(Mark::File), BodyKind::Recorded),
    }
}

/// A value: up to a comment, with its escapes undone. An empty one stands behind its name.
pub(super) fn value<'s>(doc: &Text<'s>, value: &Line<'_>, name: &Line<'_>) -> Text<'s> {
    let bytes = value.text.as_bytes();
    let mut end = bytes.len();
    for (at, byte) in bytes.iter().enumerate() {
        if *byte == b'#' && (at == 0 || bytes[at - 1] != b'\\') {
            end = at;
            break;
        }
    }
    let line = Line { start: value.start, text: &value.text[..end] }.trimmed();
    if line.text.is_empty() {
        return doc.slice(name.end(), name.end());
    }
    let text = line.of(doc);
    if line.text.contains('\\') { unescaped(&text) } else { text }
}

fn unescaped<'s>(text: &Text<'s>) -> Text<'s> {
    let value = text.as_str();
    let mut out = String::with_capacity(value.len());
    let mut map = MapBuilder::new();
    let mut at = 0;
    while let Some(character) = value[at..].chars().next() {
        let meant = if character == '\\' { escape(&value[at + 1..]) } else { None };
        match meant {
            Some((meant, len)) => {
                out.push(meant);
                map.copy_encoded(text.map(), at, at + 1 + len, meant.len_utf8());
                at += 1 + len;
            }
            None => {
                out.push(character);
                map.copy(text.map(), at, at + character.len_utf8());
                at += character.len_utf8();
            }
        }
    }
    Text::new(out, map.finish(text.span().start), Vec::new())
}

/// What follows a backslash means, and how long it is.
fn escape(rest: &str) -> Option<(char, usize)> {
    Some(match rest.chars().next()? {
        'n' => ('\n', 1),
        'r' => ('\r', 1),
        't' => ('\t', 1),
        'b' => ('\u{8}', 1),
        'f' => ('\u{c}', 1),
        c @ ('#' | '\\' | '"' | ':' | '{' | '}') => (c, 1),
        'u' => {
            let (digits, _) = rest.strip_prefix("u{")?.split_once('}')?;
            (char::from_u32(u32::from_str_radix(digits, 16).ok()?)?, digits.len() + 3)
        }
        _ => return None,
    })
}
