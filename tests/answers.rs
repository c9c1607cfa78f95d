//! Every answer people have pasted is read for what it means, and success is never taken for a refusal.

use grantlint::exchange::{CurlError, Header, Json, Provenance, Response, Sourced};
use grantlint::provider::words::Role;
use grantlint::provider::{Answer, Code, Location, Outcome, PROVIDERS, Weight, answer, place};
use grantlint::text::{MapBuilder, Span, Text};
use serde_json::Value;

const CHAT_TOKEN: &str = "acme.zendesk.com/oauth2/chat/token";
const CHAT_API: &str = "acme.zendesk.com/api/v2/chat/chats";
const SUPPORT_API: &str = "acme.zendesk.com/api/v2/users/me";
const UNKNOWN_TOKEN: &str = "login.example.org/oauth/token";

fn text(value: &str) -> Text<'static> {
    let mut map = MapBuilder::new();
    map.encoded(Span::new(0, 1), value.len());
    Text::new(value.to_owned(), map.finish(0), Vec::new())
}

fn json(value: &Value) -> Json<'static> {
    match value {
        Value::String(value) => Json::String(text(value)),
        Value::Array(elements) => Json::Array(elements.iter().map(json).collect()),
        Value::Object(members) => Json::Object(members.iter().map(|(name, value)| (text(name), json(value))).collect()),
        other => Json::Scalar(text(&other.to_string())),
    }
}

/// A status, 0 for none, and a body.
fn response(status: u16, body: &str) -> Response<'static> {
    let known = Sourced { value: status, span: Span::new(0, 3), provenance: Provenance::Stated };
    Response {
        status: (status > 0).then_some(known),
        body: (!body.is_empty()).then(|| text(body)),
        json: serde_json::from_str(body).ok().as_ref().map(json),
        ..Response::default()
    }
}

fn header(name: &str, value: &str) -> Header<'static> {
    Header { name: text(name), value: text(value), whole: Some(text(&format!("{name}: {value}"))), fault: None }
}

fn located(address: &'static str) -> Location<'static> {
    let (host, path) = address.split_at(address.find('/').unwrap_or(address.len()));
    place(&PROVIDERS, "https", host, path)
}

fn read(response: &Response<'_>, address: &'static str) -> Answer {
    let location = located(address);
    answer(response, &location, location.role(true).map(|(role, _)| role))
}

/// Status, body, address, code.
const REFUSED: &[(u16, &str, &str, Option<Code>)] = &[
    (400, r#"{"error": "invalid_grant"}"#, CHAT_TOKEN, Some(Code::InvalidGrant)),
    (401, r#"{"error": "access_denied"}"#, CHAT_TOKEN, Some(Code::AccessDenied)),
    (0, r#"{"error": "access_denied"}"#, CHAT_TOKEN, Some(Code::AccessDenied)),
    (401, r#"{"error": "invalid_client"}"#, CHAT_TOKEN, Some(Code::InvalidClient)),
    (400, r#"{"error": "unsupported_grant_type"}"#, CHAT_TOKEN, Some(Code::UnsupportedGrantType)),
    (
        0,
        r#"{"description": "The method is not allowed for the requested URL.", "error": "Method Not Allowed"}"#,
        CHAT_TOKEN,
        Some(Code::MethodNotAllowed),
    ),
    (
        401,
        r#"{"error": "Unauthorized", "description": "The server could not verify that you are authorized to access the requested resource"}"#,
        CHAT_API,
        Some(Code::Unauthorized),
    ),
    (403, "", CHAT_API, Some(Code::Forbidden)),
    (404, "", CHAT_API, Some(Code::NotFound)),
    (429, "slow down", CHAT_API, Some(Code::RateLimited)),
    (401, r#"{"error":"Couldn't authenticate you"}"#, SUPPORT_API, Some(Code::Unauthorized)),
    (
        401,
        r#"{"error":"invalid_token","error_description":"The access token provided is expired, revoked, malformed or invalid for other reasons."}"#,
        SUPPORT_API,
        Some(Code::InvalidToken),
    ),
    (
        403,
        r#"{"error":{"title":"Forbidden","message":"Invalid authenticity token"}}"#,
        SUPPORT_API,
        Some(Code::Forbidden),
    ),
    (
        200,
        r#"{"data": null, "errors": [{"message": "Invalid scope"}]}"#,
        "chat-api.zopim.com/graphql/request",
        Some(Code::InsufficientScope),
    ),
    (
        400,
        r#"{"error":"invalid_grant","error_description":"Bad redirect_uri"}"#,
        UNKNOWN_TOKEN,
        Some(Code::RedirectUriMismatch),
    ),
    (200, r#"{"error": "invalid_grant"}"#, UNKNOWN_TOKEN, Some(Code::InvalidGrant)),
    (400, "", UNKNOWN_TOKEN, None),
    (
        401,
        "<html><head><title>401 Unauthorized</title></head></html>",
        "api.example.org/v1/me",
        Some(Code::Unauthorized),
    ),
    (0, "<html><head><title>401 Unauthorized</title></head></html>", "api.example.org/v1/me", Some(Code::Unauthorized)),
    (0, "Method Not Allowed", UNKNOWN_TOKEN, Some(Code::MethodNotAllowed)),
    (0, "405 Method Not Allowed", UNKNOWN_TOKEN, Some(Code::MethodNotAllowed)),
    (200, r#"{"ok": false, "error": "invalid_auth"}"#, "api.example.org/v1/me", Some(Code::InvalidToken)),
    (200, r#"{"ok": false, "error": "out_of_tea"}"#, "api.example.org/v1/me", None),
];

#[test]
fn refusals_are_read_for_what_they_mean() {
    for &(status, body, address, code) in REFUSED {
        let answer = read(&response(status, body), address);
        assert_eq!((answer.outcome, answer.code), (Outcome::Refused, code), "{status} {body} at {address}");
        let location = located(address);
        let oauth = location.role(true).is_some_and(|(role, _)| role != Role::Api);
        assert!(answer.is_refusal(oauth || location.provider.is_some()), "{status} {body} at {address}");
    }
}

#[test]
fn success_is_no_refusal() {
    for (status, body, address) in [
        (200, r#"{"access_token": "t", "token_type": "bearer"}"#, CHAT_TOKEN),
        (0, r#"{"access_token": "t", "token_type": "bearer"}"#, UNKNOWN_TOKEN),
        (0, r#"{"chats": [], "count": 0}"#, CHAT_API),
        (200, r#"{"error": null, "result": []}"#, "api.example.org/v1/me"),
        (204, "", CHAT_API),
        (200, r#"{"status_code":200,"message":"Not Computed!"}"#, "rtm.zopim.com/stream/chats"),
    ] {
        let answer = read(&response(status, body), address);
        assert_eq!(answer.outcome, Outcome::Ok, "{status} {body} at {address}");
        assert!(!answer.is_refusal(true));
    }
    for (status, body, address) in
        [(302, "", CHAT_API), (0, "hello", CHAT_API), (200, "<html>sign in</html>", CHAT_TOKEN)]
    {
        assert_eq!(read(&response(status, body), address).outcome, Outcome::Unclear, "{status} {body} at {address}");
    }
}

#[test]
fn a_device_that_waits_was_not_refused() {
    let answer = read(&response(400, r#"{"error": "authorization_pending"}"#), UNKNOWN_TOKEN);
    assert_eq!(answer.code, Some(Code::AuthorizationPending));
    assert!(!answer.is_refusal(true));
}

#[test]
fn a_server_error_of_a_stranger_asks_for_no_verdict() {
    let answer = read(&response(500, ""), "api.example.org/v1/me");
    assert_eq!((answer.outcome, answer.code), (Outcome::Refused, Some(Code::ServerError)));
    assert!(!answer.is_refusal(false));
    assert!(!read(&response(404, ""), "api.example.org/v1/me").is_refusal(false));
}

#[test]
fn wording_gives_the_product_away() {
    let flask = r#"{"description": "The method is not allowed for the requested URL.", "error": "Method Not Allowed"}"#;
    let anywhere = answer(&response(0, flask), &Location::nowhere(&PROVIDERS), Some(Role::Token));
    assert_eq!((anywhere.speaks, anywhere.code), (Some("zendesk-chat"), Some(Code::MethodNotAllowed)));
    let support = r#"{"error":"Couldn't authenticate you"}"#;
    assert_eq!(read(&response(401, support), CHAT_API).speaks, Some("zendesk-support"));
    assert_eq!(read(&response(401, support), "api.github.example/user").speaks, None);
}

#[test]
fn the_provider_weighs_causes() {
    let answer = read(&response(401, r#"{"error": "invalid_client"}"#), CHAT_TOKEN);
    assert!(answer.causes.contains(&("oauth/public-client-credentials", Weight::Often)));
    assert_eq!(answer.said.as_deref(), Some("invalid_client"));
}

#[test]
fn a_challenge_speaks_when_the_body_does_not() {
    let mut challenged = response(401, "");
    challenged.headers.push(header(
        "WWW-Authenticate",
        r#"Bearer realm="api", error="insufficient_scope", error_description="need write, chat""#,
    ));
    let answer = read(&challenged, "api.example.org/v1/me");
    assert_eq!(answer.code, Some(Code::InsufficientScope));
    assert_eq!(answer.description.as_deref(), Some("need write, chat"));
    let mut both = response(401, r#"{"error": "invalid_token"}"#);
    both.headers = challenged.headers;
    assert_eq!(read(&both, "api.example.org/v1/me").code, Some(Code::InvalidToken));
}

#[test]
fn a_redirect_with_an_error_is_an_answer() {
    let mut redirected = response(302, "");
    redirected
        .headers
        .push(header("Location", "http://localhost:8080/?error=access_denied&error_description=no%20way"));
    let refused = read(&redirected, "acme.zendesk.com/oauth2/chat/authorizations/new");
    assert_eq!((refused.outcome, refused.code), (Outcome::Refused, Some(Code::AccessDenied)));
    assert_eq!(refused.description.as_deref(), Some("no way"));
    redirected.headers = vec![header("Location", "http://localhost:8080/?code=abc&state=x")];
    assert_eq!(read(&redirected, "acme.zendesk.com/oauth2/chat/authorizations/new").outcome, Outcome::Ok);
}

#[test]
fn curls_own_errors_and_browsers_are_answers() {
    let exits = [(6, Code::Dns), (5, Code::Dns), (7, Code::Connection), (28, Code::Connection), (52, Code::Connection)];
    let more = [(56, Code::Connection), (35, Code::Tls), (60, Code::Tls), (77, Code::Tls)];
    let usage = [(1, Code::CurlUsage), (2, Code::CurlUsage), (3, Code::CurlUsage)];
    for (exit, code) in exits.into_iter().chain(more).chain(usage) {
        let line = text(&format!("curl: ({exit}) something went wrong"));
        let failed = Response { curl: Some(CurlError { exit, line }), ..Response::default() };
        let answer = read(&failed, UNKNOWN_TOKEN);
        assert_eq!((answer.outcome, answer.code), (Outcome::Refused, Some(code)), "{exit}");
        assert!(answer.is_refusal(false));
    }
    let line = text("curl: (22) The requested URL returned error: 403");
    let failed = Response { curl: Some(CurlError { exit: 22, line }), ..Response::default() };
    assert_eq!(read(&failed, CHAT_API).code, Some(Code::Forbidden));
    let blocked = Response { cors: Some(Span::new(0, 9)), ..Response::default() };
    assert_eq!(read(&blocked, "www.zopim.com/api/v2/chats").code, Some(Code::Cors));
    assert_eq!(read(&blocked, "api.example.org/v1/me").code, Some(Code::Cors));
}

#[test]
fn a_word_of_prose_is_an_answer() {
    let told = Response { told_error: Some(text("unsupported_grant_type")), ..Response::default() };
    let answer = answer(&told, &Location::nowhere(&PROVIDERS), None);
    assert_eq!((answer.outcome, answer.code), (Outcome::Refused, Some(Code::UnsupportedGrantType)));
}

#[test]
fn libraries_report_the_status_in_their_own_words() {
    for (request, report, status) in [
        ("axios.get('https://a.example/x', settings)", "AxiosError: Request failed with status code 401", 401),
        (
            "requests.get('https://a.example/x')",
            "requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: https://a.example/x",
            403,
        ),
        (
            "PS C:\\> Invoke-RestMethod https://a.example/x",
            "Invoke-RestMethod : The remote server returned an error: (401) Unauthorized.",
            401,
        ),
        (
            "PS /home/me> Invoke-RestMethod https://a.example/x",
            "Invoke-RestMethod: Response status code does not indicate success: 400 (Bad Request).",
            400,
        ),
        ("$ wget https://a.example/x", "HTTP request sent, awaiting response... 401 Unauthorized", 401),
        ("$ wget -q https://a.example/x", "2026-03-01 10:00:00 ERROR 404: Not Found.", 404),
    ] {
        let text = format!("{request}\n\n{report}\n");
        let exchange = grantlint::read::read(&text).next().expect(&text);
        let response = exchange.response.expect(&text);
        assert_eq!(response.status.expect(&text).value, status, "{text}");
    }
}

#[test]
fn powershell_repeats_the_command_it_stumbled_over() {
    let text = "PS C:\\> curl https://api.example/v1/me\ncurl : The remote server returned an error: (401) Unauthorized.\n\
                At line:1 char:1\n+ curl https://api.example/v1/me\n+ ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n";
    assert_eq!(grantlint::read::read(text).count(), 1);
}
