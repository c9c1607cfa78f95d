//! Edits to the new source, from the edits alone.

use crate::finding::{Edit, Insert};
use crate::text::Span;

/// The source with the edits made. They stand in order of place and do not overlap; one that breaks this, or lies
/// outside the source, is left out.
#[must_use]
pub fn apply(source: &str, edits: &[Edit]) -> String {
    let mut out = String::with_capacity(source.len());
    let mut done = 0;
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
    out.push_str(source.get(done..).unwrap_or_default());
    out
}

/// The bytes that stand after the edits where `within` stood before, or `None` where an edit lies outside of it.
#[must_use]
pub fn apply_within(source: &str, within: Span, edits: &[Edit]) -> Option<String> {
    if !edits.iter().all(|edit| within.contains(edit.span)) {
        return None;
    }
    let behind = source.len().checked_sub(within.end)?;
    let whole = apply(source, edits);
    let end = whole.len().checked_sub(behind)?;
    whole.get(within.start..end).map(str::to_owned)
}
