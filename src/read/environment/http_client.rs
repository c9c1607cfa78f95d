//! The environments of JetBrains' HTTP Client, which Visual Studio and others read, too: `http-client.env.json` and its
//! private twin, an object of names and values for each environment
//! (<https://www.jetbrains.com/help/idea/http-client-variables.html>: an environment holds over the file's variables).
//!
//! Nothing in such a file says what it is: the client knows it by its name.

use super::{Client, Environment, Rank, rows_of};
use crate::exchange::Json;
use crate::read::json;
use crate::text::Text;

const NAMES: [&str; 4] =
    ["http-client.env.json", "http-client.private.env.json", "rest-client.env.json", "rest-client.private.env.json"];

/// Whether a file of this path holds environments of JetBrains' HTTP Client.
#[must_use]
pub fn is_named(path: &str) -> bool {
    NAMES.contains(&path.rsplit(['/', '\\']).next().unwrap_or(path))
}

pub(super) fn environment<'s>(doc: &Text<'s>) -> Option<Environment<'s>> {
    let (Json::Object(members), _) = json::prefix(doc, 0)? else { return None };
    let sets = members.iter().filter_map(|(_, set)| rows_of(set)).collect();
    Some(Environment { client: Client::HttpFile, rank: Rank::Over, sets })
}
