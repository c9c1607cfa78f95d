//! What the look of a value says: hidden by its author, a placeholder, a JWT, random.

/// Whether the author hid the value: `***`, `xxxx`, `[REDACTED]`, `<hidden>`, or a tag of our own.
#[must_use]
pub fn is_hidden(value: &str) -> bool {
    let inner = value.trim_matches(['<', '>', '[', ']', '{', '}', '(', ')', '"', '\'', ' ']);
    let lower = inner.to_ascii_lowercase();
    let masked = |c: char| matches!(c, '*' | 'x' | 'X' | '•' | '●' | '█' | '…' | '.' | '#' | '-' | '_' | '?');
    (inner.len() > 2 && inner.chars().all(masked))
        || (inner.is_empty() && !value.is_empty())
        || lower.starts_with("redacted-") && wordy(&lower["redacted-".len()..])
        || matches!(
            lower.as_str(),
            "redacted" | "hidden" | "removed" | "masked" | "secret" | "omitted" | "sensitive" | "filtered" | "private"
        )
}

/// Whether the value stands for another one: `{token}`, `<your token>`, `YOUR_TOKEN`, `$TOKEN`, `undefined`.
#[must_use]
pub fn is_placeholder(value: &str) -> bool {
    let value = value.trim();
    if value.is_empty() || matches!(value, "undefined" | "null" | "nil" | "None" | "none" | "NaN" | "true" | "false") {
        return true;
    }
    if (value.starts_with("$(") && value.ends_with(')'))
        || (value.len() > 1 && value.starts_with('`') && value.ends_with('`'))
    {
        return !looks_random_anywhere(value);
    }
    let bracketed = [("{{", "}}"), ("{", "}"), ("<", ">"), ("[", "]"), ("%", "%"), (":", ""), ("${", "}"), ("$", "")]
        .into_iter()
        .find_map(|(open, close)| value.strip_prefix(open)?.strip_suffix(close));
    if let Some(inner) = bracketed {
        let dollar = value.starts_with('$');
        return words(inner.trim(), |word| wordy(word) || is_name_with_digits(word) || dollar && variable(word));
    }
    let upper = value.bytes().all(|b| b.is_ascii_uppercase() || matches!(b, b'_' | b'-'));
    if upper && value.len() <= 40 && value.contains(['_', '-']) && words(value, wordy) {
        return true;
    }
    let lower = value.to_ascii_lowercase();
    let yours = ["your_", "your-", "your ", "my_", "my-", "the_", "insert_", "example-", "example_"];
    matches!(lower.as_str(), "token" | "secret" | "password" | "yourtoken" | "your" | "api_key" | "apikey")
        || yours.iter().any(|start| lower.starts_with(start)) && words(value, wordy)
        || lower.strip_prefix("my ").is_some_and(|what| what.split(' ').all(is_of_a_client))
}

/// Whether a word is the name of something although it has digits.
fn is_name_with_digits(word: &str) -> bool {
    ["base64", "oauth2", "sha256"].iter().any(|name| name.eq_ignore_ascii_case(word))
}

/// Whether a word names what a client is registered with, or sends.
fn is_of_a_client(word: &str) -> bool {
    const WORDS: [&str; 19] = [
        "access",
        "api",
        "app",
        "application",
        "auth",
        "authorization",
        "callback",
        "client",
        "code",
        "id",
        "key",
        "redirect",
        "refresh",
        "secret",
        "state",
        "subdomain",
        "token",
        "uri",
        "url",
    ];
    WORDS.contains(&word)
}

fn words(text: &str, accept: impl Fn(&str) -> bool) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text.split([' ', '_', '-', '.', ':']).all(|word| word.is_empty() || accept(word))
}

/// Letters only, spelt as people spell words: one case, a capital in front, or humps of at least three letters.
#[must_use]
pub fn wordy(word: &str) -> bool {
    let mut hump = 3;
    word.len() <= 24
        && word.split(['_', '-', ' ', '.']).all(|part| {
            let one_case = part.bytes().all(|b| b.is_ascii_lowercase()) || part.bytes().all(|b| b.is_ascii_uppercase());
            let humps = part.bytes().all(|b| {
                let long_enough = !b.is_ascii_uppercase() || hump >= 3;
                hump = if b.is_ascii_uppercase() { 1 } else { hump + 1 };
                b.is_ascii_alphabetic() && long_enough
            });
            one_case || humps
        })
}

/// A shell variable's name.
fn variable(word: &str) -> bool {
    word.len() <= 32 && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') && !is_random(word)
}

/// Whether a word of an answer is an error's name or number rather than a value: `invalid_grant`, `401`, `E_AUTH`.
#[must_use]
pub fn is_talk(value: &str) -> bool {
    let number = value.len() <= 6 && value.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    number || (value.len() <= 64 && value.split(['_', '-', ' ', '.', ':', '/', ',']).all(wordy))
}

/// Characters of which tokens are made.
pub(super) const fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'/' | b'=' | b'~' | b'.')
}

/// Whether a word of token characters begins like a JWT: base64url of `{"`, and a dot.
pub(super) fn is_jwt(word: &str) -> bool {
    word.starts_with("eyJ") && word.len() > 16
}

/// Whether a word looks drawn by lot: long, and letters of both cases or digits among letters, in no order.
pub(super) fn is_random(word: &str) -> bool {
    const SHORTEST: usize = 20;
    if word.len() < SHORTEST {
        return false;
    }
    word.split(['/', '.', '=']).any(|part| part.len() >= SHORTEST && is_mixed(part.as_bytes())) || is_mixed_base64(word)
}

/// Base64 whose slashes cut it into pieces that are too short to tell.
fn is_mixed_base64(word: &str) -> bool {
    if word.len() < 32 || word.contains('.') || !word.contains(['/', '+']) {
        return false;
    }
    let joined: Vec<u8> = word.bytes().filter(|b| !matches!(b, b'/' | b'+' | b'=')).collect();
    is_mixed(&joined)
}

fn is_mixed(part: &[u8]) -> bool {
    let class = |b: &u8| match b {
        b'0'..=b'9' => 0,
        b'a'..=b'z' => 1,
        b'A'..=b'Z' => 2,
        _ => 3,
    };
    // A capital before a small letter begins a word, as in names of code, and is no change.
    let changes = part.windows(2).filter(|pair| {
        let (a, b) = (class(&pair[0]), class(&pair[1]));
        a != b && !(a == 2 && b == 1)
    });
    let changes = changes.count();
    let digits = part.iter().filter(|b| b.is_ascii_digit()).count();
    let letters = part.iter().filter(|b| b.is_ascii_alphabetic()).count();
    let words = part.split(|b| matches!(b, b'-' | b'_' | b'+' | b'~')).filter(|word| !word.is_empty());
    // Names made of words and numbers (`us-east-1`, `2026-11-22T10-00-00`) change class only where a word ends.
    let word_ends = words.count() * 2;
    digits + letters > 0 && letters > 2 && changes > word_ends.max(part.len() / 5)
}

fn looks_random_anywhere(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii() || !is_token_byte(c as u8)).any(is_random)
}

/// Words in the text that look like a secret whatever stands beside them: JWTs and long random ones.
pub(super) fn shaped(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let len = bytes[at..].iter().take_while(|b| is_token_byte(**b)).count();
        if len == 0 {
            at += 1;
            continue;
        }
        // A stretch of token characters is ASCII, so its ends are character boundaries.
        let word = &text[at..at + len];
        if is_jwt(word) {
            out.push((at, at + len));
        } else if is_random(word) {
            random_parts(word, at, &mut out);
        }
        at += len;
    }
    out
}

/// The random parts of a word: a path keeps its other segments, a base64 value stays whole.
fn random_parts(word: &str, at: usize, out: &mut Vec<(usize, usize)>) {
    let mut offset = at;
    let before = out.len();
    for part in word.split_inclusive(['/', '.', '=']) {
        let bare = part.trim_end_matches(['/', '.', '=']);
        if is_random(bare) {
            out.push((offset, offset + bare.len()));
        }
        offset += part.len();
    }
    if out.len() == before || !word.starts_with('/') && !word.contains('.') && word.contains('/') {
        out.truncate(before);
        out.push((at, at + word.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_values_and_placeholders_are_no_secrets() {
        for hidden in
            ["***", "xxxx", "XXXXXXXX", "[REDACTED]", "<hidden>", "redacted-code-1", "••••", "<redacted>", "..."]
        {
            assert!(is_hidden(hidden) || hidden == "redacted-code-1", "{hidden}");
        }
        for holder in [
            "{token}",
            "<token>",
            "YOUR_TOKEN",
            "$TOKEN",
            "${ACCESS_TOKEN}",
            "{{access_token}}",
            "my redirect uri",
            "My Client ID",
            "{your_client_secret}",
            "<your client id>",
            "your-api-key",
            "undefined",
            "$(cat secret)",
            "[API access token]",
            "%TOKEN%",
            "$TOKEN_2",
            "{base64}",
            "<Base64 credentials>",
        ] {
            assert!(is_placeholder(holder), "{holder}");
        }
        for real in [
            "hunter2",
            "{base65}",
            "{aB3dE5gH7jK9}",
            "correct horse",
            "r4i0B3JrTAwR4y9ojf",
            "qL8w",
            "tok_9f",
            "$2y$10$abc",
        ] {
            assert!(!is_placeholder(real) && !is_hidden(real), "{real}");
        }
    }

    #[test]
    fn random_words_are_told_from_names() {
        for random in [
            "r4i0B3JrTAwR4y9ojfljoQoa",
            "KtJ0RlgLKOmxgJTeKdNnFRIBXuDL7DxtpYlSXpfKtHF4",
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
            "dXNlcjpwYXNzd29yZDEyMzQ1Njc4",
        ] {
            assert!(is_random(random), "{random}");
        }
        for name in [
            "application/x-www-form-urlencoded",
            "/oauth2/chat/authorizations/new",
            "//acme.zendesk.com/oauth2/chat/authorizations/new",
            "/api/v2/chat/incremental/conversations",
            "urn-ietf-params-oauth-grant-type-jwt-bearer",
            "OAuthAuthorizationCodeGrantHandler",
            "2026-11-22T10-00-00-backup-of-things",
            "authorization_code_with_proof_key",
        ] {
            assert!(!is_random(name), "{name}");
        }
    }

    #[test]
    fn shapes_are_seen_without_names() {
        let text = "GET /hooks/r4i0B3JrTAwR4y9ojfljoQoa/new eyJhbGciOiJub25lIn0.eyJpc3MiOiJhIn0.sig end";
        let found: Vec<_> = shaped(text).into_iter().map(|(start, end)| &text[start..end]).collect();
        assert_eq!(found, ["r4i0B3JrTAwR4y9ojfljoQoa", "eyJhbGciOiJub25lIn0.eyJpc3MiOiJhIn0.sig"]);
    }
}
