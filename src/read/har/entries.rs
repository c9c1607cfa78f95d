//! The entries of a recording that is read as a stream, in memory that does not grow with it.

use std::io::{self, Read};
use std::ops::Range;

use memchr::{memchr_iter, memrchr};

use super::HEAD;
use super::entry::Recorder;
use super::scanner::{Event, Scanner};
use crate::text::Position;

/// The longest entry that is kept, in bytes; longer ones are passed over and counted.
pub const LONGEST: usize = 64 << 20;
/// What is read in one go.
const CHUNK: usize = 128 << 10;
/// How long a batch of entries grows.
const BATCH: usize = 64 << 10;

/// The entries of a HAR document, one by one.
///
/// ```
/// use grantlint::read::har::{Ending, Entries};
///
/// let mut entries = Entries::new(r#"{"log":{"entries":[{"request":{}}, {"request":"#.as_bytes());
/// let first = entries.next()?.map(|entry| (entry.bytes.len(), entry.start.column));
/// assert_eq!(first, Some((14, 20)));
/// assert!(entries.next()?.is_none());
/// assert!(matches!(entries.ending(), Ending::CutOff(at) if at.offset == 46));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Entries<R> {
    input: R,
    buffer: Vec<u8>,
    /// Bytes of the buffer that were read, and that were scanned.
    filled: usize,
    scanned: usize,
    /// Where in the buffer the entry begins that is being scanned.
    start: Option<usize>,
    /// The place of the byte at `placed` in the buffer.
    place: Position,
    placed: usize,
    scanner: Scanner,
    head: Vec<u8>,
    recorder: Option<Recorder>,
    /// The entry is too long to be kept.
    passes: bool,
    skipped: usize,
    ending: Option<Ending>,
}

/// An entry as it stands in the recording.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'b> {
    /// From its opening to its closing bracket.
    pub bytes: &'b [u8],
    /// Where it begins.
    pub start: Position,
    /// Who made the recording, as far as what stands before the entries tells.
    pub recorder: Recorder,
}

/// Entries that follow each other, in bytes of their own.
#[derive(Debug, Default)]
pub struct Batch {
    bytes: Vec<u8>,
    entries: Vec<(Range<usize>, Position)>,
    recorder: Recorder,
}

impl Batch {
    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries, in order.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        let entry = |(range, start): &(Range<usize>, Position)| Entry {
            bytes: &self.bytes[range.clone()],
            start: *start,
            recorder: self.recorder,
        };
        self.entries.iter().map(entry)
    }
}

/// How a recording ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// As it should.
    Whole,
    /// Before it was complete.
    CutOff(Position),
    /// Something else stands where this was expected.
    Broken(Position, &'static str),
}

impl<R: Read> Entries<R> {
    /// The entries of what `input` gives. It need not be buffered.
    pub fn new(input: R) -> Self {
        Self {
            input,
            buffer: Vec::new(),
            filled: 0,
            scanned: 0,
            start: None,
            place: Position { line: 1, column: 1, offset: 0 },
            placed: 0,
            scanner: Scanner::default(),
            head: Vec::new(),
            recorder: None,
            passes: false,
            skipped: 0,
            ending: None,
        }
    }

    /// The next entry; `None` behind the last.
    ///
    /// # Errors
    /// Where the input cannot be read.
    #[allow(clippy::should_implement_trait, reason = "an entry borrows from the reader, and reading can fail")]
    pub fn next(&mut self) -> io::Result<Option<Entry<'_>>> {
        if self.ending.is_some() {
            return Ok(None);
        }
        loop {
            let (len, event) = self.scanner.next(&self.buffer[self.scanned..self.filled]);
            if self.recorder.is_none() {
                self.look_for_recorder(len, event);
            }
            self.scanned += len;
            match event {
                Event::Start => self.start = Some(self.scanned - 1),
                Event::End if self.passes => {
                    (self.passes, self.start) = (false, None);
                    self.skipped += 1;
                }
                Event::End => {
                    let start = self.start.take().unwrap_or(self.scanned);
                    self.advance(start);
                    let bytes = &self.buffer[start..self.scanned];
                    let recorder = self.recorder.unwrap_or_default();
                    return Ok(Some(Entry { bytes, start: self.place, recorder }));
                }
                Event::Broken(expected) => {
                    self.advance(self.scanned);
                    self.ending = Some(Ending::Broken(self.place, expected));
                    return Ok(None);
                }
                Event::More => {
                    if self.fill()? == 0 {
                        self.advance(self.filled);
                        let whole = self.scanner.is_whole();
                        self.ending = Some(if whole { Ending::Whole } else { Ending::CutOff(self.place) });
                        return Ok(None);
                    }
                }
            }
        }
    }

    /// The next entries, as many as are worth a piece of work; none behind the last.
    ///
    /// # Errors
    /// Where the input cannot be read.
    pub fn batch(&mut self) -> io::Result<Batch> {
        let mut batch = Batch::default();
        while batch.bytes.len() < BATCH {
            let Some(entry) = self.next()? else { break };
            let start = batch.bytes.len();
            batch.bytes.extend_from_slice(entry.bytes);
            batch.entries.push((start..batch.bytes.len(), entry.start));
            batch.recorder = entry.recorder;
        }
        Ok(batch)
    }

    /// Entries that were too long to be kept.
    pub const fn skipped(&self) -> usize {
        self.skipped
    }

    /// How the recording ended; once there are no more entries.
    pub fn ending(&self) -> Ending {
        self.ending.unwrap_or(Ending::CutOff(self.place))
    }

    /// Takes what stands before the first entry for the head.
    fn look_for_recorder(&mut self, len: usize, event: Event) {
        let room = HEAD.saturating_sub(self.head.len());
        self.head.extend_from_slice(&self.buffer[self.scanned..self.scanned + len.min(room)]);
        if event != Event::More {
            self.recorder = Some(Recorder::of_head(&String::from_utf8_lossy(&self.head)));
            self.head = Vec::new();
        }
    }

    /// Reads on; gives how many bytes came.
    fn fill(&mut self) -> io::Result<usize> {
        if self.start.is_some_and(|start| self.scanned - start > LONGEST) {
            self.passes = true;
        }
        let keep = match self.start.filter(|_| !self.passes) {
            Some(start) => start,
            // A character is not torn, so that columns are counted right.
            None => self.scanned - torn(&self.buffer[self.placed..self.scanned]),
        };
        if keep > 0 {
            self.advance(keep);
            self.buffer.copy_within(keep..self.filled, 0);
            self.filled -= keep;
            self.scanned -= keep;
            self.placed = 0;
            self.start = self.start.map(|start| start.saturating_sub(keep));
        }
        if self.buffer.len() < self.filled + CHUNK {
            self.buffer.resize((2 * self.filled).max(2 * CHUNK), 0);
        }
        loop {
            match self.input.read(&mut self.buffer[self.filled..]) {
                Ok(len) => {
                    self.filled += len;
                    return Ok(len);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Moves the place on to this byte of the buffer.
    fn advance(&mut self, to: usize) {
        let passed = &self.buffer[self.placed.min(to)..to];
        self.place.offset += passed.len();
        let line = memrchr(b'\n', passed).map_or(passed, |end| {
            self.place.line += memchr_iter(b'\n', passed).count();
            self.place.column = 1;
            &passed[end + 1..]
        });
        self.place.column += characters(line);
        self.placed = to;
    }
}

/// How many characters the bytes are, each maximal invalid sequence counted as one.
fn characters(bytes: &[u8]) -> usize {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.chars().count(),
        Err(_) => {
            let count = |chunk: std::str::Utf8Chunk<'_>| {
                chunk.valid().chars().count() + usize::from(!chunk.invalid().is_empty())
            };
            bytes.utf8_chunks().map(count).sum()
        }
    }
}

/// How many bytes at the end begin a character that goes on behind it.
fn torn(bytes: &[u8]) -> usize {
    let width = |byte: u8| match byte {
        0xF0..=0xFF => 4,
        0xE0..=0xEF => 3,
        0xC0..=0xDF => 2,
        _ => 0,
    };
    (1..=3.min(bytes.len())).find(|n| width(bytes[bytes.len() - n]) > *n).unwrap_or(0)
}
