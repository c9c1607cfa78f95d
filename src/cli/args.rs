//! The words of the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::facts::Date;
use crate::finding::{Confidence, Severity};
use crate::show::{self, View};

/// Tells why an OAuth 2.0 request was refused: paste a failing curl, get the cause.
#[derive(Debug, Parser)]
#[command(name = "grantlint", version, args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
#[command(after_help = "Exit status: 0 nothing at or above --fail-on, 1 findings, 2 the job could not be done.")]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub check: CheckArgs,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Say what is wrong with requests (the default command)
    Check(CheckArgs),
    /// Print what was understood
    Show(ShowArgs),
    /// Print the page of a rule
    Explain {
        /// The rule's name, such as oauth/misspelled-grant-type
        rule: String,
    },
    /// List all rules, or run their examples
    Rules(RulesArgs),
}

#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Files or folders; "-" or nothing for the standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How findings are written
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Show only these rules
    #[arg(long, value_name = "RULE|PREFIX", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Do not show these rules
    #[arg(long, value_name = "RULE|PREFIX", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Exit with 1 from this severity on
    #[arg(long, value_name = "SEVERITY", default_value = "error", value_parser = severity, hide_possible_values = true)]
    pub fail_on: Severity,
    /// Leave out findings less sure than this
    #[arg(long, value_name = "CONFIDENCE", default_value = "possible", value_parser = confidence)]
    pub min_confidence: Confidence,
    /// Judge dated rules as of this day, YYYY-MM-DD; today if not given
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
    /// Add the rules of this folder
    #[arg(long, value_name = "DIR")]
    pub rules: Option<PathBuf>,
    /// Whether to write colours
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// Exit with 0 where findings would make it 1
    #[arg(long)]
    pub exit_zero: bool,
    /// Print findings and nothing else
    #[arg(short, long)]
    pub quiet: bool,
}

#[derive(Debug, Args)]
pub struct ShowArgs {
    /// A file; "-" or nothing for the standard input
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = show::Format::Http)]
    pub format: show::Format,
    /// What curl would really send, or what was meant
    #[arg(long, value_enum, default_value_t = View::Wire)]
    pub view: View,
    /// Print secrets as they are
    #[arg(long)]
    pub show_secrets: bool,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct RulesArgs {
    #[command(subcommand)]
    pub command: Option<RulesCommand>,
    /// How the list is written
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
}

#[derive(Debug, Subcommand)]
pub enum RulesCommand {
    /// Run the examples in the rules
    Test {
        /// A folder with rules of your own; the built-in ones if not given
        dir: Option<PathBuf>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Human,
    /// One line a finding
    Short,
    /// For programs, schema grantlint/1
    Json,
    /// The same, one document a line for each ticket of a stream of tickets, as soon as it is known
    Ndjson,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// One line a rule
    Text,
    /// For programs
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal that takes them
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

fn severity(text: &str) -> Result<Severity, String> {
    Severity::ALL
        .into_iter()
        .find(|severity| severity.name() == text)
        .ok_or_else(|| "error, warning or note".to_owned())
}

fn confidence(text: &str) -> Result<Confidence, String> {
    let found = Confidence::ALL.into_iter().find(|confidence| confidence.name() == text);
    found.ok_or_else(|| "certain, likely or possible".to_owned())
}
