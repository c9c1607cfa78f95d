//! Requests that a program makes through a library.

use super::{Around, Snip};
use crate::exchange::{Form, Header, Login, Part, Provenance, Request, Sourced};
use crate::read::answer::Line;
use crate::read::asked::{Asked, Content, Media, Row, join};
use crate::read::code::{Call, Expressions, Language, Member, Value};
use crate::read::header;
use crate::text::{Composer, Mark, Span, Text};

/// A call that was found.
#[derive(Debug)]
pub(super) struct Called<'s> {
    pub(super) call: Call<'s>,
    /// Where it begins.
    pub(super) start: usize,
    /// Where reading goes on.
    pub(super) end: usize,
    /// The call, and what gave its names their values.
    pub(super) span: Span,
}

/// The first call on a line whose function `is` the one that is looked for.
pub(super) fn call<'s>(
    doc: &Text<'s>,
    line: Line,
    around: &mut Around<'s>,
    language: Language,
    is: impl Fn(&str) -> bool,
) -> Option<Called<'s>> {
    let text = doc.as_str();
    let content = &text[line.start..line.end];
    let comment = ["//", "#", "*", "/*", "<!--"].iter().any(|sign| content.trim_start().starts_with(sign));
    let mut from = line.start;
    while let Some(open) = memchr::memchr(b'(', &text.as_bytes()[from..line.end]).map(|n| from + n) {
        from = open + 1;
        let before = text[line.start..open].trim_end_matches([' ', '?']);
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '.' | '>' | '-' | ':' | '\\');
        let name = &before[before.trim_end_matches(is_name).len()..];
        let name = name.trim_start_matches(['.', '>', '-', ':']);
        if comment || name.is_empty() || !is(name) {
            continue;
        }
        let start = line.start + before.len() - name.len();
        let names = around.names(language, doc, line.start);
        if !names.spend(0) {
            return None;
        }
        let mut reader = Expressions::new(doc, open, language, names);
        let arguments = reader.arguments();
        let end = reader.at;
        names.spend(end - open);
        let Some(arguments) = arguments else { continue };
        let span = reader.used.iter().fold(doc.span_of(start, end), |span, used| span.join(*used));
        let function = doc.slice(start, start + name.len());
        return Some(Called { call: Call { function, arguments }, start, end, span });
    }
    None
}

impl<'s> Called<'s> {
    /// The request that was asked for. `None` where neither its address nor its parameters say anything.
    pub(super) fn snip(&self, form: Form, asked: Asked<'s>) -> Option<Snip<'s>> {
        let request = tells(asked.request(self.call.function.span()))?;
        let (start, span, end) = (self.start, self.span, self.end);
        let requests = vec![(request, None)];
        Some(Snip { form, start, span, requests, answer: None, repairs: Vec::new(), end })
    }
}

/// The request, if it has a host, or parameters that may be OAuth's. An address without a host is the program's own: it
/// is not seen.
pub(super) fn tells(mut request: Request<'_>) -> Option<Request<'_>> {
    let addressed = request.url.as_ref().is_some_and(|url| !url.scheme.is_empty() && !url.host().is_empty());
    if request.url.as_ref().is_some_and(|url| !addressed && !url.text.is_symbolic()) {
        request.url = None;
        request.unseen = request.unseen.and(Part::Address, true);
    }
    (addressed || !request.params.is_empty()).then_some(request)
}

/// An address: what was joined by a function of the library is not seen.
pub(super) fn address<'s>(value: &Value<'s>) -> Option<Text<'s>> {
    match value {
        Value::Text(text) | Value::Computed(text) => Some(text.clone()),
        Value::Call(call) if call.name() == "URL" => address(call.positional(0)?),
        Value::Call(call) => Some(call.function.clone().marked(Mark::Expansion)),
        Value::Word(_) | Value::Members(..) => None,
    }
}

/// A method; libraries write it in capitals.
pub(super) fn method(value: &Value<'_>) -> Option<Sourced<String>> {
    let text = value.as_text().filter(|text| !text.is_symbolic() && !text.as_str().is_empty())?;
    Some(Sourced { value: text.as_str().to_ascii_uppercase(), span: text.span(), provenance: Provenance::Stated })
}

/// User and password of Basic credentials.
pub(super) fn basic<'s>(user: &Value<'s>, password: &Value<'s>) -> Login<'s> {
    Login::Basic(join(&user.text(), ":", &password.text()))
}

/// Adds headers: a dictionary, pairs, or lines.
pub(super) fn headers<'s>(value: &Value<'s>, asked: &mut Asked<'s>) {
    let value = match value {
        Value::Call(call) if call.name() == "Headers" => match call.positional(0) {
            Some(value) => value,
            None => return,
        },
        value => value,
    };
    let Some(members) = value.members() else { return hide_headers(asked) };
    for member in members {
        match (&member.name, &member.value) {
            (Some(name), _) if is_spread(name.as_str()) => hide_headers(asked),
            (Some(name), Value::Members(list, _)) => {
                if let Some(first) = list.first() {
                    asked.headers.push(Row::stated(name.clone(), first.value.text()).header());
                }
            }
            (Some(name), value) => asked.headers.push(Row::stated(name.clone(), value.text()).header()),
            (None, Value::Members(pair, _)) => match pair.as_slice() {
                [name, value] => asked.headers.push(Row::stated(name.value.text(), value.value.text()).header()),
                _ => hide_headers(asked),
            },
            (None, Value::Text(line)) => asked.headers.push(header::parse(line)),
            (None, _) => hide_headers(asked),
        }
    }
}

/// Headers are computed: any may be there.
pub(super) fn hide_headers(asked: &mut Asked<'_>) {
    asked.unseen = asked.unseen.and(Part::Headers, true).and(Part::Credentials, true);
}

/// Settings into which a program puts what is not seen: they may hold anything.
pub(super) fn hide_what_is_spread(settings: &Value<'_>, asked: &mut Asked<'_>) {
    let spread = |member: &Member<'_>| member.name.as_ref().is_some_and(|name| is_spread(name.as_str()));
    if settings.members().is_none_or(|members| members.iter().any(spread)) {
        hide_headers(asked);
        asked.unseen = asked.unseen.and(Part::Parameters, true).and(Part::Body, true);
    }
}

fn is_spread(name: &str) -> bool {
    matches!(name, "..." | "**" | "*")
}

/// Fields of a form or a query. `None` where they are computed.
pub(super) fn rows<'s>(value: &Value<'s>, asked: &mut Asked<'s>) -> Option<Vec<Row<'s>>> {
    let mut rows = Vec::new();
    for member in value.members()? {
        match (&member.name, &member.value) {
            (Some(name), _) if is_spread(name.as_str()) => asked.unseen = asked.unseen.and(Part::Parameters, true),
            (Some(name), value) => rows.push(Row::stated(name.clone(), value.text())),
            (None, Value::Members(pair, _)) => match pair.as_slice() {
                [name, value] => rows.push(Row::stated(name.value.text(), value.value.text())),
                _ => return None,
            },
            (None, _) => return None,
        }
    }
    Some(rows)
}

/// Adds what a library puts behind the address.
pub(super) fn query<'s>(value: &Value<'s>, asked: &mut Asked<'s>) {
    let value = match value {
        Value::Call(call) if call.name() == "URLSearchParams" => call.positional(0).unwrap_or(value),
        value => value,
    };
    match rows(value, asked) {
        Some(rows) => asked.query.extend(rows),
        None => asked.unseen = asked.unseen.and(Part::Parameters, true),
    }
}

/// What a library makes of a value that it is to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sends {
    /// A dictionary as a form.
    Form,
    /// A dictionary as JSON.
    Json,
    /// A dictionary as parts.
    Parts,
    /// It takes none.
    Nothing,
}

/// The body that a value makes. `media` is the type that the library gives to a string.
pub(super) fn content<'s>(value: &Value<'s>, sends: Sends, media: Media, asked: &mut Asked<'s>) -> Content<'s> {
    let hidden = |value: &Value<'s>| Content::Opaque(value.text(), crate::exchange::BodyKind::Recorded);
    match value {
        Value::Text(text) => Content::Text(text.clone(), media),
        Value::Members(..) => match sends {
            Sends::Form => rows(value, asked).map_or_else(|| hidden(value), Content::Fields),
            Sends::Parts => rows(value, asked).map_or_else(|| hidden(value), Content::Parts),
            Sends::Json => Content::Text(json(value), Media::Json),
            Sends::Nothing => hidden(value),
        },
        Value::Call(call) => encoded(call, media, asked).unwrap_or_else(|| hidden(value)),
        Value::Word(_) | Value::Computed(_) => hidden(value),
    }
}

/// The body that a function makes: of a form, of JSON, of parts.
fn encoded<'s>(call: &Call<'s>, media: Media, asked: &mut Asked<'s>) -> Option<Content<'s>> {
    let given = call.positional(0)?;
    match (call.name(), call.function.as_str()) {
        ("URLSearchParams", _) => Some(match given {
            Value::Text(text) => Content::Text(text.clone(), Media::Form),
            given => Content::Fields(rows(given, asked)?),
        }),
        ("stringify", "JSON.stringify") | ("dumps" | "json_encode" | "ConvertTo-Json", _) => {
            Some(Content::Text(json(given), media))
        }
        ("stringify" | "urlencode" | "http_build_query", _) => {
            let fields = rows(given, asked)?;
            if let Media::Other(name) = media
                && !has_header(&asked.headers, "content-type")
            {
                asked.headers.push(Row::implied("Content-Type", name, call.function.span()).header());
            }
            Some(Content::Fields(fields))
        }
        ("FormData", _) => Some(Content::Parts(rows(given, asked)?)),
        ("GetBytes", _) => Some(content(given, Sends::Nothing, media, asked)),
        _ => None,
    }
}

/// A value as JSON.
pub(super) fn json<'s>(value: &Value<'s>) -> Text<'s> {
    let mut out = Composer::default();
    write(value, &mut out);
    out.finish(value.span().start)
}

fn write(value: &Value<'_>, out: &mut Composer) {
    let at = value.span();
    let string = |text: &Text<'_>, out: &mut Composer| {
        out.imply("\"", Span::at(text.span().start));
        out.take_escaped(text, escape);
        out.imply("\"", Span::at(text.span().end));
    };
    match value {
        Value::Text(text) | Value::Computed(text) => string(text, out),
        Value::Call(_) => string(&value.text(), out),
        Value::Word(word) => match word.as_str().trim_start_matches('$').to_ascii_lowercase().as_str() {
            "none" | "null" | "undefined" => out.imply("null", at),
            "true" => out.imply("true", at),
            "false" => out.imply("false", at),
            number if number.starts_with(|c: char| c.is_ascii_digit() || c == '-') => out.take(word),
            _ => string(word, out),
        },
        Value::Members(members, _) => {
            let named = |member: &Member<'_>| member.name.as_ref().is_some_and(|name| !is_spread(name.as_str()));
            let is_list = !members.is_empty() && !members.iter().any(named);
            out.imply(if is_list { "[" } else { "{" }, Span::at(at.start));
            for (index, member) in members.iter().filter(|member| is_list || named(member)).enumerate() {
                let place = member.value.span();
                if index > 0 {
                    out.imply(",", Span::at(place.start));
                }
                if let Some(name) = member.name.as_ref().filter(|_| !is_list) {
                    string(name, out);
                    out.imply(":", Span::at(place.start));
                }
                write(&member.value, out);
            }
            out.imply(if is_list { "]" } else { "}" }, Span::at(at.end));
        }
    }
}

fn escape(character: char) -> Option<String> {
    match character {
        '"' => Some("\\\"".to_owned()),
        '\\' => Some("\\\\".to_owned()),
        '\n' => Some("\\n".to_owned()),
        '\r' => Some("\\r".to_owned()),
        '\t' => Some("\\t".to_owned()),
        c if c < ' ' => Some(format!("\\u{:04x}", u32::from(c))),
        _ => None,
    }
}

/// Whether a header of this name was asked for.
fn has_header(headers: &[Header<'_>], name: &str) -> bool {
    headers.iter().any(|header| header.name.as_str().eq_ignore_ascii_case(name))
}
