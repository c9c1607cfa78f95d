//! The token in credentials that are not written as `Bearer TOKEN` (RFC 6750 2.1).

use crate::text::{Span, Text};

/// What to change in an Authorization header's value so that it reads `Bearer` and its token; the token stays put.
pub(super) fn header(value: &Text) -> Option<Vec<(Span, String)>> {
    let text = value.as_str();
    let token = token(text)?;
    let mut out = vec![(value.span_of(0, token.start), "Bearer ".to_owned())];
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
fn token(text: &str) -> Option<std::ops::Range<usize>> {
    const WORDS: [&str; 10] =
        ["authorization", "bearer", "basic", "token", "oauth", "oauth2", "jwt", "access_token", "access-token", "apikey"];
    const AROUND: &[char] = &['"', '\'', '<', '>', '“', '”', '‘', '’'];
    let outer = |c: char| c.is_whitespace() || AROUND.contains(&c);
    let end = text.trim_end_matches(outer).len();
    let mut start = 0;
    loop {
        let rest = &text[start..end];
        start = end - rest.trim_start_matches(outer).len();
        let rest = &text[start..end];
        let word = rest.find(|c: char| outer(c) || ":=,".contains(c)).unwrap_or(rest.len());
        let known = WORDS.iter().any(|known| rest[..word].eq_ignore_ascii_case(known));
        if !known || word == rest.len() {
            break;
        }
        start += word;
        start = end - text[start..end].trim_start_matches([':', '=', ',']).len();
    }
    (start < end).then_some(start..end)
}
