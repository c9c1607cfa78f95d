//! Facts of the flow: linked steps and what follows from comparing them.

use std::borrow::Cow;

use super::View;
use crate::exchange::{Exchange, Provenance};
use crate::facts::catalogue::Fact;
use crate::facts::flow::{self as memory, Link, Past};
use crate::facts::step::Step;
use crate::facts::{Element, FlowStep, Found, Item, Value, param, secret};
use crate::provider::answer::Outcome;
use crate::text::{Span, Text};

impl<'a, 's: 'a> View<'a, 's> {
    fn link(&self, step: FlowStep) -> Option<&Link<'s>> {
        match step {
            FlowStep::Authorize => self.links.authorize.as_ref(),
            FlowStep::Callback => self.links.callback.as_ref(),
            FlowStep::IssuedBy => self.links.issued_by.as_ref(),
            FlowStep::Earlier => self.links.earlier.as_ref().map(|(link, _)| link),
        }
    }

    /// A fact of a linked step. The flow is unseen unless the source holds it.
    pub(super) fn linked_fact(&self, step: FlowStep, fact: Fact, name: Option<&str>) -> Found<'a> {
        let Some(link) = self.link(step) else { return Found::unseen() };
        let past = &link.past;
        let element = |value: Option<Value<'a>>, at: Span, secret| Element {
            value,
            at: Some(at),
            provenance: link.provenance,
            evidence: crate::facts::Evidence::Documented,
            secret,
            item: Item { fact, index: 0, step: Some(step) },
        };
        let owned =
            |text: &Text<'s>| (!param::is_unseen(text)).then(|| Value::Text(Cow::Owned(text.as_str().to_owned())));
        match fact {
            Fact::Flow => Found::one(element(Some(Value::Place), past.span, None)),
            Fact::Param => {
                let mut found = Found::absent();
                for param in past.params.iter().filter(|p| name.is_none_or(|name| p.name.as_str() == name)) {
                    if !param.value.as_str().is_empty() {
                        let kind = secret::of_param(param.name.as_str());
                        found.elements.push(element(owned(&param.value), param.value.span(), kind));
                    }
                }
                if let Some(text) = name.and_then(|name| past.issued(name))
                    && found.elements.as_slice().is_empty()
                {
                    let kind = name.and_then(secret::of_param);
                    found.elements.push(element(owned(text), text.span(), kind));
                }
                found
            }
            Fact::ClientId => match &past.client_id {
                Some(id) => Found::one(element(owned(id), id.span(), None)),
                None => Found::absent(),
            },
            Fact::Scope | Fact::GrantedScope | Fact::TokenScope => match scope_of(past) {
                Some((words, at, _)) => Found::one(element(Some(words), at, None)),
                None => Found::absent(),
            },
            Fact::Outcome => match outcome(past.outcome) {
                Some(word) => Found::one(element(Some(Value::text(word)), past.span, None)),
                None => Found::absent(),
            },
            Fact::ProviderId => match past.provider {
                Some(id) => Found::one(element(Some(Value::text(id)), past.span, None)),
                None => Found::unseen(),
            },
            _ => Found::unseen(),
        }
    }

    pub(super) fn flow_fact(&self, fact: Fact) -> Found<'a> {
        let x: &'a Exchange<'s> = self.x;
        let here = self.place();
        match fact {
            Fact::Flow if self.links.any => Found::one(self.element(fact, 0, Some(Value::Place), here)),
            Fact::FlowEarlier => match &self.links.earlier {
                Some((link, _)) => {
                    let mut element = self.element(fact, 0, Some(Value::Place), link.past.span);
                    element.provenance = link.provenance;
                    Found::one(element)
                }
                None if self.links.any => Found::absent(),
                None => Found::unseen(),
            },
            Fact::FlowPkce => match &self.links.authorize {
                Some(link) => match memory::pkce_agreement(&x.request.params, &link.past) {
                    Some(word) => Found::one(self.joined(fact, Value::text(word), link, here)),
                    None => Found::unseen(),
                },
                None => Found::unseen(),
            },
            Fact::FlowCode => self.code_relation(fact),
            Fact::TokenScope => self.token_scope(fact),
            Fact::TokenIssuer => self.token_issuer(fact),
            _ => Found::unseen(),
        }
    }

    fn code_relation(&self, fact: Fact) -> Found<'a> {
        let x: &'a Exchange<'s> = self.x;
        let used = x.request.params.iter().find(|p| p.name.as_str() == "code" && !param::is_unseen(&p.value));
        let (Some(used), Some(link)) = (used, &self.links.callback) else { return Found::unseen() };
        let Some(issued) = link.past.issued("code").filter(|code| !param::is_unseen(code)) else {
            return Found::unseen();
        };
        let relation = memory::code_relation(used.value.as_str(), issued.as_str());
        let mut element = self.joined(fact, Value::text(relation), link, used.value.span());
        if matches!(relation, "cut" | "longer") {
            element.provenance = Provenance::Stated;
        }
        Found::one(element)
    }

    /// The scopes the token in use was granted, else asked for.
    fn token_scope(&self, fact: Fact) -> Found<'a> {
        if self.step() != Some(Step::Api) {
            return Found::unseen();
        }
        let granted = self.links.issued_by.as_ref().and_then(|link| Some((link, scope_of(&link.past)?)));
        let asked = || self.links.authorize.as_ref().and_then(|link| Some((link, scope_of(&link.past)?)));
        match granted.or_else(asked) {
            Some((link, (words, at, from))) => {
                let mut element = self.joined(fact, words, link, at);
                element.item.index = usize::from(from == "answer");
                Found::one(element)
            }
            None => Found::unseen(),
        }
    }

    /// The provider that issued the token in use.
    fn token_issuer(&self, fact: Fact) -> Found<'a> {
        if self.step() != Some(Step::Api) {
            return Found::unseen();
        }
        let links = [self.links.issued_by.as_ref(), self.links.authorize.as_ref()];
        let issuer = links.into_iter().flatten().find_map(|link| Some((link, link.past.provider?)));
        match issuer {
            Some((link, id)) => Found::one(self.joined(fact, Value::text(id), link, link.past.span)),
            None => Found::unseen(),
        }
    }

    /// What the linked steps and this one give together is no surer than their link.
    fn joined(&self, fact: Fact, value: Value<'a>, link: &Link<'s>, at: Span) -> Element<'a> {
        let mut element = self.element(fact, 0, Some(value), at);
        element.provenance = element.provenance.max(link.provenance);
        element
    }
}

/// The scopes of a past step: granted by its answer, else asked for.
fn scope_of<'a>(past: &Past<'_>) -> Option<(Value<'a>, Span, &'static str)> {
    let words = |text: &str| {
        Value::Words(text.split([' ', ',']).filter(|w| !w.is_empty()).map(|w| Cow::Owned(w.to_owned())).collect())
    };
    let seen = |text: &&Text<'_>| !param::is_unseen(text);
    if let Some(granted) = past.issued("scope").filter(seen) {
        return Some((words(granted.as_str()), granted.span(), "answer"));
    }
    let asked = past.param("scope").map(|param| &param.value).filter(seen)?;
    Some((words(asked.as_str()), asked.span(), "request"))
}

const fn outcome(outcome: Outcome) -> Option<&'static str> {
    match outcome {
        Outcome::None => None,
        Outcome::Ok => Some("ok"),
        Outcome::Refused => Some("refused"),
        Outcome::Unclear => Some("unclear"),
    }
}
