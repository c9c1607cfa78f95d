//! Requests that a program makes through a library.

use super::fields::Fields;
use super::{Around, Snip};
use crate::exchange::{Form, Header, Login, Part, Provenance, Request, Sourced};
use crate::read::answer::Line;
use crate::read::asked::{Asked, Content, Media, Row, join};
use crate::read::code::{Call, Expressions, Language, Member, Value};
use crate::read::{header, http};
use crate::text::{Composer, Mark, Span, Text};

/// A call that was found.
#[derive(Debug)]
pub(super) struct Called<'s> {
    pub(super) call: Call<'s>,
    /// What the function belongs to, where a name stands for it: a session, a client.
    pub(super) object: Option<Value<'s>>,
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
        let object = name.rsplit_once('.').and_then(|(object, _)| reader.named(object));
        let end = reader.at;
        names.spend(end - open);
        let Some(arguments) = arguments else { continue };
        let span = reader.used.iter().fold(doc.span_of(start, end), |span, used| span.join(*used));
        let function = doc.slice(start, start + name.len());
        return Some(Called { call: Call { function, arguments }, object, start, end, span });
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

/// Takes an address: what was joined by a function of the library is not seen.
pub(super) fn locate<'s>(value: &Value<'s>, asked: &mut Asked<'s>) {
    match value {
        Value::Text(text) | Value::Computed(text) => asked.address = Some(text.clone()),
        Value::Call(call) if call.name() == "URL" => {
            if let Some(first) = call.positional(0) {
                locate(first, asked);
            }
            if let Some(rows) = call.named("searchParams").and_then(|rows| Fields::SearchParams.rows(rows, asked)) {
                asked.query.extend(rows);
            }
        }
        Value::Call(call) => asked.address = Some(call.function.clone().marked(Mark::Expansion)),
        Value::Word(_) | Value::Members(..) => {}
    }
}

/// An address behind the one that a client was made with.
pub(super) fn based<'s>(base: Option<&Value<'s>>, asked: &mut Asked<'s>) {
    let Some(Value::Text(base)) = base else { return };
    let Some(address) = asked.address.take() else { return };
    let behind = address.as_str().trim_start_matches('/');
    let path = address.slice(address.as_str().len() - behind.len(), address.as_str().len());
    let whole = address.as_str().contains("://");
    let trunk = base.slice(0, base.as_str().trim_end_matches('/').len());
    asked.address = Some(if whole { address } else { join(&trunk, "/", &path) });
}

/// Takes the method that a setting names; one that is computed is not seen.
pub(super) fn state_method(value: Option<&Value<'_>>, asked: &mut Asked<'_>) {
    let Some(value) = value else { return };
    let stated = method(value);
    let is_empty = value.as_text().is_some_and(|text| text.as_str().is_empty());
    asked.unseen = asked.unseen.and(Part::Method, stated.is_none() && !is_empty);
    asked.method = if is_empty { asked.method.take() } else { stated };
}

/// A method; libraries write it in capitals. `HttpMethod.POST` is a name for it.
pub(super) fn method(value: &Value<'_>) -> Option<Sourced<String>> {
    if let Value::Computed(text) = value {
        let name = text.as_str().rsplit(['.', ':']).next().unwrap_or("");
        let known = http::METHODS.contains(&name) && name.len() < text.as_str().len();
        return known.then(|| Sourced { value: name.to_owned(), span: text.span(), provenance: Provenance::Stated });
    }
    let text = value.as_text().filter(|text| !text.is_symbolic() && !text.as_str().is_empty())?;
    Some(Sourced { value: text.as_str().to_ascii_uppercase(), span: text.span(), provenance: Provenance::Stated })
}

/// The method that a library's function (`got.post`) has by the end of its name; alone it asks with GET.
pub(super) fn method_of(end: &str) -> Option<&'static str> {
    Some(match end {
        "" | ".get" => "GET",
        ".post" => "POST",
        ".put" => "PUT",
        ".patch" => "PATCH",
        ".del" | ".delete" => "DELETE",
        ".head" => "HEAD",
        _ => return None,
    })
}

/// User and password of Basic credentials, where the library puts them over a header of the program's own.
pub(super) fn log_in<'s>(user: &Value<'s>, password: &Value<'s>, asked: &mut Asked<'s>) {
    asked.headers.retain(|header| !header.name.as_str().eq_ignore_ascii_case("authorization"));
    asked.login = Some(Login::Basic(join(&user.text(), ":", &password.text())));
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

pub(super) fn is_spread(name: &str) -> bool {
    matches!(name, "..." | "**" | "*")
}

/// What a library makes of a value that it is to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sends {
    /// A dictionary as a form.
    Form(Fields),
    /// A dictionary as JSON.
    Json,
    /// A dictionary as parts.
    Parts,
    /// It takes none, and sends the words for one.
    Words,
}

/// The body that a value makes. `media` is the type that the library gives to a string.
pub(super) fn content<'s>(value: &Value<'s>, sends: Sends, media: Media, asked: &mut Asked<'s>) -> Content<'s> {
    let hidden = |value: &Value<'s>| Content::Opaque(value.text(), crate::exchange::BodyKind::Recorded);
    match value {
        Value::Text(text) => Content::Text(text.clone(), media),
        Value::Members(..) => match sends {
            Sends::Form(fields) => fields.rows(value, asked).map_or_else(|| hidden(value), Content::Fields),
            Sends::Parts => Fields::SearchParams.rows(value, asked).map_or_else(|| hidden(value), Content::Parts),
            Sends::Json => Content::Text(json(value), Media::Json),
            Sends::Words => Content::Text(Text::implied("[object Object]", value.span()), media),
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
            given => Content::Fields(Fields::SearchParams.rows(given, asked)?),
        }),
        ("stringify", "JSON.stringify") | ("dumps" | "json_encode" | "ConvertTo-Json", _) => {
            Some(Content::Text(json(given), media))
        }
        ("stringify" | "urlencode" | "http_build_query", _) => {
            let way = if call.name() == "http_build_query" { Fields::Php } else { Fields::Requests };
            let fields = way.rows(given, asked)?;
            if let Media::Other(name) = media
                && !has_header(&asked.headers, "content-type")
            {
                asked.headers.push(Row::implied("Content-Type", name, call.function.span()).header());
            }
            Some(Content::Fields(fields))
        }
        ("FormData", _) => Some(Content::Parts(Fields::SearchParams.rows(given, asked)?)),
        ("GetBytes", _) => Some(content(given, Sends::Words, media, asked)),
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
            let sent = |member: &&Member<'_>| is_list || named(member) && !is_undefined(&member.value);
            out.imply(if is_list { "[" } else { "{" }, Span::at(at.start));
            for (index, member) in members.iter().filter(sent).enumerate() {
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

fn is_undefined(value: &Value<'_>) -> bool {
    matches!(value, Value::Word(word) if word.as_str() == "undefined")
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
