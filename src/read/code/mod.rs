//! Program text as people paste it: literals, lists and calls are read, everything computed is left unseen.
//!
//! Nothing is run. One reader serves all languages, since what stands around a request in them differs in little:
//! their quotes, the sign that joins two strings, how a member is named.

mod expression;
mod known;
mod language;
mod literal;
mod names;
mod reference;
mod value;

pub(super) use expression::Expressions;
pub(super) use language::Language;
pub(super) use names::Names;
pub(super) use value::{Call, Member, Value};

use crate::text::Text;

/// The string of a program that begins at `start`, and where it ends. `None` where none begins, or none ends.
pub(super) fn string<'s>(doc: &Text<'s>, start: usize, language: Language) -> Option<(Text<'s>, usize)> {
    literal::read(doc, start, language, &mut literal::Unclosed::default())
}
