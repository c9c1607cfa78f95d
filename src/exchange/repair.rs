//! What had to be repaired to read a request as it was meant.

use crate::text::Span;

/// Something that had to be repaired so that the request could be read as it was meant.
#[derive(Clone, Debug)]
pub struct Repair {
    /// What was wrong.
    pub kind: RepairKind,
    /// The characters that were wrong.
    pub span: Span,
    /// The characters themselves.
    pub characters: String,
    /// What they were taken for.
    pub meant: &'static str,
    /// The word the repair is part of, with its quotes.
    pub word: Span,
    /// The names of the parameters and options that never reached curl because of it.
    pub lost: Option<String>,
}

/// The damage that a repair undid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepairKind {
    /// A typographic quote.
    SmartQuote,
    /// An en dash, em dash or minus sign for a hyphen.
    DashLookalike,
    /// A no-break space, zero-width character or the like where syntax stands.
    InvisibleCharacter,
    /// A space behind the continuing backslash.
    SpaceAfterBackslash,
    /// A single quote where Windows knows double ones only.
    SingleQuote,
    /// A header without quotes, which the shell cuts at its blanks.
    UnquotedHeader,
    /// `curl` where PowerShell takes it for a command of its own.
    PowershellAlias,
    /// A backslash that bash knows and PowerShell does not: at the end of a line, before a quote.
    BashBackslash,
    /// A line that goes on without a backslash before its end.
    MissingContinuation,
    /// A blank line after a continuing backslash.
    BlankContinuation,
    /// An unquoted `&` inside an address or a body.
    UnquotedAmpersand,
    /// A quote that is opened and never closed.
    UnclosedQuote,
    /// An option curl does not know, taken for the nearest one it knows.
    UnknownOption,
    /// The source ends in the middle of a recording.
    CutOff,
    /// A recording goes on with something that cannot stand there.
    Broken,
}

impl RepairKind {
    /// The name in rules.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SmartQuote => "smart-quote",
            Self::DashLookalike => "dash-lookalike",
            Self::InvisibleCharacter => "invisible-character",
            Self::SpaceAfterBackslash => "space-after-backslash",
            Self::SingleQuote => "single-quote",
            Self::UnquotedHeader => "unquoted-header",
            Self::PowershellAlias => "powershell-alias",
            Self::BashBackslash => "bash-backslash",
            Self::MissingContinuation => "missing-continuation",
            Self::BlankContinuation => "blank-continuation",
            Self::UnquotedAmpersand => "unquoted-ampersand",
            Self::UnclosedQuote => "unclosed-quote",
            Self::UnknownOption => "unknown-option",
            Self::CutOff => "cut-off",
            Self::Broken => "broken",
        }
    }
}
