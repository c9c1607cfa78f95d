//! What is cheap to know of an exchange, as bits: most rules are passed over by looking at these alone.

use std::fmt;

use crate::facts::FlowStep;
use crate::facts::catalogue::{FORMS, Fact, ROLES, STEPS};
use crate::provider::fixed::List;

/// Parameters with a bit of their own.
pub const PARAMS: &[&str] = &[
    "grant_type",
    "response_type",
    "client_id",
    "client_secret",
    "code",
    "redirect_uri",
    "scope",
    "state",
    "refresh_token",
    "access_token",
    "username",
    "password",
    "code_verifier",
    "code_challenge",
    "code_challenge_method",
    "client_assertion",
    "client_assertion_type",
    "assertion",
    "device_code",
    "token",
    "error",
];

/// Facts with a bit for each of their words.
const WORDS_OF: [(Fact, &[&str]); 3] = [(Fact::Step, STEPS), (Fact::Form, FORMS), (Fact::EndpointRole, ROLES)];

const PARAM_BASE: usize = Fact::ALL.len();
const FLOW_BASE: usize = PARAM_BASE + PARAMS.len();
const WORD_BASE: usize = FLOW_BASE + FlowStep::ALL.len();
const COUNT: usize = WORD_BASE + STEPS.len() + FORMS.len() + ROLES.len();
const LIMBS: usize = COUNT.div_ceil(64);

/// Something an exchange shows, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Atom(usize);

impl Atom {
    /// `fact` is there, or may be.
    #[must_use]
    pub const fn fact(fact: Fact) -> Self {
        Self(fact as usize)
    }

    /// The parameter `name` is there; for a name without a bit of its own, some parameter is.
    #[must_use]
    pub fn param(name: &str) -> Self {
        let known = PARAMS.iter().position(|param| *param == name);
        known.map_or(Self::fact(Fact::Param), |at| Self(PARAM_BASE + at))
    }

    /// A linked step is there.
    #[must_use]
    pub const fn linked(step: FlowStep) -> Self {
        Self(FLOW_BASE + step as usize)
    }

    /// The value of `fact` is `word`; `None` where the words of this fact have no bits.
    #[must_use]
    pub fn word(fact: Fact, word: &str) -> Option<Self> {
        let mut base = WORD_BASE;
        for (of, words) in WORDS_OF {
            if of == fact {
                return words.iter().position(|known| *known == word).map(|at| Self(base + at));
            }
            base += words.len();
        }
        None
    }
}

/// The atoms of an exchange. A bit that is set without need costs time; one that is missing silences rules.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Seen([u64; LIMBS]);

impl Seen {
    /// Nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self([0; LIMBS])
    }

    /// The set with these bits; how the build script writes one down.
    #[must_use]
    pub const fn bits(bits: [u64; LIMBS]) -> Self {
        Self(bits)
    }

    /// Everything: no rule is passed over.
    #[must_use]
    pub const fn everything() -> Self {
        Self([u64::MAX; LIMBS])
    }

    /// Adds an atom.
    pub const fn add(&mut self, atom: Atom) {
        self.0[atom.0 / 64] |= 1 << (atom.0 % 64);
    }

    /// Adds `fact`.
    pub const fn see(&mut self, fact: Fact) {
        self.add(Atom::fact(fact));
    }

    /// Adds the parameter `name`.
    pub fn see_param(&mut self, name: &str) {
        self.see(Fact::Param);
        self.add(Atom::param(name));
    }

    /// Adds `fact` with the value `word`.
    pub fn see_word(&mut self, fact: Fact, word: &str) {
        self.see(fact);
        if let Some(atom) = Atom::word(fact, word) {
            self.add(atom);
        }
    }

    /// Adds a linked step.
    pub const fn see_linked(&mut self, step: FlowStep) {
        self.see(Fact::Flow);
        self.add(Atom::linked(step));
    }

    /// Adds every atom of `other`.
    pub fn join(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(mine, theirs)| *mine |= theirs);
    }

    /// The atom of the highest number alone: words and parameters tell more than facts.
    #[must_use]
    pub fn one(&self) -> Option<Self> {
        let limb = self.0.iter().rposition(|limb| *limb != 0)?;
        let mut one = Self::new();
        one.0[limb] = 1 << self.0[limb].ilog2();
        Some(one)
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|limb| *limb == 0)
    }

    /// Whether every atom of `other` is in it.
    #[must_use]
    pub fn has_all(&self, other: &Self) -> bool {
        self.0.iter().zip(other.0).all(|(mine, theirs)| mine & theirs == theirs)
    }

    /// Whether some atom of `other` is in it.
    #[must_use]
    pub fn has_some(&self, other: &Self) -> bool {
        self.0.iter().zip(other.0).any(|(mine, theirs)| mine & theirs != 0)
    }
}

impl FromIterator<Atom> for Seen {
    fn from_iter<I: IntoIterator<Item = Atom>>(atoms: I) -> Self {
        let mut seen = Self::new();
        atoms.into_iter().for_each(|atom| seen.add(atom));
        seen
    }
}

impl fmt::Debug for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Seen::bits({:?})", self.0)
    }
}

/// What must be seen for a rule to hold.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Needs {
    /// All of these.
    pub all: Seen,
    /// And one of each of these.
    pub one_of: List<Seen>,
}

impl Needs {
    /// Whether the rule can hold for an exchange that shows `seen`.
    #[must_use]
    pub fn met(&self, seen: &Seen) -> bool {
        seen.has_all(&self.all) && self.one_of.iter().all(|some| seen.has_some(some))
    }
}
