//! The words that people put before the parts of a request and of its answer.

/// What a label announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Address,
    Method,
    Headers,
    Query,
    Body,
    Status,
    Answer,
}

/// How labels end, in lower case, by what they announce: `Token request body` is one of a body.
const LABELS: [(Label, &[&str]); 7] = [
    (Label::Address, &["url", "uri", "endpoint", "address", "request", "call"]),
    (Label::Method, &["method", "request type", "verb"]),
    (Label::Headers, &["header", "headers"]),
    (Label::Query, &["query", "query string", "querystring", "query params", "query parameters", "url params"]),
    (
        Label::Body,
        &["body", "payload", "data", "postdata", "form", "fields", "params", "parameters", "content", "request json"],
    ),
    (Label::Status, &["status", "status code", "http code", "response code"]),
    (
        Label::Answer,
        &[
            "response",
            "response body",
            "error body",
            "error response",
            "result",
            "answer",
            "reply",
            "output",
            "error",
            "returns",
            "returned",
            "we get",
            "we got",
            "i get",
            "i got",
            "gives",
            "received",
        ],
    ),
];

/// Addresses that no request is sent to, and `400 Bad Request`.
const OTHER: [&str; 11] = [
    "bad",
    "redirect",
    "callback",
    "authorization",
    "authorize",
    "auth",
    "base",
    "return",
    "logout",
    "webhook",
    "documentation",
];

/// The longest of them, and how far a remark in brackets may reach behind it.
const LONGEST: usize = 30;
const WORDS: usize = 4;
const FAR: usize = 60;

/// The label that a line begins with, and how long it is with its colon, or the bar of a table; a label alone needs none.
pub(super) fn of(line: &str) -> Option<(Label, usize)> {
    let colon = line.bytes().take(FAR).position(|byte| matches!(byte, b':' | b'|'));
    let end = match colon {
        Some(colon) => colon,
        None if line.len() <= FAR => line.len(),
        None => return None,
    };
    let words = line[..end].split(['(', '[', '>', '–']).next().unwrap_or("");
    let words = words.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`' | '#' | '"'));
    let is_named = words.starts_with(|c: char| c.is_alphabetic()) && words.len() <= LONGEST;
    is_named.then_some(())?;
    let words = words.to_ascii_lowercase();
    let ends =
        |known: &&str| words.strip_suffix(*known).is_some_and(|before| before.is_empty() || before.ends_with(' '));
    let label = LABELS
        .iter()
        .filter_map(|(label, known)| Some((*label, known.iter().filter(|k| ends(k)).map(|k| k.len()).max()?)));
    let label = label.max_by_key(|(_, length)| *length)?.0;
    let other = label == Label::Address && OTHER.iter().any(|word| words.starts_with(word));
    (!other && words.split(' ').count() <= WORDS).then_some((label, end + usize::from(colon.is_some())))
}
