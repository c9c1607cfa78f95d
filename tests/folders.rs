//! Promise: a folder is walked without surprises: the same output each time, nothing followed out of it, nothing lost.

#[path = "support/page.rs"]
mod page;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

const RIGHT: &str = "curl https://acme.zendesk.com/api/v2/chat/chats -H 'Authorization: Bearer t0ken4you'\n";
const WRONG: &str = "curl https://acme.zendesk.com/oauth2/chat/token -d grant_type=authorisation_code -d code=c\n";

/// A folder of its own, with these files in it.
fn folder(name: &str, files: &[(&str, &[u8])]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("folders-{}-{name}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder for it");
        fs::write(path, bytes).expect("it can be written");
    }
    folder
}

fn report(folder: &Path, paths: &[&str]) -> Value {
    let output = page::grantlint(folder, &[&["check", "--format", "json"], paths].concat());
    serde_json::from_slice(&output.stdout).expect("a report is printed")
}

fn paths(report: &Value, list: &str) -> Vec<String> {
    let items = report[list].as_array().expect("a list").iter();
    items.map(|item| item["path"].as_str().expect("a path").to_owned()).collect()
}

#[test]
fn many_files_come_out_in_their_order_and_the_same_each_time() {
    let names: Vec<String> = (0..60).map(|n| format!("{}/{n:02}.sh", ["b", "a", "c"][n % 3])).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), WRONG.as_bytes())).collect();
    let folder = folder("order", &files);
    let first = report(&folder, &["."]);
    let mut sorted: Vec<String> = names.iter().map(|name| format!("./{name}")).collect();
    sorted.sort();
    assert_eq!(paths(&first, "exchanges"), sorted);
    let ids: Vec<u64> =
        first["exchanges"].as_array().expect("a list").iter().filter_map(|x| x["id"].as_u64()).collect();
    assert_eq!(ids, (0..60).collect::<Vec<_>>(), "the number among all that were read");
    for _ in 0..3 {
        assert_eq!(report(&folder, &["."]), first);
    }
}

#[test]
fn hidden_files_are_read_and_ignored_binary_and_generated_ones_are_not() {
    let folder = folder(
        "skipped",
        &[
            (".env", b"CLIENT_ID=acme\nTOKEN_URL=https://www.zopim.com/oauth2/token\n"),
            (".github/ci.sh", WRONG.as_bytes()),
            (".gitignore", b"local.sh\n"),
            ("local.sh", WRONG.as_bytes()),
            (".git/hook.sh", WRONG.as_bytes()),
            ("node_modules/x/call.sh", WRONG.as_bytes()),
            ("package-lock.json", b"{}"),
            ("logo.png", b"\x89PNG"),
            ("data", b"curl\0https://as.example"),
        ],
    );
    let report = report(&folder, &["."]);
    assert_eq!(paths(&report, "exchanges"), ["./.env", "./.github/ci.sh"]);
    assert_eq!(report["summary"]["files"], 3, "the two and .gitignore");
    assert_eq!(report["summary"]["skipped"], 3, "a lock file, an image, and what is no text");
    assert_eq!(report["summary"]["failed"], 0);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let outside = folder("outside", &[("call.sh", WRONG.as_bytes())]);
    let folder = folder("links", &[("right.sh", RIGHT.as_bytes())]);
    std::os::unix::fs::symlink(&outside, folder.join("away")).expect("a link");
    std::os::unix::fs::symlink(outside.join("call.sh"), folder.join("away.sh")).expect("a link");
    std::os::unix::fs::symlink(&folder, folder.join("round")).expect("a link");
    let report = report(&folder, &["."]);
    assert_eq!(report["summary"]["files"], 1);
    assert_eq!(report["summary"]["exchanges"], 1);
}

#[test]
fn the_exit_status_is_that_of_what_was_found() {
    let folder =
        folder("exit", &[("right/a.sh", RIGHT.as_bytes()), ("wrong/b.sh", WRONG.as_bytes()), ("none/c.txt", b"hi")]);
    let status = |paths: &[&str]| page::grantlint(&folder, &[&["check"], paths].concat()).status.code();
    assert_eq!(status(&["right"]), Some(0));
    assert_eq!(status(&["none"]), Some(0), "files of a walked folder may hold nothing");
    assert_eq!(status(&["wrong"]), Some(1));
    assert_eq!(status(&["right", "no-such-folder"]), Some(2));
    let people = page::grantlint(&folder, &["check", "right", "no-such-file"]);
    let said = String::from_utf8(people.stdout).expect("text");
    assert!(said.contains("of 1 file, 1 could not be read."), "{said}");
}
