//! Where expansions and double quotes end. What was looked for in vain is remembered, so that a text full of openers
//! that nothing closes costs time linear in its size.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use memchr::memchr;

use super::word::is_name;

/// Finds what closes, in one document.
#[derive(Debug, Default)]
pub(super) struct Lookahead {
    /// Parentheses that nothing closes, each with the end of the text that was searched.
    unclosed: RefCell<BTreeSet<(usize, usize)>>,
    /// From where on, up to which end, there is no closing brace.
    no_brace: Cell<Option<(usize, usize)>>,
    /// From where on, up to which end, there is no closing backtick.
    no_backtick: Cell<Option<(usize, usize)>>,
}

impl Lookahead {
    /// Where an expansion that starts at `start` ends; `None` for a lone `$`.
    pub(super) fn expansion_end(&self, bytes: &[u8], start: usize) -> Option<usize> {
        let next = bytes.get(start + 1).copied();
        if bytes[start] == b'`' {
            let find = || escaped_close(bytes, start + 1, b'`');
            return remembered(&self.no_backtick, start, bytes.len(), find).map(|close| close + 1);
        }
        match next? {
            b'{' if bytes.get(start + 2) == Some(&b'{') => template_end(bytes, start),
            b'{' => {
                let find = || memchr(b'}', &bytes[start..]).map(|n| start + n);
                let end = remembered(&self.no_brace, start, bytes.len(), find)? + 1;
                let inside = &bytes[start + 2..end - 1];
                let named =
                    inside.first().is_some_and(|b| is_name(*b) || matches!(b, b'#' | b'!' | b'@' | b'*' | b'?'));
                (named && !inside.contains(&b'\n')).then_some(end)
            }
            b'(' => self.parenthesis_end(bytes, start + 1),
            byte if byte.is_ascii_digit() => Some(start + 2),
            byte if is_name(byte) => Some(start + 1 + bytes[start + 1..].iter().take_while(|b| is_name(**b)).count()),
            b'@' | b'*' | b'#' | b'?' | b'$' | b'!' | b'-' => Some(start + 2),
            _ => None,
        }
    }

    /// Where the parenthesis that opens at `start` closes, quotes inside respected.
    pub(super) fn parenthesis_end(&self, bytes: &[u8], start: usize) -> Option<usize> {
        if self.unclosed.borrow().contains(&(start, bytes.len())) {
            return None;
        }
        let mut open = Vec::new();
        let mut at = start;
        while let Some(&byte) = bytes.get(at) {
            let next = match byte {
                b'(' => {
                    open.push(at);
                    Some(at)
                }
                b')' => {
                    open.pop();
                    if open.is_empty() {
                        return Some(at + 1);
                    }
                    Some(at)
                }
                b'\\' => Some(at + 1),
                b'\'' => memchr(b'\'', &bytes[at + 1..]).map(|n| at + 1 + n),
                b'"' => escaped_close(bytes, at + 1, b'"'),
                _ => Some(at),
            };
            let Some(next) = next else { break };
            at = next + 1;
        }
        self.unclosed.borrow_mut().extend(open.into_iter().map(|opener| (opener, bytes.len())));
        None
    }

    /// The quote that closes double quotes: substitutions inside may hold quotes of their own.
    pub(super) fn double_close(&self, bytes: &[u8], start: usize, quote: u8) -> Option<usize> {
        let mut at = start;
        while at < bytes.len() {
            let n = memchr::memchr3(quote, b'\\', b'$', &bytes[at..])?;
            at += n;
            match bytes[at] {
                byte if byte == quote => return Some(at),
                b'\\' => at += 2,
                _ if bytes.get(at + 1) == Some(&b'(') => at = self.parenthesis_end(bytes, at + 1).unwrap_or(at + 2),
                _ => at += 1,
            }
        }
        None
    }
}

/// What `find` finds from `start` on, unless it is known that nothing is there.
fn remembered(
    nothing: &Cell<Option<(usize, usize)>>,
    start: usize,
    end: usize,
    find: impl FnOnce() -> Option<usize>,
) -> Option<usize> {
    if nothing.get().is_some_and(|(from, to)| from <= start && to == end) {
        return None;
    }
    let found = find();
    if found.is_none() {
        nothing.set(Some((start, end)));
    }
    found
}

/// Where `${{ .. }}`, which a build service fills in before any shell runs, ends on its line.
fn template_end(bytes: &[u8], start: usize) -> Option<usize> {
    let line = memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |n| start + n);
    memchr::memmem::find(&bytes[start..line], b"}}").map(|n| start + n + 2)
}

/// The next `quote` that no backslash escapes.
pub(super) fn escaped_close(bytes: &[u8], start: usize, quote: u8) -> Option<usize> {
    let mut at = start;
    while let Some(n) = memchr::memchr2(quote, b'\\', bytes.get(at..)?) {
        if bytes[at + n] == quote {
            return Some(at + n);
        }
        at += n + 2;
    }
    None
}
