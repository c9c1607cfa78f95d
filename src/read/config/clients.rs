//! From settings to clients: which of them belong together.

use std::collections::HashMap;

use super::names::{self, Role};
use super::settings::Setting;

/// The settings of one client, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Client<'s> {
    pub(super) settings: Vec<Setting<'s>>,
    /// Whose they are: the words of their names that say neither what nor where.
    owner: Vec<String>,
}

impl<'s> Client<'s> {
    /// The settings of a role.
    pub(super) fn all(&self, role: Role) -> impl Iterator<Item = &Setting<'s>> {
        self.settings.iter().filter(move |setting| setting.role == role)
    }

    /// The setting of a role; the last where a file says it twice.
    pub(super) fn one(&self, role: Role) -> Option<&Setting<'s>> {
        self.settings.iter().rev().find(|setting| setting.role == role)
    }

    pub(super) fn has(&self, role: Role) -> bool {
        self.all(role).next().is_some()
    }

    fn has_address(&self) -> bool {
        self.has(Role::TokenUrl) || self.has(Role::AuthorizationUrl)
    }

    fn start(&self) -> usize {
        self.settings.iter().map(|setting| setting.key.span().start).min().unwrap_or_default()
    }

    /// Takes over what a related group says and this one does not.
    fn inherit(&mut self, other: &Self) {
        let new = |setting: &&Setting<'s>| !self.has(setting.role);
        let inherited: Vec<Setting<'s>> = other.settings.iter().filter(new).cloned().collect();
        self.settings.extend(inherited);
    }

    /// Whether these can only be settings of an OAuth client: its id or an address without doubt, and something else
    /// of the kind beside it. What a request or an answer holds is none.
    fn is_client(&self) -> bool {
        const KINDS: [Role; 10] = [
            Role::ClientId,
            Role::ClientSecret,
            Role::ClientType,
            Role::ClientAuth,
            Role::TokenUrl,
            Role::AuthorizationUrl,
            Role::RedirectUri,
            Role::GrantType,
            Role::ResponseType,
            Role::RefreshToken,
        ];
        let sure = self.settings.iter().any(|setting| {
            !setting.weak && matches!(setting.role, Role::ClientId | Role::TokenUrl | Role::AuthorizationUrl)
        });
        sure && KINDS.iter().filter(|role| self.has(**role)).count() > 1 && !self.has(Role::Traffic)
    }
}

/// The clients of a file, in order.
pub(super) fn clients(settings: Vec<Setting<'_>>) -> Vec<Client<'_>> {
    let mut groups = by_owner(settings);
    name_providers(&mut groups);
    let mut clients = related(groups);
    clients.iter_mut().for_each(drop_doubtful);
    clients.retain(Client::is_client);
    clients.sort_by_key(Client::start);
    clients
}

/// Settings with the same owner, but for those of another client that stands in another container.
fn by_owner(settings: Vec<Setting<'_>>) -> Vec<Client<'_>> {
    let mut places: HashMap<Vec<String>, usize> = HashMap::new();
    let mut groups: Vec<Client<'_>> = Vec::new();
    for setting in settings {
        let owner = spring(&setting.path).unwrap_or_else(|| names::owner(&setting.path));
        let place = *places.entry(owner.clone()).or_insert_with(|| {
            groups.push(Client { settings: Vec::new(), owner });
            groups.len() - 1
        });
        groups[place].settings.push(setting);
    }
    groups.into_iter().flat_map(apart).collect()
}

/// `spring.security.oauth2.client.registration.ID` and `..provider.ID` as owners of their own.
fn spring(path: &[String]) -> Option<Vec<String>> {
    let at = path
        .windows(2)
        .position(|pair| pair[0] == "client" && matches!(pair[1].as_str(), "registration" | "provider"))?;
    (at + 2 < path.len()).then(|| path[at + 1..].to_vec())
}

/// One group for each path on which a client id stands; what stands elsewhere belongs to all of them, or to none.
fn apart(group: Client<'_>) -> Vec<Client<'_>> {
    let mut paths: Vec<&[String]> = group.all(Role::ClientId).map(|setting| setting.path.as_slice()).collect();
    paths.sort_unstable();
    paths.dedup();
    if paths.len() < 2 {
        return vec![group];
    }
    let on = |path: &[String]| {
        let settings = group.settings.iter().filter(|setting| setting.path.as_slice() == path).cloned().collect();
        Client { settings, owner: group.owner.clone() }
    };
    paths.into_iter().map(on).collect()
}

/// Gives each Spring registration the addresses of its provider: the named one, else that of the same name.
fn name_providers(groups: &mut Vec<Client<'_>>) {
    let kind = |group: &Client<'_>, kind: &str| group.owner.first().is_some_and(|word| word == kind);
    let providers: HashMap<Vec<String>, usize> = (0..groups.len())
        .filter(|&at| kind(&groups[at], "provider"))
        .map(|at| (groups[at].owner[1..].to_vec(), at))
        .collect();
    let mut used = Vec::new();
    for at in 0..groups.len() {
        if !kind(&groups[at], "registration") {
            continue;
        }
        let mut named = Vec::new();
        match groups[at].one(Role::Provider) {
            Some(provider) => names::words(provider.value.as_str(), &mut named),
            None => named.extend_from_slice(&groups[at].owner[1..]),
        }
        if let Some(&provider) = providers.get(&named) {
            let provided = groups[provider].clone();
            groups[at].inherit(&provided);
            used.push(provider);
        }
    }
    used.sort_unstable();
    used.dedup();
    used.into_iter().rev().for_each(|at| drop(groups.remove(at)));
}

/// Joins groups without a client id to the one client that they can belong to: `TOKEN_URL` beside `ACME_CLIENT_ID`,
/// `acme.client_options` inside of `acme`.
fn related(groups: Vec<Client<'_>>) -> Vec<Client<'_>> {
    let (mut clients, others): (Vec<_>, Vec<_>) = groups.into_iter().partition(|group| group.has(Role::ClientId));
    let mut by_owner: HashMap<Vec<String>, Vec<usize>> = HashMap::new();
    for (at, client) in clients.iter().enumerate() {
        for len in 0..=client.owner.len() {
            by_owner.entry(client.owner[..len].to_vec()).or_default().push(at);
        }
    }
    let mut alone = Vec::new();
    for other in others {
        let below = by_owner.get(&other.owner).filter(|below| below.len() == 1);
        let above = || {
            let owners = (0..other.owner.len()).rev().map(|len| &other.owner[..len]);
            let exactly = |owner: &[String]| {
                let at = *by_owner.get(owner)?.iter().find(|at| clients[**at].owner == owner)?;
                (other.has_address() || other.has(Role::ApiBase)).then_some(at)
            };
            owners.map(exactly).find(Option::is_some).flatten()
        };
        let home = below.map(|below| below[0]).or_else(above);
        match home.or_else(|| (clients.len() == 1 && other.has_address()).then_some(0)) {
            Some(at) => clients[at].inherit(&other),
            None => alone.push(other),
        }
    }
    clients.extend(alone);
    clients
}

/// Takes out what means something else where nothing sure stands beside it.
fn drop_doubtful(client: &mut Client<'_>) {
    let address = client
        .settings
        .iter()
        .any(|setting| !setting.weak && matches!(setting.role, Role::TokenUrl | Role::AuthorizationUrl));
    let id = client.settings.iter().any(|setting| !setting.weak && setting.role == Role::ClientId);
    let password = client.all(Role::GrantType).any(|setting| setting.value.as_str() == "password");
    client.settings.retain(|setting| match setting.role {
        Role::ClientId => !setting.weak || address,
        Role::AuthorizationUrl | Role::TokenUrl | Role::ClientSecret => !setting.weak || address || id,
        Role::Username | Role::Password => password,
        _ => true,
    });
}
