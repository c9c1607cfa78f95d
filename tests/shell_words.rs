//! The words of the wire reading are those bash hands to a program: generated commands go through one bash, and every
//! argument and every here-document must equal ours.
//!
//! Variables hold their own spelling (`A='$A'`), and commands print theirs, so that what stays symbolic compares too.
//! Left out, because grantlint does not do it: tilde expansion, pathname globbing (off by `set -f`), word splitting of
//! expansions, letter ranges from one case to the other, bytes that are no UTF-8, carriage returns at a line's end.

#![allow(clippy::print_stderr, reason = "says what was compared and what was skipped")]

use std::process::{Command, Stdio};

use grantlint::read::shell::{self, Reading, Setting};
use grantlint::text::{Span, Text};

const COMMANDS: usize = 4_000;

/// What the generated commands call: `f` prints its arguments, `h` its standard input as well.
const PRELUDE: &str = r#"set -f; IFS=
A='$A'; NAME_1='$NAME_1'; B='${B}'
g() { printf '%s' '$(g abc)'; }
q() { printf '%s' '$(q "a b" '"'"'c)'"'"')'; }
k() { printf '%s' '`k`'; }
f() { printf '%s\0' "$#" "$@" ''; }
h() { local x; IFS= read -r -d '' x; printf '%s\0' "$#" "$@" "$x"; }
while IFS= read -r -d '' command <&3; do printf '\1\2\3'; eval "$command" </dev/null; done 3< "$1"
"#;

#[test]
fn words_are_those_of_bash() {
    let mut random = Random(0x5eed_0001);
    let commands: Vec<String> = (0..COMMANDS).map(|_| command(&mut random)).collect();
    let Some(printed) = bash(&commands) else {
        eprintln!("skipped: there is no bash on this machine");
        return;
    };
    let mut words = 0;
    let mut failures = Vec::new();
    for (command, printed) in commands.iter().zip(printed.split("\u{1}\u{2}\u{3}").skip(1)) {
        let mut printed = printed.split('\0');
        let count = printed.next().and_then(|count| count.parse().ok()).unwrap_or(0);
        let theirs: Vec<&str> = printed.by_ref().take(count).collect();
        let their_stdin = printed.next().unwrap_or("bash could not read the command");
        let doc = Text::verbatim(command, Span::new(0, command.len()));
        let lexed = shell::lex(&doc, 0, Reading::Wire, Setting::default());
        let ours: Vec<&str> = lexed.words.iter().skip(1).map(|word| word.text.as_str()).collect();
        let our_stdin = lexed.stdin.as_ref().map_or("", Text::as_str);
        let is_utf8 = !theirs.concat().contains(char::REPLACEMENT_CHARACTER);
        if is_utf8 && (&ours, our_stdin) != (&theirs, their_stdin) {
            failures.push(format!("{command}\n ours {ours:?} {our_stdin:?}\n bash {theirs:?} {their_stdin:?}\n"));
        }
        words += count;
    }
    eprintln!("{words} words of {COMMANDS} commands compared with bash, {} commands differ", failures.len());
    failures.sort_by_key(String::len);
    failures.truncate(20);
    assert!(failures.is_empty(), "the shortest that differ:\n{}", failures.join("\n"));
}

/// What bash prints for the commands, each behind the bytes 1, 2, 3; `None` without bash.
fn bash(commands: &[String]) -> Option<String> {
    let list = std::env::temp_dir().join(format!("grantlint-words-{}", std::process::id()));
    std::fs::write(&list, commands.iter().map(|command| format!("{command}\0")).collect::<String>())
        .expect("a temporary file can be written");
    let mut bash = Command::new("bash");
    bash.args(["--norc", "--noprofile", "-c", PRELUDE, "bash"]).arg(&list);
    bash.env_clear().env("LC_ALL", "C.UTF-8").env("PATH", "/usr/bin:/bin").stdin(Stdio::null());
    let output = bash.output();
    std::fs::remove_file(&list).ok();
    Some(String::from_utf8_lossy(&output.ok()?.stdout).into_owned())
}

/// A small generator of random numbers (xorshift): the same commands on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits fit") % limit
    }

    fn one_in(&mut self, limit: usize) -> bool {
        self.below(limit) == 0
    }

    fn pick<'t>(&mut self, choices: &[&'t str]) -> &'t str {
        choices[self.below(choices.len())]
    }

    /// Up to `most` choices in a row.
    fn some(&mut self, most: usize, choices: &[&str]) -> String {
        (0..self.below(most + 1)).map(|_| self.pick(choices)).collect()
    }
}

fn command(random: &mut Random) -> String {
    let mut line = String::from("f");
    let mut body = String::new();
    for _ in 0..random.below(6) {
        line.push_str(random.pick(&[" ", " ", " ", "  ", "\t", " \\\n", " \\\n  ", "\\\n "]));
        line.push_str(&word(random, 3));
    }
    match random.below(12) {
        0 => line.push_str(" 2>/dev/null"),
        1 => line.push_str(" 2>&1 x"),
        2 => line.push_str(" # a comment 'with \"quotes"),
        3 => line = format!("h{} <<< {}", &line[1..], here_word(random)),
        4 | 5 => {
            let (heredoc, text) = heredoc(random);
            line = format!("h{} {heredoc}{}", &line[1..], random.pick(&["", " x", " 'y z'", ""]));
            body = text;
        }
        _ => {}
    }
    line.push_str(random.pick(&["", "", "", " ", ";", " ;"]));
    format!("{line}{}{body}", if body.is_empty() { "" } else { "\n" })
}

/// A here-string's word: its braces are not expanded, so it has none.
fn here_word(random: &mut Random) -> String {
    let mut word = quotation(random);
    word.push_str(&random.some(2, &["a", "$A.", "'b c'", "\\ ", "\"${B}\""]));
    word
}

/// The operator with its delimiter, and the body with its closing line.
fn heredoc(random: &mut Random) -> (String, String) {
    const LINES: &[&str] = &[
        "plain",
        "",
        " a b ",
        "$A and ${B}",
        "\\$A \\` \\\\ \\\" \\a",
        "'q' \"q\"",
        "joined \\\nline",
        "`k`",
        "$(g abc)",
        "{a,b} é “x”",
        "\tin",
        "\t\tin two",
        "a\tb",
        "{\"a\":1,",
        "EOFX",
        " EOF",
    ];
    let (operator, delimiter) =
        (random.pick(&["<<", "<<-", "<< "]), random.pick(&["EOF", "'EOF'", "\"EOF\"", "E\\OF"]));
    let mut body: String = (0..random.below(5)).map(|_| format!("{}\n", random.pick(LINES))).collect();
    body.push_str(if operator == "<<-" { random.pick(&["EOF", "\tEOF", "\t\tEOF"]) } else { "EOF" });
    (format!("{operator}{delimiter}"), body)
}

/// A word of one to four pieces.
fn word(random: &mut Random, depth: usize) -> String {
    let first = piece(random, depth);
    let more: String = (0..random.below(4)).map(|_| piece(random, depth)).collect();
    let word = first + &more;
    // `~` and `#` mean something at a word's start, and digits before `<` or `>` do too.
    if word.is_empty() || word.starts_with(['~', '#']) { format!("x{word}") } else { word }
}

fn piece(random: &mut Random, depth: usize) -> String {
    match random.below(16) {
        0..=4 => bare(random),
        5..=9 => quotation(random),
        10 | 11 => {
            random.pick(&["$A.", "${B}", "$NAME_1-", "$A'b'", "$%", "$(g abc)", "$(q \"a b\" 'c)')", "`k`"]).to_owned()
        }
        12 => random.pick(&["a\\\nb", "\\\n", "{", "}", "{}", "{a}", "{a", "b}", ",", "{,", "a,b"]).to_owned(),
        13 => sequence(random),
        _ if depth > 0 => braces(random, depth - 1),
        _ => bare(random),
    }
}

fn bare(random: &mut Random) -> String {
    const PIECES: &[&str] = &[
        "a",
        "B7",
        "-d",
        "--data",
        "x=y",
        "http://a.example/",
        "?q=1",
        "%20",
        "+",
        "@",
        ":",
        "é",
        "日本",
        "“",
        "–",
        "\u{a0}",
        "\u{200b}",
        "😀",
        "[1]",
        "*",
        "a.b",
        "..",
        "^",
        "!",
        "_",
        "\\ ",
        "\\'",
        "\\\"",
        "\\\\",
        "\\$",
        "\\`",
        "\\n",
        "\\é",
        "\\&",
        "\\;",
        "\\|",
        "\\(",
        "\\)",
        "\\<",
        "\\>",
        "\\{",
        "\\}",
        "\\,",
        "\\#",
        "\\~",
        "#",
        "]",
        "/",
        "0",
    ];
    random.pick(PIECES).to_owned() + &random.some(3, PIECES)
}

fn quotation(random: &mut Random) -> String {
    const PLAIN: &[&str] = &[
        "a", " ", "  ", "é", "日", "\n", "\t", "\r", "{a,b}", "{1..3}", "&", ";", "|", "<", ">", "(", ")", "#", "~",
        "*", "=", "\u{a0}", "“x”", "%7B", "!", "{", "}", ",",
    ];
    match random.below(4) {
        0 => {
            let inside =
                random.some(4, &[PLAIN, &["\\", "\\n", "\\\\", "\"", "$A.", "`", "\\\n", "${", "$("]].concat());
            format!("'{inside}'")
        }
        1 | 2 => {
            let special: &[&str] = &[
                "\\\"",
                "\\\\",
                "\\$",
                "\\`",
                "\\n",
                "\\a",
                "\\\n",
                "'",
                "$A.",
                "${B}",
                "$ ",
                "$%",
                "\\'",
                "$(g abc)",
                "`k`",
                "$(q \"a b\" 'c)')",
            ];
            format!("{}\"{}\"", if random.one_in(6) { "$" } else { "" }, random.some(4, &[PLAIN, special].concat()))
        }
        _ => {
            let special: &[&str] = &[
                "\\n",
                "\\t",
                "\\r",
                "\\a",
                "\\b",
                "\\e",
                "\\E",
                "\\f",
                "\\v",
                "\\\\",
                "\\'",
                "\\\"",
                "\\?",
                "\\x41",
                "\\x4g",
                "\\x7",
                "\\101",
                "\\60",
                "\\1018",
                "\\u00e9",
                "\\u20ac",
                "\\u41",
                "\\U0001F600",
                "\\U41 ",
                "\\cB",
                "\\cz",
                "\\q",
                "\\8",
                "\\u",
                "\\x",
                "\\U",
                "\"",
                "$A.",
                "`",
                "\\xc3\\xa9",
                "\\303\\251",
                "\\0tail",
                "\\x00",
                "\\x{41}",
                "\\x{4",
                "\\x{2020}",
                "\\xe6\\x97\\xa5",
                "\\é",
            ];
            format!("$'{}'", random.some(4, &[PLAIN, special].concat()))
        }
    }
}

/// `{a,b}` with words inside, some of them with braces of their own.
fn braces(random: &mut Random, depth: usize) -> String {
    let members: Vec<String> =
        (0..1 + random.below(3)).map(|_| if random.one_in(4) { String::new() } else { piece(random, depth) }).collect();
    format!("{{{}}}", members.join(","))
}

/// `{1..3}`, right or almost.
fn sequence(random: &mut Random) -> String {
    const ENDS: &[&str] = &["0", "1", "3", "-2", "07", "10", "-05", "a", "e", "+4", "x1", "", "é"];
    let step = random.pick(&["", "", "", "..2", "..-1", "..0", "..x", ".."]);
    format!("{{{}..{}{step}}}", random.pick(ENDS), random.pick(ENDS))
}
