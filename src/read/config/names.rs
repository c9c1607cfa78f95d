//! What the names of settings mean.
//!
//! A name is its words, however they are joined: `client-id`, `CLIENT_ID`, `clientId`, `client: {id: ..}`. Frameworks
//! disagree about little more than that:
//!
//! - Spring Boot: `spring.security.oauth2.client.registration.ID.{client-id, client-secret, redirect-uri, scope,
//!   authorization-grant-type, client-authentication-method, provider}` and `..client.provider.ID.{authorization-uri,
//!   token-uri}`; in the environment without dashes (docs.spring.io, spring-boot reference, security/oauth2 and
//!   features/external-config, "relaxed binding").
//! - Auth.js: `AUTH_PROVIDER_ID`, `AUTH_PROVIDER_SECRET` (authjs.dev/guides/environment-variables); objects with
//!   `clientId`, `authorization: {url, params}`, `token`.
//! - Passport: `authorizationURL`, `tokenURL`, `clientID`, `clientSecret`, `callbackURL`
//!   (npmjs.com/package/passport-oauth2).
//! - simple-oauth2: `client: {id, secret}`, `auth: {tokenHost, tokenPath, authorizePath}` (npmjs.com/package/simple-oauth2).
//! - OmniAuth: `client_options: {site, authorize_url, token_url}` (rubydoc.info/gems/omniauth-oauth2), with GitLab's
//!   `app_id` and `app_secret`.
//! - python-social-auth: `SOCIAL_AUTH_BACKEND_{KEY, SECRET, SCOPE}` (python-social-auth.readthedocs.io,
//!   configuration/settings); django-allauth: `APP: {client_id, secret}` (docs.allauth.org, provider_configuration).
//! - OpenAPI: `components.securitySchemes.NAME.flows.FLOW.{authorizationUrl, tokenUrl, scopes}` (spec.openapis.org,
//!   OAuth Flow Object).
//! - Airbyte and Singer: `credentials: {client_id, client_secret, refresh_token}` and `subdomain`.
//! - Client registration (RFC 7591 2): `redirect_uris`, `grant_types`, `response_types`, `token_endpoint_auth_method`.
//! - Zendesk Chat's own client: `client_identifier`, `client_type`, `redirect_uris`, `scopes`
//!   (developer.zendesk.com/api-reference/live-chat/chat-api/oauth_clients).

/// What a setting is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    ClientId,
    ClientSecret,
    ClientType,
    /// How the client authenticates; `none` makes it a public one (RFC 7591 2).
    ClientAuth,
    TokenUrl,
    AuthorizationUrl,
    RedirectUri,
    Scope,
    GrantType,
    ResponseType,
    RefreshToken,
    AccessToken,
    Username,
    Password,
    Subdomain,
    /// The base of relative addresses.
    Site,
    ApiBase,
    /// The name of the provider whose addresses a Spring registration uses.
    Provider,
    /// What only a request or an answer holds, so that this is no setting of a client.
    Traffic,
}

/// A name that was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) role: Role,
    /// How many words at the end of the path it takes.
    pub(super) words: usize,
    /// It means this only beside names that leave no doubt.
    pub(super) weak: bool,
}

/// Names by their words joined, in small letters.
const NAMES: &[(&str, Role)] = &[
    ("clientid", Role::ClientId),
    ("clientidentifier", Role::ClientId),
    ("clientsecret", Role::ClientSecret),
    ("clienttype", Role::ClientType),
    ("clientauthenticationmethod", Role::ClientAuth),
    ("tokenendpointauthmethod", Role::ClientAuth),
    ("tokenurl", Role::TokenUrl),
    ("tokenuri", Role::TokenUrl),
    ("tokenendpoint", Role::TokenUrl),
    ("tokenendpointurl", Role::TokenUrl),
    ("tokenendpointuri", Role::TokenUrl),
    ("tokenpath", Role::TokenUrl),
    ("accesstokenurl", Role::TokenUrl),
    ("accesstokenuri", Role::TokenUrl),
    ("authorizationurl", Role::AuthorizationUrl),
    ("authorizationuri", Role::AuthorizationUrl),
    ("authorizationendpoint", Role::AuthorizationUrl),
    ("authorizationendpointurl", Role::AuthorizationUrl),
    ("authorizepath", Role::AuthorizationUrl),
    ("authorizeurl", Role::AuthorizationUrl),
    ("authorizeuri", Role::AuthorizationUrl),
    ("authorizeendpoint", Role::AuthorizationUrl),
    ("userauthorizationuri", Role::AuthorizationUrl),
    ("redirecturi", Role::RedirectUri),
    ("redirecturis", Role::RedirectUri),
    ("redirecturl", Role::RedirectUri),
    ("redirecturls", Role::RedirectUri),
    ("callbackurl", Role::RedirectUri),
    ("callbackurls", Role::RedirectUri),
    ("callbackuri", Role::RedirectUri),
    ("granttype", Role::GrantType),
    ("granttypes", Role::GrantType),
    ("authorizationgranttype", Role::GrantType),
    ("authorizedgranttypes", Role::GrantType),
    ("responsetype", Role::ResponseType),
    ("responsetypes", Role::ResponseType),
    ("refreshtoken", Role::RefreshToken),
    ("accesstoken", Role::AccessToken),
    ("apibaseurl", Role::ApiBase),
    ("apibaseuri", Role::ApiBase),
    ("apiurl", Role::ApiBase),
    ("apibase", Role::ApiBase),
    ("graphqlurl", Role::ApiBase),
    ("graphqlendpoint", Role::ApiBase),
    ("authorizationcode", Role::Traffic),
    ("codeverifier", Role::Traffic),
    ("tokentype", Role::Traffic),
    ("expiresin", Role::Traffic),
    ("errordescription", Role::Traffic),
];

/// Names that say enough only beside others.
const WEAK: &[(&str, Role)] = &[
    ("appid", Role::ClientId),
    ("applicationid", Role::ClientId),
    ("clientoptionsidentifier", Role::ClientId),
    ("consumerkey", Role::ClientId),
    ("secret", Role::ClientSecret),
    ("appsecret", Role::ClientSecret),
    ("consumersecret", Role::ClientSecret),
    ("authurl", Role::AuthorizationUrl),
    ("authuri", Role::AuthorizationUrl),
    ("authendpoint", Role::AuthorizationUrl),
    ("authorization", Role::AuthorizationUrl),
    ("token", Role::TokenUrl),
    ("scope", Role::Scope),
    ("scopes", Role::Scope),
    ("username", Role::Username),
    ("password", Role::Password),
    ("subdomain", Role::Subdomain),
    ("site", Role::Site),
    ("tokenhost", Role::Site),
    ("baseurl", Role::ApiBase),
    ("provider", Role::Provider),
    ("active", Role::Traffic),
    ("error", Role::Traffic),
    ("code", Role::Traffic),
];

/// Words before an address for the browser which say that it is not where the code goes.
const OTHER_REDIRECTS: [&str; 9] =
    ["logout", "login", "signout", "success", "failure", "error", "after", "post", "default"];

/// The most words a name has.
const LONGEST: usize = 4;

/// What a path of words means by its end; the longest name that fits.
pub(super) fn name(words: &[String]) -> Option<Name> {
    if let Some(found) = prefixed(words) {
        return Some(found);
    }
    (1..=LONGEST.min(words.len())).rev().find_map(|count| {
        let (before, last) = words.split_at(words.len() - count);
        let joined = last.concat();
        let find = |list: &[(&str, Role)]| list.iter().find(|(known, _)| *known == joined).map(|(_, role)| *role);
        let strong = find(NAMES);
        let role = strong.or_else(|| find(WEAK))?;
        let elsewhere = before.last().is_some_and(|word| OTHER_REDIRECTS.contains(&word.as_str()));
        (role != Role::RedirectUri || !elsewhere).then_some(Name { role, words: count, weak: strong.is_none() })
    })
}

/// `AUTH_GITHUB_ID` of Auth.js, `SOCIAL_AUTH_GITHUB_KEY` of python-social-auth: names by both ends.
fn prefixed(words: &[String]) -> Option<Name> {
    let (last, before) = words.split_last()?;
    let social = before.starts_with(&["social".to_owned(), "auth".to_owned()]) && before.len() > 2;
    let auth = before.first().is_some_and(|word| word == "auth") && before.len() > 1;
    let role = match last.as_str() {
        "key" if social => Role::ClientId,
        "id" if auth && before.last().is_some_and(|word| word != "client") => Role::ClientId,
        "secret" if social || auth && before.last().is_some_and(|word| word != "client") => Role::ClientSecret,
        _ => return None,
    };
    Some(Name { role, words: 1, weak: false })
}

/// The words of a key, in small letters: divided by signs, and where a capital begins one.
pub(super) fn words(key: &str, out: &mut Vec<String>) {
    let mut word = String::new();
    let mut before = ' ';
    let mut characters = key.chars().peekable();
    while let Some(character) = characters.next() {
        let next_is_small = characters.peek().is_some_and(char::is_ascii_lowercase);
        let begins = character.is_ascii_uppercase()
            && (before.is_ascii_lowercase() || before.is_ascii_digit() || before.is_ascii_uppercase() && next_is_small);
        if (begins || !character.is_alphanumeric()) && !word.is_empty() {
            out.push(std::mem::take(&mut word));
        }
        if character.is_alphanumeric() {
            word.extend(character.to_lowercase());
        }
        before = character;
    }
    if !word.is_empty() {
        out.push(word);
    }
}

/// Words that say where settings stand rather than whose they are.
const CONTAINERS: [&str; 44] = [
    "api",
    "app",
    "application",
    "apps",
    "args",
    "auth",
    "authentication",
    "authorization",
    "client",
    "config",
    "configuration",
    "connection",
    "credential",
    "credentials",
    "data",
    "default",
    "defaults",
    "env",
    "environment",
    "flow",
    "flows",
    "http",
    "installed",
    "integration",
    "integrations",
    "oauth",
    "oauth1",
    "oauth2",
    "oidc",
    "openid",
    "option",
    "options",
    "params",
    "provider",
    "providers",
    "rest",
    "security",
    "server",
    "settings",
    "spec",
    "token",
    "variables",
    "web",
    "connect",
];

/// Whose settings they are, by the words before the name.
pub(super) fn owner(words: &[String]) -> Vec<String> {
    words.iter().filter(|word| !CONTAINERS.contains(&word.as_str())).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(key: &str) -> Vec<String> {
        let mut out = Vec::new();
        words(key, &mut out);
        out
    }

    #[test]
    fn a_name_is_its_words_however_they_are_joined() {
        for key in ["client-id", "CLIENT_ID", "clientId", "clientID", "client.id", "ClientID", "clientid"] {
            assert_eq!(name(&split(key)).map(|name| name.role), Some(Role::ClientId), "{key}");
        }
        assert_eq!(split("tokenURL").join(" "), "token url");
        assert_eq!(split("SPRING_SECURITY_OAUTH2_CLIENT").join(" "), "spring security oauth2 client");
    }

    #[test]
    fn the_secret_of_the_library_is_none_of_a_client() {
        assert_eq!(name(&split("AUTH_SECRET")).map(|name| name.weak), Some(true));
        assert_eq!(name(&split("AUTH_GITHUB_SECRET")).map(|name| name.weak), Some(false));
        assert_eq!(name(&split("LOGIN_REDIRECT_URL")), None);
    }
}
