//! The words of server libraries: what an answer's sentences name, whoever the provider is.
//!
//! Standard library only: the build script compiles it too.

use super::fixed::{List, Term};
use crate::facts::Evidence;

/// A sentence that server libraries answer with, and the cause it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saying {
    /// The words, in lower case; `*` is any text, ` .. ` a few words of the same sentence or none.
    pub words: Term,
    /// The library or service.
    pub of: Term,
    /// The rules it names, likeliest first; none where the sentence lists everything, and so says nothing.
    pub names: List<Term>,
    /// There is no other reading.
    pub sure: bool,
    /// What it means, where that is more than the rule's own title.
    pub means: Option<Term>,
    /// What to do, where that is more than the rule's own advice.
    pub help: Option<Term>,
    /// How sure the file is.
    pub mark: Evidence,
}

/// What stands between a thing and what is said of it.
pub const GAP: &str = " .. ";

impl Saying {
    /// Whether it is no server's own sentence, but what any server may say of a thing in words of its own.
    #[must_use]
    pub fn is_loose(&self) -> bool {
        self.words.contains(GAP)
    }
}

/// Sorts sayings the way they are looked up: by their first word.
pub fn sort(sayings: &mut [Saying]) {
    sayings.sort_by(|a, b| (first_word(&a.words), &a.words).cmp(&(first_word(&b.words), &b.words)));
}

/// Whether a character belongs to a word.
#[must_use]
pub fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Letters, digits and underscores at the beginning.
#[must_use]
pub fn first_word(text: &str) -> &str {
    text.split(|character| !is_of_word(character)).next().unwrap_or("")
}
