//! A remedy's operations with their names filled in.

use crate::facts::Facts;
use crate::finding::{Fix, Part, Phrase, Safety};
use crate::fix::operation::{Destination, Operation};
use crate::rule::Trial;
use crate::rule::model::{Action, Remedy, Text};

/// The fix and its operations; `None` where a place or a value is not known.
///
/// A secret never becomes part of a new value: its shell variable stands for it. What leaves something to fill in is
/// manual, whatever the rule claims.
pub fn resolve<'a, F: Facts<'a>>(remedy: &Remedy, trial: &Trial<'_, 'a, F>) -> Option<(Fix, Vec<Operation>)> {
    let title = trial.fill(&remedy.title)?;
    let operations: Vec<Operation> = remedy.steps.iter().map(|step| operation(step, trial)).collect::<Option<_>>()?;
    let open = operations.iter().any(leaves_open);
    let safety = if open { Safety::Manual } else { remedy.safety };
    Some((Fix { title, safety, edits: Vec::new() }, operations))
}

fn operation<'a, F: Facts<'a>>(action: &Action, trial: &Trial<'_, 'a, F>) -> Option<Operation> {
    let text = |text: &Text| trial.fill(text).map(plain);
    Some(match action {
        Action::Replace(at, with) => Operation::Replace { at: trial.place(at)?, with: text(with)? },
        Action::Remove(at) => Operation::Remove { at: trial.place(at)? },
        Action::Quote(word) => Operation::Quote { word: trial.place(word)? },
        Action::RewriteAsBearer(at) => Operation::RewriteAsBearer { at: trial.place(at)? },
        Action::AddParam(name, value) => Operation::AddParam { name: text(name)?, value: text(value)? },
        Action::AddHeader(name, value) => Operation::AddHeader { name: name.to_string(), value: text(value)? },
        Action::SetMethod(method) => Operation::SetMethod(text(method)?),
        Action::SetUrl(url) => Operation::SetUrl(text(url)?),
        Action::MoveParamsToForm => Operation::MoveParams(Destination::Form),
        Action::MoveParamsToQuery => Operation::MoveParams(Destination::Query),
        Action::AddOption(option) => Operation::AddOption(option.to_string()),
    })
}

fn plain(phrase: Phrase) -> String {
    let text = |part| match part {
        Part::Words(words) => words.into_owned(),
        Part::Value(value) => value,
        Part::Secret { kind, .. } => format!("${}", kind.variable()),
    };
    phrase.0.into_iter().map(text).collect()
}

/// Whether an operation leaves a `$NAME` or a `{name}` to fill in.
fn leaves_open(operation: &Operation) -> bool {
    match operation {
        Operation::Replace { with: text, .. }
        | Operation::AddParam { value: text, .. }
        | Operation::AddHeader { value: text, .. }
        | Operation::SetMethod(text)
        | Operation::SetUrl(text) => has_variable(text, "$") || has_variable(text, "{"),
        _ => false,
    }
}

fn has_variable(text: &str, mark: &str) -> bool {
    let name = |rest: &str| rest.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    text.split(mark).skip(1).any(name)
}
