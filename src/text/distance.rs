//! How far two words are apart.

/// The edit distance of two words: insertions, deletions, replacements and swaps of neighbours, each one step
/// (optimal string alignment).
#[must_use]
pub fn edit_distance(a: &str, b: &str) -> usize {
    within(a, b, usize::MAX).unwrap_or(usize::MAX)
}

/// The edit distance of two words where it is at most `limit`; counting ends where it cannot be.
fn within(a: &str, b: &str, limit: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (a, b) = differing(&a, &b);
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.iter().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(i + 1);
        for (j, right) in b.iter().enumerate() {
            let mut best = (row[j] + usize::from(left != right)).min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && *left == b[j - 1] && a[i - 1] == *right {
                best = best.min(before[j - 1] + 1);
            }
            next.push(best);
        }
        // Every way goes through one of two neighbouring rows.
        if row.iter().chain(&next).all(|distance| *distance > limit) {
            return None;
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().filter(|distance| *distance <= limit)
}

/// What is left of two words without the beginning and the end that they share.
fn differing<'w>(a: &'w [char], b: &'w [char]) -> (&'w [char], &'w [char]) {
    let head = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[head..], &b[head..]);
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    (&a[..a.len() - tail], &b[..b.len() - tail])
}

/// The edit distance where it is at most `limit`. Words that cannot be so near are told apart without counting.
#[must_use]
pub fn slip(a: &str, b: &str, limit: usize) -> Option<usize> {
    let widest = if a.is_ascii() && b.is_ascii() { 1 } else { char::MAX.len_utf8() };
    if a.len().abs_diff(b.len()) > widest * limit || !Letters::of(a).may_slip(Letters::of(b), limit) {
        return None;
    }
    within(a, b, limit)
}

/// Which of the letters A to Z, in either case, and of the digits a word has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letters(pub u64);

impl Letters {
    /// Those of `word`.
    #[must_use]
    pub const fn of(word: &str) -> Self {
        let mut set = 0;
        let mut rest = word.as_bytes();
        while let [byte, behind @ ..] = rest {
            if byte.is_ascii_alphanumeric() {
                set |= 1 << ((*byte | 0x20) & 63);
            }
            rest = behind;
        }
        Self(set)
    }

    /// Whether so many edits can lead from one word to the other: one changes two letters at most.
    #[must_use]
    pub const fn may_slip(self, other: Self, limit: usize) -> bool {
        (self.0 ^ other.0).count_ones() as usize <= 2 * limit
    }
}
