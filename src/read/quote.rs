//! Where a JSON string goes on or ends.

use memchr::memchr2;

/// Bytes that are looked at in place, before the machinery for long strings is started.
const NEAR: usize = 32;

/// The first quote or backslash from `at` on. Most strings of a recording are short.
pub(super) fn special(bytes: &[u8], mut at: usize) -> Option<usize> {
    let near = at + NEAR;
    while at < near {
        let Some(eight) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) else { break };
        let word = u64::from_le_bytes(*eight);
        let found = has(word, b'"') | has(word, b'\\');
        if found != 0 {
            return Some(at + (found.trailing_zeros() / 8) as usize);
        }
        at += 8;
    }
    memchr2(b'"', b'\\', bytes.get(at..)?).map(|n| at + n)
}

/// The high bit of the first byte that equals `byte`; what lies above it means nothing.
const fn has(word: u64, byte: u8) -> u64 {
    const LOW: u64 = 0x0101_0101_0101_0101;
    let x = word ^ (LOW * byte as u64);
    x.wrapping_sub(LOW) & !x & (LOW << 7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_eight_bytes_is_found() {
        let text = "01234567\u{e4}\u{100}xx\"\\";
        for start in 0..text.len() {
            let plain = text.bytes().skip(start).position(|b| matches!(b, b'"' | b'\\')).map(|n| start + n);
            assert_eq!(special(text.as_bytes(), start), plain);
        }
    }
}
