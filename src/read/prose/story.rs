//! What a story tells of a request besides its parameters: the grant by its name, how long the code lay.

use super::Passage;
use crate::exchange::{Encoding, Param, Place, Provenance, Sourced};
use crate::text::{Span, Text, near};

/// A grant, as people name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grant {
    AuthorizationCode,
    ClientCredentials,
    Other,
}

impl Grant {
    const fn name(self) -> Option<&'static str> {
        match self {
            Self::AuthorizationCode => Some("authorization_code"),
            Self::ClientCredentials => Some("client_credentials"),
            Self::Other => None,
        }
    }
}

/// What was told so far.
#[derive(Debug, Default)]
pub(super) struct Story {
    /// The one grant that is spoken of.
    grant: Option<(Grant, Span)>,
    /// Several are.
    several: bool,
    /// How long the code lay, in seconds.
    waited: Option<Sourced<i64>>,
}

impl Story {
    /// Takes up the word at `start..stop`.
    pub(super) fn word(&mut self, passage: &Passage<'_, '_>, start: usize, stop: usize) {
        let text = passage.doc.as_str();
        let word = &text[start..stop];
        if !matches!(word.as_bytes()[0] | 0x20, b'a' | b'c' | b'e' | b'r' | b'p' | b'o' | b'u' | b'y') {
            return;
        }
        if let Some((grant, end)) = grant(text, start, stop, passage.end).filter(|(_, end)| passage.tells(start, *end))
        {
            self.several |= self.grant.is_some_and(|(known, _)| known != grant);
            self.grant.get_or_insert((grant, passage.doc.span_of(start, end)));
        }
        if matches!(word, "overnight" | "yesterday") {
            self.wait(passage, start, stop, 28_800);
        }
        if matches!(word, "an" | "An") && text[stop..passage.end].starts_with(" hour") {
            self.wait(passage, start, stop + " hour".len(), 3_600);
        }
    }

    /// Takes up the number at `start..stop`: `20 minutes later`.
    pub(super) fn number(&mut self, passage: &Passage<'_, '_>, start: usize, stop: usize) {
        const UNITS: [(&str, i64); 6] =
            [("sec", 1), ("min", 60), ("hour", 3_600), ("hrs", 3_600), ("day", 86_400), ("week", 604_800)];
        let text = passage.doc.as_str();
        let behind = text[stop..passage.end].trim_start_matches([' ', '-']);
        let Some((_, seconds)) = UNITS.iter().find(|(unit, _)| behind.starts_with(unit)) else { return };
        let Ok(count) = text[start..stop].parse::<i64>() else { return };
        let unit = behind.bytes().take_while(u8::is_ascii_alphabetic).count();
        let end = passage.end.min(stop + (text[stop..passage.end].len() - behind.len()) + unit);
        self.wait(passage, start, end, count.saturating_mul(*seconds));
    }

    /// Takes a time that lay between the code and its use; one that a sentence says of codes as such is none.
    fn wait(&mut self, passage: &Passage<'_, '_>, start: usize, stop: usize, seconds: i64) {
        let text = passage.doc.as_str();
        let line = (near::before(text, start), near::behind(&text[..passage.end], stop));
        let first = line.0.rfind(". ").map_or(line.0, |at| &line.0[at + 2..]);
        let last = line.1.split(". ").next().unwrap_or("");
        let sentence = format!("{first} {last}").to_ascii_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
        let of_codes =
            says(&["expire", " valid", "lives", "lifetime", "within", "every", "must", "should", "?", "last"]);
        let later = last.trim_start().starts_with(|c: char| c.is_ascii_alphabetic())
            && ["later", "after", "old", "ago"].iter().any(|word| last.trim_start().starts_with(word));
        let before = first.trim_end();
        let after = ["after", "waited", "waiting", "took me", "about", "some", "around", "for", "was"]
            .iter()
            .any(|word| before.ends_with(word));
        let bare = matches!(&text[start..stop], "overnight" | "yesterday");
        let exchanges = says(&["code"]) && says(&["exchang", "token", "redeem", "curl", "post", "sent", "used", "got"]);
        if exchanges && !of_codes && (later || after || bare) && passage.tells(start, stop) {
            let span = passage.doc.span_of(start, stop);
            self.waited.get_or_insert(Sourced { value: seconds, span, provenance: Provenance::Told });
        }
    }

    /// How long the code lay.
    pub(super) fn waited(&self) -> Option<Sourced<i64>> {
        self.waited.clone()
    }

    /// The grant that is spoken of, as the parameter it stands for.
    pub(super) fn grant_type<'s>(&self) -> Option<Param<'s>> {
        let (grant, span) = self.grant.filter(|_| !self.several)?;
        let (name, value) = (Text::implied("grant_type", span), Text::implied(grant.name()?, span));
        let (place, encoding, provenance) = (Place::Body, Encoding::Verbatim, Provenance::Told);
        Some(Param { name, raw: value.clone(), value, span, place, encoding, provenance })
    }
}

/// The grant that is named at `start`, and where its name ends.
fn grant(text: &str, start: usize, stop: usize, end: usize) -> Option<(Grant, usize)> {
    /// How far behind the verb the code stands.
    const NEAR: usize = 40;
    let behind = &text[stop..end];
    let word = text[start..stop].to_ascii_lowercase();
    let value = || behind.trim_start_matches(['"', '\'', '`', ' ']).starts_with(['=', ':']);
    match word.as_str() {
        "client_credentials" => Some((Grant::ClientCredentials, stop)),
        "client" | "clients" if behind.starts_with(" credentials") || behind.starts_with("-credentials") => {
            let next = behind[1 + "credentials".len()..].trim_start();
            let of_grants = ["grant", "flow"].iter().any(|word| next.starts_with(word));
            of_grants.then_some((Grant::ClientCredentials, stop + 1 + "credentials".len()))
        }
        "authorization_code" | "authorisation_code" if !value() => Some((Grant::AuthorizationCode, stop)),
        "exchange" | "exchanged" | "exchanging" | "redeem" | "redeemed" | "redeeming" => {
            let near = near::behind(&text[..end], stop);
            let near = &near[..near.char_indices().nth(NEAR).map_or(near.len(), |(at, _)| at)];
            let at = near.find("code")?;
            (!near[..at].contains(". ")).then_some((Grant::AuthorizationCode, stop + at + "code".len()))
        }
        "use" | "used" | "using" => {
            let code = [" the code", " my code", " this code"].into_iter().find(|code| behind.starts_with(code))?;
            let rest = &behind[code.len()..];
            // `the code below` is a program.
            const SOON: [&str; 9] =
                ["quick", "quickly", "fast", "soon", "immediately", "once", "twice", "again", "within"];
            let next = rest.strip_prefix(' ')?.split(|c: char| !c.is_alphanumeric()).next()?;
            SOON.contains(&next).then_some((Grant::AuthorizationCode, stop + code.len()))
        }
        "refresh_token" | "refreshing" | "password_grant" => Some((Grant::Other, stop)),
        "refresh" if behind.starts_with(" token") => Some((Grant::Other, stop)),
        "password" if behind.trim_start().starts_with("grant") => Some((Grant::Other, stop)),
        _ => None,
    }
}

/// Whether a word is one of those that people use where tokens are spoken of.
pub(super) fn is_of_tokens(word: &[u8]) -> bool {
    const BEGINNING: &[u8] = b"authoriz";
    let inside = |five: &[u8]| match five {
        [b't' | b'T', ..] => five.eq_ignore_ascii_case(b"token"),
        [b'o' | b'O', ..] => five.eq_ignore_ascii_case(b"oauth"),
        _ => false,
    };
    word.windows(5).any(inside) || word.get(..BEGINNING.len()).is_some_and(|head| head.eq_ignore_ascii_case(BEGINNING))
}
