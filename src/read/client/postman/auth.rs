//! The `auth` block of a request, a folder or a collection.

use crate::exchange::{Exchange, Form, Json, Login};
use crate::read::asked::{Asked, Row, join};
use crate::read::client::oauth::{Extra, Grant, unseen};
use crate::read::client::template::Variables;
use crate::read::client::tree::{is_on, member, place, text};
use crate::text::Text;

/// The settings of the kind that an `auth` block names: a list of keys and values, or an object (v2.0).
struct Settings<'j, 's> {
    kind: Text<'s>,
    settings: Option<&'j Json<'s>>,
    variables: &'j Variables,
}

impl<'j, 's> Settings<'j, 's> {
    fn new(auth: &'j Json<'s>, variables: &'j Variables) -> Option<Self> {
        let kind = member(auth, "type")?;
        let settings = auth.member(kind.as_str());
        Some(Self { kind, settings, variables })
    }

    fn json(&self, key: &str) -> Option<&'j Json<'s>> {
        match self.settings? {
            Json::Array(rows) => {
                rows.iter().find(|row| member(row, "key").is_some_and(|k| k.as_str() == key))?.member("value")
            }
            object => object.member(key),
        }
    }

    fn get(&self, key: &str) -> Option<Text<'s>> {
        let value = self.json(key).and_then(text)?;
        Some(self.variables.fill(&value)).filter(|value| !value.as_str().is_empty())
    }

    fn is(&self, key: &str, word: &str) -> bool {
        self.json(key).and_then(Json::text).is_some_and(|value| value.as_str() == word)
    }
}

/// Gives a request the credentials that a block describes; they stand in for a header of the same name.
pub(super) fn apply<'s>(auth: &Json<'s>, variables: &Variables, asked: &mut Asked<'s>) {
    let Some(settings) = Settings::new(auth, variables) else { return };
    let at = settings.kind.span();
    let login = match settings.kind.as_str() {
        "bearer" => Login::Bearer(settings.get("token").unwrap_or_else(|| empty(&settings.kind))),
        "basic" => {
            let part = |key| settings.get(key).unwrap_or_else(|| empty(&settings.kind));
            Login::Basic(join(&part("username"), ":", &part("password")))
        }
        "oauth2" => {
            let token = settings.get("accessToken").unwrap_or_else(|| unseen("{{access_token}}", at));
            if settings.is("addTokenTo", "queryParams") {
                asked.query.push(Row::named("access_token", token));
                return;
            }
            Login::Bearer(token)
        }
        "apikey" => {
            let (Some(name), Some(value)) = (settings.get("key"), settings.get("value")) else { return };
            let row = Row::stated(name, value);
            if settings.is("in", "query") {
                asked.query.push(row);
            } else {
                asked.headers.push(row.header());
            }
            return;
        }
        "noauth" => return,
        // What is computed while it runs: digest, AWS, JWT, NTLM, Hawk.
        _ => {
            let value = unseen("{{authorization}}", at);
            asked.headers.push(Row::named("Authorization", value).header());
            return;
        }
    };
    asked.headers.retain(|header| !header.name.as_str().eq_ignore_ascii_case("authorization"));
    asked.login = Some(login);
}

fn empty<'s>(near: &Text<'s>) -> Text<'s> {
    near.slice(near.as_str().len(), near.as_str().len())
}

/// The requests that Postman makes by an `oauth2` block.
pub(super) fn exchanges<'s>(doc: &Text<'s>, auth: &Json<'s>, variables: &Variables) -> Vec<Exchange<'s>> {
    let settings = Settings::new(auth, variables).filter(|settings| settings.kind.as_str() == "oauth2");
    let (Some(settings), Some(block)) = (settings, place(doc, auth)) else { return Vec::new() };
    let kind = settings.get("grant_type");
    let pkce = kind.as_ref().filter(|kind| kind.as_str() == "authorization_code_with_pkce").map(Text::span);
    let browser = settings.json("useBrowser").and_then(Json::text).filter(|flag| flag.as_str() == "true");
    // In the system's browser, Postman has a callback of its own.
    let callback = browser.map(|flag| unseen("{{callback}}", flag.span()));
    let grant = Grant {
        authorization_url: settings.get("authUrl"),
        token_url: settings.get("accessTokenUrl"),
        client_id: settings.get("clientId"),
        client_secret: settings.get("clientSecret"),
        in_body: settings.is("client_authentication", "body"),
        redirect_uri: callback.or_else(|| settings.get("redirect_uri")),
        scope: settings.get("scope"),
        state: settings.get("state"),
        username: settings.get("username"),
        password: settings.get("password"),
        pkce,
        challenge_method: settings.get("challengeAlgorithm"),
        verifier: settings.get("code_verifier"),
        at_authorization: extra(settings.json("authRequestParams"), variables).query,
        at_token: extra(settings.json("tokenRequestParams"), variables),
        kind,
    };
    grant.exchanges(Form::Postman, block)
}

/// Rows that are added to a request: `send_as` says where.
fn extra<'s>(rows: Option<&Json<'s>>, variables: &Variables) -> Extra<'s> {
    let mut extra = Extra::default();
    let Some(Json::Array(rows)) = rows else { return extra };
    for json in rows.iter().filter(|row| row.member("enabled").is_none() || is_on(row, "enabled")) {
        let (Some(name), Some(value)) = (member(json, "key"), member(json, "value")) else { continue };
        let row = Row::stated(variables.fill(&name), variables.fill(&value));
        match member(json, "send_as").as_ref().map(Text::as_str) {
            Some("request_header") => extra.headers.push(row.header()),
            Some("request_body") => extra.body.push(row),
            _ => extra.query.push(row),
        }
    }
    extra
}
