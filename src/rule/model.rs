//! A checked rule. Every part is plain data: the build script writes it down as a constant, the loader makes it at run
//! time for a user's own rules.

use super::needs::Needs;
use crate::facts::catalogue::{Attr, Fact};
use crate::facts::{Date, FlowStep};
use crate::finding::{Confidence, Safety, Severity};
use crate::provider::code::{Code, Weight};
use crate::provider::fixed::{List, Term};

/// One rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Its name, which is its path below `rules`: `oauth/misspelled-grant-type`.
    pub name: Term,
    /// Names it had before.
    pub aliases: List<Term>,
    /// What it is about, in a few words.
    pub title: Term,
    /// How bad it is, unless a grade says otherwise.
    pub severity: Severity,
    /// How sure it is at most, unless a grade says otherwise.
    pub confidence: Confidence,
    /// Where in its life the request dies of it.
    pub stage: Stage,
    /// Where it is written that it is so.
    pub sources: List<Term>,
    /// The names its texts use for elements, by slot.
    pub bindings: List<Term>,
    /// What it is about; false silences it altogether.
    pub on: Table,
    /// Tables of which none may hold.
    pub unless: List<Table>,
    /// The list it runs over, once per element that satisfies the line.
    pub each: Option<Line>,
    /// The evidence.
    pub when: Table,
    /// Exceptions, most special first.
    pub grades: List<Grade>,
    /// What it says.
    pub say: Say,
    /// How to mend it.
    pub fix: Option<Remedy>,
    /// What it can explain.
    pub cause: Option<Cause>,
    /// Examples, which run as tests.
    pub examples: List<Example>,
    /// What must be seen for it to hold at all.
    pub needs: Needs,
}

/// The stages in the order in which a request can die. Hygiene never explains anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// The shell takes the command apart wrongly.
    Shell,
    /// curl refuses or bends the command.
    Curl,
    /// No connection, or the browser forbids it.
    Connect,
    /// Wrong address or method.
    Route,
    /// The server cannot read the parameters.
    Read,
    /// The client is not accepted.
    Client,
    /// The code, refresh token or other grant is not accepted.
    Grant,
    /// The scope is not accepted.
    Scope,
    /// The access token is not accepted.
    Token,
    /// The caller may not do this.
    Permission,
    /// Too many requests.
    Quota,
    /// Unsafe or unusual, yet no cause of anything.
    Hygiene,
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Self; 12] = [
        Self::Shell,
        Self::Curl,
        Self::Connect,
        Self::Route,
        Self::Read,
        Self::Client,
        Self::Grant,
        Self::Scope,
        Self::Token,
        Self::Permission,
        Self::Quota,
        Self::Hygiene,
    ];

    /// The name in rules.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Shell => "shell",
            Self::Curl => "curl",
            Self::Connect => "connect",
            Self::Route => "route",
            Self::Read => "read",
            Self::Client => "client",
            Self::Grant => "grant",
            Self::Scope => "scope",
            Self::Token => "token",
            Self::Permission => "permission",
            Self::Quota => "quota",
            Self::Hygiene => "hygiene",
        }
    }
}

/// Lines that all have to hold.
pub type Table = List<Line>;

/// One line of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// Some element of the subject satisfies every test.
    Some {
        /// What is asked about.
        of: Path,
        /// What it has to satisfy.
        tests: Tests,
    },
    /// There is no element; the capture would have shown it.
    Absent {
        /// What is asked about.
        of: Path,
    },
    /// At least one table holds.
    Any(List<Table>),
    /// No table holds.
    None(List<Table>),
}

/// Tests of one and the same element.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Tests {
    /// The tests.
    pub all: List<Test>,
    /// The name the element gets.
    pub bind: Option<Slot>,
}

/// The number of a name that texts use for an element.
pub type Slot = u8;

/// One test of an element.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// The value is one of these; a list has one of them.
    Is(Operand),
    /// The value is none of these; a list has none of them.
    Not(Operand),
    /// The value is none of these words, but an alias of one, or a slip of the pen away from it.
    Near(Operand),
    /// This list misses something of that one.
    Lacks(Operand),
    /// Greater, or later.
    Above(Operand),
    /// Less, or earlier.
    Below(Operand),
    /// The value matches a regular expression.
    Matches(Term),
    /// An attribute is there and satisfies these tests.
    Has(Attr, Tests),
    /// The element has no such attribute.
    Lacking(Attr),
}

/// What a value is compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// Literals.
    Literals(List<Literal>),
    /// The values of another fact.
    Fact(Path),
}

/// A value in a rule file.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// A text or an enum's word.
    Text(Term),
    /// A whole number.
    Number(i64),
    /// A day.
    Date(Date),
    /// Yes or no.
    Flag(bool),
}

/// What a name in a rule stands for: `param.code`, `flow.authorize.param.redirect_uri`, `given.nearest`.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// The fact or the bound element.
    pub subject: Subject,
    /// One of its attributes; `None` for its value.
    pub attr: Option<Attr>,
}

/// A fact or a bound element.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// A fact.
    Fact {
        /// The linked step it is asked of; `None` for the exchange itself.
        step: Option<FlowStep>,
        /// The fact.
        fact: Fact,
        /// The name that narrows it: `code` of `param.code`.
        name: Option<Term>,
    },
    /// The element that was bound.
    Bound(Slot),
}

/// An exception.
#[derive(Clone, Debug, PartialEq)]
pub struct Grade {
    /// When it is taken.
    pub cond: Table,
    /// Another severity.
    pub severity: Option<Severity>,
    /// Another confidence.
    pub confidence: Option<Confidence>,
    /// Another message.
    pub message: Option<Text>,
    /// Another reason.
    pub why: Option<Text>,
    /// Another advice.
    pub help: Option<Text>,
}

/// A text with names to fill in.
pub type Text = List<Piece>;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Words.
    Words(Term),
    /// A value.
    Value {
        /// Whose.
        of: Path,
        /// Words for when it is not known.
        otherwise: Option<Term>,
    },
}

/// What a rule says.
#[derive(Clone, Debug, PartialEq)]
pub struct Say {
    /// What is wrong.
    pub message: Text,
    /// Why.
    pub why: Text,
    /// What to do.
    pub help: Text,
    /// Where, the place the finding is about first.
    pub labels: List<Mark>,
}

impl Say {
    /// Nothing, which no checked rule says.
    pub(super) const fn nothing() -> Self {
        Self { message: List::none(), why: List::none(), help: List::none(), labels: List::none() }
    }
}

/// A label.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Places, tried in order.
    pub at: List<Path>,
    /// The remark.
    pub text: Text,
}

/// How to mend a finding. One whose texts or places are not known in a given case is not offered there.
#[derive(Clone, Debug, PartialEq)]
pub struct Remedy {
    /// What it does, in a few words.
    pub title: Text,
    /// Whether it can be applied without thinking, at best.
    pub safety: Safety,
    /// What is done to the request.
    pub steps: List<Action>,
}

/// One step of a remedy.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// A value becomes another one.
    Replace(Path, Text),
    /// A parameter, header or option goes away.
    Remove(Path),
    /// A word gets quotes.
    Quote(Path),
    /// An Authorization header becomes `Bearer` and its token.
    RewriteAsBearer(Path),
    /// A parameter is added.
    AddParam(Text, Text),
    /// A header is added.
    AddHeader(Term, Text),
    /// The method becomes this one.
    SetMethod(Text),
    /// The address becomes this one.
    SetUrl(Text),
    /// The parameters move to a form body.
    MoveParamsToForm,
    /// The parameters move to the query.
    MoveParamsToQuery,
    /// An option without a value is added.
    AddOption(Term),
}

/// What a rule can explain.
#[derive(Clone, Debug, PartialEq)]
pub struct Cause {
    /// How often it is behind an answer.
    pub of: List<(Code, Weight)>,
    /// How often it is behind any other answer.
    pub of_any: Option<Weight>,
    /// What was seen where it is not the cause.
    pub ruled_out: Option<Text>,
    /// What to say where it could not be checked, but is likely.
    pub suspect: Option<Text>,
}

impl Cause {
    /// How often this is behind an answer with `code`.
    #[must_use]
    pub fn weight(&self, code: Option<Code>) -> Weight {
        let listed = self.of.iter().find(|(of, _)| Some(*of) == code).map(|(_, weight)| *weight);
        listed.or(self.of_any).unwrap_or(Weight::Unlisted)
    }
}

/// An example: an input, and what the rule has to say about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The input: files by path; one without a path where the example is one text.
    pub files: List<(Term, Term)>,
    /// The input form it has to be read as.
    pub form: Option<Term>,
    /// The day it is judged as of.
    pub as_of: Option<Date>,
    /// What has to be found, by decoded or source text; empty where the rule has to be silent.
    pub finds: List<Term>,
    /// The severity each finding has to have.
    pub severity: Option<Severity>,
    /// The confidence each finding has to have.
    pub confidence: Option<Confidence>,
    /// Whether the rule has to be the verdict, or must not be.
    pub verdict: Option<bool>,
    /// The input after the fix.
    pub fixed: Option<Term>,
    /// Why it does not come out yet.
    pub todo: Option<Term>,
}

impl Example {
    /// Whether the rule has to be silent.
    #[must_use]
    pub fn silent(&self) -> bool {
        self.finds.is_empty()
    }
}
