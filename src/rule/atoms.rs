//! What is cheap to know of an exchange, each with a number: most rules are passed over by looking at these alone.

use crate::facts::FlowStep;
use crate::facts::catalogue::{Attr, FORMS, Fact, ROLES, STEPS};

/// Parameters with bits of their own.
pub const PARAMS: &[&str] = &[
    "grant_type",
    "response_type",
    "client_id",
    "client_secret",
    "code",
    "redirect_uri",
    "scope",
    "state",
    "refresh_token",
    "access_token",
    "username",
    "password",
    "code_verifier",
    "code_challenge",
    "code_challenge_method",
    "client_assertion",
    "client_assertion_type",
    "assertion",
    "device_code",
    "token",
    "response_mode",
    "nonce",
    "subdomain",
    "error",
];

/// What has a bit for each of its words. A word that is not among them has none: a rule that asks for it is not passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worded {
    /// The step.
    Step,
    /// The input form.
    Form,
    /// The role of the address.
    Role,
    /// The scheme of the address.
    UrlScheme,
    /// The value of `grant_type`.
    GrantType,
    /// The place of some parameter.
    ParamPlace,
    /// The shape of the Authorization header.
    Shape,
    /// Its scheme.
    Scheme,
}

impl Worded {
    const ALL: [Self; 8] = [
        Self::Step,
        Self::Form,
        Self::Role,
        Self::UrlScheme,
        Self::GrantType,
        Self::ParamPlace,
        Self::Shape,
        Self::Scheme,
    ];

    /// What the value of a fact, or of an attribute of it, is here.
    #[must_use]
    pub fn of(fact: Fact, name: Option<&str>, attr: Option<Attr>) -> Option<Self> {
        Some(match (fact, name, attr) {
            (Fact::Step, _, None) => Self::Step,
            (Fact::Form, _, None) => Self::Form,
            (Fact::EndpointRole, _, None) => Self::Role,
            (Fact::UrlScheme, _, None) => Self::UrlScheme,
            (Fact::Param, Some("grant_type"), None) | (Fact::Grant, _, None) => Self::GrantType,
            (Fact::Param, _, Some(Attr::Place)) => Self::ParamPlace,
            (Fact::Authorization, _, Some(Attr::Shape)) => Self::Shape,
            (Fact::Authorization, _, Some(Attr::Scheme)) | (Fact::AuthorizationScheme, _, None) => Self::Scheme,
            _ => return None,
        })
    }

    /// Its words.
    #[must_use]
    pub const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Step => STEPS,
            Self::Form => FORMS,
            Self::Role => ROLES,
            Self::UrlScheme => &["http", "https"],
            Self::GrantType => &["authorization_code", "refresh_token", "client_credentials", "password"],
            Self::ParamPlace => &["query", "body", "fragment"],
            Self::Shape => match Attr::Shape.kind() {
                crate::facts::catalogue::Kind::Enum(words) => words,
                _ => &[],
            },
            Self::Scheme => crate::facts::catalogue::SCHEMES,
        }
    }

    const fn base(self) -> usize {
        let mut base = WORD_BASE;
        let mut at = 0;
        while at < self as usize {
            base += Self::ALL[at].words().len();
            at += 1;
        }
        base
    }
}

/// Something about an element that right requests seldom show: an attribute, mostly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// Quotes in a parameter's value, or in Basic credentials.
    Quoted,
    /// White space there.
    Padded,
    /// A parameter that a program had no value for.
    Unset,
    /// A character there that cannot be seen.
    Invisible,
    /// A parameter that is still percent-encoded.
    Encoded,
    /// A character because of which another value arrives, in a parameter or in Basic credentials.
    Lossy,
    /// A parameter's name that is almost another one.
    MisspeltParam,
    /// Two parameters of one name.
    RepeatedParam,
    /// A parameter, or the token, with a value that stands under another name.
    SameAs,
    /// A header whose name or divider is not right.
    HeaderFault,
    /// Two headers of one name.
    RepeatedHeader,
    /// Several ways at once in which the client authenticates.
    ClientAuths,
}

impl Oddity {
    const COUNT: usize = Self::ClientAuths as usize + 1;

    /// What it is for an element of `fact` to have `attr`.
    #[must_use]
    pub const fn of(fact: Fact, attr: Attr) -> Option<Self> {
        Some(match (fact, attr) {
            (Fact::Param | Fact::BasicUser | Fact::BasicPassword, Attr::Quoted) => Self::Quoted,
            (Fact::Param | Fact::BasicUser | Fact::BasicPassword, Attr::Padded) => Self::Padded,
            (Fact::Param, Attr::Unset) => Self::Unset,
            (Fact::Param, Attr::Invisible) => Self::Invisible,
            (Fact::Param, Attr::Encoded) => Self::Encoded,
            (Fact::Param | Fact::BasicUser | Fact::BasicPassword, Attr::Lossy) => Self::Lossy,
            (Fact::Param, Attr::Near) => Self::MisspeltParam,
            (Fact::Param, Attr::Repeated) => Self::RepeatedParam,
            (Fact::Param | Fact::Token, Attr::SameAs) => Self::SameAs,
            (Fact::Header, Attr::Fault) => Self::HeaderFault,
            (Fact::Header, Attr::Repeated) => Self::RepeatedHeader,
            _ => return None,
        })
    }
}

/// A value that is none of those which another fact allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// The scheme of the credentials.
    Scheme,
    /// The method.
    Method,
    /// The method, for accounts of an integrated product.
    IntegratedMethod,
    /// The type of the body.
    BodyType,
    /// The shape of the body.
    BodyShape,
    /// `grant_type`, by the standards.
    GrantType,
    /// `grant_type`, by the endpoint.
    GrantHere,
}

impl Misfit {
    const COUNT: usize = Self::GrantHere as usize + 1;

    /// What it is for the value of `fact` to be none of those of `allowed`.
    #[must_use]
    pub fn of(fact: Fact, name: Option<&str>, allowed: Fact) -> Option<Self> {
        Some(match (fact, name, allowed) {
            (Fact::AuthorizationScheme, _, Fact::EndpointAuth) => Self::Scheme,
            (Fact::Method, _, Fact::EndpointMethods) => Self::Method,
            (Fact::Method, _, Fact::EndpointIntegratedMethods) => Self::IntegratedMethod,
            (Fact::BodyType, _, Fact::EndpointBody) => Self::BodyType,
            (Fact::BodyShape, _, Fact::EndpointBody) => Self::BodyShape,
            (Fact::Param, Some("grant_type"), Fact::KnownGrantTypes) => Self::GrantType,
            (Fact::Param, Some("grant_type"), Fact::EndpointGrants) => Self::GrantHere,
            _ => return None,
        })
    }
}

/// Facts that cost nothing to look at, and that a provider, the standards or the clock answer for most exchanges.
pub const ALWAYS: &[Fact] = &[
    Fact::ProviderId,
    Fact::ProviderName,
    Fact::ProviderScopes,
    Fact::ProviderSeparators,
    Fact::ProviderAssertionLife,
    Fact::ProviderCodeLife,
    Fact::EndpointId,
    Fact::EndpointName,
    Fact::EndpointRole,
    Fact::EndpointMethods,
    Fact::EndpointAuth,
    Fact::EndpointBody,
    Fact::EndpointClientAuth,
    Fact::EndpointScopes,
    Fact::EndpointGrants,
    Fact::EndpointDefaultGrant,
    Fact::EndpointResponseTypes,
    Fact::EndpointIntegratedMethods,
    Fact::EndpointCounterpart,
    Fact::KnownGrantTypes,
    Fact::KnownResponseTypes,
    Fact::KnownResponseModes,
    Fact::KnownAssertionTypes,
    Fact::KnownTokenTypes,
    Fact::KnownParameters,
    Fact::KnownHeaders,
    Fact::Today,
    Fact::Now,
    Fact::Method,
    Fact::ClientType,
    Fact::Form,
];

/// Other facts that most exchanges have.
const USUAL: &[Fact] = &[
    Fact::Command,
    Fact::Step,
    Fact::Url,
    Fact::UrlScheme,
    Fact::UrlHost,
    Fact::UrlPath,
    Fact::Header,
    Fact::Param,
    Fact::Authorization,
    Fact::AuthorizationScheme,
    Fact::BasicUser,
    Fact::BasicPassword,
    Fact::Token,
    Fact::Credential,
];

const MISSING_BASE: usize = Fact::ALL.len();
const PARAM_BASE: usize = MISSING_BASE + Fact::ALL.len();
const NO_PARAM_BASE: usize = PARAM_BASE + PARAMS.len();
const FLOW_BASE: usize = NO_PARAM_BASE + PARAMS.len();
const ODDITY_BASE: usize = FLOW_BASE + FlowStep::ALL.len();
const MISFIT_BASE: usize = ODDITY_BASE + Oddity::COUNT;
const WORD_BASE: usize = MISFIT_BASE + Misfit::COUNT;

/// Something an exchange shows, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Atom(usize);

impl Atom {
    /// How many there are.
    pub const COUNT: usize = Worded::Scheme.base() + Worded::Scheme.words().len();

    /// The one of this number.
    #[must_use]
    pub const fn numbered(number: usize) -> Self {
        Self(number)
    }

    /// Its number.
    #[must_use]
    pub const fn number(self) -> usize {
        self.0
    }

    /// `fact` is there, or may be.
    #[must_use]
    pub const fn fact(fact: Fact) -> Self {
        Self(fact as usize)
    }

    /// `fact` is not there, or may not be.
    #[must_use]
    pub const fn missing(fact: Fact) -> Self {
        Self(MISSING_BASE + fact as usize)
    }

    /// The parameter `name` is there; `None` for a name without a bit of its own.
    #[must_use]
    pub fn param(name: &str) -> Option<Self> {
        PARAMS.iter().position(|param| *param == name).map(|at| Self(PARAM_BASE + at))
    }

    /// The parameter `name` is not there; `None` for a name without a bit of its own.
    #[must_use]
    pub fn no_param(name: &str) -> Option<Self> {
        PARAMS.iter().position(|param| *param == name).map(|at| Self(NO_PARAM_BASE + at))
    }

    /// What is said by the absence of something, rather than by its presence.
    #[must_use]
    pub const fn is_absence(self) -> bool {
        matches!(self.0, MISSING_BASE..PARAM_BASE | NO_PARAM_BASE..FLOW_BASE)
    }

    /// A linked step is there.
    #[must_use]
    pub const fn linked(step: FlowStep) -> Self {
        Self(FLOW_BASE + step as usize)
    }

    /// An element may be odd in this way.
    #[must_use]
    pub const fn oddity(oddity: Oddity) -> Self {
        Self(ODDITY_BASE + oddity as usize)
    }

    /// A value may not fit in this way.
    #[must_use]
    pub const fn misfit(misfit: Misfit) -> Self {
        Self(MISFIT_BASE + misfit as usize)
    }

    /// It is, or may be, `word`; `None` for a word without a bit.
    #[must_use]
    pub fn word(of: Worded, word: &str) -> Option<Self> {
        of.words().iter().position(|known| *known == word).map(|at| Self(of.base() + at))
    }

    /// How usual it is, from 0: a rule is filed under what is least usual of what it needs.
    #[must_use]
    pub fn usual(self) -> u8 {
        match self.0 {
            MISSING_BASE..PARAM_BASE => 3,
            PARAM_BASE..NO_PARAM_BASE => 4,
            NO_PARAM_BASE..FLOW_BASE => 6,
            FLOW_BASE..ODDITY_BASE => 1,
            ODDITY_BASE..WORD_BASE => 0,
            number if number < MISSING_BASE && !ALWAYS.iter().chain(USUAL).any(|fact| *fact as usize == number) => 2,
            number if number < MISSING_BASE => 8,
            number if Self::word(Worded::Step, "api").is_some_and(|api| api.0 == number) => 7,
            _ => 5,
        }
    }
}
