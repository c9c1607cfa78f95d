//! A name with its value, as clients list headers, parameters and form fields.

use crate::exchange::{Header, Provenance};
use crate::text::{Composer, MapBuilder, Mark, Marked, Span, Text};

/// A name with its value.
#[derive(Clone, Debug)]
pub(in crate::read) struct Row<'s> {
    pub(in crate::read) name: Text<'s>,
    pub(in crate::read) value: Text<'s>,
    pub(in crate::read) provenance: Provenance,
}

impl<'s> Row<'s> {
    /// A row that stands in the file.
    pub(in crate::read) fn stated(name: Text<'s>, value: Text<'s>) -> Self {
        Self { name, value, provenance: Provenance::Stated }
    }

    /// A row that a setting at `at` makes the client add.
    pub(in crate::read) fn implied(name: &'static str, value: &'static str, at: Span) -> Self {
        Self { name: Text::implied(name, at), value: Text::implied(value, at), provenance: Provenance::Implied }
    }

    /// A row whose value a setting gives, under a name that the client knows.
    pub(in crate::read) fn named(name: &'static str, value: Text<'s>) -> Self {
        Self::stated(Text::implied(name, value.span()), value)
    }

    /// Everything from the name to the value, in whatever order they stand.
    pub(in crate::read) fn span(&self) -> Span {
        self.name.span().join(self.value.span())
    }

    /// The header that the row is.
    pub(in crate::read) fn header(&self) -> Header<'s> {
        Header { name: self.name.clone(), value: self.value.trim(), whole: Some(self.joined(": ")), fault: None }
    }

    /// Name and value in one piece.
    pub(in crate::read) fn joined(&self, divider: &str) -> Text<'s> {
        join(&self.name, divider, &self.value)
    }

    /// Name and value as a field of a form, percent-encoded.
    pub(in crate::read) fn encoded(&self) -> Text<'s> {
        join(&Self::encode(&self.name, Blank::Plus), "=", &Self::encode(&self.value, Blank::Plus))
    }

    /// A value as it travels in a form or an address; what is not seen stays as it is written.
    pub(in crate::read) fn encode(text: &Text<'s>, blank: Blank) -> Text<'s> {
        let value = text.as_str();
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'*');
        if value.bytes().all(plain) {
            return text.clone();
        }
        let mut hidden = text.marks().iter().filter(|marked| marked.mark != Mark::Elsewhere).peekable();
        let mut out = String::with_capacity(value.len() * 2);
        let mut map = MapBuilder::new();
        let mut marks = Vec::new();
        for (at, character) in value.char_indices() {
            let (start, end) = (out.len(), at + character.len_utf8());
            while hidden.next_if(|marked| marked.range.end <= at).is_some() {}
            let mark = hidden.peek().filter(|marked| marked.range.contains(&at)).map(|marked| marked.mark);
            match (character, mark) {
                (_, Some(mark)) => {
                    out.push(character);
                    marks.push(Marked { range: start..out.len(), mark });
                }
                (' ', None) if blank == Blank::Plus => out.push('+'),
                (c, None) if c.is_ascii() && u8::try_from(c).is_ok_and(plain) => out.push(c),
                _ => value[at..end].bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}"))),
            }
            if out[start..] == value[at..end] {
                map.copy(text.map(), at, end);
            } else {
                map.copy_encoded(text.map(), at, end, out.len() - start);
            }
        }
        Text::new(out, map.finish(text.span().start), marks)
    }
}

/// How a blank is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) enum Blank {
    /// `+`, in forms.
    Plus,
    /// `%20`, in addresses.
    Percent,
}

/// Two values as one, with `divider` between them, in whatever order they stand.
pub(in crate::read) fn join<'s>(one: &Text<'s>, divider: &str, other: &Text<'s>) -> Text<'s> {
    let (from, to) = (one.span().end, other.span().start);
    let mut joined = Composer::default();
    joined.take(one);
    joined.imply(divider, if from <= to { Span::new(from, to) } else { Span::at(from) });
    joined.take(other);
    joined.finish(one.span().start)
}
