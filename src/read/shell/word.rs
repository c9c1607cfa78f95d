//! One word of a command, put together from its pieces.

use std::borrow::Cow;

use crate::exchange::{Quoting, Variable};
use crate::text::{MapBuilder, Mark, Marked, Span, Text};

/// A word with more expansions than this counts as unseen as a whole, so that none costs more than its length.
const MOST: usize = 64;

/// A word as the shell hands it on, with the way back to its characters.
#[derive(Clone, Debug)]
pub struct Word<'s> {
    /// What the program gets; `$NAME`, `$(..)` and backticks stay as written and are marked.
    pub text: Text<'s>,
    /// The word with its quotes.
    pub span: Span,
    /// Where it begins in the document, for readers that look around it.
    pub start: usize,
    /// Variables in it.
    pub variables: Vec<Variable<'s>>,
}

/// Puts a word together. A word that stands verbatim in one stretch costs no allocation.
pub(super) struct WordBuilder<'d, 's> {
    doc: &'d Text<'s>,
    start: usize,
    /// The only stretch so far, while the word is one verbatim stretch of the document.
    single: Option<(usize, usize)>,
    built: Option<(String, MapBuilder)>,
    marks: Vec<Marked>,
    variables: Vec<(Variable<'s>, usize)>,
}

impl<'d, 's> WordBuilder<'d, 's> {
    pub(super) const fn new(doc: &'d Text<'s>, start: usize) -> Self {
        Self { doc, start, single: None, built: None, marks: Vec::new(), variables: Vec::new() }
    }

    /// Characters that stand for themselves.
    pub(super) fn verbatim(&mut self, start: usize, end: usize) {
        if start == end {
            return;
        }
        match (&mut self.built, &mut self.single) {
            (None, None) => self.single = Some((start, end)),
            (None, Some(single)) if single.1 == start => single.1 = end,
            _ => {
                let doc = self.doc;
                let (value, map) = self.spill();
                value.push_str(&doc.as_str()[start..end]);
                map.copy(doc.map(), start, end);
            }
        }
    }

    /// Characters that stand for others.
    pub(super) fn encoded(&mut self, start: usize, end: usize, meaning: &str) {
        let doc = self.doc;
        let (value, map) = self.spill();
        value.push_str(meaning);
        map.copy_encoded(doc.map(), start, end, meaning.len());
    }

    /// Something the shell would expand; it stays as written.
    pub(super) fn expansion(&mut self, start: usize, end: usize) {
        let from = self.len();
        self.verbatim(start, end);
        self.mark(from, Mark::Expansion);
    }

    /// Marks everything from decoded offset `from` on.
    pub(super) fn mark(&mut self, from: usize, mark: Mark) {
        let end = self.len();
        if from < end {
            self.marks.push(Marked { range: from..end, mark });
        }
    }

    /// A variable whose name is the document's `name`; `inside` is settled when the word is finished.
    pub(super) fn variable(&mut self, span: (usize, usize), name: (usize, usize), quoting: Quoting) {
        let at = self.len();
        let name = self.doc.slice(name.0, name.1);
        let span = self.doc.span_of(span.0, span.1);
        if self.variables.len() < MOST {
            self.variables.push((Variable { name, span, quoting, inside: false }, at));
        }
    }

    /// Decoded length so far.
    pub(super) fn len(&self) -> usize {
        match (&self.built, self.single) {
            (Some((value, _)), _) => value.len(),
            (None, Some((start, end))) => end - start,
            (None, None) => 0,
        }
    }

    /// What the word says so far.
    pub(super) fn so_far(&self) -> &str {
        match (&self.built, self.single) {
            (Some((value, _)), _) => value,
            (None, Some((start, end))) => &self.doc.as_str()[start..end],
            (None, None) => "",
        }
    }

    pub(super) fn finish(mut self, end: usize) -> Word<'s> {
        if self.marks.len() > MOST {
            self.marks = vec![Marked { range: 0..self.len(), mark: Mark::Expansion }];
        }
        let span = self.doc.span_of(self.start, end);
        let text = match (self.built, self.single) {
            (Some((value, map)), _) => Text::new(Cow::Owned(value), map.finish(span.start), self.marks),
            (None, Some((from, to))) => self.doc.slice(from, to).with_marks(self.marks),
            (None, None) => self.doc.slice(self.start.min(end), self.start.min(end)),
        };
        let settled = |variables: Vec<_>| variables.into_iter().map(|(variable, at)| settle(variable, at, &text));
        let variables = if self.variables.is_empty() { Vec::new() } else { settled(self.variables).collect() };
        Word { text, span, start: self.start, variables }
    }

    fn spill(&mut self) -> &mut (String, MapBuilder) {
        let single = self.single.take();
        let doc = self.doc;
        self.built.get_or_insert_with(|| {
            let mut built = (String::new(), MapBuilder::new());
            if let Some((start, end)) = single {
                built.0.push_str(&doc.as_str()[start..end]);
                built.1.copy(doc.map(), start, end);
            }
            built
        })
    }
}

/// Whether literal characters of the same value touch the variable, as in `pa$sword`.
fn settle<'s>(mut variable: Variable<'s>, at: usize, text: &Text<'s>) -> Variable<'s> {
    let before = text.as_str()[..at.min(text.as_str().len())].chars().next_back();
    variable.inside = before.is_some_and(|c| c.is_alphanumeric());
    variable
}

/// Whether a character can stand in a variable's name.
pub(super) const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
