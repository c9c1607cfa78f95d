//! The door itself: values, sentences and stretches of the source go in, redacted text comes out.

use std::borrow::Cow;

use super::Fingerprint;
use super::glance::{Glance, Glances};
use super::piece::{Piece, Redacted, Secret};
use super::secrets::Secrets;
use super::visible::{is_plain, push_visible};
use crate::exchange::Exchange;
use crate::finding::{Part, Phrase, SecretKind};
use crate::text::{Span, Text};

/// Knows the secrets of one source and lets nothing of them through.
///
/// It should [`learn`](Self::learn) every exchange that is at hand before anything is asked of it; what it learns
/// later is put right by [`Redactor::again`].
#[derive(Debug)]
pub struct Redactor<'s> {
    pub(super) source: &'s str,
    /// Where this text begins in its source.
    start: usize,
    secrets: Secrets,
    learnt: Option<Span>,
    /// How far the names that stand in the source were looked at.
    looked: usize,
    glances: Glances<'s>,
}

/// The secrets of the chunks that were read. Prints none.
#[derive(Debug)]
pub struct Known(Secrets);

impl Default for Known {
    fn default() -> Self {
        Self(Secrets::everywhere())
    }
}

/// How much of the source is looked at in one go, so that a large one needs no large memory.
const CHUNK: usize = 64 * 1024;

/// A stretch that must not be shown, and what stands in its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Covered {
    pub(super) span: Span,
    pub(super) secret: Secret,
    rank: Rank,
}

/// How a secret was recognised, surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Place,
    Value,
    Name,
    Shape,
}

impl<'s> Redactor<'s> {
    /// A redactor of the source with this text.
    #[must_use]
    pub fn new(source: &'s str) -> Self {
        Self::resume(Known::default(), source, 0)
    }

    /// A redactor of the next chunk of a source, which begins at `start` of it and has this text.
    #[must_use]
    pub fn resume(mut known: Known, source: &'s str, start: usize) -> Self {
        known.0.turn(start);
        Self { source, start, secrets: known.0, learnt: None, looked: 0, glances: Glances::default() }
    }

    /// What the next chunk has to know.
    #[must_use]
    pub fn known(self) -> Known {
        Known(self.secrets)
    }

    /// Remembers the secrets of an exchange: by fact, and by the names that stand in the text up to its end.
    pub fn learn(&mut self, exchange: &Exchange<'_>) {
        // The requests of one command share all but their addresses.
        let again = self.learnt.replace(exchange.span) == Some(exchange.span);
        self.secrets.learn(exchange, again);
        if again {
            return;
        }
        self.look(exchange.span.end);
    }

    /// Remembers what names give away behind the last exchange.
    pub fn learn_rest(&mut self) {
        self.look(self.source.len());
    }

    /// Looks at the names in the text up to the line that holds `end`.
    fn look(&mut self, end: usize) {
        let bytes = self.source.as_bytes();
        let line_end = |at: usize| memchr::memchr(b'\n', bytes.get(at..)?).map(|n| at + n + 1);
        while self.looked < end {
            let stop = line_end(end.min(self.looked + CHUNK)).unwrap_or(bytes.len());
            let text = self.source.get(self.looked..stop).unwrap_or_default();
            self.look_at(Span::new(self.looked, self.looked + text.trim_end_matches(['\r', '\n']).len()));
            self.looked = stop;
        }
    }

    fn look_at(&mut self, span: Span) {
        let Some(glances) = self.glances.at(self.source, span) else { return };
        for Glance { view, named, .. } in glances.iter() {
            for found in named {
                let value = &view.as_str()[found.start..found.end];
                let span = moved(view.span_of(found.start, found.end), span.start);
                match found.kind {
                    Some(kind) => self.secrets.add(value, kind, span),
                    None => self.secrets.add_public(value, span),
                }
            }
        }
    }

    /// A sentence, on one line.
    #[must_use]
    pub fn phrase(&mut self, phrase: &Phrase) -> Redacted {
        self.parts(phrase, false)
    }

    /// A text of several lines, such as a corrected request.
    #[must_use]
    pub fn block(&mut self, phrase: &Phrase) -> Redacted {
        self.parts(phrase, true)
    }

    /// A value on its own, such as an address.
    #[must_use]
    pub fn value(&mut self, value: &str) -> Redacted {
        let mut out = Redacted::new();
        self.push_value(value, &mut out);
        out
    }

    /// A stretch of the source, on one line.
    #[must_use]
    pub fn stretch(&mut self, span: Span) -> Redacted {
        let mut out = Redacted::new();
        let covered = self.covered_in_source(span);
        self.push_covered(self.source, span, 0, &covered, &mut out, false);
        out
    }

    /// New text of an edit as it may be printed, and whether it was clean. Where it was not, a shell variable stands
    /// for what must be filled in.
    #[must_use]
    pub fn insert(&mut self, text: &str) -> (String, bool) {
        let covered = self.covered_in_value(text);
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for cover in &covered {
            out.push_str(text.get(at..cover.span.start).unwrap_or_default());
            out.push('$');
            out.push_str(cover.secret.kind.variable());
            at = cover.span.end;
        }
        out.push_str(text.get(at..).unwrap_or_default());
        (out, covered.is_empty())
    }

    /// Looks once more at what was redacted before everything was known. Returns where each kept stretch of text went:
    /// old piece, offset in it, new piece.
    pub fn again(&self, redacted: &mut Redacted) -> Vec<(usize, usize, usize)> {
        let mut moves = Vec::new();
        for (index, piece) in redacted.take().into_iter().enumerate() {
            // Our own words hold no value.
            let Piece::Text(Cow::Owned(text)) = piece else {
                moves.push((index, 0, redacted.pieces().len()));
                redacted.push(piece);
                continue;
            };
            let mut at = 0;
            for hit in self.secrets.find(&text) {
                moves.push((index, at, redacted.pieces().len()));
                redacted.push(Piece::Text(text[at..hit.start].to_owned().into()));
                moves.push((index, hit.start, redacted.pieces().len()));
                redacted.push(Piece::Secret(hit.secret));
                at = hit.end;
            }
            moves.push((index, at, redacted.pieces().len()));
            redacted.push(Piece::Text(if at == 0 { text } else { text[at..].to_owned() }.into()));
        }
        redacted.finish();
        moves
    }

    fn parts(&mut self, phrase: &Phrase, lines: bool) -> Redacted {
        let mut out = Redacted::new();
        for part in &phrase.0 {
            match part {
                Part::Words(Cow::Borrowed(words)) if words.bytes().all(is_plain) => out.push_words(words),
                Part::Words(words) => push_text(words, lines, out.text_mut()),
                Part::Value(value) if lines => {
                    for (n, line) in value.split('\n').enumerate() {
                        if n > 0 {
                            out.text_mut().push('\n');
                        }
                        self.push_value(line, &mut out);
                    }
                }
                Part::Value(value) => self.push_value(value, &mut out),
                Part::Secret { kind, value, at } => {
                    let known = self.secrets.of(value);
                    let place = at.map_or(usize::MAX, |span| self.start + span.start);
                    out.push_secret(known.unwrap_or(Secret {
                        fingerprint: Fingerprint::of(value.trim()),
                        kind: *kind,
                        at: place,
                    }));
                }
            }
        }
        out
    }

    fn push_value(&mut self, value: &str, out: &mut Redacted) {
        let covered = self.covered_in_value(value);
        self.push_covered(value, Span::new(0, value.len()), 0, &covered, out, false);
    }

    /// Appends `text[span]`, whose first byte lies at `base` for `covered`, tags in the place of what is covered.
    fn push_covered(&self, text: &str, span: Span, base: usize, covered: &[Covered], out: &mut Redacted, lines: bool) {
        let mut at = span.start;
        for cover in
            covered.iter().map(|c| Covered { span: moved(c.span, base), ..*c }).filter(|c| c.span.overlaps(span))
        {
            push_text(text.get(at..cover.span.start).unwrap_or_default(), lines, out.text_mut());
            out.push_secret(cover.secret);
            at = cover.span.end.max(at);
        }
        push_text(text.get(at..span.end).unwrap_or_default(), lines, out.text_mut());
    }

    /// What must not be shown of a value that is not taken from the source as it stands.
    fn covered_in_value(&mut self, value: &str) -> Vec<Covered> {
        if let Some(secret) = self.secrets.of(value) {
            let start = value.len() - value.trim_start().len();
            return vec![Covered { span: Span::new(start, start + value.trim().len()), secret, rank: Rank::Place }];
        }
        let text = Text::verbatim(value, Span::new(0, value.len()));
        merged(self.found(&Glance::at(text), &[], None))
    }

    /// What must not be shown of a stretch of the source, in order, without overlap.
    pub(super) fn covered_in_source(&mut self, span: Span) -> Vec<Covered> {
        let Some(glances) = self.glances.at(self.source, span) else { return Vec::new() };
        let placed = self.secrets.placed(span);
        let public: Vec<Span> =
            self.secrets.public_in(span).into_iter().filter_map(|place| back(place, span.start)).collect();
        let found = self.found(&glances, &public, Some(span.start));
        let placed = placed.into_iter().map(|(span, secret)| Covered { span, secret, rank: Rank::Place });
        merged(found.into_iter().map(|c| Covered { span: moved(c.span, span.start), ..c }).chain(placed).collect())
    }

    /// What values, names and shapes give away in a text, in each reading of it.
    fn found(&self, glances: &[Glance<'_>], public: &[Span], base: Option<usize>) -> Vec<Covered> {
        let mut out = Vec::new();
        let mut open = public.to_vec();
        let at = |span: Span| base.map_or(usize::MAX, |base| self.start + base + span.start);
        for glance in glances {
            let view = &glance.view;
            let value = view.as_str();
            for hit in self.secrets.find(value) {
                out.push(Covered { span: view.span_of(hit.start, hit.end), secret: hit.secret, rank: Rank::Value });
            }
            for found in &glance.named {
                let span = view.span_of(found.start, found.end);
                match found.kind {
                    Some(kind) => {
                        out.push(self.covered(span, &value[found.start..found.end], kind, at(span), Rank::Name))
                    }
                    None => open.push(span),
                }
            }
            for &(start, end) in glance.shaped() {
                let span = view.span_of(start, end);
                let word = &value[start..end];
                if !self.secrets.is_public(word) && !open.iter().any(|place| place.contains(span)) {
                    out.push(self.covered(span, word, SecretKind::Unknown, at(span), Rank::Shape));
                }
            }
        }
        out
    }

    fn covered(&self, span: Span, value: &str, kind: SecretKind, at: usize, rank: Rank) -> Covered {
        let new = || Secret { fingerprint: Fingerprint::of(value.trim()), kind, at };
        Covered { span, secret: self.secrets.of(value).unwrap_or_else(new), rank }
    }
}

fn push_text(text: &str, lines: bool, out: &mut String) {
    for character in text.chars() {
        if lines && character == '\n' { out.push('\n') } else { push_visible(character, out) }
    }
}

/// Stretches that overlap become one; it shows the tag of the one that was recognised most surely.
fn merged(mut covered: Vec<Covered>) -> Vec<Covered> {
    covered.retain(|cover| !cover.span.is_empty());
    covered.sort_by_key(|cover| (cover.span.start, cover.rank, std::cmp::Reverse(cover.span.end)));
    let mut out: Vec<Covered> = Vec::new();
    for cover in covered {
        match out.last_mut() {
            Some(last) if last.span.overlaps(cover.span) => {
                let span = last.span.join(cover.span);
                let surer = if cover.rank < last.rank { cover } else { *last };
                *last = Covered { span, ..surer };
            }
            _ => out.push(cover),
        }
    }
    out
}

const fn moved(span: Span, by: usize) -> Span {
    Span::new(span.start + by, span.end + by)
}

fn back(span: Span, by: usize) -> Option<Span> {
    Some(Span::new(span.start.saturating_sub(by), span.end.checked_sub(by)?))
}
