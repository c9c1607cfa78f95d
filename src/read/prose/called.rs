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

/// Whether an address is the one of an authorization request, from which a browser comes back.
pub(in crate::read) fn asks_to_return(address: &str) -> bool {
    address.contains("response_type=")
}

/// `POST` of `POST https://..`, `a POST request to https://..`, `NewRequest("POST", "https://..`, `http.Post("https://..`.
pub(super) fn method_before<'s>(doc: &Text<'s>, start: usize) -> Option<Sourced<String>> {
    const BETWEEN: [&str; 6] = ["to", "request", "requests", "call", "on", "against"];
    let before = near::before(doc.as_str(), start);
    let words =
        before.rsplit(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '*' | ':' | '(' | '<' | ','));
    let word = words.filter(|word| !word.is_empty()).find(|word| !BETWEEN.contains(word))?;
    let method = called_by(before, word)?;
    let at = start - before.len() + before.rfind(word)?;
    let span = doc.span_of(at, at + word.len());
    Some(Sourced { value: method.to_owned(), span, provenance: Provenance::Told })
}

/// The method that a word before an address names: itself, or as the function of a client that is handed the address.
fn called_by(before: &str, word: &str) -> Option<&'static str> {
    const FUNCTIONS: [(&str, &str); 12] = [
        ("get", "GET"),
        ("Get", "GET"),
        ("GetAsync", "GET"),
        ("GetStringAsync", "GET"),
        ("getForEntity", "GET"),
        ("getForObject", "GET"),
        ("post", "POST"),
        ("Post", "POST"),
        ("PostForm", "POST"),
        ("PostAsync", "POST"),
        ("postForEntity", "POST"),
        ("postForObject", "POST"),
    ];
    let named = http::METHODS.iter().find(|method| **method == word);
    let is_handed =
        || before.ends_with(['"', '\'', '`']) && before.trim_end_matches(['"', '\'', '`', ' ', '(']).ends_with(word);
    let function = || word.rsplit_once('.').filter(|_| is_handed()).map(|(_, function)| function);
    let of_client = || FUNCTIONS.iter().find(|(name, _)| function() == Some(name)).map(|(_, method)| method);
    named.or_else(of_client).copied()
}

/// Whether the address at `start` is a setting that no request goes to: where people return to, or, as long as it asks
/// for nothing, the authorization page: `authorization-uri: https://..`.
pub(super) fn is_setting(text: &str, start: usize, address: &str) -> bool {
    const LONGEST: usize = 24;
    const RETURN: [&str; 4] = ["redirecturi", "redirecturl", "callbackurl", "callbackuri"];
    const PAGE: [&str; 6] =
        ["authurl", "authuri", "authorizationurl", "authorizationuri", "authorizeurl", "authorizeuri"];
    let before = near::before(text, start).trim_end_matches([' ', ':', '=', '\'', '"', '`', '>']);
    let name = letters(&before[floor(before, before.len().saturating_sub(LONGEST))..]);
    let ends = |known: &str| name.ends_with(known);
    RETURN.iter().any(|known| ends(known)) || !address.contains('?') && PAGE.iter().any(|known| ends(known))
}
