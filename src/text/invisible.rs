//! Characters that nobody sees.

/// What an invisible character was meant to be: a space, or nothing; `None` for one that can be seen.
#[must_use]
pub const fn invisible(character: char) -> Option<&'static str> {
    match character {
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Some(" "),
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}' => Some(""),
        _ => None,
    }
}
