//! `Invoke-RestMethod` and `Invoke-WebRequest` of PowerShell, typed or copied by a browser (Microsoft Learn,
//! Microsoft.PowerShell.Utility, as it is remembered on 2026-11-22; no PowerShell was at hand to try it).

use super::fields::Fields;
use super::program::{self, Sends};
use super::prompt::is_prompt;
use super::{Around, Snip, Snippet};
use crate::exchange::{Form, Login, Part};
use crate::read::answer::Line;
use crate::read::asked::{Asked, Media, Row, implied};
use crate::read::code::{Expressions, Language, Value};
use crate::text::{Span, Text};

/// The commands, in small letters; the last two only where Windows PowerShell takes them for its own.
const COMMANDS: [&str; 6] = ["invoke-restmethod", "invoke-webrequest", "irm", "iwr", "curl", "wget"];
/// Parameters that take no value.
const SWITCHES: [&str; 14] = [
    "AllowInsecureRedirect",
    "AllowUnencryptedAuthentication",
    "Debug",
    "DisableKeepAlive",
    "FollowRelLink",
    "NoProxy",
    "PassThru",
    "PreserveAuthorizationOnRedirect",
    "Resume",
    "SkipCertificateCheck",
    "SkipHttpErrorCheck",
    "UseBasicParsing",
    "UseDefaultCredentials",
    "Verbose",
];
/// Parameters that matter to a request; a name may be cut short.
const PARAMETERS: [&str; 11] = [
    "Authentication",
    "Body",
    "ContentType",
    "Credential",
    "CustomMethod",
    "Form",
    "Headers",
    "InFile",
    "Method",
    "Token",
    "Uri",
];

/// The form of PowerShell's commands.
#[derive(Debug)]
pub(super) struct PowerShell;

impl Snippet for PowerShell {
    fn marks(&self) -> &'static [&'static str] {
        &["nvoke-", "NVOKE-", "irm ", "iwr ", "-Uri", "-Headers @", "-Method "]
    }

    fn read<'s>(&self, doc: &Text<'s>, line: Line, around: &mut Around<'s>) -> Option<Snip<'s>> {
        let (start, end) = command(&doc.as_str()[line.start..line.end])?;
        let (start, end) = (line.start + start, line.start + end);
        let names = around.names(Language::PowerShell, doc, line.start);
        if !names.spend(0) {
            return None;
        }
        let mut given = Given::default();
        let mut reader = Expressions::new(doc, end, Language::PowerShell, names);
        given.read(doc, &mut reader);
        names.spend(reader.at - end);
        let span = reader.used.iter().fold(doc.span_of(start, reader.at), |span, used| span.join(*used));
        let (asked, place) = (given.asked(doc.span_of(start, end)), doc.span_of(start, end));
        let requests = vec![(program::tells(asked.request(place))?, None)];
        let end = reader.at.max(end);
        Some(Snip { form: Form::PowerShell, start, span, requests, answer: None, repairs: Vec::new(), end })
    }
}

/// Where a line's command begins and where its name ends.
fn command(line: &str) -> Option<(usize, usize)> {
    let lower = line.to_ascii_lowercase();
    for name in COMMANDS {
        let Some(at) = lower.find(name) else { continue };
        let end = at + name.len();
        let before = line[..at].trim_end();
        let begins = before.is_empty()
            || before.ends_with(['=', '(', '{', '|', ';'])
            || is_prompt(&line[..at])
            || before.ends_with("return");
        let own = !matches!(name, "curl" | "wget")
            || [" -uri ", " -headers @", " -method ", " -body "].iter().any(|sign| lower[end..].contains(sign));
        let continues = line[end..].is_empty() || line[end..].starts_with([' ', '\t', '`']);
        if begins && own && continues && !before.starts_with('#') {
            return Some((at, end));
        }
    }
    None
}

/// What a command was given.
#[derive(Debug, Default)]
struct Given<'s> {
    parameters: Vec<(&'static str, Value<'s>)>,
    /// Values without a name, in order.
    bare: Vec<Value<'s>>,
    /// Parameters came from a table that is not seen.
    computed: bool,
}

impl<'s> Given<'s> {
    fn read(&mut self, doc: &Text<'s>, reader: &mut Expressions<'_, 's>) {
        let text = doc.as_str();
        loop {
            reader.blanks();
            let before = reader.at;
            let rest = &text[before..];
            let Some(first) = rest.chars().next() else { return };
            match first {
                '\n' | '\r' | ';' | '|' | ')' | '}' => return,
                '-' | '–' | '—' => self.parameter(doc, reader, first.len_utf8()),
                // A table of parameters.
                '@' if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') => {
                    let len = rest[1..].bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
                    let table = reader.named(&format!("${}", &rest[1..=len]));
                    reader.at += 1 + len;
                    self.table(table);
                }
                _ => {
                    let value = argument(doc, reader);
                    self.bare.push(value);
                }
            }
            reader.at = reader.at.max(before + 1);
        }
    }

    fn parameter(&mut self, doc: &Text<'s>, reader: &mut Expressions<'_, 's>, dash: usize) {
        let text = doc.as_str();
        let start = reader.at + dash;
        let len = text[start..].bytes().take_while(|b| b.is_ascii_alphanumeric()).count();
        let name = &text[start..start + len];
        reader.at = start + len;
        if text[reader.at..].starts_with(':') {
            reader.at += 1;
        }
        let is = |known: &&&str| known.get(..len).is_some_and(|known| known.eq_ignore_ascii_case(name)) && len > 0;
        if SWITCHES.iter().any(|known| is(&known) && len > 1) && !PARAMETERS.iter().any(|known| is(&known)) {
            return;
        }
        reader.blanks();
        let value = argument(doc, reader);
        if let Some(known) = PARAMETERS.iter().find(is) {
            self.parameters.push((known, value));
        }
    }

    fn table(&mut self, table: Option<Value<'s>>) {
        let Some(members) = table.as_ref().and_then(Value::members) else {
            self.computed = true;
            return;
        };
        for member in members {
            let Some(name) = &member.name else { continue };
            let known = PARAMETERS.iter().find(|known| known.eq_ignore_ascii_case(name.as_str()));
            self.parameters.extend(known.map(|known| (*known, member.value.clone())));
        }
    }

    fn get(&self, name: &str) -> Option<&Value<'s>> {
        self.parameters.iter().rev().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    fn asked(&self, place: Span) -> Asked<'s> {
        let mut asked = Asked::default();
        if let Some(address) = self.get("Uri").or_else(|| self.bare.first()) {
            program::locate(address, &mut asked);
        }
        let method = self.get("Method").or_else(|| self.get("CustomMethod"));
        asked.method = Some(method.and_then(program::method).unwrap_or_else(|| implied("GET", place)));
        if let Some(headers) = self.get("Headers") {
            program::headers(headers, &mut asked);
        }
        if let Some(Value::Text(media)) = self.get("ContentType") {
            asked.headers.push(Row::named("Content-Type", media.clone()).header());
        }
        if let Some(token) = self.get("Token") {
            asked.login = Some(Login::Bearer(token.text()));
        } else if self.get("Credential").is_some() {
            asked.unseen = asked.unseen.and(Part::Credentials, true);
        }
        let gets = asked.method.as_ref().is_some_and(|method| matches!(method.value.as_str(), "GET" | "HEAD"));
        match (self.get("Body"), self.get("Form")) {
            (Some(body @ Value::Members(..)), _) if gets => Fields::SearchParams.query(body, &mut asked),
            (Some(body), _) => {
                asked.content = program::content(body, Sends::Form(Fields::SearchParams), Media::Form, &mut asked);
            }
            (None, Some(form)) => {
                asked.content = program::content(form, Sends::Parts, Media::Unnamed, &mut asked);
            }
            (None, None) => {}
        }
        if self.computed {
            program::hide_headers(&mut asked);
            asked.unseen = asked.unseen.and(Part::Parameters, true).and(Part::Body, true);
        }
        asked
    }
}

/// An argument: an expression, or a word as it stands.
fn argument<'s>(doc: &Text<'s>, reader: &mut Expressions<'_, 's>) -> Value<'s> {
    let text = doc.as_str();
    let start = reader.at;
    let first = text[start..].chars().next().unwrap_or('\n');
    if matches!(first, '"' | '\'' | '“' | '”' | '‘' | '’' | '$' | '@' | '(' | '[') {
        return reader.operand();
    }
    let ends = |c: char| c.is_whitespace() || matches!(c, ';' | '|' | ')' | '}');
    reader.at = start + text[start..].find(ends).unwrap_or(text.len() - start);
    Value::Text(doc.slice(start, reader.at))
}
