//! Walks a TOML table with its spans. What is never asked for is an unknown key.

use std::cell::RefCell;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::facts::{Date, Evidence};
use crate::provider::fixed::{List, Term};
use crate::text::edit_distance;

/// Something wrong with a file, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong, with a suggestion where there is one.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for Fault {}

/// The file's text and what is wrong with it so far.
pub struct Faults<'t> {
    text: &'t str,
    found: RefCell<Vec<Fault>>,
}

impl<'t> Faults<'t> {
    pub fn new(text: &'t str) -> Self {
        Self { text, found: RefCell::default() }
    }

    pub fn add(&self, at: usize, message: impl Into<String>) {
        let before = self.text.get(..at).unwrap_or(self.text);
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
        let column = before.get(start..).map_or(0, |text| text.chars().count()) + 1;
        self.found.borrow_mut().push(Fault { line, column, message: message.into() });
    }

    pub fn into_result<T>(self, value: Option<T>) -> Result<T, Vec<Fault>> {
        let mut found = self.found.into_inner();
        found.sort();
        match value {
            Some(value) if found.is_empty() => Ok(value),
            _ => Err(found),
        }
    }
}

/// A table that is being read.
pub struct Table<'t> {
    faults: &'t Faults<'t>,
    table: &'t DeTable<'t>,
    at: usize,
    asked: RefCell<Vec<&'t str>>,
    /// The entry's `evidence`, once it was read.
    marks: Marks,
}

/// The words of `evidence`.
const MARKS: [(&str, Evidence); 4] = [
    ("documented", Evidence::Documented),
    ("reported", Evidence::Reported),
    ("inferred", Evidence::Inferred),
    ("recalled", Evidence::Recalled),
];

/// One mark for an entry, and exceptions for single keys.
#[derive(Clone, Debug, Default)]
struct Marks {
    all: Option<Evidence>,
    keys: Vec<(String, Evidence)>,
}

/// A value that is being read.
#[derive(Clone, Copy)]
pub struct Value<'t> {
    faults: &'t Faults<'t>,
    value: &'t Spanned<DeValue<'t>>,
}

impl<'t> Table<'t> {
    /// The whole file.
    pub fn root(faults: &'t Faults<'t>, table: &'t Spanned<DeTable<'t>>) -> Self {
        Self { faults, table: table.get_ref(), at: 0, asked: RefCell::default(), marks: Marks::default() }
    }

    pub fn fault(&self, message: impl Into<String>) {
        self.faults.add(self.at, message);
    }

    /// The value of a key.
    pub fn get(&self, key: &'t str) -> Option<Value<'t>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key).map(|value| Value { faults: self.faults, value })
    }

    /// The value of a key that has to be there.
    pub fn need(&self, key: &'t str) -> Option<Value<'t>> {
        let value = self.get(key);
        if value.is_none() {
            self.fault(format!("`{key}` is missing"));
        }
        value
    }

    /// Keys that are for people: allowed, but nothing is made of them.
    pub fn notes(&self, keys: &[&'t str]) {
        self.asked.borrow_mut().extend(keys);
    }

    pub fn text(&self, key: &'t str) -> Option<Term> {
        self.get(key)?.text().map(Term::from)
    }

    pub fn texts(&self, key: &'t str) -> Option<List<Term>> {
        Some(self.get(key)?.texts().into_iter().map(|(text, _)| text.into()).collect())
    }

    /// One word or several of a closed list.
    pub fn words<W: Copy + 'static>(&self, key: &'t str, all: &[W], name: fn(W) -> &'static str) -> Option<List<W>> {
        let texts = self.get(key)?.texts();
        Some(texts.into_iter().filter_map(|(text, at)| self.word(key, text, at, all, name)).collect())
    }

    fn word<W: Copy>(&self, key: &str, text: &str, at: usize, all: &[W], name: fn(W) -> &'static str) -> Option<W> {
        let found = all.iter().copied().find(|word| name(*word) == text);
        if found.is_none() {
            let known: Vec<_> = all.iter().map(|word| name(*word)).collect();
            self.faults.add(at, unknown(&format!("{text} is no {key}"), text, &known));
        }
        found
    }

    pub fn date(&self, key: &'t str) -> Option<Date> {
        self.get(key)?.date()
    }

    pub fn number<N: TryFrom<i64>>(&self, key: &'t str) -> Option<N> {
        self.get(key)?.number()
    }

    pub fn flag(&self, key: &'t str) -> Option<bool> {
        self.get(key)?.flag()
    }

    /// The tables of a `[[list]]`.
    pub fn tables(&self, key: &'t str) -> Vec<Table<'t>> {
        self.get(key)
            .map(|value| value.items())
            .unwrap_or_default()
            .into_iter()
            .filter_map(|item| item.table())
            .collect()
    }

    /// Reads `evidence`; every entry has one. `sources` says whether a source is known.
    pub fn evidence(&mut self, sources: &dyn Fn(&str) -> bool) -> Evidence {
        if let Some(value) = self.need("evidence") {
            self.marks = read_evidence(value, sources);
        }
        self.mark_of("")
    }

    /// Takes the marks of the table around this one.
    pub fn under(mut self, outer: &Table<'t>) -> Self {
        self.marks = outer.marks.clone();
        self
    }

    /// As [`Table::evidence`], where the entry around it has one already.
    pub fn own_evidence(&mut self, sources: &dyn Fn(&str) -> bool) -> Evidence {
        if let Some(value) = self.get("evidence") {
            self.marks = read_evidence(value, sources);
        }
        self.mark_of("")
    }

    /// The mark of one key.
    pub fn mark_of(&self, key: &str) -> Evidence {
        let own = self.marks.keys.iter().find(|(name, _)| name == key).map(|(_, mark)| *mark);
        own.or(self.marks.all).unwrap_or(Evidence::Recalled)
    }

    /// The keys with their values, in the order of the file.
    pub fn entries(&self) -> Vec<(&'t str, usize, Value<'t>)> {
        let entry = |(key, value): (&'t Spanned<_>, _)| -> (&'t str, usize, Value<'t>) {
            let key: &'t Spanned<std::borrow::Cow<'t, str>> = key;
            (key.get_ref(), key.span().start, Value { faults: self.faults, value })
        };
        let mut all: Vec<_> = self.table.iter().map(entry).collect();
        all.sort_by_key(|(_, at, _)| *at);
        all
    }

    /// Every key is allowed.
    pub fn open(&self) -> Vec<(&'t str, usize, Value<'t>)> {
        let entries = self.entries();
        self.asked.borrow_mut().extend(entries.iter().map(|(key, ..)| *key));
        entries
    }

    /// Refuses keys that nobody asked for.
    pub fn close(self) {
        let asked = self.asked.borrow();
        for (key, at, _) in self.entries() {
            if !asked.contains(&key) {
                self.faults.add(at, unknown(&format!("unknown key `{key}`"), key, &asked));
            }
        }
    }
}

fn read_evidence(value: Value<'_>, sources: &dyn Fn(&str) -> bool) -> Marks {
    let DeValue::Table(_) = value.value.get_ref() else {
        return Marks { all: value.mark(sources), keys: Vec::new() };
    };
    let mut out = Marks::default();
    for (key, _, value) in value.table().map(|table| table.entries()).unwrap_or_default() {
        match key {
            "all" => out.all = value.mark(sources),
            _ => out.keys.extend(value.mark(sources).map(|mark| (key.to_owned(), mark))),
        }
    }
    out
}

impl<'t> Value<'t> {
    pub fn span(&self) -> Range<usize> {
        self.value.span()
    }

    pub fn fault(&self, message: impl Into<String>) {
        self.faults.add(self.span().start, message);
    }

    fn expect<T>(&self, value: Option<T>, what: &str) -> Option<T> {
        if value.is_none() {
            self.fault(format!("{what} belongs here, not {}", self.value.get_ref().type_str()));
        }
        value
    }

    pub fn table(self) -> Option<Table<'t>> {
        let table = self.expect(self.value.get_ref().as_table(), "a table")?;
        let at = self.span().start;
        Some(Table { faults: self.faults, table, at, asked: RefCell::default(), marks: Marks::default() })
    }

    pub fn is_table(&self) -> bool {
        self.value.get_ref().is_table()
    }

    pub fn is_array(&self) -> bool {
        self.value.get_ref().is_array()
    }

    pub fn text(&self) -> Option<&'t str> {
        self.expect(self.value.get_ref().as_str(), "a text")
    }

    /// The elements of an array; of any other value, the value alone.
    pub fn items(self) -> Vec<Value<'t>> {
        match self.value.get_ref() {
            DeValue::Array(array) => array.iter().map(|value| Value { faults: self.faults, value }).collect(),
            _ => vec![self],
        }
    }

    /// One text or several, each with its place.
    pub fn texts(self) -> Vec<(&'t str, usize)> {
        self.items().into_iter().filter_map(|item| Some((item.text()?, item.span().start))).collect()
    }

    pub fn flag(&self) -> Option<bool> {
        self.expect(self.value.get_ref().as_bool(), "true or false")
    }

    pub fn number<N: TryFrom<i64>>(&self) -> Option<N> {
        let digits = self
            .value
            .get_ref()
            .as_integer()
            .and_then(|number| i64::from_str_radix(number.as_str(), number.radix()).ok());
        self.expect(digits.and_then(|number| N::try_from(number).ok()), "a whole number of that size")
    }

    pub fn numbers<N: TryFrom<i64> + Clone>(self) -> List<N> {
        self.items().into_iter().filter_map(|item| item.number()).collect()
    }

    pub fn date(&self) -> Option<Date> {
        let written = self.value.get_ref().as_datetime().map(ToString::to_string);
        self.expect(written.and_then(|text| Date::from_str(&text).ok()), "a date such as 2026-11-22")
    }

    /// `MARK source source`.
    fn mark(&self, sources: &dyn Fn(&str) -> bool) -> Option<Evidence> {
        let text = self.text()?;
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        let mark = MARKS.iter().find(|(name, _)| *name == word).map(|(_, mark)| *mark);
        if mark.is_none() {
            self.fault(unknown(&format!("{word} is no mark"), word, &MARKS.map(|(name, _)| name)));
        }
        if rest.trim().is_empty() {
            self.fault("a mark names its source: documented RFC 6749 5.2");
        }
        for part in rest.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            if !is_rfc(part) {
                let unknown = part.split(' ').filter(|source| !sources(source));
                unknown.for_each(|source| self.fault(format!("{source} is not among [sources]")));
            }
        }
        mark
    }
}

/// `RFC 6749 5.2`.
fn is_rfc(source: &str) -> bool {
    let mut words = source.split(' ');
    let section = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
    words.next() == Some("RFC") && words.next().is_some_and(section) && words.all(section)
}

/// A complaint with the nearest known word, or with all of a short list.
pub fn unknown(complaint: &str, word: &str, known: &[&str]) -> String {
    let nearest = known.iter().map(|known| (edit_distance(word, known), *known)).min();
    match nearest {
        Some((steps, known)) if steps <= 1 + word.len() / 4 => format!("{complaint}: did you mean {known}?"),
        _ if (1..=8).contains(&known.len()) => format!("{complaint}: known are {}", known.join(", ")),
        _ => complaint.to_owned(),
    }
}
