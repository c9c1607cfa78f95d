//! Addresses to which a browser came back.

use super::Told;
use super::called::asks_to_return;
use crate::exchange::{Response, Url};
use crate::read::{answer, url};
use crate::text::Text;

impl<'s> Told<'s> {
    /// The refusal that an address brought back, where the request that it answers is told beside it.
    pub(in crate::read) fn returned(&mut self) -> Option<Response<'s>> {
        let is_asked = !self.params.is_empty() || self.urls.iter().any(|url| asks_to_return(url.as_str()));
        (is_asked && !self.has_answer()).then_some(())?;
        let refused = |url: &Text<'s>| {
            callback(&url::parse(url.clone()))
                .filter(|answer| answer.json.as_ref().is_some_and(|json| json.member("error").is_some()))
        };
        let (at, response) = self.urls.iter().enumerate().find_map(|(at, url)| Some((at, refused(url)?)))?;
        self.urls.remove(at);
        Some(response)
    }
}

/// The request of an address alone: its parameters, and what a callback's query or fragment answers.
pub(in crate::read) fn callback<'s>(address: &Url<'s>) -> Option<Response<'s>> {
    let holds = |range: &std::ops::Range<usize>| {
        let pairs = address.str(range);
        let names = |name: &str| pairs.split('&').any(|p| p.split('=').next() == Some(name));
        (names("error") || names("code") || names("access_token")) && !names("client_id") && !names("grant_type")
    };
    let range = [&address.query, &address.fragment].into_iter().flatten().find(|range| holds(range))?;
    let pairs = address.part(range);
    let json = answer::callback_body(&pairs);
    let span = pairs.span();
    Some(Response { span, body: Some(pairs), json: Some(json), ..Response::default() })
}
