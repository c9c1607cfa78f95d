//! Whether a text is a program for the most part, or lists changes. What those say is no report.

use std::ops::Range;

use crate::text::boundary::floor;
use crate::text::near;

/// Lines of a program, at least so many and so large a part of all, make a text one.
const LINES_OF_A_PROGRAM: usize = 20;

/// Headings of versions that make a text a changelog.
const VERSIONS_OF_A_CHANGELOG: u32 = 3;

/// What a text is made of.
#[derive(Debug)]
pub(super) struct SourceCode {
    /// Whether it is a program.
    is_program: bool,
    /// Whether it lists what its versions changed.
    is_changelog: bool,
    /// Whether it describes a service in OpenAPI, with the answers that can come.
    is_description: bool,
    /// Where it quotes several lines, as Python documents itself.
    quoted: Vec<Range<usize>>,
}

impl SourceCode {
    /// Looks through a text.
    pub(super) fn of(text: &str) -> Self {
        let (mut all, mut of_code, mut versions) = (0, 0, 0);
        let mut quoted: Vec<Range<usize>> = Vec::new();
        let (mut open, mut at) = (None, 0);
        for line in text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let marks = line.matches("\"\"\"").count() + line.matches("'''").count();
            let inside = open.is_some() || marks > 0;
            match open {
                Some(from) if marks % 2 == 1 => {
                    quoted.push(from..at);
                    open = None;
                }
                None if marks % 2 == 1 => open = Some(start),
                None if marks > 0 => quoted.push(start..at),
                _ => {}
            }
            let line = line.trim();
            versions += u32::from(is_version(line));
            if !inside && !is_neutral(line) {
                all += 1;
                of_code += usize::from(is_statement(line));
            }
        }
        let is_program = all >= LINES_OF_A_PROGRAM && of_code * 3 >= all * 2;
        let is_changelog = versions >= VERSIONS_OF_A_CHANGELOG;
        Self { is_program, is_changelog, is_description: describes_a_service(text), quoted }
    }

    /// Whether sentences here tell of versions and what changed in them.
    pub(super) const fn is_changelog(&self) -> bool {
        self.is_changelog
    }

    /// Whether a program says here what it says.
    pub(super) fn holds(&self, text: &str, at: usize) -> bool {
        self.is_description || self.is_program && (is_in_code(text, at) || self.is_quoted(at))
    }

    /// Whether the answer on the line that begins here is one that a program gives or that can come.
    pub(super) fn gives(&self, text: &str, line: usize) -> bool {
        self.is_description || text[line..].starts_with([' ', '\t']) && self.holds(text, line)
    }

    fn is_quoted(&self, at: usize) -> bool {
        let behind = self.quoted.partition_point(|quoted| quoted.end <= at);
        self.quoted.get(behind).is_some_and(|quoted| quoted.contains(&at))
    }
}

/// Whether a text is a description in OpenAPI: it says so in its first lines.
fn describes_a_service(text: &str) -> bool {
    const FIRST: usize = 10;
    let named =
        |line: &str| ["openapi:", "swagger:", "\"openapi\":", "\"swagger\":"].iter().any(|key| line.starts_with(key));
    text.lines().take(FIRST).any(|line| named(line.trim_start_matches(['{', ' ', '\t'])))
}

/// Whether a line is the heading of a version: `### 2.0.1`, `## [2.0.1] - 2018-05-01`, `v2.0.1 / 2018-05-01`.
fn is_version(line: &str) -> bool {
    const LONGEST: usize = 60;
    let name = line.trim_start_matches(['#', '*', '[', ' ', 'v', 'V']);
    let first = || name.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-')).next().unwrap_or("");
    let numbered = || first().split(['.', '-']).take(3).filter(|part| part.parse::<u32>().is_ok()).count() == 3;
    name.starts_with(|c: char| c.is_ascii_digit()) && line.len() <= LONGEST && first().contains('.') && numbered()
}

/// Whether a line says nothing about the text: data, a comment or a heading, nothing at all.
fn is_neutral(line: &str) -> bool {
    line.starts_with(['"', '#']) || line.bytes().all(|b| b"{}[],".contains(&b))
}

/// Whether the line that `at` stands on is a comment or a statement.
pub(super) fn is_in_code(text: &str, at: usize) -> bool {
    is_in_statement(text, at) || beginning(text, at).starts_with(['#', '"'])
}

/// Whether the line that `at` stands on is a statement, or a comment with the marks of one.
pub(super) fn is_in_statement(text: &str, at: usize) -> bool {
    let beginning = beginning(text, at);
    let ends = ends_statement(near::behind(text, at).trim_end()) && !is_sentence(beginning);
    ends || begins_statement(beginning) || assigns(beginning)
}

/// Whether a line begins as a sentence does: four plain words, the first with a capital.
fn is_sentence(line: &str) -> bool {
    const WORDS: usize = 4;
    let mut words = line.split(' ');
    let first = words.next().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_uppercase()) && is_word(word));
    let small = |word: &str| word.starts_with(|c: char| c.is_ascii_lowercase() || c == 'I') && is_word(word);
    first && words.take(WORDS - 1).filter(|word| small(word)).count() == WORDS - 1
}

fn is_word(word: &str) -> bool {
    let letters = word.trim_end_matches([',', ':']);
    !letters.is_empty() && letters.bytes().all(|b| b.is_ascii_alphabetic() || b == b'\'')
}

/// Whether the line that `at` stands on begins and ends as a statement does: `return new Response("..", { status: 401 })`.
pub(super) fn is_whole_statement(text: &str, at: usize) -> bool {
    begins_statement(beginning(text, at)) && ends_statement(near::behind(text, at).trim_end())
}

/// How the line begins that `at` stands on.
fn beginning(text: &str, at: usize) -> &str {
    let before = near::before(text, at).trim_start();
    if before.is_empty() { near::behind(text, at).trim_end() } else { before }
}

/// Lines that are looked at above one for the beginning of a comment.
const MOST_ABOVE: usize = 40;

/// Whether the line that `at` stands on is part of a comment over several lines: ` * POST https://..` below `/**`.
pub(super) fn is_in_comment(text: &str, mut at: usize) -> bool {
    for _ in 0..MOST_ABOVE {
        let start = at - near::before(text, at).len();
        let content = near::behind(text, start).trim_start();
        if !content.starts_with('*') {
            return content.starts_with("/*");
        }
        let Some(above) = start.checked_sub(1) else { return false };
        at = above;
    }
    false
}

/// Whether the text that begins at `at` is a string of a program: `let body = r#"..`, `check("..`.
pub(super) fn is_literal(text: &str, at: usize) -> bool {
    let before = near::before(text, at);
    let open = before.trim_end_matches(['"', '\'', '`']);
    open.len() < before.len() && (open.ends_with(['(', '#', ',']) || begins_statement(open.trim_start()))
}

/// Whether the brace at `at` opens an argument of a call (`send({`, `show(Page, {`) or a block (`if (x) {`). An exception
/// that is printed with what it was made of is none.
pub(super) fn is_argument(text: &str, at: usize) -> bool {
    /// How far before it the call begins.
    const NEAR: usize = 200;
    let before = text[floor(text, at.saturating_sub(NEAR))..at].trim_end();
    let open = match before.chars().next_back() {
        Some('(') => Some(before.len() - 1),
        Some(',') => before.rfind(['(', ')', '\n']).filter(|at| before[*at..].starts_with('(')),
        // Python hands it over by name.
        Some('=') => return before.ends_with("json=") && before[..before.len() - 5].trim_end().ends_with(['(', ',']),
        Some(')') => return !near::behind(text, at).trim_start_matches(['{', ' ']).starts_with(['"', '\'']),
        _ => None,
    };
    let called = open.map_or("", |open| &before[..open]);
    let is_function = called.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ')'));
    is_function && !["Error", "Exception"].iter().any(|kind| called.ends_with(kind))
}

/// Whether the word at `start..end` is the name or the value of an entry in a table of numbers: `{FORBIDDEN:403,`.
pub(super) fn is_entry(text: &str, start: usize, end: usize) -> bool {
    let (before, behind) = (near::before(text, start), near::behind(text, end));
    let is_number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let name = |text: &str| text.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_').len();
    let first = match before.strip_suffix(':') {
        Some(named) if is_number(&text[start..end]) => &before[..name(named)],
        _ if behind.strip_prefix(':').is_some_and(is_number) => before,
        _ => return false,
    };
    first.ends_with(['{', ',', '('])
}

/// Whether the word at `start` is a member of something (`Codes.INVALID_GRANT`, `errors/invalid_grant`), what a member is
/// by default (`[options.name='invalid_grant']`) or as an attribute of XML, or handed to a function
/// (`deny('invalid_grant', ..`).
pub(super) fn is_member(text: &str, start: usize) -> bool {
    let before = near::before(text, start);
    let in_tag = || before.trim_start().starts_with('<') && !before.contains('>');
    if before.ends_with(['.', '/']) || in_tag() {
        return true;
    }
    let Some(lead) = before.strip_suffix(['\'', '"']) else { return false };
    let named = |lead: &str| lead.len() - lead.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_').len();
    if let Some(owner) = lead.strip_suffix('=') {
        return owner[..owner.len() - named(owner)].ends_with('.');
    }
    let calls = |called: &str| named(called) > 0 && !called.ends_with("Error") && !called.ends_with("Exception");
    lead.strip_suffix('(').is_some_and(calls) && text[start..].contains(['\'', '"'])
}

/// Whether a line that begins like this is a statement.
pub(super) fn begins(line: &str) -> bool {
    begins_statement(line) || assigns(line)
}

fn is_statement(line: &str) -> bool {
    ends_statement(line) || begins_statement(line) || assigns(line)
}

fn ends_statement(line: &str) -> bool {
    line.ends_with([';', '{', '}', ',', '(', ')', '[', ']', '\\']) || line == "end"
}

fn begins_statement(line: &str) -> bool {
    const BEGINNINGS: [&str; 49] = [
        "echo ",
        "printf ",
        "//",
        "/*",
        "* ",
        "#!",
        "import ",
        "use ",
        "from ",
        "def ",
        "return ",
        "const ",
        "let ",
        "class ",
        "self.",
        "@",
        "if ",
        "elif ",
        "else:",
        "for ",
        "while ",
        "try:",
        "except ",
        "except:",
        "raise ",
        "with ",
        "yield ",
        "assert ",
        "require ",
        "require_relative ",
        "module ",
        "public ",
        "private ",
        "static ",
        "fn ",
        "pub ",
        "func ",
        "function ",
        "var ",
        "case ",
        "'",
        "r\"",
        "r'",
        "f\"",
        "f'",
        "b'",
        "+ ",
        ":",
        "attr_",
    ];
    BEGINNINGS.iter().any(|beginning| line.starts_with(beginning))
}

/// `name = value`, `object.name = value`.
fn assigns(line: &str) -> bool {
    let is_name = |b: u8| b.is_ascii_alphanumeric() || b"_.$@[]'\"".contains(&b);
    let name = line.bytes().take_while(|b| is_name(*b)).count();
    name > 0 && [" = ", " += ", " =>"].iter().any(|sign| line[name..].starts_with(sign))
}
