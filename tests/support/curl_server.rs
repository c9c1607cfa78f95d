//! What the machine's real curl sends, seen from the other end of the wire.
//!
//! A [`Bench`] is a loopback server plus a stand-in for the `curl` command. The
//! stand-in calls the real curl, but sends it to the loopback server whatever
//! host the command names, so that a fixture may say `https://acme.zendesk.com`
//! and never leave the machine. [`Bench::run`] runs one command in bash and
//! gives back every request that arrived, byte for byte.
//!
//! Only the standard library is used. TLS is optional: hand [`Bench::start`] a
//! function that takes a TLS client in (see `tls.rs`), and connections that
//! open with a TLS handshake are answered as well, on the same port.

#![allow(dead_code)]

use std::fmt;
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// How long the server waits for the rest of a request.
const PATIENCE: Duration = Duration::from_secs(5);

/// A curl version as three numbers, so that versions compare as they should.
pub type Version = (u32, u32, u32);

/// A connection, with TLS already taken off if there was any.
pub trait Stream: Read + Write + Send {}

impl<T: Read + Write + Send> Stream for T {}

/// Takes in a client that opens with a TLS handshake.
pub type TakeTls = fn(TcpStream) -> io::Result<Box<dyn Stream>>;

// ---------------------------------------------------------------- fixtures

/// One command of a fixture file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixture {
    /// The text of the `## ` line, or nothing.
    pub title: String,
    /// The line where the command begins, from 1.
    pub line: usize,
    /// The command as bash reads it, without the final newline.
    pub command: String,
    /// The first curl that reads it, when 7.88 does not.
    pub needs: Option<Version>,
    /// The first curl that no longer reads it.
    pub before: Option<Version>,
}

impl Fixture {
    /// Whether this curl reads the command, so that a request must arrive.
    pub fn runs_with(&self, curl: Version) -> bool {
        self.needs.is_none_or(|needs| curl >= needs) && self.before.is_none_or(|before| curl < before)
    }
}

/// Cuts a fixture file into its commands.
pub fn fixtures(text: &str) -> Vec<Fixture> {
    let mut found = Vec::new();
    let mut open: Option<Fixture> = None;
    let mut title = String::new();
    for (index, line) in text.lines().enumerate() {
        if line.is_empty() {
            found.extend(open.take());
        } else if let Some(fixture) = &mut open {
            fixture.command.push('\n');
            fixture.command.push_str(line);
        } else if let Some(words) = line.strip_prefix("## ") {
            title = words.to_string();
        } else {
            let title = std::mem::take(&mut title);
            open = Some(Fixture {
                line: index + 1,
                command: line.to_string(),
                needs: version_after(&title, "needs curl "),
                before: version_after(&title, "before curl "),
                title,
            });
        }
    }
    found.extend(open);
    found
}

/// Reads `8.3.0` out of a title such as `needs curl 8.3.0: a variable`.
fn version_after(title: &str, words: &str) -> Option<Version> {
    let (version, _) = title.strip_prefix(words)?.split_once(':')?;
    parse_version(version)
}

fn parse_version(text: &str) -> Option<Version> {
    let mut numbers = text.split('.').map(|part| part.parse().ok());
    let mut next = || numbers.next().flatten();
    Some((next()?, next()?, next().unwrap_or(0)))
}

/// The version of the machine's curl, or nothing when there is no curl.
pub fn installed_curl() -> Option<Version> {
    let output = Command::new(find_curl()?).arg("-qV").output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout);
    parse_version(text.split(' ').nth(1)?)
}

// ---------------------------------------------------------------- requests

/// A request as it came off the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Whether it came over TLS.
    pub secure: bool,
    /// The method, in the case that was sent.
    pub method: Vec<u8>,
    /// The request target: usually path and query.
    pub target: Vec<u8>,
    /// `HTTP/1.1` or `HTTP/1.0`.
    pub version: Vec<u8>,
    /// The headers in the order and case that were sent. A value begins after
    /// the colon and at most one space; nothing else is trimmed.
    pub headers: Vec<(Vec<u8>, Vec<u8>)>,
    /// The body, with chunks already joined.
    pub body: Vec<u8>,
}

impl Recorded {
    /// The value of the first header of this name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&[u8]> {
        let wanted = name.as_bytes();
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(name, _)| name.eq_ignore_ascii_case(wanted))?;
        Some(value)
    }

    /// The same request with curl's random multipart boundaries replaced: the
    /// first by `fixed`, those of nested parts by `fixed` and a number from 2.
    /// The length header is set to the new body's length. A boundary that the
    /// command chose itself stays, and so does a request without any.
    pub fn with_boundary(mut self, fixed: &str) -> Self {
        let boundaries = self.random_boundaries();
        for (index, boundary) in boundaries.iter().enumerate() {
            let number = match index {
                0 => String::new(),
                _ => (index + 1).to_string(),
            };
            self.replace_everywhere(boundary, &format!("{fixed}{number}"));
        }
        if !boundaries.is_empty() {
            self.fit_length();
        }
        self
    }

    fn replace_everywhere(&mut self, from: &[u8], to: &str) {
        self.body = replace(&self.body, from, to.as_bytes());
        for (_, value) in &mut self.headers {
            *value = replace(value, from, to.as_bytes());
        }
    }

    fn fit_length(&mut self) {
        let length = self.body.len().to_string();
        for (name, value) in &mut self.headers {
            if name.eq_ignore_ascii_case(b"content-length") {
                *value = length.clone().into_bytes();
            }
        }
    }

    /// curl's own boundaries, each once, in the order of their appearance.
    fn random_boundaries(&self) -> Vec<Vec<u8>> {
        let values = self.headers.iter().map(|(_, value)| value);
        let mut found = Vec::new();
        for text in values.chain([&self.body]) {
            let mut rest = text.as_slice();
            while let Some(at) = position(rest, b"boundary=") {
                rest = &rest[at + b"boundary=".len()..];
                let end = rest.iter().position(|byte| b";\r\n".contains(byte));
                let boundary = rest[..end.unwrap_or(rest.len())].to_vec();
                if boundary.starts_with(&[b'-'; 24]) && !found.contains(&boundary) {
                    found.push(boundary);
                }
            }
        }
        found
    }
}

/// The request in the form it has on the wire, for people to look at.
impl fmt::Display for Recorded {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = String::from_utf8_lossy;
        let scheme = if self.secure { "(tls) " } else { "" };
        let (method, target) = (text(&self.method), text(&self.target));
        writeln!(out, "{scheme}{method} {target} {}", text(&self.version))?;
        for (name, value) in &self.headers {
            writeln!(out, "{}: {}", text(name), text(value))?;
        }
        if !self.body.is_empty() {
            writeln!(out, "\n{}", text(&self.body))?;
        }
        Ok(())
    }
}

fn position(text: &[u8], wanted: &[u8]) -> Option<usize> {
    let mut windows = text.windows(wanted.len());
    windows.position(|window| window == wanted)
}

fn replace(text: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = position(rest, from) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(to);
        rest = &rest[at + from.len()..];
    }
    out.extend_from_slice(rest);
    out
}

// ------------------------------------------------------------------ server

/// A loopback server that writes down every request and answers `200 OK`.
pub struct Server {
    port: u16,
    seen: Arc<Mutex<Vec<Recorded>>>,
    stop: Arc<AtomicBool>,
}

impl Server {
    /// Listens on a free port. Without `take_tls` a TLS client is turned away.
    pub fn start(take_tls: Option<TakeTls>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let stop = Arc::new(AtomicBool::new(false));
        let (log, stopped) = (Arc::clone(&seen), Arc::clone(&stop));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if stopped.load(Ordering::Relaxed) {
                    return;
                }
                let log = Arc::clone(&log);
                // A broken connection is the client's affair: nothing is
                // recorded, and the test sees that nothing arrived.
                thread::spawn(move || serve(stream, take_tls, &log).ok());
            }
        });
        Ok(Self { port, seen, stop })
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Everything that arrived since the last call.
    pub fn take(&self) -> Vec<Recorded> {
        std::mem::take(&mut *self.seen.lock().expect("no thread panics with the log"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        TcpStream::connect(address).ok(); // wakes the listener
    }
}

/// Reads one request, notes it down, and only then answers: once curl has
/// ended, everything it sent is in the log.
fn serve(stream: TcpStream, take_tls: Option<TakeTls>, log: &Mutex<Vec<Recorded>>) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut first = [0];
    stream.peek(&mut first)?;
    let secure = first == [TLS_HANDSHAKE];
    let stream = match take_tls {
        Some(take) if secure => take(stream)?,
        _ => Box::new(stream),
    };
    let mut stream = BufReader::new(stream);
    let request = read_request(&mut stream, secure)?;
    log.lock().expect("no thread panics with the log").push(request);
    let stream = stream.get_mut();
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")?;
    stream.flush()
}

/// The first byte of every TLS connection.
const TLS_HANDSHAKE: u8 = 0x16;

fn read_request(stream: &mut BufReader<Box<dyn Stream>>, secure: bool) -> io::Result<Recorded> {
    let line = read_line(stream)?;
    let mut words = line.splitn(3, |byte| *byte == b' ').map(<[u8]>::to_vec);
    let mut word = || words.next().ok_or(io::ErrorKind::InvalidData);
    let mut request =
        Recorded { secure, method: word()?, target: word()?, version: word()?, headers: Vec::new(), body: Vec::new() };
    request.headers = read_headers(stream)?;
    if request.header("expect").is_some() {
        let stream = stream.get_mut();
        stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
        stream.flush()?;
    }
    request.body = read_body(stream, &request)?;
    Ok(request)
}

fn read_headers(stream: &mut impl BufRead) -> io::Result<Vec<(Vec<u8>, Vec<u8>)>> {
    let mut headers = Vec::new();
    loop {
        let line = read_line(stream)?;
        if line.is_empty() {
            return Ok(headers);
        }
        let colon = line.iter().position(|byte| *byte == b':');
        let (name, value) = line.split_at(colon.unwrap_or(line.len()));
        let value = value.strip_prefix(b":").unwrap_or(value);
        let value = value.strip_prefix(b" ").unwrap_or(value);
        headers.push((name.to_vec(), value.to_vec()));
    }
}

fn read_body(stream: &mut impl BufRead, request: &Recorded) -> io::Result<Vec<u8>> {
    let coding = request.header("transfer-encoding").unwrap_or_default();
    if coding.eq_ignore_ascii_case(b"chunked") {
        return read_chunks(stream);
    }
    let length = request.header("content-length").unwrap_or(b"0");
    let length = number(length, 10)?;
    let mut body = Vec::new();
    stream.take(length).read_to_end(&mut body)?;
    Ok(body)
}

fn read_chunks(stream: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let size = number(&read_line(stream)?, 16)?;
        if size == 0 {
            read_headers(stream)?; // trailers, or only the closing empty line
            return Ok(body);
        }
        stream.take(size).read_to_end(&mut body)?;
        read_line(stream)?;
    }
}

fn number(text: &[u8], radix: u32) -> io::Result<u64> {
    let text = str::from_utf8(text).unwrap_or_default().trim();
    u64::from_str_radix(text, radix).map_err(|_| io::ErrorKind::InvalidData.into())
}

/// One line without its end. A connection that closes early is an error.
fn read_line(stream: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    stream.read_until(b'\n', &mut line)?;
    if line.pop() != Some(b'\n') {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(line)
}

// ------------------------------------------------------------------- bench

/// A server, and a `curl` that talks to nobody else.
pub struct Bench {
    server: Server,
    home: PathBuf,
    path: String,
}

impl Bench {
    /// Starts the server and lays out the stand-ins in a temporary directory.
    pub fn start(take_tls: Option<TakeTls>) -> io::Result<Self> {
        let curl = find_curl().ok_or(io::ErrorKind::NotFound)?;
        let server = Server::start(take_tls)?;
        let home = temporary_directory()?;
        let bin = home.join("bin");
        fs::create_dir(&bin)?;
        write_script(&bin.join("curl"), &curl_script(&curl, server.port()))?;
        write_script(&bin.join("sudo"), SUDO_SCRIPT)?;
        let path = format!("{}:/usr/bin:/bin", bin.display());
        Ok(Self { server, home, path })
    }

    /// Runs one command in bash, in an empty directory and with a bare
    /// environment, and gives back what arrived, in order. Background jobs are
    /// waited for. What the command prints, and whether it fails, is ignored:
    /// only the wire counts.
    pub fn run(&self, command: &str) -> io::Result<Vec<Recorded>> {
        let work = self.home.join("work");
        fs::create_dir(&work)?;
        self.server.take();
        Command::new("bash")
            .args(["-c", RUN, "bash", command])
            .current_dir(&work)
            .env_clear()
            .env("PATH", &self.path)
            .env("HOME", &work)
            .env("LC_ALL", "C.UTF-8")
            .env("http_proxy", DEAD_END)
            .env("https_proxy", DEAD_END)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        fs::remove_dir_all(&work)?;
        Ok(self.server.take())
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.home).ok();
    }
}

/// Runs its argument as bash would run a script, without arguments of its own,
/// and waits for what it left in the background.
const RUN: &str = "_fixture=$1; shift; eval \"$_fixture\"; wait";

/// A second safeguard. The stand-in says `--noproxy '*'`; should a transfer
/// ever get past it, it ends at this closed loopback port, not at a real host.
const DEAD_END: &str = "http://127.0.0.1:1";

/// The stand-in for curl: a script, not a shell function, so that `env curl`,
/// `timeout 5 curl` and `xargs curl` find it too. `--next` forgets what was
/// said before it, therefore the leading options are repeated there.
fn curl_script(curl: &Path, port: u16) -> String {
    let options = format!("--noproxy '*' --connect-to ::127.0.0.1:{port} --max-time 5 -k");
    format!(
        "#!/bin/sh
left=$#
while [ $left -gt 0 ]; do
    word=$1
    shift
    set -- \"$@\" \"$word\"
    case $word in
    --next | --nex | -:) set -- \"$@\" {options} ;;
    esac
    left=$((left - 1))
done
exec '{}' -q -s -S {options} \"$@\"
",
        curl.display()
    )
}

/// `sudo` that only drops its own options and runs the rest.
const SUDO_SCRIPT: &str = "#!/bin/sh
while :; do
    case $1 in
    -u | -g) shift 2 ;;
    -*) shift ;;
    *) exec \"$@\" ;;
    esac
done
";

fn find_curl() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let mut places = std::env::split_paths(&path).map(|place| place.join("curl"));
    places.find(|file| file.is_file())
}

fn write_script(file: &Path, text: &str) -> io::Result<()> {
    fs::write(file, text)?;
    fs::set_permissions(file, fs::Permissions::from_mode(0o755))
}

/// A new directory of our own: the number tells benches of one process apart.
fn temporary_directory() -> io::Result<PathBuf> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("grantlint-curl-{}-{number}", std::process::id());
    let directory = std::env::temp_dir().join(name);
    fs::create_dir(&directory)?;
    Ok(directory)
}
