//! The object that a program in a ticket sends: JSON, also within a literal, or what the program's own notation has.

use super::{Passage, Told, parameter};
use crate::exchange::Encoding;
use crate::read::code::{self, Language};
use crate::read::{body, json};
use crate::text::{Mark, Text, near};

impl<'s> Told<'s> {
    /// Takes an object with a grant type as what was sent.
    pub(super) fn sends(&mut self, sent: Text<'s>, is_json: bool) {
        let from = self.params.len();
        self.cover(sent.span());
        body::params(&sent, &[], &mut self.params);
        parameter::hide_expressions(&mut self.params);
        for param in &mut self.params[from..] {
            let at = param.value.span().start.saturating_sub(sent.span().start);
            if sent.as_str().get(..at).is_some_and(is_looked_up) {
                param.value = param.value.clone().marked(Mark::Expansion);
            }
        }
        if is_json {
            self.sent = Some(sent);
        } else {
            self.params[from..].iter_mut().for_each(|param| param.encoding = Encoding::Verbatim);
        }
    }

    /// JSON in a literal: `"{\"grant_type\":\"client_credentials\"}"`; gives where reading goes on.
    pub(super) fn literal(&mut self, passage: &Passage<'_, 's>, start: usize) -> Option<usize> {
        let text = &passage.doc.as_str()[..passage.end];
        let is_escaped = text[start + 1..].trim_start().starts_with("\\\"") && text[..start].ends_with('"');
        (is_escaped && self.params.is_empty() && !passage.is_code(start)).then_some(())?;
        let (sent, next) = code::string(passage.doc, start - 1, Language::JavaScript)?;
        let (object, length) = json::prefix(&sent, 0)?;
        object.member("grant_type")?;
        self.sends(sent.slice(0, length), true);
        Some(next)
    }
}

/// Whether what follows is the name of a value rather than the value: `ENV['`, `os.Getenv("`.
fn is_looked_up(before: &str) -> bool {
    let opened = before.trim_end_matches(['"', '\'']).strip_suffix(['[', '(']);
    opened.is_some_and(|name| name.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_'))
}

/// Whether the object at `start` goes out as JSON: its names stand in double quotes, or a function turns it into JSON.
pub(super) fn is_json(text: &str, start: usize) -> bool {
    let first = text[start + 1..].trim_start();
    let before = near::before(text, start).trim_end();
    let serializes = || before.strip_suffix('(').is_some_and(|call| call.to_ascii_lowercase().contains("json"));
    first.starts_with('"') && !first[1..].split('"').nth(1).is_some_and(|behind| behind.trim_start().starts_with("=>"))
        || serializes()
}
