//! What known secrets look like elsewhere: their forms, looked for in a text in one pass.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Bound::{Included, Unbounded};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use super::piece::Secret;
use crate::text::boundary::floor;

/// The shortest value that is looked for elsewhere; a shorter one is hidden only where it stands.
pub(super) const SHORTEST: usize = 4;
/// A value shorter than this counts elsewhere only as a whole word.
const WORD: usize = 12;
/// How much of a value is its beginning, by which it is found.
const BEGINNING: usize = 128;
/// How many values with one beginning are remembered, and how many beginnings of beginnings are tried.
const ALIKE: usize = 8;

/// The forms of the secrets that are known. A long recording shows many secrets, each in several forms: one takes as
/// little room as it can.
#[derive(Default)]
pub(super) struct Needles {
    /// What the forms stand for.
    secrets: Vec<Secret>,
    /// The forms that are no longer than a beginning.
    short: BTreeMap<Box<[u8]>, Needle>,
    /// The longer ones, by their beginnings.
    long: HashMap<Box<[u8]>, Vec<Long>>,
    /// The first bytes of all of them, which tell most places apart at once.
    heads: Heads,
}

/// A form in which a known secret may stand somewhere else.
#[derive(Clone, Copy)]
struct Needle {
    /// Its secret, by index.
    secret: u32,
    /// Whether it is base64 of the secret, whose neighbours may hold bits of it.
    base64: bool,
}

/// A form that is longer than its beginning.
type Long = (Box<str>, Needle);

/// The first bytes of what is looked for. A look at one bit decides for nearly every place of a text.
#[derive(Default)]
struct Heads {
    /// None before the first head.
    bits: Vec<u64>,
    all: HashSet<[u8; SHORTEST]>,
}

/// A known value that was found in a text, in bytes of that text.
pub(super) struct Hit {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) secret: Secret,
}

impl Needles {
    /// Remembers what a secret looks like: as it is, and as base64 makes it.
    pub(super) fn add(&mut self, value: &str, secret: Secret) {
        let Ok(number) = u32::try_from(self.secrets.len()) else { return };
        self.secrets.push(secret);
        self.needle(value, Needle { secret: number, base64: false });
        for alignment in 0..3 {
            self.needle_base64(value, Needle { secret: number, base64: true }, alignment);
        }
    }

    /// Forgets every secret but these.
    pub(super) fn retain(&mut self, keep: impl Fn(&Secret) -> bool) {
        let mut kept = 0..;
        let numbers: Vec<Option<u32>> =
            self.secrets.iter().map(|secret| keep(secret).then(|| kept.next()).flatten()).collect();
        let stays = |needle: &mut Needle| {
            let number = numbers.get(needle.secret as usize).copied().flatten();
            needle.secret = number.unwrap_or_default();
            number.is_some()
        };
        self.secrets.retain(keep);
        self.short.retain(|_, needle| stays(needle));
        self.long.retain(|_, alike| {
            alike.retain_mut(|(_, needle)| stays(needle));
            !alike.is_empty()
        });
        self.heads = Heads::default();
        let heads = self.short.keys().chain(self.long.keys()).filter_map(|form| form.first_chunk());
        heads.for_each(|head| self.heads.insert(*head));
    }

    /// Every known value in `text`, in whatever form, in order. Time is linear in the text.
    pub(super) fn find(&self, text: &str) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        if self.secrets.is_empty() {
            return hits;
        }
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(head) = bytes.get(at..).and_then(|rest| rest.first_chunk::<SHORTEST>()) {
            let known = self.heads.contains(head).then(|| self.longest_at(bytes, at)).flatten();
            let Some((needle, len)) = known else {
                at += 1;
                continue;
            };
            let (mut start, mut end) = (at, at + len);
            if needle.base64 {
                let floor = hits.last().map_or(0, |hit| hit.end);
                let is_base64 = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'-' | b'_');
                start -= bytes[floor..start].iter().rev().take(4).take_while(|b| is_base64(b)).count();
                end += bytes[end..].iter().take(4).take_while(|b| is_base64(b) || **b == b'=').count();
            }
            if let Some(secret) = self.secrets.get(needle.secret as usize) {
                hits.push(Hit { start, end, secret: *secret });
            }
            at = end;
        }
        hits
    }

    fn needle(&mut self, text: &str, needle: Needle) {
        let bytes = text.as_bytes();
        let Some(head) = bytes.first_chunk::<SHORTEST>() else { return };
        self.heads.insert(*head);
        match bytes.get(..BEGINNING) {
            Some(beginning) if bytes.len() > BEGINNING => {
                let alike = self.long.entry(beginning.into()).or_default();
                if alike.len() < ALIKE {
                    alike.push((text.into(), needle));
                }
            }
            _ => match self.short.entry(bytes.into()) {
                Entry::Vacant(place) => {
                    place.insert(needle);
                }
                // Base64 counts wherever it stands, so it covers more.
                Entry::Occupied(mut known) if needle.base64 || !known.get().base64 => {
                    known.insert(needle);
                }
                Entry::Occupied(_) => {}
            },
        }
    }

    /// The characters that base64 makes of the value alone when `alignment` bytes of something else stand before it.
    fn needle_base64(&mut self, value: &str, needle: Needle, alignment: usize) {
        let mut bytes = vec![0; alignment];
        bytes.extend_from_slice(value.as_bytes());
        let (from, to) = ((alignment * 8).div_ceil(6), bytes.len() * 8 / 6);
        let standard = STANDARD_NO_PAD.encode(&bytes);
        let url_safe = standard.contains(['+', '/']).then(|| URL_SAFE_NO_PAD.encode(&bytes));
        for encoded in [Some(standard), url_safe].into_iter().flatten() {
            if let Some(core) = encoded.get(from..to) {
                self.needle(core, needle);
            }
        }
    }

    /// The longest form that stands at `at`, and how many bytes of it do: all, or at least its whole beginning.
    fn longest_at(&self, bytes: &[u8], at: usize) -> Option<(Needle, usize)> {
        let rest = &bytes[at..];
        let mut beginning = rest.get(..BEGINNING).unwrap_or(rest);
        let alike = self.long.get(beginning).map(Vec::as_slice).unwrap_or_default();
        let longest = alike.iter().map(|(text, needle)| (*needle, common(text, rest))).max_by_key(|(_, len)| *len);
        if longest.is_some() {
            return longest;
        }
        for _ in 0..ALIKE {
            let (known, needle) = self.short.range::<[u8], _>((Unbounded, Included(beginning))).next_back()?;
            let common = known.iter().zip(beginning).take_while(|(a, b)| a == b).count();
            if common == known.len() && needle.stands_at(bytes, at, at + common) {
                return Some((*needle, common));
            }
            // A shorter one can only be a beginning of what this one has in common with the text.
            beginning = &beginning[..common.min(known.len() - 1)];
        }
        None
    }
}

impl Needle {
    /// Whether a form that stands at `start..end` counts there.
    fn stands_at(self, bytes: &[u8], start: usize, end: usize) -> bool {
        let word = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
        end - start >= WORD
            || self.base64
            || !word(start.checked_sub(1).and_then(|before| bytes.get(before))) && !word(bytes.get(end))
    }
}

/// How many bytes, up to a character's end, a form has in common with the beginning of `rest`.
fn common(text: &str, rest: &[u8]) -> usize {
    floor(text, text.bytes().zip(rest).take_while(|(a, b)| a == *b).count())
}

impl Heads {
    /// Bits for each head at least, so that few others share one.
    const SPARSE: usize = 32;
    /// The least and the most bits.
    const BITS: (usize, usize) = (1 << 10, 1 << 17);

    fn insert(&mut self, head: [u8; SHORTEST]) {
        if !self.all.insert(head) {
            return;
        }
        let bits = (self.all.len() * Self::SPARSE).next_power_of_two().clamp(Self::BITS.0, Self::BITS.1);
        if bits > self.bits.len() * 64 {
            self.bits = vec![0; bits / 64];
            let Self { bits, all } = self;
            all.iter().for_each(|head| Self::set(bits, *head));
        } else {
            Self::set(&mut self.bits, head);
        }
    }

    fn set(bits: &mut [u64], head: [u8; SHORTEST]) {
        let (limb, bit) = Self::place(head, bits.len());
        bits[limb] |= bit;
    }

    fn contains(&self, head: &[u8; SHORTEST]) -> bool {
        let (limb, bit) = Self::place(*head, self.bits.len());
        self.bits.get(limb).is_some_and(|bits| bits & bit != 0) && self.all.contains(head)
    }

    /// The bit of a head among so many limbs, by multiplicative hashing.
    const fn place(head: [u8; SHORTEST], limbs: usize) -> (usize, u64) {
        let number = u32::from_le_bytes(head).wrapping_mul(0x9e37_79b1);
        // The upper bits are the mixed ones.
        let number = (number >> 15) as usize & (limbs * 64).wrapping_sub(1);
        (number / 64, 1 << (number % 64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::SecretKind;
    use crate::redact::Fingerprint;

    fn with(value: &str) -> Needles {
        let mut needles = Needles::default();
        let secret = Secret { fingerprint: Fingerprint::of(value), kind: SecretKind::Password, at: 0 };
        needles.add(value, secret);
        needles
    }

    fn found<'t>(needles: &Needles, text: &'t str) -> Vec<&'t str> {
        needles.find(text).iter().map(|hit| &text[hit.start..hit.end]).collect()
    }

    #[test]
    fn a_known_value_is_found_in_every_alignment_of_base64() {
        let needles = with("s3cr3t-of-mine");
        for before in ["", "a", "ab", "user:", "some-user:"] {
            for after in ["", "x", "yz", ":tail"] {
                let encoded = STANDARD_NO_PAD.encode(format!("{before}s3cr3t-of-mine{after}"));
                assert_eq!(needles.find(&encoded).len(), 1, "{before}..{after}");
            }
        }
    }

    #[test]
    fn what_is_forgotten_is_found_no_more_and_the_rest_still_is() {
        let long = "0123456789abcdef".repeat(20);
        let (old, new) = ("old-secret-of-mine", ["new-secret-of-mine", &long]);
        let mut needles = with(old);
        for (at, value) in new.into_iter().enumerate() {
            let fingerprint = Fingerprint::of(value);
            needles.add(value, Secret { fingerprint, kind: SecretKind::Password, at: at + 1 });
        }
        needles.retain(|secret| secret.at > 0);
        let text = format!("{old} {} {} {long}", new[0], STANDARD_NO_PAD.encode(new[0]));
        let places: Vec<usize> = needles.find(&text).iter().map(|hit| hit.secret.at).collect();
        assert_eq!(places, [1, 1, 2]);
    }

    #[test]
    fn a_short_value_counts_only_as_a_word() {
        let needles = with("qL8w");
        assert_eq!(found(&needles, "x=qL8w qL8ws qL8w!"), ["qL8w", "qL8w"]);
        assert!(with("abc").find("abc").is_empty());
    }

    #[test]
    fn a_long_value_is_found_by_its_beginning_and_covered_as_far_as_it_goes() {
        let long: String = ('a'..='z').cycle().take(300).collect();
        let needles = with(&long);
        let (cut, other) = (&long[..200], format!("{}!", &long[..100]));
        assert_eq!(found(&needles, &format!("x {long} {cut} {other}")), [&long, cut]);
    }
}
