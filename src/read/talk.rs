//! Talk about what can happen, as documentation has it, told apart from a report of what did happen.

use crate::text::boundary::floor;
use crate::text::near;

/// How far a sentence is looked at, before and behind.
const REACH: usize = 300;

/// Words of somebody who reports.
const REPORT: [&str; 26] = [
    "i",
    "i'm",
    "i've",
    "i’m",
    "we",
    "we're",
    "my",
    "our",
    "me",
    "us",
    "got",
    "getting",
    "gets",
    "keeps",
    "keep",
    "still",
    "tried",
    "trying",
    "customer",
    "client's",
    "received",
    "receive",
    "receiving",
    "receives",
    "failed",
    "failing",
];

/// Words that begin a sentence about what can happen.
const CONDITIONS: [&str; 14] = [
    "if",
    "when",
    "whenever",
    "on",
    "should",
    "once",
    "unless",
    "otherwise",
    "throws",
    "fixed",
    "changed",
    "added",
    "removed",
    "handles",
];

/// Words that explain wherever they stand.
const EXPLAINS: [&str; 9] = ["if", "case", "means", "mean", "indicates", "signals", "throws", "e.g", "handle"];

/// What is said of what will happen, whoever says it.
const FORETELLS: [&str; 6] = ["you'll", "you’ll", "will return", "will respond", "will throw", "will reject"];

/// What stands before a word in a program that compares or makes it.
const CODE: [&str; 9] = ["==", "!=", "case", "exception(", "error(", "json!(", "in (", "in [", "=>"];

/// Whether a line tells what somebody did or got, or names another request.
pub(super) fn is_report(line: &str) -> bool {
    const METHODS: [&str; 5] = ["GET /", "POST /", "PUT /", "PATCH /", "DELETE /"];
    let split = |c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’'));
    METHODS.iter().any(|method| line.contains(method))
        || line.split(split).any(|word| REPORT.iter().any(|report| report.eq_ignore_ascii_case(word)))
}

/// Whether a line is a heading that announces no answer.
pub(super) fn is_other_chapter(line: &str) -> bool {
    const OF_ANSWERS: [&str; 12] = [
        "response", "result", "results", "output", "error", "errors", "answer", "returns", "get", "got", "actual",
        "logs",
    ];
    let words = || line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    line.starts_with("##") && !words().any(|word| OF_ANSWERS.iter().any(|known| known.eq_ignore_ascii_case(word)))
}

/// Whether the sentence around `start..end` speaks of what can happen, or a program does.
pub(super) fn is_talk(text: &str, start: usize, end: usize) -> bool {
    // What is quoted has no sentences of its own.
    let line = near::before(text, start);
    let quote = line.rfind('`').filter(|_| line.matches('`').count() % 2 == 1);
    let start = quote.map_or(start, |at| start - line.len() + at);
    let before = &text[floor(text, start.saturating_sub(REACH))..start];
    let behind = &text[end..floor(text, (end + REACH).min(text.len()))];
    let code = before.trim_end_matches([' ', '"', '\'', '`', '{']).to_ascii_lowercase();
    if CODE.iter().any(|sign| code.ends_with(sign)) {
        return true;
    }
    let sentence = BREAKS.iter().filter_map(|sign| before.rfind(sign).map(|at| at + sign.len())).max();
    let from = sentence.max(behind_blank_line(before)).unwrap_or(0);
    let to = BREAKS.iter().filter_map(|sign| behind.find(sign)).min().unwrap_or(behind.len());
    explains(&before[from..], &behind[..to])
}

/// Whether the error code at `start..end` is stated rather than spoken of: `Error: invalid_grant`, `it fails with
/// invalid_grant`, a line that begins with it. What documentation speaks of stands in quotes for code, or in a heading.
pub(super) fn is_stated(text: &str, start: usize, end: usize) -> bool {
    let before = near::before(text, start);
    let behind = near::behind(text, end);
    let is_heading = before.trim_start().starts_with('#') || before.contains("**") && behind.contains("**");
    // A whole message is quoted, not the word alone.
    let is_message = before.ends_with('`') && behind.starts_with(": ") && behind.contains('`');
    if is_heading || is_message || before.ends_with(['`', '>']) {
        return is_message;
    }
    let lead = before.trim_end_matches([' ', '"', '\'', '“', '(']);
    let is_quoted = before.ends_with(['"', '“']);
    let is_status = lead.len() >= 3 && lead.bytes().rev().take(3).all(|byte| byte.is_ascii_digit());
    is_quoted || is_status || lead.is_empty() || lead.ends_with([':', '=']) || is_reported(text, start, end)
}

/// Whether a quoted word is an element of a list of data, a line each.
pub(super) fn is_listed(text: &str, start: usize, end: usize) -> bool {
    let before = near::before(text, start);
    let behind = near::behind(text, end).trim_end();
    let line_start = start - before.len();
    let above = text[..line_start].trim_end();
    before.trim() == "\"" && matches!(behind, "\"" | "\",") && above.ends_with([',', '['])
}

/// Whether an exception that a program printed begins with the word at `start`: `RefreshError: ('invalid_grant: ..`.
pub(super) fn is_raised(text: &str, start: usize) -> bool {
    let lead = near::before(text, start).trim_end_matches([' ', '"', '\'', '(']);
    let is_named = |name: &str| name.ends_with(|c: char| c.is_ascii_alphanumeric());
    // The last words are .NET's.
    lead.ends_with("does not indicate success:")
        || ["Error:", "Exception:"].iter().any(|kind| lead.strip_suffix(kind).is_some_and(is_named))
}

/// Where the last paragraph of a text begins, if a line that is empty, spaces aside, stands before it.
fn behind_blank_line(text: &str) -> Option<usize> {
    let is_blank = |end: usize| {
        let start = text[..end].rfind('\n').map_or(0, |at| at + 1);
        text[start..end].trim().is_empty()
    };
    text.rmatch_indices('\n').map(|(at, _)| at).find(|&at| is_blank(at)).map(|at| at + 1)
}

/// Whether the line around `start..end` reports an event: somebody got it, or a server gave it.
pub(super) fn is_reported(text: &str, start: usize, end: usize) -> bool {
    const GIVES: [&str; 12] = [
        "returns",
        "returned",
        "answers",
        "answered",
        "responds",
        "responded",
        "gives",
        "gave",
        "says",
        "said",
        "error",
        "response",
    ];
    /// Words that tell when something happens, wherever they stand.
    const TIMES: [&str; 7] = ["when", "before", "after", "until", "once", "unless", "during"];
    /// Words between what gives and what is given.
    const NEAR: usize = 5;
    let before = near::before(text, start);
    let before = &before[floor(before, before.len().saturating_sub(REACH))..];
    let behind = near::behind(text, end);
    let behind = &behind[..floor(behind, REACH)];
    let split = |c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’'));
    let of = |words: &[&str], word: &str| words.iter().any(|known| known.eq_ignore_ascii_case(word));
    let words = || before.split(split).filter(|word| !word.is_empty());
    let all = || words().chain(behind.split(split));
    // What stands in quotes for code and is given at times is a term of documentation.
    let is_term = || before.ends_with('`') && all().any(|word| of(&TIMES, word));
    all().any(|word| of(&REPORT, word)) || words().rev().take(NEAR).any(|word| of(&GIVES, word)) && !is_term()
}

/// Whether the line before `start`, fences and blank lines aside, leads over to what can happen, or is a heading over
/// errors that can.
pub(super) fn is_announced(text: &str, start: usize) -> bool {
    let before = &text[floor(text, start.saturating_sub(2 * REACH))..start];
    let is_text = |line: &&str| !line.is_empty() && !line.starts_with("```") && !line.starts_with("~~~");
    let bare = |line| str::trim(line).trim_start_matches("* ");
    let Some(line) = before.lines().rev().map(bare).find(is_text) else { return false };
    let heading = line.starts_with(['#', '*', '=']) || line.ends_with("**");
    let lower = line.to_ascii_lowercase();
    let of_errors =
        ["errors", "error response", "error code", "error example", "example error"].iter().any(|w| lower.contains(w));
    let mut words = lower.split(|c: char| !c.is_alphabetic());
    let example = lower == "@example" || lower.ends_with(':') && words.any(|word| matches!(word, "example" | "sample"));
    if (heading || example && !is_report(line)) && (of_errors || example) {
        return true;
    }
    let reports = ["following error", "this error", "error below"].iter().any(|words| lower.contains(words));
    if reports && !["if ", "when "].iter().any(|word| lower.starts_with(word) || lower.contains(&format!(" {word}"))) {
        return false;
    }
    let last = BREAKS[..2].iter().filter_map(|sign| line.rfind(sign).map(|at| at + sign.len())).max().unwrap_or(0);
    explains(&line[last..], "")
}

/// Whether the value of a parameter is an expression of a program: `None`, `self.scope`, `[`, the name itself.
pub(super) fn is_program(name: &str, value: &str) -> bool {
    const NOTHING: [&str; 17] = [
        "none",
        "null",
        "nil",
        "undefined",
        "true",
        "false",
        "str",
        "string",
        "int",
        "float",
        "bool",
        "boolean",
        "list",
        "dict",
        "object",
        "any",
        "incomplete",
    ];
    let owner = value.split('.').next().unwrap_or("");
    let member =
        value.contains('.') && ["self", "request", "this", "args", "config", "options", "settings"].contains(&owner);
    let opens =
        !value.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '<' | '{' | '$' | '%' | '*' | '/' | '_'));
    let nothing = NOTHING.iter().any(|word| word.eq_ignore_ascii_case(value));
    nothing || member || opens || value.eq_ignore_ascii_case(name) || value.contains('(')
}

/// Where a sentence ends or begins.
const BREAKS: [&str; 9] = [". ", ".\n", "\n\n", "\n- ", "\n* ", "\n#", "|", ">", "? "];

fn explains(before: &str, behind: &str) -> bool {
    let words = |text: &'static [&'static str], word: &str| text.iter().any(|w| w.eq_ignore_ascii_case(word));
    let split = |c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '.' | '_'));
    let all = || {
        before.split(split).chain(behind.split(split)).map(|w| w.trim_matches(['.', '\''])).filter(|w| !w.is_empty())
    };
    if all().any(|word| words(&REPORT, word)) {
        let foretells = |text: &str| {
            let lower = text.to_ascii_lowercase();
            FORETELLS.iter().any(|words| lower.contains(words))
        };
        return foretells(before) || foretells(behind);
    }
    let first = all().find(|word| !word.bytes().all(|b| b.is_ascii_digit()));
    first.is_some_and(|word| words(&CONDITIONS, word))
        || all().any(|word| words(&EXPLAINS, word))
        || before.trim_end_matches(['`', '"', '\'']).ends_with("such as ")
}
