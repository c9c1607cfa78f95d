//! Whether a fix does what it promises.

use super::apply::apply_within;
use crate::finding::{Edit, Finding, Severity};
use crate::text::Span;

/// Makes the edits in the bytes of one exchange and judges them again: the rule that offered the fix must be silent,
/// and no error may be there that was not there `before`. A safe fix that fails this is an unsafe one.
///
/// `relint` gets the exchange's edited bytes and gives what is found in them, with the memory of the same flow.
pub fn verify(
    source: &str,
    exchange: Span,
    edits: &[Edit],
    rule: &str,
    before: &[Finding],
    relint: impl FnOnce(&str) -> Vec<Finding>,
) -> bool {
    let Some(edited) = apply_within(source, exchange, edits) else { return false };
    let stood = |name: &str| before.iter().any(|finding| finding.severity == Severity::Error && finding.rule == name);
    relint(&edited)
        .iter()
        .all(|finding| finding.rule != rule && (finding.severity != Severity::Error || stood(&finding.rule)))
}
