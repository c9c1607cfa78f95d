//! The saying that a text holds.
//!
//! A saying begins at a word of the answer. The sayings are sorted by their first word, so that an answer costs one
//! search for each of its words, however many sayings there are.

use super::glob;
use super::saying::{GAP, Saying, first_word, is_of_word};
use crate::text::boundary::floor;

/// Bytes of a text that are read; a cause that is named further behind is missed.
const READ: usize = 2048;
/// Bytes between a thing and what is said of it.
const NEAR: usize = 48;
/// So many things of which something is said make a list of all that can be wrong.
const LIST: usize = 3;
/// What ends a sentence, or the part of one that speaks of one thing.
const ENDS: [char; 5] = ['.', ',', ';', '!', '\n'];

/// The longest saying that a text holds, or one with a number, which no other server uses. A sentence that names nothing
/// hides what begins inside of it.
#[must_use]
pub fn said<'w>(sayings: &'w [Saying], text: &str) -> Option<&'w Saying> {
    let text = text.get(..floor(text, READ))?.to_lowercase();
    let mut best: Option<&Saying> = None;
    let mut things: Vec<&str> = Vec::new();
    let (mut inside, mut hidden, mut lists) = (false, 0, false);
    for (at, character) in text.char_indices() {
        let begins = !inside && at >= hidden;
        inside = is_of_word(character);
        let Some(rest) = text.get(at..).filter(|_| begins && inside) else { continue };
        let Some(longest) = here(sayings, rest) else { continue };
        if longest.names.is_empty() {
            hidden = at + longest.words.len();
            lists = true;
            continue;
        }
        let rule = longest.names.first().map_or("", |name| name);
        if longest.is_loose() && !things.contains(&rule) {
            things.push(rule);
        }
        if best.is_none_or(|best| weight(longest) > weight(best)) {
            best = Some(longest);
        }
    }
    // A sentence that lists everything says nothing.
    best.filter(|best| !best.is_loose() || !lists && things.len() < LIST)
}

/// How much a saying tells.
pub(super) fn weight(saying: &Saying) -> (bool, bool, usize) {
    (saying.words.bytes().any(|byte| byte.is_ascii_digit()), !saying.is_loose(), saying.words.len())
}

/// The longest saying that a text begins with.
fn here<'w>(sayings: &'w [Saying], text: &str) -> Option<&'w Saying> {
    let word = first_word(text);
    let from = sayings.partition_point(|saying| first_word(&saying.words) < word);
    let alike = sayings.iter().skip(from).take_while(|saying| first_word(&saying.words) == word);
    alike.filter(|saying| begins_with(text, &saying.words)).max_by_key(|saying| weight(saying))
}

/// Whether `text` begins with these words and ends no later than a word does.
fn begins_with(text: &str, words: &str) -> bool {
    if words.contains('*') {
        return glob::fits(&format!("{words}*"), text);
    }
    let Some((thing, said)) = words.split_once(GAP) else { return behind(text, words).is_some() };
    behind(text, thing).is_some_and(|rest| {
        let rest = &rest[..floor(rest, NEAR + said.len())];
        let sentence = rest.split_inclusive(ENDS).next().unwrap_or(rest);
        let starts = sentence.char_indices().map(|(at, _)| at);
        let whole = |at: usize| !sentence[..at].ends_with(is_of_word);
        starts.filter(|at| whole(*at)).any(|at| behind(&sentence[at..], said).is_some())
    })
}

/// What follows these words where `text` begins with them, and ends no later than a word does.
fn behind<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    text.strip_prefix(words).filter(|rest| !(words.ends_with(is_of_word) && rest.starts_with(is_of_word)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Evidence;
    use crate::provider::fixed::{List, Term};
    use crate::provider::saying::sort;

    fn saying(words: &'static str) -> Saying {
        let words = Term::fixed(words);
        let of = Term::fixed("a library");
        let named = if words.contains("generic") { Vec::new() } else { vec![Term::fixed("a/rule")] };
        let names: List<Term> = named.into();
        Saying { words, of, names, sure: false, means: None, help: None, mark: Evidence::Documented }
    }

    fn found(text: &str) -> Option<String> {
        let mut all: Vec<_> = [
            "code",
            "code not valid",
            "code: * is old",
            "code_verifier",
            "aadsts7000",
            "the \"code\"",
            "a generic code sentence",
            "secret .. refused",
        ]
        .into_iter()
        .map(saying)
        .collect();
        sort(&mut all);
        said(&all, text).map(|saying| saying.words.to_string())
    }

    #[test]
    fn the_longest_saying_counts_wherever_it_begins() {
        for (text, words) in [
            ("Code not valid", "code not valid"),
            ("Sorry: the Code NOT valid.", "code not valid"),
            ("code: c0de is old", "code: * is old"),
            ("no code_verifier", "code_verifier"),
            ("The \"code\" is wrong", "the \"code\""),
            ("A secret refused", "secret .. refused"),
            ("The secret of 'a' was refused", "secret .. refused"),
            ("A generic code sentence. Code not valid", "code not valid"),
        ] {
            assert_eq!(found(text).as_deref(), Some(words), "{text}");
        }
    }

    #[test]
    fn a_part_of_a_word_is_no_saying() {
        for text in [
            "AADSTS70008: expired",
            "barcode",
            "codes",
            "a generic code sentence",
            "the secret, refused",
            "secret unrefused",
            "",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
