//! Which parameters are secret, by name.

use crate::finding::SecretKind;

/// What kind of secret a parameter of this name holds; `None` for what may be shown.
#[must_use]
pub fn of_param(name: &str) -> Option<SecretKind> {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    Some(match plain.as_str() {
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
