//! Messages of a browser's console about CORS.

use memchr::memmem;

use super::{answer, prose};
use crate::text::{Span, Text};

/// A browser's message that it kept an answer from a page.
#[derive(Debug)]
pub(super) struct Cors<'s> {
    /// The words that say so.
    pub(super) sign: Span,
    /// The address that was called.
    pub(super) url: Option<Text<'s>>,
    /// The page's origin.
    pub(super) origin: Option<Text<'s>>,
}

/// Reads a console line about CORS (Chrome, Firefox and Safari each say it their own way).
pub(super) fn read<'s>(doc: &Text<'s>, line: answer::Line) -> Option<Cors<'s>> {
    const SIGNS: [&str; 8] = [
        "no 'access-control-allow-origin' header is present",
        "blocked by cors policy",
        "cross-origin request blocked",
        "due to access control checks",
        "not allowed by access-control-allow-origin",
        "doesn't pass access control check",
        "cors header ‘access-control-allow-origin’ missing",
        "is not allowed by access-control-allow-headers",
    ];
    let text = &doc.as_str()[line.start..line.end];
    // Every sign holds one of these.
    if !["rigin", "CORS", "cors", "ccess"].iter().any(|part| memmem::find(text.as_bytes(), part.as_bytes()).is_some()) {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let (at, sign) = SIGNS.iter().find_map(|sign| lower.find(sign).map(|at| (at, *sign)))?;
    let mut url = None;
    let mut origin = None;
    let mut from = 0;
    while let Some(found) = text[from..].find("http").map(|n| from + n) {
        let is_address = text[found..].starts_with("http://") || text[found..].starts_with("https://");
        if !is_address {
            from = found + 4;
            continue;
        }
        let end = prose::address_end(text, found);
        let address = doc.slice(line.start + found, line.start + end);
        let of_page = lower[..found].trim_end_matches(['\'', '"', '‘', ' ']).ends_with("origin");
        if of_page {
            origin.get_or_insert(address);
        } else {
            url.get_or_insert(address);
        }
        from = end.max(found + 4);
    }
    let start = line.start + at;
    Some(Cors { sign: doc.span_of(start, start + sign.len()), url, origin })
}
