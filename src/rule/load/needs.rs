//! What must be seen for a rule to hold at all.

use crate::facts::catalogue::Fact;
use crate::rule::atoms::{Atom, Needs, Seen};
use crate::rule::model::{Line, Literal, Operand, Path, Subject, Table, Test, Tests};

/// The necessary atoms of a rule.
pub fn needs(on: &Table, each: Option<&Line>, when: &Table) -> Needs {
    let mut needs = Gathered::default();
    on.iter().chain(each).chain(when).for_each(|line| needs.line(line));
    Needs { all: needs.all, one_of: needs.one_of.into() }
}

/// A conjunction: all of these atoms, and one of each of these sets.
#[derive(Default)]
struct Gathered {
    all: Seen,
    one_of: Vec<Seen>,
}

impl Gathered {
    fn line(&mut self, line: &Line) {
        match line {
            Line::Some { of, tests } => {
                self.path(of);
                self.tests(tests);
                if let Path { subject: Subject::Fact { step: None, fact, .. }, attr: None } = of {
                    tests.all.iter().for_each(|test| self.words(*fact, test));
                }
            }
            Line::Any(tables) => self.any(tables),
            Line::Absent { .. } | Line::None(_) => {}
        }
    }

    /// Of each branch one thing it cannot do without: the set of its own alternatives, else all it needs.
    fn any(&mut self, tables: &[Table]) {
        let mut some = Seen::new();
        for table in tables {
            let mut branch = Self::default();
            table.iter().for_each(|line| branch.line(line));
            let necessary = branch.one_of.pop().or(branch.all.one());
            let Some(necessary) = necessary else { return };
            some.join(&necessary);
        }
        self.one_of.push(some);
    }

    fn path(&mut self, path: &Path) {
        match &path.subject {
            Subject::Fact { step: Some(step), .. } => self.all.add(Atom::linked(*step)),
            Subject::Fact { fact: Fact::Param, name: Some(name), .. } => self.all.see_param(name),
            Subject::Fact { fact, .. } => self.all.see(*fact),
            Subject::Bound(_) => {}
        }
    }

    fn tests(&mut self, tests: &Tests) {
        for test in &tests.all {
            match test {
                Test::Is(Operand::Fact(path))
                | Test::Not(Operand::Fact(path))
                | Test::Near(Operand::Fact(path))
                | Test::Lacks(Operand::Fact(path))
                | Test::Above(Operand::Fact(path))
                | Test::Below(Operand::Fact(path)) => self.path(path),
                Test::Has(_, inner) => self.tests(inner),
                _ => {}
            }
        }
    }

    /// One of the words the value has to be, where words have atoms.
    fn words(&mut self, fact: Fact, test: &Test) {
        let Test::Is(Operand::Literals(literals)) = test else { return };
        let atom = |literal: &Literal| match literal {
            Literal::Text(word) => Atom::word(fact, word),
            _ => None,
        };
        let atoms: Option<Vec<Atom>> = literals.iter().map(atom).collect();
        match atoms.as_deref() {
            Some([]) | None => {}
            Some([one]) => self.all.add(*one),
            Some(several) => self.one_of.push(several.iter().copied().collect()),
        }
    }
}
