//! How a command goes on in the next line, and what stands before it there.

use super::lexer::Lexer;
use super::repair;
use crate::read::curl::options;
use crate::text::near;

impl Lexer<'_, '_> {
    /// The length of a backslash and line break that stand `ahead`.
    pub(super) fn continuation(&self, ahead: usize) -> Option<usize> {
        (self.peek(ahead)? == b'\\').then_some(())?;
        Some(1 + self.line_break(ahead + 1)?)
    }

    /// The length of what continues a line in other shells: `^` for cmd, a backtick for PowerShell.
    pub(super) fn foreign_continuation(&self) -> Option<usize> {
        let len = match self.peek(0)? {
            b'^' | b'`' if self.intent() && self.setting.closer.is_none() => 1 + self.line_break(1)?,
            _ => return None,
        };
        options::starts_with_option(self.text[self.at + len..].lines().next()?.trim_start()).then_some(len)
    }

    fn line_break(&self, ahead: usize) -> Option<usize> {
        match (self.peek(ahead)?, self.peek(ahead + 1)) {
            (b'\n', _) => Some(1),
            (b'\r', Some(b'\n')) => Some(2),
            _ => None,
        }
    }

    /// Passes the `> ` that a terminal prints before a continuation line.
    pub(super) fn skip_prompt(&mut self) {
        let rest = &self.bytes[self.at..];
        let indent = rest.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        if self.setting.prompted && rest[indent..].starts_with(b">> ") {
            self.at += indent + 3;
        } else if rest[indent..].starts_with(b"> ") && (self.setting.prompted || !redirects(&rest[indent + 2..])) {
            self.at += indent + 2;
        } else if self.setting.starred {
            self.at = self.starred_line(self.at).unwrap_or(self.at);
        }
    }

    /// Passes two backslashes and a line break before more of the command: in the string of a program they are one.
    pub(super) fn doubled_continuation(&mut self) -> bool {
        let Some(len) = self.continuation(1) else { return false };
        let next = self.at + 1 + len;
        if !repair::continues(self, next) {
            return false;
        }
        self.at = next;
        self.skip_prompt();
        true
    }

    /// At a line break in a comment: passes it, and the star before what can only be more of the command.
    pub(super) fn comment_goes_on(&mut self) -> bool {
        if !self.setting.starred || self.words.is_empty() {
            return false;
        }
        let Some(content) = self.starred_line(self.at + 1) else { return false };
        let line = self.text[content..].lines().next().unwrap_or("");
        let waits = self.words.last().is_some_and(|word| options::wants_argument(word.text.as_str()));
        let goes_on = repair::continues(self, content) || waits || line.starts_with(['\'', '"']);
        if goes_on {
            self.at = content;
        }
        goes_on
    }

    /// Where the content of the line at `start` begins, behind its star.
    fn starred_line(&self, start: usize) -> Option<usize> {
        let line = self.text.get(start..)?.lines().next()?;
        let content = line.trim_start().strip_prefix("* ")?.trim_start();
        (!content.is_empty()).then_some(start + line.len() - content.len())
    }

    /// Whether a sentence goes on here, behind the command that it tells of: `curl https://.. won't work`.
    pub(super) fn begins_sentence(&self) -> bool {
        let rest = &self.text[self.at..];
        let len = rest.bytes().take_while(u8::is_ascii_lowercase).count();
        let Some(behind) = rest[len..].strip_prefix('\'').filter(|_| len > 0 && self.words.len() > 1) else {
            return false;
        };
        let line = near::behind(behind, 0);
        line.starts_with(|c: char| c.is_ascii_lowercase()) && !line.contains('\'')
    }
}

/// Whether what stands behind `> ` is a file to write to: a blank more, and no option.
fn redirects(behind: &[u8]) -> bool {
    let blanks = behind.iter().take_while(|byte| **byte == b' ').count();
    blanks > 0 && !matches!(behind.get(blanks), Some(b'-' | b'"' | b'\''))
}
