//! The atoms of an exchange, and of what a rule needs, as a set of bits.

use std::fmt;

use super::atoms::{Atom, Misfit, Oddity, Worded};
use crate::facts::catalogue::Fact;

const LIMBS: usize = Atom::COUNT.div_ceil(64);

/// The atoms of an exchange. A bit that is set without need costs time; one that is missing silences rules.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Seen([u64; LIMBS]);

impl Seen {
    /// Nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self([0; LIMBS])
    }

    /// Nothing yet but these facts; everything else may be missing.
    #[must_use]
    pub const fn with(facts: &[Fact]) -> Self {
        let mut seen = Self::new();
        seen.see_all(facts);
        let mut number = 0;
        while number < Atom::COUNT {
            let atom = Atom::numbered(number);
            if atom.is_absence() {
                seen.add(atom);
            }
            number += 1;
        }
        seen
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
        self.0[atom.number() / 64] |= 1 << (atom.number() % 64);
    }

    /// Takes an atom out.
    pub const fn take(&mut self, atom: Atom) {
        self.0[atom.number() / 64] &= !(1 << (atom.number() % 64));
    }

    /// Adds `fact`.
    pub const fn see(&mut self, fact: Fact) {
        self.add(Atom::fact(fact));
    }

    /// Adds all of `facts`.
    pub const fn see_all(&mut self, facts: &[Fact]) {
        let mut at = 0;
        while at < facts.len() {
            self.see(facts[at]);
            at += 1;
        }
    }

    /// Adds the parameter `name`.
    pub fn see_param(&mut self, name: &str) {
        self.see(Fact::Param);
        if let (Some(here), Some(missing)) = (Atom::param(name), Atom::no_param(name)) {
            self.add(here);
            self.take(missing);
        }
    }

    /// Whether an atom is in it.
    #[must_use]
    pub const fn has(&self, atom: Atom) -> bool {
        self.0[atom.number() / 64] >> (atom.number() % 64) & 1 == 1
    }

    /// Adds an oddity.
    pub const fn odd(&mut self, oddity: Oddity) {
        self.add(Atom::oddity(oddity));
    }

    /// Adds a misfit.
    pub const fn misfit(&mut self, misfit: Misfit) {
        self.add(Atom::misfit(misfit));
    }

    /// Adds a word.
    pub fn see_word(&mut self, of: Worded, word: &str) {
        if let Some(atom) = Atom::word(of, word) {
            self.add(atom);
        }
    }

    /// Adds every atom of `other`.
    pub fn join(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(mine, theirs)| *mine |= theirs);
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

    /// Its atoms, in order.
    pub fn atoms(&self) -> impl Iterator<Item = Atom> {
        self.common(self)
    }

    /// The atoms that are in `other` too, in order.
    pub fn common(&self, other: &Self) -> impl Iterator<Item = Atom> + use<> {
        let limbs = (0..).zip(self.0).zip(other.0);
        limbs.flat_map(|((limb, mine), theirs)| ones(mine & theirs).map(move |bit| Atom::numbered(limb * 64 + bit)))
    }
}

/// The places of the bits that are set, lowest first.
pub fn ones(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let lowest = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
        bits &= bits - 1;
        Some(lowest)
    })
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
