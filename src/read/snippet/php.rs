//! PHP's curl: `curl_init`, `curl_setopt`, `curl_setopt_array`, `curl_exec` (PHP manual, cURL functions).

use super::program::{self, Called, Sends};
use super::{Around, Sign, Snip, Snippet};
use crate::exchange::{Form, Login};
use crate::read::answer::{self, Line};
use crate::read::asked::{Asked, Media, implied};
use crate::read::code::{Language, Member, Value};
use crate::text::{Span, Text};

/// Lines that the calls of one request may be spread over.
const MOST_LINES: usize = 160;

/// The form of its calls.
#[derive(Debug)]
pub(super) struct Php;

impl Snippet for Php {
    fn marks(&self) -> &'static [&'static str] {
        &["curl_setopt", "curl_init"]
    }

    fn sign(&self) -> Sign {
        Sign::Call
    }

    fn read<'s>(&self, doc: &Text<'s>, line: Line, around: &mut Around<'s>) -> Option<Snip<'s>> {
        let mut options = Options::default();
        let mut called: Option<Called<'s>> = None;
        let mut line = line;
        for _ in 0..MOST_LINES {
            let next = program::call(doc, line, around, Language::Php, |name| name.starts_with("curl_"));
            let Some(next) = next else {
                called.as_ref()?;
                if line.next >= doc.as_str().len() || line.next <= line.start {
                    break;
                }
                line = answer::line_at(doc.as_str(), line.next);
                continue;
            };
            let name = next.call.name();
            if name == "curl_init" && options.started {
                break;
            }
            let (end, executes) = (next.end, name == "curl_exec");
            let span = called.as_ref().map_or(next.span, |called| called.span.join(next.span));
            options.take(&next);
            let start = called.as_ref().map_or(next.start, |called| called.start);
            called = Some(Called { start, span, ..next });
            if executes {
                break;
            }
            let rest = answer::line_at(doc.as_str(), end);
            line = Line { start: end, ..rest };
        }
        let called = called?;
        let asked = options.asked(called.call.function.span());
        called.snip(Form::Php, asked)
    }
}

/// The options that were set, in order.
#[derive(Debug, Default)]
struct Options<'s> {
    started: bool,
    address: Option<Value<'s>>,
    set: Vec<(Text<'s>, Value<'s>)>,
}

impl<'s> Options<'s> {
    fn take(&mut self, called: &Called<'s>) {
        let call = &called.call;
        match call.name() {
            "curl_init" => {
                self.started = true;
                self.address = call.positional(0).cloned();
            }
            "curl_setopt" => {
                if let (Some(option), Some(value)) = (call.positional(1), call.positional(2)) {
                    self.set.push((option.text(), value.clone()));
                }
            }
            "curl_setopt_array" => {
                let members = call.positional(1).and_then(Value::members).unwrap_or_default();
                let option = |member: &Member<'s>| member.name.clone().map(|name| (name, member.value.clone()));
                self.set.extend(members.iter().filter_map(option));
            }
            _ => {}
        }
    }

    fn get(&self, option: &str) -> Option<&(Text<'s>, Value<'s>)> {
        self.set.iter().rev().find(|(name, _)| name.as_str().strip_prefix("CURLOPT_") == Some(option))
    }

    fn on(&self, option: &str) -> Option<Span> {
        let (name, value) = self.get(option)?;
        let off =
            matches!(value, Value::Word(word) if matches!(word.as_str().to_ascii_lowercase().as_str(), "false" | "0"));
        (!off).then_some(name.span())
    }

    fn asked(&self, place: Span) -> Asked<'s> {
        let address = self.get("URL").map(|(_, value)| value).or(self.address.as_ref());
        let mut asked = Asked::default();
        if let Some(address) = address {
            program::locate(address, &mut asked);
        }
        if let Some((_, headers)) = self.get("HTTPHEADER") {
            program::headers(headers, &mut asked);
        }
        let fields = self.get("POSTFIELDS").map(|(_, value)| value);
        let posts = self.on("POST").or_else(|| fields.map(Value::span));
        asked.method = match self.get("CUSTOMREQUEST") {
            Some((_, method)) => program::method(method),
            None => match (self.on("HTTPGET"), self.on("PUT"), posts) {
                (Some(at), ..) => Some(implied("GET", at)),
                (_, Some(at), _) => Some(implied("PUT", at)),
                (_, _, Some(at)) => Some(implied("POST", at)),
                _ => Some(implied("GET", place)),
            },
        };
        if let Some((_, Value::Text(pair))) = self.get("USERPWD") {
            asked.login = Some(Login::Basic(pair.clone()));
        } else if let Some((_, token)) = self.get("XOAUTH2_BEARER") {
            asked.login = Some(Login::Bearer(token.text()));
        }
        if let Some(fields) = fields.filter(|_| self.on("HTTPGET").is_none()) {
            asked.content = program::content(fields, Sends::Parts, Media::Form, &mut asked);
        }
        asked
    }
}
