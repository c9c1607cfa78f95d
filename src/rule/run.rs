//! One rule, one exchange.

use super::model::{Line, Rule};
use super::trial::Trial;
use super::truth::Truth;
use crate::facts::Facts;

/// How a rule came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// Whether the exchange is what the rule is about.
    pub on: Truth,
    /// Whether its evidence is there.
    pub evidence: Truth,
}

/// Runs `rule` and calls `hit` for each time it holds. `thorough` tells false from unknown; without it only true counts.
pub fn run<'a, F: Facts<'a>>(
    rule: &Rule,
    facts: &F,
    thorough: bool,
    mut hit: impl FnMut(&mut Trial<'_, 'a, F>),
) -> State {
    let mut trial = Trial::new(facts, thorough);
    let on = applies(rule, &mut trial);
    if on == Truth::False || (on == Truth::Unknown && !thorough) {
        return State { on, evidence: Truth::False };
    }
    let mut try_evidence = |trial: &mut Trial<'_, 'a, F>| {
        let evidence = trial.holds(&rule.when);
        if on.min(evidence) == Truth::True {
            hit(trial);
        }
        evidence
    };
    let evidence = match &rule.each {
        None => try_evidence(&mut trial),
        Some(Line::Some { of, tests }) => {
            let found = trial.find(of);
            let mut evidence = if found.whole { Truth::False } else { Truth::Unknown };
            for element in found.elements.as_slice() {
                let before = trial.moment();
                let chosen = trial.satisfies(of, element, tests);
                let held = if chosen == Truth::True || (chosen == Truth::Unknown && thorough) {
                    // Without the element's own truth nothing behind it can be more than unknown.
                    if chosen == Truth::True { try_evidence(&mut trial) } else { chosen.min(trial.holds(&rule.when)) }
                } else {
                    chosen
                };
                evidence = evidence.max(held);
                trial.back_to(before);
            }
            evidence
        }
        Some(_) => Truth::False,
    };
    State { on, evidence }
}

/// Whether the exchange is what `rule` is about; leaves the names that `on` gives.
pub fn applies<'a, F: Facts<'a>>(rule: &Rule, trial: &mut Trial<'_, 'a, F>) -> Truth {
    let on = trial.holds(&rule.on);
    if on == Truth::False || rule.unless.is_empty() {
        return on;
    }
    let before = trial.moment();
    let silenced = trial.any(&rule.unless) == Truth::True;
    trial.back_to(before);
    if silenced { Truth::False } else { on }
}
