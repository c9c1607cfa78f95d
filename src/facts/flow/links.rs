//! Which earlier steps an exchange belongs to.

use std::sync::Arc;

use super::{Flow, Held, Origin, Past, client_id, presented};
use crate::exchange::{Exchange, Form, Param, Provenance};
use crate::facts::step::Step;
use crate::facts::{param, pkce};
use crate::provider::answer::Outcome;

/// A linked step, and how sure the link is.
#[derive(Clone, Debug)]
pub struct Link {
    /// The step.
    pub past: Arc<Past>,
    /// `Stated` where a value joins the two, `Guessed` where only their order does.
    pub provenance: Provenance,
}

/// What an exchange is linked to.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// The authorization request.
    pub authorize: Option<Link>,
    /// The callback that brought the code, or the redirect that sent it.
    pub callback: Option<Link>,
    /// The answer that issued the token or refresh token in use.
    pub issued_by: Option<Link>,
    /// An earlier request with the same code or refresh token, and which of the two.
    pub earlier: Option<(Link, &'static str)>,
    /// A request that took the token in use back, and what it did so with: `token` for a revocation, `code` for a
    /// second exchange of the code it was issued for (RFC 6749 4.1.2).
    pub undone: Option<(Link, &'static str)>,
    /// Earlier steps held some flow, so that what is not linked was not there.
    pub any: bool,
}

impl Link {
    fn stated(past: &Arc<Past>) -> Self {
        Self { past: Arc::clone(past), provenance: Provenance::Stated }
    }

    fn guessed(past: &Arc<Past>) -> Self {
        Self { past: Arc::clone(past), provenance: Provenance::Guessed }
    }

    /// Whether the step is joined by a value, or was at least a request to the same provider or site.
    fn is_near(&self, exchange: &Exchange<'_>, provider: Option<&str>) -> bool {
        let same_provider = || provider.is_some() && self.past.provider == provider;
        let sites = || self.past.site.as_deref().zip(super::site(exchange));
        self.provenance == Provenance::Stated || same_provider() || sites().is_none_or(|(then, now)| then == now)
    }
}

impl Links {
    /// Every step there is a link to.
    pub fn iter(&self) -> impl Iterator<Item = &Link> {
        let Self { authorize, callback, issued_by, earlier, undone, .. } = self;
        let linked = [authorize.as_ref(), callback.as_ref(), issued_by.as_ref()];
        let taken = [earlier.as_ref(), undone.as_ref()];
        linked.into_iter().chain(taken.map(|step| step.map(|(link, _)| link))).flatten()
    }
}

impl Flow {
    /// What `exchange`, sent to this provider, is linked to among the steps before it.
    #[must_use]
    pub fn links(&self, exchange: &Exchange<'_>, step: Option<Step>, provider: Option<&str>) -> Links {
        // Settings are no step that was taken.
        if self.is_empty() || exchange.form == Form::Config {
            return Links::default();
        }
        let links = match step {
            Some(Step::Token) => self.of_token_request(exchange, provider),
            Some(Step::Api | Step::Revoke | Step::Introspect) => self.of_call(exchange),
            Some(Step::Callback) => self.of_callback(exchange),
            _ => Links::default(),
        };
        Links { any: true, ..links }
    }

    fn of_token_request(&self, exchange: &Exchange<'_>, provider: Option<&str>) -> Links {
        let mut links = Links::default();
        if let Some(refresh) = value(&exchange.request.params, "refresh_token") {
            const NAME: &str = "refresh_token";
            let held = self.held(refresh);
            links.issued_by = self.issuer_of(NAME, refresh, held).map(Link::stated);
            links.earlier = held.by(Step::Token, Origin::Asked, NAME).map(|past| (Link::stated(past), NAME));
            links.undone = revoked(held);
            return links;
        }
        let code = value(&exchange.request.params, "code");
        if let Some(code) = code {
            const NAME: &str = "code";
            links.earlier = self.holder(Step::Token, Origin::Asked, NAME, code).map(|p| (Link::stated(p), NAME));
            links.callback = self.bringer_of(code);
        }
        if code.is_some() || value(&exchange.request.params, "grant_type") == Some("authorization_code") {
            let client = client_id(exchange);
            let client = client.as_ref().filter(|id| !param::is_unseen(id)).map(|id| id.as_str());
            let authorize = self.authorization_of(links.callback.as_ref(), client);
            links.authorize = authorize.filter(|link| link.is_near(exchange, provider));
        }
        links
    }

    /// The step that brought a code: by the code, by what is left of it, else the only callback there is.
    fn bringer_of(&self, code: &str) -> Option<Link> {
        let held = self.held(code);
        let issued = |step| held.by(step, Origin::Issued, "code");
        if let Some(past) = issued(Step::Callback).or_else(|| issued(Step::Authorize)) {
            return Some(Link::stated(past));
        }
        let bringers = || {
            let both = self.steps.iter().rev().take(super::NEAR);
            both.filter(|past| matches!(past.step, Step::Callback | Step::Authorize) && past.issued("code").is_some())
        };
        let related = |past: &&Arc<Past>| past.issued("code").is_some_and(|issued| is_related(&issued.value, code));
        if let Some(past) = bringers().find(related) {
            return Some(Link::stated(past));
        }
        let mut all = bringers();
        let only = all.next()?;
        let alone = all
            .all(|other| other.issued("code").map(|kept| &kept.value) == only.issued("code").map(|kept| &kept.value));
        alone.then(|| Link::guessed(only))
    }

    /// The authorization request: by the callback's state, else by the client, else the only one there is.
    fn authorization_of(&self, callback: Option<&Link>, client: Option<&str>) -> Option<Link> {
        if let Some(callback) = callback.filter(|callback| callback.past.step == Step::Authorize) {
            return Some(callback.clone());
        }
        let by = |name, value: &str| self.holder(Step::Authorize, Origin::Asked, name, value);
        let state = callback.and_then(|callback| callback.past.issued("state")?.seen());
        if let Some(past) = state.and_then(|state| by("state", state)) {
            let provenance = callback.map_or(Provenance::Stated, |callback| callback.provenance);
            return Some(Link { provenance, ..Link::stated(past) });
        }
        if let Some(past) = client.and_then(|client| by("client_id", client)) {
            return Some(Link::stated(past));
        }
        let mut all = self.newest(Step::Authorize);
        let last = all.next()?;
        let same =
            |past: &Arc<Past>| past.client_id.as_ref().map(|c| &c.value) == last.client_id.as_ref().map(|c| &c.value);
        all.all(same).then(|| Link::guessed(last))
    }

    fn of_callback(&self, exchange: &Exchange<'_>) -> Links {
        let state = value(&exchange.request.params, "state");
        let by_state = state.and_then(|state| self.holder(Step::Authorize, Origin::Asked, "state", state));
        let code = value(&exchange.request.params, "code");
        let by_code = || self.holder(Step::Authorize, Origin::Issued, "code", code?);
        let authorize = match by_state.or_else(by_code) {
            Some(past) => Some(Link::stated(past)),
            None => self.newest(Step::Authorize).next().map(Link::guessed),
        };
        Links { authorize, ..Links::default() }
    }

    /// A call: the answer or callback that issued its token, and the authorization request behind that.
    fn of_call(&self, exchange: &Exchange<'_>) -> Links {
        let token = presented(exchange);
        let seen = token.as_ref().filter(|token| !param::is_unseen(token)).map(|token| token.as_str());
        let mut links = Links::default();
        let held = seen.map(|seen| (seen, self.held(seen)));
        let issuer = held.and_then(|(seen, held)| Some((self.issuer_of("access_token", seen, held)?, held)));
        if let Some((past, held)) = issuer {
            links.authorize = self.authorization_of(None, past.client_id.as_ref().and_then(|id| id.seen()));
            links.undone = self.undone(past, held);
            links.issued_by = Some(Link::stated(past));
            return links;
        }
        links.undone = held.and_then(|(_, held)| revoked(held));
        // The token stands nowhere else: the only flow of the source is assumed to have given it.
        let issuing = |step| self.newest(step).any(|past| past.issued("access_token").is_some());
        if seen.is_none() || !(issuing(Step::Token) || issuing(Step::Callback)) {
            let token_request = self.newest(Step::Token).next().filter(|past| past.outcome != Outcome::Refused);
            links.issued_by = token_request.map(Link::guessed);
            links.authorize = self.authorization_of(None, None).map(|link| Link::guessed(&link.past));
        }
        links
    }

    /// The answer or callback that issued a token of this name, or the one that this is a damaged copy of.
    fn issuer_of<'f>(&'f self, name: &str, token: &str, held: Held<'f>) -> Option<&'f Arc<Past>> {
        let issued = |step| held.by(step, Origin::Issued, name);
        let related = |past: &&Arc<Past>| past.issued(name).is_some_and(|kept| is_copy(&kept.value, token));
        let damaged = || self.steps.iter().rev().take(super::NEAR).find(related);
        issued(Step::Token).or_else(|| issued(Step::Callback)).or_else(damaged)
    }

    /// What took the token back that `issuer` issued.
    fn undone(&self, issuer: &Arc<Past>, token: Held<'_>) -> Option<(Link, &'static str)> {
        if let Some(revoked) = revoked(token) {
            return Some(revoked);
        }
        // With a refresh token go the access tokens that were issued beside it (RFC 7009 2.1).
        let beside = issuer.issued("refresh_token").and_then(|kept| kept.seen());
        if let Some((link, _)) = beside.and_then(|refresh| revoked(self.held(refresh))) {
            return Some((link, "refresh_token"));
        }
        let code = issuer.param("code")?.seen()?;
        let again = self.holder(Step::Token, Origin::Asked, "code", code)?;
        (again.anchor.id > issuer.anchor.id).then(|| (Link::stated(again), "code"))
    }
}

/// The revocation of a token.
fn revoked(token: Held<'_>) -> Option<(Link, &'static str)> {
    let past = token.by(Step::Revoke, Origin::Asked, "token")?;
    (past.outcome != Outcome::Refused).then(|| (Link::stated(past), "token"))
}

/// How the code or token that is used relates to the one that was issued.
#[must_use]
pub fn relation(used: &str, issued: &str) -> &'static str {
    if used == issued {
        "same"
    } else if issued.starts_with(used) || issued.ends_with(used) {
        "cut"
    } else if used.starts_with(issued) {
        "longer"
    } else if used.len() == issued.len() && used.bytes().zip(issued.bytes()).all(|(a, b)| seen(a) == seen(b)) {
        "misread"
    } else {
        "other"
    }
}

/// What a character looks like to those who type it from a screen or say it aloud.
const fn seen(byte: u8) -> u8 {
    match byte.to_ascii_lowercase() {
        b'o' => b'0',
        b'l' | b'i' | b'|' => b'1',
        other => other,
    }
}

/// How the verifier of a token request and the challenge of its authorization request agree.
#[must_use]
pub fn pkce_agreement(request: &[Param<'_>], authorize: &Past) -> Option<&'static str> {
    let verifier = request.iter().find(|p| p.name.as_str() == "code_verifier" && !p.value.as_str().is_empty());
    let challenge = authorize.param("code_challenge");
    match (verifier, challenge) {
        (None, None) => None,
        (None, Some(_)) => Some("verifier-missing"),
        (Some(_), None) => Some("verifier-unasked"),
        (Some(verifier), Some(challenge)) => {
            let challenge = challenge.seen().filter(|_| !param::is_unseen(&verifier.value))?;
            let method = authorize.param("code_challenge_method").map(|method| &*method.value);
            Some(pkce::agreement(verifier.value.as_str(), challenge, method))
        }
    }
}

fn value<'p>(params: &'p [Param<'_>], name: &str) -> Option<&'p str> {
    let param = params.iter().find(|p| p.name.as_str() == name && !p.value.as_str().is_empty())?;
    (!param::is_unseen(&param.value)).then(|| param.value.as_str())
}

fn is_related(issued: &str, used: &str) -> bool {
    let common = issued.len().min(used.len()) >= 4;
    issued == used || (common && (relation(used, issued) != "other" || used.ends_with(issued)))
}

/// Whether `used` is what a slip of the hand makes of a token: it is long, and lacks an end or has one too many.
fn is_copy(issued: &str, used: &str) -> bool {
    const LONG: usize = 16;
    issued.len().min(used.len()) >= LONG && relation(used, issued) != "other"
}
