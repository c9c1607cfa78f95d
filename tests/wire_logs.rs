//! Promise: a message means the same whichever library logged it.

use grantlint::Checker;
use grantlint::facts::Date;
use grantlint::finding::Severity;

/// What a message is made of.
struct Message {
    method: &'static str,
    path: &'static str,
    /// Beside the host.
    headers: &'static [&'static str],
    body: &'static str,
    status: &'static str,
    answer: &'static str,
}

const HOST: &str = "acme.zendesk.com";
const FORM: &str = "Content-Type: application/x-www-form-urlencoded";
const JSON: &str = "Content-Type: application/json";

const MESSAGES: [Message; 5] = [
    Message {
        method: "POST",
        path: "/oauth2/chat/token",
        headers: &[FORM],
        body: "grant_type=authorisation_code&code=an-invented-code&client_id=shop&client_secret=an-invented-secret&redirect_uri=https%3A%2F%2Fshop.example%2Fcb&scope=read",
        status: "400 Bad Request",
        answer: "{\"error\":\"unsupported_grant_type\"}",
    },
    Message {
        method: "POST",
        path: "/oauth2/token",
        headers: &[FORM],
        body: "grant_type=client_credentials&client_id=shop&client_secret=an-invented-secret&scope=read",
        status: "404 Not Found",
        answer: "{\"error\":\"not_found\"}",
    },
    Message {
        method: "POST",
        path: "/oauth2/chat/token",
        headers: &[JSON],
        body: "{\"grant_type\":\"client_credentials\",\"client_id\":\"shop\",\"client_secret\":\"an-invented-secret\"}",
        status: "400 Bad Request",
        answer: "{\"error\":\"invalid_request\"}",
    },
    Message {
        method: "GET",
        path: "/api/v2/chat/chats",
        headers: &["Authorization: Token an-invented-access-token-0123456789"],
        body: "",
        status: "401 Unauthorized",
        answer: "{\"message\":\"Not authorized\"}",
    },
    Message {
        method: "GET",
        path: "/api/v2/chat/chats",
        headers: &["Authorization: Bearer an-invented-access-token-0123456789"],
        body: "",
        status: "200 OK",
        answer: "{\"count\":0}",
    },
];

impl Message {
    fn url(&self) -> String {
        format!("https://{HOST}{}", self.path)
    }

    fn head(&self) -> Vec<String> {
        let first = [format!("{} {} HTTP/1.1", self.method, self.path), format!("Host: {HOST}")];
        first.into_iter().chain(self.headers.iter().map(|&header| header.to_owned())).collect()
    }

    fn answer_head(&self) -> Vec<String> {
        vec![format!("HTTP/1.1 {}", self.status), JSON.to_owned()]
    }

    fn wire(&self) -> String {
        let part = |head: Vec<String>, body: &str| format!("{}\n\n{body}\n", head.join("\n"));
        part(self.head(), self.body) + "\n" + &part(self.answer_head(), self.answer)
    }

    fn okhttp(&self) -> String {
        let headers = self.headers.join("\n");
        let end = if self.body.is_empty() { String::new() } else { format!(" ({}-byte body)", self.body.len()) };
        format!(
            "--> {} {} http/1.1\n{headers}\n\n{}\n--> END {}{end}\n<-- {} {} (120ms)\n{JSON}\n\n{}\n<-- END HTTP (9-byte body)\n",
            self.method,
            self.url(),
            self.body,
            self.method,
            self.status,
            self.url(),
            self.answer
        )
    }

    fn feign(&self) -> String {
        let headers = self.headers.join("\n");
        format!(
            "---> {} {} HTTP/1.1\n{headers}\n\n{}\n---> END HTTP ({}-byte body)\n<--- HTTP/1.1 {} (98ms)\n{JSON}\n\n{}\n<--- END HTTP (9-byte body)\n",
            self.method,
            self.url(),
            self.body,
            self.body.len(),
            self.status,
            self.answer
        )
    }

    fn ruby(&self) -> String {
        let quoted = |text: &str| format!("{text:?}");
        let mut lines = vec!["opening connection to acme.zendesk.com:443...".to_owned(), "opened".to_owned()];
        lines.push(format!("<- {}", quoted(&(self.head().join("\r\n") + "\r\n\r\n"))));
        if !self.body.is_empty() {
            lines.push(format!("<- {}", quoted(self.body)));
        }
        lines.extend(self.answer_head().iter().map(|line| format!("-> {}", quoted(&format!("{line}\r\n")))));
        let size = format!("{:x}\r\n", self.answer.len());
        lines.extend(["\r\n", &size, self.answer, "\r\n", "0\r\n"].map(|piece| format!("-> {}", quoted(piece))));
        lines.join("\n") + "\nConn close\n"
    }

    fn python(&self) -> String {
        let escaped = |text: &str| text.replace('\r', "\\r").replace('\n', "\\n");
        let mut lines = vec![format!("send: b'{}'", escaped(&(self.head().join("\r\n") + "\r\n\r\n")))];
        if !self.body.is_empty() {
            lines.push(format!("send: b'{}'", self.body));
        }
        let [status, header] = &self.answer_head()[..] else { return String::new() };
        lines.push(format!("reply: '{status}\\r\\n'"));
        lines.push(format!("header: {header}"));
        lines.join("\n") + "\n" + self.answer + "\n"
    }

    fn apache(&self) -> String {
        let lines = |sign: &str, head: Vec<String>, body: &str| {
            let head = head.iter().map(String::as_str).chain([""]);
            let mut out: String = head.map(|line| format!("http-outgoing-0 {sign} \"{line}[\\r][\\n]\"\n")).collect();
            if !body.is_empty() {
                out += &format!("http-outgoing-0 {sign} \"{body}\"\n");
            }
            out
        };
        lines(">>", self.head(), self.body) + &lines("<<", self.answer_head(), self.answer)
    }

    fn ktor(&self) -> String {
        let headers: String = self.headers.iter().map(|header| format!("-> {header}\n")).collect();
        let body = |text: &str| if text.is_empty() { String::new() } else { format!("BODY START\n{text}\nBODY END\n") };
        format!(
            "REQUEST: {}\nMETHOD: HttpMethod(value={})\nCOMMON HEADERS\n{headers}CONTENT HEADERS\n{}RESPONSE: {}\nMETHOD: HttpMethod(value={})\nFROM: {}\nCOMMON HEADERS\n-> {JSON}\n{}",
            self.url(),
            self.method,
            body(self.body),
            self.status,
            self.method,
            self.url(),
            body(self.answer)
        )
    }
}

/// A library and how it logs a message.
type Form = (&'static str, fn(&Message) -> String);

/// What a logger writes before every line.
const PREFIXES: [&str; 5] = [
    "",
    "D/OkHttp  (21345): ",
    "2026-03-03 10:22:01.123 21345-21399/com.acme.shop D/OkHttp: ",
    "2026-05-05 09:00:00.123 DEBUG 1 --- [main] com.acme.Client : [Client#token] ",
    "shop-1  | ",
];

/// The errors of a text, each with the characters it points at; `!` stands before those that are verdicts.
fn errors(text: &str) -> Vec<String> {
    let checker = Checker::new(Date::new(2026, 11, 22));
    let mut out = Vec::new();
    for examined in checker.examine(text) {
        let verdict = examined.judgement.verdict.map(|verdict| verdict.finding);
        for (at, finding) in examined.judgement.findings.iter().enumerate() {
            if finding.severity == Severity::Error || verdict == Some(at) {
                let lead = if verdict == Some(at) { "!" } else { "" };
                // What is pointed at may be an escape further in one log than in another.
                let part = text[finding.span.range()].split(['\\', '"', '\n', ' ']).next().unwrap_or("");
                out.push(format!("{lead}{} {}", finding.rule, part));
            }
        }
    }
    out.sort();
    out
}

#[test]
fn every_library_logs_the_same_message() {
    let forms: [Form; 6] = [
        ("OkHttp", Message::okhttp),
        ("Feign", Message::feign),
        ("Ruby", Message::ruby),
        ("Python", Message::python),
        ("Apache", Message::apache),
        ("Ktor", Message::ktor),
    ];
    let mut wrong = String::new();
    for message in &MESSAGES {
        let expected = errors(&message.wire());
        assert_eq!(expected.is_empty(), message.status.starts_with('2'), "{}", message.wire());
        for (name, form) in &forms {
            for prefix in PREFIXES {
                let text: String = form(message).lines().map(|line| format!("{prefix}{line}\n")).collect();
                let found = errors(&text);
                if found != expected {
                    wrong += &format!("{name}: {found:?}\n  not {expected:?}\n{text}\n");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
