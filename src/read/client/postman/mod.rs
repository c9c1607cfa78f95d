//! Postman collections, v2.0 and v2.1 (<https://schema.postman.com/>), whole or one request cut out.

mod auth;
mod request;
mod url;

use memchr::memmem;

use super::tree::{elements, is_on, member, place};
use super::{answer, template::Variables};
use crate::exchange::{Exchange, Form, Json, Request, Response};
use crate::read::environment::Client;
use crate::read::{Environments, Exchanges, Reader, json};
use crate::text::{Span, Text};

/// The form of Postman collections.
pub(in crate::read) struct Postman;

impl Reader for Postman {
    fn recognizes(&self, text: &str) -> bool {
        begins(text) && Part::of(text).is_some()
    }

    fn read<'s>(&self, doc: Text<'s>, environments: &Environments) -> Exchanges<'s> {
        let Some((root, _)) = json::prefix(&doc, 0) else { return Box::new(std::iter::empty()) };
        let root = root.member("collection").cloned().unwrap_or(root);
        let mut variables = Variables::new(doc.as_str().len(), environments.of(Client::Postman));
        for row in elements(&root, "variable").iter().filter(|row| !is_on(row, "disabled")) {
            let name = member(row, "key").or_else(|| member(row, "id"));
            if let (Some(name), Some(value)) = (name, member(row, "value")) {
                variables.set(name.as_str(), &value);
            }
        }
        let mut collection = Collection { doc: &doc, variables, exchanges: Vec::new() };
        match Part::of(doc.as_str()) {
            Some(Part::Auth) => collection.grants(&root),
            Some(Part::Example) => collection.example(&root, None),
            Some(Part::Item) | None => collection.item(&root, None),
            Some(Part::Collection) => collection.folder(&root, None),
        }
        let all = collection.exchanges.into_iter().enumerate();
        Box::new(all.map(|(id, exchange)| Exchange { id, ..exchange }))
    }
}

/// What a text holds: a collection, or a part of one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Collection,
    Item,
    /// A saved answer with the request that it was given to.
    Example,
    /// An `auth` block.
    Auth,
}

impl Part {
    fn of(text: &str) -> Option<Self> {
        let has = |word: &str| memmem::find(text.as_bytes(), word.as_bytes()).is_some();
        if has("\"item\"") && (has(".postman.com/json/collection/") || has(".getpostman.com/json/collection/")) {
            return Some(Self::Collection);
        }
        if !has("\"request\"") && !has("\"originalRequest\"") && !has("\"oauth2\"") {
            return None;
        }
        let doc = Text::verbatim(text, Span::new(0, text.len()));
        let (root, end) = json::prefix(&doc, 0)?;
        if !text[end..].trim().is_empty() {
            return None;
        }
        let is_request = |request: &Json<'_>| {
            let any = |names: &[&str]| names.iter().any(|name| request.member(name).is_some());
            let url =
                request.member("url").is_some_and(|url| url.member("raw").is_some() || url.member("host").is_some());
            let mode = request.member("body").is_some_and(|body| body.member("mode").is_some());
            !any(&["headers", "queryString"]) && (url || mode || any(&["header", "auth"]))
        };
        let kind = member(&root, "type");
        if kind.is_some_and(|kind| kind.as_str() == "oauth2") && root.member("oauth2").is_some() {
            Some(Self::Auth)
        } else if root.member("originalRequest").is_some_and(is_request) {
            Some(Self::Example)
        } else if root.member("request").is_some_and(is_request) {
            Some(Self::Item)
        } else {
            let first = elements(&root, "item").first();
            first
                .is_some_and(|item| item.member("request").or_else(|| item.member("item")).is_some())
                .then_some(Self::Collection)
        }
    }
}

/// Whether a text is a JSON object, and none that a recording begins with.
fn begins(text: &str) -> bool {
    let rest = text.trim_start_matches('\u{feff}').trim_start();
    let Some(rest) = rest.strip_prefix('{') else { return false };
    rest.trim_start().starts_with('"') && !rest.trim_start().starts_with("\"log\"")
}

struct Collection<'d, 's> {
    doc: &'d Text<'s>,
    variables: Variables,
    exchanges: Vec<Exchange<'s>>,
}

impl<'s> Collection<'_, 's> {
    /// A collection or a folder: its own credentials hold for what is in it.
    fn folder(&mut self, folder: &Json<'s>, inherited: Option<&Json<'s>>) {
        let own = folder.member("auth").filter(|auth| matches!(auth, Json::Object(_)));
        own.into_iter().for_each(|auth| self.grants(auth));
        for item in elements(folder, "item") {
            if item.member("item").is_some() {
                self.folder(item, own.or(inherited));
            } else {
                self.item(item, own.or(inherited));
            }
        }
    }

    fn grants(&mut self, auth: &Json<'s>) {
        let grants = auth::exchanges(self.doc, auth, &self.variables);
        let named = self.variables.take_named();
        self.exchanges.extend(grants.into_iter().map(|exchange| Exchange { named: named.clone(), ..exchange }));
    }

    fn item(&mut self, item: &Json<'s>, inherited: Option<&Json<'s>>) {
        let (Some(asked), Some(span)) = (item.member("request"), place(self.doc, item)) else { return };
        if let Some(auth) = asked.member("auth") {
            self.grants(auth);
        }
        let Some(request) = request::read(asked, inherited, &self.variables, span) else { return };
        let named = self.variables.take_named();
        let examples = elements(item, "response");
        let answers: Vec<Option<Response<'s>>> = examples.iter().map(response).collect();
        let is_own = |example: &Json<'s>| match example.member("originalRequest") {
            Some(original @ Json::Object(_)) => {
                let original = request::read(original, inherited, &self.variables, span);
                original.is_some_and(|original| is_same(&original, &request))
            }
            _ => true,
        };
        let own: Vec<bool> = examples.iter().map(is_own).collect();
        let of_own = || answers.iter().zip(&own).filter(|(_, own)| **own).filter_map(|(answer, _)| answer.as_ref());
        // Where a success was kept, the failures beside it are documentation of what can come.
        let works = answers.iter().flatten().any(is_success);
        let answer = of_own().find(|answer| is_success(answer) || !works).cloned();
        let form = Form::Postman;
        self.exchanges.push(Exchange { form, span, request, response: answer, named, ..Exchange::default() });
        self.variables.take_named();
        let others = examples.iter().zip(own).filter(|(_, own)| !own && !works);
        others.for_each(|(example, _)| self.example(example, inherited));
    }

    fn example(&mut self, example: &Json<'s>, inherited: Option<&Json<'s>>) {
        let (Some(original), Some(span)) = (example.member("originalRequest"), place(self.doc, example)) else {
            return;
        };
        let Some(request) = request::read(original, inherited, &self.variables, span) else { return };
        let (form, response, named) = (Form::Postman, response(example), self.variables.take_named());
        self.exchanges.push(Exchange { form, span, request, response, named, ..Exchange::default() });
    }
}

/// The answer that an example keeps.
fn response<'s>(example: &Json<'s>) -> Option<Response<'s>> {
    let headers = request::headers(example.member("header"), &Text::clone);
    answer::kept(member(example, "code").as_ref(), headers, member(example, "body"))
}

fn is_success(answer: &Response<'_>) -> bool {
    answer.status.as_ref().is_some_and(|status| (200..300).contains(&status.value))
        && answer.json.as_ref().is_none_or(|json| json.member("error").is_none())
}

/// Whether two requests ask the same.
fn is_same(one: &Request<'_>, other: &Request<'_>) -> bool {
    let method = |request: &Request<'_>| request.method.as_ref().map(|method| method.value.clone());
    let address = |request: &Request<'_>| request.url.as_ref().map(|url| url.text.as_str().to_owned());
    let params = |request: &Request<'_>| -> Vec<(String, String)> {
        request.params.iter().map(|p| (p.name.as_str().to_owned(), p.value.as_str().to_owned())).collect()
    };
    let headers = |request: &Request<'_>| -> Vec<String> {
        request.headers.iter().map(|header| header.line().as_str().to_owned()).collect()
    };
    method(one) == method(other)
        && address(one) == address(other)
        && params(one) == params(other)
        && headers(one) == headers(other)
}
