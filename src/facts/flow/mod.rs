//! The steps that belong together: authorization request, callback, token request, call, refresh.
//!
//! What is kept of a step is small and owned, and found again by the values it shares with later steps, so that memory
//! grows with the open flows of a run and not with its length, and a step costs the same however many came before it.

mod anchor;
mod links;
mod past;
mod registered;

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

pub use anchor::Anchor;
pub use links::{Link, Links, pkce_agreement, relation};
pub use past::{Kept, Past};
pub use registered::Registered;

use super::step::Step;
use super::{authorization, uri};
use crate::exchange::{Exchange, Param, Url};
use crate::text::Text;

/// Steps that are remembered; older ones are forgotten.
const KEPT: usize = 4096;
/// Steps that are gone through where no value joins them.
const NEAR: usize = 64;

/// Where a value was seen: asked for by a request, or issued by an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A parameter of the request, or its client.
    Asked,
    /// Handed out by the answer.
    Issued,
}

/// One place of a value in the memory.
#[derive(Clone, Copy, Debug)]
struct Holder {
    step: Step,
    origin: Origin,
    name: &'static str,
    /// The newest step that holds the value so.
    number: usize,
}

/// The places of one value in the memory.
#[derive(Clone, Copy, Debug)]
struct Held<'f> {
    flow: &'f Flow,
    holders: &'f [Holder],
}

impl<'f> Held<'f> {
    /// The newest step of this kind that asked for or was issued the value under this name.
    fn by(self, step: Step, origin: Origin, name: &str) -> Option<&'f Arc<Past>> {
        let holder = self.holders.iter().find(|h| (h.step, h.origin, h.name) == (step, origin, name))?;
        self.flow.steps.get(holder.number - self.flow.forgotten)
    }
}

/// The memory of a run.
#[derive(Debug, Default)]
pub struct Flow {
    steps: VecDeque<Arc<Past>>,
    /// How many steps were forgotten, which is the number of the first one that is left.
    forgotten: usize,
    holders: HashMap<Arc<str>, Vec<Holder>>,
    clients: HashMap<Arc<str>, Arc<Registered>>,
    /// Hosts and paths of token requests.
    token_endpoints: HashSet<Arc<str>>,
}

impl Flow {
    /// Whether no step is remembered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Whether anything is registered of any client.
    #[must_use]
    pub fn knows_clients(&self) -> bool {
        !self.clients.is_empty()
    }

    /// Forgets every step, but nothing of what is registered.
    pub fn forget_steps(&mut self) {
        self.steps.clear();
        self.holders.clear();
        self.token_endpoints.clear();
        self.forgotten = 0;
    }

    /// What is registered of a client.
    #[must_use]
    pub fn registered(&self, client_id: &str) -> Option<&Arc<Registered>> {
        self.clients.get(client_id)
    }

    /// Remembers what a configuration file says of a client.
    pub fn register(&mut self, registered: Registered) {
        if self.clients.len() < KEPT {
            self.clients.insert(Arc::clone(&registered.client_id.value), Arc::new(registered));
        }
    }

    /// Whether a token request went to this host and path before: what comes there later, a redirect's GET for one, is
    /// meant for the token endpoint, too.
    #[must_use]
    pub fn knows_token_endpoint(&self, url: &Url<'_>) -> bool {
        !self.token_endpoints.is_empty() && self.token_endpoints.contains(&*place(url))
    }

    /// Remembers a step that later ones may refer to.
    pub fn remember(&mut self, past: Past) {
        if let Some(place) = past.place.clone().filter(|_| self.token_endpoints.len() < KEPT) {
            self.token_endpoints.insert(place);
        }
        if self.steps.len() == KEPT {
            self.forget_first();
        }
        let number = self.forgotten + self.steps.len();
        for (origin, kept) in values(&past) {
            let holders = self.holders.entry(Arc::clone(&kept.value)).or_default();
            let holder = Holder { step: past.step, origin, name: kept.name, number };
            let alike = |h: &&mut Holder| (h.step, h.origin, h.name) == (past.step, origin, kept.name);
            match holders.iter_mut().find(alike) {
                Some(old) => *old = holder,
                None => holders.push(holder),
            }
        }
        self.steps.push_back(Arc::new(past));
    }

    /// Where a value was seen, looked up once for all that is asked of it.
    fn held(&self, value: &str) -> Held<'_> {
        Held { flow: self, holders: self.holders.get(value).map_or(&[], Vec::as_slice) }
    }

    /// The newest step of this kind that asked for or was issued this value under this name.
    fn holder(&self, step: Step, origin: Origin, name: &str, value: &str) -> Option<&Arc<Past>> {
        self.held(value).by(step, origin, name)
    }

    /// The names under which any remembered step holds this value.
    pub fn names_of(&self, value: &str) -> impl Iterator<Item = &'static str> {
        self.holders.get(value).into_iter().flatten().map(|holder| holder.name)
    }

    /// The newest steps of a kind, newest first.
    fn newest(&self, step: Step) -> impl Iterator<Item = &Arc<Past>> {
        self.steps.iter().rev().take(NEAR).filter(move |past| past.step == step)
    }

    fn forget_first(&mut self) {
        let Some(past) = self.steps.pop_front() else { return };
        let number = self.forgotten;
        self.forgotten += 1;
        for (_, kept) in values(&past) {
            if let Some(holders) = self.holders.get_mut(&kept.value) {
                holders.retain(|holder| holder.number != number);
                if holders.is_empty() {
                    self.holders.remove(&kept.value);
                }
            }
        }
    }
}

/// The values of a step that a later one may share: those that are seen, and say something by being the same.
fn values(past: &Past) -> impl Iterator<Item = (Origin, &Kept)> {
    let client = past.client_id.iter().filter(|_| past.param("client_id").is_none());
    let asked = past.params.iter().chain(client).map(|kept| (Origin::Asked, kept));
    let issued = past.issued.iter().map(|kept| (Origin::Issued, kept));
    asked.chain(issued).filter(|(_, kept)| joins(kept.name) && !kept.unseen)
}

/// Whether two steps with the same value under this name belong together, or one secret is used for another.
fn joins(name: &str) -> bool {
    matches!(
        name,
        "client_id"
            | "client_secret"
            | "code"
            | "state"
            | "refresh_token"
            | "access_token"
            | "id_token"
            | "device_code"
            | "user_code"
            | "token"
    )
}

/// Host and path of an address.
fn place(url: &Url<'_>) -> String {
    let part = |range: &std::ops::Range<usize>| url.text.as_str().get(range.clone()).unwrap_or_default();
    part(&url.host).to_ascii_lowercase() + part(&url.path).trim_end_matches('/')
}

/// The site a request goes to. A name without a dot, a number, a placeholder or this machine stand for any.
fn site(exchange: &Exchange<'_>) -> Option<String> {
    let host = exchange.request.url.as_ref()?.host();
    let is_public = host.contains('.')
        && host.ends_with(|c: char| c.is_ascii_alphabetic())
        && !host.contains(['$', '{', '<', '['])
        && !uri::is_loopback(host);
    is_public.then(|| uri::site(host))
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

/// The password of a client's Basic credentials.
#[must_use]
pub fn basic_secret<'s>(exchange: &Exchange<'s>) -> Option<Text<'s>> {
    let (_, password) = authorization::of(&exchange.request)?.basic?;
    (!password.as_str().is_empty()).then_some(password)
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
    // It stands in quotes, which few values have.
    memchr::memchr(b'"', text.as_bytes())?;
    let name_end = text.find(NAME)? + NAME.len();
    let rest = &text[name_end..];
    let open = rest.find('"').filter(|&n| rest[..n].trim().trim_start_matches([':', '=']).trim().is_empty())?;
    let start = name_end + open + 1;
    let end = text[start..].find('"').map_or(text.len(), |n| start + n);
    (start < end).then(|| document.slice(start, end))
}
