//! A header that stands without quotes: the shell cuts it at its blanks, and curl takes the rest for addresses.

use memchr::memchr;

use crate::read::shell::Word;

/// How many of the words behind a header were meant to be part of it.
pub(super) fn strays(header: &Word<'_>, before: &[Word<'_>], behind: &[Word<'_>]) -> usize {
    let text = header.text.as_str();
    let Some(colon) = memchr(b':', text.as_bytes()) else { return 0 };
    let (name, value) = (&text[..colon], &text[colon + 1..]);
    let is_name = || !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    // In quotes `Accept:` alone takes the header away.
    let bare = text.len() == header.span.len();
    let mut goes_on = value.is_empty() && bare || is_scheme(value.trim()) || bare && leads_on(value);
    if !goes_on || !is_name() {
        return 0;
    }
    let mut taken = 0;
    while let Some(word) = behind.get(taken).map(|word| word.text.as_str()).filter(|_| goes_on) {
        if word.starts_with('-') || is_address(word) {
            break;
        }
        goes_on = leads_on(word);
        taken += 1;
    }
    let rest = behind.get(taken..).unwrap_or_default();
    let addressed = before.iter().chain(rest).any(|word| is_address(word.text.as_str()));
    if addressed { taken } else { 0 }
}

/// Whether a value goes on behind this word: the scheme of an Authorization header, a list.
fn leads_on(word: &str) -> bool {
    is_scheme(word) || word.ends_with([',', ';'])
}

fn is_scheme(word: &str) -> bool {
    ["bearer", "basic", "token", "digest"].iter().any(|scheme| word.eq_ignore_ascii_case(scheme))
}

fn is_address(word: &str) -> bool {
    word.contains("://")
}
