//! What names stand for: facts, linked steps, attributes, and the names a rule gives itself.

use super::fault::Report;
use crate::facts::FlowStep;
use crate::facts::catalogue::{Attr, Fact, Kind};
use crate::rule::model::{Path, Slot, Subject};
use crate::rule::near::suggestion;
use crate::text::Span;

/// What an element can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Fact(Fact),
    Attr(Attr),
}

impl Origin {
    pub const fn kind(self) -> Kind {
        match self {
            Self::Fact(fact) => fact.kind(),
            Self::Attr(attr) => attr.kind(),
        }
    }

    pub fn attributes(self) -> &'static [Attr] {
        match self {
            Self::Fact(fact) => fact.attributes(),
            Self::Attr(_) => &[],
        }
    }
}

/// The names a rule has given so far.
#[derive(Default)]
pub struct Names {
    bound: Vec<(String, Vec<Origin>)>,
}

impl Names {
    /// Gives a name to an element; in another branch the same name is the same slot.
    pub fn bind(&mut self, name: &str, at: Span, origins: &[Origin], report: &mut Report<'_>) -> Option<Slot> {
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
            report.fault(at, format!("\"{name}\" cannot be a name: use lower-case letters and _"));
            return None;
        }
        if Fact::by_name(name).is_some() {
            report.fault(at, format!("\"{name}\" is the name of a fact"));
            return None;
        }
        let slot = self.slot(name).unwrap_or_else(|| {
            self.bound.push((name.to_owned(), Vec::new()));
            self.bound.len() - 1
        });
        let Ok(number) = Slot::try_from(slot) else {
            report.fault(at, "too many names");
            return None;
        };
        if let Some((_, known)) = self.bound.get_mut(slot) {
            known.extend_from_slice(origins);
        }
        Some(number)
    }

    fn slot(&self, name: &str) -> Option<usize> {
        self.bound.iter().position(|(bound, _)| bound == name)
    }

    /// The names, by slot.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.bound.iter().map(|(name, _)| name.as_str())
    }

    /// What the element a path stands for can be.
    pub fn origins(&self, path: &Path) -> Vec<Origin> {
        match (&path.subject, path.attr) {
            (_, Some(attr)) => vec![Origin::Attr(attr)],
            (Subject::Fact { fact, .. }, None) => vec![Origin::Fact(*fact)],
            (Subject::Bound(slot), None) => {
                self.bound.get(usize::from(*slot)).map_or_else(Vec::new, |(_, origins)| origins.clone())
            }
        }
    }

    /// What the element a path is about can be, whatever its attribute.
    pub fn subject_origins(&self, path: &Path) -> Vec<Origin> {
        self.origins(&Path { subject: path.subject.clone(), attr: None })
    }

    /// What `text` stands for.
    pub fn path(&self, text: &str, at: Span, report: &mut Report<'_>) -> Option<Path> {
        let (head, rest) = text.split_once('.').unwrap_or((text, ""));
        if let Some(slot) = self.slot(head) {
            let subject = Subject::Bound(Slot::try_from(slot).ok()?);
            return self.attribute(subject, rest, at, report);
        }
        if let Some((step, rest)) = linked(text) {
            match rest {
                "" if Fact::by_name(text).is_none() => {
                    return Some(Path {
                        subject: Subject::Fact { step: Some(step), fact: Fact::Flow, name: None },
                        attr: None,
                    });
                }
                _ => {
                    if let Some((fact, rest)) = fact(rest) {
                        return self.fact(Some(step), fact, rest, at, report);
                    }
                }
            }
        }
        if let Some((fact, rest)) = fact(text) {
            return self.fact(None, fact, rest, at, report);
        }
        let facts = Fact::ALL.iter().map(|fact| fact.name());
        let known: Vec<&str> = facts.chain(self.all()).collect();
        let nearest = suggestion(text, known.iter().copied()).map(str::to_owned);
        let meant = nearest.or_else(|| {
            let close = suggestion(head, known.iter().copied()).filter(|_| !rest.is_empty())?;
            Some(format!("{close}.{rest}"))
        });
        report.fault_or(at, format!("unknown fact or name \"{text}\""), meant.as_deref());
        None
    }

    fn fact(&self, step: Option<FlowStep>, fact: Fact, rest: &str, at: Span, report: &mut Report<'_>) -> Option<Path> {
        let named = |name: Option<&str>| Subject::Fact { step, fact, name: name.map(Into::into) };
        if !fact.is_named() || rest.is_empty() {
            return self.attribute(named(None), rest, at, report);
        }
        match rest.rsplit_once('.') {
            Some((name, attr)) if attr == "value" || Attr::by_name(attr).is_some() => {
                self.attribute(named(Some(name)), attr, at, report)
            }
            _ => Some(Path { subject: named(Some(rest)), attr: None }),
        }
    }

    fn attribute(&self, subject: Subject, attr: &str, at: Span, report: &mut Report<'_>) -> Option<Path> {
        if matches!(attr, "" | "value") {
            return Some(Path { subject, attr: None });
        }
        let path = Path { subject, attr: None };
        let attr = self.known_attribute(&self.origins(&path), attr, at, report)?;
        Some(Path { attr: Some(attr), ..path })
    }

    /// The attribute of this name, which an element of one of `origins` has to have.
    pub fn known_attribute(&self, origins: &[Origin], name: &str, at: Span, report: &mut Report<'_>) -> Option<Attr> {
        if origins.is_empty() {
            // The name of something unknown, which was a fault already.
            return Attr::by_name(name);
        }
        let learnt = [Attr::Nearest, Attr::Missing];
        let has: Vec<Attr> = origins.iter().flat_map(|origin| origin.attributes()).copied().chain(learnt).collect();
        let attr = has.iter().copied().find(|attr| attr.name() == name);
        if attr.is_none() {
            let meant = suggestion(name, has.iter().map(|attr| attr.name()));
            let whose = match origins {
                [Origin::Fact(fact)] => format!("\"{}\" has", fact.name()),
                [Origin::Attr(attr)] => format!("\"{}\" has", attr.name()),
                _ => "this has".to_owned(),
            };
            report.fault_or(at, format!("{whose} no attribute \"{name}\""), meant);
        }
        attr
    }
}

/// `flow.authorize.param.code` as the step and `param.code`.
fn linked(text: &str) -> Option<(FlowStep, &str)> {
    let rest = text.strip_prefix("flow.")?;
    let (step, rest) = rest.split_once('.').unwrap_or((rest, ""));
    let step = FlowStep::ALL.into_iter().find(|known| known.name() == step)?;
    Some((step, rest))
}

/// The fact with the longest name that begins `text`, and what follows.
fn fact(text: &str) -> Option<(Fact, &str)> {
    let mut end = text.len();
    loop {
        if let Some(fact) = Fact::by_name(text.get(..end)?) {
            return Some((fact, text.get(end + 1..).unwrap_or("")));
        }
        end = text.get(..end)?.rfind('.')?;
    }
}
