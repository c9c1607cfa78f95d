//! What a sentence tells of the client itself: `Client type: Public`, `I registered http://localhost:8080 as redirect URL`.

use crate::exchange::{ClientType, Provenance, Registration, Sourced};
use crate::read::address;
use crate::text::Text;

/// Words of advice, of a question, of a denial: they tell of no client.
const ADVICE: [&str; 17] = [
    "default", "must", "should", "need", "require", "has to", "have to", "change", "only ", "if ", "?", " not ", "n't",
    "mismatch", "can ", "instead", " or ",
];
/// Words of somebody who speaks of a client of theirs.
const OWN: [&str; 5] = ["i ", "i'm", "my ", "we ", "our "];
/// Words for a redirect URI that a server knows.
const REGISTERED: [&str; 3] = ["registered", "whitelisted", "configured"];
/// Words that mean as much where somebody speaks of a client of theirs.
const ALLOWED: [&str; 4] = ["allowlisted", "allowed", "authorized", "authorised"];

/// Words of somebody who made a client, beside which a redirect URI is that client's.
const MADE: [&str; 7] = ["set up", "setup", "created", "made a", "made an", "added a", "entered"];

/// Places where one is written down.
const PLACES: [&str; 3] = ["dashboard", "settings", "developer console"];

/// Addresses that are read of one line.
const MOST: usize = 8;

/// What the line at `start..end` tells: its first sentence that tells something.
pub(super) fn told<'s>(doc: &Text<'s>, start: usize, end: usize) -> Option<Registration<'s>> {
    let line = &doc.as_str()[start..end];
    let mut from = start;
    let breaks = line.match_indices(['.', '?', '!']).filter(|(at, _)| line[at + 1..].starts_with(' '));
    for stop in breaks.map(|(at, _)| start + at + 1).chain([end]) {
        if let Some(told) = sentence(doc, from, stop) {
            return Some(told);
        }
        from = stop;
    }
    None
}

fn sentence<'s>(doc: &Text<'s>, start: usize, end: usize) -> Option<Registration<'s>> {
    const LONGEST: usize = 200;
    let line = &doc.as_str()[start..end];
    let speaks = ["lient", "edirect", "allback"].iter().any(|word| line.contains(word));
    (speaks && line.len() <= LONGEST && line.is_ascii()).then_some(())?;
    let lower = line.to_ascii_lowercase();
    let advises = ADVICE.iter().any(|word| lower.contains(word));
    (!advises).then_some(())?;
    if let Some((value, from, to)) = kind(&lower) {
        let (span, provenance) = (doc.span_of(start + from, start + to), Provenance::Told);
        return Some(Registration {
            client_type: Some(Sourced { value, span, provenance }),
            ..Registration::default()
        });
    }
    let redirects = lower.contains("redirect") || lower.contains("callback");
    let tells = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let made = || tells(&OWN) && tells(&MADE) && is_named(&lower);
    let registers = tells(&REGISTERED) || tells(&OWN) && (tells(&ALLOWED) || tells(&PLACES)) || made();
    (redirects && registers).then_some(())?;
    let uri = |at: usize| doc.slice(start + at, address::end(&doc.as_str()[..end], start + at));
    let is_meant = |uri: &Text<'_>, at: usize| {
        let behind = &lower[at + uri.as_str().len()..];
        let named_before =
            ["redirect", "callback", "registered", "configured"].iter().any(|word| lower[..at].contains(word));
        let named_behind = [" as ", " is ", " for "].iter().any(|word| behind.starts_with(word));
        (named_before || named_behind) && !uri.as_str().contains("client_id=")
    };
    let places = line.match_indices("http").filter(|(at, _)| line[*at..].contains("://")).take(MOST);
    let redirect_uris: Vec<_> =
        places.map(|(at, _)| (uri(at), at)).filter(|(uri, at)| is_meant(uri, *at)).map(|(uri, _)| uri).collect();
    (!redirect_uris.is_empty()).then(|| Registration { redirect_uris, ..Registration::default() })
}

/// Whether a line in lower case names an address as the redirect URI: `(redirect http://..`, `callback URL is https://..`.
fn is_named(line: &str) -> bool {
    line.match_indices("http").any(|(at, _)| {
        let before = line[..at].trim_end_matches([' ', ':', '=', '"', '\'', '`', '<', '(']);
        let before = before.strip_suffix(" is").unwrap_or(before);
        let before = [" uri", " url", " address"].iter().find_map(|kind| before.strip_suffix(kind)).unwrap_or(before);
        before.ends_with("redirect") || before.ends_with("callback")
    })
}

/// The type that a line in lower case tells, and where its word stands.
fn kind(line: &str) -> Option<(ClientType, usize, usize)> {
    line.contains("client").then_some(())?;
    let types = [("public", ClientType::Public), ("confidential", ClientType::Confidential)];
    let labelled = ["client type", "client_type", "client-type", "type of client", "client kind", "client_kind"]
        .iter()
        .find_map(|label| line.find(label).map(|at| at + label.len()));
    types.iter().find_map(|(word, kind)| {
        let at = line.find(word)?;
        let behind_label = labelled.is_some_and(|label| {
            label <= at
                && line[label..at]
                    .split(|c: char| !c.is_ascii_alphanumeric())
                    .all(|word| matches!(word, "" | "is" | "was" | "set" | "to" | "as" | "a"))
        });
        let behind = &line[at + word.len()..];
        let named = ["", " oauth", " oauth2"]
            .iter()
            .any(|of| behind.strip_prefix(of).is_some_and(|rest| rest.starts_with(" client")));
        let is = ["client is ", "client is a ", "client is set to ", "client is registered as "];
        let is_said = is.iter().any(|words| line[..at].ends_with(words));
        let spoken = named && OWN.iter().chain(&["have a"]).any(|own| line.contains(own)) || is_said;
        (behind_label || spoken).then_some((*kind, at, at + word.len()))
    })
}
