//! What a check costs, in instructions and as a ratio to a program that does nothing.
//!
//! `cargo bench --bench cost` prints the table; it needs valgrind for the instruction counts, which repeat from run to
//! run, and says so where it is missing. Budgets: one pasted command as a whole process 1.5 million instructions and
//! three times `/bin/true`; one command among many, with nothing to print, 12,000 instructions.

#![allow(clippy::print_stdout, reason = "a bench prints its table")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs};

/// Commands in the file that costs are spread over.
const MANY: usize = 2_000;
/// Commands of one kind in a file.
const OF_A_KIND: usize = 400;
/// Runs of each program for the wall clock.
const RUNS: usize = 300;

const FAILING: &str = r#"curl https://acme.zendesk.com/oauth2/chat/token \
  -H "Content-Type: application/x-www-form-urlencoded" \
  -d 'grant_type=authorisation_code&code=c0de4you2use1once&client_id=benchclientbenchclient&client_secret=benchsecretbenchsecret42&redirect_uri=http%3A%2F%2Flocalhost%3A8080&scope=read%20write' \
  -X POST
"#;

fn main() {
    let binary = PathBuf::from(env!("CARGO_BIN_EXE_grantlint"));
    let dir = env::temp_dir().join(format!("grantlint-cost-{}", std::process::id()));
    fs::create_dir_all(&dir).expect("the temporary folder can be written");
    let write = |name: &str, text: &str| {
        let path = dir.join(name);
        fs::write(&path, text).expect("the temporary folder can be written");
        path
    };
    let one = write("one.sh", FAILING);
    let right = write("right.sh", &commands(1));
    let many = write("many.sh", &commands(MANY + 1));

    println!("one failing command, whole process");
    match (instructions(&binary, &one), instructions(&binary, &right), instructions(&binary, &many)) {
        (Some(failing), Some(right), Some(many)) => {
            println!("  {failing:>12} instructions with a finding to print (must: 1,500,000; aim: 1,000,000)");
            println!("  {right:>12} instructions with nothing to print");
            println!(
                "one right command among many, all rules on, nothing to print: instructions (must: 12,000; aim: 6,000)"
            );
            println!("  {:>12} of every kind in turn, among {MANY}", many.saturating_sub(right) / MANY as u64);
            for (kind, command) in KINDS {
                for among in [OF_A_KIND / 10, OF_A_KIND] {
                    let file =
                        |count: usize| write("kind.sh", &(0..count).map(|n| command(n, token(n))).collect::<String>());
                    let (few, many) = (instructions(&binary, &file(1)), instructions(&binary, &file(among + 1)));
                    let cost = many.zip(few).map_or(0, |(many, few)| many.saturating_sub(few) / among as u64);
                    println!("  {cost:>12} {kind}, among {among}");
                }
            }
        }
        _ => println!("  skipped: valgrind is not installed, so no instructions can be counted"),
    }
    let ours = wall(&binary, &["check", "-q", &one.to_string_lossy()]);
    let nothing = wall(Path::new("/bin/true"), &[]);
    println!("wall clock, median of {RUNS} runs in turn");
    println!("  {:>11.2}x /bin/true (must: 3)", ours.as_secs_f64() / nothing.as_secs_f64());
    let _ = fs::remove_dir_all(&dir);
}

/// A right command, made of its number and a token.
type Make = fn(usize, String) -> String;

/// Right requests of every kind, so that nothing is found.
const KINDS: [(&str, Make); 5] = [
    ("token request", |index, token| {
        format!(
            "curl https://acme.zendesk.com/oauth2/chat/token \\\n  -H \"Content-Type: application/x-www-form-urlencoded\" \\\n  -d 'grant_type=refresh_token&refresh_token={token}&client_id=benchclientbenchclient&client_secret=benchsecret{index}{token}' \\\n  -X POST\n\n"
        )
    }),
    ("API call", |index, token| {
        format!(
            "curl 'https://acme.zendesk.com/api/v2/chat/chats/{index}?fields=id&limit=100' -H 'Accept: application/json' -H 'Authorization: Bearer {token}'\n\n"
        )
    }),
    ("call with a JSON body", |index, token| {
        format!(
            "curl --request POST --url https://api.example.com/v1/orders/{index}/items --header 'Authorization: Bearer {token}' --header 'Content-Type: application/json' --header 'X-Request-Id: {index}' --data '{{\"name\": \"part {index}\", \"count\": {index}, \"tags\": [\"a\", \"b\"], \"note\": \"sent again after the upgrade of the client\"}}'\n\n"
        )
    }),
    ("search in double quotes", |index, token| {
        format!(
            "curl -sS -L \"https://api.example.org/search?q=status%3Aopen&page={index}\" -H \"Authorization: Bearer {token}\" -H 'User-Agent: bench/1.0' --compressed -o out.json\n\n"
        )
    }),
    ("call copied from a browser, 12 headers", |index, token| {
        let headers = [
            "accept: application/json, text/plain, */*",
            "accept-language: en-GB,en;q=0.9",
            "cache-control: no-cache",
            "dnt: 1",
            "origin: https://app.example.com",
            "pragma: no-cache",
            "referer: https://app.example.com/items",
            "sec-fetch-mode: cors",
            "user-agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
            "x-requested-with: XMLHttpRequest",
        ];
        let headers: String = headers.iter().map(|header| format!(" \\\n  -H '{header}'")).collect();
        format!(
            "curl 'https://app.example.com/api/items/{index}' \\\n  -H 'authorization: Bearer {token}' \\\n  -H 'cookie: session={token}; theme=dark'{headers} \\\n  --compressed\n\n"
        )
    }),
];

/// As many commands, of every kind in turn.
fn commands(count: usize) -> String {
    (0..count).map(|index| KINDS[index % KINDS.len()].1(index, token(index))).collect()
}

/// 128 random bits, the same in every run.
fn token(index: usize) -> String {
    let mut bits = 0x2545_f491_4f6c_dd1d_u64 ^ (index as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut step = || {
        bits ^= bits << 13;
        bits ^= bits >> 7;
        bits ^= bits << 17;
        bits
    };
    format!("{:016x}{:016x}", step(), step())
}

/// Instructions of one run, counted by valgrind; `None` where it is not installed.
fn instructions(binary: &Path, input: &Path) -> Option<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(binary)
        .args(["check", "-q"])
        .arg(input)
        .stdout(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stderr);
    let line = text.lines().find(|line| line.contains("Collected"))?;
    line.rsplit(' ').next()?.parse().ok()
}

/// The median time of a whole process.
fn wall(program: &Path, args: &[&str]) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            let status = Command::new(program).args(args).stdout(Stdio::null()).stderr(Stdio::null()).status();
            assert!(status.is_ok(), "{} can be run", program.display());
            start.elapsed()
        })
        .collect();
    times.sort();
    times[times.len() / 2]
}
