//! Promise: what people write around a request is understood as they mean it: the error before the code that got it, a
//! sentence in place of an answer, an answer alone, a request whose lines a forum ran together.

use grantlint::Checker;
use grantlint::facts::Date;

/// The rules of the verdicts, in order.
fn verdicts(text: &str) -> Vec<String> {
    let checker = Checker::new(Date::new(2026, 11, 22));
    let told = checker.examine(text).filter_map(|examined| {
        let verdict = examined.judgement.verdict?;
        Some(examined.judgement.findings[verdict.finding].rule.to_string())
    });
    told.collect()
}

#[track_caller]
fn means(text: &str, rules: &[&str]) {
    assert_eq!(verdicts(text), rules, "{text}");
}

#[test]
fn an_error_that_is_told_first_answers_the_request_behind_it() {
    means(
        "Our login shows \"unsupported_grant_type\". My code:\n\n```js\naxios({\n  method: 'post',\n  url: 'https://as.example/oauth/token',\n  data: { grant_type: 'client_credentials', client_id: id, client_secret: secret },\n  headers: { 'Content-Type': 'application/x-www-form-urlencoded' }\n})\n```\n",
        &["oauth/token-request-not-form"],
    );
    means(
        "I always receive\n\n{\"error\": \"unsupported_grant_type\"}\n\nwhatever I do. This is what I run:\n\n    curl https://as.example/oauth/token -u app:pw -d grant_type=client_credential\n",
        &["oauth/misspelled-grant-type"],
    );
    means(
        "I get this:\n\nerror \"invalid_request\"\nerror_description \"The grant type was not specified in the request\"\n\ncurl_setopt_array($ch, array(\n  CURLOPT_URL => 'https://as.example/oauth/token',\n  CURLOPT_POSTFIELDS => array('grant_type' => 'client_credentials', 'client_id' => $id, 'client_secret' => $secret),\n  CURLOPT_HTTPHEADER => array('Content-Type: application/x-www-form-urlencoded'),\n));\n",
        &["oauth/token-request-not-form"],
    );
}

#[test]
fn an_error_of_another_kind_does_not() {
    means(
        "I get invalid_token from the API.\n\ncurl https://as.example/oauth/token -u app:pw -d grant_type=client_credentials\n",
        &["api/unauthorized"],
    );
    means(
        "My login ends in invalid_grant.\n\ncurl https://api.example/v1/things -H 'Authorization: Bearer abc.def'\n",
        &["oauth/refused"],
    );
}

#[test]
fn an_answer_alone_is_named_by_its_code_or_its_words() {
    for (text, rule) in [
        ("{\"error\":\"insufficient_scope\"}", "api/missing-scope"),
        ("{\"error\":\"invalid_token\"}", "api/unauthorized"),
        ("{\"error\":\"redirect_uri_mismatch\"}", "oauth/unregistered-redirect-uri"),
        ("Error 400: redirect_uri_mismatch", "oauth/unregistered-redirect-uri"),
        ("{\"error\":\"Couldn't authenticate you\"}", "api/unauthorized"),
        ("{\"status\":\"401\",\"message\":\"Bad credentials\"}", "api/unauthorized"),
        (
            "{\"statusCode\":403,\"name\":\"insufficient_scope\",\"message\":\"Insufficient scope\"}",
            "api/missing-scope",
        ),
        (
            "HTTP/1.1 400 Bad Request\n\n{\"name\":\"Bad Request\",\"status\":400,\"message\":\"The grant type was not specified in the request\"}",
            "oauth/missing-grant-type",
        ),
    ] {
        means(text, &[rule]);
    }
}

#[test]
fn a_sentence_tells_the_error_and_what_is_said_of_it() {
    for (text, rule) in [
        ("OAuthError: invalid_grant: Authorization code expired", "oauth/code-expired"),
        ("oauth2: \"invalid_grant\" \"Code was already redeemed.\"", "oauth/code-reused"),
        (
            "I am getting the error code: \"Invalid_grant\" and the description is \"Authorization code has expired\".",
            "oauth/code-expired",
        ),
        (
            "AADSTS50011: The redirect URI 'https://app.example/cb' specified in the request does not match the redirect URIs configured for the application.",
            "oauth/unregistered-redirect-uri",
        ),
        ("I got this error: AADSTS7000215: Invalid client secret is provided.", "oauth/invalid-client"),
        (
            "We see _error=redirect_uri_mismatch&error_description=The+redirect_uri+MUST+match+the+registered+one&state=1_ all day.",
            "oauth/unregistered-redirect-uri",
        ),
        ("The response returned is always 'Couldn\\'t authenticate you'.", "api/unauthorized"),
        ("I end up with the same invalid scope error when I ask for scope=chat", "oauth/unknown-scope"),
        (
            "requests.exceptions.HTTPError: 400 Client Error: Bad Request for url: https://as.example/oauth/token",
            "oauth/refused",
        ),
        (
            "access to fetch at 'https://as.example/oauth/token' from origin 'https://app.example' has been blocked by cors policy: no 'access-control-allow-origin' header is present",
            "api/browser-cors",
        ),
    ] {
        means(text, &[rule]);
    }
}

#[test]
fn documentation_of_errors_is_nobodys_answer() {
    for text in [
        "If the scope is unknown, an invalid scope error is returned.",
        "When a token lacks a scope the API answers insufficient_scope.",
        "If the redirect URI differs you see AADSTS50011: The redirect URI does not match.",
        "## Errors\n\n{\"status\": 401, \"message\": \"Bad credentials\"}\n",
        "{\"code\": 0, \"message\": \"ok\", \"data\": {}}",
        "{\"code\": \"SUCCESS\", \"message\": \"created\"}",
    ] {
        means(text, &[]);
    }
}

#[test]
fn lines_that_a_forum_ran_together_or_apart_are_read() {
    means(
        "POST /services/token HTTP/1.1 Host: as.example User-Agent: app (+https://app.example) Content-Length: 90 grant_type=authorization_code&code=abc123&client_id=app&client_secret=pw&redirect_uri=https%3A%2F%2Fapp.example%2Fcb\n\n{\"error\":\"unsupported_grant_type\"}\n",
        &["oauth/token-request-not-form"],
    );
    means(
        "POST /oauth/token HTTP/1.1\n\nHost: as.example\n\nContent-Type: application/x-www-form-urlencoded\n\nclient_id=app\n\n&client_secret=pw\n\n&grant_type=client_credentails\n\nHTTP/1.1 400 Bad Request\n\n{\"error\":\"unsupported_grant_type\"}\n",
        &["oauth/misspelled-grant-type"],
    );
}

#[test]
fn a_trace_shows_no_body_so_that_nothing_is_missing_in_it() {
    means(
        "> POST /oauth/token HTTP/1.1\n> Host: as.example\n> Authorization: Basic YXBwOnB3\n> Content-Type: application/x-www-form-urlencoded\n> Content-Length: 29\n>\n< HTTP/1.1 401 Unauthorized\n< Content-Type: application/json\n<\n{\"error\":\"invalid_client\"}\n",
        &["oauth/invalid-client"],
    );
}

#[test]
fn a_command_in_a_sentence_is_one_only_where_it_is_whole() {
    means("It works with \"curl -u <client_id>:<client_secret>\" as the manual says.", &[]);
    means(
        "I ran `curl -X POST \\\n  https://as.example/oauth/token \\\n  -d 'grant_type=authorization_cod&code=abc'` and got\n\n{\"error\":\"unsupported_grant_type\"}\n",
        &["oauth/misspelled-grant-type"],
    );
    means(
        "me@host % **curl https://as.example/oauth/token -u app:pw -d grant_type=client_credental | jq .**\n{\"error\":\"unsupported_grant_type\"}\n",
        &["oauth/misspelled-grant-type"],
    );
    means(
        "I try \"curl -u app:pw https://as.example/token -d 'grant_type=client_credential\" and it\nsays\n{\"error\":\"unsupported_grant_type\"}\n",
        &["oauth/misspelled-grant-type"],
    );
}

#[test]
fn an_option_at_the_end_of_a_line_takes_the_quoted_line_below() {
    means(
        "$ curl -X POST https://as.example/oauth/token -H 'Content-Type: application/json' -d\n '{\"client_id\":\"app\",\"client_secret\":\"pw\",\n \"grant_type\":\"refresh_token\",\"refresh_token\":\"abc\"}'\n{\"error\":\"unsupported_grant_type\"}\n",
        &["oauth/token-request-not-form"],
    );
}

#[test]
fn another_answer_behind_some_words_is_another_ones() {
    means(
        "$ curl https://as.example/oauth/token -u app:pw -d grant_type=client_credentials\n{\"access_token\":\"abc\",\"token_type\":\"Bearer\"}\n\nBut then GET /api/groups gives\n\n{\n  \"statusCode\": 401,\n  \"error\": \"Unauthorized\",\n  \"message\": \"Invalid token\"\n}\n",
        &["api/unauthorized"],
    );
}

#[test]
fn what_a_server_said_is_understood_without_its_code() {
    for (text, rule) in [
        (
            "We run this and always see the message \"The authorization code has expired\":\n\ncurl https://as.example/oauth/token -u app:pw -d grant_type=authorization_code -d code=c1c2c3 -d redirect_uri=https://app.example/cb\n",
            "oauth/code-expired",
        ),
        (
            "My users get this error:\n\nThe redirect URI in the request, http://127.0.0.1:9090/back, does not match the registered ones\n",
            "oauth/unregistered-redirect-uri",
        ),
        (
            "We get the error message:\n\n```\nredirect_uri did not match any configured URIs. Passed URI: http://localhost:4000/cb\n```\n",
            "oauth/unregistered-redirect-uri",
        ),
    ] {
        means(text, &[rule]);
    }
    means(
        "I get the error \"x is not iterable\".\n\ncurl https://as.example/oauth/token -u app:pw -d grant_type=client_credentials\n",
        &[],
    );
    means("The page shows the error \"The authorization code has expired\" when it is too old.\n", &[]);
}

#[test]
fn arguments_in_any_language_name_a_parameter_and_its_value() {
    means(
        "This Java gives me unsupported_grant_type from https://as.example/oauth/token :\n\nform.add(\"grant_type\", \"client_credential\");\nform.add(\"client_id\", clientId);\n",
        &["oauth/misspelled-grant-type"],
    );
    means(
        "I got unsupported_grant_type from https://as.example/oauth/token with\n\nnew KeyValuePair<string, string>(\"grant_type\", \"authorisation_code\")\n",
        &["oauth/misspelled-grant-type"],
    );
    means("const NAMES: [&str; 3] = [\"grant_type\", \"client_id\", \"client_secret\"];\n", &[]);
}

#[test]
fn trouble_with_cors_is_told_in_a_sentence() {
    means(
        "From our web page I get a CORS error calling https://www.zopim.com/oauth2/token with fetch.\n",
        &["api/browser-cors"],
    );
    means(
        "My page does\n\nfetch('https://as.example/oauth/token', {method: 'POST', body: new URLSearchParams({grant_type: 'client_credentials', client_id: 'a', client_secret: 'b'})})\n\nand I see that it is blocked by CORS.\n",
        &["api/browser-cors"],
    );
    means("I know this is not a CORS error: https://www.zopim.com/oauth2/token answers in curl.\n", &[]);
    means("To avoid a CORS error call https://as.example/oauth/token from your server.\n", &[]);
}

#[test]
fn objects_are_read_as_other_languages_show_them() {
    for text in [
        "{\"error\"=>\"invalid_grant\", \"error_description\"=>\"Authorization code expired\"}",
        "{:error=>\"invalid_grant\", :error_description=>\"Authorization code expired\"}",
        "{u'error_description': u'Authorization code expired', u'error': u'invalid_grant'}",
    ] {
        means(text, &["oauth/code-expired"]);
    }
}

#[test]
fn an_error_of_axios_shows_the_request_and_its_answer() {
    means(
        "AxiosError: Request failed with status code 400\n    at settle (/app/axios.cjs:19:12) {\n  config: {\n    adapter: [ 'xhr', 'http' ],\n    headers: Object [AxiosHeaders] {\n      'Content-Type': 'application/json'\n    },\n    method: 'post',\n    url: 'https://acme.zendesk.com/oauth2/chat/token',\n    data: '{\"grant_type\":\"refresh_token\",\"refresh_token\":\"r1r2r3\",\"client_id\":\"a\"}'\n  },\n  request: <ref *1> ClientRequest {\n    _eventsCount: 7\n  },\n  response: {\n    status: 400,\n    config: { method: 'post', url: 'https://acme.zendesk.com/oauth2/chat/token' },\n    data: { error: 'unsupported_grant_type' }\n  }\n}\n",
        &["oauth/token-request-not-form"],
    );
    means(
        "{\"message\":\"Request failed with status code 401\",\"config\":{\"headers\":{\"Authorization\":\"Bearer undefined\"},\"method\":\"get\",\"url\":\"https://api.example/v1/things\"},\"code\":\"ERR_BAD_REQUEST\",\"status\":401}\n",
        &["paste/variable-emptied"],
    );
}

#[test]
fn a_request_that_is_shown_twice_is_one() {
    means(
        "I call https://as.example/oauth/token?grant_type=client_credential&client_id=a&client_secret=b :\n\n1) POST /oauth/token?grant_type=client_credential&client_id=a&client_secret=b HTTP/1.1\nHost: as.example\n\nHTTP/1.1 400 Bad Request\n\n{\"error\":\"unsupported_grant_type\"}\n",
        &["oauth/misspelled-grant-type"],
    );
}

#[test]
fn text_behind_the_marks_of_a_fence_is_read() {
    means(
        "```Access to fetch at 'https://as.example/oauth/token' from origin 'https://app.example' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present.```\n",
        &["api/browser-cors"],
    );
}

#[test]
fn words_that_the_request_contradicts_are_said_to_be_so() {
    let text = "$ curl https://as.example/oauth/token -u app:pw -d grant_type=client_credentials\n{\"error\":\"invalid_request\",\"error_description\":\"The grant type was not specified in the request\"}\n";
    let checker = Checker::new(Date::new(2026, 11, 22));
    let examined = checker.examine(text).next().expect("a request");
    let verdict = examined.judgement.verdict.expect("a verdict");
    let finding = &examined.judgement.findings[verdict.finding];
    assert_eq!(finding.rule, "oauth/missing-grant-type");
    assert!(text[finding.span.range()].contains("was not specified"), "it points at the server's words");
}

#[test]
fn a_forgotten_comma_ends_a_value() {
    let text = "$ch = curl_init('https://as.example/oauth/token');\ncurl_setopt($ch, CURLOPT_POSTFIELDS, http_build_query(array(\n  'grant_type' => 'authorisation_code',\n  'client_id' => $id\n  'code' => $code,\n)));\n\n{\"error\":\"unsupported_grant_type\"}\n";
    means(text, &["oauth/misspelled-grant-type"]);
    let checker = Checker::new(Date::new(2026, 11, 22));
    let examined = checker.examine(text).next().expect("a request");
    assert!(examined.judgement.findings.iter().all(|finding| finding.rule != "oauth/stray-whitespace"));
}

#[test]
fn a_line_of_words_below_a_command_is_its_answer() {
    let command =
        "$ curl https://as.example/oauth/token -d 'grant_type=client_credentials&client_id=a&client_secret=b'\n";
    means(&format!("{command}Invalid client credentials\n"), &["oauth/invalid-client"]);
    means(&format!("{command}404 page not found\n"), &["api/unknown-path"]);
    let call = "$ curl https://api.example/v1/me -H 'Authorization: Bearer 7f3a9c'\n";
    means(&format!("{call}401 Unauthorized\n"), &["api/unauthorized"]);
    means(&format!("{call}Jwt is expired\n"), &["oauth/token-expired"]);
    // What a person goes on to say below a command that was not typed at a prompt is no answer.
    let shown = "curl https://api.example/v1/me -H 'Authorization: Bearer 7f3a9c'\n";
    means(&format!("{shown}An invalid token is answered with an error page\n"), &[]);
    means(&format!("{call}name,invalidated\nkim,no\n"), &[]);
}

#[test]
fn what_a_framework_says_of_single_members_is_a_refusal() {
    means(
        "$ curl http://localhost:8000/token -H 'Content-Type: application/json' -d '{\"grant_type\":\"password\",\"username\":\"u\",\"password\":\"p\"}'\n{\"detail\":[{\"type\":\"missing\",\"loc\":[\"body\",\"username\"],\"msg\":\"Field required\"}]}\n",
        &["oauth/token-request-not-form"],
    );
}

#[test]
fn an_error_below_a_method_and_an_address_is_the_answer() {
    means("GET https://api.example/v1/me\n{\"error\":\"invalid_token\"}\n", &["api/unauthorized"]);
    means("POST https://as.example/oauth/token\n{\"error\":\"invalid_client\"}\n", &["oauth/invalid-client"]);
    means(
        "GET https://api.example/v1/me\nAuthorization: Bearer 7f3a9c\n\n{\"error\":\"invalid_token\"}\n",
        &["api/unauthorized"],
    );
    // What asks for a token is no answer.
    means("POST https://as.example/oauth/token\n{\"grant_type\":\"client_credentials\"}\n", &[]);
}

#[test]
fn a_page_that_no_tag_closes_ends_at_the_next_prompt() {
    let page = "alice@quay:~$ curl -i https://as.example/\nHTTP/1.1 200 OK\nContent-Type: text/html\n\n<!doctype html>\n<title>Hello</title>\n<p>Go on\n";
    let next = "alice@quay:~$ curl https://as.example/oauth/token -u a:b -d grant_type=client_credential\n{\"error\":\"unsupported_grant_type\"}\n";
    means(&format!("{page}{next}"), &["oauth/misspelled-grant-type"]);
}

#[test]
fn a_redirect_uri_that_is_told_as_registered_is_one_of_all() {
    let asks = "https://as.example/authorize?response_type=code&client_id=a&state=s&redirect_uri=https%3A%2F%2Fapp.example%2Ftwo";
    means(
        &format!("I registered https://app.example/one and https://app.example/two as redirect URIs.\n\n{asks}\n"),
        &[],
    );
    means(
        &format!("We registered https://app.example/one as redirect URI.\n\n{asks}\n"),
        &["oauth/unregistered-redirect-uri"],
    );
    means(&format!("By default https://app.example/one is allowed as a redirect.\n\n{asks}\n"), &[]);
}

#[test]
fn what_a_page_shows_is_told_below_its_address_or_behind_a_colon() {
    let address =
        "https://acme.zendesk.com/oauth/authorizations/new?response_type=code&client_id=acme&scope=read&state=s";
    means(&format!("{address}\n\nNo such client\n"), &["oauth/invalid-client"]);
    means("All I get is: You do not have access to this page.\n", &[]);
    means(
        "All I get is: You do not have access to this page. Please contact the account owner of this help desk for further help.\n",
        &["api/forbidden"],
    );
    // A name below an address, a sentence of a manual, and words that no server is known for.
    for text in [
        format!("{address}\n\nNo such luck with the other one\n"),
        format!("{address}\n\nToken address: https://acme.zendesk.com/oauth/tokens\n"),
        "Note: Without a client there is no such client.\n".to_owned(),
    ] {
        means(&text, &[]);
    }
}

#[test]
fn what_a_client_library_raises_is_told() {
    means(
        "google.auth.exceptions.RefreshError: ('invalid_grant: Invalid JWT Signature.', '{\\n \"error\": \"invalid_grant\"\\n}')\n",
        &["oauth/invalid-client"],
    );
    means(
        "5. The app answers: [invalid_token_response] An error occurred while attempting to retrieve the OAuth 2.0 Access Token Response: 401 Unauthorized: [no body]\n",
        &["oauth/invalid-client"],
    );
    // The redirect URI among the options of a library is not what was asked.
    means(
        "const conn = new Connection({\n  oauth2: {\n    clientId: 'abc',\n    redirectUri: 'http://localhost:3000/api/callback'\n  }\n});\n\nI get\n\ninvalid_grant: authentication failure\n    at OAuth2._postParams (lib/oauth2.js:233:19)\n",
        &["oauth/wrong-user-credentials"],
    );
    // What a program may raise is not raised yet.
    means("raise OAuthError('invalid_grant: the code is unknown')\n", &[]);
}
