//! Promise: what a client keeps beside its requests is known to them, and a finding points to where it stands.

#![allow(clippy::unwrap_used)]

#[path = "support/page.rs"]
mod page;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

const HOST: &str = "https://acme.zendesk.com";

/// A folder of its own, with these files in it.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("environments-{}-{name}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn report(folder: &Path, paths: &[&str]) -> Value {
    let output = page::grantlint(folder, &[&["check", "--format", "json"], paths].concat());
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

/// A collection whose token request takes its host and its grant from names, with variables of its own.
fn collection(variables: &Value) -> String {
    let fields = [("grant_type", "{{grant}}"), ("code", "{{code}}"), ("redirect_uri", "https://shop.example/cb")];
    let fields: Vec<Value> = fields.iter().map(|(key, value)| json!({ "key": key, "value": value })).collect();
    let collection = json!({
        "info": { "name": "Acme", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
        "variable": variables,
        "item": [{ "name": "Token", "request": {
            "method": "POST",
            "url": { "raw": "{{host}}/oauth2/chat/token" },
            "body": { "mode": "urlencoded", "urlencoded": fields },
        } }],
    });
    serde_json::to_string_pretty(&collection).unwrap()
}

/// What Postman exports, with these rows, all of them switched on but those whose name begins with a sign.
fn exported(scope: &str, rows: &[(&str, &str)]) -> String {
    let row = |(key, value): &(&str, &str)| json!({ "key": key.trim_start_matches('~'), "value": value, "type": "default", "enabled": !key.starts_with('~') });
    let rows: Vec<Value> = rows.iter().map(row).collect();
    let exported = json!({ "id": "1", "name": "Staging", "values": rows, "_postman_variable_scope": scope });
    serde_json::to_string_pretty(&exported).unwrap()
}

fn environment(rows: &[(&str, &str)]) -> String {
    exported("environment", rows)
}

/// The findings of a file, by rule, with the characters that they and their related places point at.
fn found(folder: &Path, report: &Value, path: &str) -> Vec<(String, String, Vec<String>)> {
    let characters = |finding: &Value| {
        let text = fs::read_to_string(folder.join(finding["path"].as_str().unwrap())).unwrap();
        let at = |end: &str| usize::try_from(finding[end]["offset"].as_u64().unwrap()).unwrap();
        let lines = text[..at("start")].matches('\n').count() as u64 + 1;
        assert_eq!(finding["start"]["line"].as_u64(), Some(lines), "{finding}");
        text[at("start")..at("end")].to_owned()
    };
    let of = |finding: &Value| {
        let related = finding["related"].as_array().unwrap().iter().map(characters).collect();
        (finding["rule"].as_str().unwrap().to_owned(), characters(finding), related)
    };
    let findings = report["findings"].as_array().unwrap().iter();
    findings.filter(|finding| Path::new(finding["path"].as_str().unwrap()).ends_with(path)).map(of).collect()
}

fn misspelled(folder: &Path, paths: &[&str]) -> Option<(String, Vec<String>)> {
    let report = report(folder, paths);
    let rules = found(folder, &report, "acme.json");
    rules.into_iter().find(|(rule, ..)| rule == "oauth/misspelled-grant-type").map(|(_, at, related)| (at, related))
}

#[test]
fn a_value_of_an_environment_is_known_in_whatever_order_the_files_are_named() {
    let staging = environment(&[("host", HOST), ("grant", "authorisation_code")]);
    let folder = folder("order", &[("acme.json", &collection(&json!([]))), ("staging.json", &staging)]);
    let expected = Some(("{{grant}}".to_owned(), vec!["authorisation_code".to_owned()]));
    assert_eq!(misspelled(&folder, &["acme.json", "staging.json"]), expected);
    assert_eq!(misspelled(&folder, &["staging.json", "acme.json"]), expected);
    assert_eq!(misspelled(&folder, &["acme.json"]), None, "alone, the value is not seen");
    let page = page::grantlint(&folder, &["check", "acme.json", "staging.json"]);
    let page = String::from_utf8(page.stdout).unwrap();
    assert!(page.contains("see   staging.json:16:17: the value of {{grant}}"), "{page}");
}

#[test]
fn an_environment_holds_over_its_collection_and_that_over_globals() {
    let right = "authorization_code";
    let wrong = "authorisation_code";
    let case = |own: Option<&str>, over: &str, under: &str| {
        let own = own.map_or(json!([]), |own| json!([{ "key": "grant", "value": own }]));
        let folder = folder(
            "precedence",
            &[
                ("acme.json", &collection(&own)),
                ("env.json", &environment(&[("host", HOST), (over, wrong)])),
                ("globals.json", &exported("globals", &[(under, wrong)])),
            ],
        );
        misspelled(&folder, &["acme.json", "globals.json", "env.json"]).is_some()
    };
    assert!(case(Some(right), "grant", "other"), "environment over collection");
    assert!(!case(Some(right), "other", "grant"), "collection over globals");
    assert!(case(None, "other", "grant"), "globals where nobody else says it");
    assert!(!case(Some(right), "~grant", "other"), "a row that is switched off does not count");
    assert!(!case(None, "~grant", "~grant"));
}

#[test]
fn a_name_that_two_environments_give_different_values_is_not_seen() {
    let case = |one: &[(&str, &str)], other: &[(&str, &str)], own: Value| {
        let (one, other) = (environment(one), environment(other));
        let folder = folder("two", &[("acme.json", &collection(&own)), ("one.json", &one), ("other.json", &other)]);
        misspelled(&folder, &["acme.json", "one.json", "other.json"]).is_some()
    };
    let (wrong, right) = ("authorisation_code", "authorization_code");
    let host = ("host", HOST);
    assert!(!case(&[host, ("grant", wrong)], &[host, ("grant", right)], json!([])));
    assert!(case(&[host, ("grant", wrong)], &[host, ("grant", wrong)], json!([])), "the same in both");
    assert!(case(&[host, ("grant", wrong)], &[host], json!([])), "only one of them gives it a value");
    let own = json!([{ "key": "grant", "value": right }]);
    assert!(!case(&[host, ("grant", wrong)], &[host], own), "under the other, the collection's own value holds");
    let own = json!([{ "key": "grant", "value": wrong, "disabled": true }]);
    assert!(!case(&[host], &[host], own), "a variable that is switched off");
}

#[test]
fn a_variable_of_the_collection_itself_is_pointed_at() {
    let own = json!([{ "key": "host", "value": HOST }, { "key": "grant", "value": "authorisation_code" }]);
    let folder = folder("own", &[("acme.json", &collection(&own))]);
    let expected = ("{{grant}}".to_owned(), vec!["authorisation_code".to_owned()]);
    assert_eq!(misspelled(&folder, &["acme.json"]), Some(expected));
}

#[test]
fn what_an_environment_calls_a_secret_is_never_printed() {
    const SECRET: &str = "rather-plain-words";
    let staging = json!({
        "name": "Staging",
        "values": [
            { "key": "host", "value": format!("https://acme.zendesk.com/hooks/{SECRET}"), "enabled": true },
            { "key": "grant", "value": "authorisation_code", "enabled": true },
            { "key": "code", "value": SECRET, "type": "secret", "enabled": true },
        ],
        "_postman_variable_scope": "environment",
    });
    let files = [("acme.json", collection(&json!([]))), ("staging.json", staging.to_string())];
    let folder = folder("secret", &[(files[0].0, &files[0].1), (files[1].0, &files[1].1)]);
    for format in ["human", "json", "short"] {
        let output = page::grantlint(&folder, &["check", "--format", format, "acme.json", "staging.json"]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("authorisation_code"), "{text}");
        assert!(!text.contains(SECRET), "{text}");
    }
}

#[test]
fn an_environment_alone_is_understood_and_judged_as_a_file_of_settings() {
    let plain = environment(&[("host", HOST), ("page", "3")]);
    let client =
        environment(&[("client_id", "acme-chat"), ("client_secret", "q7Zp2mV9xK4tB8nR1cY6"), ("token_url", HOST)]);
    let old = json!({ "name": "Old", "timestamp": 1, "values": [{ "key": "a", "value": "b", "enabled": true }] });
    let bruno = "vars {\n  host: https://acme.zendesk.com\n}\nvars:secret [\n  token\n]\n";
    let folder = folder(
        "alone",
        &[
            ("plain.json", &plain),
            ("client.json", &client),
            ("old.json", &old.to_string()),
            ("local.bru", bruno),
            ("list.json", "{\"values\": [{\"key\": \"a\", \"value\": \"b\"}]}"),
        ],
    );
    let status = |path: &str| page::grantlint(&folder, &["check", path]).status.code();
    assert_eq!(["plain.json", "old.json", "local.bru", "list.json"].map(status), [Some(0), Some(0), Some(0), Some(2)]);
    let report = report(&folder, &["client.json"]);
    let rules: Vec<_> = found(&folder, &report, "client.json").into_iter().map(|(rule, ..)| rule).collect();
    assert_eq!(rules, ["oauth/secret-in-file"]);
}

#[test]
fn a_shared_environment_is_a_template() {
    let template = environment(&[("host", HOST), ("grant", "{{grant_of_the_tests}}"), ("code", "<the code>")]);
    let folder = folder("template", &[("acme.json", &collection(&json!([]))), ("env.json", &template)]);
    let report = report(&folder, &["acme.json", "env.json"]);
    assert_eq!(report["findings"], json!([]));
}

#[test]
fn in_a_walked_folder_the_only_environment_beside_a_collection_is_known() {
    let staging = environment(&[("host", HOST), ("grant", "authorisation_code")]);
    let acme = collection(&json!([]));
    let one = folder("walked", &[("a/acme.json", &acme), ("a/staging.postman_environment.json", &staging)]);
    let (at, related) = misspelled(&one, &["."]).unwrap();
    assert_eq!((at.as_str(), related), ("{{grant}}", vec!["authorisation_code".to_owned()]));
    let name = "staging.postman_environment.json";
    let apart = folder("apart", &[("a/acme.json", &acme), (&format!("b/{name}"), &staging)]);
    assert_eq!(misspelled(&apart, &["."]), None, "it lies elsewhere");
    let two = folder("both", &[("acme.json", &acme), (name, &staging), ("x.postman_environment.json", &staging)]);
    assert_eq!(misspelled(&two, &["."]), None, "there is another one");
}

#[test]
fn the_environments_of_a_bruno_collection_are_known_to_its_requests() {
    let request = "meta {\n  name: Token\n}\n\npost {\n  url: {{host}}/oauth2/chat/token\n  body: formUrlEncoded\n}\n\n\
                   body:form-urlencoded {\n  grant_type: {{grant}}\n  code: {{code}}\n  redirect_uri: https://a.example/cb\n}\n";
    let local =
        format!("vars {{\n  host: {HOST}\n  grant: authorisation_code\n  ~code: x\n}}\nvars:secret [\n  code\n]\n");
    let files = [("acme/auth/token.bru", request), ("acme/environments/local.bru", &local), ("bruno.json", "{}")];
    let folder = folder("bruno", &files);
    let expected =
        ("oauth/misspelled-grant-type".to_owned(), "{{grant}}".to_owned(), vec!["authorisation_code".into()]);
    for paths in [&["."][..], &["acme/environments/local.bru", "acme/auth/token.bru"]] {
        let report = report(&folder, paths);
        assert_eq!(found(&folder, &report, "token.bru").first(), Some(&expected), "{report:#}");
    }
    let own = request.replace("post {", "vars:pre-request {\n  grant: authorization_code\n}\n\npost {");
    fs::write(folder.join("acme/auth/token.bru"), own).unwrap();
    let rules = found(&folder, &report(&folder, &["."]), "token.bru");
    assert!(rules.iter().all(|(rule, ..)| *rule != expected.0), "a request's own variables hold over its environment");
}

const HTTP_FILE: &str = "### Token\nPOST {{host}}/oauth2/chat/token\nContent-Type: application/x-www-form-urlencoded\n\n\
                         grant_type={{grant}}&code={{code}}&redirect_uri=https://shop.example/cb\n";

/// What the misspelling of the token request in `token.http` points at, if it is found.
fn misspelled_in_http_file(client: &str, files: &[(&str, &str)], paths: &[&str]) -> Option<(String, Vec<String>)> {
    let folder = folder(client, files);
    let report = report(&folder, paths);
    let rules = found(&folder, &report, "token.http");
    rules.into_iter().find(|(rule, ..)| rule == "oauth/misspelled-grant-type").map(|(_, at, related)| (at, related))
}

#[test]
fn the_environments_of_jetbrains_client_are_known_by_the_names_of_their_files() {
    let env = json!({ "$schema": "x", "dev": { "host": HOST, "grant": "authorisation_code", "none": null } });
    let env = serde_json::to_string_pretty(&env).unwrap();
    let expected = Some(("{{grant}}".to_owned(), vec!["authorisation_code".to_owned()]));
    for name in ["http-client.env.json", "http-client.private.env.json"] {
        let files = [("api/token.http", HTTP_FILE), (&format!("api/{name}"), env.as_str())];
        let paths = [files[1].0, "api/token.http"];
        assert_eq!(misspelled_in_http_file("jetbrains", &files, &paths), expected);
        assert_eq!(misspelled_in_http_file("jetbrains", &files, &["."]), expected);
        let above = [("api/v2/token.http", HTTP_FILE), files[1]];
        assert_eq!(misspelled_in_http_file("jetbrains", &above, &["."]), expected, "in a folder below it");
        let beside = [("other/token.http", HTTP_FILE), files[1]];
        assert_eq!(misspelled_in_http_file("jetbrains", &beside, &["."]), None, "in another folder");
    }
    let other = [("token.http", HTTP_FILE), ("strings.json", env.as_str())];
    assert_eq!(
        misspelled_in_http_file("jetbrains", &other, &["token.http", "strings.json"]),
        None,
        "any object of objects"
    );
    let prod =
        json!({ "dev": { "host": HOST, "grant": "authorisation_code" }, "prod": { "host": HOST, "grant": "x" } });
    let two = [("token.http", HTTP_FILE), ("http-client.env.json", &prod.to_string())];
    assert_eq!(misspelled_in_http_file("jetbrains", &two, &["."]), None, "which one is switched on, nobody says");
    let own = format!("@grant = authorization_code\n\n{HTTP_FILE}");
    let own = [("token.http", own.as_str()), ("http-client.env.json", &env)];
    assert_eq!(misspelled_in_http_file("jetbrains", &own, &["."]), expected, "it holds over the variables of the file");
}

#[test]
fn the_environments_of_the_rest_client_are_known_with_the_comments_of_its_settings() {
    let settings = format!(
        "{{\n  // a \"quoted\" remark: {{\n  \"files.exclude\": {{ \"**/a//b\": true }},\n  \"rest-client.environmentVariables\": {{\n    \
         \"$shared\": {{ \"host\": \"{HOST}\" /* with é */, }},\n    \"local\": {{ \"grant\": \"authorisation_code\" }},\n  }},\n}}\n"
    );
    let expected = Some(("{{grant}}".to_owned(), vec!["authorisation_code".to_owned()]));
    let files = [("api/v2/token.http", HTTP_FILE), (".vscode/settings.json", settings.as_str())];
    assert_eq!(misspelled_in_http_file("vscode", &files, &["."]), expected);
    assert_eq!(misspelled_in_http_file("vscode", &files, &[files[0].0, files[1].0]), expected);
    let own = format!("@grant = authorization_code\n\n{HTTP_FILE}");
    let own = [("token.http", own.as_str()), files[1]];
    assert_eq!(misspelled_in_http_file("vscode", &own, &["."]), None, "the variables of the file hold over it");
    let folder = folder("settings", &[(".vscode/settings.json", &settings)]);
    assert_eq!(
        page::grantlint(&folder, &["check", ".vscode/settings.json"]).status.code(),
        Some(0),
        "it is understood"
    );
}

#[test]
fn what_jetbrains_client_calls_a_grant_is_no_misspelling() {
    let auth = json!({
        "Type": "OAuth2",
        "Grant Type": "Client Credentials",
        "Token URL": "https://as.example/oauth/token",
        "Client ID": "acme-chat",
        "Client Credentials": "in body",
    });
    let env = json!({ "dev": { "host": HOST, "Security": { "Auth": { "acme": auth } } } }).to_string();
    let folder = folder("security", &[("http-client.env.json", &env)]);
    assert_eq!(report(&folder, &["http-client.env.json"])["findings"], json!([]));
}

#[test]
fn folders_that_see_the_same_environment_are_all_told_of_it() {
    let env = json!({ "dev": { "host": HOST, "grant": "authorisation_code" } }).to_string();
    let names: Vec<String> = (0..20).map(|n| format!("f{n:02}/g/token.http")).collect();
    let mut files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), HTTP_FILE)).collect();
    files.push(("http-client.env.json", &env));
    // The nearest one holds alone.
    let nearer = env.replace("authorisation_code", "authorization_code");
    files.push(("f03/http-client.env.json", &nearer));
    let folder = folder("many", &files);
    let report = report(&folder, &["."]);
    let told = |name: &String| {
        let rules = found(&folder, &report, name);
        rules.iter().any(|(rule, ..)| rule == "oauth/misspelled-grant-type")
    };
    let silent: Vec<&String> = names.iter().filter(|name| !told(name)).collect();
    assert_eq!(silent, ["f03/g/token.http"]);
}
