//! Words that are almost another word.

use crate::text::{Letters, slip};

/// The most letters that may be wrong.
const MOST: usize = 2;

/// The word that `given` is a slip away from: an alias of it, or few letters off. `None` where `given` is a word itself.
///
/// Only letters and digits count, in any case. Two letters may be wrong in a word of eight or more, one in a shorter
/// one; an alias is nearer than any slip.
pub fn nearest<'w>(
    given: &str,
    words: impl Iterator<Item = &'w str> + Clone,
    aliases: &[(&'w str, &'w str)],
) -> Option<&'w str> {
    if words.clone().any(|word| word == given) {
        return None;
    }
    let given = plain(given);
    if given.is_empty() {
        return None;
    }
    let has = Letters::of(&given);
    let is_alias = |alias: &str| Letters::of(alias) == has && letters(alias).eq(given.chars());
    if let Some((word, _)) = aliases.iter().find(|(_, alias)| is_alias(alias)) {
        return Some(word);
    }
    let mut best = None;
    for word in words.filter(|word| Letters::of(word).may_slip(has, MOST)) {
        let letters = plain(word);
        let limit = if letters.len() >= 8 { MOST } else { 1 };
        let distance = slip(&given, &letters, limit).filter(|distance| *distance < letters.len());
        if let Some(distance) = distance
            && best.is_none_or(|(least, _)| distance < least)
        {
            best = Some((distance, word));
        }
    }
    best.map(|(_, word)| word)
}

/// The word to suggest for one that is not known: the nearest, else one that begins or ends with it.
#[must_use]
pub fn suggestion<'w>(given: &str, words: impl Iterator<Item = &'w str> + Clone) -> Option<&'w str> {
    let part = |word: &&str| given.len() > 2 && (word.starts_with(given) || word.ends_with(given));
    nearest(given, words.clone(), &[]).or_else(|| words.clone().find(part))
}

/// Letters and digits, in lower case.
fn plain(word: &str) -> String {
    if !word.is_ascii() {
        return letters(word).collect();
    }
    let mut plain = word.to_ascii_lowercase();
    plain.retain(|c| c.is_ascii_alphanumeric());
    plain
}

fn letters(word: &str) -> impl Iterator<Item = char> + '_ {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}
