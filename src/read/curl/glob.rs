//! curl's URL globbing: `{a,b}` and `[1-3]` in an address (curl's manual, "URL"; behaviour of curl 7.88).

use std::fmt;
use std::net::Ipv6Addr;
use std::ops::Range;

use memchr::memchr;

use crate::exchange::{Glob, GlobEffect};
use crate::text::{Mark, Text};

/// More addresses than this are not written out.
const MOST_ADDRESSES: usize = 10_000;

/// curl's own limit of pieces in one address, fixed text included.
const MOST_PIECES: usize = 100;

/// Why curl stops at an address (exit code 3), or why we do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlobError {
    /// The characters curl stops at, in bytes of the address.
    pub range: Range<usize>,
    /// What is wrong with them.
    pub kind: GlobErrorKind,
}

/// What is wrong with a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GlobErrorKind {
    /// `{` or `[` that nothing closes.
    Unclosed,
    /// `}` or `]` that nothing opened.
    Unopened,
    /// `{` or `[` inside braces.
    Nested,
    /// `{}`.
    Empty,
    /// `[..]` that is no range of numbers or letters, such as `filter[name]` or `[3-1]`.
    BadRange,
    /// More patterns than curl takes.
    TooManyPatterns,
    /// More than 10,000 addresses: curl would ask them all, we do not write them out.
    TooManyAddresses,
}

impl fmt::Display for GlobError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self.kind {
            GlobErrorKind::Unclosed => "a brace or bracket is never closed",
            GlobErrorKind::Unopened => "a closing brace or bracket was never opened",
            GlobErrorKind::Nested => "a brace or bracket stands inside braces",
            GlobErrorKind::Empty => "the braces are empty",
            GlobErrorKind::BadRange => "the brackets hold no range of numbers or letters",
            GlobErrorKind::TooManyPatterns => "the address holds more patterns than curl takes",
            GlobErrorKind::TooManyAddresses => "the address stands for more than 10,000 addresses",
        })
    }
}

/// The addresses that curl makes of one; the rightmost pattern turns fastest.
///
/// # Errors
/// Where curl stops with exit code 3, or where there would be more than 10,000 addresses.
pub fn expand(url: &str) -> Result<Vec<String>, GlobError> {
    let mut addresses = vec![String::new()];
    for piece in Parser::new(url).pieces()? {
        match piece {
            Piece::Fixed(text) => addresses.iter_mut().for_each(|address| address.push_str(&text)),
            Piece::Pattern { range, pattern } => {
                if addresses.len().saturating_mul(pattern.len()) > MOST_ADDRESSES {
                    return Err(GlobError { range, kind: GlobErrorKind::TooManyAddresses });
                }
                let members: Vec<String> = (0..pattern.len()).map(|index| pattern.member(index)).collect();
                let with_member = |address: &String| members.iter().map(move |m| format!("{address}{m}")).collect();
                addresses = addresses.iter().flat_map::<Vec<String>, _>(with_member).collect();
            }
        }
    }
    Ok(addresses)
}

/// The patterns of an address as it stands in the source, and what curl makes of each.
///
/// What the shell would put in is taken for plain text. Behind a pattern at which curl stops nothing is looked at.
#[must_use]
pub fn patterns(url: &Text<'_>, globoff: bool) -> Vec<Glob> {
    let text = url.as_str();
    let holds = |one, other| memchr::memchr2(one, other, text.as_bytes()).is_some();
    if globoff || !holds(b'{', b'[') && !holds(b'}', b']') {
        return Vec::new();
    }
    let masked = without_expansions(url);
    let mut parser = Parser::new(&masked);
    let failure = parser.run().err();
    let glob = |range: &Range<usize>, effect| Glob { span: url.span_of(range.start, range.end), effect };
    let mut globs = Vec::new();
    for piece in &parser.pieces {
        if let Piece::Pattern { range, pattern } = piece {
            let effect = match pattern.len() {
                1 => GlobEffect::BracesVanish,
                several => GlobEffect::SeveralRequests(several),
            };
            globs.push(glob(range, effect));
        }
    }
    globs.extend(failure.map(|failure| glob(&failure.range, GlobEffect::Stops)));
    globs
}

/// The address with every expansion masked by letters, byte for byte.
fn without_expansions(url: &Text<'_>) -> String {
    let mut masked = String::with_capacity(url.as_str().len());
    for marked in url.marks().iter().filter(|marked| marked.mark == Mark::Expansion) {
        let from = masked.len();
        if from <= marked.range.start {
            masked.push_str(&url.as_str()[from..marked.range.start]);
            masked.extend(marked.range.clone().map(|_| 'x'));
        }
    }
    masked.push_str(&url.as_str()[masked.len()..]);
    masked
}

enum Piece {
    Fixed(String),
    Pattern { range: Range<usize>, pattern: Pattern },
}

/// What a pattern stands for.
enum Pattern {
    Set(Vec<String>),
    Letters { first: u8, last: u8, step: usize },
    Numbers { first: u64, last: u64, step: u64, width: usize },
}

impl Pattern {
    fn len(&self) -> usize {
        match self {
            Self::Set(members) => members.len(),
            Self::Letters { first, last, step } => usize::from(last - first) / step + 1,
            Self::Numbers { first, last, step, .. } => {
                usize::try_from((last - first) / step).unwrap_or(usize::MAX).saturating_add(1)
            }
        }
    }

    fn member(&self, index: usize) -> String {
        match self {
            Self::Set(members) => members.get(index).cloned().unwrap_or_default(),
            Self::Letters { first, step, .. } => {
                let letter = usize::from(*first) + index * step;
                char::from(u8::try_from(letter).unwrap_or(*first)).to_string()
            }
            Self::Numbers { first, step, width, .. } => format!("{:0width$}", first + index as u64 * step),
        }
    }
}

struct Parser<'u> {
    url: &'u str,
    at: usize,
    pieces: Vec<Piece>,
}

impl<'u> Parser<'u> {
    const fn new(url: &'u str) -> Self {
        Self { url, at: 0, pieces: Vec::new() }
    }

    fn pieces(mut self) -> Result<Vec<Piece>, GlobError> {
        self.run().map(|()| self.pieces)
    }

    fn rest(&self) -> &'u [u8] {
        self.url.as_bytes().get(self.at..).unwrap_or(&[])
    }

    fn run(&mut self) -> Result<(), GlobError> {
        while self.at < self.url.len() {
            let open = self.at;
            let fixed = self.fixed()?;
            let piece = if !fixed.is_empty() {
                Piece::Fixed(fixed)
            } else {
                let pattern = if self.rest().starts_with(b"{") { self.set()? } else { self.range()? };
                Piece::Pattern { range: open..self.at, pattern }
            };
            self.pieces.push(piece);
            if self.pieces.len() >= MOST_PIECES {
                return Err(GlobError { range: open..self.at, kind: GlobErrorKind::TooManyPatterns });
            }
        }
        Ok(())
    }

    /// Text up to the next pattern. A backslash before a brace or bracket goes.
    fn fixed(&mut self) -> Result<String, GlobError> {
        let mut text = String::new();
        while let Some(&byte) = self.rest().first() {
            match (byte, self.rest().get(1)) {
                (b'{', _) => break,
                (b'[', _) => match literal_brackets(self.rest()) {
                    Some(len) => self.take(len, &mut text),
                    None => break,
                },
                (b'}' | b']', _) => return Err(self.error(self.at, self.at + 1, GlobErrorKind::Unopened)),
                (b'\\', Some(b'{' | b'}' | b'[' | b']')) => {
                    self.at += 1;
                    self.take(1, &mut text);
                }
                _ => {
                    let plain = self.rest()[1..].iter().position(|b| matches!(b, b'{' | b'}' | b'[' | b']' | b'\\'));
                    self.take(plain.map_or(self.rest().len(), |n| n + 1), &mut text);
                }
            }
        }
        Ok(text)
    }

    fn take(&mut self, len: usize, text: &mut String) {
        text.push_str(&self.url[self.at..self.at + len]);
        self.at += len;
    }

    /// `{a,b}`; a backslash takes the next character as it is.
    fn set(&mut self) -> Result<Pattern, GlobError> {
        let open = self.at;
        self.at += 1;
        let mut members = Vec::new();
        let mut member = String::new();
        while let Some(character) = self.url[self.at..].chars().next() {
            match character {
                '{' | '[' => return Err(self.error(open, self.at + 1, GlobErrorKind::Nested)),
                ']' => return Err(self.error(open, self.at + 1, GlobErrorKind::Unopened)),
                '}' => {
                    self.at += 1;
                    if members.is_empty() && member.is_empty() {
                        return Err(self.error(open, self.at, GlobErrorKind::Empty));
                    }
                    members.push(member);
                    return Ok(Pattern::Set(members));
                }
                ',' => {
                    self.at += 1;
                    members.push(std::mem::take(&mut member));
                }
                '\\' if self.at + 1 < self.url.len() => {
                    self.at += 1;
                    let escaped = self.url[self.at..].chars().next().map_or(0, char::len_utf8);
                    self.take(escaped, &mut member);
                }
                other => self.take(other.len_utf8(), &mut member),
            }
        }
        Err(self.error(open, self.url.len(), GlobErrorKind::Unclosed))
    }

    /// `[1-10]`, `[01-10:3]`, `[a-z]`.
    fn range(&mut self) -> Result<Pattern, GlobError> {
        let open = self.at;
        let Some(len) = memchr(b']', self.rest()) else {
            return Err(self.error(open, self.url.len(), GlobErrorKind::Unclosed));
        };
        let inside = &self.url[open + 1..open + len];
        self.at = open + len + 1;
        let pattern = letters(inside).or_else(|| numbers(inside));
        pattern.ok_or_else(|| self.error(open, self.at, GlobErrorKind::BadRange))
    }

    const fn error(&self, start: usize, end: usize, kind: GlobErrorKind) -> GlobError {
        GlobError { range: start..end, kind }
    }
}

/// The length of brackets that are no pattern: `[]` and an IPv6 address.
fn literal_brackets(bytes: &[u8]) -> Option<usize> {
    if bytes.get(1) == Some(&b']') {
        return Some(2);
    }
    let end = memchr(b']', bytes.get(..64).unwrap_or(bytes))?;
    let inside = std::str::from_utf8(bytes.get(1..end)?).ok()?;
    let address = inside.split_once('%').map_or(inside, |(address, _zone)| address);
    address.parse::<Ipv6Addr>().ok().map(|_| end + 1)
}

fn letters(inside: &str) -> Option<Pattern> {
    let bytes = inside.as_bytes();
    let &[first, b'-', last, ref step @ ..] = bytes else { return None };
    let step = match step {
        [] => 1,
        [b':', ..] => inside[4..].parse().ok()?,
        _ => return None,
    };
    let span = usize::from(last.checked_sub(first)?);
    let fits = if span == 0 { step == 1 } else { step > 0 && step <= span && span <= usize::from(b'z' - b'a') };
    (first.is_ascii_alphabetic() && fits).then_some(Pattern::Letters { first, last, step })
}

fn numbers(inside: &str) -> Option<Pattern> {
    let (first, rest) = inside.split_once('-')?;
    let (last, step) = rest.split_once(':').map_or((rest, None), |(last, step)| (last, Some(step)));
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<u64>().ok()).flatten();
    let width = if first.starts_with('0') { first.len() } else { 0 };
    let (first, last) = (number(first)?, number(last.trim_start_matches([' ', '\t']))?);
    let step = step.map_or(Some(1), number)?;
    let span = last.checked_sub(first)?;
    let fits = if span == 0 { step == 1 } else { step > 0 && step <= span };
    fits.then_some(Pattern::Numbers { first, last, step, width })
}
