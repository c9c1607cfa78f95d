//! The library behind the command line: source to exchanges to judgements to report.

use super::engine::{CheckOptions, Engine, RuleFile, ShowOptions, Tested};
use crate::Checker;
use crate::facts::Date;
use crate::provider::PROVIDERS;
use crate::report::SourceReport;
use crate::rule::RuleSet;

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
    fn checker(&self, today: Date) -> Checker {
        Checker { rules: self.rules.clone(), registry: &PROVIDERS, today }
    }
}

impl Engine for Library {
    fn load(&mut self, rules: &[RuleFile]) -> Result<(), String> {
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

    fn check(&self, path: &str, bytes: &[u8], options: &CheckOptions) -> SourceReport {
        self.checker(options.as_of).check(path, bytes, &options.keep)
    }

    fn show(&self, _path: &str, _bytes: &[u8], _options: ShowOptions) -> Option<String> {
        None
    }

    fn explain(&self, _rule: &str) -> Result<String, Vec<String>> {
        Err(Vec::new())
    }

    fn rules(&self, _json: bool) -> String {
        String::new()
    }

    fn test(&self, _rules: Option<&[RuleFile]>) -> Tested {
        Tested { text: String::new(), passed: true }
    }
}
