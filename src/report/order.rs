//! Which findings stay, in what order, and which of their fixes can be applied together.

use std::cmp::Reverse;

use super::collector::Pending;
use super::model::Found;
use crate::finding::{Safety, Severity};

/// The most findings that are listed for one source.
pub(super) const MOST: usize = 10_000;
/// The most that are kept until the least important ones are dropped.
pub(super) const WAITING: usize = MOST + MOST / 8;

/// The order of findings: verdicts first, then the worst, then by place.
pub(super) type Rank = (bool, Reverse<Severity>, usize, usize);

/// The rank of a finding at `start..end` of its file.
pub(super) const fn rank(verdict: bool, severity: Severity, start: usize, end: usize) -> Rank {
    (!verdict, Reverse(severity), start, end)
}

/// Sorts findings into the order of the report and drops the least important ones beyond the limit. Where there were
/// any, gives the rank of the first of them: whatever comes later and stands behind it will not be listed either.
pub(super) fn drop_least(findings: &mut Vec<Pending>) -> Option<Rank> {
    // Where they are: of a long recording there are many, and a second list of them would take room.
    findings.sort_unstable_by_key(|pending| (pending.found.rank(), pending.key));
    let first_dropped = findings.get(MOST).map(|pending| pending.found.rank());
    findings.truncate(MOST);
    first_dropped
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
