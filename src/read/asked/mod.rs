//! A request as somebody asks a client or a library for it, row by row, and the request that is made of it.

mod row;

use crate::exchange::{
    Body, BodyKind, Encoding, Header, Login, Param, Part, Parts, Place, Provenance, Request, Sourced,
};
use crate::read::{body, url};
use crate::text::{Composer, Span, Text};

pub(super) use row::{Blank, Row, join};

/// What a file asks its client to send; every name in it is replaced already.
#[derive(Debug, Default)]
pub(super) struct Asked<'s> {
    /// The method; `GET` where none is given, unless it is computed.
    pub(super) method: Option<Sourced<String>>,
    pub(super) address: Option<Text<'s>>,
    /// Parameters of the query that are listed beside the address.
    pub(super) query: Vec<Row<'s>>,
    pub(super) headers: Vec<Header<'s>>,
    pub(super) login: Option<Login<'s>>,
    pub(super) content: Content<'s>,
    /// What is computed, and so not seen.
    pub(super) unseen: Parts,
}

/// What is to be sent as the body.
#[derive(Debug, Default)]
pub(super) enum Content<'s> {
    /// Nothing.
    #[default]
    None,
    /// Rows that the client encodes as a form.
    Fields(Vec<Row<'s>>),
    /// Rows that newer versions of the client encode as a form, and older ones send as JSON.
    Object(Vec<Row<'s>>),
    /// Rows that the client sends as parts.
    Parts(Vec<Row<'s>>),
    /// Text as it stands, and the type that the client gives it where no header does.
    Text(Text<'s>, Media),
    /// What is not looked into: a file, a query of GraphQL.
    Opaque(Text<'s>, BodyKind),
}

/// The type that a client gives to a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Media {
    Form,
    Json,
    /// A type that is sent as this header.
    Other(&'static str),
    /// None.
    Unnamed,
}

impl Media {
    /// The type of this name.
    pub(super) fn of(name: &str) -> Self {
        match name.split(';').next().unwrap_or("").trim().to_ascii_lowercase().as_str() {
            "application/x-www-form-urlencoded" => Self::Form,
            "application/json" | "json" | "graphql" | "application/graphql" => Self::Json,
            "application/xml" | "text/xml" | "xml" => Self::Other("application/xml"),
            "text/html" | "html" => Self::Other("text/html"),
            "application/javascript" | "javascript" => Self::Other("application/javascript"),
            "text/plain" | "text" => Self::Other("text/plain"),
            _ => Self::Unnamed,
        }
    }
}

impl<'s> Content<'s> {
    /// Fields that somebody lists one by one: a JSON object under a header that says so, else a form.
    pub(super) fn listed(fields: Vec<Row<'s>>, headers: &[Header<'s>]) -> Self {
        let typed = headers.iter().find(|header| header.name.as_str().eq_ignore_ascii_case("content-type"));
        match typed.map(|header| Media::of(header.value.as_str())) {
            _ if fields.is_empty() => Self::None,
            Some(Media::Json) => Self::Text(object(&fields), Media::Unnamed),
            _ => Self::Fields(fields),
        }
    }
}

impl<'s> Asked<'s> {
    /// The request that the client makes. `place` shows what nothing else does, such as the method that is not named.
    pub(super) fn request(mut self, place: Span) -> Request<'s> {
        let is_seen = !self.unseen.holds(Part::Method);
        let method = self.method.or_else(|| is_seen.then(|| implied("GET", place)));
        let url = self.address.map(url::parse);
        let mut params = Vec::new();
        if let Some(url) = &url
            && let Some(query) = &url.query
        {
            url::pairs(&url.part(query), Place::Query, &mut params);
        }
        params.extend(self.query.into_iter().map(|row| param(row, Place::Query)));
        let body = sent(self.content, &mut self.headers, &mut params);
        if let Some(url) = &url
            && let Some(fragment) = &url.fragment
        {
            url::pairs(&url.part(fragment), Place::Fragment, &mut params);
        }
        let (headers, login, unseen) = (self.headers, self.login, self.unseen);
        Request { method, url, headers, login, body, params, unseen, ..Request::default() }
    }
}

/// A method that a client chooses.
pub(super) fn implied(method: &str, span: Span) -> Sourced<String> {
    Sourced { value: method.to_owned(), span, provenance: Provenance::Implied }
}

/// A parameter as it travels in a form or a query.
pub(crate) fn form_pair(param: &Param<'_>) -> String {
    Row::stated(param.name.clone(), param.value.clone()).encoded().as_str().to_owned()
}

fn param(row: Row<'_>, place: Place) -> Param<'_> {
    let (span, provenance) = (row.span(), row.provenance);
    Param {
        raw: row.value.clone(),
        name: row.name,
        value: row.value,
        span,
        place,
        encoding: Encoding::Verbatim,
        provenance,
    }
}

fn sent<'s>(content: Content<'s>, headers: &mut Vec<Header<'s>>, params: &mut Vec<Param<'s>>) -> Option<Body<'s>> {
    let listed = |kind, rows: Vec<Row<'s>>, params: &mut Vec<Param<'s>>| {
        let span = rows.iter().map(Row::span).reduce(Span::join)?;
        let encoded = matches!(kind, BodyKind::Data | BodyKind::Object);
        let pieces = rows.iter().map(|row| if encoded { row.encoded() } else { row.joined("=") }).collect();
        params.extend(rows.into_iter().map(|row| param(row, Place::Body)));
        Some(Body { kind, pieces, span })
    };
    match content {
        Content::None => None,
        Content::Fields(rows) => listed(BodyKind::Data, rows, params),
        Content::Object(rows) => listed(BodyKind::Object, rows, params),
        Content::Parts(rows) => listed(BodyKind::Multipart, rows, params),
        Content::Opaque(text, kind) => Some(Body { kind, span: text.span(), pieces: vec![text] }),
        Content::Text(text, _) if text.as_str().trim().is_empty() => None,
        Content::Text(text, media) => {
            let typed = headers.iter().any(|header| header.name.as_str().eq_ignore_ascii_case("content-type"));
            let kind = match media {
                Media::Form => BodyKind::Data,
                Media::Json => BodyKind::Json,
                Media::Other(name) if !typed => {
                    headers.push(Row::implied("Content-Type", name, text.span()).header());
                    BodyKind::Recorded
                }
                Media::Other(_) | Media::Unnamed => BodyKind::Recorded,
            };
            body::params(&text, headers, params);
            Some(Body { kind, span: text.span(), pieces: vec![text] })
        }
    }
}

/// The object whose members are listed.
fn object<'s>(fields: &[Row<'s>]) -> Text<'s> {
    let mut out = Composer::default();
    let mut sign = "{\"";
    for field in fields {
        out.imply(sign, Span::at(field.name.span().start));
        out.take(&field.name);
        out.imply("\":\"", Span::new(field.name.span().end, field.value.span().start));
        out.take(&field.value);
        sign = "\",\"";
    }
    let end = fields.last().map_or(0, |field| field.value.span().end);
    out.imply("\"}", Span::at(end));
    out.finish(fields.first().map_or(0, |field| field.name.span().start))
}
