//! The decodes a value goes through on its way from the source. Each keeps the way back.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memchr2};

use super::{MapBuilder, Mark, Marked, Text};

/// Percent-decodes a value once. With `plus`, `+` means a space, as in a form (WHATWG URL, `application/x-www-form-urlencoded`).
///
/// A `%` without two hexadecimal digits stays; bytes that are no UTF-8 become replacement characters.
#[must_use]
pub fn percent<'s>(text: &Text<'s>, plus: bool) -> Text<'s> {
    let bytes = text.as_str().as_bytes();
    let found = if plus { memchr2(b'%', b'+', bytes) } else { memchr(b'%', bytes) };
    if found.is_none() {
        return text.clone();
    }
    let mut out = Decoder::new(text);
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'%' && hex_pair(bytes, at + 1).is_some() {
            let start = at;
            let mut raw = Vec::new();
            while at < bytes.len() && bytes[at] == b'%' {
                let Some(byte) = hex_pair(bytes, at + 1) else { break };
                raw.push(byte);
                at += 3;
            }
            out.bytes(start, &raw);
        } else if plus && bytes[at] == b'+' {
            out.unit(at, at + 1, " ");
            at += 1;
        } else {
            let next = run_end(bytes, at + 1, |b| b == b'%' || (plus && b == b'+'));
            out.verbatim(at, next);
            at = next;
        }
    }
    out.finish()
}

/// Undoes the escapes of a JSON string (RFC 8259 section 7); `text` is what stands between the quotes.
#[must_use]
pub fn json_string<'s>(text: &Text<'s>) -> Text<'s> {
    let value = text.as_str();
    let bytes = value.as_bytes();
    if !memchr_iter(b'\\', bytes).any(|at| json_escape(&bytes[at..]).1.is_some()) {
        return text.clone();
    }
    let mut out = Decoder::new(text);
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'\\' {
            let next = run_end(bytes, at, |b| b == b'\\');
            out.verbatim(at, next);
            at = next;
            continue;
        }
        let (len, meaning) = json_escape(&bytes[at..]);
        match meaning {
            Some(character) => out.unit(at, at + len, character.encode_utf8(&mut [0; 4])),
            None => out.verbatim(at, at + len),
        }
        at += len;
    }
    out.finish()
}

/// Undoes the escapes of a quoted string in which a backslash stands before quotes and backslashes alone, as those of curl's
/// `-F`; `text` is what stands between the quotes.
#[must_use]
pub fn quoted<'s>(text: &Text<'s>) -> Text<'s> {
    let bytes = text.as_str().as_bytes();
    if memchr(b'\\', bytes).is_none() {
        return text.clone();
    }
    let mut out = Decoder::new(text);
    let mut at = 0;
    while at < bytes.len() {
        let (next, meaning) = match &bytes[at..] {
            [b'\\', b'"', ..] => (at + 2, Some("\"")),
            [b'\\', b'\\', ..] => (at + 2, Some("\\")),
            _ => (run_end(bytes, at + 1, |b| b == b'\\'), None),
        };
        match meaning {
            Some(meaning) => out.unit(at, next, meaning),
            None => out.verbatim(at, next),
        }
        at = next;
    }
    out.finish()
}

/// One escape at the start of `bytes`: its length and what it means; `None` for what is no escape, kept as it stands.
fn json_escape(bytes: &[u8]) -> (usize, Option<char>) {
    let simple = |character| (2, Some(character));
    match bytes.get(1) {
        Some(b'n') => simple('\n'),
        Some(b't') => simple('\t'),
        Some(b'r') => simple('\r'),
        Some(b'b') => simple('\u{8}'),
        Some(b'f') => simple('\u{c}'),
        Some(&byte @ (b'"' | b'\\' | b'/')) => simple(char::from(byte)),
        Some(b'u') => match hex_quad(bytes, 2) {
            Some(high @ 0xD800..=0xDBFF) => match hex_quad(bytes, 8) {
                Some(low @ 0xDC00..=0xDFFF) if bytes[6..8] == *b"\\u" => {
                    let code = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                    (12, char::from_u32(code))
                }
                _ => (6, Some(char::REPLACEMENT_CHARACTER)),
            },
            Some(code) => (6, Some(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))),
            None => (1, None),
        },
        _ => (1, None),
    }
}

/// Decodes standard base64 as servers do, padding or not, whatever the bits behind the last byte. `None` when it is not
/// base64 of UTF-8 text.
///
/// The decoded bytes map to the groups of four characters that made them, so that a span covers whole groups.
#[must_use]
pub fn base64<'s>(text: &Text<'s>) -> Option<Text<'s>> {
    use base64::Engine as _;
    use base64::engine::DecodePaddingMode;
    use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
    const ANY_PADDING: GeneralPurpose = GeneralPurpose::new(
        &base64::alphabet::STANDARD,
        GeneralPurposeConfig::new()
            .with_decode_padding_mode(DecodePaddingMode::Indifferent)
            .with_decode_allow_trailing_bits(true),
    );
    let encoded = text.as_str();
    let decoded = String::from_utf8(ANY_PADDING.decode(encoded).ok()?).ok()?;
    let mut map = MapBuilder::new();
    let mut start = 0;
    for (index, character) in decoded.char_indices() {
        let end = index + character.len_utf8();
        let (from, to) = (start / 3 * 4, ((end - 1) / 3 * 4 + 4).min(encoded.len()));
        map.copy_encoded(text.map(), from, to, end - start);
        start = end;
    }
    let map = map.finish(text.span().start);
    Some(Text::new(decoded, map, Vec::new()))
}

/// Undoes HTML character references (`&amp;`, `&quot;`, `&#39;`, `&nbsp;`), as help centres leave them in pasted text.
#[must_use]
pub fn html<'s>(text: &Text<'s>) -> Text<'s> {
    let bytes = text.as_str().as_bytes();
    if !memchr_iter(b'&', bytes).any(|at| html_reference(&bytes[at..]).is_some()) {
        return text.clone();
    }
    let mut out = Decoder::new(text);
    let mut at = 0;
    while at < bytes.len() {
        if let Some((len, character)) = html_reference(&bytes[at..]) {
            out.unit(at, at + len, character.encode_utf8(&mut [0; 4]));
            at += len;
        } else {
            let next = run_end(bytes, at + 1, |b| b == b'&');
            out.verbatim(at, next);
            at = next;
        }
    }
    out.finish()
}

/// A character reference at the start of `bytes`: its length and the character.
#[must_use]
pub fn html_reference(bytes: &[u8]) -> Option<(usize, char)> {
    const NAMED: [(&[u8], char); 6] =
        [(b"&amp;", '&'), (b"&quot;", '"'), (b"&apos;", '\''), (b"&lt;", '<'), (b"&gt;", '>'), (b"&nbsp;", '\u{a0}')];
    if bytes.first() != Some(&b'&') {
        return None;
    }
    if let Some(&(name, character)) = NAMED.iter().find(|(name, _)| bytes.starts_with(name)) {
        return Some((name.len(), character));
    }
    let digits = bytes.strip_prefix(b"&#")?;
    let (digits, radix, skipped) = match digits.strip_prefix(b"x").or_else(|| digits.strip_prefix(b"X")) {
        Some(hex) => (hex, 16, 3),
        None => (digits, 10, 2),
    };
    let len = digits.iter().take(7).take_while(|b| char::from(**b).is_digit(radix)).count();
    if len == 0 || digits.get(len) != Some(&b';') {
        return None;
    }
    let number = std::str::from_utf8(&digits[..len]).ok()?;
    let character = u32::from_str_radix(number, radix).ok().and_then(char::from_u32)?;
    Some((skipped + len + 1, character))
}

fn hex_pair(bytes: &[u8], at: usize) -> Option<u8> {
    let digit = |i: usize| bytes.get(i).and_then(|b| char::from(*b).to_digit(16));
    u8::try_from(digit(at)? * 16 + digit(at + 1)?).ok()
}

fn hex_quad(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(hex_pair(bytes, at)?) * 256 + u32::from(hex_pair(bytes, at + 2)?))
}

/// The end of the run that starts at `at` and holds no byte that `stop` names.
fn run_end(bytes: &[u8], at: usize, stop: impl Fn(u8) -> bool) -> usize {
    bytes[at..].iter().position(|b| stop(*b)).map_or(bytes.len(), |n| at + n)
}

/// A value in the making: text, map and marks together.
#[derive(Debug)]
pub struct Decoder<'t, 's> {
    from: &'t Text<'s>,
    value: String,
    map: MapBuilder,
    marks: Vec<Marked>,
}

impl<'t, 's> Decoder<'t, 's> {
    /// Room for most values, in bytes. A string in a long program is a small part of what it is decoded from.
    const ORDINARY: usize = 128;

    /// Of a value that is decoded from `from`.
    #[must_use]
    pub fn new(from: &'t Text<'s>) -> Self {
        let value = String::with_capacity(from.as_str().len().min(Self::ORDINARY));
        Self { from, value, map: MapBuilder::new(), marks: Vec::new() }
    }

    /// Takes `start..end` over as it stands.
    pub fn verbatim(&mut self, start: usize, end: usize) {
        let offset = self.value.len();
        for marked in self.from.marks_in(start, end) {
            let range = marked.range.start + offset..marked.range.end + offset;
            self.mark(range, marked.mark);
        }
        self.value.push_str(&self.from.as_str()[start..end]);
        self.map.copy(self.from.map(), start, end);
    }

    /// Decodes `start..end` as one unit.
    pub fn unit(&mut self, start: usize, end: usize, meaning: &str) {
        let offset = self.value.len();
        for marked in self.from.marks_in(start, end) {
            self.mark(offset..offset + meaning.len(), marked.mark);
        }
        self.value.push_str(meaning);
        self.map.copy_encoded(self.from.map(), start, end, meaning.len());
    }

    /// Takes `start..end` over as the name of something that is not seen.
    pub fn hidden(&mut self, start: usize, end: usize) {
        let offset = self.value.len();
        self.value.push_str(&self.from.as_str()[start..end]);
        self.map.copy(self.from.map(), start, end);
        self.mark(offset..self.value.len(), Mark::Expansion);
    }

    /// Decodes percent triplets that start at `start` and mean `raw`; each character keeps its own triplets.
    fn bytes(&mut self, start: usize, raw: &[u8]) {
        let mut at = start;
        for chunk in raw.utf8_chunks() {
            for character in chunk.valid().chars() {
                let end = at + 3 * character.len_utf8();
                self.unit(at, end, character.encode_utf8(&mut [0; 4]));
                at = end;
            }
            if !chunk.invalid().is_empty() {
                let end = at + 3 * chunk.invalid().len();
                self.unit(at, end, "\u{fffd}");
                at = end;
            }
        }
    }

    fn mark(&mut self, range: std::ops::Range<usize>, mark: Mark) {
        match self.marks.last_mut() {
            Some(last) if last.mark == mark && last.range.end == range.start => last.range.end = range.end,
            _ => self.marks.push(Marked { range, mark }),
        }
    }

    /// The value.
    #[must_use]
    pub fn finish(self) -> Text<'s> {
        let map = self.map.finish(self.from.span().start);
        Text::new(Cow::Owned(self.value), map, self.marks)
    }
}
