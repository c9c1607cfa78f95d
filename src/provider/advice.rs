//! What a provider adds to a rule: its advice, and whose words or credentials something is.

use super::glob;
use super::locate::Location;
use super::model::{Advice, Condition, Credential, Foreign, Provider};
use super::words::Scheme;
use crate::facts::catalogue::Fact;

/// The texts that the provider, or else the standards, add to the help of a rule. `holds` says whether a fact is known
/// to be one of some words; a fact that is not known fulfils no condition.
pub fn advice<'f>(
    location: &Location<'_>,
    rule: &'f str,
    word: &'f dyn Fn(Fact) -> Option<String>,
) -> impl Iterator<Item = &'static Advice> + use<'f> {
    let own = location.provider.into_iter().flat_map(|provider| &provider.advice);
    let all = own.chain(&location.registry().standards.advice);
    all.filter(move |advice| {
        advice.rules.iter().any(|named| &**named == rule) && advice.when.iter().all(|when| when.holds(word))
    })
}

impl Condition {
    /// Whether it holds; a fact without a value fulfils none.
    #[must_use]
    pub fn holds(&self, word: &dyn Fn(Fact) -> Option<String>) -> bool {
        word(self.fact).is_some_and(|value| self.words.iter().any(|word| **word == value) != self.negated)
    }
}

impl Provider {
    /// The sibling product that alone knows this scope.
    #[must_use]
    pub fn foreign_scope(&self, scope: &str) -> Option<&Foreign> {
        if self.scopes.words.iter().any(|own| &**own == scope) {
            return None;
        }
        let matches = |pattern: &str| regex::Regex::new(pattern).is_ok_and(|pattern| pattern.is_match(scope));
        let knows = |foreign: &&Foreign| {
            foreign.scopes.iter().any(|known| &**known == scope)
                || foreign.scope_pattern.as_deref().is_some_and(matches)
        };
        self.foreign.iter().find(knows)
    }

    /// The Basic credentials that have such a user name, by the first entry of the file that fits.
    #[must_use]
    pub fn basic_credentials(&self, user: &str) -> Option<&Credential> {
        let fits = |kind: &&Credential| kind.user.as_ref().is_some_and(|pattern| glob::fits(pattern, user));
        self.credentials.iter().filter(|kind| kind.scheme == Scheme::Basic).find(fits)
    }

    /// The sibling product whose Basic credentials have such a user name.
    #[must_use]
    pub fn foreign_user(&self, user: &str) -> Option<&Foreign> {
        self.foreign.iter().find(|foreign| foreign.basic_user.as_ref().is_some_and(|pattern| glob::fits(pattern, user)))
    }
}
