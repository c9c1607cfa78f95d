//! Writing a checked rule down as a Rust constant. Only the build script uses it.

use std::fmt::{Result, Write};

use super::atoms::Atom;
use super::filing::{self, Filing};
use super::model::{
    Action, Cause, Example, Grade, Line, Literal, Mark, Operand, Path, Piece, Remedy, Rule, Say, Stage, Subject, Test,
    Tests,
};
use super::needs::Needs;
use super::seen::Seen;
use crate::facts::catalogue::{Attr, Fact};
use crate::facts::{Date, FlowStep};
use crate::finding::{Confidence, Safety, Severity};
use crate::provider::code::{Code, Weight};
use crate::provider::fixed::{List, Term};

/// The module that holds `rules`, in the order given. Each is a constant of its own: the compiler's time grows with the
/// square of one constant.
pub fn module(rules: &[Rule]) -> String {
    let mut out = String::new();
    for (number, rule) in rules.iter().enumerate() {
        write!(out, "const RULE_{number}: Rule = ").expect("writing to a string cannot fail");
        rule.write(&mut out).expect("writing to a string cannot fail");
        out.push_str(";\n");
    }
    let names: String = (0..rules.len()).map(|number| format!("RULE_{number}, ")).collect();
    writeln!(out, "pub static RULES: [Rule; {}] = [{names}];", rules.len()).expect("writing to a string cannot fail");
    writeln!(out, "pub static FILING: Filing = {:?};", filing(rules)).expect("writing to a string cannot fail");
    out
}

/// Files rules under what they need.
fn filing(rules: &[Rule]) -> Filing {
    assert!(rules.len() <= filing::MOST, "more rules than can be filed");
    let mut always = Vec::new();
    let mut labels = Seen::new();
    let mut drawers = vec![Vec::new(); Atom::COUNT];
    for (number, rule) in (0..).zip(rules) {
        match rule.needs.drawers() {
            Some(under) => {
                labels.join(&under);
                under.atoms().for_each(|atom| drawers[atom.number()].push(number));
            }
            None => always.push(number),
        }
    }
    Filing { always: always.into(), labels, drawers: drawers.into_iter().map(List::from).collect() }
}

/// A value that can be written down as the expression that makes it.
trait Constant {
    fn write(&self, out: &mut String) -> Result;
}

macro_rules! words {
    ($($name:ident)*) => { $(impl Constant for $name {
        fn write(&self, out: &mut String) -> Result { write!(out, concat!(stringify!($name), "::{:?}"), self) }
    })* };
}

macro_rules! plain {
    ($($name:ty)*) => { $(impl Constant for $name {
        fn write(&self, out: &mut String) -> Result { write!(out, "{self:?}") }
    })* };
}

macro_rules! record {
    ($name:ident { $($field:ident)* }) => {
        impl Constant for $name {
            fn write(&self, out: &mut String) -> Result {
                let Self { $($field),* } = self;
                out.push_str(concat!(stringify!($name), " {"));
                $(out.push_str(concat!(stringify!($field), ": ")); $field.write(out)?; out.push_str(", ");)*
                out.push('}');
                Ok(())
            }
        }
    };
}

macro_rules! variants {
    ($name:ident { $($variant:ident $(($($item:ident)*))? $({$($field:ident)*})?)* }) => {
        impl Constant for $name {
            fn write(&self, out: &mut String) -> Result {
                match self {
                    $(Self::$variant $(($($item),*))? $({$($field),*})? => {
                        out.push_str(concat!(stringify!($name), "::", stringify!($variant)));
                        $(out.push('('); $($item.write(out)?; out.push_str(", ");)* out.push(')');)?
                        $(out.push('{');
                          $(out.push_str(concat!(stringify!($field), ": ")); $field.write(out)?; out.push_str(", ");)*
                          out.push('}');)?
                    })*
                }
                Ok(())
            }
        }
    };
}

words! { Attr Code Confidence Fact FlowStep Safety Severity Stage Weight }
plain! { bool i64 u8 Seen }
record! { Rule { name aliases title severity confidence stage sources bindings on unless each when grades say fix cause examples needs } }
record! { Tests { all bind } }
record! { Path { subject attr } }
record! { Grade { cond severity confidence message why help } }
record! { Say { message why help labels } }
record! { Mark { at text } }
record! { Remedy { title safety steps } }
record! { Cause { of of_any ruled_out suspect } }
record! { Example { files form as_of finds severity confidence verdict fixed todo } }
record! { Needs { all one_of any } }
variants! { Line { Some { of tests } Absent { of } Any(tables) None(tables) } }
variants! { Test { Is(with) Not(with) Near(with) Lacks(with) Above(with) Below(with) Matches(with) Has(attr tests) Lacking(attr) } }
variants! { Operand { Literals(literals) Fact(path) } }
variants! { Literal { Text(text) Number(number) Date(date) Flag(flag) } }
variants! { Subject { Fact { step fact name } Bound(slot) } }
variants! { Piece { Words(words) Value { of otherwise } } }
variants! { Action {
    Replace(at with) Remove(at) Quote(at) RewriteAsBearer(at) AddParam(name value) AddHeader(name value) SetMethod(method)
    SetUrl(url) MoveParamsToForm MoveParamsToQuery AddOption(option)
} }

impl Constant for Date {
    fn write(&self, out: &mut String) -> Result {
        write!(out, "Date::new({}, {}, {})", self.year, self.month, self.day)
    }
}

impl Constant for Term {
    fn write(&self, out: &mut String) -> Result {
        write!(out, "Term::fixed({:?})", &**self)
    }
}

impl<T: Constant + Clone> Constant for List<T> {
    fn write(&self, out: &mut String) -> Result {
        if self.is_empty() {
            out.push_str("List::none()");
            return Ok(());
        }
        // A block of its own makes the items constant however deep the list lies.
        out.push_str("List::fixed(const { &[");
        for item in self {
            item.write(out)?;
            out.push_str(", ");
        }
        out.push_str("] })");
        Ok(())
    }
}

impl<T: Constant> Constant for Option<T> {
    fn write(&self, out: &mut String) -> Result {
        match self {
            None => out.push_str("None"),
            Some(value) => {
                out.push_str("Some(");
                value.write(out)?;
                out.push(')');
            }
        }
        Ok(())
    }
}

impl<A: Constant, B: Constant> Constant for (A, B) {
    fn write(&self, out: &mut String) -> Result {
        out.push('(');
        self.0.write(out)?;
        out.push_str(", ");
        self.1.write(out)?;
        out.push(')');
        Ok(())
    }
}
