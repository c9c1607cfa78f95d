//! Strings, by the rules of their language (ECMA-262 12.9.4 and 12.9.6; Python reference 2.4.1; PHP manual, Strings;
//! PowerShell's about_Quoting_Rules and about_Special_Characters).

use crate::text::boundary::floor;
use memchr::{memchr, memmem};

use super::Language;
use crate::text::Text;
use crate::text::decode::Decoder;

/// A string that is not closed within so many bytes is none: what looked like its quote was something else.
const LONGEST: usize = 1 << 14;
/// The longest computation in a string.
const LONGEST_ASIDE: usize = 1 << 10;

/// How a string is written.
#[derive(Clone, Copy, Debug)]
struct Style {
    language: Language,
    /// What stands before its characters.
    opener: usize,
    closer: &'static str,
    escapes: Escapes,
    /// Something else is put in where a name or braces stand.
    expands: bool,
    /// It may hold line breaks.
    long: bool,
}

/// What a backslash or its kin does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Escapes {
    None,
    /// As in C.
    Backslash,
    /// Only before itself and the quote.
    Sparse,
    /// PowerShell's.
    Backtick,
}

/// What was looked for in vain: by what closes a string, up to where it does not stand.
#[derive(Debug, Default)]
pub(super) struct Unclosed(Vec<(&'static str, usize)>);

impl Unclosed {
    fn reaches(&self, closer: &str, start: usize) -> bool {
        self.0.iter().any(|(known, end)| *known == closer && start < *end)
    }

    fn remember(&mut self, closer: &'static str, end: usize) {
        self.0.retain(|(known, _)| *known != closer);
        self.0.push((closer, end));
    }
}

/// Reads the string that begins at `start`; gives it and where it ends. `None` where none begins, or none ends.
pub(super) fn read<'s>(
    doc: &Text<'s>,
    start: usize,
    language: Language,
    unclosed: &mut Unclosed,
) -> Option<(Text<'s>, usize)> {
    let style = style(doc.as_str().get(start..)?, language)?;
    if unclosed.reaches(style.closer, start) {
        return None;
    }
    let found = closed(doc, start, style);
    found.map_err(|end| unclosed.remember(style.closer, end)).ok()
}

/// The string of this style; or up to where it is not closed.
fn closed<'s>(doc: &Text<'s>, start: usize, style: Style) -> Result<(Text<'s>, usize), usize> {
    let (text, language) = (doc.as_str(), style.language);
    let from = start + style.opener;
    let limit = floor(text, from + LONGEST);
    let window = &text.as_bytes()[from..limit];
    // Typographic quotes close PowerShell's strings as well.
    let ends = memmem::find(window, style.closer.as_bytes()).is_some()
        || language == Language::PowerShell && memchr(0xE2, window).is_some();
    if !ends {
        return Err(limit);
    }
    let mut out = Decoder::new(doc);
    let (mut at, mut done) = (from, from);
    while at < limit {
        let rest = &text[at..limit];
        let typographic = language == Language::PowerShell && closes(rest, style.closer);
        if rest.starts_with(style.closer) || typographic {
            let len = rest.chars().next().map_or(1, char::len_utf8).max(style.closer.len());
            let doubles = language == Language::PowerShell && style.closer.len() == 1;
            if doubles && rest[len..].starts_with(style.closer) {
                out.verbatim(done, at);
                out.unit(at, at + len + style.closer.len(), style.closer);
                at += len + style.closer.len();
                done = at;
                continue;
            }
            if from == at {
                return Ok((doc.slice(from, from), at + len));
            }
            if done == from {
                return Ok((doc.slice(from, at), at + len));
            }
            out.verbatim(done, at);
            return Ok((out.finish(), at + len));
        }
        let byte = rest.as_bytes()[0];
        if byte == b'\n' && !style.long {
            return Err(at);
        }
        if let Some((len, meaning)) = style.escape(rest) {
            out.verbatim(done, at);
            out.unit(at, at + len, &meaning);
            at += len;
            done = at;
            continue;
        }
        if let Some(len) = style.aside(rest) {
            out.verbatim(done, at);
            out.hidden(at, at + len);
            at += len;
            done = at;
            continue;
        }
        at += rest.chars().next().map_or(1, char::len_utf8);
    }
    Err(limit)
}

/// PowerShell takes typographic quotes for straight ones.
fn closes(rest: &str, closer: &str) -> bool {
    match closer {
        "'" => rest.starts_with(['‘', '’', '‚', '‛']),
        "\"" => rest.starts_with(['“', '”', '„']),
        _ => false,
    }
}

fn style(rest: &str, language: Language) -> Option<Style> {
    let plain = Style { language, opener: 1, closer: "\"", escapes: Escapes::Backslash, expands: false, long: false };
    match language {
        Language::JavaScript => Some(match rest.as_bytes().first()? {
            b'\'' => Style { closer: "'", ..plain },
            b'"' => plain,
            b'`' => Style { closer: "`", expands: true, long: true, ..plain },
            _ => return None,
        }),
        Language::Python => {
            let prefix = rest.bytes().take(2).take_while(u8::is_ascii_alphabetic).count();
            let letters = &rest[..prefix];
            let has = |letter: char| letters.to_ascii_lowercase().contains(letter);
            if !letters.bytes().all(|b| b"rRbBfFuU".contains(&b)) {
                return None;
            }
            let closer = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| rest[prefix..].starts_with(quote))?;
            let escapes = if has('r') { Escapes::None } else { Escapes::Backslash };
            let long = closer.len() == 3;
            Some(Style { opener: prefix + closer.len(), closer, escapes, expands: has('f'), long, ..plain })
        }
        Language::Php => Some(match rest.as_bytes().first()? {
            b'\'' => Style { closer: "'", escapes: Escapes::Sparse, long: true, ..plain },
            b'"' => Style { expands: true, long: true, ..plain },
            _ => return None,
        }),
        Language::PowerShell => {
            let line = |rest: &str| rest.find('\n').filter(|n| rest[..*n].trim().is_empty()).map(|n| n + 3);
            let (plain, long) = (Style { long: true, escapes: Escapes::None, ..plain }, Escapes::Backtick);
            Some(match rest.chars().next()? {
                '@' if rest[1..].starts_with('\'') => Style { opener: line(&rest[2..])?, closer: "\n'@", ..plain },
                '@' if rest[1..].starts_with('"') => {
                    Style { opener: line(&rest[2..])?, closer: "\n\"@", escapes: long, expands: true, ..plain }
                }
                c @ ('\'' | '‘' | '’' | '‚' | '‛') => Style { opener: c.len_utf8(), closer: "'", ..plain },
                c @ ('"' | '“' | '”' | '„') => {
                    Style { opener: c.len_utf8(), escapes: long, expands: true, ..plain }
                }
                _ => return None,
            })
        }
    }
}

impl Style {
    /// The escape that `rest` begins with: its length and what it means.
    fn escape(&self, rest: &str) -> Option<(usize, String)> {
        let mut characters = rest.chars();
        let (sign, next) = (characters.next()?, characters.next()?);
        let whole = 1 + next.len_utf8();
        match (self.escapes, sign) {
            (Escapes::Sparse, '\\') if matches!(next, '\\' | '\'') => Some((whole, next.to_string())),
            (Escapes::Backtick, '`') => {
                let meaning = match next {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    '0' => '\0',
                    next => next,
                };
                Some((whole, meaning.to_string()))
            }
            (Escapes::Backslash, '\\') => {
                let hex = |from: usize, len: usize| {
                    let digits = rest.get(from..from + len)?;
                    let character = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
                    Some((from + len, character.to_string()))
                };
                let simple = match next {
                    'n' => "\n",
                    'r' => "\r",
                    't' => "\t",
                    'b' => "\u{8}",
                    'f' => "\u{c}",
                    'v' => "\u{b}",
                    '0' => "\0",
                    '\n' if self.language != Language::Php => "",
                    'x' => return hex(2, 2),
                    'u' if rest[2..].starts_with('{') => {
                        let end = rest.bytes().take(12).position(|b| b == b'}')?;
                        return hex(3, end.checked_sub(3)?).map(|(len, meaning)| (len + 1, meaning));
                    }
                    'u' => return hex(2, 4),
                    '"' | '\'' | '\\' | '`' | '/' | '$' => return Some((whole, next.to_string())),
                    // In JavaScript the backslash is dropped; elsewhere it stays.
                    next if self.language == Language::JavaScript => return Some((whole, next.to_string())),
                    _ => return None,
                };
                Some((whole, simple.to_owned()))
            }
            _ => None,
        }
    }

    /// The length of the computation that `rest` begins with.
    fn aside(&self, rest: &str) -> Option<usize> {
        let bytes = rest.as_bytes();
        let name = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
        let closed = |from: usize, open: u8, close: u8| {
            let mut depth = 0_usize;
            bytes.iter().take(LONGEST_ASIDE).enumerate().skip(from).find_map(|(at, byte)| {
                depth += usize::from(*byte == open);
                depth -= usize::from(*byte == close);
                (depth == 0).then_some(at + 1)
            })
        };
        let (first, second) = (*bytes.first()?, bytes.get(1).copied().unwrap_or(0));
        if !self.expands {
            return None;
        }
        match (self.language, first, second) {
            (Language::JavaScript | Language::Php | Language::PowerShell, b'$', b'{') => closed(1, b'{', b'}'),
            (Language::PowerShell, b'$', b'(') => closed(1, b'(', b')'),
            (Language::Php, b'{', b'$') | (Language::Python, b'{', _) if second != b'{' => closed(0, b'{', b'}'),
            (Language::PowerShell, b'$', _) if rest[1..].starts_with("env:") => Some(5 + name(5)),
            (Language::Php | Language::PowerShell, b'$', b'a'..=b'z' | b'A'..=b'Z' | b'_') => {
                let end = 1 + name(1);
                let reaches = self.language == Language::Php && bytes.get(end) == Some(&b'[');
                Some(if reaches { closed(end, b'[', b']').unwrap_or(end) } else { end })
            }
            _ => None,
        }
    }
}
