//! Insomnia exports: JSON of format 4, YAML of format 5 (<https://docs.insomnia.rest/insomnia/import-export-data>).

mod request;

use std::collections::HashMap;
use std::sync::Arc;

use memchr::memmem;

use super::template::Variables;
use super::tree::{self, elements, member};
use crate::exchange::{Exchange, Json, Quotes};
use crate::read::config::tree::Node;
use crate::read::config::yaml;
use crate::read::{Environments, Exchanges, Reader, json};
use crate::text::{Span, Text};

/// The form of Insomnia exports.
pub(in crate::read) struct Insomnia;

/// How an export is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Syntax {
    Json,
    Yaml,
}

impl Syntax {
    fn of(text: &str) -> Option<Self> {
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let has = |word: &str| memmem::find(text.as_bytes(), word.as_bytes()).is_some();
        if text.starts_with('{') {
            let json = has("\"_type\"") && (has("\"__export_format\"") || is_lone_request(text));
            return json.then_some(Self::Json);
        }
        let whole = text.starts_with("type:") && has("insomnia.rest/5");
        let alone = text.starts_with("- ") && has("id: req_") && has("url:") && has("meta:");
        (whole || alone).then_some(Self::Yaml)
    }
}

impl Reader for Insomnia {
    fn recognizes(&self, text: &str) -> bool {
        Syntax::of(text).is_some()
    }

    fn read<'s>(&self, doc: Text<'s>, _: &Environments) -> Exchanges<'s> {
        let syntax = Syntax::of(doc.as_str()).unwrap_or(Syntax::Json);
        let mut export = Export {
            doc: &doc,
            syntax,
            variables: Variables::new(doc.as_str().len(), Arc::default()),
            exchanges: Vec::new(),
        };
        match syntax {
            Syntax::Json => {
                let root = json::prefix(&doc, 0).map(|(root, _)| root);
                root.iter().for_each(|root| match elements(root, "resources") {
                    [] => export.request(root, None),
                    resources => export.resources(resources),
                });
            }
            Syntax::Yaml => match of_node(yaml::parse(&doc)) {
                Json::Array(items) => export.folder(&items, None),
                root => {
                    let environments = root.member("environments");
                    export.environment(environments.and_then(|base| base.member("data")), "");
                    export.folder(elements(&root, "collection"), None);
                }
            },
        }
        Box::new(export.exchanges.into_iter().enumerate().map(|(id, exchange)| Exchange { id, ..exchange }))
    }
}

/// Whether a text is one request and nothing else.
fn is_lone_request(text: &str) -> bool {
    let doc = Text::verbatim(text, Span::new(0, text.len()));
    let root = json::prefix(&doc, 0).map(|(root, _)| root);
    root.is_some_and(|root| is_a(&root, "request") && root.member("url").is_some())
}

fn is_a(resource: &Json<'_>, kind: &str) -> bool {
    resource.member("_type").and_then(Json::text).is_some_and(|text| text.as_str() == kind)
}

/// YAML in the words of JSON.
fn of_node(node: Node<'_>) -> Json<'_> {
    match node {
        Node::Value(leaf) if leaf.quotes == Quotes::None => Json::Scalar(leaf.text),
        Node::Value(leaf) => Json::String(leaf.text),
        Node::List(list) => Json::Array(list.into_iter().map(of_node).collect()),
        Node::Map(members) => Json::Object(members.into_iter().map(|(key, value)| (key, of_node(value))).collect()),
    }
}

struct Export<'d, 's> {
    doc: &'d Text<'s>,
    syntax: Syntax,
    variables: Variables,
    exchanges: Vec<Exchange<'s>>,
}

impl<'s> Export<'_, 's> {
    /// Where a request stands: with its braces, or with the dash before its first key.
    fn place(&self, resource: &Json<'s>) -> Option<Span> {
        if self.syntax == Syntax::Json {
            return tree::place(self.doc, resource);
        }
        let span = tree::bounds(resource)?;
        let start = self.doc.as_str().get(..span.start)?.rfind('\n').map_or(0, |at| at + 1);
        Some(Span::new(start, span.end))
    }

    /// A flat list, in which everything names its parent (format 4).
    fn resources(&mut self, resources: &[Json<'s>]) {
        let mut groups = HashMap::new();
        for resource in resources {
            // Which of the other environments is switched on, the export does not say.
            let base = member(resource, "parentId").is_some_and(|parent| parent.as_str().starts_with("wrk_"));
            if is_a(resource, "environment") && base {
                self.environment(resource.member("data"), "");
            }
            if let (true, Some(id)) = (is_a(resource, "request_group"), member(resource, "_id")) {
                groups.insert(id.as_str().to_owned(), resource);
            }
        }
        for resource in resources.iter().filter(|resource| is_a(resource, "request")) {
            self.request(resource, inherited(resource, &groups));
        }
    }

    /// Requests and folders within each other (format 5).
    fn folder(&mut self, items: &[Json<'s>], inherited: Option<&Json<'s>>) {
        for item in items {
            let own = item.member("authentication").filter(|auth| auth.member("type").is_some());
            if item.member("children").is_some() {
                self.folder(elements(item, "children"), own.or(inherited));
            } else if item.member("method").is_some() {
                self.request(item, inherited);
            }
        }
    }

    fn environment(&mut self, data: Option<&Json<'s>>, path: &str) {
        let Some(Json::Object(members)) = data else { return };
        for (key, value) in members {
            let name = format!("{path}{}", key.as_str());
            match value {
                Json::String(text) | Json::Scalar(text) => self.variables.set(&name, text),
                Json::Object(_) if path.len() < 256 => self.environment(Some(value), &format!("{name}.")),
                Json::Object(_) | Json::Array(_) => {}
            }
        }
    }
}

/// The credentials of the nearest folder that has any.
fn inherited<'r, 's>(resource: &Json<'s>, groups: &HashMap<String, &'r Json<'s>>) -> Option<&'r Json<'s>> {
    let mut parent = member(resource, "parentId")?;
    // Folders that hold each other have no end.
    for _ in 0..32 {
        let group = groups.get(parent.as_str())?;
        if let Some(auth) = group.member("authentication").filter(|auth| auth.member("type").is_some()) {
            return Some(auth);
        }
        parent = member(group, "parentId")?;
    }
    None
}
