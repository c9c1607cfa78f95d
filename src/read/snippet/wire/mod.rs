//! What tools and libraries log of the messages they sent and received, each in marks of its own.

pub(super) mod arrows;
pub(super) mod ktor;
pub(super) mod node_header;
pub(super) mod quoted;
pub(super) mod trace;

use crate::exchange::{Part, Request, Response};
use crate::read::answer::{self, Answer, Taken};
use crate::read::http;
use crate::text::Text;

/// The request of a message that was sent, as far as it is shown.
fn request<'s>(head: &Text<'s>, body: Option<Text<'s>>) -> Option<Request<'s>> {
    let lines: Vec<Text<'s>> = lines(head).into_iter().filter(|line| !line.as_str().is_empty()).collect();
    lines.first().filter(|line| http::is_request_line(line.as_str()))?;
    let mut request = http::request(&lines, body)?;
    if request.body.is_none() && http::announces_body(&request.headers) {
        request.unseen = request.unseen.and(Part::Body, true).and(Part::Parameters, true);
    }
    Some(request)
}

/// The answer that was received.
fn answer<'s>(received: &Text<'s>) -> Option<Response<'s>> {
    let mut answer = Answer::default();
    let mut next = 0;
    while next < received.as_str().len() {
        let line = answer::line_at(received.as_str(), next);
        next = match answer.take(received, line) {
            Taken::Until(until) => until.max(line.start + 1),
            Taken::No => line.next,
        };
    }
    answer.finish()
}

/// The lines of a text, without the white space around them.
fn lines<'s>(text: &Text<'s>) -> Vec<Text<'s>> {
    let mut at = 0;
    let line = |line: &str| {
        let start = at;
        at += line.len();
        text.slice(start, at).trim()
    };
    text.as_str().split_inclusive('\n').map(line).collect()
}
