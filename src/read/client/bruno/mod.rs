//! Bruno's request files: one request a file, or the settings of a folder or collection.

mod blocks;

use std::sync::Arc;

use self::blocks::{Block, blocks, opens};
use super::oauth::{Grant, unseen};
use super::template::{Variables, path_variables};
use crate::exchange::{BodyKind, Exchange, Form, Login, Part, Parts, Provenance, Sourced};
use crate::read::asked::{Asked, Content, Media, Row, join};
use crate::read::environment::{Client, Scope};
use crate::read::{Environments, Exchanges, Reader};
use crate::text::{Mark, Text};

/// The form of `.bru` files.
pub(in crate::read) struct Bruno;

/// Blocks that ask; in `http`, a row names the method.
const METHODS: [&str; 10] = ["get", "post", "put", "delete", "patch", "options", "head", "connect", "trace", "http"];

impl Reader for Bruno {
    fn recognizes(&self, text: &str) -> bool {
        const FIRST: [&str; 9] = ["meta", "headers", "query", "auth", "vars", "docs", "script", "body", "params"];
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let Some(first) = text.lines().next().and_then(opens) else { return false };
        let family = first.split(':').next().unwrap_or(first);
        let asks = |name: &str| METHODS.contains(&name) || name == "auth:oauth2";
        (FIRST.contains(&family) || METHODS.contains(&first)) && text.lines().filter_map(opens).any(asks)
    }

    fn read<'s>(&self, doc: Text<'s>, environments: &Environments) -> Exchanges<'s> {
        let file = File::new(&doc, environments.of(Client::Bruno));
        let all = file.request().into_iter().chain(file.grants()).enumerate();
        let all: Vec<Exchange<'s>> = all.map(|(id, exchange)| Exchange { id, ..exchange }).collect();
        Box::new(all.into_iter())
    }
}

/// The rows of a file that has no blocks but those of an environment: `vars`, and the names of secrets.
pub(in crate::read) fn environment_rows<'s>(doc: &Text<'s>) -> Option<Vec<(Text<'s>, Text<'s>)>> {
    let text = doc.as_str().trim_start_matches('\u{feff}').trim_start();
    if !text.starts_with("vars {") && !text.starts_with("vars:secret [") {
        return None;
    }
    let blocks = blocks(doc);
    if !blocks.iter().all(|block| matches!(block.name.as_str(), "vars" | "vars:secret")) {
        return None;
    }
    let rows = |block: &Block<'s>| block.rows(doc, &Variables::none());
    let rows = blocks.iter().filter(|block| block.name.as_str() == "vars").flat_map(rows);
    Some(rows.map(|row| (row.name, row.value)).collect())
}

struct File<'d, 's> {
    doc: &'d Text<'s>,
    blocks: Vec<Block<'s>>,
    variables: Variables,
}

impl<'d, 's> File<'d, 's> {
    fn new(doc: &'d Text<'s>, environments: Arc<Scope>) -> Self {
        let variables = Variables::new(doc.as_str().len(), environments);
        let mut file = Self { doc, blocks: blocks(doc), variables };
        let plain = Variables::none();
        for name in ["vars", "vars:pre-request"] {
            for row in file.block(name).map(|block| block.rows(doc, &plain)).unwrap_or_default() {
                file.variables.set(row.name.as_str(), &row.value);
            }
        }
        file
    }

    fn block(&self, name: &str) -> Option<&Block<'s>> {
        self.blocks.iter().find(|block| block.name.as_str() == name)
    }

    fn rows(&self, name: &str) -> Vec<Row<'s>> {
        self.block(name).map(|block| block.rows(self.doc, &self.variables)).unwrap_or_default()
    }

    /// The block that asks, and what it says.
    fn asking(&self) -> Option<(&Block<'s>, Settings<'s>)> {
        let block = self.blocks.iter().find(|block| METHODS.contains(&block.name.as_str()))?;
        Some((block, Settings(block.rows(self.doc, &self.variables))))
    }

    fn request(&self) -> Option<Exchange<'s>> {
        let (block, settings) = self.asking()?;
        let address = settings.get("url")?;
        let method = settings.get("method").filter(|_| block.name.as_str() == "http").unwrap_or(block.name.clone());
        let listed = address.as_str().contains('?');
        let path = self.rows("params:path");
        let given = path.iter().map(|row| (row.name.as_str(), row.value.as_str())).collect();
        let query = if listed { Vec::new() } else { [self.rows("params:query"), self.rows("query")].concat() };
        let mut asked = Asked {
            method: Some(Sourced {
                value: method.as_str().to_ascii_uppercase(),
                span: method.span(),
                provenance: Provenance::Stated,
            }),
            address: Some(path_variables(&address, &given)),
            query,
            headers: self.rows("headers").iter().map(Row::header).collect(),
            content: self.content(settings.get("body").as_ref()),
            ..Asked::default()
        };
        let mode = settings.get("auth");
        let inherits = mode.as_ref().is_some_and(|mode| mode.as_str() == "inherit");
        asked.unseen = Parts::NONE.and(Part::Credentials, inherits);
        self.authorize(mode.as_ref(), &mut asked);
        let span = self.doc.trim().span();
        let (request, named) = (asked.request(block.span), self.variables.take_named());
        Some(Exchange { form: Form::Bruno, span, request, named, ..Exchange::default() })
    }

    /// The body of the kind that is switched on.
    fn content(&self, mode: Option<&Text<'s>>) -> Content<'s> {
        let text = |name: &str, media| match self.block(name) {
            Some(block) => Content::Text(self.variables.fill(&block.text(self.doc)), media),
            None => Content::None,
        };
        match mode.map(Text::as_str) {
            Some("json") => match self.block("body:json") {
                Some(_) => text("body:json", Media::Json),
                None => text("body", Media::Json),
            },
            Some("text") => text("body:text", Media::Other("text/plain")),
            Some("xml") => text("body:xml", Media::Other("application/xml")),
            Some("sparql") => text("body:sparql", Media::Other("application/sparql-query")),
            Some("formUrlEncoded" | "form-urlencoded") => Content::Fields(self.rows("body:form-urlencoded")),
            Some("multipartForm" | "multipart-form") => {
                let mut rows = self.rows("body:multipart-form");
                for row in rows.iter_mut().filter(|row| row.value.as_str().starts_with("@file(")) {
                    row.value = row.value.clone().marked(Mark::File);
                }
                Content::Parts(rows)
            }
            Some("graphql") => match self.block("body:graphql") {
                Some(block) => Content::Opaque(self.variables.fill(&block.text(self.doc)), BodyKind::Json),
                None => Content::None,
            },
            Some("file") => match self.block("body:file") {
                Some(block) => Content::Opaque(block.text(self.doc).marked(Mark::File), BodyKind::Upload),
                None => Content::None,
            },
            _ => Content::None,
        }
    }

    /// The credentials of the kind that is switched on.
    fn authorize(&self, mode: Option<&Text<'s>>, asked: &mut Asked<'s>) {
        let Some(mode) = mode else { return };
        let settings = Settings(self.rows(&format!("auth:{}", mode.as_str())));
        let empty = || mode.slice(mode.as_str().len(), mode.as_str().len());
        let get = |name: &str| settings.get(name).unwrap_or_else(empty);
        let login = match mode.as_str() {
            "bearer" => Login::Bearer(get("token")),
            "basic" => Login::Basic(join(&get("username"), ":", &get("password"))),
            "oauth2" => {
                let token = unseen("{{access_token}}", mode.span());
                if settings.is("token_placement", "url") {
                    asked.query.push(Row::named("access_token", token));
                    return;
                }
                Login::Bearer(token)
            }
            "apikey" => {
                let (Some(name), Some(value)) = (settings.get("key"), settings.get("value")) else { return };
                let row = Row::stated(name, value);
                if settings.is("placement", "queryparams") {
                    asked.query.push(row);
                } else {
                    asked.headers.push(row.header());
                }
                return;
            }
            "none" | "inherit" => return,
            _ => {
                asked.headers.push(Row::named("Authorization", unseen("{{authorization}}", mode.span())).header());
                return;
            }
        };
        asked.headers.retain(|header| !header.name.as_str().eq_ignore_ascii_case("authorization"));
        asked.login = Some(login);
    }

    /// The requests that Bruno makes for a token.
    fn grants(&self) -> Vec<Exchange<'s>> {
        let mode = match self.asking() {
            Some((_, settings)) => settings.get("auth"),
            None => Settings(self.rows("auth")).get("mode"),
        };
        let off = mode.is_some_and(|mode| mode.as_str() != "oauth2");
        let Some(block) = self.block("auth:oauth2").filter(|_| !off) else { return Vec::new() };
        let settings = Settings(block.rows(self.doc, &self.variables));
        let flag = |name: &str| settings.get(name).filter(|value| value.as_str() == "true").map(|value| value.span());
        let grant = Grant {
            kind: settings.get("grant_type"),
            authorization_url: settings.get("authorization_url"),
            token_url: settings.get("access_token_url"),
            client_id: settings.get("client_id"),
            client_secret: settings.get("client_secret"),
            in_body: !settings.is("credentials_placement", "basic_auth_header"),
            redirect_uri: settings.get("callback_url"),
            scope: settings.get("scope"),
            state: settings.get("state"),
            username: settings.get("username"),
            password: settings.get("password"),
            pkce: flag("pkce"),
            ..Grant::default()
        };
        let named = self.variables.take_named();
        let with_names = |exchange| Exchange { named: named.clone(), ..exchange };
        grant.exchanges(Form::Bruno, block.span).into_iter().map(with_names).collect()
    }
}

/// Rows that are looked up by their names; an empty one is none.
struct Settings<'s>(Vec<Row<'s>>);

impl<'s> Settings<'s> {
    fn get(&self, name: &str) -> Option<Text<'s>> {
        let row = self.0.iter().find(|row| row.name.as_str() == name)?;
        Some(row.value.clone()).filter(|value| !value.as_str().is_empty())
    }

    fn is(&self, name: &str, word: &str) -> bool {
        self.get(name).is_some_and(|value| value.as_str() == word)
    }
}
