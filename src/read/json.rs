//! JSON as people paste it: every leaf keeps its place, and what is broken is read as far as it goes (RFC 8259).
//!
//! No crate does both. Doubled braces, typographic quotes, missing commas and a cut-off end are forum damage and are
//! passed over; unquoted placeholders count as scalars.

use std::ops::Range;

use super::php_dump;
use super::quote::special;
use crate::exchange::Json;
use crate::text::boundary::floor;
use crate::text::{Text, decode};

/// Deeper values are passed over: nobody's request nests so deep, and hostile input shall not exhaust the stack.
const DEPTH: usize = 64;
/// A number or a placeholder is not longer; what goes on without an end is cut.
const LONGEST_SCALAR: usize = 4096;
/// Rows of a list of names and values that there is room for at once: requests have a dozen headers.
const ROWS: usize = 16;

/// Reads the object or array that `text` begins with, white space aside. `None` when it begins with something else.
#[must_use]
pub fn parse<'s>(text: &Text<'s>) -> Option<Json<'s>> {
    prefix(text, 0).map(|(json, _)| json)
}

/// Reads the object or array that starts at `start`; gives it and where it ends.
#[must_use]
pub fn prefix<'s>(text: &Text<'s>, start: usize) -> Option<(Json<'s>, usize)> {
    read(text, start, Brief::default(), |string| decode::json_string(&string))
}

/// As [`prefix`], with every string as it stands between its quotes: of a recording, little is ever looked at.
#[must_use]
pub fn undecoded<'s>(text: &Text<'s>, start: usize) -> Option<(Json<'s>, usize)> {
    read(text, start, Brief::default(), |string| string)
}

/// What need not be read of an object as it stands, by the names of members, at any depth.
#[derive(Clone, Copy, Debug, Default)]
pub struct Brief<'n> {
    /// Objects and lists that nobody looks into.
    pub passed: &'n [&'n str],
    /// Lists of objects with a `name` and a `value`: they are read as the object that they mean.
    pub paired: &'n [&'n str],
}

/// As [`undecoded`], in brief.
#[must_use]
pub fn brief<'s>(brief: Brief<'_>, text: &Text<'s>, start: usize) -> Option<(Json<'s>, usize)> {
    read(text, start, brief, |string| string)
}

fn read<'s>(
    text: &Text<'s>,
    start: usize,
    brief: Brief<'_>,
    decode: fn(Text<'s>) -> Text<'s>,
) -> Option<(Json<'s>, usize)> {
    let mut reader = Reader { text, value: text.as_str(), at: start, brief, decode };
    reader.blanks();
    match reader.byte()? {
        b'{' => {
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
        b'[' => Some((reader.array(DEPTH), reader.at)),
        _ => php_dump::prefix(text, reader.at),
    }
}

/// Whether an object or a list can begin with this line.
#[must_use]
pub fn begins(line: &str) -> bool {
    line.starts_with(['{', '[']) || php_dump::begins(line)
}

struct Reader<'t, 's> {
    text: &'t Text<'s>,
    value: &'t str,
    at: usize,
    brief: Brief<'t>,
    /// What is made of a string.
    decode: fn(Text<'s>) -> Text<'s>,
}

impl<'s> Reader<'_, 's> {
    fn byte(&self) -> Option<u8> {
        self.value.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        while matches!(self.byte(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
        if self.byte().is_some_and(|byte| byte.is_ascii_graphic()) {
            return;
        }
        let rest = &self.value[self.at..];
        self.at += rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len();
    }

    /// An object, or `None` when nothing in the braces is a member: a placeholder such as `{your_client_id}`.
    fn object(&mut self, depth: usize) -> Option<Json<'s>> {
        let (text, decode) = (self.text, self.decode);
        let mut members = Vec::new();
        self.members(depth, |key, value| members.push((decode(text.slice(key.start, key.end)), value)))?;
        Some(Json::Object(members))
    }

    /// The members of the object that begins here, each with the place of its name; `None` as in
    /// [`object`](Self::object).
    fn members(&mut self, depth: usize, mut take: impl FnMut(Range<usize>, Json<'s>)) -> Option<()> {
        let mut first = true;
        self.at += 1;
        loop {
            self.blanks();
            match self.byte() {
                None => break,
                Some(b'}') => {
                    self.at += 1;
                    break;
                }
                Some(b',' | b';') => self.at += 1,
                Some(_) => match self.member(depth) {
                    Some((key, value)) => {
                        first = false;
                        take(key, value);
                    }
                    None if first => return None,
                    None => break,
                },
            }
        }
        Some(())
    }

    fn member(&mut self, depth: usize) -> Option<(Range<usize>, Json<'s>)> {
        self.prefix();
        let key = if self.at_quote() { self.quoted() } else { self.bare_key()? };
        self.blanks();
        if !matches!(self.byte(), Some(b':' | b'=')) {
            return None;
        }
        self.at += 1;
        // Ruby shows a hash with arrows.
        if self.byte() == Some(b'>') {
            self.at += 1;
        }
        self.blanks();
        self.prefix();
        let is_one_of = |names: &[&str]| names.contains(&&self.value[key.clone()]);
        let value = match self.byte()? {
            b'{' | b'[' if is_one_of(self.brief.passed) => self.pass_over(),
            b'[' if depth > 0 && is_one_of(self.brief.paired) => Some(self.pairs(depth - 1)),
            _ => None,
        };
        let value = value.or_else(|| self.any(depth))?;
        Some((key, value))
    }

    /// A list of objects with name and value, as one object. A row without a name is none.
    fn pairs(&mut self, depth: usize) -> Json<'s> {
        let mut pairs = Vec::new();
        self.elements(|reader| {
            if reader.byte() != Some(b'{') {
                return reader.any(depth).map(drop);
            }
            if let Some((name, value)) = reader.plain_row() {
                if pairs.is_empty() {
                    pairs.reserve(ROWS);
                }
                pairs.extend(pair(Some(name), Some(value)));
                return Some(());
            }
            let (mut name, mut value) = (None, None);
            let (start, text) = (reader.at, reader.value);
            let row = reader.members(depth, |key, given| match &text[key] {
                "name" => name = name.take().or(Some(given)),
                "value" => value = value.take().or(Some(given)),
                _ => {}
            });
            if row.is_none() {
                reader.at = start;
                reader.scalar();
            }
            pairs.extend(pair(name, value));
            Some(())
        });
        Json::Object(pairs)
    }

    /// Name and value of a row that is two strings, as nearly all are. `None`, with nothing passed, for any other.
    fn plain_row(&mut self) -> Option<(Json<'s>, Json<'s>)> {
        let name = self.behind(self.at, &["{", "\"name\"", ":", "\""])?;
        let name_end = self.quote(name)?.0;
        let value = self.behind(name_end + 1, &[",", "\"value\"", ":", "\""])?;
        let value_end = self.quote(value)?.0;
        self.at = self.behind(value_end + 1, &["}"])?;
        let string = |start, end| Json::String((self.decode)(self.text.slice(start, end)));
        Some((string(name, name_end), string(value, value_end)))
    }

    /// What follows these tokens, whatever blanks stand before each.
    fn behind(&self, at: usize, tokens: &[&str]) -> Option<usize> {
        let bytes = self.value.as_bytes();
        tokens.iter().try_fold(at, |mut at, token| {
            while matches!(bytes.get(at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
                at += 1;
            }
            bytes.get(at..)?.starts_with(token.as_bytes()).then_some(at + token.len())
        })
    }

    /// Passes over an object or a list by its nesting alone. `None`, with nothing passed, for anything else.
    fn pass_over(&mut self) -> Option<Json<'s>> {
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
        self.elements(|reader| reader.any(depth).map(|element| elements.push(element)));
        Json::Array(elements)
    }

    /// The elements of the list that begins here: each is read by `element`, until that finds none.
    fn elements(&mut self, mut element: impl FnMut(&mut Self) -> Option<()>) {
        self.at += 1;
        loop {
            self.blanks();
            match self.byte() {
                None | Some(b'}') => break,
                Some(b']') => {
                    self.at += 1;
                    break;
                }
                Some(b',') => self.at += 1,
                Some(_) => {
                    if element(self).is_none() {
                        break;
                    }
                }
            }
        }
    }

    fn any(&mut self, depth: usize) -> Option<Json<'s>> {
        self.blanks();
        self.class();
        match self.byte()? {
            b'{' | b'[' if depth == 0 => None,
            b'{' => {
                let start = self.at;
                match self.object(depth - 1) {
                    Some(object) => Some(object),
                    None => {
                        self.at = start;
                        Some(Json::Scalar(self.scalar()))
                    }
                }
            }
            b'[' => Some(self.array(depth - 1)),
            _ if self.at_quote() => {
                let start = self.at;
                let inside = self.quoted();
                // A program goes on to compute with it: `" ".join(scopes)`.
                if matches!(self.value.as_bytes()[self.at..], [b'.', b'a'..=b'z', ..]) {
                    self.scalar();
                    return Some(Json::Scalar(self.text.trimmed(start, self.at)));
                }
                Some(Json::String((self.decode)(self.text.slice(inside.start, inside.end))))
            }
            _ => Some(Json::Scalar(self.scalar())),
        }
    }

    /// Passes the class that Node.js shows before an object: `Object [AxiosHeaders] {`, `<ref *1> ClientRequest {`.
    fn class(&mut self) {
        const LONGEST: usize = 60;
        if !matches!(self.byte(), Some(b'A'..=b'Z' | b'<')) {
            return;
        }
        let is_class = |b: &u8| b.is_ascii_alphanumeric() || b" _<>*[]".contains(b);
        let rest = &self.value.as_bytes()[self.at..];
        let length = rest.iter().take(LONGEST).take_while(|b| is_class(b)).count();
        if rest.get(length) == Some(&b'{') && rest[..length].ends_with(b" ") {
            self.at += length;
        }
    }

    /// Passes what some languages show before a string or a name: `u'..'`, `b'..'`, `:error`.
    fn prefix(&mut self) {
        let rest = &self.value.as_bytes()[self.at..];
        let shown = match rest {
            [b'u' | b'b', b'\'' | b'"', ..] => true,
            [b':', next, ..] => next.is_ascii_alphabetic(),
            _ => false,
        };
        self.at += usize::from(shown);
    }

    fn at_quote(&self) -> bool {
        match self.byte() {
            Some(byte) if byte.is_ascii() => matches!(byte, b'"' | b'\''),
            _ => self.value[self.at..].starts_with(['“', '”']),
        }
    }

    /// What stands between quotes. A string ends at its quote, or with the line when none comes.
    fn quoted(&mut self) -> Range<usize> {
        let open = if self.byte() == Some(b'"') { Some('"') } else { self.value[self.at..].chars().next() };
        let open = open.unwrap_or('"');
        self.at += open.len_utf8();
        let start = self.at;
        let end = if open == '"' { self.quote(start) } else { self.other_quote(start, open) };
        let line_end = || self.value[start..].find('\n').map_or(self.value.len(), |n| start + n);
        let (end, width) = end.unwrap_or_else(|| (line_end(), 0));
        self.at = end + width;
        start..end
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

    fn bare_key(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        let rest = &self.value[start..];
        let len = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))).unwrap_or(rest.len());
        self.at += len;
        (len > 0).then(|| start..start + len)
    }

    /// A number, boolean, null, or an unquoted word or placeholder.
    fn scalar(&mut self) -> Text<'s> {
        let start = self.at;
        let rest = &self.value[start..floor(self.value, start + LONGEST_SCALAR)];
        let len = match rest.chars().next() {
            Some('{') => rest.find('}').map_or(rest.len(), |n| n + 1),
            Some('<') => rest.find('>').map_or(rest.len(), |n| n + 1),
            Some('`') => rest[1..].find('`').map_or(rest.len(), |n| n + 2),
            _ => {
                let stop = rest.bytes().position(|b| matches!(b, b',' | b'}' | b']' | b'\n')).unwrap_or(rest.len());
                expression(rest, stop).unwrap_or(stop)
            }
        };
        self.at = start + len.max(rest.chars().next().map_or(0, char::len_utf8).min(1));
        self.text.trimmed(start, start + len)
    }
}

/// Where an expression of a program ends whose brackets or arguments go on at `stop`: `ENV['ID']`, `env("ID", "")`.
fn expression(rest: &str, stop: usize) -> Option<usize> {
    let opens = |at: usize| matches!(rest.as_bytes()[at], b'[' | b'(');
    let opened =
        (1..stop).find(|at| opens(*at) && rest[..*at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_'))?;
    let mut open = 0_usize;
    for (at, byte) in rest.bytes().enumerate().skip(opened) {
        match byte {
            b'[' | b'(' => open += 1,
            b']' | b')' if open > 0 => open -= 1,
            b'\n' if open > 0 => return None,
            b',' | b'}' | b']' | b'\n' if open == 0 => return Some(at),
            _ => {}
        }
    }
    (open == 0).then_some(rest.len())
}

/// A row's name and value; a value that is none is empty.
fn pair<'s>(name: Option<Json<'s>>, value: Option<Json<'s>>) -> Option<(Text<'s>, Json<'s>)> {
    let is_text = |json: &Json<'_>| match json {
        Json::String(_) => true,
        Json::Scalar(text) => text.as_str() != "null",
        _ => false,
    };
    let (Json::String(name) | Json::Scalar(name)) = name.filter(is_text)? else { return None };
    let end = name.as_str().len();
    let value = value.filter(is_text).unwrap_or_else(|| Json::String(name.slice(end, end)));
    (end > 0).then_some((name, value))
}
