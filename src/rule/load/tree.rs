//! TOML with places: tables whose every key has to be asked for.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::Report;
use crate::rule::near::suggestion;
use crate::text::Span;

/// A value and its place.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    pub value: &'t DeValue<'t>,
    pub span: Span,
}

impl<'t> Node<'t> {
    fn new(value: &'t Spanned<DeValue<'t>>) -> Self {
        Self { value: value.get_ref(), span: value.span().into() }
    }

    /// What it is, for messages.
    pub const fn what(self) -> &'static str {
        match self.value {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        }
    }

    pub fn str(self) -> Option<&'t str> {
        match self.value {
            DeValue::String(text) => Some(text),
            _ => None,
        }
    }

    /// The items of a list; one value alone counts as a list of one.
    pub fn items(self) -> Vec<Self> {
        match self.value {
            DeValue::Array(items) => items.iter().map(Node::new).collect(),
            _ => vec![self],
        }
    }
}

/// A key, its place, and its value.
#[derive(Clone, Copy)]
pub struct Entry<'t> {
    pub key: &'t str,
    pub at: Span,
    pub node: Node<'t>,
}

/// The entries of a table in the order in which they are written.
pub fn entries<'t>(table: &'t DeTable<'t>) -> Vec<Entry<'t>> {
    let entry = |(key, value): (&'t Spanned<_>, &'t Spanned<DeValue<'t>>)| {
        let name: &'t std::borrow::Cow<'t, str> = key.get_ref();
        Entry { key: name, at: key.span().into(), node: Node::new(value) }
    };
    let mut entries: Vec<Entry<'t>> = table.iter().map(entry).collect();
    entries.sort_by_key(|entry| entry.at.start);
    entries
}

/// A table of which every key is asked for by name; what nobody asked for is a fault.
pub struct Fields<'t> {
    place: Span,
    left: Vec<Entry<'t>>,
    known: Vec<&'static str>,
}

impl<'t> Fields<'t> {
    pub fn new(table: &'t DeTable<'t>, place: Span) -> Self {
        Self { place, left: entries(table), known: Vec::new() }
    }

    /// The table a node has to be.
    pub fn of(node: Node<'t>, report: &mut Report<'_>) -> Option<Self> {
        match node.value {
            DeValue::Table(table) => Some(Self::new(table, node.span)),
            _ => {
                report.fault(node.span, format!("expected a table, found {}", node.what()));
                None
            }
        }
    }

    pub const fn place(&self) -> Span {
        self.place
    }

    pub fn take(&mut self, key: &'static str) -> Option<Node<'t>> {
        self.known.push(key);
        let at = self.left.iter().position(|entry| entry.key == key)?;
        Some(self.left.remove(at).node)
    }

    pub fn require(&mut self, key: &'static str, report: &mut Report<'_>) -> Option<Node<'t>> {
        let node = self.take(key);
        if node.is_none() {
            report.fault(self.place, format!("\"{key}\" is missing"));
        }
        node
    }

    /// Every key that is left was asked for by nobody.
    pub fn finish(self, report: &mut Report<'_>) {
        for entry in self.left {
            let meant = suggestion(entry.key, self.known.iter().copied());
            report.fault_or(entry.at, format!("unknown key \"{}\"", entry.key), meant);
        }
    }
}
