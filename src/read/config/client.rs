//! From a client's settings to the requests that are made with them.

use super::clients::Client;
use super::names::Role;
use super::settings::Setting;
use crate::exchange::{
    ClientType, Encoding, Exchange, Form, Param, Place, Provenance, Purpose, Registration, Request, Sourced,
};
use crate::read::url;
use crate::text::{MapBuilder, Span, Text};

/// The authorization request, the token request and the API calls of a client, as far as its settings tell them.
///
/// Each setting is told once: redirect URIs and scopes belong to the authorization request where there is one.
pub(super) fn exchanges<'s>(client: &Client<'s>, file: Span, splits: bool) -> Vec<Exchange<'s>> {
    let registration = registration(client, splits);
    let exchange = |purpose, url, params| Exchange {
        form: Form::Config,
        span: file,
        purpose: Some(purpose),
        request: Request { url, params, ..Request::default() },
        registration: Some(registration.clone()),
        ..Exchange::default()
    };
    let address = |role| client.one(role).and_then(|setting| absolute(client, &setting.value)).map(url::parse);
    let authorization = address(Role::AuthorizationUrl);
    let token = address(Role::TokenUrl);
    let machine =
        client.all(Role::GrantType).any(|grant| matches!(grant.value.as_str(), "client_credentials" | "password"));
    let asks =
        authorization.is_some() || token.is_none() && !client.has(Role::GrantType) && !client.has(Role::ClientSecret);
    let browser = asks && !machine;
    let mut found = Vec::new();
    if asks {
        let mut params = params(client, Role::ClientId, "client_id", Place::Query, splits);
        params.extend(self::params(client, Role::ResponseType, "response_type", Place::Query, splits));
        if browser {
            params.extend(shared(client, Place::Query, splits));
        }
        found.push(exchange(Purpose::Authorization, authorization, params));
    }
    let rest = [
        (Role::GrantType, "grant_type"),
        (Role::ClientSecret, "client_secret"),
        (Role::RefreshToken, "refresh_token"),
        (Role::AccessToken, "access_token"),
        (Role::Username, "username"),
        (Role::Password, "password"),
    ];
    let mut own: Vec<Param<'s>> =
        rest.iter().flat_map(|(role, name)| params(client, *role, name, Place::Body, splits)).collect();
    if token.is_some() || !own.is_empty() || found.is_empty() {
        own.extend(params(client, Role::ClientId, "client_id", Place::Body, splits));
        if !browser {
            own.extend(shared(client, Place::Body, splits));
        }
        found.push(exchange(Purpose::Token, token, own));
    }
    let bases = client.all(Role::ApiBase).filter_map(|setting| absolute(client, &setting.value)).map(url::parse);
    found.extend(bases.map(|base| exchange(Purpose::Api, Some(base), Vec::new())));
    found
}

/// What both the authorization request and the token request can hold.
fn shared<'s>(client: &Client<'s>, place: Place, splits: bool) -> Vec<Param<'s>> {
    let mut found = params(client, Role::RedirectUri, "redirect_uri", place, splits);
    found.extend(params(client, Role::Scope, "scope", place, splits));
    found.extend(params(client, Role::Subdomain, "subdomain", place, splits));
    found
}

/// The parameters that a role's settings become.
fn params<'s>(client: &Client<'s>, role: Role, name: &'static str, place: Place, splits: bool) -> Vec<Param<'s>> {
    let each = matches!(role, Role::RedirectUri | Role::Scope | Role::GrantType | Role::ResponseType);
    let settings: Vec<&Setting<'s>> =
        if each { client.all(role).collect() } else { client.one(role).into_iter().collect() };
    let param = |(setting, value): (&Setting<'s>, Text<'s>)| {
        let at = setting.key.span();
        let named = if setting.key.as_str() == name { setting.key.clone() } else { Text::implied(name, at) };
        let whole = if at.end <= value.span().start { at.join(value.span()) } else { value.span() };
        Param {
            name: named,
            raw: value.clone(),
            span: whole,
            place,
            encoding: Encoding::Setting(setting.quotes),
            provenance: Provenance::Stated,
            value,
        }
    };
    settings
        .into_iter()
        .flat_map(|setting| values(setting, splits).map(move |value| (setting, value)))
        .map(param)
        .collect()
}

/// The values of a setting: one, or several in a list. Redirect URIs that the framework completes are none yet.
fn values<'t, 's>(setting: &'t Setting<'s>, splits: bool) -> impl Iterator<Item = Text<'s>> + use<'t, 's> {
    let several = match setting.role {
        Role::RedirectUri => setting.value.as_str().matches("://").count() > 1,
        Role::Scope | Role::GrantType | Role::ResponseType => {
            splits || setting.key.as_str().ends_with(['s', 'S']) || is_spring(&setting.path)
        }
        _ => false,
    };
    let pieces: Vec<(usize, usize)> = if several {
        pieces(setting.value.as_str(), if setting.role == Role::RedirectUri { &[',', ' ', '\n'] } else { &[','] })
    } else {
        vec![(0, setting.value.as_str().len())]
    };
    let whole = |text: &Text<'s>| setting.role != Role::RedirectUri || url_like(text);
    pieces.into_iter().map(|(start, end)| setting.value.slice(start, end)).filter(whole)
}

/// Spring binds a text with commas to a list (spring-boot reference, features/external-config).
fn is_spring(path: &[String]) -> bool {
    path.windows(3).any(|words| words == ["security", "oauth2", "client"])
}

/// What stands between these signs, without blanks around it.
fn pieces(value: &str, signs: &[char]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = 0;
    for piece in value.split(signs) {
        let at = start + piece.len() - piece.trim_start().len();
        if !piece.trim().is_empty() {
            found.push((at, at + piece.trim().len()));
        }
        start += piece.len() + 1;
    }
    found
}

/// Whether an address stands on its own: `/callback` and `{baseUrl}/login` are completed by the framework.
fn url_like(text: &Text<'_>) -> bool {
    let value = text.as_str().trim_start_matches(['"', '\'', ' ']);
    value.contains(':') && !value.starts_with(['/', '{', '$', '<', '%', '.'])
}

/// An absolute address; a relative one is completed by the site.
fn absolute<'s>(client: &Client<'s>, value: &Text<'s>) -> Option<Text<'s>> {
    let is_absolute = |text: &str| {
        let head = text.get(..8).unwrap_or(text).to_ascii_lowercase();
        head.starts_with("http://") || head.starts_with("https://")
    };
    if is_absolute(value.as_str()) {
        return Some(value.clone());
    }
    let site = client.one(Role::Site).map(|site| &site.value).filter(|site| is_absolute(site.as_str()))?;
    if !value.as_str().starts_with('/') {
        return None;
    }
    let base = site.as_str().trim_end_matches('/');
    let mut map = MapBuilder::new();
    map.copy(site.map(), 0, base.len());
    map.copy(value.map(), 0, value.as_str().len());
    let joined = format!("{base}{}", value.as_str());
    let text = Text::new(joined, map.finish(site.span().start), Vec::new());
    (!site.is_symbolic() && !value.is_symbolic()).then_some(text)
}

/// What the settings say about the client itself.
fn registration<'s>(client: &Client<'s>, splits: bool) -> Registration<'s> {
    let all = |role| client.all(role).flat_map(move |setting| values(setting, splits)).collect::<Vec<_>>();
    let words = |text: Text<'s>| {
        pieces(text.as_str(), &[' ']).into_iter().map(|(start, end)| text.slice(start, end)).collect::<Vec<_>>()
    };
    let stated =
        |setting: &Setting<'s>, value| Sourced { value, span: setting.value.span(), provenance: Provenance::Stated };
    let kind = |setting: &Setting<'s>| match setting.value.as_str().to_ascii_lowercase().as_str() {
        "public" => Some(stated(setting, ClientType::Public)),
        "confidential" => Some(stated(setting, ClientType::Confidential)),
        _ => None,
    };
    let proof = |setting: &Setting<'s>| match setting.value.as_str() {
        "none" => Some(stated(setting, ClientType::Public)),
        way if way.starts_with("client_secret") || way == "private_key_jwt" => {
            Some(stated(setting, ClientType::Confidential))
        }
        _ => None,
    };
    let said = client.one(Role::ClientType).and_then(kind);
    Registration {
        client_id: client.one(Role::ClientId).map(|setting| setting.value.clone()),
        client_type: said.or_else(|| client.one(Role::ClientAuth).and_then(proof)),
        redirect_uris: all(Role::RedirectUri),
        scopes: all(Role::Scope).into_iter().flat_map(words).collect(),
    }
}
