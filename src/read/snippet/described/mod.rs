//! A request that somebody describes line by line, as tickets and logs have it: `POST https://as.example/token` with
//! headers and a body below, or `URL:`, `Method:`, `Headers:` and `Body:`, each with its value beside it or below.

mod label;
mod piece;
mod sheet;

use self::label::Label;
use self::piece::Piece;
use self::sheet::Sheet;
use super::{Around, Snip, Snippet};
use crate::exchange::Form;
use crate::read::answer::Line;
use crate::read::source_code;
use crate::text::{Composer, Span, Text};

/// Lines that are read of one request.
const MOST_LINES: usize = 400;

/// The form of described requests.
#[derive(Debug)]
pub(super) struct Described;

impl Snippet for Described {
    fn marks(&self) -> &'static [&'static str] {
        &["://"]
    }

    fn read<'s>(&self, doc: &Text<'s>, line: Line, around: &mut Around<'s>) -> Option<Snip<'s>> {
        let first = Piece::of(doc.as_str(), line);
        let begins = first.call(false).is_some() || matches!(first.label(), Some((Label::Address | Label::Method, _)));
        (begins && !source_code::is_in_comment(doc.as_str(), line.start)).then_some(())?;
        let mut sheet = Sheet::new(around.broken_objects);
        let mut at = line.start;
        let mut parted = false;
        for _ in 0..MOST_LINES {
            if at >= doc.as_str().len() {
                break;
            }
            let piece = Piece::at(doc.as_str(), at);
            if piece.is_empty() {
                (at, parted) = (piece.next(), true);
                continue;
            }
            let Some(next) = sheet.take(doc, &piece, parted) else { break };
            (at, parted) = (next.max(at + 1), false);
        }
        around.broken_objects = sheet.broken();
        let (start, next) = (first.start(), sheet.next());
        let span = doc.span_of(start, sheet.end().max(start));
        let requests = vec![sheet.finish(span)?];
        Some(Snip { form: Form::Http, start, span, requests, answer: None, repairs: Vec::new(), end: next })
    }
}

/// Whether the line of a document goes on describing a request.
pub(super) fn goes_on(text: &str, at: usize) -> bool {
    at < text.len() && matches!(Piece::at(text, at).label(), Some((Label::Body | Label::Query | Label::Headers, _)))
}

/// Where the line behind a label `Body:` begins, that stands alone at `at`.
pub(super) fn behind_body_label(text: &str, at: usize) -> Option<usize> {
    let piece = Piece::at(text, at);
    matches!(piece.label(), Some((Label::Body, behind)) if behind.is_empty()).then(|| piece.next())
}

/// The fields that are listed from `at` on, a line each, as the form that they make, and where the line behind them begins.
pub(super) fn fields<'s>(doc: &Text<'s>, at: usize) -> Option<(Text<'s>, usize)> {
    let mut form = Composer::default();
    let (mut start, mut next) = (None, at);
    for _ in 0..MOST_LINES {
        if next >= doc.as_str().len() {
            break;
        }
        let piece = Piece::at(doc.as_str(), next);
        let Some(row) = piece.row(doc) else { break };
        let from = row.span().start;
        if start.is_some() {
            form.imply("&", Span::at(from));
        }
        form.take(&row.encoded());
        (start, next) = (start.or(Some(from)), piece.next());
    }
    start.map(|start| (form.finish(start), next))
}
