//! One request of a collection.

use std::collections::HashMap;

use crate::exchange::{BodyKind, Header, Json, Provenance, Request, Sourced};
use crate::read::asked::{Asked, Content, Media, Row};
use crate::read::client::lines::lines;
use crate::read::client::template::{Variables, path_variables};
use crate::read::client::tree::{elements, is_on, member, text};
use crate::read::header;
use crate::text::{Mark, Span, Text};

use super::{auth, url};

/// Reads `request`: an object, or an address alone. `inherited` are the credentials of the folders around it.
pub(super) fn read<'s>(
    request: &Json<'s>,
    inherited: Option<&Json<'s>>,
    variables: &Variables,
    place: Span,
) -> Option<Request<'s>> {
    if let Some(address) = text(request) {
        let address = path_variables(&variables.fill(&address), &HashMap::new());
        let mut asked = Asked { address: Some(address), ..Asked::default() };
        inherited.into_iter().for_each(|inherited| auth::apply(inherited, variables, &mut asked));
        return Some(asked.request(place));
    }
    let Json::Object(_) = request else { return None };
    let fill = |text: &Text<'s>| variables.fill(text);
    let mut asked = Asked {
        method: member(request, "method").map(|method| Sourced {
            value: fill(&method).as_str().to_owned(),
            span: method.span(),
            provenance: Provenance::Stated,
        }),
        address: request.member("url").and_then(|url| address(url, variables)),
        headers: headers(request.member("header"), &fill),
        content: request.member("body").map(|body| content(body, &fill)).unwrap_or_default(),
        ..Asked::default()
    };
    let own = request.member("auth").filter(|auth| matches!(auth, Json::Object(_)));
    if let Some(auth) = own.or(inherited) {
        auth::apply(auth, variables, &mut asked);
    }
    Some(asked.request(place))
}

/// The address: as it was typed, else put together from its parts.
fn address<'s>(url: &Json<'s>, variables: &Variables) -> Option<Text<'s>> {
    let typed = text(url).or_else(|| member(url, "raw")).or_else(|| url::assembled(url))?;
    let rows = elements(url, "variable").iter();
    let rows: Vec<_> = rows.filter_map(|row| Some((member(row, "key")?, member(row, "value")?))).collect();
    let given = rows.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    Some(path_variables(&variables.fill(&typed), &given))
}

/// Headers as a list of rows, or as the lines of one string.
pub(super) fn headers<'s>(headers: Option<&Json<'s>>, fill: &impl Fn(&Text<'s>) -> Text<'s>) -> Vec<Header<'s>> {
    match headers {
        Some(Json::Array(list)) => rows(list, fill).iter().map(Row::header).collect(),
        Some(Json::String(all)) => {
            let lines = lines(all.as_str()).filter(|line| !line.text.trim().is_empty());
            lines.map(|line| header::parse(&fill(&line.of(all)))).collect()
        }
        _ => Vec::new(),
    }
}

/// The rows of a list that are not switched off.
fn rows<'s>(list: &[Json<'s>], fill: &impl Fn(&Text<'s>) -> Text<'s>) -> Vec<Row<'s>> {
    list.iter().filter(|row| !is_on(row, "disabled")).filter_map(|json| row(json, fill)).collect()
}

fn row<'s>(json: &Json<'s>, fill: &impl Fn(&Text<'s>) -> Text<'s>) -> Option<Row<'s>> {
    let name = fill(&member(json, "key")?);
    let value = match json.member("value") {
        Some(Json::String(text)) => fill(text),
        other => other.and_then(text).unwrap_or_else(|| name.slice(name.as_str().len(), name.as_str().len())),
    };
    Some(Row::stated(name, value))
}

fn content<'s>(body: &Json<'s>, fill: &impl Fn(&Text<'s>) -> Text<'s>) -> Content<'s> {
    let Some(mode) = member(body, "mode").filter(|_| !is_on(body, "disabled")) else { return Content::None };
    match (mode.as_str(), body.member(mode.as_str())) {
        ("urlencoded", Some(Json::Array(list))) => Content::Fields(rows(list, fill)),
        ("urlencoded", Some(Json::String(text))) => Content::Text(fill(text), Media::Form),
        ("formdata", Some(Json::Array(list))) => {
            let on = list.iter().filter(|row| !is_on(row, "disabled"));
            Content::Parts(on.filter_map(|json| part(json, fill)).collect())
        }
        ("raw", Some(Json::String(raw))) => {
            let options = body.member("options").and_then(|options| options.member("raw"));
            let language = options.and_then(|raw| member(raw, "language"));
            Content::Text(fill(raw), language.map_or(Media::Other("text/plain"), |word| Media::of(word.as_str())))
        }
        ("graphql", Some(graphql)) => match member(graphql, "query") {
            Some(query) => Content::Opaque(fill(&query), BodyKind::Json),
            None => Content::None,
        },
        ("file", file) => {
            let source = file.and_then(|file| member(file, "src")).unwrap_or(mode);
            Content::Opaque(source.marked(Mark::File), BodyKind::Upload)
        }
        _ => Content::None,
    }
}

/// A row of a multipart body; the content of a file is not seen.
fn part<'s>(json: &Json<'s>, fill: &impl Fn(&Text<'s>) -> Text<'s>) -> Option<Row<'s>> {
    let mut row = row(json, fill)?;
    if member(json, "type").is_some_and(|kind| kind.as_str() == "file") {
        let source = member(json, "src").unwrap_or_else(|| row.name.clone());
        row.value = source.marked(Mark::File);
    }
    Some(row)
}
