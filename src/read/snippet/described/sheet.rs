//! What was read of a description so far.

use super::super::MOST_BROKEN;
use super::label::Label;
use super::piece::{Call, Piece};
use crate::exchange::{Header, Json, Part, Provenance, Request, Response, Sourced};
use crate::read::asked::{Asked, Content, Media, Row};
use crate::read::{answer, header, http, json};
use crate::text::{Composer, Span, Text};

/// What the lines that have no label of their own belong to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Section {
    #[default]
    None,
    /// Its label stands alone: an address or a method follows.
    Named(Label),
    Headers,
    Query,
    Body,
    Answer,
    /// Behind what is passed over.
    Aside,
}

/// The request and its answer in the making.
#[derive(Debug, Default)]
pub(super) struct Sheet<'s> {
    section: Section,
    method: Option<Sourced<String>>,
    address: Option<Text<'s>>,
    headers: Vec<Header<'s>>,
    shows_headers: bool,
    query: Vec<Row<'s>>,
    fields: Vec<Row<'s>>,
    body: Vec<Text<'s>>,
    /// An address in a sentence: only a label below it makes it a description.
    needs_label: bool,
    status: Option<Sourced<u16>>,
    answer: Option<Text<'s>>,
    /// Where what was taken ends, and where the line behind it begins.
    end: usize,
    next: usize,
    /// Objects of the document that turned out to be none.
    broken: u32,
}

impl<'s> Sheet<'s> {
    /// A new one in a document in which so many objects turned out to be none.
    pub(super) fn new(broken: u32) -> Self {
        Self { broken, ..Self::default() }
    }

    pub(super) const fn broken(&self) -> u32 {
        self.broken
    }

    pub(super) const fn end(&self) -> usize {
        self.end
    }

    /// Where reading goes on.
    pub(super) const fn next(&self) -> usize {
        self.next
    }

    /// Takes a line, `parted` from what was taken by a blank one; gives where the line behind it begins. `None` where the
    /// description has ended.
    pub(super) fn take(&mut self, doc: &Text<'s>, piece: &Piece<'_>, parted: bool) -> Option<usize> {
        let next = self.line(doc, piece, parted)?;
        self.next = next;
        Some(next)
    }

    fn line(&mut self, doc: &Text<'s>, piece: &Piece<'_>, parted: bool) -> Option<usize> {
        // The answer as it travels; who reads the document reads it.
        if piece.text().starts_with("HTTP/") && self.address.is_some() {
            return None;
        }
        if piece.is_nothing() && self.address.is_some() {
            return Some(piece.next());
        }
        if let Some((label, behind)) = piece.label()
            && !(self.section == Section::Body && self.is_field(piece, parted))
        {
            return self.labelled(doc, label, &behind, piece);
        }
        if let Some(call) = piece.call(self.section == Section::Named(Label::Address)) {
            return self.call(doc, &call);
        }
        if self.section == Section::Aside && piece.is_header() {
            return Some(piece.next());
        }
        if self.section == Section::Named(Label::Method) {
            return self.labelled(doc, Label::Method, piece, piece);
        }
        self.address.as_ref()?;
        if piece.is_table_head() {
            return Some(piece.next());
        }
        if self.needs_label {
            return None;
        }
        if self.answer.is_none() && self.section == Section::Answer {
            return self.answer(doc, piece);
        }
        if let Some(next) = self.status(doc, piece) {
            return Some(next);
        }
        let body = piece.reported().filter(|said| said.start() > piece.start() && said.text().starts_with('{'));
        if let Some(body) = body.filter(|_| self.has_content() || self.method.is_some()) {
            return self.answer(doc, &body);
        }
        if self.section == Section::Answer {
            return None;
        }
        if self.section == Section::Headers && !parted || piece.is_header() {
            return self.header(doc, piece);
        }
        let awaited = matches!(self.section, Section::Body | Section::Query) && !self.has_content();
        if parted && !awaited && !piece.is_form() && !piece.text().starts_with('{') {
            return None;
        }
        if self.section == Section::Query {
            return self.row(doc, piece);
        }
        self.content(doc, piece)
    }

    fn has_content(&self) -> bool {
        !self.body.is_empty() || !self.fields.is_empty()
    }

    /// Whether a line of a body is one more field of it, though its name is a label as well.
    fn is_field(&self, piece: &Piece<'_>, parted: bool) -> bool {
        !parted && !self.fields.is_empty() && piece.is_parameter()
    }

    fn labelled(&mut self, doc: &Text<'s>, label: Label, behind: &Piece<'_>, piece: &Piece<'_>) -> Option<usize> {
        let open = |sheet: &mut Self, section: Section| {
            sheet.section = section;
            sheet.end = piece.end();
            Some(piece.next())
        };
        // Labels without values follow no other, and methods no other method.
        let named = matches!(self.section, Section::Named(_));
        let answered = self.has_content() || self.status.is_some() || self.answer.is_some();
        let again = label == Label::Method && self.method.is_some() && (self.address.is_none() || answered);
        if named && behind.is_empty() || again {
            return None;
        }
        // Behind the heading of an answer, the body is its own.
        let label = match label {
            Label::Body if self.section == Section::Answer => Label::Answer,
            label => label,
        };
        match label {
            Label::Address if behind.is_empty() => open(self, Section::Named(Label::Address)),
            Label::Address => self.call(doc, &behind.call(true)?),
            Label::Method if behind.is_empty() => open(self, Section::Named(Label::Method)),
            Label::Method => {
                let method = behind.method()?;
                self.method = Some(stated(&method.of_document(doc)));
                open(self, Section::None)
            }
            _ if self.address.is_none() => None,
            Label::Headers => {
                self.needs_label = false;
                self.shows_headers = true;
                if behind.is_empty() {
                    return open(self, Section::Headers);
                }
                self.section = Section::Headers;
                self.header(doc, behind)
            }
            Label::Type => {
                let name = match Media::of(behind.text()) {
                    Media::Json => Some("application/json"),
                    Media::Form => Some("application/x-www-form-urlencoded"),
                    _ if behind.text().to_ascii_lowercase().contains("form") => {
                        Some("application/x-www-form-urlencoded")
                    }
                    _ => None,
                };
                let at = behind.of_document(doc).span();
                self.headers.extend(name.map(|name| Row::implied("Content-Type", name, at).header()));
                open(self, Section::None)
            }
            Label::Query | Label::Body => {
                self.needs_label = false;
                open(self, if label == Label::Query { Section::Query } else { Section::Body });
                let taken = if behind.is_empty() { None } else { self.content(doc, behind) };
                taken.or(Some(piece.next()))
            }
            Label::Status => {
                open(self, Section::Answer);
                self.status(doc, behind)
            }
            Label::Aside => open(self, Section::Aside),
            Label::Answer => {
                open(self, Section::Answer);
                if behind.is_empty() { Some(piece.next()) } else { self.answer(doc, behind) }
            }
        }
    }

    fn call(&mut self, doc: &Text<'s>, call: &Call<'_>) -> Option<usize> {
        // Another request.
        self.address.is_none().then_some(())?;
        self.section = Section::None;
        self.address = Some(call.address.of_document(doc));
        if let Some(method) = call.method {
            self.method = Some(stated(&method.of_document(doc)));
        }
        self.end = call.address.end();
        if call.rest.is_empty() {
            return Some(call.rest.next());
        }
        if let Some((label, behind)) = call.rest.label() {
            return self.labelled(doc, label, &behind, &call.rest);
        }
        // What is said of it is a sentence, unless labels follow.
        self.needs_label = self.status(doc, &call.rest).is_none();
        self.section = if self.needs_label { Section::None } else { self.section };
        Some(call.rest.next())
    }

    fn header(&mut self, doc: &Text<'s>, piece: &Piece<'_>) -> Option<usize> {
        if piece.text().starts_with('{') {
            let (json, end) = self.object(doc, piece.start())?;
            let Json::Object(members) = json else { return None };
            let rows = members.into_iter().filter_map(|(name, value)| Some(Row::stated(name, value.text()?.clone())));
            self.headers.extend(rows.map(|row| row.header()));
            return Some(self.through(doc, end));
        }
        let is_listed = self.section == Section::Headers && piece.text().contains('=');
        (is_listed || http::is_header(piece.text())).then_some(())?;
        let (name, value) = piece.text().split_once(':').unwrap_or((piece.text(), ""));
        let quoted =
            name.starts_with(['"', '\'']) || value.trim_start().starts_with('"') || name.len() == piece.text().len();
        let header =
            if quoted { piece.row(doc)?.header() } else { header::parse(&piece.emphasized().of_document(doc)) };
        self.headers.push(header);
        self.shows_headers = true;
        self.end = piece.end();
        Some(piece.next())
    }

    fn row(&mut self, doc: &Text<'s>, piece: &Piece<'_>) -> Option<usize> {
        for field in piece.fields() {
            let row = field.row(doc)?;
            let list = if self.section == Section::Query { &mut self.query } else { &mut self.fields };
            list.push(row);
        }
        self.end = piece.end();
        Some(piece.next())
    }

    /// A body, or a line of one.
    fn content(&mut self, doc: &Text<'s>, piece: &Piece<'_>) -> Option<usize> {
        let piece = &piece.unquoted();
        if piece.text().starts_with('{') && !self.has_content() {
            let (json, end) = self.object(doc, piece.start())?;
            let content = doc.slice(piece.start(), end);
            if json.is_refusal() && self.section != Section::Body {
                self.section = Section::Answer;
                self.answer = Some(content);
            } else {
                self.body.push(content);
            }
            return Some(self.through(doc, end));
        }
        let goes_on =
            self.body.last().is_some_and(|body| body.as_str().ends_with('&') || piece.text().starts_with('&'));
        let pairs = piece.text().contains('&') && piece.is_form() || goes_on && piece.is_form();
        if pairs && self.fields.is_empty() && (self.body.is_empty() || goes_on) {
            self.body.push(piece.closed().of_document(doc));
            self.end = piece.end();
            return Some(piece.next());
        }
        let listed = self.section == Section::Body || !self.fields.is_empty() || piece.is_parameter();
        (listed && self.body.is_empty()).then_some(())?;
        self.row(doc, piece)
    }

    fn status(&mut self, doc: &Text<'s>, piece: &Piece<'_>) -> Option<usize> {
        let (number, behind) = piece.status()?;
        (self.status.is_none() && !behind.explains()).then_some(())?;
        let value = number.text().parse().ok()?;
        let span = number.of_document(doc).span();
        self.status = Some(Sourced { value, span, provenance: Provenance::Stated });
        self.section = Section::Answer;
        self.end = number.end();
        let brace = behind.text().find('{').map(|at| behind.behind(at));
        Some(brace.and_then(|brace| self.answer(doc, &brace)).unwrap_or_else(|| piece.next()))
    }

    fn answer(&mut self, doc: &Text<'s>, piece: &Piece<'_>) -> Option<usize> {
        if self.status.is_none()
            && let Some(next) = self.status(doc, piece)
        {
            return Some(next);
        }
        json::begins(piece.text()).then_some(())?;
        let (_, end) = self.object(doc, piece.start())?;
        (!Piece::behind_object(doc.as_str(), end).explains()).then_some(())?;
        self.answer = Some(doc.slice(piece.start(), end));
        Some(self.through(doc, end))
    }

    /// The object that begins at `start`; what does not end is not looked for again and again.
    fn object(&mut self, doc: &Text<'s>, start: usize) -> Option<(Json<'s>, usize)> {
        (self.broken < MOST_BROKEN).then_some(())?;
        let read = json::prefix(doc, start);
        self.broken += u32::from(read.is_none());
        read
    }

    /// Takes everything to `end`; gives where the line behind it begins.
    fn through(&mut self, doc: &Text<'s>, end: usize) -> usize {
        self.end = end;
        answer::line_at(doc.as_str(), end).next
    }

    /// The request with its answer; `None` where an address is all that was described.
    pub(super) fn finish(mut self, place: Span) -> Option<(Request<'s>, Option<Response<'s>>)> {
        if self.explains() {
            self.fields.clear();
        }
        let described = self.has_content() || !self.headers.is_empty() || !self.query.is_empty();
        (self.address.is_some()
            && !self.needs_label
            && (described || self.answer.is_some() || self.method.is_some() && self.status.is_some()))
        .then_some(())?;
        let response = self.response();
        let is_get = self.method.as_ref().is_some_and(|method| method.value == "GET");
        let hides_body = !self.has_content() && !is_get;
        let mut asked = Asked { address: self.address, headers: self.headers, query: self.query, ..Asked::default() };
        asked.unseen = asked.unseen.and(Part::Body, hides_body).and(Part::Parameters, hides_body);
        asked.unseen = asked.unseen.and(Part::Headers, !self.shows_headers);
        asked.unseen = asked.unseen.and(Part::Credentials, !self.shows_headers);
        asked.content = match joined(&self.body) {
            Some(body) => Content::Text(body, Media::Unnamed),
            None => Content::listed(self.fields, &asked.headers),
        };
        let request = Request { method: self.method, ..asked.request(place) };
        Some((request, response))
    }

    /// Whether the fields tell what belongs into them: `grant_type: must be authorization_code`.
    fn explains(&self) -> bool {
        let is_explained = |row: &Row<'_>| row.name.as_str() == "grant_type" && row.value.as_str().trim().contains(' ');
        self.fields.iter().any(is_explained)
    }

    fn response(&self) -> Option<Response<'s>> {
        let places = self.status.iter().map(|status| status.span).chain(self.answer.iter().map(Text::span));
        let span = places.reduce(Span::join)?;
        let (status, body) = (self.status.clone(), self.answer.clone());
        let json = body.as_ref().and_then(json::parse);
        Some(Response { span, status, body, json, ..Response::default() })
    }
}

fn stated(method: &Text<'_>) -> Sourced<String> {
    Sourced { value: method.as_str().to_owned(), span: method.span(), provenance: Provenance::Stated }
}

/// The lines of a form in one piece.
fn joined<'s>(lines: &[Text<'s>]) -> Option<Text<'s>> {
    let (first, rest) = lines.split_first()?;
    if rest.is_empty() {
        return Some(first.clone());
    }
    let mut out = Composer::default();
    lines.iter().for_each(|line| out.take(line));
    Some(out.finish(first.span().start))
}
