//! An event that Keycloak logs of a refusal: `type=CODE_TO_TOKEN_ERROR, .., clientId=shop, .., error=invalid_code,
//! grant_type=authorization_code` (Keycloak, Server Developer Guide, Event listeners; checked 2026-11-23).

use super::{Around, Snip, Snippet};
use crate::exchange::{Form, Json, Part, Parts, Response};
use crate::read::answer::Line;
use crate::read::asked::{Asked, Content, Row};
use crate::text::Text;
use crate::text::boundary::floor;

/// The form of such events.
#[derive(Debug)]
pub(super) struct KeycloakEvent;

/// The events that tell of an OAuth request, with the parameter that they imply.
const EVENTS: [(&str, &str, &str); 6] = [
    ("CODE_TO_TOKEN_ERROR", "grant_type", "authorization_code"),
    ("REFRESH_TOKEN_ERROR", "grant_type", "refresh_token"),
    ("CLIENT_LOGIN_ERROR", "grant_type", "client_credentials"),
    ("TOKEN_EXCHANGE_ERROR", "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
    ("OAUTH2_DEVICE_CODE_TO_TOKEN_ERROR", "grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
    ("LOGIN_ERROR", "response_type", "code"),
];

/// A line that says more is not read further, in bytes.
const LONGEST: usize = 4_000;

impl Snippet for KeycloakEvent {
    fn marks(&self) -> &'static [&'static str] {
        &["_ERROR"]
    }

    fn read<'s>(&self, doc: &Text<'s>, line: Line, _: &mut Around<'s>) -> Option<Snip<'s>> {
        let text = doc.as_str();
        let content = &text[line.start..floor(text, line.end.min(line.start + LONGEST))];
        let from = content.find("type=")?;
        let (start, end) = (line.start + from, line.start + content.trim_end().len());
        let details = details(&doc.slice(start, end));
        let detail =
            |name: &str| details.iter().find(|(known, _)| known.as_str() == name).map(|(_, value)| value.clone());
        let kind = detail("type")?;
        let (_, implied, value) = EVENTS.into_iter().find(|(event, _, _)| *event == kind.as_str())?;
        let (client, error) = (detail("clientId")?, detail("error")?);
        let told = |name: &'static str, value: Option<Text<'s>>| {
            // What stands in brackets was taken out of the log by who shows it.
            let shown = |value: &Text<'_>| !matches!(value.as_str(), "null" | "") && !value.as_str().starts_with('<');
            value.filter(shown).map(|value| Row::named(name, value))
        };
        let main = match detail(implied) {
            Some(told) => Row::named(implied, told),
            None => Row::implied(implied, value, kind.span()),
        };
        let rows = [
            Some(main),
            told("client_id", Some(client)),
            told("redirect_uri", detail("redirect_uri")),
            told("scope", detail("scope")),
        ];
        let rows: Vec<Row<'s>> = rows.into_iter().flatten().collect();
        let hidden = [Part::Address, Part::Parameters, Part::Headers, Part::Credentials, Part::Body, Part::Method];
        let unseen = hidden.into_iter().fold(Parts::NONE, |parts, part| parts.and(part, true));
        let asked = match implied {
            "grant_type" => Asked { content: Content::Fields(rows), unseen, ..Asked::default() },
            _ => Asked { query: rows, unseen, ..Asked::default() },
        };
        let span = doc.span_of(start, end);
        let said = |name: &'static str, value: Text<'s>| (Text::implied(name, value.span()), Json::String(value));
        let reason = detail("reason").unwrap_or_else(|| error.clone());
        let json = Json::Object(vec![said("error", error.clone()), said("error_description", reason)]);
        let response = Response { span: error.span(), json: Some(json), ..Response::default() };
        let requests = vec![(asked.request(span), Some(response))];
        let end = line.end.max(line.start + 1);
        Some(Snip { form: Form::Http, start, span, requests, answer: None, repairs: Vec::new(), end })
    }
}

/// `name=value, name="value"`.
fn details<'s>(event: &Text<'s>) -> Vec<(Text<'s>, Text<'s>)> {
    let value = event.as_str();
    let mut out = Vec::new();
    let mut at = 0;
    for piece in value.split(", ") {
        if let Some(equals) = piece.find('=') {
            let (from, to) = (at + equals + 1, at + piece.len());
            let quoted = value[from..to].strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
            let inset = usize::from(quoted.is_some());
            out.push((event.trimmed(at, at + equals), event.trimmed(from + inset, to - inset)));
        }
        at += piece.len() + ", ".len();
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::read::document::Document;
    use crate::text::{Span, Text};

    fn read(source: &str) -> Vec<String> {
        let doc = Text::verbatim(source, Span::new(0, source.len()));
        let Some(exchange) = Document::new(doc).next() else { return Vec::new() };
        let mut out: Vec<String> =
            exchange.request.params.iter().map(|p| format!("{}={}", p.name.as_str(), p.value.as_str())).collect();
        let json = exchange.response.and_then(|response| response.json);
        out.extend(json.as_ref().and_then(|json| json.error_word()).map(|word| word.as_str().to_owned()));
        out
    }

    #[test]
    fn an_event_is_a_request_and_its_answer() {
        let event = "type=LOGIN_ERROR, realmId=a, clientId=shop, userId=null, error=invalid_redirect_uri, redirect_uri=https://a.example/cb";
        assert_eq!(
            read(event),
            ["response_type=code", "client_id=shop", "redirect_uri=https://a.example/cb", "invalid_redirect_uri"]
        );
        let quoted =
            event.replace("=a, clientId=shop", "=\"a\", clientId=\"<client>\"").replace("LOGIN", "CODE_TO_TOKEN");
        assert_eq!(
            read(&quoted),
            ["grant_type=authorization_code", "redirect_uri=https://a.example/cb", "invalid_redirect_uri"]
        );
        assert!(read("type=LOGIN, clientId=shop, userId=1").is_empty());
        assert!(read("type=CONNECT_ERROR, clientId=shop, error=x").is_empty());
    }
}
