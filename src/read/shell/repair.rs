//! Damage that pasting does to a command, and what was meant. Every repair is remembered with its place.

use memchr::memchr;

use super::lexer::Lexer;
use super::quoted;
use super::word::WordBuilder;
use crate::exchange::{Repair, RepairKind};
use crate::read::curl::options;
use crate::read::reported;
use crate::text::invisible;

/// More repairs of one command than this are made, but not reported.
const MOST: usize = 200;

/// A repair in the making, in bytes of the document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Damage {
    kind: RepairKind,
    start: usize,
    end: usize,
    meant: &'static str,
    /// Nothing from here on reached the program.
    cuts: bool,
}

impl Lexer<'_, '_> {
    fn repaired(&mut self, kind: RepairKind, start: usize, end: usize, meant: &'static str) {
        self.damage.push(Damage { kind, start, end, meant, cuts: false });
    }

    fn cut(&mut self, kind: RepairKind, start: usize, end: usize, meant: &'static str) {
        let first = !self.lost;
        self.damage.push(Damage { kind, start, end, meant, cuts: first });
        self.lost = true;
    }
}

/// The repairs with the words they belong to and what they cost.
pub(super) fn settle(lexer: &Lexer<'_, '_>) -> Vec<Repair> {
    let repair = |damage: &Damage| {
        let span = lexer.doc.span_of(damage.start, damage.end);
        let before = lexer.words.partition_point(|word| word.span.start <= span.start);
        let word =
            before.checked_sub(1).map(|at| lexer.words[at].span).filter(|word| word.contains(span)).unwrap_or(span);
        let lost = damage.cuts.then(|| lost_names(&lexer.text[damage.end..lexer.last.max(damage.end)]));
        let characters = lexer.text[damage.start..damage.end].to_owned();
        let lost = lost.filter(|names| !names.is_empty());
        Repair { kind: damage.kind, span, characters, meant: damage.meant, word, lost }
    };
    lexer.damage.iter().take(MOST).map(repair).collect()
}

/// The names of parameters and options in a piece of a command: `client_id, -H`. Never a value, for it may be secret.
fn lost_names(text: &str) -> String {
    let mut names: Vec<&str> = Vec::new();
    for piece in text.split([' ', '\t', '\n', '\r', '&', '\'', '"', '\\']).filter(|p| !p.is_empty()) {
        let name = piece.split_once('=').map_or(piece, |(name, _)| name);
        let is_name =
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
        if is_name && (piece.starts_with('-') || piece.contains('=')) && name.len() < 40 && !names.contains(&name) {
            names.push(name);
        }
        if names.len() >= 6 {
            names.push("…");
            break;
        }
    }
    names.join(", ")
}

/// A backslash, then blanks, then the line's end: the shell sees an escaped blank and the end of the command.
pub(super) fn space_after_backslash(lexer: &mut Lexer<'_, '_>) -> bool {
    let rest = &lexer.text[lexer.at + 1..];
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\u{a0}']).len();
    let behind = rest[blanks..].trim_start_matches('\r');
    if blanks == 0 || !(behind.is_empty() || behind.starts_with('\n')) {
        return false;
    }
    let start = lexer.at;
    let line_end = lexer.at + 1 + rest.len() - behind.len();
    if behind.trim().is_empty() || !continues(lexer, line_end + 1) {
        lexer.at = line_end;
        return true;
    }
    lexer.cut(RepairKind::SpaceAfterBackslash, start, start + 1 + blanks, "\\");
    lexer.at = line_end + 1;
    lexer.skip_prompt();
    true
}

/// At a line break without a backslash: goes on where the next line can only belong to this command.
pub(super) fn missing_continuation(lexer: &mut Lexer<'_, '_>) -> bool {
    let start = lexer.at;
    let after_backslash = lexer.bytes[..start].trim_ascii_end().ends_with(b"\\");
    let rest = &lexer.text[start + 1..];
    let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
    let blank_lines = rest[..blank].contains('\n');
    let kind = match (after_backslash, blank_lines) {
        (true, _) => RepairKind::BlankContinuation,
        (false, false) => RepairKind::MissingContinuation,
        (false, true) => return false,
    };
    let next = rest[..blank].rfind('\n').map_or(start + 1, |n| start + 2 + n);
    if lexer.words.is_empty() || !continues(lexer, next) {
        return false;
    }
    lexer.cut(kind, start, start + 1, " \\");
    lexer.at = next;
    lexer.skip_prompt();
    true
}

/// Whether the line at `start` can only be more of a curl command: an option of curl's, or its missing address.
pub(super) fn continues(lexer: &Lexer<'_, '_>, start: usize) -> bool {
    let line = lexer.text[start.min(lexer.text.len())..].lines().next().unwrap_or("").trim_start();
    let line = line.strip_prefix("> ").unwrap_or(line).trim_start();
    if reported::by_shell(line) {
        return false;
    }
    if options::starts_with_option(line) {
        return true;
    }
    let waits = lexer.words.last().is_some_and(|word| options::wants_argument(word.text.as_str()));
    if waits && line.starts_with(['\'', '"']) {
        return true;
    }
    let address = line.trim_start_matches(['\'', '"', '“', '”', '‘', '’']);
    let is_address = address.starts_with("http://") || address.starts_with("https://");
    is_address && !lexer.words.iter().any(|word| word.text.as_str().contains("://"))
}

/// A no-break space or the like between words: the shell takes it for a letter.
pub(super) fn invisible_between_words(lexer: &mut Lexer<'_, '_>) -> bool {
    let Some(character) = lexer.text[lexer.at..].chars().next() else { return false };
    let Some(meant) = invisible(character) else { return false };
    let start = lexer.at;
    lexer.at += character.len_utf8();
    let at_line_end = matches!(lexer.peek(0), None | Some(b'\n' | b'\r'));
    let before_all = meant.is_empty() && lexer.words.is_empty();
    if !at_line_end && !before_all {
        lexer.repaired(RepairKind::InvisibleCharacter, start, lexer.at, meant);
    }
    true
}

/// Inside a bare word: a no-break space was meant to end it.
pub(super) fn ends_word(lexer: &Lexer<'_, '_>) -> bool {
    lexer.text[lexer.at..].chars().next().and_then(invisible) == Some(" ")
}

/// Inside a bare word: a zero-width character was not meant at all.
pub(super) fn invisible_in_word(lexer: &mut Lexer<'_, '_>) -> bool {
    let Some(character) = lexer.text[lexer.at..].chars().next() else { return false };
    if invisible(character) != Some("") {
        return false;
    }
    lexer.repaired(RepairKind::InvisibleCharacter, lexer.at, lexer.at + character.len_utf8(), "");
    lexer.at += character.len_utf8();
    true
}

/// An unquoted `&` in the middle of an address or of form data: the shell ends the command there.
pub(super) fn unquoted_ampersand(lexer: &mut Lexer<'_, '_>, word: &WordBuilder<'_, '_>) -> bool {
    let so_far = word.so_far();
    let rest = &lexer.bytes[lexer.at + 1..];
    let name =
        rest.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(**b, b'_' | b'-' | b'.' | b'%' | b'[' | b']'));
    let followed_by_pair = rest.get(name.count()) == Some(&b'=');
    let in_address = so_far.contains('?') && (so_far.contains("://") || so_far.contains('/'));
    let in_data = so_far.contains('=');
    if !(followed_by_pair && (in_address || in_data)) {
        return false;
    }
    lexer.cut(RepairKind::UnquotedAmpersand, lexer.at, lexer.at + 1, "&");
    true
}

/// A typographic quote where a straight one should stand: takes the quoted text, as it was meant.
pub(super) fn smart_quoted<'s>(lexer: &mut Lexer<'_, 's>, word: &mut WordBuilder<'_, 's>, start: usize) -> bool {
    let Some(open) = lexer.text[lexer.at..].chars().next() else { return false };
    let Some(straight) = straight(open) else { return false };
    let opens = lexer.at == start || matches!(lexer.bytes[lexer.at - 1], b'=' | b':' | b'@');
    let content = lexer.at + open.len_utf8();
    let Some(close) = opens.then(|| smart_close(lexer, content, straight)).flatten() else { return false };
    let meant = if straight == '"' { "\"" } else { "'" };
    lexer.repaired(RepairKind::SmartQuote, lexer.at, content, meant);
    if straight == '"' {
        quoted::double_content(lexer, word, content, close);
    } else {
        quoted::single_content(lexer, word, content, close);
    }
    let end = close + lexer.text[close..].chars().next().map_or(0, char::len_utf8);
    if lexer.text[close..end] != *meant {
        lexer.repaired(RepairKind::SmartQuote, close, end, meant);
    }
    lexer.at = end;
    true
}

/// The straight quote a typographic one was meant to be.
#[must_use]
pub fn straight(character: char) -> Option<char> {
    match character {
        '“' | '”' | '„' | '‟' | '″' => Some('"'),
        '‘' | '’' | '‚' | '‛' | '′' => Some('\''),
        _ => None,
    }
}

/// The quote that closes: the next of the same kind, straight or typographic, behind which a word can end.
fn smart_close(lexer: &Lexer<'_, '_>, start: usize, kind: char) -> Option<usize> {
    let closes = |(at, character): (usize, char)| {
        let same = character == kind || straight(character) == Some(kind);
        let next = lexer.text[start + at + character.len_utf8()..].chars().next();
        let ends = next.is_none_or(|c| c.is_whitespace() || matches!(c, '\\' | ';' | '|' | '&' | ')' | '\u{a0}'));
        (same && ends).then_some(start + at)
    };
    let ends = |at: usize| lexer.bytes[start + at..].starts_with(b"\n\n");
    lexer.text[start..].char_indices().take_while(|(at, _)| !ends(*at)).find_map(closes)
}

/// Where a quote's content ends and where reading goes on. A quote that is never closed, or only by a stray quote of
/// what follows the command, ends with its line.
pub(super) fn closing(lexer: &mut Lexer<'_, '_>, open: usize, close: Option<usize>) -> (usize, usize) {
    if let Some(end) = closed_from_outside(lexer, open, close) {
        lexer.repaired(RepairKind::UnclosedQuote, open, open + 1, "");
        return (end, end);
    }
    match close {
        Some(close) if !lexer.intent() || !swallows_answer(lexer.text, open, close) => (close, close + 1),
        None if !lexer.intent() => (lexer.text.len(), lexer.text.len()),
        _ => {
            let line_end = memchr(b'\n', &lexer.bytes[open..]).map_or(lexer.text.len(), |n| open + n);
            lexer.repaired(RepairKind::UnclosedQuote, open, open + 1, "");
            let line = lexer.text[open..line_end].trim_end();
            let line = line.strip_suffix('\\').unwrap_or(line).trim_end();
            (open + line.len(), line_end.max(open + line.len()))
        }
    }
}

/// Where the quotes around a command in a sentence end it, on the line of a quote that nothing closes there.
fn closed_from_outside(lexer: &Lexer<'_, '_>, open: usize, close: Option<usize>) -> Option<usize> {
    let closer = lexer.setting.closer.filter(|closer| lexer.intent() && *closer != lexer.bytes[open])?;
    let end = close.unwrap_or(lexer.bytes.len());
    let line_end = memchr(b'\n', &lexer.bytes[open..end]).map(|n| open + n);
    let line_end = if close.is_none() { line_end.unwrap_or(end) } else { line_end? };
    let inside = &lexer.bytes[open + 1..line_end];
    if inside.starts_with(b"{") || inside.starts_with(b"[") {
        return None;
    }
    let end = open + 1 + memchr(closer, inside)?;
    let behind = lexer.bytes.get(end + 1);
    behind.is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'.' | b',' | b';' | b')')).then_some(end)
}

/// Whether a quote that spans lines takes in what can only be the next prompt or an answer.
fn swallows_answer(text: &str, open: usize, close: usize) -> bool {
    let Some(first) = memchr(b'\n', &text.as_bytes()[open..close]) else { return false };
    text[open + first + 1..close].lines().any(|line| {
        let line = line.trim_start();
        ["HTTP/", "< HTTP/", "$ ", "curl ", "curl: ("].iter().any(|sign| line.starts_with(sign))
    })
}
