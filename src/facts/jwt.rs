//! JSON Web Tokens (RFC 7519), as far as they can be read without a key: header and claims, never the signature.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

/// Times beyond this are milliseconds: as seconds it lies in the year 5138.
const MOST_SECONDS: i64 = 100_000_000_000;

/// Header and claims.
#[derive(Clone, Debug)]
pub struct Jwt {
    header: Map<String, Value>,
    claims: Map<String, Value>,
}

/// What keeps a text that begins like a JWT from being one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// Its signature, or more, is missing.
    Cut,
    /// A part is no base64url.
    Encoding,
    /// A part is no JSON object.
    Json,
}

impl Damage {
    /// The name in rules.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cut => "cut",
            Self::Encoding => "not-base64",
            Self::Json => "not-json",
        }
    }
}

/// Whether a text begins as every JWT does: with the base64url of `{"`.
#[must_use]
pub fn begins_like_one(text: &str) -> bool {
    text.starts_with("eyJ") && text.len() > 16
}

/// Reads a JWT. `None` for an encrypted one, which nobody can read (RFC 7516: five parts), and for a text without dots,
/// which may be anything.
///
/// # Errors
/// What is damaged.
pub fn read(text: &str) -> Option<Result<Jwt, Damage>> {
    let parts: Vec<&str> = text.split('.').collect();
    let (header, claims, signature) = match parts.as_slice() {
        [header, claims, signature] => (*header, *claims, *signature),
        [header, claims] => (*header, *claims, ""),
        _ => return None,
    };
    let object = |part: &str| -> Result<Map<String, Value>, Damage> {
        let bytes = URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).map_err(|_| Damage::Encoding)?;
        serde_json::from_slice(&bytes).map_err(|_| Damage::Json)
    };
    Some(object(header).and_then(|header| {
        let unsigned = header.get("alg").and_then(Value::as_str) == Some("none");
        if signature.is_empty() && !unsigned {
            return Err(Damage::Cut);
        }
        Ok(Jwt { header, claims: object(claims)? })
    }))
}

impl Jwt {
    fn claim(&self, name: &str) -> Option<&str> {
        self.claims.get(name)?.as_str()
    }

    fn number(&self, name: &str) -> Option<i64> {
        let value = self.claims.get(name)?;
        // Whole seconds are enough; a fraction is allowed (RFC 7519 2).
        value.as_i64().or_else(|| value.to_string().split('.').next()?.parse().ok())
    }

    /// A time in seconds since 1970, whatever unit it was written in.
    fn time(&self, name: &str) -> Option<i64> {
        self.number(name).map(|time| if time.abs() > MOST_SECONDS { time / 1000 } else { time })
    }

    /// `alg`.
    #[must_use]
    pub fn algorithm(&self) -> Option<&str> {
        self.header.get("alg")?.as_str()
    }

    /// `iss`.
    #[must_use]
    pub fn issuer(&self) -> Option<&str> {
        self.claim("iss")
    }

    /// `aud`, one or several.
    #[must_use]
    pub fn audiences(&self) -> Vec<&str> {
        match self.claims.get("aud") {
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// `exp`, in seconds since 1970.
    #[must_use]
    pub fn ends(&self) -> Option<i64> {
        self.time("exp")
    }

    /// When it begins to be valid: `nbf`, else `iat`.
    #[must_use]
    pub fn begins(&self) -> Option<i64> {
        self.time("nbf").or_else(|| self.time("iat"))
    }

    /// Seconds from `iat` to `exp`.
    #[must_use]
    pub fn lives(&self) -> Option<i64> {
        Some(self.time("exp")? - self.time("iat")?)
    }

    /// Whether its times are written in milliseconds.
    #[must_use]
    pub fn in_milliseconds(&self) -> bool {
        ["exp", "iat", "nbf"].iter().any(|name| self.number(name).is_some_and(|time| time.abs() > MOST_SECONDS))
    }

    /// What it was made for, where it says so: by `typ` (RFC 9068 2.1; Keycloak writes it among the claims), by the
    /// claims of an ID token (OpenID Connect Core 2).
    #[must_use]
    pub fn made_for(&self) -> Option<&'static str> {
        let typ = self.header.get("typ").and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
        match (typ.trim_start_matches("application/"), self.claim("typ"), self.claim("token_use")) {
            ("at+jwt", ..) | (_, Some("Bearer"), _) | (.., Some("access")) => Some("access"),
            (_, Some("Refresh" | "Offline"), _) => Some("refresh"),
            (_, Some("ID"), _) | (.., Some("id")) => Some("id"),
            _ if ["nonce", "at_hash", "c_hash"].iter().any(|name| self.claims.contains_key(*name)) => Some("id"),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(header: &str, claims: &str) -> String {
        format!("{}.{}.c2ln", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims))
    }

    #[test]
    fn claims_are_read_and_milliseconds_noticed() {
        let text = token(
            r#"{"alg":"RS256"}"#,
            r#"{"iss":"https://as.example","aud":["a","b"],"exp":1700000000000,"iat":1.7e9}"#,
        );
        let jwt = read(&text).expect("three parts").expect("sound");
        assert_eq!(
            (jwt.issuer(), jwt.audiences(), jwt.ends()),
            (Some("https://as.example"), vec!["a", "b"], Some(1_700_000_000))
        );
        assert!(jwt.in_milliseconds());
    }

    #[test]
    fn what_is_damaged_is_named() {
        let whole = token(r#"{"alg":"RS256"}"#, "{}");
        let cut = &whole[..whole.len() - 5];
        assert_eq!(read(cut).and_then(Result::err), Some(Damage::Cut));
        assert_eq!(read("eyJh$.e30.c2ln").and_then(Result::err), Some(Damage::Encoding));
        assert_eq!(read(&token(r#"{"alg":"RS256"}"#, "{\"a\":")).and_then(Result::err), Some(Damage::Json));
        assert!(read("eyJ.a.b.c.d").is_none(), "encrypted");
        assert!(read("eyJhbGciOiJub25lIn0.e30.").is_some_and(|read| read.is_ok()), "unsigned");
    }
}
