//! Facts made by hand, for tests of the rule engine.

#![allow(dead_code, reason = "each test uses its part")]

use grantlint::exchange::{Exchange, Form, Provenance, Request};
use grantlint::facts::catalogue::{Attr, Fact};
use grantlint::facts::{Element, Elements, Evidence, Facts, FlowStep, Found, Item, Value};
use grantlint::finding::{Part, Phrase, SecretKind};
use grantlint::rule::{Rule, load};
use grantlint::text::Span;

/// An exchange of which every fact is absent until it is said to be there, or to be unseen.
#[derive(Clone, Default)]
pub struct Fake {
    records: Vec<Record>,
    unseen: Vec<(Option<FlowStep>, Fact)>,
}

#[derive(Clone)]
struct Record {
    name: Option<&'static str>,
    element: Element<'static>,
    attributes: Vec<(Attr, Value<'static>)>,
}

pub fn word(text: &'static str) -> Value<'static> {
    Value::text(text)
}

pub fn words(list: &[&'static str]) -> Value<'static> {
    Value::Words(list.iter().map(|word| (*word).into()).collect())
}

impl Fake {
    pub fn new() -> Self {
        Self::default()
    }

    /// `fact` is there, with this value or (`None`) an unseen one, at a place of its own.
    pub fn of(
        mut self,
        step: Option<FlowStep>,
        fact: Fact,
        name: Option<&'static str>,
        value: Option<Value<'static>>,
    ) -> Self {
        let index = self.records.len();
        let element = Element {
            value,
            at: Some(Span::new(index * 10, index * 10 + 5)),
            chunk: None,
            provenance: Provenance::Stated,
            evidence: Evidence::Documented,
            secret: None,
            item: Item { fact, index, step },
        };
        self.records.push(Record { name, element, attributes: Vec::new() });
        self
    }

    pub fn has(self, fact: Fact, value: Value<'static>) -> Self {
        self.of(None, fact, None, Some(value))
    }

    pub fn is(self, fact: Fact, text: &'static str) -> Self {
        self.has(fact, word(text))
    }

    pub fn param(self, name: &'static str, value: &'static str) -> Self {
        self.of(None, Fact::Param, Some(name), Some(word(value))).with(Attr::Name, word(name))
    }

    /// The fact that was added last has this attribute.
    pub fn with(mut self, attr: Attr, value: Value<'static>) -> Self {
        self.last().attributes.push((attr, value));
        self
    }

    pub fn told(mut self) -> Self {
        self.last().element.provenance = Provenance::Told;
        self
    }

    pub fn repaired(mut self) -> Self {
        self.last().element.provenance = Provenance::Repaired;
        self
    }

    pub fn evidence(mut self, evidence: Evidence) -> Self {
        self.last().element.evidence = evidence;
        self
    }

    pub fn secret(mut self, kind: SecretKind) -> Self {
        self.last().element.secret = Some(kind);
        self
    }

    pub fn nowhere(mut self) -> Self {
        self.last().element.at = None;
        self
    }

    /// The capture does not show whether `fact` is there, or whether there is more of it.
    pub fn unseen(mut self, fact: Fact) -> Self {
        self.unseen.push((None, fact));
        self
    }

    pub fn unseen_in(mut self, step: FlowStep, fact: Fact) -> Self {
        self.unseen.push((Some(step), fact));
        self
    }

    fn last(&mut self) -> &mut Record {
        self.records.last_mut().expect("a fact was added before")
    }
}

impl Facts<'static> for Fake {
    fn find(&self, step: Option<FlowStep>, fact: Fact, name: Option<&str>) -> Found<'static> {
        let mut elements = Elements::None;
        for record in &self.records {
            let item = record.element.item;
            if item.step == step && item.fact == fact && (name.is_none() || record.name == name) {
                elements.push(record.element.clone());
            }
        }
        Found { elements, whole: !self.unseen.contains(&(step, fact)) }
    }

    fn attribute(&self, element: &Element<'static>, attr: Attr) -> Option<Element<'static>> {
        let record = self.records.get(element.item.index)?;
        let (_, value) = record.attributes.iter().find(|(known, _)| *known == attr)?;
        Some(Element { value: Some(value.clone()), secret: None, ..element.clone() })
    }

    fn aliases(&self, fact: Fact) -> Vec<(&'static str, &'static str)> {
        match fact {
            Fact::KnownGrantTypes => vec![("authorization_code", "auth_code")],
            _ => Vec::new(),
        }
    }
}

/// An exchange that nothing but its place is known of.
pub fn exchange() -> Exchange<'static> {
    Exchange {
        id: 0,
        form: Form::Curl,
        span: Span::new(0, 1000),
        request: Request::default(),
        response: None,
        repairs: Vec::new(),
        ..Exchange::default()
    }
}

/// A rule `name` whose head, tables and texts are as short as the language allows, from the part that matters.
pub fn rule(name: &str, stage: &str, part: &str) -> Rule {
    let text = rule_file(stage, part);
    match load::rule(name, &format!("{name}.toml"), &text, |_| None) {
        Ok(rule) => rule,
        Err(faults) => panic!("{faults}\n{text}"),
    }
}

/// The text of such a rule file. `part` begins with scalars; what it does not say gets a default.
pub fn rule_file(stage: &str, part: &str) -> String {
    let or = |key: &str, default: &str| if part.contains(key) { String::new() } else { default.to_owned() };
    let head_of = |key: &str, default: &str| {
        let head = part.split("\n[").next().unwrap_or(part);
        if head.starts_with('[') || !head.contains(key) { default.to_owned() } else { String::new() }
    };
    let head = [
        "title = \"t\"\nsources = [\"RFC 6749\"]\n".to_owned(),
        format!("stage = \"{stage}\"\n"),
        head_of("severity =", "severity = \"error\"\n"),
        head_of("confidence =", "confidence = \"certain\"\n"),
    ];
    let tail = [
        or("[say]", "[say]\nmessage = \"m\"\nwhy = \"w\"\nhelp = \"h\"\nlabels = [{ at = \"url\", text = \"l\" }]\n"),
        or("[cause]", if stage == "hygiene" { "" } else { "[cause]\nof = { \"*\" = \"sometimes\" }\n" }),
        or("[[example]]", "[[example]]\ninput = \"a\"\nfinds = \"a\"\n[[example]]\ninput = \"b\"\nsilent = true\n"),
    ];
    format!("{}{part}\n{}", head.concat(), tail.concat())
}

/// A phrase as text, secrets by their tag's word.
pub fn shown(phrase: &Phrase) -> String {
    let part = |part: &Part| match part {
        Part::Words(words) => words.to_string(),
        Part::Value(value) => value.clone(),
        Part::Secret { kind, .. } => format!("<{}>", kind.tag()),
    };
    phrase.0.iter().map(part).collect()
}
