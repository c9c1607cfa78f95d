//! Operations on a request as it was recorded: an entry of a HAR, an HTTP message.
//!
//! Values are replaced where they stand, in every place of a recording that repeats them. What would change the shape
//! of a recording is declined, but for a header more.

use super::draft::{merged, settled};
use super::encode::{Piece, json, percent, pieces, travelling};
use super::operation::Operation;
use super::{bearer, leaf};
use crate::exchange::{Encoding, Exchange, Form, Json, Param, Place, Provenance};
use crate::finding::{Edit, Insert};
use crate::read;
use crate::text::{Span, Text, decode};

/// Translates operations into edits of the recording.
pub(super) fn translate(operations: &[Operation], exchange: &Exchange, source: &str) -> Option<Vec<Edit>> {
    let recorded = Recorded { exchange, source, is_json: exchange.form == Form::Har };
    let mut edits = Vec::new();
    for operation in operations {
        match operation {
            Operation::Replace { at, with } => recorded.replace(*at, with, &mut edits)?,
            Operation::RewriteAsBearer { at } => recorded.rewrite_as_bearer(*at, &mut edits)?,
            Operation::AddHeader { name, value } => edits.push(recorded.header(name, value)?),
            Operation::AddParam { name, value } => edits.push(recorded.param(name, value)?),
            Operation::SetMethod(method) => {
                let old = exchange.request.method.as_ref().filter(|old| old.provenance == Provenance::Stated)?;
                edits.push(recorded.edit(old.span, vec![Piece::Text(method.clone())]));
            }
            _ => return None,
        }
    }
    edits.extend(recorded.length(&edits));
    settled(source, edits, exchange.span)
}

struct Recorded<'a, 's> {
    exchange: &'a Exchange<'s>,
    source: &'a str,
    /// What is written stands between the quotes of a JSON string.
    is_json: bool,
}

impl Recorded<'_, '_> {
    fn edit(&self, span: Span, to: Vec<Piece>) -> Edit {
        let insert = |piece| match piece {
            Piece::Text(text) | Piece::Hole(text) if self.is_json => Insert::Text(json(&text)),
            Piece::Text(text) | Piece::Hole(text) => Insert::Text(text),
            Piece::Copy(copied) => Insert::Copy(copied.span),
        };
        Edit { span, insert: merged(to.into_iter().map(insert)) }
    }

    fn replace(&self, at: Span, with: &str, edits: &mut Vec<Edit>) -> Option<()> {
        let request = &self.exchange.request;
        let param = request.params.iter().find(|param| param.span.contains(at) || param.value.span().contains(at));
        // An address that was put together has parts that stand nowhere.
        if at.is_empty() || !param.is_none_or(|param| self.stands(param)) {
            return None;
        }
        for (span, to) in leaf::replacement(request, at, with)? {
            edits.push(self.edit(span, to));
        }
        if let Some(param) = param.filter(|_| self.is_json) {
            self.replace_rows(param, at, with, edits)?;
        }
        Some(())
    }

    /// Whether the value stands in the source as its encoding says, and not inside of base64.
    fn stands(&self, param: &Param<'_>) -> bool {
        let span = param.raw.span();
        let Some(_) = self.source.get(span.range()) else { return false };
        let mut text = Text::verbatim(self.source, span);
        let escapes = usize::from(self.is_json) + usize::from(param.encoding == Encoding::Json);
        for _ in 0..escapes {
            text = decode::json_string(&text);
        }
        text.as_str() == param.raw.as_str()
    }

    /// The rows of `queryString` and `params` that repeat a parameter, changed with it.
    fn replace_rows(&self, param: &Param<'_>, at: Span, with: &str, edits: &mut Vec<Edit>) -> Option<()> {
        let entry = Text::verbatim(self.source, self.exchange.span);
        let request = read::json::parse(&entry)?.member("request")?.clone();
        let rows = match param.place {
            Place::Query => request.member("queryString"),
            Place::Body => request.member("postData").and_then(|data| data.member("params")),
            Place::Fragment => None,
        };
        let Some(Json::Array(rows)) = rows else { return Some(()) };
        for row in rows {
            let (Some(name), Some(value)) =
                (row.member("name").and_then(Json::text), row.member("value").and_then(Json::text))
            else {
                continue;
            };
            let same = |text: &Text<'_>, one: &Text<'_>| text.as_str() == one.as_str();
            if !same(name, &param.name) || param.span.overlaps(value.span()) {
                continue;
            }
            let (place, whole) = if param.name.span().contains(at) {
                (name, param.name.span() == at)
            } else if same(value, &param.value) || same(value, &param.raw) {
                (value, param.value.span() == at)
            } else {
                continue;
            };
            // A part of a value has no place of its own here.
            if !whole {
                return None;
            }
            edits.push(self.edit(place.span(), vec![Piece::Text(with.to_owned())]));
        }
        Some(())
    }

    fn rewrite_as_bearer(&self, at: Span, edits: &mut Vec<Edit>) -> Option<()> {
        let header = self.exchange.request.headers.iter().find(|header| header.value.span().contains(at))?;
        for (span, text) in bearer::header(&header.value)? {
            edits.push(self.edit(span, vec![Piece::Text(text)]));
        }
        Some(())
    }

    /// A header before the first one.
    fn header(&self, name: &str, value: &str) -> Option<Edit> {
        let first = self.exchange.request.headers.iter().map(|header| header.span().start).min()?;
        if self.is_json {
            let start = self.source.get(..first)?.rfind('{')?;
            let row = format!("{{\"name\":\"{}\",\"value\":\"{}\"}},", json(name), json(value));
            return Some(Edit { span: Span::at(start), insert: vec![Insert::Text(row)] });
        }
        let line = self.source.get(..first)?.rfind('\n').map_or(0, |end| end + 1);
        let lead = self.source.get(line..first)?;
        let ends = if self.source.get(first..)?.lines().next().is_some_and(|_| self.source[..line].ends_with("\r\n")) {
            "\r\n"
        } else {
            "\n"
        };
        let row = format!("{name}: {value}{ends}{lead}");
        Some(Edit { span: Span::at(first), insert: vec![Insert::Text(row)] })
    }

    /// A parameter behind the others of a form or an address; a recording that lists them apart declines.
    fn param(&self, name: &str, value: &str) -> Option<Edit> {
        if self.is_json {
            return None;
        }
        let request = &self.exchange.request;
        let last = request.params.iter().rev().find(|param| param.place != Place::Fragment)?;
        if last.encoding != Encoding::Form || !self.stands(last) {
            return None;
        }
        let mut to = vec![Piece::Text(format!("&{}=", percent(name)))];
        to.extend(travelling(pieces(value), Encoding::Form));
        Some(self.edit(Span::at(last.span.end), to))
    }

    /// A `Content-Length` that agreed with the body agrees with the changed one.
    fn length(&self, edits: &[Edit]) -> Option<Edit> {
        let request = &self.exchange.request;
        let body = request.body.as_ref()?;
        let header =
            request.headers.iter().find(|header| header.name.as_str().eq_ignore_ascii_case("content-length"))?;
        let old: usize = header
            .value
            .as_str()
            .parse()
            .ok()
            .filter(|length| *length == body.pieces.iter().map(|piece| piece.as_str().len()).sum::<usize>())?;
        if self.is_json {
            return None;
        }
        let mut new = old;
        for edit in edits.iter().filter(|edit| body.span.contains(edit.span)) {
            new = new.checked_sub(edit.span.len())?;
            for piece in &edit.insert {
                new += match piece {
                    Insert::Text(text) => text.len(),
                    Insert::Copy(span) => span.len(),
                };
            }
        }
        (new != old).then(|| self.edit(header.value.span(), vec![Piece::Text(new.to_string())]))
    }
}
