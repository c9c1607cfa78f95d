//! Secrets that a text gives away by the names beside them, without any reader's help.

use super::names::{Name, name};
use super::shape::is_talk;
use super::{is_hidden, is_placeholder};
use crate::finding::SecretKind;
use crate::text::boundary::floor;

/// The longest value that is looked at, in bytes, so that hostile text costs no more than its length.
const LONGEST: usize = 16 * 1024;
/// How many names are looked at inside a value that is hidden as a whole, for the same reason.
const NESTED: usize = 8;

/// A value that a text names, in bytes of that text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) start: usize,
    pub(super) end: usize,
    /// What it is; `None` for a value that may be shown however random it looks.
    pub(super) kind: Option<SecretKind>,
}

/// Every value with a telling name: `client_secret=..`, `"code": ".."`, `Authorization: Bearer ..`, `-u name:..`,
/// `https://name:..@host`. Time is linear in the text.
pub(super) fn named(text: &str) -> Vec<Named> {
    let mut out = Vec::new();
    let bytes = text.as_bytes();
    let mut line_end = 0;
    let mut nested = 0;
    for at in memchr::memchr3_iter(b'=', b':', b' ', bytes) {
        let inside = out.last().is_some_and(|last: &Named| at < last.end);
        nested = if inside { nested + 1 } else { 0 };
        if nested > NESTED {
            continue;
        }
        match bytes[at] {
            b' ' => after_word(text, at, &mut out),
            _ if bytes[at..].starts_with(b"://") => userinfo(text, at + 3, &mut out),
            separator => after_name(text, at, separator, &mut line_end, &mut out),
        }
    }
    let closing = memchr::memchr_iter(b'<', bytes).filter(|at| bytes.get(at + 1) == Some(&b'/'));
    closing.for_each(|at| before_closing_tag(text, at, &mut out));
    out
}

/// `<password>value</password>`, the closing tag at `at`.
fn before_closing_tag(text: &str, at: usize, out: &mut Vec<Named>) {
    let bytes = text.as_bytes();
    let len = bytes[at + 2..].iter().take(64).take_while(|b| b.is_ascii_alphanumeric() || b"_-:.".contains(b)).count();
    let tag = &text[at + 2..at + 2 + len];
    let (Name::Secret(kind) | Name::Ambiguous(kind)) = name(tag.rsplit(':').next().unwrap_or(tag)) else { return };
    let before = bytes[..at].iter().rev().take(LONGEST).take_while(|b| !matches!(b, b'<' | b'>')).count();
    let given = text.get(at - before..at).unwrap_or_default();
    if !is_talk(given) {
        push(text, at - before, at, Some(kind), out);
    }
}

/// `name=value` and `name: value`, the separator at `at`. A header's value reaches to `line_end`: a header named inside
/// it is part of it.
fn after_name(text: &str, at: usize, separator: u8, line_end: &mut usize, out: &mut Vec<Named>) {
    let meaning = match name_before(text, at) {
        Name::Other if separator == b':' => return after_complaint(text, at, out),
        Name::Other => return,
        meaning => meaning,
    };
    let (start, end) = match meaning {
        Name::Credentials | Name::Cookies if at < *line_end => return,
        Name::Credentials | Name::Cookies => line_value(text, at + 1),
        _ => value(text, at + 1, separator),
    };
    let given = &text[start..end];
    match meaning {
        Name::Secret(SecretKind::AccessToken | SecretKind::RefreshToken) if is_sentence(text, start, end) => {}
        Name::Secret(SecretKind::AccessToken) | Name::Ambiguous(SecretKind::AccessToken)
            if separator == b':' && is_status(text, start, end) => {}
        Name::Credentials if is_talk_of_auth(text, at, given) => {}
        Name::Secret(kind) => push(text, start, end, Some(kind), out),
        Name::Ambiguous(kind) if separator == b'=' && !is_number(given) => push(text, start, end, Some(kind), out),
        Name::Ambiguous(kind) if !is_talk(given) => push(text, start, end, Some(kind), out),
        Name::Public => push(text, start, end, None, out),
        Name::Credentials => {
            *line_end = end;
            credentials(text, start, end, out);
        }
        Name::Cookies => {
            *line_end = end;
            cookies(text, start, end, out);
        }
        Name::Ambiguous(_) | Name::Other => {}
    }
}

/// `Access token expired: value`, `Invalid refresh token (expired): value`: a server quotes what it refuses; the colon at
/// `at`.
fn after_complaint(text: &str, at: usize, out: &mut Vec<Named>) {
    /// How far before the colon the noun stands.
    const NEAR: usize = 48;
    let (start, end) = value(text, at + 1, b':');
    let end = start + text[start..end].trim_end_matches(['.', '!', '?', '}', ']']).len();
    if start == at + 1 || !is_mixed_word(&text[start..end]) {
        return;
    }
    let said = &text.as_bytes()[back(text.as_bytes(), at, NEAR, |b| !matches!(b, b'.' | b'"' | b'\n'))..at];
    let mut words = said.rsplit(|b| !b.is_ascii_alphabetic());
    let noun = words.find_map(|word| NOUNS.iter().find(|noun| word.eq_ignore_ascii_case(noun.as_bytes())));
    if let Some(Name::Secret(kind) | Name::Ambiguous(kind)) = noun.map(|noun| name(noun)) {
        push(text, start, end, Some(kind), out);
    }
}

/// Whether a sentence goes on behind a name, so that what stands there is a word of it: `access token : the client is ..`.
fn is_sentence(text: &str, start: usize, end: usize) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphabetic()) && is_talk(word);
    let behind = text.get(end..).and_then(|rest| rest.strip_prefix(' ')).unwrap_or_default();
    let next = behind.as_bytes().iter().take(24).take_while(|b| b.is_ascii_alphabetic()).count();
    is_word(&text[start..end]) && is_word(&behind[..next])
}

/// Whether a status with its reason stands behind a name: `cannot fetch token: 401 Unauthorized`.
fn is_status(text: &str, start: usize, end: usize) -> bool {
    let is_code = matches!(text.as_bytes()[start..end], [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9']);
    is_code && matches!(text.as_bytes().get(end..end + 2), Some([b' ', b'A'..=b'Z']))
}

/// Whether what follows `auth:` is a sentence of a log rather than credentials.
fn is_talk_of_auth(text: &str, at: usize, given: &str) -> bool {
    let is_auth = text.get(..at).is_some_and(|before| before.ends_with("auth"));
    let words = || given.split_whitespace();
    is_auth && words().count() > 3 && words().all(|word| is_talk(word.trim_end_matches(['.', ',', ':', '!', '?'])))
}

fn is_number(value: &str) -> bool {
    value.len() <= 4 && value.bytes().all(|b| b.is_ascii_digit())
}

/// `Bearer value` and options with a secret, the space at `at`.
fn after_word(text: &str, at: usize, out: &mut Vec<Named>) {
    let bytes = text.as_bytes();
    let len = bytes[..at].iter().rev().take(20).take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
    let word = &text[at - len..at];
    if matches!(&bytes[at + 1..], [b'-', b'u' | b'U', ..]) {
        // The value is written to the option: -u'name:password'.
        let (start, end) = value(text, at + 3, b' ');
        login(text, start, end, out);
    }
    if at > 0 && bytes[at - 1] == b',' {
        return after_comma(text, at, out);
    }
    if matches!(word, "is" | "was" | "are") {
        return after_is(text, at, at - len, out);
    }
    if NOUNS.iter().any(|noun| word.eq_ignore_ascii_case(noun)) {
        let (start, end) = value(text, at + 1, b' ');
        let end = start + text[start..end].trim_end_matches(['.', '!', '?']).len();
        if is_mixed_word(&text[start..end])
            && let Name::Secret(kind) | Name::Ambiguous(kind) = name(word)
        {
            push(text, start, end, Some(kind), out);
        }
        return;
    }
    if !(word.starts_with('-') || word.eq_ignore_ascii_case("bearer") || word.eq_ignore_ascii_case("basic")) {
        return;
    }
    let (start, end) = value(text, at + 1, b' ');
    let given = &text[start..end];
    let is_login = matches!(word, "-E" | "--cert" | "--proxy-cert")
        || word.len() > 1 && word.starts_with('-') && !word.starts_with("--") && word.ends_with(['u', 'U']);
    if word.eq_ignore_ascii_case("bearer") && !is_talk(given) {
        push(text, start, end, Some(SecretKind::AccessToken), out);
    } else if word.eq_ignore_ascii_case("basic") && !is_talk(given) {
        push(text, start, end, Some(SecretKind::Credentials), out);
    } else if word == "--oauth2-bearer" {
        push(text, start, end, Some(SecretKind::AccessToken), out);
    } else if is_login || matches!(word, "--user" | "--proxy-user") {
        login(text, start, end, out);
    } else if matches!(word, "-b" | "--cookie") && given.contains('=') {
        cookies(text, start, end, out);
    } else if matches!(word, "--pass" | "--proxy-pass" | "--tlspassword") {
        push(text, start, end, Some(SecretKind::Password), out);
    }
}

/// `'client_secret', 'value'`, an argument behind its name, and `client_secret, value1` of a sentence; the blank at `at`.
fn after_comma(text: &str, at: usize, out: &mut Vec<Named>) {
    let (Name::Secret(kind) | Name::Ambiguous(kind)) = name_before(text, at - 1) else { return };
    let (start, end) = value(text, at + 1, b' ');
    let given = text[start..end].trim_end_matches(['.', '!', '?']);
    let is_quote = |byte: Option<&u8>| matches!(byte, Some(b'"' | b'\'' | b'`'));
    let quoted = is_quote(text.as_bytes().get(at + 1)) && is_quote(text.as_bytes()[..at - 1].last());
    // A list of names gives nothing away.
    let is_name = given.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'-'));
    if is_mixed_word(given) || quoted && !is_name && !is_talk(given) {
        push(text, start, start + given.len(), Some(kind), out);
    }
}

/// Nouns behind which people put the value itself: `with token abc123..`.
const NOUNS: [&str; 4] = ["secret", "token", "password", "code"];

/// Letters and digits together, too long for a word of people.
fn is_mixed_word(word: &str) -> bool {
    let has = |kind: fn(&u8) -> bool| word.as_bytes().iter().any(kind);
    (8..=512).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'~' | b'+'))
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_alphabetic)
}

/// `the client secret is value`, the space behind the verb at `at`, the verb at `verb`. In prose only a value that is
/// no word counts.
fn after_is(text: &str, at: usize, verb: usize, out: &mut Vec<Named>) {
    if let Name::Secret(kind) | Name::Ambiguous(kind) = name_before(text, verb) {
        let (start, end) = value(text, at + 1, b' ');
        let sentence_end = text[start..end].trim_end_matches(['.', '!', '?']).len();
        if !is_talk(&text[start..start + sentence_end]) {
            push(text, start, start + sentence_end, Some(kind), out);
        }
    }
}

/// The password of `name:password`.
fn login(text: &str, start: usize, end: usize, out: &mut Vec<Named>) {
    if let Some(colon) = text[start..end].find(':') {
        push(text, start + colon + 1, end, Some(SecretKind::Password), out);
    }
}

/// The password, or a lone token, between `://` and `@`.
fn userinfo(text: &str, start: usize, out: &mut Vec<Named>) {
    let stop = |b: &u8| matches!(b, b'/' | b'?' | b'#' | b'"' | b'\'' | b'<' | b'>') || b.is_ascii_whitespace();
    let len = text.as_bytes()[start..].iter().take(512).take_while(|b| !stop(b)).count();
    let Some(authority) = text.get(start..start + len) else { return };
    let Some(at) = authority.rfind('@') else { return };
    match authority[..at].find(':') {
        Some(colon) => push(text, start + colon + 1, start + at, Some(SecretKind::Password), out),
        None if !is_talk(&authority[..at]) => push(text, start, start + at, Some(SecretKind::Unknown), out),
        None => {}
    }
}

/// The credentials of an Authorization value: what stands behind the scheme.
fn credentials(text: &str, start: usize, end: usize, out: &mut Vec<Named>) {
    let (skip, kind) = scheme(&text[start..end]);
    push(text, start + skip, end, Some(kind), out);
}

/// How much of an Authorization value is its scheme, and what follows. Odd spellings (`Bearer:`, `Token`, doubled
/// words, quotes) count as scheme, so that they stay readable.
pub(super) fn scheme(value: &str) -> (usize, SecretKind) {
    const SCHEMES: [(&str, SecretKind); 8] = [
        ("bearer", SecretKind::AccessToken),
        ("basic", SecretKind::Credentials),
        ("token", SecretKind::AccessToken),
        ("oauth", SecretKind::AccessToken),
        ("digest", SecretKind::Credentials),
        ("apikey", SecretKind::ApiKey),
        ("dpop", SecretKind::AccessToken),
        ("negotiate", SecretKind::Credentials),
    ];
    let mut skip = 0;
    let mut kind = SecretKind::AccessToken;
    loop {
        let rest = &value[skip..];
        let blank = rest.len() - rest.trim_start_matches([' ', '\t', ':', '=', '"', '\'', ',']).len();
        let word = &rest[blank..];
        let known =
            SCHEMES.iter().find(|(name, _)| word.get(..name.len()).is_some_and(|w| w.eq_ignore_ascii_case(name)));
        if let Some((name, said)) = known {
            kind = *said;
            skip += blank + name.len();
            continue;
        }
        let len = word.find([' ', ':', '"']).unwrap_or(word.len());
        // A misspelt scheme is a short word of letters with something behind it.
        if len < word.len() && len <= 12 && len > 0 && skip == 0 && word[..len].bytes().all(|b| b.is_ascii_alphabetic())
        {
            skip += blank + len;
            continue;
        }
        return (skip + blank, kind);
    }
}

/// The values of a cookie header or a cookie option.
pub(super) fn cookie_values(text: &str) -> Vec<Named> {
    let mut out = Vec::new();
    cookies(text, 0, text.len(), &mut out);
    out
}

/// The values of `a=b; c=d`, attributes of Set-Cookie left alone.
fn cookies(text: &str, start: usize, end: usize, out: &mut Vec<Named>) {
    const ATTRIBUTES: [&str; 8] =
        ["path", "domain", "expires", "max-age", "samesite", "secure", "httponly", "priority"];
    let mut at = start;
    for pair in text[start..end].split_inclusive(';') {
        let bare = pair.trim_end_matches(';');
        if let Some(equals) = bare.find('=')
            && !ATTRIBUTES.contains(&bare[..equals].trim().to_ascii_lowercase().as_str())
        {
            push(text, at + equals + 1, at + bare.len(), Some(SecretKind::Cookie), out);
        }
        at += pair.len();
    }
}

/// What the word before a separator says: `client_secret` of `"client_secret" :` and of `client secret:`.
fn name_before(text: &str, at: usize) -> Name {
    let bytes = text.as_bytes();
    let end = back(bytes, at, 6, |b| matches!(b, b' ' | b'"' | b'\'' | b'\\' | b'`' | b']' | b'*'));
    let letters = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'[' | b'$' | b'%');
    let start = back(bytes, end, 64, letters);
    let Some(word) = text.get(start..end).filter(|word| !word.is_empty()) else { return Name::Other };
    let meaning = name(word);
    if matches!(meaning, Name::Other | Name::Ambiguous(_)) && start > 0 && bytes[start - 1] == b' ' {
        let first = back(bytes, start - 1, 16, |b| b.is_ascii_alphabetic());
        let two = text.get(first..end).filter(|_| first < start - 1).map(name);
        if let Some(two @ Name::Secret(_)) = two {
            return two;
        }
    }
    meaning
}

/// Where the bytes before `from` begin that are accepted, no more than `most` of them.
fn back(bytes: &[u8], from: usize, most: usize, accept: impl Fn(u8) -> bool) -> usize {
    from - bytes[..from].iter().rev().take(most).take_while(|b| accept(**b)).count()
}

/// The value behind a separator: quoted, or as far as it goes.
fn value(text: &str, from: usize, separator: u8) -> (usize, usize) {
    let bytes = text.as_bytes();
    let blank = bytes[from..].iter().take(8).take_while(|b| matches!(b, b' ' | b'\t' | b'>' | b'=')).count();
    let start = from + if separator == b'=' && bytes.get(from) == Some(&b' ') && blank > 1 { 0 } else { blank };
    let rest = &text[start..];
    const QUOTES: [(&str, &str); 9] = [
        ("\\\\\\\"", "\\\\\\\""),
        ("\\\"", "\\\""),
        ("\"", "\""),
        ("'", "'"),
        ("`", "`"),
        ("\u{201c}", "\u{201d}"),
        ("\u{2018}", "\u{2019}"),
        ("&quot;", "&quot;"),
        ("%22", "%22"),
    ];
    if let Some((open, close)) = QUOTES.iter().find(|(open, _)| rest.starts_with(open)) {
        let inside = start + open.len();
        return (inside, closing(text, inside, close));
    }
    let stop = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'&' | b'"' | b'\'' | b'`' | b'<' | b'#');
    let comma = |b: &u8| separator != b'=' && *b == b',';
    let bracketed = rest.starts_with('<');
    let len = rest.bytes().take(LONGEST).skip(usize::from(bracketed)).take_while(|b| !stop(b) && !comma(b)).count();
    let mut end = floor(text, start + len + usize::from(bracketed));
    while end > start && matches!(bytes[end - 1], b',' | b';' | b')' | b'\\') {
        end -= 1;
    }
    (start, end)
}

/// Where a quoted value ends: at its closing quote, else at the end of the line.
fn closing(text: &str, from: usize, close: &str) -> usize {
    let rest = &text[from..floor(text, from + LONGEST)];
    let mut at = 0;
    while let Some(found) = rest[at..].find(close).map(|n| n + at) {
        let escapes = rest.as_bytes()[..found].iter().rev().take_while(|b| **b == b'\\').count();
        if close == "\"" && escapes % 2 == 1 {
            at = found + close.len();
            continue;
        }
        return from + found;
    }
    from + rest.find('\n').unwrap_or(rest.len())
}

/// The rest of a header line: to its end, or to the quote that closes it.
fn line_value(text: &str, from: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let blank =
        bytes[from..].iter().take(16).take_while(|b| matches!(b, b' ' | b'\t' | b'"' | b'\'' | b'\\' | b':')).count();
    let start = from + blank;
    // The quote that opened before the name, or before the value, ends it.
    let opened =
        bytes[from..start].iter().rev().chain(bytes[..from].iter().rev().take(64)).find(|b| matches!(b, b'"' | b'\''));
    let ends = |b: &u8| *b == b'\n' || *b == b'\r' || Some(b) == opened;
    let len = bytes[start..].iter().take(LONGEST).take_while(|b| !ends(b)).count();
    let end = floor(text, start + len);
    (start, end - usize::from(end > start && bytes[end - 1] == b'\\' && bytes.get(end) == Some(&b'"')))
}

fn push(text: &str, start: usize, end: usize, kind: Option<SecretKind>, out: &mut Vec<Named>) {
    let given = text.get(start..end).unwrap_or_default();
    let trimmed = given.trim();
    let start = start + (given.len() - given.trim_start().len());
    let stands_for_another = || is_hidden(trimmed) || is_placeholder(trimmed) || begins_placeholder(&text[start..]);
    if !trimmed.is_empty() && (kind.is_none() || !stands_for_another()) {
        out.push(Named { start, end: start + trimmed.len(), kind });
    }
}

/// Whether a placeholder of several words begins here: `<your token>`.
fn begins_placeholder(text: &str) -> bool {
    const LONGEST: usize = 64;
    let inside =
        text.strip_prefix('<').and_then(|inside| inside.as_bytes().iter().take(LONGEST).position(|b| *b == b'>'));
    inside.is_some_and(|length| is_placeholder(&text[..length + 2]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets(text: &str) -> Vec<&str> {
        let mut found: Vec<_> =
            named(text).iter().filter(|n| n.kind.is_some()).map(|n| &text[n.start..n.end]).collect();
        found.dedup();
        found
    }

    #[test]
    fn names_give_values_away() {
        assert_eq!(secrets("-d client_secret=aB3-x&client_id=open&code=zz9"), ["aB3-x", "zz9"]);
        assert_eq!(secrets(r#"{"access_token": "t-1", "data":{"refreshToken":"r-2"}}"#), ["t-1", "r-2"]);
        assert_eq!(secrets(r#"{"query":"{ a(access_token: \"g-3\") }"}"#), ["g-3"]);
        assert_eq!(secrets("-H 'Authorization: Bearer abc.1' -H 'X-Api-Key: k-9'"), ["abc.1", "k-9"]);
        assert_eq!(secrets("export ZENDESK_TOKEN=\"e-5\"\nclient secret: s-7."), ["e-5", "s-7."]);
        assert_eq!(secrets("curl -u me:p-4 https://you:p-5@a.example/ --oauth2-bearer o-1"), ["p-4", "p-5", "o-1"]);
        assert_eq!(secrets("Set-Cookie: sid=c-1; Path=/; HttpOnly"), ["c-1"]);
        assert_eq!(secrets("Authorization Bearer a-b.c1"), ["a-b.c1"]);
        assert_eq!(secrets("{\"d\":\"Access token expired: 3f8c0c2d-1a2b\"}"), ["3f8c0c2d-1a2b"]);
        assert_eq!(secrets("Invalid refresh token (expired): 3f8c0c2d-r, ask again"), ["3f8c0c2d-r"]);
        assert_eq!(secrets("> Authorization: Basic dXNlcjpwYXNz"), ["dXNlcjpwYXNz"]);
        assert_eq!(secrets("token: 4711a B, password: 400 B"), ["4711a", "400"]);
        assert_eq!(secrets("body.append('client_secret', 'l-1')\nmy client_secret, m22abcdef."), ["l-1", "m22abcdef"]);
    }

    #[test]
    fn talk_and_placeholders_stay() {
        for open in [
            r#"{"error":{"code":"invalid_grant","status":400}}"#,
            "Status code: 401, state: open",
            "Bearer token is required; Basic authentication is off",
            "Unable to retrieve access token : appId or redirect uri does not match",
            "oauth2: cannot fetch token: 401 Unauthorized",
            "ERROR running auth:web:login:  Invalid client credentials. Verify them.",
            "Error code for this request: AADSTS is a prefix",
            "client_secret={your_client_secret}&code=$CODE&token=***",
            "-H 'Authorization: Bearer <token>'",
            "needs \"client_secret\", \"code\", \"redirect_uri\", and a password, which is new",
            "grant_type=authorization_code&redirect_uri=http://localhost:8080&scope=read write",
        ] {
            assert!(secrets(open).is_empty(), "{open}: {:?}", secrets(open));
        }
    }

    #[test]
    fn odd_schemes_stay_readable() {
        for (value, credentials) in [
            ("Bearer: abc1", "abc1"),
            ("Bearer Bearer abc1", "abc1"),
            ("Token \"abc1\"", "abc1\""),
            ("abc1", "abc1"),
            ("Baerer abc1", "abc1"),
        ] {
            assert_eq!(&value[scheme(value).0..], credentials, "{value}");
        }
    }
}
