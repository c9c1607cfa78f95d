//! Rule files: TOML to checked rules.

mod example;
mod fault;
mod grades;
mod names;
mod needs;
mod parts;
mod sure;
mod table;
mod text;
mod tree;

pub use fault::{Fault, Faults};
pub use table::PatternFault;

use fault::Report;
use names::Names;
use parts::Grounds;
use sure::Sure;
use table::Tables;
use toml::de::{DeTable, DeValue};
use tree::{Fields, Node};

use super::model::{Example, Line, Rule, Say, Stage, Table};
use super::near::suggestion;
use crate::facts::Date;
use crate::finding::{Confidence, Severity};
use crate::provider::fixed::{List, Term};
use crate::text::Span;

/// Reads the rule `name` from the text of its file.
///
/// `file` is the path for messages. `pattern_fault` says what is wrong with a regular expression.
///
/// # Errors
///
/// Everything that is wrong with the file, in order of place.
pub fn rule(name: &str, file: &str, source: &str, pattern_fault: PatternFault) -> Result<Rule, Faults> {
    let mut report = Report::new(file, source);
    let tree = match DeTable::parse(source) {
        Ok(tree) => tree,
        Err(error) => {
            report.fault(error.span().unwrap_or_default().into(), error.message().trim());
            return report.finish(None);
        }
    };
    let start = Span::default();
    let fields = Fields::new(tree.get_ref(), start);
    let read = {
        let mut tables = Tables { names: Names::default(), report: &mut report, pattern_fault };
        tables.rule(name, fields)
    };
    report.finish(read)
}

impl Tables<'_, '_> {
    fn rule(&mut self, name: &str, mut fields: Fields<'_>) -> Option<Rule> {
        let title = fields.require("title", self.report).and_then(|node| term(node, self.report));
        let severity = fields.require("severity", self.report);
        let severity_at = severity.map(|node| node.span).unwrap_or_default();
        let severity = severity.and_then(|node| choice(node, Severity::ALL, Severity::name, self.report));
        let confidence = fields.require("confidence", self.report);
        let confidence = confidence.and_then(|node| choice(node, Confidence::ALL, Confidence::name, self.report));
        let stage = fields.require("stage", self.report);
        let stage = stage.and_then(|node| choice(node, Stage::ALL, Stage::name, self.report));
        let aliases = fields.take("aliases");
        let sources = fields.require("sources", self.report);

        let on = fields.take("on").map(|node| self.table(node)).unwrap_or_default();
        let unless = fields.take("unless").map(|node| self.tables(node)).unwrap_or_default();
        let each = fields.take("each");
        let each = each.and_then(|node| self.each(node));
        let when = fields.take("when");
        if each.is_none() && when.is_none() {
            self.report.fault(fields.place(), "the rule asks nothing: it needs [when] or [each]");
        }
        let when = when.map(|node| self.table(node)).unwrap_or_default();

        let cause = fields.take("cause");
        let sure_on = Sure::default().and(&on);
        let sure_each = each.as_ref().map_or_else(|| sure_on.clone(), |line| sure_on.and_line(line));
        let cause = cause.and_then(|node| self.cause(node, &sure_on));
        let suspect = cause.as_ref().is_some_and(|cause| cause.suspect.is_some());
        let grounds = Grounds { all: sure_each.and(&when), on: sure_on, suspect };
        let grade_nodes = fields.take("grade").map(Node::items).unwrap_or_default();
        let mut grades = Vec::new();
        for node in grade_nodes {
            if let Some(grade) = self.grade(node, &grounds) {
                self.graded(&grade, &grades, stage, node.span);
                grades.push(grade);
            }
        }
        let say = fields.require("say", self.report).and_then(|node| self.say(node, &grounds));
        let fix = fields.take("fix");
        let fix_at = fix.map(|node| node.span);
        let fix = fix.and_then(|node| self.fix(node));
        let examples = fields.require("example", self.report).map(Node::items).unwrap_or_default();
        let examples: List<Example> =
            examples.into_iter().filter_map(|node| example::example(node, self.report)).collect();

        if stage == Some(Stage::Hygiene) && severity == Some(Severity::Error) {
            self.report.fault(severity_at, "hygiene is never above a warning");
        }
        if cause.is_none() && stage.is_some_and(|stage| stage != Stage::Hygiene) {
            self.report.fault(fields.place(), "only a rule of hygiene can do without [cause]");
        }
        self.two_sided(&examples, fields.place());
        if let Some(at) = fix_at
            && !examples.iter().any(|example| example.fixed.is_some())
        {
            self.report.fault(at, "no example shows what the fix makes: one needs `fixed`");
        }
        let aliases = self.words(aliases);
        let sources = self.words(sources);
        fields.finish(self.report);

        let needs = needs::needs(&on, each.as_ref(), &when);
        Some(Rule {
            name: name.into(),
            aliases,
            title: title?,
            severity: severity?,
            confidence: confidence?,
            stage: stage?,
            sources,
            bindings: self.names.all().map(Term::from).collect(),
            on,
            unless,
            each,
            when,
            grades: grades.into(),
            say: say.unwrap_or_else(Say::nothing),
            fix,
            cause,
            examples,
            needs,
        })
    }

    fn each(&mut self, node: Node<'_>) -> Option<Line> {
        let lines: Table = self.table(node);
        match lines.first() {
            Some(Line::Some { of, .. }) if lines.len() == 1 && table::is_list(of) => lines.first().cloned(),
            Some(_) => {
                self.report.fault(node.span, "[each] asks the elements of one list, in one line");
                None
            }
            None => None,
        }
    }

    fn two_sided(&mut self, examples: &[Example], at: Span) {
        if !examples.iter().any(|example| !example.silent()) {
            self.report.fault(at, "no example is found: one needs `finds`");
        }
        if !examples.iter().any(Example::silent) {
            self.report.fault(at, "no example is silent: a near twin that is right needs `silent = true`");
        }
    }
}

/// One of a few words.
fn choice<T: Copy>(
    node: Node<'_>,
    all: impl IntoIterator<Item = T>,
    name: fn(T) -> &'static str,
    report: &mut Report<'_>,
) -> Option<T> {
    let word = term(node, report)?;
    let all: Vec<T> = all.into_iter().collect();
    let chosen = all.iter().copied().find(|one| name(*one) == &*word);
    if chosen.is_none() {
        let names: Vec<&str> = all.iter().map(|one| name(*one)).collect();
        match suggestion(&word, names.iter().copied()) {
            Some(meant) => report.fault_or(node.span, format!("unknown word \"{word}\""), Some(meant)),
            None => report.fault_help(
                node.span,
                format!("unknown word \"{word}\""),
                format!("it is one of {}", names.join(", ")),
            ),
        }
    }
    chosen
}

fn term(node: Node<'_>, report: &mut Report<'_>) -> Option<Term> {
    let text = node.str();
    if text.is_none() {
        report.fault(node.span, format!("expected a text, found {}", node.what()));
    }
    text.map(Term::from)
}

fn terms(node: Node<'_>, report: &mut Report<'_>) -> List<Term> {
    node.items().into_iter().filter_map(|item| term(item, report)).collect()
}

fn flag(node: Node<'_>, report: &mut Report<'_>) -> Option<bool> {
    match node.value {
        DeValue::Boolean(flag) => Some(*flag),
        _ => {
            report.fault(node.span, format!("expected true or false, found {}", node.what()));
            None
        }
    }
}

fn day(node: Node<'_>, report: &mut Report<'_>) -> Option<Date> {
    if let DeValue::Datetime(moment) = node.value
        && let (Some(date), None) = (moment.date, moment.time)
    {
        return Some(Date::new(date.year, date.month, date.day));
    }
    report.fault(node.span, "a day is written YYYY-MM-DD, without quotes");
    None
}
