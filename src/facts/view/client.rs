//! Facts of the client: how it proves itself, what it left out, its PKCE parameters.

use std::borrow::Cow;
use std::sync::Arc;

use super::View;
use crate::exchange::{ClientType, Exchange, Form, Param, Part, Place, Provenance, Registration};
use crate::facts::authorization::Scheme;
use crate::facts::catalogue::Fact;
use crate::facts::flow::{Kept, Registered};
use crate::facts::step::Step;
use crate::facts::{Element, Evidence, FlowStep, Found, Value, flow, param, pkce};
use crate::finding::SecretKind;
use crate::provider::answer::Outcome;
use crate::provider::code::Code;
use crate::provider::fixed::Term;
use crate::text::{Span, Text};

/// What servers may ask an authorization request for beyond the standard's own (RFC 6749 4.1.1).
const ASKED_FOR: [&str; 4] = ["redirect_uri", "scope", "state", "nonce"];

/// How a code_challenge was made (RFC 7636 4.3).
const METHOD: &str = "code_challenge_method";

impl<'a, 's: 'a> View<'a, 's> {
    pub(super) fn client_fact(&self, fact: Fact) -> Found<'a> {
        match fact {
            Fact::Grant => self.grant(),
            Fact::MissingParam => self.missing(),
            Fact::ClientAuth => self.client_auth(),
            Fact::ClientAuthCount => {
                let ways = self.client_auth();
                let count = i64::try_from(ways.elements.as_slice().len()).unwrap_or(i64::MAX);
                match ways.elements.as_slice().last() {
                    Some(last) => {
                        let mut element = last.clone();
                        element.value = Some(Value::Number(count));
                        element.item.fact = fact;
                        element.secret = None;
                        Found::one(element)
                    }
                    None => ways,
                }
            }
            Fact::ClientId => match flow::client_id(self.x) {
                Some(id) => {
                    let text = Cow::Owned(id.as_str().to_owned());
                    let value = (!param::is_unseen(&id)).then_some(Value::Text(text));
                    Found::one(self.element(fact, 0, value, id.span()))
                }
                None => self.nothing(Part::Parameters),
            },
            Fact::ClientType => self.client_type(fact),
            Fact::ClientRedirectUris => {
                self.registered(fact, |client| &client.redirect_uris, |client| &client.redirect_uris)
            }
            Fact::FlowRedirectUris => self.asked_with(fact),
            Fact::ClientScopes => self.registered(fact, |client| &client.scopes, |client| &client.scopes),
            _ => self.pkce(),
        }
    }

    /// The grant type: named, or assumed by an endpoint that knows one alone.
    fn grant(&self) -> Found<'a> {
        use crate::facts::Facts;
        if self.step() != Some(Step::Token) {
            return Found::absent();
        }
        let mut named = self.find(None, Fact::Param, Some("grant_type"));
        if let Some(first) = named.elements.as_slice().first() {
            let mut element = first.clone();
            element.item.fact = Fact::Grant;
            return Found::one(element);
        }
        let assumed = self.location.traits(true).and_then(|traits| traits.default_grant.as_ref());
        if let Some(known) = assumed.filter(|_| named.whole) {
            let code = self.x.request.params.iter().find(|p| p.name.as_str() == "code");
            let at = code.map_or_else(|| self.place(), |code| code.value.span());
            let mut element = self.element(Fact::Grant, 0, Some(Value::text(&known.value)), at);
            element.evidence = known.mark;
            named.elements.push(element);
        }
        named
    }

    /// Each way in which the client authenticates at the token endpoint (RFC 6749 2.3).
    fn client_auth(&self) -> Found<'a> {
        let mut found = self.nothing(Part::Credentials);
        if !self.step().is_some_and(Step::has_client) {
            return found;
        }
        let mut push = |way: &'static str, at: Span| {
            let mut element = self.element(Fact::ClientAuth, 0, Some(Value::text(way)), at);
            element.secret = None;
            found.elements.push(element);
        };
        if let Some(authorization) = self.authorization.as_ref().filter(|a| a.scheme == Scheme::Basic) {
            push("basic", authorization.span);
        }
        for param in &self.x.request.params {
            let way = match (param.name.as_str(), param.place) {
                ("client_secret", Place::Body) => "body",
                ("client_secret", _) => "query",
                ("client_assertion", _) => "assertion",
                _ => continue,
            };
            if !param.value.as_str().is_empty() {
                push(way, param.value.span());
            }
        }
        found
    }

    /// Whether a file that was read before names this client.
    pub fn is_known_client(&self) -> bool {
        self.known_client().is_some()
    }

    /// What was said of this client before, in a file that names it.
    pub(super) fn known_client(&self) -> Option<&'a Arc<Registered>> {
        if !self.flow.knows_clients() {
            return None;
        }
        let id = flow::client_id(self.x)?;
        self.flow.registered(id.as_str())
    }

    /// The words of a list of the registration; unseen where one of them is.
    fn registered(
        &self,
        fact: Fact,
        here: impl Fn(&'a Registration<'s>) -> &'a [Text<'s>],
        before: impl Fn(&'a Registered) -> &'a [Kept],
    ) -> Found<'a> {
        let Some(words) = self.registration().map(here).filter(|words| !words.is_empty()) else {
            return self.registered_before(fact, before);
        };
        if words.iter().any(param::is_unseen) {
            return Found::unseen();
        }
        let at =
            words.iter().map(Text::span).reduce(|all, word| if all.end <= word.start { all.join(word) } else { all });
        let value = Value::Words(words.iter().map(|word| Cow::Borrowed(word.as_str())).collect());
        Found::one(self.element(fact, 0, Some(value), at.unwrap_or_else(|| self.place())))
    }

    /// The redirect URI of the first step; where that is not shown, those of the client.
    fn asked_with(&self, fact: Fact) -> Found<'a> {
        if !self.is_linked(FlowStep::Authorize) {
            return self.client_fact(Fact::ClientRedirectUris);
        }
        let asked = self.linked_fact(FlowStep::Authorize, Fact::Param, Some("redirect_uri"));
        let Some(mut element) = asked.elements.as_slice().first().cloned() else { return asked };
        element.item.fact = fact;
        element.value = match element.value {
            Some(Value::Text(uri)) => Some(Value::Words(vec![uri])),
            other => other,
        };
        Found::one(element)
    }

    /// The same, of what was read before.
    fn registered_before(&self, fact: Fact, list: impl Fn(&'a Registered) -> &'a [Kept]) -> Found<'a> {
        let Some(client) = self.known_client() else { return Found::unseen() };
        let words = list(client);
        let Some(first) = words.first().filter(|_| words.iter().all(|word| !word.unseen)) else {
            return Found::unseen();
        };
        let value = Value::Words(words.iter().map(|word| Cow::Borrowed(&*word.value)).collect());
        let mut element = self.element(fact, 0, Some(value), first.span);
        element.chunk = Some(client.anchor.chunk);
        Found::one(element)
    }

    /// The registration's word, else the provider's default.
    fn client_type(&self, fact: Fact) -> Found<'a> {
        let word = |kind: ClientType| match kind {
            ClientType::Public => Value::text("public"),
            ClientType::Confidential => Value::text("confidential"),
        };
        if let Some(kind) = self.registration().and_then(|client| client.client_type.as_ref()) {
            let mut element = self.element(fact, 0, Some(word(kind.value)), kind.span);
            element.provenance = kind.provenance;
            return Found::one(element);
        }
        if let Some((client, (kind, at))) = self.known_client().and_then(|client| Some((client, client.client_type?))) {
            let mut element = self.element(fact, 0, Some(word(kind)), at);
            element.chunk = Some(client.anchor.chunk);
            return Found::one(element);
        }
        let default = self.location.provider.and_then(|provider| provider.client.default_type.as_ref());
        match default {
            Some(default) => {
                let mut element = self.known(fact, Value::text(default.value.name()), default.mark);
                element.at = None;
                Found::one(element)
            }
            None => Found::unseen(),
        }
    }

    /// Parameters that the grant, or the authorization request, requires and that were not sent.
    fn missing(&self) -> Found<'a> {
        let whole = self.shows(Part::Parameters) && self.find_params_whole();
        let mut found = if whole { Found::absent() } else { return Found::unseen() };
        let Some((required, mark)) = self.required() else { return Found::unseen() };
        let step = self.step.map_or(Provenance::Stated, |(_, provenance)| provenance);
        let x: &'a Exchange<'s> = self.x;
        let params = &x.request.params;
        let covered = self.location.traits(true).and_then(|traits| traits.covered_by.as_ref());
        if covered
            .is_some_and(|covered| covered.value.iter().any(|name| params.iter().any(|p| p.name.as_str() == &**name)))
        {
            return found;
        }
        let authorized = self.authorization.is_some();
        let asserted = params.iter().any(|p| p.name.as_str() == "client_assertion");
        let at = params.iter().find(|p| matches!(p.name.as_str(), "grant_type" | "response_type"));
        let at = at.map_or_else(|| self.place(), |p| p.value.span());
        let by_header = |name: &str| name == "client_id" && (authorized || asserted);
        let asked_for = || ASKED_FOR.into_iter().filter(|name| self.answer_misses(name));
        let required = required.iter().map(|name| &**name).filter(|name| !has_own_fact(name));
        let required = required.filter(|name| asked_for().all(|asked| asked != *name));
        let client = self.answer_misses_client().then_some("client_id");
        let client = client.filter(|name| !required.clone().any(|other| other == *name));
        for name in
            required.clone().chain(client).chain(asked_for()).filter(|name| !by_header(name) && !self.sends(name))
        {
            let mut element = self.element(Fact::MissingParam, 0, Some(Value::text(name)), at);
            element.evidence = mark;
            element.provenance = element.provenance.max(step);
            found.elements.push(element);
        }
        found
    }

    /// Whether some parameter is missing, or may be.
    #[must_use]
    pub fn lacks_required(&self) -> bool {
        self.required().is_some_and(|(required, _)| !required.iter().all(|name| self.sends(name) || has_own_fact(name)))
            || self.answer_misses_client() && !self.sends("client_id")
            || ASKED_FOR.into_iter().any(|name| !self.sends(name) && self.answer_misses(name))
    }

    /// Whether the answer to an authorization request says that this parameter is missing.
    fn answer_misses(&self, name: &str) -> bool {
        let said =
            self.answer.description.as_deref().filter(|_| self.step.is_some_and(|(step, _)| step == Step::Authorize));
        said.is_some_and(|said| {
            let said = said.to_ascii_lowercase();
            // Whatever is said of a redirect URI that was not sent.
            name == "redirect_uri" && said.contains("redirect") && (said.contains("uri") || said.contains("url"))
                || said.contains(name)
                    && ["missing", "required", "not found", "not provided"].iter().any(|word| said.contains(word))
        })
    }

    /// Whether the answer to a request of the client itself can be that it does not name itself: it says so, or it refuses
    /// the whole request of one that does not prove itself either (RFC 6749 3.2.1, 6).
    fn answer_misses_client(&self) -> bool {
        let refused = self.answer.outcome == Outcome::Refused && self.authorization.is_none();
        let said = |said: &String| {
            let said = said.to_ascii_lowercase();
            said.contains("client_id") && (said.contains("missing") || said.contains("required"))
        };
        let told = || self.answer.description.as_ref().is_some_and(said);
        let refuses_all = || {
            let code = matches!(self.answer.code, Some(Code::InvalidRequest | Code::InvalidClient));
            code && self.answer.description.is_none() && self.sends("refresh_token")
        };
        match self.step() {
            Some(Step::Token) => refused && (told() || refuses_all()),
            Some(Step::Revoke | Step::Introspect | Step::Device) => refused && told(),
            _ => false,
        }
    }

    fn sends(&self, name: &str) -> bool {
        self.x.request.params.iter().any(|p| p.name.as_str() == name && !p.value.as_str().is_empty())
    }

    fn find_params_whole(&self) -> bool {
        use crate::facts::Facts;
        self.find(None, Fact::Param, Some("grant_type")).whole
    }

    fn required(&self) -> Option<(&'static [Term], Evidence)> {
        match self.step()? {
            Step::Token => {
                let params = self.x.request.params.iter();
                let mut named = params.filter(|p| p.name.as_str() == "grant_type").map(|p| p.value.as_str());
                let assumed = || Some(&*self.location.traits(true)?.default_grant.as_ref()?.value);
                let known = self.location.required(named.find(|grant| !grant.is_empty()).or_else(assumed)?)?;
                Some((known.value, known.mark))
            }
            Step::Authorize if self.is_setting() => None,
            Step::Authorize | Step::Revoke | Step::Introspect | Step::Device => {
                let required = self.location.traits(true)?.required.as_ref()?;
                Some((&required.value, required.mark))
            }
            _ => None,
        }
    }

    /// Whether this is the address of the authorization page as a program's or a library's setting has it: nobody asks
    /// with it yet for a client, whatever parameter stands in it already.
    fn is_setting(&self) -> bool {
        let names_client = || ["client_id", "response_type", "redirect_uri"].iter().any(|name| self.sends(name));
        self.x.form == Form::Url && self.x.response.is_none() && !names_client()
    }

    /// What is wrong with a PKCE parameter: with its form, else to this server (RFC 7636 4.4.1).
    pub(super) fn pkce_fault(&self, param: &Param<'_>) -> Option<(&'static str, Option<String>)> {
        let method = self.x.request.params.iter().find(|p| p.name.as_str() == METHOD).map(|p| p.value.as_str());
        let (name, value) = (param.name.as_str(), param.value.as_str());
        let wants_other = |said: &String| {
            let said = said.to_ascii_lowercase();
            said.contains(METHOD) || said.contains("challenge method") || said.contains("s256")
        };
        let refused = || {
            let said = self.answer.description.as_ref().filter(|_| self.answer.outcome == Outcome::Refused);
            (name == METHOD && value == "plain" && said.is_some_and(wants_other)).then_some(("refused-method", None))
        };
        pkce::fault(name, value, method).or_else(refused)
    }

    /// PKCE parameters whose form is wrong.
    fn pkce(&self) -> Found<'a> {
        let mut found = self.nothing(Part::Parameters);
        let x: &'a Exchange<'s> = self.x;
        for (index, param) in x.request.params.iter().enumerate() {
            let name = param.name.as_str();
            if !name.starts_with("code_") || param.value.as_str().is_empty() || param::is_unseen(&param.value) {
                continue;
            }
            if self.pkce_fault(param).is_some() {
                let mut element: Element<'a> = self.param_element(index, param);
                element.item.fact = Fact::Pkce;
                element.secret = (name == "code_verifier").then_some(SecretKind::CodeVerifier);
                found.elements.push(element);
            }
        }
        found
    }
}

/// Whether a required parameter is asked about by a fact of its own.
fn has_own_fact(name: &str) -> bool {
    matches!(name, "grant_type" | "redirect_uri" | "client_secret" | "code_verifier")
}
