//! Promise: a program in a ticket is understood whatever its language: its method, its credentials, the form of its body.
//! With what was wrong put right, the finding is gone.

use grantlint::Checker;
use grantlint::facts::Date;
use grantlint::report::Keep;

/// A program with its answer, what its mistake is called, and the words that are wrong and right.
struct Case {
    language: &'static str,
    ticket: &'static str,
    rule: &'static str,
    wrong: &'static str,
    right: &'static str,
}

const CASES: &[Case] = &[
    Case {
        language: "Go, Basic",
        ticket: "req, err := http.NewRequest(\"GET\", \"https://acme.zendesk.com/api/v2/chat/chats\", nil)\n\
            WRONG\nresp, err := client.Do(req)\n\nI get 401 Unauthorized, the token is fine.\n",
        rule: "api/wrong-auth-scheme",
        wrong: "req.SetBasicAuth(\"joe@acme.example/token\", apiToken)",
        right: "req.Header.Set(\"Authorization\", \"Bearer \" + apiToken)",
    },
    Case {
        language: "C#, Basic",
        ticket: "var client = new HttpClient();\n\
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(WRONG, accessToken);\n\
            var result = await client.GetAsync(\"https://acme.zendesk.com/api/v2/chat/chats\");\n\n\
            I get 401 {\"error\":\"invalid_token\"}\n",
        rule: "api/wrong-auth-scheme",
        wrong: "\"Basic\"",
        right: "\"Bearer\"",
    },
    Case {
        language: "Java, Basic",
        ticket: "Request request = new Request.Builder()\n    .url(\"https://acme.zendesk.com/api/v2/chat/chats\")\n    \
            .get()\n    .addHeader(\"Authorization\", WRONG + encoded)\n    .build();\n\n\
            I get 401 Unauthorized {\"error\":\"invalid_token\"}\n",
        rule: "api/wrong-auth-scheme",
        wrong: "\"Basic \"",
        right: "\"Bearer \"",
    },
    Case {
        language: "Ruby, no space",
        ticket: "req = Net::HTTP::Get.new('https://acme.zendesk.com/api/v2/chat/chats')\n\
            req['Authorization'] = \"WRONG#{token}\"\n\nI get 401 {\"error\":\"invalid_token\"}\n",
        rule: "http/malformed-authorization",
        wrong: "Bearer",
        right: "Bearer ",
    },
    Case {
        language: "Ruby, GET",
        ticket: "res = RestClient.WRONG 'https://acme.zendesk.com/oauth2/chat/token', {grant_type: 'authorization_code', \
            code: 'abc', client_id: 'x', redirect_uri: 'http://localhost:8080'}\n\nI get {\"error\":\"invalid_request\"}\n",
        rule: "oauth/token-request-not-post",
        wrong: "get",
        right: "post",
    },
    Case {
        language: "Java, GET",
        ticket: "Request request = new Request.Builder()\n  .url(\"https://idp.example.com/oauth/token\")\n  WRONG\n  \
            .build();\n\nI get {\"error\":\"invalid_request\"}\n",
        rule: "oauth/token-request-not-post",
        wrong: ".get()",
        right: ".post(body)",
    },
    Case {
        language: "C#, JSON in a literal",
        ticket: "var client = new RestClient(\"https://acme.zendesk.com/oauth2/chat/token\");\n\
            request.AddParameter(WRONG, ParameterType.RequestBody);\n\nI always get {\"error\":\"invalid_request\"}\n",
        rule: "oauth/token-request-not-form",
        wrong: "\"application/json\", \"{\\\"grant_type\\\":\\\"client_credentials\\\",\\\"client_id\\\":\\\"a\\\"}\"",
        right: "\"application/x-www-form-urlencoded\", \"grant_type=client_credentials&client_id=a\"",
    },
    Case {
        language: "Perl, a hash is no JSON",
        ticket: "my $res = $ua->post('https://acme.zendesk.com/oauth2/chat/token', {\n   grant_type => 'WRONG',\n   \
            code => $code,\n   client_id => $id,\n   redirect_uri => 'http://localhost:8080',\n});\n\n\
            prints {\"error\":\"unsupported_grant_type\"}\n",
        rule: "oauth/misspelled-grant-type",
        wrong: "authorisation_code",
        right: "authorization_code",
    },
    Case {
        language: "Ruby, a path at a base",
        ticket: "conn = Faraday.new(url: 'https://acme.zendesk.com')\n\
            resp = conn.WRONG('/oauth2/chat/token', { grant_type: 'authorization_code', code: code, client_id: 'x',\n  \
            redirect_uri: 'http://localhost:8080' })\n\nI get {\"error\":\"invalid_request\"}\n",
        rule: "oauth/token-request-not-post",
        wrong: "get",
        right: "post",
    },
    Case {
        language: "C#, a path at a base",
        ticket: "client.BaseAddress = new Uri(\"https://acme.zendesk.com/\");\n\
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(\"WRONG\", accessToken);\n\
            var body = await client.GetStringAsync(\"api/v2/chat/chats\");\n\n\
            I get 401 {\"error\":\"invalid_token\"}\n",
        rule: "api/wrong-auth-scheme",
        wrong: "Basic",
        right: "Bearer",
    },
    Case {
        language: "Ruby, a value that is looked up",
        ticket: "res = RestClient.post 'https://acme.zendesk.com/oauth2/chat/token', { grant_type: 'refresh_token', refresh_token: token,\n  \
            client_id: ENV['ZCHAT_ID'], client_secret: WRONG }\n\nI get {\"error\":\"invalid_client\"}\n",
        rule: "paste/placeholder-left-in",
        wrong: "'ZCHAT_SECRET'",
        right: "ENV['ZCHAT_SECRET']",
    },
    Case {
        language: "Python, a value that is looked up",
        ticket: "client.post(\"https://acme.zendesk.com/oauth2/chat/token\", data={\"grant_type\": \"refresh_token\", \"refresh_token\": token, \
            \"client_id\": \"x\", \"client_secret\": WRONG})\n\nI get {\"error\":\"invalid_client\"}\n",
        rule: "paste/placeholder-left-in",
        wrong: "\"ZCHAT_SECRET\"",
        right: "os.environ.get(\"ZCHAT_SECRET\", \"\")",
    },
];

/// The rules of everything that is found, the verdict first.
fn found(text: &str) -> Vec<String> {
    let report = Checker::new(Date::new(2026, 11, 23)).check("ticket.txt", text.as_bytes(), &Keep::default());
    let causes: Vec<usize> =
        report.exchanges.iter().filter_map(|listed| Some(listed.cause.as_ref()?.finding)).collect();
    let mut order: Vec<usize> = (0..report.findings.len()).collect();
    order.sort_by_key(|at| !causes.contains(at));
    order.into_iter().map(|at| report.findings[at].rule.to_string()).collect()
}

#[test]
fn what_a_program_does_wrong_is_the_verdict_in_any_language() {
    for Case { language, ticket, rule, wrong, .. } in CASES {
        let rules = found(&ticket.replace("WRONG", wrong));
        assert_eq!(rules.first().map(String::as_str), Some(*rule), "{language}: {rules:?}");
    }
}

#[test]
fn what_is_put_right_is_not_found() {
    for Case { language, ticket, rule, right, .. } in CASES {
        let rules = found(&ticket.replace("WRONG", right));
        assert!(rules.iter().all(|found| found != rule), "{language}: {rules:?}");
    }
}

#[test]
fn a_notation_that_is_no_json_is_not_taken_for_it() {
    let perl = CASES.iter().find(|case| case.language.starts_with("Perl")).expect("a Perl program");
    let rules = found(&perl.ticket.replace("WRONG", perl.wrong));
    assert!(!rules.iter().any(|rule| rule == "oauth/token-request-not-form"), "{rules:?}");
}

#[test]
fn headers_of_two_calls_belong_to_none() {
    let two = "a.Header.Set(\"Authorization\", \"Basic \" + login)\nb.Header.Set(\"Authorization\", \"Bearer \" + token)\n\
        resp, err := http.Get(\"https://acme.zendesk.com/api/v2/chat/chats\")\n\nI get 401 {\"error\":\"invalid_token\"}\n";
    assert!(!found(two).iter().any(|rule| rule == "api/wrong-auth-scheme"), "{:?}", found(two));
}
