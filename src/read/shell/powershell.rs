//! curl typed at the prompt of PowerShell (Microsoft Learn, about_Quoting_Rules, about_Parsing and about_Aliases; no
//! PowerShell was at hand to try it).

use super::Lexed;
use crate::exchange::{Repair, RepairKind};
use crate::text::Text;
use crate::text::near;

/// Options of curl's that PowerShell's own command of that name does not take, or takes for something else.
const FOREIGN: [&str; 10] = ["-X", "-H", "-d", "-u", "-F", "-k", "-L", "-s", "--", "-i"];
/// Backslashes of one command that are remembered.
const MOST: usize = 100;

/// Whether the command at `start` was typed at the prompt of PowerShell: `PS C:\Users\me> `.
pub(in crate::read) fn is_powershell(text: &str, start: usize) -> bool {
    let before = near::before(text, start).trim();
    before.starts_with("PS ") && before.ends_with('>')
}

/// What of a command of bash PowerShell takes for something else. `start` is where its `curl` word stands.
pub(in crate::read) fn misread(doc: &Text<'_>, start: usize, lexed: &Lexed<'_>) -> Vec<Repair> {
    let text = doc.as_str();
    let repair = |kind, from: usize, to: usize, meant| {
        let span = doc.span_of(from, to);
        Repair { kind, span, characters: text[from..to].to_owned(), meant, word: span, lost: None }
    };
    let mut found = Vec::new();
    let foreign = |word: &str| FOREIGN.iter().any(|option| word.starts_with(option));
    if !text[start..].starts_with("curl.exe") && lexed.words.iter().any(|word| foreign(word.text.as_str())) {
        found.push(repair(RepairKind::PowershellAlias, start, start + "curl".len(), "curl.exe"));
    }
    let command = &text[start..lexed.last];
    for (at, _) in command.match_indices('\\').take(MOST) {
        let behind = command[at + 1..].trim_start_matches('\r');
        if behind.starts_with('\n') {
            found.push(repair(RepairKind::BashBackslash, start + at, start + at + 1, "`"));
        }
    }
    found
}
