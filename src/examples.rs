//! Runs the examples that stand in rule files.

use crate::Checker;
use crate::check::Examined;
use crate::fix;
use crate::rule::Rule;
use crate::rule::example::{Linted, Outcome, outcome};
use crate::rule::model::Example;

/// One example and how it came out.
#[derive(Clone, Debug)]
pub struct Tried {
    /// The rule's name.
    pub rule: String,
    /// The example's number in its file, from 1.
    pub number: usize,
    /// How it came out.
    pub outcome: Outcome,
    /// Why it is known not to come out yet.
    pub todo: Option<String>,
}

impl Tried {
    /// Whether it came out as it should; an example that is still to do must not come out right unnoticed.
    #[must_use]
    pub const fn holds(&self) -> bool {
        self.outcome.is_right() != self.todo.is_some()
    }
}

/// Runs every example of `rule`. Examples that name no day run as of the newest day on which provider facts were checked.
pub fn run<'r>(checker: &'r Checker, rule: &'r Rule) -> impl Iterator<Item = Tried> + 'r {
    rule.examples.iter().enumerate().map(move |(index, example)| {
        let checker = Checker { today: example.as_of.unwrap_or_else(|| checker.registry.checked()), ..checker.clone() };
        let outcome = try_one(&checker, &rule.name, example);
        let todo = example.todo.as_ref().map(ToString::to_string);
        Tried { rule: rule.name.to_string(), number: index + 1, outcome, todo }
    })
}

fn try_one(checker: &Checker, rule: &str, example: &Example) -> Outcome {
    // Files of one example are read as one source until sources can be joined.
    let text = example.files.iter().map(|(_, text)| text.as_ref()).collect::<Vec<&str>>().join("\n");
    let examined: Vec<Examined<'_>> = checker.examine(&text).collect();
    let fixed = fixed(rule, &examined, &text);
    let linted: Vec<Linted<'_, '_>> = examined
        .iter()
        .map(|one| Linted { source: &text, exchange: &one.exchange, judgement: &one.judgement })
        .collect();
    outcome(rule, example, &linted, fixed.as_deref())
}

/// The text with the edits of every finding of `rule`, as far as they do not touch each other.
fn fixed(rule: &str, examined: &[Examined<'_>], text: &str) -> Option<String> {
    let mut edits = Vec::new();
    let findings = examined.iter().flat_map(|one| &one.judgement.findings).filter(|finding| finding.rule == rule);
    for fix in findings.filter_map(|finding| finding.fix.as_ref()) {
        let free = |edit: &crate::finding::Edit| {
            edits.iter().all(|other: &crate::finding::Edit| !other.span.overlaps(edit.span))
        };
        if fix.edits.iter().all(free) {
            edits.extend(fix.edits.iter().cloned());
        }
    }
    edits.sort_by_key(|edit| edit.span);
    (!edits.is_empty()).then(|| fix::apply(text, &edits))
}
