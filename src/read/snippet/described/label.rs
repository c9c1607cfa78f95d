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

/// The labels, in lower case, by what they announce.
const LABELS: [(Label, &[&str]); 7] = [
    (
        Label::Address,
        &[
            "url",
            "uri",
            "request url",
            "request uri",
            "endpoint",
            "endpoint url",
            "token endpoint",
            "token url",
            "token uri",
            "api url",
            "api endpoint",
            "post url",
            "get url",
            "full url",
            "address",
            "request",
            "http request",
            "my request",
            "our request",
            "the request",
            "token request",
            "refresh request",
            "call",
            "api call",
        ],
    ),
    (Label::Method, &["method", "http method", "request method", "request type", "verb", "http verb"]),
    (Label::Headers, &["header", "headers", "request header", "request headers", "http headers"]),
    (
        Label::Query,
        &[
            "query",
            "query string",
            "querystring",
            "query params",
            "query parameters",
            "url params",
            "url parameters",
            "query string parameters",
        ],
    ),
    (
        Label::Body,
        &[
            "body",
            "request body",
            "http body",
            "post body",
            "raw body",
            "json body",
            "form body",
            "message body",
            "payload",
            "request payload",
            "data",
            "post data",
            "postdata",
            "form",
            "form data",
            "form fields",
            "form params",
            "form parameters",
            "body params",
            "body parameters",
            "body data",
            "params",
            "parameters",
            "request params",
            "request parameters",
            "post params",
            "post parameters",
            "post fields",
            "content",
        ],
    ),
    (
        Label::Status,
        &["status", "status code", "http status", "http status code", "http code", "response status", "response code"],
    ),
    (
        Label::Answer,
        &[
            "response",
            "the response",
            "server response",
            "api response",
            "http response",
            "response body",
            "error response",
            "result",
            "answer",
            "reply",
            "output",
            "error",
            "error body",
            "returns",
            "returned",
            "we get",
            "we got",
            "i get",
            "i got",
            "and we get",
            "and i get",
            "gives",
            "received",
        ],
    ),
];

/// The longest of them, and how far a remark in brackets may reach behind it.
const LONGEST: usize = 24;
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
    (words.len() <= LONGEST).then_some(())?;
    let words = ["the ", "my ", "our ", "The ", "My ", "Our "]
        .iter()
        .find_map(|word| words.strip_prefix(word))
        .unwrap_or(words);
    let label = LABELS.iter().find(|(_, known)| known.iter().any(|known| known.eq_ignore_ascii_case(words)))?.0;
    Some((label, end + usize::from(colon.is_some())))
}
