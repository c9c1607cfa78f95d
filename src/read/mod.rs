//! Source text to exchanges. Nothing is refused: what is broken is repaired, and the repair is remembered.

mod answer;
pub mod curl;
mod document;
mod header;
pub mod json;
mod prose;
pub mod shell;
mod talk;
pub mod url;

use memchr::memmem;

pub use document::Document;

use crate::text::{Span, Text, decode};

/// Reads pasted text, exchange by exchange, in order.
#[must_use]
pub fn read(text: &str) -> Document<'_> {
    let doc = Text::verbatim(text, Span::new(0, text.len()));
    if is_escaped_html(text) { Document::new(decode::html(&doc)) } else { Document::new(doc) }
}

/// Whether a help centre left character references in the text, which nobody means in a request. XML bodies do mean
/// them, so a text with closing tags stays as it is.
fn is_escaped_html(text: &str) -> bool {
    let bytes = text.as_bytes();
    let has = |needle: &[u8]| memmem::find(bytes, needle).is_some();
    memchr::memchr(b'&', bytes).is_some()
        && (has(b"&amp;") || has(b"&quot;") || has(b"&#39;") || has(b"&lt;") || has(b"&gt;") || has(b"&nbsp;"))
        && !has(b"</")
        && !has(b"<?xml")
}
