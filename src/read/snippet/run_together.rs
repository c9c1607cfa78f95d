//! An HTTP request whose lines a forum ran together: `POST /token HTTP/1.1 Host: as.example Accept: */* grant_type=..`.

use super::Snip;
use crate::exchange::Form;
use crate::read::answer::Line;
use crate::read::{http, json};
use crate::text::Text;

/// Reads such a line.
pub(super) fn read<'s>(doc: &Text<'s>, line: Line) -> Option<Snip<'s>> {
    let text = &doc.as_str()[line.start..line.end];
    let start = line.start + (text.len() - text.trim_start_matches(['>', ' ', '\t', '`']).len());
    let method = doc.as_str()[start..line.end].bytes().take_while(u8::is_ascii_uppercase).count();
    if !(3..=12).contains(&method) || !doc.as_str()[start + method..line.end].starts_with(" /") {
        return None;
    }
    let first = first_line_end(doc.as_str(), start, line.end)?;
    let starts = header_starts(doc.as_str(), first, line.end);
    let (&head, _) = starts.split_first()?;
    if !doc.as_str()[first..head].trim().is_empty() {
        return None;
    }
    let body = body_start(doc.as_str(), *starts.last()?, line.end);
    let mut lines = vec![doc.slice(start, first)];
    for (index, from) in starts.iter().enumerate() {
        let to = starts.get(index + 1).copied().unwrap_or(body.unwrap_or(line.end));
        lines.push(doc.slice(*from, to).trim());
    }
    let body = body.map(|from| {
        let json = json::prefix(doc, from).map(|(_, end)| end);
        doc.slice(from, json.unwrap_or(line.end)).trim()
    });
    let request = http::request(&lines, body)?;
    let span = doc.span_of(start, line.end);
    let requests = vec![(request, None)];
    Some(Snip { form: Form::Http, start, span, requests, answer: None, repairs: Vec::new(), end: line.next })
}

/// Where the request line ends within its line.
fn first_line_end(text: &str, start: usize, end: usize) -> Option<usize> {
    let version = start + text[start..end].find(" HTTP/")? + " HTTP/".len();
    let length = text[version..end].find(' ')?;
    http::is_request_line(&text[start..version + length]).then_some(version + length)
}

/// Where the headers begin.
fn header_starts(text: &str, from: usize, end: usize) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut at = from;
    for word in text[from..end].split(' ') {
        let name = word.strip_suffix(':');
        if name.is_some_and(http::is_common) {
            starts.push(at);
        }
        at += word.len() + 1;
    }
    starts
}

/// Where a body begins behind the value of the last header: at a pair or a brace.
fn body_start(text: &str, header: usize, end: usize) -> Option<usize> {
    let mut at = header;
    for (index, word) in text[header..end].split(' ').enumerate() {
        let name = word.split('=').next().unwrap_or("");
        let is_pair = name.len() < word.len()
            && !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if index >= 2 && (is_pair || word.starts_with('{')) {
            return Some(at);
        }
        at += word.len() + 1;
    }
    None
}
