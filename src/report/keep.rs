//! Which findings are shown and count.

use crate::finding::{Confidence, Finding, Judgement, Verdict};

/// What the user asked to see.
#[derive(Clone, Debug)]
pub struct Keep {
    /// Rules or prefixes of rules (`oauth/`, `oauth`) that are shown; empty for all.
    pub select: Vec<String>,
    /// Rules or prefixes that are not shown, whatever `select` says.
    pub ignore: Vec<String>,
    /// The least confidence that is shown.
    pub min_confidence: Confidence,
}

impl Default for Keep {
    fn default() -> Self {
        Self { select: Vec::new(), ignore: Vec::new(), min_confidence: Confidence::Possible }
    }
}

impl Keep {
    /// Whether a rule's findings are shown.
    #[must_use]
    pub fn rule(&self, rule: &str) -> bool {
        let named = |names: &[String]| names.iter().any(|name| covers(name, rule));
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }

    /// Whether a finding is shown.
    pub(super) fn finding(&self, finding: &Finding) -> bool {
        finding.confidence >= self.min_confidence && self.rule(&finding.rule)
    }

    /// Whether a verdict is shown.
    pub(super) fn verdict(&self, verdict: &Verdict, judgement: &Judgement) -> bool {
        verdict.confidence >= self.min_confidence
            && judgement.findings.get(verdict.finding).is_some_and(|finding| self.finding(finding))
    }
}

/// Whether `name` is the rule or the beginning of its name.
fn covers(name: &str, rule: &str) -> bool {
    rule.strip_prefix(name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignore_beats_select() {
        let keep =
            Keep { select: vec!["oauth/".into()], ignore: vec!["oauth/missing-state".into()], ..Keep::default() };
        assert!(keep.rule("oauth/refused"));
        assert!(!keep.rule("oauth/missing-state"));
        assert!(!keep.rule("http/plain-http"));
    }
}
