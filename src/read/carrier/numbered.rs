//! Lines that an editor, a listing or a shell's history numbers: `  2 | curl ..`, `501  curl ..`.

use super::without;
use crate::read::answer::{self, Line};
use crate::text::Text;

/// A text whose numbered lines have lost their numbers.
pub(super) fn plain(text: Text<'_>) -> Text<'_> {
    without(text, marks)
}

/// The number in front of a line.
struct Numbered {
    number: u32,
    /// The number and what divides it from the line.
    mark: (usize, usize),
    /// Whether it is divided from the line as no list and no sentence divides it.
    apart: bool,
}

fn marks(text: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut run: Vec<Numbered> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let line = answer::line_at(text, at);
        at = line.next;
        let next = numbered(text, line);
        let goes_on = next.as_ref().zip(run.last()).is_some_and(|(next, last)| next.number == last.number + 1);
        if !goes_on {
            close(&mut run, &mut out);
        }
        run.extend(next);
    }
    close(&mut run, &mut out);
    out
}

/// Numbers that follow each other are taken away where at least two lines have them, or three divided by a mere blank.
fn close(run: &mut Vec<Numbered>, out: &mut Vec<(usize, usize)>) {
    let least = if run.iter().all(|line| line.apart) { 2 } else { 3 };
    if run.len() >= least {
        out.extend(run.iter().map(|line| line.mark));
    }
    run.clear();
}

fn numbered(text: &str, line: Line) -> Option<Numbered> {
    const DIGITS: usize = 5;
    let content = &text[line.start..line.end];
    let begun = content.trim_start_matches([' ', '\t']);
    let digits = begun.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > DIGITS {
        return None;
    }
    let number = begun[..digits].parse().ok()?;
    let rest = &begun[digits..];
    let inner = rest.trim_start_matches([' ', '\t']);
    let bar = inner.strip_prefix(['|', '│']).or_else(|| rest.strip_prefix(':'));
    let blanks = rest.len() - inner.len();
    let (behind, apart) = match bar {
        Some(behind) if behind.is_empty() || behind.starts_with([' ', '\t']) => {
            (behind.strip_prefix(' ').unwrap_or(behind), true)
        }
        Some(_) => return None,
        None if rest.is_empty() => (rest, true),
        None if blanks == 0 => return None,
        None => (inner, blanks > 1 || rest.starts_with('\t')),
    };
    Some(Numbered { number, mark: (line.start, line.end - behind.len()), apart })
}
