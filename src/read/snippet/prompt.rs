//! What stands before a command on its line.

use crate::text::boundary::floor;

/// A shell's prompt: `$ `, `% `, `user@host:~$ `, `PS C:\> `, `➜ ~ `.
pub(in crate::read) fn is_prompt(prefix: &str) -> bool {
    let trimmed = prefix.trim_end();
    let sign = trimmed.chars().next_back();
    let short = trimmed.len() <= 80 && prefix.ends_with(' ');
    let list_item =
        matches!(trimmed, "-" | "*" | "•" | "+") || trimmed.trim_end_matches(['.', ')']).parse::<u32>().is_ok();
    short && (list_item || (matches!(sign, Some('$' | '%' | '>' | '❯' | '➜' | '#' | '~')) && !trimmed.contains("://")))
}

/// Whether a line begins with a prompt and a command.
pub(in crate::read) fn begins(line: &str) -> bool {
    const SIGNS: [&str; 5] = ["$ ", "% ", "# ", "> ", "❯ "];
    let line = &line[..floor(line, LONGEST)];
    let with_curl = line.find("curl ").is_some_and(|at| at == 0 || is_prompt(&line[..at]));
    let sign = || SIGNS.iter().filter_map(|sign| line.find(sign).map(|at| at + sign.len())).min();
    let with_host = || sign().is_some_and(|end| line[..end].contains('@') && is_prompt(&line[..end]));
    !line.starts_with('<') && (line.starts_with("$ ") || with_curl || with_host())
}

/// Bytes of a line in which a prompt stands.
const LONGEST: usize = 96;

/// What may stand before a command on its line: assignments, other commands, `sudo`, `if`, `$(`.
pub(super) fn is_shell_prefix(prefix: &str) -> bool {
    let trimmed = prefix.trim_end();
    if trimmed.ends_with(['|', ';', '&', '(', '`']) {
        return true;
    }
    if runs_another(trimmed) {
        return true;
    }
    const WORDS: [&str; 24] = [
        "xargs", "sudo", "time", "exec", "env", "nohup", "if", "while", "until", "then", "do", "else", "!", "&&", "||",
        "{", "command", "RUN", "run:", "$", "watch", "CMD", "timeout", "@",
    ];
    let known = |word: &str| {
        let assignment =
            word.find('=').is_some_and(|n| n > 0 && word[..n].bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'));
        WORDS.contains(&word)
            || assignment
            || word.starts_with('-')
            || word.starts_with('/')
            || is_prompt(&format!("{word} "))
            || word.bytes().all(|b| b.is_ascii_digit())
    };
    trimmed.split_whitespace().all(known)
}

/// Whether a line begins with a program that runs what stands behind its own words: `find . -exec`, `docker exec web`.
fn runs_another(before: &str) -> bool {
    let mut words = before.split_whitespace().skip_while(|word| matches!(*word, "sudo" | "$" | "RUN" | "-" | "run:"));
    match words.next() {
        Some("find") => matches!(words.last(), Some("-exec" | "-execdir" | "-ok")),
        Some("docker" | "podman" | "kubectl" | "oc" | "docker-compose" | "compose") => {
            words.any(|word| matches!(word, "run" | "exec"))
        }
        _ => false,
    }
}

/// Prose leads over to a command: `We run: curl ..`.
pub(super) fn follows_colon(prefix: &str) -> bool {
    let trimmed = prefix.trim_end();
    trimmed.ends_with(':') || trimmed.ends_with("->") || trimmed.ends_with('=')
}

/// Whether a word begins with the name of a host.
pub(super) fn is_host(word: &str) -> bool {
    let host = word.split([':', '/', '?']).next().unwrap_or("");
    let dotted = host.contains('.') && !host.ends_with('.') && !host.starts_with('.');
    dotted && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
}

/// Whether what stands on a line before a word makes a command of it.
pub(super) fn begins_command(before: &str) -> bool {
    let prefix = before.trim_start_matches([' ', '\t', '\u{a0}', '`', '(']);
    let spaced = before.is_empty() || before.ends_with([' ', '\t', '`', '(', ';', '|', '&', '\u{a0}']);
    let comment = prefix.starts_with("# ") || prefix.starts_with("//");
    spaced && !comment && (prefix.is_empty() || is_prompt(prefix) || is_shell_prefix(prefix) || follows_colon(prefix))
}
