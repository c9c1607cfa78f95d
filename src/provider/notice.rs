//! A notice: an answer that says a few words about itself and holds no data, whatever its members are called.

use crate::exchange::Json;
use crate::exchange::complaint::letters;
use crate::text::Text;

/// Members that say something, by their letters alone.
const WORDS: [&str; 10] = [
    "message",
    "msg",
    "detail",
    "description",
    "title",
    "reason",
    "errormessage",
    "errormsg",
    "errmsg",
    "errorsummary",
];
/// Members that stand beside them, and are no data either.
const BESIDE: [&str; 20] = [
    "code",
    "status",
    "statuscode",
    "type",
    "name",
    "success",
    "ok",
    "result",
    "error",
    "errorcode",
    "errcode",
    "instance",
    "path",
    "method",
    "timestamp",
    "requestid",
    "traceid",
    "correlationid",
    "documentationurl",
    "moreinfo",
];

/// What a notice says; nothing where there is data beside it.
pub fn words<'j, 's>(json: &'j Json<'s>) -> impl Iterator<Item = &'j Text<'s>> {
    let members = match json {
        Json::Object(members) if members.iter().all(|(name, value)| is_no_data(name.as_str(), value)) => &**members,
        _ => &[],
    };
    members.iter().filter(|(name, _)| WORDS.contains(&&*letters(name.as_str()))).filter_map(|(_, value)| value.text())
}

fn is_no_data(name: &str, value: &Json<'_>) -> bool {
    let name = letters(name);
    let empty = || match value {
        Json::String(text) => text.as_str().is_empty(),
        Json::Scalar(text) => text.as_str() == "null",
        Json::Array(elements) => elements.is_empty(),
        Json::Object(members) => members.is_empty(),
    };
    WORDS.contains(&&*name) || BESIDE.contains(&&*name) || empty()
}
