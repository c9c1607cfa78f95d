//! One element of a fact, as rules see it.

use std::borrow::Cow;

use super::catalogue::{Attr, Fact};
use super::date::Date;
use crate::exchange::Provenance;
use crate::finding::SecretKind;
use crate::text::{Chunk, Span};

/// A typed value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Nothing but a place.
    Place,
    /// Text or an enum's word.
    Text(Cow<'a, str>),
    /// Several words.
    Words(Vec<Cow<'a, str>>),
    /// A whole number, or seconds since 1970.
    Number(i64),
    /// A day.
    Date(Date),
    /// Yes or no.
    Flag(bool),
}

impl<'a> Value<'a> {
    /// Borrowed text.
    #[must_use]
    pub const fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

/// How sure the file that knows a fact is of it, surest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Evidence {
    /// Recalled from general knowledge: at most possible.
    Recalled,
    /// Combined from other facts: at most likely.
    Inferred,
    /// Reported by users: at most likely.
    Reported,
    /// Documented: certain. The default for what the source itself shows.
    #[default]
    Documented,
}

/// Which record of the exchange an element stands for; attributes are answered from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// The fact.
    pub fact: Fact,
    /// Which of its elements.
    pub index: usize,
    /// The linked step it belongs to; `None` for the exchange itself.
    pub step: Option<FlowStep>,
}

/// A linked step of the flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FlowStep {
    /// The authorization request.
    Authorize,
    /// The callback that brought the code.
    Callback,
    /// The token answer that issued the token or refresh token in use.
    IssuedBy,
    /// An earlier request that used the same code or refresh token.
    Earlier,
    /// A request that took the token in use back.
    Undone,
}

impl FlowStep {
    /// Every step.
    pub const ALL: [Self; 5] = [Self::Authorize, Self::Callback, Self::IssuedBy, Self::Earlier, Self::Undone];

    /// The name in rules.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Authorize => "authorize",
            Self::Callback => "callback",
            Self::IssuedBy => "issued_by",
            Self::Earlier => "earlier",
            Self::Undone => "undone",
        }
    }
}

/// One element of a fact.
#[derive(Clone, Debug)]
pub struct Element<'a> {
    /// The value; `None` when it is there but not seen (a placeholder, a variable).
    pub value: Option<Value<'a>>,
    /// Where it stands; `None` for what comes from a provider file or the clock.
    pub at: Option<Span>,
    /// The chunk of input that the place counts in, for what a linked step shows; `None` for the exchange's own.
    pub chunk: Option<Chunk>,
    /// How it came to be known.
    pub provenance: Provenance,
    /// How sure the provider file is, for what comes from one.
    pub evidence: Evidence,
    /// What kind of secret the value is.
    pub secret: Option<SecretKind>,
    /// The record behind it.
    pub item: Item,
}

/// The elements of a fact, and whether there can be others that the capture does not show.
#[derive(Clone, Debug)]
pub struct Found<'a> {
    /// The elements that are known. Present but empty values are not among them.
    pub elements: Elements<'a>,
    /// The list is whole: what is not in it is absent rather than unseen.
    pub whole: bool,
}

/// None, one or several elements; one needs no allocation.
#[derive(Clone, Debug, Default)]
pub enum Elements<'a> {
    /// None.
    #[default]
    None,
    /// One.
    One(Element<'a>),
    /// Several.
    Many(Vec<Element<'a>>),
}

impl<'a> Elements<'a> {
    /// The most that are held, so that comparing all with all costs no more than reading them.
    const MOST: usize = 400;

    /// The elements.
    #[must_use]
    pub fn as_slice(&self) -> &[Element<'a>] {
        match self {
            Self::None => &[],
            Self::One(element) => std::slice::from_ref(element),
            Self::Many(elements) => elements,
        }
    }

    /// Adds one, unless there are too many already.
    pub fn push(&mut self, element: Element<'a>) {
        *self = match std::mem::take(self) {
            Self::None => Self::One(element),
            Self::One(first) => Self::Many(vec![first, element]),
            Self::Many(mut elements) => {
                if elements.len() < Self::MOST {
                    elements.push(element);
                }
                Self::Many(elements)
            }
        };
    }
}

impl<'a> Found<'a> {
    /// Nothing, and the capture would have shown it.
    #[must_use]
    pub const fn absent() -> Self {
        Self { elements: Elements::None, whole: true }
    }

    /// Nothing, but the capture would not have shown it.
    #[must_use]
    pub const fn unseen() -> Self {
        Self { elements: Elements::None, whole: false }
    }

    /// One known element.
    #[must_use]
    pub const fn one(element: Element<'a>) -> Self {
        Self { elements: Elements::One(element), whole: true }
    }
}

/// Everything a rule can ask of an exchange. The linter implements it; tests of the rule engine can do so too.
pub trait Facts<'a> {
    /// The elements of `fact`; `name` narrows a named fact (`param.code`), `step` asks a linked step of the flow.
    fn find(&self, step: Option<FlowStep>, fact: Fact, name: Option<&str>) -> Found<'a>;

    /// An attribute of an element that [`Facts::find`] gave: absent where the element has no such attribute.
    fn attribute(&self, element: &Element<'a>, attr: Attr) -> Option<Element<'a>>;

    /// Aliases of a `known.*` or provider word list, as pairs of the word and a spelling that means it.
    fn aliases(&self, fact: Fact) -> Vec<(&'a str, &'a str)>;
}
