//! An address in a sentence: the method it is called by, the name it has, whether it is the whole request.

use crate::exchange::complaint::letters;
use crate::exchange::{Param, Place, Provenance, Request, Sourced};
use crate::read::http;
use crate::text::boundary::floor;
use crate::text::{Text, near};

/// Whether the address of an authorization request stands in a sentence, and nothing beside it.
pub(in crate::read) fn is_whole_address(request: &Request<'_>) -> bool {
    let in_address = |param: &Param<'_>| param.place == Place::Query;
    request.params.iter().all(in_address) && request.params.iter().any(|param| param.name.as_str() == "response_type")
}

/// `POST` of `POST https://..`, `a POST request to https://..`.
pub(super) fn method_before<'s>(doc: &Text<'s>, start: usize) -> Option<Sourced<String>> {
    const BETWEEN: [&str; 6] = ["to", "request", "requests", "call", "on", "against"];
    let before = near::before(doc.as_str(), start);
    let words = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '*' | ':' | '(' | '<'));
    let word = words.filter(|word| !word.is_empty()).find(|word| !BETWEEN.contains(word))?;
    http::METHODS.contains(&word).then_some(())?;
    let at = start - before.len() + before.rfind(word)?;
    let span = doc.span_of(at, at + word.len());
    Some(Sourced { value: word.to_owned(), span, provenance: Provenance::Told })
}

/// Whether a name stands before an address by which it is a redirect URI: `redirectUri: 'http://..`.
pub(super) fn is_where_to_return(text: &str, start: usize) -> bool {
    const LONGEST: usize = 16;
    let before = near::before(text, start).trim_end_matches([' ', ':', '=', '\'', '"', '`', '>']);
    let name = letters(&before[floor(before, before.len().saturating_sub(LONGEST))..]);
    ["redirecturi", "redirecturl", "callbackurl", "callbackuri"].iter().any(|known| name.ends_with(known))
}
