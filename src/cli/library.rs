//! The library behind the command line: source to exchanges to judgements to report.

use super::engine::{CheckOptions, Engine, RuleFile, ShowOptions, Tested};
use crate::report::{Collector, SourceReport};
use crate::text::{LineIndex, Source};

/// The built-in rules and providers, and the user's.
#[derive(Debug, Default)]
pub struct Library {}

impl Engine for Library {
    fn load(&mut self, _rules: &[RuleFile]) -> Result<(), String> {
        Err("rules of your own cannot be read yet".to_owned())
    }

    fn check(&self, path: &str, bytes: &[u8], options: &CheckOptions) -> SourceReport {
        let source = Source::new(bytes);
        let lines = LineIndex::new(source.text());
        Collector::new(path, &source, &lines, options.keep.clone()).finish()
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
