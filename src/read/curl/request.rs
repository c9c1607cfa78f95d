//! What a curl command was meant to ask.

use std::sync::Arc;

use super::config::{Config, Data, DataKind};
use super::glob;
use super::wire::field::quoted_length;
use crate::exchange::{
    Argument, Body, BodyKind, Command, Encoding, Header, Login, Param, Part, Parts, Place, Provenance, Request,
    Sourced, Url, Variable,
};
use crate::read::{body as shape, header, json, url};
use crate::text::{Mark, Span, Text, decode};

/// What is fed to a command, and the command itself.
pub(super) struct Around<'a, 's> {
    pub(super) command: &'a Arc<Command<'s>>,
    pub(super) stdin: Option<&'a Text<'s>>,
    pub(super) variables: &'a [Variable<'s>],
}

/// The requests of one operation: one an address, or one without an address. A path alone is none: curl finds no host
/// in it, and sends nothing. No more than `most` come together in `requests`.
pub(super) fn requests<'s>(config: &Config<'s>, around: &Around<'_, 's>, most: usize, requests: &mut Vec<Request<'s>>) {
    let is_address =
        |argument: &&Argument<'s>| !argument.value.as_ref().is_some_and(|url| url.as_str().starts_with('/'));
    if !config.urls.iter().any(|argument| is_address(&argument)) {
        if requests.len() < most {
            requests.push(request(config, None, around));
        }
        return;
    }
    let left = most.saturating_sub(requests.len());
    requests.extend(config.urls.iter().take(left).map(|address| request(config, Some(address), around)));
}

fn request<'s>(config: &Config<'s>, address: Option<&Argument<'s>>, around: &Around<'_, 's>) -> Request<'s> {
    let text = address.and_then(|argument| argument.value.clone());
    let globs = text.as_ref().map(|text| glob::patterns(text, config.globoff)).unwrap_or_default();
    let url = text.map(url::parse);
    let lines = || config.headers.iter().filter_map(|argument| argument.value.as_ref());
    let in_file = |line: &&Text<'s>| line.as_str().starts_with('@');
    let headers: Vec<Header<'s>> = lines().filter(|line| !in_file(line)).map(header::parse).collect();
    let mut params = Vec::new();
    query_params(config, url.as_ref(), &mut params);
    let body = body(config, around, &headers, &mut params);
    if let Some(url) = &url
        && let Some(fragment) = &url.fragment
    {
        url::pairs(&url.part(fragment), Place::Fragment, &mut params);
    }
    Request {
        command: Some(Arc::clone(around.command)),
        method: Some(method(config, around.command.name)),
        headers: with_option_headers(headers, config),
        login: login(config),
        body,
        params,
        globs,
        variables: around.variables.to_vec(),
        follows_redirects: config.location,
        url,
        unseen: unseen(config, lines().any(|line| in_file(&line))),
    }
}

/// What stands in files: headers of `-H @file`, anything in the file of `-K`.
fn unseen(config: &Config<'_>, headers: bool) -> Parts {
    let options = config.others.iter().any(|argument| argument.option == Some("config"));
    [Part::Address, Part::Parameters, Part::Body, Part::Method]
        .into_iter()
        .fold(Parts::NONE, |parts, part| parts.and(part, options))
        .and(Part::Headers, headers || options)
        .and(Part::Credentials, headers || options)
}

/// The parameters that travel in the address: its own query, `-G` data and `--url-query`.
fn query_params<'s>(config: &Config<'s>, url: Option<&Url<'s>>, params: &mut Vec<Param<'s>>) {
    if let Some(url) = url
        && let Some(query) = &url.query
    {
        url::pairs(&url.part(query), Place::Query, params);
    }
    if config.get.is_some() {
        for data in &config.data {
            data_params(data, Place::Query, params);
        }
    }
    for argument in &config.url_query {
        if let Some(value) = &argument.value {
            urlencode_params(value, Place::Query, params);
        }
    }
}

/// The method and what makes it so (curl: `-X`, else `-I`, `-T`, `-d`, `-F`).
fn method(config: &Config<'_>, name: Span) -> Sourced<String> {
    let implied = |method: &str, span| Sourced { value: method.to_owned(), span, provenance: Provenance::Implied };
    if let Some(request) = &config.request
        && let Some(value) = &request.value
    {
        let provenance = if value.has(Mark::Repaired) { Provenance::Repaired } else { Provenance::Stated };
        return Sourced { value: value.as_str().to_owned(), span: request.span, provenance };
    }
    if let Some(span) = config.head {
        return implied("HEAD", span);
    }
    if let Some(upload) = &config.upload {
        return implied("PUT", upload.span);
    }
    if let Some(get) = config.get {
        return implied("GET", get);
    }
    match config.data.first().map(|data| data.argument.span).or(config.forms.first().map(|form| form.span)) {
        Some(span) => implied("POST", span),
        None => implied("GET", name),
    }
}

fn body<'s>(
    config: &Config<'s>,
    around: &Around<'_, 's>,
    headers: &[Header<'s>],
    params: &mut Vec<Param<'s>>,
) -> Option<Body<'s>> {
    if let Some(upload) = &config.upload {
        let pieces = upload.value.iter().map(|value| value.clone().marked(Mark::File)).collect();
        return Some(Body { kind: BodyKind::Upload, pieces, span: upload.span });
    }
    if let Some(first) = config.forms.first() {
        let span = config.forms.iter().fold(first.span, |span, form| span.join(form.span));
        let pieces = config.forms.iter().filter_map(|form| form.value.clone()).collect();
        for form in &config.forms {
            multipart_param(form, params);
        }
        return Some(Body { kind: BodyKind::Multipart, pieces, span });
    }
    let first = config.data.first().filter(|_| config.get.is_none())?;
    let span = config.data.iter().fold(first.argument.span, |span, data| span.join(data.argument.span));
    let is_json = config.data.iter().any(|data| data.kind == DataKind::Json);
    let pieces: Vec<Text<'s>> = config.data.iter().map(|data| content(data, around.stdin)).collect();
    let looks_like_json = pieces.first().is_some_and(shape::looks_like_json);
    if is_json || looks_like_json {
        if let Some(json) = pieces.first().and_then(json::parse) {
            shape::json_params(&json, params);
        } else {
            form_params(config, &pieces, params);
        }
    } else if !shape::is_other_type(headers) {
        form_params(config, &pieces, params);
    }
    Some(Body { kind: if is_json { BodyKind::Json } else { BodyKind::Data }, pieces, span })
}

fn form_params<'s>(config: &Config<'s>, pieces: &[Text<'s>], params: &mut Vec<Param<'s>>) {
    for (data, piece) in config.data.iter().zip(pieces) {
        match data.kind {
            DataKind::UrlEncode => urlencode_params(piece, Place::Body, params),
            _ if piece.has(Mark::File) => {}
            _ => url::pairs(piece, Place::Body, params),
        }
    }
}

/// What a `-d` value stands for: itself, standard input where the source shows it, or a file that nobody reads.
fn content<'s>(data: &Data<'s>, stdin: Option<&Text<'s>>) -> Text<'s> {
    let value = data.value().into_owned();
    let reads_file = match data.kind {
        DataKind::Raw => false,
        DataKind::UrlEncode => false,
        _ => value.as_str().starts_with('@'),
    };
    match (reads_file, value.as_str(), stdin) {
        (true, "@-", Some(stdin)) => stdin.trim(),
        (true, _, _) => value.marked(Mark::File),
        (false, _, _) => value,
    }
}

fn data_params<'s>(data: &Data<'s>, place: Place, params: &mut Vec<Param<'s>>) {
    match data.kind {
        DataKind::UrlEncode => urlencode_params(&data.value(), place, params),
        _ => url::pairs(&data.value(), place, params),
    }
}

/// `--data-urlencode`: `name=content`, `=content`, `content`, `name@file`; curl encodes the content itself.
fn urlencode_params<'s>(value: &Text<'s>, place: Place, params: &mut Vec<Param<'s>>) {
    let text = value.as_str();
    let (name_end, content_start, file) = match (text.find('='), text.find('@')) {
        (Some(equals), _) => (equals, equals + 1, false),
        (None, Some(at)) => (at, at + 1, true),
        (None, None) => return url::pairs(value, place, params),
    };
    let name = value.slice(0, name_end);
    let content = value.slice(content_start, text.len());
    let content = if file { content.marked(Mark::File) } else { content };
    let provenance = url::provenance(&content, &name);
    let raw = content.clone();
    params.push(Param {
        name,
        value: content,
        raw,
        span: value.span(),
        place,
        encoding: Encoding::Verbatim,
        provenance,
    });
}

/// `-F name=value;type=..`.
fn multipart_param<'s>(form: &Argument<'s>, params: &mut Vec<Param<'s>>) {
    let Some(value) = &form.value else { return };
    let text = value.as_str();
    let Some(equals) = text.find('=') else { return };
    let name = value.slice(0, equals);
    let content = value.slice(equals + 1, text.len());
    let content = match form.option {
        Some("form-string") => content,
        _ if content.as_str().starts_with(['@', '<']) => word(&content).marked(Mark::File),
        _ => word(&content),
    };
    let provenance = url::provenance(&content, &name);
    params.push(Param {
        name,
        raw: content.clone(),
        value: content,
        span: value.span(),
        place: Place::Body,
        encoding: Encoding::Verbatim,
        provenance,
    });
}

/// What a `-F` holds: in quotes, or up to a semicolon.
fn word<'s>(content: &Text<'s>) -> Text<'s> {
    let blanks = content.as_str().len() - content.as_str().trim_start().len();
    let content = content.slice(blanks, content.as_str().len());
    let text = content.as_str();
    match text.strip_prefix('"').and_then(quoted_length) {
        Some(length) => decode::quoted(&content.slice(1, 1 + length)),
        None => content.slice(0, text.find(';').unwrap_or(text.len())).trim(),
    }
}

/// `-A`, `-e`, `-b` are headers too; only cookies matter to the linter.
fn with_option_headers<'s>(mut headers: Vec<Header<'s>>, config: &Config<'s>) -> Vec<Header<'s>> {
    for argument in &config.cookies {
        if let Some(value) = &argument.value {
            let stored = !value.as_str().contains('=') && !value.is_symbolic();
            let value = if stored { value.clone().marked(Mark::File) } else { value.clone() };
            let name = Text::implied("Cookie", argument.span);
            headers.push(Header { name, value: value.clone(), whole: Some(value.clone()), fault: None });
        }
    }
    headers
}

fn login<'s>(config: &Config<'s>) -> Option<Login<'s>> {
    if let Some(value) = config.bearer.as_ref().and_then(|a| a.value.clone()) {
        return Some(Login::Bearer(value));
    }
    config.user.as_ref().and_then(|a| a.value.clone()).map(Login::Basic)
}
