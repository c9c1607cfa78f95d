//! Which parameters and headers are secret, by name.

use crate::finding::SecretKind;

/// The longest of the names, in letters and digits.
const LONGEST: usize = "authorizationcode".len();

/// What kind of secret a parameter of this name holds; `None` for what may be shown.
#[must_use]
pub fn of_param(name: &str) -> Option<SecretKind> {
    let mut plain = [0; LONGEST];
    let mut len = 0;
    for byte in name.bytes().filter(u8::is_ascii_alphanumeric) {
        *plain.get_mut(len)? = byte.to_ascii_lowercase();
        len += 1;
    }
    Some(match std::str::from_utf8(&plain[..len]).ok()? {
        "clientsecret" | "secret" | "consumersecret" | "appsecret" => SecretKind::ClientSecret,
        "code" | "authorizationcode" | "authcode" => SecretKind::Code,
        "devicecode" => SecretKind::DeviceCode,
        "accesstoken" | "token" | "oauthtoken" | "subjecttoken" | "actortoken" | "bearertoken" => {
            SecretKind::AccessToken
        }
        "refreshtoken" => SecretKind::RefreshToken,
        "idtoken" | "idtokenhint" => SecretKind::IdToken,
        "password" | "passwd" | "pwd" => SecretKind::Password,
        "assertion" | "clientassertion" => SecretKind::Assertion,
        "codeverifier" => SecretKind::CodeVerifier,
        "state" | "nonce" => SecretKind::State,
        "apikey" | "apitoken" | "key" | "signature" | "sig" => SecretKind::ApiKey,
        _ => return None,
    })
}

/// Whether a header of this name presents a key or a token of its service: `X-Api-Key`, `api_access_token`.
#[must_use]
pub fn is_header_of_key(name: &str) -> bool {
    const ENDS: [&str; 4] = ["token", "key", "secret", "auth"];
    const OTHERS: [&str; 4] = ["csrf", "xsrf", "idempotency", "cache"];
    let ends = |end: &str| {
        name.len() >= end.len() && name.as_bytes()[name.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes())
    };
    ENDS.iter().any(|end| ends(end)) && {
        let lower = name.to_ascii_lowercase();
        !OTHERS.iter().any(|other| lower.contains(other))
    }
}
