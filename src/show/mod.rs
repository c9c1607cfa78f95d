//! What was understood of a source: its requests, as HTTP, as HAR or as JSON with places.

mod har;
mod http;
mod json;
mod message;

use crate::finding::{Part, Phrase};
use crate::read;
use crate::redact::{Redacted, Redactor, Tags};
use crate::text::{LineIndex, Source};

pub use message::{Message, Sent, View};

/// How what was understood is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Format {
    /// HTTP messages.
    Http,
    /// HAR 1.2.
    Har,
    /// Exchanges with the places of their parts.
    Json,
}

/// Writes what was understood of a source; `None` where nothing was. Secrets are tags unless `secrets` are to be shown.
#[must_use]
pub fn show(path: &str, bytes: &[u8], format: Format, view: View, secrets: bool) -> Option<String> {
    let source = Source::new(bytes);
    let text = source.text();
    let messages = message::messages(text, view);
    if messages.is_empty() {
        return None;
    }
    let lines = LineIndex::new(text);
    let mut door = Door::new(text, secrets);
    Some(match format {
        Format::Http => {
            let written = http::write(path, &messages, &|offset| lines.line(offset));
            door.pass(&written)
        }
        Format::Har => har::write(&messages, &mut door),
        Format::Json => {
            let position = |offset: usize| lines.position(text, offset, source.original(offset));
            json::write(path, &messages, &position, &mut door)
        }
    })
}

/// The redaction, or none where the user asked for the secrets.
struct Door<'s> {
    redactor: Option<Redactor<'s>>,
    shown: Vec<Redacted>,
}

impl<'s> Door<'s> {
    fn new(text: &'s str, open: bool) -> Self {
        let redactor = (!open).then(|| {
            let mut redactor = Redactor::new(text);
            read::read(text).for_each(|exchange| redactor.learn(&exchange));
            redactor
        });
        Self { redactor, shown: Vec::new() }
    }

    /// A text of any length, redacted. Tags are numbered over everything that has passed so far.
    fn pass(&mut self, text: &str) -> String {
        let Some(redactor) = &mut self.redactor else { return text.to_owned() };
        let redacted = redactor.block(&Phrase(vec![Part::Value(text.to_owned())]));
        self.shown.push(redacted);
        let tags = Tags::number(self.shown.iter().flat_map(Redacted::secrets));
        self.shown.last().map(|last| tags.text(last)).unwrap_or_default()
    }
}
