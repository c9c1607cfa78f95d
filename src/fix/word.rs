//! One word of a shell command as the source shows it: its quotes and what each character in them means.

use crate::finding::{Edit, Insert};
use crate::text::Span;

/// The quotes around a stretch of a word (POSIX XCU 2.2; bash 3.1.2.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quote {
    /// None.
    Bare,
    /// `'..'`: everything stands for itself.
    Single,
    /// `".."`: dollar, backtick and backslash keep their meaning.
    Double,
    /// `$'..'`: backslash escapes as in C.
    Ansi,
}

impl Quote {
    /// What opens it.
    pub(super) const fn opening(self) -> &'static str {
        match self {
            Self::Ansi => "$'",
            quote => quote.mark(),
        }
    }

    /// What closes it, and opens all but the last.
    pub(super) const fn mark(self) -> &'static str {
        match self {
            Self::Bare => "",
            Self::Single | Self::Ansi => "'",
            Self::Double => "\"",
        }
    }

    /// Whether a character stands for itself inside, without any escape.
    pub(super) fn keeps(self, c: char) -> bool {
        match self {
            Self::Bare => c.is_ascii_alphanumeric() || "_-./:@%+=,".contains(c),
            Self::Single => c != '\'',
            // `!` calls back the history of an interactive shell, and no escape inside the quotes prevents it.
            Self::Double => !"\"$`\\!".contains(c),
            Self::Ansi => !"'\\\n".contains(c),
        }
    }
}

/// A stretch of a word with one kind of quotes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment {
    pub(super) quote: Quote,
    /// With its quotes.
    pub(super) outer: Span,
    /// Without them.
    pub(super) inner: Span,
}

/// Takes a word apart. Typographic quotes count as the straight ones they were meant to be.
pub(super) fn segments(source: &str, word: Span) -> Vec<Segment> {
    let mut out = Vec::new();
    let mut at = word.start;
    while at < word.end {
        let segment = opener(source, at, word).unwrap_or_else(|| {
            let end = bare_end(source, at, word);
            Segment { quote: Quote::Bare, outer: Span::new(at, end), inner: Span::new(at, end) }
        });
        at = segment.outer.end;
        out.push(segment);
    }
    out
}

/// The quoted stretch that opens at `at`.
fn opener(source: &str, at: usize, word: Span) -> Option<Segment> {
    let rest = &source[at..word.end];
    let (opening, quote, closers): (usize, Quote, &[char]) = match rest.as_bytes() {
        [b'\'', ..] => (1, Quote::Single, &['\'']),
        [b'"', ..] => (1, Quote::Double, &['"']),
        [b'$', b'\'', ..] => (2, Quote::Ansi, &['\'']),
        [b'$', b'"', ..] => (2, Quote::Double, &['"']),
        _ if rest.starts_with(['“', '”']) => (3, Quote::Double, &['“', '”']),
        _ if rest.starts_with('‘') || at == word.start && rest.starts_with('’') => (3, Quote::Single, &['‘', '’']),
        _ => return None,
    };
    let start = at + opening;
    let mut chars = source[start..word.end].char_indices();
    while let Some((n, c)) = chars.next() {
        if closers.contains(&c) {
            let end = start + n;
            return Some(Segment { quote, outer: Span::new(at, end + c.len_utf8()), inner: Span::new(start, end) });
        }
        if c == '\\' && quote != Quote::Single {
            chars.next();
        }
    }
    Some(Segment { quote, outer: Span::new(at, word.end), inner: Span::new(start, word.end) })
}

/// Where the unquoted stretch that starts at `at` ends.
fn bare_end(source: &str, at: usize, word: Span) -> usize {
    let mut next = at;
    while next < word.end {
        if next > at && opener(source, next, word).is_some() {
            return next;
        }
        let step = expansion_end(source, next, word.end).unwrap_or_else(|| {
            let width = char_width(source, next);
            if source.as_bytes()[next] == b'\\' {
                next + width + char_width(source, next + width)
            } else {
                next + width
            }
        });
        next = step.min(word.end);
    }
    word.end
}

fn char_width(source: &str, at: usize) -> usize {
    source.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
}

/// Longest expansion that is looked for, so that many unclosed ones cost no more than their number.
const EXPANSION_LIMIT: usize = 4096;

/// Where the expansion that starts at `at` ends: `$NAME`, `${..}`, `$(..)`, backticks.
fn expansion_end(source: &str, at: usize, end: usize) -> Option<usize> {
    let rest = &source.as_bytes()[at..end.min(at + EXPANSION_LIMIT)];
    let closed = |close: u8, from: usize| rest[from..].iter().position(|&b| b == close).map(|n| at + from + n + 1);
    match rest {
        [b'`', ..] => closed(b'`', 1),
        [b'$', b'{', ..] => closed(b'}', 2),
        [b'$', b'(', ..] => {
            let mut depth = 0_usize;
            rest.iter().enumerate().skip(1).find_map(|(n, byte)| {
                match byte {
                    b'(' => depth += 1,
                    b')' => depth -= 1,
                    _ => {}
                }
                (depth == 0).then_some(at + n + 1)
            })
        }
        [b'$', first, ..] if first.is_ascii_alphabetic() || *first == b'_' => {
            let name = rest[1..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
            Some(at + 1 + name)
        }
        _ => None,
    }
}

/// What a stretch of a quoted or bare segment means.
#[derive(Clone, Copy)]
enum Meaning {
    Char(char),
    Expansion,
    Nothing,
}

/// The tokens of a segment; `None` where they cannot be told without decoding (`$'\x5f'`).
fn tokens(source: &str, segment: &Segment) -> Option<Vec<(Span, Meaning)>> {
    let Span { start, end } = segment.inner;
    let mut out = Vec::with_capacity(end - start);
    let mut at = start;
    while at < end {
        let c = source[at..].chars().next()?;
        let after = source[(at + c.len_utf8()).min(end)..end].chars().next();
        let expands = matches!(segment.quote, Quote::Bare | Quote::Double);
        let (until, meaning) = match (c, after) {
            ('\\', _) if segment.quote == Quote::Ansi => return None,
            ('\\', Some('\n')) if expands => (at + 2, Meaning::Nothing),
            ('\\', Some(next)) if segment.quote == Quote::Bare || expands && "\"$`\\".contains(next) => {
                (at + 1 + next.len_utf8(), Meaning::Char(next))
            }
            _ => match expansion_end(source, at, end).filter(|_| expands) {
                Some(until) => (until, Meaning::Expansion),
                None => (at + c.len_utf8(), Meaning::Char(c)),
            },
        };
        out.push((Span::new(at, until), meaning));
        at = until;
    }
    Some(out)
}

/// Whether the shell would expand something in the word.
pub(super) fn expands(source: &str, segments: &[Segment]) -> bool {
    segments.iter().any(|segment| {
        tokens(source, segment).is_some_and(|tokens| tokens.iter().any(|(_, m)| matches!(m, Meaning::Expansion)))
    })
}

/// Edits that put one pair of quotes around a stretch of a word.
pub(super) struct Requoting {
    pub(super) edits: Vec<Edit>,
    /// No character needed an escape that it had not needed before.
    pub(super) clean: bool,
}

/// Puts `target` quotes around all of `region`; characters in `changing`, sorted, are somebody else's. `None` where
/// something in it cannot mean the same between these quotes.
pub(super) fn requote(source: &str, region: Span, target: Quote, changing: &[Span]) -> Option<Requoting> {
    let segments = segments(source, region);
    let mut out = Requoting { edits: Vec::new(), clean: true };
    let theirs = |span: Span| {
        let behind = changing.partition_point(|c| c.end <= span.start);
        changing.get(behind).is_some_and(|c| c.overlaps(span))
    };
    let mut put = |span: Span, text: String| {
        if source[span.range()] != text && !theirs(span) {
            out.edits.push(Edit { span, insert: if text.is_empty() { Vec::new() } else { vec![Insert::Text(text)] } });
        }
    };
    let last = segments.len().saturating_sub(1);
    if segments.is_empty() {
        put(Span::at(region.start), target.mark().repeat(2));
    }
    for (index, segment) in segments.iter().enumerate() {
        let mark = |here: bool| if here { target.mark().to_owned() } else { String::new() };
        put(Span::new(segment.outer.start, segment.inner.start), mark(index == 0));
        if segment.quote != target {
            for (span, meaning) in tokens(source, segment)? {
                if theirs(span) {
                    continue;
                }
                match meaning {
                    Meaning::Nothing => put(span, String::new()),
                    Meaning::Expansion if target == Quote::Double => {}
                    Meaning::Expansion => return None,
                    Meaning::Char(c) => {
                        out.clean &= target.keeps(c);
                        put(span, super::encode::shell(&c.to_string(), target));
                    }
                }
            }
        }
        put(Span::new(segment.inner.end, segment.outer.end), mark(index == last));
    }
    Some(out)
}
