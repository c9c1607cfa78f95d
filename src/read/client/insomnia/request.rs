//! One request of an export, in either syntax.

use super::Export;
use crate::exchange::{BodyKind, Exchange, Form, Header, Json, Login, Provenance, Sourced};
use crate::read::asked::{Asked, Content, Media, Row, join};
use crate::read::client::oauth::{Grant, unseen};
use crate::read::client::template::path_variables;
use crate::read::client::tree::{elements, is_on, member};
use crate::text::{Mark, Span, Text};

impl<'s> Export<'_, 's> {
    fn text(&self, json: &Json<'s>, name: &str) -> Option<Text<'s>> {
        let text = self.variables.fill(&member(json, name)?);
        (!text.as_str().is_empty()).then_some(text)
    }

    pub(super) fn request(&mut self, resource: &Json<'s>, inherited: Option<&Json<'s>>) {
        let Some(span) = self.place(resource) else { return };
        let path = elements(resource, "pathParameters").iter();
        let path: Vec<_> = path.filter_map(|row| Some((member(row, "name")?, member(row, "value")?))).collect();
        let given = path.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let mut asked = Asked {
            method: member(resource, "method").map(|method| Sourced {
                value: method.as_str().to_owned(),
                span: method.span(),
                provenance: Provenance::Stated,
            }),
            address: self.text(resource, "url").map(|url| path_variables(&url, &given)),
            query: self.rows(resource, "parameters"),
            headers: self.rows(resource, "headers").iter().map(Row::header).collect(),
            content: resource.member("body").map(|body| self.content(body)).unwrap_or_default(),
            ..Asked::default()
        };
        let own = resource.member("authentication").filter(|auth| auth.member("type").is_some());
        if let Some(auth) = own.or(inherited).filter(|auth| !is_on(auth, "disabled")) {
            self.authorize(auth, &mut asked);
        }
        if let Some(auth) = own.filter(|auth| !is_on(auth, "disabled")) {
            self.grants(auth, span);
        }
        let request = asked.request(span);
        let named = self.variables.take_named();
        self.exchanges.push(Exchange { form: Form::Insomnia, span, request, named, ..Exchange::default() });
    }

    /// The rows of a list that are switched on.
    fn rows(&self, json: &Json<'s>, name: &str) -> Vec<Row<'s>> {
        let on = elements(json, name).iter().filter(|row| !is_on(row, "disabled"));
        on.filter_map(|row| self.row(row)).collect()
    }

    fn row(&self, row: &Json<'s>) -> Option<Row<'s>> {
        let name = self.text(row, "name")?;
        let file = member(row, "type").is_some_and(|kind| kind.as_str() == "file");
        let value = match file {
            true => member(row, "fileName").map(|file| file.marked(Mark::File)),
            false => self.text(row, "value"),
        };
        let end = name.as_str().len();
        let value = value.unwrap_or_else(|| name.slice(end, end));
        Some(Row::stated(name, value))
    }

    fn content(&self, body: &Json<'s>) -> Content<'s> {
        let media = member(body, "mimeType");
        let text = || self.text(body, "text");
        match media.as_ref().map_or("", Text::as_str) {
            "application/x-www-form-urlencoded" if body.member("params").is_some() => {
                Content::Fields(self.rows(body, "params"))
            }
            "multipart/form-data" => Content::Parts(self.rows(body, "params")),
            "application/graphql" => text().map_or(Content::None, |text| Content::Opaque(text, BodyKind::Json)),
            "application/octet-stream" => match member(body, "fileName") {
                Some(file) => Content::Opaque(file.marked(Mark::File), BodyKind::Upload),
                None => Content::None,
            },
            media => text().map_or(Content::None, |text| Content::Text(text, Media::of(media))),
        }
    }

    fn authorize(&self, auth: &Json<'s>, asked: &mut Asked<'s>) {
        let Some(kind) = member(auth, "type") else { return };
        let empty = || kind.slice(kind.as_str().len(), kind.as_str().len());
        let get = |name: &str| self.text(auth, name).unwrap_or_else(empty);
        let authorization = |value: Text<'s>| Row::named("Authorization", value).header();
        let prefixed = |prefix: Option<Text<'s>>, token: Text<'s>, asked: &mut Asked<'s>| match prefix {
            Some(prefix) if !prefix.as_str().eq_ignore_ascii_case("bearer") => {
                asked.headers.push(authorization(join(&prefix, " ", &token)));
            }
            _ => asked.login = Some(Login::Bearer(token)),
        };
        let without = |headers: &mut Vec<Header<'s>>| {
            headers.retain(|header| !header.name.as_str().eq_ignore_ascii_case("authorization"));
        };
        match kind.as_str() {
            "none" => {}
            "bearer" => {
                without(&mut asked.headers);
                prefixed(self.text(auth, "prefix"), get("token"), asked);
            }
            "basic" => {
                without(&mut asked.headers);
                asked.login = Some(Login::Basic(join(&get("username"), ":", &get("password"))));
            }
            "oauth2" => {
                without(&mut asked.headers);
                let token = unseen("{{access_token}}", kind.span());
                prefixed(self.text(auth, "tokenPrefix"), token, asked);
            }
            "apikey" => {
                let (Some(name), Some(value)) = (self.text(auth, "key"), self.text(auth, "value")) else { return };
                let row = Row::stated(name, value);
                match member(auth, "addTo").as_ref().map(Text::as_str) {
                    Some("queryParams") => asked.query.push(row),
                    Some("cookie") => {
                        let line = row.joined("=");
                        let name = Text::implied("Cookie", row.name.span());
                        asked.headers.push(Header { name, value: line.clone(), whole: Some(line), fault: None });
                    }
                    _ => asked.headers.push(row.header()),
                }
            }
            _ => asked.headers.push(authorization(unseen("{{authorization}}", kind.span()))),
        }
    }

    /// The requests that Insomnia makes for a token.
    fn grants(&mut self, auth: &Json<'s>, span: Span) {
        if member(auth, "type").is_none_or(|kind| kind.as_str() != "oauth2") {
            return;
        }
        let flag = |name: &str| auth.member(name).and_then(Json::text).filter(|flag| flag.as_str() == "true");
        let get = |name: &str| self.text(auth, name);
        let grant = Grant {
            kind: get("grantType"),
            authorization_url: get("authorizationUrl"),
            token_url: get("accessTokenUrl"),
            client_id: get("clientId"),
            client_secret: get("clientSecret"),
            in_body: flag("credentialsInBody").is_some(),
            redirect_uri: get("redirectUrl"),
            scope: get("scope"),
            state: get("state"),
            username: get("username"),
            password: get("password"),
            pkce: flag("usePkce").map(Text::span),
            challenge_method: get("pkceMethod"),
            ..Grant::default()
        };
        self.exchanges.extend(grant.exchanges(Form::Insomnia, span));
    }
}
