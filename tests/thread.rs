//! Promise: what people paste when a token is refused gets the verdict an expert would give, on the exact characters,
//! and however it is written; what is right stays without one.

use std::fs;
use std::path::Path;

use grantlint::Checker;
use grantlint::facts::Date;
use grantlint::finding::Confidence::{self, Certain, Likely, Possible};
use grantlint::finding::Severity;

/// What is expected of one input.
struct Expected {
    /// Its name below `fixtures/thread`.
    file: &'static str,
    /// The verdict's rule, or no verdict and no error.
    rule: Option<&'static str>,
    /// The characters of the source that the verdict points at; [`ANY`] where they are the whole command or more.
    span: &'static str,
    at_least: Confidence,
    at_most: Confidence,
}

const ANY: &str = "";

const fn wrong(
    file: &'static str,
    rule: &'static str,
    span: &'static str,
    at_least: Confidence,
    at_most: Confidence,
) -> Expected {
    Expected { file, rule: Some(rule), span, at_least, at_most }
}

const fn right(file: &'static str) -> Expected {
    Expected { file, rule: None, span: ANY, at_least: Possible, at_most: Certain }
}

#[rustfmt::skip]
const TABLE: &[Expected] = &[
    wrong("hyphen.sh", "oauth/misspelled-grant-type", "authorization-code", Likely, Certain),
    wrong("letter-missing.sh", "oauth/misspelled-grant-type", "authorizaton_code", Likely, Certain),
    wrong("capitals-at-the-start.sh", "oauth/misspelled-grant-type", "Authorization_Code", Likely, Certain),
    wrong("all-capitals.sh", "oauth/misspelled-grant-type", "AUTHORIZATION_CODE", Likely, Certain),
    wrong("space-for-underscore.sh", "oauth/misspelled-grant-type", "authorization code", Likely, Certain),
    wrong("short-form.sh", "oauth/misspelled-grant-type", "auth_code", Likely, Certain),
    wrong("client-credential.sh", "oauth/misspelled-grant-type", "client_credential", Likely, Certain),
    wrong("refresh-hyphen.sh", "oauth/misspelled-grant-type", "refresh-token", Likely, Certain),
    wrong("glued-option.sh", "oauth/misspelled-grant-type", "authorisation_code", Certain, Certain),
    wrong("equals-option.sh", "oauth/misspelled-grant-type", "authorisation_code", Certain, Certain),
    wrong("abbreviated-option.sh", "oauth/misspelled-grant-type", "authorisation_code", Certain, Certain),
    wrong("value-quoted-alone.sh", "oauth/misspelled-grant-type", "authorisation_code", Certain, Certain),
    wrong("quoted-in-pieces.sh", "oauth/misspelled-grant-type", "authorisation_\"code", Certain, Certain),
    wrong("percent-encoded.sh", "oauth/misspelled-grant-type", "authorisation%5Fcode", Certain, Certain),
    wrong("cmd-carets.txt", "oauth/misspelled-grant-type", "authorisation_code", Likely, Certain),
    wrong("powershell.txt", "oauth/misspelled-grant-type", "authorisation_code", Likely, Certain),
    wrong("lost-beginning.txt", "oauth/misspelled-grant-type", "authorisation_code", Possible, Certain),
    wrong("raw-http.txt", "oauth/misspelled-grant-type", "authorisation_code", Likely, Certain),
    wrong("fenced.txt", "oauth/misspelled-grant-type", "authorisation_code", Likely, Certain),
    wrong("html-entities.sh", "oauth/misspelled-grant-type", "authorisation_code", Possible, Certain),
    wrong("spelling-and-redirect.txt", "oauth/misspelled-grant-type", "authorisation_code", Certain, Certain),
    wrong("spelling-in-json.txt", "oauth/misspelled-grant-type", "client_credential", Possible, Certain),
    wrong("decoy-comments.sh", "oauth/misspelled-grant-type", "authorization-code", Certain, Certain),
    wrong("decoy-header.sh", "oauth/misspelled-grant-type", "authorisation_code", Certain, Certain),
    right("decoy-code-value.sh"),
    right("decoy-right-command.sh"),
    wrong("ticket-with-javascript.txt", "oauth/misspelled-grant-type", "authorisation_code", Possible, Likely),
    wrong("ticket-curly-quotes.txt", "oauth/misspelled-grant-type", "authorisation_code", Possible, Likely),
    wrong("ticket-bare-value.txt", "oauth/misspelled-grant-type", "authorisation_code", Possible, Likely),
    wrong("second-request-wrong.txt", "oauth/misspelled-grant-type", "refresh-token", Certain, Certain),
    wrong("multipart.txt", "oauth/token-request-not-form", ANY, Likely, Certain),
    wrong("json-option.txt", "oauth/token-request-not-form", ANY, Likely, Certain),
    wrong("form-named-json.txt", "oauth/token-request-not-form", "Content-Type: application/json", Likely, Certain),
    wrong("json-over-lines.txt", "oauth/token-request-not-form", "Content-Type: application/json", Likely, Certain),
    right("support-takes-json.sh"),
    wrong("get-option.txt", "oauth/token-request-not-post", "-G", Likely, Certain),
    wrong("ticket-405-body.txt", "oauth/token-request-not-post", "Method Not Allowed", Possible, Likely),
    wrong("ticket-405-status.txt", "oauth/token-request-not-post", "405", Possible, Likely),
    wrong("redirect-turned-get.txt", "oauth/token-request-not-post", "https://www.zopim.com/oauth2/token", Possible, Certain),
    wrong("opened-in-browser.txt", "oauth/token-request-not-post", ANY, Possible, Certain),
    wrong("everything-in-query.txt", "oauth/parameters-in-query", "client_credentials", Likely, Certain),
    wrong("public-client-trace.txt", "oauth/public-client-credentials", "client_credentials", Likely, Certain),
    wrong("public-client-old-host.txt", "oauth/public-client-credentials", "client_credentials", Likely, Certain),
    wrong("public-client-hidden-secret.txt", "oauth/public-client-credentials", "client_credentials", Likely, Certain),
    wrong("wrong-secret.txt", "oauth/invalid-client", "invalid_client", Possible, Certain),
    wrong("no-redirect-trace.txt", "oauth/missing-redirect-uri", "authorization_code", Possible, Certain),
    wrong("empty-redirect.txt", "oauth/missing-redirect-uri", "authorization_code", Possible, Certain),
    wrong("redirect-of-another-host.txt", "oauth/redirect-uri-mismatch", "https://app.example.com/zendesk", Likely, Certain),
    wrong("redirect-last-slash.txt", "oauth/redirect-uri-mismatch", "http://localhost:8080/", Likely, Certain),
    wrong("redirect-encoded-twice.txt", "oauth/double-encoded-value", "http%3A%2F%2Flocalhost%3A8080", Likely, Certain),
    wrong("redirects-agree.txt", "oauth/refused", "access_denied", Possible, Likely),
    wrong("code-old.txt", "oauth/code-expired", "Yq4tB9mXe2LrVw7KzN0cHsPd", Possible, Likely),
    wrong("code-twice.txt", "oauth/code-reused", "Yq4tB9mXe2LrVw7KzN0cHsPd", Likely, Certain),
    wrong("code-with-state.txt", "oauth/code-altered", "Yq4tB9mXe2LrVw7KzN0cHsPd&state=af31", Likely, Certain),
    wrong("ampersand-in-url.sh", "paste/unquoted-ampersand", "&", Possible, Certain),
    wrong("smart-quotes.sh", "paste/smart-quotes", "“", Likely, Certain),
    wrong("space-behind-backslash.sh", "paste/broken-continuation", "\\ ", Possible, Certain),
    wrong("no-url-fenced.txt", "paste/no-url", "curl", Possible, Certain),
    wrong("no-url-said-curl.txt", "paste/no-url", "curl", Likely, Certain),
    wrong("path-without-host.sh", "paste/no-url", "curl", Possible, Certain),
    wrong("parameter-capitals.txt", "oauth/misspelled-parameter", "Grant_Type", Likely, Certain),
    wrong("space-before-value.txt", "oauth/stray-whitespace", " client_credentials", Likely, Certain),
    wrong("old-host-without-www.sh", "api/retired-endpoint", "zopim.com", Possible, Certain),
    wrong("old-host-upper-case.sh", "api/retired-endpoint", "WWW.ZOPIM.COM", Possible, Certain),
    wrong("old-host-incremental.sh", "api/retired-endpoint", "www.zopim.com", Possible, Certain),
    right("old-host-oauth.sh"),
    wrong("host-twice.txt", "api/unknown-path", "/oauth2/chat/token", Possible, Certain),
    right("host-upper-case.sh"),
    wrong("host-upper-case-spelling.sh", "oauth/misspelled-grant-type", "authorisation_code", Certain, Certain),
    wrong("mixed-token-path.txt", "api/unknown-path", "/oauth2/token", Possible, Certain),
    wrong("path-without-chat.txt", "api/unknown-path", "/api/v2/agents", Possible, Certain),
    wrong("ticket-404.txt", "api/unknown-path", "/api/v2/chats", Possible, Likely),
    wrong("basic-trace.txt", "api/wrong-auth-scheme", "agent@example.com:horse-battery-7", Likely, Certain),
    wrong("basic-in-url.txt", "api/wrong-auth-scheme", "agent%40example.com:horse-battery-7", Likely, Certain),
    wrong("support-token-as-basic.txt", "api/wrong-auth-scheme", "agent@example.com/token:Zr8KqLw2XvNt5PmYc1HsBd7JfGe4UaRo", Likely, Certain),
    wrong("bearer-colon.sh", "http/malformed-authorization", "Bearer: bT8wZr3KxQn6LmVd9YsHc2PfJg5EuAo7RiWt1XzDvBq4MpKyNe0SlUhGaFjCdT8Q", Likely, Certain),
    wrong("header-misspelt.txt", "http/misspelled-header", "Authorisation: ", Likely, Certain),
    wrong("secret-as-token.txt", "oauth/wrong-token-kind", "p7NcYd2RkWz9QmTb4VxLs8HgJf3EuAo6CiZr1XtDvBq5MwKyPe0SnUhGjLaFdR2T", Likely, Certain),
    wrong("scope-too-small.txt", "api/missing-scope", "https://globex.zendesk.com/api/v2/chat/oauth/clients/42", Likely, Certain),
    wrong("ticket-403.txt", "api/forbidden", "403", Possible, Likely),
    wrong("ticket-401.txt", "api/unauthorized", "401", Possible, Likely),
    wrong("conversation-chat-alone.txt", "api/missing-scope", "https://chat-api.zopim.com/graphql/request", Likely, Certain),
    wrong("conversation-by-code.txt", "api/missing-scope", "https://chat-api.zopim.com/graphql/request", Likely, Certain),
    right("conversation-right.txt"),
    wrong("scope-run-together.txt", "oauth/unknown-scope", "readwrite", Possible, Certain),
    wrong("scope-commas.txt", "oauth/scope-separator", "read,write,chat", Likely, Certain),
    wrong("console-firefox.txt", "api/browser-cors", "Cross-Origin Request Blocked", Likely, Certain),
    wrong("ticket-cors.txt", "api/browser-cors", "No 'Access-Control-Allow-Origin' header is present", Likely, Certain),
    right("redaction-is-support.sh"),
    right("realtime-idle.txt"),
    right("chats-by-id.sh"),
    right("thanks.txt"),
    wrong("refresh-twice.txt", "oauth/refresh-token-reused", "Gv5nXc9LqWe3RtYu7IoPa1SdFg6HjKl2ZxCv8BnMq4WeRt0YuIoPs9DfGh3JkLz5", Likely, Certain),
    wrong("other-service-pkce.txt", "oauth/pkce-verifier-mismatch", "aBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", Likely, Certain),
    wrong("other-service-redirect.txt", "oauth/redirect-uri-mismatch", "https://app.example.org/cb/", Likely, Certain),
];

/// What is said of a text: severity and rule of every finding, and each verdict with the characters it points at.
struct Said<'t> {
    findings: Vec<(Severity, String, &'t str)>,
    verdicts: Vec<(String, Confidence, &'t str)>,
}

fn said<'t>(checker: &Checker, text: &'t str) -> Said<'t> {
    let mut said = Said { findings: Vec::new(), verdicts: Vec::new() };
    for examined in checker.examine(text) {
        let judgement = examined.judgement;
        for finding in &judgement.findings {
            said.findings.push((
                finding.severity,
                finding.rule.to_string(),
                &text[finding.span.start..finding.span.end],
            ));
        }
        if let Some(verdict) = judgement.verdict {
            let finding = &judgement.findings[verdict.finding];
            let place = &text[finding.span.start..finding.span.end];
            said.verdicts.push((finding.rule.to_string(), verdict.confidence, place));
        }
    }
    said
}

fn checker() -> Checker {
    Checker::new(Date::new(2026, 11, 22))
}

#[test]
fn every_paste_gets_its_verdict() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/thread");
    let checker = checker();
    let mut faults = Vec::new();
    for Expected { file, rule, span, at_least, at_most } in TABLE {
        let text = fs::read_to_string(folder.join(file)).expect("the table names files that are there");
        let said = said(&checker, &text);
        let Some(rule) = rule else {
            if !said.verdicts.is_empty() || said.findings.iter().any(|(severity, ..)| *severity == Severity::Error) {
                faults.push(format!("{file} is right, yet: {:?}", said.findings));
            }
            continue;
        };
        let fits = |(named, confidence, place): &(String, Confidence, &str)| {
            named == rule && (span.is_empty() || place == span) && (at_least..=at_most).contains(&confidence)
        };
        if !said.verdicts.iter().any(fits) {
            faults.push(format!("{file}: not {rule} on {span:?}: {:?}", said.verdicts));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_table_names_every_input() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/thread");
    for entry in fs::read_dir(folder).expect("the inputs") {
        let name = entry.expect("an input").file_name().into_string().expect("a plain name");
        assert!(TABLE.iter().any(|expected| expected.file == name), "{name} is in no line of the table");
    }
}

/// A token request to be written in many ways: its parameters, the verdict if there is one, and the value it points at.
struct Request {
    address: &'static str,
    params: &'static [(&'static str, &'static str)],
    verdict: Option<(&'static str, &'static str)>,
}

const REQUESTS: &[Request] = &[
    Request {
        address: "https://{sub}.zendesk.com/oauth2/chat/token",
        params: &[("grant_type", "authorisation_code"), ("redirect_uri", "http://localhost:8080")],
        verdict: Some(("oauth/misspelled-grant-type", "authorisation_code")),
    },
    Request {
        address: "https://{sub}.zendesk.com/oauth2/chat/token",
        params: &[("grant_type", "authorization-code"), ("redirect_uri", "http://localhost:8080")],
        verdict: Some(("oauth/misspelled-grant-type", "authorization-code")),
    },
    Request {
        address: "https://{sub}.zendesk.com/oauth2/chat/token",
        params: &[("grant_type", "implicit"), ("redirect_uri", "http://localhost:8080")],
        verdict: Some(("oauth/unknown-grant-type", "implicit")),
    },
    Request {
        address: "https://{sub}.zendesk.com/oauth2/token",
        params: &[("grant_type", "authorization_code"), ("redirect_uri", "http://localhost:8080")],
        verdict: Some(("api/unknown-path", "/oauth2/token")),
    },
    Request {
        address: "https://{sub}.zendesk.com/oauth2/chat/token",
        params: &[("granttype", "authorization_code"), ("redirect_uri", "http://localhost:8080")],
        verdict: Some(("oauth/misspelled-parameter", "granttype")),
    },
    Request {
        address: "https://{sub}.zendesk.com/oauth2/chat/token",
        params: &[("grant_type", "authorization_code"), ("redirect_uri", "http://localhost:8080")],
        verdict: None,
    },
    Request {
        address: "https://{sub}.zendesk.com/oauth2/chat/token",
        params: &[("grant_type", "authorization_code"), ("redirect_uri", "https://app.example.com/authorisation_code")],
        verdict: None,
    },
];

const OPTIONS: &[&str] =
    &["-d ", "-d", "--data ", "--data=", "--data-raw ", "--data-bin ", "--data-urlencode ", "-sSd "];
const QUOTES: &[fn(&str) -> String] = &[
    str::to_owned,
    |pair| format!("'{pair}'"),
    |pair| format!("\"{pair}\""),
    |pair| format!("$'{}'", pair.replace('_', "\\x5f")),
    |pair| pair.replacen('=', "='", 1) + "'",
    |pair| format!("\"{}\"", pair.replace('_', "_\"\"")),
];
const BETWEEN: &[&str] = &[" ", " \\\n  ", "  "];
const BEFORE: &[&str] = &[
    "",
    "$ ",
    "# first try: grant_type=authorisation_code\n",
    "# curl https://acme.zendesk.com/oauth2/chat/token -d grant_type=authorization_cod\n",
    "Step 3, run this:\n\n",
];

/// The request in one of its spellings: `form` chooses option, quoting, order, continuation, comment and address.
fn written(request: &Request, form: usize) -> String {
    let (code, secret) = (format!("Rk{form}vTq8LmZx3WcYpNbHs"), format!("s{form}Jd7FgKq2LwEr9TyUi4OpAsDf6GhJ"));
    let client = format!("c{form}QwErTyUiOp8AsDfGh5JkLzXcVb");
    let mut params = request.params.to_vec();
    params.extend([("code", &*code), ("client_id", &*client), ("client_secret", &*secret)]);
    let turn = form % params.len();
    params.rotate_left(turn);
    let option = OPTIONS[form % OPTIONS.len()];
    let quote = QUOTES[form / 3 % QUOTES.len()];
    let between = BETWEEN[form % BETWEEN.len()];
    let sub = ["acme", "globex", "Initech", "my-shop-7"][form % 4];
    let address = request.address.replace("{sub}", sub);
    let address = if form.is_multiple_of(2) { format!("'{address}'") } else { address };
    let mut words: Vec<String> =
        params.iter().map(|(name, value)| format!("{option}{}", quote(&format!("{name}={value}")))).collect();
    words.insert(form % (words.len() + 1), if form.is_multiple_of(5) { format!("--url {address}") } else { address });
    words.insert(0, ["curl", "curl -X POST", "curl -i --request POST", "curl -v"][form / 2 % 4].to_owned());
    format!("{}{}\n", BEFORE[form / 4 % BEFORE.len()], words.join(between))
}

/// What the shell makes of the characters of a span.
fn decoded(place: &str) -> String {
    place.replace("\\x5f", "_").replace(['\'', '"'], "")
}

#[test]
fn the_spelling_of_a_command_changes_nothing() {
    let checker = checker();
    for request in REQUESTS {
        let mut first: Option<Vec<(Severity, String, String)>> = None;
        for form in 0..240 {
            let text = written(request, form);
            let said = said(&checker, &text);
            let verdict = said.verdicts.first().map(|(rule, _, place)| (&**rule, decoded(place)));
            let expected = request.verdict.map(|(rule, value)| (rule, value.to_owned()));
            assert_eq!(verdict, expected, "\n{text}");
            assert!(said.verdicts.len() < 2, "{:?}\n{text}", said.verdicts);
            let mut found: Vec<(Severity, String, String)> =
                said.findings.iter().map(|(severity, rule, place)| (*severity, rule.clone(), decoded(place))).collect();
            found.sort();
            assert_eq!(first.get_or_insert_with(|| found.clone()), &found, "\n{text}");
        }
    }
}
