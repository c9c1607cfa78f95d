//! What stands near a place on its line. A line without an end is looked at no further than another, so that a text of
//! many things on one line costs time linear in its size.

use memchr::{memchr, memrchr};

use super::boundary::{ceil, floor};

/// Bytes of a line that are looked at on either side of a place.
const FAR: usize = 4096;

/// What stands on its line before `at`.
pub(crate) fn before(text: &str, at: usize) -> &str {
    let near = &text[ceil(text, at.saturating_sub(FAR))..at];
    memrchr(b'\n', near.as_bytes()).map_or(near, |line_break| &near[line_break + 1..])
}

/// What stands on its line from `at` on.
pub(crate) fn behind(text: &str, at: usize) -> &str {
    let near = &text[at..floor(text, at + FAR)];
    memchr(b'\n', near.as_bytes()).map_or(near, |line_break| &near[..line_break])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_seen_with_its_line_and_no_more() {
        let text = "above\nleft right\nbelow";
        let at = "above\nleft ".len();
        assert_eq!((before(text, at), behind(text, at)), ("left ", "right"));
        assert_eq!((before(text, 0), behind(text, text.len())), ("", ""));
    }

    #[test]
    fn a_line_without_an_end_is_seen_in_part() {
        let text = "ä".repeat(FAR);
        let at = text.len() / 2 + text.len() / 2 % 2;
        assert!(before(&text, at).len() <= FAR && behind(&text, at).len() <= FAR);
        assert!(!before(&text, at).is_empty() && !behind(&text, at).is_empty());
    }
}
