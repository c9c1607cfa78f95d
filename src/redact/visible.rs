//! Characters that a terminal obeys, hides or reorders, made visible.

use std::fmt::Write as _;

/// Appends `text` to `out` so that every character can be seen and none acts.
///
/// Control characters become their pictures (`␛`), bidirectional, zero-width and odd white space characters their
/// number (`\u{202e}`).
pub fn make_visible(text: &str, out: &mut String) {
    for character in text.chars() {
        push_visible(character, out);
    }
}

/// `text` with every character visible.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    make_visible(text, &mut out);
    out
}

/// Whether a byte is a character that shows itself.
pub(super) const fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~')
}

pub(super) fn push_visible(character: char, out: &mut String) {
    match character {
        ' '..='~' => out.push(character),
        '\0'..='\x1f' => out.push(char::from_u32(0x2400 + u32::from(character)).unwrap_or('\u{2426}')),
        '\x7f' => out.push('\u{2421}'),
        _ if is_invisible(character) => {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
        }
        _ => out.push(character),
    }
}

/// Whether a character beyond ASCII acts, hides, or passes for a space.
const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{80}'..='\u{a0}'
            | '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{1680}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{2000}'..='\u{200f}'
            | '\u{2028}'..='\u{202f}'
            | '\u{205f}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3000}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn nothing_acts_and_nothing_hides() {
        assert_eq!(visible("a\x1b[31mb\x07\x7f"), "a␛[31mb␇␡");
        assert_eq!(visible("x\u{202e}y\u{200b}z\u{a0}"), "x\\u{202e}y\\u{200b}z\\u{a0}");
        assert_eq!(visible("line\r\n\tnext"), "line␍␊␉next");
        assert_eq!(visible("grün 令牌 🔑"), "grün 令牌 🔑");
    }
}
