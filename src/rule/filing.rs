//! Rules filed under the least usual of what they need, so that an exchange is only shown to those it may concern.

use super::seen::{Seen, ones};
use crate::provider::fixed::List;

/// The most rules that can be filed.
pub const MOST: usize = 256;

/// The numbers of rules, by atom.
#[derive(Clone, Debug)]
pub struct Filing {
    /// Rules that nothing is necessary for.
    pub always: List<u16>,
    /// The atoms that have a rule filed under them.
    pub labels: Seen,
    /// Of each atom, by its number, the rules filed under it.
    pub drawers: List<List<u16>>,
}

impl Filing {
    /// The rules that may hold for an exchange which shows `seen`, in order.
    pub fn draw(&self, seen: &Seen) -> impl Iterator<Item = usize> + use<> {
        let mut drawn = [0_u64; MOST / 64];
        let mut note = |number: &u16| drawn[usize::from(*number) / 64] |= 1 << (number % 64);
        self.always.iter().for_each(&mut note);
        let open = self.labels.common(seen).filter_map(|atom| self.drawers.get(atom.number()));
        open.for_each(|drawer| drawer.iter().for_each(&mut note));
        (0..).zip(drawn).flat_map(|(limb, bits)| ones(bits).map(move |bit| limb * 64 + bit))
    }
}
