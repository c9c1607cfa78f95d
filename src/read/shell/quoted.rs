//! Quotes and expansions (POSIX XCU 2.2, 2.6; bash 3.1.2.4).

use std::borrow::Cow;

use memchr::memchr;

use super::lexer::Lexer;
use super::lookahead::{Lookahead, escaped_close};
use super::repair;
use super::word::{WordBuilder, is_name};
use crate::exchange::Quoting;
use crate::text::{MapBuilder, Mark, Marked, Span, Text};

/// `'..'`: everything stands for itself. Dollar signs are remembered, for they were often meant to expand.
pub(super) fn single<'s>(lexer: &mut Lexer<'_, 's>, word: &mut WordBuilder<'_, 's>) {
    let open = lexer.at;
    let start = open + 1;
    let close = memchr(b'\'', &lexer.bytes[start..]).map(|n| start + n);
    let (end, next) = repair::closing(lexer, open, close);
    single_content(lexer, word, start, end);
    lexer.at = next;
}

/// The inside of single quotes, straight or typographic.
pub(super) fn single_content<'s>(lexer: &Lexer<'_, 's>, word: &mut WordBuilder<'_, 's>, start: usize, end: usize) {
    let mut at = start;
    while let Some(dollar) = memchr(b'$', &lexer.bytes[at..end]).map(|n| at + n) {
        lines(lexer, word, at, dollar);
        at = dollar + 1;
        if let Some(stop) = lexer.ahead.expansion_end(&lexer.bytes[..end], dollar)
            && let Some(name) = variable_name(lexer.bytes, dollar, stop)
        {
            word.variable((dollar, stop), name, Quoting::Single);
            at = stop;
        }
        word.verbatim(dollar, at);
    }
    lines(lexer, word, at, end);
}

/// Takes `start..end` over; where continuation lines carry prompts, the prompts stay out.
fn lines<'s>(lexer: &Lexer<'_, 's>, word: &mut WordBuilder<'_, 's>, start: usize, end: usize) {
    let mut at = start;
    if lexer.setting.prompted && lexer.intent() {
        while let Some(line_break) = memchr(b'\n', &lexer.bytes[at..end]).map(|n| at + n) {
            word.verbatim(at, line_break + 1);
            at = line_break + 1;
            if lexer.bytes[at..end].starts_with(b"> ") {
                at += 2;
            }
        }
    }
    word.verbatim(at, end);
}

/// `".."`: dollar, backtick and backslash keep their meaning.
pub(super) fn double<'s>(lexer: &mut Lexer<'_, 's>, word: &mut WordBuilder<'_, 's>, quote: u8) {
    let open = lexer.at;
    let close = lexer.ahead.double_close(lexer.bytes, open + 1, quote);
    let (end, next) = repair::closing(lexer, open, close);
    double_content(lexer, word, open + 1, end);
    lexer.at = next;
}

/// The inside of double quotes, straight or typographic.
pub(super) fn double_content<'s>(lexer: &mut Lexer<'_, 's>, word: &mut WordBuilder<'_, 's>, start: usize, end: usize) {
    lexer.at = start;
    while lexer.at < end {
        let at = lexer.at;
        match lexer.bytes[at] {
            b'\\' => escape_in_double(lexer, word, end),
            b'$' | b'`' if lexer.ahead.expansion_end(&lexer.bytes[..end], at).is_some() => {
                lexer.expansion(word, Quoting::Double);
            }
            _ => {
                let stop = lexer.bytes[at + 1..end].iter().position(|b| matches!(b, b'\\' | b'$' | b'`'));
                lexer.at = stop.map_or(end, |n| at + 1 + n);
                lines(lexer, word, at, lexer.at);
            }
        }
    }
}

/// Inside double quotes a backslash counts only before `$`, backtick, `"`, backslash and a line break.
fn escape_in_double<'s>(lexer: &mut Lexer<'_, 's>, word: &mut WordBuilder<'_, 's>, end: usize) {
    let at = lexer.at;
    if let Some(len) = lexer.continuation(0).filter(|len| at + len <= end) {
        lexer.at += len;
        return;
    }
    match lexer.bytes.get(at + 1) {
        Some(&byte @ (b'$' | b'`' | b'"' | b'\\')) if at + 1 < end => {
            word.encoded(at, at + 2, char::from(byte).encode_utf8(&mut [0; 4]));
            lexer.at += 2;
        }
        _ => {
            word.verbatim(at, at + 1);
            lexer.at += 1;
        }
    }
}

/// `$'..'`: the escapes of ANSI C (bash 3.1.2.4). A zero byte ends the text.
pub(super) fn ansi<'s>(lexer: &mut Lexer<'_, 's>, word: &mut WordBuilder<'_, 's>) {
    let open = lexer.at;
    let start = open + 2;
    let close = escaped_close(lexer.bytes, start, b'\'');
    let (end, next) = repair::closing(lexer, open, close);
    let mut at = start;
    while at < end {
        if lexer.bytes[at] != b'\\' {
            let stop = memchr(b'\\', &lexer.bytes[at..end]).map_or(end, |n| at + n);
            word.verbatim(at, stop);
            at = stop;
            continue;
        }
        let (len, meaning) = ansi_escapes(&lexer.text[at..end]);
        match meaning.as_deref().map(|meaning| meaning.split_once('\0').ok_or(meaning)) {
            Some(Ok((before_zero, _))) => {
                word.encoded(at, at + len, before_zero);
                break;
            }
            Some(Err(meaning)) => word.encoded(at, at + len, meaning),
            None => word.verbatim(at, at + len),
        }
        at += len;
    }
    lexer.at = next;
}

/// One escape, or several neighbouring byte escapes that make one character: the length and the meaning.
fn ansi_escapes(text: &str) -> (usize, Option<String>) {
    let mut raw = Vec::new();
    let mut len = 0;
    while let Some((used, byte)) = byte_escape(&text.as_bytes()[len..]) {
        raw.push(byte);
        len += used;
        if byte < 0x80 || std::str::from_utf8(&raw).is_ok() {
            break;
        }
    }
    if len > 0 {
        return (len, Some(String::from_utf8_lossy(&raw).into_owned()));
    }
    let rest = &text[1..];
    let Some(next) = rest.chars().next() else { return (1, None) };
    let simple = |character: char| (1 + next.len_utf8(), Some(character.to_string()));
    match next {
        'n' => simple('\n'),
        't' => simple('\t'),
        'r' => simple('\r'),
        'a' => simple('\u{7}'),
        'b' => simple('\u{8}'),
        'e' | 'E' => simple('\u{1b}'),
        'f' => simple('\u{c}'),
        'v' => simple('\u{b}'),
        '\\' | '\'' | '"' | '?' => simple(next),
        'u' | 'U' => unicode_escape(rest, if next == 'u' { 4 } else { 8 }),
        'c' => match rest[1..].chars().next() {
            Some(control) if control.is_ascii() => {
                let byte = if control == '?' { 0x7f } else { control as u8 & 0x1f };
                (3, Some(char::from(byte).to_string()))
            }
            _ => (2, None),
        },
        _ => (1 + next.len_utf8(), None),
    }
}

/// `\xHH`, `\x{H..}` or `\NNN` at the start: the length and the byte.
fn byte_escape(bytes: &[u8]) -> Option<(usize, u8)> {
    if bytes.first() != Some(&b'\\') {
        return None;
    }
    let digits = |from: usize, most: usize, radix: u32| {
        let value = |b: &u8| char::from(*b).to_digit(radix).and_then(|digit| u8::try_from(digit).ok());
        let values = bytes[from..].iter().take(most).map_while(value);
        let radix = u8::try_from(radix).unwrap_or(16);
        values.fold((from, 0_u8), |(end, byte), digit| (end + 1, byte.wrapping_mul(radix).wrapping_add(digit)))
    };
    match bytes.get(1)? {
        b'x' if bytes.get(2) == Some(&b'{') => {
            let (end, byte) = digits(3, usize::MAX, 16);
            Some((end + usize::from(bytes.get(end) == Some(&b'}')), byte))
        }
        b'x' => Some(digits(2, 2, 16)).filter(|(end, _)| *end > 2),
        b'0'..=b'7' => Some(digits(1, 3, 8)),
        _ => None,
    }
}

/// `uHHHH` or `UHHHHHHHH` (the backslash is passed): the length with the backslash, and the character.
fn unicode_escape(rest: &str, most: usize) -> (usize, Option<String>) {
    let len = rest[1..].bytes().take(most).take_while(u8::is_ascii_hexdigit).count();
    if len == 0 {
        return (2, None);
    }
    let code = u32::from_str_radix(&rest[1..=len], 16).ok().and_then(char::from_u32);
    (2 + len, Some(code.unwrap_or(char::REPLACEMENT_CHARACTER).to_string()))
}

/// The name in `$NAME` or `${NAME..}`, as a range of the document; none for `$(..)`, `$1`, `$?`.
pub(super) fn variable_name(bytes: &[u8], start: usize, end: usize) -> Option<(usize, usize)> {
    let from = if bytes.get(start + 1) == Some(&b'{') { start + 2 } else { start + 1 };
    let len = bytes[from..end].iter().take_while(|b| is_name(**b)).count();
    let named = bytes[start] == b'$' && len > 0 && !bytes[from].is_ascii_digit();
    named.then_some((from, from + len))
}

/// The body of a here-document. Unless its delimiter is `quoted`, expansions are marked and `\$`, `` \` `` and `\\`
/// unescaped; where it is `indented` (`<<-`), tabs at the start of its lines go.
pub(super) fn heredoc<'s>(doc: &Text<'s>, start: usize, end: usize, quoted: bool, indented: bool) -> Text<'s> {
    let ahead = Lookahead::default();
    let text = doc.as_str();
    let bytes = text.as_bytes();
    let mut value = String::with_capacity(end - start);
    let mut map = MapBuilder::new();
    let mut marks = Vec::new();
    let mut at = start;
    while at < end {
        let line_starts = at == start || bytes[at - 1] == b'\n';
        let stop = match bytes[at] {
            b'\t' if indented && line_starts => {
                at += bytes[at..end].iter().take_while(|b| **b == b'\t').count();
                continue;
            }
            b'\\' if !quoted && at + 1 < end && matches!(bytes[at + 1], b'$' | b'`' | b'\\' | b'\n') => {
                let meaning = if bytes[at + 1] == b'\n' { "" } else { &text[at + 1..at + 2] };
                value.push_str(meaning);
                map.copy_encoded(doc.map(), at, at + 2, meaning.len());
                at += 2;
                continue;
            }
            b'$' | b'`' if !quoted && ahead.expansion_end(&bytes[..end], at).is_some() => {
                let stop = ahead.expansion_end(&bytes[..end], at).unwrap_or(end);
                marks.push(Marked { range: value.len()..value.len() + (stop - at), mark: Mark::Expansion });
                stop
            }
            _ => {
                let special = |b: &u8| matches!(b, b'\\' | b'$' | b'`') && !quoted || *b == b'\n' && indented;
                let plain = if bytes[at] == b'\n' { Some(0) } else { bytes[at + 1..end].iter().position(special) };
                plain.map_or(end, |n| at + 1 + n)
            }
        };
        value.push_str(&text[at..stop]);
        map.copy(doc.map(), at, stop);
        at = stop;
    }
    let map = map.finish(doc.span_of(start, start).start);
    Text::new(Cow::<str>::Owned(value), map, marks)
}

/// The word of a here-string; the shell ends it with a line break, which stands nowhere.
pub(super) fn here_string<'s>(word: &Text<'s>) -> Text<'s> {
    let len = word.as_str().len();
    let mut map = MapBuilder::new();
    map.copy(word.map(), 0, len);
    map.encoded(Span::at(word.span().end), 1);
    let map = map.finish(word.span().start);
    Text::new(Cow::<str>::Owned(format!("{}\n", word.as_str())), map, word.marks().to_vec())
}
