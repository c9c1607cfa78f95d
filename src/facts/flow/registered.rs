//! What a configuration file or a registration says of a client, for requests that are read later.

use std::sync::Arc;

use super::{Anchor, Kept};
use crate::exchange::{ClientType, Exchange, Registration};
use crate::text::{Chunk, Span};

/// A client whose settings were read.
#[derive(Clone, Debug)]
pub struct Registered {
    /// Where it is found again.
    pub anchor: Arc<Anchor>,
    /// The client.
    pub client_id: Kept,
    /// Its type, and where that stands.
    pub client_type: Option<(ClientType, Span)>,
    /// Every redirect URI that is registered.
    pub redirect_uris: Vec<Kept>,
    /// The scopes it may ask for.
    pub scopes: Vec<Kept>,
}

impl Registered {
    /// What `exchange` says of a client; `None` where it names no client.
    #[must_use]
    pub fn new(exchange: &Exchange<'_>, chunk: Chunk) -> Option<Self> {
        let Registration { client_id, client_type, redirect_uris, scopes } = exchange.registration.as_ref()?;
        let client_id = Kept::new("client_id", client_id.as_ref()?);
        (!client_id.unseen && !client_id.value.is_empty()).then(|| Self {
            anchor: Anchor::new(exchange.id, exchange.id, chunk, exchange.span),
            client_id,
            client_type: client_type.as_ref().map(|kind| (kind.value, kind.span)),
            redirect_uris: redirect_uris.iter().map(|uri| Kept::new("redirect_uri", uri)).collect(),
            scopes: scopes.iter().map(|scope| Kept::new("scope", scope)).collect(),
        })
    }

    /// The places of its values.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        let kept = self.redirect_uris.iter().chain(&self.scopes).chain([&self.client_id]).map(|kept| kept.span);
        kept.chain(self.client_type.map(|(_, span)| span))
    }
}
