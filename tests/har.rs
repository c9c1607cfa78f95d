//! Promise: a recording is read entry by entry, whoever made it, and says the same as the command that made the request.

#![allow(clippy::unwrap_used)]

use std::io::{self, Read};

use grantlint::exchange::{Exchange, Form, Part, Place, RepairKind};
use grantlint::facts::Date;
use grantlint::finding::Severity;
use grantlint::read::har::{Ending, Entries, Recorder};
use grantlint::read::{har, read};
use grantlint::text::{LineIndex, Span, Text};
use grantlint::{Checker, Examined};

const TOKEN: &str = "https://acme.zendesk.com/oauth2/chat/token";

/// An entry with this request and answer.
fn entry(request: &str, response: &str) -> String {
    format!("{{\"startedDateTime\":\"2026-03-01T10:00:00.250Z\",\"request\":{request},\"response\":{response}}}")
}

fn recording(creator: &str, entries: &[String]) -> String {
    format!(
        "{{\"log\":{{\"version\":\"1.2\",\"creator\":{{\"name\":\"{creator}\"}},\"entries\":[{}]}}}}",
        entries.join(",")
    )
}

/// The one exchange of a text.
fn only(text: &str) -> Exchange<'_> {
    let mut all = read(text);
    let first =
        all.next().unwrap_or_else(|| panic!("nothing is read of {}", text.chars().take(400).collect::<String>()));
    assert!(all.next().is_none(), "one exchange in {}", text.chars().take(400).collect::<String>());
    first
}

/// Name, value and place of every parameter, each value found again at its span.
fn params(text: &str) -> Vec<(String, String, Place)> {
    let exchange = only(text);
    for param in &exchange.request.params {
        assert!(exchange.span.contains(param.value.span()), "{param:?}");
        assert!(text.get(param.value.span().range()).is_some(), "{param:?}");
    }
    let triple = |p: &grantlint::exchange::Param<'_>| (p.name.as_str().into(), p.value.as_str().into(), p.place);
    exchange.request.params.iter().map(triple).collect()
}

/// A reader that gives a few bytes at a time.
struct Drops<'t>(&'t [u8], usize);

impl Read for Drops<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let len = self.1.min(self.0.len()).min(out.len());
        out[..len].copy_from_slice(&self.0[..len]);
        self.0 = &self.0[len..];
        Ok(len)
    }
}

#[test]
fn a_stream_gives_the_same_entries_as_a_text() {
    let entries: Vec<String> = (0..40)
        .map(|n| {
            entry(
                &format!("{{\"method\":\"GET\",\"url\":\"https://a.example/ä€😀{n}?q=\\\"}}]\\\\\"}}"),
                "{\"status\":401}",
            )
        })
        .collect();
    let line = recording("Firefox", &entries);
    for text in [
        line.clone(),
        format!("\u{feff}{}", line.replace(",\"", ",\r\n  \"")),
        entries.join(",\n").replacen('{', "[{", 1) + "]",
    ] {
        let index = LineIndex::new(&text);
        let whole: Vec<Exchange<'_>> = read(&text).collect();
        assert_eq!(whole.len(), 40);
        for size in [1, 7, 1 << 20] {
            let mut stream = Entries::new(Drops(text.as_bytes(), size));
            let mut read = 0;
            while let Some(entry) = stream.next().unwrap() {
                let same = &whole[read];
                assert_eq!(entry.start, index.position(&text, same.span.start, same.span.start), "in pieces of {size}");
                assert_eq!(entry.bytes, &text.as_bytes()[same.span.range()]);
                read += 1;
            }
            assert_eq!((read, stream.ending(), stream.skipped()), (40, Ending::Whole, 0));
        }
    }
}

#[test]
fn columns_count_invalid_bytes_as_one_character_each() {
    let mut bytes = b"{\"log\":{\"comment\":\"\xe2\x82\xff\xf0\x9f\x98\x80\",\"entries\":[".to_vec();
    let column = String::from_utf8_lossy(&bytes).chars().count() + 1;
    bytes.extend_from_slice(b"{}]}}");
    for size in 1..bytes.len() {
        let mut stream = Entries::new(Drops(&bytes, size));
        let start = stream.next().unwrap().unwrap().start;
        assert_eq!((start.line, start.column, start.offset), (1, column, bytes.len() - 5), "in pieces of {size}");
    }
}

#[test]
fn the_end_of_a_stream_is_told() {
    let ending = |text: &str| {
        let mut stream = Entries::new(text.as_bytes());
        while stream.next().unwrap().is_some() {}
        stream.ending()
    };
    let whole = recording("Firefox", &[entry("{}", "{}")]);
    assert_eq!(ending(&whole), Ending::Whole);
    for end in 1..whole.len() {
        assert!(matches!(ending(&whole[..end]), Ending::CutOff(at) if at.offset == end), "{}", &whole[..end]);
    }
    let broken = whole.replacen("}}", "]}", 1);
    let at = broken.find("]}").unwrap();
    assert!(
        matches!(ending(&broken), Ending::Broken(place, "}") if place.offset == at),
        "{broken}: {:?}",
        ending(&broken)
    );
}

#[test]
fn a_recording_that_is_cut_off_is_read_up_to_there() {
    let entries = [entry("{\"url\":\"https://a.example/1\"}", "{}"), entry("{\"url\":\"https://a.example/2\"}", "{}")];
    let whole = recording("Firefox", &entries);
    for end in whole.find("a.example/2").unwrap()..whole.len() - 1 {
        let read: Vec<Exchange<'_>> = read(&whole[..end]).collect();
        let stopped = read.last().unwrap();
        assert_eq!(stopped.repairs[0].kind, RepairKind::CutOff);
        assert_eq!(stopped.repairs[0].span, Span::at(end));
        assert!(read.len() == 2 || read.len() == 3);
        assert!(stopped.request.url.is_none());
    }
}

#[test]
fn bodies_are_read_in_every_mixture() {
    let wanted = [
        ("grant_type", "authorization_code", Place::Body),
        ("code", "a b&c", Place::Body),
        ("scope", "read write", Place::Body),
    ];
    let wanted = wanted.map(|(name, value, place)| (name.to_owned(), value.to_owned(), place));
    let form = "grant_type=authorization_code&code=a%20b%26c&scope=read+write";
    let base64 = "Z3JhbnRfdHlwZT1hdXRob3JpemF0aW9uX2NvZGUmY29kZT1hJTIwYiUyNmMmc2NvcGU9cmVhZCt3cml0ZQ==";
    let rows = "[{\"name\":\"grant_type\",\"value\":\"authorization_code\"},{\"name\":\"code\",\"value\":\"a b&c\"},{\"value\":\"read write\",\"name\":\"scope\"}]";
    let json = "{\\\"grant_type\\\":\\\"authorization_code\\\",\\\"code\\\":\\\"a b\\\\u0026c\\\",\\n\\\"scope\\\":\\\"read write\\\"}";
    let part = |name: &str, value: &str| {
        format!(
            "------WebKitFormBoundaryx\\r\\nContent-Disposition: form-data; name=\\\"{name}\\\"\\r\\n\\r\\n{value}\\r\\n"
        )
    };
    let multipart = [("grant_type", "authorization_code"), ("code", "a b&c"), ("scope", "read write")]
        .map(|(name, value)| part(name, value))
        .concat();
    let datas = [
        format!("{{\"mimeType\":\"application/x-www-form-urlencoded\",\"text\":\"{form}\"}}"),
        format!("{{\"mimeType\":\"application/x-www-form-urlencoded\",\"params\":{rows},\"text\":\"{form}\"}}"),
        format!(
            "{{\"mimeType\":\"application/x-www-form-urlencoded\",\"params\":[],\"text\":\"{}\"}}",
            form.replace('=', "\\u003d")
        ),
        format!("{{\"mimeType\":\"application/x-www-form-urlencoded\",\"params\":{rows}}}"),
        format!("{{\"mimeType\":\"application/x-www-form-urlencoded\",\"params\":{rows},\"text\":\"\"}}"),
        format!("{{\"text\":\"{base64}\",\"encoding\":\"base64\"}}"),
        format!("{{\"text\":\"{base64}\",\"_encoding\":\"BASE64\"}}"),
        format!("{{\"mimeType\":\"application/json\",\"text\":\"{json}\"}}"),
        format!(
            "{{\"mimeType\":\"multipart/form-data; boundary=----WebKitFormBoundaryx\",\"text\":\"{multipart}------WebKitFormBoundaryx--\\r\\n\"}}"
        ),
        format!("{{\"mimeType\":\"multipart/form-data\",\"params\":{rows}}}"),
    ];
    for data in datas {
        let text =
            entry(&format!("{{\"method\":\"POST\",\"url\":\"{TOKEN}\",\"headers\":[],\"postData\":{data}}}"), "{}");
        assert_eq!(params(&text), wanted, "{data}");
    }
}

#[test]
fn a_parameter_is_listed_once_and_stands_in_the_address() {
    let rows = "[{\"name\":\"state\",\"value\":\"x y\"}]";
    let request = |url: &str| format!("{{\"method\":\"GET\",\"url\":\"{url}\",\"queryString\":{rows},\"headers\":[]}}");
    for (url, place) in [("https://a.example/cb?state=x%20y#k=v", "x%20y"), ("https://a.example/cb#k=v", "x y")] {
        let text = entry(&request(url), "{\"status\":200}");
        let [query, fragment] = &params(&text)[..] else { panic!("{:?}", params(&text)) };
        assert_eq!((query.1.as_str(), query.2), ("x y", Place::Query));
        assert_eq!((fragment.1.as_str(), fragment.2), ("v", Place::Fragment));
        assert_eq!(&text[only(&text).request.params[0].value.span().range()], place);
    }
}

#[test]
fn headers_of_every_protocol_are_read() {
    let text = entry(
        "{\"headers\":[{\"name\":\":method\",\"value\":\"POST\"},{\"name\":\":authority\",\"value\":\"a.example\"},{\"name\":\":scheme\",\"value\":\"https\"},\
         {\"name\":\":path\",\"value\":\"/x?a=b\"},{\"name\":\"authorization\",\"value\":\"Bearer t\\u00e9\"}],\"cookies\":[{\"name\":\"s\",\"value\":\"1\"}],\"url\":\"\",\"method\":\"POST\"}",
        "{}",
    );
    let recorded = recording("Charles Proxy", &[text]);
    let exchange = only(&recorded);
    let url = exchange.request.url.as_ref().unwrap();
    assert_eq!(url.text.as_str(), "https://a.example/x?a=b");
    assert_eq!(exchange.request.method.as_ref().unwrap().value, "POST");
    let headers: Vec<_> = exchange.request.headers.iter().map(|h| (h.name.as_str(), h.value.as_str())).collect();
    assert_eq!(headers, [("authorization", "Bearer té"), ("Cookie", "1")]);
    assert_eq!(exchange.request.headers[0].line().as_str(), "authorization: Bearer té");
}

#[test]
fn an_ordinary_export_of_chrome_hides_credentials_and_nothing_else() {
    let request = |headers: &str| {
        entry(&format!("{{\"method\":\"GET\",\"url\":\"https://a.example/\",\"headers\":[{headers}]}}"), "{}")
    };
    let with = "{\"name\":\"Authorization\",\"value\":\"Bearer t\"}";
    let shows = |text: &str| only(text).shows(Part::Credentials);
    assert!(!shows(&recording("WebInspector", &[request("")])));
    assert!(shows(&recording("WebInspector", &[request(with)])), "an export with sensitive data");
    assert!(shows(&recording("Firefox", &[request("")])));
    assert!(shows(&request("")));
    assert!(!shows(&request("").replacen('{', "{\"_resourceType\":\"xhr\",", 1)), "Chrome's own members give it away");
    assert!(only(&recording("WebInspector", &[request("")])).shows(Part::Headers));
}

#[test]
fn times_are_when_the_request_was_sent() {
    let text = entry("{\"method\":\"GET\",\"url\":\"https://a.example/\"}", "{}");
    let sent = only(&text).sent.unwrap();
    assert_eq!(sent.value, 1_772_359_200_250);
    assert_eq!(&text[sent.span.range()], "2026-03-01T10:00:00.250Z");
}

#[test]
fn an_answer_keeps_its_status_headers_body_and_redirect() {
    let request = "{\"method\":\"GET\",\"url\":\"https://a.example/authorize?response_type=code\"}";
    let text = entry(
        request,
        "{\"status\":302,\"headers\":[{\"name\":\"location\",\"value\":\"https://b.example/cb?code=c\"}],\"redirectURL\":\"https://b.example/cb?code=c\"}",
    );
    let response = only(&text).response.unwrap();
    assert_eq!(response.redirects.len(), 1);
    assert_eq!(response.redirects[0].location.as_ref().unwrap().as_str(), "https://b.example/cb?code=c");
    let bodies = [
        "{\"mimeType\":\"application/json\",\"text\":\"{\\\"error\\\":\\\"invalid_grant\\\"}\"}",
        "{\"mimeType\":\"application/json\",\"text\":\"eyJlcnJvciI6ImludmFsaWRfZ3JhbnQifQ==\",\"encoding\":\"base64\"}",
        "{\"text\":\"error=invalid_grant\"}",
    ];
    for body in bodies {
        let text = entry(request, &format!("{{\"status\":400,\"content\":{body}}}"));
        let response = only(&text).response.unwrap();
        let said = response.json.as_ref().and_then(|json| json.member("error")).and_then(|error| error.text()).unwrap();
        assert_eq!(said.as_str(), "invalid_grant", "{body}");
        assert!(text.get(said.span().range()).is_some());
    }
    for silent in ["{\"status\":0}", "{\"status\":-1}", "{\"status\":\"x\"}", "{\"status\":1e99}", "{}", "null", "[]"] {
        assert!(only(&entry(request, silent)).response.is_none(), "{silent}");
    }
}

/// What a page of `https://shop.example` asked of `https://a.example`.
fn by_page(method: &str, more: &str, response: &str) -> String {
    let headers = format!(
        "[{{\"name\":\"origin\",\"value\":\"https://shop.example\"}},{{\"name\":\"sec-fetch-mode\",\"value\":\"cors\"}}{more}]"
    );
    let request = format!("{{\"method\":\"{method}\",\"url\":\"https://a.example/x\",\"headers\":{headers}}}");
    recording("Firefox", &[entry(&request, response)])
}

fn is_blocked(text: &str) -> bool {
    read(text).any(|exchange| exchange.response.is_some_and(|response| response.cors.is_some()))
}

#[test]
fn what_a_browser_kept_from_the_page_is_told_apart() {
    let allow = |origin: &str| format!("{{\"name\":\"Access-Control-Allow-Origin\",\"value\":\"{origin}\"}}");
    let answer = |status: u16, headers: &str| format!("{{\"status\":{status},\"headers\":[{headers}]}}");
    let date = "{\"name\":\"date\",\"value\":\"x\"}";
    assert!(is_blocked(&by_page("GET", "", &answer(200, date))));
    assert!(is_blocked(&by_page("GET", "", &answer(200, &allow("https://other.example")))));
    assert!(is_blocked(&by_page("GET", "", "{\"status\":0,\"_error\":\"net::ERR_FAILED\"}")));
    assert!(!is_blocked(&by_page("GET", "", "{\"status\":0,\"_error\":\"net::ERR_NAME_NOT_RESOLVED\"}")));
    assert!(!is_blocked(&by_page("GET", "", "{\"status\":0}")), "nothing tells why");
    assert!(!is_blocked(&by_page("GET", "", &answer(200, ""))), "the headers were not recorded");
    assert!(!is_blocked(&by_page("GET", "", &answer(401, date))), "the status explains it");
    assert!(!is_blocked(&by_page("GET", "", &answer(200, &allow("*")))));
    assert!(!is_blocked(&by_page("GET", "", &answer(200, date)).replace("https://a.example", "https://shop.example")));
    let body = "{\"status\":200,\"headers\":[{\"name\":\"date\",\"value\":\"x\"}],\"content\":{\"text\":\"{}\"}}";
    assert!(!is_blocked(&by_page("GET", "", body)), "the page saw the body");

    let asks = ",{\"name\":\"access-control-request-method\",\"value\":\"PUT\"},{\"name\":\"access-control-request-headers\",\"value\":\"authorization, X-A\"}";
    let list = |name: &str, value: &str| format!("{{\"name\":\"access-control-allow-{name}\",\"value\":\"{value}\"}}");
    let granted = [allow("https://shop.example"), list("methods", "GET, PUT"), list("headers", "Authorization,x-a")];
    assert!(is_blocked(&by_page("OPTIONS", asks, &answer(204, date))));
    assert!(is_blocked(&by_page("OPTIONS", asks, &answer(401, &granted.join(",")))));
    assert!(is_blocked(&by_page("OPTIONS", asks, &answer(200, &granted[..2].join(",")))));
    assert!(is_blocked(&by_page(
        "OPTIONS",
        asks,
        &answer(200, &[allow("*"), list("methods", "*"), list("headers", "*")].join(","))
    )));
    assert!(is_blocked(&by_page(
        "OPTIONS",
        asks,
        &answer(200, &[&granted[0], &list("methods", "GET"), &granted[2]].map(String::as_str).join(","))
    )));
    assert!(
        read(&by_page("OPTIONS", asks, &answer(200, &granted.join(",")))).next().is_none(),
        "a granted one says nothing"
    );
    let refused = by_page("OPTIONS", asks, &answer(401, date));
    let refused = only(&refused);
    assert_eq!(refused.request.method.as_ref().unwrap().value, "PUT", "it is judged as the request it asks about");
    assert!(!refused.shows(Part::Credentials) && !refused.shows(Part::Headers) && refused.shows(Part::Address));
}

#[test]
fn messages_of_a_socket_are_read() {
    let message =
        |kind: &str, data: &str| format!("{{\"type\":\"{kind}\",\"time\":1,\"opcode\":1,\"data\":\"{data}\"}}");
    let sent = message(
        "send",
        "{\\\"payload\\\":{\\\"query\\\":\\\"mutation { startAgentSession(access_token: \\\\\\\"tok\\\\\\\") { session_id } }\\\"}}",
    );
    let heard = message("receive", "{\\\"payload\\\":{\\\"errors\\\":[{\\\"message\\\":\\\"invalid_token\\\"}]}}");
    let text = entry("{\"method\":\"GET\",\"url\":\"wss://chat-api.zopim.com/stream\"}", "{\"status\":101}");
    let text = text.replacen(
        '{',
        &format!("{{\"_webSocketMessages\":[{},{sent},{heard}],", message("receive", "{\\\"sig\\\":\\\"EOS\\\"}")),
        1,
    );
    let exchange = only(&text);
    let query = exchange.request.params.iter().find(|param| param.name.as_str() == "query").unwrap();
    assert!(query.value.as_str().contains("access_token: \"tok\""));
    let token = query.value.as_str().find("tok\"").unwrap();
    assert_eq!(&text[query.value.span_of(token, token + 3).range()], "tok");
    assert!(exchange.response.unwrap().json.unwrap().member("errors").is_some());
}

#[test]
fn only_recordings_are_taken_for_recordings() {
    let form = |text: &str| read(text).next().map(|exchange| exchange.form);
    let one = entry("{\"method\":\"GET\",\"url\":\"https://a.example/\",\"headers\":[]}", "{\"status\":200}");
    assert_eq!(form(&one), Some(Form::Har));
    assert_eq!(form(&format!(" \n[{one}, {one}]\n")), Some(Form::Har));
    assert_eq!(form(&recording("x", std::slice::from_ref(&one))), Some(Form::Har));
    assert_eq!(form(&recording("x", &[])), None);
    let others = [
        "{\"request\":\"https://a.example/\"}".to_owned(),
        "{\"item\":[{\"request\":{\"method\":\"GET\",\"url\":\"https://a.example/\"}}]}".to_owned(),
        format!("{one}\nWhat is wrong with this?"),
        "{\"log\":{\"level\":\"debug\",\"entries\":[]}}".to_owned(),
        "[{\"url\":\"https://a.example/\"}]".to_owned(),
        "{ echo '\"request\" \"url\"'; }".to_owned(),
    ];
    for other in others {
        assert_ne!(form(&other), Some(Form::Har), "{other}");
    }
}

#[test]
fn hostile_recordings_end_in_a_clear_outcome() {
    let request = "{\"method\":\"GET\",\"url\":\"https://a.example/?a=\\ud800\\udc00x\\ud83d\",\"url\":\"https://b.example/\",\"bodySize\":1e400,\"headers\":[{\"name\":null,\"value\":[]},7,[[]]]}";
    let text = entry(request, "{\"status\":99999999999999999999999}");
    let exchange = only(&text);
    assert_eq!(exchange.request.url.as_ref().unwrap().host(), "a.example", "the first of two members counts");
    assert_eq!(exchange.request.params[0].value.as_str(), "\u{10000}x\u{fffd}");
    let bomb = "QUJD".repeat(100_000);
    let text = entry(
        "{\"url\":\"https://a.example/\",\"headers\":[]}",
        &format!("{{\"status\":400,\"content\":{{\"encoding\":\"base64\",\"text\":\"{bomb}\"}}}}"),
    );
    assert_eq!(only(&text).response.unwrap().body.unwrap().as_str().len(), 300_000);
    let deep = recording("x", &[format!("{{\"request\":{}", "[".repeat(100_000))]);
    assert_eq!(only(&deep).repairs[0].kind, RepairKind::Broken);
    for text in
        ["{\"log\":{\"entries\":", "{\"log\":{\"entries\":[", "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\""]
    {
        assert_eq!(read(text).filter(|exchange| exchange.repairs.is_empty()).count(), 0, "{text}");
    }
}

#[test]
fn one_entry_is_read_by_itself() {
    let text = entry(&format!("{{\"method\":\"POST\",\"url\":\"{TOKEN}\"}}"), "{\"status\":400}");
    let doc = Text::verbatim(&text, Span::new(0, text.len()));
    let exchange = har::exchange(&doc, Recorder::Chromium).unwrap();
    assert!(!exchange.shows(grantlint::exchange::Part::Credentials) && exchange.form == Form::Har);
    assert_eq!(exchange.span, Span::new(0, text.len()));
}

/// `fixtures/har/record.mjs` made it.
const CHROMIUM: &str = include_str!("../fixtures/har/chromium.har");

#[test]
fn a_code_flow_that_chromium_recorded_ends_at_the_blocked_call() {
    let checker = Checker::new(Date::new(2026, 11, 22));
    let examined: Vec<_> = checker.examine(CHROMIUM).collect();
    let verdicts: Vec<_> = examined
        .iter()
        .map(|one| one.judgement.verdict.as_ref().map(|verdict| &*one.judgement.findings[verdict.finding].rule))
        .collect();
    assert_eq!(verdicts, [None, None, None, None, Some("api/browser-cors")]);
    let errors = |one: &Examined<'_>| one.judgement.findings.iter().filter(|f| f.severity == Severity::Error).count();
    assert_eq!(examined.iter().map(errors).sum::<usize>(), 1, "nothing else is wrong");
    let blocked = examined.last().unwrap();
    let finding = &blocked.judgement.findings[blocked.judgement.verdict.as_ref().unwrap().finding];
    assert_eq!(&CHROMIUM[finding.span.range()], "net::ERR_FAILED");
    assert_eq!(examined[2].exchange.request.params[0].value.as_str(), "an-invented-code-0123456789");
    assert_eq!(params_of(&examined[3].exchange, "code"), "an-invented-code-0123456789");
    assert!(
        examined[1..]
            .iter()
            .all(|one| one.flow.is_some_and(|own| examined[1].flow.is_some_and(|first| own.number == first.number))),
        "one flow"
    );
    assert!(examined.iter().all(|one| one.exchange.sent.is_some()));
}

fn params_of<'e>(exchange: &'e Exchange<'_>, name: &str) -> &'e str {
    exchange.request.params.iter().find(|param| param.name.as_str() == name).unwrap().value.as_str()
}
