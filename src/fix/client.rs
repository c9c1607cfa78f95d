//! Operations on a request in a client's file: single values change where they stand.
//!
//! A value that stands elsewhere under a name, or that the client puts together, has no such place; then the fix is to
//! be made by hand.

use super::apply::apply_within;
use super::draft::{merged, settled};
use super::encode::{Piece, json};
use super::operation::Operation;
use super::{bearer, leaf};
use crate::exchange::{Encoding, Exchange, Form, Header, Login, Param, Provenance};
use crate::finding::{Edit, Insert};
use crate::read;
use crate::text::{Mark, Span, Text, decode};

/// Translates operations into edits of the file.
pub(super) fn translate(operations: &[Operation], exchange: &Exchange, source: &str) -> Option<Vec<Edit>> {
    let kept = Kept { exchange, source, syntax: Syntax::of(exchange, source) };
    let mut edits = Vec::new();
    for operation in operations {
        match operation {
            Operation::Replace { at, with } => {
                kept.changes(*at)?;
                for (span, to) in leaf::replacement(&exchange.request, *at, with)? {
                    edits.push(kept.edit(span, to)?);
                }
            }
            Operation::RewriteAsBearer { at } => {
                let header = kept.header(*at)?;
                for (span, text) in bearer::header(&header.value)? {
                    edits.push(kept.edit(span, vec![Piece::Text(text)])?);
                }
            }
            Operation::SetMethod(method) => edits.push(kept.method(method)?),
            Operation::SetUrl(new) => {
                let url = exchange.request.url.as_ref()?;
                (kept.stands(&url.text) && url.userinfo.is_empty()).then_some(())?;
                let (span, new) = leaf::address(url, new);
                kept.changes(span)?;
                edits.push(kept.edit(span, vec![Piece::Text(new)])?);
            }
            _ => return None,
        }
    }
    let edits = settled(source, edits, exchange.span)?;
    // What is cut out has to be the same kind of file still, or nothing could be said of the changed request.
    let edited = apply_within(source, exchange.span, &edits)?;
    let again = read::read(&edited).any(|again| again.form == exchange.form);
    again.then_some(edits)
}

/// What stands around a value, and so what has to be escaped in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Syntax {
    Json,
    Yaml,
    Hurl,
    /// A string of a program.
    Quoted,
    /// A word of a command.
    Word,
    /// A line that ends with the value.
    Line,
}

impl Syntax {
    fn of(exchange: &Exchange<'_>, source: &str) -> Self {
        match exchange.form {
            Form::Postman => Self::Json,
            Form::Insomnia if source.get(exchange.span.range()).is_some_and(|text| text.starts_with('{')) => Self::Json,
            Form::Insomnia => Self::Yaml,
            Form::Hurl => Self::Hurl,
            Form::PowerShell | Form::JavaScript | Form::Python | Form::Php => Self::Quoted,
            Form::Curl | Form::CurlTranscript | Form::Httpie | Form::Wget => Self::Word,
            _ => Self::Line,
        }
    }

    /// The characters that carry a value here. `None` where it would take quotes that do not stand around it.
    fn written(self, text: String) -> Option<String> {
        let plain = |signs: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || signs.contains(char::from(b)));
        match self {
            Self::Json => Some(json(&text)),
            Self::Yaml => plain("_-./%+=&").then_some(text),
            Self::Hurl => (!text.contains(['#', '\\', '\n', '{'])).then_some(text),
            Self::Quoted => plain(" _-./:%+=&,;@*~").then_some(text),
            Self::Word => plain("_-./:%+=,@").then_some(text),
            Self::Line => (!text.contains(['\n', '{'])).then_some(text),
        }
    }
}

struct Kept<'a, 's> {
    exchange: &'a Exchange<'s>,
    source: &'a str,
    syntax: Syntax,
}

impl<'s> Kept<'_, 's> {
    fn edit(&self, span: Span, to: Vec<Piece>) -> Option<Edit> {
        let insert = |piece| match piece {
            Piece::Text(text) => self.syntax.written(text).map(Insert::Text),
            // A name to be filled in: whoever does it sees to its quotes.
            Piece::Hole(text) => Some(Insert::Text(text)),
            Piece::Copy(copied) => Some(Insert::Copy(copied.span)),
        };
        let insert: Option<Vec<Insert>> = to.into_iter().map(insert).collect();
        Some(Edit { span, insert: merged(insert?) })
    }

    /// Whether a value stands in the source as it is, but for the escapes of a JSON string.
    fn stands(&self, text: &Text<'_>) -> bool {
        let span = text.span();
        if text.has(Mark::Elsewhere) || span.is_empty() || self.source.get(span.range()).is_none() {
            return false;
        }
        let here = Text::verbatim(self.source, span);
        let here = if self.syntax == Syntax::Json { decode::json_string(&here) } else { here };
        here.as_str() == text.as_str()
    }

    /// Whether the value at a place can be changed there, and nowhere else.
    fn changes(&self, at: Span) -> Option<()> {
        let request = &self.exchange.request;
        let covers = |text: &Text<'_>| text.span().contains(at);
        let in_url = request.url.as_ref().filter(|url| covers(&url.text));
        if in_url.is_some_and(|url| self.stands_twice(url.text.span())) || at.is_empty() {
            return None;
        }
        let param = request.params.iter().find(|param| covers(&param.name) || covers(&param.value));
        let stands = match (param, in_url) {
            (Some(param), _) => self.param_stands(param, at),
            (None, Some(url)) => self.stands(&url.text),
            (None, None) => {
                let header = self.header(at).is_some();
                header || matches!(&request.login, Some(Login::Bearer(token)) if covers(token) && self.stands(token))
            }
        };
        stands.then_some(())
    }

    fn param_stands(&self, param: &Param<'_>, at: Span) -> bool {
        if param.name.span().contains(at) && !param.value.span().contains(at) {
            return self.stands(&param.name);
        }
        // The escapes of a JSON body are undone besides those of the file.
        let nested = param.encoding == Encoding::Json && param.raw.as_str().contains(['"', '\\', '\n', '\t']);
        !nested && self.stands(&param.raw)
    }

    fn header(&self, at: Span) -> Option<&Header<'s>> {
        let headers = &self.exchange.request.headers;
        headers.iter().find(|header| header.value.span().contains(at) && self.stands(&header.value))
    }

    /// Postman keeps an address as it was typed and in parts.
    fn stands_twice(&self, url: Span) -> bool {
        let before = self.source.get(..url.start).unwrap_or_default().trim_end_matches('"').trim_end();
        let behind = self.source.get(url.end..).unwrap_or_default().trim_start_matches('"').trim_start();
        let typed = before.trim_end_matches(':').trim_end().ends_with("\"raw\"");
        self.exchange.form == Form::Postman && typed && !behind.starts_with('}')
    }

    fn method(&self, method: &str) -> Option<Edit> {
        let old = self.exchange.request.method.as_ref().filter(|old| old.provenance == Provenance::Stated)?;
        let here = self.source.get(old.span.range()).filter(|here| here.eq_ignore_ascii_case(&old.value))?;
        let lower = here.bytes().all(|byte| byte.is_ascii_lowercase());
        let method = if lower { method.to_ascii_lowercase() } else { method.to_owned() };
        Some(Edit { span: old.span, insert: vec![Insert::Text(method)] })
    }
}
