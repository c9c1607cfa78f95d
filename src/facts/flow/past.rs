//! What is kept of a step once it is over: little, and nothing of the text it stood in.

use std::sync::Arc;

use super::Anchor;
use crate::exchange::{Exchange, Json, Param};
use crate::facts::param;
use crate::facts::step::Step;
use crate::facts::time;
use crate::provider::answer::Outcome;
use crate::read::url;
use crate::text::{Span, Text};

/// Parameters of a request that later steps are compared with.
const ASKED: [&str; 18] = [
    "grant_type",
    "response_type",
    "client_id",
    "client_secret",
    "code",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "refresh_token",
    "access_token",
    "id_token",
    "code_verifier",
    "code_challenge",
    "code_challenge_method",
    "device_code",
    "token",
    "error",
];

/// What a token answer, a callback, a redirect back to the client or the answer to a device hands out.
const ISSUED: [&str; 9] =
    ["access_token", "refresh_token", "id_token", "code", "device_code", "user_code", "scope", "state", "expires_in"];

/// A value of a step that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its name.
    pub name: &'static str,
    /// The value.
    pub value: Arc<str>,
    /// Where it stands, in the chunk of its step.
    pub span: Span,
    /// It is there, but not seen: a placeholder, a variable, something hidden.
    pub unseen: bool,
}

/// A step that later ones can refer to.
#[derive(Clone, Debug)]
pub struct Past {
    /// Where it is found again.
    pub anchor: Arc<Anchor>,
    /// What it was.
    pub step: Step,
    /// Parameters of its request that later steps are compared with; empty ones are not kept.
    pub params: Vec<Kept>,
    /// What its answer issued.
    pub issued: Vec<Kept>,
    /// The client, from the parameter or from Basic credentials.
    pub client_id: Option<Kept>,
    /// The site it was sent to, as far as its name is known on the net.
    pub site: Option<Arc<str>>,
    /// Host and path of a token request.
    pub place: Option<Arc<str>>,
    /// How it went.
    pub outcome: Outcome,
    /// The provider's id.
    pub provider: Option<&'static str>,
    /// When it was sent, in milliseconds since 1970.
    pub sent: Option<i64>,
}

impl Kept {
    pub(super) fn new(name: &'static str, text: &Text<'_>) -> Self {
        Self::known(name, text, param::is_unseen(text))
    }

    /// The same where it is known whether the value is seen.
    fn known(name: &'static str, text: &Text<'_>, unseen: bool) -> Self {
        let unseen = unseen || param::is_unset(text.as_str());
        Self { name, value: text.as_str().into(), span: text.span(), unseen }
    }

    /// The value, where it is seen.
    #[must_use]
    pub fn seen(&self) -> Option<&str> {
        (!self.unseen).then_some(&*self.value)
    }
}

impl Past {
    /// What is kept of `exchange`, which was this step and went like that. `unseen` tells of each parameter whether its
    /// value is not seen.
    #[must_use]
    pub fn new(exchange: &Exchange<'_>, anchor: Arc<Anchor>, step: Step, outcome: Outcome, unseen: &[bool]) -> Self {
        let own = |(param, unseen): (&Param<'_>, &bool)| {
            let name = ASKED.into_iter().find(|name| *name == param.name.as_str())?;
            (!param.value.as_str().is_empty()).then(|| Kept::known(name, &param.value, *unseen))
        };
        let mut params: Vec<Kept> = exchange.request.params.iter().zip(unseen).filter_map(own).collect();
        let secret = || super::basic_secret(exchange).filter(|_| step.has_client());
        if params.iter().all(|kept| kept.name != "client_secret") {
            params.extend(secret().map(|secret| Kept::new("client_secret", &secret)));
        }
        let asking = params.iter().find(|kept| kept.name == "client_id").cloned();
        Self {
            anchor,
            step,
            params,
            issued: issued(exchange, step),
            client_id: asking.or_else(|| Some(Kept::new("client_id", &super::client_id(exchange)?))),
            site: super::site(exchange).map(Into::into),
            place: exchange.request.url.as_ref().filter(|_| step == Step::Token).map(|url| super::place(url).into()),
            outcome,
            provider: None,
            sent: time::sent(exchange).map(|(sent, _)| sent),
        }
    }

    /// The same, at this provider.
    #[must_use]
    pub fn at(self, provider: Option<&'static str>) -> Self {
        Self { provider, ..self }
    }

    /// The same, with the scope that was asked for where a token answer names none (RFC 6749 5.1).
    #[must_use]
    pub fn granted_as_asked(mut self, authorize: &Self) -> Self {
        if self.issued("scope").is_none() && self.param("scope").is_none() {
            let granted = self.issued("access_token").zip(authorize.param("scope"));
            let scope = granted.map(|(token, scope)| Kept { span: token.span, ..scope.clone() });
            self.issued.extend(scope);
        }
        self
    }

    /// The places of its values.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        self.params.iter().chain(&self.issued).chain(&self.client_id).map(|kept| kept.span)
    }

    /// The parameter of this name.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<&Kept> {
        self.params.iter().find(|kept| kept.name == name)
    }

    /// What it issued under this name.
    #[must_use]
    pub fn issued(&self, name: &str) -> Option<&Kept> {
        self.issued.iter().find(|kept| kept.name == name)
    }
}

/// What the answer of a token request, a callback, or the redirect back from the authorization endpoint issued.
fn issued(exchange: &Exchange<'_>, step: Step) -> Vec<Kept> {
    if step == Step::Callback {
        return issued_to_the_client(&exchange.request.params);
    }
    let Some(response) = &exchange.response else { return Vec::new() };
    if let Some(Json::Object(members)) = &response.json {
        let known = |key: &str| ISSUED.into_iter().find(|name| *name == key);
        let kept = |(key, value): &(Text<'_>, Json<'_>)| Some(Kept::new(known(key.as_str())?, value.text()?));
        return members.iter().filter_map(kept).collect();
    }
    let location = response.redirects.last().and_then(|redirect| redirect.location.as_ref());
    location.map(|location| issued_to_the_client(&url::params(&url::parse(location.clone())))).unwrap_or_default()
}

/// `code`, `state` and the like in an address that leads back to the client.
fn issued_to_the_client(params: &[Param<'_>]) -> Vec<Kept> {
    let known = |param: &Param<'_>| {
        let name = ISSUED.into_iter().find(|name| *name == param.name.as_str())?;
        (!param.value.as_str().is_empty()).then(|| Kept::new(name, &param.value))
    };
    params.iter().filter_map(known).collect()
}
