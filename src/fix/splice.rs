//! A secret that loses characters or has some encoded: what stays of it stays where it is, so that it is never
//! written out.

use super::encode::Piece;
use crate::text::{Span, Text};

/// What to change in the value `old` (as it travels) so that it becomes `new` (as it has to travel), by leaving
/// characters out and by encoding or decoding single ones. In a form, `+` is as good as `%20`. `None` where that is not
/// enough.
pub(super) fn splice(old: &Text, new: &str, form: bool) -> Option<Vec<(Span, Vec<Piece>)>> {
    let text = old.as_str();
    let mut out = Vec::new();
    let (mut at, mut made) = (0, 0);
    while let Some(c) = text[at..].chars().next() {
        let (here, ahead) = (&text[at..], &new[made..]);
        let width = c.len_utf8();
        let (read, wrote) = if ahead.starts_with(c) {
            (width, width)
        } else if form && c == '+' && ahead.starts_with("%20") {
            (1, 3)
        } else if let Some(decoded) = escape(here).filter(|&d| ahead.as_bytes().first() == Some(&d)) {
            out.push((at, at + 3, char::from(decoded).to_string()));
            (3, 1)
        } else if escape(ahead) == here.as_bytes().first().copied() {
            out.push((at, at + width, ahead[..3].to_owned()));
            (width, 3)
        } else {
            out.push((at, at + width, String::new()));
            (width, 0)
        };
        at += read;
        made += wrote;
    }
    if made < new.len() {
        return None;
    }
    Some(joined(old, out))
}

/// The ASCII byte that `%XX` stands for.
fn escape(text: &str) -> Option<u8> {
    let [b'%', high, low, ..] = text.as_bytes() else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let byte = u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()?;
    byte.is_ascii().then_some(byte)
}

/// Neighbouring changes made one, at their places in the source.
fn joined(old: &Text, changes: Vec<(usize, usize, String)>) -> Vec<(Span, Vec<Piece>)> {
    let mut runs: Vec<(usize, usize, String)> = Vec::new();
    for (from, until, text) in changes {
        match runs.last_mut() {
            Some(run) if run.1 == from => {
                run.1 = until;
                run.2.push_str(&text);
            }
            _ => runs.push((from, until, text)),
        }
    }
    let piece = |text: String| if text.is_empty() { Vec::new() } else { vec![Piece::Text(text)] };
    runs.into_iter().map(|(from, until, text)| (old.span_of(from, until), piece(text))).collect()
}
