//! Texts in which `*` is any text. Letter case does not count.

/// Whether a text fits a pattern. Linear but for patterns with several stars, where each star takes the first place
/// that fits.
#[must_use]
pub fn fits(pattern: &str, text: &str) -> bool {
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or("");
    let Some(mut rest) = strip_start(text, first) else { return false };
    let Some(last) = pieces.next_back() else { return rest.is_empty() };
    for piece in pieces {
        let Some(at) = find(rest, piece) else { return false };
        rest = rest.get(at + piece.len()..).unwrap_or("");
    }
    rest.len() >= last.len()
        && rest.as_bytes().iter().rev().zip(last.as_bytes().iter().rev()).all(|(a, b)| a.eq_ignore_ascii_case(b))
}

fn strip_start<'t>(text: &'t str, start: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(start.len())?;
    head.eq_ignore_ascii_case(start).then_some(rest)
}

/// Where `piece` begins, letter case aside.
fn find(text: &str, piece: &str) -> Option<usize> {
    let (Some(first), Some(last)) = (piece.bytes().next(), piece.bytes().next_back()) else { return Some(0) };
    let (lower, upper) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
    // What stands behind the last place where the piece fits in need not be looked at.
    let room = &text.as_bytes()[..(text.len() + 1).saturating_sub(piece.len())];
    let mut starts = memchr::memchr2_iter(lower, upper, room);
    starts.find(|&at| {
        let part = &text.as_bytes()[at..at + piece.len()];
        part[part.len() - 1].eq_ignore_ascii_case(&last) && part.eq_ignore_ascii_case(piece.as_bytes())
    })
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn stars_stand_for_any_text() {
        for (pattern, text) in
            [("*", ""), ("a*", "ABC"), ("*c", "abc"), ("*b*", "abc"), ("a*b*c", "a-b-b-c"), ("abc", "ABC")]
        {
            assert!(fits(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("a", "ab"), ("a*c", "ab"), ("ab*b", "ab"), ("*x*", "abc"), ("", "a"), ("é*", "e")] {
            assert!(!fits(pattern, text), "{pattern} {text}");
        }
    }
}
