//! The rules the command line works with: the built-in ones and the user's.

use super::page;
use crate::Checker;
use crate::examples::{self, Tried};
use crate::facts::Date;
use crate::provider::PROVIDERS;
use crate::rule::example::Outcome;
use crate::rule::{Rule, RuleSet};

/// A rule file of the user's own.
#[derive(Clone, Debug)]
pub struct RuleFile {
    /// Its path below the folder that was named, with `/`: the rule's name and `.toml`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The outcome of a run of examples.
#[derive(Clone, Debug)]
pub struct Tested {
    /// What to print.
    pub text: String,
    /// Whether every example held.
    pub passed: bool,
}

/// The built-in rules and providers, and the user's.
#[derive(Debug)]
pub struct Library {
    rules: RuleSet,
}

impl Default for Library {
    fn default() -> Self {
        Self { rules: RuleSet::builtin() }
    }
}

impl Library {
    /// A checker with these rules, as of `today`.
    #[must_use]
    pub fn checker(&self, today: Date) -> Checker {
        Checker { rules: self.rules.clone(), registry: &PROVIDERS, today }
    }

    /// Adds the user's rules. The error says, line by line, what is wrong with which file.
    ///
    /// # Errors
    ///
    /// A rule file is broken.
    pub fn load(&mut self, rules: &[RuleFile]) -> Result<(), String> {
        let named =
            |file: &RuleFile| (file.path.trim_end_matches(".toml").to_owned(), file.path.clone(), file.text.clone());
        match self.rules.clone().with_rules(rules.iter().map(named)) {
            Ok(rules) => {
                self.rules = rules;
                Ok(())
            }
            Err(faults) => Err(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
        }
    }

    /// Whether a word names a rule, by its name or the beginning of it.
    #[must_use]
    pub fn names_a_rule(&self, word: &str) -> bool {
        self.rules.get(word).is_some() || self.rules.iter().any(|rule| rule.name.starts_with(word))
    }

    /// The page of a rule.
    ///
    /// # Errors
    ///
    /// There is no such rule; the error names those that may be meant.
    pub fn explain(&self, rule: &str) -> Result<String, Vec<String>> {
        match self.rules.get(rule) {
            Some(rule) => Ok(page::page(rule)),
            None => Err(page::near(&self.rules, rule)),
        }
    }

    /// The list of all rules, as lines or as JSON.
    #[must_use]
    pub fn rules(&self, json: bool) -> String {
        if json { page::list_json(&self.rules) } else { page::list(&self.rules) }
    }

    /// Runs the examples of the given rules, or of the built-in ones.
    #[must_use]
    pub fn test(&self, own: Option<&[RuleFile]>) -> Tested {
        let mut library = Self { rules: self.rules.clone() };
        if let Some(files) = own
            && let Err(problem) = library.load(files)
        {
            return Tested { text: format!("{problem}\n"), passed: false };
        }
        let checker = library.checker(PROVIDERS.checked());
        let named = |rule: &&Rule| {
            own.is_none_or(|files| files.iter().any(|f| f.path.trim_end_matches(".toml") == &*rule.name))
        };
        let tried: Vec<Tried> = checker
            .rules
            .iter()
            .filter(named)
            .flat_map(|rule| examples::run(&checker, rule).collect::<Vec<_>>())
            .collect();
        let failed: Vec<&Tried> = tried.iter().filter(|tried| !tried.holds()).collect();
        let mut text: String = failed.iter().map(|tried| format!("{}\n", line(tried))).collect();
        let counts = format!("{} passed, {} failed\n", tried.len() - failed.len(), failed.len());
        text.push_str(&counts);
        Tested { text, passed: failed.is_empty() }
    }
}

/// One example that did not come out, in a line.
fn line(tried: &Tried) -> String {
    let place = format!("{} example {}", tried.rule, tried.number);
    match (&tried.todo, &tried.outcome) {
        (Some(todo), _) => format!("{place}: comes out, although it is marked as still to do: {todo}"),
        (None, Outcome::Missing(wanted)) => format!("{place}: missing: {wanted:?} was not found"),
        (None, Outcome::Noisy(text)) => format!("{place}: noisy: it found {text:?}"),
        (None, Outcome::Wrong(how)) => format!("{place}: wrong: {how}"),
        (None, Outcome::Found | Outcome::Silent) => format!("{place}: right"),
    }
}
