//! Facts of the provider, of its endpoint, and of the standards.

use std::borrow::Cow;

use super::View;
use crate::exchange::{Exchange, Part, Provenance};
use crate::facts::catalogue::Fact;
use crate::facts::param;
use crate::facts::step::Step;
use crate::facts::{Date, Evidence, Facts, Found, Value};
use crate::provider::fixed::{List, Term};
use crate::provider::model::{Known, Standing, Traits, Words};
use crate::provider::words::{Separator, Vocabulary};

impl<'a, 's: 'a> View<'a, 's> {
    pub(super) fn service_fact(&self, fact: Fact) -> Found<'a> {
        let traits = self.location.traits(true);
        match fact {
            Fact::ProviderId
            | Fact::ProviderName
            | Fact::ProviderScopes
            | Fact::ProviderCodeLife
            | Fact::ProviderAssertionLife => self.provider(fact),
            Fact::EndpointId | Fact::EndpointName | Fact::EndpointRole => self.endpoint(fact),
            Fact::EndpointMethods => self.words(fact, traits.and_then(|t| t.methods.as_ref()), |word| word),
            Fact::EndpointAuth => self.words(fact, traits.and_then(|t| t.auth.as_ref()), |scheme| scheme.name()),
            Fact::EndpointBody => self.words(fact, traits.and_then(|t| t.body.as_ref()), |body| body.name()),
            Fact::EndpointClientAuth => self.words(fact, traits.and_then(|t| t.client_auth.as_ref()), |way| way.name()),
            Fact::EndpointResponseTypes => {
                self.words(fact, traits.and_then(|t| t.response_types.as_ref()), |word| word)
            }
            Fact::EndpointIntegratedMethods => {
                self.words(fact, traits.and_then(|t| t.integrated.as_ref()), |word| word)
            }
            Fact::ProviderSeparators => self.words(fact, self.separators(), |separator| separator.name()),
            Fact::EndpointDefaultGrant => match traits.and_then(|traits| traits.default_grant.as_ref()) {
                Some(Known { value, mark }) => Found::one(self.known(fact, Value::text(value), *mark)),
                None => Found::unseen(),
            },
            Fact::EndpointScopes => self.needed_scopes(fact, traits),
            Fact::EndpointGrants => self.grants(fact, traits),
            Fact::EndpointRemovedGrant => self.removed_grant(fact, traits),
            Fact::EndpointAnnounced | Fact::EndpointDeprecated | Fact::EndpointUntil => self.date(fact),
            Fact::AuthorizationUntil => self.credentials_until(),
            Fact::EndpointSuccessor
            | Fact::EndpointMisroute
            | Fact::EndpointCorrection
            | Fact::EndpointWhy
            | Fact::EndpointCounterpart => self.other_address(fact),
            _ => self.vocabulary(fact),
        }
    }

    /// Whether the service has these scopes and no others.
    pub(super) fn knows_scopes(&self) -> bool {
        !self.find(None, Fact::ProviderScopes, None).elements.as_slice().is_empty()
    }

    fn provider(&self, fact: Fact) -> Found<'a> {
        let Some(provider) = self.location.provider else { return Found::unseen() };
        let known = |value, mark| Found::one(self.known(fact, value, mark));
        match fact {
            Fact::ProviderId => known(Value::text(&provider.id), self.location.mark()),
            Fact::ProviderName => known(Value::text(&provider.name), Evidence::Documented),
            Fact::ProviderScopes => match &provider.scopes.closed {
                Some(Known { value: true, mark }) => known(Value::Words(borrowed(&provider.scopes.words)), *mark),
                _ => Found::unseen(),
            },
            _ => {
                let name = if fact == Fact::ProviderCodeLife { "code_s" } else { "assertion_s" };
                let standards = &self.location.registry().standards.lifetimes;
                let life = provider.lifetime(name).or_else(|| standards.iter().find(|life| &*life.name == name));
                match life.and_then(|life| Some((life.at_most?, life.mark))) {
                    Some((seconds, mark)) => known(Value::Number(i64::from(seconds)), mark),
                    None => Found::unseen(),
                }
            }
        }
    }

    /// What may stand between the words of a scope, by the provider's word or else the standards'.
    pub(super) fn separators(&self) -> Option<&'static Known<List<Separator>>> {
        let own = self.location.provider.and_then(|provider| provider.scopes.separators.as_ref());
        own.or(self.location.registry().standards.separators.as_ref())
    }

    fn endpoint(&self, fact: Fact) -> Found<'a> {
        match fact {
            Fact::EndpointId => match self.location.endpoint {
                Some(endpoint) => Found::one(self.known(fact, Value::text(&endpoint.id), endpoint.mark)),
                None if self.location.lists_all() => Found::absent(),
                None => Found::unseen(),
            },
            Fact::EndpointName => match self.location.name() {
                Some(name) => Found::one(self.known(fact, Value::text(name), Evidence::Documented)),
                None => Found::unseen(),
            },
            _ => match self.role {
                Some((role, provenance)) => {
                    let mut element = self.known(fact, Value::text(role.name()), self.location.mark());
                    element.provenance = provenance;
                    element.at = Some(self.place());
                    Found::one(element)
                }
                None => Found::unseen(),
            },
        }
    }

    fn words<T: Clone>(
        &self,
        fact: Fact,
        known: Option<&'static Known<List<T>>>,
        name: impl Fn(&'static T) -> &'static str,
    ) -> Found<'a> {
        match known {
            Some(known) => {
                let words = known.value.iter().map(|word| Cow::Borrowed(name(word))).collect();
                let mut element = self.known(fact, Value::Words(words), known.mark);
                element.provenance = self.role.map_or(Provenance::Stated, |(_, provenance)| provenance);
                Found::one(element)
            }
            None => Found::unseen(),
        }
    }

    fn needed_scopes(&self, fact: Fact, traits: Option<&'static Traits>) -> Found<'a> {
        let method = self.x.request.method.as_ref().map_or("GET", |method| method.value.as_str());
        match traits.and_then(|traits| traits.scopes_for(method)) {
            Some(Known { value, mark }) => Found::one(self.known(fact, Value::Words(borrowed(value)), mark)),
            None => Found::unseen(),
        }
    }

    fn grants(&self, fact: Fact, traits: Option<&'static Traits>) -> Found<'a> {
        let Some(grants) = traits.and_then(|traits| traits.grants.as_ref()) else { return Found::unseen() };
        if self.location.endpoint.is_none() {
            return Found::unseen();
        }
        let open = grants.value.iter().filter(|grant| !matches!(grant.standing, Standing::Removed { .. }));
        let words = open.map(|grant| Cow::Borrowed(&*grant.name)).collect();
        Found::one(self.known(fact, Value::Words(words), grants.mark))
    }

    /// The grant or response type of this request, where the provider took it away or limits it.
    fn removed_grant(&self, fact: Fact, traits: Option<&'static Traits>) -> Found<'a> {
        let Some(traits) = traits else { return Found::unseen() };
        let x: &'a Exchange<'s> = self.x;
        let asked = |name: &str| x.request.params.iter().find(|p| p.name.as_str() == name);
        let grant = asked("grant_type").and_then(|p| Some((p, traits.grant(p.value.as_str())?)));
        let response = || {
            let param = asked("response_type")?;
            Some((param, traits.removed_response_types.iter().find(|grant| *grant.name == *param.value.as_str())?))
        };
        let Some((param, grant)) = grant.or_else(response) else { return self.nothing(Part::Parameters) };
        let words = match &grant.standing {
            Standing::Open => return Found::absent(),
            Standing::Limited { clients, accounts } => {
                let clients = clients.iter().map(|client| format!("{} clients", client.name()));
                let accounts = accounts.iter().map(|account| format!("{} accounts", &**account));
                format!("only for {}", clients.chain(accounts).collect::<Vec<_>>().join(" and "))
            }
            Standing::Removed { until: Some(until), .. } => format!("taken away after {until}"),
            Standing::Removed { .. } => "taken away".to_owned(),
        };
        let mut element = self.known(fact, Value::Text(Cow::Owned(words)), grant.mark);
        element.at = Some(param.value.span());
        element.provenance = param.provenance;
        Found::one(element)
    }

    /// The last day of this request's grant type.
    pub(super) fn grant_until(&self) -> Option<Date> {
        let traits = self.location.traits(true)?;
        let params = &self.x.request.params;
        let grant =
            params.iter().find(|p| p.name.as_str() == "grant_type").and_then(|p| traits.grant(p.value.as_str()));
        let response = || {
            let param = params.iter().find(|p| p.name.as_str() == "response_type")?;
            traits.removed_response_types.iter().find(|grant| *grant.name == *param.value.as_str())
        };
        match grant.or_else(response)?.standing {
            Standing::Removed { until, .. } => until,
            _ => None,
        }
    }

    fn date(&self, fact: Fact) -> Found<'a> {
        let base = self.location.base;
        let date = match fact {
            Fact::EndpointAnnounced => base.and_then(|base| base.announced.as_ref()),
            Fact::EndpointDeprecated => base.and_then(|base| base.deprecated.as_ref()),
            _ => base.and_then(|base| base.until.as_ref()),
        };
        match date {
            Some(Known { value, mark }) => Found::one(self.known(fact, Value::Date(*value), *mark)),
            None if self.location.lists_all() => Found::absent(),
            None => Found::unseen(),
        }
    }

    fn credentials_until(&self) -> Found<'a> {
        let Some((user, _)) = self.authorization.as_ref().and_then(|authorization| authorization.basic.as_ref()) else {
            return Found::absent();
        };
        let provider = self.location.provider.filter(|_| !param::is_unseen(user));
        let kind = provider.and_then(|provider| provider.basic_credentials(user.as_str()));
        match kind.and_then(|kind| Some((kind.until?, kind.mark))) {
            Some((until, mark)) => {
                let mut element = self.known(Fact::AuthorizationUntil, Value::Date(until), mark);
                element.at = Some(user.span());
                Found::one(element)
            }
            None => Found::unseen(),
        }
    }

    fn other_address(&self, fact: Fact) -> Found<'a> {
        let fill = |name: &str| self.fill(name);
        let text = |text: String, mark| Found::one(self.known(fact, Value::Text(Cow::Owned(text)), mark));
        let known_place = self.location.endpoint.is_some() || self.location.lists_all();
        let nothing = || if known_place { Found::absent() } else { Found::unseen() };
        match (fact, self.location.wrong) {
            (Fact::EndpointSuccessor, _) => match self.location.successor(&fill) {
                Some(successor) => text(successor.value, successor.mark),
                None => nothing(),
            },
            (Fact::EndpointMisroute, Some(wrong)) => {
                let mut element = self.known(fact, Value::Flag(true), wrong.misroute.mark);
                element.at = Some(self.place());
                Found::one(element)
            }
            (Fact::EndpointCorrection, Some(wrong)) => match self.location.correction(&fill) {
                Some(correction) => text(correction, wrong.misroute.mark),
                None => Found::unseen(),
            },
            (Fact::EndpointWhy, Some(wrong)) => {
                Found::one(self.known(fact, Value::text(&wrong.misroute.why), wrong.misroute.mark))
            }
            (Fact::EndpointCounterpart, _) => match self.counterpart() {
                Some((address, mark)) => text(address, mark),
                None => Found::unseen(),
            },
            _ => nothing(),
        }
    }

    /// The provider's address for what the request tries to be.
    fn counterpart(&self) -> Option<(String, Evidence)> {
        let role = self.step().and_then(Step::role)?;
        let known = self.location.counterpart(role, &|name| self.fill(name))?;
        Some((known.value, known.mark))
    }

    fn vocabulary(&self, fact: Fact) -> Found<'a> {
        let Some(words) = self.vocabulary_words(fact) else { return Found::unseen() };
        let list = words.words.iter().map(|word| Cow::Borrowed(&*word.word)).collect();
        Found::one(self.known(fact, Value::Words(list), Evidence::Documented))
    }

    fn vocabulary_words(&self, fact: Fact) -> Option<&'static Words> {
        let vocabulary = match fact {
            Fact::KnownGrantTypes => Vocabulary::GrantTypes,
            Fact::KnownResponseTypes => Vocabulary::ResponseTypes,
            Fact::KnownResponseModes => Vocabulary::ResponseModes,
            Fact::KnownAssertionTypes => Vocabulary::ClientAssertionTypes,
            Fact::KnownTokenTypes => Vocabulary::TokenTypes,
            Fact::KnownParameters => Vocabulary::Parameters,
            Fact::KnownHeaders => Vocabulary::Headers,
            _ => return None,
        };
        Some(self.location.registry().standards.words(vocabulary))
    }

    pub(super) fn word_aliases(&self, fact: Fact) -> Vec<(&'a str, &'a str)> {
        let pairs = |words: &'static [crate::provider::model::Word]| {
            let of =
                |word: &'static crate::provider::model::Word| word.aliases.iter().map(|alias| (&*word.word, &**alias));
            words.iter().flat_map(of).collect::<Vec<(&'a str, &'a str)>>()
        };
        match fact {
            Fact::ProviderScopes => self.location.provider.map(|p| pairs(&p.scopes.aliases)).unwrap_or_default(),
            _ => self.vocabulary_words(fact).map(|words| pairs(&words.words)).unwrap_or_default(),
        }
    }
}

fn borrowed<'a>(terms: &'static [Term]) -> Vec<Cow<'a, str>> {
    terms.iter().map(|term| Cow::Borrowed(&**term)).collect()
}
