//! What a stretch of text gives away by itself: names and shapes, in every reading of it.

use std::cell::OnceCell;
use std::collections::VecDeque;
use std::fmt;
use std::rc::Rc;

use super::scan::{self, Named};
use super::shape;
use crate::text::{Span, Text, decode};

/// Stretches of a source that are remembered: the lines around a few places.
const KEPT: usize = 8;

/// One reading of a text, and what stands in it.
pub(super) struct Glance<'t> {
    /// The text as it was read.
    pub(super) view: Text<'t>,
    /// The values that it names.
    pub(super) named: Vec<Named>,
    shaped: OnceCell<Vec<(usize, usize)>>,
}

impl<'t> Glance<'t> {
    /// A look at the text itself and at every reading of it that differs: percent-decoded, unescaped, without HTML's
    /// references.
    pub(super) fn at(text: Text<'t>) -> Vec<Self> {
        let mut views = vec![text];
        let add = |view: Text<'t>, views: &mut Vec<Text<'t>>| {
            if !views.iter().any(|known| known.as_str() == view.as_str()) {
                views.push(view);
            }
        };
        let text = &views[0];
        let with_blanks = text.as_str().contains('+').then(|| decode::percent(text, true));
        let decoded = [decode::json_string(text), decode::html(text), decode::percent(text, false)];
        decoded.into_iter().chain(with_blanks).for_each(|decoded| add(decoded, &mut views));
        for once in 1..views.len() {
            for again in [decode::json_string(&views[once]), decode::percent(&views[once], false)] {
                add(again, &mut views);
            }
        }
        let glance = |view: Text<'t>| Self { named: scan::named(view.as_str()), view, shaped: OnceCell::new() };
        views.into_iter().map(glance).collect()
    }

    /// The words that look like a secret whatever stands beside them.
    pub(super) fn shaped(&self) -> &[(usize, usize)] {
        self.shaped.get_or_init(|| shape::shaped(self.view.as_str()))
    }
}

/// The stretches of a source that were looked at last: what is said of an exchange points at few lines again and again.
#[derive(Default)]
pub(super) struct Glances<'s>(VecDeque<(Span, Rc<[Glance<'s>]>)>);

impl<'s> Glances<'s> {
    /// A look at a stretch of `source`; `None` where it ends within a character.
    pub(super) fn at(&mut self, source: &'s str, span: Span) -> Option<Rc<[Glance<'s>]>> {
        if let Some((_, known)) = self.0.iter().find(|(known, _)| *known == span) {
            return Some(Rc::clone(known));
        }
        let stretch = source.get(span.range())?;
        let glances: Rc<[Glance<'s>]> = Glance::at(Text::verbatim(stretch, Span::new(0, stretch.len()))).into();
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back((span, Rc::clone(&glances)));
        Some(glances)
    }
}

impl fmt::Debug for Glances<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Glances")
    }
}
