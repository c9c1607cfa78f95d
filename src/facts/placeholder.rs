//! Words of documentation that were to be replaced, and values their author hid.

use std::ops::Range;

/// How a placeholder is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `{your_client_id}`.
    Braces,
    /// `{{client_id}}`.
    Mustache,
    /// `<client id>`.
    Angle,
    /// `[CLIENT_ID]`.
    Brackets,
    /// `YOUR_CLIENT_ID`, `your-client-id`.
    YourWord,
    /// `CLIENT_ID`.
    UpperWords,
    /// `:id` in a path.
    Colon,
}

impl Style {
    /// The name in rules.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Braces => "braces",
            Self::Mustache => "mustache",
            Self::Angle => "angle",
            Self::Brackets => "brackets",
            Self::YourWord => "your-word",
            Self::UpperWords => "upper-words",
            Self::Colon => "colon",
        }
    }
}

/// A placeholder in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// The bytes of the text, braces included.
    pub range: Range<usize>,
    /// How it is written.
    pub style: Style,
}

/// The longest name of a placeholder, in bytes.
const LONGEST: usize = 48;

/// Nouns that documentation writes in capitals where a value belongs.
const NOUNS: [&str; 27] = [
    "ID",
    "SECRET",
    "TOKEN",
    "CODE",
    "KEY",
    "URI",
    "URL",
    "SUBDOMAIN",
    "DOMAIN",
    "HOST",
    "TENANT",
    "PASSWORD",
    "USERNAME",
    "USER",
    "EMAIL",
    "SCOPE",
    "SCOPES",
    "STATE",
    "VERIFIER",
    "CHALLENGE",
    "REALM",
    "CREDENTIALS",
    "HERE",
    "VALUE",
    "NAME",
    "STRING",
    "ENDPOINT",
];

/// Nouns that can stand for a value all by themselves.
const ALONE: [&str; 15] = [
    "SUBDOMAIN",
    "TOKEN",
    "SECRET",
    "PASSWORD",
    "CODE",
    "URI",
    "TYPE",
    "STATE",
    "SCOPE",
    "SCOPES",
    "USERNAME",
    "TENANT",
    "DOMAIN",
    "HOST",
    "REALM",
];

/// Last words of scopes in capitals, such as `USER_READ`.
const ACTIONS: [&str; 8] = ["READ", "WRITE", "ALL", "ADMIN", "MANAGE", "DELETE", "CREATE", "UPDATE"];

/// The first placeholder in `text` from `from` on.
#[must_use]
pub fn find(text: &str, from: usize) -> Option<Placeholder> {
    let bytes = text.as_bytes();
    let mut before = ELSE;
    for (at, byte) in bytes.iter().enumerate().skip(from) {
        let role = ROLES[usize::from(*byte)];
        // A word is one only from its beginning; what follows in it need not be looked at.
        let begins = role == BRACKET || role == FIRST && before < WORD;
        if begins && let Some(found) = starting_at(text, at) {
            return Some(found);
        }
        before = role;
    }
    None
}

/// What a byte can be in a text that is searched for placeholders.
const ROLES: [u8; 256] = {
    let mut roles = [ELSE; 256];
    let mut byte = 0;
    while byte < 256 {
        roles[byte] = match byte as u8 {
            b'{' | b'<' | b'[' => BRACKET,
            b'A'..=b'Z' | b'y' | b'm' => FIRST,
            other if is_word_byte(other) => WORD,
            _ => ELSE,
        };
        byte += 1;
    }
    roles
};
/// Nothing of interest.
const ELSE: u8 = 0;
/// It opens something between braces or brackets.
const BRACKET: u8 = 1;
/// It stands in words.
const WORD: u8 = 2;
/// It can begin a word in capitals, or `your..`, `my..`.
const FIRST: u8 = 3;

const fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

fn starting_at(text: &str, at: usize) -> Option<Placeholder> {
    let bytes = text.as_bytes();
    match *bytes.get(at)? {
        b'{' if bytes.get(at + 1) == Some(&b'{') => enclosed(text, at, "{{", "}}", Style::Mustache),
        b'{' if at > 0 && bytes[at - 1] == b'$' => None,
        b'{' => enclosed(text, at, "{", "}", Style::Braces),
        b'<' => enclosed(text, at, "<", ">", Style::Angle),
        b'[' => enclosed(text, at, "[", "]", Style::Brackets).filter(|p| is_capital(&text[p.range.clone()])),
        byte if may_be_word(byte, bytes.get(at + 1)) && starts_word(bytes, at) => word(text, at),
        _ => None,
    }
}

/// Whether the whole of `text` is one placeholder.
#[must_use]
pub fn is_whole(text: &str) -> bool {
    starting_at(text, 0).is_some_and(|found| found.range == (0..text.len()))
}

/// Whether the author hid this value before pasting it, or our own redaction did.
#[must_use]
pub fn is_hidden(text: &str) -> bool {
    let bytes = text.as_bytes();
    let ascii_mask = |b: &u8| b"*.-_#xX<>[]".contains(b) || *b >= 0x80;
    let masks = |c: char| c.is_ascii() || matches!(c, '•' | '…' | '█' | '●');
    let masked = bytes.len() >= 3 && bytes.iter().all(ascii_mask) && text.chars().all(masks);
    let hides = |(at, pair): (usize, &[u8])| {
        FIRST_OF_HIDING[usize::from(pair[0])] & SECOND_OF_HIDING[usize::from(pair[1])] != 0
            && begins_hidden(&bytes[at..])
    };
    masked
        || bytes.windows(2).enumerate().any(hides)
        || !text.is_ascii() && (text.contains('…') || text.contains("•••"))
}

/// One character again and again.
const RUNS: [&[u8]; 4] = [b"***", b"...", b"xxxx", b"XXXX"];
/// Words that say so: `[REDACTED]`, `<hidden>`.
const HIDING: [&[u8]; 8] =
    [b"filtered", b"redacted", b"hidden", b"masked", b"removed", b"censored", b"snip", b"omitted"];

fn begins_hidden(bytes: &[u8]) -> bool {
    RUNS.iter().any(|run| bytes.starts_with(run))
        || HIDING.iter().any(|word| bytes.get(..word.len()).is_some_and(|here| here.eq_ignore_ascii_case(word)))
}

/// Which runs and words have a byte first, and which have it second, as bits: where two bytes share none, nothing begins.
static FIRST_OF_HIDING: [u16; 256] = having_at(0);
static SECOND_OF_HIDING: [u16; 256] = having_at(1);

const fn having_at(place: usize) -> [u16; 256] {
    let mut having = [0; 256];
    let mut sign = 0;
    while sign < RUNS.len() + HIDING.len() {
        let bytes = if sign < RUNS.len() { RUNS[sign] } else { HIDING[sign - RUNS.len()] };
        having[bytes[place] as usize] |= 1 << sign;
        if sign >= RUNS.len() {
            having[bytes[place].to_ascii_uppercase() as usize] |= 1 << sign;
        }
        sign += 1;
    }
    having
}

/// Whether a value looks like a secret that was issued: it has some length and more than words of documentation.
#[must_use]
pub fn looks_issued(text: &str) -> bool {
    const SAMPLES: [&str; 25] = [
        "changeme",
        "change",
        "replace",
        "example",
        "sample",
        "dummy",
        "fake",
        "test",
        "invented",
        "placeholder",
        "secret",
        "password",
        "todo",
        "fixme",
        "insert",
        "your",
        "enter",
        "none",
        "null",
        "default",
        "token",
        "demo",
        "mock",
        "local",
        "foobar",
    ];
    let small = text.to_ascii_lowercase();
    let words = small.split(|c: char| !c.is_ascii_alphanumeric());
    let says_sample = words.clone().any(|word| SAMPLES.contains(&word))
        || ["changeme", "example", "changeit"].iter().any(|word| small.contains(word));
    let kinds = small.bytes().collect::<std::collections::BTreeSet<u8>>().len();
    let counts = small.starts_with("1234") || small.starts_with("abcdef") || small.starts_with("0123");
    text.len() >= 12 && kinds >= 6 && !says_sample && !counts && !text.contains(char::is_whitespace) && !is_hidden(text)
}

/// The name for a part of a host that documentation writes in its place: `https://subdomain.zendesk.com`.
#[must_use]
pub fn in_host(host: &str) -> Option<Placeholder> {
    const NAMES: [&str; 4] = ["subdomain", "mysubdomain", "companyname", "yourinstance"];
    let (name, rest) = host.split_at(memchr::memchr(b'.', host.as_bytes())?);
    let known = NAMES.iter().any(|known| known.eq_ignore_ascii_case(name)) && rest[1..].contains('.');
    known.then_some(Placeholder { range: 0..name.len(), style: Style::YourWord })
}

/// A placeholder's own words, for people: `client id` of `{your_client_id}`.
#[must_use]
pub fn meaning(text: &str) -> String {
    let inner = text.trim_matches(|c: char| matches!(c, '{' | '}' | '<' | '>' | '[' | ']' | ':' | '$'));
    let words: Vec<String> = inner
        .split(['_', '-', '.', ' '])
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .filter(|word| !matches!(word.as_str(), "your" | "my" | "the" | "here" | "insert" | "enter"))
        .collect();
    if words.is_empty() { "value".to_owned() } else { words.join(" ") }
}

/// A name for a shell variable that could stand there: `CLIENT_ID` of `{your_client_id}`.
#[must_use]
pub fn variable(text: &str) -> String {
    let words = meaning(text).to_ascii_uppercase();
    words.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
}

fn enclosed(text: &str, start: usize, open: &str, close: &str, style: Style) -> Option<Placeholder> {
    let inner = start + open.len();
    let mut near = text.as_bytes()[inner..].windows(close.len()).take(LONGEST + 1);
    let len = near.position(|bytes| bytes == close.as_bytes()).filter(|n| *n > 0)?;
    let words = text[inner..inner + len].trim();
    let first = words.chars().next()?;
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '\'' | '/' | '$' | '|');
    let named = first.is_alphabetic() || matches!(first, '_' | '$');
    // `{a,b}` and `{"a":1}` are curl's or JSON's own.
    (named && words.chars().all(allowed)).then(|| Placeholder { range: start..inner + len + close.len(), style })
}

fn is_capital(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    letters.clone().count() > 2 && letters.clone().all(char::is_uppercase)
}

/// Whether a word that begins so can be `your..`, `my..` or one in capitals.
fn may_be_word(first: u8, second: Option<&u8>) -> bool {
    matches!(first | 0x20, b'y' | b'm') || first.is_ascii_uppercase() && second.is_some_and(|b| !b.is_ascii_lowercase())
}

fn starts_word(bytes: &[u8], at: usize) -> bool {
    at == 0 || !(bytes[at - 1].is_ascii_alphanumeric() || matches!(bytes[at - 1], b'_' | b'-' | b'%' | b'$' | b'{'))
}

/// `YOUR_CLIENT_ID`, `your-api-key`, `CLIENT_SECRET`, `ACCESS_TOKEN_HERE`.
fn word(text: &str, start: usize) -> Option<Placeholder> {
    let rest = &text.as_bytes()[start..];
    let len = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(**b, b'_' | b'-')).count();
    let word = &text[start..start + len];
    let begins = |with: &str| word.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    let capitals = |part: &str| part.bytes().all(|b| b.is_ascii_uppercase());
    let is_number = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let (words, number) = match word.rsplit_once(['_', '-']) {
        Some((words, last)) if words.contains(['_', '-']) && is_number(last) => (words, true),
        _ => (word, false),
    };
    let capital = words.split(['_', '-']).all(capitals) && (!number || !words.is_empty());
    if !capital && !begins("your") && !begins("my") {
        return None;
    }
    let parts: Vec<&str> = word.split(['_', '-']).collect();
    let range = start..start + len;
    let is_noun = |part: &&str| NOUNS.iter().any(|noun| part.eq_ignore_ascii_case(noun));
    let yours = parts[0].eq_ignore_ascii_case("your") || parts[0].eq_ignore_ascii_case("my");
    if yours && parts.len() > 1 && (parts[0].eq_ignore_ascii_case("your") || parts.iter().any(is_noun)) {
        return Some(Placeholder { range, style: Style::YourWord });
    }
    let glued = ["yourclient", "yoursecret", "yourtoken", "yoursubdomain", "yourdomain", "yourcompany", "yourapikey"];
    if glued.iter().any(|glued| begins(glued)) {
        return Some(Placeholder { range, style: Style::YourWord });
    }
    let is_scope = parts.last().is_some_and(|last| ACTIONS.contains(last));
    let nouns = if parts.len() > 1 { parts.iter().any(is_noun) && !is_scope } else { ALONE.contains(&word) };
    (capital && nouns && len > 2).then_some(Placeholder { range, style: Style::UpperWords })
}
