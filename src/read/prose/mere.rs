//! Texts of words alone, in which neither a request can stand nor an answer: most of what is written in tickets.

use memchr::memmem;

use crate::read::said;

/// Whether nothing in a text can be told of a request, because it is sentences of everyday words.
///
/// Whatever [`Told`](super::Told) takes needs one of the characters that are none of these (a name of a parameter or code
/// has an underscore, a value a divider, an address a colon, a status digits, a quote its quotes), or words that are
/// looked for here.
pub(in crate::read) fn is_mere_talk(text: &str) -> bool {
    let bytes = text.as_bytes();
    let has = |part: &str| memmem::find(bytes, part.as_bytes()).is_some();
    bytes.iter().all(is_of_sentences) && !["rigin", "ccess"].into_iter().any(has) && !words(text).any(tells)
}

const fn is_of_sentences(byte: &u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b' ' | b'\n' | b'\r' | b'\t' | b'.' | b',' | b';' | b'(' | b')' | b'!' | b'?')
}

/// What follows from the beginning of each word on.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    text.bytes().enumerate().filter_map(move |(at, byte)| {
        let begins = byte.is_ascii_alphabetic() && !inside;
        inside = byte.is_ascii_alphabetic();
        begins.then(|| &text[at..])
    })
}

/// Whether an error's words stand here, or CORS.
fn tells(rest: &str) -> bool {
    rest.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("cors")) || said::spoken(rest).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_of_an_error_is_no_mere_talk() {
        for text in [
            "We get an invalid scope error.",
            "a redirect uri mismatch, again",
            "I get a CORS error when I call the token endpoint",
            "blocked due to access control checks",
            "grant_type",
            "error: it failed",
            "a 401",
            "https",
        ] {
            assert_eq!(is_mere_talk(text), text == "https", "{text}");
        }
    }
}
