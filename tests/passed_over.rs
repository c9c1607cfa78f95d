//! A rule that is passed over, because an exchange does not show what the rule needs, would have found nothing there.

use std::fs;
use std::path::{Path, PathBuf};

use grantlint::exchange::Exchange;
use grantlint::facts::flow::Flow;
use grantlint::facts::{Date, View};
use grantlint::provider::PROVIDERS;
use grantlint::rule::{RuleSet, run};
use grantlint::text::Chunk;
use grantlint::{read, seen};

const TODAY: Date = Date::new(2026, 11, 22);

/// Every input of the fixtures and of the rules' examples.
fn inputs() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut texts = Vec::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        let paths = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("readable").path());
        let (inner, files): (Vec<PathBuf>, Vec<PathBuf>) = paths.partition(|path| path.is_dir());
        folders.extend(inner);
        texts.extend(files.iter().map(|file| String::from_utf8_lossy(&fs::read(file).expect("readable")).into_owned()));
    }
    let rules = RuleSet::builtin();
    let examples = rules.iter().flat_map(|rule| rule.examples.iter());
    texts.extend(examples.flat_map(|example| example.files.iter().map(|(_, text)| text.to_string())));
    texts
}

/// The same text with what people do to values: quoted, padded, doubled, misspelt, with other methods and schemes.
fn bent(text: &str) -> Vec<String> {
    let swaps = [
        ("=", "=%22"),
        ("client_id=", "client_id=%20"),
        ("&", "&code=abcdefgh&"),
        ("grant_type", "granttype"),
        ("code=", "code=a%252Fb"),
        ("Bearer ", "Basic "),
        ("Bearer ", "Bearer: "),
        ("Authorization", "Authorisation"),
        ("https://", "http://"),
        ("https://", ""),
        ("curl ", "curl -X PUT "),
        ("curl ", "curl -G "),
        ("curl ", "curl -H 'Accept: a' -H 'accept: b' "),
        ("curl ", "curl -u 'a\":b+c%d ' "),
        ("_token=", "_token=YOUR_TOKEN"),
        ("token", "to\u{200b}ken"),
    ];
    swaps.iter().map(|(from, to)| text.replace(from, to)).filter(|bent| bent != text).collect()
}

/// The rules that speak about `exchange` although they are passed over.
fn silenced(exchange: &Exchange<'_>, flow: &Flow) -> Vec<String> {
    let view = View::new(exchange, &PROVIDERS, flow, TODAY);
    let (rules, seen) = (RuleSet::builtin(), seen::seen(&view));
    let tried: Vec<&str> = rules.possible(&seen).map(|rule| &*rule.name).collect();
    let mut silenced = Vec::new();
    for rule in rules.iter().filter(|rule| !tried.contains(&&*rule.name)) {
        run(rule, &view, false, |_| silenced.push(rule.name.to_string()));
    }
    silenced
}

#[test]
fn no_rule_is_passed_over_that_would_speak() {
    let mut exchanges = 0;
    for text in inputs() {
        for text in bent(&text).iter().chain([&text]) {
            let mut flow = Flow::default();
            for exchange in read::read(text) {
                exchanges += 1;
                assert_eq!(silenced(&exchange, &flow), [""; 0], "in\n{text}\nat {:?}", exchange.span);
                let view = View::new(&exchange, &PROVIDERS, &flow, TODAY);
                if let Some(past) = view.past(Chunk::default(), 0) {
                    drop(view);
                    flow.remember(past);
                }
            }
        }
    }
    assert!(exchanges > 5_000, "{exchanges} exchanges");
}

#[test]
fn right_requests_meet_next_to_no_rule() {
    let right = [
        "curl 'https://acme.zendesk.com/api/v2/chat/chats/7?fields=id' -H 'Authorization: Bearer 0a1b2c3d4e5f'",
        "curl -X POST https://acme.zendesk.com/oauth2/chat/token -d 'grant_type=refresh_token&refresh_token=0a1b2c3d4e&client_id=benchclient&client_secret=f6e7d8c9b0'",
        "curl https://api.example.com/orders -H 'Authorization: Bearer 0a1b2c3d4e5f' -H 'Content-Type: application/json' -d '{\"name\": \"part\"}'",
    ];
    for text in right {
        for exchange in read::read(text) {
            let flow = Flow::default();
            let seen = seen::seen(&View::new(&exchange, &PROVIDERS, &flow, TODAY));
            let rules = RuleSet::builtin();
            let tried: Vec<&str> = rules.possible(&seen).map(|rule| &*rule.name).collect();
            assert!(tried.len() <= 1, "{text}: {tried:?}");
        }
    }
}
