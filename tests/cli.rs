//! The command line keeps its contract: exit codes, streams, flags.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

const FAILING: &str = "$ curl https://acme.zendesk.com/oauth2/chat/token -d grant_type=authorisation_code -d code=c0de4you -d redirect_uri=http://localhost:8080 -d client_id=shop -d client_secret=s3cret4you\n{\"error\": \"unsupported_grant_type\"}\n";
const RIGHT: &str = "curl https://acme.zendesk.com/api/v2/chat/chats -H 'Authorization: Bearer t0ken4you'\n";

/// Runs the program with `args` and `input` on its standard input, in an environment without habits.
fn run(args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_grantlint"))
        .args(args)
        .env_clear()
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("its standard input is a pipe");
    // The program may refuse its arguments before it reads anything.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    child.wait_with_output().expect("the program ends")
}

fn exit(args: &[&str], input: &str) -> Option<i32> {
    run(args, input).status.code()
}

/// A folder of its own for one test, with these files in it.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let dir = std::env::temp_dir().join(format!("grantlint-cli-{}-{name}", std::process::id()));
    for (path, text) in files {
        let path = dir.join(path);
        std::fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("folders can be made");
        std::fs::write(path, text).expect("files can be written");
    }
    dir
}

#[test]
fn exit_codes_say_what_happened_in_every_format() {
    for format in ["human", "short", "json"] {
        let with = |more: &[&'static str], input: &str| exit(&[&["--format", format], more].concat(), input);
        assert_eq!(with(&[], RIGHT), Some(0), "{format}: nothing found");
        assert_eq!(with(&[], FAILING), Some(1), "{format}: an error found");
        assert_eq!(with(&["--exit-zero"], FAILING), Some(0), "{format}: findings forgiven");
        assert_eq!(with(&["--exit-zero"], ""), Some(2), "{format}: nothing to read is not forgiven");
        assert_eq!(with(&[], "Thanks, it works now."), Some(2), "{format}: nothing understood");
        assert_eq!(with(&["/no/such/file"], ""), Some(2), "{format}: unreadable");
        assert_eq!(with(&["--fail-on", "perhaps"], FAILING), Some(2), "{format}: usage");
    }
}

#[test]
fn what_is_shown_is_what_counts() {
    assert_eq!(exit(&["--ignore", "oauth/"], FAILING), Some(0));
    assert_eq!(exit(&["--select", "http/"], FAILING), Some(0));
    assert_eq!(exit(&["--select", "htp/"], FAILING), Some(2), "a slip of the pen must not look green");
    assert_eq!(exit(&["--select", "oauth/misspelled-grant-type"], FAILING), Some(1));
    let alone = "curl https://acme.zendesk.com/oauth2/chat/token -d grant_type=client_credentials -d client_id=shop -d client_secret=s3cret4you";
    assert_eq!(exit(&[], alone), Some(0));
    assert_eq!(exit(&["--fail-on", "note"], alone), Some(1));
    assert_eq!(exit(&["--fail-on", "note", "--min-confidence", "certain"], alone), Some(0));
}

#[test]
fn findings_go_to_stdout_and_everything_else_to_stderr() {
    let found = run(&["--format", "short"], FAILING);
    assert!(String::from_utf8_lossy(&found.stdout).contains("oauth/misspelled-grant-type"));
    assert!(found.stderr.is_empty());
    let nothing = run(&[], "Thanks, it works now.");
    assert!(nothing.stdout.is_empty());
    assert!(!nothing.stderr.is_empty());
}

#[test]
fn one_barren_file_among_others_is_a_remark_and_a_walked_one_is_nothing() {
    let dir = folder("barren", &[("a/call.sh", RIGHT), ("a/notes.txt", "Thanks, it works now.")]);
    let path = |name: &str| dir.join(name).to_string_lossy().into_owned();
    let named = run(&[&path("a/call.sh"), &path("a/notes.txt")], "");
    assert_eq!(named.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&named.stderr).contains("notes.txt"));
    let walked = run(&[&path("a")], "");
    assert_eq!(walked.status.code(), Some(0));
    assert!(walked.stderr.is_empty(), "{}", String::from_utf8_lossy(&walked.stderr));
    std::fs::remove_dir_all(dir).expect("the folder can be removed");
}

#[test]
fn a_users_own_rule_is_used_and_a_broken_one_refused_with_its_place() {
    let rule = "title = \"Two pages at once\"\nseverity = \"warning\"\nconfidence = \"likely\"\nstage = \"hygiene\"\nsources = [\"our own habit\"]\n[when]\n\"param.page\" = { is = \"2\", bind = \"it\" }\n[say]\nmessage = \"Page {it.value} is asked for.\"\nwhy = \"We ask for page 1 only.\"\nhelp = \"Ask for page 1.\"\nlabels = [{ at = \"it\", text = \"here\" }]\n[[example]]\ninput = \"curl 'https://api.example/x?page=2'\"\nfinds = \"2\"\n[[example]]\ninput = \"curl 'https://api.example/x?page=1'\"\nsilent = true\n";
    let broken = rule.replace("bind =", "bnd =");
    let dir = folder("own", &[("right/own/second-page.toml", rule), ("broken/own/second-page.toml", &broken)]);
    let path = |name: &str| dir.join(name).to_string_lossy().into_owned();
    let found = run(
        &["--rules", &path("right"), "--format", "short"],
        "curl 'https://api.example/x?page=2' -H 'Authorization: Bearer t0ken4you'",
    );
    assert!(String::from_utf8_lossy(&found.stdout).contains("own/second-page"), "{found:?}");
    assert_eq!(exit(&["rules", "test", &path("right")], ""), Some(0));
    let refused = run(&["--rules", &path("broken")], RIGHT);
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("second-page.toml:7:") && said.contains("bind"), "{said}");
    std::fs::remove_dir_all(dir).expect("the folder can be removed");
}

#[test]
fn the_report_for_people() {
    let report = run(&["--as-of", "2026-11-22"], FAILING);
    insta::assert_snapshot!(String::from_utf8_lossy(&report.stdout));
}

#[test]
fn show_writes_what_curl_would_send_without_its_secrets() {
    let shown = run(&["show"], FAILING);
    insta::assert_snapshot!(String::from_utf8_lossy(&shown.stdout));
    let open = run(&["show", "--show-secrets"], FAILING);
    assert!(String::from_utf8_lossy(&open.stdout).contains("s3cret4you"));
}

#[test]
fn explain_knows_every_rule_and_guesses_at_a_wrong_name() {
    let page = run(&["explain", "oauth/misspelled-grant-type"], "");
    assert!(String::from_utf8_lossy(&page.stdout).contains("RFC 6749"));
    let near = run(&["explain", "oauth/mispelled-grant-type"], "");
    assert_eq!(near.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&near.stderr).contains("oauth/misspelled-grant-type"));
}
