//! What the terminal can show, and writing to it.

use std::io::{self, IsTerminal, Write};

use super::args::Color;
use super::input::shown;
use crate::report::Look;

/// The widest page.
const WIDEST: usize = 100;
/// The narrowest page.
const NARROWEST: usize = 40;

/// How the report should look, by the options and the environment.
pub fn look(color: Color, quiet: bool) -> Look {
    let color = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if anstyle_query::no_color() || anstyle_query::clicolor() == Some(false) => false,
        Color::Auto if anstyle_query::clicolor_force() => true,
        Color::Auto => io::stdout().is_terminal() && anstyle_query::term_supports_ansi_color(),
    };
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(WIDEST);
    Look { color, unicode: shows_unicode(), width: columns.clamp(NARROWEST, WIDEST), quiet }
}

/// Whether the locale, where it is named, is a Unicode one.
fn shows_unicode() -> bool {
    let locale =
        ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb") && io::stdout().is_terminal();
    !dumb
        && locale
            .is_none_or(|locale| locale.to_ascii_uppercase().replace('-', "").contains("UTF8") || !locale.contains('.'))
}

/// Writes to the standard output. A reader that has gone away is no error.
pub fn print(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
        _ => Ok(()),
    }
}

/// Writes a line to the standard error, if anybody listens.
pub fn complain(line: &str) {
    let _ = writeln!(io::stderr(), "grantlint: {line}");
}

/// Instead of a panic's message, which may hold what was pasted: where it happened, and exit status 2.
pub fn guard_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, |at| format!(" at {}:{}", shown(at.file()), at.line()));
        complain(&format!("this should not have happened{place}; please report it, without what you pasted"));
        std::process::exit(2);
    }));
}
