//! The command prompt of Windows: one command to words, as it was meant (Microsoft Learn, cmd, "Remarks"; the C runtime's
//! "Parsing C command-line arguments"; both as they are remembered on 2026-11-22, for no Windows was at hand to try).
//!
//! A caret takes the next character's meaning away and goes; browsers put it before everything that might have one, also
//! between quotes, where it should stay: it is dropped there too.

use crate::text::near;
use memchr::memchr;

use super::Lexed;
use super::word::{Word, WordBuilder};
use crate::exchange::{Quoting, Repair, RepairKind};
use crate::text::{Span, Text};

/// The longest name of a variable.
const LONGEST_NAME: usize = 64;

/// Whether the command at `start` was typed at, or copied for, the command prompt.
pub(in crate::read) fn is_cmd(text: &str, start: usize) -> bool {
    let first = near::behind(text, start);
    let has_caret = memchr(b'^', first.as_bytes()).is_some();
    is_prompt(near::before(text, start)) || has_caret && (first.contains("^\"") || first.trim_end().ends_with('^'))
}

/// `C:\Users\me>`.
pub(in crate::read) fn is_prompt(before: &str) -> bool {
    let before = before.trim();
    let drive = before.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    drive && before[1..].starts_with(":\\") && before.ends_with('>') && before.len() < 200
}

/// Reads the command that starts at `start` of the document.
pub(in crate::read) fn lex<'s>(doc: &Text<'s>, start: usize) -> Lexed<'s> {
    let mut lexer = Lexer { doc, text: doc.as_str(), at: start, quoted: false, repairs: Vec::new() };
    let (mut words, mut last) = (Vec::new(), start);
    while lexer.skip_blanks() {
        words.push(lexer.word());
        last = lexer.at;
    }
    let end = lexer.text[lexer.at..].find('\n').map_or(lexer.text.len(), |n| lexer.at + n + 1);
    Lexed { words, stdin: None, end, last, repairs: lexer.repairs }
}

struct Lexer<'d, 's> {
    doc: &'d Text<'s>,
    text: &'d str,
    at: usize,
    /// Between quotes.
    quoted: bool,
    repairs: Vec<Repair>,
}

impl<'s> Lexer<'_, 's> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    /// The length of a line break that stands `ahead`.
    fn line_break(&self, ahead: usize) -> Option<usize> {
        match (self.peek(ahead)?, self.peek(ahead + 1)) {
            (b'\n', _) => Some(1),
            (b'\r', Some(b'\n')) => Some(2),
            _ => None,
        }
    }

    /// Passes white space and lines that go on; says whether a word follows.
    fn skip_blanks(&mut self) -> bool {
        loop {
            match self.peek(0) {
                Some(b' ' | b'\t') => self.at += 1,
                Some(b'^') => match self.line_break(1) {
                    Some(len) => self.at += 1 + len,
                    None => return true,
                },
                Some(b'<') if self.placeholder().is_some() => return true,
                None | Some(b'\n' | b'\r' | b'&' | b'|' | b'<' | b'>') => return false,
                Some(_) => return true,
            }
        }
    }

    fn word(&mut self) -> Word<'s> {
        let start = self.at;
        let mut word = WordBuilder::new(self.doc, start);
        self.quoted = false;
        let mended = self.repairs.len();
        while let Some(byte) = self.peek(0) {
            match byte {
                b'\n' | b'\r' => break,
                b'<' if !self.quoted
                    && let Some(len) = self.placeholder() =>
                {
                    word.verbatim(self.at, self.at + len);
                    self.at += len;
                }
                b' ' | b'\t' | b'&' | b'|' | b'<' | b'>' if !self.quoted => break,
                b'^' => self.caret(&mut word),
                b'"' => self.quote(&mut word),
                b'\\' => self.backslashes(&mut word),
                b'%' => self.variable(&mut word),
                b'\'' if !self.quoted && self.single_quoted(&mut word) => {}
                _ => self.plain(&mut word),
            }
        }
        let word = word.finish(self.at);
        self.repairs[mended..].iter_mut().for_each(|repair| repair.word = word.span);
        word
    }

    /// The length of `<name>`, which somebody was to replace: no redirection was meant.
    fn placeholder(&self) -> Option<usize> {
        let inner = self.text[self.at..].strip_prefix('<')?;
        let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
        let len = inner.bytes().take(LONGEST_NAME).take_while(is_name).count();
        (len > 0 && inner[len..].starts_with('>')).then_some(len + 2)
    }

    fn plain(&mut self, word: &mut WordBuilder<'_, 's>) {
        let len = self.text[self.at..].chars().next().map_or(1, char::len_utf8);
        word.verbatim(self.at, self.at + len);
        self.at += len;
    }

    /// `^` and what it takes the meaning from: a line break vanishes with it, and a second one stands for itself.
    fn caret(&mut self, word: &mut WordBuilder<'_, 's>) {
        if let Some(len) = self.line_break(1) {
            self.at += 1 + len;
            if let Some(len) = self.line_break(0) {
                word.encoded(self.at, self.at + len, "\n");
                self.at += len;
            }
            return;
        }
        if self.peek(1) == Some(b'\\') {
            return self.backslashes(word);
        }
        self.at += 1;
        match self.peek(0) {
            Some(b'"') => self.quote(word),
            Some(_) => self.plain(word),
            None => {}
        }
    }

    /// A quote opens or closes; two of them between quotes are one.
    fn quote(&mut self, word: &mut WordBuilder<'_, 's>) {
        if self.quoted && self.peek(1) == Some(b'"') {
            word.encoded(self.at, self.at + 2, "\"");
            self.at += 2;
            return;
        }
        self.quoted = !self.quoted;
        self.at += 1;
    }

    /// Backslashes mean something before a quote only: two are one there, and one makes the quote a character.
    fn backslashes(&mut self, word: &mut WordBuilder<'_, 's>) {
        let mut at = self.at;
        let mut places = Vec::new();
        let sign = |at: usize| {
            let caret = usize::from(self.text.as_bytes().get(at) == Some(&b'^'));
            self.text.as_bytes().get(at + caret).map(|byte| (*byte, at + caret + 1))
        };
        while let Some((b'\\', next)) = sign(at) {
            places.push((at, next));
            at = next;
        }
        // A browser doubles them everywhere.
        let copied = places.len() % 2 == 0 && places.iter().all(|(start, end)| end - start == 2);
        let quoted = sign(at).filter(|(byte, _)| *byte == b'"');
        let Some((_, behind)) = quoted.or(copied.then_some((b'"', at))) else {
            places.iter().for_each(|(_, end)| word.verbatim(end - 1, *end));
            self.at = at;
            return;
        };
        for pair in places.chunks_exact(2) {
            word.encoded(pair[0].0, pair[1].1, "\\");
        }
        self.at = at;
        if let Some((start, _)) = places.last().filter(|_| places.len() % 2 == 1) {
            word.encoded(*start, behind, "\"");
            self.at = behind;
        }
    }

    /// `%NAME%`. Percent-encoding is none.
    fn variable(&mut self, word: &mut WordBuilder<'_, 's>) {
        let start = self.at;
        let rest = &self.text.as_bytes()[start + 1..];
        let len = rest.iter().take(LONGEST_NAME).take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
        let name = &rest[..len];
        let named = rest.get(len) == Some(&b'%')
            && name.first().is_some_and(|b| !b.is_ascii_digit())
            && !name.iter().all(u8::is_ascii_hexdigit);
        if !named {
            return self.plain(word);
        }
        self.at = start + len + 2;
        word.variable((start, self.at), (start + 1, start + 1 + len), Quoting::Double);
        word.expansion(start, self.at);
    }

    /// Single quotes are characters here; they were meant to hold what stands between them.
    fn single_quoted(&mut self, word: &mut WordBuilder<'_, 's>) -> bool {
        let (start, inner) = (self.at, self.at + 1);
        let line = self.text[inner..].find(['\n', '\r']).map_or(self.text.len(), |n| inner + n);
        let Some(close) = self.text[inner..line].find('\'').map(|n| inner + n) else { return false };
        let ends = self.text[close + 1..].starts_with([' ', '\t', '\n', '\r', '^']) || close + 1 == self.text.len();
        if !ends {
            return false;
        }
        for at in [start, close] {
            let span = self.doc.span_of(at, at + 1);
            let (kind, characters) = (RepairKind::SingleQuote, "'".to_owned());
            self.repairs.push(Repair { kind, span, characters, meant: "\"", word: Span::at(span.start), lost: None });
        }
        word.verbatim(inner, close);
        self.at = close + 1;
        true
    }
}
