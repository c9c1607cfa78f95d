//! What reading a recording costs, next to reading its file and to `serde_json` passing over it, in one run.
//!
//! `cargo bench --bench har` makes a recording of 200 MB and 80,000 entries in one line, as browsers write them, and
//! checks it; `cargo bench --bench har -- 2000` one of 2,000 MB. Budgets: three times as long as reading the file and
//! passing over it with [`IgnoredAny`], and 64 MiB of memory however long the recording is. Memory is told on Linux.

#![allow(clippy::print_stdout, reason = "a bench prints its table")]

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, thread};

use serde::de::IgnoredAny;

/// Bytes of an entry, on average.
const EACH: usize = 2_500;
/// Of so many entries one holds an image.
const IMAGE: usize = 200;
/// Of so many entries one is refused.
const REFUSED: usize = 50;
/// Of so many entries one begins a flow: authorization request, callback, token request.
const FLOW: usize = 1_000;
/// Runs of each reader, in turn.
const RUNS: usize = 5;

fn main() {
    let megabytes = env::args().filter_map(|word| word.parse().ok()).next().unwrap_or(200);
    let path = env::temp_dir().join(format!("grantlint-recording-{}.har", std::process::id()));
    let entries = write(&path, megabytes).expect("the temporary folder can be written");
    println!("a recording of {megabytes} MB in one line, {entries} entries");

    let (mut passing, mut checking) = (Vec::new(), Vec::new());
    let mut peak = None;
    for _ in 0..RUNS {
        passing.push(time(|| pass_over(&path)));
        checking.push(time(|| peak = peak.max(check(&path))));
    }
    let [passing, checking] = [passing, checking].map(median);
    println!("wall clock, median of {RUNS} runs in turn");
    println!("  {passing:>10.0?} reading the file and passing over it with serde_json's IgnoredAny");
    println!("  {checking:>10.0?} grantlint check");
    println!("  {:>9.2}x as long (must: 3; aim: 1.5)", checking.as_secs_f64() / passing.as_secs_f64());
    match peak {
        Some(kilobytes) => println!("peak memory {:.1} MiB (must: 64; aim: 20)", kilobytes as f64 / 1024.0),
        None => println!("peak memory: skipped, for /proc tells nothing here"),
    }
    let _ = fs::remove_file(&path);
}

/// Reads the file and passes over it as JSON.
fn pass_over(path: &Path) {
    let bytes = fs::read(path).expect("the recording can be read");
    let _: IgnoredAny = serde_json::from_slice(&bytes).expect("the recording is JSON");
}

/// Checks the file; gives the most memory that was resident, in kilobytes, as far as the system tells.
fn check(path: &Path) -> Option<u64> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_grantlint"))
        .args(["check", "--format", "short"])
        .arg(path)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("grantlint runs");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    while child.try_wait().expect("grantlint can be waited for").is_none() {
        let told = fs::read_to_string(&status).unwrap_or_default();
        let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = peak.max(line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()));
        thread::sleep(Duration::from_millis(2));
    }
    peak
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// Writes a recording of about so many megabytes; gives the number of its entries.
fn write(path: &Path, megabytes: usize) -> io::Result<usize> {
    let mut out = BufWriter::new(File::create(path)?);
    out.write_all(br#"{"log":{"version":"1.2","creator":{"name":"recorder","version":"1"},"entries":["#)?;
    let mut lot = Lot(0x2545_f491_4f6c_dd1d);
    let entries = megabytes * 1_000_000 / EACH;
    let mut written = 0;
    for number in 0..entries {
        // What the others leave of the size goes into images.
        let image = number % IMAGE == IMAGE / 2;
        let body = if image { (number * EACH).saturating_sub(written) } else { 0 };
        let entry = entry(number, body, &mut lot);
        written += entry.len() + 1;
        if number > 0 {
            out.write_all(b",")?;
        }
        out.write_all(entry.as_bytes())?;
    }
    out.write_all(b"]}}\n")?;
    out.flush()?;
    Ok(entries)
}

fn entry(number: usize, image: usize, lot: &mut Lot) -> String {
    let (mut method, mut status) = (if lot.one_of(3) { "POST" } else { "GET" }, if lot.one_of(20) { 204 } else { 200 });
    let mut url = format!("https://api.example.com/v2/orders/{}/items?page={}", lot.below(1_000_000), lot.below(90));
    let (mut mime, mut posted) =
        ("application/json", format!("{{\\\"name\\\":\\\"{}\\\",\\\"count\\\":{}}}", lot.words(2), lot.below(99)));
    let mut content = format!(
        "\"mimeType\":\"application/json; charset=utf-8\",\"text\":\"{{\\\"id\\\":{},\\\"note\\\":\\\"{}\\\",\\\"meta\\\":{{\\\"active\\\":true,\\\"owner\\\":\\\"{}\\\"}}}}\"",
        lot.below(1_000_000),
        lot.words(20),
        lot.word(12)
    );
    let client = number / FLOW;
    match number % FLOW {
        0 => {
            (method, status) = ("GET", 302);
            url = format!(
                "https://auth.example.org/oauth/authorize?response_type=code&client_id=app{client}&state=s{client}&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback"
            );
        }
        1 => {
            (method, status) = ("GET", 200);
            url = format!("https://app.example.com/callback?code=c0de{client}&state=s{client}");
        }
        2 => {
            (method, status, mime) = ("POST", 200, "application/x-www-form-urlencoded");
            url = "https://auth.example.org/oauth/token".to_owned();
            posted = format!(
                "grant_type=authorization_code&code=c0de{client}&client_id=app{client}&client_secret={}&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback",
                lot.word(32)
            );
            content = format!(
                "\"mimeType\":\"application/json\",\"text\":\"{{\\\"access_token\\\":\\\"{}\\\",\\\"token_type\\\":\\\"bearer\\\"}}\"",
                lot.word(40)
            );
        }
        at if at % REFUSED == REFUSED - 1 => status = if lot.one_of(2) { 401 } else { 404 },
        _ if image > 0 => {
            (method, status) = ("GET", 200);
            content = format!("\"mimeType\":\"image/png\",\"encoding\":\"base64\",\"text\":\"{}\"", lot.word(image));
        }
        _ if lot.one_of(5) => {
            content = format!(
                "\"mimeType\":\"text/html\",\"text\":\"<html><head><title>{}</title></head><body>\\n<p class=\\\"x\\\">{}</p>\\n</body></html>\"",
                lot.words(3),
                lot.words(40)
            );
        }
        _ => {}
    }
    let mut headers = String::new();
    for (name, value) in [
        ("Host", "api.example.com"),
        (
            "User-Agent",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
        ),
        ("Accept", "application/json, text/plain, */*"),
        ("Accept-Language", "en-GB,en;q=0.9"),
        ("Accept-Encoding", "gzip, deflate, br, zstd"),
        ("Referer", "https://app.example.com/orders"),
        ("Sec-Fetch-Mode", "cors"),
        ("Sec-Fetch-Site", "same-site"),
        ("sec-ch-ua", r#"\"Chromium\";v=\"126\", \"Not.A/Brand\";v=\"24\""#),
    ] {
        let _ = write!(headers, "{{\"name\":\"{name}\",\"value\":\"{value}\"}},");
    }
    if lot.one_of(2) {
        let _ = write!(headers, "{{\"name\":\"Authorization\",\"value\":\"Bearer {}\"}},", lot.word(40));
    }
    let _ = write!(headers, "{{\"name\":\"Cookie\",\"value\":\"session={}; theme=dark\"}}", lot.word(32));
    let body = if method == "POST" {
        format!(",\"postData\":{{\"mimeType\":\"{mime}\",\"text\":\"{posted}\"}}")
    } else {
        String::new()
    };
    let id = lot.word(32);
    format!(
        "{{\"startedDateTime\":\"2026-07-01T{:02}:{:02}:{:02}.{:03}Z\",\"time\":{}.25,\"request\":{{\"method\":\"{method}\",\"url\":\"{url}\",\"httpVersion\":\"HTTP/2\",\"headers\":[{headers}],\"queryString\":[],\"cookies\":[],\"headersSize\":-1,\"bodySize\":0{body}}},\"response\":{{\"status\":{status},\"statusText\":\"\",\"httpVersion\":\"HTTP/2\",\"headers\":[{{\"name\":\"date\",\"value\":\"Wed, 01 Jul 2026 10:22:33 GMT\"}},{{\"name\":\"content-type\",\"value\":\"application/json\"}},{{\"name\":\"server\",\"value\":\"nginx/1.25.3\"}},{{\"name\":\"cache-control\",\"value\":\"private, max-age=0, no-store\"}},{{\"name\":\"vary\",\"value\":\"Accept-Encoding, Origin\"}},{{\"name\":\"x-request-id\",\"value\":\"{id}\"}},{{\"name\":\"strict-transport-security\",\"value\":\"max-age=31536000; includeSubDomains\"}},{{\"name\":\"access-control-allow-origin\",\"value\":\"*\"}}],\"cookies\":[],\"content\":{{\"size\":{image},{content}}},\"redirectURL\":\"\",\"headersSize\":-1,\"bodySize\":-1}},\"cache\":{{}},\"timings\":{{\"blocked\":0.5,\"dns\":-1,\"connect\":-1,\"ssl\":-1,\"send\":0.1,\"wait\":{},\"receive\":1.5}},\"serverIPAddress\":\"192.0.2.7\",\"connection\":\"{}\"}}",
        number / 3_600 % 24,
        number / 60 % 60,
        number % 60,
        number % 1_000,
        lot.below(900),
        lot.below(900),
        lot.below(90_000),
    )
}

/// Numbers by lot, the same in every run (xorshift).
struct Lot(u64);

impl Lot {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }

    fn one_of(&mut self, many: u64) -> bool {
        self.below(many) == 0
    }

    fn word(&mut self, len: usize) -> String {
        const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        (0..len).map(|_| char::from(LETTERS[self.below(62) as usize])).collect()
    }

    fn words(&mut self, count: usize) -> String {
        const WORDS: [&str; 24] = [
            "the", "order", "was", "sent", "again", "after", "upgrade", "of", "client", "please", "retry", "timeout",
            "customer", "reports", "that", "nothing", "arrived", "in", "time", "proxy", "gateway", "region", "same",
            "result",
        ];
        let words: Vec<&str> = (0..count).map(|_| WORDS[self.below(24) as usize]).collect();
        words.join(" ")
    }
}
