//! `[[example]]`.

use toml::de::DeValue;

use super::fault::Report;
use super::tree::{Fields, Node, entries};
use super::{choice, day, flag, term, terms};
use crate::facts::catalogue::FORMS;
use crate::finding::{Confidence, Severity};
use crate::provider::fixed::{List, Term};
use crate::rule::model::Example;

/// Reads one example.
pub fn example(node: Node<'_>, report: &mut Report<'_>) -> Option<Example> {
    let mut fields = Fields::of(node, report)?;
    let input = fields.take("input").and_then(|node| term(node, report));
    let files = fields.take("files").map(|node| files(node, report));
    let files = match (input, files) {
        (Some(input), None) => vec![(Term::fixed(""), input)].into(),
        (None, Some(files)) => files,
        _ => {
            report.fault(fields.place(), "an example has either `input` or `files`");
            List::none()
        }
    };
    let finds = fields.take("finds");
    let silent = fields.take("silent").and_then(|node| flag(node, report));
    if finds.is_some() == (silent == Some(true)) {
        report.fault(fields.place(), "an example either finds something or is silent");
    }
    let finds = finds.map(|node| terms(node, report)).unwrap_or_default();
    let severity = fields.take("severity").and_then(|node| choice(node, Severity::ALL, Severity::name, report));
    let confidence = fields.take("confidence").and_then(|node| choice(node, Confidence::ALL, Confidence::name, report));
    let example = Example {
        files,
        form: fields
            .take("form")
            .and_then(|node| choice(node, FORMS.iter().copied(), |form| form, report))
            .map(Term::fixed),
        as_of: fields.take("as_of").and_then(|node| day(node, report)),
        finds,
        severity,
        confidence,
        verdict: fields.take("verdict").and_then(|node| flag(node, report)),
        fixed: fields.take("fixed").and_then(|node| term(node, report)),
        todo: fields.take("todo").and_then(|node| term(node, report)),
    };
    if example.silent() && (severity.is_some() || confidence.is_some() || example.fixed.is_some()) {
        report.fault(fields.place(), "an example that is silent has no finding to describe");
    }
    fields.finish(report);
    Some(example)
}

fn files(node: Node<'_>, report: &mut Report<'_>) -> List<(Term, Term)> {
    let DeValue::Table(table) = node.value else {
        report.fault(node.span, format!("expected a table of paths and texts, found {}", node.what()));
        return List::none();
    };
    let file = |entry: super::tree::Entry<'_>| Some((Term::from(entry.key), term(entry.node, report)?));
    entries(table).into_iter().filter_map(file).collect()
}
