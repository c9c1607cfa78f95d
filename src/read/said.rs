//! What a sentence says of an error beside its code: `invalid_grant: Authorization code expired`.

use super::talk;
use crate::exchange::complaint;
use crate::text::boundary::floor;
use crate::text::near;
use crate::text::{Text, decode};

/// How far behind a code its description is looked for.
const REACH: usize = 300;

/// Words that lead over to a description, closest to the code first.
const LEADS: [&str; 4] = ["error_description", "description", "message", "hint"];

/// Error codes as people write them in a sentence, where the word error follows or a whole message is quoted.
const SPOKEN: [(&str, &str); 18] = [
    ("redirect uri mismatch", "redirect_uri_mismatch"),
    ("redirect_uri mismatch", "redirect_uri_mismatch"),
    ("redirect url mismatch", "redirect_uri_mismatch"),
    ("mismatching redirect", "redirect_uri_mismatch"),
    ("invalid scope error", "invalid_scope"),
    ("invalid grant error", "invalid_grant"),
    ("invalid client error", "invalid_client"),
    ("invalid token error", "invalid_token"),
    ("invalid request error", "invalid_request"),
    ("access denied error", "access_denied"),
    ("unauthorized client error", "unauthorized_client"),
    ("unsupported grant type error", "unsupported_grant_type"),
    ("unsupported response type error", "unsupported_response_type"),
    ("insufficient scope error", "insufficient_scope"),
    ("invalid redirect uri error", "redirect_uri_mismatch"),
    ("invalid redirect_uri error", "redirect_uri_mismatch"),
    ("invalid redirect url error", "redirect_uri_mismatch"),
    ("couldn't authenticate you", "Couldn't authenticate you"),
];

/// The error code that a sentence speaks of at its beginning, and how long its words are.
pub(super) fn spoken(text: &str) -> Option<(&'static str, usize)> {
    let plain = |c: char| if matches!(c, '’' | '‘') { '\'' } else { c.to_ascii_lowercase() };
    // Most sentences begin otherwise.
    let first = u8::try_from(text.chars().find(|c| *c != '\\').map(plain)?).ok()?;
    SPOKEN.iter().filter(|(words, _)| words.as_bytes().first() == Some(&first)).find_map(|(words, code)| {
        let mut rest = text.char_indices().filter(|(_, c)| *c != '\\');
        let (mut end, mut divider) = (0, ' ');
        for wanted in words.chars() {
            let (at, found) = rest.next()?;
            let same = plain(found) == wanted || wanted == ' ' && matches!(found, '-' | '\n');
            if !same {
                return None;
            }
            end = at + found.len_utf8();
            divider = if wanted == ' ' { found } else { divider };
        }
        // `access-denied-error` is the name of something.
        (divider != '-' || !words.ends_with(" error")).then_some((*code, end))
    })
}

/// Words of somebody who tells what they got, right before what it was.
const TELLS: [&str; 16] = [
    "says",
    "said",
    "get",
    "gets",
    "got",
    "getting",
    "return",
    "returns",
    "returned",
    "see",
    "seeing",
    "receive",
    "receiving",
    "with",
    "error",
    "answers",
];

/// Words that can stand behind what was got, so that it is no part of a longer name.
const GOES_ON: [&str; 14] =
    ["when", "on", "from", "for", "if", "and", "but", "response", "message", "even", "every", "while", "after", "back"];

/// The error code that somebody got, by its words alone: `it says "Invalid scope" on ..`, `returns invalid grant`.
pub(super) fn got(text: &str, start: usize) -> Option<(&'static str, usize)> {
    let (words, code) = SPOKEN.iter().find_map(|(words, code)| {
        let words = words.strip_suffix(" error")?;
        let said = text.get(start..start + words.len())?;
        said.eq_ignore_ascii_case(words).then_some((words, *code))
    })?;
    let before = near::before(text, start);
    let plain = before.trim_end_matches(['"', '“', '\'', '`', ' ', ':']);
    let last = plain.rsplit(|c: char| !c.is_alphanumeric()).next()?;
    TELLS.iter().any(|word| word.eq_ignore_ascii_case(last)).then_some(())?;
    let behind = near::behind(text, start + words.len());
    let next = behind.trim_start_matches(['"', '”', '\'', '`', ' ']);
    let word = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    (word.is_empty() || GOES_ON.contains(&word)).then_some((code, words.len()))
}

/// The description of the error code that ends at `stop`, if one stands before `end`.
pub(super) fn behind<'s>(doc: &Text<'s>, stop: usize, end: usize) -> Option<Text<'s>> {
    let text = doc.as_str();
    let line_end = text[stop..end].find('\n').map_or(end, |at| stop + at);
    let behind = text[stop..line_end].trim_start_matches(['"', '\'', '`', ')', ']', '*', '_']);
    let from = line_end - behind.len();
    if let Some(parameter) = behind.strip_prefix("&error_description=") {
        let from = line_end - parameter.len();
        let length = parameter.find(|c: char| c == '&' || c.is_whitespace()).unwrap_or(parameter.len());
        return Some(decode::percent(&doc.slice(from, from + length), true));
    }
    side_by_side(doc, from, line_end)
        .or_else(|| stated(doc, from, line_end))
        .or_else(|| quoted(doc, stop, end))
        .or_else(|| next_line(doc, from, line_end, end))
}

/// What stands on the line behind a status and its reason: `400 Bad Request - Missing "code_verifier"`.
pub(super) fn behind_reason<'s>(doc: &Text<'s>, stop: usize, end: usize) -> Option<Text<'s>> {
    let text = doc.as_str();
    let line_end = stop + near::behind(&text[..end], stop).len();
    let reason = text[stop..line_end].find([':', '-', '—', '(']).map(|at| stop + at)?;
    let said = text[reason..line_end].trim_start_matches([':', '-', '—', '(', ' ']);
    let is_said = said.contains(' ') && complaint::complains(said) && !said.starts_with("http");
    is_said.then(|| sentence(doc, line_end - said.len(), line_end)).flatten()
}

/// Whether the address at `start..end` is a redirect URI that an error speaks of: `The redirect URI in the request, ..,
/// does not match`.
pub(super) fn redirect_uri(text: &str, start: usize, end: usize) -> Option<Refused> {
    /// How far from its name the address stands.
    const NEAR: usize = 80;
    const NAMES: [&str; 6] =
        ["redirect uri", "redirect_uri", "redirect url", "redirection uri", "callback url", "callback uri"];
    const REFUSALS: [&str; 6] = ["match", "registered", "authorized", "configured", "allowed", "valid"];
    let before = near::before(text, start);
    let before = before[floor(before, before.len().saturating_sub(NEAR))..].to_ascii_lowercase();
    let before = before.rsplit(". ").next().unwrap_or_default();
    let behind = near::behind(text, end);
    let behind = behind[..floor(behind, NEAR)].to_ascii_lowercase();
    let is = |words: &str| before.contains(words) || behind.contains(words);
    let named = NAMES.iter().any(|name| before.contains(name)) && REFUSALS.iter().any(|word| is(word));
    let plainly = || REFUSALS.iter().any(|word| is(&format!("not {word}")));
    named.then(|| if plainly() { Refused::Plainly } else { Refused::Perhaps })
}

/// How clearly a sentence says that an address was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// It does not match, or is not registered.
    Plainly,
    /// The sentence is about such a thing.
    Perhaps,
}

/// Words that lead over to what a server said, where no code is told.
const ANNOUNCES: [&str; 8] = ["error", "errors", "message", "messages", "saying", "says", "exception", "description"];

/// Words of somebody who got it, right before what a server said.
const GETS: [&str; 9] = ["is", "get", "gets", "got", "see", "sees", "receive", "received", "returns"];

/// What is said at `start` behind words of somebody who reports it: `I get the error: "..."`, `I get: ..`, or a
/// line of its own.
pub(super) fn announced<'s>(doc: &Text<'s>, start: usize, end: usize) -> Option<Text<'s>> {
    let text = doc.as_str();
    let (before, is_first) = lead(text, start);
    let line_end = start + near::behind(&text[..end], start).len();
    let announces = |word: &str| ANNOUNCES.iter().any(|known| known.eq_ignore_ascii_case(word));
    let leads = |word: &str| announces(word) || GETS.iter().any(|known| known.eq_ignore_ascii_case(word));
    let mut words = before.trim_end_matches([':', ',', '-']).split(|c: char| !c.is_alphanumeric()).rev();
    if let Some(quote) = text[start..line_end].chars().next().filter(|c| matches!(c, '"' | '“' | '`')) {
        let from = start + quote.len_utf8();
        let closing = if quote == '“' { '”' } else { quote };
        let length = text[from..line_end].find(closing)?;
        let inner = &text[from..from + length];
        let gets = |word: &str| leads(word) && (complaint::complains(inner) || inner.contains("required"));
        let said = words.next().is_some_and(|word| announces(word) || gets(word)) && talk::is_report(before);
        return said.then(|| sentence(doc, from, from + length)).flatten();
    }
    let on_its_own = near::before(text, start).trim().is_empty();
    let refuses = || is_refusal(&text[start..line_end]);
    let led = before.ends_with(':') || text[..start].trim_end().ends_with(['-', '`']);
    let said = match on_its_own {
        true => {
            led && (is_first && words.clone().any(announces) || hands_over(words) && refuses())
                && talk::is_report(before)
                || ends_in_address(before) && refuses()
        }
        false => {
            led && refuses()
                && (talk::is_report(before) && words.find(|word| !word.is_empty()).is_some_and(leads)
                    || before.ends_with("Handling error:"))
        }
    };
    said.then(|| sentence(doc, start, line_end)).flatten()
}

/// The line that leads over to what begins at `start`, past the opening of a block; and whether it leads to this line itself
/// rather than to one above it in the block.
fn lead(text: &str, start: usize) -> (&str, bool) {
    let before = &text[floor(text, start.saturating_sub(REACH))..start];
    let opening = before.rfind("\n```").filter(|at| before[..*at].trim_end().ends_with(':'));
    let above = opening.map_or(before, |at| &before[..at]).trim_end();
    let is_first = opening.is_none_or(|at| before[at..].trim_end().len() == "\n```".len());
    (near::before(above, above.len()).trim_end_matches([' ', '-']), is_first)
}

/// Whether somebody hands over what they got: `I got this:`, `I get the following:`.
fn hands_over<'w>(words: impl Iterator<Item = &'w str>) -> bool {
    let mut words = words.filter(|word| !word.is_empty());
    let points = words.next().is_some_and(|word| ["this", "following", "below", "back"].contains(&word));
    points && words.take(3).any(|word| word != "is" && GETS.contains(&word))
}

/// Whether a line ends with the address of an authorization page: what stands below is what it showed.
fn ends_in_address(line: &str) -> bool {
    let last = line.rsplit(char::is_whitespace).next().unwrap_or_default();
    last.contains("://") && last.contains("client_id=")
}

/// Whether a line refuses in a few words, as a page in a browser does.
fn is_refusal(line: &str) -> bool {
    const LONGEST: usize = 160;
    let line = line.trim();
    line.len() <= LONGEST && line.starts_with(char::is_uppercase) && !line.contains(':') && complaint::complains(line)
}

/// The sentence that begins at `start` with a number of its own, as Microsoft Entra writes them: `AADSTS50011: The ..`.
pub(super) fn numbered<'s>(doc: &Text<'s>, start: usize, end: usize) -> Text<'s> {
    let text = doc.as_str();
    let line_end = text[start..end].find('\n').map_or(end, |at| start + at);
    doc.slice(start, stated_end(text, start, line_end))
}

/// `"invalid_grant" "what is wrong"`, as Go's oauth2 prints them.
fn side_by_side<'s>(doc: &Text<'s>, from: usize, to: usize) -> Option<Text<'s>> {
    let quoted = doc.as_str()[from..to].strip_prefix(" \"").filter(|_| doc.as_str()[..from].ends_with('"'))?;
    let start = to - quoted.len();
    sentence(doc, start, start + quoted.find('"')?)
}

/// `: what is wrong`, up to the end of the line.
fn stated<'s>(doc: &Text<'s>, from: usize, to: usize) -> Option<Text<'s>> {
    let rest = &doc.as_str()[from..to];
    let behind_bracket = doc.as_str()[..from].ends_with(')');
    let dividers: &[&str] = if behind_bracket { &[": ", " "] } else { &[": ", " - ", " – "] };
    let said = dividers.iter().find_map(|divider| rest.strip_prefix(divider))?;
    let start = to - said.len();
    sentence(doc, start, stated_end(doc.as_str(), start, to))
}

/// Where what is stated ends: before closing quotes and brackets.
fn stated_end(text: &str, start: usize, to: usize) -> usize {
    let said = &text[start..to];
    let quote = said.find(['"', '`']).or_else(|| said.find("',")).or_else(|| said.find("')"));
    let said = quote.map_or(said, |at| &said[..at]);
    start + said.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '\'' | '"' | ')' | ']' | '}' | '.')).len()
}

/// `the description is "what is wrong"`.
fn quoted<'s>(doc: &Text<'s>, stop: usize, end: usize) -> Option<Text<'s>> {
    let text = doc.as_str();
    let far = floor(text, (stop + REACH).min(end));
    let near = &text[stop..far];
    let lead = LEADS.iter().find_map(|lead| near.find(lead).map(|at| stop + at + lead.len()))?;
    let open = text[lead..far].find(['"', '\'', '`', '“']).filter(|at| *at <= 12)? + lead;
    // The quote behind the word itself is none that opens.
    let width = |at: usize| text[at..].chars().next().map_or(0, char::len_utf8);
    let behind = open + width(open);
    let open = match text[behind..far].find(['"', '\'', '`', '“']).filter(|at| *at <= 3) {
        Some(next) => behind + next,
        None => open,
    };
    let quote = text[open..].chars().next()?;
    let start = open + quote.len_utf8();
    let closing = if quote == '“' { '”' } else { quote };
    let length = text[start..end].find(closing).filter(|length| !text[start..start + length].contains("\n\n"))?;
    sentence(doc, start, start + length)
}

/// The line below a code that ends its own.
fn next_line<'s>(doc: &Text<'s>, from: usize, line_end: usize, end: usize) -> Option<Text<'s>> {
    let text = doc.as_str();
    if !text[from..line_end].trim().is_empty() || line_end >= end {
        return None;
    }
    let start = line_end + 1;
    let stop = text[start..end].find('\n').map_or(end, |at| start + at);
    sentence(doc, start, stop)
}

/// Some words, not too many.
fn sentence<'s>(doc: &Text<'s>, start: usize, end: usize) -> Option<Text<'s>> {
    let said = doc.slice(start, end).trim();
    let words = said.as_str().split_whitespace().count();
    (2..=60).contains(&words).then_some(said)
}
