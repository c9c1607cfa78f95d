//! Promise: a request means the same whatever it was carried in: a mail that quotes it, a chat or a tracker that makes links
//! of it, a filter that takes the life out of its addresses, a ticket's JSON, a string or a comment of a program.

use grantlint::Checker;
use grantlint::facts::Date;
use grantlint::finding::Severity;
use grantlint::show::{self, Format, View};

/// The errors of a text, each with the characters it points at; `!` stands before those that are verdicts.
fn errors(text: &str) -> Vec<String> {
    let checker = Checker::new(Date::new(2026, 11, 22));
    let mut out = Vec::new();
    for examined in checker.examine(text) {
        let verdict = examined.judgement.verdict.map(|verdict| verdict.finding);
        for (at, finding) in examined.judgement.findings.iter().enumerate() {
            if finding.severity == Severity::Error || verdict == Some(at) {
                let lead = if verdict == Some(at) { "!" } else { "" };
                out.push(format!("{lead}{} {}", finding.rule, &text[finding.span.range()]));
            }
        }
    }
    out
}

#[track_caller]
fn tells(text: &str, expected: &[&str]) {
    assert_eq!(errors(text), expected, "{text}");
}

fn shown(text: &str) -> String {
    show::show("x", text.as_bytes(), Format::Http, View::Intent, true).unwrap_or_default()
}

const CURL: &str = "curl https://as.example/oauth/token -u app:pw -d grant_type=client_credential\n{\"error\":\"unsupported_grant_type\"}\n";
const MISSPELT: &str = "!oauth/misspelled-grant-type client_credential";

#[test]
fn links_of_chats_and_mail_are_the_addresses_that_were_typed() {
    tells(CURL, &[MISSPELT]);
    let address = "https://as.example/oauth/token";
    for link in [
        format!("<{address}>"),
        format!("<{address}|{address}>"),
        format!("[{address}]({address})"),
        format!("[{address}|{address}]"),
        format!("{address}<{address}>"),
        format!("[as.example/oauth/token]({address})"),
        format!("{address}<https://eu1.safelinks.protection.outlook.com/?url=https%3A%2F%2Fas.example>"),
    ] {
        tells(&CURL.replace(address, &link), &[MISSPELT]);
    }
    tells(
        "GET [https://acme.zendesk.com/api/v2/chats](https://acme.zendesk.com/api/v2/chats)\n404 Not Found\n",
        &["!api/unknown-path /api/v2/chats"],
    );
    assert!(
        shown("curl https://as.example/x -u kim@as.example<mailto:kim@as.example>:pw")
            .contains("Basic a2ltQGFzLmV4YW1wbGU6cHc=")
    );
}

#[test]
fn a_word_in_angle_brackets_stays_a_placeholder() {
    let placeholder =
        "curl https://<subdomain>.as.example/oauth/token -u app:pw -d grant_type=client_credentials -d scope=<scope>\n";
    assert!(shown(placeholder).contains("scope=<scope>"), "{}", shown(placeholder));
    let prompt = "C:\\Users\\kim> curl https://<subdomain>/oauth/token -u app:pw -d grant_type=client_credential\n\n{\"error\":\"unsupported_grant_type\"}\n";
    tells(prompt, &[MISSPELT]);
}

#[test]
fn quoted_mail_is_read_without_its_marks() {
    let javascript = "axios.post(\"https://as.example/oauth/token\",\n  {\n    grant_type: \"client_credentials\",\n    client_id: \"abc\"\n  })\n\n{\"error\":\"unsupported_grant_type\"}\n";
    let trace = "curl -v https://acme.zendesk.com/api/v2/chats -H \"Authorization: Bearer abc123def456\"\n> GET /api/v2/chats HTTP/1.1\n> Host: acme.zendesk.com\n>\n< HTTP/1.1 404 Not Found\n";
    let continued = CURL.replace(" -u", " \\\n  -u");
    for text in [javascript, trace, &continued, CURL] {
        let plain = errors(text);
        assert!(!plain.is_empty(), "{text}");
        for mark in ["> ", "> > ", ">"] {
            let quoted: String = text.lines().map(|line| format!("{mark}{line}\n")).collect();
            let unmarked: Vec<_> =
                errors(&quoted).iter().map(|error| error.replace(&format!("\n{mark}"), "\n")).collect();
            assert_eq!(unmarked, plain, "{quoted}");
        }
    }
}

#[test]
fn what_a_shell_prompts_for_is_no_mail() {
    tells(
        "$ curl https://as.example/oauth/token \\\n> -u app:pw \\\n> -d grant_type=client_credential\n{\"error\":\"unsupported_grant_type\"}\n",
        &[MISSPELT],
    );
    tells(
        "> POST /oauth/token HTTP/1.1\n> Host: as.example\n> Content-Type: application/x-www-form-urlencoded\n>\n> grant_type=client_credential\n< HTTP/1.1 400 Bad Request\n",
        &[MISSPELT],
    );
}

#[test]
fn line_breaks_of_html_at_the_ends_of_lines_are_no_part_of_a_command() {
    tells(
        "curl https://as.example/oauth/token \\<br>\n-u app:pw -d &#39;grant_type=client_credential&#39;<br />\n<br>\n{&quot;error&quot;: &quot;unsupported_grant_type&quot;}<br>\n",
        &[MISSPELT],
    );
}

#[test]
fn schemes_in_capitals_or_made_harmless_begin_addresses() {
    for scheme in ["HTTPS://", "Https://", "hxxps://"] {
        tells(&CURL.replace("https://", scheme), &[MISSPELT]);
        tells(
            &format!("GET {scheme}acme.zendesk.com/api/v2/chats\n404 Not Found\n"),
            &["!api/unknown-path /api/v2/chats"],
        );
    }
    tells(&CURL.replace("https://as.example", "hxxps://as[.]example"), &[MISSPELT]);
}

#[test]
fn a_note_in_json_is_read_as_it_was_written() {
    let escaped = CURL.replace('"', "\\\"").replace('\n', "\\n");
    for ticket in [
        format!("{{\"id\":7,\"description\":\"{escaped}\"}}"),
        format!("{{\"ticket\":{{\"id\":7,\"description\":\"{escaped}\"}}}}"),
        format!("{{\"id\":7,\"body\":\"fine\"}}\n{{\"id\":8,\"body\":\"{escaped}\"}}\n"),
    ] {
        tells(&ticket, &[MISSPELT]);
    }
}

#[test]
fn settings_and_answers_in_json_are_no_notes() {
    tells(
        "{\"id\":7,\"error\":\"invalid_client\",\"description\":\"See \\\"docs\\\":\\nhttps://as.example/docs\"}",
        &["!oauth/invalid-client invalid_client"],
    );
}

#[test]
fn a_command_in_a_string_ends_with_the_string() {
    for text in [
        "echo \"Test: curl https://as.example/health\"\necho \"Next: see https://other.example/x\"\n",
        "printf \"Run: curl https://as.example/oauth/token\\n\"\n",
        "logger.info(\"Example: curl https://as.example/x?y=1\")\nhelp=\"Usage: curl -s https://as.example/x\"\n",
        "{\"note\": \"Example: curl https://as.example/oauth/token\"}\n",
        "description: \"Example: curl https://as.example/oauth/token\"\n",
        "echo \"Test: curl -H \\\"Authorization: Bearer \\$T\\\" https://as.example/x\"\n",
        "Note: curl https://as.example/x won't work [yet]\n",
    ] {
        tells(text, &[]);
    }
    tells(
        "echo \"USING: curl -u app:pw -d grant_type=client_credential https://as.example/oauth/token\"\n",
        &[MISSPELT],
    );
    tells(
        "{\"cmd\": \"curl -u app:pw https://as.example/oauth/token -d \\\"grant_type=client_credential\\\"\"}\n",
        &[MISSPELT],
    );
}

#[test]
fn a_quote_that_is_open_in_a_shell_is_still_found() {
    let errors = errors("curl \"https://as.example/x -H 'A: b'\n");
    assert!(errors.iter().any(|error| error.contains("paste/unclosed-quote")), "{errors:?}");
}

#[test]
fn doubled_backslashes_and_stars_continue_commands_in_programs() {
    for text in [
        "const cmd = `curl https://as.example/x \\\\\n  -H \"Accept: a/b\"`;\n",
        "sh \"\"\"\n  curl -sS -X POST \"${URL}\" \\\\\n    -H 'Content-Type: application/json'\n\"\"\"\n",
        "/**\n * curl -i\n * -H \"Accept: application/json\"\n * -X POST -d\n * '{\"a\":1}'\n * \"https://as.example/x\"\n *\n */\n",
    ] {
        tells(text, &[]);
    }
    assert!(shown("* curl -i\n* -H 'A: b'\n").contains("(no address)"));
}

#[test]
fn an_address_ends_where_writing_without_blanks_begins() {
    for text in [
        "トークンをhttps://as.example/oauth/tokenから取得すると {\"error\":\"invalid_client\"} になります\n",
        "调用https://as.example/oauth/token接口，返回 {\"error\":\"invalid_client\"}\n",
    ] {
        tells(text, &["!oauth/invalid-client invalid_client"]);
        assert!(shown(text).contains("/oauth/token HTTP/1.1"), "{}", shown(text));
    }
}

#[test]
fn what_a_program_computes_behind_a_word_is_no_quoted_value() {
    tells(
        "fetch(\"https://as.example/token\", {method: \"POST\", headers: {Authorization: \"Basic \" + new Buffer.from(id + \":\" + secret).toString(\"base64\")}, body: new URLSearchParams({grant_type: \"client_credentials\"})})\n",
        &[],
    );
    tells(
        "const answer = await postJson(\n  `https://as.example/oauth/token?client_id=${id}&client_secret=${secret}&grant_type=client_credentials`,\n  {},\n);\n",
        &[],
    );
    tells(
        "https://as.example/oauth/token?client_id=abc&client_secret=5ecret&grant_type=client_credentials\n",
        &[
            "!oauth/token-request-not-post https://as.example/oauth/token?client_id=abc&client_secret=5ecret&grant_type=client_credentials",
        ],
    );
}

#[test]
fn what_a_program_fills_in_is_no_placeholder() {
    let warned = |text: &str| {
        let checker = Checker::new(Date::new(2026, 11, 22));
        checker.examine(text).any(|examined| {
            examined.judgement.findings.iter().any(|finding| finding.rule == "paste/placeholder-left-in")
        })
    };
    assert!(!warned("var api = $\"https://{subdomain}.zendesk.com/api/v2/tickets.json\";\n401 Unauthorized\n"));
    assert!(warned("var api = \"https://{subdomain}.zendesk.com/api/v2/tickets.json\";\n401 Unauthorized\n"));
}

#[test]
fn a_form_goes_on_behind_what_documentation_leaves_out() {
    let message = "POST /oauth/token HTTP/1.1\nHost: as.example\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=urn:ietf:params:oauth:grant-type:jwt-bearer\n&client_id=abc\n&client_secret=5ecret\n&assertion=eyJ0{a lot of characters here}\n&scope=read\n";
    tells(message, &[]);
    assert!(shown(message).contains("&scope=read"));
    let noted = message.replace("&scope=read", "&client_assertion=abc    // only for some\n&scope=read");
    assert!(shown(&noted).contains("&client_assertion=abc&scope=read"), "{}", shown(&noted));
    assert!(!shown(&format!("{message}Tom & Kim = friends\n")).contains("friends"));
}

#[test]
fn a_port_is_shown() {
    assert!(
        shown("POST http://localhost:9000/oauth/token\ngrant_type=client_credentials&client_id=2\n")
            .contains("Host: localhost:9000\n")
    );
    assert!(
        shown("GET https://as.example:443/authorize?client_id=abc&response_type=code\n").contains("Host: as.example\n")
    );
}

#[test]
fn capitals_name_curl_too() {
    tells(&CURL.replace("curl", "CURL"), &[MISSPELT]);
    tells("CURLOPT_URL https://as.example/oauth/token\n", &[]);
}
