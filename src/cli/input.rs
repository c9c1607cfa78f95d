//! Files, folders and the standard input, within bounds.

use std::fs::File;
use std::io::{self, BufReader, IsTerminal, Read};
use std::path::{Path, PathBuf};

use memchr::memmem;

use super::library::RuleFile;
use super::walk::{Found, files, walk};
use crate::read::{har, ticket};
use crate::redact::{Redactor, Tags};

/// The most that is read of one input, in bytes.
const MOST: u64 = 64 * 1024 * 1024;
/// How much of a file is looked at to tell whether it is text.
const HEAD: usize = 8 * 1024;

/// How much of a stream is read in one go.
const PIECE: usize = 64 * 1024;

/// What an input holds.
pub enum Content<'i> {
    /// A text, as a whole.
    Text(Vec<u8>),
    /// A recording, to be read entry by entry.
    Recording(Box<dyn Read + 'i>),
    /// Tickets, one a line, to be read one by one.
    Tickets(BufReader<Box<dyn Read + 'i>>),
    /// Something that is no text, or that no person wrote.
    Alien,
}

/// Something to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// The standard input.
    Stdin,
    /// A file that was named.
    Named(PathBuf),
    /// A file that was found in a folder that was named.
    Walked(PathBuf),
}

/// An input that could not be read, in words for people.
#[derive(Debug)]
pub struct Unreadable(pub String);

impl Input {
    /// The name in reports.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => "<stdin>".to_owned(),
            Self::Named(path) | Self::Walked(path) => path.to_string_lossy().into_owned(),
        }
    }

    /// The file, where it was named.
    pub const fn named(&self) -> Option<&PathBuf> {
        match self {
            Self::Named(path) => Some(path),
            Self::Stdin | Self::Walked(_) => None,
        }
    }

    /// The file, where it was found in a folder.
    pub const fn walked(&self) -> Option<&PathBuf> {
        match self {
            Self::Walked(path) => Some(path),
            Self::Stdin | Self::Named(_) => None,
        }
    }

    /// What it holds.
    ///
    /// # Errors
    ///
    /// It cannot be read, or is too large to be read at once.
    pub fn open(&self) -> Result<Content<'_>, Unreadable> {
        let open = || match self {
            Self::Stdin => Content::of(io::stdin().lock()),
            Self::Named(path) | Self::Walked(path) => Content::of(File::open(path)?),
        };
        match open() {
            Ok(Content::Text(bytes)) if matches!(self, Self::Walked(_)) && is_alien(&bytes) => Ok(Content::Alien),
            Ok(content) => Ok(content),
            Err(error) => Err(self.unreadable(&error)),
        }
    }

    /// Its bytes, all at once; none of a walked file that is no text.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn read(&self) -> Result<Vec<u8>, Unreadable> {
        match self.open()? {
            Content::Text(bytes) => Ok(bytes),
            Content::Recording(input) => bounded(Vec::new(), input).map_err(|error| self.unreadable(&error)),
            Content::Tickets(input) => bounded(Vec::new(), input).map_err(|error| self.unreadable(&error)),
            Content::Alien => Ok(Vec::new()),
        }
    }

    /// An error of reading it, in words.
    pub fn unreadable(&self, error: &io::Error) -> Unreadable {
        Unreadable(format!("{}: {}", shown(&self.name()), reason(error)))
    }
}

/// Everything that is to be read.
#[derive(Debug, Default)]
pub struct Inputs {
    /// In the order in which they were named, folders walked in sorted order.
    pub inputs: Vec<Input>,
    /// Folders that could not be walked.
    pub unreadable: Vec<Unreadable>,
    /// Files of walked folders that are not opened.
    pub skipped: usize,
}

/// The inputs that were named; the standard input where nothing was named.
///
/// `None` where nothing was named and the standard input is a terminal.
pub fn inputs(paths: &[PathBuf]) -> Option<Inputs> {
    let mut all = Inputs::default();
    if paths.is_empty() {
        all.inputs.push(Input::Stdin);
        return (!io::stdin().is_terminal()).then_some(all);
    }
    for path in paths {
        if path.as_os_str() == "-" {
            all.inputs.push(Input::Stdin);
        } else if path.is_dir() {
            for found in walk(path) {
                match found {
                    Found::File(file) => all.inputs.push(Input::Walked(file)),
                    Found::Passed => all.skipped += 1,
                    Found::Unreadable(place, error) => all.unreadable.push(unreadable(&place, &error)),
                }
            }
        } else {
            all.inputs.push(Input::Named(path.clone()));
        }
    }
    Some(all)
}

fn unreadable(path: &Path, error: &io::Error) -> Unreadable {
    Unreadable(format!("{}: {}", shown(&path.to_string_lossy()), reason(error)))
}

/// The rule files of a folder.
pub fn rule_files(dir: &Path) -> Result<Vec<RuleFile>, Unreadable> {
    let paths = files(dir).map_err(|(path, error)| unreadable(&path, &error))?;
    let mut files = Vec::new();
    for path in paths.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "toml")) {
        let below = path.strip_prefix(dir).unwrap_or(&path);
        let names: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        let name = names.join("/");
        let bytes = Input::Named(path).read()?;
        let text = String::from_utf8(bytes).map_err(|_| Unreadable(format!("{}: this is not UTF-8", shown(&name))))?;
        files.push(RuleFile { path: name, text });
    }
    Ok(files)
}

impl<'i> Content<'i> {
    /// Looks at the beginning, and reads the rest unless it is a recording.
    fn of(mut input: impl Read + 'i) -> io::Result<Self> {
        let mut head = Vec::new();
        input.by_ref().take(har::HEAD as u64).read_to_end(&mut head)?;
        if har::begins_recording(&head) {
            return Ok(Self::Recording(Box::new(io::Cursor::new(head).chain(input))));
        }
        if ticket::begins_lines(&head) {
            let rest: Box<dyn Read + 'i> = Box::new(io::Cursor::new(head).chain(input));
            return Ok(Self::Tickets(BufReader::with_capacity(PIECE, rest)));
        }
        bounded(head, input).map(Self::Text)
    }
}

fn is_alien(bytes: &[u8]) -> bool {
    memchr::memchr(0, &bytes[..bytes.len().min(HEAD)]).is_some() || is_bundle(bytes)
}

/// Whether a program wrote this program: its lines are longer than anybody's, and hold functions.
fn is_bundle(bytes: &[u8]) -> bool {
    const LONGEST: usize = 5_000;
    let is_data = bytes.iter().find(|byte| !byte.is_ascii_whitespace()).is_none_or(|first| b"{[<".contains(first));
    let calls = |line: &[u8]| memmem::find(line, b"function").is_some() || memmem::find(line, b"=>{").is_some();
    let mut from = 0;
    while !is_data && from + LONGEST < bytes.len() {
        let end = memchr::memchr(b'\n', &bytes[from..]).map_or(bytes.len(), |at| from + at);
        if end - from > LONGEST && calls(&bytes[from..end]) {
            return true;
        }
        from = end + 1;
    }
    false
}

/// Everything behind `head`, unless there is too much.
fn bounded(head: Vec<u8>, input: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = head;
    input.take((MOST + 1).saturating_sub(bytes.len() as u64)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "too large"));
    }
    Ok(bytes)
}

/// Why something could not be read, without the system's number.
pub fn reason(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file",
        io::ErrorKind::PermissionDenied => "no permission to read it",
        io::ErrorKind::FileTooLarge => {
            "it is larger than 64 MiB, the most that is read at once; cut out the part that matters"
        }
        io::ErrorKind::IsADirectory => "it is a folder",
        _ => "it could not be read",
    }
}

/// A name as it is printed: people paste commands where files belong.
pub fn shown(name: &str) -> String {
    let redacted = Redactor::new("").value(name);
    Tags::number(redacted.secrets()).text(&redacted)
}
