//! What a provider file means: addresses, what each takes, what moved, what an answer says.
//!
//! Every value can be a static of generated code or loaded at run time. `None` means that the file does not say; for the
//! dates of a base whose paths are all listed it means that there is none.

use super::fixed::{List, Term};
pub use super::row::{Advice, Condition, ErrorRow, Pattern};
use super::words::{BodyType, ClientAuth, ClientType, Role, Scheme, Separator, Vocabulary};
use crate::facts::{Date, Evidence};
use crate::text::Letters;

/// A value and how sure the file is of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known<T> {
    /// The value.
    pub value: T,
    /// How sure.
    pub mark: Evidence,
}

/// One service.
#[derive(Clone, Debug)]
pub struct Provider {
    /// The file's name without `.toml`.
    pub id: Term,
    /// The name for people.
    pub name: Term,
    /// What people call it where they write no address; nothing else is called so.
    pub called: List<Term>,
    /// Products of one family share hosts, and their clients and tokens get mixed up.
    pub family: Option<Term>,
    /// The day on which the facts were last compared with their sources.
    pub checked: Date,
    /// What `{name}` in an address stands for.
    pub variables: List<Variable>,
    /// Its clients.
    pub client: Client,
    /// Its scopes.
    pub scopes: Scopes,
    /// Its rules for redirect URIs.
    pub redirects: Redirects,
    /// How long what it issues lives; what the file leaves out is taken from the standards.
    pub lifetimes: List<Lifetime>,
    /// Other ways in which a caller can prove itself, with their dates.
    pub credentials: List<Credential>,
    /// Words that give a sibling product away.
    pub foreign: List<Foreign>,
    /// Addresses below which the service lives.
    pub bases: List<Base>,
    /// What it offers there.
    pub endpoints: List<Endpoint>,
    /// Wrong addresses that are known from the wild.
    pub misroutes: List<Misroute>,
    /// What its answers mean; the first that matches holds.
    pub errors: List<ErrorRow>,
    /// Texts added to the help of rules.
    pub advice: List<Advice>,
}

/// What the standards say, for every service whose own file does not say otherwise.
#[derive(Clone, Debug)]
pub struct Standards {
    /// The day on which the facts were last compared with their sources.
    pub checked: Date,
    /// The known words, in the order of [`Vocabulary::ALL`].
    pub vocabularies: List<Words>,
    /// Right words in the wrong place, as values of `grant_type`.
    pub misplaced_grants: List<Misplaced>,
    /// A pattern of grant types outside the list that a server may still take (RFC 6749 4.5).
    pub extension_grants: Option<Term>,
    /// What an endpoint of each role takes.
    pub roles: List<(Role, Traits)>,
    /// What stands between the words of a scope.
    pub separators: Option<Known<List<Separator>>>,
    /// Rules for redirect URIs.
    pub redirects: Redirects,
    /// How long what is issued lives.
    pub lifetimes: List<Lifetime>,
    /// Ends of paths that show what an unknown server's address is for.
    pub shapes: List<Shape>,
    /// What answers mean.
    pub errors: List<ErrorRow>,
    /// Texts added to the help of rules, whatever the service.
    pub advice: List<Advice>,
}

/// Words with the spellings that mean them.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// In the file's order, commonest first.
    pub words: List<Word>,
    /// Indices of `words`, sorted by word.
    pub order: List<u16>,
}

/// A word with the spellings that mean it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub word: Term,
    /// Its letters and digits, in lower case.
    pub plain: Term,
    /// Which they are.
    pub letters: Letters,
    /// Spellings that mean it and are nearer than any edit distance.
    pub aliases: List<Term>,
}

/// A right word in the wrong place.
#[derive(Clone, Debug)]
pub struct Misplaced {
    /// The word.
    pub word: Term,
    /// The word that belongs there, if any.
    pub meant: Option<Term>,
    /// Why it does not belong there, as a sentence.
    pub why: Term,
}

/// What `{name}` in an address stands for.
#[derive(Clone, Debug)]
pub struct Variable {
    /// The name.
    pub name: Term,
    /// What to ask people for: `your Zendesk subdomain`.
    pub ask: Option<Term>,
    /// Spellings in documentation that stand for it.
    pub placeholders: List<Term>,
    /// Other facts that hold it: `param.subdomain`.
    pub also_from: List<Term>,
}

/// The clients of a service.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// The kind of a client that was not set otherwise.
    pub default_type: Option<Known<ClientType>>,
    /// Kinds of clients that must use PKCE.
    pub pkce_required_for: Option<Known<List<ClientType>>>,
    /// Whether a `client_id` made of digits alone is wrong.
    pub id_never_digits: Option<Known<bool>>,
    /// Length of a `client_id` in characters.
    pub id_length: Option<Known<u16>>,
    /// Length of a `client_secret` in characters.
    pub secret_length: Option<Known<u16>>,
}

/// The scopes of a service.
#[derive(Clone, Debug, Default)]
pub struct Scopes {
    /// Whether `words` are all there are.
    pub closed: Option<Known<bool>>,
    /// What may stand between them, the usual one first.
    pub separators: Option<Known<List<Separator>>>,
    /// The scopes.
    pub words: List<Term>,
    /// Spellings that mean a scope, or several.
    pub aliases: List<Word>,
}

/// Rules for redirect URIs.
#[derive(Clone, Debug, Default)]
pub struct Redirects {
    /// The one that the documentation registers.
    pub usual: Option<Known<Term>>,
    /// Whether the port of a loopback address may differ from the registered one (RFC 8252 7.3).
    pub loopback_port_free: Option<Known<bool>>,
    /// Whether an authorization request may leave it out when one is registered.
    pub optional_with_one_registered: Option<Known<bool>>,
}

/// How long something lives.
#[derive(Clone, Debug)]
pub struct Lifetime {
    /// What: `code_s`, `access_token_s`, `refresh_token`.
    pub name: Term,
    /// At least so many seconds.
    pub at_least: Option<u32>,
    /// At most so many seconds.
    pub at_most: Option<u32>,
    /// So many seconds unless set otherwise.
    pub default: Option<u32>,
    /// How often it can be used.
    pub uses: Option<u32>,
    /// How sure.
    pub mark: Evidence,
}

/// A way to prove who calls, beside OAuth.
#[derive(Clone, Debug)]
pub struct Credential {
    /// Its name: `api-token`.
    pub id: Term,
    /// The scheme it is sent by.
    pub scheme: Scheme,
    /// The user name it is sent with, with `*` for any text: `*/token`.
    pub user: Option<Term>,
    /// The kinds of accounts it is left to; empty where the file does not say.
    pub accounts: List<Term>,
    /// From when on it is replaced.
    pub deprecated: Option<Date>,
    /// The last day it works.
    pub until: Option<Date>,
    /// What replaces it, in words.
    pub successor: Option<Term>,
    /// How sure.
    pub mark: Evidence,
}

/// What belongs to a sibling product.
#[derive(Clone, Debug)]
pub struct Foreign {
    /// The sibling's id.
    pub owner: Term,
    /// Scopes only it has.
    pub scopes: List<Term>,
    /// A regular expression of such scopes.
    pub scope_pattern: Option<Term>,
    /// The user name of its Basic credentials, with `*` for any text.
    pub basic_user: Option<Term>,
    /// How sure.
    pub mark: Evidence,
}

/// An address below which the service lives.
#[derive(Clone, Debug)]
pub struct Base {
    /// Its id within the file.
    pub id: Term,
    /// The address, with `{name}` where it varies.
    pub url: Term,
    /// Whether every path below it is listed, so that any other is unknown to the service.
    pub complete: Option<Known<bool>>,
    /// When its end was announced.
    pub announced: Option<Known<Date>>,
    /// From when on it is replaced.
    pub deprecated: Option<Known<Date>>,
    /// The last day it was documented to work.
    pub until: Option<Known<Date>>,
    /// The index of the base that replaces it, with the same paths.
    pub successor: Option<Known<u16>>,
    /// How sure the file is of the address itself.
    pub mark: Evidence,
}

/// One thing a service offers.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// Its id within the file.
    pub id: Term,
    /// Its name for people.
    pub name: Option<Term>,
    /// What people call it where they write no address.
    pub called: List<Term>,
    /// Indices of the bases it is below.
    pub bases: List<u16>,
    /// Its paths there, each with a leading slash.
    pub paths: List<Term>,
    /// Ends of paths that are this on whatever host: of software that everybody runs for himself.
    pub anywhere: List<Term>,
    /// What `{name}` in a path may be, where that is listed.
    pub choices: List<Choice>,
    /// What it is for.
    pub role: Role,
    /// What it takes and gives; what the file leaves out is taken from the standards.
    pub traits: Traits,
    /// How sure the file is that it exists.
    pub mark: Evidence,
}

/// The values that `{name}` may take in an address.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The name.
    pub name: Term,
    /// The values.
    pub values: List<Term>,
}

/// What an endpoint takes and gives.
#[derive(Clone, Debug, Default)]
pub struct Traits {
    /// The methods it takes.
    pub methods: Option<Known<List<Term>>>,
    /// The types of body it reads.
    pub body: Option<Known<List<BodyType>>>,
    /// The credentials it takes.
    pub auth: Option<Known<List<Scheme>>>,
    /// The ways in which a client can authenticate.
    pub client_auth: Option<Known<List<ClientAuth>>>,
    /// The scopes each method needs.
    pub scopes: Option<Known<List<Need>>>,
    /// The parameters it requires.
    pub required: Option<Known<List<Term>>>,
    /// Parameters of which one carries all others (RFC 9101 5, RFC 9126 4).
    pub covered_by: Option<Known<List<Term>>>,
    /// The response types it takes.
    pub response_types: Option<Known<List<Term>>>,
    /// The response types that were taken away.
    pub removed_response_types: List<Grant>,
    /// The grant types it takes or took, with what each requires.
    pub grants: Option<Known<List<Grant>>>,
    /// The grant type it assumes where none is named.
    pub default_grant: Option<Known<Term>>,
    /// The methods it takes on accounts that have the sibling product too.
    pub integrated: Option<Known<List<Term>>>,
    /// Members of a JSON body that is data: `a.b` is inside `a`, `[]` is a bare list.
    pub response: Option<Known<List<Term>>>,
}

/// The scopes a call by one method needs.
#[derive(Clone, Debug)]
pub struct Need {
    /// The method; `*` is any other.
    pub method: Term,
    /// The scopes, all of them.
    pub scopes: List<Term>,
}

/// A grant type, or a response type, at one endpoint.
#[derive(Clone, Debug)]
pub struct Grant {
    /// The word.
    pub name: Term,
    /// The parameters it requires beside itself.
    pub required: List<Term>,
    /// Who can use it.
    pub standing: Standing,
    /// How sure.
    pub mark: Evidence,
}

/// Who can use a grant.
#[derive(Clone, Debug)]
pub enum Standing {
    /// Everybody.
    Open,
    /// Some.
    Limited {
        /// The kinds of clients; empty means any.
        clients: List<ClientType>,
        /// The kinds of accounts; empty means any.
        accounts: List<Term>,
    },
    /// Nobody any more.
    Removed {
        /// From when on it was replaced.
        deprecated: Option<Date>,
        /// The last day.
        until: Option<Date>,
    },
}

/// A wrong address that is known from the wild.
#[derive(Clone, Debug)]
pub struct Misroute {
    /// The address.
    pub url: Term,
    /// What `{name}` in it may be, where that is listed.
    pub choices: List<Choice>,
    /// The address that is meant.
    pub to: Term,
    /// Other addresses that can be meant.
    pub also: List<Term>,
    /// Why it is wrong, as a sentence.
    pub why: Term,
    /// How sure.
    pub mark: Evidence,
}

/// Ends of paths that show what an unknown server's address is for.
#[derive(Clone, Debug)]
pub struct Shape {
    /// The role.
    pub role: Role,
    /// A name for people.
    pub name: Option<Term>,
    /// The ends, each with a leading slash.
    pub paths: List<Term>,
    /// It counts only together with an OAuth parameter or another sign.
    pub needs_parameter: bool,
    /// How sure.
    pub mark: Evidence,
}

impl Words {
    /// Words in the file's order.
    #[must_use]
    pub fn new(words: Vec<Word>) -> Self {
        let mut order: Vec<u16> = (0..=u16::MAX).take(words.len()).collect();
        order.sort_by(|&a, &b| words[usize::from(a)].word.cmp(&words[usize::from(b)].word));
        Self { words: words.into(), order: order.into() }
    }

    /// Whether this is one of the words, letter by letter.
    #[must_use]
    pub fn contains(&self, word: &str) -> bool {
        let at = |index: &u16| self.words.get(usize::from(*index)).map_or("", |known| &known.word);
        self.order.binary_search_by(|index| at(index).cmp(word)).is_ok()
    }
}

impl Standards {
    /// The known words of one kind.
    #[must_use]
    pub fn words(&self, vocabulary: Vocabulary) -> &Words {
        const NONE: &Words = &Words { words: List::none(), order: List::none() };
        self.vocabularies.get(vocabulary as usize).unwrap_or(NONE)
    }

    /// What an endpoint of this role takes.
    #[must_use]
    pub fn traits(&self, role: Role) -> Option<&Traits> {
        self.roles.iter().find(|(of, _)| *of == role).map(|(_, traits)| traits)
    }
}

impl Provider {
    /// How long something lives: `code_s`.
    #[must_use]
    pub fn lifetime(&self, name: &str) -> Option<&Lifetime> {
        self.lifetimes.iter().find(|lifetime| &*lifetime.name == name)
    }
}

impl Traits {
    /// The grant of this name, whether or not it can still be used.
    #[must_use]
    pub fn grant(&self, name: &str) -> Option<&Grant> {
        self.grants.as_ref()?.value.iter().find(|grant| &*grant.name == name)
    }

    /// The scopes a call by this method needs.
    #[must_use]
    pub fn scopes_for(&self, method: &str) -> Option<Known<&List<Term>>> {
        let Known { value, mark } = self.scopes.as_ref()?;
        let of = |name: &str| value.iter().find(|need| need.method.eq_ignore_ascii_case(name)).map(|need| &need.scopes);
        Some(Known { value: of(method).or_else(|| of("*"))?, mark: *mark })
    }
}
