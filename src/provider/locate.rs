//! From an address to what is known about it.

use super::Registry;
use super::fixed::Term;
use super::model::{Base, Endpoint, Known, Misroute, Provider, Shape, Standing, Traits};
use super::template::fill;
use super::tree::{End, MAX_HOLES, Target};
use super::words::Role;
use crate::exchange::{Provenance, Url};
use crate::facts::Evidence;

/// Other facts of the exchange that can fill a hole in an address, by name: `param.subdomain`.
pub type Seen<'f> = &'f dyn Fn(&str) -> Option<String>;

/// What an address is.
#[derive(Clone, Debug)]
pub struct Location<'u> {
    /// The service.
    pub provider: Option<&'static Provider>,
    /// The address below which it lives; none for a wrong address.
    pub base: Option<&'static Base>,
    /// What it offers there; none where the file does not list this path, and for a wrong address.
    pub endpoint: Option<&'static Endpoint>,
    /// The address is wrong in a known way.
    pub wrong: Option<Wrong>,
    /// The shape of the path, where no provider knows the address.
    pub shape: Option<&'static Shape>,
    registry: &'static Registry,
    path: &'u str,
    socket: bool,
    found: Option<(&'static End, [&'u str; MAX_HOLES], &'u str)>,
}

/// A wrong address that is known from the wild.
#[derive(Clone, Copy, Debug)]
pub struct Wrong {
    /// What the file says of it.
    pub misroute: &'static Misroute,
    /// The endpoint that is meant.
    pub meant: Option<&'static Endpoint>,
    to: &'static str,
    slash: bool,
}

/// Where an address leads: misroutes first, then the longest base and the path with the most literal characters; for a
/// server nobody knows, what the end of the path suggests.
#[must_use]
pub fn locate<'u>(registry: &'static Registry, url: &'u Url<'_>) -> Location<'u> {
    place(registry, url.scheme(), url.host(), url.path())
}

/// As [`locate`], for an address in parts. Scheme and host in any case, the path from its first slash.
#[must_use]
pub fn place<'u>(registry: &'static Registry, scheme: &str, host: &'u str, path: &'u str) -> Location<'u> {
    let path = path.trim_end();
    let bare = path.strip_suffix('/').unwrap_or(path);
    let bare = bare.strip_suffix(".json").unwrap_or(bare);
    let hit = registry.addresses.find(host.strip_suffix('.').unwrap_or(host), bare);
    let mut out: Location<'u> = Location {
        path,
        socket: matches!(scheme.as_bytes(), [b'w' | b'W', b's' | b'S', ..]),
        found: hit.as_ref().map(|hit| (hit.end, hit.holes, hit.tail)),
        ..Location::nowhere(registry)
    };
    match hit.map(|hit| &hit.end.target) {
        Some(Target::Below { provider, base }) => out.settle(*provider, *base),
        Some(Target::Listed { provider, base, endpoint }) => {
            out.settle(*provider, *base);
            out.endpoint = out.provider.and_then(|provider| provider.endpoints.get(usize::from(*endpoint)));
        }
        Some(Target::Wrong { provider, misroute, to, slash, meant }) => {
            out.provider = registry.providers.get(usize::from(*provider));
            let misroute = out.provider.and_then(|provider| provider.misroutes.get(usize::from(*misroute)));
            let meant = meant.and_then(|(provider, endpoint)| {
                registry.providers.get(usize::from(provider))?.endpoints.get(usize::from(endpoint))
            });
            out.wrong = misroute.map(|misroute| Wrong { misroute, meant, to, slash: *slash });
        }
        Some(Target::Shaped { .. } | Target::Anywhere { .. }) | None => {}
    }
    if out.endpoint.is_none() && out.wrong.is_none() && !out.lists_all() {
        match registry.shapes.find_end(bare).map(|end| &end.target) {
            Some(Target::Shaped { shape }) => out.shape = registry.standards.shapes.get(usize::from(*shape)),
            Some(Target::Anywhere { provider, endpoint }) if out.provider.is_none() => {
                out.provider = registry.providers.get(usize::from(*provider));
                out.endpoint = out.provider.and_then(|provider| provider.endpoints.get(usize::from(*endpoint)));
            }
            _ => {}
        }
    }
    out
}

/// What a text is about in which no address stands: the one service that it calls by a name of its own, or a part of it.
/// Of products of one family it is the one that is called by the longest name.
#[must_use]
pub fn called(registry: &'static Registry, text: &str) -> Location<'static> {
    let text = text.to_ascii_lowercase();
    let longest = |called: &[Term]| {
        let names = called.iter().map(|name| name.to_ascii_lowercase());
        names.filter(|name| holds_name(&text, name)).map(|name| name.len()).max()
    };
    let mut about: Option<(&'static Provider, usize)> = None;
    for provider in &registry.providers {
        let parts = provider.endpoints.iter().map(|endpoint| &endpoint.called);
        let Some(name) = std::iter::once(&provider.called).chain(parts).filter_map(|names| longest(names)).max() else {
            continue;
        };
        about = match about {
            None => Some((provider, name)),
            Some((other, _)) if other.family.is_none() || other.family != provider.family => {
                return Location::nowhere(registry);
            }
            Some((_, longer)) if longer >= name => about,
            Some(_) => Some((provider, name)),
        };
    }
    let provider = about.map(|(provider, _)| provider);
    let endpoint = provider.and_then(|provider| provider.endpoints.iter().find(|part| longest(&part.called).is_some()));
    Location { provider, endpoint, ..Location::nowhere(registry) }
}

/// Whether these words stand in a text, no letter touching them.
fn holds_name(text: &str, name: &str) -> bool {
    let apart = |at: usize| {
        let (before, behind) = (&text[..at], &text[at + name.len()..]);
        !before.ends_with(|c: char| c.is_alphanumeric()) && !behind.starts_with(|c: char| c.is_alphanumeric())
    };
    memchr::memmem::find_iter(text.as_bytes(), name.as_bytes()).any(apart)
}

impl Location<'_> {
    /// No address at all, as in a sentence that quotes only an error.
    #[must_use]
    pub const fn nowhere(registry: &'static Registry) -> Location<'static> {
        Location {
            provider: None,
            base: None,
            endpoint: None,
            wrong: None,
            shape: None,
            registry,
            path: "",
            socket: false,
            found: None,
        }
    }

    fn settle(&mut self, provider: u16, base: u16) {
        self.provider = self.registry.providers.get(usize::from(provider));
        self.base = self.provider.and_then(|provider| provider.bases.get(usize::from(base)));
    }

    /// Everything the provider files say.
    #[must_use]
    pub const fn registry(&self) -> &'static Registry {
        self.registry
    }

    /// Whether every path below the base is listed: then a path without endpoint is unknown to the service, and a date
    /// that is not given does not exist.
    #[must_use]
    pub fn lists_all(&self) -> bool {
        self.base.and_then(|base| base.complete.as_ref()).is_some_and(|complete| complete.value)
    }

    /// What the address is for. `has_parameter`: the request carries an OAuth parameter or another sign of OAuth, which
    /// some shapes of paths need.
    #[must_use]
    pub fn role(&self, has_parameter: bool) -> Option<(Role, Provenance)> {
        let listed = self.endpoint.map(|endpoint| (endpoint.role, Provenance::Stated));
        let meant = || Some((self.wrong?.meant?.role, Provenance::Guessed));
        let shaped = || self.shape.filter(|shape| has_parameter || !shape.needs_parameter);
        listed.or_else(meant).or_else(|| shaped().map(|shape| (shape.role, Provenance::Guessed)))
    }

    /// What the address takes and gives: the endpoint's own, else what the standards say for its role.
    #[must_use]
    pub fn traits(&self, has_parameter: bool) -> Option<&'static Traits> {
        let meant = || self.wrong?.meant;
        match self.endpoint.or_else(meant) {
            Some(endpoint) => Some(&endpoint.traits),
            None => self.registry.standards.traits(self.role(has_parameter)?.0),
        }
    }

    /// The name for people.
    #[must_use]
    pub fn name(&self) -> Option<&'static str> {
        let own = self.endpoint.and_then(|endpoint| endpoint.name.as_deref());
        own.or_else(|| self.provider.map(|provider| &*provider.name))
    }

    /// The parameters a grant requires here beside `grant_type`; those of the standards where the file does not list it.
    #[must_use]
    pub fn required(&self, grant: &str) -> Option<Known<&'static [super::fixed::Term]>> {
        let own = self.endpoint.and_then(|endpoint| endpoint.traits.grant(grant));
        let standard = || self.registry.standards.traits(Role::Token)?.grant(grant);
        let open = own.filter(|grant| !matches!(grant.standing, Standing::Removed { .. }));
        open.or_else(standard).map(|grant| Known { value: &*grant.required, mark: grant.mark })
    }

    /// The address that is meant by a wrong one. Holes nobody can fill stay as `{name}`.
    #[must_use]
    pub fn correction(&self, seen: Seen<'_>) -> Option<String> {
        Some(self.address(self.wrong?.to, seen))
    }

    /// The same address at the base's successor, and how sure the file is of it.
    #[must_use]
    pub fn successor(&self, seen: Seen<'_>) -> Option<Known<String>> {
        let Known { value, mark } = self.base?.successor.as_ref()?;
        let url = &self.provider?.bases.get(usize::from(*value))?.url;
        let below = self.found.map_or(0, |(end, ..)| usize::from(end.below));
        Some(Known { value: format!("{}{}", self.address(url, seen), behind(self.path, below)), mark: *mark })
    }

    /// The address of the same service for another OAuth step: where its token endpoint is, say. On the same base where
    /// it has one, else on one that is not being replaced. There is no one address for calls of an API.
    #[must_use]
    pub fn counterpart(&self, role: Role, seen: Seen<'_>) -> Option<Known<String>> {
        self.step_of(self.provider?, role, seen)
    }

    /// The address of a sibling product for an OAuth step, or for the call that has the same name there.
    #[must_use]
    pub fn sibling(&self, id: &str, role: Role, seen: Seen<'_>) -> Option<String> {
        Some(self.step_of(self.registry.provider(id)?, role, seen)?.value)
    }

    fn step_of(&self, provider: &'static Provider, role: Role, seen: Seen<'_>) -> Option<Known<String>> {
        let named = self.endpoint.map(|endpoint| &endpoint.id);
        let fits = |endpoint: &&Endpoint| endpoint.role == role && (role != Role::Api || Some(&endpoint.id) == named);
        let endpoint = provider.endpoints.iter().find(fits)?;
        let bases = || endpoint.bases.iter().filter_map(|index| provider.bases.get(usize::from(*index)));
        let same = self.base.and_then(|own| bases().find(|base| base.url == own.url));
        let base = same.or_else(|| bases().find(|base| base.successor.is_none()))?;
        let url = format!("{}{}", base.url, endpoint.paths.first()?.trim_end_matches("{rest}"));
        Some(Known { value: self.address(&url, seen), mark: base.mark.min(endpoint.mark) })
    }

    /// A text of the provider file with the provider's variables filled in, as far as they are known.
    #[must_use]
    pub fn fill(&self, text: &str, seen: Seen<'_>) -> String {
        fill(text, |name| self.variable(name, seen).map(Into::into))
    }

    /// How sure the file is that the address is what it says.
    #[must_use]
    pub fn mark(&self) -> Evidence {
        let listed = self.endpoint.map(|endpoint| endpoint.mark);
        let wrong = self.wrong.map(|wrong| wrong.misroute.mark);
        let base = self.base.map(|base| base.mark);
        listed.or(wrong).or(base).or(self.shape.map(|shape| shape.mark)).unwrap_or_default()
    }

    fn address(&self, template: &str, seen: Seen<'_>) -> String {
        let url = fill(template, |name| match name {
            "rest" => {
                let slash = self.wrong.is_some_and(|wrong| wrong.slash);
                let (_, _, tail) = self.found?;
                Some(if slash { tail.strip_prefix('/').unwrap_or(tail) } else { tail }.into())
            }
            _ => self.variable(name, seen).map(Into::into),
        });
        let url = url.strip_suffix('/').unwrap_or(&url);
        match url.strip_prefix("https") {
            Some(rest) if self.socket => format!("wss{rest}"),
            _ => url.to_owned(),
        }
    }

    /// What stands in this address for `{name}`, else what another fact says.
    fn variable(&self, name: &str, seen: Seen<'_>) -> Option<String> {
        let here = self.found.and_then(|(end, holes, _)| {
            let index = end.holes.iter().position(|hole| &**hole == name)?;
            holes.get(index).copied()
        });
        here.map(str::to_owned).or_else(|| {
            let variable = self.provider?.variables.iter().find(|variable| &*variable.name == name)?;
            let label = |text: &String| {
                !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            };
            variable.also_from.iter().find_map(|fact| seen(fact).filter(label))
        })
    }
}

/// A path behind its first segments, from the next slash.
fn behind(path: &str, segments: usize) -> &str {
    let start = path.char_indices().filter(|(_, character)| *character == '/').nth(segments);
    start.map_or("", |(at, _)| path.get(at..).unwrap_or(""))
}
