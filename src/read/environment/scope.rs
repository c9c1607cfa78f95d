//! Which value a name has among those of the file and of its environments.

use std::collections::HashMap;
use std::sync::Arc;

use super::Rank;
use crate::text::FilePlace;

/// A value, and where it stands.
#[derive(Clone, Debug)]
pub(in crate::read) struct Given {
    pub(in crate::read) value: Arc<str>,
    /// Its file calls it a secret.
    pub(in crate::read) secret: bool,
    pub(in crate::read) place: Arc<FilePlace>,
}

/// What the environments of a client give to names.
#[derive(Clone, Debug, Default)]
pub(in crate::read) struct Scope {
    over: Layer,
    under: Layer,
}

/// Environments of which one is switched on: which, nobody says.
#[derive(Clone, Debug, Default)]
struct Layer {
    names: HashMap<String, Known>,
    environments: usize,
}

/// What the environments of a layer give to one name.
#[derive(Clone, Debug)]
struct Known {
    given: Given,
    /// How many of them give it a value.
    by: usize,
    /// Whether it is the same one each time.
    agree: bool,
}

/// Which value a name has.
pub(in crate::read) enum Resolved<'v> {
    /// The one that its own file gives it.
    Own,
    /// One of an environment.
    Given(&'v Given),
    /// None that is known.
    Unseen,
}

impl Scope {
    /// Adds what an environment gives to names; of a name that it has twice, the last value holds.
    pub(super) fn add(&mut self, rank: Rank, values: Vec<(String, Given)>) {
        let layer = match rank {
            Rank::Over => &mut self.over,
            Rank::Under => &mut self.under,
        };
        layer.environments += 1;
        let values: HashMap<String, Given> = values.into_iter().collect();
        for (name, given) in values {
            match layer.names.get_mut(&name) {
                Some(known) => {
                    known.by += 1;
                    known.agree &= known.given.value == given.value;
                }
                None => drop(layer.names.insert(name, Known { given, by: 1, agree: true })),
            }
        }
    }

    /// The value of a name to which its own file gives `own`. It is known where it is the same whichever environment is
    /// switched on.
    pub(in crate::read) fn resolve(&self, name: &str, own: Option<&str>) -> Resolved<'_> {
        let below = match (own, self.under.names.get(name)) {
            (Some(_), _) => Resolved::Own,
            (None, Some(known)) if known.agree => Resolved::Given(&known.given),
            (None, _) => Resolved::Unseen,
        };
        let Some(known) = self.over.names.get(name) else { return below };
        let other = match &below {
            Resolved::Own => own,
            Resolved::Given(given) => Some(&*given.value),
            Resolved::Unseen => None,
        };
        let always = known.by == self.over.environments || other.is_none_or(|other| *other == *known.given.value);
        if known.agree && always { Resolved::Given(&known.given) } else { Resolved::Unseen }
    }
}
