//! How the arguments of a command are laid out: what stands between them, and where another one goes.

use super::word::{Quote, segments};
use crate::exchange::{Argument, Command};
use crate::text::Span;

/// How a switch is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Switch {
    /// As an argument of its own.
    Whole,
    /// As one letter of several.
    Letter(Span),
}

#[derive(Clone, Copy)]
pub(super) struct Layout<'a, 's> {
    source: &'a str,
    command: &'a Command<'s>,
}

impl<'a, 's> Layout<'a, 's> {
    pub(super) const fn new(source: &'a str, command: &'a Command<'s>) -> Self {
        Self { source, command }
    }

    /// The argument that covers a place, the innermost where letters share a word.
    pub(super) fn argument(&self, at: Span) -> Option<usize> {
        let arguments = &self.command.arguments;
        let behind = arguments.partition_point(|argument| argument.span.start <= at.start);
        (0..behind).rev().take(8).find(|&index| arguments[index].span.contains(at))
    }

    /// The stretches that are quoted as one.
    pub(super) fn regions(&self) -> Vec<Span> {
        self.command.arguments.iter().filter(|a| a.value.is_some()).map(|a| self.region(a)).collect()
    }

    /// The value's word; of `-dVALUE` only what follows the option.
    fn region(&self, argument: &Argument) -> Span {
        let word = argument.word;
        let Some(value) = &argument.value else { return word };
        let start = value.span().start;
        if word != argument.span || argument.option.is_none() || start <= word.start {
            return word;
        }
        let holder = segments(self.source, word).into_iter().find(|s| s.outer.start <= start && start <= s.inner.end);
        match holder {
            Some(segment) if segment.quote == Quote::Bare => Span::new(start, word.end),
            Some(segment) if segment.inner.start == start => Span::new(segment.outer.start, word.end),
            _ => word,
        }
    }

    /// What goes away with an argument: the white space before it too, or only its letter where it shares a word.
    pub(super) fn removal(&self, index: usize) -> Span {
        let argument = &self.command.arguments[index];
        self.letter(argument).unwrap_or_else(|| Span::new(self.gap(index).start, argument.span.end))
    }

    /// The part of `-sX POST` that belongs to the option with the value.
    fn letter(&self, argument: &Argument) -> Option<Span> {
        let written = &self.source[argument.span.range()];
        let word = written.split_whitespace().next()?;
        let letters = word.strip_prefix('-').unwrap_or(word);
        if argument.option.is_none() || letters.starts_with('-') || !word.is_ascii() {
            return None;
        }
        if !word.starts_with('-') {
            return Some(argument.span);
        }
        let at = letters.find(short(argument.option?)?)?;
        let start = argument.span.start + 1 + at;
        (argument.value.is_some() && at > 0).then(|| Span::new(start, argument.span.end))
    }

    /// The letters of the switches in `-sG`, or in `-sX POST` without the letter that takes the value, and where the
    /// first stands.
    pub(super) fn cluster(&self, index: usize) -> Option<(usize, &'a str)> {
        let argument = self.command.arguments.get(index).filter(|argument| argument.value.is_none())?;
        let letters = self.source[argument.word.range()].strip_prefix('-').filter(|l| !l.starts_with('-'))?;
        let valued = self.command.arguments.get(index + 1).filter(|next| next.span.start == argument.span.start);
        let end = match valued {
            Some(next) => letters.find(short(next.option?)?)?,
            None => letters.len(),
        };
        Some((argument.word.start + 1, &letters[..end]))
    }

    /// What a switch takes up: its letter among others, or the whole argument.
    pub(super) fn switch(&self, index: usize, name: &str) -> Option<Switch> {
        let argument = self.command.arguments.get(index).filter(|argument| argument.value.is_none())?;
        match self.cluster(index) {
            Some((start, letters)) if letters.len() > 1 => {
                let at = start + letters.find(short(name)?)?;
                Some(Switch::Letter(Span::new(at, at + 1)))
            }
            _ => (argument.option == Some(name)).then_some(Switch::Whole),
        }
    }

    /// What stands between an argument and the one before it.
    fn gap(&self, index: usize) -> Span {
        let start = self.command.arguments[index].span.start;
        let before =
            index.checked_sub(1).and_then(|i| self.command.arguments.get(i)).map_or(self.command.name, |a| a.span);
        let gap = Span::new(before.end.min(start), start);
        let text = &self.source[gap.range()];
        let empty = |line: &str| line.trim().trim_start_matches("> ").trim_start_matches(['\\', '>']).trim().is_empty();
        if text.lines().all(empty) {
            return gap;
        }
        Span::new(gap.start + text.trim_end_matches([' ', '\t']).len(), start)
    }

    /// Where a new argument goes, and what separates it from the one before.
    pub(super) fn place_behind(&self, index: Option<usize>) -> (usize, String) {
        let Some((index, argument)) = index.and_then(|i| Some((i, self.command.arguments.get(i)?))) else {
            return (self.command.name.end, " ".into());
        };
        let gap = &self.source[self.gap(index).range()];
        let lead = match gap.rsplit_once('\n') {
            Some((_, indent)) => format!(" \\\n{indent}"),
            None => " ".into(),
        };
        (argument.span.end, lead)
    }
}

/// The letter of the options that a fix removes or adds.
pub(super) fn short(option: &str) -> Option<char> {
    Some(match option {
        "cookie" => 'b',
        "data" => 'd',
        "form" => 'F',
        "get" => 'G',
        "globoff" => 'g',
        "head" => 'I',
        "header" => 'H',
        "location" => 'L',
        "request" => 'X',
        "upload-file" => 'T',
        "user" => 'u',
        _ => return None,
    })
}
