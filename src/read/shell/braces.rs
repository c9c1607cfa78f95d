//! Brace expansion of a bare word: `{a,b}`, `{1..10..3}`, `{a..e}`, nested, as bash does it before anything else
//! (bash 3.5.1). Only [`Reading::Wire`](super::Reading::Wire) asks for it: nobody means `{your_id,x}` that way.
//!
//! Tilde expansion and pathname globbing are not done: both depend on the machine, and a word that matches no file
//! stays as it is.

use std::borrow::Cow;
use std::ops::Range;

use super::lookahead::{Lookahead, escaped_close};
use crate::text::{MapBuilder, Text};

/// More words than this are not written out; the word then stays as it is.
const MOST_WORDS: usize = 10_000;

/// A word with more braces than this stays as it is, so that time stays linear.
const MOST_BRACES: usize = 256;

/// A piece of an expanded word: bytes of the document, or a member of a sequence and the braces it comes from.
#[derive(Clone, Debug)]
enum Piece {
    Written(Range<usize>),
    Made(String, Range<usize>),
}

type Pieces = Vec<Piece>;

/// The words that `doc[start..end]`, one bare word with its quotes, expands to, each as text that is still to be read;
/// `None` where there is nothing to expand.
pub(super) fn expand<'s>(doc: &Text<'s>, start: usize, end: usize) -> Option<Vec<Text<'s>>> {
    let bytes = doc.as_str().as_bytes().get(..end)?;
    let braces = memchr::memchr_iter(b'{', &bytes[start..]).take(MOST_BRACES + 1).count();
    if braces == 0 || braces > MOST_BRACES {
        return None;
    }
    let words = Expander { bytes, ahead: Lookahead::default() }.expand(start, end)?;
    if let [only] = words.as_slice()
        && only.iter().all(|piece| matches!(piece, Piece::Written(_)))
        && length(only) == end - start
    {
        return None;
    }
    Some(words.iter().map(|pieces| text(doc, pieces, start)).collect())
}

fn length(pieces: &[Piece]) -> usize {
    pieces.iter().map(|piece| if let Piece::Written(range) = piece { range.len() } else { 0 }).sum()
}

fn text<'s>(doc: &Text<'s>, pieces: &[Piece], start: usize) -> Text<'s> {
    let mut value = String::new();
    let mut map = MapBuilder::new();
    for piece in pieces {
        match piece {
            Piece::Written(range) => {
                value.push_str(&doc.as_str()[range.clone()]);
                map.copy(doc.map(), range.start, range.end);
            }
            Piece::Made(member, range) => {
                value.push_str(member);
                map.copy_encoded(doc.map(), range.start, range.end, member.len());
            }
        }
    }
    Text::new(Cow::Owned(value), map.finish(doc.span_of(start, start).start), Vec::new())
}

struct Expander<'b> {
    bytes: &'b [u8],
    ahead: Lookahead,
}

impl Expander<'_> {
    /// The words of `start..end`; `None` when there are too many.
    fn expand(&self, start: usize, end: usize) -> Option<Vec<Pieces>> {
        let mut words: Vec<Pieces> = vec![Vec::new()];
        let mut from = start;
        while let Some((open, close)) = self.next_braces(from, end) {
            append(&mut words, &[vec![Piece::Written(from..open)]])?;
            let inside = open + 1..close;
            let tail = if self.find(b',', inside.start, inside.end).is_some() {
                self.list(inside.start, inside.end)?
            } else {
                match sequence(&self.bytes[inside.clone()]) {
                    Some(members) if members.len() > MOST_WORDS => return None,
                    Some(members) => members.into_iter().map(|m| vec![Piece::Made(m, open..close + 1)]).collect(),
                    None => vec![vec![Piece::Written(open..close + 1)]],
                }
            };
            append(&mut words, &tail)?;
            from = close + 1;
        }
        append(&mut words, &[vec![Piece::Written(from..end)]])?;
        Some(words)
    }

    /// The members of a list, each expanded in turn.
    fn list(&self, start: usize, end: usize) -> Option<Vec<Pieces>> {
        let mut words = Vec::new();
        let mut from = start;
        loop {
            let stop = self.find(b',', from, end);
            words.extend(self.expand(from, stop.unwrap_or(end))?);
            if words.len() > MOST_WORDS {
                return None;
            }
            match stop {
                Some(comma) => from = comma + 1,
                None => return Some(words),
            }
        }
    }

    /// The next braces that hold a comma or two dots of their own.
    fn next_braces(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        let mut from = start;
        loop {
            let open = self.find(b'{', from, end)?;
            match self.find(b'}', open + 1, end) {
                Some(close) if !self.stands_alone(open, start, end) => return Some((open, close)),
                _ => from = open + 1,
            }
        }
    }

    /// The next `wanted` outside quotes, expansions and inner braces; a closing brace only behind a separator.
    fn find(&self, wanted: u8, start: usize, end: usize) -> Option<usize> {
        let (mut at, mut depth) = (start, 0_usize);
        let mut separated = wanted != b'}';
        while at < end {
            let byte = self.bytes[at];
            if let Some(next) = self.opaque(at, end) {
                at = next;
                continue;
            }
            if byte == wanted && depth == 0 && separated {
                return Some(at);
            }
            match byte {
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                b',' if depth == 0 => separated = true,
                b'.' if depth == 0 && self.bytes[at + 1..end].first() == Some(&b'.') => {
                    separated |= self.bytes[at + 2..end].first() != Some(&b'}');
                }
                _ => {}
            }
            at += 1;
        }
        None
    }

    /// `{` or `{}` behind a blank or at the beginning of what is looked at.
    fn stands_alone(&self, at: usize, start: usize, end: usize) -> bool {
        let begins = at == start || matches!(self.bytes[at - 1], b' ' | b'\t');
        begins && self.bytes[at + 1..end].first().is_none_or(|b| matches!(b, b'}' | b' ' | b'\t' | b'\n'))
    }

    /// The end of a quotation, escape or expansion that starts here.
    fn opaque(&self, at: usize, end: usize) -> Option<usize> {
        let next = self.bytes[..end].get(at + 1).copied();
        let close = match self.bytes[at] {
            b'\\' => Some(at + 2),
            b'\'' => memchr::memchr(b'\'', &self.bytes[at + 1..end]).map(|n| at + n + 2),
            b'"' => self.ahead.double_close(&self.bytes[..end], at + 1, b'"').map(|n| n + 1),
            b'`' => self.ahead.expansion_end(&self.bytes[..end], at),
            b'$' => match next {
                Some(b'\'') => escaped_close(&self.bytes[..end], at + 2, b'\'').map(|n| n + 1),
                Some(b'{' | b'(') => self.ahead.expansion_end(&self.bytes[..end], at),
                _ => return None,
            },
            _ => return None,
        };
        Some(close.unwrap_or(end).min(end))
    }
}

/// Every word so far with every tail behind it; `None` when there would be too many.
fn append(words: &mut Vec<Pieces>, tails: &[Pieces]) -> Option<()> {
    if words.len() * tails.len() > MOST_WORDS {
        return None;
    }
    if let [tail] = tails {
        let written = tail.iter().filter(|piece| !matches!(piece, Piece::Written(range) if range.is_empty()));
        words.iter_mut().for_each(|word| word.extend(written.clone().cloned()));
        return Some(());
    }
    *words =
        words.iter().flat_map(|word| tails.iter().map(|tail| [word.as_slice(), tail.as_slice()].concat())).collect();
    Some(())
}

/// The members of `1..10`, `01..10..3` or `a..e`. From one case to the other a range would pass a backslash and a
/// backtick, which bash goes on to read as such; that is not done.
fn sequence(inside: &[u8]) -> Option<Vec<String>> {
    let inside = std::str::from_utf8(inside).ok()?;
    let (first, rest) = inside.split_once("..")?;
    let (last, step) = rest.split_once("..").map_or((rest, None), |(last, step)| (last, Some(step)));
    let step = step.map_or(Ok(1), str::parse::<i64>).ok()?.unsigned_abs().max(1);
    let letter = |text: &str| match text.as_bytes() {
        &[letter] if letter.is_ascii_alphabetic() => Some(i64::from(letter)),
        _ => None,
    };
    if let (Some(first), Some(last)) = (letter(first), letter(last)) {
        if (first < i64::from(b'a')) != (last < i64::from(b'a')) {
            return None;
        }
        let character = |code: i64| u8::try_from(code).map(char::from).unwrap_or_default().to_string();
        return Some(steps(first, last, step).map(character).collect());
    }
    let (from, to): (i64, i64) = (first.parse().ok()?, last.parse().ok()?);
    let padded = |text: &str| text.trim_start_matches('-').starts_with('0') && text.trim_start_matches('-').len() > 1;
    let width = if padded(first) || padded(last) { first.len().max(last.len()) } else { 0 };
    Some(steps(from, to, step).map(|number| format!("{number:0width$}")).collect())
}

/// From one end to the other, up or down; cut off one behind the most that are written out.
fn steps(first: i64, last: i64, step: u64) -> impl Iterator<Item = i64> {
    let count = usize::try_from(first.abs_diff(last) / step).unwrap_or(usize::MAX);
    let step = i64::try_from(step).unwrap_or(i64::MAX);
    let step = if first <= last { step } else { -step };
    (0..=count.min(MOST_WORDS)).map(move |index| first.saturating_add(step.saturating_mul(index as i64)))
}
