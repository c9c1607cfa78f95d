//! Commands in YAML, where a line break is a blank (YAML 1.2.2, 8.1.3 Folded Style and 7.3.3 Plain Style).

use super::lexer::Lexer;
use crate::text::near;

/// Lines before a command in which the key of its list is looked for.
const FAR: usize = 60;

/// The least indentation of the lines that go on with the command at `start`, where YAML folds them into one.
pub(in crate::read) fn folded(text: &str, start: usize) -> Option<usize> {
    let before = near::before(text, start);
    let indent = indentation(before);
    let mut above = text[..start - before.len()].lines().rev().take(FAR);
    if before.trim().is_empty() {
        (indent > 0).then_some(())?;
        let opener = above.next()?.trim_end();
        let sign = opener.trim_end_matches(['-', '+']).strip_suffix('>')?;
        let key = sign.strip_suffix(' ')?.trim_end();
        return (key.ends_with(':') || key.ends_with('-')).then_some(indent);
    }
    // An entry of a list: `- curl ..`, below a key.
    (before.trim() == "-").then_some(())?;
    let key = above.find(|other| !other.trim().is_empty() && !of_list(other, indent))?;
    let named = key.trim_end().strip_suffix(':')?.trim_start();
    let is_key =
        !named.is_empty() && named.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
    (is_key && indentation(key) <= indent).then_some(indent + 1)
}

/// Whether a line belongs to a list whose entries stand at `indent`.
fn of_list(line: &str, indent: usize) -> bool {
    let own = indentation(line);
    own > indent || own == indent && line.trim_start().starts_with(['-', '#'])
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Passes a line break that YAML takes for a blank.
pub(super) fn folds(lexer: &mut Lexer<'_, '_>) -> bool {
    let Some(least) = lexer.setting.folded else { return false };
    let next = lexer.text[lexer.at + 1..].lines().next().unwrap_or("");
    let goes_on = !next.trim().is_empty() && indentation(next) >= least && !next.trim_start().starts_with("- ");
    lexer.at += usize::from(goes_on);
    goes_on
}
