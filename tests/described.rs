//! Promise: a request that somebody describes line by line in a ticket, a log or a table is read as that request.

#![allow(clippy::unwrap_used)]

use grantlint::exchange::{Exchange, Form, Part};
use grantlint::facts::Date;
use grantlint::read::read;
use grantlint::{Checker, Examined};

fn only(text: &str) -> Exchange<'_> {
    let mut all: Vec<_> = read(text).filter(|exchange| exchange.form == Form::Http).collect();
    assert_eq!(all.len(), 1, "{text}");
    all.remove(0)
}

fn params(exchange: &Exchange<'_>) -> Vec<(String, String)> {
    exchange.request.params.iter().map(|p| (p.name.as_str().to_owned(), p.value.as_str().to_owned())).collect()
}

/// The rule of the verdict, and the characters that it points at.
fn verdict(text: &str) -> Option<(String, String)> {
    let checker = Checker::new(Date::new(2026, 11, 22));
    let all: Vec<Examined<'_>> = checker.examine(text).collect();
    let mut verdicts = all.iter().filter_map(|one| {
        let finding = &one.judgement.findings[one.judgement.verdict.as_ref()?.finding];
        Some((finding.rule.clone().into(), text[finding.span.range()].to_owned()))
    });
    verdicts.next()
}

#[test]
fn labels_stand_before_their_values_or_above_them() {
    let beside = "Hi,\n\nURL: https://as.example/token\nMethod: POST\nHeaders: Content-Type: application/x-www-form-urlencoded\n\
                  Body: grant_type=refresh_token&refresh_token=null\nResponse: 400 {\"error\":\"invalid_grant\"}\n\nThanks";
    let above = "Hi,\n\nURL\n\nhttps://as.example/token\n\nMethod\n\nPOST\n\nHeaders\n\n\
                 Content-Type: application/x-www-form-urlencoded\n\nBody\n\n\
                 grant_type=refresh_token&refresh_token=null\n\nResponse\n\n400 Bad Request\n{\"error\":\"invalid_grant\"}\n";
    for text in [beside, above] {
        let exchange = only(text);
        assert_eq!(exchange.request.method.as_ref().unwrap().value, "POST", "{text}");
        assert_eq!(exchange.request.headers.len(), 1, "{text}");
        assert_eq!(params(&exchange)[1], ("refresh_token".into(), "null".into()), "{text}");
        assert_eq!(exchange.response.as_ref().unwrap().status.as_ref().unwrap().value, 400, "{text}");
        assert_eq!(verdict(text).unwrap(), ("paste/variable-emptied".into(), "null".into()), "{text}");
    }
}

#[test]
fn lists_tables_and_logs_are_descriptions_too() {
    let list = "**Request**\n\n- URL: `https://as.example/token`\n- Method: `POST`\n- Body (x-www-form-urlencoded):\n  \
                - grant_type: authorisation_code\n  - code: \"an-invented-code\"\n\n**Response**\n\n```json\n\
                {\"error\": \"unsupported_grant_type\"}\n```\n";
    let table = "| Field | Value |\n|---|---|\n| URL | https://as.example/token |\n| Method | POST |\n\
                 | grant_type | authorisation_code |\n| code | an-invented-code |\n| Result | 400 Bad Request |\n";
    let log = "2026-02-03T09:12:44Z INFO  -> POST https://as.example/token\n\
               2026-02-03T09:12:44Z DEBUG body: grant_type=authorisation_code&code=an-invented-code\n\
               2026-02-03T09:12:45Z ERROR <- 400 {\"error\":\"unsupported_grant_type\"}\n";
    let steps = "1. I log in\n2. POST https://as.example/token\n   grant_type=authorisation_code\n   &code=an-invented-code\n\
                 3. Result: {\"error\":\"unsupported_grant_type\"}\n";
    let quoted = "> Token request:\n> POST https://as.example/token\n\
                  > grant_type=authorisation_code&code=an-invented-code&scope=read write\n> -> 400\n";
    for text in [list, table, log, steps, quoted] {
        let exchange = only(text);
        assert_eq!(params(&exchange)[1], ("code".into(), "an-invented-code".into()), "{text}");
        assert_eq!(
            verdict(text).unwrap(),
            ("oauth/misspelled-grant-type".into(), "authorisation_code".into()),
            "{text}"
        );
    }
}

#[test]
fn labels_may_be_divided_otherwise_and_stand_in_other_languages() {
    let columns = "Method   POST\nURL      https://as.example/token\nHeaders  Content-Type: application/x-www-form-urlencoded\n\
                   Body     grant_type=authorisation_code&code=an-invented-code\n\nResponse\n--------\nStatus   400\n\
                   Body     {\"error\":\"unsupported_grant_type\"}\n";
    let settings = "endpoint = https://as.example/token\nmethod = POST\n\
                    params = grant_type=authorisation_code, code=an-invented-code\nhttp status = 400\n";
    let french = "URL : https://as.example/token\nMéthode : POST\n\
                  Corps : grant_type=authorisation_code&code=an-invented-code\n\
                  Réponse : 400 {\"error\":\"unsupported_grant_type\"}\n";
    let german = "Aufruf: POST https://as.example/token\nInhalt: grant_type=authorisation_code&code=an-invented-code\n\
                  Antwort: 400\n";
    let one_line = "1. POST https://as.example/token  body: grant_type=authorisation_code&code=an-invented-code\n\
                    2. Got 400 {\"error\":\"unsupported_grant_type\"}\n";
    for text in [columns, settings, french, german, one_line] {
        let exchange = only(text);
        assert_eq!(params(&exchange)[1], ("code".into(), "an-invented-code".into()), "{text}");
        assert_eq!(exchange.response.as_ref().unwrap().status.as_ref().unwrap().value, 400, "{text}");
        assert_eq!(verdict(text).unwrap().0, "oauth/misspelled-grant-type", "{text}");
    }
}

#[test]
fn steps_told_in_sentences_are_steps_of_a_flow() {
    let text = "1. GET https://as.example/authorize?response_type=code&client_id=a&redirect_uri=https%3A%2F%2Fapp.example%2Fcb\
                &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&state=x\n\
                2. Callback https://app.example/cb?code=an-invented-code&state=x\n\
                3. POST https://as.example/token  body: grant_type=authorization_code&code=an-invented-code\
                &redirect_uri=https%3A%2F%2Fapp.example%2Fcb&client_id=a\n4. Got {\"error\":\"invalid_grant\"}\n";
    assert_eq!(read(text).count(), 3);
    assert_eq!(verdict(text).unwrap().0, "oauth/pkce-verifier-missing");
}

#[test]
fn what_is_said_below_an_address_answers_it() {
    let text = "I open https://as.example/oauth/token?grant_type=authorization_code&code=x in the browser\n\nand it says\n\n\
                {\"error\": \"Method Not Allowed\"}\n";
    assert_eq!(read(text).count(), 1);
    assert_eq!(verdict(text).unwrap().0, "oauth/token-request-not-post");
    let page = "axios.post('https://as.example/token', {grant_type: 'authorization_code'})\n\n\
                Access to XMLHttpRequest at 'https://as.example/token' from origin 'http://localhost:3000' has been blocked \
                by CORS policy\n";
    assert_eq!(read(page).count(), 1);
    assert_eq!(verdict(page).unwrap().0, "api/browser-cors");
}

#[test]
fn what_is_not_described_is_not_seen() {
    let bare = only("URL: https://as.example/token\nMethod: POST\nBody: {\"grant_type\":\"client_credentials\"}\n");
    assert!(bare.request.unseen.holds(Part::Headers) && bare.request.unseen.holds(Part::Credentials));
    assert!(!bare.request.unseen.holds(Part::Body));
    let called = only("We call it:\n\nPOST https://as.example/token -> 401 Unauthorized\n");
    assert!(called.request.unseen.holds(Part::Body) && called.request.unseen.holds(Part::Parameters));
    let told = "URL: https://as.example/token\nMethod: POST\nBody:\n  grant_type: authorization_code\n  \
                code: the code that we got in step 1\n";
    assert!(only(told).request.params[1].value.is_symbolic());
}

#[test]
fn sentences_and_settings_describe_no_request() {
    for text in [
        "POST https://as.example/token is what we call every hour.\n",
        "URL: https://as.example/token\n",
        "Token endpoint: https://as.example/token\nClient ID: acme\nScopes: openid profile\n",
        "Redirect URL: https://app.example/cb\nBody: none\n",
        "Method: POST\nSome words about it.\n",
    ] {
        assert_eq!(read(text).filter(|exchange| exchange.form == Form::Http).count(), 0, "{text}");
        assert_eq!(verdict(text), None, "{text}");
    }
}

#[test]
fn a_sentence_tells_the_method_and_the_whole_body() {
    let text = "we call GET https://as.example/oauth/token and get HTTP 405\n";
    assert_eq!(verdict(text).unwrap(), ("oauth/token-request-not-post".into(), "GET".into()));
    let text = "Our body is granttype=client_credentials&client_id=a1&client_secret=an-invented-secret for \
                https://as.example/oauth/token and we get 400 {\"error\":\"invalid_request\"}\n";
    assert_eq!(verdict(text).unwrap(), ("oauth/misspelled-parameter".into(), "granttype".into()));
}

#[test]
fn structured_logs_hold_requests() {
    let flat = r#"{"level":"error","method":"POST","url":"https://as.example/token","request_body":"grant_type=authorisation_code&code=an-invented-code","status":400,"response":"{\"error\":\"unsupported_grant_type\"}"}"#;
    let nested = r#"{"msg":"starting"}
{"msg":"http","request":{"method":"POST","url":"https://as.example/token","headers":{"Content-Type":"application/x-www-form-urlencoded"},"body":{"grant_type":"authorisation_code","code":"an-invented-code"}},"response":{"status":400,"body":{"error":"unsupported_grant_type"}}}
{"level":"error","msg":"giving up"}"#;
    let python = "2026-02-03 09:12:45 DEBUG sent {'method': 'POST', 'url': 'https://as.example/token', \
                  'data': {'grant_type': 'authorisation_code', 'code': 'an-invented-code'}, 'status_code': 400}\n";
    for text in [flat, nested, python] {
        let exchange = only(text);
        assert_eq!(params(&exchange)[1], ("code".into(), "an-invented-code".into()), "{text}");
        assert_eq!(exchange.response.as_ref().unwrap().status.as_ref().unwrap().value, 400, "{text}");
        let (rule, at) = verdict(text).unwrap();
        assert_eq!((&*rule, &*at), ("oauth/misspelled-grant-type", "authorisation_code"), "{text}");
    }
    let program = "const options = {\"method\": \"POST\", \"url\": \"https://as.example/token\", \"form\": {}};\n";
    assert_eq!(read(program).filter(|exchange| exchange.form == Form::Http).count(), 0);
}

#[test]
fn what_a_log_writes_before_its_lines_is_passed_over() {
    let text = "2026-02-03T09:12:44.12Z + curl https://as.example/token -d grant_type=authorisation_code -d code=x\n\
                2026-02-03T09:12:45.12Z {\"error\":\"unsupported_grant_type\"}\n";
    let all: Vec<_> = read(text).collect();
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].form, Form::CurlTranscript);
    assert_eq!(verdict(text).unwrap(), ("oauth/misspelled-grant-type".into(), "authorisation_code".into()));
}

#[test]
fn the_type_of_a_body_has_a_label_of_its_own() {
    let text = "URL = https://as.example/oauth/token\nMethod = POST\nPayload Type = json\nData:\n grant_type | refresh_token\n \
                refresh_token | an-invented-token\nResponse {\"error\":\"invalid_request\"}\n";
    assert_eq!(verdict(text).unwrap(), ("oauth/token-request-not-form".into(), "json".into()));
}

#[test]
fn the_settings_of_a_client_are_the_requests_that_it_makes() {
    let text = "Token Name: Chat\nGrant Type: Authorization Code\nCallback URL: https://app.example/cb\n\
                Auth URL: https://acme.zendesk.com/oauth2/chat/authorizations/new\n\
                Access Token URL: https://acme.zendesk.com/oauth2/chat/token\nClient ID: an-invented-client\n\
                Client Secret: an-invented-secret\nScope: readwrite\nClient Authentication: Send client credentials in body\n";
    let all: Vec<_> = read(text).collect();
    assert_eq!(all.iter().map(|exchange| exchange.form).collect::<Vec<_>>(), [Form::Postman; 2]);
    assert!(params(&all[1]).contains(&("client_secret".into(), "an-invented-secret".into())));
    assert_eq!(verdict(text).unwrap(), ("oauth/unknown-scope".into(), "readwrite".into()));
    let few = "Access Token URL: https://acme.zendesk.com/oauth2/chat/token\nClient ID: an-invented-client\n";
    assert!(read(few).all(|exchange| exchange.form != Form::Postman));
}

#[test]
fn words_before_a_command_do_not_take_its_answer_away() {
    let text = "When requesting: curl https://as.example/token -d grant_type=authorisation_code\n\
                {\"error\":\"unsupported_grant_type\"}\n";
    let all: Vec<_> = read(text).collect();
    assert_eq!(all.len(), 1);
    assert!(all[0].response.is_some());
}

#[test]
fn a_body_with_a_label_belongs_to_the_message_above() {
    let text = "POST /oauth2/token HTTP/1.1\nHost: as.example\nContent-Type: application/x-www-form-urlencoded\n\n\
                Body:\ncode: \"an-invented-code\"\ngrant_type: \"authorisation_code\"\n\n\
                HTTP/1.1 400 Bad Request\n\n{\"error\":\"unsupported_grant_type\"}\n";
    assert_eq!(params(&only(text))[0], ("code".into(), "an-invented-code".into()));
    assert_eq!(verdict(text).unwrap(), ("oauth/misspelled-grant-type".into(), "authorisation_code".into()));
}

#[test]
fn instructions_are_no_settings() {
    let text = "- Grant Type: Select Password credentials\n- Access Token URL: Specify {{pu}}{{ot}}\n- Client ID: Specify {{ci}}\n\
                - Client Secret: Specify {{cs}}\n- Username: Specify {{user}}\n";
    assert!(read(text).all(|exchange| exchange.form != Form::Postman));
    assert_eq!(verdict(text), None);
}

#[test]
fn what_is_told_of_the_client_counts_for_its_requests() {
    let command = "curl https://acme.zendesk.com/oauth2/chat/token -d grant_type=client_credentials -d client_id=a -d \
                   client_secret=an-invented-secret\n{\"error\":\"invalid_client\"}\n";
    let public = format!("Client type: Public\n\n{command}");
    assert_eq!(verdict(&public).unwrap().0, "oauth/public-client-credentials");
    let confidential = format!("{command}\nThe client type is Confidential.\n");
    assert_ne!(verdict(&confidential).unwrap().0, "oauth/public-client-credentials");
    let advice = format!("{command}\nDoes the client type have to be confidential?\n");
    assert_eq!(verdict(&advice).unwrap().0, "oauth/public-client-credentials");
    let registered = "Redirect URL registered: http://localhost:8080\n\nhttps://as.example/authorize?response_type=code\
                      &client_id=a&state=x&redirect_uri=http%3A%2F%2Flocalhost%3A3000\n\nredirect_uri mismatch\n";
    let (rule, at) = verdict(registered).unwrap();
    assert_eq!((&*rule, &*at), ("oauth/unregistered-redirect-uri", "http%3A%2F%2Flocalhost%3A3000"));
}

#[test]
fn what_a_test_library_logs_is_a_request_with_its_answer() {
    let text = "Request method:\tPOST\nRequest URI:\thttps://as.example/oauth/token\nProxy:\t\t\t<none>\n\
                Request params:\t<none>\nQuery params:\t<none>\nForm params:\tgrant_type=client_credential\n\
                \t\t\t\tclient_id=abc\nPath params:\t<none>\nHeaders:\t\tAccept=*/*\n\
                \t\t\t\tContent-Type=application/x-www-form-urlencoded; charset=UTF-8\nCookies:\t\t<none>\n\
                Body:\t\t\t<none>\n\nHTTP/1.1 400 Bad Request\nContent-Type: application/json\n\n\
                {\"error\":\"unsupported_grant_type\"}\n";
    let exchange = only(text);
    assert_eq!(params(&exchange)[0], ("grant_type".to_owned(), "client_credential".to_owned()));
    assert_eq!(exchange.request.headers.len(), 2);
    assert_eq!(exchange.response.unwrap().status.unwrap().value, 400);
    assert_eq!(verdict(text), Some(("oauth/misspelled-grant-type".to_owned(), "client_credential".to_owned())));
}
