//! Operations on a setting: its value is replaced between the quotes that stand around it.

use super::draft::settled;
use super::encode::{Piece, json};
use super::leaf;
use super::operation::Operation;
use crate::exchange::{Encoding, Exchange, Quotes, Url};
use crate::finding::{Edit, Insert};
use crate::text::Span;

/// Translates operations into edits of the file. What adds or moves parameters is for a person, who knows the framework.
pub(super) fn translate(operations: &[Operation], exchange: &Exchange, source: &str) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    for operation in operations {
        match operation {
            Operation::Replace { at, with } => edits.extend(replace(exchange, *at, with)?),
            Operation::SetUrl(new) => edits.push(address(exchange.request.url.as_ref()?, new, source)?),
            _ => return None,
        }
    }
    settled(source, edits, exchange.span)
}

fn replace(exchange: &Exchange, at: Span, with: &str) -> Option<Vec<Edit>> {
    let holder = exchange.request.params.iter().find(|param| param.value.span().contains(at));
    let (quotes, whole) = match holder {
        Some(param) => match param.encoding {
            Encoding::Setting(quotes) => (quotes, param.value.span() == at),
            _ => return None,
        },
        // A part of the address, which holds nothing that quotes matter to.
        None => (Quotes::None, false),
    };
    let edit = |(span, to): (Span, Vec<Piece>)| {
        let text: String = to.into_iter().map(plain).collect::<Option<_>>()?;
        Some(Edit { span, insert: vec![Insert::Text(written(&text, quotes, whole)?)] })
    };
    leaf::replacement(&exchange.request, at, with)?.into_iter().map(edit).collect()
}

/// What can be written into a file; what a person has to fill in cannot.
fn plain(piece: Piece) -> Option<String> {
    match piece {
        Piece::Text(text) => Some(text),
        Piece::Hole(_) | Piece::Copy(_) => None,
    }
}

/// The text as it has to stand between these quotes; `None` where they cannot hold it.
fn written(text: &str, quotes: Quotes, whole: bool) -> Option<String> {
    let harmless = |c: char| c.is_ascii_alphanumeric() || "-_.:/ +,@=?&%".contains(c);
    let bare = text.chars().all(harmless) && text.trim() == text && !text.contains(": ") && !text.contains(" #");
    match quotes {
        Quotes::Double => text.chars().all(|c| !c.is_control()).then(|| json(text)),
        Quotes::Single => text.chars().all(|c| !c.is_control() && c != '\'').then(|| text.to_owned()),
        Quotes::None => bare.then(|| text.to_owned()),
        Quotes::Words if text.contains(' ') => (bare && whole).then(|| format!("\"{text}\"")),
        Quotes::Words => bare.then(|| text.to_owned()),
    }
}

/// The new address in the place of the old one, where that stands in one piece.
fn address(old: &Url, new: &str, source: &str) -> Option<Edit> {
    let (span, new) = leaf::address(old, new);
    let stands = source.get(old.text.span().range()) == Some(old.text.as_str());
    (stands && !new.contains(['{', '$', ' '])).then(|| Edit { span, insert: vec![Insert::Text(new)] })
}
