//! Environments and globals that Postman exports: rows with `key`, `value`, `enabled` and `type`
//! (<https://learning.postman.com/docs/sending-requests/variables/variables/>: an environment holds over its collection,
//! that over globals).

use memchr::memmem;

use super::{Client, Environment, Rank, Row};
use crate::exchange::{Json, Quotes};
use crate::read::json;
use crate::text::Text;

pub(super) fn environment<'s>(doc: &Text<'s>) -> Option<Environment<'s>> {
    let text = doc.as_str();
    let has = |word: &str| memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    let is_object = text.trim_start_matches('\u{feff}').trim_start().starts_with('{');
    if !is_object || !has("\"values\"") || !(has("\"_postman_variable_scope\"") || has("\"enabled\"")) {
        return None;
    }
    let (root, end) = json::prefix(doc, 0)?;
    let Some(Json::Array(rows)) = root.member("values").filter(|_| text[end..].trim().is_empty()) else { return None };
    let scope = root.member("_postman_variable_scope").and_then(Json::text).map(Text::as_str);
    let is_row = |row: &Json<'_>| row.member("key").is_some() && row.member("enabled").is_some();
    let rank = match scope {
        Some("globals") => Rank::Under,
        Some("environment") => Rank::Over,
        // As older versions export it.
        None if root.member("name").is_some() && !rows.is_empty() && rows.iter().all(is_row) => Rank::Over,
        Some(_) | None => return None,
    };
    Some(Environment { client: Client::Postman, rank, sets: vec![rows.iter().filter_map(row).collect()] })
}

/// A row that is switched on.
fn row<'s>(row: &Json<'s>) -> Option<Row<'s>> {
    let word = |name: &str| row.member(name).and_then(Json::text);
    if word("enabled").is_some_and(|enabled| enabled.as_str() == "false") {
        return None;
    }
    let (value, quotes) = match row.member("value")? {
        Json::String(text) => (text, Quotes::Double),
        Json::Scalar(text) if text.as_str() != "null" => (text, Quotes::None),
        _ => return None,
    };
    let secret = word("type").is_some_and(|kind| kind.as_str() == "secret");
    Some(Row { name: word("key")?.clone(), value: value.clone(), quotes, secret })
}
