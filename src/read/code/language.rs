//! What differs between the languages.

/// A language in which people write requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::read) enum Language {
    /// ECMAScript and TypeScript.
    JavaScript,
    /// Python 3.
    Python,
    /// PHP 7 and 8.
    Php,
    /// Windows PowerShell 5.1 and PowerShell 7.
    PowerShell,
}

impl Language {
    /// The sign that joins two strings.
    pub(super) const fn joins(self) -> u8 {
        match self {
            Self::JavaScript | Self::Python | Self::PowerShell => b'+',
            Self::Php => b'.',
        }
    }

    /// Whether a line break ends a statement.
    pub(super) const fn ends_at_line(self) -> bool {
        !matches!(self, Self::Php)
    }

    /// What begins a comment that goes to the end of its line.
    pub(super) const fn comments(self) -> &'static [&'static str] {
        match self {
            Self::JavaScript => &["//"],
            Self::Python | Self::PowerShell => &["#"],
            Self::Php => &["//", "#"],
        }
    }

    /// What begins and ends a comment over several lines.
    pub(super) const fn long_comment(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::JavaScript | Self::Php => Some(("/*", "*/")),
            Self::PowerShell => Some(("<#", "#>")),
            Self::Python => None,
        }
    }

    /// What stands between a name and its value in a list of members or arguments.
    pub(super) const fn names_by(self, opener: u8) -> Option<&'static str> {
        match (self, opener) {
            (Self::JavaScript | Self::Python, b'{') => Some(":"),
            (Self::Python, b'(') | (Self::PowerShell, b'{') => Some("="),
            (Self::Php, b'[' | b'(') => Some("=>"),
            _ => None,
        }
    }

    /// Methods that hand on what they are called on.
    pub(super) fn hands_on(self, method: &str) -> bool {
        match self {
            Self::JavaScript => matches!(method, "toString" | "trim"),
            Self::Python => matches!(method, "encode" | "strip" | "decode"),
            Self::Php => false,
            Self::PowerShell => matches!(method, "ToString" | "Trim"),
        }
    }
}
