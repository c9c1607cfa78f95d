//! What a log writes before every line.

/// Words for how bad it is.
const LEVELS: [&str; 9] = ["TRACE", "DEBUG", "INFO", "WARN", "WARNING", "ERROR", "FATAL", "NOTICE", "DBG"];

/// How long the stamp of a line is, with the blank behind it: `[2026-01-31T09:12:44Z] DEBUG [main] `,
/// `10:11:12,345 INFO `, `job<tab>step<tab>2026-01-31T09:12:44Z `. Zero where the line has no time.
pub(super) fn length(line: &str) -> usize {
    let mut rest = behind_cells(line);
    // It begins with a time or a level.
    if !rest.starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase() || "[]:,()".contains(c)) {
        return 0;
    }
    let mut stamped = false;
    loop {
        let word = rest.split([' ', '\t']).next().unwrap_or("");
        let timed = is_time(word);
        // `ERROR 404: Not Found` says more than how bad it is.
        let tells = rest[word.len()..].trim_start().starts_with(|c: char| c.is_ascii_digit());
        let level = LEVELS.contains(&word.trim_matches(['[', ']', ':'])) && !tells;
        let known = timed || level || stamped && is_bracketed(word);
        if !known || word.len() == rest.len() {
            return if stamped { line.len() - rest.len() } else { 0 };
        }
        stamped |= timed;
        rest = rest[word.len()..].trim_start();
    }
}

/// Behind the names of job and step that a service for builds writes before the time.
fn behind_cells(line: &str) -> &str {
    let mut tabs = memchr::memchr_iter(b'\t', line.as_bytes());
    let Some(second) = tabs.next().and_then(|_| tabs.next()) else { return line };
    let rest = &line[second + 1..];
    if is_time(rest.split(' ').next().unwrap_or("")) { rest } else { line }
}

/// A date, a time of day, or both.
fn is_time(word: &str) -> bool {
    let bare = word.trim_matches(['[', ']', ':', ',', '(', ')']);
    let digits = bare.bytes().filter(u8::is_ascii_digit).count();
    bare.starts_with(|c: char| c.is_ascii_digit())
        && digits >= 5
        && bare.contains([':', '-', '/'])
        && bare.bytes().all(|byte| byte.is_ascii_digit() || b":-./,TZ+".contains(&byte))
}

fn is_bracketed(word: &str) -> bool {
    word.starts_with('[') && word.ends_with(']') && word.len() > 2
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn a_stamp_needs_a_time() {
        for (line, rest) in [
            ("[2026-01-31T09:12:44Z] DEBUG [main] curl x", "curl x"),
            ("2026-01-31 09:12:44,123 INFO POST /x", "POST /x"),
            ("09:12:44.5 {\"a\":1}", "{\"a\":1}"),
            ("build\tRun tests\t2026-01-31T09:12:44.12Z + curl x", "+ curl x"),
            ("2026-03-01 10:00:00 ERROR 404: Not Found.", "ERROR 404: Not Found."),
            ("INFO nothing", "INFO nothing"),
            ("12 monkeys", "12 monkeys"),
            ("[main] curl x", "[main] curl x"),
            ("2026-01-31", "2026-01-31"),
            ("a\tb\tc", "a\tb\tc"),
        ] {
            assert_eq!(&line[length(line)..], rest);
        }
    }
}
