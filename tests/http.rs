//! Promise: a message is read as it travels, wherever it was copied from, with its answer.

#![allow(clippy::unwrap_used)]

use grantlint::exchange::{Exchange, Form, Place};
use grantlint::read::read;

const BODY: &str = "grant_type=authorization_code&code=an-invented-code&redirect_uri=https%3A%2F%2Fshop.example%2Fcb";

fn all(text: &str) -> Vec<Exchange<'_>> {
    read(text).collect()
}

fn only(text: &str) -> Exchange<'_> {
    let mut all = all(text);
    assert_eq!(all.len(), 1, "{text}");
    all.remove(0)
}

fn address(exchange: &Exchange<'_>) -> String {
    exchange.request.url.as_ref().map(|url| url.text.as_str().to_owned()).unwrap_or_default()
}

fn params(exchange: &Exchange<'_>) -> Vec<(String, String)> {
    exchange.request.params.iter().map(|p| (p.name.as_str().to_owned(), p.value.as_str().to_owned())).collect()
}

#[test]
fn a_message_has_method_address_headers_and_body() {
    for version in ["HTTP/1.0", "HTTP/1.1", "HTTP/2", "HTTP/3"] {
        for end in ["\n", "\r\n"] {
            let lines = [
                &format!("POST /token?x=1 {version}"),
                "Host: as.example",
                "content-type: application/x-www-form-urlencoded",
                "",
                BODY,
                "",
            ];
            let text = lines.join(end);
            let exchange = only(&text);
            assert_eq!(exchange.form, Form::Http);
            assert_eq!(exchange.request.method.as_ref().unwrap().value, "POST");
            assert_eq!(address(&exchange), "https://as.example/token?x=1");
            assert_eq!(exchange.request.headers.len(), 2);
            let found = params(&exchange);
            assert_eq!(found.len(), 4, "{found:?}");
            assert_eq!(found[3], ("redirect_uri".to_owned(), "https://shop.example/cb".to_owned()));
            assert_eq!(exchange.request.params[0].place, Place::Query);
            for param in &exchange.request.params {
                assert_eq!(&text[param.raw.span().range()], param.raw.as_str());
            }
        }
    }
}

#[test]
fn the_scheme_is_what_the_message_tells() {
    let of = |target: &str, host: &str| address(&only(&format!("GET {target} HTTP/1.1\n{host}Accept: */*\n\n")));
    assert_eq!(of("/x", "Host: a.example\n"), "https://a.example/x");
    assert_eq!(of("/x", "Host: a.example:80\n"), "http://a.example:80/x");
    assert_eq!(of("/x", "host:a.example:8443\n"), "https://a.example:8443/x");
    assert_eq!(of("http://a.example/x", "Host: a.example\n"), "http://a.example/x");
    assert_eq!(of("/x", ""), "/x");
}

#[test]
fn lines_that_go_on_are_one() {
    let text = "Then:\n\n     GET /authorize?response_type=code&client_id=s6&state=xyz\n         &redirect_uri=https%3A%2F%2Fa.example%2Fcb HTTP/1.1\n     Host: as.example\n\n     POST /token HTTP/1.1\n     Host: as.example\n     Content-Type: application/x-www-form-urlencoded\n\n     grant_type=authorization_code&code=SplxlOBe\n     &redirect_uri=https%3A%2F%2Fa.example%2Fcb\n\nThe server answers\n\n     HTTP/1.1 400 Bad Request\n     Content-Type: application/json\n\n     {\n       \"error\":\"invalid_request\"\n     }\n";
    let read = all(text);
    assert_eq!(read.len(), 2);
    assert_eq!(params(&read[0]).last().unwrap().1, "https://a.example/cb");
    assert_eq!(params(&read[1]).len(), 3);
    assert_eq!(read[1].response.as_ref().unwrap().status.as_ref().unwrap().value, 400);
    assert!(read[1].response.as_ref().unwrap().json.is_some());
}

#[test]
fn json_and_multipart_bodies_are_read_whole() {
    let head = "POST /token HTTP/1.1\nHost: as.example\n";
    let json = format!(
        "{head}Content-Type: application/json\n\n{{\n  \"grant_type\": \"password\",\n  \"username\": \"u\"\n}}\n\nHTTP/1.1 401 Unauthorized\n\n{{\"error\":\"invalid_client\"}}\n"
    );
    let json = only(&json);
    assert_eq!(params(&json).len(), 2);
    assert!(json.response.unwrap().json.unwrap().member("error").is_some());
    let parts = format!(
        "{head}Content-Type: multipart/form-data; boundary=b1\n\n--b1\nContent-Disposition: form-data; name=\"code\"\n\nabc\n--b1--\n"
    );
    assert_eq!(params(&only(&parts)), [("code".to_owned(), "abc".to_owned())]);
}

#[test]
fn the_trace_of_a_command_belongs_to_it() {
    let trace = "> POST /token HTTP/1.1\n> Host: as.example\n> Authorization: Bearer t\n>\n< HTTP/1.1 401 Unauthorized\n<\n{\"error\":\"invalid_client\"}\n";
    let with = format!("$ curl -v https://as.example/token -d a=b\n{trace}");
    let with = only(&with);
    assert_eq!(with.form, Form::CurlTranscript);
    assert!(with.response.unwrap().sent_headers.len() >= 2);
    let without = only(trace);
    assert_eq!((without.form, address(&without)), (Form::Http, "https://as.example/token".to_owned()));
    assert_eq!(without.response.unwrap().status.unwrap().value, 401);
}

/// What `curl --trace-ascii -` writes, byte for byte.
const TRACE: &str = "== Info: Connected to as.example (127.0.0.1) port 8931 (#0)
=> Send header, 168 bytes (0xa8)
0000: POST /oauth2/chat/token HTTP/1.1
0022: Host: as.example
0034: Authorization: Basic YW4taW52ZW50ZWQtY2xpZW50OmFuLWludmVudGVkLXN
0074: lY3JldA==
007f: Content-Type: application/x-www-form-urlencoded
00b0: 
=> Send data, 112 bytes (0x70)
0000: grant_type=authorization_code&code=an-invented-code-123&client_i
0040: d=acme&redirect_uri=https%3A%2F%2Fa.example%2Fcb
== Info: HTTP 1.0, assume close after body
<= Recv header, 26 bytes (0x1a)
0000: HTTP/1.0 400 Bad Request
<= Recv header, 32 bytes (0x20)
0000: content-type: application/json
<= Recv header, 2 bytes (0x2)
0000: 
<= Recv data, 34 bytes (0x22)
0000: {\"error\":\"unsupported_grant_type\"}
== Info: Closing connection 0
";

#[test]
fn traces_in_blocks_are_put_together() {
    let exchange = only(TRACE);
    assert_eq!(address(&exchange), "https://as.example/oauth2/chat/token");
    let found = params(&exchange);
    assert_eq!(found[2], ("client_id".to_owned(), "acme".to_owned()), "{found:?}");
    assert_eq!(found.len(), 4);
    let credentials = &exchange.request.headers[1];
    assert_eq!(credentials.value.as_str(), "Basic YW4taW52ZW50ZWQtY2xpZW50OmFuLWludmVudGVkLXNlY3JldA==");
    let response = exchange.response.as_ref().unwrap();
    assert_eq!((response.status.as_ref().unwrap().value, response.headers.len()), (400, 1));
    let error = response.json.as_ref().unwrap().member("error").unwrap().text().unwrap();
    assert_eq!(&TRACE[error.span().range()], "unsupported_grant_type");

    let text = format!("$ curl --trace-ascii - https://as.example/oauth2/chat/token -d a=b\n{TRACE}");
    let behind = only(&text);
    assert_eq!(behind.form, Form::CurlTranscript);
    let response = behind.response.unwrap();
    assert_eq!((response.status.unwrap().value, response.sent_headers.len()), (400, 3));
}

#[test]
fn what_only_looks_like_a_message_is_none() {
    let texts = [
        "203.0.113.7 - - [01/Mar/2026:10:00:00 +0000] \"POST /token HTTP/1.1\" 400 12",
        "Please use HTTP/1.1 for this",
        "We GET /x with HTTP/1.1 and it works",
        "The first line reads GET /x HTTP/1.1",
        "POST /token",
        "=> Send header, 12 bytes",
    ];
    for text in texts {
        assert!(all(text).iter().all(|exchange| exchange.form != Form::Http), "{text}");
    }
}

#[test]
fn the_network_panel_shows_a_request() {
    let text = "Request URL: https://acme.zendesk.com/oauth2/chat/token\nRequest Method: OPTIONS\n\
                Status Code: 405 Method Not Allowed\nRemote Address: 192.0.2.7:443\n\nWhy is that?\n";
    let exchange = only(text);
    assert_eq!(exchange.form, Form::Http);
    assert_eq!(exchange.request.method.as_ref().unwrap().value, "OPTIONS");
    assert_eq!(address(&exchange), "https://acme.zendesk.com/oauth2/chat/token");
    assert_eq!(exchange.response.as_ref().unwrap().status.as_ref().unwrap().value, 405);
    assert!(exchange.response.as_ref().unwrap().cors.is_some(), "the browser asked for the page");
    assert!(exchange.request.headers.is_empty());
}

#[test]
fn the_network_panel_shows_headers_and_form_below_their_names() {
    let text = "General\nRequest URL:\nhttps://as.example/token\nRequest Method:\nPOST\nStatus Code:\n400 Bad Request\n\n\
                Response Headers\ncontent-type:\napplication/json\n\nRequest Headers (3)\n:authority:\nas.example\n\
                accept:\n*/*\ncontent-type:\napplication/x-www-form-urlencoded\n\nForm Data\ngrant_type: authorization_code\n\
                code: c0de4you\n";
    let exchange = only(text);
    assert_eq!(exchange.request.method.as_ref().unwrap().value, "POST");
    assert_eq!(exchange.request.headers.len(), 2);
    let found = params(&exchange);
    assert_eq!(found, [("grant_type", "authorization_code"), ("code", "c0de4you")].map(|(n, v)| (n.into(), v.into())));
    assert_eq!(exchange.response.as_ref().unwrap().headers.len(), 1);
}
