//! The settings of a client that asks for its tokens itself, copied out of its form: `Grant Type:`, `Auth URL:`, `Access
//! Token URL:`, `Client ID:`, a line each (Postman's tab Authorization,
//! <https://learning.postman.com/docs/sending-requests/authorization/oauth-20/>; Insomnia and others have the same rows).

use super::{Around, Snip, Snippet};
use crate::exchange::Form;
use crate::read::answer::{self, Line};
use crate::read::client::oauth::Grant;
use crate::text::{Span, Text};

/// Rows that are needed before they are taken for settings of a client.
const FEWEST: usize = 4;
/// Lines that are read of them.
const MOST_LINES: usize = 60;
/// Bytes of a line that can be one.
const LONGEST: usize = 600;
/// What stands below them.
const ENDS: [&str; 5] = ["error", "response", "status", "result", "output"];

/// The form of such settings.
#[derive(Debug)]
pub(super) struct OauthSettings;

impl Snippet for OauthSettings {
    fn marks(&self) -> &'static [&'static str] {
        &["oken U", "oken u"]
    }

    fn read<'s>(&self, doc: &Text<'s>, line: Line, _around: &mut Around<'s>) -> Option<Snip<'s>> {
        let first = Row::of(doc, line)?;
        let start = first.place.start;
        let mut grant = Grant::default();
        let (mut next, mut taken, mut last) = (line.start, 0, first.place);
        for _ in 0..MOST_LINES {
            if next >= doc.as_str().len() {
                break;
            }
            let line = answer::line_at(doc.as_str(), next);
            let Some(row) = Row::of(doc, line).filter(|row| !ENDS.contains(&row.label.as_str())) else { break };
            next = line.next;
            if row.set(&mut grant) {
                (taken, last) = (taken + 1, row.place);
            }
        }
        let is_address =
            |url: &Text<'_>| ["http://", "https://", "{{"].iter().any(|with| url.as_str().starts_with(with));
        (taken >= FEWEST && grant.kind.is_some() && grant.token_url.as_ref().is_some_and(is_address)).then_some(())?;
        let span = doc.span_of(start, last.end);
        let form = Form::Postman;
        let requests: Vec<_> = grant.exchanges(form, span).into_iter().map(|asked| (asked.request, None)).collect();
        (!requests.is_empty()).then_some(())?;
        Some(Snip { form, start, span, requests, answer: None, repairs: Vec::new(), end: next })
    }
}

/// A label with its value, in bytes of the document.
#[derive(Debug)]
struct Row<'s> {
    label: String,
    value: Text<'s>,
    place: Span,
}

impl<'s> Row<'s> {
    fn of(doc: &Text<'s>, line: Line) -> Option<Self> {
        let marks = |c: char| c.is_whitespace() || matches!(c, '-' | '*' | '•' | '|' | '>');
        (line.end - line.start <= LONGEST).then_some(())?;
        let content = doc.as_str()[line.start..line.end].trim_start_matches(marks);
        let start = line.end - content.len();
        let content = content.trim_end_matches(|c: char| c.is_whitespace() || c == '|');
        let divider = content.find([':', '|', '\t', '=']).or_else(|| content.find("  ")).filter(|at| *at < 40)?;
        let wrapping = |c: char| c.is_whitespace() || matches!(c, '*' | '`' | '"' | ':' | '|');
        let label = content[..divider].trim_matches(wrapping).to_ascii_lowercase().replace(['_', '-'], " ");
        let value = content[divider + 1..].trim_matches(wrapping);
        let from = start + divider + 1 + content[divider + 1..].find(value)?;
        (!label.is_empty()).then(|| Self {
            label,
            value: doc.slice(from, from + value.len()),
            place: Span::new(start, start + content.len()),
        })
    }

    /// Puts the value where its label says; whether it is one of a client's settings.
    fn set(&self, grant: &mut Grant<'s>) -> bool {
        let said = self.value.as_str().to_ascii_lowercase();
        let place = match &*self.label {
            "grant type" => {
                let words = said.split(['(', ' ', '_', '-']).filter(|word| !word.is_empty());
                grant.pkce = said.contains("pkce").then(|| self.value.span());
                let kind = match words.take(2).collect::<Vec<_>>()[..] {
                    ["authorization", "code"] => Some("authorization_code"),
                    ["client", "credentials"] => Some("client_credentials"),
                    ["password", ..] => Some("password"),
                    ["implicit", ..] => Some("implicit"),
                    _ => None,
                };
                grant.kind =
                    Some(kind.map_or_else(|| self.value.clone(), |kind| Text::implied(kind, self.value.span())));
                return true;
            }
            "client authentication" | "credentials" => {
                grant.in_body = said.contains("body");
                return true;
            }
            "token name" | "configuration name" | "header prefix" | "add token to" | "type" => return true,
            "auth url" | "authorization url" | "authorize url" => &mut grant.authorization_url,
            "access token url" | "token url" => &mut grant.token_url,
            "client id" => &mut grant.client_id,
            "client secret" => &mut grant.client_secret,
            "callback url" | "redirect url" | "redirect uri" => &mut grant.redirect_uri,
            "scope" | "scopes" => &mut grant.scope,
            "state" => &mut grant.state,
            "username" => &mut grant.username,
            "password" => &mut grant.password,
            _ => return false,
        };
        if !self.value.as_str().is_empty() {
            *place = Some(self.value.clone());
        }
        true
    }
}
