//! Redacted text: words that may be shown and tags in the place of secrets.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Fingerprint;
use crate::finding::SecretKind;

/// A secret that is shown as a tag; it does not own its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Secret {
    /// Tells it from other secrets.
    pub fingerprint: Fingerprint,
    /// What it is.
    pub kind: SecretKind,
    /// Where it stands in the source, in bytes; `usize::MAX` where that is not known. Tags are numbered by place.
    pub at: usize,
}

/// A piece of redacted text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text that may be shown. A report keeps many texts for long: our own words are borrowed.
    Text(Cow<'static, str>),
    /// A secret.
    Secret(Secret),
}

/// Text without secrets. It becomes a string when the tags are numbered.
#[derive(Clone, Debug)]
pub struct Redacted(Pieces);

/// The pieces of a text. A report keeps many for long, and most of them are one sentence of ours.
#[derive(Clone, Debug)]
enum Pieces {
    One(Piece),
    Many(Vec<Piece>),
}

impl Default for Redacted {
    fn default() -> Self {
        Self::new()
    }
}

impl Redacted {
    /// Nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self(Pieces::Many(Vec::new()))
    }

    /// The pieces, in order.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        match &self.0 {
            Pieces::One(piece) => std::slice::from_ref(piece),
            Pieces::Many(pieces) => pieces,
        }
    }

    /// Whether nothing is shown.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pieces().iter().all(|piece| matches!(piece, Piece::Text(text) if text.is_empty()))
    }

    /// The secrets that are shown.
    pub fn secrets(&self) -> impl Iterator<Item = Secret> + '_ {
        self.pieces().iter().filter_map(|piece| match piece {
            Piece::Secret(secret) => Some(*secret),
            Piece::Text(_) => None,
        })
    }

    /// Adds a tag.
    pub(super) fn push_secret(&mut self, secret: Secret) {
        self.push(Piece::Secret(secret));
    }

    /// The text that is being added to.
    pub(super) fn text_mut(&mut self) -> &mut String {
        let pieces = self.many();
        if !matches!(pieces.last(), Some(Piece::Text(Cow::Owned(_)))) {
            pieces.push(Piece::Text(Cow::Owned(String::new())));
        }
        match pieces.last_mut() {
            Some(Piece::Text(text)) => text.to_mut(),
            _ => unreachable!("a text was just pushed"),
        }
    }

    /// Adds words of ours.
    pub fn push_words(&mut self, words: &'static str) {
        self.push(Piece::Text(Cow::Borrowed(words)));
    }

    /// Where the next character goes: piece and byte offset.
    pub(super) fn end(&self) -> (usize, usize) {
        match self.pieces() {
            [before @ .., Piece::Text(text)] => (before.len(), text.len()),
            pieces => (pieces.len(), 0),
        }
    }

    pub(super) fn take(&mut self) -> Vec<Piece> {
        std::mem::take(self.many())
    }

    pub(super) fn push(&mut self, piece: Piece) {
        self.many().push(piece);
    }

    /// Gives back the room for more.
    pub(super) fn finish(&mut self) {
        let mut pieces = self.take();
        for piece in &mut pieces {
            if let Piece::Text(Cow::Owned(text)) = piece {
                text.shrink_to_fit();
            }
        }
        pieces.shrink_to_fit();
        self.0 = match <[Piece; 1]>::try_from(pieces) {
            Ok([piece]) => Pieces::One(piece),
            Err(pieces) => Pieces::Many(pieces),
        };
    }

    /// The pieces as a list that can grow.
    fn many(&mut self) -> &mut Vec<Piece> {
        if let Pieces::One(piece) = &mut self.0 {
            let only = std::mem::replace(piece, Piece::Text(Cow::Borrowed("")));
            self.0 = Pieces::Many(vec![only]);
        }
        match &mut self.0 {
            Pieces::Many(pieces) => pieces,
            Pieces::One(_) => unreachable!("it was just made a list"),
        }
    }
}

/// The tags of one source, such as `redacted-code-1`: numbered by place, the same value the same tag.
#[derive(Clone, Debug, Default)]
pub struct Tags(BTreeMap<Fingerprint, String>);

impl Tags {
    /// Numbers all secrets that are shown.
    #[must_use]
    pub fn number(shown: impl IntoIterator<Item = Secret>) -> Self {
        let mut first: BTreeMap<Fingerprint, Secret> = BTreeMap::new();
        for secret in shown {
            let known = first.entry(secret.fingerprint).or_insert(secret);
            let better = (known.kind == SecretKind::Unknown) != (secret.kind == SecretKind::Unknown);
            if (better && known.kind == SecretKind::Unknown) || (!better && secret.at < known.at) {
                known.kind = secret.kind;
            }
            known.at = known.at.min(secret.at);
        }
        let mut secrets: Vec<Secret> = first.into_values().collect();
        secrets.sort_unstable_by_key(|secret| (secret.at, secret.kind, secret.fingerprint));
        let mut counts: BTreeMap<SecretKind, usize> = BTreeMap::new();
        let tag = |secret: Secret| {
            let count = counts.entry(secret.kind).or_default();
            *count += 1;
            (secret.fingerprint, format!("redacted-{}-{count}", secret.kind.tag()))
        };
        Self(secrets.into_iter().map(tag).collect())
    }

    /// The tag of a secret.
    #[must_use]
    pub fn tag(&self, secret: Secret) -> &str {
        self.0.get(&secret.fingerprint).map_or("redacted", String::as_str)
    }

    /// Redacted text as it is shown.
    #[must_use]
    pub fn text(&self, redacted: &Redacted) -> String {
        redacted.pieces().iter().map(|piece| self.piece(piece)).collect()
    }

    /// One piece as it is shown.
    #[must_use]
    pub fn piece<'t>(&'t self, piece: &'t Piece) -> &'t str {
        match piece {
            Piece::Text(text) => text,
            Piece::Secret(secret) => self.tag(*secret),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(value: &str, kind: SecretKind, at: usize) -> Secret {
        Secret { fingerprint: Fingerprint::of(value), kind, at }
    }

    #[test]
    fn tags_are_numbered_by_place_and_kind() {
        let (late, early) = (secret("a", SecretKind::Code, 90), secret("b", SecretKind::Code, 10));
        let token = secret("c", SecretKind::AccessToken, 50);
        let tags = Tags::number([late, token, early]);
        assert_eq!(tags.tag(early), "redacted-code-1");
        assert_eq!(tags.tag(late), "redacted-code-2");
        assert_eq!(tags.tag(token), "redacted-access-token-1");
    }

    #[test]
    fn the_same_value_has_one_tag_and_the_most_telling_kind() {
        let (shape, name) = (secret("a", SecretKind::Unknown, 1), secret("a", SecretKind::ClientSecret, 70));
        let tags = Tags::number([shape, name]);
        assert_eq!(tags.tag(shape), "redacted-client-secret-1");
        assert_eq!(tags.tag(name), "redacted-client-secret-1");
    }

    #[test]
    fn debug_prints_no_fingerprint() {
        assert_eq!(format!("{:?}", Fingerprint::of("hunter2")), "Fingerprint");
    }
}
