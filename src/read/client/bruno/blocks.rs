//! The blocks of a `.bru` file (<https://docs.usebruno.com/bru-lang/overview>).

use crate::exchange::Provenance;
use crate::read::asked::Row;
use crate::read::client::lines::{Line, lines, stitched};
use crate::read::client::template::Variables;
use crate::text::{Span, Text};

/// `name { .. }`, from the name to the closing brace at the margin.
pub(super) struct Block<'s> {
    pub(super) name: Text<'s>,
    lines: Vec<(usize, usize)>,
    pub(super) span: Span,
}

/// Whether a line opens a block, and its name.
pub(super) fn opens(line: &str) -> Option<&str> {
    let name = line.trim_end().strip_suffix('{').or_else(|| line.trim_end().strip_suffix('['))?;
    let name = name.strip_suffix(' ').unwrap_or(name);
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b':' | b'-');
    (!name.is_empty() && name.bytes().all(plain)).then_some(name)
}

/// Every block of the file, in order; one that is not closed reaches to the end.
pub(super) fn blocks<'s>(doc: &Text<'s>) -> Vec<Block<'s>> {
    let mut blocks: Vec<Block<'s>> = Vec::new();
    let mut open: Option<Block<'s>> = None;
    for line in lines(doc.as_str()) {
        match &mut open {
            None => {
                open = opens(line.text).map(|name| Block {
                    name: doc.slice(line.start, line.start + name.len()),
                    lines: Vec::new(),
                    span: line.of(doc).span(),
                });
            }
            Some(block) => {
                block.span = block.span.join(line.of(doc).span());
                if matches!(line.text.trim_end(), "}" | "]") && !line.text.starts_with(char::is_whitespace) {
                    blocks.extend(open.take());
                } else {
                    block.lines.push((line.start, line.end()));
                }
            }
        }
    }
    blocks.extend(open);
    blocks
}

impl<'s> Block<'s> {
    fn lines<'t>(&'t self, doc: &'t Text<'s>) -> impl Iterator<Item = Line<'t>> {
        self.lines.iter().map(|&(start, end)| Line { start, text: &doc.as_str()[start..end] })
    }

    /// The text of the block, without the two blanks that every line begins with.
    pub(super) fn text(&self, doc: &Text<'s>) -> Text<'s> {
        let last = self.lines.len().saturating_sub(1);
        let ranges = self.lines(doc).enumerate().map(|(index, line)| {
            let indent = line.text.bytes().take(2).take_while(|b| *b == b' ').count();
            let behind = if index < last { doc.as_str()[line.end()..].find('\n').map_or(0, |n| n + 1) } else { 0 };
            line.start + indent..line.end() + behind
        });
        stitched(doc, ranges)
    }

    /// The rows of the block that are not switched off by `~`.
    pub(super) fn rows(&self, doc: &Text<'s>, variables: &Variables) -> Vec<Row<'s>> {
        let mut rows = Vec::new();
        let mut all = self.lines(doc);
        while let Some(line) = all.next() {
            let line = line.trimmed();
            let Some((name, mut value)) = divided(&line) else { continue };
            // A value over several lines stands between lines of three quotes.
            if value.text.starts_with("'''") {
                let start = value.start + 3;
                let rest = doc.as_str()[start..].find("'''").map_or(0, |n| start + n);
                let content = doc.slice(start, rest.max(start)).trim();
                while all.next().is_some_and(|line| line.end() < rest) {}
                push(&name, variables.fill(&content), doc, variables, &mut rows);
                continue;
            }
            if value.text.is_empty() {
                value.start = line.end();
            }
            push(&name, variables.fill(&value.of(doc)), doc, variables, &mut rows);
        }
        rows
    }
}

fn push<'s>(name: &Line<'_>, value: Text<'s>, doc: &Text<'s>, variables: &Variables, rows: &mut Vec<Row<'s>>) {
    if name.text.starts_with('~') || name.text.is_empty() {
        return;
    }
    let bare = name.text.strip_prefix('"').and_then(|name| name.strip_suffix('"'));
    let name = bare.map_or(*name, |text| Line { start: name.start + 1, text });
    rows.push(Row { name: variables.fill(&name.of(doc)), value, provenance: Provenance::Stated });
}

/// A row's name and value: the name may stand in quotes, with colons in it.
fn divided<'t>(line: &Line<'t>) -> Option<(Line<'t>, Line<'t>)> {
    let quoted = line.text.strip_prefix('"').and_then(|rest| rest.find("\":")).map(|n| n + 2);
    let Some(colon) = quoted else { return line.split(':') };
    let name = Line { start: line.start, text: &line.text[..colon] };
    let value = Line { start: line.start + colon + 1, text: &line.text[colon + 1..] };
    Some((name, value.trimmed()))
}
