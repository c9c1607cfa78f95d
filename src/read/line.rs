//! How the lines of a document are cut: a longer one into pieces, a log's without its stamp.

use super::answer::{self, Line};
use super::stamp;
use crate::text::boundary::floor;

/// Whether a line opens or closes a block of code, and holds none (CommonMark 4.5): behind the marks stands the name of
/// a language, if anything.
pub(super) fn is_fence(line: &str) -> bool {
    let marks = ["```", "~~~"].into_iter().find(|marks| line.starts_with(marks));
    let Some(info) = marks.map(|marks| line.trim_start_matches(&marks[..1])) else { return false };
    let mut words = info.split_whitespace().skip(1);
    !info.contains('`') && words.all(|word| word.starts_with('{') || word.ends_with('}') || word.contains('='))
}

/// Bytes of a line that are read at once, so that many things on one line cost no more than on many lines.
const LONGEST_PIECE: usize = 1 << 14;

/// The line without what a log writes before it.
pub(super) fn behind_stamp(text: &str, line: Line) -> Line {
    Line { start: line.start + stamp::length(&text[line.start..line.end]), ..line }
}

/// The line that starts at `start`, or the first piece of a longer one.
pub(super) fn piece_at(text: &str, start: usize) -> Line {
    let limit = floor(text, start + LONGEST_PIECE);
    let line = answer::line_at(&text[..limit], start);
    if line.next < limit || limit == text.len() || line.end < limit {
        return line;
    }
    let blank = text[start..limit].rfind(' ').filter(|blank| *blank > LONGEST_PIECE / 2);
    let end = blank.map_or(limit, |blank| start + blank + 1);
    Line { start, end, next: end }
}
