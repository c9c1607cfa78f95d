//! What has to be seen for a rule to hold, and where it is filed.

use super::atoms::Atom;
use super::seen::Seen;
use crate::provider::fixed::List;

/// What must be seen for a rule to hold.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Needs {
    /// All of these.
    pub all: Seen,
    /// One of each of these.
    pub one_of: List<Seen>,
    /// What one of the alternatives needs, of each of these.
    pub any: List<List<Self>>,
}

impl Needs {
    /// Whether the rule can hold for an exchange that shows `seen`.
    #[must_use]
    pub fn met(&self, seen: &Seen) -> bool {
        seen.has_all(&self.all)
            && self.one_of.iter().all(|some| seen.has_some(some))
            && self.any.iter().all(|branches| branches.iter().any(|branch| branch.met(seen)))
    }

    /// The atoms to file it under: as unusual as can be, and one of them is seen wherever the rule can hold. `None`
    /// where there is nothing that it cannot do without.
    #[must_use]
    pub fn drawers(&self) -> Option<Seen> {
        let alone = self.all.atoms().map(|atom| [atom].into_iter().collect());
        let alternatives = self.any.iter().filter_map(|branches| {
            let mut all = Seen::new();
            for branch in branches {
                all.join(&branch.drawers()?);
            }
            Some(all)
        });
        let covers = alone.chain(self.one_of.iter().copied()).chain(alternatives);
        covers.min_by_key(|cover| cover.atoms().map(Atom::usual).max())
    }
}
