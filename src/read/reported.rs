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
    REPORTS.iter().find_map(|(before, behind)| {
        let start = line.find(before)? + before.len();
        let digits = line.get(start..start + 3)?;
        let is_status = digits.bytes().all(|b| b.is_ascii_digit()) && matches!(digits.as_bytes()[0], b'1'..=b'5');
        let ends =
            line[start + 3..].starts_with(behind) && !line[start + 3..].starts_with(|c: char| c.is_ascii_digit());
        (is_status && ends).then_some(start..start + 3)
    })
}
