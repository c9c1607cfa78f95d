//! Attributes: further questions about one element.

use std::borrow::Cow;

use super::View;
use crate::exchange::{Exchange, Form, GlobEffect, Header, HeaderFault, Param, Place, Quoting};
use crate::facts::catalogue::{Attr, Fact};
use crate::facts::{Element, Value, param, placeholder, uri};
use crate::provider::words::{Separator, Vocabulary};
use crate::text::{Letters, Span};

/// Parameters and headers behind this many are not compared with each other; nobody's request has so many.
const MOST: usize = 256;

/// Parameters whose value can be taken for another one's.
const SECRETS: [&str; 8] =
    ["client_secret", "code", "refresh_token", "id_token", "access_token", "device_code", "user_code", "client_id"];

/// A value of fewer bytes is none that somebody has to keep secret.
const SECRET: usize = 4;

/// The value of an attribute, and its own place where it has one.
pub(super) enum Answer<'a> {
    /// At the element's place.
    Value(Value<'a>),
    /// At a place of its own.
    At(Value<'a>, Span),
}

/// Secrets of one request that its other values are compared with.
const MOST_SECRETS: usize = 32;

impl<'a, 's: 'a> View<'a, 's> {
    pub(super) fn attribute_value(&self, element: &Element<'a>, attr: Attr) -> Option<Answer<'a>> {
        let x: &'a Exchange<'s> = self.x;
        let index = element.item.index;
        let value = match element.item.fact {
            Fact::Param | Fact::Credential if element.item.step.is_none() => match x.request.params.get(index) {
                Some(param) if attr == Attr::Name => {
                    return Some(Answer::At(Value::text(param.name.as_str()), param.name.span()));
                }
                Some(param) => self.of_param(index, param, attr),
                None => self.of_credential(attr),
            },
            Fact::Param => self.of_text(element, attr),
            Fact::Pkce => self.of_pkce(x.request.params.get(index)?, attr),
            Fact::Header => {
                let header = x.request.headers.get(index)?;
                let value = self.of_header(index, header, attr)?;
                // A name's place reaches to the value, so that what divides them can be mended with it.
                let start = header.span().start;
                let divided = Span::new(start, header.value.span().start.max(header.name.span().end));
                return Some(if attr == Attr::Name { Answer::At(value, divided) } else { Answer::Value(value) });
            }
            Fact::Scope => self.of_scope(element, attr),
            Fact::UrlHost => match attr {
                Attr::Loopback => flag(self.text_of(element).is_some_and(|host| uri::is_loopback(&host))),
                _ => None,
            },
            Fact::Form => match attr {
                Attr::AsForm => word(x.form.as_form()?),
                _ => None,
            },
            Fact::Authorization => self.of_authorization(attr),
            Fact::SentAuthorization => match attr {
                Attr::Shape => {
                    let header = crate::facts::authorization::header(&x.response.as_ref()?.sent_headers)?;
                    word(crate::facts::authorization::of_header(header).shape)
                }
                _ => None,
            },
            Fact::BasicUser | Fact::BasicPassword | Fact::ClientId => self.of_text(element, attr),
            Fact::Token => self.of_token(element, attr),
            Fact::Jwt => self.of_jwt(index, attr),
            Fact::Cookie => match attr {
                Attr::Name => text(x.request.headers.get(index)?.value.as_str().split('=').next()?.to_owned()),
                _ => None,
            },
            Fact::ClientType => match attr {
                Attr::From => word(if element.at.is_some() { "config" } else { "default" }),
                _ => None,
            },
            Fact::MissingParam => text(placeholder::variable(&self.text_of(element)?)),
            Fact::Placeholder => self.of_placeholder(index, attr),
            Fact::Repair => return self.of_repair(index, attr),
            Fact::Glob => self.of_glob(index, attr),
            Fact::Variable => self.of_variable(index, attr),
            Fact::Error => match attr {
                Attr::Said => text(self.answer.said.clone()?),
                Attr::Exit => {
                    let curl = x.response.as_ref()?.curl.as_ref()?;
                    Some(Value::Number(i64::from(curl.exit)))
                }
                _ => None,
            },
            Fact::Speaker => match attr {
                Attr::Real => {
                    let provider = self.location.registry().provider(self.answer.speaks?)?;
                    word(&provider.name)
                }
                _ => None,
            },
            Fact::Redirect => match attr {
                Attr::TurnedGet => flag(self.turned_get(index)),
                Attr::Back => flag(self.leads_back(index)),
                _ => None,
            },
            Fact::FlowEarlier => match attr {
                Attr::Same => word(self.links.earlier.as_ref()?.1),
                _ => None,
            },
            Fact::FlowUndone => match attr {
                Attr::Same => word(self.links.undone.as_ref()?.1),
                _ => None,
            },
            Fact::TokenScope => match attr {
                Attr::From => word(if index == 1 { "answer" } else { "request" }),
                _ => None,
            },
            Fact::TokenIssuer => self.of_issuer(element, attr),
            Fact::EndpointRemovedGrant => match attr {
                Attr::Until => self.grant_until().map(Value::Date),
                _ => None,
            },
            _ => None,
        };
        value.map(Answer::Value)
    }

    fn text_of(&self, element: &Element<'a>) -> Option<String> {
        match &element.value {
            Some(Value::Text(text)) => Some(text.clone().into_owned()),
            _ => None,
        }
    }

    fn of_param(&self, index: usize, param: &'a Param<'s>, attr: Attr) -> Option<Value<'a>> {
        let value = param.value.as_str();
        let name = param.name.as_str();
        match attr {
            Attr::Name => Some(Value::text(name)),
            Attr::Place => word(match param.place {
                Place::Query => "query",
                Place::Fragment => "fragment",
                Place::Body => "body",
            }),
            Attr::Issued => flag(!self.is_param_unseen(index) && placeholder::looks_issued(value)),
            // A file lists what the client may use, one after the other.
            Attr::Repeated if self.x.form == Form::Config => None,
            Attr::Repeated => {
                let mut before = self.x.request.params.iter().take(index.min(MOST));
                flag(before.any(|p| p.name.as_str() == name && !p.value.as_str().is_empty()))
            }
            Attr::Encoded => flag(param::decoded_again(param).is_some()),
            Attr::Decoded => text(param::decoded_again(param)?),
            Attr::Tail => word(param::tail(value)?),
            Attr::Lossy => word(param::lossy(param, self.x.request.params.get(index + 1))?),
            Attr::Near => self.nearest_word(Vocabulary::Parameters, name).filter(|near| !self.has_param(near)),
            Attr::SameAs => self.same_as(value, Some(name)),
            Attr::Difference => {
                let authorize = self.links.authorize.as_ref()?;
                word(uri::difference(value, &authorize.past.param(name)?.value)?)
            }
            Attr::Separator => match param::separator(value) {
                // A framework may split a setting at its commas, and a service may take them.
                "comma" if self.x.form == Form::Config && !self.knows_scopes() => word("none"),
                separator => word(separator),
            },
            Attr::Corrected => text(param::divided(value, self.divider())),
            // What a program computes has its own quotes.
            Attr::Quoted if param.value.marks().iter().any(|marked| marked.range.start == 0) => flag(false),
            _ => self.of_value(value, param.value.is_symbolic(), attr),
        }
    }

    /// What this service wants between the words of a scope.
    fn divider(&self) -> &'static str {
        match self.separators().and_then(|known| known.value.first()) {
            Some(Separator::Comma) => ",",
            _ => " ",
        }
    }

    /// Attributes that the value alone answers.
    fn of_value(&self, value: &str, symbolic: bool, attr: Attr) -> Option<Value<'a>> {
        match attr {
            Attr::Quoted => flag(param::is_quoted(value)),
            Attr::Padded => flag(param::is_padded(value)),
            Attr::Unset => flag(param::is_unset(value)),
            Attr::Invisible => text(param::invisible(value)?),
            Attr::Bare => text(param::bare(value)),
            Attr::Symbolic => flag(symbolic),
            Attr::LooksLike => word(param::looks_like(value)),
            Attr::Loopback => flag(uri::is_loopback(uri::host(value))),
            Attr::Absolute => flag(param::is_absolute(value)),
            Attr::UriScheme => text(uri::scheme(value)?),
            Attr::Fragment => flag(value.contains('#')),
            Attr::Lossy => {
                (value.contains(['+', '%'])).then(|| Value::text(if value.contains('+') { "+" } else { "%" }))
            }
            _ => None,
        }
    }

    fn of_text(&self, element: &Element<'a>, attr: Attr) -> Option<Value<'a>> {
        match self.text_of(element) {
            Some(value) => self.of_value(&value, false, attr),
            None => match attr {
                Attr::Symbolic => flag(true),
                _ => None,
            },
        }
    }

    fn of_credential(&self, attr: Attr) -> Option<Value<'a>> {
        let authorization = self.authorization.as_ref()?;
        match attr {
            Attr::Name => word("authorization"),
            Attr::Place => word(if authorization.from_option { "option" } else { "header" }),
            _ => None,
        }
    }

    fn of_pkce(&self, param: &'a Param<'s>, attr: Attr) -> Option<Value<'a>> {
        let (reason, corrected) = self.pkce_fault(param)?;
        match attr {
            Attr::Name => Some(Value::text(param.name.as_str())),
            Attr::Lacking => word(reason),
            Attr::Corrected => text(corrected?),
            _ => None,
        }
    }

    fn of_header(&self, index: usize, header: &'a Header<'s>, attr: Attr) -> Option<Value<'a>> {
        let name = header.name.as_str();
        match attr {
            Attr::Name => text(name.to_ascii_lowercase()),
            Attr::Near => self.nearest_word(Vocabulary::Headers, name),
            Attr::Fault => match header.fault {
                Some(HeaderFault::NoColon) => word("no-colon"),
                Some(HeaderFault::EqualsSign) => word("equals-sign"),
                Some(HeaderFault::SpaceBeforeColon) => word("space-before-colon"),
                None => self.nearest_word(Vocabulary::Headers, name).and_then(|_| word("misspelled")),
            },
            Attr::Repeated => {
                let mut before = self.x.request.headers.iter().take(index.min(MOST));
                flag(before.any(|h| h.name.as_str().eq_ignore_ascii_case(name)))
            }
            Attr::Corrected => {
                let near = self.nearest_word(Vocabulary::Headers, name);
                let known = match &near {
                    Some(Value::Text(known)) => known.as_ref(),
                    _ => name,
                };
                text(format!("{known}: "))
            }
            _ => None,
        }
    }

    /// Whether some header's name or divider is not right.
    #[must_use]
    pub fn has_header_fault(&self) -> bool {
        let faulty = |header: &Header<'_>| {
            header.fault.is_some() || self.nearest_word(Vocabulary::Headers, header.name.as_str()).is_some()
        };
        self.x.request.headers.iter().any(faulty)
    }

    /// Whether some parameter's name is almost another one.
    #[must_use]
    pub fn has_misspelt_param(&self) -> bool {
        let name = |param: &'a Param<'s>| param.name.as_str();
        let odd = |name: &str| !super::is_oauth(name) && self.nearest_word(Vocabulary::Parameters, name).is_some();
        self.x.request.params.iter().map(name).any(odd)
    }

    /// Whether the standards know a grant type of this name.
    #[must_use]
    pub fn knows_grant(&self, name: &str) -> bool {
        let words = self.location.registry().standards.words(Vocabulary::GrantTypes);
        words.words.iter().any(|word| *word.word == *name)
    }

    /// Whether the token, or a parameter, has the value of another parameter that can be taken for it, here or in an
    /// earlier step.
    #[must_use]
    pub fn holds_secret_twice(&self) -> bool {
        let params = &self.x.request.params;
        let token = self.token.iter().map(|(token, _)| ("access_token", token.as_str()));
        let mut values = token.chain(params.iter().map(|param| (param.name.as_str(), param.value.as_str())));
        let secrets = params.iter().filter(|param| SECRETS.contains(&param.name.as_str()));
        let secrets: Vec<&Param<'_>> = secrets.take(MOST_SECRETS).collect();
        values.any(|(name, value)| {
            let same = |secret: &&Param<'_>| secret.value.as_str() == value && secret.name.as_str() != name;
            value.len() >= SECRET
                && (secrets.iter().any(same) || self.flow.names_of(value).any(|holder| holder != name))
        })
    }

    /// Whether the right name is there too: then the near one is a parameter of its own.
    fn has_param(&self, near: &Value<'_>) -> bool {
        let Value::Text(near) = near else { return false };
        self.x.request.params.iter().any(|p| p.name.as_str() == near.as_ref())
    }

    /// The known word that this one is a misspelling of; none for a known one.
    fn nearest_word(&self, vocabulary: Vocabulary, given: &str) -> Option<Value<'a>> {
        let words = self.location.registry().standards.words(vocabulary);
        let known =
            |word: &str| words.words.iter().any(|w| w.word.len() == word.len() && w.word.eq_ignore_ascii_case(word));
        if given.len() < 3 || (vocabulary == Vocabulary::Parameters && words.contains(given)) {
            return None;
        }
        if vocabulary == Vocabulary::Headers && known(given) {
            return None;
        }
        let letters =
            |word: &'static str| word.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_lowercase());
        let given: String = given.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        let is_alias = |alias: &'static str| alias.len() >= given.len() && letters(alias).eq(given.bytes());
        if let Some(word) = words.words.iter().find(|word| word.aliases.iter().any(|alias| is_alias(alias))) {
            return Some(Value::text(&word.word));
        }
        let has = Letters::of(&given);
        let near = words.words.iter().filter_map(|word| {
            let limit = if word.plain.len() >= 8 { 2 } else { 1 };
            let far = word.plain.len().abs_diff(given.len()) > limit || !word.letters.may_slip(has, limit);
            if far || word.plain.len() < 5 {
                return None;
            }
            crate::text::slip(&word.plain, &given, limit).map(|distance| (distance, word))
        });
        near.min_by_key(|(distance, _)| *distance).map(|(_, word)| Value::text(&word.word))
    }

    fn of_scope(&self, element: &Element<'a>, attr: Attr) -> Option<Value<'a>> {
        let scope = self.text_of(element)?;
        let provider = self.location.provider?;
        let foreign = provider.foreign.iter().find(|foreign| foreign.scopes.iter().any(|word| **word == *scope))?;
        let owner = self.location.registry().provider(&foreign.owner)?;
        match attr {
            Attr::Foreign => word(&foreign.owner),
            Attr::OwnerName => word(&owner.name),
            Attr::Elsewhere => text(self.elsewhere(&foreign.owner)?),
            _ => None,
        }
    }

    /// The address of a sibling product that matches this one: the same step there.
    fn elsewhere(&self, sibling: &str) -> Option<String> {
        let role = self.step().and_then(crate::facts::step::Step::role)?;
        self.location.sibling(sibling, role, &|name| self.fill(name))
    }

    fn of_authorization(&self, attr: Attr) -> Option<Value<'a>> {
        let authorization = self.authorization.as_ref()?;
        match attr {
            Attr::Scheme => word(authorization.scheme.name()),
            Attr::Shape => word(authorization.shape),
            Attr::Symbolic => flag(authorization.value.is_symbolic()),
            _ => None,
        }
    }

    fn of_token(&self, element: &Element<'a>, attr: Attr) -> Option<Value<'a>> {
        let (token, place) = self.token.as_ref()?;
        match attr {
            Attr::Place => word(place),
            Attr::SameAs => self.same_as(token.as_str(), Some("access_token")),
            Attr::Symbolic => flag(self.is_token_unseen()),
            _ => self.of_text(element, attr),
        }
    }

    /// Another parameter, of this request or of a linked step, that holds the same secret.
    fn same_as(&self, value: &str, own: Option<&str>) -> Option<Value<'a>> {
        // Two values that their author hid, or is still to fill in, are not known to be equal.
        if value.len() < SECRET || placeholder::is_hidden(value) || placeholder::is_whole(value) {
            return None;
        }
        let other = |name: &&&str| Some(**name) != own;
        let here =
            |name: &str| self.x.request.params.iter().any(|p| p.name.as_str() == name && p.value.as_str() == value);
        let linked = |name: &str| self.flow.names_of(value).any(|holder| holder == name);
        let issued_as_own = own.is_some_and(&linked);
        let found = SECRETS.iter().filter(other).find(|name| here(name) || linked(name))?;
        (!issued_as_own).then(|| Value::text(found))
    }

    fn of_placeholder(&self, index: usize, attr: Attr) -> Option<Value<'a>> {
        let doubt = self.placeholders().get(index)?;
        match attr {
            Attr::Style => word(doubt.style.name()),
            Attr::Meaning => text(placeholder::meaning(&doubt.text)),
            Attr::VariableName => text(placeholder::variable(&doubt.text)),
            Attr::Where => word(doubt.part.name()),
            Attr::Name => text(doubt.name.clone()),
            _ => None,
        }
    }

    fn of_repair(&self, index: usize, attr: Attr) -> Option<Answer<'a>> {
        let x: &'a Exchange<'s> = self.x;
        let repair = x.repairs.get(index)?;
        let value = match attr {
            Attr::What => word(repair.kind.name()),
            Attr::Meant if !repair.meant.is_empty() => word(repair.meant),
            Attr::Lost => Some(Value::text(repair.lost.as_deref()?)),
            Attr::Characters => word(&repair.characters),
            Attr::Word => return Some(Answer::At(Value::Place, repair.word)),
            _ => None,
        };
        value.map(Answer::Value)
    }

    fn of_glob(&self, index: usize, attr: Attr) -> Option<Value<'a>> {
        let glob = self.x.request.globs.get(index)?;
        match attr {
            Attr::Effect => word(match glob.effect {
                GlobEffect::BracesVanish => "braces-vanish",
                GlobEffect::SeveralRequests(_) => "several-requests",
                GlobEffect::Stops => "stops",
            }),
            Attr::Count => match glob.effect {
                GlobEffect::SeveralRequests(count) => Some(Value::Number(i64::try_from(count).unwrap_or(i64::MAX))),
                _ => Some(Value::Number(1)),
            },
            Attr::Holder => flag(self.placeholders().iter().any(|doubt| doubt.span.overlaps(glob.span))),
            _ => None,
        }
    }

    fn of_variable(&self, index: usize, attr: Attr) -> Option<Value<'a>> {
        let variable = self.variables().get(index)?;
        match attr {
            Attr::Name => text(variable.name.as_str().to_owned()),
            Attr::Quoting => word(match variable.quoting {
                Quoting::Single => "single",
                Quoting::Double => "double",
                Quoting::Bare => "bare",
                Quoting::Sent => "sent",
            }),
            Attr::Inside => flag(variable.inside),
            Attr::Where => word(self.literal_value(variable.span).map_or("elsewhere", super::Where::name)),
            _ => None,
        }
    }

    /// Whether curl repeats the request as a GET at a redirect's address (RFC 9110 15.4; curl does so for `-d`).
    fn turned_get(&self, index: usize) -> bool {
        let request = &self.x.request;
        let status = self.x.response.as_ref().and_then(|r| r.redirects.get(index)).map(|r| r.status.value);
        let followed = request.follows_redirects.is_some();
        let implied = request.method.as_ref().is_some_and(|m| m.provenance == crate::exchange::Provenance::Implied);
        followed && implied && request.body.is_some() && matches!(status, Some(301..=303))
    }

    /// Whether a redirect leads back to the client: to the redirect URI that was asked for, or at least to another host.
    fn leads_back(&self, index: usize) -> bool {
        let request = &self.x.request;
        let redirect = self.x.response.as_ref().and_then(|response| response.redirects.get(index));
        let Some(location) = redirect.and_then(|redirect| redirect.location.as_ref()) else { return true };
        let asked = request.params.iter().find(|param| param.name.as_str() == "redirect_uri");
        let asked = asked.map(|param| param.value.as_str().split(['?', '#']).next().unwrap_or_default());
        let rest = asked.and_then(|asked| location.as_str().strip_prefix(asked));
        let here = uri::host(location.as_str());
        let own = request.url.as_ref().map(|url| uri::host(url.text.as_str()));
        let elsewhere = !here.is_empty() && own.is_some_and(|own| !own.eq_ignore_ascii_case(here));
        elsewhere || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['?', '#', '/', '&']))
    }

    fn of_issuer(&self, element: &Element<'a>, attr: Attr) -> Option<Value<'a>> {
        let id = self.text_of(element)?;
        let provider = self.location.registry().provider(&id)?;
        match attr {
            Attr::OwnerName => word(&provider.name),
            Attr::Elsewhere => {
                text(self.location.counterpart(crate::provider::words::Role::Token, &|n| self.fill(n))?.value)
            }
            _ => None,
        }
    }
}

fn flag<'a>(yes: bool) -> Option<Value<'a>> {
    yes.then_some(Value::Flag(true))
}

fn word<'a>(word: &'a str) -> Option<Value<'a>> {
    Some(Value::text(word))
}

fn text<'a>(text: String) -> Option<Value<'a>> {
    Some(Value::Text(Cow::Owned(text)))
}
