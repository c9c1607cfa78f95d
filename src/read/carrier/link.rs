//! Links that a program made of addresses: `<https://..>` (CommonMark 6.5, RFC 3986 C), `[..](..)` (Markdown), `<..|..>` (Slack),
//! `[..|..]` (Jira), `..<..>` (Outlook). What was typed is left.

use super::without;
use crate::text::Text;
use crate::text::boundary::floor;

/// The longest link.
const LONGEST: usize = 4096;

/// A text whose links are the addresses that were typed.
pub(super) fn undone(text: Text<'_>) -> Text<'_> {
    without(text, marks)
}

/// What the links added.
fn marks(text: &str) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    let mut done = 0;
    for at in memchr::memchr3_iter(b'<', b']', b'|', text.as_bytes()) {
        if at < done {
            continue;
        }
        let found = match text.as_bytes()[at] {
            b'<' => angled(text, at),
            b']' => markdown(text, at, done),
            _ => jira(text, at, done),
        };
        if let Some((before, after)) = found {
            out.extend([before, after].into_iter().filter(|(start, end)| start < end));
            done = after.1;
        }
    }
    out
}

/// What stands before and behind the address that was typed.
type Around = ((usize, usize), (usize, usize));

/// `<target>`, `<target|label>` or `label<target>`.
fn angled(text: &str, open: usize) -> Option<Around> {
    let start = open + 1;
    let end = target_end(text, start, '>')?;
    let content = &text[start..end];
    if let Some((target, label)) = content.split_once('|') {
        return names(label, target).then_some(((open, start + target.len() + 1), (end, end + 1)));
    }
    if label_before(text, open, content).is_some() || is_rewritten(content) && is_glued(text, open) {
        return Some(((open, open), (open, end + 1)));
    }
    if is_glued(text, open) {
        return None;
    }
    let typed = content.strip_prefix("mailto:").unwrap_or(content);
    Some(((open, end - typed.len()), (end, end + 1)))
}

/// `[label](target)`.
fn markdown(text: &str, close: usize, done: usize) -> Option<Around> {
    let start = close + 2;
    (text.as_bytes().get(close + 1) == Some(&b'(')).then_some(())?;
    let end = target_end(text, start, ')')?;
    let target = &text[start..end];
    let label = label_before(text, close, target).or_else(|| {
        // What an address cannot hold is escaped in the target alone.
        let far = floor(text, close.saturating_sub(LONGEST)).max(done);
        let label = far + text.get(far..close)?.rfind('[')? + 1;
        (target.contains('%') && is_escaped(&text[label..close], target)).then_some(label)
    })?;
    let open = label.checked_sub(1).filter(|open| *open >= done && text.as_bytes()[*open] == b'[')?;
    Some(((open, label), (close, end + 1)))
}

/// `[label|target]`.
fn jira(text: &str, bar: usize, done: usize) -> Option<Around> {
    let end = target_end(text, bar + 1, ']')?;
    let label = label_before(text, bar, &text[bar + 1..end])?;
    let open = label.checked_sub(1).filter(|open| *open >= done && text.as_bytes()[*open] == b'[')?;
    Some(((open, label), (bar, end + 1)))
}

/// Where the target that begins at `start` ends, before `closer`.
fn target_end(text: &str, start: usize, closer: char) -> Option<usize> {
    let rest = &text[start..];
    ["https://", "http://", "mailto:"].iter().any(|scheme| rest.starts_with(scheme)).then_some(())?;
    let stops = |c: char| {
        c == closer
            || c == '|' && closer != '>'
            || c.is_whitespace()
            || matches!(c, '<' | '>' | '[' | ']' | '(' | ')' | '"' | '`')
    };
    let len = rest.bytes().take(LONGEST).position(|byte| byte.is_ascii() && stops(char::from(byte)))?;
    rest[len..].starts_with(closer).then_some(start + len)
}

/// Where the label begins that ends at `end` and says the same as the target.
fn label_before(text: &str, end: usize, target: &str) -> Option<usize> {
    spellings(target).find(|typed| text[..end].ends_with(typed)).map(|typed| end - typed.len())
}

/// Whether a target is the label, with some of its characters percent-encoded.
fn is_escaped(label: &str, target: &str) -> bool {
    let mut typed = label.bytes();
    let mut rest = target.as_bytes();
    while let [first, behind @ ..] = rest {
        let Some(byte) = typed.next() else { return false };
        rest = match behind {
            _ if *first == byte => behind,
            [high, low, behind @ ..] if *first == b'%' && escape(*high, *low) == Some(byte) => behind,
            _ => return false,
        };
    }
    typed.next().is_none()
}

fn escape(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

/// Whether a label is the target as it was typed.
fn names(label: &str, target: &str) -> bool {
    spellings(target).any(|typed| typed == label)
}

/// How the target of a link may have been typed: without its scheme, without the slash of an empty path.
fn spellings(target: &str) -> impl Iterator<Item = &str> {
    let bare = ["https://", "http://", "mailto:"].iter().find_map(|scheme| target.strip_prefix(scheme));
    let short = |text: &'_ str| text.len() - usize::from(text.ends_with('/'));
    let bare = bare.unwrap_or(target);
    [target, &target[..short(target)], bare, &bare[..short(bare)]].into_iter().filter(|typed| !typed.is_empty())
}

/// Whether a mail filter leads over its own host.
fn is_rewritten(target: &str) -> bool {
    target.contains(".safelinks.protection.outlook.com/") || target.contains("://urldefense.")
}

/// Whether a word ends at `at`.
fn is_glued(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '/')
}
