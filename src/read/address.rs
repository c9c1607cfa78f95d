//! Addresses in running text: where one ends, whether it says anything, whether a line holds nothing else.

use super::answer::{self, Line};
use super::{prose, url};
use crate::exchange::{Form, Provenance, Request, Sourced};
use crate::text::{MapBuilder, Mark, Marked, Text};

/// An address on a line of its own.
pub(super) struct Alone<'s> {
    pub(super) address: Text<'s>,
    /// Where reading goes on.
    pub(super) next: usize,
    /// Whether a program gives it to a function, which asks as it likes.
    pub(super) is_handed: bool,
}

impl<'s> Alone<'s> {
    /// What is asked there, and in which form: an address without parameters is named rather than called.
    pub(super) fn request(self) -> (Form, Request<'s>) {
        let span = self.address.span();
        let url = url::parse(self.address);
        let params = url::params(&url);
        let called = !params.is_empty();
        let form = if called { Form::Url } else { Form::Prose };
        let method = (called && !self.is_handed).then(|| Sourced {
            value: "GET".to_owned(),
            span,
            provenance: Provenance::Guessed,
        });
        (form, Request { url: Some(url), params, method, ..Request::default() })
    }
}

/// The address of a line that holds nothing else, bullets, brackets and labels aside.
pub(super) fn alone<'s>(doc: &Text<'s>, line: Line) -> Option<Alone<'s>> {
    let content = &doc.as_str()[line.start..line.end];
    let found = content
        .find("http")
        .filter(|&n| content[n..].starts_with("http://") || content[n..].starts_with("https://"))
        .or_else(|| without_scheme(content))?;
    let before = content[..found].trim();
    let label = before.trim_end_matches(['<', '"', '\'', '`', '(', '“']).trim_end();
    let bare = label.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' '));
    let is_label = bare.is_empty()
        || matches!(bare, "-" | "*" | ">" | "GET" | "→" | "->" | "=>" | "•")
        || (label.ends_with([':', ')', '.']) && label.len() < 40)
        // A sentence leads over to a whole request.
        || (label.ends_with(':') && content[found..].contains('?'))
        || label.strip_suffix('=').is_some_and(|name| !prose::is_parameter(name));
    // A program that gives it a name uses it in another place.
    let is_named = match label.chars().next_back() {
        Some('=') => before.contains(['"', '\'', '`']),
        Some(':') => before.ends_with(['"', '\'', '`']),
        _ => false,
    };
    let end = self::end(content, found);
    let behind = content[end..]
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '"' | '\'' | '`' | ')' | '”' | '.' | ',' | ';'));
    if !is_label || is_named || !behind.is_empty() {
        return None;
    }
    let (address, next) = continued(doc, line.start + found, line.start + end, line.next);
    // A program hands it over: whoever takes it knows the method.
    let rest = content[end..].trim_start_matches(['"', '\'', '`']).trim_start();
    let is_handed = before.ends_with(['"', '\'', '`']) && rest.starts_with([',', ')']);
    is_telling(address.as_str()).then_some(Alone { address, next, is_handed })
}

/// Where an address begins that lost its scheme and asks for a token or a code: `localhost:8080/token?grant_type=..`.
fn without_scheme(content: &str) -> Option<usize> {
    const ASKS: [&str; 3] = ["grant_type=", "client_id=", "response_type="];
    let begun = content.trim_start_matches([' ', '\t', '>', '"', '\'', '`']);
    let (place, query) = begun.split_once('?')?;
    let (host, _) = place.split_once('/')?;
    let name = host.split(':').next().unwrap_or("");
    let is_host = name == "localhost"
        || name.contains('.') && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b));
    let asks = ASKS.iter().any(|name| query.starts_with(name) || query.contains(&format!("&{name}")));
    (is_host && asks && !place.contains(char::is_whitespace)).then_some(content.len() - begun.len())
}

/// An address that goes on in the next lines, a parameter a line, as documentation sets long ones; and the line behind.
fn continued<'s>(doc: &Text<'s>, start: usize, end: usize, mut next: usize) -> (Text<'s>, usize) {
    let text = doc.as_str();
    let mut pieces = vec![(start, end)];
    let mut open = text[start..end].ends_with(['?', '&']);
    while next < text.len() {
        let line = answer::line_at(text, next);
        let content = &text[line.start..line.end];
        let pair = content.trim();
        let joins = open || pair.starts_with(['&', '?']);
        if !joins || !pair.contains('=') || pair.contains(char::is_whitespace) {
            break;
        }
        let from = line.start + (content.len() - content.trim_start().len());
        pieces.push((from, from + pair.len()));
        open = pair.ends_with(['?', '&']);
        next = line.next;
    }
    if pieces.len() == 1 {
        return (doc.slice(start, end), next);
    }
    let mut map = MapBuilder::new();
    pieces.iter().for_each(|&(from, to)| map.copy(doc.map(), from, to));
    let joined: String = pieces.iter().map(|&(from, to)| &text[from..to]).collect();
    (Text::new(joined, map.finish(doc.span_of(start, start).start), Vec::new()), next)
}

/// Where an address in running text ends: before white space, a closing quote or bracket, and final punctuation.
pub(super) fn end(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    let stop =
        |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '”' | '’' | '|' | '^' | '\\') || is_east_asian(c);
    let len = rest.find(stop).unwrap_or(rest.len());
    let mut address = &rest[..len];
    loop {
        let trimmed = address.trim_end_matches(['.', ',', ';', ':', '!', '*']);
        let trimmed = if text[..start].ends_with('_') { trimmed.trim_end_matches('_') } else { trimmed };
        let unbalanced = |open: char, close: char| {
            trimmed.ends_with(close) && trimmed.matches(close).count() > trimmed.matches(open).count()
        };
        address = match trimmed {
            _ if unbalanced('(', ')') || unbalanced('<', '>') || unbalanced('[', ']') => &trimmed[..trimmed.len() - 1],
            _ if trimmed.len() < address.len() => trimmed,
            _ => return start + address.len(),
        };
    }
}

/// The address that stands there; where the string around it is filled in by a program (C#'s `$".."`, Python's `f".."`), what
/// is put in is marked.
pub(super) fn at<'s>(doc: &Text<'s>, start: usize, end: usize) -> Text<'s> {
    let address = doc.slice(start, end);
    let before = &doc.as_str()[..start];
    if !["$\"", "$@\"", "f\"", "f'"].iter().any(|opener| before.ends_with(opener)) {
        return address;
    }
    let mut marks = address.marks().to_vec();
    let text = address.as_str();
    let mut from = 0;
    while let Some(open) = text[from..].find('{').map(|n| from + n) {
        let Some(close) = text[open..].find('}').map(|n| open + n + 1) else { break };
        marks.push(Marked { range: open..close, mark: Mark::Expansion });
        from = close;
    }
    address.with_marks(marks)
}

/// Whether a character belongs to a script that is written without blanks, or to its punctuation: no address holds it as it
/// stands (RFC 3986 2), so a sentence goes on there.
fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
        || matches!(c, '\u{20000}'..='\u{3ffff}')
}

/// Whether an address says something about OAuth or a call by itself: by its parameters or its path.
pub(super) fn is_telling(address: &str) -> bool {
    const PARAMS: [&str; 9] = [
        "response_type=",
        "client_id=",
        "redirect_uri=",
        "grant_type=",
        "access_token=",
        "code=",
        "error=",
        "scope=",
        "client_secret=",
    ];
    let (path, query) = match address.find(['?', '#']) {
        Some(at) => address.split_at(at),
        None => (address, ""),
    };
    let path_tells = ["/oauth", "/authorize", "/authorizations", "/token", "/api/", "/graphql/", "/stream"];
    PARAMS.iter().any(|p| query.contains(p)) || path_tells.iter().any(|p| path.contains(p)) && !is_page(path)
}

/// Whether an address without parameters is that of a page to read.
fn is_page(address: &str) -> bool {
    const HOSTS: [&str; 4] = ["docs.", "developer.", "developers.", "help."];
    const PARTS: [&str; 11] = [
        "/docs/",
        "/doc/",
        "/documentation/",
        "/api-reference/",
        "/wiki/",
        "/guides/",
        "/articles/",
        "/hc/",
        "/issues/",
        "/pull/",
        "/blob/",
    ];
    let (_, rest) = address.split_once("://").unwrap_or(("", address));
    let host = rest.split('/').next().unwrap_or("");
    HOSTS.iter().any(|start| host.starts_with(start)) && !host.contains(".api.")
        || PARTS.iter().any(|part| rest.contains(part))
        || [".html", ".md"].iter().any(|end| rest.ends_with(end))
}
