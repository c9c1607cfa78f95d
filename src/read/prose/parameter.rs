//! Parameters that prose quotes with their values.

use super::ERRORS;
use crate::exchange::{Encoding, Param, Place, Provenance};
use crate::read::talk;
use crate::text::{Mark, Text, decode, near};

/// Parameters that prose quotes with their value. Everyday words (`code`, `state`, `password`) are not among them.
pub(super) const NAMES: [&str; 12] = [
    "grant_type",
    "response_type",
    "redirect_uri",
    "redirect_url",
    "client_id",
    "client_secret",
    "scope",
    "client_type",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "refresh_token",
];

/// Whether a text ends with the name of a parameter that prose quotes.
pub(in crate::read) fn is_parameter(text: &str) -> bool {
    NAMES.iter().any(|name| text.ends_with(name))
}

/// A form as it travels, `name=value&name=value`, that begins at `start`.
pub(super) fn form<'s>(doc: &Text<'s>, start: usize, end: usize) -> Option<Text<'s>> {
    let text = &doc.as_str()[..end];
    // Nearly every word ends at a blank.
    let word = text.as_bytes()[start..].iter().find(|byte| !byte.is_ascii_alphanumeric() && **byte != b'_');
    word.filter(|byte| !byte.is_ascii_whitespace())?;
    let begins = |before: char| before.is_whitespace() || matches!(before, '"' | '\'' | '`' | '“' | '*');
    text[..start].chars().next_back().is_none_or(begins).then_some(())?;
    let stops = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '”' | ')');
    let near = near::behind(text, start);
    let run = &near[..near.find(stops).unwrap_or(near.len())];
    // A word alone is none, whatever follows far away.
    run.contains('&').then_some(())?;
    let run = run.trim_end_matches(['.', ',', ';', '*', '&']);
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let mut names = run.split('&').map(|pair| pair.split_once('=').map_or("", |(name, _)| name));
    let named = names.clone().any(|name| NAMES.contains(&name));
    let is_form = run.contains('&') && named && names.all(|name| !name.is_empty() && name.bytes().all(is_name));
    is_form.then(|| doc.slice(start, start + run.len()))
}

/// Whether what stands between two quotes joins two strings of a program: `"..&client_secret=" + secret + "&.."`.
fn joins(between: &str) -> bool {
    let inside = between.trim();
    inside.len() > 1 && ["+", ".", "&", "||"].iter().any(|sign| inside.starts_with(sign) && inside.ends_with(sign))
}

/// `name = "value"`, with whatever quotes, and where reading goes on behind it.
pub(super) fn named<'s>(doc: &Text<'s>, start: usize, name_end: usize, end: usize) -> Option<(Param<'s>, usize)> {
    let text = doc.as_str();
    let closing: &[char] = &['"', '\'', '`', '”', '’', '*', ' '];
    let after_name = skip(text, name_end, end, closing);
    let divider = text[after_name..end].chars().next().filter(|c| matches!(c, '=' | ':' | ','))?;
    let behind = after_name + divider.len_utf8();
    let arrow = divider == '=' && text[behind..end].starts_with('>');
    let value_at = skip(text, behind + usize::from(arrow), end, &[' ']);
    let opening = text[value_at..end].chars().next()?;
    let (from, to, next) = match opening {
        '"' | '\'' | '`' | '“' | '‘' => {
            let from = value_at + opening.len_utf8();
            let closes = |c: char| c == opening || matches!((opening, c), ('“', '”') | ('‘', '’'));
            let close = near::behind(&text[..end], from).find(closes).map(|n| from + n)?;
            (from, close, close + text[close..].chars().next().map_or(0, char::len_utf8))
        }
        _ => {
            let stop =
                text[value_at..end].find(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '&' | '"' | '`' | ')'));
            let stop = stop.map_or(end, |n| value_at + n);
            let to = value_at + text[value_at..stop].trim_end_matches(['.', '!', '?', '\'']).len();
            (value_at, to, stop)
        }
    };
    if from >= to || joins(&text[from..to]) {
        return None;
    }
    let quoted = matches!(opening, '"' | '\'' | '`' | '“' | '‘');
    if divider == ',' && !(quoted && is_argument(&text[..start], &text[name_end..after_name], &text[from..to])) {
        return None;
    }
    // A program computes it: `${base}/cb`, `" ".join(scopes)`.
    let computed = quoted && matches!(text.as_bytes()[next..end], [b'.', b'a'..=b'z', ..]);
    if computed || opening == '`' && text[from..to].contains("${") {
        return None;
    }
    let calls = || divider == '=' && stands_in_call(near::before(text, start));
    if !quoted
        && (talk::is_program(&text[start..name_end], &text[from..to]) || text[to..end].starts_with('(') || calls())
    {
        return None;
    }
    // `redirect_uri: where the user is sent` describes the parameter.
    let described = divider == ':' && !quoted;
    let last = near::behind(&text[..end], next).trim_matches([' ', ',', ';', '\r']).is_empty();
    if described && !last {
        return None;
    }
    // A sentence or a label begins with a capital, and programs name their constants in capitals.
    let written = &text[start..name_end];
    let known = NAMES.iter().find(|known| known.eq_ignore_ascii_case(written));
    let is_constant = divider == '=' && quoted && written.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
    let name = match known.filter(|known| **known != written && (divider == ':' || is_constant)) {
        Some(known) => Text::implied(known, doc.span_of(start, name_end)),
        None => doc.slice(start, name_end),
    };
    let value = doc.slice(from, to);
    let span = doc.span_of(start, to);
    let raw = value.clone();
    let decoded = decode::percent(&value, true);
    let joined = text[..start].ends_with(['&', '?']) || text[to..end].starts_with('&');
    let encoded = joined || decoded.as_str().len() + 2 <= raw.as_str().len();
    let is_form = divider == '=' && !quoted && encoded;
    let (value, encoding) = if is_form { (decoded, Encoding::Form) } else { (value, Encoding::Verbatim) };
    let place = Place::Body;
    Some((Param { name, value, raw, span, place, encoding, provenance: Provenance::Told }, next))
}

/// Whether a call is open where `before` ends: `fetch_token(url, client_secret=SECRET`.
fn stands_in_call(before: &str) -> bool {
    before.rfind(['(', ')']).is_some_and(|at| {
        before[at..].starts_with('(') && before[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
    })
}

/// Of an object that a program makes, what stands without quotes beside what has them is an expression, and not seen.
pub(super) fn hide_expressions(params: &mut [Param<'_>]) {
    let is_literal = |value: &str| matches!(value, "true" | "false" | "null") || value.parse::<f64>().is_ok();
    if !params.iter().any(|param| param.encoding == Encoding::Json) {
        return;
    }
    for param in params {
        if param.encoding == Encoding::JsonScalar && !is_literal(param.value.as_str()) {
            param.value = param.value.clone().marked(Mark::Expansion);
        }
    }
}

/// Whether a quoted name and a quoted value are two arguments, as in `put("grant_type", "password")`: a list of names
/// has names in both places.
fn is_argument(before: &str, behind_name: &str, value: &str) -> bool {
    let opens = before.strip_suffix(['"', '\'']).is_some_and(|before| before.trim_end().ends_with(['(', '{', '[']));
    opens && behind_name.starts_with(['"', '\'']) && !NAMES.contains(&value) && !ERRORS.contains(&value)
}

fn skip(text: &str, mut at: usize, end: usize, characters: &[char]) -> usize {
    while let Some(character) = text[at..end].chars().next().filter(|c| characters.contains(c)) {
        at += character.len_utf8();
    }
    at
}
