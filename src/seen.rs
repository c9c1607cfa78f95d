//! Which facts an exchange has, or may have: what lets most rules be passed over without a look.

use crate::exchange::Form;
use crate::facts::Facts;
use crate::facts::catalogue::Fact;
use crate::facts::{FlowStep, Found, View};
use crate::rule::Seen;

/// Facts that cost nothing to look at, and that a provider, the standards or the clock answer for most exchanges.
const ALWAYS: &[Fact] = &[
    Fact::ProviderId,
    Fact::ProviderName,
    Fact::ProviderScopes,
    Fact::ProviderSeparators,
    Fact::ProviderCodeLife,
    Fact::EndpointId,
    Fact::EndpointName,
    Fact::EndpointRole,
    Fact::EndpointMethods,
    Fact::EndpointAuth,
    Fact::EndpointBody,
    Fact::EndpointClientAuth,
    Fact::EndpointScopes,
    Fact::EndpointGrants,
    Fact::EndpointDefaultGrant,
    Fact::EndpointResponseTypes,
    Fact::EndpointIntegratedMethods,
    Fact::EndpointCounterpart,
    Fact::KnownGrantTypes,
    Fact::KnownResponseTypes,
    Fact::KnownParameters,
    Fact::KnownHeaders,
    Fact::Today,
    Fact::Now,
    Fact::Method,
    Fact::ClientType,
];

/// The atoms of an exchange.
#[must_use]
pub fn seen<'a, 's: 'a>(view: &View<'a, 's>) -> Seen {
    let mut seen = Seen::new();
    ALWAYS.iter().for_each(|fact| seen.see(*fact));
    let exchange = view.exchange();
    let request = &exchange.request;
    let mut note = |fact: Fact, there: bool| {
        if there {
            seen.see(fact);
        }
    };
    let has = |found: Found<'a>| !found.elements.as_slice().is_empty();
    let asks = |fact: Fact| has(view.find(None, fact, None));
    note(Fact::Command, request.command.is_some());
    for fact in [Fact::Url, Fact::UrlScheme, Fact::UrlHost, Fact::UrlPath] {
        note(fact, request.url.is_some());
    }
    note(Fact::UrlUserinfo, request.url.as_ref().is_some_and(|url| !url.userinfo.is_empty()));
    for fact in [Fact::Body, Fact::BodyType, Fact::BodyShape] {
        note(fact, request.body.is_some());
    }
    for fact in [Fact::Header, Fact::Cookie, Fact::Origin] {
        note(fact, !request.headers.is_empty());
    }
    let named = |name: &str| request.params.iter().any(|param| param.name.as_str() == name);
    let credentials = view.has_authorization();
    for fact in [Fact::Authorization, Fact::AuthorizationScheme, Fact::BasicUser, Fact::BasicPassword] {
        note(fact, credentials);
    }
    note(Fact::Scope, named("scope"));
    note(Fact::Token, view.has_token());
    note(Fact::Credential, credentials || !request.params.is_empty());
    note(Fact::Pkce, request.params.iter().any(|param| param.name.as_str().starts_with("code_")));
    note(Fact::ClientId, credentials || named("client_id"));
    let step = view.is_flow_step() || exchange.purpose.is_some();
    for fact in [Fact::MissingParam, Fact::ClientAuth, Fact::ClientAuthCount] {
        note(fact, step && asks(fact));
    }
    note(Fact::Grant, step);
    for fact in [Fact::ClientRedirectUris, Fact::ClientScopes, Fact::TokenScope] {
        note(fact, exchange.registration.is_some());
    }
    note(Fact::EndpointRemovedGrant, step);
    note(Fact::Repair, !exchange.repairs.is_empty());
    note(Fact::Glob, !request.globs.is_empty());
    note(Fact::Variable, !request.variables.is_empty());
    note(Fact::Placeholder, asks(Fact::Placeholder));
    for fact in [Fact::EndpointAnnounced, Fact::EndpointDeprecated, Fact::EndpointUntil, Fact::EndpointSuccessor] {
        note(fact, view.location().base.is_some_and(|base| base.successor.is_some()));
    }
    for fact in [Fact::EndpointMisroute, Fact::EndpointCorrection, Fact::EndpointWhy] {
        note(fact, view.location().wrong.is_some());
    }
    answer(view, &mut seen);
    flow(view, &mut seen);
    for param in &request.params {
        if !param.value.as_str().is_empty() {
            seen.see_param(param.name.as_str());
        }
    }
    seen.see_word(Fact::Form, exchange.form.name());
    if let Some(step) = view.step() {
        seen.see_word(Fact::Step, step.name());
    }
    if let Some(role) = view.role() {
        seen.see_word(Fact::EndpointRole, role.name());
    }
    seen
}

fn answer(view: &View<'_, '_>, seen: &mut Seen) {
    let answered = view.exchange().response.is_some() || view.exchange().form == Form::Console;
    if answered {
        let facts = [
            Fact::Answer,
            Fact::Status,
            Fact::Error,
            Fact::ErrorDescription,
            Fact::Outcome,
            Fact::Speaker,
            Fact::Challenge,
            Fact::Redirect,
            Fact::GrantedScope,
            Fact::SentAuthorization,
        ];
        facts.iter().for_each(|fact| seen.see(*fact));
    }
}

fn flow(view: &View<'_, '_>, seen: &mut Seen) {
    if !view.has_flow() {
        return;
    }
    let facts = [
        Fact::Flow,
        Fact::FlowEarlier,
        Fact::FlowCodeAge,
        Fact::FlowTokenAge,
        Fact::FlowTokenLife,
        Fact::FlowUndone,
        Fact::FlowState,
        Fact::FlowToken,
        Fact::FlowPkce,
        Fact::FlowCode,
        Fact::TokenScope,
        Fact::TokenIssuer,
    ];
    facts.iter().for_each(|fact| seen.see(*fact));
    FlowStep::ALL.iter().for_each(|step| seen.see_linked(*step));
}
