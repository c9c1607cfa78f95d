//! What Postman's console shows of a request, copied as text: method, address and status, then the sections `Network`,
//! `Request Headers`, `Request Body`, `Response Headers` and `Response Body`, a line `name: "value"` for each row
//! (<https://learning.postman.com/docs/sending-requests/response-data/troubleshooting-api-requests/>; the lines as
//! people paste them, 2026-11-22). Its raw log is the message as it travels.

use super::{Around, Snip, Snippet};
use crate::exchange::{Form, Header, Part, Provenance, Response, Sourced};
use crate::read::answer::{self, Line};
use crate::read::asked::{Asked, Content, Media, Row};
use crate::read::client::answer::kept;
use crate::read::{http, json};
use crate::text::{Composer, Span, Text, decode};

/// Lines that are read of one request.
const MOST_LINES: usize = 400;
/// The signs of a tree's branches.
const BRANCHES: [char; 8] = ['▼', '▶', '▾', '▸', '►', '▿', '▹', '⌄'];
/// The form of the console's text.
#[derive(Debug)]
pub(super) struct PostmanConsole;

impl Snippet for PostmanConsole {
    fn marks(&self) -> &'static [&'static str] {
        &["Request Headers", "Request Body", "Response Headers", "Response Body"]
    }

    fn read<'s>(&self, doc: &Text<'s>, line: Line, _around: &mut Around<'s>) -> Option<Snip<'s>> {
        let first = First::of(doc, line)?;
        let (_, start) = content(doc.as_str(), line);
        let mut log = Log::new(first);
        let (mut next, mut end) = (line.next, line.end);
        for _ in 0..MOST_LINES {
            let Some(line) = line_with_words(doc.as_str(), next) else { break };
            let Some(taken) = log.take(doc, line, line.start > next) else { break };
            (end, next) = (taken.end, taken.next);
        }
        log.is_sure.then_some(())?;
        let span = doc.span_of(start, end);
        let (asked, response) = log.finish();
        let requests = vec![(asked.request(span), response)];
        Some(Snip { form: Form::Http, start, span, requests, answer: None, repairs: Vec::new(), end: next })
    }
}

/// The next line that is not blank.
fn line_with_words(text: &str, mut at: usize) -> Option<Line> {
    while at < text.len() {
        let line = answer::line_at(text, at);
        if !text[line.start..line.end].trim().is_empty() {
            return Some(line);
        }
        at = line.next.max(at + 1);
    }
    None
}

/// What a line says behind the sign of its branch, and where that begins.
fn content(text: &str, line: Line) -> (&str, usize) {
    let whole = &text[line.start..line.end];
    let content = whole.trim_start().trim_start_matches(BRANCHES).trim_start();
    (content.trim_end(), line.end - content.len())
}

/// The line that a request begins with: `▼ POST https://as.example/token 400 182 ms`.
#[derive(Clone, Debug)]
struct First<'s> {
    method: Sourced<String>,
    address: Text<'s>,
    status: Option<Text<'s>>,
}

impl<'s> First<'s> {
    fn of(doc: &Text<'s>, line: Line) -> Option<Self> {
        let (content, start) = content(doc.as_str(), line);
        let method = http::METHODS
            .into_iter()
            .find(|method| content.strip_prefix(method).is_some_and(|behind| behind.starts_with([' ', '\t'])))?;
        let rest = content[method.len()..].trim_start();
        let from = start + content.len() - rest.len();
        let address = rest.split([' ', '\t']).next().filter(|address| address.contains("://"))?;
        let behind = &rest[address.len()..];
        let value = method.to_owned();
        let method = doc.span_of(start, start + method.len());
        Some(Self {
            method: Sourced { value, span: method, provenance: Provenance::Stated },
            address: doc.slice(from, from + address.len()),
            status: status(doc, from + address.len(), behind)?,
        })
    }
}

/// The status among what stands beside an address or below it; `None` where anything else stands there.
fn status<'s>(doc: &Text<'s>, at: usize, text: &str) -> Option<Option<Text<'s>>> {
    let bare = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '[' | ':'));
    let bare = bare.strip_prefix("Status").map_or(bare, |rest| rest.trim_start_matches([':', ' ']));
    let word = bare.split(|c: char| c.is_whitespace() || matches!(c, '|' | ']')).next().unwrap_or("");
    let behind = bare[word.len()..].trim_start();
    let is_number = word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_time = |text: &str| text.starts_with("ms") || text.starts_with("s ") || text == "s";
    if is_number && !is_time(behind) {
        let start = at + text.len() - bare.len();
        return Some(Some(doc.slice(start, start + word.len())));
    }
    let counts = word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let remark = ["Show raw log", "Show pretty log", "Raw", "Pretty"].contains(&bare.trim());
    (bare.is_empty() || remark || counts && is_time(behind) || word.ends_with("ms")).then_some(None)
}

/// The sections of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Section {
    None,
    Network,
    SentHeaders,
    SentBody,
    Headers,
    Body,
}

impl Section {
    /// The section that a line is the heading of: `▼ Request Headers`, `Request Headers:`, `▶ Network: {…}`.
    fn of(content: &str) -> Option<Self> {
        const HEADINGS: [(&str, Section); 5] = [
            ("Network", Section::Network),
            ("Request Headers", Section::SentHeaders),
            ("Request Body", Section::SentBody),
            ("Response Headers", Section::Headers),
            ("Response Body", Section::Body),
        ];
        let (section, rest) = HEADINGS.iter().find_map(|(heading, is)| Some((*is, content.strip_prefix(heading)?)))?;
        matches!(rest.trim_start_matches(':').trim(), "" | "{…}" | "{...}" | "{" | "{}" | "↗" | "⤴").then_some(section)
    }
}

/// A row of headers or of a form.
#[derive(Debug)]
struct Entry<'s> {
    name: Text<'s>,
    /// The value as it is shown, with its quotes.
    shown: Text<'s>,
}

impl<'s> Entry<'s> {
    fn of(doc: &Text<'s>, start: usize, content: &str) -> Option<Self> {
        let colon = content.get(1..)?.find(':').map(|n| n + 1)?;
        let name = content[..colon].trim_matches(['"', ' ']);
        let is_name = name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.[]".contains(&b)) && !name.is_empty();
        let shown = content[colon + 1..].trim_start();
        let from = start + content.len() - shown.len();
        let name_at = start + content.find(name)?;
        let entry = Self { name: doc.slice(name_at, name_at + name.len()), shown: doc.slice(from, from + shown.len()) };
        (is_name && (entry.is_quoted() || matches!(shown, "true" | "false" | "null") || shown.parse::<f64>().is_ok()))
            .then_some(entry)
    }

    fn is_quoted(&self) -> bool {
        let shown = self.shown.as_str();
        shown.len() > 1 && shown.starts_with('"') && shown.ends_with('"')
    }

    fn row(self) -> Row<'s> {
        let value = if self.is_quoted() { unquoted(&self.shown) } else { self.shown };
        Row::stated(self.name, value)
    }
}

fn unquoted<'s>(shown: &Text<'s>) -> Text<'s> {
    decode::json_string(&shown.slice(1, shown.as_str().len() - 1))
}

/// What was read of a log.
#[derive(Debug)]
struct Log<'s> {
    first: First<'s>,
    section: Section,
    /// A row with its quotes was read, or the sign of a branch, so that this is no page with the same headings.
    is_sure: bool,
    shows_headers: bool,
    /// A body has its heading.
    folds_body: bool,
    sent_headers: Vec<Header<'s>>,
    fields: Vec<Entry<'s>>,
    sent_body: Option<Text<'s>>,
    headers: Vec<Header<'s>>,
    body: Option<Text<'s>>,
}

impl<'s> Log<'s> {
    const fn new(first: First<'s>) -> Self {
        Self {
            first,
            section: Section::None,
            is_sure: false,
            shows_headers: false,
            folds_body: false,
            sent_headers: Vec::new(),
            fields: Vec::new(),
            sent_body: None,
            headers: Vec::new(),
            body: None,
        }
    }

    /// Takes a line; gives where what was taken ends, `None` where the log has ended. Behind a blank line (`parted`) only
    /// another section belongs to it, or the body that its heading announced.
    fn take(&mut self, doc: &Text<'s>, line: Line, parted: bool) -> Option<Line> {
        let (content, start) = content(doc.as_str(), line);
        if let Some(section) = Section::of(content) {
            self.section = section;
            self.is_sure |= doc.as_str()[line.start..line.end].trim_start().starts_with(BRANCHES);
            self.folds_body |= section == Section::SentBody;
            return Some(line);
        }
        if First::of(doc, line).is_some() {
            return None;
        }
        let empty = match self.section {
            Section::SentBody => self.fields.is_empty() && self.sent_body.is_none(),
            Section::Body => self.body.is_none(),
            _ => false,
        };
        if parted && !empty && self.section != Section::None {
            return None;
        }
        match self.section {
            Section::None => {
                let found = status(doc, start, content)?;
                self.first.status = self.first.status.take().or(found);
            }
            Section::Network => {
                (content.contains(':') || content.starts_with(['}', ']', '{'])).then_some(())?;
            }
            Section::SentHeaders | Section::Headers => {
                let entry = Entry::of(doc, start, content)?;
                self.is_sure |= entry.is_quoted();
                let sent = self.section == Section::SentHeaders;
                self.shows_headers |= sent;
                let list = if sent { &mut self.sent_headers } else { &mut self.headers };
                list.push(entry.row().header());
            }
            Section::SentBody | Section::Body if empty && self.is_sure && content.starts_with(['{', '[']) => {
                let (_, end) = json::prefix(doc, start)?;
                let body = if self.section == Section::Body { &mut self.body } else { &mut self.sent_body };
                *body = Some(doc.slice(start, end));
                return Some(Line { end, ..answer::line_at(doc.as_str(), end) });
            }
            Section::SentBody => match Entry::of(doc, start, content) {
                Some(entry) => {
                    self.is_sure |= entry.is_quoted();
                    self.fields.push(entry);
                }
                None if empty => self.sent_body = Some(text(doc, start, content)),
                None => return None,
            },
            Section::Body if empty => self.body = Some(text(doc, start, content)),
            Section::Body => return None,
        }
        Some(line)
    }

    /// The request with its answer. What is folded together may have been there.
    fn finish(self) -> (Asked<'s>, Option<Response<'s>>) {
        let json = self.sent_headers.iter().any(|header| {
            header.name.as_str().eq_ignore_ascii_case("content-type") && Media::of(header.value.as_str()) == Media::Json
        });
        let multipart = self.sent_headers.iter().any(|header| header.value.as_str().starts_with("multipart/"));
        let mut asked =
            Asked { method: Some(self.first.method), address: Some(self.first.address), ..Asked::default() };
        asked.headers = self.sent_headers;
        asked.unseen = asked.unseen.and(Part::Headers, !self.shows_headers);
        asked.unseen = asked.unseen.and(Part::Credentials, !self.shows_headers);
        asked.content = match self.sent_body {
            Some(body) => Content::Text(body, Media::Unnamed),
            None if self.fields.is_empty() => {
                let announced = asked.headers.iter().any(|header| {
                    let name = header.name.as_str();
                    let counted = name.eq_ignore_ascii_case("content-length") && header.value.as_str() != "0";
                    counted || name.eq_ignore_ascii_case("transfer-encoding")
                });
                let hidden = self.folds_body || announced || !self.shows_headers;
                asked.unseen = asked.unseen.and(Part::Body, hidden).and(Part::Parameters, hidden);
                Content::None
            }
            None if json => Content::Text(object(&self.fields), Media::Unnamed),
            None => {
                let rows = self.fields.into_iter().map(Entry::row).collect();
                if multipart { Content::Parts(rows) } else { Content::Fields(rows) }
            }
        };
        (asked, kept(self.first.status.as_ref(), self.headers, self.body))
    }
}

/// A body of one line.
fn text<'s>(doc: &Text<'s>, start: usize, content: &str) -> Text<'s> {
    let text = doc.slice(start, start + content.len());
    let quoted = content.len() > 1 && content.starts_with('"') && content.ends_with('"');
    if quoted { unquoted(&text) } else { text }
}

/// The object whose members are shown as rows.
fn object<'s>(fields: &[Entry<'s>]) -> Text<'s> {
    let mut out = Composer::default();
    let mut sign = "{\"";
    for field in fields {
        let at = Span::at(field.name.span().start);
        out.imply(sign, at);
        out.take(&field.name);
        out.imply("\":", at);
        out.take(&field.shown);
        sign = ",\"";
    }
    let end = fields.last().map_or(0, |field| field.shown.span().end);
    out.imply("}", Span::at(end));
    out.finish(fields.first().map_or(0, |field| field.name.span().start))
}
