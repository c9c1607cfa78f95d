//! The edits of one command, while they are collected: new characters are quoted when it is known what else changes
//! in their word.

use std::cell::OnceCell;

use super::encode::{Copied, Piece, shell};
use super::word::{Quote, Segment, expands, requote, segments};
use crate::finding::{Edit, Insert};
use crate::text::{Span, Text};

/// Characters of a word that become others.
struct Change {
    span: Span,
    to: Vec<Piece>,
}

/// Collects what changes in a command.
pub(super) struct Draft<'s> {
    pub(super) source: &'s str,
    /// In order of place.
    regions: Vec<Region>,
    changes: Vec<Change>,
    edits: Vec<Edit>,
}

/// A stretch that is quoted as one: a word, or what follows the option in `-dVALUE`.
struct Region {
    span: Span,
    /// It needs quotes whatever changes in it.
    quoted: bool,
    segments: OnceCell<Vec<Segment>>,
}

impl Region {
    const fn new(span: Span, quoted: bool) -> Self {
        Self { span, quoted, segments: OnceCell::new() }
    }

    fn segments(&self, source: &str) -> &[Segment] {
        self.segments.get_or_init(|| segments(source, self.span))
    }
}

impl<'s> Draft<'s> {
    pub(super) fn new(source: &'s str, mut regions: Vec<Span>) -> Self {
        regions.sort_unstable();
        let regions = regions.into_iter().map(|span| Region::new(span, false)).collect();
        Self { source, regions, changes: Vec::new(), edits: Vec::new() }
    }

    /// Source characters become others as they are, outside any quoting.
    pub(super) fn raw(&mut self, span: Span, insert: Vec<Insert>) {
        self.edits.push(Edit { span, insert });
    }

    /// Part of a word's value becomes another one.
    pub(super) fn change(&mut self, span: Span, to: Vec<Piece>) {
        self.changes.push(Change { span, to });
    }

    /// Words get quotes. What the shell cut in two is one word from now on.
    pub(super) fn quote(&mut self, mut words: Vec<Span>) {
        words.sort_unstable();
        words.dedup();
        self.regions.retain(|region| !meets(&words, region.span));
        self.regions.extend(words.into_iter().map(|word| Region::new(word, true)));
        self.regions.sort_by_key(|region| region.span);
    }

    /// Takes back what was to change in stretches that go away; they are in order of place. What is added where one
    /// begins belongs to what stands before it.
    pub(super) fn forget(&mut self, gone: &[Span]) {
        let goes = |span: Span| {
            let behind = gone.partition_point(|stretch| stretch.end < span.end);
            gone.get(behind).is_some_and(|stretch| stretch.contains(span) && span != Span::at(stretch.start))
        };
        self.changes.retain(|change| !goes(change.span));
        self.edits.retain(|edit| !goes(edit.span));
    }

    /// The stretch that is quoted as one around a place.
    fn region(&self, span: Span) -> Option<&Region> {
        let behind = self.regions.partition_point(|region| region.span.start <= span.start);
        self.regions.get(behind.checked_sub(1)?).filter(|region| region.span.contains(span))
    }

    /// The quotes around a place, where one pair encloses all of it.
    pub(super) fn quote_at(&self, span: Span) -> Option<Quote> {
        let segments = self.region(span)?.segments(self.source);
        let behind = segments.partition_point(|segment| segment.inner.end < span.end);
        segments.get(behind).filter(|segment| segment.inner.contains(span)).map(|segment| segment.quote)
    }

    /// Makes a value copyable, if its characters stand in one piece.
    pub(super) fn copied(&self, text: &Text) -> Option<Copied> {
        let span = text.span();
        let literal = self.source.get(span.range()) == Some(text.as_str()) && !text.is_symbolic();
        let quote = if literal { Quote::Bare } else { self.quote_at(span)? };
        Some(Copied { span, quote, literal })
    }

    /// A new word: without quotes where it may, else between the weakest that do.
    pub(super) fn word(&self, pieces: &[Piece], bare: bool) -> Option<Vec<Insert>> {
        let choices: &[Quote] = match (pieces.iter().any(Piece::expands), bare) {
            (true, _) => &[Quote::Double],
            (false, true) => &[Quote::Bare, Quote::Single, Quote::Double],
            (false, false) => &[Quote::Single, Quote::Double],
        };
        choices.iter().find_map(|&quote| self.enclosed(pieces, quote))
    }

    fn enclosed(&self, pieces: &[Piece], quote: Quote) -> Option<Vec<Insert>> {
        let inside = self.render(pieces, quote)?;
        let mark = || Insert::Text(quote.mark().to_owned());
        Some(merged([mark()].into_iter().chain(inside).chain([mark()])))
    }

    /// The pieces as they have to stand between these quotes, or `None` where one of them cannot.
    fn render(&self, pieces: &[Piece], quote: Quote) -> Option<Vec<Insert>> {
        let fits = |text: &str| text.chars().all(|c| quote.keeps(c));
        pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) if quote == Quote::Bare => fits(text).then(|| Insert::Text(text.clone())),
                Piece::Hole(hole) if hole.starts_with('$') => {
                    (quote == Quote::Double).then(|| Insert::Text(hole.clone()))
                }
                Piece::Hole(hole) if quote == Quote::Bare => fits(hole).then(|| Insert::Text(hole.clone())),
                Piece::Text(text) | Piece::Hole(text) => Some(Insert::Text(shell(text, quote))),
                Piece::Copy(copied) => {
                    let literal = copied.literal && fits(&self.source[copied.span.range()]);
                    let fits = literal || !copied.literal && copied.quote == quote;
                    fits.then_some(Insert::Copy(copied.span))
                }
            })
            .collect()
    }

    /// All edits, in order of place, touching ones made one; `None` where two overlap, one lies outside of `bounds`,
    /// or nothing would change.
    pub(super) fn finish(mut self, bounds: Span) -> Option<Vec<Edit>> {
        let mut changes = std::mem::take(&mut self.changes);
        changes.sort_by_key(|change| change.span);
        let mut edits = std::mem::take(&mut self.edits);
        let mut left = changes.as_slice();
        for region in &self.regions {
            let from = left.partition_point(|change| change.span.start < region.span.start);
            let until = left.partition_point(|change| change.span.end <= region.span.end);
            let Some(here) = left.get(from..until) else { continue };
            if from > 0 {
                return None;
            }
            edits.extend(self.rewritten(region, here)?);
            left = &left[until..];
        }
        if !left.is_empty() {
            return None;
        }
        settled(self.source, edits, bounds)
    }

    /// The edits of one region, with quotes that bear what changes in it.
    fn rewritten(&self, region: &Region, changes: &[Change]) -> Option<Vec<Edit>> {
        if changes.is_empty() && !region.quoted {
            return Some(Vec::new());
        }
        let segments = region.segments(self.source);
        if !region.quoted
            && let Some(edits) = changes.iter().map(|change| self.in_place(change, segments)).collect()
        {
            return Some(edits);
        }
        let expanding =
            changes.iter().flat_map(|change| &change.to).any(Piece::expands) || expands(self.source, segments);
        let target = if expanding { Quote::Double } else { Quote::Single };
        let spans: Vec<Span> = changes.iter().map(|change| change.span).collect();
        let whole =
            requote(self.source, region.span, target, &spans).filter(|requoting| region.quoted || requoting.clean);
        if let Some(requoting) = whole
            && let Some(inside) = changes
                .iter()
                .map(|change| Some(Edit { span: change.span, insert: self.render(&change.to, target)? }))
                .collect::<Option<Vec<_>>>()
        {
            let mut edits = requoting.edits;
            // What is added at the end of the word stands before the quote that is added there.
            let closing = edits.pop_if(|edit| edit.span == Span::at(region.span.end));
            edits.extend(inside);
            edits.extend(closing);
            return Some(edits);
        }
        changes.iter().map(|change| self.spliced(change, segments)).collect()
    }

    /// A change in the quotes that are there. One that begins in other quotes than it ends in closes and opens them.
    fn in_place(&self, change: &Change, segments: &[Segment]) -> Option<Edit> {
        let (from, to) = (quote_before(segments, change.span.start), quote_behind(segments, change.span));
        let mut insert = self.render(&change.to, from)?;
        if !segments.iter().any(|segment| segment.inner.contains(change.span)) {
            insert.extend([Insert::Text(from.mark().into()), Insert::Text(to.opening().into())]);
        }
        Some(Edit { span: change.span, insert: merged(insert) })
    }

    /// A change that brings its own quotes: those around it are closed before and opened again behind.
    fn spliced(&self, change: &Change, segments: &[Segment]) -> Option<Edit> {
        self.in_place(change, segments).or_else(|| {
            let (from, to) = (quote_before(segments, change.span.start), quote_behind(segments, change.span));
            let inside = self.word(&change.to, false)?;
            let close = Insert::Text(from.mark().into());
            let open = Insert::Text(to.opening().into());
            Some(Edit { span: change.span, insert: merged([close].into_iter().chain(inside).chain([open])) })
        })
    }
}

/// The quotes in which a change begins.
fn quote_before(segments: &[Segment], at: usize) -> Quote {
    let behind = segments.partition_point(|segment| segment.inner.end < at);
    segments.get(behind).filter(|segment| segment.inner.start <= at).map_or(Quote::Bare, |segment| segment.quote)
}

/// The quotes in which a change ends.
fn quote_behind(segments: &[Segment], span: Span) -> Quote {
    if span.is_empty() {
        return quote_before(segments, span.start);
    }
    let before = segments.partition_point(|segment| segment.inner.start < span.end);
    let segment = before.checked_sub(1).and_then(|index| segments.get(index));
    segment.filter(|segment| span.end <= segment.inner.end).map_or(Quote::Bare, |segment| segment.quote)
}

/// Whether one of the spans, in order of place, shares a byte with another.
fn meets(spans: &[Span], other: Span) -> bool {
    let behind = spans.partition_point(|span| span.end <= other.start);
    spans.get(behind).is_some_and(|span| span.overlaps(other))
}

/// Neighbouring texts made one, empty ones dropped.
pub(super) fn merged(pieces: impl IntoIterator<Item = Insert>) -> Vec<Insert> {
    let mut out: Vec<Insert> = Vec::new();
    for piece in pieces {
        match (out.last_mut(), piece) {
            (_, Insert::Text(text)) if text.is_empty() => {}
            (_, Insert::Copy(span)) if span.is_empty() => {}
            (Some(Insert::Text(before)), Insert::Text(text)) => before.push_str(&text),
            (Some(Insert::Copy(before)), Insert::Copy(span)) if before.end == span.start => before.end = span.end,
            (_, piece) => out.push(piece),
        }
    }
    out
}

/// Brings edits in order and makes touching ones one; `None` where two overlap, one lies outside of `bounds`, or
/// nothing would change.
pub(super) fn settled(source: &str, mut edits: Vec<Edit>, bounds: Span) -> Option<Vec<Edit>> {
    edits.sort_by_key(|edit| edit.span);
    edits.dedup_by(|later, earlier| later == earlier && !later.span.is_empty());
    let mut out: Vec<Edit> = Vec::new();
    for edit in edits {
        if !bounds.contains(edit.span) {
            return None;
        }
        match out.last_mut() {
            Some(last) if edit.span.start < last.span.end => return None,
            Some(last) if edit.span.start == last.span.end => {
                last.span.end = edit.span.end;
                last.insert.extend(edit.insert);
            }
            _ => out.push(edit),
        }
    }
    for edit in &mut out {
        edit.insert = merged(std::mem::take(&mut edit.insert));
    }
    out.retain(|edit| match edit.insert.as_slice() {
        [] => !edit.span.is_empty(),
        [Insert::Text(text)] => source.get(edit.span.range()) != Some(text),
        _ => true,
    });
    (!out.is_empty()).then_some(out)
}
