//! One entry: a request, and what is expected of its answer.

use super::body;
use super::{asks, is_expectation};
use crate::exchange::{Header, Login, Provenance, Request, Sourced};
use crate::read::asked::{Asked, Content, Row, join};
use crate::read::client::lines::{Line, lines};
use crate::read::client::template::Variables;
use crate::text::{Mark, Span, Text};

/// Where an entry stands: from its method to the next entry.
pub(super) struct Entry {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Where the address ends, and headers begin.
    head: usize,
}

/// What a section holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    Headers,
    Query,
    Form,
    Multipart,
    Cookies,
    BasicAuth,
    Options,
    /// Of the answer.
    Answer,
}

/// The section that a line opens.
pub(super) fn section(line: &str) -> Option<Section> {
    let line = line.trim();
    let name = line.strip_prefix('[')?.split(']').next()?;
    line.contains(']').then_some(())?;
    Some(match name {
        "Query" | "QueryStringParams" => Section::Query,
        "Form" | "FormParams" => Section::Form,
        "Multipart" | "MultipartFormData" => Section::Multipart,
        "Cookies" => Section::Cookies,
        "BasicAuth" => Section::BasicAuth,
        "Options" => Section::Options,
        "Captures" | "Asserts" => Section::Answer,
        _ => return None,
    })
}

impl Entry {
    /// The entries of a file. A body is passed over as a whole, whatever its lines look like.
    pub(super) fn all(doc: &Text<'_>) -> Vec<Self> {
        let text = doc.as_str();
        let mut entries: Vec<Self> = Vec::new();
        let mut behind = 0;
        for line in lines(text) {
            if line.start < behind || line.text.trim().is_empty() {
                continue;
            }
            if asks(&line).is_some() {
                if let Some(last) = entries.last_mut() {
                    last.end = line.start;
                }
                entries.push(Self { start: line.start, end: text.len(), head: line.end() });
            } else if !entries.is_empty() && body::begins(&line) {
                behind = body::end(doc, &line);
            }
        }
        entries
    }

    /// What an entry asks. An option gives names values that hold in this entry alone.
    pub(super) fn request<'s>(&self, doc: &Text<'s>, variables: &mut Variables) -> Option<Request<'s>> {
        let text = doc.as_str();
        let first = Line { start: self.start, text: text.get(self.start..self.head)? };
        let (method, address) = asks(&first)?;
        let address = address_alone(&address);
        let mut asked = Asked {
            method: Some(Sourced {
                value: method.text.to_owned(),
                span: method.of(doc).span(),
                provenance: Provenance::Stated,
            }),
            ..Asked::default()
        };
        let mut follows = None;
        let mut within = Section::Headers;
        let mut open: Vec<(Section, Line<'_>)> = Vec::new();
        for line in lines(&text[self.head..self.end]).map(|l| Line { start: l.start + self.head, ..l }).skip(1) {
            let content = line.trimmed();
            if content.text.is_empty() || content.text.starts_with('#') {
                continue;
            }
            if is_expectation(content.text) {
                break;
            }
            if let Some(section) = section(content.text) {
                within = section;
            } else if body::begins(&line) {
                asked.content = body::content(doc, &line, variables);
                break;
            } else if within == Section::Options {
                follows = option(&content, doc, variables, &mut asked).or(follows);
            } else {
                open.push((within, content));
            }
        }
        asked.address = Some(variables.fill(&address.of(doc)));
        let (mut form, mut parts) = (Vec::new(), Vec::new());
        for (section, line) in open {
            let Some((name, value)) = line.split(':') else { continue };
            let value = body::value(doc, &value, &name);
            let row = Row::stated(variables.fill(&name.of(doc)), variables.fill(&value));
            match section {
                Section::Headers => asked.headers.push(row.header()),
                Section::Query => asked.query.push(row),
                Section::Form => form.push(row),
                Section::Multipart => parts.push(part(row)),
                Section::Cookies => asked.headers.push(cookie(&row)),
                Section::BasicAuth => asked.login = Some(Login::Basic(join(&row.name, ":", &row.value))),
                Section::Options | Section::Answer => {}
            }
        }
        match (form.is_empty(), parts.is_empty()) {
            (false, _) => asked.content = Content::Fields(form),
            (true, false) => asked.content = Content::Parts(parts),
            (true, true) => {}
        }
        let request = asked.request(doc.span_of(self.start, self.head));
        Some(Request { follows_redirects: follows, ..request })
    }
}

/// The address without a comment behind it.
fn address_alone<'t>(line: &Line<'t>) -> Line<'t> {
    let end = line.text.find(" #").unwrap_or(line.text.len());
    Line { start: line.start, text: &line.text[..end] }.trimmed()
}

/// `file,name;` is sent as that file's content.
fn part(mut row: Row<'_>) -> Row<'_> {
    if row.value.as_str().starts_with("file,") {
        row.value = row.value.marked(Mark::File);
    }
    row
}

fn cookie<'s>(row: &Row<'s>) -> Header<'s> {
    let line = row.joined("=");
    Header { name: Text::implied("Cookie", row.name.span()), value: line.clone(), whole: Some(line), fault: None }
}

/// What an option changes about the request; gives the place where redirects are followed.
fn option<'s>(line: &Line<'_>, doc: &Text<'s>, variables: &mut Variables, asked: &mut Asked<'s>) -> Option<Span> {
    let (name, value) = line.split(':')?;
    match name.text {
        "variable" => {
            let (name, value) = value.split('=')?;
            let bare = value.text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
            let bare = bare.map_or(value, |text| Line { start: value.start + 1, text });
            variables.set(name.text, &bare.of(doc));
            None
        }
        "user" => {
            let value = body::value(doc, &value, &name);
            asked.login = Some(Login::Basic(variables.fill(&value)));
            None
        }
        "location" | "location-trusted" if value.text == "true" => Some(line.of(doc).span()),
        _ => None,
    }
}
