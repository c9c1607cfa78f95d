//! What a rule says, how it mends, what it explains.

use toml::de::DeValue;

use super::sure::Sure;
use super::table::Tables;
use super::text::{Reliance, text};
use super::tree::{Fields, Node, entries};
use super::{choice, term, terms};
use crate::finding::{Confidence, Safety, Severity};
use crate::provider::code::{Code, Weight};
use crate::provider::fixed::List;
use crate::rule::model::{Action, Cause, Grade, Mark, Path, Remedy, Say, Subject, Text};
use crate::rule::near::suggestion;

/// What a rule's texts can rely on.
pub struct Grounds {
    /// What `on` makes sure of.
    pub on: Sure,
    /// What `on`, `each` and `when` make sure of.
    pub all: Sure,
    /// Whether the rule can be suspected, so that why, help and labels have `on` alone.
    pub suspect: bool,
}

impl Grounds {
    /// What is left where the rule is only suspected.
    const fn always(&self) -> &Sure {
        if self.suspect { &self.on } else { &self.all }
    }
}

impl Tables<'_, '_> {
    fn text(&mut self, node: Option<Node<'_>>, reliance: &Reliance<'_>) -> Option<Text> {
        node.map(|node| text(node, &self.names, reliance, self.report))
    }

    /// `[[grade]]`.
    pub fn grade(&mut self, node: Node<'_>, grounds: &Grounds) -> Option<Grade> {
        let mut fields = Fields::of(node, self.report)?;
        let cond = fields.require("if", self.report).map(|node| self.table(node)).unwrap_or_default();
        let sure = grounds.all.and(&cond);
        let reliance = Reliance::On(&sure);
        let severity = fields.take("severity");
        let confidence = fields.take("confidence");
        let grade = Grade {
            severity: severity.and_then(|node| choice(node, Severity::ALL, Severity::name, self.report)),
            confidence: confidence.and_then(|node| choice(node, Confidence::ALL, Confidence::name, self.report)),
            message: self.text(fields.take("message"), &reliance),
            why: self.text(fields.take("why"), &reliance),
            help: self.text(fields.take("help"), &reliance),
            cond,
        };
        let changes =
            severity.or(confidence).is_some() || grade.message.is_some() || grade.why.is_some() || grade.help.is_some();
        if !changes {
            self.report.fault(fields.place(), "this grade changes nothing");
        }
        fields.finish(self.report);
        Some(grade)
    }

    /// `[say]`.
    pub fn say(&mut self, node: Node<'_>, grounds: &Grounds) -> Option<Say> {
        let mut fields = Fields::of(node, self.report)?;
        let always = Reliance::On(grounds.always());
        let message = fields.require("message", self.report);
        let why = fields.require("why", self.report);
        let help = fields.require("help", self.report);
        let labels = fields.require("labels", self.report);
        let say = Say {
            message: self.text(message, &Reliance::On(&grounds.all)).unwrap_or_default(),
            why: self.text(why, &always).unwrap_or_default(),
            help: self.text(help, &always).unwrap_or_default(),
            labels: labels.map(|node| self.labels(node, grounds)).unwrap_or_default(),
        };
        fields.finish(self.report);
        Some(say)
    }

    fn labels(&mut self, node: Node<'_>, grounds: &Grounds) -> List<Mark> {
        let items = node.items();
        if items.is_empty() {
            self.report.fault(node.span, "a finding needs a place: give it a label");
        }
        items.into_iter().filter_map(|item| self.label(item, grounds)).collect()
    }

    fn label(&mut self, node: Node<'_>, grounds: &Grounds) -> Option<Mark> {
        let mut fields = Fields::of(node, self.report)?;
        let places = fields.require("at", self.report).map(Node::items).unwrap_or_default();
        let at: List<Path> = places.into_iter().filter_map(|place| self.place(place)).collect();
        let unbound =
            |path: &Path| matches!(path.subject, Subject::Bound(_)) && !grounds.on.has(&bare(path), &self.names);
        if grounds.suspect && !at.is_empty() && at.iter().all(unbound) {
            let message = "a rule with `suspect` cannot point at what only `when` makes sure of";
            self.report.fault_help(fields.place(), message, "name the fact itself");
        }
        let label = fields.require("text", self.report);
        let label = self.text(label, &Reliance::On(grounds.always())).unwrap_or_default();
        fields.finish(self.report);
        Some(Mark { at, text: label })
    }

    fn place(&mut self, node: Node<'_>) -> Option<Path> {
        match node.str() {
            Some(name) => self.names.path(name, node.span, self.report),
            None => {
                self.report.fault(node.span, format!("a place is named by a text, not {}", node.what()));
                None
            }
        }
    }

    /// `[fix]`.
    pub fn fix(&mut self, node: Node<'_>) -> Option<Remedy> {
        let mut fields = Fields::of(node, self.report)?;
        let title = fields.require("title", self.report);
        let safety = fields.require("safety", self.report);
        let steps = fields.require("do", self.report).map(Node::items).unwrap_or_default();
        let remedy = Remedy {
            title: self.text(title, &Reliance::Nothing).unwrap_or_default(),
            safety: safety.and_then(|node| choice(node, SAFETIES, Safety::name, self.report)).unwrap_or(Safety::Manual),
            steps: steps.into_iter().filter_map(|step| self.action(step)).collect(),
        };
        fields.finish(self.report);
        Some(remedy)
    }

    fn action(&mut self, node: Node<'_>) -> Option<Action> {
        let mut fields = Fields::of(node, self.report)?;
        let DeValue::Table(table) = node.value else { return None };
        let operation = entries(table).into_iter().find(|entry| OPERATIONS.contains(&entry.key));
        let Some(operation) = operation else {
            let keys = entries(table);
            let meant = keys.first().and_then(|entry| suggestion(entry.key, OPERATIONS.iter().copied()));
            self.report.fault_or(node.span, "this names no operation", meant);
            return None;
        };
        let key = OPERATIONS.iter().copied().find(|known| *known == operation.key)?;
        let subject = fields.take(key)?;
        let action = self.operation(key, subject, &mut fields);
        fields.finish(self.report);
        action
    }

    fn operation(&mut self, key: &str, subject: Node<'_>, fields: &mut Fields<'_>) -> Option<Action> {
        Some(match key {
            "replace" => {
                let with = self.part(fields, "with");
                Action::Replace(self.place(subject)?, with?)
            }
            "remove" => Action::Remove(self.place(subject)?),
            "quote" => Action::Quote(self.place(subject)?),
            "rewrite" => {
                let form = fields.require("as", self.report)?;
                choice(form, ["bearer"], |form| form, self.report)?;
                Action::RewriteAsBearer(self.place(subject)?)
            }
            "add_param" => {
                let value = self.part(fields, "value");
                Action::AddParam(self.text(Some(subject), &Reliance::Nothing)?, value?)
            }
            "add_header" => {
                let value = self.part(fields, "value");
                Action::AddHeader(term(subject, self.report)?, value?)
            }
            "set_method" => Action::SetMethod(self.text(Some(subject), &Reliance::Nothing)?),
            "set_url" => Action::SetUrl(self.text(Some(subject), &Reliance::Nothing)?),
            "move_params" => match choice(subject, ["form", "query"], |place| place, self.report)? {
                "form" => Action::MoveParamsToForm,
                _ => Action::MoveParamsToQuery,
            },
            _ => Action::AddOption(term(subject, self.report)?),
        })
    }

    fn part(&mut self, fields: &mut Fields<'_>, key: &'static str) -> Option<Text> {
        let node = fields.require(key, self.report);
        self.text(node, &Reliance::Nothing)
    }

    /// `[cause]`.
    pub fn cause(&mut self, node: Node<'_>, on: &Sure) -> Option<Cause> {
        let mut fields = Fields::of(node, self.report)?;
        let reliance = Reliance::On(on);
        let mut cause = Cause {
            of: List::none(),
            of_any: None,
            ruled_out: self.text(fields.take("ruled_out"), &reliance),
            suspect: self.text(fields.take("suspect"), &reliance),
        };
        if let Some(of) = fields.require("of", self.report) {
            self.weights(of, &mut cause);
        }
        fields.finish(self.report);
        Some(cause)
    }

    fn weights(&mut self, node: Node<'_>, cause: &mut Cause) {
        let DeValue::Table(table) = node.value else {
            self.report.fault(node.span, format!("expected a table of codes and weights, found {}", node.what()));
            return;
        };
        if table.is_empty() {
            self.report.fault(node.span, "a cause has to explain some answer");
        }
        let mut of = Vec::new();
        for entry in entries(table) {
            let weight = choice(entry.node, WEIGHTS, |word| word, self.report).and_then(Weight::by_name);
            match Code::by_name(entry.key) {
                Some(code) => of.extend(weight.map(|weight| (code, weight))),
                None if entry.key == "*" => cause.of_any = weight,
                None => {
                    let meant = suggestion(entry.key, Code::ALL.iter().map(|code| code.name()));
                    self.report.fault_or(entry.at, format!("unknown code \"{}\"", entry.key), meant);
                }
            }
        }
        cause.of = of.into();
    }

    /// `aliases`, `sources`.
    pub fn words(&mut self, node: Option<Node<'_>>) -> List<crate::provider::fixed::Term> {
        node.map(|node| terms(node, self.report)).unwrap_or_default()
    }
}

const SAFETIES: [Safety; 3] = [Safety::Safe, Safety::Unsafe, Safety::Manual];
const WEIGHTS: [&str; 6] = ["always", "often", "sometimes", "rarely", "rest", "never"];
const OPERATIONS: [&str; 10] = [
    "replace",
    "remove",
    "quote",
    "rewrite",
    "add_param",
    "add_header",
    "set_method",
    "set_url",
    "move_params",
    "add_option",
];

fn bare(path: &Path) -> Path {
    Path { subject: path.subject.clone(), attr: None }
}
