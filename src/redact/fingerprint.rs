//! What stands for a secret once its bytes are gone.

use std::fmt;

/// Tells whether two secrets are equal, and nothing else. It lives as long as a report and is never printed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// The fingerprint of a value: the first half of its HMAC-SHA-256 under a key of our own.
    #[must_use]
    pub fn of(value: &str) -> Self {
        const KEY: &[u8] = b"grantlint: same value, same tag";
        let mac = hmac_sha256::HMAC::mac(value, KEY);
        let mut half = [0; 16];
        half.copy_from_slice(&mac[..16]);
        Self(half)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fingerprint")
    }
}
