//! What kinds of bytes a text is made of, in one look: most questions about a value are answered by what it does not hold.

/// The kinds of bytes that a text holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Makeup(u8);

impl Makeup {
    /// White space and other control characters.
    pub const BLANK: Self = Self(1);
    /// `"`, `'` and the backtick.
    pub const QUOTE: Self = Self(1 << 1);
    /// `%` and `+`, which mean another character where a text is percent-encoded.
    pub const ESCAPE: Self = Self(1 << 2);
    /// `{`, `<` and `[`.
    pub const OPENING: Self = Self(1 << 3);
    /// Capitals, and the first letters of `your` and `my`.
    pub const CAPITAL: Self = Self(1 << 4);
    /// What is no ASCII.
    pub const WIDE: Self = Self(1 << 5);

    /// What `text` is made of.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(text.bytes().fold(0, |kinds, byte| kinds | KINDS[usize::from(byte)]))
    }

    /// What either is made of.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether there are bytes of one of these kinds.
    #[must_use]
    pub const fn has(self, kinds: Self) -> bool {
        self.0 & kinds.0 != 0
    }
}

/// The kind of each byte.
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let kind = match byte as u8 {
            b'"' | b'\'' | b'`' => Makeup::QUOTE,
            b'%' | b'+' => Makeup::ESCAPE,
            b'{' | b'<' | b'[' => Makeup::OPENING,
            b'A'..=b'Z' | b'y' | b'm' => Makeup::CAPITAL,
            0..=b' ' | 0x7f => Makeup::BLANK,
            0x80.. => Makeup::WIDE,
            _ => Makeup(0),
        };
        kinds[byte] = kind.0;
        byte += 1;
    }
    kinds
};
