//! Facts of the flow: linked steps and what follows from comparing them.

use std::borrow::Cow;

use super::View;
use crate::exchange::{Exchange, Part, Provenance};
use crate::facts::catalogue::Fact;
use crate::facts::flow::{self as memory, Kept, Link, Past};
use crate::facts::step::Step;
use crate::facts::{Element, Elements, Facts, FlowStep, Found, Item, Value, param, secret, time};
use crate::provider::answer::Outcome;
use crate::text::Span;

const REFRESH: &str = "refresh_token";

impl<'a, 's: 'a> View<'a, 's> {
    /// Whether the request is linked to such a step.
    #[must_use]
    pub fn is_linked(&self, step: FlowStep) -> bool {
        self.link(step).is_some()
    }

    fn link(&self, step: FlowStep) -> Option<&Link> {
        match step {
            FlowStep::Authorize => self.links.authorize.as_ref(),
            FlowStep::Callback => self.links.callback.as_ref(),
            FlowStep::IssuedBy => self.links.issued_by.as_ref(),
            FlowStep::Earlier => self.links.earlier.as_ref().map(|(link, _)| link),
            FlowStep::Undone => self.links.undone.as_ref().map(|(link, _)| link),
        }
    }

    /// A fact of a linked step. The flow is unseen unless the source holds it.
    pub(super) fn linked_fact(&self, step: FlowStep, fact: Fact, name: Option<&str>) -> Found<'a> {
        let Some(link) = self.link(step) else { return Found::unseen() };
        let past = &link.past;
        let element = |value: Option<Value<'a>>, at: Span, secret| Element {
            value,
            at: Some(at),
            chunk: Some(past.anchor.chunk),
            provenance: link.provenance,
            evidence: crate::facts::Evidence::Documented,
            secret,
            item: Item { fact, index: 0, step: Some(step) },
        };
        let value = |kept: &Kept| kept.seen().map(|seen| Value::Text(Cow::Owned(seen.to_owned())));
        match fact {
            Fact::Flow => Found::one(element(Some(Value::Place), past.anchor.span, None)),
            Fact::Param => {
                let mut found = Found::absent();
                let asked = past.params.iter().filter(|kept| name.is_none_or(|name| kept.name == name));
                let issued = || name.and_then(|name| past.issued(name));
                for kept in asked {
                    found.elements.push(element(value(kept), kept.span, secret::of_param(kept.name)));
                }
                if let Some(kept) = issued().filter(|_| found.elements.as_slice().is_empty()) {
                    found.elements.push(element(value(kept), kept.span, secret::of_param(kept.name)));
                }
                found
            }
            Fact::ClientId => match &past.client_id {
                Some(id) => Found::one(element(value(id), id.span, None)),
                None => Found::absent(),
            },
            Fact::Scope | Fact::GrantedScope | Fact::TokenScope => match scope_of(past) {
                Some((words, at, _)) => Found::one(element(Some(words), at, None)),
                None => Found::absent(),
            },
            Fact::Outcome => match outcome(past.outcome) {
                Some(word) => Found::one(element(Some(Value::text(word)), past.anchor.span, None)),
                None => Found::absent(),
            },
            Fact::ProviderId => match past.provider {
                Some(id) => Found::one(element(Some(Value::text(id)), past.anchor.span, None)),
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
            Fact::FlowEarlier => self.linked_place(fact, self.links.earlier.as_ref()),
            Fact::FlowUndone => self.linked_place(fact, self.links.undone.as_ref()),
            Fact::FlowCodeAge => {
                let recorded = self.age(fact, self.links.callback.as_ref());
                match x.waited.as_ref().filter(|_| recorded.elements.as_slice().is_empty()) {
                    Some(waited) => {
                        let mut element = self.element(fact, 0, Some(Value::Number(waited.value)), waited.span);
                        element.provenance = waited.provenance;
                        Found::one(element)
                    }
                    None => recorded,
                }
            }
            Fact::FlowTokenAge => self.age(fact, self.links.issued_by.as_ref()),
            Fact::FlowTokenLife => self.token_life(fact),
            Fact::FlowState => self.state_relation(fact),
            Fact::FlowToken => self.token_relation(fact),
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

    /// The place of a linked step; known to be absent where there is a flow.
    fn linked_place(&self, fact: Fact, linked: Option<&(Link, &'static str)>) -> Found<'a> {
        match linked {
            Some((link, _)) => {
                let mut element = self.element(fact, 0, Some(Value::Place), link.past.anchor.span);
                element.chunk = Some(link.past.anchor.chunk);
                element.provenance = link.provenance;
                Found::one(element)
            }
            None if self.links.any => Found::absent(),
            None => Found::unseen(),
        }
    }

    /// Seconds since a linked step.
    fn age(&self, fact: Fact, link: Option<&Link>) -> Found<'a> {
        let times = link.and_then(|link| Some((link, link.past.sent?, time::sent(self.x)?)));
        match times {
            Some((link, then, (now, at))) if now >= then => {
                Found::one(self.joined(fact, Value::Number((now - then) / 1000), link, at))
            }
            _ => Found::unseen(),
        }
    }

    fn token_life(&self, fact: Fact) -> Found<'a> {
        let life = self.links.issued_by.as_ref().and_then(|link| {
            let kept = link.past.issued("expires_in")?;
            Some((link, kept.value.parse().ok()?, kept.span))
        });
        match life {
            Some((link, seconds, at)) => {
                let mut element = self.joined(fact, Value::Number(seconds), link, at);
                element.chunk = Some(link.past.anchor.chunk);
                Found::one(element)
            }
            None => Found::unseen(),
        }
    }

    /// What became of the state between the authorization request and its callback (RFC 6749 10.12).
    fn state_relation(&self, fact: Fact) -> Found<'a> {
        let Some(link) = self.links.authorize.as_ref().filter(|_| self.step() == Some(Step::Callback)) else {
            return Found::unseen();
        };
        let Some(sent) = link.past.param("state").and_then(Kept::seen) else { return Found::unseen() };
        let back = self.x.request.params.iter().find(|p| p.name.as_str() == "state" && !p.value.as_str().is_empty());
        let (relation, at) = match back {
            None => ("lost", self.place()),
            Some(back) if param::is_unseen(&back.value) => return Found::unseen(),
            Some(back) => (if back.value.as_str() == sent { "same" } else { "other" }, back.value.span()),
        };
        Found::one(self.joined(fact, Value::text(relation), link, at))
    }

    /// Whether the token or refresh token in use is the one that was issued, or a damaged copy of it.
    fn token_relation(&self, fact: Fact) -> Found<'a> {
        let x: &'a Exchange<'s> = self.x;
        let refresh = x.request.params.iter().find(|param| param.name.as_str() == REFRESH).map(|p| (&p.value, REFRESH));
        let token = self.token.as_ref().map(|(token, _)| (token, "access_token"));
        let (used, part) = match self.step() {
            Some(Step::Token) => (refresh, Part::Parameters),
            _ => (token, Part::Credentials),
        };
        let Some((token, name)) = used else { return self.nothing(part) };
        let Some(link) = &self.links.issued_by else { return Found::unseen() };
        let issued = link.past.issued(name).and_then(Kept::seen);
        let Some(issued) = issued.filter(|_| link.provenance == Provenance::Stated) else { return Found::unseen() };
        let relation = memory::relation(token.as_str(), issued);
        Found::one(self.joined(fact, Value::text(relation), link, token.span()))
    }

    fn code_relation(&self, fact: Fact) -> Found<'a> {
        let x: &'a Exchange<'s> = self.x;
        let used = x.request.params.iter().find(|p| p.name.as_str() == "code" && !param::is_unseen(&p.value));
        let (Some(used), Some(link)) = (used, &self.links.callback) else { return Found::unseen() };
        let Some(issued) = link.past.issued("code").and_then(Kept::seen) else { return Found::unseen() };
        let state = link.past.issued("state").or_else(|| link.past.param("state")).and_then(Kept::seen);
        let relation = match memory::relation(used.value.as_str(), issued) {
            "other" if state == Some(used.value.as_str()) => "state",
            "other" if used.value.as_str().ends_with(issued) => "longer",
            relation => relation,
        };
        let mut element = self.joined(fact, Value::text(relation), link, used.value.span());
        if relation != "other" {
            element.provenance = Provenance::Stated;
        }
        Found::one(element)
    }

    /// The scopes the token in use was granted, else asked for.
    fn token_scope(&self, fact: Fact) -> Found<'a> {
        if self.step() != Some(Step::Api) {
            return Found::unseen();
        }
        // Where a file names both the client's scopes and the API, tokens get these scopes.
        if self.x.purpose.is_some() {
            let mut found = self.find(None, Fact::ClientScopes, None);
            if let Elements::One(element) = &mut found.elements {
                element.item.fact = fact;
            }
            return found;
        }
        let granted = self.links.issued_by.as_ref().and_then(|link| Some((link, scope_of(&link.past)?)));
        let asked = || self.links.authorize.as_ref().and_then(|link| Some((link, scope_of(&link.past)?)));
        match granted.or_else(asked) {
            Some((link, (words, at, from))) => {
                let mut element = self.joined(fact, words, link, at);
                element.chunk = Some(link.past.anchor.chunk);
                element.item.index = usize::from(from == "answer");
                Found::one(element)
            }
            None => Found::unseen(),
        }
    }

    /// The provider that issued the token in use; where only the order tells, tokens get mixed up within a family.
    fn token_issuer(&self, fact: Fact) -> Found<'a> {
        if self.step() != Some(Step::Api) {
            return Found::unseen();
        }
        let links = [self.links.issued_by.as_ref(), self.links.authorize.as_ref()];
        let of = |link: &Link| link.past.provider.filter(|id| link.provenance == Provenance::Stated || self.is_kin(id));
        let issuer = links.into_iter().flatten().find_map(|link| Some((link, of(link)?)));
        match issuer {
            Some((link, id)) => {
                let mut element = self.joined(fact, Value::text(id), link, link.past.anchor.span);
                element.chunk = Some(link.past.anchor.chunk);
                Found::one(element)
            }
            None => Found::unseen(),
        }
    }

    /// Whether the provider of this id is the one that is asked, or of one family with it.
    fn is_kin(&self, id: &str) -> bool {
        let own = self.location.provider;
        let family = || self.location.registry().provider(id)?.family.as_ref();
        own.is_some_and(|own| &*own.id == id || own.family.is_some() && own.family.as_ref() == family())
    }

    /// What the linked steps and this one give together is no surer than their link.
    fn joined(&self, fact: Fact, value: Value<'a>, link: &Link, at: Span) -> Element<'a> {
        let mut element = self.element(fact, 0, Some(value), at);
        element.provenance = element.provenance.max(link.provenance);
        element
    }
}

/// The scopes of a past step: granted by its answer, else asked for.
fn scope_of<'a>(past: &Past) -> Option<(Value<'a>, Span, &'static str)> {
    let words = |text: &str| {
        Value::Words(text.split([' ', ',']).filter(|w| !w.is_empty()).map(|w| Cow::Owned(w.to_owned())).collect())
    };
    let granted = past.issued("scope").filter(|kept| !kept.unseen).map(|kept| (kept, "answer"));
    let asked = || past.param("scope").filter(|kept| !kept.unseen).map(|kept| (kept, "request"));
    let (kept, from) = granted.or_else(asked)?;
    Some((words(&kept.value), kept.span, from))
}

const fn outcome(outcome: Outcome) -> Option<&'static str> {
    match outcome {
        Outcome::None => None,
        Outcome::Ok => Some("ok"),
        Outcome::Refused => Some("refused"),
        Outcome::Unclear => Some("unclear"),
    }
}
