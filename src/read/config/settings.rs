//! From the tree of a file to the settings whose names are known.

use super::names::{self, Role};
use super::reference;
use super::tree::{Leaf, Node};
use crate::exchange::Quotes;
use crate::text::Text;

/// The most settings that are looked at; a file with more of them configures something else.
const MOST: usize = 2_000;

/// A setting whose name is known.
#[derive(Clone, Debug)]
pub(super) struct Setting<'s> {
    /// The words before the name, as they stand.
    pub(super) path: Vec<String>,
    pub(super) role: Role,
    /// It means this only beside names that leave no doubt.
    pub(super) weak: bool,
    pub(super) key: Text<'s>,
    pub(super) value: Text<'s>,
    pub(super) quotes: Quotes,
}

/// The settings of a file, in order.
pub(super) fn settings<'s>(tree: &Node<'s>) -> Vec<Setting<'s>> {
    let mut walk = Walk { path: Vec::new(), found: Vec::new() };
    match tree {
        Node::Map(entries) if is_api_description(entries) => {
            // The rest of it describes requests, with examples of everything.
            for (key, node) in entries {
                match (key.as_str(), node) {
                    ("securityDefinitions", _) => walk.entry(key, node),
                    ("components", Node::Map(parts)) => {
                        let schemes = parts.iter().filter(|(key, _)| key.as_str() == "securitySchemes");
                        schemes.for_each(|(key, node)| walk.entry(key, node));
                    }
                    _ => {}
                }
            }
        }
        Node::Map(_) | Node::List(_) => walk.node(&Text::implied("", crate::text::Span::at(0)), tree),
        Node::Value(_) => {}
    }
    walk.found
}

/// OpenAPI (`openapi: 3..`) or its ancestor (`swagger: 2.0`).
fn is_api_description(entries: &[(Text<'_>, Node<'_>)]) -> bool {
    entries.iter().any(|(key, _)| matches!(key.as_str(), "openapi" | "swagger"))
}

struct Walk<'s> {
    /// The words on the way.
    path: Vec<String>,
    found: Vec<Setting<'s>>,
}

impl<'s> Walk<'s> {
    fn entry(&mut self, key: &Text<'s>, node: &Node<'s>) {
        let before = self.path.len();
        names::words(key.as_str(), &mut self.path);
        self.node(key, node);
        self.path.truncate(before);
    }

    fn node(&mut self, key: &Text<'s>, node: &Node<'s>) {
        match node {
            Node::Value(leaf) => self.value(key, leaf),
            Node::List(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    match element {
                        Node::Value(leaf) => self.value(key, leaf),
                        Node::List(_) | Node::Map(_) => {
                            self.path.push(index.to_string());
                            self.node(key, element);
                            self.path.pop();
                        }
                    }
                }
            }
            // The words of an OpenAPI flow's scopes are the keys; what stands behind them explains them.
            Node::Map(entries) if self.is(Role::Scope) => {
                for (scope, _) in entries {
                    self.value(key, &Leaf { text: scope.clone(), quotes: Quotes::Double });
                }
            }
            Node::Map(entries) => match named_value(entries) {
                Some((name, value)) => self.entry(name, value),
                None => entries.iter().for_each(|(key, node)| self.entry(key, node)),
            },
        }
    }

    fn is(&self, role: Role) -> bool {
        names::name(&self.path).is_some_and(|name| name.role == role)
    }

    fn value(&mut self, key: &Text<'s>, leaf: &Leaf<'s>) {
        if self.found.len() >= MOST || leaf.text.as_str().trim().is_empty() || leaf.text.as_str() == "null" {
            return;
        }
        // Quarkus has words of its own for grants: `quarkus.oidc-client.grant.type=client`. So has JetBrains' HTTP Client, whose
        // names have blanks: `"Grant Type": "Client Credentials"`.
        let quarkus = || self.path.first().is_some_and(|word| word == "quarkus");
        let own_words = |role| role == Role::GrantType && (key.as_str().contains(' ') || quarkus());
        if let Some(name) = names::name(&self.path).filter(|name| !own_words(name.role)) {
            let path = self.path[..self.path.len() - name.words].to_vec();
            let value = reference::marked(leaf.text.clone());
            let (key, quotes) = (key.clone(), leaf.quotes);
            self.found.push(Setting { path, role: name.role, weak: name.weak, key, value, quotes });
        }
    }
}

/// `{name: CLIENT_ID, value: ..}`, as Kubernetes lists the environment.
fn named_value<'n, 's>(entries: &'n [(Text<'s>, Node<'s>)]) -> Option<(&'n Text<'s>, &'n Node<'s>)> {
    match entries {
        [(name, Node::Value(leaf)), (value, node)] if name.as_str() == "name" && value.as_str() == "value" => {
            Some((&leaf.text, node))
        }
        _ => None,
    }
}
