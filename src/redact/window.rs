//! The part of the source that is shown around a finding.

use super::Redactor;
use super::piece::{Piece, Redacted, Tags};
use super::redactor::Covered;
use super::visible::push_visible;
use crate::finding::Phrase;
use crate::text::boundary::{ceil, floor};
use crate::text::{LineIndex, Position, Span};

/// Characters kept on either side of a marked place.
const AROUND: usize = 120;
/// Characters of the marked place itself that are kept.
const MARKED: usize = 160;
/// Lines of context above and below.
const CONTEXT: usize = 1;
/// Lines between two marked ones that are shown rather than left out.
const GAP: usize = 3;
/// How far beyond what is shown secrets are looked for, in bytes, so that a name that is cut off still speaks.
const BEYOND: usize = 2048;
/// A line that is no longer is looked at as a whole, which serves everything that is said of it.
const WHOLE: usize = 8192;

/// A place to point at.
#[derive(Clone, Copy, Debug)]
pub struct Pointer<'p> {
    /// The place.
    pub span: Span,
    /// Where it begins.
    pub at: Position,
    /// The remark.
    pub remark: &'p Phrase,
    /// Whether it is the place the finding is about.
    pub primary: bool,
}

/// A few redacted lines of the source and the places marked in them.
#[derive(Clone, Debug)]
pub struct Window {
    line: usize,
    text: Redacted,
    marks: Vec<Marked>,
}

/// A byte of redacted text: the piece that holds it, and the offset there.
type Spot = (usize, usize);

#[derive(Clone, Debug)]
struct Marked {
    start: Spot,
    end: Spot,
    at: Position,
    remark: Redacted,
    primary: bool,
}

/// A window as it is shown.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// The number of its first line.
    pub line: usize,
    /// Its lines.
    pub text: String,
    /// The places that are marked.
    pub labels: Vec<DrawnLabel>,
}

/// A marked place of a window.
#[derive(Clone, Debug)]
pub struct DrawnLabel {
    /// Where it stands in the window's text; on one line, never empty.
    pub span: Span,
    /// Where it begins in the source.
    pub at: Position,
    /// The remark.
    pub remark: String,
    /// Whether it is the place the finding is about.
    pub primary: bool,
}

impl Window {
    /// The secrets that are shown, in the lines and in the remarks.
    pub fn shown(&self) -> impl Iterator<Item = &Redacted> {
        std::iter::once(&self.text).chain(self.marks.iter().map(|mark| &mark.remark))
    }

    /// Counts lines and columns from the beginning of the file, where the text it was cut from begins at `start`.
    #[must_use]
    pub fn behind(mut self, start: Position) -> Self {
        self.line += start.line - 1;
        for mark in &mut self.marks {
            mark.at = mark.at.behind(start);
        }
        self
    }

    /// Looks once more, when everything is known.
    pub fn again(&mut self, redactor: &Redactor<'_>) {
        let moves = redactor.again(&mut self.text);
        for mark in &mut self.marks {
            redactor.again(&mut mark.remark);
            let tagged = |spot: Spot| matches!(self.text.pieces().get(spot.0), Some(Piece::Secret(_)));
            mark.start = moved(&moves, mark.start);
            mark.end = moved(&moves, mark.end);
            // What begins or ends within a tag covers the whole tag.
            if tagged(mark.start) {
                mark.start.1 = 0;
            }
            if tagged(mark.end) && mark.end.1 > 0 {
                mark.end = (mark.end.0 + 1, 0);
            }
        }
    }

    /// The window as it is shown, with its tags.
    #[must_use]
    pub fn draw(&self, tags: &Tags) -> Drawn {
        let mut text = String::new();
        let mut starts = Vec::with_capacity(self.text.pieces().len());
        for piece in self.text.pieces() {
            starts.push(text.len());
            text.push_str(tags.piece(piece));
        }
        let spot =
            |(piece, offset): Spot| (starts.get(piece).map_or(text.len(), |start| start + offset)).min(text.len());
        let labels = self
            .marks
            .iter()
            .map(|mark| {
                let span = Span::new(spot(mark.start), spot(mark.end));
                DrawnLabel { span, at: mark.at, remark: tags.text(&mark.remark), primary: mark.primary }
            })
            .collect();
        Drawn { line: self.line, text, labels }
    }
}

/// Where a byte went when its piece was taken apart.
fn moved(moves: &[(usize, usize, usize)], spot: Spot) -> Spot {
    let behind = moves.partition_point(|&(piece, offset, _)| (piece, offset) <= spot);
    match behind.checked_sub(1).and_then(|last| moves.get(last)) {
        Some(&(piece, offset, new)) if piece == spot.0 => (new, spot.1 - offset),
        Some(&(_, _, new)) => (new + 1, 0),
        None => spot,
    }
}

impl Redactor<'_> {
    /// The windows that show `pointers`: places near each other share one. Context stays within `bounds`.
    #[must_use]
    pub fn windows(&mut self, lines: &LineIndex, bounds: Span, pointers: &[Pointer<'_>]) -> Vec<Window> {
        let mut sorted: Vec<&Pointer<'_>> = pointers.iter().collect();
        sorted.sort_by_key(|pointer| (pointer.at.line, pointer.span.start));
        let mut windows = Vec::new();
        let mut rest = sorted.as_slice();
        while let Some(first) = rest.first() {
            let mut last = first.at.line;
            let near = rest.iter().take_while(|p| {
                let joins = p.at.line <= last + GAP;
                last = last.max(p.at.line).min(last + GAP);
                joins
            });
            let (group, others) = rest.split_at(near.count());
            windows.push(self.window(lines, bounds, group));
            rest = others;
        }
        windows.shrink_to_fit();
        windows
    }

    fn window(&mut self, lines: &LineIndex, bounds: Span, pointers: &[&Pointer<'_>]) -> Window {
        let numbers = || pointers.iter().map(|p| p.at.line);
        let (first, last) = (numbers().min().unwrap_or(1), numbers().max().unwrap_or(1));
        let inside = |line: usize| line.clamp(lines.line(bounds.start), lines.line(bounds.end.max(1) - 1).max(1));
        let (top, bottom) = (inside(first.saturating_sub(CONTEXT)).min(first), inside(last + CONTEXT).max(last));
        let mut window = Window { line: top, text: Redacted::new(), marks: Vec::new() };
        for line in top..=bottom {
            if line > top {
                window.text.text_mut().push('\n');
            }
            let own: Vec<&Pointer<'_>> = pointers.iter().filter(|p| p.at.line == line).copied().collect();
            self.line(line_span(self.source, lines, line), &own, &mut window);
        }
        window.marks.shrink_to_fit();
        window
    }

    /// Appends one line, clipped around what it marks.
    fn line(&mut self, line: Span, pointers: &[&Pointer<'_>], window: &mut Window) {
        let source = self.source;
        let clip = |span: Span| {
            let start = span.start.min(line.end);
            Span::new(start, span.end.min(line.end).min(forward(source, start, MARKED)).max(start))
        };
        let mut marked: Vec<_> = pointers.iter().map(|pointer| (*pointer, clip(pointer.span))).collect();
        let lead = marked.iter().find(|(p, _)| p.primary).or(marked.first()).map(|(_, span)| *span);
        let shown = match lead {
            Some(lead) => {
                let most = Span::new(backward(source, lead.start, AROUND), forward(source, lead.end, AROUND));
                // What is too far along a long line to be seen together with the finding's own place is left out.
                marked.retain(|(_, span)| most.contains(*span));
                let all = marked.iter().fold(lead, |all, (_, span)| all.join(*span));
                let wider = Span::new(backward(source, all.start, AROUND), forward(source, all.end, AROUND));
                Span::new(wider.start.max(line.start), wider.end.min(line.end))
            }
            None => Span::new(line.start, forward(source, line.start, 2 * AROUND).min(line.end)),
        };
        let wide = if line.len() <= WHOLE {
            line
        } else {
            Span::new(
                floor(source, shown.start.saturating_sub(BEYOND)).max(line.start),
                ceil(source, (shown.end + BEYOND).min(source.len())).min(line.end),
            )
        };
        let covered = self.covered_in_source(wide);
        let places: Vec<Span> = marked.iter().map(|(_, span)| *span).collect();
        if shown.start > line.start {
            window.text.text_mut().push('…');
        }
        let spots = draw_line(source, shown, &covered, &places, &mut window.text);
        if shown.end < line.end {
            window.text.text_mut().push('…');
        }
        for ((pointer, _), (start, mut end)) in marked.into_iter().zip(spots) {
            if start == end {
                // An empty place at the end of a line needs something to point at.
                window.text.text_mut().push(' ');
                end = window.text.end();
            }
            let remark = self.phrase(pointer.remark);
            window.marks.push(Marked { start, end, at: pointer.at, remark, primary: pointer.primary });
        }
    }
}

/// Appends `shown`, tags in the place of what is covered, and tells where the marked places went.
fn draw_line(source: &str, shown: Span, covered: &[Covered], marked: &[Span], out: &mut Redacted) -> Vec<(Spot, Spot)> {
    let mut spots = vec![None; marked.len()];
    let mut ends = vec![None; marked.len()];
    let mut visit = |out: &Redacted, unit: Span, before: Spot| {
        for ((mark, start), end) in marked.iter().zip(&mut spots).zip(&mut ends) {
            let wanted = Span::new(mark.start, mark.end.max(mark.start + 1));
            if wanted.overlaps(unit) {
                start.get_or_insert(before);
                *end = Some(out.end());
            }
        }
    };
    let mut at = shown.start;
    let mut covers = covered.iter().filter(|cover| cover.span.overlaps(shown)).peekable();
    while at < shown.end {
        if let Some(cover) = covers.next_if(|cover| cover.span.start <= at) {
            let before = (out.pieces().len(), 0);
            out.push_secret(cover.secret);
            visit(out, cover.span, before);
            at = at.max(cover.span.end);
            continue;
        }
        let Some(character) = source[at..].chars().next() else { break };
        let text = out.text_mut();
        let len = text.len();
        match character {
            '\t' => text.push_str("    "),
            _ => push_visible(character, text),
        }
        let (piece, _) = out.end();
        let next = at + character.len_utf8();
        visit(out, Span::new(at, next), (piece, len));
        at = next;
    }
    let end = out.end();
    spots.into_iter().zip(ends).map(|(start, to)| (start.unwrap_or(end), to.unwrap_or(end))).collect()
}

/// A line of the source without its end.
fn line_span(source: &str, lines: &LineIndex, line: usize) -> Span {
    let start = lines.line_start(line);
    let count = lines.line(source.len());
    let end = if line < count { lines.line_start(line + 1).saturating_sub(1) } else { source.len() };
    let carriage_return = source.get(start..end).is_some_and(|text| text.ends_with('\r'));
    Span::new(start, end - usize::from(carriage_return))
}

fn forward(source: &str, from: usize, characters: usize) -> usize {
    source.get(from..).and_then(|rest| rest.char_indices().nth(characters)).map_or(source.len(), |(n, _)| from + n)
}

fn backward(source: &str, from: usize, characters: usize) -> usize {
    source.get(..from).and_then(|before| before.char_indices().rev().take(characters).last()).map_or(from, |(n, _)| n)
}
