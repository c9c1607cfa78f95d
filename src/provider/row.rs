//! What a provider file says about answers, and what it adds to rules.

use super::code::{Code, Weight};
use super::fixed::{List, Term};
use super::words::Role;
use crate::facts::Evidence;
use crate::facts::catalogue::Fact;

/// What an answer means. Every condition that is there has to hold.
#[derive(Clone, Debug)]
pub struct ErrorRow {
    /// The role of the address; empty means any.
    pub at: List<Role>,
    /// The endpoint's id.
    pub endpoint: Option<Term>,
    /// The base's id.
    pub base: Option<Term>,
    /// The status; empty means any. Not compared where none was recorded.
    pub status: List<u16>,
    /// curl's exit code; empty means any.
    pub curl: List<u8>,
    /// Console lines, curl's own words or a body without structure; empty means any.
    pub text: List<Term>,
    /// Headers, names in lower case.
    pub header: List<(Term, Term)>,
    /// Members of the body.
    pub body: Option<Pattern>,
    /// What it means; `None` where the answer does not say.
    pub code: Option<Code>,
    /// It is no refusal, although it looks like one.
    pub success: bool,
    /// Weights that beat the rules' own.
    pub causes: List<(Term, Weight)>,
    /// The product whose wording it is.
    pub speaks: Option<Term>,
    /// How sure.
    pub mark: Evidence,
}

/// What a JSON value has to be. In texts `*` is any text, and letter case does not count.
#[derive(Clone, Debug)]
pub enum Pattern {
    /// A string or scalar.
    Text(Term),
    /// An object with at least these members.
    Table(List<(Term, Pattern)>),
    /// A list in which some element is each of these.
    Any(List<Pattern>),
}

/// A text added to the help of rules.
#[derive(Clone, Debug)]
pub struct Advice {
    /// The rules.
    pub rules: List<Term>,
    /// When it is added: every condition holds.
    pub when: List<Condition>,
    /// The text; `{name}` of the provider's variables is filled in.
    pub text: Term,
    /// How sure.
    pub mark: Evidence,
}

/// A fact that is, or is not, one of some words.
#[derive(Clone)]
pub struct Condition {
    /// The fact.
    pub fact: Fact,
    /// It has to be none of them.
    pub negated: bool,
    /// The words.
    pub words: List<Term>,
}

impl std::fmt::Debug for Condition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { fact, negated, words } = self;
        write!(f, "Condition {{ fact: Fact::{fact:?}, negated: {negated}, words: {words:?} }}")
    }
}
