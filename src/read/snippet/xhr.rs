//! `XMLHttpRequest`: `open`, `setRequestHeader`, `send` (XMLHttpRequest Standard 4.5).

use super::program::{self, Called, Sends};
use super::{Around, Sign, Snip, Snippet};
use crate::exchange::{Form, Header};
use crate::read::answer::{self, Line};
use crate::read::asked::{Asked, Media, Row, join};
use crate::read::code::{Language, Value};
use crate::text::Text;

/// Lines that the calls of one request may be spread over.
const MOST_LINES: usize = 120;

/// The form of its calls.
#[derive(Debug)]
pub(super) struct Xhr;

impl Snippet for Xhr {
    fn marks(&self) -> &'static [&'static str] {
        &["XMLHttpRequest"]
    }

    fn sign(&self) -> Sign {
        Sign::Call
    }

    fn read<'s>(&self, doc: &Text<'s>, line: Line, around: &mut Around<'s>) -> Option<Snip<'s>> {
        let first = program::call(doc, line, around, Language::JavaScript, |name| name.ends_with(".open"))?;
        let object = first.call.function.as_str().strip_suffix(".open")?.to_owned();
        let mut asked = Asked { method: first.call.positional(0).and_then(program::method), ..Asked::default() };
        program::locate(first.call.positional(1)?, &mut asked);
        let of_object = |name: &str| name.strip_prefix(&object).is_some_and(|call| call.starts_with('.'));
        let mut last = Called { end: first.end, span: first.span, ..first };
        for _ in 0..MOST_LINES {
            let line = answer::line_at(doc.as_str(), answer::line_at(doc.as_str(), last.end).next);
            if line.start >= doc.as_str().len() {
                break;
            }
            let Some(next) = program::call(doc, line, around, Language::JavaScript, of_object) else {
                last.end = line.end;
                continue;
            };
            (last.end, last.span) = (next.end, last.span.join(next.span));
            match next.call.name() {
                "setRequestHeader" => {
                    if let (Some(name), Some(value)) = (next.call.positional(0), next.call.positional(1)) {
                        set(name.text(), value.text(), &mut asked.headers);
                    }
                }
                "open" => break,
                "send" => {
                    if let Some(body) = next.call.positional(0).filter(|body| !matches!(body, Value::Word(_))) {
                        asked.content = program::content(body, Sends::Words, Media::Other("text/plain"), &mut asked);
                    }
                    break;
                }
                _ => {}
            }
        }
        last.snip(Form::JavaScript, asked)
    }
}

/// Sets a header; one that is there already gets another value behind its own.
fn set<'s>(name: Text<'s>, value: Text<'s>, headers: &mut Vec<Header<'s>>) {
    let same = |header: &&mut Header<'s>| header.name.as_str().eq_ignore_ascii_case(name.as_str());
    match headers.iter_mut().find(same) {
        Some(header) => *header = Row::stated(name, join(&header.value, ", ", &value)).header(),
        None => headers.push(Row::stated(name, value).header()),
    }
}
