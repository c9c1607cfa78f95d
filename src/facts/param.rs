//! What is peculiar about a parameter's value.

use super::placeholder;
use super::uri;
use crate::exchange::{Encoding, Param};
use crate::text::{self, Text, decode};

/// A value that is there but not seen: a variable, a file, a placeholder, or something its author hid.
#[must_use]
pub fn is_unseen(value: &Text<'_>) -> bool {
    let text = value.as_str();
    value.is_symbolic() || placeholder::is_hidden(text) || placeholder::find(text, 0).is_some() || is_dollar_name(text)
}

/// `AUTHORIZATION_CODE` is the placeholder of a code, but as a grant type it is the word itself, in capitals.
#[must_use]
pub fn is_word_in_capitals(name: &str, value: &str) -> bool {
    let style = || placeholder::find(value, 0).map(|found| found.style);
    matches!(name, "grant_type" | "response_type")
        && !value.ends_with("TYPE")
        && style() == Some(placeholder::Style::UpperWords)
}

/// `$TOKEN` or `${TOKEN}` as the whole value: between single quotes it is sent as it stands.
#[must_use]
pub fn is_dollar_name(text: &str) -> bool {
    let Some(name) = text.strip_prefix('$') else { return false };
    let name = name.strip_prefix('{').and_then(|n| n.strip_suffix('}')).unwrap_or(name);
    !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && !name.as_bytes()[0].is_ascii_digit()
}

/// Whether quotation marks are part of the value.
#[must_use]
pub fn is_quoted(text: &str) -> bool {
    let quotes = [('"', '"'), ('\'', '\''), ('“', '”'), ('‘', '’'), ('`', '`')];
    text.len() >= 2 && quotes.iter().any(|(open, close)| text.starts_with(*open) && text.ends_with(*close))
        || is_half_quoted(text)
}

/// Whether the value begins or ends with the one quotation mark in it.
fn is_half_quoted(text: &str) -> bool {
    let mark = |c: char| matches!(c, '"' | '“' | '”');
    text.len() > 1 && (text.starts_with(mark) || text.ends_with(mark)) && text.matches(mark).count() == 1
}

/// Whether the value has white space that nobody means: at its ends, or a line break or tab anywhere.
#[must_use]
pub fn is_padded(text: &str) -> bool {
    text.trim() != text || text.contains(['\n', '\r', '\t', '\u{a0}'])
}

/// Whether the value is the word by which a program shows that it has none.
#[must_use]
pub fn is_unset(text: &str) -> bool {
    const WORDS: [&str; 6] = ["undefined", "null", "none", "nil", "nan", "[object object]"];
    text.len() <= 15 && WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// The name of an invisible character in the value, such as `U+200B`.
#[must_use]
pub fn invisible(text: &str) -> Option<String> {
    text.chars().find(|c| text::invisible(*c) == Some("")).map(|c| format!("U+{:04X}", u32::from(c)))
}

/// The value without quotes, white space and invisible characters that do not belong to it.
#[must_use]
pub fn bare(text: &str) -> String {
    let visible: String = text.chars().filter(|c| invisible(c.encode_utf8(&mut [0; 4])).is_none()).collect();
    let outer = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’' | '`');
    visible.trim_matches(outer).replace(['\n', '\r', '\t', '\u{a0}'], "")
}

/// The value decoded once more, where it is still percent-encoded after one decoding.
#[must_use]
pub fn decoded_again(param: &Param<'_>) -> Option<String> {
    let text = param.value.as_str();
    if !text.contains('%') || matches!(param.encoding, Encoding::Json | Encoding::JsonScalar) {
        return None;
    }
    let once = decode::percent(&param.value, false);
    (once.as_str() != text && !once.as_str().contains('\u{fffd}')).then(|| once.as_str().to_owned())
}

/// What was copied together with a code: the rest of the callback's address behind it, or the address around it.
#[must_use]
pub fn tail(text: &str) -> Option<&str> {
    if text.starts_with("code=") || text.starts_with("http://") || text.starts_with("https://") {
        return Some(text);
    }
    let names = ["state=", "code=", "scope=", "session_state=", "iss="];
    let joins = |at: &usize| names.iter().any(|name| text[at + 1..].starts_with(name));
    let at = text.find('#').or_else(|| text.match_indices(['?', '&']).map(|(at, _)| at).find(joins))?;
    Some(&text[at..])
}

/// The raw character because of which another value arrives than was meant: `+` becomes a space, `&` ends the value,
/// a lone `%` is no encoding.
#[must_use]
pub fn lossy(param: &Param<'_>, next: Option<&Param<'_>>) -> Option<&'static str> {
    let raw = param.raw.as_str();
    if param.encoding != Encoding::Form || param.value.is_symbolic() {
        return None;
    }
    let cut = next.is_some_and(|next| {
        let piece = next.span.end == next.name.span().end && next.value.as_str().is_empty();
        piece && next.span.start == param.span.end + 1 && !next.name.as_str().is_empty()
    });
    if cut {
        return Some("&");
    }
    let bytes = raw.as_bytes();
    let hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    let bad_percent = bytes.iter().enumerate().any(|(at, b)| *b == b'%' && !(hex(at + 1) && hex(at + 2)));
    if bad_percent {
        return Some("%");
    }
    // In a scope, and between words, `+` is a right way to write a space.
    let spaced = ["scope", "redirect_uri", "state", "resource", "audience"].contains(&param.name.as_str());
    (raw.contains('+') && !spaced && !raw.contains("%2B") && !raw.contains("%2b")).then_some("+")
}

/// What the value's shape suggests.
#[must_use]
pub fn looks_like(text: &str) -> &'static str {
    let base64url = |part: &str| part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'='));
    let parts = text.split('.').collect::<Vec<_>>();
    if text.starts_with("eyJ") && parts.len() == 3 && parts.iter().all(|part| base64url(part)) {
        "jwt"
    } else if is_uuid(text) {
        "uuid"
    } else if text.starts_with("http://") || text.starts_with("https://") {
        "url"
    } else if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        "number"
    } else if text.contains('@') && text.contains('.') && !text.contains(char::is_whitespace) {
        if text.ends_with("/token") { "api-token" } else { "email" }
    } else {
        "nothing"
    }
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths = [8, 4, 4, 4, 12];
    groups.len() == 5
        && groups.iter().zip(lengths).all(|(g, len)| g.len() == len && g.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// What stands between the words of a scope value: `space` for what is right, `none` for one word.
#[must_use]
pub fn separator(text: &str) -> &'static str {
    let scope_like = |divider: char| text.split(divider).filter(|w| !w.trim().is_empty()).count() > 1;
    if text.contains(',') && scope_like(',') {
        "comma"
    } else if text.contains(';') && scope_like(';') {
        "semicolon"
    } else if text.contains('|') && scope_like('|') {
        "pipe"
    } else if text.contains('+') && scope_like('+') {
        "plus"
    } else if text.trim().contains(' ') {
        "space"
    } else {
        "none"
    }
}

/// A scope value with one divider between its words.
#[must_use]
pub fn divided(text: &str, divider: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '+')).filter(|w| !w.is_empty());
    words.collect::<Vec<_>>().join(divider)
}

/// Whether a URI is absolute, or wholly put in later: `{1}`.
#[must_use]
pub fn is_absolute(text: &str) -> bool {
    uri::scheme(text).is_some() || text.starts_with('{') && text.ends_with('}')
}
