//! One exchange as rules see it.

mod answer;
mod attributes;
mod client;
mod doubts;
mod flow;
mod jwt;
mod request;
mod service;

use std::cell::OnceCell;
use std::sync::Arc;

use super::authorization::{self, Authorization};
use super::catalogue::{Attr, Fact, Secrecy};
use super::flow::{self as memory, Anchor, Links, Past};
use super::step::{self, Step};
use super::time;
use super::{Date, Element, Evidence, Facts, FlowStep, Found, Item, Value};
use crate::exchange::{Exchange, Form, Json, Param, Part, Provenance, Purpose, Registration, Response, Variable};
use crate::finding::SecretKind;
use crate::provider::answer::{Answer, answer as understood};
use crate::provider::words::Role;
use crate::provider::{Location, Registry, called, locate};
use crate::text::{Chunk, Span, Text};

pub use doubts::{Doubt, Where};

/// An exchange with everything that is derived from it. What costs something is computed when a rule asks.
pub struct View<'a, 's> {
    pub(super) x: &'a Exchange<'s>,
    pub(super) location: Location<'a>,
    pub(super) role: Option<(Role, Provenance)>,
    pub(super) step: Option<(Step, Provenance)>,
    pub(super) answer: Answer,
    pub(super) authorization: Option<Authorization<'s>>,
    pub(super) token: Option<(Text<'s>, &'static str)>,
    pub(super) flow: &'a memory::Flow,
    pub(super) links: Links,
    pub(super) today: Date,
    placeholders: OnceCell<Vec<Doubt>>,
    /// Of a recording, the variables that were sent as they stand.
    sent_variables: OnceCell<Vec<Variable<'s>>>,
    jwts: OnceCell<Vec<jwt::Carried>>,
    /// Of each parameter, whether its value is there but not seen.
    unseen: OnceCell<Vec<bool>>,
    /// The same of each header that was asked for.
    unseen_headers: OnceCell<Vec<OnceCell<bool>>>,
    /// The same of the token.
    unseen_token: OnceCell<bool>,
}

/// What a text is about that tells of this exchange. Whoever tells of the parts of a token or authorization request does
/// not tell of a call.
fn about(x: &Exchange<'_>, registry: &'static Registry, passage: &str) -> Location<'static> {
    const ASKED: [&str; 7] =
        ["grant_type", "code", "response_type", "client_id", "client_secret", "refresh_token", "redirect_uri"];
    let asks = x.request.params.iter().any(|param| ASKED.contains(&param.name.as_str()));
    let mut about = called(registry, passage);
    about.endpoint = about.endpoint.filter(|_| !asks);
    about
}

/// What the answer means; and the step, where nothing shows it but the words of a service's API.
fn heard(
    response: Option<&Response<'_>>,
    location: &Location<'_>,
    at: Option<Role>,
    step: Option<(Step, Provenance)>,
) -> (Answer, Option<(Step, Provenance)>) {
    let Some(response) = response else { return (Answer::default(), step) };
    let answer = understood(response, location, at);
    if answer.code.is_none() && step == Some((Step::Token, Provenance::Guessed)) {
        let other = understood(response, location, Some(Role::Api));
        if other.code.is_some() && other.speaks.is_some() {
            return (other, Some((Step::Api, Provenance::Guessed)));
        }
    }
    (answer, step)
}

impl<'a, 's: 'a> View<'a, 's> {
    /// The facts of `x`, as of `today`, with what `flow` remembers of the steps before it.
    #[must_use]
    pub fn new(x: &'a Exchange<'s>, registry: &'static Registry, flow: &'a memory::Flow, today: Date) -> Self {
        let mut location = match (&x.request.url, &x.passage) {
            (Some(url), _) => locate(registry, url),
            (None, Some(passage)) => about(x, registry, passage.as_str()),
            (None, None) => Location::nowhere(registry),
        };
        let has_parameter = x.request.params.iter().any(|p| is_oauth(p.name.as_str()));
        let known = || x.request.url.as_ref().is_some_and(|url| flow.knows_token_endpoint(url));
        let role = location.role(has_parameter || known() || x.response.as_ref().is_some_and(speaks_as_token_endpoint));
        let role = declared_role(x.purpose, role);
        let step = step::declared(x.purpose).or_else(|| step::of(x, role));
        let at = role.map(|(role, _)| role).or_else(|| step.and_then(|(step, _)| step.role()));
        let (answer, step) = heard(x.response.as_ref(), &location, at, step);
        let speaks = || registry.provider(answer.speaks.filter(|_| x.passage.is_some())?);
        location.provider = location.provider.or_else(speaks);
        let authorization = authorization::of(&x.request);
        let token = request::token(x, authorization.as_ref());
        let links = flow.links(x, step.map(|(step, _)| step), location.provider.map(|own| &*own.id));
        Self {
            x,
            location,
            role,
            step,
            answer,
            authorization,
            token,
            flow,
            links,
            today,
            placeholders: OnceCell::new(),
            sent_variables: OnceCell::new(),
            jwts: OnceCell::new(),
            unseen: OnceCell::new(),
            unseen_headers: OnceCell::new(),
            unseen_token: OnceCell::new(),
        }
    }

    /// What later steps can ask of this one, which stands in `chunk` and belongs to `flow`; `None` where no flow can
    /// depend on it.
    #[must_use]
    pub fn past(&self, chunk: Chunk, flow: usize) -> Option<Past> {
        // Settings are no step that was taken.
        let (step, _) = self.step.filter(|_| self.x.form != Form::Config)?;
        if !matches!(step, Step::Authorize | Step::Callback | Step::Token | Step::Revoke | Step::Device) {
            return None;
        }
        let anchor = Anchor::new(self.x.id, flow, chunk, self.x.span);
        let provider = self.location.provider.map(|provider| &*provider.id);
        let past = Past::new(self.x, anchor, step, self.answer.outcome, self.unseen()).at(provider);
        Some(match &self.links.authorize {
            Some(link) if step == Step::Token && link.provenance == Provenance::Stated => {
                past.granted_as_asked(&link.past)
            }
            _ => past,
        })
    }

    /// The exchange's number among all that were read.
    #[must_use]
    pub const fn id(&self) -> usize {
        self.x.id
    }

    /// The exchange itself.
    #[must_use]
    pub const fn exchange(&self) -> &'a Exchange<'s> {
        self.x
    }

    /// What is known of the client as it is registered.
    pub(super) const fn registration(&self) -> Option<&'a Registration<'s>> {
        let x: &'a Exchange<'s> = self.x;
        x.registration.as_ref()
    }

    /// Whether the request is a step of an OAuth flow rather than a call with its result.
    #[must_use]
    pub fn is_flow_step(&self) -> bool {
        self.x.form != Form::Config && self.step().is_some_and(|step| step != Step::Api)
    }

    /// The Authorization header, or what an option makes one.
    #[must_use]
    pub const fn authorization(&self) -> Option<&Authorization<'s>> {
        self.authorization.as_ref()
    }

    /// Whether an access token is presented.
    #[must_use]
    pub const fn has_token(&self) -> bool {
        self.token.is_some()
    }

    /// Whether the source holds steps of a flow before this exchange.
    #[must_use]
    pub const fn has_flow(&self) -> bool {
        self.links.any
    }

    /// What the answer means.
    #[must_use]
    pub const fn answer(&self) -> &Answer {
        &self.answer
    }

    /// What the address is.
    #[must_use]
    pub const fn location(&self) -> &Location<'a> {
        &self.location
    }

    /// What the request tries to be.
    #[must_use]
    pub fn step(&self) -> Option<Step> {
        self.step.map(|(step, _)| step)
    }

    /// The role of the address, where it is known or can be guessed.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        self.role.map(|(role, _)| role)
    }

    /// Where the steps stand that the request is linked to.
    pub fn linked(&self) -> impl Iterator<Item = &Arc<Anchor>> {
        self.links.iter().map(|link| &link.past.anchor).chain(self.known_client().map(|client| &client.anchor))
    }

    /// What another fact says, for the holes of provider texts: `param.subdomain`.
    pub(super) fn fill(&self, fact: &str) -> Option<String> {
        let name = fact.strip_prefix("param.")?;
        let param = self.x.request.params.iter().find(|param| param.name.as_str() == name)?;
        Some(param.value.as_str().to_owned())
    }

    /// A text of the provider file with what the source tells filled in.
    #[must_use]
    pub fn filled(&self, text: &str) -> String {
        self.location.fill(text, &|fact| self.fill(fact))
    }

    pub(super) fn shows(&self, part: Part) -> bool {
        self.x.shows(part)
    }

    pub(super) fn is_param_unseen(&self, index: usize) -> bool {
        let unseen = self.unseen().get(index).copied().unwrap_or_default();
        let is_word = |param: &Param<'_>| super::param::is_word_in_capitals(param.name.as_str(), param.value.as_str());
        unseen && !self.x.request.params.get(index).is_some_and(is_word)
    }

    /// Whether each parameter's value is there but not seen.
    fn unseen(&self) -> &[bool] {
        let all = || self.x.request.params.iter().map(|param| super::param::is_unseen(&param.value)).collect();
        self.unseen.get_or_init(all)
    }

    pub(super) fn is_header_unseen(&self, index: usize) -> bool {
        let headers = &self.x.request.headers;
        let none = || vec![OnceCell::new(); headers.len()];
        let (Some(header), Some(unseen)) = (headers.get(index), self.unseen_headers.get_or_init(none).get(index))
        else {
            return false;
        };
        *unseen.get_or_init(|| super::param::is_unseen(&header.value))
    }

    pub(super) fn is_token_unseen(&self) -> bool {
        let token = || self.token.as_ref().is_some_and(|(token, _)| super::param::is_unseen(token));
        *self.unseen_token.get_or_init(token)
    }

    /// Whether a placeholder is still there.
    #[must_use]
    pub fn has_placeholder(&self) -> bool {
        !self.placeholders().is_empty()
    }

    /// Whether a shell variable stands in the request.
    #[must_use]
    pub fn has_variable(&self) -> bool {
        !self.variables().is_empty()
    }

    pub(super) fn placeholders(&self) -> &[Doubt] {
        self.placeholders.get_or_init(|| doubts::placeholders(self))
    }

    /// An element that the exchange itself shows.
    pub(super) fn element(&self, fact: Fact, index: usize, value: Option<Value<'a>>, at: Span) -> Element<'a> {
        Element {
            value,
            at: Some(at),
            chunk: None,
            provenance: self.told(),
            evidence: Evidence::Documented,
            secret: default_secret(fact),
            item: Item { fact, index, step: None },
        }
    }

    /// An element that comes from a provider file or the clock.
    pub(super) fn known(&self, fact: Fact, value: Value<'a>, mark: Evidence) -> Element<'a> {
        Element {
            value: Some(value),
            at: None,
            chunk: None,
            provenance: Provenance::Stated,
            evidence: mark,
            secret: None,
            item: Item { fact, index: 0, step: None },
        }
    }

    /// How anything that prose shows came to be known.
    pub(super) fn told(&self) -> Provenance {
        if self.x.form == crate::exchange::Form::Prose { Provenance::Told } else { Provenance::Stated }
    }

    /// Nothing of a part that the capture shows or hides.
    pub(super) fn nothing(&self, part: Part) -> Found<'a> {
        if self.shows(part) { Found::absent() } else { Found::unseen() }
    }
}

impl<'a, 's: 'a> Facts<'a> for View<'a, 's> {
    fn find(&self, step: Option<FlowStep>, fact: Fact, name: Option<&str>) -> Found<'a> {
        if let Some(step) = step {
            return self.linked_fact(step, fact, name);
        }
        match fact {
            Fact::Answer
            | Fact::Status
            | Fact::Error
            | Fact::ErrorDescription
            | Fact::Names
            | Fact::Outcome
            | Fact::Wordless
            | Fact::Speaker
            | Fact::Challenge
            | Fact::Redirect
            | Fact::GrantedScope
            | Fact::Issued
            | Fact::SentAuthorization => self.answer_fact(fact),
            Fact::Flow
            | Fact::FlowEarlier
            | Fact::FlowCodeAge
            | Fact::FlowTokenAge
            | Fact::FlowTokenLife
            | Fact::FlowUndone
            | Fact::FlowState
            | Fact::FlowToken
            | Fact::FlowPkce
            | Fact::FlowCode
            | Fact::TokenScope
            | Fact::TokenIssuer => self.flow_fact(fact),
            Fact::Grant
            | Fact::MissingParam
            | Fact::ClientAuth
            | Fact::ClientAuthCount
            | Fact::ClientId
            | Fact::ClientType
            | Fact::ClientRedirectUris
            | Fact::ClientScopes
            | Fact::FlowRedirectUris
            | Fact::Pkce => self.client_fact(fact),
            Fact::Jwt => self.jwt_fact(fact),
            Fact::Placeholder | Fact::Repair | Fact::Glob | Fact::Variable => self.doubt_fact(fact),
            Fact::Today => Found::one(self.known(fact, Value::Date(self.today), Evidence::Documented)),
            Fact::Now => match time::sent(self.x) {
                Some((sent, at)) => Found::one(self.element(fact, 0, Some(Value::Number(sent / 1000)), at)),
                None => Found::unseen(),
            },
            _ if is_service(fact) => self.service_fact(fact),
            _ => self.request_fact(fact, name),
        }
    }

    fn attribute(&self, element: &Element<'a>, attr: Attr) -> Option<Element<'a>> {
        let value = self.attribute_value(element, attr)?;
        let mut out = element.clone();
        if let Some((value, at)) = match value {
            attributes::Answer::Value(value) => Some((Some(value), element.at)),
            attributes::Answer::At(value, at) => Some((Some(value), Some(at))),
        } {
            out.value = value;
            out.at = at;
        }
        // The rule engine hands a secret on to the attributes that repeat it.
        out.secret = None;
        Some(out)
    }

    fn aliases(&self, fact: Fact) -> Vec<(&'a str, &'a str)> {
        self.word_aliases(fact)
    }
}

/// The role of an address: what a provider file says of it, else what a setting says, else what its path suggests.
fn declared_role(purpose: Option<Purpose>, known: Option<(Role, Provenance)>) -> Option<(Role, Provenance)> {
    let declared = || step::declared(purpose).and_then(|(step, told)| Some((step.role()?, told)));
    known.filter(|(_, told)| purpose.is_none() || *told == Provenance::Stated).or_else(declared)
}

const fn is_service(fact: Fact) -> bool {
    matches!(
        fact,
        Fact::ProviderId
            | Fact::ProviderName
            | Fact::ProviderScopes
            | Fact::ProviderSeparators
            | Fact::ProviderAssertionLife
            | Fact::ProviderCodeLife
            | Fact::EndpointId
            | Fact::EndpointName
            | Fact::EndpointRole
            | Fact::EndpointMethods
            | Fact::EndpointAuth
            | Fact::EndpointBody
            | Fact::EndpointClientAuth
            | Fact::EndpointScopes
            | Fact::EndpointGrants
            | Fact::EndpointDefaultGrant
            | Fact::EndpointResponseTypes
            | Fact::EndpointRemovedGrant
            | Fact::EndpointIntegratedMethods
            | Fact::EndpointAnnounced
            | Fact::EndpointDeprecated
            | Fact::EndpointUntil
            | Fact::AuthorizationUntil
            | Fact::EndpointSuccessor
            | Fact::EndpointMisroute
            | Fact::EndpointCorrection
            | Fact::EndpointWhy
            | Fact::EndpointCounterpart
            | Fact::KnownGrantTypes
            | Fact::KnownResponseTypes
            | Fact::KnownResponseModes
            | Fact::KnownAssertionTypes
            | Fact::KnownTokenTypes
            | Fact::KnownParameters
            | Fact::KnownHeaders
    )
}

/// What kind of secret every element of a fact is.
const fn default_secret(fact: Fact) -> Option<SecretKind> {
    match fact.secrecy() {
        Secrecy::Open | Secrecy::ByName => None,
        Secrecy::Secret => Some(match fact {
            Fact::Cookie => SecretKind::Cookie,
            Fact::BasicPassword | Fact::UrlUserinfo => SecretKind::Password,
            Fact::Authorization | Fact::SentAuthorization => SecretKind::Credentials,
            _ => SecretKind::AccessToken,
        }),
    }
}

/// Whether an answer has an error's word of RFC 6749 5.2, or of 4.1.2.1 where the server broke.
fn speaks_as_token_endpoint(response: &Response<'_>) -> bool {
    const WORDS: [&str; 6] = [
        "invalid_request",
        "invalid_client",
        "invalid_grant",
        "unauthorized_client",
        "unsupported_grant_type",
        "server_error",
    ];
    let error = response.json.as_ref().and_then(|json| json.member("error")).and_then(Json::text);
    error.is_some_and(|error| WORDS.contains(&error.as_str()))
}

/// Whether a parameter's name is OAuth's own.
pub(super) fn is_oauth(name: &str) -> bool {
    matches!(
        name,
        "grant_type"
            | "response_type"
            | "client_id"
            | "client_secret"
            | "code"
            | "redirect_uri"
            | "scope"
            | "state"
            | "refresh_token"
            | "access_token"
            | "username"
            | "password"
            | "code_verifier"
            | "code_challenge"
            | "code_challenge_method"
            | "client_assertion"
            | "client_assertion_type"
            | "assertion"
            | "device_code"
            | "subject_token"
            | "subject_token_type"
            | "actor_token"
            | "audience"
            | "resource"
            | "nonce"
            | "prompt"
            | "access_type"
            | "response_mode"
            | "token"
            | "token_type_hint"
            | "subdomain"
            | "id_token_hint"
            | "login_hint"
            | "requested_token_type"
            | "error"
    )
}
