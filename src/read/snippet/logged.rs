//! A request in a structured log: an object with the address and the method, with the body, the status and the answer where
//! they were logged, beside one another or inside of members such as `request` and `response`.

use super::{Around, MOST_BROKEN, Snip, Snippet};
use crate::exchange::{Form, Header, Json, Part, Provenance, Response, Sourced};
use crate::read::answer::Line;
use crate::read::asked::{Asked, Content, Media, Row};
use crate::read::{http, json, source_code, stamp, talk};
use crate::text::{Span, Text, near};

/// The names that loggers give, likeliest first.
const ADDRESS: [&str; 7] = ["url", "uri", "request_url", "requestUrl", "href", "endpoint", "http.url"];
const METHOD: [&str; 5] = ["method", "http_method", "httpMethod", "request_method", "http.method"];
const HEADERS: [&str; 3] = ["headers", "request_headers", "requestHeaders"];
const BODY: [&str; 9] =
    ["body", "request_body", "requestBody", "data", "payload", "form", "params", "post_data", "json"];
const STATUS: [&str; 8] = [
    "status",
    "status_code",
    "statusCode",
    "response_status",
    "responseStatus",
    "code",
    "http.status_code",
    "http_status",
];
const ANSWER: [&str; 3] = ["response", "response_body", "responseBody"];
/// Names that an answer has where it stands in an object of its own; beside the request's members they are the request's.
const WITHIN: [&str; 4] = ["body", "data", "error", "resp"];

/// The form of structured logs.
#[derive(Debug)]
pub(super) struct Logged;

impl Snippet for Logged {
    fn marks(&self) -> &'static [&'static str] {
        &["ethod"]
    }

    fn read<'s>(&self, doc: &Text<'s>, line: Line, around: &mut Around<'s>) -> Option<Snip<'s>> {
        let text = doc.as_str();
        // A record begins with its line, or behind the words of one.
        let before = near::before(text, line.start);
        let is_whole = before.is_empty() || stamp::length(&text[line.start - before.len()..line.end]) == before.len();
        let start = line.start + text[line.start..line.end].find('{').filter(|_| is_whole)?;
        // What a program hands on is read where it is used.
        let lead = text[line.start..start].trim();
        let handed = lead.ends_with(['=', '(', ',', '[', ':', '?', '>', '&', '|', '"', '\'', '`']);
        (!handed && !source_code::begins(lead) && start >= around.records_to).then_some(())?;
        (!talk::is_announced(text, line.start)).then_some(())?;
        let (record, end) = if text[start..line.end].trim_end().ends_with('{') {
            // What is indented is read once, and not often in vain.
            (around.broken_objects < MOST_BROKEN && lead.is_empty()).then_some(())?;
            let read = json::prefix(doc, start);
            around.broken_objects += u32::from(read.is_none());
            around.records_to = read.as_ref().map_or(0, |(_, end)| *end);
            read?
        } else {
            let (record, end) = json::prefix(&doc.slice(start, line.end), 0)?;
            (record, start + end)
        };
        // One of a list is data of a program as well.
        (!text[end..].starts_with(',')).then_some(())?;
        let Json::Object(members) = &record else { return None };
        let nested = members.iter().map(|(_, member)| member).find(|member| first(member, &ADDRESS).is_some());
        let asked = asked(nested.unwrap_or(&record))?;
        let span = doc.span_of(start, end);
        let response = response(&record, nested.is_some(), span);
        let requests = vec![(asked.request(span), response)];
        Some(Snip { form: Form::Http, start, span, requests, answer: None, repairs: Vec::new(), end })
    }
}

fn first<'j, 's>(json: &'j Json<'s>, names: &[&str]) -> Option<&'j Json<'s>> {
    names.iter().find_map(|name| json.member(name))
}

fn asked<'s>(record: &Json<'s>) -> Option<Asked<'s>> {
    let address = first(record, &ADDRESS)?.text().filter(|address| address.as_str().contains("://"))?.clone();
    let method = first(record, &METHOD)?.text()?;
    let value = method.as_str().to_ascii_uppercase();
    http::METHODS.contains(&value.as_str()).then_some(())?;
    let method = Sourced { value, span: method.span(), provenance: Provenance::Stated };
    let mut asked = Asked { method: Some(method), address: Some(address), ..Asked::default() };
    let headers = first(record, &HEADERS);
    if let Some(Json::Object(members)) = headers {
        asked.headers = rows(members).into_iter().map(|row| row.header()).collect::<Vec<Header<'s>>>();
    }
    asked.content = match first(record, &BODY) {
        Some(Json::String(body)) => Content::Text(body.clone(), Media::Unnamed),
        Some(Json::Object(members)) => Content::listed(rows(members), &asked.headers),
        _ => Content::None,
    };
    let hidden = matches!(asked.content, Content::None);
    asked.unseen = asked.unseen.and(Part::Headers, headers.is_none()).and(Part::Credentials, headers.is_none());
    asked.unseen = asked.unseen.and(Part::Body, hidden).and(Part::Parameters, hidden);
    Some(asked)
}

fn rows<'s>(members: &[(Text<'s>, Json<'s>)]) -> Vec<Row<'s>> {
    let row = |(name, value): &(Text<'s>, Json<'s>)| Some(Row::stated(name.clone(), value.text()?.clone()));
    members.iter().filter_map(row).collect()
}

/// The answer that the record holds.
fn response<'s>(record: &Json<'s>, nested: bool, span: Span) -> Option<Response<'s>> {
    let own = ["response", "res"].iter().find_map(|name| record.member(name));
    let shown = own.filter(|shown| first(shown, &STATUS).is_some());
    let place = shown.unwrap_or(record);
    let status = first(place, &STATUS).and_then(Json::text).and_then(|text| {
        let value = text.as_str().parse().ok().filter(|status| (100..600).contains(status))?;
        Some(Sourced { value, span: text.span(), provenance: Provenance::Stated })
    });
    let is_apart = shown.is_some() || nested;
    let within = || is_apart.then(|| first(place, &WITHIN)).flatten();
    let said = first(place, &ANSWER).or_else(within).or_else(|| record.member("error"));
    let said = said.filter(|said| shown.is_some() || !matches!(said, Json::Scalar(_)));
    (status.is_some() || said.is_some()).then_some(())?;
    let mut response = Response { span, status, ..Response::default() };
    match said {
        Some(Json::String(body)) => {
            response.json = json::parse(body);
            response.body = Some(body.clone());
        }
        json => response.json = json.cloned(),
    }
    Some(response)
}
