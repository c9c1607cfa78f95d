//! Source text to exchanges. Nothing is refused: what is broken is repaired, and the repair is remembered.

mod address;
mod answer;
mod asked;
mod body;
mod carrier;
mod client;
mod code;
mod config;
mod cors;
pub mod curl;
mod document;
mod early;
pub mod environment;
mod granted;
pub mod har;
mod header;
pub(crate) mod html;
mod http;
pub mod json;
mod line;
mod multipart;
mod open;
mod php_dump;
mod preflight;
mod prose;
mod quote;
mod reported;
mod said;
pub mod shell;
mod snippet;
mod source_code;
mod stamp;
mod talk;
pub mod ticket;
mod time;
pub mod url;

use memchr::memmem;

pub(crate) use asked::form_pair;
pub use document::Document;
pub use environment::Environments;

use crate::exchange::{Exchange, Wrapping};
use crate::text::{Span, Text, decode};

/// The exchanges of a source, one by one.
pub type Exchanges<'s> = Box<dyn Iterator<Item = Exchange<'s>> + 's>;

/// A form that a source has as a whole, unlike the pasted document, which holds all sorts of things in turn.
trait Reader: Sync {
    /// Whether `text` has this form. Content decides, never a file's name; a wrong yes hides everything else in it.
    fn recognizes(&self, text: &str) -> bool;

    /// Its exchanges, in order. What cannot be read is passed over; nothing is refused.
    ///
    /// `environments` are those that lie around it.
    fn read<'s>(&self, text: Text<'s>, environments: &Environments) -> Exchanges<'s>;
}

/// Every such form; the first that recognizes the text reads it.
const READERS: &[&dyn Reader] = &[
    &client::postman::Postman,
    &client::insomnia::Insomnia,
    &client::bruno::Bruno,
    &client::hurl::Hurl,
    &client::http_file::HttpFile,
    &environment::Settings,
    &har::Har,
    &ticket::Tickets,
    &config::Config,
    &html::Html,
];

/// Reads a source, exchange by exchange, in order.
#[must_use]
pub fn read(text: &str) -> Exchanges<'_> {
    read_among(text, &Environments::default())
}

/// Reads a source, exchange by exchange, in order, with what environments give to the names in it.
#[must_use]
pub fn read_among<'s>(text: &'s str, environments: &Environments) -> Exchanges<'s> {
    let doc = Text::verbatim(text, Span::new(0, text.len()));
    if let Some(reader) = READERS.iter().find(|reader| reader.recognizes(text)) {
        return reader.read(doc, environments);
    }
    Box::new(document(if is_escaped_html(text) { decode::html(&doc) } else { doc }))
}

/// Reads a text again that is wrapped like this: the edited bytes of an exchange.
#[must_use]
pub fn again(text: &str, wrapping: Wrapping) -> Exchanges<'_> {
    match wrapping {
        Wrapping::Bare => read(text),
        _ => wrapped(document(unwrap(text, wrapping)), wrapping),
    }
}

/// What a wrapped text says.
#[must_use]
pub fn unwrap(text: &str, wrapping: Wrapping) -> Text<'_> {
    let doc = Text::verbatim(text, Span::new(0, text.len()));
    match wrapping {
        Wrapping::Bare => doc,
        Wrapping::Json => decode::json_string(&doc),
        Wrapping::Html => html::visible(&doc),
        Wrapping::HtmlInJson => html::visible(&decode::json_string(&doc)),
    }
}

/// The document that a text holds, whatever it was carried in.
fn document(text: Text<'_>) -> Document<'_> {
    Document::new(carrier::undone(text))
}

/// Whether a pasted document stands in a source as it was typed, without the marks of what it was carried in.
#[must_use]
pub fn is_plain(text: &str) -> bool {
    !is_escaped_html(text) && carrier::undone(Text::verbatim(text, Span::new(0, text.len()))).map().is_verbatim()
}

/// Exchanges that know what their text is wrapped in.
fn wrapped<'s>(exchanges: impl Iterator<Item = Exchange<'s>> + 's, wrapping: Wrapping) -> Exchanges<'s> {
    Box::new(exchanges.map(move |exchange| Exchange { wrapping, ..exchange }))
}

/// Whether a help centre left character references in the text, which nobody means in a request. XML bodies do mean
/// them, so a text with closing tags stays as it is.
fn is_escaped_html(text: &str) -> bool {
    const REFERENCES: [&[u8]; 6] = [b"&amp;", b"&quot;", b"&#39;", b"&lt;", b"&gt;", b"&nbsp;"];
    let bytes = text.as_bytes();
    let has = |needle: &[u8]| memmem::find(bytes, needle).is_some();
    let refers = |at: usize| REFERENCES.iter().any(|reference| bytes[at..].starts_with(reference));
    memchr::memchr_iter(b'&', bytes).any(refers) && !has(b"</") && !has(b"<?xml")
}
