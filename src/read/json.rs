//! JSON as people paste it: every leaf keeps its place, and what is broken is read as far as it goes (RFC 8259).
//!
//! No crate does both. Doubled braces, typographic quotes, missing commas and a cut-off end are forum damage and are
//! passed over; unquoted placeholders count as scalars.

use super::quote::special;
use crate::exchange::Json;
use crate::text::{Text, decode};

/// Deeper values are passed over: nobody's request nests so deep, and hostile input shall not exhaust the stack.
const DEPTH: usize = 64;

/// Reads the object or array that `text` begins with, white space aside. `None` when it begins with something else.
#[must_use]
pub fn parse<'s>(text: &Text<'s>) -> Option<Json<'s>> {
    prefix(text, 0).map(|(json, _)| json)
}

/// Reads the object or array that starts at `start`; gives it and where it ends.
#[must_use]
pub fn prefix<'s>(text: &Text<'s>, start: usize) -> Option<(Json<'s>, usize)> {
    read(text, start, &[], |string| decode::json_string(&string))
}

/// As [`prefix`], with every string as it stands between its quotes: of a recording, little is ever looked at.
#[must_use]
pub fn undecoded<'s>(text: &Text<'s>, start: usize) -> Option<(Json<'s>, usize)> {
    read(text, start, &[], |string| string)
}

/// As [`undecoded`], with nothing in the objects and lists of these names.
#[must_use]
pub fn without<'s>(names: &[&str], text: &Text<'s>, start: usize) -> Option<(Json<'s>, usize)> {
    read(text, start, names, |string| string)
}

fn read<'s>(
    text: &Text<'s>,
    start: usize,
    passed: &[&str],
    decode: fn(Text<'s>) -> Text<'s>,
) -> Option<(Json<'s>, usize)> {
    let mut reader = Reader { text, value: text.as_str(), at: start, passed, decode };
    reader.blanks();
    match reader.peek()? {
        '{' => {
            // A forum may double braces: `{{"error": "x"}}`.
            let doubled = reader.value[reader.at + 1..].trim_start().starts_with('{');
            if doubled {
                reader.at += 1;
                reader.blanks();
            }
            let json = reader.object(DEPTH)?;
            if doubled && reader.value[reader.at..].starts_with('}') {
                reader.at += 1;
            }
            Some((json, reader.at))
        }
        '[' => Some((reader.array(DEPTH), reader.at)),
        _ => None,
    }
}

struct Reader<'t, 's> {
    text: &'t Text<'s>,
    value: &'t str,
    at: usize,
    /// Names of members that nobody looks into.
    passed: &'t [&'t str],
    /// What is made of a string.
    decode: fn(Text<'s>) -> Text<'s>,
}

impl<'s> Reader<'_, 's> {
    fn peek(&self) -> Option<char> {
        match self.value.as_bytes().get(self.at) {
            Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
            _ => self.value[self.at..].chars().next(),
        }
    }

    fn step(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    fn blanks(&mut self) {
        if self.value.as_bytes().get(self.at).is_some_and(u8::is_ascii_graphic) {
            return;
        }
        let rest = &self.value[self.at..];
        self.at += rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len();
    }

    /// An object, or `None` when nothing in the braces is a member: a placeholder such as `{your_client_id}`.
    fn object(&mut self, depth: usize) -> Option<Json<'s>> {
        let mut members = Vec::new();
        self.step();
        loop {
            self.blanks();
            match self.peek() {
                None => break,
                Some('}') => {
                    self.step();
                    break;
                }
                Some(',' | ';') => self.step(),
                Some(_) => match self.member(depth) {
                    Some(member) => members.push(member),
                    None if members.is_empty() => return None,
                    None => break,
                },
            }
        }
        Some(Json::Object(members))
    }

    fn member(&mut self, depth: usize) -> Option<(Text<'s>, Json<'s>)> {
        let key = if self.at_quote() { self.string() } else { self.bare_key()? };
        self.blanks();
        if !matches!(self.peek(), Some(':' | '=')) {
            return None;
        }
        self.step();
        if self.passed.contains(&key.as_str())
            && let Some(nothing) = self.pass_over()
        {
            return Some((key, nothing));
        }
        let value = self.any(depth)?;
        Some((key, value))
    }

    /// Passes over an object or a list by its nesting alone. `None`, with nothing passed, for anything else.
    fn pass_over(&mut self) -> Option<Json<'s>> {
        self.blanks();
        let bytes = self.value.as_bytes();
        let nothing = match bytes.get(self.at)? {
            b'{' => Json::Object(Vec::new()),
            b'[' => Json::Array(Vec::new()),
            _ => return None,
        };
        let (mut at, mut open) = (self.at, 0_usize);
        loop {
            match bytes.get(at)? {
                b'"' => at = self.quote(at + 1)?.0,
                b'{' | b'[' => open += 1,
                b'}' | b']' => open -= 1,
                _ => {}
            }
            at += 1;
            if open == 0 {
                self.at = at;
                return Some(nothing);
            }
        }
    }

    fn array(&mut self, depth: usize) -> Json<'s> {
        let mut elements = Vec::new();
        self.step();
        loop {
            self.blanks();
            match self.peek() {
                None => break,
                Some(']') => {
                    self.step();
                    break;
                }
                Some(',') => self.step(),
                Some('}') => break,
                Some(_) => match self.any(depth) {
                    Some(element) => elements.push(element),
                    None => break,
                },
            }
        }
        Json::Array(elements)
    }

    fn any(&mut self, depth: usize) -> Option<Json<'s>> {
        self.blanks();
        match self.peek()? {
            '{' | '[' if depth == 0 => None,
            '{' => {
                let start = self.at;
                match self.object(depth - 1) {
                    Some(object) => Some(object),
                    None => {
                        self.at = start;
                        Some(Json::Scalar(self.scalar()))
                    }
                }
            }
            '[' => Some(self.array(depth - 1)),
            _ if self.at_quote() => Some(Json::String(self.string())),
            _ => Some(Json::Scalar(self.scalar())),
        }
    }

    fn at_quote(&self) -> bool {
        matches!(self.peek(), Some('"' | '\'' | '“' | '”'))
    }

    /// What stands between quotes, unescaped. A string ends at its quote, or with the line when none comes.
    fn string(&mut self) -> Text<'s> {
        let open = self.peek().unwrap_or('"');
        self.step();
        let start = self.at;
        let end = if open == '"' { self.quote(start) } else { self.other_quote(start, open) };
        let line_end = || self.value[start..].find('\n').map_or(self.value.len(), |n| start + n);
        let (end, width) = end.unwrap_or_else(|| (line_end(), 0));
        self.at = end + width;
        (self.decode)(self.text.slice(start, end))
    }

    /// The quote that ends the string, and its width.
    fn quote(&self, start: usize) -> Option<(usize, usize)> {
        let bytes = self.value.as_bytes();
        let mut at = start;
        loop {
            at = special(bytes, at)?;
            if bytes[at] == b'"' {
                return Some((at, 1));
            }
            at += 2;
        }
    }

    /// The same of a string that somebody quoted in his own way.
    fn other_quote(&self, start: usize, open: char) -> Option<(usize, usize)> {
        let closes = |c: char| if open == '\'' { c == '\'' } else { matches!(c, '"' | '“' | '”') };
        let mut escaped = false;
        for (offset, character) in self.value[start..].char_indices() {
            match character {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                _ if closes(character) => return Some((start + offset, character.len_utf8())),
                _ => {}
            }
        }
        None
    }

    fn bare_key(&mut self) -> Option<Text<'s>> {
        let start = self.at;
        let rest = &self.value[start..];
        let len = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))).unwrap_or(rest.len());
        self.at += len;
        (len > 0).then(|| self.text.slice(start, start + len))
    }

    /// A number, boolean, null, or an unquoted word or placeholder.
    fn scalar(&mut self) -> Text<'s> {
        let start = self.at;
        let rest = &self.value[start..];
        let len = match rest.chars().next() {
            Some('{') => rest.find('}').map_or(rest.len(), |n| n + 1),
            Some('<') => rest.find('>').map_or(rest.len(), |n| n + 1),
            _ => rest.find([',', '}', ']', '\n']).unwrap_or(rest.len()),
        };
        self.at = start + len.max(rest.chars().next().map_or(0, char::len_utf8).min(1));
        let text = self.text.slice(start, start + len);
        text.trim()
    }
}
