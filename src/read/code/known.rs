//! Functions and methods whose result is known without running them: they encode, join, or fill a template.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Call, Language, Member, Value};
use crate::read::asked::{Blank, Row, join};
use crate::text::{Composer, Mark, Span, Text};

/// What a call gives, where that is known; the call itself elsewhere.
pub(super) fn result<'s>(call: Call<'s>, language: Language, span: Span) -> Value<'s> {
    let given = || call.positional(0).map(string).filter(|text| !text.is_symbolic());
    let known = match (language, call.name()) {
        (Language::Python, "dict") if call.arguments.iter().all(|argument| argument.name.is_some()) => {
            return Value::Members(call.arguments, span);
        }
        (Language::JavaScript, "encodeURIComponent")
        | (Language::Php, "rawurlencode")
        | (Language::Python, "quote")
        | (Language::PowerShell, "EscapeDataString") => given().map(|text| Row::encode(&text, Blank::Percent)),
        (Language::Php, "urlencode") | (Language::Python, "quote_plus") | (Language::PowerShell, "UrlEncode") => {
            given().map(|text| Row::encode(&text, Blank::Plus))
        }
        (Language::JavaScript, "btoa")
        | (Language::Php, "base64_encode")
        | (Language::PowerShell, "ToBase64String") => given().map(|text| base64(&text)),
        (Language::Python, "str") if matches!(call.positional(0), Some(Value::Call(inner)) if inner.is_base64()) => {
            call.positional(0)
                .map(|bytes| if call.arguments.len() > 1 { bytes.text() } else { bytes_shown(&bytes.text()) })
        }
        (Language::JavaScript, "String") | (Language::Python, "str") => given(),
        _ => None,
    };
    known.map_or_else(|| Value::Call(Box::new(call)), Value::Text)
}

/// What a method gives, where that is known.
pub(super) fn method<'s>(
    object: &Value<'s>,
    name: &str,
    arguments: &[Member<'s>],
    language: Language,
) -> Option<Value<'s>> {
    let first = arguments.first().map(|argument| &argument.value);
    match (language, name, object) {
        (Language::JavaScript, "toString", Value::Call(call)) if call.is_buffer() && first.is_some() => {
            let encoded = first.and_then(Value::as_text).is_some_and(|coding| coding.as_str() == "base64");
            let text = call.positional(0).map(string).filter(|text| encoded && !text.is_symbolic());
            let hidden = || Value::Computed(call.function.clone().marked(Mark::Expansion));
            Some(text.map_or_else(hidden, |text| Value::Text(base64(&text))))
        }
        (Language::Python, "decode", Value::Call(call)) if call.is_base64() => Some(Value::Text(encoded(call))),
        // An object of parameters becomes a string, and a string has another type.
        (_, _, Value::Call(_)) if name == "toString" => Some(Value::Text(object.text())),
        (Language::JavaScript, "join", Value::Members(members, _)) => {
            let divider = first.map_or_else(|| Some(","), |value| value.as_text().map(Text::as_str))?;
            Some(Value::Text(joined(members, divider)?))
        }
        (Language::Python, "join", Value::Text(divider)) => {
            Some(Value::Text(joined(first?.members()?, divider.as_str())?))
        }
        (Language::Python, "format", Value::Text(text)) => Some(Value::Text(filled(text, arguments))),
        _ if language.hands_on(name) => Some(object.clone()),
        _ => None,
    }
}

/// A value as a string; bytes are those of their characters.
fn string<'s>(value: &Value<'s>) -> Text<'s> {
    match value {
        Value::Call(call) if call.name() == "GetBytes" => call.positional(0).map_or_else(|| value.text(), Value::text),
        value => value.text(),
    }
}

fn base64<'s>(text: &Text<'s>) -> Text<'s> {
    let mut out = Composer::default();
    out.take_as(text, &STANDARD.encode(text.as_str()));
    out.finish(text.span().start)
}

/// What Python's `b64encode` gives, as text; marked where it is not known.
pub(super) fn encoded<'s>(call: &Call<'s>) -> Text<'s> {
    let text = call.positional(0).map(string).filter(|text| !text.is_symbolic());
    text.map_or_else(|| call.function.clone().marked(Mark::Expansion), |text| base64(&text))
}

/// Bytes put into a string without decoding them: Python writes `b'..'` (library reference, Binary Sequence Types).
pub(super) fn bytes_shown<'s>(bytes: &Text<'s>) -> Text<'s> {
    let span = bytes.span();
    join(&join(&Text::implied("b'", Span::at(span.start)), "", bytes), "", &Text::implied("'", Span::at(span.end)))
}

fn joined<'s>(members: &[Member<'s>], divider: &str) -> Option<Text<'s>> {
    members.iter().map(|member| member.value.text()).reduce(|all, next| join(&all, divider, &next))
}

/// A template with its arguments in the place of `{}`, `{0}` and `{name}`; what is not known stays, marked.
fn filled<'s>(template: &Text<'s>, arguments: &[Member<'s>]) -> Text<'s> {
    let text = template.as_str();
    let (mut out, mut done, mut next) = (Composer::default(), 0, 0);
    while let Some(open) = text[done..].find('{').map(|n| done + n) {
        let Some(close) = text[open..].find('}').map(|n| open + n) else { break };
        let key = text[open + 1..close].split([':', '!']).next().unwrap_or("");
        let place = if key.is_empty() { Some(next) } else { key.parse().ok() };
        next += usize::from(key.is_empty());
        let unnamed = |place: usize| arguments.iter().filter(|argument| argument.name.is_none()).nth(place);
        let named = || arguments.iter().find(|a| a.name.as_ref().is_some_and(|name| name.as_str() == key));
        out.take(&template.slice(done, open));
        match place.map_or_else(named, unnamed) {
            Some(argument) => out.take(&argument.value.text()),
            None => out.take(&template.slice(open, close + 1).marked(Mark::Expansion)),
        }
        done = close + 1;
    }
    out.take(&template.slice(done, text.len()));
    out.finish(template.span().start)
}

/// Python's `template % value` and `template % (one, other)`.
pub(super) fn by_percent<'s>(template: &Text<'s>, given: &Value<'s>) -> Text<'s> {
    let mut values = given.members().map_or_else(
        || vec![given.text()],
        |members| members.iter().filter(|member| member.name.is_none()).map(|member| member.value.text()).collect(),
    );
    values.reverse();
    let (mut out, mut done) = (Composer::default(), 0);
    for (at, sign) in template.as_str().match_indices('%') {
        let kind = template.as_str()[at + sign.len()..].chars().next();
        if at < done || !matches!(kind, Some('s' | 'd')) {
            continue;
        }
        out.take(&template.slice(done, at));
        done = at + 2;
        match values.pop() {
            Some(value) => out.take(&value),
            None => out.take(&template.slice(at, done).marked(Mark::Expansion)),
        }
    }
    out.take(&template.slice(done, template.as_str().len()));
    out.finish(template.span().start)
}
