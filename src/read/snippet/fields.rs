//! What libraries make of a dictionary that is to be a form or a query.

use super::program::is_spread;
use crate::exchange::Part;
use crate::read::asked::{Asked, Row};
use crate::read::code::{Member, Value};
use crate::text::{Composer, Span, Text};

/// How a library writes what has no place in a form: nothing, lists, dictionaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fields {
    /// Python's requests: nothing is left out, the members of a list repeat their name.
    Requests,
    /// Python's httpx: as requests, but nothing is empty.
    Httpx,
    /// axios: nothing is left out, lists and dictionaries have brackets.
    Axios,
    /// jQuery: nothing is empty, lists and dictionaries have brackets.
    JQuery,
    /// `URLSearchParams` and its kin: everything is a string.
    SearchParams,
    /// PHP's `http_build_query`: nothing is left out, lists have numbers in brackets.
    Php,
}

impl Fields {
    /// The fields; `None` where they are computed.
    pub(super) fn rows<'s>(self, value: &Value<'s>, asked: &mut Asked<'s>) -> Option<Vec<Row<'s>>> {
        let mut rows = Vec::new();
        for member in value.members()? {
            match (&member.name, &member.value) {
                (Some(name), _) if is_spread(name.as_str()) => asked.unseen = asked.unseen.and(Part::Parameters, true),
                (Some(name), value) => self.field(name.clone(), value, &mut rows),
                (None, Value::Members(pair, _)) => match pair.as_slice() {
                    [name, value] => rows.push(Row::stated(name.value.text(), value.value.text())),
                    _ => return None,
                },
                (None, _) => return None,
            }
        }
        Some(rows)
    }

    /// Adds what a library puts behind the address.
    pub(super) fn query<'s>(self, value: &Value<'s>, asked: &mut Asked<'s>) {
        let value = match value {
            Value::Call(call) if call.name() == "URLSearchParams" => call.positional(0).unwrap_or(value),
            value => value,
        };
        match self.rows(value, asked) {
            Some(rows) => asked.query.extend(rows),
            None => asked.unseen = asked.unseen.and(Part::Parameters, true),
        }
    }

    fn field<'s>(self, name: Text<'s>, value: &Value<'s>, rows: &mut Vec<Row<'s>>) {
        match value {
            Value::Word(word) if is_nothing(word.as_str()) => match self {
                Self::Requests | Self::Axios | Self::Php => {}
                Self::Httpx | Self::JQuery => rows.push(Row::stated(name, word.slice(0, 0))),
                Self::SearchParams => rows.push(Row::stated(name, word.clone())),
            },
            Value::Members(members, _) if self != Self::SearchParams => {
                for (number, member) in members.iter().enumerate() {
                    self.field(self.nested(&name, member, number), &member.value, rows);
                }
            }
            Value::Word(word) => rows.push(Row::stated(name, self.spelt(word))),
            value => rows.push(Row::stated(name, value.text())),
        }
    }

    /// A truth value as the library writes it.
    fn spelt<'s>(self, word: &Text<'s>) -> Text<'s> {
        let written = match (self, word.as_str()) {
            (Self::Httpx, "True") => "true",
            (Self::Httpx, "False") => "false",
            (Self::Php, "true" | "TRUE") => "1",
            (Self::Php, "false" | "FALSE") => "0",
            _ => return word.clone(),
        };
        let mut out = Composer::default();
        out.take_as(word, written);
        out.finish(word.span().start)
    }

    /// The name of a member of the list or dictionary `name`.
    fn nested<'s>(self, name: &Text<'s>, member: &Member<'s>, number: usize) -> Text<'s> {
        let at = Span::at(name.span().end);
        let mut out = Composer::default();
        out.take(name);
        match (&member.name, self) {
            (_, Self::Requests | Self::Httpx | Self::SearchParams) => {}
            (Some(key), _) => {
                out.imply("[", at);
                out.take(key);
                out.imply("]", at);
            }
            (None, Self::Php) => out.imply(&format!("[{number}]"), at),
            (None, Self::Axios | Self::JQuery) => out.imply("[]", at),
        }
        out.finish(name.span().start)
    }
}

fn is_nothing(word: &str) -> bool {
    ["none", "null", "undefined"].iter().any(|nothing| nothing.eq_ignore_ascii_case(word))
}
