//! Values that clients keep in files beside their requests, under names: environments.
//!
//! What a file gives to names is taken out of it once ([`Environments::add`]), with the places of the values, and
//! known to every file of that client that is read later. One file here for each format.

mod bruno;
mod http_client;
mod postman;
mod rest_client;
mod scope;

use std::sync::Arc;

pub use http_client::is_named as is_http_client;
use scope::Given;
pub(super) use scope::{Resolved, Scope};

use super::config;
use super::{Exchanges, Reader};
use crate::exchange::{Exchange, Json, Quotes};
use crate::text::{FilePlace, Position, Span, Text};

/// The longest file that is looked at, in bytes.
pub const LONGEST: usize = 1 << 20;
/// How many bytes of such files are kept, so that many of them fill no memory.
const ROOM: usize = 16 << 20;

/// The clients that keep environments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Client {
    Postman,
    Bruno,
    /// The clients that read `.http` files.
    HttpFile,
}

/// Which value holds where a request's own file names one, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rank {
    /// That of the environment.
    Over,
    /// That of the file.
    Under,
}

/// What a file gives to names.
struct Environment<'s> {
    client: Client,
    rank: Rank,
    /// One set for each environment in the file.
    sets: Vec<Vec<Row<'s>>>,
}

/// A name and its value.
struct Row<'s> {
    name: Text<'s>,
    value: Text<'s>,
    quotes: Quotes,
    /// The file calls it a secret.
    secret: bool,
}

/// Every environment of a run.
#[derive(Clone, Debug, Default)]
pub struct Environments {
    postman: Arc<Scope>,
    bruno: Arc<Scope>,
    http_file: Arc<Scope>,
    taken: usize,
}

impl Environments {
    /// Takes what a file gives to names, if it is an environment; whether it is one. A name to which several
    /// environments give different values has none that is known.
    pub fn add(&mut self, path: &str, text: &str) -> bool {
        let doc = Text::verbatim(text, Span::new(0, text.len()));
        let Some(environment) = Environment::of(path, &doc) else { return false };
        self.taken += text.len();
        if self.taken > ROOM {
            return true;
        }
        let path = Arc::from(path);
        // Values stand in the order of their rows.
        let mut at = Position::START;
        let mut position = |offset: usize| {
            let from = if offset < at.offset { Position::START } else { at };
            at = from.after(text.get(from.offset..offset).unwrap_or_default());
            at
        };
        let mut given = |row: &Row<'_>| {
            let Span { start, end } = row.value.span();
            let place = FilePlace { path: Arc::clone(&path), start: position(start), end: position(end) };
            let value = Arc::from(row.value.as_str());
            (row.name.as_str().to_owned(), Given { value, secret: row.secret, place: Arc::new(place) })
        };
        let scope = match environment.client {
            Client::Postman => &mut self.postman,
            Client::Bruno => &mut self.bruno,
            Client::HttpFile => &mut self.http_file,
        };
        let scope = Arc::make_mut(scope);
        for set in &environment.sets {
            let values = set.iter().filter(|row| !row.value.as_str().is_empty()).map(&mut given).collect();
            scope.add(environment.rank, values);
        }
        true
    }

    /// What is known to the files of a client.
    pub(super) fn of(&self, client: Client) -> Arc<Scope> {
        Arc::clone(match client {
            Client::Postman => &self.postman,
            Client::Bruno => &self.bruno,
            Client::HttpFile => &self.http_file,
        })
    }
}

/// Whether a file is an environment, of whatever client.
#[must_use]
pub fn is_environment(path: &str, text: &str) -> bool {
    Environment::of(path, &Text::verbatim(text, Span::new(0, text.len()))).is_some()
}

impl<'s> Environment<'s> {
    fn of(path: &str, doc: &Text<'s>) -> Option<Self> {
        if doc.as_str().len() > LONGEST {
            return None;
        }
        if http_client::is_named(path) { http_client::environment(doc) } else { Self::by_content(doc) }
    }

    /// An environment that shows what it is.
    fn by_content(doc: &Text<'s>) -> Option<Self> {
        if doc.as_str().len() > LONGEST {
            return None;
        }
        postman::environment(doc).or_else(|| bruno::environment(doc)).or_else(|| rest_client::environment(doc))
    }
}

/// The names and values of an object; `None` where it is none.
fn rows_of<'s>(set: &Json<'s>) -> Option<Vec<Row<'s>>> {
    let Json::Object(members) = set else { return None };
    let row = |(name, value): &(Text<'s>, Json<'s>)| {
        let (value, quotes) = match value {
            Json::String(text) => (text, Quotes::Double),
            Json::Scalar(text) if text.as_str() != "null" => (text, Quotes::None),
            _ => return None,
        };
        Some(Row { name: name.clone(), value: value.clone(), quotes, secret: false })
    };
    Some(members.iter().filter_map(row).collect())
}

/// The form of environments. What they say of a client is judged as in any file of settings.
pub(super) struct Settings;

impl Reader for Settings {
    fn recognizes(&self, text: &str) -> bool {
        Environment::by_content(&Text::verbatim(text, Span::new(0, text.len()))).is_some()
    }

    fn read<'s>(&self, text: Text<'s>, _: &Environments) -> Exchanges<'s> {
        let sets = Environment::by_content(&text).map(|environment| environment.sets).unwrap_or_default();
        let file = text.span();
        let settings = |set: Vec<Row<'s>>| set.into_iter().map(|row| (row.name, row.value, row.quotes)).collect();
        let all = sets.into_iter().flat_map(move |set| config::read_rows(settings(set), file));
        Box::new(all.enumerate().map(|(id, exchange)| Exchange { id, ..exchange }))
    }
}
