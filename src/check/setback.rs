//! Refusals that a later request makes up for: a challenge that is answered, a token that is renewed, a wait that is kept.

use std::collections::HashMap;

use crate::exchange::{Exchange, Response};

/// So many refusals are remembered.
const KEPT: usize = 1024;

/// The refusals of a flow that the next request may make up for, by method and address.
#[derive(Debug, Default)]
pub(super) struct Setbacks(HashMap<String, Vec<usize>>);

impl Setbacks {
    /// Remembers an exchange that was refused for the moment. Where it is granted what was refused before, gives the
    /// numbers of the exchanges that were.
    pub(super) fn see(&mut self, exchange: &Exchange<'_>) -> Vec<usize> {
        let status =
            exchange.response.as_ref().and_then(|response| response.status.as_ref()).map(|status| status.value);
        match status {
            Some(200..=299) if !self.0.is_empty() => {
                asked(exchange).and_then(|asked| self.0.remove(&asked)).unwrap_or_default()
            }
            Some(400 | 401 | 407 | 429) if self.0.len() < KEPT && is_for_the_moment(exchange) => {
                if let Some(asked) = asked(exchange) {
                    self.0.entry(asked).or_default().push(exchange.id);
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }
}

/// What clients go on from by themselves. A client that the token endpoint refuses stays refused, whatever is tried next.
fn is_for_the_moment(exchange: &Exchange<'_>) -> bool {
    let wants_nonce = |response: &Response<'_>| {
        let error = response.json.as_ref().and_then(|json| json.member("error")).and_then(|error| error.text());
        error.is_some_and(|error| error.as_str() == "use_dpop_nonce")
    };
    let is_token_request = exchange.request.params.iter().any(|param| param.name.as_str() == "grant_type");
    exchange.response.as_ref().is_some_and(|response| match response.status.as_ref().map(|status| status.value) {
        Some(429) => true,
        Some(401 | 407) if !is_token_request => true,
        _ => wants_nonce(response),
    })
}

/// Method and address.
fn asked(exchange: &Exchange<'_>) -> Option<String> {
    let url = exchange.request.url.as_ref()?.text.as_str();
    let method = exchange.request.method.as_ref().map_or("GET", |method| method.value.as_str());
    Some(format!("{method} {url}"))
}
