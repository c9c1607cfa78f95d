//! Proof Key for Code Exchange (RFC 7636).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// What is wrong with the form of a PKCE parameter, and how it should be written where that can be told.
#[must_use]
pub fn fault(name: &str, value: &str, method: Option<&str>) -> Option<(&'static str, Option<String>)> {
    match name {
        "code_challenge_method" => {
            let known = matches!(value, "S256" | "plain");
            let corrected = if value.to_ascii_lowercase().contains("plain") { "plain" } else { "S256" };
            (!known).then(|| ("method", Some(corrected.to_owned())))
        }
        "code_challenge" if method.is_some_and(|method| method.eq_ignore_ascii_case("S256")) => challenge(value),
        "code_challenge" | "code_verifier" => verifier(value).map(|reason| (reason, None)),
        _ => None,
    }
}

/// A S256 challenge is 43 characters of base64url without padding (RFC 7636 4.2).
fn challenge(value: &str) -> Option<(&'static str, Option<String>)> {
    let corrected = || Some(value.trim_end_matches('=').replace('+', "-").replace('/', "_"));
    if value.ends_with('=') {
        Some(("padding", corrected()))
    } else if value.contains(['+', '/', ' ']) {
        Some(("alphabet", corrected()))
    } else if !value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) {
        Some(("alphabet", None))
    } else {
        (value.len() != 43).then_some(("length", None))
    }
}

/// A verifier is 43 to 128 of the unreserved characters (RFC 7636 4.1).
fn verifier(value: &str) -> Option<&'static str> {
    let unreserved = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~');
    if !value.bytes().all(unreserved) {
        Some("alphabet")
    } else {
        (!(43..=128).contains(&value.len())).then_some("length")
    }
}

/// How a verifier and a challenge agree.
#[must_use]
pub fn agreement(verifier: &str, challenge: &str, method: Option<&str>) -> &'static str {
    let hashed = URL_SAFE_NO_PAD.encode(hmac_sha256::Hash::hash(verifier.as_bytes()));
    let plain = challenge.trim_end_matches('=').replace('+', "-").replace('/', "_");
    match method {
        Some(method) if method.eq_ignore_ascii_case("S256") && challenge == hashed => "match",
        Some(method) if method.eq_ignore_ascii_case("S256") && plain == hashed => "other-alphabet",
        Some(method) if method.eq_ignore_ascii_case("S256") && challenge == verifier => "plain-for-s256",
        None | Some("plain") if challenge == verifier => "match",
        _ => "mismatch",
    }
}
