//! Edits to the new source, from the edits alone.

use crate::finding::{Edit, Insert};
use crate::text::Span;

/// The source with the edits made. They stand in order of place and do not overlap; one that breaks this, or lies
/// outside the source, is left out.
#[must_use]
pub fn apply(source: &str, edits: &[Edit]) -> String {
    made(source, Span::new(0, source.len()), edits)
}

/// The bytes that stand after the edits where `within` stood before, or `None` where an edit lies outside of it.
#[must_use]
pub fn apply_within(source: &str, within: Span, edits: &[Edit]) -> Option<String> {
    let stands = source.get(within.range()).is_some() && edits.iter().all(|edit| within.contains(edit.span));
    stands.then(|| made(source, within, edits))
}

fn made(source: &str, within: Span, edits: &[Edit]) -> String {
    let mut out = String::with_capacity(within.len());
    let mut done = within.start;
    for edit in edits {
        let (Some(kept), true) = (source.get(done..edit.span.start), source.is_char_boundary(edit.span.end)) else {
            continue;
        };
        out.push_str(kept);
        for piece in &edit.insert {
            match piece {
                Insert::Text(text) => out.push_str(text),
                Insert::Copy(span) => out.push_str(source.get(span.range()).unwrap_or_default()),
            }
        }
        done = edit.span.end.max(done);
    }
    out.push_str(source.get(done..within.end).unwrap_or_default());
    out
}
