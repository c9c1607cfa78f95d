//! What a name says about its value.

use crate::finding::SecretKind;
use crate::text::Letters;

/// What a parameter's, header's, member's or variable's name says about the value it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// The value is a secret.
    Secret(SecretKind),
    /// The value is a secret of this kind in a request; elsewhere the word means other things too (`code`, `state`).
    Ambiguous(SecretKind),
    /// The value of a header that holds scheme and credentials.
    Credentials,
    /// The value is a list of cookies.
    Cookies,
    /// The value is known not to be a secret, however random it looks (`client_id`).
    Public,
    /// It says nothing.
    Other,
}

/// Longest name that is looked at, in letters and digits.
const LONGEST: usize = 48;

/// What `name` says, however it is spelt: `clientSecret`, `client-secret`, `client_secert`.
#[must_use]
pub fn name(name: &str) -> Name {
    let mut buffer = [0; LONGEST];
    let mut len = 0;
    for byte in name.bytes().filter(u8::is_ascii_alphanumeric) {
        match buffer.get_mut(len) {
            Some(slot) => *slot = byte.to_ascii_lowercase(),
            None => return Name::Other,
        }
        len += 1;
    }
    let folded = std::str::from_utf8(&buffer[..len]).unwrap_or_default();
    exact(folded).or_else(|| by_ending(folded)).or_else(|| misspelt(folded)).unwrap_or(Name::Other)
}

fn exact(folded: &str) -> Option<Name> {
    use SecretKind as Kind;
    Some(match folded {
        "code" => Name::Ambiguous(Kind::Code),
        "authcode" | "authorizationcode" | "authorisationcode" => Name::Ambiguous(Kind::Code),
        "state" | "nonce" => Name::Ambiguous(Kind::State),
        "token" => Name::Ambiguous(Kind::AccessToken),
        "secret" => Name::Ambiguous(Kind::ClientSecret),
        "signature" | "sig" | "hmac" | "credential" | "credentials" | "otp" | "pin" => Name::Ambiguous(Kind::Unknown),
        "session" | "sessionid" | "sid" | "csrf" | "xsrf" => Name::Ambiguous(Kind::Cookie),
        "devicecode" | "usercode" => Name::Secret(Kind::DeviceCode),
        "bearer" | "subjecttoken" | "actortoken" | "zat" | "jwt" | "loginticket" => Name::Secret(Kind::AccessToken),
        "pass" | "passwd" | "pwd" | "passcode" | "passphrase" => Name::Secret(Kind::Password),
        "idtokenhint" => Name::Secret(Kind::IdToken),
        "loginhinttoken" => Name::Secret(Kind::IdToken),
        "samlresponse" | "samlassertion" => Name::Secret(Kind::Assertion),
        "ocpapimsubscriptionkey" | "subscriptionkey" | "authkey" => Name::Secret(Kind::ApiKey),
        "authorization" | "proxyauthorization" | "auth" | "xauthorization" => Name::Credentials,
        "cookie" | "setcookie" | "cookies" => Name::Cookies,
        "clientid"
        | "clientidentifier"
        | "redirecturi"
        | "redirecturl"
        | "redirecturis"
        | "scope"
        | "scopes"
        | "audience"
        | "aud"
        | "resource"
        | "granttype"
        | "responsetype"
        | "responsemode"
        | "tokentype"
        | "codechallenge"
        | "codechallengemethod"
        | "clientassertiontype"
        | "subjecttokentype"
        | "actortokentype"
        | "requestedtokentype"
        | "tokentypehint"
        | "issuer"
        | "iss"
        | "kid"
        | "host"
        | "username"
        | "user"
        | "email"
        | "error"
        | "errordescription"
        | "erroruri" => Name::Public,
        _ => return None,
    })
}

fn by_ending(folded: &str) -> Option<Name> {
    use SecretKind as Kind;
    const ENDINGS: &[(&str, SecretKind)] = &[
        ("clientsecret", Kind::ClientSecret),
        ("refreshtoken", Kind::RefreshToken),
        ("idtoken", Kind::IdToken),
        ("apitoken", Kind::ApiKey),
        ("token", Kind::AccessToken),
        ("secret", Kind::ClientSecret),
        ("password", Kind::Password),
        ("passphrase", Kind::Password),
        ("passwd", Kind::Password),
        ("apikey", Kind::ApiKey),
        ("accesskey", Kind::ApiKey),
        ("secretkey", Kind::ApiKey),
        ("privatekey", Kind::ApiKey),
        ("signingkey", Kind::ApiKey),
        ("assertion", Kind::Assertion),
        ("codeverifier", Kind::CodeVerifier),
        ("devicecode", Kind::DeviceCode),
        ("authcode", Kind::Code),
        ("signature", Kind::Unknown),
        ("sessionid", Kind::Cookie),
    ];
    const TALK: [&str; 8] = ["invalid", "expired", "missing", "unsupported", "unknown", "bad", "wrong", "no"];
    // Most names are told apart by their last letter.
    let last = folded.as_bytes().last();
    let ends = |ending: &str| ending.as_bytes().last() == last && folded.ends_with(ending);
    let &(_, kind) = ENDINGS.iter().find(|(ending, _)| ends(ending))?;
    (!TALK.iter().any(|word| folded.starts_with(word))).then_some(Name::Secret(kind))
}

/// A name that tells of a secret, with its letters, which tell most others apart from it at once.
type Known = (&'static str, Letters, Name);

const fn known(name: &'static str, says: Name) -> Known {
    (name, Letters::of(name), says)
}

fn misspelt(folded: &str) -> Option<Name> {
    use SecretKind as Kind;
    const KNOWN: [Known; 11] = [
        known("clientsecret", Name::Secret(Kind::ClientSecret)),
        known("accesstoken", Name::Secret(Kind::AccessToken)),
        known("refreshtoken", Name::Secret(Kind::RefreshToken)),
        known("password", Name::Secret(Kind::Password)),
        known("codeverifier", Name::Secret(Kind::CodeVerifier)),
        known("devicecode", Name::Secret(Kind::DeviceCode)),
        known("clientassertion", Name::Secret(Kind::Assertion)),
        known("assertion", Name::Secret(Kind::Assertion)),
        known("authorization", Name::Credentials),
        known("proxyauthorization", Name::Credentials),
        known("setcookie", Name::Cookies),
    ];
    let given = Letters::of(folded);
    let near = |(known, letters, _): &&Known| {
        let allowed = if known.len() >= 11 { 2 } else { 1 };
        known.len().abs_diff(folded.len()) <= allowed
            && letters.may_slip(given, allowed)
            && within(known.as_bytes(), folded.as_bytes(), allowed)
    };
    KNOWN.iter().find(near).map(|&(_, _, says)| says)
}

/// Whether `a` becomes `b` in at most `allowed` steps: a letter put in, left out, changed, or two neighbours swapped.
fn within(a: &[u8], b: &[u8], allowed: usize) -> bool {
    let mut before = [0; LONGEST + 1];
    let mut last: [usize; LONGEST + 1] = std::array::from_fn(|n| n);
    for (i, from) in a.iter().enumerate() {
        let mut row = [i + 1; LONGEST + 1];
        for (j, to) in b.iter().enumerate() {
            row[j + 1] = (last[j] + usize::from(from != to)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *from == b[j - 1] && a[i - 1] == *to {
                row[j + 1] = row[j + 1].min(before[j - 1] + 1);
            }
        }
        if row[..=b.len()].iter().all(|steps| *steps > allowed) {
            return false;
        }
        before = last;
        last = row;
    }
    last[b.len()] <= allowed
}

#[cfg(test)]
mod tests {
    use super::*;
    use SecretKind as Kind;

    #[test]
    fn spelling_does_not_hide_a_secret() {
        for spelt in
            ["client_secret", "clientSecret", "client-secret", "CLIENT_SECRET", "client_secert", "cleint_secret"]
        {
            assert_eq!(name(spelt), Name::Secret(Kind::ClientSecret), "{spelt}");
        }
        assert_eq!(name("x-api-key"), Name::Secret(Kind::ApiKey));
        assert_eq!(name("acces_token"), Name::Secret(Kind::AccessToken));
        assert_eq!(name("user[password]"), Name::Secret(Kind::Password));
        assert_eq!(name("Authorisation"), Name::Credentials);
        assert_eq!(name("Set-Cookie"), Name::Cookies);
        assert_eq!(name("ZENDESK_OAUTH_TOKEN"), Name::Secret(Kind::AccessToken));
        assert_eq!(name("code"), Name::Ambiguous(Kind::Code));
    }

    #[test]
    fn what_must_be_read_stays() {
        for open in ["client_id", "redirect_uri", "scope", "grant_type", "token_type", "code_challenge_method"] {
            assert_eq!(name(open), Name::Public, "{open}");
        }
        for other in ["Content-Type", "invalid_token", "expires_in", "subdomain", "status", "", "x"] {
            assert_eq!(name(other), Name::Other, "{other}");
        }
    }
}
