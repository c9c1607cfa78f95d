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
