//! What is wrong with a rule file, and where.

use std::fmt;

use crate::text::Span;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file, as its reader names it.
    pub file: String,
    /// The bytes it is about.
    pub span: Span,
    /// Their line, from 1.
    pub line: usize,
    /// Their column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What may have been meant.
    pub help: Option<String>,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)?;
        match &self.help {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}

/// Everything that is wrong with one file, in order of place; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

/// Collects faults while a file is read.
pub(super) struct Report<'t> {
    file: &'t str,
    source: &'t str,
    faults: Vec<Fault>,
}

impl<'t> Report<'t> {
    pub const fn new(file: &'t str, source: &'t str) -> Self {
        Self { file, source, faults: Vec::new() }
    }

    pub fn fault(&mut self, at: Span, message: impl Into<String>) {
        self.push(at, message.into(), None);
    }

    /// A fault with a word that may have been meant.
    pub fn fault_or(&mut self, at: Span, message: impl Into<String>, meant: Option<&str>) {
        self.push(at, message.into(), meant.map(|word| format!("did you mean \"{word}\"?")));
    }

    pub fn fault_help(&mut self, at: Span, message: impl Into<String>, help: impl Into<String>) {
        self.push(at, message.into(), Some(help.into()));
    }

    fn push(&mut self, span: Span, message: String, help: Option<String>) {
        let before = self.source.get(..span.start).unwrap_or(self.source);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or(before).chars().count() + 1;
        self.faults.push(Fault { file: self.file.to_owned(), span, line, column, message, help });
    }

    pub fn finish<T>(mut self, read: Option<T>) -> Result<T, Faults> {
        self.faults.sort_by_key(|fault| (fault.span.start, fault.span.end));
        self.faults.dedup();
        match read {
            Some(read) if self.faults.is_empty() => Ok(read),
            _ => Err(Faults(self.faults)),
        }
    }
}
