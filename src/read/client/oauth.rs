//! The settings by which a client asks for tokens itself, and the requests it makes with them (RFC 6749).

use crate::exchange::{Exchange, Form, Header, Login};
use crate::read::asked::{Asked, Content, Row, implied, join};
use crate::text::{Mark, Span, Text};

/// How a client is to get its token.
#[derive(Debug, Default)]
pub(in crate::read) struct Grant<'s> {
    /// The grant, in the client's own word.
    pub(in crate::read) kind: Option<Text<'s>>,
    pub(in crate::read) authorization_url: Option<Text<'s>>,
    pub(in crate::read) token_url: Option<Text<'s>>,
    pub(in crate::read) client_id: Option<Text<'s>>,
    pub(in crate::read) client_secret: Option<Text<'s>>,
    /// Whether id and secret are sent in the body rather than as Basic credentials.
    pub(in crate::read) in_body: bool,
    pub(in crate::read) redirect_uri: Option<Text<'s>>,
    pub(in crate::read) scope: Option<Text<'s>>,
    pub(in crate::read) state: Option<Text<'s>>,
    pub(in crate::read) username: Option<Text<'s>>,
    pub(in crate::read) password: Option<Text<'s>>,
    /// What asks for PKCE, where anything does.
    pub(in crate::read) pkce: Option<Span>,
    /// `plain` or `S256`.
    pub(in crate::read) challenge_method: Option<Text<'s>>,
    pub(in crate::read) verifier: Option<Text<'s>>,
    /// Parameters that are added to the authorization request.
    pub(in crate::read) at_authorization: Vec<Row<'s>>,
    pub(in crate::read) at_token: Extra<'s>,
}

/// What is added to a token request.
#[derive(Debug, Default)]
pub(in crate::read) struct Extra<'s> {
    pub(in crate::read) body: Vec<Row<'s>>,
    pub(in crate::read) query: Vec<Row<'s>>,
    pub(in crate::read) headers: Vec<Header<'s>>,
}

/// The grants that clients know.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    AuthorizationCode,
    Implicit,
    Password,
    ClientCredentials,
    Other,
}

impl<'s> Grant<'s> {
    /// The requests that the settings in `block` lead to: the one in the browser, the one for the token.
    pub(in crate::read) fn exchanges(mut self, form: Form, block: Span) -> Vec<Exchange<'s>> {
        let kind = match self.kind.as_ref().map(Text::as_str) {
            None => Kind::AuthorizationCode,
            Some("authorization_code" | "authorization_code_with_pkce") => Kind::AuthorizationCode,
            Some("implicit") => Kind::Implicit,
            Some("password" | "password_credentials") => Kind::Password,
            Some("client_credentials") => Kind::ClientCredentials,
            Some(_) => Kind::Other,
        };
        let mut out = Vec::new();
        let mut push = |asked: Asked<'s>| {
            out.push(Exchange { form, span: block, request: asked.request(block), ..Exchange::default() });
        };
        if let Kind::AuthorizationCode | Kind::Implicit = kind
            && let Some(url) = self.authorization_url.take()
        {
            push(self.authorization(url, kind));
        }
        if kind != Kind::Implicit
            && let Some(url) = self.token_url.take()
        {
            push(self.token(url, kind, block));
        }
        out
    }

    fn authorization(&mut self, url: Text<'s>, kind: Kind) -> Asked<'s> {
        let at = self.kind.as_ref().map_or(url.span(), Text::span);
        let response = if kind == Kind::Implicit { "token" } else { "code" };
        let mut query = vec![Row::implied("response_type", response, at)];
        query.extend(rows([
            ("client_id", &self.client_id),
            ("redirect_uri", &self.redirect_uri),
            ("scope", &self.scope),
        ]));
        // A client that opens the browser takes the callback itself, and guards it itself.
        let state = self.state.clone().unwrap_or_else(|| unseen("{{state}}", at));
        query.push(Row::named("state", state));
        if let Some(pkce) = self.pkce {
            query.push(Row::named("code_challenge", unseen("{{code_challenge}}", pkce)));
            query.push(match self.challenge_method.take().map(|method| (method.as_str() == "plain", method.span())) {
                Some((true, at)) => Row::implied("code_challenge_method", "plain", at),
                Some((false, at)) => Row::implied("code_challenge_method", "S256", at),
                None => Row::implied("code_challenge_method", "S256", pkce),
            });
        }
        query.append(&mut self.at_authorization);
        Asked { address: Some(url), query, ..Asked::default() }
    }

    fn token(self, url: Text<'s>, kind: Kind, block: Span) -> Asked<'s> {
        let at = self.kind.as_ref().map_or(url.span(), Text::span);
        let known = match kind {
            Kind::AuthorizationCode => Some("authorization_code"),
            Kind::Password => Some("password"),
            Kind::ClientCredentials => Some("client_credentials"),
            Kind::Implicit | Kind::Other => None,
        };
        let word = self.kind.filter(|word| known.is_none_or(|known| word.as_str() == known));
        let mut body = Vec::new();
        match (word, known) {
            (Some(word), _) => body.push(Row::named("grant_type", word)),
            (None, Some(known)) => body.push(Row::implied("grant_type", known, at)),
            (None, None) => {}
        }
        match kind {
            Kind::AuthorizationCode => {
                body.push(Row::named("code", unseen("{{code}}", at)));
                body.extend(rows([("redirect_uri", &self.redirect_uri)]));
                if let Some(pkce) = self.pkce {
                    let verifier = self.verifier.unwrap_or_else(|| unseen("{{code_verifier}}", pkce));
                    body.push(Row::named("code_verifier", verifier));
                }
            }
            Kind::Password => body.extend(rows([("username", &self.username), ("password", &self.password)])),
            Kind::Other => body.push(Row::named("refresh_token", unseen("{{refresh_token}}", at))),
            Kind::ClientCredentials | Kind::Implicit => {}
        }
        if kind != Kind::AuthorizationCode {
            body.extend(rows([("scope", &self.scope)]));
        }
        let login = match (&self.client_id, &self.client_secret) {
            (Some(id), Some(secret)) if !self.in_body => Some(Login::Basic(join(id, ":", secret))),
            (id, secret) => {
                body.extend(rows([("client_id", id), ("client_secret", secret)]));
                None
            }
        };
        body.extend(self.at_token.body);
        Asked {
            method: Some(implied("POST", block)),
            address: Some(url),
            query: self.at_token.query,
            headers: self.at_token.headers,
            login,
            content: Content::Fields(body),
            ..Asked::default()
        }
    }
}

fn rows<'s, const N: usize>(settings: [(&'static str, &Option<Text<'s>>); N]) -> impl Iterator<Item = Row<'s>> {
    settings.map(|(name, value)| value.clone().map(|value| Row::named(name, value))).into_iter().flatten()
}

/// A value that the client makes or is given while it runs.
pub(super) fn unseen<'s>(name: &'static str, at: Span) -> Text<'s> {
    Text::implied(name, at).marked(Mark::Expansion)
}
