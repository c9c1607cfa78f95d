//! What must be seen for a rule to hold at all.

use crate::facts::catalogue::{Attr, Fact};
use crate::provider::fixed::{List, Term};
use crate::rule::atoms::{Atom, Misfit, Oddity, Worded};
use crate::rule::model::{Line, Literal, Operand, Path, Slot, Subject, Table, Test, Tests};
use crate::rule::needs::Needs;
use crate::rule::seen::Seen;

/// The necessary atoms of a rule.
pub fn needs(on: &Table, each: Option<&Line>, when: &Table) -> Needs {
    let mut gathered = Gathered::default();
    on.iter().chain(each).chain(when).for_each(|line| gathered.line(line));
    gathered.needs()
}

/// A fact of the exchange itself, with the name that narrows it.
#[derive(Clone, Copy, PartialEq)]
struct Asked<'r> {
    fact: Fact,
    name: Option<&'r Term>,
}

/// A conjunction of lines, as far as it was read.
#[derive(Clone, Default)]
struct Gathered<'r> {
    all: Seen,
    one_of: Vec<Seen>,
    any: Vec<List<Needs>>,
    /// The names given so far to elements of the exchange itself.
    bound: Vec<(Slot, Asked<'r>)>,
}

impl<'r> Gathered<'r> {
    fn needs(self) -> Needs {
        Needs { all: self.all, one_of: self.one_of.into(), any: self.any.into() }
    }

    fn line(&mut self, line: &'r Line) {
        match line {
            Line::Some { of, tests } => {
                self.path(of);
                let asked = self.asked(of);
                match (asked, of.attr) {
                    (Some(asked), Some(attr)) => self.attribute(asked, attr, tests),
                    (asked, _) => self.tests(asked, tests),
                }
                self.unbind(tests.bind);
                if let (Some(slot), Some(asked), None) = (tests.bind, asked, of.attr) {
                    self.bound.push((slot, asked));
                }
            }
            Line::Absent { of: Path { subject: Subject::Fact { step: None, fact, name }, attr: None } } => {
                match (fact, name) {
                    (Fact::Param, Some(name)) => Atom::no_param(name).into_iter().for_each(|atom| self.all.add(atom)),
                    (_, None) => self.all.add(Atom::missing(*fact)),
                    _ => {}
                }
            }
            Line::Any(tables) => self.any(tables),
            Line::Absent { .. } | Line::None(_) => {}
        }
    }

    fn any(&mut self, tables: &'r [Table]) {
        let branch = |table: &'r Table| {
            let mut branch = Self { bound: self.bound.clone(), ..Self::default() };
            table.iter().for_each(|line| branch.line(line));
            branch
        };
        let branches: Vec<Self> = tables.iter().map(branch).collect();
        // A name that a branch gives means another element in each of them.
        self.bound.retain(|bound| branches.iter().all(|branch| branch.bound.contains(bound)));
        self.any.push(branches.into_iter().map(Self::needs).collect());
    }

    fn unbind(&mut self, slot: Option<Slot>) {
        self.bound.retain(|(bound, _)| Some(*bound) != slot);
    }

    /// The fact of the exchange itself that a path starts from.
    fn asked(&self, path: &'r Path) -> Option<Asked<'r>> {
        match &path.subject {
            Subject::Fact { step: None, fact, name } => Some(Asked { fact: *fact, name: name.as_ref() }),
            Subject::Fact { .. } => None,
            Subject::Bound(slot) => self.bound.iter().find(|(bound, _)| bound == slot).map(|(_, asked)| *asked),
        }
    }

    /// That there is something at the path.
    fn path(&mut self, path: &Path) {
        match &path.subject {
            Subject::Fact { step: Some(step), .. } => self.all.add(Atom::linked(*step)),
            Subject::Fact { fact: Fact::Param, name: Some(name), .. } => {
                self.all.see(Fact::Param);
                Atom::param(name).into_iter().for_each(|atom| self.all.add(atom));
            }
            Subject::Fact { fact, .. } => self.all.see(*fact),
            Subject::Bound(_) => {}
        }
    }

    /// That an element has this attribute, and what it has to be.
    fn attribute(&mut self, asked: Asked<'r>, attr: Attr, tests: &'r Tests) {
        if let Some(oddity) = Oddity::of(asked.fact, attr) {
            self.all.add(Atom::oddity(oddity));
        }
        for test in &tests.all {
            if let Test::Is(Operand::Literals(words)) = test {
                self.words(asked, Some(attr), words);
            }
        }
        self.tests(None, tests);
    }

    /// What an element has to satisfy; `asked` where it is one of the exchange itself.
    fn tests(&mut self, asked: Option<Asked<'r>>, tests: &'r Tests) {
        for test in &tests.all {
            match (test, asked) {
                (Test::Has(attr, inner), Some(asked)) => self.attribute(asked, *attr, inner),
                (Test::Has(_, inner), None) => self.tests(None, inner),
                (Test::Is(Operand::Literals(words)), Some(asked)) => self.words(asked, None, words),
                (Test::Above(Operand::Literals(_)), Some(Asked { fact: Fact::ClientAuthCount, .. })) => {
                    self.several(test);
                }
                (Test::Not(Operand::Fact(allowed)) | Test::Near(Operand::Fact(allowed)), Some(asked)) => {
                    self.path(allowed);
                    self.misfit(asked, allowed);
                }
                (
                    Test::Is(Operand::Fact(path))
                    | Test::Not(Operand::Fact(path))
                    | Test::Near(Operand::Fact(path))
                    | Test::Lacks(Operand::Fact(path))
                    | Test::Above(Operand::Fact(path))
                    | Test::Below(Operand::Fact(path)),
                    _,
                ) => self.path(path),
                _ => {}
            }
        }
    }

    fn several(&mut self, test: &Test) {
        if let Test::Above(Operand::Literals(bounds)) = test
            && matches!(**bounds, [Literal::Number(1..)])
        {
            self.all.add(Atom::oddity(Oddity::ClientAuths));
        }
    }

    fn misfit(&mut self, asked: Asked<'r>, allowed: &Path) {
        if let Path { subject: Subject::Fact { step: None, fact, .. }, attr: None } = allowed
            && let Some(misfit) = Misfit::of(asked.fact, asked.name.map(|name| &**name), *fact)
        {
            self.all.add(Atom::misfit(misfit));
        }
    }

    /// One of the words the value has to be, where words have atoms.
    fn words(&mut self, asked: Asked<'r>, attr: Option<Attr>, words: &[Literal]) {
        let named = asked.fact == Fact::Param && attr == Some(Attr::Name);
        let worded = Worded::of(asked.fact, asked.name.map(|name| &**name), attr);
        let atom = |literal: &Literal| match literal {
            Literal::Text(word) if named => Atom::param(word),
            Literal::Text(word) => Atom::word(worded?, word),
            _ => None,
        };
        let atoms: Option<Vec<Atom>> = words.iter().map(atom).collect();
        match atoms.as_deref() {
            Some([]) | None => {}
            Some([one]) => self.all.add(*one),
            Some(several) => self.one_of.push(several.iter().copied().collect()),
        }
    }
}
