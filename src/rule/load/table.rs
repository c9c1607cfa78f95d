//! Tables of tests.

use toml::de::DeValue;

use super::fault::Report;
use super::names::{Names, Origin};
use super::tree::{Entry, Node, entries};
use crate::facts::Date;
use crate::facts::catalogue::{Fact, Kind};
use crate::provider::code::Code;
use crate::provider::fixed::List;
use crate::rule::model::{Line, Literal, Operand, Path, Subject, Table, Test, Tests};
use crate::rule::near::suggestion;
use crate::text::Span;

const WORDS: [&str; 9] = ["is", "not", "near", "lacks", "above", "below", "matches", "present", "bind"];

/// What says whether a regular expression is one; the build script has none to ask.
pub type PatternFault = fn(&str) -> Option<String>;

/// Reads tables, and learns the names they give.
pub struct Tables<'r, 't> {
    pub names: Names,
    pub report: &'r mut Report<'t>,
    pub pattern_fault: PatternFault,
}

/// What a predicate asks: that there is an element, or that there is none.
enum Asked {
    Some(Tests),
    None,
}

impl Tables<'_, '_> {
    /// A table of lines.
    pub fn table(&mut self, node: Node<'_>) -> Table {
        let DeValue::Table(table) = node.value else {
            self.report.fault(node.span, format!("expected a table of tests, found {}", node.what()));
            return List::none();
        };
        if table.is_empty() {
            self.report.fault(node.span, "a table of tests cannot be empty");
        }
        entries(table).into_iter().filter_map(|entry| self.line(entry)).collect()
    }

    /// A list of tables.
    pub fn tables(&mut self, node: Node<'_>) -> List<Table> {
        let items = node.items();
        if items.is_empty() {
            self.report.fault(node.span, "a list of tables cannot be empty");
        }
        items.into_iter().map(|item| self.table(item)).collect()
    }

    fn line(&mut self, entry: Entry<'_>) -> Option<Line> {
        match entry.key {
            "any" => return Some(Line::Any(self.tables(entry.node))),
            "none" => return Some(Line::None(self.tables(entry.node))),
            _ => {}
        }
        let Some(of) = self.names.path(entry.key, entry.at, self.report) else {
            self.bind_unknown(entry.node);
            return None;
        };
        let origins = self.names.origins(&of);
        match self.predicate(&origins, entry.node)? {
            Asked::Some(tests) => Some(Line::Some { of, tests }),
            Asked::None => Some(Line::Absent { of }),
        }
    }

    /// Keeps the name an unknown fact gives, so that one fault is not reported once more for each use of the name.
    fn bind_unknown(&mut self, node: Node<'_>) {
        if let DeValue::Table(table) = node.value
            && let Some(bind) = entries(table).into_iter().find(|entry| entry.key == "bind")
            && let Some(name) = bind.node.str()
        {
            self.names.bind(name, bind.node.span, &[], self.report);
        }
    }

    fn predicate(&mut self, origins: &[Origin], node: Node<'_>) -> Option<Asked> {
        let DeValue::Table(table) = node.value else {
            let operand = self.operand(origins, node);
            return Some(Asked::Some(Tests { all: vec![Test::Is(operand)].into(), bind: None }));
        };
        let written = entries(table);
        if let Some(present) = written.iter().find(|entry| entry.key == "present")
            && matches!(present.node.value, DeValue::Boolean(false))
        {
            if written.len() > 1 {
                self.report
                    .fault(present.at, "present = false stands alone: nothing else can be asked of what is absent");
            }
            return Some(Asked::None);
        }
        let mut all = Vec::new();
        let mut bind = None;
        for entry in written {
            match entry.key {
                "bind" => bind = Some(entry),
                "present" if matches!(entry.node.value, DeValue::Boolean(_)) => {}
                "present" => self.report.fault(entry.node.span, "present is true or false"),
                _ => all.extend(self.test(origins, entry)),
            }
        }
        let bind = bind.and_then(|entry| match entry.node.str() {
            Some(name) => self.names.bind(name, entry.node.span, origins, self.report),
            None => {
                self.report.fault(entry.node.span, format!("a name is a text, not {}", entry.node.what()));
                None
            }
        });
        Some(Asked::Some(Tests { all: all.into(), bind }))
    }

    fn test(&mut self, origins: &[Origin], entry: Entry<'_>) -> Option<Test> {
        let node = entry.node;
        match entry.key {
            "is" => Some(Test::Is(self.operand(origins, node))),
            "not" => Some(Test::Not(self.operand(origins, node))),
            "near" => {
                self.of_kind(origins, entry, "words", |kind| matches!(kind, Kind::Text | Kind::Enum(_)));
                Some(Test::Near(self.operand(origins, node)))
            }
            "lacks" => {
                self.of_kind(origins, entry, "lists of words", |kind| kind == Kind::Words);
                Some(Test::Lacks(self.operand(origins, node)))
            }
            "above" | "below" => {
                let ordered = |kind| matches!(kind, Kind::Number | Kind::Date | Kind::Time);
                self.of_kind(origins, entry, "numbers, dates and times", ordered);
                let operand = self.operand(origins, node);
                Some(if entry.key == "above" { Test::Above(operand) } else { Test::Below(operand) })
            }
            "matches" => {
                let Some(expression) = node.str() else {
                    self.report.fault(node.span, format!("a regular expression is a text, not {}", node.what()));
                    return None;
                };
                if let Some(fault) = (self.pattern_fault)(expression) {
                    self.report.fault(node.span, fault);
                }
                Some(Test::Matches(expression.into()))
            }
            key => self.attribute(origins, key, entry),
        }
    }

    fn of_kind(&mut self, origins: &[Origin], entry: Entry<'_>, kinds: &str, fits: impl Fn(Kind) -> bool) {
        if !origins.is_empty() && !origins.iter().any(|origin| fits(origin.kind())) {
            self.report.fault(entry.at, format!("{} compares {kinds}; this is none", entry.key));
        }
    }

    fn attribute(&mut self, origins: &[Origin], key: &str, entry: Entry<'_>) -> Option<Test> {
        let attributes = || origins.iter().flat_map(|origin| origin.attributes());
        let Some(attr) = attributes().copied().find(|attr| attr.name() == key) else {
            let known: Vec<&str> = attributes().map(|attr| attr.name()).chain(WORDS).collect();
            let meant = suggestion(key, known.into_iter());
            self.report.fault_or(entry.at, format!("\"{key}\" is neither a test nor an attribute of this"), meant);
            return None;
        };
        match self.predicate(&[Origin::Attr(attr)], entry.node)? {
            Asked::Some(tests) => Some(Test::Has(attr, tests)),
            Asked::None => Some(Test::Lacking(attr)),
        }
    }

    /// What a value is compared with. After a fault it is an empty list, so that the test itself stays known.
    fn operand(&mut self, origins: &[Origin], node: Node<'_>) -> Operand {
        if let Some(reference) = node.str().and_then(|text| text.strip_prefix('@')) {
            let Some(path) = self.names.path(reference, node.span, self.report) else {
                return Operand::Literals(List::none());
            };
            self.comparable(origins, &path, node.span);
            return Operand::Fact(path);
        }
        if let DeValue::Array(items) = node.value
            && items.is_empty()
        {
            self.report.fault(node.span, "an empty list is never met");
        }
        let literals = node.items().into_iter().filter_map(|item| self.literal(origins, item));
        Operand::Literals(literals.collect())
    }

    fn comparable(&mut self, origins: &[Origin], path: &Path, at: Span) {
        let theirs = self.names.origins(path);
        let pair = |mine: &Origin| theirs.iter().any(|their| family(mine.kind()) == family(their.kind()));
        if let ([mine, ..], [their, ..]) = (origins, &*theirs)
            && !origins.iter().any(pair)
        {
            let (mine, their) = (described(mine.kind()), described(their.kind()));
            self.report.fault(at, format!("{mine} cannot be compared with {their}"));
        }
    }

    fn literal(&mut self, origins: &[Origin], node: Node<'_>) -> Option<Literal> {
        let literal = match node.value {
            DeValue::String(word) => {
                if word.starts_with('@') {
                    self.report.fault(node.span, "a fact cannot stand in a list");
                }
                Literal::Text((&**word).into())
            }
            DeValue::Boolean(flag) => Literal::Flag(*flag),
            DeValue::Integer(number) => Literal::Number(i64::from_str_radix(number.as_str(), number.radix()).ok()?),
            DeValue::Datetime(moment) => match (moment.date, moment.time) {
                (Some(date), None) => Literal::Date(Date::new(date.year, date.month, date.day)),
                _ => {
                    self.report.fault(node.span, "a day is written YYYY-MM-DD");
                    return None;
                }
            },
            _ => {
                self.report.fault(node.span, format!("{} cannot be compared with anything", node.what()));
                return None;
            }
        };
        if let [first, ..] = origins
            && !origins.iter().any(|origin| fits(origin.kind(), &literal))
        {
            let wanted = described(first.kind());
            self.report.fault(node.span, format!("{} where {wanted} is asked about", node.what()));
        }
        self.known_word(origins, &literal, node.span);
        Some(literal)
    }

    /// A word that is asked for has to be one the fact can have.
    fn known_word(&mut self, origins: &[Origin], literal: &Literal, at: Span) {
        let Literal::Text(word) = literal else { return };
        let [origin] = origins else { return };
        let (words, whose) = match *origin {
            Origin::Fact(Fact::Error) => (Code::ALL.iter().map(|code| code.name()).collect(), Fact::Error.name()),
            Origin::Fact(fact) => (enumerated(fact.kind()), fact.name()),
            Origin::Attr(attr) => (enumerated(attr.kind()), attr.name()),
        };
        if !words.is_empty() && !words.contains(&&**word) {
            let meant = suggestion(word, words.iter().copied());
            match meant {
                Some(_) => self.report.fault_or(at, format!("\"{whose}\" is never \"{word}\""), meant),
                None => {
                    let help = format!("it is one of {}", words.join(", "));
                    self.report.fault_help(at, format!("\"{whose}\" is never \"{word}\""), help);
                }
            }
        }
    }
}

fn enumerated(kind: Kind) -> Vec<&'static str> {
    match kind {
        Kind::Enum(words) => words.to_vec(),
        _ => Vec::new(),
    }
}

const fn fits(kind: Kind, literal: &Literal) -> bool {
    match kind {
        Kind::Place => false,
        Kind::Text | Kind::Enum(_) | Kind::Words => matches!(literal, Literal::Text(_)),
        Kind::Number | Kind::Time => matches!(literal, Literal::Number(_)),
        Kind::Date => matches!(literal, Literal::Date(_)),
        Kind::Flag => matches!(literal, Literal::Flag(_)),
    }
}

/// Kinds of one family can be compared.
const fn family(kind: Kind) -> u8 {
    match kind {
        Kind::Text | Kind::Enum(_) | Kind::Words => 0,
        Kind::Number => 1,
        Kind::Date => 2,
        Kind::Time => 3,
        Kind::Flag => 4,
        Kind::Place => 5,
    }
}

const fn described(kind: Kind) -> &'static str {
    match kind {
        Kind::Place => "a place",
        Kind::Text => "a text",
        Kind::Enum(_) => "a word",
        Kind::Words => "a list of words",
        Kind::Number => "a number",
        Kind::Date => "a day",
        Kind::Time => "a time",
        Kind::Flag => "yes or no",
    }
}

/// Whether `path` is about a whole fact that is a list of elements.
pub const fn is_list(path: &Path) -> bool {
    match (&path.subject, path.attr) {
        (Subject::Fact { fact, name: None, .. }, None) => fact.is_list(),
        (Subject::Fact { fact, name: Some(_), .. }, None) => fact.is_named(),
        _ => false,
    }
}
