//! POSIX shell and bash as people paste them: one simple command to words (POSIX.1-2017 XCU 2.2, 2.3, 2.7; bash 3.1.2).
//!
//! Nothing is executed or read: variables and substitutions stay as written and are marked.

use memchr::{memchr, memchr3};

use super::braces;
use super::folded;
use super::lookahead::Lookahead;
use super::quoted;
use super::repair::{self, Damage};
use super::word::{Word, WordBuilder};
use crate::exchange::{Quoting, Repair};
use crate::text::{Mark, Text, near};

/// Whether damage is undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// As the shell would read it.
    Wire,
    /// As it was meant: typographic characters, stray spaces, lost backslashes and unquoted `&` are repaired.
    Intent,
}

/// Where a command stands, as far as that changes how it ends.
#[derive(Clone, Copy, Debug, Default)]
pub struct Setting {
    /// The byte that closes what the command stands in: a backtick, or a quote around `$(..)`.
    pub closer: Option<u8>,
    /// Continuation lines carry a prompt of their own, `> `.
    pub prompted: bool,
    /// The least indentation of the lines that YAML makes one line of.
    pub folded: Option<usize>,
    /// It stands in a comment whose lines begin with a star.
    pub starred: bool,
}

/// A simple command: its words and what is fed to it.
#[derive(Clone, Debug)]
pub struct Lexed<'s> {
    /// The words, redirections taken out.
    pub words: Vec<Word<'s>>,
    /// What a here-document or here-string feeds to its standard input.
    pub stdin: Option<Text<'s>>,
    /// Where reading goes on: behind the command and what ended it.
    pub end: usize,
    /// Where the last word or redirection ends.
    pub last: usize,
    /// What had to be repaired.
    pub repairs: Vec<Repair>,
}

/// Reads the simple command that starts at `start` of the document.
#[must_use]
pub fn lex<'s>(doc: &Text<'s>, start: usize, reading: Reading, setting: Setting) -> Lexed<'s> {
    let mut lexer = Lexer::new(doc, start, reading, setting);
    lexer.run();
    let repairs = repair::settle(&lexer);
    let Lexer { at, last, words, stdin, .. } = lexer;
    Lexed { words, stdin, end: at, last, repairs }
}

/// Words that most commands have at most.
const USUAL: usize = 9;

/// More than this between parentheses is no part of a word.
const LONGEST_ASIDE: usize = 256;

pub(super) struct Lexer<'d, 's> {
    pub(super) doc: &'d Text<'s>,
    pub(super) text: &'d str,
    pub(super) bytes: &'d [u8],
    pub(super) at: usize,
    pub(super) ahead: Lookahead,
    pub(super) reading: Reading,
    pub(super) setting: Setting,
    pub(super) words: Vec<Word<'s>>,
    pub(super) damage: Vec<Damage>,
    /// From here on nothing reached the program: only repairs keep it part of the command.
    pub(super) lost: bool,
    pub(super) last: usize,
    stdin: Option<Text<'s>>,
    /// Delimiters of here-documents whose bodies follow the line.
    heredocs: Vec<Heredoc>,
}

struct Heredoc {
    delimiter: String,
    quoted: bool,
    indented: bool,
}

impl<'d, 's> Lexer<'d, 's> {
    fn new(doc: &'d Text<'s>, start: usize, reading: Reading, setting: Setting) -> Self {
        let text = doc.as_str();
        Self {
            doc,
            text,
            bytes: text.as_bytes(),
            at: start,
            ahead: Lookahead::default(),
            reading,
            setting,
            words: Vec::with_capacity(USUAL),
            damage: Vec::new(),
            lost: false,
            last: start,
            stdin: None,
            heredocs: Vec::new(),
        }
    }

    pub(super) fn intent(&self) -> bool {
        self.reading == Reading::Intent
    }

    pub(super) fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn run(&mut self) {
        loop {
            let blank = self.skip_blanks();
            let Some(byte) = self.peek(0) else { break };
            match byte {
                b'\n' => {
                    if self.goes_on_without_backslash() {
                        continue;
                    }
                    self.at += 1;
                    self.read_heredocs();
                    break;
                }
                b'#' if blank || self.words.is_empty() => {
                    self.at = memchr(b'\n', &self.bytes[self.at..]).map_or(self.bytes.len(), |n| self.at + n);
                }
                b';' | b')' => {
                    self.at += 1;
                    break;
                }
                b'|' => {
                    self.at += 1;
                    break;
                }
                b'&' if self.peek(1) == Some(b'>') => self.redirection(),
                b'&' => {
                    self.at += if self.peek(1) == Some(b'&') { 2 } else { 1 };
                    break;
                }
                b'<' | b'>' if self.placeholder_end().is_none() => self.redirection(),
                b'0'..=b'9' if self.is_numbered_redirection() => self.redirection(),
                _ if Some(byte) == self.setting.closer => break,
                _ if self.intent() && self.begins_sentence() => break,
                _ => {
                    let word = self.word();
                    self.push(word);
                }
            }
        }
        self.heredocs_left_open();
    }

    /// Takes a word up; on the wire its braces are expanded first, and each word that comes of it is read anew.
    fn push(&mut self, word: Word<'s>) {
        let (start, end) = (word.start, self.at);
        let expanded = if self.intent() { None } else { braces::expand(self.doc, start, end) };
        let Some(expanded) = expanded else { return self.words.push(word) };
        for text in expanded.iter().filter(|text| !text.as_str().is_empty()) {
            let mut member = Lexer::new(text, 0, self.reading, Setting::default()).word();
            (member.start, member.span) = (start, word.span);
            let vanishes = member.text.as_str().is_empty() && !text.as_str().contains(['\'', '"']);
            if !vanishes {
                self.words.push(member);
            }
        }
    }

    /// Passes white space and continuation lines; says whether there was any.
    fn skip_blanks(&mut self) -> bool {
        let start = self.at;
        while let Some(byte) = self.peek(0) {
            match byte {
                b' ' | b'\t' => self.at += 1,
                b'\r' if self.peek(1) == Some(b'\n') || self.peek(1).is_none() => self.at += 1,
                b'\\' if self.continuation(0).is_some() => {
                    self.at += self.continuation(0).unwrap_or(1);
                    self.skip_prompt();
                }
                b'\\' if self.intent() && (self.doubled_continuation() || repair::space_after_backslash(self)) => {}
                b'^' | b'`' if self.foreign_continuation().is_some() => {
                    self.at += self.foreign_continuation().unwrap_or(1);
                }
                0xC2 | 0xE2 | 0xE3 | 0xEF if self.intent() && repair::invisible_between_words(self) => {}
                _ => break,
            }
        }
        self.at > start
    }

    /// At a line break: whether the next line was meant to belong to the command, so that reading goes on there.
    fn goes_on_without_backslash(&mut self) -> bool {
        folded::folds(self)
            || self.intent()
                && self.heredocs.is_empty()
                && (self.comment_goes_on() || repair::missing_continuation(self))
    }

    /// At a mark behind a closing quote: whether it ends the line, and so the sentence that the command stands in.
    fn ends_sentence(&self) -> bool {
        let quoted = matches!(self.bytes[self.at - 1], b'\'' | b'"');
        quoted && near::behind(self.text, self.at + 1).trim().is_empty()
    }

    pub(super) fn word(&mut self) -> Word<'s> {
        let start = self.at;
        let mut word = WordBuilder::new(self.doc, start);
        let mut whole_lost = self.lost;
        while let Some(byte) = self.peek(0) {
            match byte {
                b'(' if self.intent() && self.at > start && self.parenthesis(&mut word) => {}
                b'<' | b'{' | b'[' if self.placeholder(&mut word) => {}
                b' ' | b'\t' | b'\n' | b';' | b'|' | b'<' | b'>' | b')' | b'(' => break,
                b'\r' if matches!(self.peek(1), Some(b'\n') | None) => break,
                b'.' | b',' if self.at > start && self.intent() && self.ends_sentence() => self.at += 1,
                b'&' if self.intent() && repair::unquoted_ampersand(self, &word) => {
                    let from = word.len();
                    self.lost_rest_of_word(&mut word);
                    word.mark(from, Mark::Repaired);
                    self.lost = true;
                }
                b'&' => break,
                _ if Some(byte) == self.setting.closer => break,
                b'\'' => quoted::single(self, &mut word),
                b'"' => quoted::double(self, &mut word, b'"'),
                b'\\' => self.backslash(&mut word),
                b'$' if self.peek(1) == Some(b'\'') => quoted::ansi(self, &mut word),
                b'$' if self.peek(1) == Some(b'"') => {
                    self.at += 1;
                    quoted::double(self, &mut word, b'"');
                }
                b'$' | b'`' => self.expansion(&mut word, Quoting::Bare),
                0xE2 if self.intent() && repair::smart_quoted(self, &mut word, start) => whole_lost = true,
                0xC2 | 0xE2 | 0xE3 | 0xEF if self.intent() && repair::ends_word(self) => break,
                0xC2 | 0xE2 | 0xE3 | 0xEF if self.intent() && repair::invisible_in_word(self) => {}
                _ => self.plain(&mut word),
            }
        }
        if whole_lost {
            word.mark(0, Mark::Repaired);
        }
        if self.at == start {
            self.at += self.text[start..].chars().next().map_or(1, char::len_utf8);
            word.verbatim(start, self.at);
        }
        self.last = self.at;
        word.finish(self.at)
    }

    /// Takes characters that mean nothing special up to the next that might.
    fn plain(&mut self, word: &mut WordBuilder<'_, 's>) {
        let start = self.at;
        self.at += self.text[start..].chars().next().map_or(1, char::len_utf8);
        while let Some(byte) = self.peek(0) {
            if is_special(byte) || byte >= 0x80 || Some(byte) == self.setting.closer {
                break;
            }
            self.at += 1;
        }
        word.verbatim(start, self.at);
    }

    /// `(..)` inside a word is a syntax error to the shell; it was meant literally where it closes within the word.
    fn parenthesis(&mut self, word: &mut WordBuilder<'_, 's>) -> bool {
        let rest = &self.bytes[self.at..];
        let stops = |b: &u8| matches!(b, b')' | b' ' | b'\t' | b'\n' | b'\'' | b'"');
        let end = rest.iter().take(LONGEST_ASIDE).position(stops);
        let Some(len) = end.filter(|&n| rest[n] == b')') else { return false };
        word.verbatim(self.at, self.at + len + 1);
        self.at += len + 1;
        true
    }

    /// `<client id>` and `{client id}` of documentation are one piece of a word, whatever the shell makes of them.
    fn placeholder(&mut self, word: &mut WordBuilder<'_, 's>) -> bool {
        let Some(end) = self.placeholder_end() else { return false };
        word.verbatim(self.at, end);
        self.at = end;
        true
    }

    /// Where the placeholder that starts here ends; `< in > out` and `{ echo; }` are none.
    fn placeholder_end(&self) -> Option<usize> {
        let (open, close) = match self.peek(0)? {
            b'<' if self.intent() => (b'<', b'>'),
            b'{' if self.intent() => (b'{', b'}'),
            b'[' if self.intent() => (b'[', b']'),
            _ => return None,
        };
        let doubled = open == b'{' && self.peek(1) == Some(b'{');
        let inner = self.bytes.get(self.at + 1 + usize::from(doubled)..)?;
        let len = inner.iter().take(LONGEST_ASIDE).position(|b| *b == close || matches!(b, b'\n' | b'\r'))?;
        let words = inner[..len].strip_prefix(b" ").filter(|_| doubled).unwrap_or(&inner[..len]);
        let allowed = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'_' | b'-' | b'.' | b'/');
        let named = words.first().is_some_and(u8::is_ascii_alphabetic) && words.iter().all(allowed);
        let tight = doubled || words.last() != Some(&b' ');
        let spaced = open == b'<' || words.contains(&b' ');
        let end = self.at + 1 + usize::from(doubled) + len;
        let closes = self.bytes[end..].starts_with(if doubled { b"}}" } else { std::slice::from_ref(&close) });
        let behind = self.bytes.get(end + 1 + usize::from(doubled));
        let whole = behind.is_none_or(|b| !b.is_ascii_alphanumeric());
        (closes && named && tight && spaced && whole).then_some(end + 1 + usize::from(doubled))
    }

    /// After an `&` that was meant literally: the rest of the word never reached the program.
    fn lost_rest_of_word(&mut self, word: &mut WordBuilder<'_, 's>) {
        let start = self.at;
        self.at += 1;
        word.verbatim(start, self.at);
        while let Some(byte) = self.peek(0) {
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' | b';' | b'|' | b')' => break,
                b'\'' => quoted::single(self, word),
                b'"' => quoted::double(self, word, b'"'),
                b'\\' => self.backslash(word),
                b'$' | b'`' => self.expansion(word, Quoting::Bare),
                b'&' => {
                    word.verbatim(self.at, self.at + 1);
                    self.at += 1;
                }
                b'<' | b'>' => {
                    word.verbatim(self.at, self.at + 1);
                    self.at += 1;
                }
                _ => self.plain(word),
            }
        }
    }

    fn backslash(&mut self, word: &mut WordBuilder<'_, 's>) {
        if let Some(len) = self.continuation(0) {
            self.at += len;
            self.skip_prompt();
            return;
        }
        let start = self.at;
        match self.text[start + 1..].chars().next() {
            None => {
                self.at += 1;
                word.verbatim(start, self.at);
            }
            Some(character) => {
                self.at += 1 + character.len_utf8();
                word.encoded(start, self.at, character.encode_utf8(&mut [0; 4]));
            }
        }
    }

    /// `$NAME`, `${..}`, `$(..)`, `$((..))` or backticks, kept as written; a lone `$` stands for itself.
    pub(super) fn expansion(&mut self, word: &mut WordBuilder<'_, 's>, quoting: Quoting) {
        let start = self.at;
        if let Some(end) = self.ahead.expansion_end(self.bytes, start) {
            if let Some((from, to)) = quoted::variable_name(self.bytes, start, end) {
                word.variable((start, end), (from, to), quoting);
            }
            self.at = end;
            word.expansion(start, end);
        } else {
            self.at += 1;
            word.verbatim(start, self.at);
        }
    }

    fn is_numbered_redirection(&self) -> bool {
        let digits = self.bytes[self.at..].iter().take_while(|b| b.is_ascii_digit()).count();
        matches!(self.peek(digits), Some(b'<' | b'>'))
    }

    /// `> file`, `2>&1`, `<<EOF`, `<<< word`: feeds standard input or is passed over.
    fn redirection(&mut self) {
        while self.peek(0).is_some_and(|b| b.is_ascii_digit() || b == b'&') {
            self.at += 1;
        }
        let start = self.at;
        while matches!(self.peek(0), Some(b'<' | b'>' | b'&' | b'|' | b'-')) && self.at - start < 3 {
            self.at += 1;
        }
        let operator = &self.bytes[start..self.at];
        if operator.starts_with(b"<(") || operator.is_empty() {
            self.at += 1;
            return;
        }
        let (here_string, here_document) = (operator == b"<<<", operator == b"<<" || operator == b"<<-");
        let indented = operator == b"<<-";
        self.skip_blanks();
        let Some(byte) = self.peek(0) else { return };
        if byte == b'\n' {
            return;
        }
        if byte == b'(' {
            let end = self.ahead.parenthesis_end(self.bytes, self.at).unwrap_or(self.bytes.len());
            self.at = end;
            return;
        }
        let from = self.at;
        let word = self.word();
        if here_string {
            self.stdin = Some(quoted::here_string(&word.text));
        } else if here_document {
            let quoted = memchr3(b'\'', b'"', b'\\', &self.bytes[from..self.at]).is_some();
            self.heredocs.push(Heredoc { delimiter: word.text.as_str().to_owned(), quoted, indented });
        }
    }

    /// Behind the command's line: the bodies of its here-documents. The last one is what the command reads.
    fn read_heredocs(&mut self) {
        for heredoc in std::mem::take(&mut self.heredocs) {
            let start = self.at;
            let mut end = self.bytes.len();
            let mut next = self.bytes.len();
            let mut line = start;
            while line < self.bytes.len() {
                let stop = memchr(b'\n', &self.bytes[line..]).map_or(self.bytes.len(), |n| line + n);
                let text = self.text[line..stop].trim_end_matches('\r');
                let text = if heredoc.indented { text.trim_start_matches('\t') } else { text };
                if text == heredoc.delimiter {
                    (end, next) = (line, (stop + 1).min(self.bytes.len()));
                    break;
                }
                line = stop + 1;
            }
            self.at = next;
            self.stdin = Some(match (heredoc.quoted, heredoc.indented) {
                (true, false) => self.doc.slice(start, end),
                (quoted, indented) => quoted::heredoc(self.doc, start, end, quoted, indented),
            });
            self.last = next;
        }
    }

    /// A command that ends within its line still owns the here-documents that follow the line.
    fn heredocs_left_open(&mut self) {
        if self.heredocs.is_empty() {
            return;
        }
        if let Some(line_end) = memchr(b'\n', &self.bytes[self.at..]) {
            self.at += line_end + 1;
            self.read_heredocs();
        }
    }
}

/// Whether a byte can mean something to the shell outside quotes.
const fn is_special(byte: u8) -> bool {
    matches!(
        byte,
        b' ' | b'\t'
            | b'\n'
            | b'\r'
            | b'\''
            | b'"'
            | b'\\'
            | b'$'
            | b'`'
            | b'&'
            | b';'
            | b'|'
            | b'<'
            | b'>'
            | b'{'
            | b'['
            | b'('
            | b')'
    )
}
