//! A form that is written over several lines: the clients join them.

use std::ops::Range;

use crate::read::client::lines::{self, Line};
use crate::text::Text;

/// The lines in one piece. A line break before or behind `&` goes, and so do the blanks of JetBrains' `name = value &`.
pub(super) fn stitched<'s, 'l>(doc: &Text<'s>, lines: impl Iterator<Item = &'l Line<'l>>) -> Text<'s> {
    let lines: Vec<Line<'_>> = lines.map(Line::trimmed).filter(|line| !line.text.is_empty()).collect();
    let spaced = lines.iter().any(|line| line.text.ends_with(" &") || line.text.contains(" = "));
    let mut ranges = Vec::new();
    for line in &lines {
        if spaced { unspaced(line, &mut ranges) } else { ranges.push(line.range()) }
    }
    lines::stitched(doc, ranges)
}

/// The parts of a line without the blanks around `=` and `&`.
fn unspaced(line: &Line<'_>, ranges: &mut Vec<Range<usize>>) {
    let mut start = line.start;
    for field in line.text.split_inclusive('&') {
        let here = Line { start, text: field };
        start += field.len();
        let bare = Line { start: here.start, text: field.strip_suffix('&').unwrap_or(field) };
        match bare.split('=') {
            Some((name, value)) => {
                let equals = bare.text.find('=').map_or(name.end(), |n| bare.start + n);
                ranges.extend([name.range(), equals..equals + 1, value.range()]);
            }
            None => ranges.push(bare.trimmed().range()),
        }
        if field.ends_with('&') {
            ranges.push(start - 1..start);
        }
    }
}
