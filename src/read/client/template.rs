//! `{{name}}` in a client's file: what it stands for where the file says so, else a value that is not seen.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use memchr::memmem;

use crate::exchange::{Named, Origin};
use crate::read::environment::{Resolved, Scope};
use crate::text::{MapBuilder, Mark, Marked, Span, Text};

/// Names that stand for names that stand for names: deeper than this, nothing is looked up.
const DEPTH: usize = 8;
/// Names that are replaced in one request; what comes behind them is not looked up.
const MOST: usize = 4096;
/// The longest reference, in bytes.
const LONGEST: usize = 1024;

/// The values that a file and its environments give to names.
#[derive(Clone, Debug)]
pub(super) struct Variables {
    values: HashMap<String, Own>,
    environments: Arc<Scope>,
    /// The names that were replaced since somebody asked.
    named: RefCell<Vec<Named>>,
    /// Bytes that may still be put in the place of names, so that hostile files grow no further than ordinary ones.
    room: Cell<usize>,
}

/// A value that stands in the same file as the name.
#[derive(Clone, Debug)]
struct Own {
    value: String,
    place: Span,
}

impl Variables {
    /// No values of its own yet, for a file of this many bytes among these environments.
    pub(super) fn new(file: usize, environments: Arc<Scope>) -> Self {
        let (values, named) = (HashMap::new(), RefCell::default());
        Self { values, environments, named, room: Cell::new(file + (64 << 10)) }
    }

    /// No values at all.
    pub(super) fn none() -> Self {
        Self::new(0, Arc::default())
    }

    /// Gives a name its value; the last one holds. An empty value is one that is kept outside of the file.
    pub(super) fn set(&mut self, name: &str, value: &Text<'_>) {
        if name.is_empty() || value.as_str().is_empty() {
            self.values.remove(name);
        } else {
            let own = Own { value: value.as_str().to_owned(), place: value.span() };
            self.values.insert(name.to_owned(), own);
        }
    }

    /// The names that were replaced since this was asked last.
    pub(super) fn take_named(&self) -> Vec<Named> {
        let mut named = self.named.take();
        named.dedup();
        named
    }

    /// The text with its names replaced. What is put in leads back to the name in the text.
    pub(super) fn fill<'s>(&self, text: &Text<'s>) -> Text<'s> {
        let value = text.as_str();
        let Some(mut reference) = Reference::behind(value, 0) else { return text.clone() };
        let mut filled = Filled::default();
        let mut at = 0;
        loop {
            filled.copy(text, at..reference.start);
            let at_name = text.span_of(reference.start, reference.end);
            match self.value_of(&reference, at_name) {
                Some(given) => {
                    let mut inner = Filled::default();
                    self.put(given, at_name, DEPTH, &mut inner);
                    filled.replace(text, reference.start..reference.end, inner);
                }
                None => filled.hide(text, reference.start..reference.end),
            }
            at = reference.end;
            match Reference::behind(value, at) {
                Some(next) => reference = next,
                None => break,
            }
        }
        filled.copy(text, at..value.len());
        filled.finish(text)
    }

    /// The value of a name, which `at` stands for.
    fn value_of(&self, reference: &Reference<'_>, at: Span) -> Option<&str> {
        let own = self.values.get(reference.name);
        let (value, origin, secret) = match self.environments.resolve(reference.name, own.map(|own| &*own.value)) {
            Resolved::Own => own.map(|own| (&*own.value, Origin::Here(own.place), None))?,
            Resolved::Given(given) => {
                let secret = given.secret.then(|| Arc::clone(&given.value));
                (&*given.value, Origin::File(Arc::clone(&given.place)), secret)
            }
            Resolved::Unseen => return None,
        };
        let mut named = self.named.borrow_mut();
        let room = self.room.get().checked_sub(value.len()).filter(|_| named.len() < MOST)?;
        self.room.set(room);
        named.push(Named { at, value: origin, secret });
        Some(value)
    }

    /// A value that stands elsewhere, with the names in it replaced in turn.
    fn put(&self, given: &str, at_name: Span, depth: usize, filled: &mut Filled) {
        let mut at = 0;
        while let Some(reference) = Reference::behind(given, at) {
            filled.push(&given[at..reference.start], Mark::Elsewhere);
            let inner = if depth > 0 { self.value_of(&reference, at_name) } else { None };
            match inner {
                Some(inner) => self.put(inner, at_name, depth - 1, filled),
                None => filled.push(&given[reference.start..reference.end], Mark::Expansion),
            }
            at = reference.end;
        }
        filled.push(&given[at..], Mark::Elsewhere);
    }
}

/// The address with its segments `:name` replaced by the values that are given for them.
pub(super) fn path_variables<'s>(address: &Text<'s>, given: &HashMap<&str, &str>) -> Text<'s> {
    let text = address.as_str();
    let path = text.find(['?', '#']).unwrap_or(text.len());
    if !text[..path].contains("/:") {
        return address.clone();
    }
    let mut filled = Filled::default();
    let mut at = 0;
    while let Some(start) = text[at..path].find("/:").map(|n| at + n + 1) {
        let segment = start..start + text[start..path].find('/').unwrap_or(path - start);
        let name = &text[start + 1..segment.end];
        filled.copy(address, at..start);
        match given.get(name) {
            Some(value) if !value.is_empty() && !value.contains("{{") => {
                filled.replace(address, segment.clone(), Filled::elsewhere(value));
            }
            _ if name.starts_with(|c: char| c.is_alphabetic() || c == '_') => filled.hide(address, segment.clone()),
            _ => filled.copy(address, segment.clone()),
        }
        at = segment.end;
    }
    filled.copy(address, at..text.len());
    filled.finish(address)
}

/// A text of which stretches are replaced by what they stand for.
#[derive(Debug, Default)]
pub(super) struct Filled {
    value: String,
    map: MapBuilder,
    marks: Vec<Marked>,
}

impl Filled {
    /// What stands elsewhere under a name.
    fn elsewhere(value: &str) -> Self {
        let mut filled = Self::default();
        filled.push(value, Mark::Elsewhere);
        filled
    }

    fn push(&mut self, text: &str, mark: Mark) {
        let start = self.value.len();
        self.value.push_str(text);
        if !text.is_empty() {
            self.marks.push(Marked { range: start..self.value.len(), mark });
        }
    }

    /// Takes a stretch over as it is.
    pub(super) fn copy(&mut self, text: &Text<'_>, range: std::ops::Range<usize>) {
        let offset = self.value.len();
        let marks = text.slice(range.start, range.end);
        let moved = |m: &Marked| Marked { range: m.range.start + offset..m.range.end + offset, mark: m.mark };
        self.marks.extend(marks.marks().iter().map(moved));
        self.value.push_str(&text.as_str()[range.clone()]);
        self.map.copy(text.map(), range.start, range.end);
    }

    /// Takes a stretch over as the name of something that is not seen.
    fn hide(&mut self, text: &Text<'_>, range: std::ops::Range<usize>) {
        self.push(&text.as_str()[range.clone()], Mark::Expansion);
        self.map.copy(text.map(), range.start, range.end);
    }

    /// Puts something else in the place of a stretch.
    fn replace(&mut self, text: &Text<'_>, range: std::ops::Range<usize>, with: Self) {
        let offset = self.value.len();
        let moved = |m: Marked| Marked { range: m.range.start + offset..m.range.end + offset, mark: m.mark };
        self.marks.extend(with.marks.into_iter().map(moved));
        self.value.push_str(&with.value);
        self.map.copy_encoded(text.map(), range.start, range.end, with.value.len());
    }

    /// The whole of what was made of `text`.
    pub(super) fn finish<'s>(self, text: &Text<'s>) -> Text<'s> {
        Text::new(self.value, self.map.finish(text.span().start), self.marks)
    }
}

/// `{{name}}`, or a tag of Insomnia's: `{% response .. %}`.
struct Reference<'t> {
    start: usize,
    end: usize,
    /// The name; empty where only a program knows what the tag gives.
    name: &'t str,
}

impl<'t> Reference<'t> {
    /// The first one from `at` on.
    fn behind(text: &'t str, mut at: usize) -> Option<Self> {
        let bytes = text.as_bytes();
        while let Some(start) = memchr::memchr(b'{', &bytes[at..]).map(|n| at + n) {
            at = start + 1;
            let inner = start + 2;
            let window = &bytes[inner.min(bytes.len())..bytes.len().min(inner + LONGEST)];
            let closing: &[u8] = match bytes.get(at) {
                Some(b'{') => b"}}",
                Some(b'%') => b"%}",
                _ => continue,
            };
            let Some(len) = memmem::find(window, closing) else { continue };
            let name = &text[inner..inner + len];
            let named = bytes[at] == b'{';
            if named && (name.trim().is_empty() || name.contains(['{', '}', '"', '\n'])) {
                continue;
            }
            let name = name.trim();
            let name = if named { name.strip_prefix("_.").unwrap_or(name) } else { "" };
            return Some(Self { start, end: inner + len + closing.len(), name });
        }
        None
    }
}
