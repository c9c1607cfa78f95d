//! What stands for a secret once its bytes are gone.

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Tells whether two secrets are equal, and nothing else. It lives as long as a report and is never printed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(u64, u64);

impl Fingerprint {
    /// The fingerprint of a value: 128 bits of two hashes, so that no two secrets of a report share one.
    #[must_use]
    pub fn of(value: &str) -> Self {
        let half = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            (salt, value).hash(&mut hasher);
            hasher.finish()
        };
        Self(half(1), half(2))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fingerprint")
    }
}
