//! Operations on a bare URL.

use super::draft::settled;
use super::encode::{Piece, percent, pieces, travelling};
use super::leaf;
use super::operation::Operation;
use super::parameters::runs;
use crate::exchange::{Encoding, Exchange, Place, RepairKind, Url};
use crate::finding::{Edit, Insert};
use crate::text::Span;

/// Translates operations into edits of the URL.
pub(super) fn translate(operations: &[Operation], exchange: &Exchange, source: &str) -> Option<Vec<Edit>> {
    let url = exchange.request.url.as_ref()?;
    let bounds = url.text.span();
    let mut edits = Vec::new();
    let mut lost = vec![false; exchange.request.params.len()];
    for operation in operations {
        match operation {
            Operation::Replace { at, with } => edits.extend(replace(exchange, *at, with)?),
            Operation::Remove { at } => {
                let index = exchange.request.params.iter().position(|param| param.span.contains(*at))?;
                *lost.get_mut(index)? = true;
            }
            Operation::AddParam { name, value } => edits.push(add_param(url, name, value)),
            Operation::SetUrl(new) if url.userinfo.is_empty() => {
                let (span, new) = leaf::address(url, new);
                edits.push(text(span, new));
            }
            _ => return None,
        }
    }
    edits.extend(removals(exchange, url, &lost)?);
    settled(source, edits, bounds)
}

fn text(span: Span, text: String) -> Edit {
    Edit { span, insert: vec![Insert::Text(text)] }
}

fn replace(exchange: &Exchange, at: Span, with: &str) -> Option<Vec<Edit>> {
    let repairs = &exchange.repairs;
    let kind: Option<RepairKind> = repairs.iter().find(|r| r.span == at && r.meant == with).map(|repair| repair.kind);
    if kind.is_some() {
        let same = repairs.iter().filter(|repair| Some(repair.kind) == kind);
        return Some(same.map(|repair| text(repair.span, repair.meant.to_owned())).collect());
    }
    let changes = leaf::replacement(&exchange.request, at, with)?;
    Some(changes.into_iter().map(|(span, to)| Edit { span, insert: inserts(to) }).collect())
}

fn inserts(pieces: Vec<Piece>) -> Vec<Insert> {
    let insert = |piece| match piece {
        Piece::Text(text) | Piece::Hole(text) => Insert::Text(text),
        Piece::Copy(copied) => Insert::Copy(copied.span),
    };
    pieces.into_iter().map(insert).collect()
}

fn add_param(url: &Url, name: &str, value: &str) -> Edit {
    let end = url.fragment.as_ref().map_or(url.text.as_str().len(), |fragment| fragment.start - 1);
    let joint = if url.query.is_none() { "?" } else { "&" };
    let name = [Piece::Text(format!("{joint}{}=", percent(name)))];
    let value = travelling(pieces(value), Encoding::Form);
    let insert = inserts(name.into_iter().chain(value).collect());
    Edit { span: Span::at(url.text.span_of(end, end).end), insert }
}

fn removals(exchange: &Exchange, url: &Url, lost: &[bool]) -> Option<Vec<Edit>> {
    let mut out = Vec::new();
    for (place, part) in [(Place::Query, &url.query), (Place::Fragment, &url.fragment)] {
        let params = exchange.request.params.iter().zip(lost).filter(|(param, _)| param.place == place);
        let members: Vec<(Span, bool)> = params.map(|(param, &lost)| (param.span, lost)).collect();
        let gone = if members.iter().all(|(_, lost)| !lost) {
            Vec::new()
        } else if members.iter().all(|(_, lost)| *lost) {
            let part = part.as_ref()?;
            vec![url.text.span_of(part.start.checked_sub(1)?, part.end)]
        } else {
            runs(&members)
        };
        out.extend(gone.into_iter().map(|span| Edit { span, insert: Vec::new() }));
    }
    Some(out)
}
