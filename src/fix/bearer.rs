//! The token in credentials that are not written as `Bearer TOKEN` (RFC 6750 2.1).

use std::ops::Range;

use crate::text::{Span, Text};

const BEARER: &str = "bearer";

/// Words that stand before a token and are none.
const WORDS: [&str; 10] =
    ["authorization", BEARER, "basic", "token", "oauth", "oauth2", "jwt", "access_token", "access-token", "apikey"];

/// What to change in an Authorization header's value so that it reads `Bearer` and its token; the token stays put.
pub(super) fn header(value: &Text) -> Option<Vec<(Span, String)>> {
    let text = value.as_str();
    let token = token(text)?;
    let basic = text.get(.."basic".len()).is_some_and(|word| word.eq_ignore_ascii_case("basic"));
    let scheme = if basic && text[..token.start].to_ascii_lowercase().matches(|c: char| c.is_alphabetic()).count() == 5
    {
        "Basic "
    } else {
        "Bearer "
    };
    let mut out = vec![(value.span_of(0, token.start), scheme.to_owned())];
    let blanks = text[token.clone()].char_indices().filter(|(_, c)| c.is_whitespace());
    out.extend(blanks.map(|(n, c)| {
        let at = token.start + n;
        (value.span_of(at, at + c.len_utf8()), String::new())
    }));
    if token.end < text.len() {
        out.push((value.span_of(token.end, text.len()), String::new()));
    }
    Some(out)
}

/// The token among the credentials of `-u`, or in the value of `--oauth2-bearer`.
pub(super) fn of_login<'s>(login: &Text<'s>) -> Option<Text<'s>> {
    let text = login.as_str();
    let part = match text.split_once(':') {
        Some((user, "")) => 0..user.len(),
        Some((user, _)) => user.len() + 1..text.len(),
        None => 0..text.len(),
    };
    let inner = token(&text[part.clone()])?;
    Some(login.slice(part.start + inner.start, part.start + inner.end))
}

/// The range of the token: behind every scheme word and name, inside quotes and brackets.
fn token(text: &str) -> Option<Range<usize>> {
    let end = text.trim_end_matches(is_around).len();
    let mut start = text.len() - text.trim_start_matches(is_around).len();
    let mut named = false;
    while start < end {
        let rest = &text[start..end];
        let word = rest.find(|c: char| is_around(c) || ":=,".contains(c)).unwrap_or(rest.len());
        let known = WORDS.iter().any(|known| rest[..word].eq_ignore_ascii_case(known));
        let joined = rest.get(..BEARER.len()).is_some_and(|word| word.eq_ignore_ascii_case(BEARER));
        let width = if word < rest.len() && (known || !named && looks_like_scheme(&rest[..word])) {
            word
        } else if !named && joined && word > BEARER.len() {
            BEARER.len()
        } else {
            break;
        };
        named = true;
        let behind = &rest[width..];
        start += width + behind.len() - behind.trim_start_matches(|c| is_around(c) || ":=,".contains(c)).len();
    }
    (start < end).then_some(start..end)
}

fn is_around(c: char) -> bool {
    c.is_whitespace() || "\"'<>“”‘’".contains(c)
}

/// Whether the first of several words can be a misspelt or unknown scheme.
fn looks_like_scheme(word: &str) -> bool {
    (1..=12).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_alphabetic())
}
