//! Names that are given a value before a request uses them.

use std::cell::Cell;
use std::collections::HashMap;

use super::{Expressions, Language, Member, Value};
use crate::read::answer;
use crate::text::{Span, Text};

/// A value that says more than this many bytes is not kept.
const HEAVIEST: usize = 1 << 16;
/// Parts of parts of a value: `axios.defaults.headers.common`.
const DEEPEST: usize = 5;

/// The values that names were given, in one language, as far as the document was read.
#[derive(Debug)]
pub(in crate::read) struct Names<'s> {
    language: Language,
    values: HashMap<String, Given<'s>>,
    /// Where reading goes on.
    at: usize,
    /// Bytes that may still be read in vain or taken over more than once, so that hostile text costs no more than its
    /// length.
    room: Cell<usize>,
}

/// A value that a name was given.
#[derive(Debug)]
struct Given<'s> {
    value: Value<'s>,
    weight: usize,
    /// Everything that gave it.
    place: Span,
}

impl<'s> Names<'s> {
    /// Of a document of so many bytes, of which nothing was read.
    pub(in crate::read) fn new(language: Language, document: usize) -> Self {
        Self { language, values: HashMap::new(), at: 0, room: Cell::new(8 * document + (64 << 10)) }
    }

    /// The language.
    pub(in crate::read) const fn language(&self) -> Language {
        self.language
    }

    /// Takes bytes that were read in vain; says whether there are any left.
    pub(in crate::read) fn spend(&self, bytes: usize) -> bool {
        let left = self.room.get().saturating_sub(bytes);
        self.room.set(left);
        left > 0
    }

    /// The value that `name` has, and where it was given.
    pub(super) fn get(&self, name: &str) -> Option<(Value<'s>, Span)> {
        let given = self.values.get(name)?;
        self.spend(given.weight).then(|| (given.value.clone(), given.place))
    }

    /// Reads on up to `end`: every line that gives a name a value, or a known one a member more.
    pub(in crate::read) fn read_to(&mut self, doc: &Text<'s>, end: usize) {
        let text = doc.as_str();
        while self.at < end && self.room.get() > 0 {
            let line = answer::line_at(text, self.at);
            let start = line.end - text[line.start..line.end].trim_start().len();
            self.at = self
                .statement(doc, start, line.end)
                .unwrap_or(line.next)
                .max(line.next.min(start + 1))
                .max(self.at + 1);
        }
    }

    /// Takes up one statement; gives where it ends, if it gave a value.
    fn statement(&mut self, doc: &Text<'s>, start: usize, end: usize) -> Option<usize> {
        let text = doc.as_str();
        let mut from = start + prompt(&text[start..end]);
        for word in ["const ", "let ", "var ", "export ", "final ", "my "] {
            from += if text[from..end].starts_with(word) { word.len() } else { 0 };
        }
        let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$');
        let len = text[from..end].bytes().take_while(is_name).count();
        if len == 0 {
            return None;
        }
        let name = &text[from..from + len];
        let behind = from + len;
        let rest = text[behind..end].trim_start();
        let at = end - rest.len();
        if let Some(value) = rest.strip_prefix('=').filter(|value| !value.starts_with(['=', '>'])) {
            return self.assign(doc, name, start, end - value.len());
        }
        self.extend(doc, name, start, at)
    }

    fn assign(&mut self, doc: &Text<'s>, name: &str, start: usize, at: usize) -> Option<usize> {
        let mut reader = Expressions::new(doc, at, self.language, self);
        reader.blanks();
        if doc.as_str()[reader.at..].starts_with("New-Object ") {
            let end = answer::line_at(doc.as_str(), reader.at).end;
            let span = doc.span_of(start, end);
            let value = Value::Members(Vec::new(), span);
            self.values.insert(name.to_owned(), Given { value, weight: 0, place: span });
            return Some(end);
        }
        let first = doc.as_str()[reader.at..].chars().next()?;
        let plain =
            first.is_ascii_alphanumeric() || matches!(first, '"' | '\'' | '`' | '{' | '[' | '@' | '$' | '(' | '“');
        if !plain || is_program(&doc.as_str()[reader.at..]) {
            return None;
        }
        let value = reader.value();
        let end = reader.at;
        let place = reader.used.iter().fold(doc.span_of(start, end), |span, used| span.join(*used));
        let weight = value.weight();
        let known = !matches!(value, Value::Computed(_)) && weight <= HEAVIEST;
        if known {
            self.values.insert(name.to_owned(), Given { value, weight, place });
        } else {
            self.values.remove(name);
            self.spend(end - at);
        }
        known.then_some(end)
    }

    /// `name["key"] = value`, `name.key = value`, `name.append("key", value)`, `name.update({..})`, where the name is
    /// known; and the same of a part of it, `name.part["key"] = value`.
    fn extend(&mut self, doc: &Text<'s>, name: &str, start: usize, at: usize) -> Option<usize> {
        self.values.get(name)?;
        let mut reader = Expressions::new(doc, at, self.language, self);
        let (parts, members) = addition(doc, &mut reader)?;
        let end = reader.at;
        let given = self.values.get_mut(name).filter(|given| given.weight <= HEAVIEST)?;
        given.weight += members.iter().map(|member| 8 + member.value.weight()).sum::<usize>();
        let mut value = &mut given.value;
        for part in parts {
            value = value.part_mut(part)?;
        }
        value.members_mut()?.extend(members);
        given.place = given.place.join(doc.span_of(start, end));
        Some(end)
    }
}

/// The parts of a name that get more members, and the members.
fn addition<'s>(doc: &Text<'s>, reader: &mut Expressions<'_, 's>) -> Option<(Vec<Text<'s>>, Vec<Member<'s>>)> {
    let text = doc.as_str();
    let mut parts: Vec<Text<'s>> = Vec::new();
    loop {
        let rest = text.get(reader.at..)?;
        if rest.starts_with('[') {
            reader.at += 1;
            let key = reader.value();
            let closed = text[reader.at..].trim_start().strip_prefix(']')?;
            reader.at = given(text, closed)?;
            return Some((parts, vec![Member { name: Some(key.as_text()?.clone()), value: reader.value() }]));
        }
        if rest.starts_with('(') {
            let method = parts.pop()?;
            let mut arguments = reader.arguments()?.into_iter();
            let first = arguments.next()?.value;
            let members = match (method.as_str(), arguments.next()) {
                ("append" | "set" | "Add" | "add", Some(second)) => {
                    vec![Member { name: Some(first.as_text()?.clone()), value: second.value }]
                }
                ("update", None) => match first {
                    Value::Members(members, _) => members,
                    value => vec![Member { name: Some(Text::implied("...", value.span())), value }],
                },
                _ => return None,
            };
            return Some((parts, members));
        }
        let Some(behind) = rest.strip_prefix('.').filter(|_| parts.len() < DEEPEST) else {
            let name = parts.pop()?;
            reader.at = given(text, rest)?;
            return Some((parts, vec![Member { name: Some(name), value: reader.value() }]));
        };
        let len = behind.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
        parts.push(doc.slice(reader.at + 1, reader.at + 1 + len));
        reader.at += 1 + len;
    }
}

/// Where the value behind `=` begins.
fn given(text: &str, rest: &str) -> Option<usize> {
    let value = rest.trim_start().strip_prefix('=').filter(|value| !value.starts_with('='))?;
    Some(text.len() - value.len())
}

/// Whether an expression is a piece of program, in which further values are given.
fn is_program(rest: &str) -> bool {
    ["function", "async", "class", "lambda", "require(", "import", "if ", "switch"]
        .iter()
        .any(|word| rest.starts_with(word))
}

/// The length of a prompt: PowerShell's `PS C:\> `, Python's `>>> `, that of Node.js.
fn prompt(line: &str) -> usize {
    let shell = line.strip_prefix("PS").and_then(|rest| rest.find("> ")).filter(|at| *at < 120).map(|at| at + 4);
    let other = [">>> ", "... ", "> "].into_iter().find(|prompt| line.starts_with(prompt)).map(str::len);
    shell.or(other).unwrap_or(0)
}
