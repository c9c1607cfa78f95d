//! The codes by which servers name an error, as words of a text.

use crate::read::said;

/// Error codes that are no everyday words, so that their mere mention quotes an answer.
pub(super) const ERRORS: [&str; 19] = [
    "invalid_request",
    "invalid_client",
    "invalid_grant",
    "unauthorized_client",
    "unsupported_grant_type",
    "unsupported_response_type",
    "invalid_scope",
    "access_denied",
    "invalid_token",
    "insufficient_scope",
    "redirect_uri_mismatch",
    "invalid_redirect_uri",
    "mismatching_redirect_uri",
    "bad_verification_code",
    "incorrect_client_credentials",
    "authorization_pending",
    "expired_token",
    "missing_scope",
    "invalid_token_response",
];

/// Whether an error code stands in a line, or what people say for one.
pub(in crate::read) fn names_an_error(line: &str) -> bool {
    said::spoken(line).is_some()
        || line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|word| ERRORS.contains(&word))
}

/// Whether a text lists error codes, as documentation does, and nobody tells there what happened to them.
pub(in crate::read) fn lists_errors(text: &str) -> bool {
    const MANY: u32 = 3;
    let mut named: u32 = 0;
    for word in text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
        if matches!(word, "I" | "my" | "My") {
            return false;
        }
        named |= ERRORS.iter().position(|code| *code == word).map_or(0, |index| 1 << index);
    }
    named.count_ones() >= MANY
}

/// `AADSTS50011`: the number by which Microsoft Entra names what is wrong.
pub(super) fn is_of_entra(word: &str) -> bool {
    word.strip_prefix("AADSTS").is_some_and(|digits| digits.len() >= 4 && digits.bytes().all(|b| b.is_ascii_digit()))
}
