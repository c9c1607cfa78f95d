//! HTTP requests as they travel (RFC 9112), in logs, in Burp's panes, in the text of an RFC.

use super::{Around, Snip, Snippet, described, run_together};
use crate::exchange::{Form, Part};
use crate::read::answer::{self, Line};
use crate::read::{http, json, multipart};
use crate::text::{MapBuilder, Text};

/// The form of requests as they travel.
#[derive(Debug)]
pub(super) struct Http;

/// Lines that an address may go on for, as in the examples of an RFC.
const MOST_LINES: usize = 32;

impl Snippet for Http {
    fn marks(&self) -> &'static [&'static str] {
        &[" HTTP/"]
    }

    fn read<'s>(&self, doc: &Text<'s>, line: Line, around: &mut Around<'s>) -> Option<Snip<'s>> {
        let marker = Marker::of(doc.as_str(), line);
        // What `curl -v` shows behind a command is a part of its answer.
        if marker == Marker::Sent && matches!(around.open, Some(Form::Curl | Form::CurlTranscript)) {
            return None;
        }
        let start = marker.start(doc.as_str(), line)?;
        let start = behind_number(doc.as_str(), start, line.end);
        let Some((first, mut next)) = request_line(doc, line, start, marker) else {
            return run_together::read(doc, line);
        };
        let mut lines = vec![first];
        let mut end = lines.first().map_or(line.end, |first| first.span().end);
        while next < doc.as_str().len() {
            let line = answer::line_at(doc.as_str(), next);
            let Some(from) = marker.start(doc.as_str(), line) else { break };
            if from == line.end {
                let after = answer::line_at(doc.as_str(), line.next);
                if !is_spaced_header(doc.as_str(), after) {
                    break;
                }
                next = line.next;
                continue;
            }
            if !http::is_header(&doc.as_str()[from..line.end]) {
                break;
            }
            lines.push(doc.slice(from, line.end));
            (next, end) = (line.next, line.end);
        }
        let typed = lines.iter().any(|line| {
            let line = line.as_str().to_ascii_lowercase();
            line.starts_with("content-type") || line.starts_with("content-length")
        });
        let mut body = None;
        if let Some((text, behind)) = body_at(doc, next, marker, typed) {
            end = text.span().end;
            (body, next) = (Some(text), behind);
        }
        let mut request = http::request(&lines, body)?;
        if request.body.is_none() && http::announces_body(&request.headers) {
            request.unseen = request.unseen.and(Part::Body, true).and(Part::Parameters, true);
        }
        let span = doc.span_of(start, start).join(doc.span_of(end, end));
        let requests = vec![(request, None)];
        Some(Snip { form: Form::Http, start, span, requests, answer: None, repairs: Vec::new(), end: next })
    }
}

/// Behind the number of a list: `2) POST /token HTTP/1.1`.
fn behind_number(text: &str, start: usize, end: usize) -> usize {
    let line = &text[start..end];
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let behind = line[digits..].strip_prefix([')', '.']).filter(|_| (1..=2).contains(&digits));
    behind.map_or(start, |behind| end - behind.trim_start().len())
}

/// Whether a line is a header though a blank one stands before it: forums double line breaks.
fn is_spaced_header(text: &str, line: Line) -> bool {
    text[line.start..line.end].split_once(':').is_some_and(|(name, _)| http::is_common(name.trim()))
}

/// What stands before each line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Marker {
    /// White space at most.
    None,
    /// `>`: what `curl -v` sent.
    Sent,
}

impl Marker {
    fn of(text: &str, line: Line) -> Self {
        let content = text[line.start..line.end].trim_start();
        if content.starts_with("> ") { Self::Sent } else { Self::None }
    }

    /// Where the content of a line begins; `None` where the line is not marked like this.
    fn start(self, text: &str, line: Line) -> Option<usize> {
        let content = text[line.start..line.end].trim_start();
        let content = match self {
            Self::None => content,
            Self::Sent => content.strip_prefix('>')?.trim_start(),
        };
        Some(line.end - content.len())
    }
}

/// A request line, with the lines that its address goes on in, and where the next line begins.
fn request_line<'s>(doc: &Text<'s>, line: Line, start: usize, marker: Marker) -> Option<(Text<'s>, usize)> {
    let text = doc.as_str();
    let content = text[start..line.end].trim_end();
    if http::is_request_line(content) {
        return Some((doc.slice(start, start + content.len()), line.next));
    }
    if !http::begins_request_line(content) {
        return None;
    }
    let mut pieces = vec![(start, start + content.len())];
    let mut next = line.next;
    while pieces.len() < MOST_LINES && next < text.len() {
        let line = answer::line_at(text, next);
        let from = marker.start(text, line)?;
        let piece = text[from..line.end].trim_end();
        if !piece.starts_with(['&', '?']) {
            return None;
        }
        pieces.push((from, from + piece.len()));
        next = line.next;
        if http::ends_request_line(piece) {
            let joined = joined(doc, &pieces);
            return http::is_request_line(joined.as_str()).then_some((joined, next));
        }
    }
    None
}

/// The body behind the blank line at `next`, and where the line behind it begins. Where a header announces it, a form may
/// hold blanks.
fn body_at<'s>(doc: &Text<'s>, next: usize, marker: Marker, typed: bool) -> Option<(Text<'s>, usize)> {
    let text = doc.as_str();
    if next >= text.len() {
        return None;
    }
    let blank = answer::line_at(text, next);
    if blank.next >= text.len() {
        return None;
    }
    let mut line = answer::line_at(text, blank.next);
    let is_barred =
        marker == Marker::Sent && text[blank.start..blank.end].trim().is_empty() && barred(text, line).is_some();
    if !is_barred && marker.start(text, blank)? != blank.end {
        return None;
    }
    if marker == Marker::Sent {
        return marked_body(doc, line);
    }
    // Somebody put a label before it, and lists its fields.
    if let Some(next) = described::behind_body_label(text, line.start).filter(|next| *next < text.len()) {
        line = answer::line_at(text, next);
        let is_row = !text[line.start..line.end].contains('&');
        if let Some(fields) = described::fields(doc, line.start).filter(|_| is_row) {
            return Some(fields);
        }
    }
    let content = text[line.start..line.end].trim();
    let start = line.end - text[line.start..line.end].trim_start().len();
    if content.starts_with(['{', '[']) {
        let (json, end) = json::prefix(doc, start)?;
        if json.is_refusal() {
            return None;
        }
        return Some((doc.slice(start, end), answer::line_at(text, end).next));
    }
    if multipart::begins(&text[start..]) {
        let closing = format!("{content}--");
        let end = text[start..].find(&closing).map_or(text.len(), |n| start + n + closing.len());
        return Some((doc.slice(start, end), answer::line_at(text, end).next));
    }
    let name = content.split('=').next().unwrap_or("");
    let is_form = name.len() < content.len()
        && !name.contains(char::is_whitespace)
        && (typed || !content.contains(char::is_whitespace));
    let is_markup = content.starts_with("<?xml") || content.starts_with("<soap");
    if !is_form && !is_markup {
        return None;
    }
    let mut pieces = vec![(start, start + content.len())];
    let mut next = line.next;
    while next < text.len() {
        let line = answer::line_at(text, next);
        let piece = before_note(text[line.start..line.end].trim());
        if piece.is_empty() && !is_markup && begins_pair(text, line.next) {
            next = line.next;
            continue;
        }
        let goes_on = if is_markup { !piece.is_empty() } else { is_continuation(&text[..next], piece) };
        if !goes_on {
            break;
        }
        let from = line.end - text[line.start..line.end].trim_start().len();
        pieces.push((from, from + piece.len()));
        next = line.next;
    }
    Some((joined(doc, &pieces), next))
}

/// The body of one line that a library's log marks as the lines above it; `curl -v` shows none.
fn marked_body<'s>(doc: &Text<'s>, line: Line) -> Option<(Text<'s>, usize)> {
    let text = doc.as_str();
    let start = barred(text, line).or_else(|| Marker::Sent.start(text, line))?;
    let content = text[start..line.end].trim_end();
    if content.starts_with('{') {
        let (_, end) = json::prefix(doc, start)?;
        return Some((doc.slice(start, end), answer::line_at(text, end).next));
    }
    let is_form = content.contains('=') && !content.contains(char::is_whitespace);
    is_form.then(|| (doc.slice(start, start + content.len()), line.next))
}

/// Where the content of a line begins that Insomnia marks as the body: `| grant_type=..`.
fn barred(text: &str, line: Line) -> Option<usize> {
    text[line.start..line.end].trim_start().strip_prefix("| ").map(|sent| line.end - sent.len())
}

/// Whether the line at `start` begins with `&name=`.
fn begins_pair(text: &str, start: usize) -> bool {
    let rest = text[start..].trim_start_matches([' ', '\t']);
    let Some((name, _)) = rest.lines().next().and_then(|line| line.strip_prefix('&')?.split_once('=')) else {
        return false;
    };
    !name.is_empty() && name.len() < 40 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// Whether a line goes on with the parameters of the one before it.
fn is_continuation(before: &str, piece: &str) -> bool {
    // What documentation leaves out may hold blanks: `&assertion=eyJ..{many characters}`.
    begins_pair(piece, 0)
        || !piece.contains(char::is_whitespace)
            && piece.contains('=')
            && (piece.starts_with('&') || before.trim_end().ends_with('&'))
}

/// What stands before a note on the line of a parameter: `&client_secret=..    // only for web apps`.
fn before_note(piece: &str) -> &str {
    let note = if piece.starts_with('&') { piece.find(" //").or_else(|| piece.find(" #")) } else { None };
    note.map_or(piece, |note| piece[..note].trim_end())
}

/// Stretches of the document as one text.
fn joined<'s>(doc: &Text<'s>, pieces: &[(usize, usize)]) -> Text<'s> {
    if let [(start, end)] = pieces {
        return doc.slice(*start, *end);
    }
    let mut map = MapBuilder::new();
    pieces.iter().for_each(|&(from, to)| map.copy(doc.map(), from, to));
    let text: String = pieces.iter().map(|&(from, to)| &doc.as_str()[from..to]).collect();
    let start = pieces.first().map_or(0, |piece| piece.0);
    Text::new(text, map.finish(doc.span_of(start, start).start), Vec::new())
}
