//! What a library says of a call that failed: its address and the status, often the method and the answer, in one message.

use std::sync::OnceLock;

use memchr::memmem;
use regex::{Captures, Regex};

use super::{Around, Snip, Snippet};
use crate::exchange::{Form, Json, Part, Parts, Provenance, Response, Sourced};
use crate::read::answer::Line;
use crate::read::asked::{Asked, join};
use crate::read::{http, json, source_code, talk};
use crate::text::Text;
use crate::text::boundary::floor;

/// The form of such messages.
#[derive(Debug)]
pub(super) struct FailedCall;

/// How a library words it.
struct Wording {
    /// What stands in every such message.
    sign: &'static str,
    /// The message, with the groups `method`, `url` (or `host` and `path`), `status` and `said`.
    message: &'static str,
}

const fn wording(sign: &'static str, message: &'static str) -> Wording {
    Wording { sign, message }
}

/// As the libraries are remembered to word it on 2026-11-23.
const WORDINGS: [Wording; 19] = [
    // Guzzle 6 and 7; the answer follows.
    wording(
        " resulted in a `",
        r"`(?P<method>[A-Z]+) (?P<url>https?://[^` ]+)` resulted in a `(?P<status>\d{3})[^`]*` response:? ?",
    ),
    // Guzzle 3 to 5.
    wording(
        "[status code] ",
        r"\[url\] (?P<url>https?://\S+) \[(?:http method\] (?P<method>[A-Z]+) \[)?status code\] (?P<status>\d{3})",
    ),
    // Python's requests.
    wording(
        " for url: http",
        r"(?P<status>\d{3}) (?:Client|Server) Error: [^\n]{0,80}? for url: (?P<url>https?://\S+)",
    ),
    // Python's httpx, the exception and its log.
    wording(" for url 'http", r"(?:Client|Server) error '(?P<status>\d{3})[^']*' for url '(?P<url>https?://[^' ]+)'"),
    wording(
        "HTTP Request: ",
        r#"HTTP Request: (?P<method>[A-Z]+) (?P<url>https?://\S+) "HTTP/[\d.]+ (?P<status>\d{3})"#,
    ),
    // Python's urllib3, at level DEBUG.
    wording(
        " HTTP/1.1\" ",
        r#"(?P<host>https?://[^\s":/]+)(?::80|:443|(?P<port>:\d+)) "(?P<method>[A-Z]+) (?P<path>/\S*) HTTP/1\.1" (?P<status>\d{3})"#,
    ),
    // Python's aiohttp.
    wording(", message='", r"(?P<status>\d{3}), message='[^'\n]*', url=(?:URL\()?'(?P<url>https?://[^' ]+)'"),
    // Google's client for Python.
    wording(
        " when requesting http",
        r#"<HttpError (?P<status>\d{3}) when requesting (?P<url>https?://\S+) returned "(?P<said>[^"\n]+)""#,
    ),
    // Java's HttpURLConnection.
    wording(" HTTP response code: ", r"HTTP response code: (?P<status>\d{3}) for URL: (?P<url>https?://\S+)"),
    // Spring's RestTemplate and WebClient.
    wording(
        " request for \"http",
        r#"(?P<status>\d{3}) [A-Za-z ]{0,40}?on (?P<method>[A-Z]+) request for "(?P<url>https?://[^" ]+)"(?:: "(?P<said>[^\n]+)")?"#,
    ),
    wording(" from GET http", r"(?P<status>\d{3}) [A-Za-z ]{0,40}?from (?P<method>[A-Z]+) (?P<url>https?://[^\s,]+)"),
    wording(" from POST http", r"(?P<status>\d{3}) [A-Za-z ]{0,40}?from (?P<method>[A-Z]+) (?P<url>https?://[^\s,]+)"),
    // Android's Volley.
    wording("nexpected response code ", r"[Uu]nexpected response code (?P<status>\d{3}) for (?P<url>https?://\S+)"),
    // Feign.
    wording(
        "] during [",
        r"\[(?P<status>\d{3})[^\]\n]{0,40}\] during \[(?P<method>[A-Z]+)\] to \[(?P<url>https?://[^\] ]+)\](?: \[[^\]\n]*\]: \[(?P<said>[^\n]+)\])?",
    ),
    // Rust's reqwest.
    wording(
        " for url (http",
        r"HTTP status (?:client|server) error \((?P<status>\d{3})[^)\n]*\) for url \((?P<url>https?://[^) ]+)\)",
    ),
    // PHP's streams.
    wording(
        "HTTP request failed! ",
        r"\((?P<url>https?://[^) ]+)\): [Ff]ailed to open stream: HTTP request failed! HTTP/[\d.]+ (?P<status>\d{3})",
    ),
    // Ruby's Faraday 1 and 2, Octokit.
    wording(
        " responded with status ",
        r"responded with status (?P<status>\d{3})(?: --| for) (?P<method>[A-Za-z]+) (?P<url>https?://[^\s)]+)",
    ),
    wording(
        "(GET http",
        r"\((?P<method>GET) (?P<url>https?://\S+): (?P<status>\d{3}) - (?P<said>[^\n]+?)(?: // See|\)?$)",
    ),
    wording(
        "(POST http",
        r"\((?P<method>POST) (?P<url>https?://\S+): (?P<status>\d{3}) - (?P<said>[^\n]+?)(?: // See|\)?$)",
    ),
];

/// The expressions, each made where it is first needed.
static MESSAGES: [OnceLock<Option<Regex>>; WORDINGS.len()] = [const { OnceLock::new() }; WORDINGS.len()];

/// A message that says more on its line is not read further.
const LONGEST: usize = 4_000;
/// How far the answer goes that follows a message.
const LONGEST_ANSWER: usize = 4_000;

impl Snippet for FailedCall {
    fn marks(&self) -> &'static [&'static str] {
        // Few, for every document is searched for them: each wording holds one.
        &[
            "T http",
            " for url",
            "[status code] ",
            " HTTP/1.1\" ",
            ", message='",
            " when requesting http",
            " response code",
            " request for \"http",
            "] during [",
            " request failed! ",
            " responded with status ",
        ]
    }

    fn read<'s>(&self, doc: &Text<'s>, line: Line, around: &mut Around<'s>) -> Option<Snip<'s>> {
        // What failed stands above: the message is its answer.
        matches!(around.open, None | Some(Form::Prose | Form::Url | Form::Http)).then_some(())?;
        let text = doc.as_str();
        let end = floor(text, line.end.min(line.start + LONGEST));
        let message = &text[line.start..end];
        let found = WORDINGS.iter().zip(&MESSAGES).find_map(|(wording, compiled)| {
            memmem::find(message.as_bytes(), wording.sign.as_bytes())?;
            compiled.get_or_init(|| Regex::new(wording.message).ok()).as_ref()?.captures(message)
        })?;
        let whole = found.get(0)?;
        let (start, stop) = (line.start + whole.start(), line.start + whole.end());
        // A log tells a failure again with its exception.
        let again = around.failed.as_deref() == Some(whole.as_str());
        let reports = !talk::is_talk(text, start, stop) && !source_code::is_in_comment(text, start);
        let made = source_code::begins(message.trim_start()) || source_code::is_literal(text, start);
        (reports && !made).then_some(())?;
        let part =
            |name: &str| found.name(name).map(|part| doc.slice(line.start + part.start(), line.start + part.end()));
        let status = part("status")?;
        let value = status.as_str().parse().ok().filter(|status| (400..600).contains(status))?;
        let status = Sourced { value, span: status.span(), provenance: Provenance::Stated };
        let method = part("method").map(|method| Sourced {
            value: method.as_str().to_ascii_uppercase(),
            span: method.span(),
            provenance: Provenance::Stated,
        });
        (method.as_ref().is_none_or(|method| http::METHODS.contains(&method.value.as_str()))).then_some(())?;
        let asked = Asked { method, address: Some(address(doc, line.start, &found)?), ..Asked::default() };
        let mut response = Response { span: doc.span_of(start, stop), status: Some(status), ..Response::default() };
        let end = match part("said") {
            Some(said) => {
                response.json = Some(json::parse(&said).unwrap_or_else(|| message_of(&said)));
                response.body = Some(said);
                stop
            }
            None => follow(doc, stop, &mut response),
        };
        let span = doc.span_of(start, end);
        let parts = [Part::Headers, Part::Credentials, Part::Body, Part::Parameters];
        let unseen = parts.into_iter().fold(Parts::NONE, |parts, part| parts.and(part, true));
        let unseen = unseen.and(Part::Method, asked.method.is_none());
        let requests = if again { Vec::new() } else { vec![(Asked { unseen, ..asked }.request(span), Some(response))] };
        around.failed = Some(whole.as_str().to_owned());
        Some(Snip {
            form: Form::Http,
            start,
            span,
            requests,
            answer: None,
            repairs: Vec::new(),
            end: end.max(line.start + 1),
        })
    }
}

/// The address; that of a log of connections stands in two parts.
fn address<'s>(doc: &Text<'s>, from: usize, found: &Captures<'_>) -> Option<Text<'s>> {
    let part = |name: &str| found.name(name).map(|part| doc.slice(from + part.start(), from + part.end()));
    if let Some(url) = part("url") {
        let end = url.as_str().trim_end_matches(['.', ',', ';', ':', ')', '"', '\'', '`']).len();
        return Some(url.slice(0, end));
    }
    let host = part("host")?;
    let host = part("port").map_or_else(|| host.clone(), |port| join(&host, "", &port));
    Some(join(&host, "", &part("path")?))
}

/// Words of an answer that are no JSON.
fn message_of<'s>(said: &Text<'s>) -> Json<'s> {
    Json::Object(vec![(Text::implied("message", said.span()), Json::String(said.clone()))])
}

/// Takes the JSON that follows a message, on its line or on the next; gives where reading goes on.
fn follow<'s>(doc: &Text<'s>, stop: usize, response: &mut Response<'s>) -> usize {
    let text = doc.as_str();
    let far = floor(text, text.len().min(stop + LONGEST_ANSWER));
    let behind = &text[stop..far];
    let start = stop + (behind.len() - behind.trim_start_matches([' ', '\t', '\r', '↵']).len());
    let next =
        text[start..far].strip_prefix('\n').map_or(start, |rest| far - rest.trim_start_matches([' ', '\t']).len());
    if !text[next..far].starts_with(['{', '[']) {
        return stop;
    }
    let end = text[next..far].find("\n\n").map_or(far, |at| next + at);
    let Some((json, length)) = json::prefix(&doc.slice(next, end), 0) else { return stop };
    response.span = response.span.join(doc.span_of(next, next + length));
    response.body = Some(doc.slice(next, next + length));
    response.json = Some(json);
    next + length
}

#[cfg(test)]
mod tests {
    use crate::read::document::Document;
    use crate::text::{Span, Text};

    /// Method, address and status of the first exchange, and its error's word.
    fn read(source: &str) -> String {
        let doc = Text::verbatim(source, Span::new(0, source.len()));
        let Some(exchange) = Document::new(doc).next() else { return "nothing".to_owned() };
        let method = exchange.request.method.map_or("?".to_owned(), |method| method.value);
        let url = exchange.request.url.map_or("?".to_owned(), |url| url.text.as_str().to_owned());
        let Some(response) = exchange.response else { return format!("{method} {url}") };
        let status = response.status.map_or(0, |status| status.value);
        let word = response.json.as_ref().and_then(|json| json.error_word()).map_or("", Text::as_str);
        format!("{method} {url} {status} {word}").trim_end().to_owned()
    }

    #[test]
    fn what_libraries_say_is_a_request_and_its_answer() {
        let told = [
            (
                "Client error: `POST https://as.example/oauth/token` resulted in a `400 Bad Request` response:\n{\"error\":\"invalid_grant\"}\n",
                "POST https://as.example/oauth/token 400 invalid_grant",
            ),
            (
                "Client error: `GET https://api.example/v1/me` resulted in a `401 Unauthorized` response: {\"error\":\"invalid_token\"}",
                "GET https://api.example/v1/me 401 invalid_token",
            ),
            (
                "Client error response [url] https://as.example/token [status code] 401 [reason phrase] Unauthorized",
                "? https://as.example/token 401",
            ),
            (
                "requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: https://api.example/v1/me",
                "? https://api.example/v1/me 403",
            ),
            (
                "httpx.HTTPStatusError: Client error '401 Unauthorized' for url 'https://api.example/v1/me'",
                "? https://api.example/v1/me 401",
            ),
            (
                "INFO HTTP Request: POST https://as.example/token \"HTTP/1.1 401 Unauthorized\"",
                "POST https://as.example/token 401",
            ),
            (
                "DEBUG:urllib3.connectionpool:https://as.example:443 \"POST /oauth/token HTTP/1.1\" 401 41",
                "POST https://as.example/oauth/token 401",
            ),
            (
                "DEBUG:urllib3.connectionpool:http://localhost:8080 \"GET /oauth/token HTTP/1.1\" 405 41",
                "GET http://localhost:8080/oauth/token 405",
            ),
            (
                "aiohttp.client_exceptions.ClientResponseError: 401, message='Unauthorized', url=URL('https://api.example/v1/me')",
                "? https://api.example/v1/me 401",
            ),
            (
                "<HttpError 403 when requesting https://api.example/v1/me returned \"Request had insufficient authentication scopes.\">",
                "? https://api.example/v1/me 403",
            ),
            (
                "java.io.IOException: Server returned HTTP response code: 401 for URL: https://api.example/v1/me",
                "? https://api.example/v1/me 401",
            ),
            (
                "400 Bad Request on POST request for \"https://as.example/token\": \"{\"error\":\"invalid_grant\"}\"",
                "POST https://as.example/token 400 invalid_grant",
            ),
            (
                "WebClientResponseException$Unauthorized: 401 Unauthorized from POST https://as.example/token",
                "POST https://as.example/token 401",
            ),
            (
                "E/Volley: [92] BasicNetwork.performRequest: Unexpected response code 401 for https://api.example/v1/me",
                "? https://api.example/v1/me 401",
            ),
            (
                "feign.FeignException: [401 Unauthorized] during [POST] to [https://as.example/token] [Tokens#get()]: [{\"error\":\"invalid_client\"}]",
                "POST https://as.example/token 401 invalid_client",
            ),
            (
                "HTTP status client error (401 Unauthorized) for url (https://api.example/v1/me)",
                "? https://api.example/v1/me 401",
            ),
            (
                "file_get_contents(https://api.example/v1/me): Failed to open stream: HTTP request failed! HTTP/1.1 401 Unauthorized",
                "? https://api.example/v1/me 401",
            ),
            (
                "the server responded with status 401 -- get https://api.example/v1/me",
                "GET https://api.example/v1/me 401",
            ),
            (
                "Octokit::Unauthorized (GET https://api.example/user: 401 - Bad credentials // See: https://docs.example)",
                "GET https://api.example/user 401",
            ),
        ];
        let wrong: Vec<String> = told
            .iter()
            .map(|(message, expected)| (read(message), expected))
            .filter(|(found, expected)| found != *expected)
            .map(|(found, expected)| format!("{found}\n  not {expected}"))
            .collect();
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }

    #[test]
    fn talk_of_such_messages_and_programs_that_make_them_are_none() {
        let talk = [
            "If you see `requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: https://api.example/v1/orders`, the token has ended.",
            "    raise HTTPError(\"401 Client Error: Unauthorized for url: https://api.example/v1/me\")",
            "// 401 Client Error: Unauthorized for url: https://api.example/v1/me",
            "200 OK from GET https://api.example/v1/me",
        ];
        for text in talk {
            assert_eq!(read(text), "nothing", "{text}");
        }
    }
}
