//! Every rule means what its examples say.

use grantlint::Checker;
use grantlint::examples;
use grantlint::provider::PROVIDERS;

/// The names that verdicts are judged by; every one of them has to be a rule.
const NAMES: &str = "
    paste/no-url paste/placeholder-left-in paste/smart-quotes paste/dash-lookalike paste/invisible-character
    paste/broken-continuation paste/unquoted-ampersand paste/variable-not-expanded paste/variable-emptied
    paste/url-globbing http/misspelled-header http/malformed-authorization http/basic-not-base64
    http/missing-authorization http/plain-http http/connection-failed oauth/misspelled-grant-type
    oauth/unknown-grant-type oauth/missing-grant-type oauth/misspelled-parameter oauth/repeated-parameter
    oauth/quoted-value oauth/stray-whitespace oauth/token-request-not-post oauth/token-request-not-form
    oauth/parameters-in-query oauth/secret-in-url oauth/unescaped-value oauth/double-encoded-value
    oauth/missing-parameter oauth/wrong-endpoint oauth/public-client-credentials oauth/missing-client-secret
    oauth/invalid-client oauth/grant-not-allowed oauth/two-client-authentications oauth/missing-redirect-uri
    oauth/redirect-uri-mismatch oauth/unregistered-redirect-uri oauth/insecure-redirect-uri oauth/code-expired
    oauth/code-reused oauth/code-altered oauth/issued-to-another-client oauth/pkce-missing
    oauth/pkce-verifier-missing oauth/pkce-verifier-mismatch oauth/pkce-malformed oauth/refresh-token-reused
    oauth/token-expired oauth/token-altered oauth/token-of-another-issuer oauth/wrong-token-kind oauth/token-in-query oauth/scope-separator oauth/unknown-scope oauth/scope-exceeds-grant
    oauth/unknown-response-type oauth/missing-state oauth/implicit-grant oauth/password-grant api/retired-endpoint
    api/unknown-path api/wrong-method api/wrong-auth-scheme api/missing-scope api/wrong-product-credentials
    api/browser-cors api/forbidden api/rate-limited oauth/refused api/unauthorized api/refused";

#[test]
fn every_example_comes_out_as_its_rule_says() {
    let checker = Checker::new(PROVIDERS.checked());
    let tried: Vec<_> =
        checker.rules.iter().flat_map(|rule| examples::run(&checker, rule).collect::<Vec<_>>()).collect();
    let wrong: Vec<String> = tried
        .iter()
        .filter(|tried| !tried.holds())
        .map(|tried| format!("{} example {}: {:?}", tried.rule, tried.number, tried.outcome))
        .collect();
    assert!(tried.len() > 400, "only {} examples ran", tried.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_name_of_the_contract_is_a_rule() {
    let checker = Checker::new(PROVIDERS.checked());
    let missing: Vec<&str> = NAMES.split_whitespace().filter(|name| checker.rules.get(name).is_none()).collect();
    assert!(missing.is_empty(), "no rule of the name {missing:?}");
}

#[test]
fn every_rule_shows_what_it_finds_and_what_it_leaves_alone() {
    let checker = Checker::new(PROVIDERS.checked());
    for rule in checker.rules.iter() {
        let (silent, found): (Vec<_>, Vec<_>) = rule.examples.iter().partition(|example| example.silent());
        assert!(found.len() >= 3, "{} has {} examples found, not three", rule.name, found.len());
        assert!(silent.len() >= 2, "{} has {} twins that stay silent, not two", rule.name, silent.len());
    }
}
