//! From a decoded value to the characters that carry it: first as it travels, then for the quotes around it.

use super::word::Quote;
use crate::exchange::Encoding;
use crate::text::Span;

/// A piece of a new value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// New characters.
    Text(String),
    /// `$NAME` or `{name}`, to be filled in by a person; never encoded.
    Hole(String),
    /// Characters of the source.
    Copy(Copied),
}

/// Characters of the source that stand at a second place, or move there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Copied {
    pub(super) span: Span,
    /// The quotes around them where they stand.
    pub(super) quote: Quote,
    /// Every one of them stands for itself.
    pub(super) literal: bool,
}

impl Piece {
    /// Whether the shell has to expand it.
    pub(super) fn expands(&self) -> bool {
        match self {
            Self::Text(_) => false,
            Self::Hole(hole) => hole.starts_with('$'),
            Self::Copy(copied) => !copied.literal,
        }
    }
}

/// Splits a value at its holes: `$NAME` in capitals, `{name}`.
pub(super) fn pieces(value: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    let (mut done, mut at) = (0, 0);
    while let Some(next) = value[at..].find(['$', '{']).map(|n| at + n) {
        at = next + 1;
        if let Some(end) = hole_end(value, next) {
            if done < next {
                out.push(Piece::Text(value[done..next].to_owned()));
            }
            out.push(Piece::Hole(value[next..end].to_owned()));
            (done, at) = (end, end);
        }
    }
    if done < value.len() {
        out.push(Piece::Text(value[done..].to_owned()));
    }
    out
}

fn hole_end(value: &str, at: usize) -> Option<usize> {
    let rest = &value.as_bytes()[at..];
    let name = |pass: fn(&u8) -> bool| rest[1..].iter().take_while(|b| pass(b)).count();
    if rest[0] == b'$' {
        let length = name(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_');
        return (length > 0 && !rest[1].is_ascii_digit()).then_some(at + 1 + length);
    }
    let length = name(|b| b.is_ascii_alphanumeric() || b"_- ".contains(b));
    (length > 0 && rest.get(1 + length) == Some(&b'}')).then_some(at + length + 2)
}

/// Whether a value holds something to be filled in.
pub(super) fn has_hole(value: &str) -> bool {
    value.bytes().enumerate().any(|(at, byte)| matches!(byte, b'$' | b'{') && hole_end(value, at).is_some())
}

/// Whether a text holds `$NAME`.
pub(super) fn has_variable(text: &str) -> bool {
    text.bytes().enumerate().any(|(at, byte)| byte == b'$' && hole_end(text, at).is_some())
}

/// The value as it travels.
pub(super) fn travelling(value: Vec<Piece>, encoding: Encoding) -> Vec<Piece> {
    if encoding == Encoding::JsonScalar && !is_scalar(&value) {
        let quote = || Piece::Text("\"".into());
        return [quote()].into_iter().chain(travelling(value, Encoding::Json)).chain([quote()]).collect();
    }
    value
        .into_iter()
        .map(|piece| match (piece, encoding) {
            (Piece::Text(text), Encoding::Form) => Piece::Text(percent(&text)),
            (Piece::Text(text), Encoding::Json) => Piece::Text(json(&text)),
            (piece, _) => piece,
        })
        .collect()
}

fn is_scalar(value: &[Piece]) -> bool {
    match value {
        [Piece::Text(text)] => {
            matches!(text.as_str(), "true" | "false" | "null") || text.parse::<f64>().is_ok_and(f64::is_finite)
        }
        _ => false,
    }
}

/// Whether a character needs no percent-encoding anywhere (RFC 3986 2.3).
pub(super) const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Percent-encoding; a space becomes `%20`, which reads the same in a path, a query and a form.
pub(super) fn percent(value: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        if is_unreserved(byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    out
}

/// The inside of a JSON string (RFC 8259 7).
pub(super) fn json(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

/// Text as it has to stand between these quotes; between none, only what [`Quote::keeps`] may stand.
pub(super) fn shell(text: &str, quote: Quote) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match (quote, c) {
            (Quote::Single, '\'') => out.push_str("'\\''"),
            (Quote::Ansi, '\n') => out.push_str("\\n"),
            (Quote::Double, '"' | '$' | '`' | '\\') | (Quote::Ansi, '\'' | '\\') => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}
