//! What stands for a secret once its bytes are gone.

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Tells whether two secrets are equal, and nothing else. It lives as long as a report and is never printed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(u64, u64);

impl Fingerprint {
    /// The fingerprint of a value: 128 bits of a hash, so that no two secrets of a report share one.
    #[must_use]
    pub fn of(value: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        value.hash(&mut hasher);
        let first = hasher.finish();
        first.hash(&mut hasher);
        Self(first, hasher.finish())
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fingerprint")
    }
}
