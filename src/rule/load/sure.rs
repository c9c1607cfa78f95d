//! What tables make sure of once they hold.

use super::names::{Names, Origin};
use crate::facts::catalogue::{Attr, Fact};
use crate::rule::model::{Line, Operand, Path, Subject, Table, Test, Tests};

/// The paths that are known to have a value.
#[derive(Clone, Default)]
pub struct Sure(Vec<Path>);

impl Sure {
    /// What `self` and the lines of `table` make sure of.
    pub fn and(&self, table: &Table) -> Self {
        let mut sure = self.clone();
        table.iter().for_each(|line| sure.line(line));
        sure
    }

    /// What `self` and one line make sure of.
    pub fn and_line(&self, line: &Line) -> Self {
        let mut sure = self.clone();
        sure.line(line);
        sure
    }

    fn line(&mut self, line: &Line) {
        match line {
            Line::Some { of, tests } => {
                self.add(Path { subject: of.subject.clone(), attr: None });
                self.add(of.clone());
                self.tests(Some(of), tests);
            }
            Line::Any(tables) => {
                let mut branches = tables.iter().map(|table| self.and(table));
                if let Some(first) = branches.next() {
                    self.0 = branches.fold(first, |common, branch| common.in_both(&branch)).0;
                }
            }
            Line::Absent { .. } | Line::None(_) => {}
        }
    }

    /// Tests of an element that goes by the path `of`, and by its own name where it gets one.
    fn tests(&mut self, of: Option<&Path>, tests: &Tests) {
        let own = tests.bind.map(|slot| Path { subject: Subject::Bound(slot), attr: None });
        let names: Vec<&Path> = of.filter(|path| path.attr.is_none()).into_iter().chain(own.as_ref()).collect();
        if let Some(own) = &own {
            self.add(own.clone());
        }
        for test in &tests.all {
            let learnt = match test {
                Test::Has(attr, inner) => {
                    self.tests(None, inner);
                    Some(*attr)
                }
                Test::Near(_) => Some(Attr::Nearest),
                Test::Lacks(_) => Some(Attr::Missing),
                _ => None,
            };
            if let Some(attr) = learnt {
                names.iter().for_each(|name| self.add(Path { attr: Some(attr), ..(*name).clone() }));
            }
            if let Test::Is(Operand::Fact(path))
            | Test::Not(Operand::Fact(path))
            | Test::Near(Operand::Fact(path))
            | Test::Lacks(Operand::Fact(path))
            | Test::Above(Operand::Fact(path))
            | Test::Below(Operand::Fact(path)) = test
            {
                self.add(path.clone());
            }
        }
    }

    fn add(&mut self, path: Path) {
        if !self.0.contains(&path) {
            self.0.push(path);
        }
    }

    fn in_both(mut self, other: &Self) -> Self {
        self.0.retain(|path| other.0.contains(path));
        self
    }

    /// Whether `path` is sure to have a value.
    pub fn has(&self, path: &Path, names: &Names) -> bool {
        if self.0.contains(path) {
            return true;
        }
        match (&path.subject, path.attr) {
            // The name of something unknown was a fault already.
            (Subject::Bound(_), _) if names.subject_origins(path).is_empty() => true,
            (Subject::Fact { fact, .. }, None) => {
                matches!(
                    fact,
                    Fact::KnownGrantTypes
                        | Fact::KnownResponseTypes
                        | Fact::KnownResponseModes
                        | Fact::KnownAssertionTypes
                        | Fact::KnownTokenTypes
                        | Fact::KnownParameters
                        | Fact::KnownHeaders
                        | Fact::Today
                )
            }
            (_, Some(attr)) => {
                let whole = Path { subject: path.subject.clone(), attr: None };
                let origins = names.subject_origins(path);
                self.has(&whole, names) && !origins.is_empty() && origins.iter().all(|origin| inherent(*origin, attr))
            }
            (Subject::Bound(_), None) => false,
        }
    }
}

/// Whether every element of this origin has the attribute.
const fn inherent(origin: Origin, attr: Attr) -> bool {
    let Origin::Fact(fact) = origin else { return false };
    match attr {
        Attr::Name => {
            matches!(fact, Fact::Header | Fact::Param | Fact::Cookie | Fact::Credential | Fact::Pkce | Fact::Variable)
        }
        Attr::Place => matches!(fact, Fact::Param | Fact::Token | Fact::Credential),
        Attr::Shape | Attr::Scheme => matches!(fact, Fact::Authorization | Fact::SentAuthorization),
        Attr::Lacking => matches!(fact, Fact::Pkce),
        Attr::Style | Attr::Meaning => matches!(fact, Fact::Placeholder),
        Attr::VariableName => matches!(fact, Fact::Placeholder | Fact::MissingParam),
        Attr::Where => matches!(fact, Fact::Placeholder | Fact::Variable),
        Attr::What | Attr::Characters | Attr::Meant | Attr::Word => matches!(fact, Fact::Repair),
        Attr::Effect => matches!(fact, Fact::Glob),
        Attr::Quoting => matches!(fact, Fact::Variable),
        Attr::From => matches!(fact, Fact::ClientType | Fact::TokenScope),
        Attr::Same => matches!(fact, Fact::FlowEarlier),
        _ => false,
    }
}
