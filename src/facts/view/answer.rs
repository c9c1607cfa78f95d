//! Facts of the answer.

use std::borrow::Cow;

use super::View;
use crate::exchange::{Exchange, Json, Provenance};
use crate::facts::catalogue::Fact;
use crate::facts::{Element, Found, Value, authorization};
use crate::provider::answer::Outcome;
use crate::text::{Span, decode};

impl<'a, 's: 'a> View<'a, 's> {
    pub(super) fn answer_fact(&self, fact: Fact) -> Found<'a> {
        let x: &'a Exchange<'s> = self.x;
        // A command without its answer: nobody knows what came back, but no rule may take that for an answer.
        let Some(response) = &x.response else { return Found::absent() };
        let at = self.answer.at.unwrap_or(response.span);
        let text = |text: &str| Value::Text(Cow::Owned(text.to_owned()));
        let header = |name: &str| response.headers.iter().find(|h| h.name.as_str().eq_ignore_ascii_case(name));
        match fact {
            Fact::Answer => Found::one(self.said(fact, Value::Place, response.span)),
            Fact::Status => match &response.status {
                Some(status) => Found::one(self.said(fact, Value::Number(i64::from(status.value)), status.span)),
                // Its own words say it.
                None => match self.answer.status {
                    Some(status) => {
                        let mut element = self.said(fact, Value::Number(i64::from(status)), at);
                        element.provenance = element.provenance.max(Provenance::Guessed);
                        Found::one(element)
                    }
                    None => Found::unseen(),
                },
            },
            Fact::Error => match (self.answer.outcome, self.answer.code) {
                (Outcome::Refused, Some(code)) => {
                    let mut element = self.said(fact, Value::text(code.name()), at);
                    element.evidence = self.answer.mark;
                    Found::one(element)
                }
                (Outcome::Ok | Outcome::None, _) => Found::absent(),
                _ => Found::unseen(),
            },
            Fact::ErrorDescription => match &self.answer.description {
                Some(description) => Found::one(self.said(fact, text(description), at)),
                None => Found::absent(),
            },
            Fact::Names => match self.answer.told {
                Some((saying, at)) => {
                    let names = saying.names.iter().map(|name| Cow::Borrowed(&**name)).collect();
                    Found::one(self.said(fact, Value::Words(names), at))
                }
                None => Found::absent(),
            },
            Fact::Wordless => Found::one(self.said(fact, Value::Flag(self.answer.is_wordless()), at)),
            Fact::Outcome => match self.answer.outcome {
                Outcome::None => Found::absent(),
                Outcome::Ok => Found::one(self.said(fact, Value::text("ok"), at)),
                Outcome::Refused => Found::one(self.said(fact, Value::text("refused"), at)),
                Outcome::Unclear => Found::one(self.said(fact, Value::text("unclear"), at)),
            },
            Fact::Speaker => match self.answer.speaks {
                Some(id) => {
                    let mut element = self.said(fact, Value::text(id), at);
                    element.evidence = self.answer.mark;
                    Found::one(element)
                }
                None => Found::unseen(),
            },
            Fact::Challenge => match header("www-authenticate") {
                Some(header) => Found::one(self.said(fact, Value::text(header.value.as_str()), header.span())),
                None if response.headers.is_empty() => Found::unseen(),
                None => Found::absent(),
            },
            Fact::Redirect => {
                let mut found = Found::absent();
                for (index, redirect) in response.redirects.iter().enumerate() {
                    let location = redirect.location.as_ref();
                    let value = location.map_or(Value::Place, |location| Value::text(location.as_str()));
                    let at = location.map_or(redirect.status.span, crate::text::Text::span);
                    let mut element = self.said(fact, value, at);
                    element.item.index = index;
                    found.elements.push(element);
                }
                found
            }
            Fact::GrantedScope => self.granted_scope(fact),
            Fact::Issued => self.issued(fact),
            _ => match authorization::header(&response.sent_headers) {
                Some(header) => {
                    let mut element = self.element(fact, 0, Some(Value::text(header.value.as_str())), header.span());
                    element.provenance = Provenance::Stated;
                    Found::one(element)
                }
                None if response.sent_headers.is_empty() => Found::unseen(),
                None => Found::absent(),
            },
        }
    }

    /// The tokens that an answer hands out (RFC 6749 5.1, OpenID Connect Core 3.1.3.3).
    fn issued(&self, fact: Fact) -> Found<'a> {
        const TOKENS: [&str; 3] = ["access_token", "refresh_token", "id_token"];
        let x: &'a Exchange<'s> = self.x;
        let Some(json) = x.response.as_ref().and_then(|response| response.json.as_ref()) else {
            return Found::unseen();
        };
        let mut found = Found::absent();
        for (index, name) in TOKENS.into_iter().enumerate() {
            let token = json.member(name).and_then(Json::text).filter(|token| !token.as_str().is_empty());
            if let Some(token) = token {
                let mut element = self.said(fact, Value::text(name), token.span());
                element.item.index = index;
                found.elements.push(element);
            }
        }
        found
    }

    /// The scope that a token answer grants (RFC 6749 5.1).
    fn granted_scope(&self, fact: Fact) -> Found<'a> {
        let x: &'a Exchange<'s> = self.x;
        let json = x.response.as_ref().and_then(|response| response.json.as_ref());
        let Some(scope) = json.and_then(|json| json.member("scope")).and_then(|scope| scope.text()) else {
            return Found::absent();
        };
        if scope.as_str().contains("%3A%2F%2F") {
            // Documentation and some servers leave the scope encoded as it was asked for.
            let decoded = decode::percent(scope, false);
            let words = decoded.as_str().split([' ', ',']).map(|word| Cow::Owned(word.to_owned())).collect();
            return Found::one(self.said(fact, Value::Words(words), scope.span()));
        }
        let words = scope.as_str().split([' ', ',']).filter(|w| !w.is_empty()).map(Cow::Borrowed).collect();
        Found::one(self.said(fact, Value::Words(words), scope.span()))
    }

    fn said(&self, fact: Fact, value: Value<'a>, at: Span) -> Element<'a> {
        let mut element = self.element(fact, 0, Some(value), at);
        let told = self.x.response.as_ref().map(|response| response.provenance).unwrap_or_default();
        element.provenance = element.provenance.max(told);
        element
    }
}
