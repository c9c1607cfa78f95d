//! What others say of a request: the library or the program that got the answer, the shell that never ran the command.

use std::ops::Range;

use crate::text::near;

/// What stands before a status, and behind it; as axios, requests, PowerShell 5.1 and 7, wget and the
/// console of Chrome are remembered to word it.
const REPORTS: [(&str, &str); 8] = [
    ("Request failed with status code ", ""),
    ("HTTPError: ", " Client Error: "),
    ("HTTPError: ", " Server Error: "),
    ("The remote server returned an error: (", ") "),
    ("Response status code does not indicate success: ", " ("),
    ("HTTP request sent, awaiting response... ", " "),
    ("ERROR ", ": "),
    ("the server responded with a status of ", " ("),
];

/// Where the line reports the status of an answer.
pub(super) fn status(line: &str) -> Option<Range<usize>> {
    let line = near::behind(line, 0);
    let bytes = line.as_bytes();
    let mut at = 0;
    while let Some(start) = bytes[at..].iter().position(u8::is_ascii_digit).map(|n| at + n) {
        let end = start + bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let is_status = end - start == 3 && matches!(bytes[start], b'1'..=b'5');
        let reports =
            |(before, behind): &(&str, &str)| line[..start].ends_with(before) && line[end..].starts_with(behind);
        if is_status && REPORTS.iter().any(reports) {
            return Some(start..end);
        }
        at = end;
    }
    None
}

/// What shells say of a line that they could not run, as bash, zsh, PowerShell 5.1 and 7 and the command prompt of
/// Windows are remembered to word it: what the line holds, in this order.
const BY_SHELLS: [&[&str]; 14] = [
    &["sh: -", ": ", "not found"],
    // A script, or what was handed to `-c`, names the line.
    &["sh: ", ": -", ": ", "not found"],
    &["zsh: command not found: -"],
    &["zsh:", " no matches found: "],
    &["curl: No match."],
    &["zsh: parse error"],
    &["zsh: bad pattern: "],
    &["bash: ", "syntax error near unexpected token"],
    &["bash: ", ": event not found"],
    &["The term '-", "' is not recognized as "],
    &["' is not recognized as an internal or external command"],
    &["Missing expression after unary operator '-"],
    &["Invoke-WebRequest", ": ", " parameter "],
    // In whatever language Windows speaks.
    &["Invoke-WebRequest", ": ", " 'Headers'"],
];

/// Whether a shell says here that it could not run a line.
pub(super) fn by_shell(line: &str) -> bool {
    let line = near::behind(line, 0);
    let may = line.contains('\'') || line.contains("sh:") || line.starts_with("curl: No");
    may && BY_SHELLS.iter().any(|pieces| {
        let mut rest = Some(line);
        for piece in *pieces {
            rest = rest.and_then(|rest| Some(&rest[rest.find(piece)? + piece.len()..]));
        }
        rest.is_some()
    })
}

/// Whether a line tells more of what PowerShell said before.
pub(super) fn by_shell_still(line: &str) -> bool {
    let line = line.trim_start();
    ["At line:", "At C:", "+ ", "+~", "Line |", "| "].iter().any(|start| line.starts_with(start))
        || !line.is_empty() && line.bytes().all(|b| b == b'~' || b == b' ')
}
