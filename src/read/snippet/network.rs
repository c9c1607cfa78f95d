//! What the network panel of a browser shows of a request, copied as text: address, method and status, then the headers and
//! the form, a section each (Chrome DevTools, tabs Headers and Payload, as they are remembered on 2026-11-22).

use super::{Around, Snip, Snippet, described};
use crate::exchange::{Form, Part, Provenance, Response, Sourced};
use crate::read::answer::{self, Line};
use crate::read::asked::{Asked, Content, Media, Row};
use crate::read::json;
use crate::text::{Span, Text};

/// Lines that are read of one request.
const MOST_LINES: usize = 400;
/// What the first section names.
const GENERAL: [&str; 5] = ["Request URL", "Request Method", "Status Code", "Remote Address", "Referrer Policy"];

/// The form of the panel's text.
#[derive(Debug)]
pub(super) struct Network;

impl Snippet for Network {
    fn marks(&self) -> &'static [&'static str] {
        &["Request URL"]
    }

    fn read<'s>(&self, doc: &Text<'s>, line: Line, _around: &mut Around<'s>) -> Option<Snip<'s>> {
        let text = doc.as_str();
        let start = line.end - text[line.start..line.end].trim_start().len();
        text[start..line.end].starts_with("Request URL").then_some(())?;
        let mut panel = Panel::default();
        let (mut at, mut end) = (line.start, line.end);
        for _ in 0..MOST_LINES {
            let Some(entry) = Entry::at(doc, at) else { break };
            let again = matches!(&entry.said, Said::Pair(name, _) if name.as_str() == "Request URL");
            if again && panel.asked.address.is_some() {
                break;
            }
            (at, end) = (entry.next, entry.end);
            panel.take(entry.said);
        }
        let span = doc.span_of(start, end);
        // Somebody's own list begins with the same words.
        if panel.asked.address.is_none() || described::goes_on(text, at) {
            return None;
        }
        let (asked, response) = panel.finish(span);
        let requests = vec![(asked.request(span), response)];
        let end = at.max(line.next.min(text.len())).max(start + 1);
        Some(Snip { form: Form::Http, start, span, requests, answer: None, repairs: Vec::new(), end })
    }
}

/// The sections of the panel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Section {
    #[default]
    General,
    Answer,
    Request,
    Query,
    Fields,
    Payload,
}

impl Section {
    /// The section that a line is the heading of; `Form Data (4)`, `Request Headers view source`.
    fn of(line: &str) -> Option<Self> {
        const HEADINGS: [(&str, Section); 7] = [
            ("General", Section::General),
            ("Response Headers", Section::Answer),
            ("Request Headers", Section::Request),
            ("Query String Parameters", Section::Query),
            ("Form Data", Section::Fields),
            ("Request Payload", Section::Payload),
            ("Payload", Section::Payload),
        ];
        let (_, section, rest) =
            HEADINGS.iter().find_map(|(heading, section)| Some((heading, section, line.strip_prefix(heading)?)))?;
        let counted = rest.trim().trim_matches(['(', ')']).bytes().all(|b| b.is_ascii_digit());
        (counted || rest.trim_start().trim_start_matches(['(', ')']).starts_with("view ")).then_some(*section)
    }
}

/// What a line says.
#[derive(Debug)]
enum Said<'s> {
    Heading(Section),
    Pair(Text<'s>, Text<'s>),
    Json(Text<'s>),
    /// A remark of the panel.
    Nothing,
}

/// A line, or two where the value stands below its name.
#[derive(Debug)]
struct Entry<'s> {
    said: Said<'s>,
    /// Where it ends, and where reading goes on.
    end: usize,
    next: usize,
}

impl<'s> Entry<'s> {
    /// What stands at `at`. Behind a blank line only another section belongs to the panel.
    fn at(doc: &Text<'s>, at: usize) -> Option<Self> {
        let text = doc.as_str();
        let mut line = answer::line_at(text, at);
        let parted = text[line.start..line.end].trim().is_empty();
        if parted {
            line = answer::line_at(text, line.next);
        }
        let content = text[line.start..line.end].trim();
        let start = line.end - text[line.start..line.end].trim_start().len();
        let of = |said, line: Line| Some(Self { said, end: line.end, next: line.next });
        if content.is_empty() || line.start < at {
            return None;
        }
        if let Some(section) = Section::of(content) {
            return of(Said::Heading(section), line);
        }
        if parted {
            return None;
        }
        if content.starts_with('{') {
            let (_, end) = json::prefix(doc, start)?;
            let last = answer::line_at(text, end);
            return of(Said::Json(doc.slice(start, end)), Line { end, ..last });
        }
        if content.starts_with("Provisional headers") || content.starts_with("Learn more") || content == "URL Encoded" {
            return of(Said::Nothing, line);
        }
        let colon = content.get(1..)?.find(':').map(|n| n + 1)?;
        let name = &content[..colon];
        let named =
            GENERAL.contains(&name) || name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_:.[]".contains(&b));
        named.then_some(())?;
        let name = doc.slice(start, start + colon);
        let value = doc.slice(start + colon + 1, start + content.len()).trim();
        if !value.as_str().is_empty() || line.next >= text.len() {
            return of(Said::Pair(name, value), line);
        }
        let below = answer::line_at(text, line.next);
        of(Said::Pair(name, doc.slice(below.start, below.end).trim()), below)
    }
}

/// What was read of the panel.
#[derive(Debug, Default)]
struct Panel<'s> {
    section: Section,
    asked: Asked<'s>,
    fields: Vec<Row<'s>>,
    shows_headers: bool,
    response: Response<'s>,
}

impl<'s> Panel<'s> {
    fn take(&mut self, said: Said<'s>) {
        match said {
            Said::Heading(section) => {
                self.section = section;
                self.shows_headers |= section == Section::Request;
            }
            Said::Pair(name, value) => match self.section {
                _ if GENERAL.contains(&name.as_str()) => self.general(&name, value),
                _ if name.as_str().starts_with(':') => {}
                Section::Request => self.asked.headers.push(Row::stated(name, value).header()),
                Section::Answer => self.response.headers.push(Row::stated(name, value).header()),
                Section::Fields => self.fields.push(Row::stated(name, value)),
                Section::General | Section::Query | Section::Payload => {}
            },
            Said::Json(body) if self.section == Section::Payload => {
                self.asked.content = Content::Text(body, Media::Unnamed);
            }
            Said::Json(_) | Said::Nothing => {}
        }
    }

    fn general(&mut self, name: &Text<'s>, value: Text<'s>) {
        match name.as_str() {
            "Request URL" => self.asked.address = Some(value),
            "Request Method" => {
                let method = value.as_str().to_ascii_uppercase();
                self.asked.method = Some(Sourced { value: method, span: value.span(), provenance: Provenance::Stated });
            }
            "Status Code" => {
                let digits =
                    value.as_str().len() - value.as_str().trim_start_matches(|c: char| !c.is_ascii_digit()).len();
                let status = value.as_str().get(digits..digits + 3).and_then(|status| status.parse().ok());
                let span = value.span_of(digits, (digits + 3).min(value.as_str().len()));
                self.response.status = status.map(|value| Sourced { value, span, provenance: Provenance::Stated });
            }
            _ => {}
        }
    }

    /// The request with its answer. What the text leaves out the panel may have shown.
    fn finish(mut self, span: Span) -> (Asked<'s>, Option<Response<'s>>) {
        if !self.fields.is_empty() {
            self.asked.content = Content::Fields(self.fields);
        } else if matches!(self.asked.content, Content::None) {
            self.asked.unseen = self.asked.unseen.and(Part::Body, true).and(Part::Parameters, true);
        }
        if !self.shows_headers {
            self.asked.unseen = self.asked.unseen.and(Part::Headers, true).and(Part::Credentials, true);
        }
        // A page sends no OPTIONS of its own: the browser asked whether the page may send something else.
        let asks = self.asked.method.as_ref().is_some_and(|method| method.value == "OPTIONS");
        let refused = self.response.status.as_ref().filter(|status| asks && !(200..300).contains(&status.value));
        self.response.cors = refused.map(|status| status.span);
        let response = self.response.status.is_some().then_some(Response { span, ..self.response });
        (self.asked, response)
    }
}
