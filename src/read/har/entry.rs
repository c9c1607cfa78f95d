//! One entry of a recording.

use super::{request, response, socket};
use crate::exchange::{Exchange, Form, Json, Part, Parts, Provenance, Repair, RepairKind, Request, Sourced};
use crate::read::json::{self, Brief};
use crate::read::preflight::Preflight;
use crate::read::time;
use crate::text::{Span, Text, decode};

/// Who made a recording, as far as it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Recorder {
    /// Nothing tells.
    #[default]
    Unknown,
    /// Chrome, Edge and their like: an ordinary export leaves `Authorization` and cookies out.
    Chromium,
    /// A browser or proxy that shows what it saw.
    Other,
}

impl Recorder {
    /// Reads the name of the creator off what stands before the entries.
    #[must_use]
    pub fn of_head(head: &str) -> Self {
        let text = Text::verbatim(head, Span::new(0, head.len()));
        let document = json::undecoded(&text, 0);
        let creator =
            document.as_ref().and_then(|(json, _)| json.member("log")?.member("creator")?.member("name")?.text());
        match creator.map(Text::as_str) {
            Some("WebInspector") => Self::Chromium,
            Some(_) => Self::Other,
            None => Self::Unknown,
        }
    }

    /// Whether credentials that are missing in this entry say nothing.
    fn sanitizes(self, entry: &Json<'_>, request: &Request<'_>) -> bool {
        let own = |name: &str| entry.member(name).is_some();
        let chromium = match self {
            Self::Chromium => true,
            Self::Unknown => own("_initiator") || own("_resourceType"),
            Self::Other => false,
        };
        let is_credential = |name: &str| ["authorization", "cookie"].iter().any(|c| name.eq_ignore_ascii_case(c));
        chromium && !request.headers.iter().any(|header| is_credential(header.name.as_str()))
    }
}

/// What tells of a browser's inner life, at length, and lists of names and values.
const BRIEF: Brief<'_> = Brief {
    passed: &["timings", "cache", "_initiator", "_securityDetails", "_timings"],
    paired: &["headers", "cookies", "queryString", "params"],
};

/// Reads one entry; `text` is the object and nothing else. `None` where it holds no request, and for a preflight that
/// was allowed: it asks nothing of its own.
#[must_use]
pub fn exchange<'s>(text: &Text<'s>, recorder: Recorder) -> Option<Exchange<'s>> {
    let (entry, end) = json::brief(BRIEF, text, 0)?;
    let mut request = request::read(entry.member("request")?)?;
    request.unseen = Parts::NONE.and(Part::Credentials, recorder.sanitizes(&entry, &request));
    let mut answer = response::read(&entry);
    let preflight = Preflight::of(&request);
    if let Some(preflight) = &preflight {
        // It is taken for the request that it asks about: what that one would hold, it does not show.
        request.method = Some(preflight.method.clone());
        answer = Some(response::withheld(answer.as_ref()?, preflight.refused(answer.as_ref()?)?));
    } else if let Some(sign) = response::blocked(&entry, &request, answer.as_ref()) {
        answer = Some(sign);
    }
    socket::read(&entry, &mut request, &mut answer);
    let sent = entry.member("startedDateTime").and_then(string).and_then(|started| {
        let value = time::milliseconds(started.as_str())?;
        Some(Sourced { value, span: started.span(), provenance: Provenance::Stated })
    });
    let span = text.slice(0, end).trim().span();
    let preflight = preflight.is_some();
    Some(Exchange { form: Form::Har, span, request, response: answer, sent, preflight, ..Exchange::default() })
}

/// What is said where reading had to stop, and why: the text from `start` on is cut off at `end`, or broken there by
/// something else than was `expected`. No request is read from it.
#[must_use]
pub fn stop<'s>(doc: &Text<'s>, start: usize, end: usize, expected: Option<&'static str>) -> Exchange<'s> {
    let text = doc.as_str();
    let behind = text.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let span = doc.span_of(end, end + behind);
    let repair = Repair {
        kind: if expected.is_some() { RepairKind::Broken } else { RepairKind::CutOff },
        span,
        characters: text[end..end + behind].to_owned(),
        meant: expected.unwrap_or_default(),
        word: doc.span_of(start, end + behind),
        lost: None,
    };
    Exchange { form: Form::Har, span: repair.word, repairs: vec![repair], ..Exchange::default() }
}

/// The text of a string or number.
pub(super) fn string<'s>(json: &Json<'s>) -> Option<Text<'s>> {
    match json {
        Json::String(text) => Some(decode::json_string(text)),
        Json::Scalar(text) if text.as_str() != "null" => Some(text.clone()),
        _ => None,
    }
}

/// The text of a member; an empty one is none.
pub(super) fn member<'s>(json: &Json<'s>, name: &str) -> Option<Text<'s>> {
    json.member(name).and_then(string).filter(|text| !text.as_str().is_empty())
}
