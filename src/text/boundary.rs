//! The nearest character boundaries. The standard library has them from Rust 1.91 on.

/// The last boundary at or before `at`.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|n| text.is_char_boundary(*n)).unwrap_or_default()
}

/// The first boundary at or behind `at`.
pub(crate) fn ceil(text: &str, at: usize) -> usize {
    (at.min(text.len())..=text.len()).find(|n| text.is_char_boundary(*n)).unwrap_or(text.len())
}
