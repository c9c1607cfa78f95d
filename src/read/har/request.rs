//! What an entry asked.

use super::entry::{member, string};
use crate::exchange::{Body, BodyKind, Encoding, Header, Json, Param, Place, Provenance, Request, Sourced, Url, line};
use crate::read::{body, multipart, url};
use crate::text::{Mark, Text, decode};

/// Reads `request`; `None` where it is no object.
pub(super) fn read<'s>(request: &Json<'s>) -> Option<Request<'s>> {
    let Json::Object(_) = request else { return None };
    let rows = rows(request.member("headers"));
    let pseudo = |name: &str| rows.iter().find(|(key, _)| key.as_str() == name).map(|(_, value)| value.clone());
    let method = member(request, "method").or_else(|| pseudo(":method"));
    let method = method.map(|text| Sourced {
        value: text.as_str().to_owned(),
        span: text.span(),
        provenance: Provenance::Stated,
    });
    let address = member(request, "url").filter(|url| !url.as_str().starts_with('/'));
    let url = address.map(url::parse).or_else(|| {
        let target = pseudo(":path").or_else(|| member(request, "url"))?;
        let host = pseudo(":authority").or_else(|| header(&rows, "host"))?;
        Some(url::assembled(pseudo(":scheme").as_ref(), &host, &target))
    });
    let shows_cookie = header(&rows, "cookie").is_some();
    let mut headers: Vec<Header<'s>> = Vec::with_capacity(rows.len());
    headers.extend(rows.into_iter().filter(|(name, _)| !name.as_str().starts_with(':')).map(recorded));
    if !shows_cookie {
        headers.extend(cookies(request));
    }
    let mut params = Vec::new();
    query(request, url.as_ref(), &mut params);
    let sent = sent(request, &headers, &mut params);
    if let Some(url) = &url
        && let Some(fragment) = &url.fragment
    {
        url::pairs(&url.part(fragment), Place::Fragment, &mut params);
    }
    Some(Request { method, url, headers, body: sent, params, ..Request::default() })
}

/// Names and values of a list such as `headers`; an object serves as well.
pub(super) fn rows<'s>(list: Option<&Json<'s>>) -> Vec<(Text<'s>, Text<'s>)> {
    match list {
        Some(Json::Array(rows)) => rows
            .iter()
            .filter_map(|row| {
                let name = member(row, "name")?;
                let value = row.member("value").and_then(string).unwrap_or_else(|| at_end(&name));
                Some((name, value))
            })
            .collect(),
        Some(Json::Object(members)) => {
            let mut rows = Vec::with_capacity(members.len());
            rows.extend(members.iter().filter_map(|(name, value)| Some((decode::json_string(name), string(value)?))));
            rows
        }
        _ => Vec::new(),
    }
}

/// An empty value behind its name.
fn at_end<'s>(name: &Text<'s>) -> Text<'s> {
    name.slice(name.as_str().len(), name.as_str().len())
}

fn header<'s>(rows: &[(Text<'s>, Text<'s>)], name: &str) -> Option<Text<'s>> {
    rows.iter().find(|(key, _)| key.as_str().eq_ignore_ascii_case(name)).map(|(_, value)| value.clone())
}

/// The header of a row.
pub(super) fn recorded<'s>((name, value): (Text<'s>, Text<'s>)) -> Header<'s> {
    Header { value: value.into_trimmed(), name, whole: None, fault: None }
}

/// Cookies that no header shows.
fn cookies<'s>(request: &Json<'s>) -> impl Iterator<Item = Header<'s>> {
    rows(request.member("cookies")).into_iter().map(|(name, value)| Header {
        name: Text::implied("Cookie", name.span()),
        whole: Some(line(&name, &value)),
        value,
        fault: None,
    })
}

/// The parameters of the address: those it shows, else those that were taken out of it.
fn query<'s>(request: &Json<'s>, url: Option<&Url<'s>>, params: &mut Vec<Param<'s>>) {
    if let Some(url) = url
        && let Some(query) = url.query.as_ref().filter(|query| !query.is_empty())
    {
        return url::pairs(&url.part(query), Place::Query, params);
    }
    params.extend(rows(request.member("queryString")).into_iter().map(|row| row_param(row, Place::Query)));
}

fn row_param<'s>((name, value): (Text<'s>, Text<'s>), place: Place) -> Param<'s> {
    let span = name.span().join(value.span());
    let provenance = Provenance::Stated;
    Param { name, raw: value.clone(), value, span, place, encoding: Encoding::Verbatim, provenance }
}

/// The body and its parameters: as the text shows them, else as they are listed.
fn sent<'s>(request: &Json<'s>, headers: &[Header<'s>], params: &mut Vec<Param<'s>>) -> Option<Body<'s>> {
    let data = request.member("postData").filter(|data| matches!(data, Json::Object(_)));
    let typed = headers.iter().any(|header| header.name.as_str().eq_ignore_ascii_case("content-type"));
    let media = data.and_then(|data| member(data, "mimeType"));
    let kind = kind(media.as_ref().map_or("", Text::as_str), typed);
    if let Some(text) = data.and_then(|data| member(data, "text")) {
        let encoded = data.and_then(|data| member(data, "encoding").or_else(|| member(data, "_encoding")));
        let is_base64 = encoded.is_some_and(|encoding| encoding.as_str().eq_ignore_ascii_case("base64"))
            || data.and_then(|data| member(data, "_base64")).is_some_and(|flag| flag.as_str() == "true");
        let piece = if is_base64 { decode::base64(&text) } else { Some(text.clone()) };
        // Bytes that are no text are a file to us.
        let piece = piece.unwrap_or_else(|| text.clone().marked(Mark::File));
        if !piece.has(Mark::File) {
            body::params(&piece, headers, params);
        }
        let kind = if multipart::begins(piece.as_str()) { BodyKind::Multipart } else { kind };
        return Some(Body { kind, span: text.span(), pieces: vec![piece] });
    }
    let list = data.and_then(|data| data.member("params"));
    let listed: Vec<Param<'s>> = rows(list).into_iter().map(|row| row_param(row, Place::Body)).collect();
    if let (Some(first), Some(last)) = (listed.first(), listed.last()) {
        let span = first.span.join(last.span);
        let pieces = listed.iter().map(|param| line(&param.name, &param.value)).collect();
        params.extend(listed);
        return Some(Body { kind, pieces, span });
    }
    // The recorder saw a body and kept nothing of it.
    let size = member(request, "bodySize").filter(|size| size.as_str().parse::<i64>().is_ok_and(|size| size > 0))?;
    let hidden = size.slice(0, 0).marked(Mark::File);
    Some(Body { kind, pieces: vec![hidden], span: size.span() })
}

/// What tells the body's type: the header, else the recorder's word for it.
fn kind(media: &str, typed: bool) -> BodyKind {
    let media = media.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    match media.as_str() {
        "multipart/form-data" => BodyKind::Multipart,
        _ if typed => BodyKind::Recorded,
        "application/x-www-form-urlencoded" => BodyKind::Data,
        "application/json" => BodyKind::Json,
        _ => BodyKind::Recorded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::json::{self, Brief};
    use crate::text::Span;

    #[test]
    fn a_list_read_in_brief_has_the_same_rows() {
        let deep = "{\"headers\":[".repeat(200);
        for list in [
            r#"[{"name":"a","value":"1"},{"value":"2","name":"b\u0041"}]"#,
            r#"[{"name":"a"},{"value":"1"},{"name":"","value":"2"},{"name":null,"value":"3"},{"name":7,"value":8}]"#,
            r#"[{"name":"a","value":null},{"name":"b","value":{"value":"x"}},{"name":"c","value":["y"]}]"#,
            r#"[{"name":"a","value":"1","name":"b","value":"2"},"x",3,null,[{"name":"c","value":"3"}]]"#,
            r#"[{"name":"null","value":"null"},{"headers":[{"name":"a","value":"b"}],"name":"n","value":"v"}]"#,
            r#"[ {  "name" : "a\"b" , "value":"" } , {"name":"a","value":"b","comment":"c"}, {"name":"d","value":"e"]"#,
            r#"[{"name":"","value":"x"},{"name":"a","value":"cut off"#,
            r#"[{} , {your_header} {"name":"a","value":"b"}"#,
            r#"{"a":"1","b":2,"c":null}"#,
            r#""a: b""#,
            &deep,
        ] {
            let text = format!(r#"{{"headers":{list},"method":"GET"}}"#);
            let text = Text::verbatim(&text, Span::new(0, text.len()));
            let brief = Brief { passed: &[], paired: &["headers"] };
            let read = |json: Option<(Json<'_>, usize)>| {
                let (json, end) = json?;
                let row = |(name, value): (Text<'_>, Text<'_>)| format!("{name:?} {value:?}");
                Some((rows(json.member("headers")).into_iter().map(row).collect::<Vec<_>>(), end))
            };
            let long = read(json::undecoded(&text, 0)).filter(|_| list != deep);
            let short = read(json::brief(brief, &text, 0)).filter(|_| list != deep);
            assert_eq!(short, long, "{list}");
        }
    }
}
