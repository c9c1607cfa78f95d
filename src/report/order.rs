//! Which findings stay, in what order, and which of their fixes can be applied together.

use super::model::Found;
use crate::finding::Safety;

/// The most findings that are listed for one source.
pub(super) const MOST: usize = 10_000;
/// The most that are kept until the least important ones are dropped.
pub(super) const WAITING: usize = MOST + MOST / 8;

/// Sorts findings into the order of the report.
pub(super) fn sort<T>(findings: &mut [T], found: impl Fn(&T) -> &Found) {
    findings.sort_by_key(|entry| found(entry).order());
}

/// Sorts findings and drops the least important ones beyond the limit; whether there were any.
pub(super) fn drop_least<T>(findings: &mut Vec<T>, found: impl Fn(&T) -> &Found) -> bool {
    sort(findings, found);
    let too_many = findings.len() > MOST;
    findings.truncate(MOST);
    too_many
}

/// Of two safe fixes whose stretches touch, the one listed later becomes unsafe: quotes that one puts around a word do
/// not suit what the other makes of it.
pub(super) fn part_overlapping_fixes<'f>(findings: impl Iterator<Item = &'f mut Found>) {
    let mut taken: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    for fix in findings.filter_map(|found| found.fix.as_mut()).filter(|fix| fix.safety == Safety::Safe) {
        let start = fix.edits.iter().map(|edit| edit.start).min().unwrap_or_default();
        let end = fix.edits.iter().map(|edit| edit.end).max().unwrap_or_default();
        if taken.range(..=end).next_back().is_some_and(|(_, taken)| *taken >= start) {
            fix.safety = Safety::Unsafe;
        } else {
            taken.insert(start, end);
        }
    }
}
