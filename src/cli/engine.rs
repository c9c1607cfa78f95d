//! What the command line asks of the library: the one place where the two meet.

use crate::facts::Date;
use crate::report::{Keep, SourceReport};

/// A rule file of the user's own.
#[derive(Clone, Debug)]
pub struct RuleFile {
    /// Its path below the folder that was named, with `/`: the rule's name and `.toml`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// What a check depends on besides the source.
#[derive(Clone, Debug)]
pub struct CheckOptions {
    /// The day that dated rules are judged by.
    pub as_of: Date,
    /// Which findings are shown.
    pub keep: Keep,
}

/// How `show` writes what was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ShowFormat {
    /// Requests and answers as HTTP messages.
    Http,
    /// A HAR document.
    Har,
    /// The exchanges with their spans.
    Json,
}

/// Which request `show` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum View {
    /// What curl would really send.
    Wire,
    /// What was meant: placeholders kept, repairs applied.
    Intent,
}

/// What `show` depends on besides the source.
#[derive(Clone, Copy, Debug)]
pub struct ShowOptions {
    /// How it is written.
    pub format: ShowFormat,
    /// Which request.
    pub view: View,
    /// Whether secrets are written as they are.
    pub show_secrets: bool,
}

/// The outcome of a run of examples.
#[derive(Clone, Debug)]
pub struct Tested {
    /// What to print.
    pub text: String,
    /// Whether every example held.
    pub passed: bool,
}

/// The library, as the command line sees it.
pub trait Engine {
    /// Adds the user's rules. The error says, line by line, what is wrong with which file.
    ///
    /// # Errors
    ///
    /// A rule file is broken.
    fn load(&mut self, rules: &[RuleFile]) -> Result<(), String>;

    /// Whether a word names a rule, by its name or the beginning of it.
    fn names_a_rule(&self, word: &str) -> bool;

    /// Checks one source. A report that has read no exchange says that nothing was understood.
    fn check(&self, path: &str, bytes: &[u8], options: &CheckOptions) -> SourceReport;

    /// What was understood of one source, ready to print; `None` where nothing was.
    fn show(&self, path: &str, bytes: &[u8], options: ShowOptions) -> Option<String>;

    /// The page of a rule.
    ///
    /// # Errors
    ///
    /// There is no such rule; the error names those that may be meant.
    fn explain(&self, rule: &str) -> Result<String, Vec<String>>;

    /// The list of all rules, as lines or as JSON.
    fn rules(&self, json: bool) -> String;

    /// Runs the examples of the given rules, or of the built-in ones.
    fn test(&self, rules: Option<&[RuleFile]>) -> Tested;
}
