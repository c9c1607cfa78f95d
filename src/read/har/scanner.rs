//! Where the entries of a recording begin and end, in bytes that arrive piece by piece.
//!
//! Only brackets, quotes and the few keys that lead to `log.entries` are looked at: what stands inside of an entry is
//! passed over by its nesting alone, and read by whoever wants to.

use crate::read::quote::special;

/// Brackets that may be open at once. No recorder nests deeper than a dozen.
const DEPTH: usize = 512;

/// Longest key that is told apart.
const KEY: usize = "entries".len();

/// What the scanner came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// The bracket that opens an entry was consumed.
    Start,
    /// The bracket that closes it was consumed.
    End,
    /// All bytes were consumed.
    More,
    /// What comes next cannot stand here; nothing more will come.
    Broken(&'static str),
}

/// A scanner of JSON, resumable at every byte.
#[derive(Debug, Default)]
pub(super) struct Scanner {
    /// The brackets that are open, as the bytes that close them.
    open: Vec<u8>,
    in_string: bool,
    escaped: bool,
    /// How many brackets are open around an entry; 0 outside of entries.
    entries: usize,
    /// Inside the object `log`.
    in_log: bool,
    /// The string read last, as far as it can be a key, and whether a colon followed.
    word: Vec<u8>,
    is_key: bool,
    began: bool,
    broken: Option<&'static str>,
}

impl Scanner {
    /// Scans `bytes`, which follow what was consumed before, up to the next event; gives how many were consumed.
    pub(super) fn next(&mut self, bytes: &[u8]) -> (usize, Event) {
        if let Some(expected) = self.broken {
            return (0, Event::Broken(expected));
        }
        let mut at = 0;
        while at < bytes.len() {
            if self.is_in_entry() {
                at = self.inside(bytes, at);
                if !self.is_in_entry() && self.broken.is_none() {
                    return (at, Event::End);
                }
            } else {
                at = self.outside(bytes, at);
                if self.is_in_entry() && self.broken.is_none() {
                    return (at, Event::Start);
                }
            }
            if let Some(expected) = self.broken {
                return (at, Event::Broken(expected));
            }
        }
        (at, Event::More)
    }

    /// Whether everything that was opened is closed.
    pub(super) const fn is_whole(&self) -> bool {
        self.open.is_empty() && self.began && !self.in_string
    }

    fn is_in_entry(&self) -> bool {
        self.entries > 0 && self.open.len() > self.entries
    }

    /// Passes over what stands inside of an entry, up to its end.
    fn inside(&mut self, bytes: &[u8], mut at: usize) -> usize {
        if self.in_string {
            at = self.string(bytes, at);
        }
        while let Some(&byte) = bytes.get(at) {
            match CLASS[usize::from(byte)] {
                Class::Other => at += 1,
                Class::Quote => {
                    self.in_string = true;
                    at = self.string(bytes, at + 1);
                }
                Class::Open => {
                    if !self.push(byte) {
                        break;
                    }
                    at += 1;
                }
                Class::Close => {
                    if !self.pop(byte) {
                        break;
                    }
                    at += 1;
                    if self.open.len() == self.entries {
                        break;
                    }
                }
            }
        }
        at
    }

    /// The end of the string that `at` lies in, or of the bytes.
    fn string(&mut self, bytes: &[u8], mut at: usize) -> usize {
        if self.escaped && at < bytes.len() {
            self.escaped = false;
            at += 1;
        }
        loop {
            let Some(found) = special(bytes, at) else { return bytes.len() };
            if bytes[found] == b'"' {
                self.in_string = false;
                return found + 1;
            }
            at = found + 2;
            if at > bytes.len() {
                self.escaped = true;
                return bytes.len();
            }
        }
    }

    /// One step towards the entries, between them or behind them.
    fn outside(&mut self, bytes: &[u8], at: usize) -> usize {
        let byte = bytes[at];
        if self.in_string {
            self.spell(byte);
            return at + 1;
        }
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => {}
            // A byte order mark.
            0xEF | 0xBB | 0xBF if !self.began => {}
            b'"' if !self.is_between_entries() && !self.open.is_empty() => {
                self.in_string = true;
                self.is_key = false;
                self.word.clear();
            }
            b':' if !self.is_between_entries() => self.is_key = true,
            b',' => self.is_key = false,
            b'{' | b'[' => return self.opens(byte, at),
            b'}' | b']' => {
                if !self.pop(byte) {
                    return at;
                }
                self.is_key = false;
                self.in_log &= self.open.len() > 1;
                if self.open.len() < self.entries {
                    self.entries = 0;
                }
            }
            _ if self.open.is_empty() => self.broken = Some(if self.began { "the end" } else { "{ or [" }),
            _ if self.is_between_entries() => self.broken = Some("an entry, a comma or ]"),
            _ => {}
        }
        if self.broken.is_some() { at } else { at + 1 }
    }

    fn opens(&mut self, byte: u8, at: usize) -> usize {
        let depth = self.open.len();
        let key = if self.is_key { self.word.as_slice() } else { &[] };
        if self.is_between_entries() && byte == b'[' {
            self.broken = Some("an entry, a comma or ]");
            return at;
        }
        let lists = depth == 0 || key == b"entries" && (depth == 1 || depth == 2 && self.in_log);
        if byte == b'[' && lists {
            self.entries = depth + 1;
        }
        self.in_log |= depth == 1 && byte == b'{' && key == b"log";
        self.is_key = false;
        self.began = true;
        if self.push(byte) { at + 1 } else { at }
    }

    fn is_between_entries(&self) -> bool {
        self.entries > 0 && self.open.len() == self.entries
    }

    /// One byte of a string outside of entries.
    fn spell(&mut self, byte: u8) {
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' => self.escaped = true,
            b'"' => self.in_string = false,
            _ => {}
        }
        if self.in_string && self.word.len() <= KEY {
            self.word.push(byte);
        }
    }

    fn push(&mut self, byte: u8) -> bool {
        if self.open.len() == DEPTH {
            self.broken = Some("less nesting");
            return false;
        }
        self.open.push(if byte == b'{' { b'}' } else { b']' });
        true
    }

    fn pop(&mut self, byte: u8) -> bool {
        if self.open.last() == Some(&byte) {
            self.open.pop();
            return true;
        }
        self.broken = Some(match self.open.last() {
            Some(b'}') => "}",
            Some(_) => "]",
            None => "the end",
        });
        false
    }
}

/// What a byte outside of strings does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Other,
    Quote,
    Open,
    Close,
}

const CLASS: [Class; 256] = {
    let mut table = [Class::Other; 256];
    table[b'"' as usize] = Class::Quote;
    table[b'{' as usize] = Class::Open;
    table[b'[' as usize] = Class::Open;
    table[b'}' as usize] = Class::Close;
    table[b']' as usize] = Class::Close;
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    /// The entries of a text that arrives in pieces of `size` bytes, and how it ended.
    fn entries(text: &str, size: usize) -> (Vec<String>, Event, bool) {
        let mut scanner = Scanner::default();
        let (mut found, mut start, mut offset) = (Vec::new(), 0, 0);
        for piece in text.as_bytes().chunks(size) {
            let mut at = 0;
            loop {
                let (len, event) = scanner.next(&piece[at..]);
                at += len;
                match event {
                    Event::Start => start = offset + at - 1,
                    Event::End => found.push(text[start..offset + at].to_owned()),
                    Event::More => break,
                    Event::Broken(_) => return (found, event, false),
                }
            }
            offset += piece.len();
        }
        (found, Event::More, scanner.is_whole())
    }

    const LOG: &str = "\u{feff}{\"log\": {\"pages\":[{\"entries\":[{\"no\":1}]}], \"x\": \"entries\",\r\n \"entries\" : [ {\"a\":\"}\\\\\\\"]\"}\n, {\"b\":[{}]}] , \"comment\":\"[{\"}}  ";

    #[test]
    fn entries_are_found_however_they_arrive() {
        for size in 1..LOG.len() {
            let (found, event, whole) = entries(LOG, size);
            assert_eq!(found, ["{\"a\":\"}\\\\\\\"]\"}", "{\"b\":[{}]}"], "in pieces of {size}");
            assert_eq!((event, whole), (Event::More, true));
        }
    }

    #[test]
    fn a_lone_list_is_a_list_of_entries() {
        assert_eq!(entries("[{\"a\":1},{}]", 3).0, ["{\"a\":1}", "{}"]);
    }

    #[test]
    fn what_cannot_stand_there_is_told() {
        let broken = |text: &str| match entries(text, 4096) {
            (found, Event::Broken(expected), _) => (found.len(), expected),
            (found, _, whole) => (found.len(), if whole { "whole" } else { "more" }),
        };
        assert_eq!(broken("{\"log\":{\"entries\":[{},{\"a\":[}]}}"), (1, "]"));
        assert_eq!(broken("{\"log\":{\"entries\":[{},7]}}"), (1, "an entry, a comma or ]"));
        assert_eq!(broken("{\"log\":{\"entries\":[{}]}} x"), (1, "the end"));
        assert_eq!(broken("{\"log\":{\"entries\":[{}]"), (1, "more"));
        assert_eq!(broken("{\"log\":{\"entries\":[{},{\"a\":\"b"), (1, "more"));
        assert_eq!(broken(&format!("[{{\"a\":{}", "[".repeat(1000))), (0, "less nesting"));
        assert_eq!(broken("hello"), (0, "{ or ["));
    }
}
