//! Filling in a rule's texts. Values stay apart from words, so that no secret becomes text here.

use std::borrow::Cow;

use super::model::{Path, Piece, Subject, Text};
use super::trial::Trial;
use crate::facts::catalogue::Kind;
use crate::facts::{Date, Element, Facts, Found, Value};
use crate::finding::{Part, Phrase};
use crate::text::Span;

/// What stands in for a value that nothing told and nobody gave words for; the loader leaves no such text.
const UNTOLD: &str = "(not shown)";

impl<'a, F: Facts<'a>> Trial<'_, 'a, F> {
    /// The text with its values; `None` where one is not known and has no words of its own.
    pub fn fill(&self, text: &Text) -> Option<Phrase> {
        let mut parts = Vec::with_capacity(text.len());
        for piece in text {
            match piece {
                Piece::Words(words) => parts.push(Part::Words(words.to_cow())),
                Piece::Value { of, otherwise } => {
                    if !self.value(of, &mut parts) {
                        let words = otherwise.as_ref().map(|words| words.to_cow());
                        parts.push(Part::Words(words.or_else(|| fact_otherwise(of))?));
                    }
                }
            }
        }
        Some(Phrase(parts))
    }

    /// The text with its values, whatever is not known.
    pub fn say(&self, text: &Text) -> Phrase {
        self.fill(text).unwrap_or_else(|| {
            let pieces = text.iter().map(|piece| match piece {
                Piece::Value { of, otherwise: None } => {
                    Piece::Value { of: of.clone(), otherwise: Some(crate::provider::fixed::Term::fixed(UNTOLD)) }
                }
                piece => piece.clone(),
            });
            self.fill(&pieces.collect()).unwrap_or_default()
        })
    }

    /// Appends the value a path stands for; false where it is not known.
    fn value(&self, path: &Path, parts: &mut Vec<Part>) -> bool {
        let found = self.find(path);
        let time = kind(path) == Some(Kind::Time);
        let before = parts.len();
        for element in found.elements.as_slice() {
            let shown = element.value.as_ref().and_then(|value| show(value, time));
            let Some(shown) = shown.filter(|shown| !shown.is_empty()) else { continue };
            if parts.len() > before {
                parts.push(Part::Words(Cow::Borrowed(", ")));
            }
            parts.push(match element.secret {
                Some(kind) => Part::Secret { kind, value: shown, at: element.at },
                None => Part::Value(shown),
            });
        }
        parts.len() > before
    }

    /// The first place a path stands for.
    pub fn place(&self, path: &Path) -> Option<Span> {
        place(&self.find(path))
    }

    /// The only or first element of a path.
    pub fn element_at(&self, path: &Path) -> Option<Element<'a>> {
        self.find(path).elements.as_slice().first().cloned()
    }
}

/// The first place among elements.
pub fn place(found: &Found<'_>) -> Option<Span> {
    found.elements.as_slice().iter().find_map(|element| element.at)
}

fn fact_otherwise(path: &Path) -> Option<Cow<'static, str>> {
    match path {
        Path { subject: Subject::Fact { fact, step: None, .. }, attr: None } => fact.otherwise().map(Cow::Borrowed),
        _ => None,
    }
}

fn kind(path: &Path) -> Option<Kind> {
    match (&path.subject, path.attr) {
        (_, Some(attr)) => Some(attr.kind()),
        (Subject::Fact { fact, .. }, None) => Some(fact.kind()),
        (Subject::Bound(_), None) => None,
    }
}

fn show(value: &Value<'_>, time: bool) -> Option<String> {
    Some(match value {
        Value::Place => return None,
        Value::Text(text) => text.clone().into_owned(),
        Value::Words(words) => words.join(", "),
        Value::Number(seconds) if time => moment(*seconds),
        Value::Number(number) => number.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Flag(yes) => if *yes { "yes" } else { "no" }.to_owned(),
    })
}

/// `2026-11-22 10:15:00 UTC`.
fn moment(seconds: i64) -> String {
    let of_day = seconds.rem_euclid(86_400);
    let (hour, minute, second) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
    format!("{} {hour:02}:{minute:02}:{second:02} UTC", Date::from_unix(seconds))
}
