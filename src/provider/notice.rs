//! A notice: an answer that says a few words about itself and holds no data, whatever its members are called.

use crate::exchange::Json;
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

/// The status in `405`, `405 Method Not Allowed`, `Method Not Allowed`, `METHOD_NOT_ALLOWED` or `MethodNotAllowed`.
pub fn status_of(text: &str) -> Option<u16> {
    const REASONS: [(u16, &str); 19] = [
        (400, "badrequest"),
        (401, "unauthorized"),
        (401, "unauthorised"),
        (401, "unauthenticated"),
        (401, "notauthenticated"),
        (401, "authenticationrequired"),
        (401, "invalidtoken"),
        (401, "invalidaccesstoken"),
        (401, "notokenprovided"),
        (403, "forbidden"),
        (404, "notfound"),
        (405, "methodnotallowed"),
        (410, "gone"),
        (415, "unsupportedmediatype"),
        (429, "toomanyrequests"),
        (500, "internalservererror"),
        (502, "badgateway"),
        (503, "serviceunavailable"),
        (504, "gatewaytimeout"),
    ];
    const LONGEST: usize = 32;
    let text = text.trim_start_matches("HTTP").trim_start_matches("Error").trim();
    let number = text.get(..3).filter(|_| !text.as_bytes().get(3).is_some_and(u8::is_ascii_alphanumeric));
    let number = number.and_then(|digits| digits.parse().ok()).filter(|status| (400..600).contains(status));
    number.or_else(|| {
        let phrase = text.trim_end_matches(['.', '!']);
        let plain = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b' ' | b'_' | b'-');
        let said = (phrase.len() <= LONGEST && phrase.bytes().all(plain)).then(|| letters(phrase))?;
        REASONS.iter().find(|(_, reason)| *reason == said).map(|(status, _)| *status)
    })
}

/// The letters and digits, in lower case.
pub fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}
