//! What an exchange shows at a glance: what lets most rules be passed over without a look.
//!
//! A bit that is set without need costs time; one that is missing silences rules. So each is set unless it is sure that
//! no rule which needs it can hold.

use crate::exchange::Place;
use crate::facts::authorization::Scheme;
use crate::facts::catalogue::Fact;
use crate::facts::step::Step;
use crate::facts::{FlowStep, View, param, secret};
use crate::provider::answer::Outcome;
use crate::provider::fixed::{List, Term};
use crate::provider::model::{Known, Standing};
use crate::rule::Seen;
use crate::rule::atoms::{ALWAYS, Atom, Misfit, Oddity, Worded};
use crate::text::{Makeup, Text};

/// What is known before anything is looked at.
const START: Seen = Seen::with(ALWAYS);

/// The atoms of an exchange.
#[must_use]
pub fn seen<'a, 's: 'a>(view: &View<'a, 's>) -> Seen {
    let mut seen = START;
    words(view, &mut seen);
    request(view, &mut seen);
    parameters(view, &mut seen);
    credentials(view, &mut seen);
    address(view, &mut seen);
    if view.exchange().response.is_some() {
        answer(view, &mut seen);
    }
    if view.exchange().waited.is_some() {
        seen.see(Fact::FlowCodeAge);
    }
    if view.has_flow() {
        flow(view, &mut seen);
    }
    misfits(view, &mut seen);
    seen
}

fn words(view: &View<'_, '_>, seen: &mut Seen) {
    seen.see_word(Worded::Form, view.exchange().form.name());
    if let Some(step) = view.step() {
        seen.see(Fact::Step);
        seen.see_word(Worded::Step, step.name());
    }
    if let Some(role) = view.role() {
        seen.see_word(Worded::Role, role.name());
    }
}

fn request(view: &View<'_, '_>, seen: &mut Seen) {
    let exchange = view.exchange();
    let request = &exchange.request;
    if request.command.is_some() {
        seen.see(Fact::Command);
    }
    if request.body.is_some() {
        seen.see_all(&[Fact::Body, Fact::BodyType, Fact::BodyShape]);
    }
    if !request.headers.is_empty() {
        seen.see_all(&[Fact::Header, Fact::Cookie, Fact::Origin]);
        if view.has_header_fault() {
            seen.odd(Oddity::HeaderFault);
        }
        if may_repeat(request.headers.iter().map(|header| &header.name)) {
            seen.odd(Oddity::RepeatedHeader);
        }
    }
    if exchange.registration.is_some() || view.is_known_client() {
        seen.see_all(&[Fact::ClientRedirectUris, Fact::FlowRedirectUris, Fact::ClientScopes, Fact::TokenScope]);
    }
    let left_in = [
        (Fact::Repair, !exchange.repairs.is_empty()),
        (Fact::Glob, !request.globs.is_empty()),
        (Fact::Variable, view.has_variable()),
        (Fact::Placeholder, view.has_placeholder()),
    ];
    left_in.into_iter().filter(|(_, there)| *there).for_each(|(fact, _)| seen.see(fact));
}

fn parameters(view: &View<'_, '_>, seen: &mut Seen) {
    let is_step = view.step().is_some_and(|step| step != Step::Api);
    let params = &view.exchange().request.params;
    for (index, param) in params.iter().enumerate() {
        let (name, value) = (param.name.as_str(), param.value.as_str());
        if value.is_empty() {
            continue;
        }
        seen.see_param(name);
        let place = match param.place {
            Place::Query => "query",
            Place::Body => "body",
            Place::Fragment => "fragment",
        };
        seen.see_word(Worded::ParamPlace, place);
        match name {
            "grant_type" => seen.see_word(Worded::GrantType, value),
            "scope" => seen.see(Fact::Scope),
            "client_id" => seen.see(Fact::ClientId),
            "client_secret" | "client_assertion" => client_auth(view, seen),
            _ if name.starts_with("code_") => seen.see(Fact::Pkce),
            _ => {}
        }
        let made = Makeup::of(value);
        odd_value(value, made, seen);
        if param::is_unset(value) {
            seen.odd(Oddity::Unset);
        }
        if made.has(Makeup::WIDE) && param::invisible(value).is_some() {
            seen.odd(Oddity::Invisible);
        }
        if made.has(Makeup::ESCAPE) {
            seen.odd(Oddity::Encoded);
        }
        // A value that needed no decoding holds nothing that could be lost in it.
        let decoded = param.raw.as_str().len() != value.len() || made.has(Makeup::ESCAPE.or(Makeup::BLANK));
        let next = params.get(index + 1);
        if (decoded || next.is_some_and(|next| next.value.as_str().is_empty())) && param::lossy(param, next).is_some() {
            seen.odd(Oddity::Lossy);
        }
    }
    if may_repeat(params.iter().map(|param| &param.name)) {
        seen.odd(Oddity::RepeatedParam);
    }
    if view.holds_secret_twice() {
        seen.odd(Oddity::SameAs);
    }
    if !is_step || view.has_misspelt_param() {
        seen.odd(Oddity::MisspeltParam);
    }
    if is_step {
        seen.see_all(&[Fact::EndpointRemovedGrant, Fact::Grant]);
        if view.lacks_required() {
            seen.see(Fact::MissingParam);
        }
        let assumed = view.location().traits(true).and_then(|traits| traits.default_grant.as_ref());
        if let Some(grant) = assumed {
            seen.see_word(Worded::GrantType, &grant.value);
        }
    }
}

/// A way in which the client authenticates; a second one is one too many.
fn client_auth(view: &View<'_, '_>, seen: &mut Seen) {
    if !view.step().is_some_and(Step::has_client) {
        return;
    }
    if !seen.has(Atom::missing(Fact::ClientAuth)) {
        seen.odd(Oddity::ClientAuths);
    }
    seen.take(Atom::missing(Fact::ClientAuth));
    seen.see_all(&[Fact::ClientAuth, Fact::ClientAuthCount]);
}

fn odd_value(value: &str, made: Makeup, seen: &mut Seen) {
    if made.has(Makeup::QUOTE.or(Makeup::WIDE)) && param::is_quoted(value) {
        seen.odd(Oddity::Quoted);
    }
    if made.has(Makeup::BLANK.or(Makeup::WIDE)) && param::is_padded(value) {
        seen.odd(Oddity::Padded);
    }
}

fn credentials(view: &View<'_, '_>, seen: &mut Seen) {
    if view.has_token() {
        seen.see(Fact::Token);
        seen.take(Atom::missing(Fact::Token));
    }
    if view.has_jwt() {
        seen.see(Fact::Jwt);
    }
    let request = &view.exchange().request;
    if !request.params.is_empty() || request.headers.iter().any(|h| secret::is_header_of_key(h.name.as_str())) {
        seen.see(Fact::Credential);
    }
    let Some(authorization) = view.authorization() else { return };
    seen.see_all(&[Fact::Authorization, Fact::AuthorizationScheme, Fact::Credential]);
    seen.take(Atom::missing(Fact::Authorization));
    seen.see_word(Worded::Shape, authorization.shape);
    seen.see_word(Worded::Scheme, authorization.scheme.name());
    if authorization.scheme == Scheme::Basic {
        client_auth(view, seen);
    }
    if let Some((user, password)) = &authorization.basic {
        if view.location().provider.is_some_and(|provider| !provider.credentials.is_empty()) {
            seen.see(Fact::AuthorizationUntil);
        }
        seen.see_all(&[Fact::BasicUser, Fact::BasicPassword, Fact::ClientId]);
        for value in [user.as_str(), password.as_str()] {
            let made = Makeup::of(value);
            odd_value(value, made, seen);
            if made.has(Makeup::ESCAPE) {
                seen.odd(Oddity::Lossy);
            }
        }
    }
}

fn address(view: &View<'_, '_>, seen: &mut Seen) {
    if let Some(url) = &view.exchange().request.url {
        seen.see_all(&[Fact::Url, Fact::UrlScheme, Fact::UrlHost, Fact::UrlPath]);
        seen.take(Atom::missing(Fact::Url));
        if !url.scheme().eq_ignore_ascii_case("https") {
            seen.see_word(Worded::UrlScheme, "http");
        }
        if !url.userinfo.is_empty() {
            seen.see(Fact::UrlUserinfo);
        }
        if url.text.as_str().bytes().any(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')) {
            seen.see(Fact::UrlBlank);
        }
    }
    let location = view.location();
    if location.endpoint.is_some() || !location.lists_all() {
        seen.take(Atom::missing(Fact::EndpointId));
    }
    if location.base.is_some_and(|base| base.successor.is_some()) {
        let facts = [Fact::EndpointAnnounced, Fact::EndpointDeprecated, Fact::EndpointUntil, Fact::EndpointSuccessor];
        seen.see_all(&facts);
    }
    if location.wrong.is_some() {
        seen.see_all(&[Fact::EndpointMisroute, Fact::EndpointCorrection, Fact::EndpointWhy]);
    }
}

fn answer(view: &View<'_, '_>, seen: &mut Seen) {
    let answer = view.answer();
    let facts = [
        (Fact::Answer, true),
        (Fact::Status, true),
        (Fact::Error, answer.outcome == Outcome::Refused && answer.code.is_some()),
        (Fact::ErrorDescription, answer.description.is_some()),
        (Fact::Names, answer.told.is_some()),
        (Fact::Wordless, answer.outcome != Outcome::None),
        (Fact::Outcome, answer.outcome != Outcome::None),
        (Fact::Speaker, answer.speaks.is_some()),
        (Fact::Challenge, true),
        (Fact::Redirect, true),
        (Fact::GrantedScope, true),
        (Fact::Issued, true),
        (Fact::SentAuthorization, true),
    ];
    facts.into_iter().filter(|(_, there)| *there).for_each(|(fact, _)| seen.see(fact));
}

fn flow(view: &View<'_, '_>, seen: &mut Seen) {
    seen.see(Fact::Flow);
    for step in FlowStep::ALL.into_iter().filter(|step| view.is_linked(*step)) {
        seen.add(Atom::linked(step));
        seen.see_all(match step {
            FlowStep::Authorize => {
                &[Fact::FlowRedirectUris, Fact::FlowPkce, Fact::FlowState, Fact::TokenScope, Fact::TokenIssuer]
            }
            FlowStep::Callback => &[Fact::FlowCode, Fact::FlowCodeAge],
            FlowStep::IssuedBy => {
                &[Fact::FlowToken, Fact::FlowTokenAge, Fact::FlowTokenLife, Fact::TokenScope, Fact::TokenIssuer]
            }
            FlowStep::Earlier => &[Fact::FlowEarlier],
            FlowStep::Undone => &[Fact::FlowUndone],
        });
    }
}

/// Values that are none of what the address takes, or the standards know.
fn misfits(view: &View<'_, '_>, seen: &mut Seen) {
    let request = &view.exchange().request;
    let grants = request.params.iter().filter(|param| param.name.as_str() == "grant_type");
    if grants.clone().any(|grant| !view.knows_grant(grant.value.as_str())) {
        seen.misfit(Misfit::GrantType);
    }
    let Some(traits) = view.location().traits(true) else { return };
    if let (Some(auth), Some(authorization)) = (&traits.auth, view.authorization())
        && !auth.value.iter().any(|scheme| scheme.name() == authorization.scheme.name())
    {
        seen.misfit(Misfit::Scheme);
    }
    if let Some(method) = &request.method {
        let misses = |methods: &Option<Known<List<Term>>>| {
            methods.as_ref().is_some_and(|known| !known.value.iter().any(|word| **word == *method.value))
        };
        if misses(&traits.methods) {
            seen.misfit(Misfit::Method);
        }
        if misses(&traits.integrated) {
            seen.misfit(Misfit::IntegratedMethod);
        }
    }
    if let Some(known) = &traits.body {
        let (body_type, shape) = view.body_words();
        let misses = |word: Option<&str>| word.is_some_and(|word| !known.value.iter().any(|body| body.name() == word));
        if misses(body_type) {
            seen.misfit(Misfit::BodyType);
        }
        if misses(shape) {
            seen.misfit(Misfit::BodyShape);
        }
    }
    if let Some(known) = &traits.grants {
        let listed = |name: &str| {
            known.value.iter().any(|grant| *grant.name == *name && !matches!(grant.standing, Standing::Removed { .. }))
        };
        if !grants.map(|grant| grant.value.as_str()).all(listed) {
            seen.misfit(Misfit::GrantHere);
        }
    }
}

/// More names than these are taken to repeat, rather than compared.
const MOST_NAMES: usize = 64;

/// Whether two of the names are one, in any case.
fn may_repeat<'n, 's: 'n>(names: impl Iterator<Item = &'n Text<'s>> + Clone) -> bool {
    let mut had = 0_u64;
    for (at, name) in names.clone().enumerate().take(MOST_NAMES) {
        let name = name.as_str();
        let (Some(first), Some(last)) = (name.bytes().next(), name.bytes().next_back()) else { continue };
        let mark = usize::from(first & 0x1f) ^ usize::from(last & 0x1f) << 1 ^ name.len() << 2;
        let bit = 1 << (mark & 0x3f);
        if had & bit != 0 && names.clone().take(at).any(|other| other.as_str().eq_ignore_ascii_case(name)) {
            return true;
        }
        had |= bit;
    }
    names.clone().nth(MOST_NAMES).is_some()
}
