//! A curl command as it was pasted, and what the shell and curl make of its words.

use crate::text::{Span, Text};

/// The program that takes a command apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    /// sh, bash and their kin.
    Posix,
    /// The command prompt of Windows.
    Cmd,
    /// PowerShell. Commands typed there are read as bash reads them, for that is where they come from.
    Pwsh,
}

/// A curl command as it was pasted.
#[derive(Clone, Debug)]
pub struct Command<'s> {
    /// Whose quotes it has.
    pub shell: Shell,
    /// The whole command, from the `curl` word to its last word.
    pub span: Span,
    /// The `curl` word.
    pub name: Span,
    /// The options and addresses, in order.
    pub arguments: Vec<Argument<'s>>,
}

/// One option with its value, or an address that stands alone.
#[derive(Clone, Debug)]
pub struct Argument<'s> {
    /// The option's long name, without dashes; `None` for a bare address.
    pub option: Option<&'static str>,
    /// Everything the argument covers: option word and value word.
    pub span: Span,
    /// The value, or the bare address.
    pub value: Option<Text<'s>>,
    /// The word that holds the value, with its quotes; equal to `span` when option and value stand in one word.
    pub word: Span,
}

/// What curl's URL globbing does with a pair of braces or brackets.
#[derive(Clone, Debug)]
pub struct Glob {
    /// The braces or brackets and what stands between them.
    pub span: Span,
    /// What curl makes of them.
    pub effect: GlobEffect,
}

/// What curl does with a pattern in a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GlobEffect {
    /// `{sub}` is a list of one: the braces vanish.
    BracesVanish,
    /// curl makes this many requests of it.
    SeveralRequests(usize),
    /// curl stops with exit code 3.
    Stops,
}

/// How a shell variable stands in the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quoting {
    /// Between single quotes: sent as it stands.
    Single,
    /// Between double quotes: expanded.
    Double,
    /// Without quotes: expanded and split.
    Bare,
    /// In a recording: sent as it stands, for nothing expanded it.
    Sent,
}

/// `$NAME` or `${NAME}` in a word of the command.
#[derive(Clone, Debug)]
pub struct Variable<'s> {
    /// The name.
    pub name: Text<'s>,
    /// Dollar, braces and name.
    pub span: Span,
    /// The quotes around it.
    pub quoting: Quoting,
    /// Whether literal characters of the same value touch it on either side, as in `pa$sword`.
    pub inside: bool,
}
