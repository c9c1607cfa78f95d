//! What a check costs, in instructions and as a ratio to a program that does nothing.
//!
//! `cargo bench --bench cost` prints the table; it needs valgrind for the instruction counts, which repeat from run to
//! run, and says so where it is missing. Budgets: one pasted command as a whole process 1.5 million instructions and
//! three times `/bin/true`; one command among many, with nothing to print, 12,000 instructions.

#![allow(clippy::print_stdout, reason = "a bench prints its table")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs};

/// Commands in the file that costs are spread over.
const MANY: usize = 2_000;
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
            println!("  {failing:>12} instructions with a finding to print (must: 1,500,000)");
            println!("  {right:>12} instructions with nothing to print");
            println!("one right command among {MANY}, all rules on, nothing to print");
            println!("  {:>12} instructions (must: 12,000; aim: 6,000)", (many.saturating_sub(right)) / MANY as u64);
        }
        _ => println!("  skipped: valgrind is not installed, so no instructions can be counted"),
    }
    let ours = wall(&binary, &["check", "-q", &one.to_string_lossy()]);
    let nothing = wall(Path::new("/bin/true"), &[]);
    println!("wall clock, median of {RUNS} runs in turn");
    println!("  {:>11.2}x /bin/true (must: 3)", ours.as_secs_f64() / nothing.as_secs_f64());
    let _ = fs::remove_dir_all(&dir);
}

/// Right requests of every kind, so that nothing is found.
fn commands(count: usize) -> String {
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut out = String::new();
    for index in 0..count {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        let token = format!("{seed:016x}{:016x}", seed.rotate_left(29));
        let _ = match index % 4 {
            0 => writeln!(
                out,
                "curl https://acme.zendesk.com/oauth2/chat/token \\\n  -H \"Content-Type: application/x-www-form-urlencoded\" \\\n  -d 'grant_type=refresh_token&refresh_token={token}&client_id=benchclientbenchclient&client_secret=benchsecret{index}{token}' \\\n  -X POST\n"
            ),
            1 => writeln!(
                out,
                "curl 'https://acme.zendesk.com/api/v2/chat/chats/{index}?fields=id&limit=100' -H 'Accept: application/json' -H 'Authorization: Bearer {token}'\n"
            ),
            2 => writeln!(
                out,
                "curl --request POST --url https://api.example.com/v1/orders/{index}/items --header 'Authorization: Bearer {token}' --header 'Content-Type: application/json' --header 'X-Request-Id: {index}' --data '{{\"name\": \"part {index}\", \"count\": {index}, \"tags\": [\"a\", \"b\"], \"note\": \"sent again after the upgrade of the client\"}}'\n"
            ),
            _ => writeln!(
                out,
                "curl -sS -L \"https://api.example.org/search?q=status%3Aopen&page={index}\" -H \"Authorization: Bearer {token}\" -H 'User-Agent: bench/1.0' --compressed -o out.json\n"
            ),
        };
    }
    out
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
