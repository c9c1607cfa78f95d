//! The steps of one source that belong together: authorization request, callback, token request, call, refresh.
//!
//! What is kept of a step is small, so that memory grows with the open flows of a recording and not with its length.

use std::collections::VecDeque;
use std::rc::Rc;

use super::authorization;
use super::pkce;
use super::step::Step;
use crate::exchange::{Exchange, Json, Param, Provenance};
use crate::provider::answer::Outcome;
use crate::text::{Span, Text};

/// Steps of each kind that are remembered; older ones are forgotten.
const KEPT: usize = 64;

/// What later steps can ask of an earlier one.
#[derive(Clone, Debug)]
pub struct Past<'s> {
    /// Its exchange.
    pub id: usize,
    /// Everything that belongs to it.
    pub span: Span,
    /// What it was.
    pub step: Step,
    /// Its parameters, and for a callback or a token answer what was issued.
    pub params: Vec<Param<'s>>,
    /// What its answer issued: `access_token`, `refresh_token`, `id_token`, `code`, `scope`.
    pub issued: Vec<(Text<'s>, Text<'s>)>,
    /// The client, from the parameter or from Basic credentials.
    pub client_id: Option<Text<'s>>,
    /// How it went.
    pub outcome: Outcome,
    /// The provider's id.
    pub provider: Option<&'static str>,
}

impl<'s> Past<'s> {
    /// The parameter of this name.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<&Param<'s>> {
        self.params.iter().find(|param| param.name.as_str() == name && !param.value.as_str().is_empty())
    }

    /// What it issued under this name.
    #[must_use]
    pub fn issued(&self, name: &str) -> Option<&Text<'s>> {
        self.issued.iter().find(|(key, _)| key.as_str() == name).map(|(_, value)| value)
    }
}

/// A linked step, and how sure the link is.
#[derive(Clone, Debug)]
pub struct Link<'s> {
    /// The step.
    pub past: Rc<Past<'s>>,
    /// `Stated` where a value joins the two, `Guessed` where only their order does.
    pub provenance: Provenance,
}

/// What an exchange is linked to.
#[derive(Clone, Debug, Default)]
pub struct Links<'s> {
    /// The authorization request.
    pub authorize: Option<Link<'s>>,
    /// The callback that brought the code.
    pub callback: Option<Link<'s>>,
    /// The answer that issued the token or refresh token in use.
    pub issued_by: Option<Link<'s>>,
    /// An earlier request with the same code or refresh token, and which of the two.
    pub earlier: Option<(Link<'s>, &'static str)>,
    /// Every step that is remembered.
    pub known: Vec<Rc<Past<'s>>>,
    /// Earlier steps held some flow, so that what is not linked was not there.
    pub any: bool,
}

/// The memory of one source.
#[derive(Debug, Default)]
pub struct Flow<'s> {
    authorizations: VecDeque<Rc<Past<'s>>>,
    callbacks: VecDeque<Rc<Past<'s>>>,
    tokens: VecDeque<Rc<Past<'s>>>,
}

impl<'s> Flow<'s> {
    /// What `exchange` is linked to among the steps before it.
    #[must_use]
    pub fn links(&self, exchange: &Exchange<'s>, step: Option<Step>) -> Links<'s> {
        if self.authorizations.is_empty() && self.callbacks.is_empty() && self.tokens.is_empty() {
            return Links::default();
        }
        let mut links = match step {
            Some(Step::Token) => self.of_token_request(exchange),
            Some(Step::Api | Step::Revoke | Step::Introspect) => self.of_call(exchange),
            Some(Step::Callback) => self.of_callback(exchange),
            _ => Links::default(),
        };
        links.any = true;
        links.known = self.tokens.iter().chain(&self.callbacks).chain(&self.authorizations).cloned().collect();
        links
    }

    /// Remembers a step that later ones may refer to.
    pub fn remember(&mut self, past: Past<'s>) {
        let kept = match past.step {
            Step::Authorize => &mut self.authorizations,
            Step::Callback => &mut self.callbacks,
            Step::Token => &mut self.tokens,
            _ => return,
        };
        if kept.len() == KEPT {
            kept.pop_front();
        }
        kept.push_back(Rc::new(past));
    }

    fn of_token_request(&self, exchange: &Exchange<'s>) -> Links<'s> {
        let refresh = value(&exchange.request.params, "refresh_token");
        let code = value(&exchange.request.params, "code");
        let client = client_id(exchange);
        let mut links = Links::default();
        if let Some(refresh) = refresh {
            let issuer = last(&self.tokens, |past| past.issued("refresh_token").is_some_and(|t| t.as_str() == refresh));
            links.issued_by = issuer.map(|past| link(&past, Provenance::Stated));
            let same = |past: &Past<'_>| past.param("refresh_token").is_some_and(|p| p.value.as_str() == refresh);
            links.earlier = last(&self.tokens, same).map(|past| (link(&past, Provenance::Stated), "refresh_token"));
            return links;
        }
        if let Some(code) = code {
            let same = |past: &Past<'_>| past.param("code").is_some_and(|p| p.value.as_str() == code);
            links.earlier = last(&self.tokens, same).map(|past| (link(&past, Provenance::Stated), "code"));
            let brought =
                last(&self.callbacks, |past| past.issued("code").is_some_and(|c| is_related(c.as_str(), code)));
            links.callback = brought.map(|past| link(&past, Provenance::Stated)).or_else(|| {
                let only = self.callbacks.back().filter(|past| past.issued("code").is_some())?;
                (self.callbacks.len() == 1).then(|| link(only, Provenance::Guessed))
            });
        }
        let grant = value(&exchange.request.params, "grant_type");
        if code.is_some() || grant == Some("authorization_code") {
            links.authorize = self.authorization_of(links.callback.as_ref(), client.as_ref().map(Text::as_str));
        }
        links
    }

    /// The authorization request: by the callback's state, else by the client, else the only one there is.
    fn authorization_of(&self, callback: Option<&Link<'s>>, client: Option<&str>) -> Option<Link<'s>> {
        let stated = callback.map_or(Provenance::Stated, |callback| callback.provenance);
        if let Some(state) = callback.and_then(|callback| callback.past.issued("state"))
            && let Some(past) = last(&self.authorizations, |past| {
                past.param("state").is_some_and(|p| p.value.as_str() == state.as_str())
            })
        {
            return Some(link(&past, stated));
        }
        if let Some(client) = client
            && let Some(past) =
                last(&self.authorizations, |past| past.client_id.as_ref().is_some_and(|id| id.as_str() == client))
        {
            return Some(link(&past, Provenance::Stated));
        }
        let last = self.authorizations.back()?;
        let others = self.authorizations.iter().any(|past| past.id != last.id && past.client_id != last.client_id);
        (!others).then(|| link(last, Provenance::Guessed))
    }

    fn of_callback(&self, exchange: &Exchange<'s>) -> Links<'s> {
        let state = value(&exchange.request.params, "state");
        let by_state = state.and_then(|state| {
            last(&self.authorizations, |past| past.param("state").is_some_and(|p| p.value.as_str() == state))
        });
        let authorize = match by_state {
            Some(past) => Some(link(&past, Provenance::Stated)),
            None => self.authorizations.back().map(|past| link(past, Provenance::Guessed)),
        };
        Links { authorize, ..Links::default() }
    }

    /// A call: the answer or callback that issued its token, and the authorization request behind that.
    fn of_call(&self, exchange: &Exchange<'s>) -> Links<'s> {
        let token = presented(exchange);
        let issues = |past: &Past<'_>| {
            token
                .as_ref()
                .is_some_and(|t| past.issued("access_token").is_some_and(|issued| issued.as_str() == t.as_str()))
        };
        let by_value = last(&self.tokens, issues).or_else(|| last(&self.callbacks, issues));
        let mut links = Links::default();
        if let Some(past) = by_value {
            let client = past.client_id.as_ref().map(|id| id.as_str().to_owned());
            links.authorize = self.authorization_of(None, client.as_deref());
            links.issued_by = Some(link(&past, Provenance::Stated));
            return links;
        }
        // The token stands nowhere else: the only flow of the source is assumed to have given it.
        let issued_other = |past: &Rc<Past<'_>>| past.issued("access_token").is_some();
        let unseen = token.as_ref().is_none_or(|token| super::param::is_unseen(token));
        let others = self.tokens.iter().chain(&self.callbacks).any(issued_other);
        if !others || unseen {
            let token_request = self.tokens.back().filter(|past| past.outcome != Outcome::Refused);
            links.issued_by = token_request.map(|past| link(past, Provenance::Guessed));
            links.authorize = self.authorization_of(None, None).map(|l| link(&l.past, Provenance::Guessed));
        }
        links
    }
}

/// How the code that is exchanged relates to the one that was issued.
#[must_use]
pub fn code_relation(used: &str, issued: &str) -> &'static str {
    if used == issued {
        "same"
    } else if issued.starts_with(used) || issued.ends_with(used) {
        "cut"
    } else if used.starts_with(issued) {
        "longer"
    } else {
        "other"
    }
}

/// How the verifier of a token request and the challenge of its authorization request agree.
#[must_use]
pub fn pkce_agreement(request: &[Param<'_>], authorize: &Past<'_>) -> Option<&'static str> {
    let verifier = request.iter().find(|p| p.name.as_str() == "code_verifier" && !p.value.as_str().is_empty());
    let challenge = authorize.param("code_challenge");
    match (verifier, challenge) {
        (None, None) => None,
        (None, Some(_)) => Some("verifier-missing"),
        (Some(_), None) => Some("verifier-unasked"),
        (Some(verifier), Some(challenge)) => {
            let method = authorize.param("code_challenge_method").map(|p| p.value.as_str());
            let unseen = [&verifier.value, &challenge.value].into_iter().any(super::param::is_unseen);
            (!unseen).then(|| pkce::agreement(verifier.value.as_str(), challenge.value.as_str(), method))
        }
    }
}

/// What the answer of a token request, or a callback, issued.
#[must_use]
pub fn issued<'s>(exchange: &Exchange<'s>) -> Vec<(Text<'s>, Text<'s>)> {
    const ISSUED: [&str; 7] = ["access_token", "refresh_token", "id_token", "code", "scope", "state", "expires_in"];
    let Some(json) = exchange.response.as_ref().and_then(|response| response.json.as_ref()) else { return Vec::new() };
    let Json::Object(members) = json else { return Vec::new() };
    let text = |(key, value): &(Text<'s>, Json<'s>)| {
        let known = ISSUED.contains(&key.as_str());
        value.text().filter(|_| known).map(|text| (key.clone(), text.clone()))
    };
    members.iter().filter_map(text).collect()
}

/// The client of a request.
#[must_use]
pub fn client_id<'s>(exchange: &Exchange<'s>) -> Option<Text<'s>> {
    let param = exchange.request.params.iter().find(|p| p.name.as_str() == "client_id" && !p.value.as_str().is_empty());
    if let Some(param) = param {
        return Some(param.value.clone());
    }
    let (user, _) = authorization::of(&exchange.request)?.basic?;
    (!user.as_str().is_empty()).then_some(user)
}

/// The token that a call presents.
#[must_use]
pub fn presented<'s>(exchange: &Exchange<'s>) -> Option<Text<'s>> {
    if let Some(token) = authorization::of(&exchange.request).and_then(|a| a.token) {
        return Some(token);
    }
    let named = |p: &&Param<'s>| p.name.as_str() == "access_token" && !p.value.as_str().is_empty();
    if let Some(param) = exchange.request.params.iter().find(named) {
        return Some(param.value.clone());
    }
    exchange.request.params.iter().find_map(|param| argument(&param.value))
}

/// The token among the arguments of a GraphQL document: `access_token: "..."`.
#[must_use]
pub fn argument<'s>(document: &Text<'s>) -> Option<Text<'s>> {
    const NAME: &str = "access_token";
    let text = document.as_str();
    let name_end = text.find(NAME)? + NAME.len();
    let rest = &text[name_end..];
    let open = rest.find('"').filter(|&n| rest[..n].trim().trim_start_matches([':', '=']).trim().is_empty())?;
    let start = name_end + open + 1;
    let end = text[start..].find('"').map_or(text.len(), |n| start + n);
    (start < end).then(|| document.slice(start, end))
}

fn value<'p>(params: &'p [Param<'_>], name: &str) -> Option<&'p str> {
    let seen = |p: &&Param<'_>| p.name.as_str() == name && !super::param::is_unseen(&p.value);
    params.iter().find(seen).map(|p| p.value.as_str()).filter(|v| !v.is_empty())
}

fn is_related(issued: &str, used: &str) -> bool {
    let common = issued.len().min(used.len()) >= 4;
    issued == used || (common && matches!(code_relation(used, issued), "cut" | "longer"))
}

fn last<'s>(pasts: &VecDeque<Rc<Past<'s>>>, wanted: impl Fn(&Past<'s>) -> bool) -> Option<Rc<Past<'s>>> {
    pasts.iter().rev().find(|past| wanted(past)).cloned()
}

fn link<'s>(past: &Rc<Past<'s>>, provenance: Provenance) -> Link<'s> {
    Link { past: Rc::clone(past), provenance }
}
