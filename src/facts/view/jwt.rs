//! Facts of the JSON Web Tokens that a request carries.

use super::View;
use crate::exchange::{Exchange, Part};
use crate::facts::catalogue::{Attr, Fact};
use crate::facts::jwt::{self, Damage, Jwt};
use crate::facts::{Date, Found, Value, param, time, uri};
use crate::finding::SecretKind;
use crate::provider::place;
use crate::text::{Span, Text};

/// Parameters that can hold one.
const NAMES: [&str; 7] =
    ["assertion", "client_assertion", "subject_token", "actor_token", "refresh_token", "id_token_hint", "token"];

/// A JWT of the request.
#[derive(Clone, Debug)]
pub(in crate::facts) struct Carried {
    name: String,
    span: Span,
    read: Result<Jwt, Damage>,
}

impl<'a, 's: 'a> View<'a, 's> {
    /// Whether a text of the request begins as a JWT does.
    #[must_use]
    pub fn has_jwt(&self) -> bool {
        let param = self.x.request.params.iter().any(|p| jwt::begins_like_one(p.value.as_str()));
        param || self.token.as_ref().is_some_and(|(token, _)| jwt::begins_like_one(token.as_str()))
    }

    fn jwts(&self) -> &[Carried] {
        self.jwts.get_or_init(|| {
            let carried = |(name, text): (&str, &Text<'s>)| {
                let seen = jwt::begins_like_one(text.as_str()) && !param::is_unseen(text);
                let read = seen.then(|| jwt::read(text.as_str())).flatten()?;
                Some(Carried { name: name.to_owned(), span: text.span(), read })
            };
            self.places_for_jwts().filter_map(carried).collect()
        })
    }

    /// The values that can be JWTs, and where they stand.
    fn places_for_jwts(&self) -> impl Iterator<Item = (&str, &Text<'s>)> {
        let token = self.token.iter().map(|(token, _)| ("access_token", token));
        let params = self.x.request.params.iter().map(|p| (p.name.as_str(), &p.value));
        token.chain(params.filter(|(name, _)| NAMES.contains(name)))
    }

    /// What an opaque token stands for is known to its server alone: beside one, the list may go on.
    pub(super) fn jwt_fact(&self, fact: Fact) -> Found<'a> {
        let mut found = self.nothing(Part::Credentials);
        found.whole &= self.jwts().len() == self.places_for_jwts().count();
        for (index, carried) in self.jwts().iter().enumerate() {
            let mut element = self.element(fact, index, Some(Value::Place), carried.span);
            element.secret = Some(SecretKind::AccessToken);
            found.elements.push(element);
        }
        found
    }

    pub(super) fn of_jwt(&self, index: usize, attr: Attr) -> Option<Value<'a>> {
        let carried = self.jwts().get(index)?;
        let text = |text: &str| Some(Value::Text(std::borrow::Cow::Owned(text.to_owned())));
        let jwt = match (attr, &carried.read) {
            (Attr::Name, _) => return text(&carried.name),
            (Attr::Damage, Err(damage)) => return Some(Value::text(damage.name())),
            (_, Err(_)) => return None,
            (_, Ok(jwt)) => jwt,
        };
        let x: &'a Exchange<'s> = self.x;
        let now = || time::sent(x).map(|(sent, _)| sent / 1000);
        match attr {
            Attr::ExpiredFor => Some(Value::Number(now()? - jwt.ends()?)),
            Attr::Ends => Some(Value::Date(Date::from_unix(jwt.ends()?))),
            Attr::EarlyBy => Some(Value::Number(jwt.begins()? - now()?)),
            Attr::Lives => Some(Value::Number(jwt.lives()?)),
            Attr::Milliseconds => jwt.in_milliseconds().then_some(Value::Flag(true)),
            Attr::Algorithm => text(jwt.algorithm()?),
            Attr::MadeFor => Some(Value::text(jwt.made_for()?)),
            Attr::Issuer => text(jwt.issuer()?),
            Attr::Audience => Some(jwt.audiences().join(", ")).filter(|all| !all.is_empty()).and_then(|all| text(&all)),
            Attr::OwnerName => text(self.other_owner(jwt.issuer()?)?),
            Attr::Foreign => {
                let audiences = jwt.audiences();
                let here = audiences.iter().any(|audience| self.is_here(audience));
                audiences.first().filter(|_| !here).and_then(|audience| text(audience))
            }
            _ => None,
        }
    }

    /// The name of the provider an issuer belongs to, where that is another than the one that is asked.
    fn other_owner(&self, issuer: &str) -> Option<&'static str> {
        let own = self.location.provider?;
        let owner = provider_of(self, issuer)?;
        let kin = owner.id == own.id || owner.family.is_some() && owner.family == own.family;
        (!kin).then_some(&*owner.name)
    }

    /// Whether an address is the one that is asked, or of the same service or site.
    fn is_here(&self, address: &str) -> bool {
        let Some(url) = &self.x.request.url else { return true };
        if !matches!(uri::scheme(address).as_deref(), Some("http" | "https")) {
            return true;
        }
        let own = self.location.provider.map(|provider| &provider.id);
        let same_service = own.is_some() && provider_of(self, address).map(|provider| &provider.id) == own;
        same_service || uri::site(uri::host(address)) == uri::site(url.host()) || url.host().contains(['$', '{', '<'])
    }
}

fn provider_of(view: &View<'_, '_>, address: &str) -> Option<&'static crate::provider::model::Provider> {
    let (_, rest) = address.split_once("://")?;
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let bare = path.split(['?', '#']).next().unwrap_or("");
    place(view.location.registry(), "https", host, bare).provider
}
