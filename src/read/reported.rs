//! The status of an answer, as the library or the program reports it that got the answer.

use std::ops::Range;

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
