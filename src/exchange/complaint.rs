//! Words by which an answer refuses: a reason phrase, a complaint.

/// What somebody says who refuses.
const COMPLAINTS: [&str; 14] = [
    "invalid",
    "missing",
    "unauthorized",
    "not authorized",
    "denied",
    "insufficient",
    "expired",
    "bad ",
    "not allowed",
    "not found",
    "not supported",
    "unsupported",
    "no such",
    "do not have",
];

/// Whether a text complains.
pub fn complains(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let ends = |end: usize| !text.as_bytes().get(end).is_some_and(u8::is_ascii_alphabetic);
    let says = |word: &str| text.match_indices(word).any(|(at, _)| word.ends_with(' ') || ends(at + word.len()));
    COMPLAINTS.iter().any(|word| says(word))
}

/// The status in `405`, `405 Method Not Allowed`, `Method Not Allowed`, `METHOD_NOT_ALLOWED` or `MethodNotAllowed`.
pub fn status_of(text: &str) -> Option<u16> {
    const REASONS: [(u16, &str); 21] = [
        (400, "badrequest"),
        (401, "unauthorized"),
        (401, "unauthorised"),
        (401, "notauthorized"),
        (401, "notauthorised"),
        (401, "unauthenticated"),
        (401, "notauthenticated"),
        (401, "authenticationrequired"),
        (401, "invalidtoken"),
        (401, "invalidaccesstoken"),
        (401, "notokenprovided"),
        (403, "forbidden"),
        (404, "notfound"),
        (405, "methodnotallowed"),
        (410, "gone"),
        (415, "unsupportedmediatype"),
        (429, "toomanyrequests"),
        (500, "internalservererror"),
        (502, "badgateway"),
        (503, "serviceunavailable"),
        (504, "gatewaytimeout"),
    ];
    const LONGEST: usize = 32;
    let text = text.trim_start_matches("HTTP").trim_start_matches("Error").trim();
    let number = text.get(..3).filter(|_| !text.as_bytes().get(3).is_some_and(u8::is_ascii_alphanumeric));
    let number = number.and_then(|digits| digits.parse().ok()).filter(|status| (400..600).contains(status));
    number.or_else(|| {
        let phrase = text.trim_end_matches(['.', '!']);
        let plain = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b' ' | b'_' | b'-');
        let said = (phrase.len() <= LONGEST && phrase.bytes().all(plain)).then(|| letters(phrase))?;
        REASONS.iter().find(|(_, reason)| *reason == said).map(|(status, _)| *status)
    })
}

/// The letters and digits, in lower case.
pub fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}
