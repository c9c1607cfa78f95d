//! Promise: hostile input costs time linear in its size. Ten times of every pattern takes less than fifteen times as
//! long, from bytes to all three formats.

#![cfg(feature = "cli")]
#![allow(clippy::print_stdout, reason = "it tells its measurements where it is asked to")]

#[path = "support/hostile.rs"]
mod hostile;

use std::fmt::Write as _;
use std::fs;
use std::time::{Duration, Instant};

use grantlint::Checker;
use grantlint::facts::Date;
use grantlint::report::{Keep, Look, Report, human, json, short};
use hostile::{Make, many, times};

const TOKEN: &str = "curl https://acme.zendesk.com/oauth2/chat/token";

/// A word drawn by lot, the same for the same number.
fn lot(n: usize) -> String {
    let mut z = (n as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut word = String::new();
    while word.len() < 24 {
        z = (z ^ (z >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let _ = write!(
            word,
            "{}",
            char::from(b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"[(z >> 33) as usize % 56])
        );
    }
    word
}

const PATTERNS: &[(&str, Make)] = &[
    ("ordinary commands", |size| {
        many(size, |n| {
            format!(
                "{TOKEN} -d 'grant_type=authorization_code&code={}&client_id=app&redirect_uri=https://a.example/cb'\n",
                lot(n)
            )
        })
    }),
    ("wrong commands", |size| {
        many(size, |n| format!("{TOKEN} -d 'grant_type=authorisation_code&code={}&client_id=app'\n", lot(n)))
    }),
    ("refused commands", |size| {
        many(size, |n| {
            format!(
                "$ {TOKEN} -d 'grant_type=authorisation_code&code={}'\nHTTP/1.1 400 Bad Request\n\n{{\"error\":\"invalid_grant\"}}\n",
                lot(n)
            )
        })
    }),
    ("quoted mail", |size| format!("Kim wrote:\n{}", times("> > > > curl https://a.example/x \\\n", size))),
    ("links", |size| times("<https://a.example/x", size)),
    ("links of Markdown", |size| times("[https://a.example/x](https://a.example/x)", size)),
    ("links of a tracker", |size| times("[https://a.example/x|https://a.example/x", size)),
    ("links that nothing ends", |size| times("](https://", size)),
    ("harmless addresses", |size| times("hxxps://a[.]b[.]c ", size)),
    ("harmless addresses without blanks", |size| times("hxxps://", size)),
    ("line breaks of HTML", |size| times("curl https://a.example/x \\<br>\n", size)),
    ("commands in strings on one line", |size| times("\"a: curl https://a.example/x \\\"b\\\"\" ", size)),
    ("sentences behind commands", |size| format!("{TOKEN} a {}", times("b'c ", size))),
    ("doubled backslashes", |size| format!("{TOKEN} {}", times("\\\\\n-d a=b ", size))),
    ("commands in comments", |size| format!("/**\n * {TOKEN}\n{}", times(" * -d a=b\n", size))),
    ("notes", |size| many(size, |n| format!("{{\"id\":{n},\"body\":\"curl https://a.example/x -H \\\"a: b\\\"\"}}\n"))),
    ("single quotes", |size| format!("{TOKEN} -d {}", times("'", size))),
    ("double quotes", |size| format!("{TOKEN} -d {}", times("\"", size))),
    ("quotes in turn", |size| format!("{TOKEN} -d {}", times("'\" ", size))),
    ("backquotes", |size| format!("{TOKEN} -d {}", times("`", size))),
    ("substitutions", |size| format!("{TOKEN} -d {}", times("$(", size))),
    ("opened in double quotes", |size| format!("{TOKEN} -d \"{}", times("$(\"", size))),
    ("ampersands", |size| format!("{TOKEN}?{}", times("&", size))),
    ("cut parameters", |size| format!("{TOKEN}?{}", times("a=b&", size))),
    ("variables in double quotes", |size| format!("{TOKEN} -d \"{}\"", times("$a&", size))),
    ("different variables", |size| format!("{TOKEN} -d \"{}\"", many(size, |n| format!("p{n}=$v{n}&")))),
    ("backslashes", |size| format!("{TOKEN} -d {}", times("\\", size))),
    ("continuations", |size| format!("{TOKEN} {}", times("\\\n", size))),
    ("broken continuations", |size| format!("{TOKEN} {}", times("\\ \n-d a=b ", size))),
    ("per cents", |size| format!("{TOKEN} -d 'code={}'", times("%", size))),
    ("encoded per cents", |size| format!("{TOKEN} -d 'code={}'", times("%25", size))),
    ("braces", |size| format!("{TOKEN}/{}", times("{", size))),
    ("pairs of braces", |size| format!("{TOKEN}/{}", times("{a,b}", size))),
    ("brackets", |size| format!("{TOKEN}/{}", times("[", size))),
    ("ranges", |size| format!("'{TOKEN}/{}'", times("[1-9]", size))),
    ("nested braces of a shell", |size| format!("{TOKEN} {}a{}", times("{a,", size / 2), times("}", size / 2))),
    ("deep JSON", |size| format!("{TOKEN} -d '{}{}'", times("[", size / 2), times("]", size / 2))),
    ("deep JSON objects", |size| format!("{TOKEN} -d '{}", times("{\"a\":", size))),
    ("wide JSON", |size| format!("{TOKEN} -d '{{{}\"z\":1}}'", many(size, |n| format!("\"k{n}\":\"{}\",", lot(n))))),
    ("JSON answer", |size| {
        format!(
            "$ {TOKEN} -d a=b\n{{{}\"error\":\"invalid_grant\"}}",
            many(size, |n| format!("\"k{n}_token\":\"{}\",", lot(n)))
        )
    }),
    ("GraphQL", |size| format!("{TOKEN} -d '{{\"query\":\"{}\"}}'", times("{ a(access_token: \\\"b\\\") ", size))),
    ("headers", |size| format!("{TOKEN} {}", many(size, |n| format!("-H 'X-{n}: v{n}' ")))),
    ("authorizations", |size| format!("{TOKEN} {}", many(size, |n| format!("-H 'Authorization: Bearer {}' ", lot(n))))),
    ("misspelt headers", |size| format!("{TOKEN} {}", times("-H 'Authorisation: Bearer abc' ", size))),
    ("colons in a header", |size| format!("{TOKEN} -H '{}'", times("Bearer: ", size))),
    ("parameters", |size| format!("{TOKEN} -d '{}'", many(size, |n| format!("p{n}=v{n}&")))),
    ("one parameter again and again", |size| format!("{TOKEN} -d '{}'", times("code=abc&", size))),
    ("misspelt parameters", |size| format!("{TOKEN} -d '{}'", times("clientsecret=abcd&granttype=code&", size))),
    ("data options", |size| format!("{TOKEN} {}", many(size, |n| format!("-d p{n}=v{n} ")))),
    ("form options", |size| format!("{TOKEN} {}", many(size, |n| format!("-F p{n}=v{n} ")))),
    ("unknown options", |size| format!("{TOKEN} {}", many(size, |n| format!("--no-such-{n} ")))),
    ("many next", |size| times("curl https://a.example/token -d grant_type=clientcredentials --next ", size)),
    ("addresses of one command", |size| format!("curl {}", many(size, |n| format!("https://h{n}.example/token ")))),
    ("redirects", |size| {
        many(size, |n| {
            format!("> GET /p{n} HTTP/1.1\n> Host: a.example\n>\n< HTTP/1.1 302 Found\n< Location: /p{}\n<\n", n + 1)
        })
    }),
    ("redirects of one command", |size| {
        let hops = many(size, |n| format!("HTTP/1.1 302 Found\nLocation: https://a.example/p{n}\n\n"));
        format!("$ {TOKEN} -i -L -d a=b\n{hops}")
    }),
    ("answer headers", |size| {
        format!(
            "$ {TOKEN} -i -d a=b\nHTTP/1.1 400 Bad Request\n{}\n{{}}",
            many(size, |n| format!("Set-Cookie: c{n}={}\n", lot(n)))
        )
    }),
    ("errors in prose", |size| {
        many(size, |n| {
            format!(
                "Then {n} I got invalid_grant and unauthorized_client with grant_type = \"authorisation_code\".\n\n"
            )
        })
    }),
    ("errors on one line", |size| times("error: \"invalid_grant\" ", size)),
    ("parameters in a sentence", |size| times("scope=a ", size)),
    ("statuses in a sentence", |size| times("we got HTTP 401 error ", size)),
    ("error objects on one line", |size| times("{\"error\": 1} ", size)),
    ("failures on one line", |size| times("{\"status\":401,\"message\":\"bad x\"} ", size)),
    ("failures", |size| times("{\"status\":401,\"message\":\"bad x\"}\n", size)),
    ("objects that are sent", |size| times("{\"grant_type\": \"x\"} ", size)),
    ("errors as they are spoken", |size| times("an invalid scope error ", size)),
    ("reports on one line", |size| times("HTTPError: 401 Client Error: x for url: https://a.example/token ", size)),
    ("console messages on one line", |size| times("blocked by CORS policy https://a.example ", size)),
    ("commands in code on one line", |size| times("`curl https://a.example/token -d a=b` ", size)),
    ("commands in bold on one line", |size| times("**curl https://a.example/token -d a=b** ", size)),
    ("commands in quotes on one line", |size| times("\"curl https://a.example/token -d 'a=b\" ", size)),
    ("names of commands in quotes", |size| times("\"curl -v foo.", size)),
    ("quotes that open in a sentence", |size| times("scope: “a ", size)),
    ("requests that were run together", |size| times("POST /token HTTP/1.1 Host: a ", size)),
    ("calls on one line", |size| times("request.post(\"https://a.example/token\", {form: {a: \"b\"}}); ", size)),
    ("commands with calls between them", |size| {
        times("curl https://a.example; got.post(\"https://a.example/token\", {form: {a: 1}}); ", size)
    }),
    ("options at the end of a line", |size| times("curl https://a.example -d\n'a=b'\n", size)),
    ("words that a program had no value for", |size| times("curl https://a.example/token -d code=undefined\n", size)),
    ("refusals of one flow", |size| {
        times("$ curl https://a.example/token -d code=abcdef\n{\"error\":\"invalid_grant\"}\n", size)
    }),
    ("deep JSON in a sentence", |size| times("{\"a\": {", size)),
    ("talk behind an answer", |size| times("{\"error\":\"x\"}\nI got\n", size)),
    ("talk", |size| times("the access token is required and the code is old ", size)),
    ("addresses", |size| {
        many(size, |n| {
            format!("https://acme.zendesk.com/oauth2/chat/authorizations/new?client_id=a{n}&response_type=codes\n")
        })
    }),
    ("addresses on one line", |size| {
        many(size, |n| format!("https://acme.zendesk.com/oauth2/chat/authorizations/new?client_id=a{n} "))
    }),
    ("here-documents", |size| many(size, |n| format!("{TOKEN} -d @- <<EOF{n}\na=b\nEOF{n}\n"))),
    ("unclosed here-documents", |size| many(size, |n| format!("{TOKEN} -d @- <<EOF{n}\na=b\n"))),
    ("here-documents of one command", |size| format!("{TOKEN} {}", many(size, |n| format!("<<E{n} ")))),
    ("hard spaces", |size| format!("{TOKEN} {}", times("\u{a0}", size))),
    ("hard spaces between words", |size| format!("{TOKEN} {}", times("-d\u{a0}a=b\u{a0}", size))),
    ("zero-width characters", |size| format!("{TOKEN} -d 'code={}'", times("\u{200b}", size))),
    ("smart quotes", |size| format!("{TOKEN} {}", times("-d \u{201c}a=b\u{201d} ", size))),
    ("opening smart quotes", |size| format!("{TOKEN} -d {}", times("\u{201c}", size))),
    ("dashes", |size| format!("{TOKEN} {}", times("\u{2013}d a=b ", size))),
    ("placeholders", |size| format!("{TOKEN} -d '{}'", many(size, |n| format!("p{n}={{your_{}}}&", letters(n))))),
    ("placeholders of many commands", |size| {
        many(size, |n| format!("{TOKEN} -d client_id={{your_{}}} -d client_secret=<{}>\n", letters(n), letters(n)))
    }),
    ("secrets that begin alike", |size| {
        let secrets = many(size / 2, |n| format!("{TOKEN} -d code=abcd{}\n", lot(n)));
        format!("{secrets}{TOKEN} -d grant_type=authorisation_code -d x={}\n", times("abcd", size / 2))
    }),
    ("one secret in many places", |size| {
        format!("{TOKEN} -d grant_type=authorisation_code -d code=aaaaaaaaaaaaaaaaaaaaaaaa -d x='{}'", times("a", size))
    }),
    ("secrets inside each other", |size| format!("{TOKEN} -d '{}'", times("token=", size))),
    ("random words", |size| format!("{TOKEN} -d 'grant_type=x&x={}'", many(size, |n| format!("{}/", lot(n))))),
    ("base64", |size| format!("{TOKEN} -H 'Authorization: Basic {}'", times("QUJD", size))),
    ("JWT", |size| format!("{TOKEN} -H 'Authorization: Bearer eyJhbGciOiJub25lIn0.{}.'", times("eyJh", size))),
    ("entities", |size| format!("{TOKEN} -d &quot;{}&quot;", times("&amp;amp;", size))),
    ("scopes", |size| format!("{TOKEN} -d 'grant_type=client_credentials&scope={}'", many(size, |n| format!("s{n},")))),
    ("control characters", |size| format!("{TOKEN} -d 'grant_type=x{}'", times("\u{1b}[31m\u{202e}", size))),
    ("prompts", |size| times("$ ", size)),
    ("fences", |size| times("```\n", size)),
    ("empty lines", |size| times("\n", size)),
    ("empty commands", |size| times("curl ", size)),
    ("semicolons", |size| times("curl;", size)),
    ("assignments", |size| format!("{}{TOKEN} -d \"code=$V1\"", many(size, |n| format!("V{n}={} ", lot(n))))),
    ("exports", |size| format!("{}{TOKEN} -d \"code=$V1\"", many(size, |n| format!("export V{n}={}\n", lot(n))))),
    ("trace", |size| format!("$ {TOKEN} -v -d a=b\n{}", many(size, |n| format!("> X-{n}: y\n< X-{n}: z\n")))),
    ("trace marks", |size| format!("$ {TOKEN} -v -d a=b\n{}", times("> \n< \n* a\n", size))),
    ("null bytes", |size| format!("{TOKEN} -d 'a={}'", times("\0", size))),
    ("letters", |size| times("a", size)),
    ("signs of equality", |size| times("=", size)),
    ("at signs", |size| format!("{TOKEN} -d '{}'", times("https://a@b:c@", size))),
    ("entries", |size| recording(&many(size, |n| format!("{},", entry(&format!("code={}", lot(n)), 400))))),
    ("quiet entries", |size| recording(&many(size, |n| format!("{},", entry(&format!("page={n}"), 200))))),
    ("one long entry", |size| recording(&entry(&many(size, |n| format!("p{n}={}&", lot(n))), 400))),
    ("escapes in an entry", |size| recording(&entry(&times("\\u0041\\n", size), 400))),
    ("quotes in an entry", |size| recording(&entry(&times("\\\"", size), 400))),
    ("deep entries", |size| recording(&times("[{", size))),
    ("deep in an entry", |size| recording(&format!("{{\"a\":{}", times("[", size)))),
    ("an entry that never ends", |size| format!("{}{}", &recording("")[..60], times("{\"a\":\"b\",", size))),
    ("rows of an entry", |size| {
        let rows = many(size, |n| format!("{{\"name\":\"p{n}\",\"value\":\"{}\"}},", lot(n)));
        recording(&entry("code=abc", 400).replacen(
            "\"headers\":[",
            &format!("\"queryString\":[{rows}{{}}],\"headers\":[{rows}"),
            1,
        ))
    }),
    ("messages of a socket", |size| {
        let messages =
            many(size, |n| format!("{{\"type\":\"send\",\"data\":\"{{\\\"access_token\\\":\\\"{}\\\"}}\"}},", lot(n)));
        recording(&entry("code=abc", 101).replacen('{', &format!("{{\"_webSocketMessages\":[{messages}{{}}],"), 1))
    }),
    ("a parted body", |size| {
        let parts =
            many(size, |n| format!("--b\\r\\nContent-Disposition: form-data; name=\\\"p{n}\\\"\\r\\n\\r\\nv\\r\\n"));
        recording(&entry(&parts, 400))
    }),
    ("base64 in an entry", |size| {
        recording(&entry(&times("QUJD", size), 400).replacen("\"text\":", "\"encoding\":\"base64\",\"text\":", 1))
    }),
    ("keys before the entries", |size| {
        format!("{{\"log\":{{\"version\":\"1.2\",\"creator\":{{}},{}", times("\"entries\":{},", size))
    }),
    ("messages", |size| {
        many(size, |n| {
            format!(
                "POST /token HTTP/1.1\nHost: as.example\nContent-Type: a/b\n\ngrant_type=x&code={}\n\nHTTP/1.1 400 Bad Request\n\n{{}}\n",
                lot(n)
            )
        })
    }),
    ("request lines", |size| times("POST /token HTTP/1.1\n", size)),
    ("request lines that go on", |size| {
        format!("GET /authorize HTTP/1.1\n{}", times("GET /authorize?a=b\n&c=d\n", size))
    }),
    ("headers of a message", |size| {
        format!("GET /x HTTP/1.1\nHost: a.example\n{}", many(size, |n| format!("X-{n}: {}\n", lot(n))))
    }),
    ("arrows of an interceptor", |size| times("--> POST https://a.example/token\nA: b\n\na=b\n", size)),
    ("arrows without an end", |size| times("--> POST https://a.example/token\n<-- 400 https://a.example/t\n{\n", size)),
    ("what a logger writes", |size| {
        times("D/Http: --> POST https://a.example/token\nD/Http: A: b\nE/Http: A: b\n", size)
    }),
    ("dividers before a message", |size| format!("HTTP/\n{}", times("a: b| c- d] --> ", size))),
    ("quoted pieces", |size| {
        many(size, |n| format!("send: b'POST /t{n} HTTP/1.1\\r\\n\\r\\n'\nreply: 'HTTP/1.1 404\\r\\n'\n"))
    }),
    ("pieces of one answer", |size| format!("<- \"GET /x HTTP/1.1\\r\\n\\r\\n\"\n{}", times("-> \"a\\r\\n\"\n", size))),
    ("pieces of one head", |size| format!("_header: 'GET /x HTTP/1.1' {}", times("+ 'A: b\\r\\n'\n", size))),
    ("sections of a log", |size| {
        times("REQUEST: https://a.example/t\nMETHOD: HttpMethod(value=POST)\nBODY START\n{\n", size)
    }),
    ("shown line breaks", |size| times("POST /token HTTP/1.1\\r\\n\n\\r\\n\n", size)),
    ("blocks of a trace", |size| {
        many(size, |n| {
            format!(
                "=> Send header, 9 bytes (0x9)\n0000: GET /{n} HTTP/1.1\n<= Recv header, 9 bytes (0x9)\n0000: HTTP/1.1 404\n"
            )
        })
    }),
    ("lines of a trace", |size| {
        format!("=> Send header, 9 bytes (0x9)\n{}", many(size, |n| format!("{:04x}: X-{n}: y\n", n * 9)))
    }),
    ("a client's console: requests", |size| {
        many(size, |n| {
            let head = "POST https://a.example/token 400 9 ms\nRequest Headers\nAccept: \"*/*\"\nRequest Body\n";
            format!("{head}grant_type: \"x\"\ncode: \"{}\"\nResponse Body\n{{\"error\": \"x\"}}\n", lot(n))
        })
    }),
    ("a client's console: bodies", |size| times("POST https://a.example/token\nResponse Body\n[1\n", size)),
    ("a client's console: rows", |size| {
        format!("POST https://a.example/token\nRequest Headers\n{}", many(size, |n| format!("X-{n}: \"{}\"\n", lot(n))))
    }),
    ("rows of an environment", |size| {
        let rows = many(size, |n| format!(r#"{{"key":"v{n}_secret","value":"{}","enabled":true}},"#, lot(n)));
        let scope = r#""_postman_variable_scope":"environment""#;
        format!(r#"{{"name":"a","values":[{rows}{{"key":"client_id","value":"a","enabled":true}}],{scope}}}"#)
    }),
    ("flow", |size| {
        many(size, |n| {
            let code = lot(n);
            format!(
                "https://acme.zendesk.com/oauth2/chat/authorizations/new?response_type=code&client_id=a&state=s{n}\nhttps://a.example/cb?code={code}&state=s{n}\n{TOKEN} -d 'grant_type=authorization_code&code={code}&client_id=a'\n"
            )
        })
    }),
    ("one code again and again", |size| {
        times(&format!("{TOKEN} -d 'grant_type=authorization_code&code=abcdef&client_id=a'\n"), size)
    }),
    ("items of a collection", |size| {
        collection(&many(size, |n| {
            format!(
                r#"{{"name":"{n}","request":{{"method":"POST","url":{{"raw":"{{{{base}}}}/token"}},"body":{{"mode":"urlencoded","urlencoded":[{{"key":"grant_type","value":"authorisation_code"}},{{"key":"code","value":"{}"}}]}}}}}},"#,
                lot(n)
            )
        }))
    }),
    ("names in a collection", |size| {
        collection(&format!(r#"{{"request":"https://a.example/{}"}}"#, times("{{base}}", size)))
    }),
    ("folders of a collection", |size| collection(&times(r#"{"item":["#, size))),
    ("rows of a Bruno file", |size| {
        let rows = many(size, |n| format!("  p{n}: '''\n"));
        format!(
            "post {{\n  url: https://a.example/token\n  body: formUrlEncoded\n}}\nbody:form-urlencoded {{\n{rows}}}\n"
        )
    }),
    ("blocks of a Bruno file", |size| {
        format!("post {{\n  url: https://a.example/token\n}}\n{}", times("headers {\n}\n", size))
    }),
    ("entries of a Hurl file", |size| {
        times("POST https://a.example/token\n[Form]\ngrant_type: authorisation_code\nHTTP 200\n", size)
    }),
    ("bodies of a Hurl file", |size| {
        format!("POST https://a.example/token\n[Form]\na: b\n{}", times("```\n{\n<\n", size))
    }),
    ("blocks of an .http file", |size| {
        times("### a\nPOST https://a.example/token\n\ngrant_type=authorisation_code\n", size)
    }),
    ("names in an .http file", |size| format!("@a = b\n### a\nGET https://a.example/{}\n", times("{{a}}{{", size))),
    ("definitions in an .http file", |size| {
        let all = many(size, |n| format!("@v{n} = {{{{v{}}}}}{{{{v{}}}}}\n", n + 1, n + 2));
        format!("{all}### a\nGET {{{{v1}}}}\n")
    }),
    ("requests of an Insomnia export", |size| {
        let request = |n: usize| {
            format!(
                "  - url: https://a.example/token\n    name: r{n}\n    meta:\n      id: req_{n}\n    method: POST\n    \
                 body:\n      mimeType: text/plain\n      text: |-\n        grant_type=authorisation_code\n        &code={}\n",
                lot(n)
            )
        };
        format!("type: collection.insomnia.rest/5.0\ncollection:\n{}", many(size, request))
    }),
    ("references in a setting", |size| {
        format!("CLIENT_ID=a\nTOKEN_URL=https://as.example/token\nCLIENT_SECRET={}\n", times("{{a}}", size))
    }),
    ("references between blanks", |size| {
        format!("POST https://a.example/token\nAuthorization: Bearer {}\n\ngrant_type=x\n", times("{{a}} ", size))
    }),
    ("references in parameters", |size| {
        format!("POST https://a.example/token\n\ngrant_type=x&{}\n", times("code={{a}}&", size))
    }),
    ("described requests", |size| {
        many(size, |n| {
            let body = format!("grant_type=authorisation_code&code={}", lot(n));
            format!(
                "URL: https://as.example/token\nMethod: POST\nBody: {body}\nResponse: 400 {{\"error\":\"invalid_request\"}}\n"
            )
        })
    }),
    ("methods without addresses", |size| times("Method: POST\n", size)),
    ("labels without values", |size| times("URL:\n\n", size)),
    ("addresses in logs", |size| times("2026-01-31T09:12:44Z POST https://as.example/token\n", size)),
    ("fields without an end", |size| format!("POST https://as.example/token\n{}", times("code: a\n", size))),
    ("structured logs", |size| {
        times("{\"method\":\"POST\",\"url\":\"https://as.example/token\",\"body\":\"code=a\",\"status\":400}\n", size)
    }),
    ("stamps on one line", |size| times("2026-01-31T09:12:44Z INFO ", size)),
    ("forms in sentences", |size| times("\"grant_type=a&code=b\" ", size)),
    ("objects without an end in prose", |size| times("{\"method\":\n{\"url\":[\n", size)),
];

/// An entry of a recording with this body and answer.
fn entry(body: &str, status: u16) -> String {
    format!(
        "{{\"request\":{{\"method\":\"POST\",\"url\":\"https://acme.zendesk.com/oauth2/chat/token\",\"headers\":[],\"postData\":{{\"text\":\"{body}\"}}}},\"response\":{{\"status\":{status}}}}}"
    )
}

fn recording(entries: &str) -> String {
    let head = "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"Firefox\"},\"entries\":[";
    format!("{head}{}]}}}}", entries.trim_end_matches(','))
}

fn collection(items: &str) -> String {
    let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
    format!(
        r#"{{"info":{{"schema":"{schema}"}},"variable":[{{"key":"base","value":"https://a.example"}}],"item":[{items}]}}"#
    )
}

/// A word of letters for a number.
fn letters(n: usize) -> String {
    n.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect()
}

/// Time that the processor spent on this thread, so that a busy machine does not count.
fn now() -> Duration {
    let nanoseconds = fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split(' ').next().and_then(|first| first.parse().ok()));
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    nanoseconds.map_or_else(|| START.get_or_init(Instant::now).elapsed(), Duration::from_nanos)
}

/// From bytes to every format.
fn run(bytes: &[u8]) -> usize {
    let source = Checker::new(Date::new(2026, 11, 22)).check("pasted.sh", bytes, &Keep::default());
    let report = Report { sources: vec![source], ..Report::default() };
    human(&report, Look::default()).len() + short(&report).len() + json(&report).len()
}

fn time(bytes: &[u8]) -> Duration {
    let start = now();
    run(bytes);
    now() - start
}

#[test]
fn ten_times_the_input_takes_no_thirty_times_the_time() {
    const SMALL: usize = 24_000;
    // Quadratic work takes a hundred times. Ordered sets add a logarithm, caches and busy machines some noise.
    const FACTOR: f64 = 30.0;
    // Below this, a reading of the clock says little.
    const FLOOR: Duration = Duration::from_millis(8);
    let only = std::env::var("GRANTLINT_PATTERN").unwrap_or_default();
    let tell = std::env::var_os("GRANTLINT_TIMES").is_some();
    let mut slow = Vec::new();
    for (name, make) in PATTERNS.iter().chain(hostile::PROGRAMS).filter(|(name, _)| name.contains(&only)) {
        let (small, large) = (make(SMALL), make(10 * SMALL));
        let mut best = f64::MAX;
        for _ in 0..4 {
            let once = time(small.as_bytes()).min(time(small.as_bytes())).max(FLOOR);
            let tenfold = time(large.as_bytes());
            best = best.min(tenfold.as_secs_f64() / once.as_secs_f64());
            if tell {
                println!("{name}: {once:.1?}, ten times as much: {tenfold:.1?}, {best:.1} times");
            }
            if best < FACTOR {
                break;
            }
        }
        if best >= FACTOR {
            slow.push(format!("{name}: {best:.1} times"));
        }
    }
    assert!(slow.is_empty(), "more than linear:\n{}", slow.join("\n"));
}

#[test]
fn a_line_of_a_megabyte_finishes() {
    for make in [PATTERNS[1].1, PATTERNS[3].1] {
        let line = make(1 << 20).replace('\n', "; ");
        assert!(run(line.as_bytes()) > 0);
    }
}

/// 64 MiB of ordinary commands, the most that pasted text may have. It takes half a minute without optimisation:
/// `cargo test --test linear -- --ignored`.
#[test]
#[ignore = "takes half a minute and half a gigabyte"]
fn the_largest_paste_finishes() {
    assert!(run(PATTERNS[0].1(64 << 20).as_bytes()) > 0);
}
