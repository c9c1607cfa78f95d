//! The secrets that are known, by place and by value.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::ops::Bound::{Included, Unbounded};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use super::piece::Secret;
use super::{Fingerprint, floor, is_hidden, is_placeholder, shape};
use crate::finding::SecretKind;
use crate::text::{Span, Text, decode};

/// The shortest value that is looked for elsewhere; a shorter one is hidden only where it stands.
const SHORTEST: usize = 4;
/// A value shorter than this counts elsewhere only as a whole word.
const WORD: usize = 12;
/// How much of a value is its beginning, by which it is found.
const BEGINNING: usize = 128;
/// How many secrets of earlier chunks are remembered.
const MOST: usize = 50_000;
/// How many values with one beginning are remembered, and how many beginnings of beginnings are tried.
const ALIKE: usize = 8;

/// Everything the redaction remembers of a source. It holds secrets and prints none.
#[derive(Default)]
pub(super) struct Secrets {
    /// Where the chunk that is being read begins in its source.
    start: usize,
    places: Vec<(Span, Secret)>,
    sorted: bool,
    known: HashMap<Fingerprint, Secret>,
    /// The forms of secrets by their beginnings.
    needles: BTreeMap<Box<[u8]>, Vec<Needle>>,
    /// The first bytes of all of them, which tell most places apart at once.
    heads: Heads,
    public: HashSet<String>,
    public_places: Vec<Span>,
}

/// The first bytes of what is looked for. A look at one bit decides for nearly every place of a text.
struct Heads {
    bits: Box<[u64]>,
    all: HashSet<[u8; SHORTEST]>,
}

/// A form in which a known secret may stand somewhere else.
struct Needle {
    text: Box<str>,
    secret: Secret,
    /// Whether it is base64 of the secret, whose neighbours may hold bits of it.
    base64: bool,
}

/// A known value that was found in a text, in bytes of that text.
pub(super) struct Hit {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) secret: Secret,
}

impl Secrets {
    /// Goes on to the next chunk, which begins at `start`: places are forgotten, values are not, unless there are too
    /// many.
    pub(super) fn turn(&mut self, start: usize) {
        if self.known.len() > MOST {
            *self = Self::default();
        }
        self.start = start;
        self.places.clear();
        self.public_places.clear();
    }

    /// Remembers a secret; hidden values and placeholders are none.
    pub(super) fn add(&mut self, value: &str, kind: SecretKind, span: Span) {
        let value = value.trim();
        if value.is_empty() || is_hidden(value) || is_placeholder(value) {
            return;
        }
        if kind == SecretKind::Credentials {
            self.add_password(value, span.start);
        }
        let secret = Secret { fingerprint: Fingerprint::of(value), kind, at: self.start + span.start };
        if !span.is_empty() {
            self.places.push((span, secret));
            self.sorted = false;
        }
        if self.known.insert(secret.fingerprint, secret).is_none() && value.len() >= SHORTEST && !is_common(value) {
            self.needle(value, secret, false);
            for alignment in 0..3 {
                self.needle_base64(value, secret, alignment);
            }
        }
    }

    /// Remembers the password inside encoded Basic credentials.
    fn add_password(&mut self, credentials: &str, at: usize) {
        let login = decode::base64(&Text::verbatim(credentials, Span::new(0, credentials.len())));
        if let Some((user, password)) = login.as_ref().and_then(|login| login.as_str().split_once(':')) {
            self.add_public(user, Span::at(at));
            self.add(password, SecretKind::Password, Span::at(at));
        }
    }

    /// Remembers a value that may be shown, however random it looks.
    pub(super) fn add_public(&mut self, value: &str, span: Span) {
        if !value.is_empty() {
            self.public.insert(value.to_owned());
        }
        if !span.is_empty() {
            self.public_places.push(span);
            self.sorted = false;
        }
    }

    pub(super) fn is_public(&self, value: &str) -> bool {
        self.public.contains(value)
    }

    /// Every place of a secret, and what it is.
    pub(super) fn all_places(&self) -> impl Iterator<Item = (Span, crate::finding::SecretKind)> + '_ {
        self.places.iter().map(|(span, secret)| (*span, secret.kind))
    }

    /// The secrets whose places touch `span`.
    pub(super) fn placed(&mut self, span: Span) -> Vec<(Span, Secret)> {
        self.sort();
        touching(&self.places, span, |(place, _)| *place)
    }

    /// The places of public values that touch `span`.
    pub(super) fn public_in(&mut self, span: Span) -> Vec<Span> {
        self.sort();
        touching(&self.public_places, span, |place| *place)
    }

    /// What is known of a value, when it is one of the secrets.
    pub(super) fn of(&self, value: &str) -> Option<Secret> {
        (!self.known.is_empty()).then(|| self.known.get(&Fingerprint::of(value.trim())).copied()).flatten()
    }

    /// Every known value in `text`, in whatever form, in order. Time is linear in the text.
    pub(super) fn find(&self, text: &str) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        if self.needles.is_empty() {
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
            hits.push(Hit { start, end, secret: needle.secret });
            at = end;
        }
        hits
    }

    fn needle(&mut self, text: &str, secret: Secret, base64: bool) {
        let bytes = text.as_bytes();
        if let Some(head) = bytes.first_chunk::<SHORTEST>() {
            self.heads.insert(*head);
            let beginning = bytes.get(..BEGINNING).unwrap_or(bytes);
            let alike = self.needles.entry(beginning.into()).or_default();
            if alike.len() < ALIKE {
                alike.push(Needle { text: text.into(), secret, base64 });
            }
        }
    }

    /// The longest form that stands at `at`, and how many bytes of it do: all, or at least its whole beginning.
    fn longest_at(&self, bytes: &[u8], at: usize) -> Option<(&Needle, usize)> {
        let rest = &bytes[at..];
        let mut beginning = rest.get(..BEGINNING).unwrap_or(rest);
        for _ in 0..ALIKE {
            let (known, needles) = self.needles.range::<[u8], _>((Unbounded, Included(beginning))).next_back()?;
            let common = known.iter().zip(beginning).take_while(|(a, b)| a == b).count();
            if common == known.len() {
                let standing = needles.iter().filter(|needle| needle.stands_at(bytes, at));
                let longest = standing.map(|needle| (needle, needle.common(rest))).max_by_key(|(_, len)| *len);
                if longest.is_some() {
                    return longest;
                }
            }
            // A shorter one can only be a beginning of what this one has in common with the text.
            beginning = &beginning[..common.min(known.len() - 1)];
        }
        None
    }

    /// The characters that base64 makes of the value alone when `alignment` bytes of something else stand before it.
    fn needle_base64(&mut self, value: &str, secret: Secret, alignment: usize) {
        let mut bytes = vec![0; alignment];
        bytes.extend_from_slice(value.as_bytes());
        let (from, to) = ((alignment * 8).div_ceil(6), bytes.len() * 8 / 6);
        let standard = STANDARD_NO_PAD.encode(&bytes);
        let url_safe = URL_SAFE_NO_PAD.encode(&bytes);
        for encoded in [&standard, &url_safe].into_iter().take(if standard == url_safe { 1 } else { 2 }) {
            if let Some(core) = encoded.get(from..to) {
                self.needle(core, secret, true);
            }
        }
    }

    fn sort(&mut self) {
        if !self.sorted {
            self.places.sort_by_key(|(span, _)| (span.start, span.end));
            self.places.dedup_by_key(|(span, secret)| (*span, secret.fingerprint));
            self.public_places.sort_unstable();
            self.public_places.dedup();
            self.sorted = true;
        }
    }
}

impl Heads {
    /// A recording of many thousand calls shows as many tokens, each in several forms.
    const BITS: usize = 1 << 17;

    fn insert(&mut self, head: [u8; SHORTEST]) {
        let (limb, bit) = Self::place(head);
        self.bits[limb] |= bit;
        self.all.insert(head);
    }

    fn contains(&self, head: &[u8; SHORTEST]) -> bool {
        let (limb, bit) = Self::place(*head);
        self.bits[limb] & bit != 0 && self.all.contains(head)
    }

    /// The bit of a head, by multiplicative hashing.
    const fn place(head: [u8; SHORTEST]) -> (usize, u64) {
        let number = u32::from_le_bytes(head).wrapping_mul(0x9e37_79b1) >> (u32::BITS - Self::BITS.ilog2());
        (number as usize / 64, 1 << (number % 64))
    }
}

impl Default for Heads {
    fn default() -> Self {
        Self { bits: vec![0; Self::BITS / 64].into(), all: HashSet::new() }
    }
}

impl Needle {
    /// Whether a form whose beginning stands at `at` counts there.
    fn stands_at(&self, bytes: &[u8], at: usize) -> bool {
        let word = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
        self.text.len() >= WORD
            || self.base64
            || !word(at.checked_sub(1).and_then(|before| bytes.get(before))) && !word(bytes.get(at + self.text.len()))
    }

    /// How many bytes, up to a character's end, it has in common with the beginning of `rest`.
    fn common(&self, rest: &[u8]) -> usize {
        let common = self.text.bytes().zip(rest).take_while(|(a, b)| a == *b).count();
        floor(&self.text, common)
    }
}

/// The entries of a list sorted by start whose spans touch `span`.
///
/// Places of one source nest at most a few deep, so the walk back stops after a few that end before the span.
fn touching<T: Clone>(sorted: &[T], span: Span, place: impl Fn(&T) -> Span) -> Vec<T> {
    const NESTED: usize = 16;
    let until = sorted.partition_point(|entry| place(entry).start < span.end);
    let mut missed = 0;
    let mut found = Vec::new();
    for entry in sorted[..until].iter().rev() {
        if place(entry).overlaps(span) {
            found.push(entry.clone());
        } else {
            missed += 1;
            if missed > NESTED {
                break;
            }
        }
    }
    found.reverse();
    found
}

/// A secret that is also a word of every request: hidden where it stands, not wherever the word is used.
fn is_common(value: &str) -> bool {
    const WORDS: [&str; 14] = [
        "authorization_code",
        "client_credentials",
        "refresh_token",
        "access_token",
        "id_token",
        "client_secret",
        "code",
        "password",
        "token",
        "secret",
        "test",
        "bearer",
        "Bearer",
        "https",
    ];
    WORDS.contains(&value) || (value.len() < 8 && shape::wordy(value) && value.bytes().all(|b| b.is_ascii_lowercase()))
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({})", self.known.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(value: &str) -> Secrets {
        let mut secrets = Secrets::default();
        secrets.add(value, SecretKind::Password, Span::at(0));
        secrets
    }

    fn found<'t>(secrets: &Secrets, text: &'t str) -> Vec<&'t str> {
        secrets.find(text).iter().map(|hit| &text[hit.start..hit.end]).collect()
    }

    #[test]
    fn a_known_value_is_found_in_every_alignment_of_base64() {
        let secrets = with("s3cr3t-of-mine");
        for before in ["", "a", "ab", "user:", "some-user:"] {
            for after in ["", "x", "yz", ":tail"] {
                let encoded = STANDARD_NO_PAD.encode(format!("{before}s3cr3t-of-mine{after}"));
                assert_eq!(secrets.find(&encoded).len(), 1, "{before}..{after}");
            }
        }
    }

    #[test]
    fn a_short_value_counts_only_as_a_word() {
        let secrets = with("qL8w");
        assert_eq!(found(&secrets, "x=qL8w qL8ws qL8w!"), ["qL8w", "qL8w"]);
        assert!(with("abc").find("abc").is_empty());
    }

    #[test]
    fn debug_prints_no_secret() {
        assert_eq!(format!("{:?}", with("hunter2-of-mine")), "Secrets(1)");
    }
}
