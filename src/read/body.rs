//! The parameters of a body, by what it is.

use super::{json, multipart, url};
use crate::exchange::{Encoding, Header, Json, Param, Place};
use crate::text::Text;

/// The parameters of a body that is known as it travels: the members of a JSON object, the fields of a form.
pub(super) fn params<'s>(body: &Text<'s>, headers: &[Header<'s>], params: &mut Vec<Param<'s>>) {
    if looks_like_json(body)
        && let Some(json) = json::parse(body)
    {
        json_params(&json, params);
    } else if multipart::begins(body.as_str()) {
        multipart::params(body, params);
    } else if !is_other_type(headers) {
        url::pairs(body, Place::Body, params);
    }
}

/// Whether a body is JSON, whatever its type says.
pub(super) fn looks_like_json(body: &Text<'_>) -> bool {
    body.as_str().trim_start().starts_with(['{', '['])
}

/// Whether a header says that the body is neither a form nor JSON, so that `=` and `&` in it mean nothing.
pub(super) fn is_other_type(headers: &[Header<'_>]) -> bool {
    headers.iter().filter(|h| h.name.as_str().eq_ignore_ascii_case("content-type")).any(|h| {
        let value = h.value.as_str().to_ascii_lowercase();
        value.contains("xml") || value.contains("octet-stream")
    })
}

/// The members of a JSON body that a server could take for parameters: its top-level strings and scalars.
pub(super) fn json_params<'s>(json: &Json<'s>, params: &mut Vec<Param<'s>>) {
    let Json::Object(members) = json else { return };
    for (key, member) in members {
        let (value, encoding) = match member {
            Json::String(text) => (text, Encoding::Json),
            Json::Scalar(text) => (text, Encoding::JsonScalar),
            Json::Array(_) | Json::Object(_) => continue,
        };
        let provenance = url::provenance(value, key);
        let span = key.span().join(value.span());
        let (name, raw, value) = (key.clone(), value.clone(), value.clone());
        params.push(Param { name, value, raw, span, place: Place::Body, encoding, provenance });
    }
}
