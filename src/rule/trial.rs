//! A rule on trial: tables of tests against the facts of one exchange.

use std::borrow::Cow;

use super::compare::{self, Side};
use super::model::{Line, Operand, Path, Slot, Subject, Table, Test, Tests};
use super::pattern;
use super::truth::Truth;
use crate::exchange::Provenance;
use crate::facts::catalogue::{Attr, Fact};
use crate::facts::{Element, Elements, Evidence, Facts, Found, Item, Value};
use crate::finding::Confidence;
use crate::provider::code::Code;

/// How much the elements that made a rule true can carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ground {
    /// The surest a finding can be.
    pub confidence: Confidence,
    /// Something rests on what only a repair put back.
    pub repaired: bool,
}

impl Ground {
    const FIRM: Self = Self { confidence: Confidence::Certain, repaired: false };

    fn rest_on(&mut self, element: &Element<'_>) {
        let told = match element.provenance {
            Provenance::Stated | Provenance::Implied => Confidence::Certain,
            Provenance::Told | Provenance::Guessed => Confidence::Likely,
            Provenance::Repaired => {
                self.repaired = true;
                Confidence::Certain
            }
        };
        let known = match element.evidence {
            Evidence::Documented => Confidence::Certain,
            Evidence::Reported | Evidence::Inferred => Confidence::Likely,
            Evidence::Recalled => Confidence::Possible,
        };
        self.confidence = self.confidence.min(told).min(known);
    }
}

/// An element that got a name, and what was found out about it on the way.
#[derive(Clone, Debug)]
struct Bound<'a> {
    slot: Slot,
    element: Element<'a>,
    nearest: Option<Cow<'a, str>>,
    missing: Vec<Cow<'a, str>>,
}

/// What `near` and `lacks` find out about an element.
#[derive(Default)]
struct Learnt<'a> {
    nearest: Option<Cow<'a, str>>,
    missing: Vec<Cow<'a, str>>,
}

/// Facts, the names given so far, and the ground they stand on.
pub struct Trial<'f, 'a, F> {
    facts: &'f F,
    bound: Vec<Bound<'a>>,
    /// What the lines that held rest on.
    pub ground: Ground,
    /// Whether false and unknown have to be told apart; otherwise a table ends at its first line that does not hold.
    thorough: bool,
    /// What `response.error` may be where the answer does not say.
    supposed: &'static [Code],
}

/// A moment to come back to.
#[derive(Clone, Copy)]
pub struct Moment {
    bound: usize,
    ground: Ground,
}

impl<'f, 'a, F: Facts<'a>> Trial<'f, 'a, F> {
    /// A trial without names.
    pub const fn new(facts: &'f F, thorough: bool) -> Self {
        Self { facts, bound: Vec::new(), ground: Ground::FIRM, thorough, supposed: &[] }
    }

    /// Takes `response.error` for any of these codes, as a guess, where the answer does not say which it is.
    pub const fn suppose(&mut self, codes: &'static [Code]) {
        self.supposed = codes;
    }

    /// Now.
    pub const fn moment(&self) -> Moment {
        Moment { bound: self.bound.len(), ground: self.ground }
    }

    /// Forgets what was learnt since `moment`.
    pub fn back_to(&mut self, moment: Moment) {
        self.bound.truncate(moment.bound);
        self.ground = moment.ground;
    }

    /// Whether every line of `table` holds.
    pub fn holds(&mut self, table: &Table) -> Truth {
        let mut truth = Truth::True;
        for line in table {
            truth = truth.min(self.line(line));
            if truth == Truth::False || (truth == Truth::Unknown && !self.thorough) {
                break;
            }
        }
        truth
    }

    /// Whether one of `tables` holds; only the first that does leaves its names.
    pub fn any(&mut self, tables: &[Table]) -> Truth {
        let mut truth = Truth::False;
        for table in tables {
            let before = self.moment();
            truth = truth.max(self.holds(table));
            if truth == Truth::True {
                break;
            }
            self.back_to(before);
        }
        truth
    }

    fn line(&mut self, line: &Line) -> Truth {
        match line {
            Line::Some { of, tests } => {
                let found = self.find(of);
                let missing = if found.whole { Truth::False } else { Truth::Unknown };
                let mut truth = missing;
                for element in found.elements.as_slice() {
                    truth = truth.max(self.satisfies(of, element, tests));
                    if truth == Truth::True {
                        break;
                    }
                }
                truth
            }
            Line::Absent { of } => {
                let found = self.find(of);
                if !found.elements.as_slice().is_empty() {
                    Truth::False
                } else if found.whole {
                    Truth::True
                } else {
                    Truth::Unknown
                }
            }
            Line::Any(tables) => self.any(tables),
            Line::None(tables) => {
                let before = self.moment();
                let truth = !self.any(tables);
                self.back_to(before);
                truth
            }
        }
    }

    /// Whether `element`, one of those of `of`, satisfies all of `tests`.
    pub fn satisfies(&mut self, of: &Path, element: &Element<'a>, tests: &Tests) -> Truth {
        let named = match of {
            Path { subject: Subject::Bound(slot), attr: None } => Some(*slot),
            _ => None,
        };
        self.element(element, tests, named)
    }

    /// Tests one element; `named` is the name under which what `near` and `lacks` learn is kept where `tests` gives none.
    fn element(&mut self, element: &Element<'a>, tests: &Tests, named: Option<Slot>) -> Truth {
        let before = self.moment();
        let mut learnt = Learnt::default();
        let mut truth = Truth::True;
        for test in &tests.all {
            truth = truth.min(self.test(element, test, &mut learnt));
            if truth == Truth::False {
                break;
            }
        }
        if truth < Truth::True {
            self.back_to(before);
            return truth;
        }
        self.ground.rest_on(element);
        let learnt_something = learnt.nearest.is_some() || !learnt.missing.is_empty();
        if let Some(slot) = tests.bind.or(named.filter(|_| learnt_something)) {
            let Learnt { nearest, missing } = learnt;
            self.bound.push(Bound { slot, element: element.clone(), nearest, missing });
        }
        Truth::True
    }

    fn test(&mut self, element: &Element<'a>, test: &Test, learnt: &mut Learnt<'a>) -> Truth {
        match test {
            Test::Has(attr, tests) => match self.facts.attribute(element, *attr) {
                Some(value) => self.element(&inherit(value, element, *attr), tests, None),
                None => !without(element, *attr),
            },
            Test::Lacking(attr) => match self.facts.attribute(element, *attr) {
                Some(_) => Truth::False,
                None => without(element, *attr),
            },
            Test::Is(operand) => self.compare(element, operand, |value, side| side.names(value)),
            Test::Not(operand) => self.compare(element, operand, |value, side| !side.names(value)),
            Test::Above(operand) => self.compare(element, operand, |value, side| side.below(value)),
            Test::Below(operand) => self.compare(element, operand, |value, side| side.above(value)),
            Test::Near(operand) => {
                let aliases = self.aliases(operand);
                self.compare(element, operand, |value, side| {
                    learnt.nearest = side.nearest(value, &aliases);
                    learnt.nearest.is_some().into()
                })
            }
            Test::Lacks(operand) => self.compare(element, operand, |value, side| {
                learnt.missing = side.missing_in(value);
                (!learnt.missing.is_empty()).into()
            }),
            Test::Matches(expression) => match &element.value {
                Some(Value::Text(text)) => pattern::matches(expression, text),
                _ => Truth::Unknown,
            },
        }
    }

    /// Compares the value with what the operand stands for; unknown where one of the two is not seen.
    fn compare(
        &mut self,
        element: &Element<'a>,
        operand: &Operand,
        holds: impl FnOnce(&Value<'a>, &Side<'_, 'a>) -> Truth,
    ) -> Truth {
        let Some(value) = &element.value else { return Truth::Unknown };
        match operand {
            Operand::Literals(literals) => holds(value, &Side::Literals(literals)),
            Operand::Fact(path) => {
                let found = self.find(path);
                if found.elements.as_slice().is_empty() {
                    return Truth::Unknown;
                }
                let truth = holds(value, &Side::Found(&found));
                if truth == Truth::True {
                    compare::carriers(value, &found).for_each(|carrier| self.ground.rest_on(carrier));
                }
                truth
            }
        }
    }

    fn aliases(&self, operand: &Operand) -> Vec<(&'a str, &'a str)> {
        match operand {
            Operand::Fact(Path { subject: Subject::Fact { fact, .. }, attr: None }) => self.facts.aliases(*fact),
            _ => Vec::new(),
        }
    }

    /// The elements a path stands for.
    pub fn find(&self, path: &Path) -> Found<'a> {
        let found = match &path.subject {
            Subject::Fact { step: None, fact: Fact::Error, .. } if !self.supposed.is_empty() => {
                let found = self.facts.find(None, Fact::Error, None);
                if found.whole { found } else { supposed(self.supposed) }
            }
            Subject::Fact { step, fact, name } => self.facts.find(*step, *fact, name.as_deref()),
            Subject::Bound(slot) => match self.bound.iter().rfind(|bound| bound.slot == *slot) {
                Some(bound) => match path.attr {
                    Some(Attr::Nearest) => return bound.learnt(bound.nearest.clone().map(Value::Text)),
                    Some(Attr::Missing) => return bound.learnt(Some(Value::Words(bound.missing.clone()))),
                    _ => Found::one(bound.element.clone()),
                },
                None => Found::unseen(),
            },
        };
        match path.attr {
            Some(attr) => self.attributes(&found, attr),
            None => found,
        }
    }

    fn attributes(&self, found: &Found<'a>, attr: Attr) -> Found<'a> {
        let mut values = Found { elements: Elements::None, whole: found.whole };
        for element in found.elements.as_slice() {
            match self.facts.attribute(element, attr) {
                Some(value) => values.elements.push(inherit(value, element, attr)),
                None => values.whole &= without(element, attr) == Truth::True,
            }
        }
        values
    }

    /// The first elements of a fact, for what a finding is about when its labels point nowhere.
    pub fn fact(&self, fact: Fact) -> Found<'a> {
        self.facts.find(None, fact, None)
    }
}

impl<'a> Bound<'a> {
    /// What was learnt about the element, standing where the element stands.
    fn learnt(&self, value: Option<Value<'a>>) -> Found<'a> {
        match value {
            Some(value) => Found::one(Element { value: Some(value), secret: None, ..self.element.clone() }),
            None => Found::absent(),
        }
    }
}

/// `response.error` as each of `codes`; it stands nowhere.
fn supposed<'a>(codes: &'static [Code]) -> Found<'a> {
    let mut found = Found::unseen();
    for (index, code) in codes.iter().enumerate() {
        found.elements.push(Element {
            value: Some(Value::text(code.name())),
            at: None,
            chunk: None,
            provenance: Provenance::Guessed,
            evidence: Evidence::Documented,
            secret: None,
            item: Item { fact: Fact::Error, index, step: None },
        });
    }
    found
}

/// Whether the element is without the attribute it does not show: unknown where only its unseen value could tell.
fn without(element: &Element<'_>, attr: Attr) -> Truth {
    use Attr::{Fault, From, Name, Near, Place, Repeated, Symbolic, VariableName, Where};
    let told_by_value =
        !matches!(attr, Name | Place | Repeated | Near | Symbolic | Fault | From | Where | VariableName);
    if element.value.is_none() && told_by_value { Truth::Unknown } else { Truth::True }
}

/// An attribute that repeats the value of a secret is as secret as the value.
fn inherit<'a>(mut value: Element<'a>, of: &Element<'a>, attr: Attr) -> Element<'a> {
    use Attr::{Bare, Characters, Corrected, Decoded, Lost};
    // What a header's line should begin with is its name alone.
    let repeats = attr == Corrected && of.item.fact != Fact::Header;
    if repeats || matches!(attr, Bare | Characters | Decoded | Lost) {
        value.secret = value.secret.or(of.secret);
    }
    value
}
