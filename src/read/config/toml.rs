//! TOML 1.1, by the `toml` crate, whose values keep their places.

use toml::de::{DeTable, DeValue};

use super::tree::{Node, placed};
use crate::exchange::Quotes;
use crate::text::{Span, Text};

/// The file, and whether it is TOML throughout. A broken one gives what could be read.
pub(super) fn parse<'s>(doc: &Text<'s>) -> (Node<'s>, bool) {
    let (table, errors) = DeTable::parse_recoverable(doc.as_str());
    (map(doc, table.get_ref()), errors.is_empty())
}

fn map<'s>(doc: &Text<'s>, table: &DeTable<'_>) -> Node<'s> {
    let entry = |(key, value): (&toml::Spanned<_>, &toml::Spanned<DeValue<'_>>)| {
        let name: &std::borrow::Cow<'_, str> = key.get_ref();
        (placed(doc, key.span().into(), name), node(doc, value))
    };
    Node::Map(table.iter().map(entry).collect())
}

/// The parser stops at 80 levels itself.
fn node<'s>(doc: &Text<'s>, value: &toml::Spanned<DeValue<'_>>) -> Node<'s> {
    let at: Span = value.span().into();
    match value.get_ref() {
        DeValue::String(text) => {
            let quotes = if doc.as_str()[at.range()].starts_with('\'') { Quotes::Single } else { Quotes::Double };
            Node::value(placed(doc, at, text), quotes)
        }
        DeValue::Array(elements) => Node::List(elements.iter().map(|element| node(doc, element)).collect()),
        DeValue::Table(table) => map(doc, table),
        _ => Node::value(doc.slice(at.start, at.end), Quotes::None),
    }
}
