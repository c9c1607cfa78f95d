//! JSON within a sentence that is an answer, and refuses.

use crate::exchange::{Json, complaint};

/// Whether JSON is an error answer. Of a program that makes one, the word is a name: `{ error: error }`.
pub(in crate::read) fn looks_like_error(json: &Json<'_>) -> bool {
    let is_made = json.member("error").and_then(Json::text).is_some_and(|word| word.as_str() == "error");
    let names = ["error", "errors", "error_description", "errorCode"];
    !is_made && names.iter().any(|name| json.member(name).is_some()) || json.reports_failure()
}

/// Whether JSON says a reason phrase and little else: `{"message": "Not Authorized"}`.
pub(super) fn is_notice(json: &Json<'_>) -> bool {
    const MOST: usize = 3;
    let few = matches!(json, Json::Object(members) if members.len() <= MOST);
    let said = || ["message", "detail", "msg"].iter().find_map(|name| json.member(name)?.text());
    few && said().is_some_and(|said| complaint::status_of(said.as_str()).is_some())
}
