//! The rules that are in force.

use super::filing::Filing;
use super::load::{self, Faults};
use super::model::Rule;
use super::seen::Seen;
use super::{builtin, pattern};

/// Rules in the order in which they run: the built-in ones by name, then a user's own.
#[derive(Clone, Debug)]
pub struct RuleSet {
    builtin: &'static [Rule],
    filing: Option<&'static Filing>,
    own: Vec<Rule>,
    /// Whether each rule is in force, by place; empty while all are.
    chosen: Vec<bool>,
}

impl RuleSet {
    /// The built-in rules. Costs nothing: they are part of the program.
    #[must_use]
    pub const fn builtin() -> Self {
        Self { builtin: &builtin::RULES, filing: Some(&builtin::FILING), own: Vec::new(), chosen: Vec::new() }
    }

    /// These rules and no others.
    #[must_use]
    pub const fn only(rules: Vec<Rule>) -> Self {
        Self { builtin: &[], filing: None, own: rules, chosen: Vec::new() }
    }

    /// Adds rules from files, given as name, path for messages, and text. A rule of a name that is taken replaces the
    /// one that has it.
    ///
    /// # Errors
    ///
    /// What is wrong with each file that is no rule.
    pub fn with_rules<N, P, T>(mut self, files: impl IntoIterator<Item = (N, P, T)>) -> Result<Self, Vec<Faults>>
    where
        N: AsRef<str>,
        P: AsRef<str>,
        T: AsRef<str>,
    {
        let mut faults = Vec::new();
        for (name, path, text) in files {
            match load::rule(name.as_ref(), path.as_ref(), text.as_ref(), pattern::fault) {
                Ok(rule) => self.add(rule),
                Err(fault) => faults.push(fault),
            }
        }
        if faults.is_empty() { Ok(self) } else { Err(faults) }
    }

    fn add(&mut self, rule: Rule) {
        self.choose(|old| old.name != rule.name);
        self.own.push(rule);
        self.chosen.push(true);
    }

    /// Leaves those rules in force that a word names: a rule by name or alias, or several by the beginning of their name.
    ///
    /// # Errors
    ///
    /// The first word that names no rule.
    pub fn select<'w>(mut self, words: &[&'w str]) -> Result<Self, &'w str> {
        self.known(words)?;
        self.choose(|rule| words.iter().any(|word| named(rule, word)));
        Ok(self)
    }

    /// Takes those rules out of force that a word names.
    ///
    /// # Errors
    ///
    /// The first word that names no rule.
    pub fn ignore<'w>(mut self, words: &[&'w str]) -> Result<Self, &'w str> {
        self.known(words)?;
        self.choose(|rule| !words.iter().any(|word| named(rule, word)));
        Ok(self)
    }

    fn known<'w>(&self, words: &[&'w str]) -> Result<(), &'w str> {
        words.iter().find(|word| !self.every().any(|rule| named(rule, word))).map_or(Ok(()), |word| Err(word))
    }

    /// Keeps in force what `keep` says of the rules that are.
    fn choose(&mut self, keep: impl Fn(&Rule) -> bool) {
        let mut chosen = std::mem::take(&mut self.chosen);
        chosen.resize(self.builtin.len() + self.own.len(), true);
        self.every().zip(&mut chosen).for_each(|(rule, chosen)| *chosen &= keep(rule));
        self.chosen = chosen;
    }

    fn every(&self) -> impl Iterator<Item = &Rule> {
        self.builtin.iter().chain(&self.own)
    }

    /// The rules in force.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        let chosen = self.chosen.iter().copied().chain(std::iter::repeat(true));
        self.every().zip(chosen).filter(|(_, chosen)| *chosen).map(|(rule, _)| rule)
    }

    /// The rules in force that can hold for an exchange which shows `seen`.
    pub fn possible<'r>(&'r self, seen: &'r Seen) -> impl Iterator<Item = &'r Rule> {
        let chosen = |place: usize| self.chosen.get(place).copied().unwrap_or(true);
        let drawn = self.filing.into_iter().flat_map(|filing| filing.draw(seen));
        let builtin = drawn.filter(move |place| chosen(*place)).filter_map(|place| self.builtin.get(place));
        let own = self.own.iter().zip(self.builtin.len()..).filter(move |(_, place)| chosen(*place));
        builtin.chain(own.map(|(rule, _)| rule)).filter(|rule| rule.needs.met(seen))
    }

    /// The rule of this name, or that once had it, in force or not; a user's own before a built-in one.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Rule> {
        let own = self.own.iter().rev().find(|rule| *rule.name == *name);
        own.or_else(|| self.builtin.iter().find(|rule| *rule.name == *name))
            .or_else(|| self.every().find(|rule| rule.aliases.iter().any(|alias| **alias == *name)))
    }
}

/// Whether `word` is the name or an alias of `rule`, or the beginning of its name.
fn named(rule: &Rule, word: &str) -> bool {
    rule.name.starts_with(word) || rule.aliases.iter().any(|alias| **alias == *word)
}
