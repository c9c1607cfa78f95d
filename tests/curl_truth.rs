//! The wire view is what curl sends: every command of `fixtures/curl` goes through the machine's real curl to a
//! loopback server, and what arrives must equal what grantlint says.
//!
//! What the source does not show (`$NAME`, `@file`) stands for anything. Left out of the comparison: the version in
//! `User-Agent`, the codings of `--compressed`, the settings of HTTP/2, multipart boundaries.

#![allow(clippy::print_stderr, reason = "says what was compared and what was skipped")]

mod support {
    pub mod curl_server;
    pub mod tls;
}

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use grantlint::read::curl::config;
use grantlint::read::curl::wire::{self, BOUNDARY, WireRequest};
use grantlint::read::shell::{self, Reading, Setting};
use grantlint::text::{Span, Text};
use support::curl_server::{Bench, Fixture, Recorded, Version, fixtures, installed_curl};
use support::tls;

/// Commands whose requests cannot be told from the text, by file and title. They must differ: one that agrees again
/// is to be struck off.
const UNKNOWABLE: &[(&str, &str, &str)] = &[
    ("auth.sh", "a .netrc in the home directory", FILE),
    ("auth.sh", "a netrc file of another name", FILE),
    ("auth.sh", "a netrc file with a default", FILE),
    ("auth.sh", "an AWS signature: date and signature change with the clock", "the clock is no input"),
    ("data-urlencode.sh", "a byte that is no UTF-8", BYTES),
    ("headers.sh", "a file of cookies", FILE),
    ("headers.sh", "a file of cookies and a cookie", FILE),
    (
        "methods.sh",
        "--no-head does not take -I back, curl refuses: only the second command asks",
        "the reader keeps the last word on -I, not that curl stumbles over it",
    ),
    ("quoting.sh", "a variable that is not set, unquoted, takes the word away", SPLIT),
    ("quoting.sh", "dollar single quotes: bytes that are no UTF-8", BYTES),
    ("shell.sh", "a heredoc by cat", "another command feeds standard input behind the pipe's line"),
    ("shell.sh", "by ||: the second is not run", "whether a command fails"),
    ("shell.sh", "an unquoted variable is divided at blanks", SPLIT),
    ("shell.sh", "an unquoted variable keeps its quotes as characters", SPLIT),
    ("shell.sh", "an array of arguments", SPLIT),
    ("shell.sh", "xargs", PROGRAM),
    ("shell.sh", "xargs, one command each", PROGRAM),
    ("shell.sh", "a loop over words", PROGRAM),
    ("shell.sh", "a loop with a counter", PROGRAM),
    ("shell.sh", "a while loop over lines", PROGRAM),
    ("shell.sh", "a function", PROGRAM),
    ("shell.sh", "with a config from standard input", "-K is not read"),
    ("shell.sh", "with a config file", FILE),
    ("shell.sh", "a URL list by a config in a substitution", PROGRAM),
];

const FILE: &str = "a file that is not read adds to the request";
const BYTES: &str = "source text is UTF-8, and so is every value made of it";
const SPLIT: &str = "an unquoted variable becomes any number of words";
const PROGRAM: &str = "a shell program would have to be run";

#[test]
fn the_wire_view_is_what_curl_sends() {
    let Some(version) = installed_curl() else {
        return skip("there is no curl on this machine");
    };
    let commands = commands();
    let next = AtomicUsize::new(0);
    let outcomes = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(2, usize::from).min(4) {
            scope.spawn(|| {
                let bench = Bench::start(Some(tls::take)).expect("a loopback server starts");
                while let Some((file, fixture)) = commands.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let outcome = outcome(&bench, file, fixture, version);
                    outcomes.lock().expect("no thread panics").push((file, fixture, outcome));
                }
            });
        }
    });
    report(outcomes.into_inner().expect("no thread panics"), version);
}

enum Outcome {
    Agrees,
    Differs(String),
    KnownToDiffer,
    /// Listed as differing, and yet the same.
    AgreesAgain,
    OtherVersion,
}

fn outcome(bench: &Bench, file: &str, fixture: &Fixture, version: Version) -> Outcome {
    if !fixture.runs_with(version) {
        return Outcome::OtherVersion;
    }
    let recorded = bench.run(&fixture.command).expect("bash runs");
    let recorded: Vec<_> = recorded.into_iter().map(with_boundaries).collect();
    let told = told(&fixture.command);
    let known = UNKNOWABLE.iter().any(|(known, title, _)| (*known, *title) == (file, fixture.title.as_str()));
    match (difference(&told, &recorded), known) {
        (None, false) => Outcome::Agrees,
        (None, true) => Outcome::AgreesAgain,
        (Some(_), true) => Outcome::KnownToDiffer,
        (Some(difference), false) => Outcome::Differs(difference),
    }
}

/// The request with the boundaries that grantlint writes: inner ones are as long as the outer one, like curl's.
fn with_boundaries(request: Recorded) -> Recorded {
    let mut request = request.with_boundary(BOUNDARY);
    let inner = format!("{}2", &BOUNDARY[..BOUNDARY.len() - 1]);
    let body = String::from_utf8_lossy(&request.body).replace(&format!("{BOUNDARY}2"), &inner);
    if body.contains(&inner) {
        request.body = body.into_bytes();
        let length = request.body.len().to_string().into_bytes();
        let lengths = request.headers.iter_mut().filter(|(name, _)| name.eq_ignore_ascii_case(b"content-length"));
        lengths.for_each(|(_, value)| value.clone_from(&length));
    }
    request
}

fn report(outcomes: Vec<(&String, &Fixture, Outcome)>, version: Version) {
    let count = |wanted: fn(&Outcome) -> bool| outcomes.iter().filter(|(_, _, outcome)| wanted(outcome)).count();
    let agree = count(|outcome| matches!(outcome, Outcome::Agrees));
    let other = count(|outcome| matches!(outcome, Outcome::OtherVersion));
    let (major, minor, patch) = version;
    for (file, title, reason) in UNKNOWABLE {
        eprintln!("cannot be told: {file}: {title} ({reason})");
    }
    eprintln!(
        "curl {major}.{minor}.{patch}: {agree} of {} commands agree, {} cannot be told from their text, \
         {other} are skipped because they are for another curl",
        outcomes.len(),
        UNKNOWABLE.len(),
    );
    let mut failures = String::new();
    for (file, fixture, outcome) in &outcomes {
        let what = match outcome {
            Outcome::Differs(difference) => difference,
            Outcome::AgreesAgain => "listed in UNKNOWABLE, but the two agree: strike it off",
            _ => continue,
        };
        let Fixture { title, line, command, .. } = fixture;
        let _ = writeln!(failures, "\n=== {file}:{line} {title}\n{command}\n{what}");
    }
    assert!(failures.is_empty(), "{failures}");
}

/// Every command of `fixtures/curl` with the name of its file.
fn commands() -> Vec<(String, Fixture)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/curl");
    let mut files: Vec<PathBuf> =
        folder.read_dir().expect("the fixtures are there").map(|entry| entry.expect("a file").path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "sh"));
    files.sort();
    let commands_of = |file: PathBuf| {
        let text = std::fs::read_to_string(&file).expect("a fixture is UTF-8");
        let name = file.file_name().expect("a file has a name").to_string_lossy().into_owned();
        fixtures(&text).into_iter().map(move |fixture| (name.clone(), fixture))
    };
    files.into_iter().flat_map(commands_of).collect()
}

/// Commands for which curl 7.88 and ours send nothing at all.
const REFUSED: &[&str] = &[
    "curl",
    "curl -d a=b",
    "curl --no-such-option http://example.com/",
    "curl http://example.com/ -d",
    "curl -d a=b -F c=d http://example.com/",
    "curl -d a=b -I http://example.com/",
    "curl -d a=b -I -X POST http://example.com/",
    "curl -F a=b -I http://example.com/",
    "curl -T - -d a=b http://example.com/",
    "curl -T - -I http://example.com/",
    "curl -f --fail-with-body http://example.com/",
    "curl -F a http://example.com/",
    "curl -F 'a=b;type=text' http://example.com/",
    "curl 'http://example.com/a b'",
    "curl 'http://example.com/ '",
    "curl 'http:////example.com/'",
    "curl http://",
    "curl 'http://us@er:pw@host/'",
    "curl 'http://exa{}mple.com/'",
    "curl 'http://example.com/[x]'",
    "curl 'http://example.com/?filter[a]=b'",
    "curl 'http://example.com/[3-1]'",
    "curl 'http://example.com/[a-Z]'",
    "curl 'http://example.com/{a'",
    "curl 'http://example.com/[1-3'",
    "curl 'http://example.com/a}'",
    "curl 'http://example.com/a]'",
    "curl 'http://example.com/{{x}}'",
    "curl 'http://example.com/{a[1-2]}'",
    "curl 'http://example.com/[1-5:9]'",
    "curl 'http://example.com/[1-2-3]'",
    "curl http://example.com:99999/",
    "curl http://example.com:8x/",
    "curl 'http://<host>/'",
    "curl 'http://a\"b/'",
    "curl foo://example.com/",
    "curl ftp://127.0.0.1:1/",
    "curl --version",
];

#[test]
fn what_curl_refuses_is_refused() {
    let Some(_) = installed_curl() else {
        return skip("there is no curl on this machine");
    };
    let bench = Bench::start(Some(tls::take)).expect("a loopback server starts");
    for command in REFUSED {
        let told = told(command);
        assert!(told.iter().all(Result::is_err) && told.len() == 1, "{command}: {told:?}");
        let recorded = bench.run(command).expect("bash runs");
        assert!(recorded.is_empty(), "{command}: curl sends {recorded:?}");
    }
}

/// What the wire view says of each curl command in a script, in order.
fn told(script: &str) -> Vec<Result<WireRequest, String>> {
    let doc = Text::verbatim(script, Span::new(0, script.len()));
    let mut told = Vec::new();
    let mut at = 0;
    while at < script.len() {
        let mut lexed = shell::lex(&doc, at, Reading::Wire, Setting::default());
        let start = at;
        at = lexed.end.max(at + 1);
        match curl_word(lexed.words.iter().map(|word| word.text.as_str())) {
            Some(curl) => drop(lexed.words.drain(..curl)),
            None => match hidden_command(&script[start..lexed.last.max(start)]) {
                Some((curl, setting)) => lexed = shell::lex(&doc, start + curl, Reading::Wire, setting),
                None => continue,
            },
        }
        let parsed = config::parse(&lexed, Reading::Wire);
        match wire::command(&parsed, lexed.stdin.as_ref()) {
            Ok(requests) => told.extend(requests.into_iter().map(Ok)),
            Err(refusal) => told.push(Err(refusal.to_string())),
        }
    }
    if told.iter().any(Result::is_ok) {
        told.retain(Result::is_ok);
    }
    told
}

/// A `curl` inside a substitution, or in the quotes of `sh -c`.
fn hidden_command(script: &str) -> Option<(usize, Setting)> {
    let openers = [("$(curl ", None), ("'curl ", Some(b'\'')), ("\"curl ", Some(b'"'))];
    openers.into_iter().find_map(|(opener, closer)| {
        let curl = script.find(opener)? + opener.find("curl")?;
        Some((curl, Setting { closer, ..Setting::default() }))
    })
}

/// Which word of a simple command is `curl`, run by itself or by a program that runs others.
fn curl_word<'w>(words: impl Iterator<Item = &'w str>) -> Option<usize> {
    const RUNNERS: [&str; 18] = [
        "(", "{", "!", "if", "then", "do", "while", "time", "env", "command", "exec", "sudo", "nohup", "nice",
        "timeout", "-", "x)", "--",
    ];
    let mut runs = true;
    for (index, word) in words.enumerate() {
        if word == "curl" && runs {
            return Some(index);
        }
        let assigns =
            word.split_once('=').is_some_and(|(name, _)| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'));
        let begins = assigns || RUNNERS.contains(&word);
        runs = if index == 0 { begins } else { runs && word != "curl" };
    }
    None
}

/// What differs between what was told and what arrived, for people to look at.
fn difference(told: &[Result<WireRequest, String>], recorded: &[Recorded]) -> Option<String> {
    let same = told.len() == recorded.len()
        && told.iter().zip(recorded).all(|(told, recorded)| told.as_ref().is_ok_and(|told| agrees(told, recorded)));
    if same {
        return None;
    }
    let mut out = String::new();
    for told in told {
        match told {
            Ok(request) => out.push_str(&shown(request)),
            Err(refusal) => {
                let _ = writeln!(out, "--- grantlint says curl refuses: {refusal}");
            }
        }
    }
    for recorded in recorded {
        let _ = write!(out, "--- curl sends\n{recorded}");
    }
    Some(out)
}

fn shown(request: &WireRequest) -> String {
    let WireRequest { method, url, target, headers, body, unseen } = request;
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    format!("--- grantlint says\n{method} {target} ({url}) {unseen:?}\n{headers}\n{}\n", body.text())
}

fn agrees(told: &WireRequest, recorded: &Recorded) -> bool {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let fits = |told_text: &str, bytes: &[u8]| fits(told_text, &told.unseen, &text(bytes));
    let headers: Vec<_> = recorded.headers.iter().map(|(name, value)| (text(name), text(value))).collect();
    told.url.starts_with("https:") == recorded.secure
        && fits(&format!("{} {} HTTP/1", told.method, told.target), &request_line(recorded))
        && fits(&told.body.text(), &recorded.body)
        && headers_agree(told, headers)
}

/// The request line without the version's last digit; a method may hold blanks, so words are nothing to go by.
fn request_line(recorded: &Recorded) -> Vec<u8> {
    let Recorded { method, target, version, .. } = recorded;
    let mut line = [method.as_slice(), target, version].join(&b' ');
    line.truncate(line.len().saturating_sub(2));
    line
}

/// Whether the two name the same headers, in any order. A length cannot be told where the body is not shown, nor
/// whether curl asks before it sends one of more than a megabyte.
fn headers_agree(told: &WireRequest, mut recorded: Vec<(String, String)>) -> bool {
    let from_file = told.headers.iter().any(|(name, _)| name.starts_with('@'));
    for (name, value) in told.headers.iter().filter(|(name, _)| !name.starts_with('@')) {
        let same = |(other, arrived): &(String, String)| {
            other.eq_ignore_ascii_case(name) && header_fits(name, value, &told.unseen, arrived)
        };
        match recorded.iter().position(same) {
            Some(index) => drop(recorded.swap_remove(index)),
            None => return false,
        }
    }
    let body_unseen = told.unseen.iter().any(|unseen| told.body.text().contains(unseen.as_str()));
    let untellable =
        |name: &str| body_unseen && ["content-length", "expect"].iter().any(|n| n.eq_ignore_ascii_case(name));
    from_file || recorded.iter().all(|(name, _)| untellable(name))
}

fn header_fits(name: &str, told: &str, unseen: &[String], arrived: &str) -> bool {
    match name {
        "User-Agent" if told == "curl" => arrived.starts_with("curl/"),
        "Accept-Encoding" if told.contains("deflate, gzip") => arrived.contains("deflate, gzip"),
        "HTTP2-Settings" => true,
        _ => fits(told, unseen, arrived),
    }
}

/// Whether `arrived` can be what `told` describes, where each of `unseen` stands for anything.
fn fits(told: &str, unseen: &[String], arrived: &str) -> bool {
    let next = unseen.iter().filter_map(|hole| told.find(hole.as_str()).map(|at| (at, std::cmp::Reverse(hole.len()))));
    let Some((at, std::cmp::Reverse(len))) = next.min() else { return told == arrived };
    let (known, behind) = (&told[..at], &told[at + len..]);
    let Some(rest) = arrived.strip_prefix(known) else { return false };
    let starts = rest.char_indices().map(|(index, _)| index).chain([rest.len()]);
    if behind.is_empty() { true } else { starts.into_iter().any(|start| fits(behind, unseen, &rest[start..])) }
}

fn skip(why: &str) {
    eprintln!("skipped: {why}");
}
