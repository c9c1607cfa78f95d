//! The command line: flags, streams, exit codes.

mod args;
mod beside;
mod input;
mod library;
mod page;
mod spread;
mod terminal;
mod walk;
mod workers;

use std::path::Path;
use std::process::ExitCode;
use std::time::SystemTime;

use clap::Parser as _;

use self::args::{CheckArgs, Cli, Command, Format, ListFormat, RulesArgs, RulesCommand, ShowArgs};
use self::input::{Input, Inputs, inputs, rule_files, shown};
pub use self::library::{Library, RuleFile, Tested};
use self::spread::{Outcome, Stream};
use self::terminal::{complain, look, print};
use crate::facts::Date;
use crate::report::{Keep, Report, SourceReport, human, json, ndjson, short};
use crate::show;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    /// Nothing to complain about.
    Clean = 0,
    /// Findings at or above the severity that was asked for.
    Found = 1,
    /// The job could not be done. It wins over findings.
    Failed = 2,
}

/// Runs the command line on the library.
#[must_use]
pub fn run(library: &mut Library) -> ExitCode {
    terminal::guard_panics();
    let exit = match Cli::try_parse() {
        Ok(cli) => match cli.command.unwrap_or(Command::Check(cli.check)) {
            Command::Check(args) => check(library, &args),
            Command::Show(args) => show(&args),
            Command::Explain { rule } => explain(library, &rule),
            Command::Rules(args) => rules(library, &args),
        },
        // Help and version come this way too, with exit code 0.
        Err(error) => {
            let _ = error.print();
            if error.exit_code() == 0 { Exit::Clean } else { Exit::Failed }
        }
    };
    ExitCode::from(exit as u8)
}

fn check(library: &mut Library, args: &CheckArgs) -> Exit {
    if let Some(dir) = &args.rules
        && let Err(problem) = load(library, dir)
    {
        complain(&problem);
        return Exit::Failed;
    }
    if let Some(word) = args.select.iter().chain(&args.ignore).find(|word| !library.names_a_rule(word)) {
        complain(&format!("no rule is called {}, and none begins so; see grantlint rules", shown(word)));
        return Exit::Failed;
    }
    let Some(Inputs { inputs, unreadable, skipped }) = inputs(&args.paths) else { return hint() };
    let keep = Keep { select: args.select.clone(), ignore: args.ignore.clone(), min_confidence: args.min_confidence };
    let checker = library.checker(args.as_of.unwrap_or_else(today));
    unreadable.iter().for_each(|input| complain(&input.0));
    let mut report = Report { skipped, failed: unreadable.len(), ..Report::default() };
    let mut barren = Vec::new();
    let (mut worst, mut read) = (None, 0);
    let mut told = |ticket: SourceReport| {
        worst = worst.max(ticket.worst());
        printed(&ndjson(ticket))
    };
    let stream: Option<Stream<'_>> = if args.format == Format::Ndjson { Some(&mut told) } else { None };
    let outcomes = spread::all(&inputs, &checker, &keep, stream);
    for (input, outcome) in inputs.iter().zip(outcomes) {
        match outcome {
            Outcome::Checked(mut source) => {
                if !source.understood && !matches!(input, Input::Walked(_)) {
                    barren.push(input);
                }
                source.count_on(read);
                read += source.read;
                worst = worst.max(source.worst());
                report.sources.push(*source);
            }
            Outcome::Told => {}
            Outcome::Passed => report.skipped += 1,
            Outcome::Failed(unreadable) => {
                complain(&unreadable.0);
                report.failed += 1;
            }
        }
    }
    let mut failed = report.failed > 0;
    let understood = report.sources.iter().any(|source| source.understood);
    if args.format == Format::Ndjson {
        // A stream that ended before its first ticket is a stream all the same.
        barren.retain(|input| !matches!(input, Input::Stdin));
    }
    let quiet = args.quiet && understood;
    barren.iter().filter(|_| !quiet).for_each(|input| complain(&nothing_in(input)));
    failed |= !understood && !barren.is_empty();

    let text = match args.format {
        Format::Json if !report.sources.is_empty() => json(&report),
        Format::Human if understood || !failed => human(&report, look(args.color, args.quiet)),
        Format::Short => short(&report),
        Format::Ndjson => report.sources.drain(..).filter(|source| source.understood).map(ndjson).collect(),
        Format::Json | Format::Human => String::new(),
    };
    failed |= !printed(&text);
    match () {
        () if failed => Exit::Failed,
        () if worst >= Some(args.fail_on) && !args.exit_zero => Exit::Found,
        () => Exit::Clean,
    }
}

fn show(args: &ShowArgs) -> Exit {
    let Some(Inputs { inputs, unreadable, .. }) = inputs(args.path.as_slice()) else { return hint() };
    let [input] = inputs.as_slice() else {
        complain("show takes one file");
        return Exit::Failed;
    };
    unreadable.iter().for_each(|input| complain(&input.0));
    match input.read() {
        Ok(bytes) => match show::show(&input.name(), &bytes, args.format, args.view, args.show_secrets) {
            Some(text) if printed(&text) => return Exit::Clean,
            Some(_) => {}
            None => complain(&nothing_in(input)),
        },
        Err(unreadable) => complain(&unreadable.0),
    }
    Exit::Failed
}

fn explain(library: &Library, rule: &str) -> Exit {
    match library.explain(rule) {
        Ok(page) if printed(&page) => Exit::Clean,
        Ok(_) => Exit::Failed,
        Err(near) => {
            let meant = if near.is_empty() {
                "see grantlint rules".to_owned()
            } else {
                format!("did you mean {}?", near.join(" or "))
            };
            complain(&format!("there is no rule {}; {meant}", shown(rule)));
            Exit::Failed
        }
    }
}

fn rules(library: &Library, args: &RulesArgs) -> Exit {
    let Some(RulesCommand::Test { dir }) = &args.command else {
        return if printed(&library.rules(args.format == ListFormat::Json)) { Exit::Clean } else { Exit::Failed };
    };
    let files = match dir.as_deref().map(rule_files).transpose() {
        Ok(files) => files,
        Err(unreadable) => {
            complain(&unreadable.0);
            return Exit::Failed;
        }
    };
    let tested = library.test(files.as_deref());
    match (printed(&tested.text), tested.passed) {
        (true, true) => Exit::Clean,
        (true, false) => Exit::Found,
        (false, _) => Exit::Failed,
    }
}

fn load(library: &mut Library, dir: &Path) -> Result<(), String> {
    let files = rule_files(dir).map_err(|unreadable| unreadable.0)?;
    library.load(&files)
}

/// Whether the text could be written.
fn printed(text: &str) -> bool {
    let result = print(text);
    if result.is_err() {
        complain("the output could not be written");
    }
    result.is_ok()
}

fn nothing_in(input: &Input) -> String {
    format!("{}: nothing here looks like a request, an OAuth address or an OAuth error", shown(&input.name()))
}

fn hint() -> Exit {
    complain("paste a failing curl command into it, or name a file:");
    complain("grantlint failing.sh, or: pbpaste | grantlint (--help tells more)");
    Exit::Failed
}

fn today() -> Date {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Date::from_unix(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}
