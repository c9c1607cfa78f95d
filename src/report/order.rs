//! Which findings stay, in what order, and which of their fixes can be applied together.

use super::model::Found;
use crate::finding::Safety;

/// The most findings that are listed for one source.
pub(super) const MOST: usize = 10_000;

/// Sorts findings into the order of the report.
pub(super) fn sort<T>(findings: &mut [T], found: impl Fn(&T) -> &Found) {
    findings.sort_by_key(|entry| found(entry).order());
}

/// Of two safe fixes that would touch the same bytes, the one listed later becomes unsafe.
pub(super) fn part_overlapping_fixes<'f>(findings: impl Iterator<Item = &'f mut Found>) {
    let mut taken: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    for fix in findings.filter_map(|found| found.fix.as_mut()).filter(|fix| fix.safety == Safety::Safe) {
        let clashes = fix.edits.iter().any(|edit| {
            let before = taken.range(..=edit.start).next_back();
            let after = taken.range(edit.start..).next();
            before.is_some_and(|(start, end)| *end > edit.start || *start == edit.start)
                || after.is_some_and(|(start, _)| *start < edit.end)
        });
        if clashes {
            fix.safety = Safety::Unsafe;
        } else {
            taken.extend(fix.edits.iter().map(|edit| (edit.start, edit.end)));
        }
    }
}
