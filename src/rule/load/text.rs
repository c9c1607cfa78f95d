//! Texts with names to fill in: `{given.nearest}`, `{url.host|the server}`. A brace that no name follows is a brace; `{{`
//! and `}}` are braces anywhere.

use super::fault::Report;
use super::names::Names;
use super::sure::Sure;
use super::tree::Node;
use crate::provider::fixed::List;
use crate::rule::model::{Path, Piece, Subject, Text};
use crate::text::Span;

/// What a text can rely on.
pub enum Reliance<'s> {
    /// Every name has to be made sure of, or to have words.
    On(&'s Sure),
    /// Where a name is not known, the text is not used at all.
    Nothing,
}

/// Reads a text.
pub fn text(node: Node<'_>, names: &Names, reliance: &Reliance<'_>, report: &mut Report<'_>) -> Text {
    let Some(written) = node.str() else {
        report.fault(node.span, format!("expected a text, found {}", node.what()));
        return List::none();
    };
    let mut pieces: Vec<Piece> = Vec::new();
    let mut words = String::new();
    let mut rest = written;
    while let Some(at) = rest.find(['{', '}']) {
        words.push_str(&rest[..at]);
        let tail = &rest[at..];
        let escaped = tail.starts_with("{{") || tail.starts_with("}}");
        if escaped || !tail[1..].starts_with(|first: char| first.is_ascii_lowercase()) || tail.starts_with('}') {
            words.push_str(&tail[..1]);
            rest = &tail[if escaped { 2 } else { 1 }..];
            continue;
        }
        let Some(end) = tail.find('}') else {
            report.fault_help(node.span, "a name without its closing brace", "write {{ for a brace");
            return List::none();
        };
        if !words.is_empty() {
            pieces.push(Piece::Words(std::mem::take(&mut words).into()));
        }
        pieces.extend(value(&tail[1..end], node.span, names, reliance, report));
        rest = &tail[end + 1..];
    }
    words.push_str(rest);
    if !words.is_empty() {
        pieces.push(Piece::Words(words.into()));
    }
    if written.is_empty() {
        report.fault(node.span, "the text is empty");
    }
    pieces.into()
}

fn value(inside: &str, at: Span, names: &Names, reliance: &Reliance<'_>, report: &mut Report<'_>) -> Option<Piece> {
    let (name, otherwise) = match inside.split_once('|') {
        Some((name, words)) => (name, Some(words)),
        None => (inside, None),
    };
    let of = names.path(name, at, report)?;
    if let (Reliance::On(sure), None) = (reliance, otherwise)
        && !spoken_for(&of)
        && !sure.has(&of, names)
    {
        let help = format!("write {{{name}|words}}, or test that it is there");
        report.fault_help(at, format!("the text has a hole where \"{name}\" is not known"), help);
    }
    Some(Piece::Value { of, otherwise: otherwise.map(Into::into) })
}

/// Whether the catalogue has words for when the value is not known.
const fn spoken_for(path: &Path) -> bool {
    match (&path.subject, path.attr) {
        (Subject::Fact { fact, step: None, .. }, None) => fact.otherwise().is_some(),
        _ => false,
    }
}
