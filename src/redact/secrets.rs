//! The secrets that are known, by place and by value.

use std::collections::{HashMap, HashSet};
use std::fmt;

use super::needles::{Hit, Needles, SHORTEST};
use super::piece::Secret;
use super::{Fingerprint, is_hidden, is_placeholder, shape};
use crate::finding::SecretKind;
use crate::text::{Span, Text, decode};

/// How many secrets of earlier chunks are remembered. In all its forms, one takes well over half a kilobyte.
const MOST: usize = 16_384;

/// Everything the redaction remembers of a source. It holds secrets and prints none.
#[derive(Default)]
pub(super) struct Secrets {
    /// Where the chunk that is being read begins in its source.
    start: usize,
    places: Vec<(Span, Secret)>,
    sorted: bool,
    known: HashMap<Fingerprint, Secret>,
    /// What the values look like elsewhere; none where only places are asked for.
    needles: Option<Needles>,
    public: HashSet<String>,
    public_places: Vec<Span>,
}

impl Secrets {
    /// Nothing yet; values will be recognised wherever they stand.
    pub(super) fn everywhere() -> Self {
        Self { needles: Some(Needles::default()), ..Self::default() }
    }

    /// Goes on to the next chunk, which begins at `start`: places are forgotten, values are not, unless there are too
    /// many.
    pub(super) fn turn(&mut self, start: usize) {
        if self.known.len() > MOST {
            self.forget_older_half();
        }
        self.start = start;
        self.places.clear();
        self.public_places.clear();
    }

    /// Forgets those secrets that were not met for the longest.
    fn forget_older_half(&mut self) {
        let mut places: Vec<usize> = self.known.values().map(|secret| secret.at).collect();
        let middle = places.len() / 2;
        let (_, middle, _) = places.select_nth_unstable(middle);
        let known = &mut self.known;
        known.retain(|_, secret| secret.at > *middle);
        if let Some(needles) = &mut self.needles {
            needles.retain(|secret| known.contains_key(&secret.fingerprint));
        }
        self.public.clear();
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
        let new = self.known.insert(secret.fingerprint, secret).is_none();
        if let Some(needles) = self.needles.as_mut().filter(|_| new && value.len() >= SHORTEST && !is_common(value)) {
            needles.add(value, secret);
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
        self.needles.as_ref().map(|needles| needles.find(text)).unwrap_or_default()
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

    #[test]
    fn debug_prints_no_secret() {
        let mut secrets = Secrets::default();
        secrets.add("hunter2-of-mine", SecretKind::Password, Span::at(0));
        assert_eq!(format!("{secrets:?}"), "Secrets(1)");
    }

    #[test]
    fn of_too_many_secrets_those_met_last_stay_known() {
        let mut secrets = Secrets::everywhere();
        let value = |n: usize| format!("secret-of-mine-{n}");
        for n in 0..=MOST {
            secrets.add(&value(n), SecretKind::Password, Span::new(n, n + 1));
        }
        secrets.add(&value(0), SecretKind::Password, Span::new(MOST + 1, MOST + 2));
        secrets.turn(2 * MOST);
        let known = |n: usize| secrets.of(&value(n)).is_some() && secrets.find(&value(n)).len() == 1;
        assert!(known(0) && known(MOST) && known(MOST / 2 + 2));
        assert!(!known(1) && secrets.of(&value(MOST / 2 - 2)).is_none());
    }
}
